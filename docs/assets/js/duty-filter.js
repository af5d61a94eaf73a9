// @ts-check
/**
 * Which tasks of the duty matrix are shown: by role, stage, part, words. The choice stands in the address. The
 * column of the chosen role is marked; its part, if one is chosen too, is that role's own.
 */
(function () {
  "use strict";

  const match = /** @type {SearchMatch} */ (Qingdan.lib.search);

  const FIELDS = ["role", "stage", "part", "word"];
  const MARK = "qd-matrix__on";

  /** @typedef {{row: HTMLElement, text: string, stage: string, cells: {role: string, part: string}[]}} Row */

  /** @param {HTMLElement} element */
  function start(element) {
    const form = /** @type {HTMLFormElement} */ (element);
    const sides = [...document.querySelectorAll("section[data-side]")].map((section) => ({
      section: /** @type {HTMLElement} */ (section),
      bodies: [...section.querySelectorAll("tbody")].map((body) => ({ body, rows: rowsOf(body) })),
    }));
    const all = [...document.querySelectorAll(".qd-matrix tr[id]")].length;
    const columns = [...document.querySelectorAll(".qd-matrix [data-role]")];
    const filter = /** @type {AddressFilter} */ (Qingdan.lib.addressFilter.start(form, { fields: FIELDS, text: "word", draw }));

    /** @param {Chosen} wanted @param {boolean} filtered */
    function draw(wanted, filtered) {
      const words = match.wordsOf(wanted.word);
      let shown = 0;
      for (const { section, bodies } of sides) {
        let ofSide = 0;
        for (const { body, rows } of bodies) {
          let left = 0;
          for (const row of rows) {
            const fits = matches(row, wanted, words);
            row.row.hidden = !fits;
            if (fits) left++;
          }
          body.hidden = left === 0;
          ofSide += left;
        }
        section.hidden = ofSide === 0;
        shown += ofSide;
      }
      for (const cell of columns) cell.classList.toggle(MARK, cell.getAttribute("data-role") === wanted.role);
      return filtered ? wordsOf(shown, wanted.role) : `共 ${all} 件事`;
    }

    /** @param {number} shown @param {string} role */
    function wordsOf(shown, role) {
      if (!shown) return "没有符合的事项，请放宽条件";
      const choice = /** @type {HTMLSelectElement} */ (form.elements.namedItem("role"));
      return `${all} 件里有 ${shown} 件符合${role ? `，“${choice.selectedOptions[0].textContent}”这一列已标出` : ""}`;
    }

    /** A link leads to a task that the filter hides: everything is shown. */
    function reveal() {
      const row = document.getElementById(location.hash.slice(1));
      if (!row || !row.hidden) return;
      filter.clear();
      row.scrollIntoView();
    }

    window.addEventListener("hashchange", reveal);
    reveal();
  }

  /** @param {Element} body @returns {Row[]} */
  function rowsOf(body) {
    const stage = body.getAttribute("data-stage") || "";
    return [...body.querySelectorAll("tr[id]")].map((row) => ({
      row: /** @type {HTMLElement} */ (row), stage,
      text: match.fold([...row.querySelectorAll("th, strong, .qd-cell-note")].map((one) => one.textContent).join("\n")),
      cells: [...row.querySelectorAll("td[data-part]")].map((cell) => ({
        role: cell.getAttribute("data-role") || "", part: cell.getAttribute("data-part") || "",
      })),
    }));
  }

  /** @param {Row} row @param {Record<string, string>} wanted @param {string[]} words */
  function matches({ text, stage, cells }, wanted, words) {
    if (wanted.stage && wanted.stage !== stage) return false;
    const found = cells.some(({ role, part }) => (!wanted.role || wanted.role === role) && (!wanted.part || wanted.part === part));
    return found && words.every((word) => text.includes(word));
  }

  Qingdan.register("duty-filter", start);
})();
