// @ts-check
/**
 * What the ledger's table is drawn from: its head, and a row for a problem or a group.
 *
 * @typedef {{row: HTMLTableRowElement, line: Line, light: Light | null}} DrawnRow
 * @typedef {{open(problem: Problem): void, toggle(key: string, on: boolean): void, selectAll(event: Event): void,
 *   isSelected(key: string): boolean, isActive(key: string, column: number): boolean, isEdited(key: string): boolean}} RowHooks
 */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerCells: cells, ledgerBoard: board, ledgerFilter: filter } = Qingdan.lib;

  const FIXED = 2; // columns in front: select, open
  const KEPT = 300; // rows that are kept though they are out of view

  /** @param {RowHooks} hooks */
  function create(hooks) {
    /** @type {BoardColumn[]} */
    let columns = [];
    let headed = "";
    /** Rows that are drawn, by key. @type {Map<string, DrawnRow>} */
    const drawn = new Map();
    const head = h("tr", { role: "row", "aria-rowindex": 1 }), group = h("colgroup");

    /** Make the head, where the columns or their order are others. @returns {boolean} whether they are */
    function setColumns() {
      const wanted = cells.chosen(), sort = filter.sort(), signs = JSON.stringify([wanted, sort, board.isMerged()]);
      if (signs === headed) return false;
      headed = signs;
      columns = cells.columns().filter((/** @type {BoardColumn} */ { id }) => id === "unit" || wanted.includes(id));
      fill(group, [34, 46].map((width) => col(width)), columns.map(({ width, grow }) => col(grow ? 0 : width)));
      const all = h("input", { type: "checkbox", "aria-label": "全选", tabindex: -1, onchange: hooks.selectAll });
      fill(head, h("th", { role: "columnheader", scope: "col" }, all), h("th", { role: "columnheader", scope: "col" }, "详情"), columns.map(({ id, label }) => headOf(id, label, sort)));
      drawn.clear();
      return true;
    }

    /** @param {string} id @param {string} label @param {string} sort */
    function headOf(id, label, sort) {
      const way = sort === id ? "ascending" : sort === `-${id}` ? "descending" : null;
      return h("th", { role: "columnheader", scope: "col", "aria-sort": way }, h("button", { type: "button", class: "qd-grid__sort", title: "按这一栏排序", onclick: () => {
        filter.sortBy(id);
        head.querySelectorAll("button")[columns.findIndex((one) => one.id === id)].focus();
      } }, label, h("span", { "aria-hidden": "true" }, way ? (way === "ascending" ? " ↑" : " ↓") : "")));
    }

    /** @param {number} width */
    function col(width) {
      return h("col", width ? { width } : null);
    }

    /** The row of a line: the one that stands there, unless its problem is another by now. @param {Line} line @param {number} at */
    function rowOf(line, at) {
      const light = line.problem && board.light(line.problem), known = drawn.get(line.key);
      const same = known && hooks.isEdited(line.key) || known && known.line.problem === line.problem && known.light === light && known.line.count === line.count;
      if (known && !same && line.problem) renew(known, line.problem, line);
      const row = known && (same || line.problem) ? known.row : line.problem ? problemRow(line.key, line.problem) : groupRow(line);
      row.setAttribute("aria-rowindex", String(at + 2));
      if (!same) drawn.set(line.key, { row, line, light });
      return row;
    }

    /**
     * Show a problem as it is now in the row that it has: a row that is replaced costs the styles of the whole table.
     * @param {DrawnRow} known @param {Problem} problem @param {Line} line
     */
    function renew(known, problem, line) {
      const fresh = problemRow(line.key, problem);
      [...known.row.cells].forEach((old, at) => {
        const next = fresh.cells[at], isFixed = next.hasAttribute("aria-readonly");
        if (at < FIXED) /** @type {Element} */ (old.firstElementChild).setAttribute("aria-label", String(next.firstElementChild?.getAttribute("aria-label")));
        else if (old.innerHTML !== next.innerHTML) fill(old, ...next.childNodes);
        if (isFixed) old.setAttribute("aria-readonly", "true");
        else old.removeAttribute("aria-readonly");
      });
      Object.assign(known, { line: { ...line, problem }, light: board.light(problem) });
    }

    /**
     * Bring a row that was edited back, with what was typed shown at once. The next drawing shows what was stored.
     * @param {string} key @param {Changes | null} typed
     */
    function restore(key, typed) {
      const known = drawn.get(key), problem = known && known.line.problem;
      if (!known || !problem) return;
      renew(known, typed ? { ...problem, value: { ...problem.value, ...typed } } : problem, known.line);
    }

    /** @param {Line} line */
    function groupRow({ label, count }) {
      return h("tr", { role: "row", class: "qd-grid__group" },
        h("td", { role: "gridcell", colspan: columns.length + FIXED }, h("strong", null, label), ` ${count} 个`));
    }

    /** @param {string} key @param {Problem} problem */
    function problemRow(key, problem) {
      const name = problem.value.no || problem.value.text.slice(0, 10), isSelected = hooks.isSelected(key);
      const row = h("tr", { role: "row", "data-key": key, "aria-selected": String(isSelected) });
      const box = h("input", { type: "checkbox", tabindex: -1, "aria-label": `选中 ${name}`, onchange: () => hooks.toggle(key, box.checked) });
      box.checked = isSelected;
      /** @param {number} at @param {any} content @param {Record<string, any>} [more] */
      const cell = (at, content, more = {}) => h("td", { role: "gridcell", "aria-colindex": at + 1, tabindex: hooks.isActive(key, at) ? 0 : -1, ...more }, content);
      row.append(cell(0, box), cell(1, h("button", { type: "button", class: "qd-link", tabindex: -1, "aria-label": `${name} 的详情`, onclick: () => hooks.open(problemOf(key)) }, "详情")),
        ...columns.map(({ id, show: content }, at) => cell(at + FIXED, h("div", { class: "qd-grid__text" }, content(problem)), { "data-column": id, ...heldWords(id, problem) })));
      return row;
    }

    /** That a cell is not changed where it stands; and why, where others of its column are. @param {string} id @param {Problem} problem */
    function heldWords(id, problem) {
      const why = cells.locked(id, problem);
      return why ? { "aria-readonly": "true", ...(id in problem.value && { title: why }) } : null;
    }

    /** Have a row drawn anew the next time. @param {string} key */
    function spoil(key) {
      const known = drawn.get(key);
      if (known) known.light = null;
    }

    /** As it was drawn last. @param {string} key @returns {Problem} */
    function problemOf(key) {
      return /** @type {Problem} */ (/** @type {DrawnRow} */ (drawn.get(key)).line.problem);
    }

    /** @param {number} height */
    function spacer(height) {
      const cell = h("td", { colspan: columns.length + FIXED });
      cell.style.height = `${height}px`;
      return h("tr", { "aria-hidden": "true", class: "qd-grid__gap" }, cell);
    }

    /** Let rows go that are out of view, when there are many. @param {Set<HTMLElement>} shown */
    function forget(shown) {
      if (drawn.size > KEPT) for (const [key, { row }] of drawn) if (!shown.has(row)) drawn.delete(key);
    }

    return { head, group, drawn, columns: () => columns, setColumns, rowOf, restore, spoil, spacer, forget };
  }

  Qingdan.lib.ledgerRows = { create, FIXED };
})();
