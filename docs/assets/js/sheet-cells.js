// @ts-check
/**
 * A cell of a table → the value of a column. Where there is more than one reading, or none, the draft gets a
 * question, which is answered by its key.
 *
 * @typedef {{key: string, row: number, column: string, text: string, reason: string, choices: {value: string, label: string}[], yearless?: boolean}} Ask
 *   an answer is a day or the id of an option; "" leaves the cell empty; yearless: the year would answer it
 * @typedef {{ours: boolean, answers: Map<string, string>, ids: string[], context: DeadlineContext}} Shared what all
 *   rows of a table share; ours: written by this kit; ids: the columns that the table has
 */
(function () {
  "use strict";

  const { ledgerModel, sheetDeadline, sheetValues, sheetWhole } = Qingdan.lib;

  /**
   * The value of a cell; what is not clear becomes a question of the draft.
   * @param {Draft} draft @param {Cell} cell @param {LedgerColumn} column @param {number} row @param {Shared} shared
   * @param {{values?: LedgerValues, place?: string}} [where] of a measure @returns {any}
   */
  function readCell(draft, cell, column, row, shared, { values = draft.problem.values, place = "" } = {}) {
    const text = cell.text.replace(/\r\n?/g, "\n").trim(), key = `${row}:${column.id}${place}`;
    if (column.type === "date") return readDate(draft, cell, column, row, key, shared, values);
    if (column.type === "text") return text;
    if (column.type === "names") return told(draft, sheetValues.readNames(text, shared.ours), column, row, key, text, shared);
    if (column.type === "list") return sheetValues.readList(text, shared.ours).value;
    if (column.type === "number") return told(draft, sheetValues.readNumber(text), column, row, key, text, shared);
    const group = column.choices || "", word = askedWord(group, text);
    if (word) return readAsked(draft, column, row, text, word, shared);
    const short = /state$/i.test(column.id) ? stateOf(group, text) : "";
    if (short && !ledgerModel.choiceOf(group, text)) {
      draft.notes.push({ row, column: column.id, text: `“${sheetValues.shortened(text)}”读作“${ledgerModel.labelOf(group, short, true)}”` });
      if (column.id === "state" && !shared.ids.includes("progress")) draft.problem.values.progress = text;
    }
    return short || told(draft, sheetValues.readChoice(group, text), column, row, key, text, shared);
  }

  /** The state that the first words name: 已完成，并建立了制度. @param {string} group @param {string} text */
  function stateOf(group, text) {
    return ledgerModel.choiceOf(group, text) || ledgerModel.choiceOf(group, text.split(/[，。；,;\n（(]/)[0]);
  }

  /** The word in front that may mean a state, and may not: a measure that is done is no problem that is closed. @param {string} group @param {string} text @returns {string} "" for none */
  function askedWord(group, text) {
    const known = ledgerModel.choices(group).flatMap((/** @type {LedgerChoice} */ { asked }) => asked).map(ledgerModel.plain);
    return known.find((/** @type {string} */ word) => [text, text.split(/[，。；,;\n（(]/)[0]].some((one) => ledgerModel.plain(one) === word)) || "";
  }

  /** What 已完成 may mean of a problem, by the state that it is then. @type {Record<string, string>} */
  const MEANT = { open: "还在改", review: "办完了，等领导审查", confirm: "办完了，等办公室认定", closed: "已经销号" };

  /** What a word means is asked once for the whole table: sheet-import.js puts the equal questions together. @param {Draft} draft @param {LedgerColumn} column @param {number} row @param {string} text @param {string} word @param {Shared} shared */
  function readAsked(draft, column, row, text, word, { answers, ids }) {
    const key = `*:${column.id}:${word}`;
    if (!ids.includes("progress") && ledgerModel.plain(text) !== word) draft.problem.values.progress = text;
    const choices = ledgerModel.choices(column.choices || "").filter(({ id }) => MEANT[id]).map(({ id, label }) => ({ value: id, label: `${MEANT[id]}：${label}` })).reverse();
    return sheetWhole.put(draft, { key, row, column: column.id, text: word, reason: "表里的这个说法，是已经销号，还是办完了、还没有销号", choices }, answers) || "";
  }

  /** @param {Draft} draft @param {ReadValue} read @param {LedgerColumn} column @param {number} row @param {string} key @param {string} text @param {Shared} shared */
  function told(draft, read, column, row, key, text, { answers }) {
    if (read.note) draft.notes.push({ row, column: column.id, text: read.note });
    if (!read.ask) return read.value;
    const answer = answers.get(key);
    if (answer !== undefined) return column.type === "number" ? (answer === "" ? null : Number(answer)) : answer;
    draft.asks.push({ key, row, column: column.id, text, reason: read.ask, choices: read.choices });
    return read.value;
  }

  /** @param {Draft} draft @param {Cell} cell @param {LedgerColumn} column @param {number} row @param {string} key @param {Shared} shared @param {LedgerValues} values @returns {string} */
  function readDate(draft, cell, column, row, key, shared, values) {
    const read = sheetDeadline.read(cell, shared.context), text = cell.text.trim(), original = `${column.id}Text`;
    const answer = shared.answers.get(key);
    // The words stay beside the day, so that the check of the ledger sees how coarse they were.
    const isDeadline = Boolean(ledgerModel.column(original));
    if (isDeadline && !shared.ids.includes(original) && (read.precision !== "day" || read.timeClass) && read.kind !== "empty") values[original] = text;
    if (read.note) draft.notes.push({ row, column: column.id, text: read.note });
    if (read.timeClass && column.id === "due" && !values.timeClass && !shared.ids.includes("timeClass")) {
      values.timeClass = read.timeClass;
      draft.notes.push({ row, column: "timeClass", text: `时限里写了“${ledgerModel.labelOf("timeClass", read.timeClass)}”，记为时限类` });
    }
    if (read.kind !== "ask") return read.date;
    if (answer !== undefined) return answer;
    const several = severalDays(text, shared), choices = [...read.candidates, ...several].map(({ date, label }) => ({ value: date, label }));
    const reason = several.length > 1 ? `写了 ${several.length} 个日期，取哪一个` : read.reason;
    draft.asks.push({ key, row, column: column.id, text, reason, choices, ...(read.yearless && { yearless: true }) });
    return "";
  }

  /** The days of a cell that holds several, to choose from. @param {string} text @param {Shared} shared @returns {DeadlineCandidate[]} */
  function severalDays(text, { context }) {
    const lines = sheetValues.lines(text), parts = lines.length > 1 ? lines : sheetValues.split(text).items;
    const days = parts.length > 1 ? parts.map((part) => sheetDeadline.read({ type: "text", text: part }, context).date).filter(Boolean) : [];
    return [...new Set(days)].map((date) => ({ date, label: date }));
  }

  Qingdan.lib.sheetCells = { readCell, stateOf, askedWord };
})();
