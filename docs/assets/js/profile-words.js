// @ts-check
/**
 * What stands in a unit's record, in words: for the preview of an import. What people never see is left out, and
 * so is what this version does not know.
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { unitMerge, unitWords } = Qingdan.lib;

  /** @type {Record<string, string>} */
  const FROM = { start: "集中整改起始日", feedback: "巡察反馈日", end: "集中整改结束日" };
  /** Where the options stand in the ledger's rules. @type {Record<string, string>} */
  const CHOSEN = { ledgerProcedure: "procedures", ledgerTiers: "tiers", ledgerLights: "lights" };
  /** What is changed of one step of a timeline. @type {Record<string, string>} */
  const STEP = { weekday: "星期几", day: "每月哪天", edge: "哪几天", from: "从哪天起", until: "到哪天止" };
  /** @type {Record<string, string>} */
  const VALUES = {
    mon: "星期一", tue: "星期二", wed: "星期三", thu: "星期四", fri: "星期五", sat: "星期六", sun: "星期日", "31": "月末",
  };
  const OTHER = "别的版本填的内容";
  const OF_TIMELINE = /^(T\d+)(-\d+)?\/(.+)$/; // schedule.js
  const OF_STEP = /^backward\/(?!title$|deadline$)([^/]+)/; // backward-members.js

  /** @type {Record<string, string>} */
  const LENGTHS = { d: "天", b: "个工作日", w: "周", m: "个月" };

  /** Scripts that name what stands in the profile. @param {Stored | null} unit @returns {string[]} */
  function needs(unit) {
    const names = Object.keys((unit && unit.profile) || {});
    return [
      ...(names.some((name) => name.startsWith("ledger")) ? ["data/ledger.js"] : []),
      ...(names.some((name) => OF_TIMELINE.test(name)) ? ["data/timelines.js"] : []),
    ];
  }

  /** Label → words, "" where nothing is filled in. @param {Stored | null} unit @param {string[]} [only] paths of unit-merge.js @returns {Map<string, string>} */
  function of(unit, only) {
    if (!unit) return new Map();
    return new Map(lines(unit).filter(({ path, words }) => words && (!only || only.includes(path))).map(({ label, words }) => [label, words]));
  }

  /** Member by member; what is not known here has no words. @param {Stored} unit @returns {{path: string, label: string, words: string}[]} */
  function lines({ name, profile = {} }) {
    return [
      { path: "name", label: "单位名称", words: String(name || "") },
      ...Object.entries(profile).map(([member, value]) => {
        const [label, words] = lineOf(member, value, profile);
        return { path: `profile/${member}`, label, words };
      }),
    ];
  }

  /** What a member of a profile is called, and what it says. @param {string} name @param {any} value @param {Record<string, any>} profile @returns {[label: string, words: string]} */
  function lineOf(name, value, profile) {
    if (Object.prototype.hasOwnProperty.call(unitWords.LABELS, name)) return [unitWords.LABELS[name], wordsOf(name, value)];
    if (OF_TIMELINE.test(name)) return ofTimeline(name, value);
    return OF_STEP.test(name) ? ["倒排计划：步骤", stepsWords(profile)] : [OTHER, ""];
  }

  /**
   * What two copies say otherwise, each the other; members of one name are chosen together.
   * @param {Stored} here @param {Stored} there @returns {{label: string, ours: string, theirs: string, paths: string[]}[]}
   */
  function members(here, there) {
    const [mine, others] = [here, there].map((unit) => new Map(lines(unit).map((one) => [one.path, one])));
    /** @type {Map<string, {label: string, ours: string, theirs: string, paths: string[]}>} */
    const found = new Map();
    for (const path of unitMerge.differing(here, there)) {
      const one = mine.get(path) || others.get(path), label = one ? one.label : OTHER;
      const [ours, theirs] = [mine, others].map((all) => all.get(path)?.words || (path === "profile/practice" ? "否" : ""));
      const known = found.get(label) || { label, ours, theirs, paths: [] };
      found.set(label, { ...known, paths: [...known.paths, path] });
    }
    return [...found.values()];
  }

  /** What an import would change. @param {Entry} entry @returns {string[]} */
  function changes(entry) {
    const before = of(entry.ours), after = of(unitMerge.result(entry));
    return [...new Set([...before.keys(), ...after.keys()])].filter((label) => before.get(label) !== after.get(label))
      .map((label) => `${label}：${before.get(label) || "空"} → ${after.get(label) || "空"}`);
  }

  /** @param {string} name @param {any} value @returns {string} */
  function wordsOf(name, value) {
    if (value === true) return "是";
    if (name === "backward") return planWords(value);
    if (name === "ledgerFrom") return FROM[value] || "";
    if (CHOSEN[name]) return labelOf(CHOSEN[name], value);
    if (name === "ledgerLightRules") return Object.entries(isPlain(value) ? value : {}).map(([preset, rules]) => `${labelOf("lights", preset)}：${rulesWords(rules)}`).join("；");
    if (name === "ledgerTotals") return Object.entries(isPlain(value) ? value : {}).map(([group, count]) => `${group} ${count}`).join("、");
    if (name === "ledgerChecksOff") return (Array.isArray(value) ? value : []).map((id) => labelOf("checks", id)).join("、");
    if (Array.isArray(value)) return value.join("、");
    return plainWords(value);
  }

  /** @param {any} value */
  function plainWords(value) {
    if (dates.isDate(value)) return dates.format(value);
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  }

  /** @param {any} plan */
  function planWords(plan) {
    if (!isPlain(plan)) return "";
    const { title, deadline, steps } = plan;
    return [plainWords(title), dates.isDate(deadline) && `期限 ${dates.format(deadline)}`, `${Array.isArray(steps) ? steps.length : 0} 步`].filter(Boolean).join("，");
  }

  /** The steps of a plan, each with how long it takes. @param {Record<string, any>} profile */
  function stepsWords(profile) {
    const ids = new Set(Object.keys(profile).map((name) => (OF_STEP.exec(name) || [])[1]).filter(Boolean));
    const place = (/** @type {string} */ id) => (isPlain(profile[`backward/${id}`]) && profile[`backward/${id}`].at) || 0;
    return [...ids].sort((a, b) => place(a) - place(b)).map((id) => {
      const [, amount, unit] = /^(\d+)([dbwm])$/.exec(profile[`backward/${id}/long`]) || [];
      return `${plainWords(profile[`backward/${id}/text`]) || "（没有写）"}${amount ? ` ${amount} ${LENGTHS[unit]}` : ""}`;
    }).join("、");
  }

  /** @param {any} rules */
  function rulesWords(rules) {
    return (Array.isArray(rules) ? rules : []).filter(isPlain)
      .map(({ word, when }) => `${plainWords(word)}${isPlain(when) && typeof when.days_below === "number" ? `（少于 ${when.days_below} 天）` : ""}`).join("、");
  }

  /** @param {string} group of the ledger's rules @param {any} id */
  function labelOf(group, id) {
    const found = ((/** @type {any} */ (window).QINGDAN_LEDGER || {})[group] || []).find((/** @type {any} */ one) => one.id === id);
    return found ? found.label || found.title || found.text : plainWords(id);
  }

  /** @param {string} name @param {any} value @returns {[label: string, words: string]} */
  function ofTimeline(name, value) {
    const [, id, number, what] = /** @type {RegExpExecArray} */ (OF_TIMELINE.exec(name));
    /** @type {TimelineData | undefined} */
    const timeline = (/** @type {any} */ (window).QINGDAN_TIMELINES || []).find((/** @type {any} */ one) => one.id === id);
    const head = timeline ? `${id} ${timeline.title}` : `时间轴 ${id}`;
    if (number) {
      const step = timeline && timeline.milestones.find((one) => one.id === id + number), title = step ? step.title : id + number;
      if (what === "off") return [`${head}：本单位不用“${title}”`, value ? "是" : ""];
      return [`${head}：“${title}”${STEP[what] || "按本单位的改"}`, VALUES[value] || plainWords(value)];
    }
    if (what === "follow") return [`${head}：跟踪这条时间轴`, value ? "是" : "否"];
    const choice = timeline && timeline.choices.find((one) => one.id === what), anchor = timeline && timeline.anchors.find((one) => one.id === what);
    const option = choice && choice.options.find((one) => one.value === value);
    return [`${head}：${(choice || anchor || { label: "单位填的" }).label}`, option ? option.label : plainWords(value)];
  }

  /** @param {any} value */
  function isPlain(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  Qingdan.lib.profileWords = { needs, of, members, changes };
})();
