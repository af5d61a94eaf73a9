// @ts-check
/**
 * The index of the lists: a filter that stands in the URL, and how far the current unit is with each list.
 */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);
  const match = /** @type {SearchMatch} */ (Qingdan.lib.search);
  const { store, currentUnit, progress, addressFilter } = Qingdan.lib;

  const PAUSE = 60; // ms in which several changes become one drawing
  const FIELDS = ["word", "role", "stage", "kind"];

  // ── Filter ──

  /** @param {HTMLElement} element */
  function startFilter(element) {
    const form = /** @type {HTMLFormElement} */ (element);
    const sections = [...document.querySelectorAll("section[data-side]")].map((section) => ({
      section: /** @type {HTMLElement} */ (section), side: section.getAttribute("data-side"), rows: rowsOf(section),
    }));
    const all = sections.reduce((sum, { rows }) => sum + rows.length, 0);

    /** @param {Chosen} chosen @param {boolean} filtered */
    function draw({ word, role, stage, kind }, filtered) {
      const words = match.wordsOf(word);
      let shown = 0;
      for (const { section, side, rows } of sections) {
        let left = 0;
        for (const { row, text, roles, stage: own } of rows) {
          const fits = (!kind || kind === side) && (!role || roles.includes(role)) && (!stage || stage === own)
            && words.every((one) => text.includes(one));
          row.hidden = !fits;
          if (fits) left++;
        }
        section.hidden = left === 0;
        shown += left;
      }
      if (!filtered) return `共 ${all} 份清单`;
      return shown ? `${all} 份里有 ${shown} 份符合` : "没有符合的清单，请放宽条件";
    }

    addressFilter.start(form, { fields: FIELDS, text: "word", draw });
  }

  /** @param {Element} section */
  function rowsOf(section) {
    return [...section.querySelectorAll("tr[data-list]")].map((row) => ({
      row: /** @type {HTMLElement} */ (row), text: match.fold([...row.children].map((cell) => cell.textContent).join("\n")),
      roles: (row.getAttribute("data-roles") || "").split(" "), stage: row.getAttribute("data-stage"),
    }));
  }

  // ── Progress ──

  /** @param {HTMLElement} element */
  async function startProgress(element) {
    const heads = element.querySelector("thead tr");
    const rows = [...element.querySelectorAll("tr[data-list]")].map((row) => {
      const cell = h("td", { class: "qd-list-index__progress" });
      row.append(cell);
      const items = (row.getAttribute("data-items") || "").split(" ").map((id) => ({ id }));
      return { cell, items, title: (row.querySelector("a") || row).textContent || "" };
    });
    if (heads) heads.append(h("th", { scope: "col" }, "进度"));

    async function draw() {
      const unit = await currentUnit.get(), ticks = unit ? await store.ticks(unit.uid) : new Map();
      for (const { cell, items, title } of rows) {
        const far = progress.of(items, ticks);
        cell.textContent = "";
        cell.append(far.begun ? progress.view(far, title) : h("span", { class: "qd-none" }, "还没开始"));
      }
    }

    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let waiting;
    store.subscribe(() => {
      clearTimeout(waiting);
      waiting = setTimeout(() => draw().catch((error) => console.error("Qingdan: list-progress", error)), PAUSE);
    });
    await draw();
  }

  Qingdan.register("list-filter", startFilter);
  Qingdan.register("list-progress", startProgress);
})();
