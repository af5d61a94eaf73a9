// @ts-check
/**
 * What stands in a cell → what the ledger stores: names, numbered measures, lists, choices, numbers.
 *
 * @typedef {{value: any, note: string, ask: string, choices: {value: string, label: string}[]}} ReadValue
 *   note: how it was read, where that needs telling; ask: why people have to decide, "" where they need not;
 *   choices: what they may mean
 */
(function () {
  "use strict";

  const { ledgerModel, ledgerLikeness: { likeness }, names: nameLists, sheetNumerals } = Qingdan.lib;

  const CHINESE = "[一二三四五六七八九十]{1,3}";
  const CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";
  /** How entries are numbered inside a cell: the mark, its number in the first group. @type {RegExp[]} */
  const MARKS = [
    /(\d{1,3})[.．、](?![\d])/g, /[（(](\d{1,3})[)）]、?/g, /(\d{1,3})[)）]/g, /([①-⑳])/g,
    new RegExp(`[（(](${CHINESE})[)）]、?`, "g"), new RegExp(`(${CHINESE})、`, "g"),
    new RegExp(`第(${CHINESE})[，,、：:]`, "g"), new RegExp(`(${CHINESE})是(?!否)`, "g"),
  ];
  const LINED = /^[ \t]*(\d{1,3})[.．、]/gm;
  const BRACKETED = /^[（(]/; // in "（1）甲（2）乙" the second needs nothing before it
  const BOUNDARY = /[\s；;。.：:，,！!？?]/;
  const CUT = "……（太长，没有写全）"; // how a cell ends that a workbook could not hold
  const LABEL = /^[^，。；,;]{0,14}[：:]$/;
  const CLOSE = 0.5; // alike enough to be asked about

  /** @param {any} value @param {string} [note] @returns {ReadValue} */
  function certain(value, note = "") {
    return { value, note, ask: "", choices: [] };
  }

  /**
   * The entries of a cell that numbers them, wherever they stand; the whole text where it does not.
   * @param {string} text @returns {{items: string[], lead: string}} lead: what stood before the first, and went into it
   */
  function split(text) {
    const whole = text.trim();
    /** @type {{at: number, end: number}[]} */
    let best = sequence(whole, LINED);
    // Where every line has its number, 1.14 处 is the first, 14 处.
    if (best.length < 2 || best.length < whole.split("\n").filter((line) => line.trim()).length) best = [];
    for (const mark of MARKS) {
      const found = sequence(whole, mark);
      if (found.length && (!best.length || found[0].at < best[0].at)) best = found;
    }
    if (!best.length || (best.length === 1 && best[0].at > 0)) return { items: whole ? [whole] : [], lead: "" };
    const lead = whole.slice(0, best[0].at).trim();
    const items = best.map(({ end }, at) => whole.slice(end, at + 1 < best.length ? best[at + 1].at : undefined).trim().replace(/[；;，,]+$/, ""));
    if (lead && !LABEL.test(lead)) items[0] = `${lead}${items[0]}`;
    return { items: items.filter(Boolean), lead };
  }

  /** The marks 1, 2, 3 … of one kind, in order. @param {string} text @param {RegExp} mark @returns {{at: number, end: number}[]} */
  function sequence(text, mark) {
    /** @type {{at: number, end: number}[]} */
    const found = [];
    for (const match of text.matchAll(mark)) {
      const at = match.index || 0, circled = CIRCLED.indexOf(match[1]);
      const number = circled >= 0 ? circled + 1 : sheetNumerals.number(match[1]);
      if (number === found.length + 1 && (circled >= 0 || at === 0 || BOUNDARY.test(text[at - 1]) || (BRACKETED.test(match[0]) && found.length > 0 && found[0].at === 0))) found.push({ at, end: at + match[0].length });
    }
    return found;
  }

  /** The lines of a cell without their numbers: in "1.8月底" and below it "2.9月底" the point is none of the date. @param {string} text */
  function lines(text) {
    const found = text.split("\n").map((line) => line.trim()).filter(Boolean);
    const bare = found.map((line, at) => line.replace(new RegExp(`^[（(]?${at + 1}[.．、)）]\\s*`), ""));
    return found.length > 1 && bare.every((line, at) => line !== found[at]) ? bare : found;
  }

  /**
   * Names in their order; a note in brackets stays with its name.
   * @param {string} text @param {boolean} ours written by this kit @returns {ReadValue}
   */
  function readNames(text, ours) {
    if (ours) return certain(nameLists.apart(text));
    const { names, more } = nameLists.parse(text);
    const value = names.map((/** @type {any} */ one) => nameLists.format({ names: [one], more: false }));
    return certain(value, more ? "末尾写了“等”，没有写出是谁" : "");
  }

  /** @param {string} text @param {boolean} ours @returns {ReadValue} */
  function readList(text, ours) {
    const lines = ours ? text.split("\n") : split(text).items.flatMap((item) => item.split(/[\n；;]/));
    return certain(lines.map((line) => line.trim()).filter(Boolean));
  }

  /** @param {string} group of ledger.yml @param {string} text @returns {ReadValue} */
  function readChoice(group, text) {
    const id = ledgerModel.choiceOf(group, text);
    if (id || !text.trim()) return certain(id);
    const options = ledgerModel.choices(group).map((/** @type {LedgerChoice} */ one) => ({ value: one.id, label: one.label }));
    const alike = options.filter((/** @type {{label: string}} */ { label }) => likeness(label, text) >= CLOSE || text.includes(label));
    return { value: "", note: "", ask: `“${shortened(text)}”不在选项里`, choices: alike.length ? alike : options };
  }

  /** @param {string} text @returns {ReadValue} */
  function readNumber(text) {
    const number = Number(text.normalize("NFKC").replace(/[,\s]/g, ""));
    return text.trim() === "" ? certain(null) : Number.isFinite(number) ? certain(number) : { value: null, note: "", ask: `“${shortened(text)}”不是数字`, choices: [] };
  }

  /** @param {string} text */
  function shortened(text) {
    const line = text.replace(/\s+/g, " ").trim();
    return line.length > 30 ? `${line.slice(0, 30)}…` : line;
  }

  Qingdan.lib.sheetValues = { CUT, split, lines, readNames, readList, readChoice, readNumber, shortened };
})();
