// @ts-check
/** 反向抽查: a sheet with a random sample of closed problems, drawn again the same from the same seed. */
(function () {
  "use strict";

  const { h, toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerBoard: board, ledgerDraws, ledgerModel: model, ledgerPaper, tableCopy, dialogs } = Qingdan.lib;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  const COLUMNS = [
    { title: "序号", value: (/** @type {Problem} */ { value }) => value.no }, { title: "问题", value: (/** @type {Problem} */ { value }) => value.text },
    { title: "销号日期", value: (/** @type {Problem} */ { value }) => value.now.closedOn }, { title: "责任单位", value: (/** @type {Problem} */ { value }) => value.units.join("、") },
    { title: "佐证材料", value: (/** @type {Problem} */ { value }) => value.evidence.join("；") },
    { title: "措施和成果", value: (/** @type {Problem} */ { value }) => model.measuresOf(value).map((/** @type {any} */ one) => `${one.text}${one.result ? `（${one.result}）` : ""}`).join("；") },
    { title: "现场看到的", value: () => "" }, { title: "对得上吗", value: () => "" },
  ];

  function open() {
    const closed = board.problems().filter(({ value }) => value.now.state === "closed").length;
    const seed = h("input", { type: "text", class: "qd-input", value: dates.today() }), share = h("input", { type: "number", class: "qd-input", min: 1, max: 100, value: 10 });
    const dialog = dialogs.open({ title: "", body: [], actions: [] }, { wide: true });
    ask();

    function ask() {
      dialog.show({
        title: "反向抽查：从佐证倒查事实",
        body: [
          h("p", null, `已销号 ${closed} 个，随机抽几个，拿着佐证到现场核对。抽多少、怎样抽，讲话没有写，是本工具约定。`),
          h("label", { class: "qd-field" }, "抽百分之几", share), h("label", { class: "qd-field" }, "抽签号：用同一个号，抽出来的一样，别人可以重抽核对", seed),
        ],
        focus: share,
        actions: [
          { text: "抽", kind: "primary", run: () => (closed ? show() : dialog.complain("还没有已销号的问题。")) },
          { text: "取消", run: () => setTimeout(dialog.close) },
        ],
      });
    }

    function columns() {
      return board.isMerged() ? [{ title: "单位", value: (/** @type {Problem} */ { unit }) => board.unitName(unit) }, ...COLUMNS] : COLUMNS;
    }

    /** @param {Problem[]} problems @param {string} looks */
    function table(problems, looks) {
      return h("table", { class: looks }, h("thead", null, h("tr", null, columns().map(({ title }) => h("th", { scope: "col" }, title)))),
        h("tbody", null, problems.map((one) => h("tr", null, columns().map(({ title, value }) => h("td", { class: title === "销号日期" ? "qd-nowrap" : null }, value(one)))))));
    }

    function show() {
      const percent = Math.min(100, Math.max(1, Number(share.value) || 10)), drawn = ledgerDraws.draw(board.problems(), { seed: seed.value.trim(), share: percent / 100 });
      dialog.show({
        title: `抽出 ${drawn.problems.length} 个（共 ${drawn.of} 个已销号）`,
        body: [h("p", { class: "qd-note" }, `抽签号：${drawn.seed}，抽 ${percent}%。`), h("div", { class: "qd-dialog__table", tabindex: 0, role: "region", "aria-label": "抽查表" }, table(drawn.problems, "qd-table"))],
        actions: [
          { text: "打印", run: async () => {
            setTimeout(dialog.close);
            await dialog.closed;
            ledgerPaper.print([
              h("h2", null, "反向抽查表"),
              h("p", { class: "qd-ledger__head" }, `单位：${board.title()}　从 ${drawn.of} 个已销号的问题里抽 ${drawn.problems.length} 个　抽签号：${drawn.seed}　打印日期：${dates.format(dates.today())}`),
              table(drawn.problems, "qd-table qd-ledger__sheet"), h("p", { class: "qd-sign" }, "抽查人：", h("span"), " 被查单位：", h("span"), " 日期：", h("span")),
            ]);
          } },
          { text: "复制为表格", kind: "primary", run: () => toast(tableCopy.copy(columns(), drawn.problems) ? "已复制，到 WPS 里粘贴、打印。" : "浏览器不让复制。") },
          { text: "重抽", run: () => setTimeout(ask) }, { text: "关闭", run: () => setTimeout(dialog.close) },
        ],
      });
    }
  }

  Qingdan.lib.ledgerDrawSheet = { open };
})();
