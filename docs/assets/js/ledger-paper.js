// @ts-check
/** The ledger on paper: everything that the filter shows, a row a measure, made when it is printed. */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerModel: model, ledgerBoard: board, ledgerLights: lights } = Qingdan.lib;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  /** Column, width in per cent. @type {[string, number][]} */
  const COLUMNS = [["no", 4], ["class", 7], ["text", 15], ["indicator", 9], ["measure", 19], ["measureCurrentDue", 7], ["measureState", 6], ["leaders", 6], ["units", 8], ["persons", 6], ["currentDue", 7], ["state", 6]];
  /** @type {Record<string, string>} */
  const HEADS = { state: "状态和亮灯", unit: "单位" };

  /** In a merged view the unit takes the place of the indicator. @returns {[string, number][]} */
  function columnsOf() {
    return board.isMerged() ? [["unit", 9], ...COLUMNS.filter(([id]) => id !== "indicator")] : COLUMNS;
  }

  /** What is printed next in place of the ledger. @type {any[] | null} */
  let other = null;

  /** @param {HTMLElement} place @param {() => Problem[]} shown what the filter shows now */
  function start(place, shown) {
    window.addEventListener("beforeprint", () => fill(place, ...(other || sheet(shown()))));
    window.addEventListener("afterprint", () => {
      other = null;
      fill(place);
    });
  }

  /** Print another sheet in place of the ledger, this once. @param {any[]} content */
  function print(content) {
    other = content;
    window.print();
  }

  /** That some are left out is said: who reads the paper does not see the filter. @param {Problem[]} problems */
  function countWords(problems) {
    const all = board.problems().length;
    return problems.length === all ? `共 ${all} 个问题` : `筛出 ${problems.length} 个（台账共 ${all} 个问题）`;
  }

  /** @param {Problem[]} problems */
  function sheet(problems) {
    const columns = columnsOf();
    return [
      h("p", { class: "qd-ledger__head" }, `单位：${board.title() || "____________________"}　${countWords(problems)}　打印日期：${dates.format(dates.today())}`),
      h("table", { class: "qd-table qd-ledger__sheet" },
        h("colgroup", null, columns.map(([, width]) => h("col", { width: `${width}%` }))),
        h("thead", null, h("tr", null, columns.map(([id]) => h("th", { scope: "col" }, HEADS[id] || (model.column(id) || { label: id }).label)))),
        problems.map((problem) => h("tbody", null, model.rows(model.flat(problem)).map((row) => rowOf(problem, row))))),
      h("p", { class: "qd-ledger__legend" }, "亮灯：", legend(board.settings())),
      h("p", { class: "qd-sign" }, "填表人：", h("span"), " 审核人：", h("span"), " 日期：", h("span")),
    ];
  }

  /** @param {Problem} problem @param {{first: boolean, count: number, values: LedgerValues}} row */
  function rowOf(problem, { first, count, values }) {
    return h("tr", null, columnsOf().map(([id]) => {
      const ofMeasure = (model.column(id) || { level: "" }).level === "measure";
      if (!ofMeasure && !first) return null;
      return h("td", !ofMeasure && count > 1 ? { rowspan: count } : null, textOf(id, problem, values));
    }));
  }

  /** @param {string} id @param {Problem} problem @param {LedgerValues} values */
  function textOf(id, problem, values) {
    if (id === "unit") return board.unitName(problem.unit);
    if (id === "state") {
      const { icon, word } = board.light(problem), state = model.labelOf("state", values.state, true);
      return `${state} ${icon}${word === state ? "" : word}`;
    }
    if (id === "currentDue") return values.currentDue || Object.values(lights.undated(problem.value, dates.today())).filter(Boolean).join(" ");
    return model.cellText(id, values[id]);
  }

  /** The lights with their meaning. @param {LedgerSettings} settings @returns {any[]} */
  function legend(settings) {
    return lights.legend(settings).map((/** @type {any} */ { light, icon, colour, word, meaning }) => h("span", { class: "qd-ledger__light" },
      h("span", { class: `qd-light qd-light--${light}` }, `${icon} ${word}`), `（${[colour, meaning].filter(Boolean).join("：")}）`));
  }

  Qingdan.lib.ledgerPaper = { start, print, legend, sheet };
})();
