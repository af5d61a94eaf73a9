// @ts-check
/**
 * Lights: which colour a problem has, with the word and the icon that stand beside it. Pure. No speech speaks of
 * lights: all of it is this kit's convention, and the unit's to change.
 *
 * @typedef {{light: "red" | "yellow" | "green" | "blue", word: string, icon: string, colour: string, days: number | null}} Light
 *   colour: the name of the colour; days: to the current deadline, negative when it is past, null without one
 * @typedef {{light: string, word: string, when: {state: string[], days_below: number | null,
 *   undated: boolean, time: string[], stage_past: boolean}}} LightRule when: every condition that is written has to hold
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { ledgerModel: model } = Qingdan.lib;

  const STAGE_DAY = /^\s*(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})/;

  /** The unit's rules, or those of its preset. @param {LedgerSettings} settings @returns {LightRule[]} */
  function rules({ lights, lightRules }) {
    const presets = model.data().lights, own = lightRules[lights];
    if (Array.isArray(own) && own.length) return own;
    return (presets.find((/** @type {any} */ one) => one.id === lights) || presets[0]).rules;
  }

  /** The day at the head of a stage goal, "" for none. @param {string} text */
  function stageDay(text) {
    const found = STAGE_DAY.exec(text);
    if (!found) return "";
    const day = `${found[1]}-${found[2].padStart(2, "0")}-${found[3].padStart(2, "0")}`;
    return dates.isDate(day) ? day : "";
  }

  /** What a problem is held to: its current deadline; without one, the next dated stage goal. @param {ProblemValue} value @param {string} today */
  function dueOf(value, today) {
    return model.currentDue(value) || stageDays(value).find((day) => day >= today) || "";
  }

  /** The last dated stage goal, where there is no deadline and it is over: nothing is ahead. @param {ProblemValue} value @param {string} today @returns {string} "" where that is not so */
  function pastStage(value, today) {
    const [last = ""] = dueOf(value, today) ? [] : stageDays(value).slice(-1);
    return last;
  }

  /** @param {ProblemValue} value */
  function stageDays({ stages }) {
    return stages.map(stageDay).filter(Boolean).sort();
  }

  /**
   * What stands where a deadline would, of a problem that has none: never nothing for 长期坚持 and 立行立改.
   * @param {ProblemValue} value @param {string} today @returns {{word: string, more: string}} more: of its stages, or what is missing
   */
  function undated(value, today) {
    const { timeClass } = value, stage = dueOf(value, today), past = pastStage(value, today);
    const word = timeClass === "long" || timeClass === "now" ? model.labelOf("timeClass", timeClass) : "";
    return { word, more: value.now.state === "closed" ? "" : stage ? `阶段 ${stage}` : past ? `阶段 ${past} 已过` : timeClass === "now" ? "未定日期" : "" };
  }

  /** @param {Problem | {value: ProblemValue}} problem @param {LedgerSettings} settings @param {string} [today] @returns {Light} */
  function lightOf({ value }, settings, today = dates.today()) {
    const due = dueOf(value, today), days = due ? dates.daysBetween(today, due) : null;
    const list = rules(settings);
    const rule = list.find(({ when }) => holds(when || {}, value, days, today)) || list[list.length - 1];
    return { ...shown(rule), days };
  }

  /** @param {any} when @param {ProblemValue} value @param {number | null} days @param {string} today */
  function holds({ state = [], days_below: below = null, undated: isUndated = false, time = [], stage_past: isPast = false }, value, days, today) {
    if (state.length && !state.includes(value.now.state)) return false;
    if (time.length && !time.includes(value.timeClass)) return false;
    if (below !== null && (days === null || days >= below)) return false;
    return (!isUndated || days === null) && (!isPast || Boolean(pastStage(value, today)));
  }

  /** @param {LightRule} rule */
  function shown({ light, word }) {
    const { icons, colours } = model.data();
    return { light: /** @type {Light["light"]} */ (light), word, icon: icons[light], colour: colours[light] };
  }

  /** What each light means, for the page and for paper; "" where its word says it. @param {LedgerSettings} settings @returns {(ReturnType<typeof shown> & {meaning: string})[]} */
  function legend(settings) {
    return rules(settings).map((rule) => {
      const words = meaning(rule.when || {});
      return { ...shown(rule), meaning: words === rule.word ? "" : words };
    });
  }

  /** When a light is on, in words. @param {any} when */
  function meaning({ state = [], days_below: below = null, undated: isUndated = false, time = [], stage_past: isPast = false }) {
    const parts = [["state", state], ["timeClass", time]].filter(([, ids]) => ids.length)
      .map(([group, ids]) => ids.map((/** @type {string} */ id) => model.labelOf(group, id, true)).join("、"));
    if (below !== null) parts.push(below <= 0 ? "过了期限" : `离期限不到 ${below} 天`);
    if (isPast) parts.push("阶段目标的日期都已过去");
    if (isUndated) parts.push(time.length ? "没有定日期" : "没有期限");
    return parts.join("，") || "其余";
  }

  Qingdan.lib.ledgerLights = { rules, lightOf, legend, meaning, dueOf, pastStage, undated };
})();
