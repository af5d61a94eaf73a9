// @ts-check
/**
 * Sheets of a pack that the page brings finished: forms, filled in where wanted, and the duty matrix. They stand in
 * templates; whose, which and of which day is put in here. Without explanations, sources are left out.
 */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);

  const CONVENTION = "本工具约定";

  /**
   * Sheets that lie across go into a pack only where pages may differ: Chromium 85 and newer. Older ones claim to
   * know `page` too; what both learnt in that version tells them apart.
   */
  const acrossWorks = CSS.supports("content-visibility", "auto");

  /** Before Chromium 108 (dvh) a row cannot be kept with the next one. */
  const rowsKeep = CSS.supports("height", "1dvh");

  /**
   * Without a unit nothing is filled in.
   * @param {HTMLTemplateElement} template @param {PaperOptions} options @param {Unit | null} unit @param {Map<string, Tick>} filled
   */
  function build(template, options, unit, filled) {
    const { readySheet: id = "", kind = "", title = "", across } = template.dataset;
    const leaf = h("section", { class: across === undefined ? "qd-leaf" : "qd-leaf qd-leaf--across", id: `sheet-${id}`, "data-sheet": id, "data-kind": kind },
      template.content.cloneNode(true));
    const running = Qingdan.lib.printSheets.running(title, options);
    for (const part of ["unit", "name", "date"]) leaf.querySelector(`[data-sheet-${part}]`).textContent = running[part];
    // A heading only in the pack: the page itself has none of these.
    const heading = leaf.querySelector("[data-sheet-title]");
    heading.replaceWith(h("h2", { class: heading.className || null }, heading.textContent));
    const cited = sources(leaf, options.long), basis = leaf.querySelector("[data-basis]");
    const { runningRow, titleRow } = Qingdan.lib.printSheets;
    if (basis && options.long) basis.tHead.prepend(runningRow(title, 2, options), titleRow(basis.dataset.basis, 2));
    else if (basis) basis.remove();
    if (options.long && cited.size) leaf.append(Qingdan.lib.printSheets.notes(title, cited, options));
    if (unit) {
      for (const field of /** @type {FormField[]} */ (Qingdan.lib.form.fieldsOf(leaf))) {
        field.show(Qingdan.lib.form.wordsOf(filled.get(field.id), unit, field.prefill));
      }
    }
    holdHeadings(leaf);
    return leaf;
  }

  /** What is cited; where sources are not wanted, only the mark of this kit's own choices stays. @param {HTMLElement} leaf @param {boolean} wanted */
  function sources(leaf, wanted) {
    const cited = new Set(/** @type {string[]} */ ([]));
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (leaf.querySelectorAll("[data-cites]"))) {
      if (wanted) (place.dataset.cites || "").split(" ").filter(Boolean).forEach((source) => cited.add(source));
      else place.textContent = (place.textContent || "").includes(CONVENTION) ? `〔${CONVENTION}〕` : "";
    }
    return cited;
  }

  /** A heading within a table and the first row under it become one row, where nothing else keeps them on one page. @param {HTMLElement} leaf */
  function holdHeadings(leaf) {
    if (rowsKeep) return;
    for (const heading of leaf.querySelectorAll(".qd-leaf__part")) {
      const first = heading.nextElementSibling, table = heading.closest("table");
      if (!first || !table) continue;
      const columns = table.querySelector("colgroup");
      const held = h("tr", { class: "qd-leaf__held" }, h("td", { colspan: first.children.length },
        h("table", { class: table.className, role: "presentation" }, columns && columns.cloneNode(true), h("tbody"))));
      heading.replaceWith(held);
      held.querySelector("tbody").append(heading, first);
    }
  }

  Qingdan.lib.printReady = { build, acrossWorks, holdHeadings };
})();
