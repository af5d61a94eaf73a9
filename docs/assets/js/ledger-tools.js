// @ts-check
/** The buttons above the ledger, and its start: what one can begin with. */
(function () {
  "use strict";

  const { h, fill, toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerBoard: board, ledgerCells: cells, ledgerStore, ledgerModel: model, ledgerFill, session, store, dialogs } = Qingdan.lib;

  /**
   * @typedef {{open(problem: Problem, column?: string): void, redraw(): void, goTo(id: string, column: string): void, shown(): Problem[]}} PageHooks
   */

  const OWN = { "data-own": "" }; // is about one unit, and rests in a merged view

  /** @param {string} text @param {() => any} run @param {Record<string, any>} [more] */
  function tool(text, run, more = {}) {
    return h("button", { type: "button", class: "qd-tool", onclick: () => attempt(run), ...more }, text);
  }

  /** What a store refuses is said; what is broken goes to the console. @param {() => any} run */
  async function attempt(run) {
    try {
      await run();
    } catch (error) {
      toast(/** @type {Error} */ (error).message);
      if (/** @type {Error} */ (error).name !== "StoreError") throw error;
    }
  }

  /** @param {HTMLElement} place @param {PageHooks} hooks */
  function start(place, hooks) {
    const menu = h("details", { class: "qd-fold qd-ledger__columns" }, h("summary", null, "显示哪些栏"), h("div", { class: "qd-choices" }));
    fill(place,
      tool("新增问题", () => add(hooks), OWN),
      tool("导入、粘贴", () => importing(), OWN),
      tool("体检", async () => {
        await board.load("check");
        Qingdan.lib.ledgerCheckPanel.open(hooks);
      }, OWN),
      h("a", { class: "qd-tool", href: "reports.html", ...OWN }, "报告"),
      h("a", { class: "qd-tool", href: "wall.html", ...OWN }, "挂图作战"),
      tool("导出", () => sharing("exporting")),
      tool("分发与回收", () => sharing("distribute"), OWN),
      tool("汇总", () => sharing("gather")),
      tool("反向抽查", async () => {
        await board.load("draw");
        Qingdan.lib.ledgerDrawSheet.open();
      }),
      tool("打印台账", () => window.print()),
      tool("设置", async () => {
        await board.load("settings");
        Qingdan.lib.ledgerSettings.open();
      }, OWN),
      menu);
    const choices = /** @type {HTMLElement} */ (menu.lastElementChild);
    menu.addEventListener("toggle", () => {
      const chosen = new Set(cells.chosen());
      fill(choices, cells.columns().filter((/** @type {BoardColumn} */ { id }) => id !== "unit").map((/** @type {BoardColumn} */ { id, label }) => {
        const box = h("input", { type: "checkbox", onchange: () => {
          if (box.checked) chosen.add(id);
          else chosen.delete(id);
          cells.choose(chosen.size ? [...chosen] : cells.USUAL);
          hooks.redraw();
        } });
        box.checked = chosen.has(id);
        return h("label", { class: "qd-check" }, box, label);
      }));
    });
  }

  /** @param {"exporting" | "distribute" | "gather"} what */
  async function sharing(what) {
    await board.load("exchange");
    Qingdan.lib.ledgerShare[what]();
  }

  /** @param {any} [given] what was pasted or dropped */
  async function importing(given) {
    await board.load("import");
    Qingdan.lib.ledgerImport.open(given);
  }

  /** @param {PageHooks} hooks */
  async function add(hooks) {
    const unit = session.unit();
    const text = h("textarea", { class: "qd-input", rows: 3 });
    const no = h("input", { type: "text", class: "qd-input", autocomplete: "off", value: nextNumber() });
    const dialog = dialogs.open({
      title: "新增问题",
      body: [h("label", { class: "qd-field" }, "序号", no), h("label", { class: "qd-field" }, "问题（一格写一个）", text), h("p", { class: "qd-note" }, "措施、时限和责任人接着在详情里填。")],
      focus: text,
      actions: [
        { text: "新增", kind: "primary", run: async () => {
          if (!text.value.trim()) return void dialog.complain("请写上问题。");
          const { value } = await board.change("新增问题", (uid) => ledgerStore.add(uid, { no: no.value.trim(), text: text.value.trim(), source: "feedback" }), unit && unit.uid);
          board.take(value);
          dialog.close();
          await dialog.closed;
          hooks.open(value);
        } },
        { text: "取消", run: () => dialog.close() },
      ],
    });
  }

  /** One more than the highest number, as wide as that is; "" where the numbers are none. */
  function nextNumber() {
    const numbers = board.problems().map(({ value }) => value.no.normalize("NFKC").trim()), whole = numbers.filter((no) => /^\d{1,9}$/.test(no));
    const last = whole.sort((a, b) => Number(b) - Number(a))[0];
    return last ? String(Number(last) + 1).padStart(last.length, "0") : numbers.some(Boolean) ? "" : "1";
  }

  // ── The start ──

  /** @param {HTMLElement} place @param {PageHooks} hooks */
  function begin(place, hooks) {
    /** @param {string} title @param {string} words @param {() => any} run @param {boolean} [first] */
    const way = (title, words, run, first) => h("li", null, h("button", { type: "button", class: `qd-button${first ? " qd-button--primary" : ""}`, onclick: () => attempt(run) }, title), h("span", null, words));
    fill(place, h("h2", null, "还没有问题，从哪里开始？"),
      h("ul", { class: "qd-plain qd-starts" },
        way("从表格粘贴", "在 WPS、Excel 里选中整张表（连同表头）复制，在这一页按 Ctrl+V。", () => importing(), true),
        way("从文件导入", ".xlsx、.csv 都行；表头认不全的，可以自己指。", () => importing({ file: true })),
        way("看样例", "一个虚构高新区的台账，放在一个演练单位里，随便改，不影响别的单位。", sample),
        way("自己填", "一个一个新增问题。", () => add(hooks)),
        way("从备份接着做", "以前“保存到文件”的 .json，或牵头单位交回的文件。", backup),
        way("汇总几个单位", "各单位“保存到文件”的 .json 一起导入，放在一张表里看。", () => sharing("gather"))));
  }

  async function backup() {
    const bar = /** @type {HTMLElement} */ (document.querySelector("[data-later]"));
    for (const path of (bar.dataset.later || "").split(" ")) await Qingdan.loadScript(path);
    Qingdan.lib.backup.openImport();
  }

  /** The sample, in a unit for practice whose today is the day on which it stops. */
  async function sample() {
    await Qingdan.loadScript("data/ledger-sample.js");
    const given = /** @type {any} */ (window).QINGDAN_LEDGER_SAMPLE;
    const known = session.units().find((/** @type {Unit} */ { profile }) => profile.practice && profile.ledgerSample === given.id);
    if (known) return session.choose(known.uid);
    const taken = new Set(session.units().map(({ name }) => name));
    let name = given.name;
    for (let n = 2; taken.has(name); n++) name = `${given.name} ${n}`;
    const { value } = await session.track("样例", store.createUnit({ name, profile: { ...given.profile, practice: true, practiceDay: given.as_of, ledgerSample: given.id } }));
    await session.track("样例", ledgerStore.apply(value.uid, ledgerFill.sampleJobs(given), "放入样例"));
    session.choose(value.uid);
    await board.refresh();
    toast(`样例已放进演练单位“${name}”，今天当作 ${given.as_of}。`);
  }

  /** How far the ledger is, in a line. */
  function summary() {
    const all = board.problems(), { ledgerReports: reports, ledgerSituation: situation } = Qingdan.lib;
    if (!all.length) return "";
    const sum = reports.count("", all, Qingdan.lib.dates.today()), words = [`${all.length} 个问题`, ...model.choices("state").filter((/** @type {LedgerChoice} */ { id }) => sum.states[id]).map((/** @type {LedgerChoice} */ one) => `${one.short || one.label} ${sum.states[one.id]}`)];
    return `${words.join("，")}；完成率 ${situation.percent(sum.rate)}${sum.long ? `（另有长期坚持 ${sum.long} 个）` : ""}，措施 ${situation.percent(sum.measures)}${sum.overdue ? `；逾期 ${sum.overdue} 个` : ""}。`;
  }

  Qingdan.lib.ledgerTools = { start, begin, tool, attempt, importing, summary };
})();
