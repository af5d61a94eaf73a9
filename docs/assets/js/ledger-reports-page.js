// @ts-check
/** The page of the reports: which one, of which period; on the page, on paper, copied, as a file for WPS. */
(function () {
  "use strict";

  const { h, fill, toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerBoard: board, ledgerModel: model, ledgerReports: reports, ledgerSituation: situation, ledgerStore, ledgerReportTables: tables, ledgerCite, files, tableCopy, session } = Qingdan.lib;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  /** @typedef {{title: string, level: number, text: string, table: any, sources?: string[], convention?: boolean}} Part */

  /** @param {HTMLElement} root */
  async function start(root) {
    if (session.readOnly) return;
    /** @param {string} name */
    const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part="${name}"]`));
    const kinds = [...model.data().rhythms.map((/** @type {any} */ { id, label }) => [id, label]), ["situation", "整改情况报告"]];
    const kind = h("select", { name: "kind" }, kinds.map(([value, words]) => h("option", { value }, words)));
    const day = h("input", { type: "date", name: "day", class: "qd-input", min: "2000-01-01", max: "2999-12-31" });
    const given = new URL(location.href).searchParams;
    if (given.get("kind")) kind.value = given.get("kind");
    if (kind.selectedIndex < 0) kind.selectedIndex = 0;
    /** Of a merged view: each unit writes its own 整改情况报告. */
    const together = (given.get("units") || "").split(",").filter(Boolean);
    if (together.length) [...kind.options].filter(({ value }) => value === "situation").forEach((one) => one.remove());
    let title = "", drawing = Promise.resolve();
    /** @type {Part[]} */
    let parts = [];
    fill(part("choose"), h("div", { class: "qd-ledger__fields" }, h("label", { class: "qd-field" }, "哪一份", kind), h("label", { class: "qd-field" }, "哪一天所在的一期", day)));
    part("choose").addEventListener("input", () => later());
    part("choose").addEventListener("submit", (event) => event.preventDefault());
    fill(part("tools"), tool("打印", () => window.print()), tool("复制到 WPS", copy), tool("存成网页（Word、WPS 能打开）", save), tool("复制全部表格", copyTables),
      h("a", { class: "qd-tool", href: "index.html" }, "回到台账"));
    board.subscribe(later);
    await board.ready;
    const known = together.filter((uid) => session.units().some((/** @type {Unit} */ one) => one.uid === uid));
    if (known.length) board.merged(known);
    day.value = day.value || dates.today();
    /** @type {HTMLElement} */ (root.querySelector("[data-work]")).hidden = false;
    await later();

    function later() {
      drawing = drawing.then(draw).catch((error) => console.error("Qingdan: ledger-reports", error));
      return drawing;
    }

    async function draw() {
      const unit = board.unit(), problems = board.problems(), { procedure } = board.settings(), name = board.title() || "____________";
      day.parentElement.hidden = kind.value === "situation";
      root.classList.toggle("has-report", Boolean(unit && problems.length));
      root.classList.toggle("is-cited", kind.value === "situation"); // its outline names its sources on paper, too
      if (!unit || !problems.length) {
        parts = [];
        return fill(part("report"), h("p", { class: "qd-empty" }, board.failure() || "台账里还没有问题。"), h("p", null, h("a", { href: "index.html" }, board.failure() ? "回到台账" : "去建台账")));
      }
      if (kind.value === "situation") {
        title = `${name}整改情况报告（数据部分）`;
        parts = situation.situation(problems, board.settings()).flatMap((/** @type {SituationPart} */ one) => [
          { title: one.title, level: 1, text: "", table: null, sources: one.sources },
          ...one.points.map((point) => ({ title: point.text, level: 2, text: point.table ? "" : "（由单位写）", table: point.table, sources: point.sources, convention: point.convention })),
        ]);
      } else {
        const period = reports.periodOf(kind.value, dates.isDate(day.value) ? day.value : dates.today()), past = period.to < dates.today();
        const { all, events } = await ledger(problems), then = past ? reports.asOf(all, events, period.to) : all;
        const several = board.isMerged() ? { nameOf, counts: reports.countBy(then, nameOf, past ? period.to : dates.today(), "") } : null;
        title = `${name}整改${kind.options[kind.selectedIndex].text}（${dates.format(period.from)}至${dates.format(period.to)}）`;
        parts = tables.periodic(reports.report(then, events, period, dates.today(), procedure), procedure, several).map((/** @type {any} */ one) => ({ title: one.title, level: 1, text: one.note || "", table: one }));
      }
      fill(part("report"), h("h2", null, title), h("p", { class: "qd-note" }, `制表：${dates.format(dates.today())}`), parts.flatMap((one) => (one.table && !one.sources ? tables.table(one.table)
        : [h(one.level === 1 ? "h3" : "p", { class: one.level === 1 ? "" : "qd-report__cap" }, one.title, ledgerCite.cite(one.sources || [], one.convention)), one.text && h("p", { class: "qd-note" }, one.text),
          ...(one.table ? tables.table(one.table).slice(1) : [])])));
    }

    /**
     * What is reported on. Files that are passed on give problems of several units the same id: here they have their own.
     * @param {Problem[]} problems @returns {Promise<{all: Problem[], events: LedgerEvent[]}>}
     */
    async function ledger(problems) {
      const own = (/** @type {string} */ unit, /** @type {string} */ id) => (board.isMerged() ? `${unit} ${id}` : id);
      const lists = await Promise.all(board.units().map(async (/** @type {string} */ uid) => (await ledgerStore.allEvents(uid)).map((/** @type {LedgerEvent} */ one) => ({ ...one, problem: own(uid, one.problem) }))));
      return { all: problems.map((one) => ({ ...one, id: own(one.unit, one.id) })), events: lists.flat() };
    }

    /** @param {Problem} problem */
    function nameOf({ unit }) {
      return board.unitName(unit);
    }

    function page() {
      return tables.office(title, parts);
    }

    function copy() {
      const copied = tableCopy.copyElement(page());
      toast(copied ? "已复制，到 WPS、Word 里粘贴。" : "浏览器不让复制，请用“存成网页”。");
    }

    function copyTables() {
      const all = parts.filter(({ table }) => table && table.rows.length);
      const width = Math.max(...all.map(({ table }) => table.heads.length));
      const rows = all.flatMap(({ title: head, table }) => [[head], table.heads, ...table.rows, [""]]);
      const columns = Array.from({ length: width }, (_, at) => ({ title: "", value: (/** @type {any[]} */ row) => row[at] ?? "" }));
      toast(tableCopy.copy(columns, rows) ? "已复制，到 WPS 表格里粘贴。" : "浏览器不让复制。");
    }

    function save() {
      files.download(`${title}.html`, "text/html", `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>${title.replace(/[<&>]/g, "")}</title></head><body>${page().innerHTML}</body></html>`);
    }
  }

  /** @param {string} text @param {() => any} run */
  function tool(text, run) {
    return h("button", { type: "button", class: "qd-tool", onclick: run }, text);
  }

  Qingdan.register("ledger-reports-page", start);
})();
