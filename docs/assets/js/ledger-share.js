// @ts-check
/** 导出、分发与回收、汇总: the ledger leaves this computer and comes back, in files. */
(function () {
  "use strict";

  const { h, fill, toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerBoard: board, ledgerOutput: output, ledgerStore, ledgerReports: reports, ledgerSituation: situation, dialogs, store, session, tableCopy } = Qingdan.lib;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  /** @param {string} text @param {() => any} run */
  function button(text, run) {
    return h("button", { type: "button", class: "qd-button", onclick: run }, text);
  }

  async function backup() {
    const bar = /** @type {HTMLElement} */ (document.querySelector("[data-later]"));
    for (const path of (bar.dataset.later || "").split(" ")) await Qingdan.loadScript(path);
    return Qingdan.lib.backup;
  }

  /** @param {string} name */
  function handed(name) {
    toast(`已交给浏览器保存：${name}。请到“下载”文件夹里确认。`);
  }

  // ── 导出 ──

  function exporting() {
    const merged = board.isMerged(), [mapping] = merged ? [] : board.settings().mappings, unit = session.unit();
    /** @param {string} title @param {string} words @param {() => any} run */
    const way = (title, words, run) => h("li", null, button(title, () => dialog.run(run)), h("span", null, words));
    const dialog = dialogs.open({
      title: "导出台账",
      body: [h("ul", { class: "qd-plain qd-starts" },
        !merged && way("数据文件（.json）", "连同办理记录，换电脑接着做、交给别人合并都用它。", async () => unit && (await backup()).exportUnit(unit.uid)),
        way("表格（.xlsx）", merged ? "几个单位的放在一张表里，第一栏是单位；里面没有办理记录。" : "WPS、Excel 里能筛选、有下拉选项；改过再导回来，办理记录不丢。", async () => handed(await output.workbook(null))),
        mapping && way("本单位的表（.xlsx）", `照上次粘贴的列和顺序：${mapping.headings.slice(0, 6).join("、")}……`, async () => handed(await output.workbook(mapping))),
        way("表格（.csv）", "本工具的栏目，一条措施一行。", () => handed(output.csv(null))),
        mapping && way("本单位的表（.csv）", "同上，只有看得见的内容。", () => handed(output.csv(mapping))),
        way("复制为表格", "粘贴到 WPS、Excel。", () => toast(output.copy() ? "已复制。" : "浏览器不让复制。")))],
      actions: [{ text: "关闭", run: () => setTimeout(dialog.close) }],
    }, { wide: true });
  }

  // ── 分发与回收 ──

  function distribute() {
    const unit = session.unit(), groups = new Map();
    for (const problem of board.problems()) {
      const name = problem.value.units[0] || "";
      groups.set(name, [...(groups.get(name) || []), problem]);
    }
    const dialog = dialogs.open({
      title: "分发与回收",
      body: [
        h("p", null, "一个牵头单位一个文件，只装它牵头的问题和办理记录，不带表单、清单和别的填写。牵头单位在自己的电脑上用“从备份接着做”打开，办完再“保存到文件”，把名称以“整改台账交回”开头的文件交回来；收回时按编号合并，先看预览。"),
        h("table", { class: "qd-table" }, h("thead", null, h("tr", null, ["牵头单位", "问题", "没有销号", ""].map((words) => h("th", { scope: "col" }, words || h("span", { class: "qd-visually-hidden" }, "文件"))))),
          h("tbody", null, [...groups].map(([name, list]) => h("tr", null, h("th", { scope: "row" }, name || "没有写责任单位"), h("td", null, list.length),
            h("td", null, list.filter((/** @type {Problem} */ { value }) => value.now.state !== "closed").length),
            h("td", null, name && h("button", { type: "button", class: "qd-button qd-button--small", "aria-label": `存 ${name} 的文件`, onclick: () => dialog.run(() => save(name, list)) }, "存成文件")))))),
      ],
      actions: [
        { text: "全部存成文件", kind: "primary", run: async () => {
          for (const [name, list] of groups) if (name) await save(name, list);
        } },
        { text: "回收：导入交回的文件", run: async () => {
          setTimeout(dialog.close);
          await dialog.closed;
          (await backup()).openImport();
        } },
        { text: "关闭", run: () => setTimeout(dialog.close) },
      ],
    }, { wide: true });

    /** @param {string} name @param {Problem[]} list */
    async function save(name, list) {
      if (unit) handed(await output.handout(unit, name, new Set(list.map(({ id }) => id))));
    }
  }

  // ── 汇总 ──

  async function gather() {
    const units = /** @type {Unit[]} */ (await store.units()), all = /** @type {Problem[]} */ (await ledgerStore.load(units.map(({ uid }) => uid)));
    const counts = units.map((unit) => reports.count(unit.name, all.filter((problem) => problem.unit === unit.uid), dates.today()));
    const real = units.some((unit, at) => counts[at].problems > 0 && !unit.profile.practice);
    const boxes = units.map((unit, at) => h("input", { type: "checkbox", "aria-label": unit.name, value: unit.uid, checked: counts[at].problems > 0 && !(real && unit.profile.practice), onchange: () => total() }));
    const sum = h("tr", { class: "qd-total" });
    const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
    /** The last row, of the chosen units. */
    function total() {
      const taken = chosen(), count = reports.count(`合计（${taken.length} 个单位）`, all.filter(({ unit }) => taken.includes(unit)), dates.today());
      fill(sum, h("td"), cells(count).map((cell, at) => (at ? h("td", null, cell) : h("th", { scope: "row" }, cell))));
      return count;
    }
    const heads = ["单位", "问题", "已销号", "留号", "逾期", "长期坚持", "完成率", "措施完成率"];
    /** @param {Count} one */
    const cells = (one) => [one.label, one.problems, one.states.closed || 0, one.problems - (one.states.closed || 0), one.overdue, one.long, situation.percent(one.rate), situation.percent(one.measures)];
    const dialog = dialogs.open({
      title: "汇总几个单位的台账",
      body: [
        h("p", null, "先把各单位“保存到文件”的文件一起导入，每个单位各存各的，互不影响；再选几个单位放在一张表里看。汇总里只看不改。"),
        h("div", { class: "qd-dialog__table", tabindex: 0, role: "region", "aria-label": "各单位" }, h("table", { class: "qd-table" },
          h("thead", null, h("tr", null, h("th", { scope: "col" }, "选"), heads.map((words) => h("th", { scope: "col" }, words)))),
          h("tbody", null, units.map((_, at) => h("tr", null, h("td", null, boxes[at]), cells(counts[at]).map((cell, n) => (n ? h("td", null, cell) : h("th", { scope: "row" }, cell))))), sum))),
      ],
      actions: [
        { text: "放在一张表里看", kind: "primary", run: () => {
          if (!chosen().length) return void dialog.complain("还没有选单位。");
          board.merged(chosen());
          setTimeout(dialog.close);
        } },
        { text: "导入各单位的文件", run: async () => {
          setTimeout(dialog.close);
          await dialog.closed;
          (await backup()).openImport([], gather);
        } },
        { text: "复制合计表", run: () => {
          const rows = [...counts.filter((_, at) => boxes[at].checked), total()].map(cells);
          toast(tableCopy.copy(heads.map((title, at) => ({ title, value: (/** @type {any[]} */ row) => row[at] })), rows) ? "已复制，到 WPS 里粘贴。" : "浏览器不让复制。");
        } },
        { text: "关闭", run: () => setTimeout(dialog.close) },
      ],
    }, { wide: true });
    total();
  }

  Qingdan.lib.ledgerShare = { exporting, distribute, gather };
})();
