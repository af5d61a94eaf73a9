// @ts-check
/**
 * Up to which day a table tells how things stand: 截至8月31日 in its titles or headings. The year is read as that of
 * other days without one, and never guessed.
 *
 * @typedef {{date: string, text: string, note: string}} AsOf date: "" where none is written, or none is certain;
 *   text: as it is written; note: how it was read, or why not
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { sheetDeadline, sheetNumerals } = Qingdan.lib;

  const WRITTEN = /截[至止]到?((?:\d{4}年)?\d{1,2}月(?:份?[上中下]旬|份?[底末]|\d{1,2}[日号])|\d{4}[.\/-]\d{1,2}[.\/-]\d{1,2}|\d{1,2}\.\d{1,2}(?![\d.]))/g;
  const OTHER = /(期限|时限|整改期?|报名|申报)[:为是]?$/; // what ends on that day, and is no report of it
  const COLUMNS = ["state", "progress", "measureState", "closedOn", "measureDoneOn"];

  /** Whether a table tells how things stand at all. @param {Head} head */
  function isAsked(head) {
    return head.ids.some((id) => COLUMNS.includes(id));
  }

  /** @param {Grid} grid @param {Head} head @param {DeadlineContext} context of its deadlines @returns {AsOf} */
  function read(grid, head, context) {
    const titles = grid.rows.slice(0, head.top).map((row) => row.cells.map(({ text }) => text).join(" "));
    const texts = [grid.name, ...titles, ...head.headings].map((text) => sheetNumerals.arabic(text.normalize("NFKC").replace(/\s+/g, "")));
    const found = [...new Set(texts.flatMap((text) => [...text.matchAll(WRITTEN)].filter(({ index = 0 }) => !OTHER.test(text.slice(0, index))).map(([, day]) => day)))];
    if (!found.length) return { date: "", text: "", note: "" };
    const days = found.map((text) => sheetDeadline.read({ type: "text", text }, context)), [first] = days, text = `截至${found[0]}`;
    if (new Set(days.map(({ date }) => date)).size > 1) return { date: "", text, note: `表里写了几个日子：${found.join("、")}` };
    return { date: first.date, text, note: first.kind === "day" ? first.note : first.reason };
  }

  /** The day that counts, "" for today: what people chose, else what is written, unless it is still to come. @param {Head} head @param {AsOf} told @param {string | null} chosen */
  function dayOf(head, { date }, chosen) {
    if (!isAsked(head)) return "";
    return chosen === null ? (date > dates.today() ? "" : date) : chosen;
  }

  Qingdan.lib.sheetAsof = { isAsked, read, dayOf };
})();
