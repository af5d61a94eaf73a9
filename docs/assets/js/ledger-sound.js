// @ts-check
/**
 * The settings of a ledger as they may be used. They come from files, too, and a file may be changed by hand: what
 * is not as it has to be counts as not chosen. Pure.
 */
(function () {
  "use strict";

  const records = Qingdan.lib.records;

  const isText = (/** @type {any} */ value) => typeof value === "string";
  const isTexts = (/** @type {any} */ value) => Array.isArray(value) && value.every(isText);
  /** @param {number} most */
  const isCount = (most) => (/** @type {any} */ value) => Number.isInteger(value) && value > 0 && value <= most;

  /**
   * @param {any} data the rules @param {string} name as in ledgerModel.SETTINGS @param {any} value from the profile
   * @returns {any} the value, or the part of it that can be used; null for nothing
   */
  function setting(data, name, value) {
    if (name === "procedure" || name === "lights" || name === "tiers") {
      const options = name === "procedure" ? data.procedures : data[name];
      return options.some((/** @type {any} */ { id }) => id === value) ? value : null;
    }
    if (name === "from") return ["start", "feedback", "end"].includes(value) ? value : null;
    if (name === "months") return isCount(60)(value) ? value : null;
    if (name === "nowDays") return isCount(366)(value) ? value : null;
    if (name === "leadLimit") return isCount(999)(value) ? value : null;
    if (name === "rebound") return Array.isArray(value) ? value.filter(isCount(60)) : null;
    if (name === "off") return Array.isArray(value) ? value.filter(isText) : null;
    if (name === "mappings") return Array.isArray(value) ? value.filter((one) => records.isPlain(one) && isTexts(one.headings) && isTexts(one.ids)) : null;
    if (name === "totals") return only(value, (count) => Number.isInteger(count) && count >= 0);
    return name === "lightRules" ? only(value, (rules) => Array.isArray(rules) && rules.every((rule) => isLightRule(data, rule))) : null;
  }

  /** @param {any} value @param {(one: any) => boolean} fits */
  function only(value, fits) {
    return records.isPlain(value) ? Object.fromEntries(Object.entries(value).filter(([, one]) => fits(one))) : null;
  }

  /** @param {any} data @param {any} rule */
  function isLightRule(data, rule) {
    if (!records.isPlain(rule) || !isText(rule.word) || !data.icons[rule.light]) return false;
    const when = rule.when ?? {};
    return records.isPlain(when) && isTexts(when.state ?? []) && isTexts(when.time ?? []) && (when.days_below ?? 0) === Number(when.days_below ?? 0);
  }

  Qingdan.lib.ledgerSound = { setting };
})();
