// @ts-check
/**
 * Chinese numerals: 二〇二六年八月三十一日 as it is written in documents, and the numbers in front of entries.
 */
(function () {
  "use strict";

  const DIGITS = "〇一二三四五六七八九";
  /** @type {Record<string, number>} */
  const OTHERS = { 零: 0, "○": 0, Ｏ: 0, O: 0, 两: 2, 廿: 20, 卅: 30 };
  const NUMERAL = "[〇零○O一二三四五六七八九十廿卅两]";

  /** The number of 三十一, 十, 二〇二六, 一百零二; NaN for anything else. @param {string} text */
  function number(text) {
    if (/^\d+$/.test(text)) return Number(text);
    const values = [...text].map((one) => (DIGITS.includes(one) ? DIGITS.indexOf(one) : OTHERS[one]));
    if (!/[十百廿卅]/.test(text)) return values.length && values.every((one) => one !== undefined) ? Number(values.join("")) : NaN;
    const found = /^(?:([一二三四五六七八九])百零?)?(?:([一二三四五六七八九]?)十|(廿|卅))?([一二三四五六七八九]?)$/.exec(text);
    if (!found || !text) return NaN;
    const tens = found[3] ? OTHERS[found[3]] / 10 : found[2] === undefined ? 0 : found[2] ? DIGITS.indexOf(found[2]) : 1;
    return (found[1] ? DIGITS.indexOf(found[1]) * 100 : 0) + tens * 10 + (found[4] ? DIGITS.indexOf(found[4]) : 0);
  }

  /** The text with Arabic digits wherever a numeral stands before a unit of time. @param {string} text */
  function arabic(text) {
    const units = new RegExp(`(${NUMERAL}+)(?=个?(年|月|日|号|季度|天|周|星期|工作日))`, "g");
    return text.replace(units, (all) => (Number.isNaN(number(all)) ? all : String(number(all))));
  }

  Qingdan.lib.sheetNumerals = { number, arabic };
})();
