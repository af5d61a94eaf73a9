// @ts-check
/** 挂图作战: problems by weeks or months on one sheet on its side, each with its light, lead unit and deadline. */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerBoard: board, ledgerModel: model, ledgerLights: lights, ledgerReports: reports, session } = Qingdan.lib;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  const MOST = 16; // steps of time on the sheet; more of them become months

  /** @param {HTMLElement} root */
  async function start(root) {
    if (session.readOnly) return;
    /** @param {string} name */
    const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part="${name}"]`));
    const style = document.head.appendChild(document.createElement("style"));
    const filter = h("select", { class: "qd-input", "aria-label": "画哪些", onchange: () => draw() }, [["open", "没有销号的"], ["all", "全部"], ["late", "逾期和临期的"]].map(([value, words]) => h("option", { value }, words)));
    const given = new URL(location.href).searchParams.get("what");
    if (given) filter.value = given;
    fill(part("tools"), h("a", { class: "qd-tool", href: "index.html" }, "回到台账"), ...["a4", "a3"].map((size) => h("button", { type: "button", class: "qd-tool", onclick: () => {
      style.textContent = `@page { size: ${size.toUpperCase()} landscape; }`;
      window.print();
      style.textContent = "";
    } }, `打印 ${size.toUpperCase()} 横版`)), filter);
    board.subscribe(draw);
    await board.ready;
    const together = (new URL(location.href).searchParams.get("units") || "").split(",").filter((uid) => session.units().some((/** @type {Unit} */ one) => one.uid === uid));
    if (together.length) board.merged(together);
    /** @type {HTMLElement} */ (root.querySelector("[data-work]")).hidden = false;
    draw();

    function draw() {
      const all = board.problems(), today = dates.today();
      const shown = all.filter((problem) => {
        const light = board.light(problem);
        if (filter.value === "late") return problem.value.now.state !== "closed" && (light.light === "red" || (light.days !== null && light.days <= 10) || lights.pastStage(problem.value, today));
        return filter.value === "all" || problem.value.now.state !== "closed";
      });
      const sum = reports.count("", all, today);
      part("head").textContent = `单位：${board.title() || "____________________"}　共 ${all.length} 个问题，已销号 ${sum.states.closed || 0}，逾期 ${sum.overdue}　制图：${dates.format(today)}`;
      fill(part("legend"), lights.legend(board.settings()).map((/** @type {any} */ { light, icon, word, colour, meaning }) => h("span", { class: "qd-ledger__light" },
        h("span", { class: `qd-bar-cell qd-bar-cell--${light}` }, h("span", { class: "qd-bar-cell__words" }, `${icon} ${word}`)), `（${[colour, meaning].filter(Boolean).join("：")}）`)));
      fill(part("chart"), shown.length ? chart(shown, today) : h("p", { class: "qd-empty" }, board.failure() || (all.length ? "没有这样的问题。" : "台账里还没有问题。")));
    }
  }

  /** @param {Problem[]} problems @param {string} today */
  function chart(problems, today) {
    const spans = problems.map((problem) => ({ problem, from: firstDay(problem, today), to: endOf(problem.value, today) }));
    const ends = spans.flatMap(({ from, to }) => [from, to]).filter(Boolean).concat(today).sort();
    const steps = timeSteps(ends[0], ends[ends.length - 1]);
    /** @param {string} day */
    const at = (day) => steps.findIndex(({ to }) => day <= to);
    return h("div", { class: "qd-scroll", tabindex: 0, role: "region", "aria-label": "挂图" }, h("table", { class: "qd-lwall__table" },
      h("thead", null, h("tr", null, ["序号", "问题", "牵头单位", "状态"].map((words) => h("th", { scope: "col" }, words)),
        steps.map(({ label, from, to }) => h("th", { scope: "col", class: today >= from && today <= to ? "is-today" : "" }, label, today >= from && today <= to && h("small", null, "今天"))))),
      h("tbody", null, spans.map(({ problem, from, to }) => row(problem, at(from), to ? at(to) : steps.length - 1, to, steps.length)))));
  }

  /** @param {Problem} problem @param {number} begin @param {number} end @param {string} due @param {number} count */
  function row(problem, begin, end, due, count) {
    const { value } = problem, { light, icon, word } = board.light(problem), first = Math.min(begin, end), width = Math.abs(end - begin) + 1, rest = count - first - width;
    return h("tr", null, h("td", null, value.no), h("th", { scope: "row" }, value.text), h("td", null, board.isMerged() && h("small", null, `${board.unitName(problem.unit)} `), value.units[0] || ""), h("td", null, model.labelOf("state", value.now.state, true)),
      first > 0 && h("td", { colspan: first }), h("td", { colspan: width, class: `qd-bar-cell qd-bar-cell--${light}` }, h("span", { class: "qd-bar-cell__words" }, `${icon} ${word} ${due.slice(5).replace("-", ".")}`.trim())),
      rest > 0 && h("td", { colspan: rest }));
  }

  /** What is closed ended when it was; the rest has until its deadline. @param {ProblemValue} value @param {string} today */
  function endOf(value, today) {
    return (value.now.state === "closed" && value.now.closedOn) || lights.dueOf(value, today) || lights.pastStage(value, today);
  }

  /** When a problem begins: the unit's start, or where that is not known today. @param {Problem} problem @param {string} today */
  function firstDay({ value }, today) {
    const { start } = board.settings(), due = model.currentDue(value);
    const day = start || today;
    return due && due < day ? due : day;
  }

  /** Thirds of months, or months where those would be too many. @param {string} from @param {string} to @returns {{from: string, to: string, label: string}[]} */
  function timeSteps(from, to) {
    for (const kind of ["xun", "month"]) {
      const steps = [];
      for (let period = reports.periodOf(kind, from); steps.length < 60; period = reports.periodOf(kind, dates.addDays(period.to, 1))) {
        const { month, day, year } = /** @type {Day} */ (dates.parse(period.from)), part = day === 1 ? "上" : day === 11 ? "中" : "下";
        steps.push({ from: period.from, to: period.to, label: kind !== "month" ? `${month}月${part}` : month === 1 || !steps.length ? `${String(year).slice(2)}.${month}` : `${month}月` });
        if (period.to >= to) break;
      }
      if (kind === "month" || steps.length <= MOST) return steps;
    }
    return [];
  }

  Qingdan.register("ledger-wall", start);
})();
