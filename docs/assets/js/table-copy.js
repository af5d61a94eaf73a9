// @ts-check
/**
 * A table on the clipboard, which WPS and Excel take cell by cell, in a text as in a sheet. The clipboard API is
 * missing on a plain http:// name; what the page hands over when something is copied works everywhere.
 */
(function () {
  "use strict";

  /**
   * @param {Column[]} columns @param {any[]} rows
   * @returns {boolean} whether the browser has taken it
   */
  function copy(columns, rows) {
    const cells = [columns.map(({ title }) => title), ...rows.map((row) => columns.map((column) => String(column.value(row) ?? "")))];
    const html = `<table>${cells.map((row) => `<tr>${row.map((one) => `<td>${escaped(one)}</td>`).join("")}</tr>`).join("")}</table>`;
    const plain = cells.map((row) => row.map((one) => one.replace(/[\t\r\n]+/g, " ")).join("\t")).join("\r\n");
    let handed = false;
    /** @param {ClipboardEvent} event */
    const hand = (event) => {
      if (!event.clipboardData) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      event.clipboardData.setData("text/html", html);
      event.clipboardData.setData("text/plain", plain);
      handed = true;
    };
    document.addEventListener("copy", hand, true);
    try {
      return document.execCommand("copy") && handed;
    } finally {
      document.removeEventListener("copy", hand, true);
    }
  }

  /** @param {string} words */
  function escaped(words) {
    return words.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  Qingdan.lib.tableCopy = { copy };
})();
