// @ts-check
/** A cell of the ledger's table while it is edited: a native field over it, saved while one types; Esc brings back what was there. */
(function () {
  "use strict";

  const { fill, toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerCells: cells, ledgerBoard: board, ledgerUnsaved, session } = Qingdan.lib;

  const TURNS = 16;

  /**
   * @param {HTMLElement} cell @param {Problem} problem @param {string} id of the column
   * @param {(then: "" | "next" | "before" | "below", typed: Changes | null) => void} done called once; the field still stands in the cell
   */
  function begin(cell, problem, id, done) {
    const field = cells.field(id, problem.value[id]), text = field.tagName === "TEXTAREA";
    let over = false, touched = false;
    cell.classList.add("is-edited");
    fill(cell, field);
    field.focus();
    if (field instanceof HTMLInputElement && field.type === "text") field.select();

    field.addEventListener("keydown", (event) => {
      const key = /** @type {KeyboardEvent} */ (event);
      if (key.isComposing) return; // an input method takes Enter for itself
      if (key.key === "Escape") {
        key.preventDefault();
        finish("", false);
      } else if (key.key === "Tab") {
        key.preventDefault();
        finish(key.shiftKey ? "before" : "next", true);
      } else if (key.key === "Enter" && !(text && (key.shiftKey || key.altKey))) {
        key.preventDefault();
        finish("below", true);
      }
      key.stopPropagation();
    });
    field.addEventListener("input", () => {
      touched = true;
      if (!isWrong()) keep(cells.valueOf(id, field), "");
    });
    field.addEventListener("blur", () => finish("", true, true));

    /** A date that is half typed. */
    function isWrong() {
      return field instanceof HTMLInputElement && !field.validity.valid;
    }

    /** @param {any} value @param {string} dueText as it was written, where the value is a deadline */
    function keep(value, dueText) {
      const changes = { [id]: value, ...(id === "due" && { dueText }) };
      board.patchSoon(problem, changes).catch((/** @type {Error} */ error) => ledgerUnsaved.tell(problem, changes, error));
    }

    /** @param {"" | "next" | "before" | "below"} then @param {boolean} save @param {boolean} [left] the focus is elsewhere already */
    async function finish(then, save, left = false) {
      if (over) return;
      over = true;
      cell.classList.remove("is-edited");
      if (!save && touched) keep(problem.value[id], problem.value.dueText);
      session.flush();
      const typed = save && touched && !isWrong() ? { [id]: cells.valueOf(id, field) } : null;
      if (save && isWrong()) toast("日期没有填完整，没有改。");
      if (left) {
        const focused = /** @type {HTMLElement | null} */ (document.activeElement);
        done("", typed);
        if (focused && focused !== document.body && focused.isConnected) focused.focus(); // where people went
      } else {
        // The steps by which a write begins are such turns: it is on its way to the disk before the rows are laid out.
        // No key can come in between.
        if (touched) for (let turn = 0; turn < TURNS; turn++) await null;
        done(then, typed);
      }
    }
  }

  Qingdan.lib.ledgerEdit = { begin };
})();
