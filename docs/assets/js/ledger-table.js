// @ts-check
/**
 * The ledger as a grid: only the rows in view stand in the page, the one with the focus among them. Arrows move,
 * Enter or F2 edits, Esc gives up, Tab saves and goes on, the space bar selects. Pattern: ARIA data grid.
 */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerCells: cells, ledgerBoard: board, ledgerRows } = Qingdan.lib;

  const ROW = 62, GROUP = 30; // px: heights are fixed, so that places can be computed
  const AROUND = 8; // rows drawn beyond the edge
  const { FIXED } = ledgerRows;

  /** @typedef {{open(problem: Problem, column?: string): void, select(ids: Set<string>): void}} Hooks */

  /** @param {HTMLElement} place @param {Hooks} hooks */
  function create(place, hooks) {
    /** @type {Line[]} */
    let lines = [];
    /** Where each line begins, and one more for the end. @type {number[]} */
    let tops = [0];
    /** @type {Set<string>} */
    const selected = new Set();
    const active = { key: "", column: 1 };
    let frame = 0, editing = false;
    let pressed = false; // a button that is drawn again before it is released is not clicked
    /** What came while a cell was edited, or a mouse button was down. @type {Line[] | null} */
    let awaited = null;

    const rows = ledgerRows.create({
      open: hooks.open, toggle, selectAll, isSelected: (key) => selected.has(key), isActive: (key, column) => key === active.key && column === active.column,
      isEdited: (key) => editing && key === active.key,
    });
    const { head, group, drawn } = rows, body = h("tbody", { role: "rowgroup" });
    const table = h("table", { class: "qd-grid", role: "grid", "aria-label": "问题", "aria-multiselectable": "true" }, group, h("thead", { role: "rowgroup" }, head), body);
    const scroller = h("div", { class: "qd-grid__scroll" }, table);
    fill(place, scroller);
    scroller.addEventListener("scroll", () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(paint);
    });
    window.addEventListener("resize", () => paint());
    table.addEventListener("keydown", onKey);
    table.addEventListener("click", onClick);
    table.addEventListener("mousedown", () => (pressed = true));
    window.addEventListener("mouseup", () => setTimeout(() => {
      pressed = false;
      catchUp();
    }));
    table.addEventListener("dblclick", (/** @type {MouseEvent} */ event) => {
      if (cellOf(event.target) && !editing) edit();
    });
    table.addEventListener("focusin", (/** @type {FocusEvent} */ event) => {
      const cell = cellOf(event.target);
      if (cell) activate(cell, false);
    });

    // ── Drawing ──

    /** @param {Line[]} next */
    function show(next) {
      if (editing || pressed) return void (awaited = next); // neither the field nor what stands around it moves under the hands
      lines = next;
      tops = [0];
      for (const line of lines) tops.push(tops[tops.length - 1] + (line.kind === "group" ? GROUP : ROW));
      if (rows.setColumns()) {
        table.style.minWidth = `${rows.columns().reduce((sum, { width }) => sum + width, 80)}px`;
        table.setAttribute("aria-colcount", String(rows.columns().length + FIXED));
      }
      table.setAttribute("aria-rowcount", String(lines.length + 1));
      const first = lines.find((line) => line.kind === "problem");
      if (!lines.some((line) => line.key === active.key)) active.key = first ? first.key : "";
      active.column = Math.min(active.column, rows.columns().length + FIXED - 1);
      const old = body.querySelector('td[tabindex="0"]');
      if (old) old.tabIndex = -1;
      paint();
      const cell = cellAt();
      if (cell) cell.tabIndex = 0;
      if (!lines.length) fill(body, h("tr", { role: "row" }, h("td", { role: "gridcell", colspan: rows.columns().length + FIXED, class: "qd-empty" }, "没有合乎条件的问题。")));
      mark();
    }

    /** Show what came meanwhile. @returns {boolean} whether there was anything */
    function catchUp() {
      const next = awaited;
      if (editing || !next) return false;
      awaited = null;
      show(next);
      return true;
    }

    function paint() {
      if (!lines.length) return;
      const hadFocus = body.contains(document.activeElement) && !editing ? cellOf(document.activeElement) : null;
      const top = scroller.scrollTop, bottom = top + scroller.clientHeight;
      const from = Math.max(0, find(top) - AROUND), to = Math.min(lines.length - 1, find(bottom) + AROUND);
      const wanted = new Set(Array.from({ length: to - from + 1 }, (_, at) => from + at));
      const own = lines.findIndex(({ key }) => key === active.key);
      if (own >= 0) wanted.add(own); // or the focus would be lost
      /** @type {HTMLElement[]} */
      const shown = [];
      let end = 0;
      for (const at of [...wanted].sort((a, b) => a - b)) {
        if (tops[at] > end) shown.push(rows.spacer(tops[at] - end));
        shown.push(rows.rowOf(lines[at], at));
        end = tops[at + 1];
      }
      const rest = tops[tops.length - 1] - end;
      if (rest > 0) shown.push(rows.spacer(rest));
      reconcile(shown);
      if (hadFocus && !hadFocus.isConnected) focus();
    }

    /** Rows that stay are not moved: that would take the focus from them. @param {HTMLElement[]} shown */
    function reconcile(shown) {
      const wanted = new Set(shown);
      rows.forget(wanted);
      for (const old of [...body.children]) if (!wanted.has(/** @type {HTMLElement} */ (old))) old.remove();
      let place = body.firstChild;
      for (const row of shown) {
        if (row === place) place = place.nextSibling;
        else body.insertBefore(row, place);
      }
    }

    /** The line at a height. @param {number} height */
    function find(height) {
      let low = 0, high = lines.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (tops[middle] <= height) low = middle;
        else high = middle - 1;
      }
      return low;
    }

    // ── Moving ──

    /** @param {any} target @returns {HTMLElement | null} */
    function cellOf(target) {
      const cell = target && target.closest && target.closest("td[aria-colindex]");
      return cell && body.contains(cell) ? cell : null;
    }

    /** @param {HTMLElement} cell @param {boolean} take the focus */
    function activate(cell, take) {
      const old = body.querySelector('td[tabindex="0"]'), row = /** @type {HTMLElement} */ (cell.parentElement);
      if (old && old !== cell) old.tabIndex = -1;
      cell.tabIndex = 0;
      active.key = row.dataset.key || "";
      active.column = Number(cell.getAttribute("aria-colindex")) - 1;
      if (take) cell.focus({ preventScroll: true });
    }

    /** The focus to the active cell, which comes into view. */
    function focus() {
      const at = lines.findIndex(({ key }) => key === active.key), there = cellAt();
      if (at < 0) return;
      if (there) activate(there, true); // lays the table out, so that reading its measures below costs nothing
      const headHeight = head.offsetHeight, before = scroller.scrollTop;
      if (tops[at] < scroller.scrollTop) scroller.scrollTop = tops[at];
      else if (tops[at + 1] > scroller.scrollTop + scroller.clientHeight - headHeight) scroller.scrollTop = tops[at + 1] - scroller.clientHeight + headHeight;
      if (!there || scroller.scrollTop !== before) paint();
      const cell = cellAt();
      if (!cell) return;
      if (cell !== there) activate(cell, true);
      const left = cell.offsetLeft, right = left + cell.offsetWidth;
      if (left < scroller.scrollLeft) scroller.scrollLeft = left;
      else if (right > scroller.scrollLeft + scroller.clientWidth) scroller.scrollLeft = right - scroller.clientWidth;
    }

    /** @returns {HTMLElement | null} */
    function cellAt() {
      const known = drawn.get(active.key);
      return known ? /** @type {HTMLElement} */ (known.row.children[active.column]) : null;
    }

    /** @param {number} by in rows @param {number} steps in columns */
    function move(by, steps) {
      const own = lines.findIndex(({ key }) => key === active.key), way = Math.sign(by) || 1;
      let at = Math.max(0, Math.min(lines.length - 1, own + by));
      while (lines[at] && lines[at].kind === "group" && lines[at + way]) at += way;
      if (lines[at] && lines[at].kind === "problem") active.key = lines[at].key;
      active.column = Math.max(0, Math.min(rows.columns().length + FIXED - 1, active.column + steps));
      focus();
    }

    /** @param {KeyboardEvent} event */
    function onKey(event) {
      if (editing || !cellOf(event.target) || event.altKey || event.metaKey) return;
      const page = Math.max(1, Math.floor(scroller.clientHeight / ROW) - 1), all = lines.length;
      /** @type {Record<string, () => void>} */
      const keys = {
        ArrowDown: () => move(1, 0), ArrowUp: () => move(-1, 0), ArrowRight: () => move(0, 1), ArrowLeft: () => move(0, -1),
        PageDown: () => move(page, 0), PageUp: () => move(-page, 0),
        Home: () => move(event.ctrlKey ? -all : 0, -active.column), End: () => move(event.ctrlKey ? all : 0, rows.columns().length + FIXED),
        Enter: () => (active.column === 0 ? flip() : edit()), F2: edit, " ": flip,
      };
      const run = keys[event.key];
      if (!run || (event.ctrlKey && !["Home", "End"].includes(event.key))) return;
      event.preventDefault();
      run();
    }

    /** @param {MouseEvent} event */
    function onClick(event) {
      const cell = cellOf(event.target);
      if (!cell || editing || /** @type {Element} */ (event.target).closest("button, input, select, textarea, a")) return;
      activate(cell, true);
    }

    // ── Selecting ──

    function flip() {
      toggle(active.key, !selected.has(active.key));
    }

    /** @param {string} key @param {boolean} on */
    function toggle(key, on) {
      if (on) selected.add(key);
      else selected.delete(key);
      mark();
    }

    /** @param {Event} event */
    function selectAll(event) {
      const on = /** @type {HTMLInputElement} */ (event.target).checked;
      selected.clear();
      if (on) for (const { kind, key } of lines) if (kind === "problem") selected.add(key);
      mark();
    }

    /** What is selected is only what is shown. */
    function mark() {
      const keys = selected.size ? new Set(lines.map(({ key }) => key)) : selected;
      for (const key of selected) if (!keys.has(key)) selected.delete(key);
      for (const [key, { row, line }] of drawn) {
        const isSelected = selected.has(key);
        if (!line.problem || row.getAttribute("aria-selected") === String(isSelected)) continue;
        row.setAttribute("aria-selected", String(isSelected));
        /** @type {HTMLInputElement} */ (row.querySelector("input[type=checkbox]")).checked = isSelected;
      }
      hooks.select(selected);
    }

    // ── Editing ──

    function edit() {
      const known = drawn.get(active.key), cell = cellAt(), problem = known && known.line.problem;
      if (!problem || !cell) return;
      const id = cell.dataset.column || "";
      if (!id || cells.locked(id, problem) || board.isMerged()) return void (active.column === 0 ? flip() : hooks.open(problem, id));
      editing = true;
      Qingdan.lib.ledgerEdit.begin(cell, problem, id, (/** @type {"" | "next" | "before" | "below"} */ then, /** @type {Changes | null} */ typed) => {
        editing = false;
        if (pressed) return void (rows.spoil(active.key), awaited = awaited || lines);
        rows.restore(active.key, typed);
        catchUp();
        if (then === "next") move(0, 1);
        else if (then === "before") move(0, -1);
        else if (then === "below") move(1, 0);
        else focus();
      });
    }

    /** Go to a cell, e.g. from a finding. @param {string} key @param {string} column @returns {boolean} whether it is there */
    function goTo(key, column) {
      const at = rows.columns().findIndex(({ id }) => id === column);
      if (at < 0 || !lines.some((line) => line.key === key)) return false;
      active.key = key;
      active.column = at + FIXED;
      focus();
      const cell = cellAt();
      if (cell) cell.scrollIntoView({ block: "center", inline: "nearest" }); // the grid may stand below the window
      return true;
    }

    return { show, focus, goTo, clear: () => (selected.clear(), mark()), element: table };
  }

  Qingdan.lib.ledgerTable = { create };
})();
