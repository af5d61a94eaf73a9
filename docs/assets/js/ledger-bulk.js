// @ts-check
/** What is done with several selected problems at once: a cell of all of them, a step, a record, removal. */
(function () {
  "use strict";

  const { h, fill, toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerBoard: board, ledgerCells: cells, ledgerModel: model, ledgerEvents, ledgerStore, dialogs } = Qingdan.lib;

  const ASSIGNED = ["leaders", "units", "coUnits", "persons", "due", "timeClass", "aspect", "class", "nature", "source"];

  let unit = ""; // of the selected problems

  /** @param {HTMLElement} place @param {string[]} ids @param {() => void} clear the selection */
  function show(place, ids, clear) {
    if (!document.querySelector("dialog[open]")) unit = (board.unit() || { uid: "" }).uid;
    const count = h("strong", null, `选中 ${ids.length} 个`);
    fill(place, h("div", { class: "qd-bulk", role: "group", "aria-label": "对选中的问题" }, count,
      button("批量填一栏", () => assign(ids)), button("批量办一步", () => act(ids)),
      button("批量记进展", () => step("progress", ids)), button("删除", () => remove(ids)), button("不选了", clear)));
  }

  /** @param {string} text @param {() => any} run */
  function button(text, run) {
    return h("button", { type: "button", class: "qd-tool", onclick: run }, text);
  }

  /** @param {string[]} ids */
  function assign(ids) {
    const place = h("div", { class: "qd-field" });
    const select = h("select", { class: "qd-input" }, ASSIGNED.map((id) => h("option", { value: id }, (model.column(id) || { label: id }).label)));
    let field = cells.field(ASSIGNED[0], "");
    const put = () => {
      field = cells.field(select.value, model.emptyOf(model.column(select.value)));
      field.removeAttribute("aria-label"); // its label is the one around it
      fill(place, h("label", null, "填什么", field));
    };
    select.addEventListener("change", put);
    put();
    const dialog = dialogs.open({
      title: `给 ${ids.length} 个问题填一栏`,
      body: [h("label", { class: "qd-field" }, "哪一栏", select), place, h("p", { class: "qd-note" }, "名单里第一个牵头。原来填的会换掉，可以撤销。")],
      focus: select,
      actions: [
        { text: "填上", kind: "primary", run: async () => {
          const id = select.value, value = cells.valueOf(id, field);
          if (model.isEmpty(value)) return void dialog.complain("还没有填。");
          const { value: done } = await board.change("批量填", (uid) => ledgerStore.patchMany(uid, ids.map((one) => ({ id: one, changes: { [id]: value, ...(id === "due" && { dueText: "" }) } }))), unit);
          dialog.close();
          told(done, ids.length);
        } },
        { text: "取消", run: () => dialog.close() },
      ],
    });
  }

  /** @param {{problems: Problem[], refused: {id: string, problems: string[]}[]}} done @param {number} of */
  function told({ refused }, of) {
    if (!refused.length) return toast(`${of} 个都办了。`);
    dialogs.open({
      title: `办了 ${of - refused.length} 个，${refused.length} 个没有办`,
      body: [h("ul", null, refused.slice(0, 200).map(({ id, problems }) => {
        const problem = board.byId(id, unit);
        return h("li", null, `${problem ? problem.value.no || problem.value.text.slice(0, 16) : id}：${problems.join("；")}`);
      }))],
      actions: [{ text: "知道了", run: () => setTimeout(() => {
        const open = /** @type {HTMLDialogElement | null} */ (document.querySelector("dialog[open]"));
        if (open) open.close();
      }) }],
    });
  }

  /** @param {string[]} ids */
  function act(ids) {
    const states = new Set(ids.map((id) => board.byId(id, unit)).filter(Boolean).map((one) => /** @type {Problem} */ (one).value.now.state));
    const offered = ledgerEvents.transitions(board.settings().procedure).filter((/** @type {Step} */ { from }) => from.some((state) => states.has(state)));
    const dialog = dialogs.open({
      title: `${ids.length} 个问题办哪一步？`,
      body: [h("p", null, "不合条件的不办，逐个说出理由。"), h("p", { class: "qd-buttons" }, offered.map((/** @type {Step} */ one) => h("button", {
        type: "button", class: "qd-button", onclick: () => {
          dialog.close();
          step(one.action, ids);
        } }, one.label)))],
      actions: [],
    });
  }

  /** @param {string} action @param {string[]} ids */
  async function step(action, ids) {
    await board.load("drawer");
    const dialog = dialogs.open({ title: "", body: [], actions: [] });
    const one = ledgerEvents.stepOf(action, board.settings().procedure);
    Qingdan.lib.ledgerSteps.form({ label: one.label, action, step: one }, null, {
      dialog, run: async (/** @type {any} */ { evidence, ...input }) => {
        const { value } = await board.change(one.label, (uid) => ledgerStore.actMany(uid, ids, input), unit);
        await board.refresh();
        dialog.close();
        told(value, ids.length);
      },
    });
  }

  /** @param {string[]} ids */
  function remove(ids) {
    const problems = ids.map((id) => board.byId(id, unit)).filter(Boolean);
    return problems.length ? Qingdan.lib.ledgerRemoval.ask(problems) : undefined;
  }

  Qingdan.lib.ledgerBulk = { show };
})();
