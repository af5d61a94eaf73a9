// @ts-check
/** The paper of a wall sheet. @page follows no class, so the choice of A4 is a style of its own in the head. */
(function () {
  "use strict";

  const A4 = '@page { size: A4 landscape; margin: 9mm 8mm 11mm; @bottom-center { content: "第 " counter(page) " 页 共 " counter(pages) " 页"; } }';

  /** @param {HTMLElement} element */
  function start(element) {
    const form = /** @type {HTMLFormElement} */ (element);
    const paper = /** @type {HTMLSelectElement} */ (form.elements.namedItem("paper"));
    const style = document.createElement("style");

    function choose() {
      style.textContent = paper.value === "a4" ? A4 : "";
      document.documentElement.dataset.paper = paper.value;
    }

    document.head.append(style);
    paper.addEventListener("change", choose);
    form.addEventListener("submit", (event) => event.preventDefault());
    /** @type {HTMLElement} */ (form.querySelector("[data-print]")).addEventListener("click", () => window.print());
    Qingdan.lib.smallType.note(form);
    choose(); // browsers put back what was chosen before a reload
  }

  Qingdan.register("duty-sheet", start);
})();
