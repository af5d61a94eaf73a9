// @ts-check
/**
 * A table on the clipboard that WPS and Excel take cell by cell. The clipboard API is missing on a plain http://
 * name, so the table is laid out of sight, selected and copied.
 */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);

  /**
   * @param {Column[]} columns @param {any[]} rows
   * @returns {boolean} whether the browser has copied it
   */
  function copy(columns, rows) {
    const table = h("table", null,
      h("tr", null, columns.map((column) => h("th", null, column.title))),
      rows.map((row) => h("tr", null, columns.map((column) => h("td", null, column.value(row))))));
    const box = h("div", { class: "qd-visually-hidden" }, table);
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const selection = /** @type {Selection} */ (getSelection());
    document.body.append(box);
    selection.removeAllRanges();
    const range = document.createRange();
    range.selectNode(table);
    selection.addRange(range);
    const done = document.execCommand("copy");
    selection.removeAllRanges();
    box.remove();
    if (focused) focused.focus();
    return done;
  }

  Qingdan.lib.tableCopy = { copy };
})();
