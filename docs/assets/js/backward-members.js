// @ts-check
/**
 * A plan and the members of the profile that hold it. Each thing that people type is a member of its own, so that two
 * tabs on one plan take nothing from each other: `backward/title`, `backward/deadline`, and of each step
 * `backward/<id>` (its place, and what it was made from), `backward/<id>/text`, `backward/<id>/long` (3d). Pure.
 *
 * A step is there as long as one of its members is: what somebody types into a step that another tab removes stays.
 */
(function () {
  "use strict";

  const backward = /** @type {Backward} */ (Qingdan.lib.backward);
  const { records } = Qingdan.lib;

  const OLD = "backward"; // the whole plan in one member, until each thing had its own
  const PREFIX = `${OLD}/`;
  const MEMBERS = /^backward\/([0-9a-z]{1,16})(?:\/(text|long))?$/;

  /** @param {PlanStep} step @returns {[string, any][]} */
  function ofStep({ id, at, text, who, hint, sources, amount, unit }) {
    const name = `${PREFIX}${id}`;
    return [[name, { at, who, hint, sources }], [`${name}/text`, text], [`${name}/long`, `${amount}${unit}`]];
  }

  /** Every member that a plan has. @param {Plan} plan @returns {Record<string, any>} */
  function of({ title, deadline, steps }) {
    /** @type {[string, any][]} */
    const found = [[`${PREFIX}title`, title], [`${PREFIX}deadline`, deadline]];
    return Object.fromEntries(found.concat(...steps.map(ofStep)));
  }

  /** The plan that a profile holds. @param {Record<string, any>} profile @returns {Plan} */
  function plan(profile) {
    /** @type {Map<string, Record<string, any>>} */
    const steps = new Map();
    for (const [name, value] of Object.entries(profile)) {
      const found = MEMBERS.exec(name);
      if (!found || found[1] === "title" || found[1] === "deadline") continue;
      const [, id, part] = found, step = steps.get(id) || { id };
      const [, amount = "", unit = "d"] = /^(\d*)([a-z])$/.exec(String(value)) || [];
      steps.set(id, Object.assign(step, part === "text" ? { text: value } : part === "long" ? { amount, unit } : value));
      step.id = id;
    }
    const { title, deadline } = backward.sound({ title: profile[`${PREFIX}title`], deadline: profile[`${PREFIX}deadline`] });
    return { title, deadline, steps: [...steps.values()].map(backward.step).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)) };
  }

  /** The plan as it was kept once, null where there is none such. @param {Record<string, any>} profile @returns {Plan | null} */
  function oldPlan(profile) {
    return profile[OLD] && !Object.keys(profile).some((name) => name.startsWith(PREFIX)) ? backward.sound(profile[OLD]) : null;
  }

  /** What has to be written to come from one plan to the other; null takes a member away. @param {Plan} from @param {Plan} to @returns {Record<string, any>} */
  function changes(from, to) {
    const before = of(from), after = of(to);
    /** @type {Record<string, any>} */
    const found = {};
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (records.canonical(before[name]) !== records.canonical(after[name])) found[name] = name in after ? after[name] : null;
    }
    return found;
  }

  /** A plan with some members changed. @param {Plan} from @param {Record<string, any>} members @returns {Plan} */
  function changed(from, members) {
    return plan(Object.fromEntries(Object.entries({ ...of(from), ...members }).filter(([, value]) => value !== null)));
  }

  Qingdan.lib.backwardMembers = { OLD, plan, oldPlan, changes, changed };
})();
