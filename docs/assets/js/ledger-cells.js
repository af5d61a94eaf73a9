// @ts-check
/**
 * The cells of the ledger's table: what they show, and the native fields in which they are edited.
 *
 * @typedef {{id: string, label: string, width: number, grow?: boolean, show(problem: Problem): Child | Child[]}} BoardColumn width: in px
 */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerModel: model, ledgerBoard: board, ledgerFields, ledgerLights, sheetValues } = Qingdan.lib;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  const SHOWN = "qingdan.pref.ledgerColumns"; // in localStorage
  const USUAL = ["no", "light", "state", "text", "class", "units", "leaders", "persons", "due", "measures", "progress"];
  /** @type {Record<string, number>} */
  const WIDTHS = { no: 54, light: 106, state: 92, text: 240, class: 100, units: 110, leaders: 78, persons: 78, due: 104, measures: 58, progress: 140, timeClass: 92, nature: 76, round: 56 };

  /** Every column that the table can show. @returns {BoardColumn[]} */
  function columns() {
    const known = model.columns("problem").filter((/** @type {LedgerColumn} */ { id, hidden }) => !hidden && id !== "currentDue");
    const made = known.map((/** @type {LedgerColumn} */ one) => ({
      id: one.id, label: one.id === "due" ? "期限" : one.id === "text" ? "问题" : one.label, width: WIDTHS[one.id] || Math.max(84, Math.min(200, one.width * 8)), grow: one.id === "text",
      show: (/** @type {Problem} */ problem) => shown(one, problem),
    }));
    // What people look for first stands in front.
    for (const [n, wanted] of ["light", "state"].entries()) {
      const from = made.findIndex((/** @type {BoardColumn} */ { id }) => id === wanted);
      made.splice(1 + n, 0, ...made.splice(from, 1));
    }
    const at = made.findIndex((/** @type {BoardColumn} */ { id }) => id === "due");
    made.splice(at + 1, 0, { id: "measures", label: "措施", width: WIDTHS.measures, show: measureWords });
    if (board.isMerged()) made.unshift({ id: "unit", label: "单位", width: 110, show: (/** @type {Problem} */ problem) => board.unitName(problem.unit) });
    return made;
  }

  /** The ids of those that are shown. @returns {string[]} */
  function chosen() {
    try {
      const kept = JSON.parse(localStorage.getItem(SHOWN) || "null");
      if (Array.isArray(kept) && kept.length && kept.every((id) => typeof id === "string")) return kept;
    } catch {
      // forbidden, or not ours
    }
    return USUAL;
  }

  /** @param {string[]} ids */
  function choose(ids) {
    try {
      localStorage.setItem(SHOWN, JSON.stringify(ids));
    } catch {
      // then it is so until the page is left
    }
  }

  /** @param {LedgerColumn} column @param {Problem} problem @returns {Child | Child[]} */
  function shown({ id, type }, problem) {
    const { value } = problem;
    if (id === "light") return lightWords(problem);
    if (id === "state") return model.labelOf("state", value.now.state, true) + (value.now.round > 1 ? `（第 ${value.now.round} 轮）` : "");
    if (id === "due") return dueWords(problem);
    if (id === "round") return String(value.now.round);
    if (id === "closedOn") return value.now.closedOn;
    if (id === "progress") return value.now.progress ? `${value.now.progress.on.slice(5)} ${value.now.progress.text}` : "";
    if (type === "names" && value[id].length > 1) return [h("strong", { class: "qd-lead", title: "第一个牵头" }, value[id][0]), `、${value[id].slice(1).join("、")}`];
    return model.cellText(id, value[id]);
  }

  /** A light: its colour, its shape, its word. @param {Problem} problem */
  function lightWords(problem) {
    const { light, icon, word } = board.light(problem);
    return h("span", { class: `qd-light qd-light--${light}` }, h("span", { "aria-hidden": "true" }, icon), ` ${word}`);
  }

  /** @param {Problem} problem */
  function dueWords(problem) {
    const { value } = problem, due = model.currentDue(value), today = dates.today();
    const days = due ? dates.daysBetween(today, due) : 0, open = value.now.state !== "closed";
    if (!due) {
      const { word, more } = ledgerLights.undated(value, today);
      return [word, more && h("small", { class: "qd-left" }, `${word && " "}${more}`)];
    }
    const left = !open ? "" : days < 0 ? `逾期 ${-days} 天` : days === 0 ? "今天" : days <= 30 ? `还有 ${days} 天` : "";
    return [due, value.now.due && value.now.due !== value.due && h("small", null, "（改）"), left && h("small", { class: days < 0 ? "qd-left qd-late" : "qd-left" }, ` ${left}`)];
  }

  /** @param {Problem} problem */
  function measureWords({ value }) {
    const list = model.measuresOf(value), done = list.filter((/** @type {any} */ one) => one.state === "done").length;
    return list.length ? `${done}/${list.length}` : "没有";
  }

  // ── Editing ──

  /** Why a cell cannot be changed where it stands, "" where it can. @param {string} id of the column @param {Problem} problem @param {string} [path] of the cell @returns {string} */
  function locked(id, { value }, path = id) {
    const column = model.column(id);
    return !column || column.derived ? "这一栏由记录推出" : ledgerFields.held(value, path);
  }

  /**
   * A native field with the value of a column.
   * @param {string} id @param {any} value @param {{label?: string, list?: string}} [options] @returns {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement}
   */
  function field(id, value, { label = (model.column(id) || { label: id }).label } = {}) {
    const { type, choices } = model.column(id) || { type: "text", choices: null };
    const common = { class: "qd-input", "aria-label": label, "data-field": id };
    if (type === "choice") {
      const offered = model.choices(choices || "").filter((/** @type {LedgerChoice} */ one) => id !== "timeClass" || one.id === value || tierClasses().includes(one.id));
      const select = h("select", common, h("option", { value: "" }, "（没有选）"), offered.map((/** @type {LedgerChoice} */ one) => h("option", { value: one.id }, one.label)));
      select.value = value || "";
      return select;
    }
    if (type === "date") return h("input", { ...common, type: "date", min: "2000-01-01", max: "2999-12-31", value: value || "" });
    if (type === "names") return h("input", { ...common, type: "text", autocomplete: "off", list: listOf(id), value: (value || []).join("、") });
    if (id === "no" || id === "aspect" || id === "class") return h("input", { ...common, type: "text", autocomplete: "off", list: id === "no" ? null : listOf(id), value: value || "" });
    const area = h("textarea", { ...common, rows: type === "list" ? 3 : 2 });
    area.value = type === "list" ? (value || []).join("\n") : value || "";
    return area;
  }

  function tierClasses() {
    const { tiers } = model.data(), found = tiers.find((/** @type {any} */ one) => one.id === board.settings().tiers) || tiers[tiers.length - 1];
    return found.classes;
  }

  /** The names and words that the ledger has, offered while typing. @param {string} id @returns {string} the id of a datalist */
  function listOf(id) {
    const name = `qd-names-${id}`;
    let list = document.getElementById(name);
    if (!list) list = document.body.appendChild(h("datalist", { id: name }));
    const known = board.names(id.replace(/^measure(\w)/, (_, first) => first.toLowerCase())).slice(0, 200);
    if (/** @type {HTMLElement} */ (list).children.length !== known.length) {
      /** @type {HTMLElement} */ (list).textContent = "";
      known.forEach((one) => /** @type {HTMLElement} */ (list).append(h("option", { value: one })));
    }
    return name;
  }

  /** What a field holds, as it is stored. @param {string} id @param {{value: string}} element @returns {any} */
  function valueOf(id, { value }) {
    const { type } = model.column(id) || { type: "text" };
    if (type === "names") return sheetValues.readNames(value).value;
    if (type === "list") return value.split("\n").map((line) => line.trim()).filter(Boolean);
    return type === "choice" || type === "date" ? value : value.trim();
  }

  Qingdan.lib.ledgerCells = { columns, chosen, choose, lightWords, dueWords, measureWords, locked, field, valueOf, listOf, USUAL };
})();
