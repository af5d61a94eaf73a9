// @ts-check
/**
 * Which problems of the ledger are shown, in which groups and order. The choice stands in the address.
 *
 * @typedef {{key: string, kind: "group" | "problem", label: string, count: number, problem: Problem | null}} Line
 */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerModel: model, ledgerBoard: board, ledgerReports: reports, ledgerLights: lights, addressFilter } = Qingdan.lib;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  const FIELDS = ["text", "state", "light", "unit", "class", "due", "group", "sort"];
  const SOON = 10; // days: a 旬
  const REST = 150; // ms
  /** @type {Record<string, string>} */
  const GROUPS = { aspect: "方面", class: "类别", units: "牵头单位", state: "状态", light: "亮灯", unit: "单位" };

  /** @type {HTMLFormElement} */
  let form;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let choosing;
  /** @type {(lines: Line[], shown: Problem[]) => void} */
  let draw = () => {};
  /** @type {any} */
  let address = null;
  /** Lower-case words of each problem. @type {WeakMap<Problem, string>} */
  const words = new WeakMap();
  /** Its line. @type {WeakMap<Problem, Line>} */
  const known = new WeakMap();
  const collator = new Intl.Collator("zh-CN", { numeric: true });

  /** @param {HTMLFormElement} element @param {(lines: Line[], shown: Problem[]) => void} show */
  function start(element, show) {
    [form, draw] = [element, show];
    /** @param {string} label @param {string} name @param {[string, string][]} options */
    const select = (label, name, options) => h("label", { class: "qd-field" }, label, h("select", { name }, options.map(([value, text]) => h("option", { value }, text))));
    fill(form,
      h("div", { class: "qd-ledger__fields" },
        h("label", { class: "qd-field" }, "文字", h("input", { type: "search", name: "text", maxlength: 100, autocomplete: "off", placeholder: "问题、措施、姓名、编号" })),
        select("状态", "state", [["", "全部"], ["kept", "没有销号（留号）"], ...model.choices("state").map((/** @type {LedgerChoice} */ one) => [one.id, one.short || one.label])]),
        select("亮灯", "light", [["", "全部"], ...Object.entries(model.data().colours).map(([id, colour]) => [id, `${model.data().icons[id]} ${colour}`])]),
        select("期限", "due", [["", "全部"], ["late", "逾期"], ["soon", `${SOON} 天内到期`], ["stage", "阶段目标已过"], ["none", "没有期限"]]),
        select("牵头单位", "unit", []), select("类别", "class", []),
        select("分组", "group", [["", "不分组"], ...Object.entries(GROUPS).filter(([id]) => id !== "unit" || board.isMerged())]),
        h("input", { type: "hidden", name: "sort" })),
      h("p", { class: "qd-ledger__count" }, h("span", { role: "status", "data-part": "count" }), " ", h("button", { type: "reset", class: "qd-tool", hidden: true }, "显示全部")));
    options();
    address = addressFilter.start(form, { fields: FIELDS, text: "text", draw: apply });
    readAhead();
  }

  /** Gather the words in quiet moments, before somebody looks for one. */
  function readAhead() {
    const problems = board.problems();
    let at = 0;
    const some = (/** @type {IdleDeadline} */ deadline) => {
      for (; at < problems.length && deadline.timeRemaining() > 1; at++) wordsOf(problems[at]);
      if (at < problems.length && problems === board.problems()) requestIdleCallback(some);
    };
    if ("requestIdleCallback" in window) requestIdleCallback(some);
  }

  /** The choices that depend on what the ledger holds. */
  function options() {
    /** @param {string} name @param {string[]} values */
    const put = (name, values) => {
      const field = /** @type {HTMLSelectElement} */ (form.elements.namedItem(name)), chosen = field.value;
      if (field.options.length === values.length + 1 && values.every((value, at) => field.options[at + 1].value === value)) return;
      fill(field, h("option", { value: "" }, "全部"), values.map((value) => h("option", { value }, value)));
      field.value = chosen;
      if (field.value !== chosen) field.value = "";
    };
    const units = new Set(), classes = new Set();
    for (const { value } of board.problems()) {
      if (value.units[0]) units.add(value.units[0]);
      if (value.class) classes.add(value.class);
    }
    put("unit", [...units]);
    put("class", [...classes]);
    const group = /** @type {HTMLSelectElement} */ (form.elements.namedItem("group")), byUnit = [...group.options].find((one) => one.value === "unit");
    if (board.isMerged() && !byUnit) group.append(h("option", { value: "unit" }, GROUPS.unit));
    else if (!board.isMerged() && byUnit) byUnit.remove();
  }

  /** Draw again after the ledger has changed. @param {boolean} [little] one problem of it: what can be chosen follows later */
  function again(little = false) {
    if (!form) return;
    clearTimeout(choosing);
    if (little) choosing = setTimeout(options, REST);
    else {
      options();
      readAhead();
    }
    const chosen = address ? address.values() : {};
    const said = apply(chosen);
    const count = /** @type {HTMLElement} */ (form.querySelector("[data-part=count]"));
    if (count.textContent !== said) count.textContent = said;
  }

  /** @param {Record<string, string>} chosen @returns {string} */
  function apply(chosen) {
    const all = board.problems(), fits = fitting(chosen), found = sorted(fits ? all.filter(fits) : all, chosen.sort);
    draw(lines(found, chosen.group), found);
    return found.length === all.length ? `共 ${all.length} 个问题` : `${found.length} 个，共 ${all.length} 个`;
  }

  /** What a problem has to be, null where all fit. @param {Record<string, string>} chosen @returns {((problem: Problem) => boolean) | null} */
  function fitting({ state, light, unit, class: group, due: dueIs, text }) {
    const parts = text ? text.toLowerCase().split(/\s+/) : [], today = dates.today(), soon = dates.addDays(today, SOON);
    if (!parts.length && !state && !light && !unit && !group && !dueIs) return null;
    return (problem) => {
      const { value } = problem;
      if (state && (state === "kept" ? value.now.state === "closed" : value.now.state !== state)) return false;
      if (unit && value.units[0] !== unit) return false;
      if (group && value.class !== group) return false;
      if (dueIs === "late" && !reports.isOverdue(problem, today)) return false;
      if (dueIs && dueIs !== "late" && !fitsDue(value, dueIs, today, soon)) return false;
      if (light && board.light(problem).light !== light) return false;
      return parts.every((part) => wordsOf(problem).includes(part));
    };
  }

  /** As the lights see it: a stage goal ahead is a day, too. @param {ProblemValue} value @param {string} dueIs @param {string} today @param {string} soon */
  function fitsDue(value, dueIs, today, soon) {
    const due = lights.dueOf(value, today), isOpen = value.now.state !== "closed";
    if (dueIs === "soon") return isOpen && due >= today && due <= soon;
    if (dueIs === "stage") return isOpen && Boolean(lights.pastStage(value, today));
    return !due && value.timeClass !== "long"; // that one is meant to have none
  }

  /** @param {Problem} problem */
  function wordsOf(problem) {
    const found = words.get(problem);
    if (found !== undefined) return found;
    const { value } = problem, flat = [value.no, value.aspect, value.class, value.text, value.findings, value.goal, value.indicator, value.remark,
      ...value.leaders, ...value.units, ...value.coUnits, ...value.persons, ...value.evidence,
      ...Object.values(value.measures).flatMap((one) => [one.text, one.result, ...one.units, ...one.persons]), ...Object.values(value.own)];
    const made = flat.join("\n").toLowerCase();
    words.set(problem, made);
    return made;
  }

  // ── Order and groups ──

  /** @param {Problem[]} list @param {string} sort "due", or "-due" for the reverse */
  function sorted(list, sort) {
    if (!sort) return list;
    const down = sort.startsWith("-"), id = sort.replace("-", "");
    const keys = list.map((problem, at) => ({ problem, at, key: keyOf(problem, id) }));
    keys.sort((a, b) => {
      if (a.key === b.key) return a.at - b.at;
      if (a.key === "" || b.key === "") return a.key === "" ? 1 : -1; // the empty ones last, either way
      const order = typeof a.key === "number" && typeof b.key === "number" ? a.key - b.key : collator.compare(String(a.key), String(b.key));
      return down ? -order : order;
    });
    return keys.map(({ problem }) => problem);
  }

  /** @param {Problem} problem @param {string} id @returns {string | number} */
  function keyOf(problem, id) {
    const { value } = problem;
    if (id === "due") return model.currentDue(value);
    if (id === "state") return model.choices("state").findIndex((/** @type {LedgerChoice} */ one) => one.id === value.now.state);
    if (id === "light") return ["red", "yellow", "green", "blue"].indexOf(board.light(problem).light);
    if (id === "measures") return model.measuresOf(value).length;
    if (id === "progress") return value.now.progress ? value.now.progress.on : "";
    if (id === "unit") return board.unitName(problem.unit);
    return Array.isArray(value[id]) ? value[id][0] || "" : value[id] === null ? "" : value[id];
  }

  /** @param {Problem[]} found @param {string} group @returns {Line[]} */
  function lines(found, group) {
    /** @param {Problem} problem @returns {Line} */
    const line = (problem) => {
      const made = known.get(problem) || { key: `${problem.unit} ${problem.id}`, kind: /** @type {"problem"} */ ("problem"), label: "", count: 0, problem };
      known.set(problem, made);
      return made;
    };
    if (!group) return found.map(line);
    /** @type {Map<string, Problem[]>} */
    const groups = new Map();
    for (const problem of found) {
      const name = groupOf(problem, group) || `没有写${GROUPS[group]}`, list = groups.get(name);
      if (list) list.push(problem);
      else groups.set(name, [problem]);
    }
    return [...groups].flatMap(([label, list]) => [{ key: `group ${label}`, kind: /** @type {"group"} */ ("group"), label, count: list.length, problem: null }, ...list.map(line)]);
  }

  /** @param {Problem} problem @param {string} group @returns {string} */
  function groupOf(problem, group) {
    if (group === "state") return model.labelOf("state", problem.value.now.state);
    if (group === "light") return board.light(problem).word;
    if (group === "unit") return board.unitName(problem.unit);
    return group === "units" ? problem.value.units[0] : problem.value[group];
  }

  /** Sort by a column; again: the other way; a third time: not at all. @param {string} id @returns {string} how it is now */
  function sortBy(id) {
    const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("sort"));
    field.value = field.value === id ? `-${id}` : field.value === `-${id}` ? "" : id;
    form.dispatchEvent(new Event("input", { bubbles: true }));
    return field.value;
  }

  function sort() {
    return form ? /** @type {HTMLInputElement} */ (form.elements.namedItem("sort")).value : "";
  }

  /** Choose something in the filter. @param {Record<string, string>} chosen by field */
  function choose(chosen) {
    for (const name of FIELDS) /** @type {any} */ (form.elements.namedItem(name)).value = chosen[name] || "";
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  Qingdan.lib.ledgerFilter = { start, again, sortBy, sort, choose };
})();
