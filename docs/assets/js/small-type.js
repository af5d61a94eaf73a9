// @ts-check
/**
 * Sheets that hold much are printed in small type. Chromium up to 117, where it speaks Chinese, draws no type under
 * 12 px, on paper neither, and a sheet becomes two. The printer's dialog can help, and a note says how.
 */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);
  const SMALLEST = 9.4; // px, 7 pt

  /** The size below which this browser draws no type, in px; 0 for none. @returns {number} */
  function limit() {
    const probe = document.body.appendChild(h("span", { "aria-hidden": "true" }));
    probe.style.fontSize = "1px";
    const size = parseFloat(getComputedStyle(probe).fontSize);
    probe.remove();
    return size > 1 ? size : 0;
  }

  /** Put the note after the tools, where it is needed. @param {Element} tools */
  function note(tools) {
    const size = limit();
    if (size <= SMALLEST) return;
    const scale = Math.floor((SMALLEST / size) * 20) * 5;
    tools.after(h("p", { class: "qd-note qd-small-type" }, `这个浏览器不让字小于 ${size} 像素，一张会印成两张：在打印窗口的“更多设置”里把“缩放”设为 ${scale}，就是一张。`));
  }

  Qingdan.lib.smallType = { limit, note };
})();
