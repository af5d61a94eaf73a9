// @ts-check
/**
 * What may be done with a problem, and why not. Pure. Doing it gives an event (ledger-replay.js).
 *
 * @typedef {{id: string, label: string, type: "text" | "date" | "name" | "number" | "choice", choices: string | null, required: boolean, help: string | null}} Detail
 * @typedef {{action: string, label: string, from: string[], to?: string, round?: boolean, measure?: boolean, automatic?: boolean,
 *   details: Detail[], guards: string[], help: string | null, sources: string[], convention: boolean}} Step
 * @typedef {{action: string, label: string, to: string, step: Step, problems: string[]}} Allowed
 *   problems: why it cannot be done yet, as far as that is known before its details are filled in
 * @typedef {{action: string, on: string, by: string, note?: string, measure?: string, details?: Record<string, any>, today?: string}} ActInput
 *   today: for samples, which stop at a day of their own
 * @typedef {{value: ProblemValue, on: string, by: string, measure: string, details: Record<string, any>, filled: boolean}} GuardCase
 *   filled: false while nobody has filled in the details yet
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { records, ledgerModel: model, ledgerReplay: replaying, ledgerAmend } = Qingdan.lib;

  const LIMITS = { by: 200, note: 20000, text: 20000 };

  // ── Guards: whether they hold ──

  /** @type {Record<string, (one: GuardCase) => boolean>} */
  const GUARDS = {
    "lead-unit": ({ value }) => value.units.length > 0,
    measures: ({ value }) => Object.keys(value.measures).length > 0,
    "measures-done": ({ value }) => model.measuresOf(value).every((/** @type {any} */ one) => one.state === "done"),
    redone: ({ value }) => value.now.round === 1
      || Object.entries(value.now.measures).some(([uid, one]) => uid in value.measures && one.state === "done" && one.round === value.now.round),
    evidence: ({ value }) => value.evidence.some((name) => name.trim()),
    "lead-leader": ({ value, details, filled }) => (filled ? value.leaders.length > 0 && same(details.approver, value.leaders[0]) : value.leaders.length > 0),
    "approver-apart": ({ value, details, filled }) => !filled || ![value.now.reporter, ...peopleOf(value)].some((name) => same(name, details.approver)),
    "finish-only": ({ value, measure, details, filled }) => !filled || replaying.mayMark(value.now, measure, details.to),
    "due-ahead": ({ on, details, filled }) => !filled || !dates.isDate(details.due) || details.due > on,
  };

  /** Everybody who does the work. @param {ProblemValue} value @returns {string[]} */
  function peopleOf(value) {
    return [...value.persons, ...Object.values(value.measures).flatMap((one) => one.persons)];
  }

  /** @param {any} a @param {any} b */
  function same(a, b) {
    const [left, right] = [a, b].map((name) => String(name || "").replace(/[\s\u3000]/g, ""));
    return left !== "" && left === right;
  }

  // ── What may be done ──

  /** The transitions of a procedure, and those that all have. @param {string} procedure @returns {Step[]} */
  function transitions(procedure) {
    const { procedures, common } = model.data();
    const chosen = procedures.find((/** @type {any} */ one) => one.id === procedure) || procedures[0];
    return [...chosen.transitions, ...common];
  }

  /** The step of that name, whatever the state. @param {string} action @param {string} procedure @returns {Step | undefined} */
  function stepOf(action, procedure) {
    return transitions(procedure).find((one) => one.action === action) || replaying.entries().find((one) => one.action === action);
  }

  /** The words for a kind of event. @param {string} type @param {string} [procedure] @returns {string} */
  function labelOf(type, procedure = "") {
    const found = stepOf(type, procedure);
    return found ? found.label : type;
  }

  /**
   * Every transition that leads on from the state of a problem, with what still hinders it.
   * @param {{value: ProblemValue}} problem @param {LedgerSettings} settings @returns {Allowed[]}
   */
  function allowed({ value }, settings) {
    return transitions(settings.procedure).filter((one) => one.from.includes(value.now.state)).map((step) => ({
      action: step.action, label: step.label, to: String(step.to), step,
      problems: guardProblems(step, { value, on: dates.today(), by: "", measure: "", details: {}, filled: false }),
    }));
  }

  /** @param {Step} step @param {GuardCase} one */
  function guardProblems(step, one) {
    const failed = step.guards.filter((id) => !GUARDS[id](one));
    return failed.map((id) => model.data().guards.find((/** @type {any} */ guard) => guard.id === id).text);
  }

  /**
   * Do a step: the event that records it and what the problem then is, or every reason why not.
   * @param {{id: string, value: ProblemValue}} problem @param {LedgerSettings} settings @param {ActInput} input
   * @returns {{event: LedgerEvent, now: Now, problems: string[]} | {event: null, now: null, problems: string[]}}
   */
  function act({ id, value }, settings, input) {
    const step = stepOf(input.action, settings.procedure), details = input.details || {};
    const problems = !step || step.automatic ? [`没有“${input.action}”这一步`] : refusals(step, value, input, details);
    if (!step || problems.length) return { event: null, now: null, problems };
    const event = make(id, value.now, input.action, { ...input, details: { ...ledgerAmend.kept(value, input), ...kept(step, details), ...formerDue(value, input) } });
    if (step.to) Object.assign(event, { from: value.now.state, to: step.to });
    return { event, now: replaying.applied(value.now, event), problems: [] };
  }

  /** @param {Step} step @param {ProblemValue} value @param {ActInput} input @param {Record<string, any>} details @returns {string[]} */
  function refusals(step, value, input, details) {
    const { on, by, note = "", measure = "", today = dates.today() } = input, { now } = value, problems = ledgerAmend.problems(value, input);
    if (step.from.length && !step.from.includes(now.state)) {
      problems.push(`${model.labelOf("state", now.state)}的问题不能“${step.label}”，要先是${step.from.map((one) => model.labelOf("state", one)).join("或")}`);
    }
    if (now.fork) problems.push("两边各自办过，请先选定用哪一边");
    if (!dates.isDate(on)) problems.push("没有写日期");
    else if (on > today) problems.push("日期不能晚于今天");
    else if (step.to && on < now.since) problems.push(`日期早于上一步的 ${now.since}`);
    if (typeof by !== "string" || !by.trim()) problems.push("没有写经办人");
    else if (by.length > LIMITS.by) problems.push(`经办人超过 ${LIMITS.by} 字`);
    if (typeof note !== "string" || note.length > LIMITS.note) problems.push(`说明超过 ${LIMITS.note} 字`);
    if (step.measure && !measure) problems.push("没有说是哪一条措施");
    if (measure && !(measure in value.measures)) problems.push("没有这条措施");
    step.details.forEach((one) => problems.push(...detailProblems(one, details[one.id])));
    const guards = on > today ? step.guards.filter((id) => id !== "due-ahead") : step.guards; // one thing wrong with the day is enough
    return [...problems, ...guardProblems({ ...step, guards }, { value, on, by, measure, details, filled: true })];
  }

  /** @param {Detail} one @param {any} given @returns {string[]} */
  function detailProblems(one, given) {
    if (model.isEmpty(given) || (typeof given === "string" && !given.trim())) return one.required ? [`没有写“${one.label}”`] : [];
    if (one.type === "date") return dates.isDate(given) ? [] : [`“${one.label}”不是日期（应写成 2026-11-22）`];
    if (one.type === "number") return Number.isFinite(given) ? [] : [`“${one.label}”应是数字`];
    if (one.type === "choice") return model.choices(one.choices || "").some((/** @type {any} */ choice) => choice.id === given) ? [] : [`“${one.label}”没有“${given}”这一项`];
    return typeof given === "string" && given.length <= LIMITS.text ? [] : [`“${one.label}”应是文字，最多 ${LIMITS.text} 字`];
  }

  /** Only what the step asks for. @param {Step} step @param {Record<string, any>} details */
  function kept(step, details) {
    return Object.fromEntries(step.details.filter(({ id }) => !model.isEmpty(details[id])).map(({ id }) => [id, details[id]]));
  }

  /** What a new deadline replaces. @param {ProblemValue} value @param {ActInput} input */
  function formerDue(value, { details, measure }) {
    if (!details || !details.due) return {};
    const one = measure && model.measuresOf(value).find((/** @type {any} */ known) => known.uid === measure);
    return { from: one ? one.currentDue : model.currentDue(value) };
  }

  /**
   * An event after those that a problem has.
   * @param {string} problem @param {Now} now @param {string} type
   * @param {{on?: string, by?: string, note?: string, measure?: string, details?: Record<string, any>}} given @returns {LedgerEvent}
   */
  function make(problem, now, type, { on = dates.today(), by = "", note = "", measure = "", details = {} }) {
    return {
      id: records.newRev(), problem, type, on, by: by.trim(), note, at: dates.stamp(), prev: now.heads, details,
      ...(measure && { measure }),
    };
  }

  Qingdan.lib.ledgerEvents = { GUARDS, transitions, stepOf, labelOf, allowed, act, make };
})();
