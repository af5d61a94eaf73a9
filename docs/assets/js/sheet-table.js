// @ts-check
/**
 * Problems as the rows of a table, for workbooks, CSV and the clipboard: in the columns of this kit, or in those
 * of the table that the unit pasted.
 *
 * @typedef {{id: string, heading: string}} LayoutColumn id: "" for a column of the unit's own
 * @typedef {{id: string, text: string, date: string, number: number | null}} TableCell text: what is shown; date, number:
 *   where it is one
 * @typedef {{problem: string, measure: string, cells: TableCell[]}} TableLine the uids, and the cells
 */
(function () {
  "use strict";

  const { ledgerModel, files } = Qingdan.lib;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  /** The columns of this kit, and after them what units have besides. @param {FlatProblem[]} problems @param {{hidden?: boolean}} [options] @returns {LayoutColumn[]} */
  function kitLayout(problems, { hidden = false } = {}) {
    const own = new Set(problems.flatMap((problem) => Object.keys(problem.own || {})));
    const columns = ledgerModel.columns().filter((/** @type {LedgerColumn} */ one) => hidden || !one.hidden);
    return [...columns.map((/** @type {LedgerColumn} */ { id, label }) => ({ id, heading: label })), ...[...own].map((heading) => ({ id: "", heading }))];
  }

  // What a printed ledger shows: as much as a sheet of paper holds in legible letters.
  const PRINTED = ["no", "class", "text", "measure", "measureDue", "measureCurrentDue", "leaders", "units", "persons", "timeClass", "currentDue", "state", "light"];

  /** The columns of a workbook: those that are printed in front, the others behind them. @param {FlatProblem[]} problems @returns {LayoutColumn[]} */
  function bookLayout(problems) {
    const place = (/** @type {LayoutColumn} */ { id }) => (PRINTED.includes(id) ? PRINTED.indexOf(id) : PRINTED.length);
    return kitLayout(problems, { hidden: true }).sort((a, b) => place(a) - place(b));
  }

  /** The columns of a table that the unit pasted, in its order. @param {{headings: string[], ids: string[]}} mapping that sheetHead.remembered kept @returns {LayoutColumn[]} */
  function ownLayout({ headings, ids }) {
    return headings.map((heading, at) => ({ id: ledgerModel.column(ids[at]) ? ids[at] : "", heading }));
  }

  /**
   * One line a measure; but one a problem, the measures numbered in a cell, where the table says no more of them.
   * @param {FlatProblem[]} problems @param {LayoutColumn[]} layout @returns {TableLine[]}
   */
  function lines(problems, layout) {
    const measured = layout.filter(({ id }) => id && ledgerModel.column(id).level === "measure");
    const apart = measured.some(({ id }) => id !== "measure"), has = (/** @type {string} */ id) => layout.some((one) => one.id === id);
    return problems.flatMap((problem) => {
      const rows = apart ? ledgerModel.rows(problem) : [{ values: { ...problem.values, measure: numbered(problem) }, measure: "" }];
      return rows.map((/** @type {any} */ row) => ({
        problem: problem.uid, measure: row.measure,
        cells: layout.map(({ id, heading }) => (id ? cellOf(id, row.values, has) : textCell("", (problem.own || {})[heading] || ""))),
      }));
    });
  }

  /** @param {FlatProblem} problem */
  function numbered({ measures }) {
    const texts = measures.map((one) => one.values.measure || "");
    return texts.length < 2 ? texts.join("") : texts.map((text, at) => `${at + 1}.${text}`).join("\n");
  }

  /** @param {string} id @param {LedgerValues} values @param {(id: string) => boolean} has @returns {TableCell} */
  function cellOf(id, values, has) {
    const { type } = /** @type {LedgerColumn} */ (ledgerModel.column(id)), value = values[id];
    if (type === "date" && dates.isDate(value)) return { id, text: value, date: value, number: null };
    if (type === "number" && Number.isFinite(value)) return { id, text: String(value), date: "", number: value };
    // Where the words of a deadline have no column of their own, they stand in place of the day that there is not.
    const words = type === "date" && !value && !has(`${id}Text`) ? values[`${id}Text`] : "";
    return textCell(id, words || ledgerModel.cellText(id, value));
  }

  /** @param {string} id @param {string} text @returns {TableCell} */
  function textCell(id, text) {
    return { id, text, date: "", number: null };
  }

  // ── CSV and clipboard ──

  /** @param {FlatProblem[]} problems @param {LayoutColumn[]} layout */
  function csv(problems, layout) {
    return files.csv(layout.map(({ heading }, at) => ({ title: heading, value: (/** @type {TableLine} */ line) => line.cells[at].text })), lines(problems, layout));
  }

  /**
   * For the clipboard: office programs take each cell as text, and keep its lines in one cell.
   * @param {FlatProblem[]} problems @param {LayoutColumn[]} layout
   */
  function html(problems, layout) {
    const row = (/** @type {string} */ tag, /** @type {string[]} */ texts) => `<tr>${texts.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join("")}</tr>`;
    const body = lines(problems, layout).map((line) => row("td", line.cells.map((cell) => cell.text)));
    return '<meta charset="utf-8"><style>td,th{mso-number-format:"\\@";border:.5pt solid #999;vertical-align:top}br{mso-data-placement:same-cell}</style>'
      + `<table>${row("th", layout.map(({ heading }) => heading))}${body.join("")}</table>`;
  }

  /** @param {string} text */
  function escaped(text) {
    const safe = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
    return safe.replace(/\r\n?|\n/g, "<br>").replace(/ {2,}/g, (spaces) => "&nbsp;".repeat(spaces.length)).replace(/\t/g, " ");
  }

  Qingdan.lib.sheetTable = { PRINTED, kitLayout, bookLayout, ownLayout, lines, csv, html };
})();
