// @ts-check
/** The working page of the ledger: its start, its table or cards, and what goes between its parts. */
(function () {
  "use strict";

  const { h, fill, toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerBoard: board, ledgerFilter: filter, ledgerTools: tools, ledgerTable, ledgerCards, ledgerPaper, ledgerUnsaved, session } = Qingdan.lib;

  const REST = 120; // ms after a change of one problem until the counts follow
  const NARROW = "(max-width: 44.9375em)"; // as in the style sheets

  /** @param {HTMLElement} root */
  async function start(root) {
    /** @param {string} name */
    const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part="${name}"]`));
    const rules = /** @type {HTMLDetailsElement} */ (root.querySelector("#rules"));
    const isThere = () => Boolean(location.hash && rules.querySelector(`#${CSS.escape(decodeURIComponent(location.hash.slice(1)))}`));
    if (!isThere()) rules.open = false;
    window.addEventListener("hashchange", () => {
      if (isThere()) rules.open = true;
    });
    if (session.readOnly) return;

    /** @type {Problem[]} */
    let shown = [];
    /** @type {Line[]} */
    let lines = [];
    const narrow = window.matchMedia(NARROW);
    /** @type {any} */
    let table = null;
    /** @type {any} */
    let cards = null;

    /** @type {PageHooks} */
    const hooks = {
      open: async (problem, column) => {
        await board.load("drawer");
        Qingdan.lib.ledgerDrawer.open(problem, column);
      },
      redraw: () => table && table.show(lines),
      goTo: (id, column) => {
        const problem = board.byId(id);
        if (!problem) return;
        const key = `${problem.unit} ${id}`;
        if (!lines.some((line) => line.key === key)) filter.choose({});
        if (!table || !table.goTo(key, column)) hooks.open(problem, column);
      },
      shown: () => shown,
    };

    function setView() {
      [table, cards] = [null, null];
      if (narrow.matches) cards = ledgerCards.create(part("board"), hooks.open);
      else table = ledgerTable.create(part("board"), { open: hooks.open, select: showSelected });
      fill(part("hint"), narrow.matches ? "" : "方向键移动，回车或 F2 修改，Esc 放弃，Tab 存下往右走，空格选中。多人的名单第一个牵头。");
      draw();
    }

    function draw() {
      if (table) table.show(lines);
      if (cards) cards.show(lines);
    }

    /** @param {Set<string>} keys */
    async function showSelected(keys) {
      const place = part("marked");
      if (!keys.size || board.isMerged()) return fill(place);
      await board.load("bulk");
      Qingdan.lib.ledgerBulk.show(place, [...keys].map((key) => key.split(" ")[1]), () => table && table.clear());
    }

    let begun = false, counting = 0;
    /** @param {Problem} [changed] the only one that is another than before */
    function refresh(changed) {
      const some = board.problems().length > 0, failure = board.failure();
      part("start").hidden = some || Boolean(failure);
      part("work").hidden = !some;
      clearTimeout(counting);
      const count = () => (part("summary").textContent = failure || tools.summary());
      if (changed) counting = window.setTimeout(count, REST); // after what people look at is drawn
      else count();
      if (!some) {
        if (failure) return;
        tools.begin(part("start"), hooks);
        return;
      }
      if (!begun) {
        begun = true;
        tools.start(part("tools"), hooks);
        setView();
        filter.start(/** @type {HTMLFormElement} */ (part("filter")), (next, found) => {
          [lines, shown] = [next, found];
          draw();
        });
      } else filter.again(Boolean(changed));
      if (changed) return;
      part("tools").querySelectorAll("[data-own]").forEach((one) => (/** @type {HTMLElement} */ (one).hidden = board.isMerged()));
      fill(part("legend"), "亮灯：", ledgerPaper.legend(board.settings()), board.isMerged() && h("strong", null, "正在看几个单位的汇总，只能看，不能改。 "),
        board.isMerged() && [["reports.html", "汇总报告"], ["wall.html", "汇总挂图"]].map(([page, words]) => h("a", { class: "qd-tool", href: `${page}?units=${board.units().join(",")}` }, words)),
        board.isMerged() && tools.tool("回到本单位", () => board.merged(null)));
    }

    narrow.addEventListener ? narrow.addEventListener("change", setView) : narrow.addListener(setView);
    ledgerPaper.start(part("paper"), () => shown);
    document.addEventListener("paste", onPaste);
    acceptFiles();
    await board.ready;
    /** @type {HTMLElement} */ (root.querySelector("[data-work]")).hidden = false;
    refresh();
    board.subscribe(refresh);
    window.addEventListener("hashchange", () => follow(hooks));
    follow(hooks);
    ledgerUnsaved.tellLeft();
  }

  /** Go to the problem that the address names: #problem/<uid>, and in it a measure or the checks. @param {PageHooks} hooks */
  function follow(hooks) {
    if (!location.hash.startsWith("#problem/")) return;
    const [, id, place] = location.hash.split("/").map((part) => decodeURIComponent(part)), problem = board.byId(id);
    if (problem && place) return hooks.open(problem, place === "checks" ? "checks" : `measures/${place}/text`);
    if (!problem) return;
    hooks.goTo(id, "text");
    if (document.activeElement) document.activeElement.scrollIntoView({ block: "center" });
  }

  /** Ctrl+V anywhere but in a field brings a table. @param {ClipboardEvent} event */
  function onPaste(event) {
    const target = /** @type {Element} */ (event.target), data = event.clipboardData;
    if (!data || target.closest("input, textarea, [contenteditable]") || document.querySelector("dialog[open]")) return;
    const given = { html: data.getData("text/html"), text: data.getData("text/plain") };
    if (!given.html && !given.text.trim()) return;
    event.preventDefault();
    if (!refusedInMerged()) tools.importing(given);
  }

  function acceptFiles() {
    const isFile = (/** @type {DragEvent} */ event) => Boolean(event.dataTransfer && [...event.dataTransfer.types].includes("Files"));
    document.addEventListener("dragover", (event) => {
      if (isFile(event)) event.preventDefault();
    });
    document.addEventListener("drop", (event) => {
      if (!isFile(event) || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      const [file] = event.dataTransfer ? [...event.dataTransfer.files] : [];
      if (file && !refusedInMerged()) tools.importing({ dropped: file });
    });
  }

  /** A table goes into one unit's ledger. */
  function refusedInMerged() {
    if (board.isMerged()) toast("正在看汇总。要导入，先点“回到本单位”。");
    return board.isMerged();
  }

  Qingdan.register("ledger-page", start);
})();
