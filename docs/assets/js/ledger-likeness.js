// @ts-check
/** When two numbers, or the words of two problems, are the same, and how alike two texts are. Pure functions. */
(function () {
  "use strict";

  const { ledgerModel } = Qingdan.lib;

  const ALIKE = 0.3; // less than this, two texts are hardly one problem

  /** A number as it is compared: 1、 is 1, but 1.1 is not 11, and 3（2） is not 3. @param {string} text */
  function numberKey(text) {
    return String(text || "").normalize("NFKC").replace(/\s/g, "").replace(/[、,.。:]+$/, "");
  }

  /** Words as they are compared: white space and the last full stop do not count, brackets do. @param {string} text */
  function wordsKey(text) {
    return String(text || "").normalize("NFKC").replace(/\s/g, "").replace(/[。.;,、]+$/, "");
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

  Qingdan.lib.ledgerLikeness = { numberKey, wordsKey, pairs, likeness, isAlike };
})();
