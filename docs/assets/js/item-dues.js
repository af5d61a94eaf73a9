// @ts-check
/**
 * Until when an item has to be done, where that follows from what the unit says of itself: "start 2m" is two months
 * after 集中整改起始日. What people enter themselves counts more.
 *
 * @typedef {{of(rule: string | undefined, unit: Unit | null): string, words(rule: string): string,
 *   withReckoned(known: Catalogue, ticks: Map<string, Tick>, unit: Unit | null): Map<string, Tick>}} ItemDues
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const rules = /** @type {DateRules} */ (Qingdan.lib.dateRules);
  const { records } = Qingdan.lib;

  /** @type {Record<string, string>} */
  const BASES = { feedback: "反馈日期", start: "集中整改起始日" };
  /** @type {Record<string, string>} */
  const LENGTHS = { d: "天", w: "周", m: "个月" };

  /** The day, or "" where the unit does not say what it is counted from. @param {string | undefined} rule @param {Unit | null} unit */
  function of(rule, unit) {
    const [base, plus] = (rule || "").split(" "), day = unit && unit.profile[base];
    return plus && dates.isDate(day) ? rules.add(day, plus) : "";
  }

  /** How it is counted: 集中整改起始日加2个月. @param {string} rule */
  function words(rule) {
    const [base, plus] = rule.split(" ");
    return `${BASES[base]}加${plus.slice(0, -1)}${LENGTHS[plus.slice(-1)]}`;
  }

  /**
   * What is entered, with the days that follow from the unit where nobody entered one.
   * @param {Catalogue} known @param {Map<string, Tick>} ticks @param {Unit | null} unit
   */
  function withReckoned(known, ticks, unit) {
    const all = new Map(ticks);
    for (const { items } of known.lists) {
      for (const { id, by } of items) {
        const due = of(by, unit), tick = ticks.get(id) || /** @type {Tick} */ (records.normalizeTick(null));
        if (due && !tick.due) all.set(id, { ...tick, due });
      }
    }
    return all;
  }

  Qingdan.lib.itemDues = { of, words, withReckoned };
})();
