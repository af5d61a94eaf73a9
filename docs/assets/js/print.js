// @ts-check
/**
 * Nothing stays collapsed on paper: what is closed in the article is opened before printing and closed again
 * afterwards. Without scripts print.css does it, but only since Chromium 131.
 */
(function () {
  "use strict";

  /** @type {HTMLDetailsElement[]} */
  let opened = [];

  window.addEventListener("beforeprint", () => {
    /** @type {NodeListOf<HTMLDetailsElement>} */
    const closed = document.querySelectorAll("article details:not([open])");
    opened.push(...closed); // a preview may come twice before the end
    for (const details of closed) details.open = true;
  });

  window.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
    opened = [];
  });
})();
