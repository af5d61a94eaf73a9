// @ts-check
/**
 * Nothing stays collapsed on paper: what is closed in the article is opened before printing and closed again
 * afterwards. Without scripts print.css does it, but only since Chromium 131.
 *
 * The foot says where the page is from, once for all of its links: on a server the whole address, from a folder the
 * path inside the site, since the drive is another one on every computer.
 */
(function () {
  "use strict";

  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  let path = ""; // of this page inside the site

  window.addEventListener("beforeprint", () => {
    /** @type {NodeListOf<HTMLDetailsElement>} */
    const closed = document.querySelectorAll("article details:not([open])");
    opened.push(...closed); // a preview may come twice before the end
    for (const details of closed) details.open = true;
    sayWhere();
  });

  function sayWhere() {
    const foot = /** @type {HTMLElement | null} */ (document.querySelector(".qd-address"));
    if (!foot) return;
    const clock = /** @type {any} */ (Qingdan).clock, now = clock ? clock.now() : new Date();
    const words = /** @type {HTMLElement} */ (foot.querySelector("span"));
    path = path || words.textContent || "";
    const address = location.protocol === "file:" ? path : location.href.replace(/[?#].*/, "");
    words.textContent = `${address}　${now.getFullYear()}年${now.getMonth() + 1}月${now.getDate()}日打印`;
  }

  window.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
    opened = [];
  });
})();
