// @ts-check
/** A piece of a page on the clipboard, as if people had selected and copied it: works without a secure context. */
(function () {
  "use strict";

  /** @param {string} html @param {string} text @returns {boolean} whether the browser has taken it */
  function copy(html, text) {
    let handed = false;
    const hand = (/** @type {ClipboardEvent} */ event) => {
      if (!event.clipboardData) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      event.clipboardData.setData("text/html", html);
      event.clipboardData.setData("text/plain", text);
      handed = true;
    };
    document.addEventListener("copy", hand, true);
    try {
      return document.execCommand("copy") && handed;
    } finally {
      document.removeEventListener("copy", hand, true);
    }
  }

  /** The words of an element, cells of a row parted by tabs. @param {HTMLElement} element @returns {string} */
  function textOf(element) {
    const rows = [...element.querySelectorAll("h1, p, tr")].map((one) => (one.tagName === "TR"
      ? [...one.children].map((cell) => (cell.textContent || "").replace(/[\t\r\n]+/g, " ")).join("\t") : one.textContent || ""));
    return rows.join("\r\n");
  }

  Qingdan.lib.ledgerCopy = { copy, copyElement: (/** @type {HTMLElement} */ element) => copy(element.innerHTML, textOf(element)) };
})();
