// @ts-check
/**
 * Lights: which colour a problem has, with the word and the icon that stand beside it. Pure. No speech speaks of
 * lights: all of it is this kit's convention, and the unit's to change.
 *
 * @typedef {{light: "red" | "yellow" | "green" | "blue", word: string, icon: string, colour: string, days: number | null}} Light
 *   colour: the name of the colour; days: to the current deadline, negative when it is past, null without one
 * @typedef {{light: string, word: string, when: {state: string[], days_below: number | null, undated: boolean}}} LightRule
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
    const due = model.currentDue(value);
    if (due) return due;
    return value.stages.map(stageDay).filter((day) => day && day >= today).sort()[0] || "";
  }

  /** @param {Problem | {value: ProblemValue}} problem @param {LedgerSettings} settings @param {string} [today] @returns {Light} */
  function lightOf({ value }, settings, today = dates.today()) {
    const due = dueOf(value, today), days = due ? dates.daysBetween(today, due) : null;
    const list = rules(settings);
    const rule = list.find(({ when }) => holds(when || {}, value.now.state, days)) || list[list.length - 1];
    return { ...shown(rule), days };
  }

  /** @param {any} when @param {string} state @param {number | null} days */
  function holds({ state: states = [], days_below: below = null, undated = false }, state, days) {
    if (states.length && !states.includes(state)) return false;
    if (below !== null && (days === null || days >= below)) return false;
    return !undated || days === null;
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

  /** @param {any} when */
  function meaning({ state = [], days_below: below = null, undated = false }) {
    const parts = [];
    if (state.length) parts.push(state.map((/** @type {string} */ id) => model.labelOf("state", id, true)).join("、"));
    if (below !== null) parts.push(below <= 0 ? "过了期限" : `离期限不到 ${below} 天`);
    if (undated) parts.push("没有期限");
    return parts.join("，") || "其余";
  }

  Qingdan.lib.ledgerLights = { rules, lightOf, legend, dueOf };
})();
