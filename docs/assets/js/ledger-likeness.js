// @ts-check
/** When two numbers, two classes, or the words of two problems, are the same, and how alike two texts are. Pure functions. */
(function () {
  "use strict";

  const { ledgerModel } = Qingdan.lib;

  const ALIKE = 0.3; // less than this, two texts are hardly one problem

  const NUMERAL = "[一二三四五六七八九十百零两]+", UNIT = "(?:个|项|条)(?:具体|突出|主要)?(?:问题)?";
  const GROUP_MARK = new RegExp(`^(?:第?${NUMERAL}(?:方面|部分)?[、.:]|\\((?:${NUMERAL}|\\d{1,2})\\)、?|\\d{1,2}[、.](?!\\d))`);
  const GROUP_COUNT = new RegExp(`[(](?:共|计)?(?:(\\d+)(?:${UNIT})?|(${NUMERAL})${UNIT})[)]$|[,:—-]?(?:共|计)?(\\d+|${NUMERAL})${UNIT}$|(?<=类|方面)[,:—-](\\d+)$`);

  /** A number as it is compared: 1、 is 1, but 1.1 is not 11, and 3（2） is not 3. @param {string} text */
  function numberKey(text) {
    return String(text || "").normalize("NFKC").replace(/\s/g, "").replace(/[、,.。:]+$/, "");
  }

  /** Words as they are compared: white space and the last full stop do not count, brackets do. @param {string} text */
  function wordsKey(text) {
    return String(text || "").normalize("NFKC").replace(/\s/g, "").replace(/[。.;,、]+$/, "");
  }

  /**
   * The name of a class or an aspect, and how many problems it says it has: （一）学习类（3个） is 学习类, 3.
   * @param {string} text @returns {{name: string, count: string}} count: as it is written, "" for none
   */
  function groupParts(text) {
    const spaced = String(text || "").trim().replace(/^[①-⑳]\s*/, "").replace(/(类|方面)\s+(?=\d+$)/, "$1,"); // 学习类 3 has three, 问题类3 is the third
    const whole = spaced.normalize("NFKC").replace(/\s/g, ""), numbered = whole.replace(GROUP_MARK, "");
    const bare = numbered || whole, found = GROUP_COUNT.exec(bare), name = found ? bare.slice(0, found.index) : bare;
    return name ? { name, count: found ? found.slice(1).find(Boolean) || "" : "" } : { name: whole, count: "" };
  }

  /** A class or an aspect as it is compared: neither its number nor its count, nor 类 or 方面 at its end. @param {string} text */
  function groupKey(text) {
    const { name } = groupParts(text);
    return name.replace(/(类|方面)(存在)?的?(突出|主要|具体)?(问题)?$/, "") || name;
  }

  /** The pairs of neighbouring characters. @param {string} text @returns {string[]} */
  function pairs(text) {
    return [...text].slice(1).map((_, at) => text.slice(at, at + 2));
  }

  /** How alike two names are, 0 to 1: pairs of neighbouring characters that both have. @param {string} a @param {string} b */
  function likeness(a, b) {
    const [left, right] = [a, b].map((one) => ledgerModel.plain(one));
    if (!left || !right) return 0;
    if (left === right) return 1;
    const theirs = pairs(right), ours = pairs(left), count = ours.length + theirs.length;
    const shared = ours.filter((pair) => {
      const at = theirs.indexOf(pair);
      if (at >= 0) theirs.splice(at, 1);
      return at >= 0;
    }).length;
    return count ? (2 * shared) / count : 0;
  }

  /** Whether two texts may be the same one, changed: one holds the other, or they share enough. @param {string} a @param {string} b */
  function isAlike(a, b) {
    const [left, right] = [wordsKey(a), wordsKey(b)];
    return left === right || Boolean(left && right && (left.includes(right) || right.includes(left))) || likeness(a, b) >= ALIKE;
  }

  Qingdan.lib.ledgerLikeness = { numberKey, wordsKey, groupParts, groupKey, pairs, likeness, isAlike };
})();
