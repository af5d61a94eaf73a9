// @ts-check
/**
 * 整改情况报告: the tables of data that stand in it, and the outline of how the work was organised. Pure. What
 * the outline says and where it comes from stands in checklists/ledger.yml.
 *
 * @typedef {{id: string, title: string, heads: string[], rows: (string | number)[][], problems: string[]}} DataTable
 *   problems: the uid of the problem of each row, "" where a row counts several
 * @typedef {{title: string, sources: string[], points: {text: string, sources: string[], convention: boolean, table: DataTable | null}[]}} SituationPart
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { ledgerModel: model, ledgerReports: reports, ledgerChecks, ledgerEvents } = Qingdan.lib;

  const COUNTED = ["问题", "已销号", "留号（含长期坚持）", "长期坚持", "完成率（不含长期坚持）", "措施", "已完成措施", "措施完成率", "逾期"];

  /** To one decimal; 100% only where all are done, 0% only where none is. @param {Rate} rate */
  function percent({ done, of }) {
    if (!of) return "—";
    const tenths = Math.round((done * 1000) / of);
    return `${(done === of ? 1000 : Math.min(Math.max(tenths, done ? 1 : 0), 999)) / 10}%`;
  }

  /** @param {Count} one */
  function countCells(one) {
    const closed = one.states.closed || 0;
    return [one.problems, closed, one.problems - closed, one.long, percent(one.rate), one.measures.of, one.measures.done, percent(one.measures), one.overdue];
  }

  /** @param {string} id @param {string} title @param {string} head @param {Count[]} counts @returns {DataTable} */
  function counted(id, title, head, counts) {
    return { id, title, heads: [head, ...COUNTED], rows: counts.map((one) => [one.label, ...countCells(one)]), problems: counts.map(() => "") };
  }

  /** @param {string} id @param {string} title @param {string[]} heads @param {Problem[]} problems @param {(problem: Problem) => (string | number)[]} cells @returns {DataTable} */
  function listed(id, title, heads, problems, cells) {
    return {
      id, title, heads: ["序号", "问题", "责任单位", ...heads], problems: problems.map((one) => one.id),
      rows: problems.map((one) => [one.value.no, one.value.text, one.value.units.join("、"), ...cells(one)]),
    };
  }

  /** @type {Record<string, (problems: Problem[], settings: LedgerSettings, today: string) => DataTable>} */
  const TABLES = {
    totals: (problems, _, today) => counted("totals", "总体进展", "范围", [
      reports.count("全部问题", problems, today),
      ...["feedback", "onsite", "selfcheck"].map((id) => reports.count(model.labelOf("source", id), problems.filter(({ value }) => value.source === id), today)),
    ].filter((one) => one.problems > 0)),
    classes: (problems, _, today) => {
      const table = counted("classes", "分方面、分类别", "类别", reports.countBy(problems, ({ value }) => value.class, today, "没有类别"));
      const aspects = new Map(problems.map(({ value }) => [value.class || "没有类别", value.aspect]));
      return { ...table, heads: ["方面", ...table.heads], rows: table.rows.map((row) => [aspects.get(String(row[0])) || "", ...row]) };
    },
    units: (problems, _, today) => counted("units", "分责任单位", "责任单位", reports.countBy(problems, reports.leadUnit, today, "没有责任单位")),
    closed: (problems) => listed("closed", "已销号", ["销号日期", "佐证材料", "说明"], problems.filter(({ value }) => value.now.state === "closed"),
      ({ value }) => [value.now.closedOn, value.evidence.join("；"), value.now.outside ? "导入时已销号，未经本工具流程" : ""]),
    open: (problems) => listed("open", "正在整改（长期坚持的另列）", ["状态", "现行期限", "最新进展", "整改计划"],
      problems.filter((one) => one.value.now.state !== "closed" && !reports.isLong(one)),
      ({ value }) => [model.labelOf("state", value.now.state, true), model.currentDue(value), progressOf(value), value.plan]),
    long: (problems) => listed("long", "长期坚持", ["状态", "阶段目标", "最新进展"], problems.filter(reports.isLong),
      ({ value }) => [model.labelOf("state", value.now.state, true), value.stages.join("；"), progressOf(value)]),
    extended: (problems) => {
      const moved = problems.flatMap((problem) => problem.value.now.extended.map((one) => ({ problem, one })));
      const table = listed("extended", "延期和责成限时办结", ["怎样改的", "原期限", "现期限", "理由", "批准人"], moved.map(({ problem }) => problem), () => []);
      const measureOf = (/** @type {Problem} */ { value }, /** @type {string} */ uid) => (uid ? `（措施“${(value.measures[uid] || { text: "已删除" }).text.slice(0, 16)}”）` : "");
      const cells = moved.map(({ problem, one }) => [ledgerEvents.labelOf(one.action) + measureOf(problem, one.measure), one.from, one.due, one.reason, one.approver]);
      return { ...table, rows: table.rows.map((row, at) => [...row, ...cells[at]]) };
    },
    lasting: (problems) => {
      const found = problems.flatMap((problem) => model.measuresOf(problem.value).filter((/** @type {any} */ one) => one.kind === "lasting").map((/** @type {any} */ one) => ({ problem, one })));
      const table = listed("lasting", "建章立制（长久改）", ["措施", "可见成果", "措施状态"], found.map(({ problem }) => problem), () => []);
      const cells = found.map(({ one }) => [one.text, one.result, model.labelOf("measureState", one.state)]);
      return { ...table, rows: table.rows.map((row, at) => [...row, ...cells[at]]) };
    },
    beyond: (problems) => listed("beyond", "反馈意见以外的问题", ["来源", "状态"], problems.filter(({ value }) => value.source === "onsite" || value.source === "selfcheck"),
      ({ value }) => [model.labelOf("source", value.source), model.labelOf("state", value.now.state, true)]),
    rebound: (problems, settings) => listed("rebound", "回头看和反弹检查", ["轮次", "做过的检查", "下一次检查"],
      problems.filter(({ value }) => value.now.round > 1 || value.now.state === "closed"), ({ value }) => {
        const next = ledgerChecks.dueChecks(value, settings).find((/** @type {any} */ one) => !one.done);
        const done = value.now.checks.map(({ months, on, result }) => `${on}${months ? `（第 ${months} 个月）` : ""}${model.labelOf("checkResult", result)}`);
        return [value.now.round, done.join("；"), next ? next.day : ""];
      }),
  };

  /** @param {ProblemValue} value */
  function progressOf({ now }) {
    return now.progress ? now.progress.text : "";
  }

  /** One of the tables. @param {string} id @param {Problem[]} problems @param {LedgerSettings} settings @param {string} [today] @returns {DataTable} */
  function table(id, problems, settings, today = dates.today()) {
    return TABLES[id](problems, settings, today);
  }

  /**
   * The whole report in its order: points with their table, and points that the unit writes itself.
   * @param {Problem[]} problems @param {LedgerSettings} settings @param {string} [today] @returns {SituationPart[]}
   */
  function situation(problems, settings, today = dates.today()) {
    return model.data().outline.map((/** @type {any} */ part) => ({
      title: part.title, sources: part.sources,
      points: part.points.map((/** @type {any} */ { text, data, sources, convention }) => ({
        text, sources, convention, table: data ? table(data, problems, settings, today) : null,
      })),
    }));
  }

  Qingdan.lib.ledgerSituation = { table, situation, percent, TABLES: Object.keys(TABLES) };
})();
