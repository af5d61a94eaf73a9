// @ts-check
/**
 * What is done with a whole list: arriving at an item by its link, opening all panels, printing, clearing, and
 * the records of items that are no longer in it.
 */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const session = /** @type {Session} */ (Qingdan.lib.session);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { store } = Qingdan.lib;
  const AT_ONCE = 50; // panels between two frames
  const FILTERED = /[?&](state|role|level|text|overdue)=|#\?/; // in the URL

  /** @param {HTMLElement} tools */
  async function start(tools) {
    const list = /** @type {ListOfItems} */ (Qingdan.lib.checklist);
    const { root, rows } = list;
    const about = /** @type {HTMLDetailsElement} */ (root.querySelector(".qd-about"));
    // On a phone the first item is to stand on the first screen.
    if (matchMedia("(max-width: 44.9375em)").matches) about.open = false;
    const retired = /** @type {HTMLElement} */ (root.querySelector("[data-retired]"));
    const entries = /** @type {HTMLElement} */ (retired.querySelector("ul"));
    const retiredWords = /** @type {HTMLElement} */ (retired.querySelector("[data-retired-words]"));
    /** @type {Record<string, () => any>} */
    const actions = {
      filter: async () => (await filter()).toggle(),
      open: () => setAll("open"), close: () => setAll("close"),
      blank: () => print("blank"), state: () => print("state"), clear,
    };
    tools.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("[data-tool]");
      const action = button && actions[button.getAttribute("data-tool") || ""];
      if (action) action();
    });
    window.addEventListener("hashchange", arrive);
    window.addEventListener("beforeprint", writeHead);
    window.addEventListener("afterprint", () => delete document.body.dataset.paper);
    if (session.readOnly) {
      for (const name of ["filter", "open", "close", "state", "clear"]) {
        /** @type {HTMLElement} */ (tools.querySelector(`[data-tool="${name}"]`)).hidden = true;
      }
      return;
    }
    await list.ready;
    list.subscribe((item) => {
      if (item === null) showRetired();
    });
    showRetired();
    if (FILTERED.test(location.href)) await (await filter()).taken;
    await arrive();

    // ── Arriving ──

    /** `#Q03-07`: the item is shown whatever the filter, its panel opens, the page scrolls to it. */
    async function arrive() {
      const row = rows.get(location.hash.slice(1));
      if (!row) return;
      Qingdan.lib.checklistFilter?.reveal(row.id);
      (await panel()).open(row);
      row.element.scrollIntoView();
    }

    async function filter() {
      await Qingdan.loadScript("assets/js/checklist-filter.js");
      return Qingdan.lib.checklistFilter;
    }

    async function panel() {
      await Qingdan.loadScript("assets/js/item-panel.js");
      return Qingdan.lib.itemPanel;
    }

    /** @param {"open" | "close"} action */
    async function setAll(action) {
      const shown = [...rows.values()].filter(({ element }) => !element.hidden);
      const itemPanel = await panel();
      for (let at = 0; at < shown.length; at++) {
        itemPanel[action](shown[at]);
        if (at % AT_ONCE === AT_ONCE - 1) await new Promise((resolve) => setTimeout(resolve)); // the page stays usable
      }
      Qingdan.announce(action === "open" ? `已展开 ${shown.length} 条` : "已全部收起");
    }

    // ── Paper ──

    /** @param {"blank" | "state"} what */
    function print(what) {
      session.flush();
      document.body.dataset.paper = what;
      window.print(); // afterprint sets it back
    }

    /** Whose list this is, of which day, and what was left out. */
    function writeHead() {
      const unit = session.unit(), filter = Qingdan.lib.checklistFilter;
      const head = /** @type {HTMLElement} */ (root.querySelector("[data-paper]"));
      const name = unit ? unit.name : "____________________";
      const progress = /** @type {HTMLElement} */ (root.querySelector('[data-progress-words="all"]')).textContent;
      fill(head, h("span", null, `单位：${name}`), h("span", null, `打印日期：${dates.format(dates.today())}`),
        h("span", { class: "qd-paper__state" }, progress),
        filter?.isActive() && h("span", null, filter.words()));
    }

    // ── Clearing ──

    async function clear() {
      const unit = session.unit(), own = list.own();
      if (!unit || !own.length) {
        Qingdan.lib.dom.toast("本清单还没有记录，不用清空。");
        return;
      }
      session.flush();
      await Qingdan.loadScript("assets/js/dialogs.js");
      await Qingdan.lib.dialogs.confirm({
        title: `清空“${unit.name}”的这份清单？`,
        body: [
          h("p", null, `${list.title}：${own.length} 个条目的勾选、责任人、期限、记事和佐证都会清掉。别的清单和别的单位不受影响。`),
          h("p", null, "清空之前会自动留一个恢复点；清空之后点“撤销”，可以马上找回。"),
        ],
        yes: `清空 ${own.length} 条记录`,
        kind: "danger",
        run: () => session.track("清空", store.clearUnit(unit.uid, { only: own })),
      });
    }

    // ── Items that are no longer in the list ──

    function showRetired() {
      entries.querySelectorAll("[data-kept]").forEach((old) => old.remove());
      let kept = 0;
      for (const id of list.own()) {
        if (rows.has(id)) continue;
        kept++;
        const entry = entries.querySelector(`[data-retired-id="${CSS.escape(id)}"]`), entered = list.tick(id);
        const words = h("span", { class: "qd-record", "data-kept": "" }, h("strong", null, session.STATE_WORDS[entered.state]), list.parts(entered));
        if (entry) entry.append(words);
        else entries.append(h("li", { "data-kept": "" }, `${id}（本站没有这个编号，可能来自别的版本）`, words));
      }
      retired.hidden = !entries.children.length;
      retiredWords.textContent = kept
        ? `（保留了你的 ${kept} 条记录）` : `（${entries.children.length}）`;
    }
  }

  Qingdan.register("checklist-tools", start);
})();
