// @ts-check
/** The tables of the reports: what stands in them, how they are shown, copied and written for WPS. */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerModel: model, ledgerSituation: situation, ledgerEventWords } = Qingdan.lib;

  const DAY = /^\d{4}-\d\d-\d\d$/;

  /** @typedef {{title: string, heads: string[], rows: (string | number)[][], note?: string}} Plain */

  /** @param {string} head @param {Count[]} counts @returns {Plain} */
  function counted(head, counts) {
    return { title: `分${head}`, heads: [head, "问题", "已销号", "留号", "长期坚持", "完成率", "措施", "已完成措施", "措施完成率", "逾期"], rows: counts.map((one) => {
      const closed = one.states.closed || 0;
      return [one.label, one.problems, closed, one.problems - closed, one.long, situation.percent(one.rate), one.measures.of, one.measures.done, situation.percent(one.measures), one.overdue];
    }) };
  }

  /** How many problems each kind of step was done with. @param {Report["changed"]} changed */
  function sumOf(changed) {
    return changed.map(({ label, list }) => `${label} ${new Set(list.map(({ problem }) => problem.id)).size} 个`).join("，");
  }

  /** What came in, one line each; a table brings hundreds. @param {Report["booked"]} booked @returns {string[][]} */
  function booked({ created, added, updated }) {
    const imported = [added && `新增 ${added} 个`, updated && `更新 ${updated} 个`].filter(Boolean).join("，");
    return [["登记", created ? `本期登记 ${created} 个` : ""], ["导入", imported]].filter(([, words]) => words).map(([label, words]) => [label, "", "", words, "", ""]);
  }

  /**
   * @param {Report} report @param {string} procedure that names the steps
   * @param {{counts: Count[], nameOf(problem: Problem): string} | null} [several] where it is of several units: each of them, and whose a problem is
   * @returns {Plain[]}
   */
  function periodic(report, procedure, several = null) {
    const { total, byState, byUnit, byClass, changed, booked: came, due, overdue, long, period } = report;
    /** @param {any} one */
    const name = ({ problem, measure }) => {
      const found = measure && model.measuresOf(problem.value).find((/** @type {any} */ other) => other.uid === measure);
      return found ? `措施：${found.text}` : problem.value.text;
    };
    const heads = (/** @type {string[]} */ ...words) => (several ? ["单位", ...words] : words);
    /** @param {Problem} problem @param {...(string | number)} cells */
    const row = (problem, ...cells) => (several ? [several.nameOf(problem), ...cells] : cells);
    /** @param {any[]} list */
    const dated = (list) => list.map((one) => row(one.problem, one.problem.value.no, name(one), one.problem.value.units[0] || "", one.problem.value.persons[0] || "", one.due, one.days < 0 ? `逾期 ${-one.days} 天` : one.days === 0 ? "今天" : `还有 ${one.days} 天`));
    const DATED = heads("序号", "问题或措施", "牵头单位", "主要责任人", "期限", "还有几天");
    return [
      { ...counted("范围", [{ ...total, label: "全部问题" }]), title: "总体进展", note: "完成率不算长期坚持的；长期坚持的另列。" },
      ...(several ? [counted("单位", several.counts)] : []),
      { title: "各状态", heads: ["状态", "问题"], rows: byState.map(({ label, count }) => [label, count]) },
      { title: `本期办了什么（${period.from} 至 ${period.to}）`, note: changed.length ? `按问题计：${sumOf(changed)}。` : "", heads: heads("办了什么", "日期", "序号", "问题", "经办人", "说明"), rows: [
        ...changed.flatMap(({ label, list }) => list.map(({ problem, event }) => row(problem, label, event.on, problem.value.no, problem.value.text, event.by, [...ledgerEventWords.wordsOf(event, problem.value, procedure), event.note].filter(Boolean).join("；")))), ...booked(came).map((cells) => (several ? ["", ...cells] : cells)),
      ] },
      { title: "逾期的", heads: DATED, rows: dated(overdue) },
      { title: `到下期末（${period.next.to}）要到期的`, heads: DATED, rows: dated(due) },
      counted("责任单位", byUnit), counted("类别", byClass),
      { title: "长期坚持", heads: heads("序号", "问题", "阶段目标", "最新进展"), rows: long.map(({ problem, stages, progress }) => row(problem, problem.value.no, problem.value.text, stages.join("；"), progress)) },
    ];
  }

  /** @param {Plain} plain */
  function table({ title, heads, rows, note }) {
    return [h("h3", { class: "qd-report__cap" }, title), note && h("p", { class: "qd-note" }, note), rows.length ? h("div", { class: "qd-scroll", tabindex: 0, role: "region", "aria-label": title },
      h("table", { class: "qd-table" }, h("thead", null, h("tr", null, heads.map((head) => h("th", { scope: "col" }, head)))),
        h("tbody", null, rows.map((row) => h("tr", null, row.map((cell) => h("td", { class: DAY.test(String(cell)) ? "qd-nowrap" : null }, cell))))))) : h("p", { class: "qd-empty" }, "没有。")];
  }

  /**
   * The report as WPS and Word take it: plain tables with borders of their own, no style sheet of the site.
   * @param {string} title @param {{title: string, level: number, text: string, table: Plain | null}[]} parts
   */
  function office(title, parts) {
    const page = h("div", null, h("h1", { style: "text-align:center;font-family:方正小标宋简体,宋体;font-size:22pt;font-weight:normal" }, title));
    for (const { title: head, level, text, table: one } of parts) {
      page.append(h("p", { style: `font-family:${level === 1 ? "黑体" : "楷体_GB2312,楷体"};font-size:16pt;text-indent:2em` }, head));
      if (text) page.append(h("p", { style: "font-family:仿宋_GB2312,仿宋;font-size:16pt;text-indent:2em" }, text));
      if (one && one.rows.length) {
        const cell = (/** @type {string} */ tag, /** @type {any} */ words) => h(tag, { style: "border:1px solid #000;padding:2px 4px;font-family:仿宋_GB2312,仿宋;font-size:10.5pt;text-align:left" }, words);
        page.append(h("table", { style: "border-collapse:collapse;width:100%", border: 1 }, h("thead", null, h("tr", null, one.heads.map((words) => cell("th", words)))),
          h("tbody", null, one.rows.map((row) => h("tr", null, row.map((words) => cell("td", words)))))));
      } else if (one) page.append(h("p", { style: "font-family:仿宋_GB2312,仿宋;font-size:16pt;text-indent:2em" }, "没有。"));
    }
    return page;
  }

  Qingdan.lib.ledgerReportTables = { periodic, table, office };
})();
