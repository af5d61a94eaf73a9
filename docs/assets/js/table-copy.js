// @ts-check
/**
 * A table, or a piece of a page, on the clipboard: WPS and Excel take it cell by cell, in a text as in a sheet. The
 * clipboard API is missing on a plain http:// name; what the page hands over when something is copied works everywhere.
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
    return hand(html, cells.map((row) => row.map(flat).join("\t")).join("\r\n"));
  }

  /** A piece of a page, as if people had selected it. @param {HTMLElement} element @returns {boolean} */
  function copyElement(element) {
    const rows = [...element.querySelectorAll("h1, p, tr")].map((one) => (
      one.tagName === "TR" ? [...one.children].map((cell) => flat(cell.textContent || "")).join("\t") : one.textContent || ""));
    return hand(element.innerHTML, rows.join("\r\n"));
  }

  /** @param {string} words */
  function flat(words) {
    return words.replace(/[\t\r\n]+/g, " ");
  }

  /** @param {string} html @param {string} plain @returns {boolean} */
  function hand(html, plain) {
    let handed = false;
    /** @param {ClipboardEvent} event */
    const give = (event) => {
      if (!event.clipboardData) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      event.clipboardData.setData("text/html", html);
      event.clipboardData.setData("text/plain", plain);
      handed = true;
    };
    document.addEventListener("copy", give, true);
    try {
      return document.execCommand("copy") && handed;
    } finally {
      document.removeEventListener("copy", give, true);
    }
  }

  /** @param {string} words */
  function escaped(words) {
    return words.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  Qingdan.lib.tableCopy = { copy, copyElement };
})();
