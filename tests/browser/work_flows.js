// What people do on the workbench and the index, for browsers that Playwright does not drive.
var workFlows = (function () {
  const store = Qingdan.lib.store;

  async function until(look) {
    for (let tries = 0; tries < 200; tries++) {
      const found = look();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`没有等到：${look}`);
  }

  const dialog = () => document.querySelector("dialog[open].qd-dialog");
  const words = () => (dialog() ? dialog().textContent : "");
  const button = (text) => [...(dialog() || document).querySelectorAll("button")].find((one) => one.textContent === text && one.getClientRects().length);
  const part = (name) => document.querySelector(`[data-part=${name}]`);

  async function press(text) {
    (await until(() => button(text))).click();
  }

  function equal(found, expected) {
    if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} ≠ ${JSON.stringify(expected)}`);
  }

  const said = () => document.querySelector("[data-save-words]").textContent;

  function change(field, value) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function fits() {
    if (document.scrollingElement.scrollWidth > innerWidth) throw new Error("页面横向滚动");
  }

  function drop(text) {
    const data = new DataTransfer();
    data.items.add(new File([text], "同事.json", { type: "application/json" }));
    document.querySelector("article").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }

  return {
    async workbench() {
      await until(() => !document.querySelector(".qd-workbench").hidden);
      const { value: { uid } } = await store.createUnit({ name: "甲镇" });
      await store.patchTick(uid, "Q03-07", { note: "共同的", due: "2020-01-01" });
      await until(() => part("due").textContent.includes("逾期（1）"));
      const { text } = await Qingdan.lib.exchange.exportUnits([uid], "");
      const file = JSON.parse(text), theirs = file.units[0].ticks["Q03-07"];
      Object.assign(theirs, { note: "同事的", rev: "f1", revs: [theirs.rev, ...theirs.revs] });
      await store.patchTick(uid, "Q03-07", { note: "我的" });

      drop(JSON.stringify(file));
      await until(() => words().includes("两边都改过：1 条"));
      equal(document.activeElement, dialog().querySelector("h2"));
      const { top, bottom, left, right } = dialog().getBoundingClientRect();
      if (top < 0 || left < 0 || bottom > innerHeight || right > innerWidth) throw new Error("对话框没有放在窗口里");
      dialog().querySelector("input[value=theirs]").click();
      await press("确认导入");
      await until(() => words().includes("写入 1 处"));
      equal((await store.ticks(uid)).get("Q03-07").note, "同事的");
      await press("撤销这次导入");
      await until(() => words().includes("导入已撤销"));
      equal((await store.ticks(uid)).get("Q03-07").note, "我的");
      await press("好");
      equal(dialog(), null);

      drop("{");
      await until(() => words().includes("没有任何改动"));
      await press("取消");
      [...part("recent").querySelectorAll("button")][0].click();
      await until(() => part("recent").textContent.includes("（已撤销）"));
      [...part("backup").querySelectorAll("button")].pop().click();
      await until(() => words().includes("“甲镇”：1 个条目有记录"));
      await press("不保存，继续");
      await press("全部清除");
      await until(() => words().includes("已全部删除"));
      equal((await store.units()).length, 0);
      equal(Object.keys(localStorage).filter((name) => name.startsWith("qingdan.")), []);
    },

    async list() {
      const item = (id) => document.getElementById(id), box = (id) => item(id).querySelector("input");
      const undo = () => document.querySelector("[data-undo]");
      await until(() => !box("Q03-01").disabled);
      box("Q03-01").click();
      await until(() => said() === "已保存");
      equal(document.querySelector("[data-progress-words=all]").textContent, "已办 1，不适用 0，共 16");
      item("Q03-02").querySelector(".qd-state").click();
      const panel = await until(() => document.getElementById("panel-Q03-02"));
      panel.querySelector("input[value=doing]").click();
      for (const [name, value] of [["person", "张三"], ["note", "记一笔"]]) {
        const field = panel.querySelector(`.qd-entry__field--${name} input, .qd-entry__field--${name} textarea`);
        change(field, value);
      }
      await until(() => said() === "已保存" && undo().textContent === "撤销：Q03-02 记事");
      undo().click();
      await until(() => undo().textContent === "撤销：Q03-02 责任人");
      await press("筛选");
      const filter = await until(() => document.querySelector("form#filter:not([hidden]), #filter:not([hidden])"));
      filter.querySelector("select[name=state]").value = "doing";
      filter.querySelector("select[name=state]").dispatchEvent(new Event("input", { bubbles: true }));
      await until(() => [...document.querySelectorAll("[data-item-id]")].filter((one) => one.getClientRects().length).length === 1);
      fits();
    },

    /** The same page, opened again. */
    async listAgain() {
      const item = (id) => document.getElementById(id);
      await until(() => item("Q03-01").querySelector("input").checked);
      equal(item("Q03-02").dataset.state, "doing");
      if (!item("Q03-02").textContent.includes("张三")) throw new Error("责任人没有了");
      await store.wipe();
    },

    async index() {
      const form = await until(() => document.querySelector("form[data-module=list-filter]:not([hidden])"));
      const rows = () => [...document.querySelectorAll("tr[data-list]")].filter((row) => row.getClientRects().length);
      form.elements.namedItem("word").value = "Ｑ０３";
      form.dispatchEvent(new Event("input"));
      equal(rows().map((row) => row.dataset.list), ["Q03"]);
      equal(new URL(location.href).searchParams.get("word"), "Ｑ０３");
      const { value: { uid } } = await store.createUnit({ name: "甲镇" });
      await store.patchTick(uid, "Q03-07", { state: "done" });
      await until(() => rows()[0].textContent.includes("已办 1/"));
      await store.wipe();
    },

    async form() {
      const problem = document.querySelector("[data-label=问题]");
      await until(() => problem.isContentEditable);
      problem.focus();
      document.execCommand("insertText", false, "第一行 <b>");
      const box = document.querySelector("[data-boxes] input");
      box.click();
      await until(() => said() === "已保存");
      fits();
    },

    async formAgain() {
      const problem = document.querySelector("[data-label=问题]");
      await until(() => problem.textContent === "第一行 <b>" && document.querySelector("[data-boxes] input").checked);
      equal(problem.querySelector("b"), null);
      await store.wipe();
    },

    async timeline() {
      const days = () => document.querySelector("#T01-06 [data-days]").textContent;
      const field = await until(() => document.querySelector("[data-anchor=start] input:not([disabled])"));
      change(field, "2026-07-31");
      await until(() => days().includes("2026年9月30日"));
      await until(() => said() === "已保存");
      document.querySelector('tr[data-key="T01-01"] input[type=checkbox]').click();
      await until(() => said() === "已保存" && document.querySelector('tr[data-key="T01-01"] input[type=date]'));
      if (!document.querySelector(".qd-chart svg, svg[role=img]")) throw new Error("没有画出图");
      fits();
    },

    async timelineAgain() {
      await until(() => document.querySelector("[data-anchor=start] input").value === "2026-07-31");
      await until(() => document.querySelector('tr[data-key="T01-01"] input[type=checkbox]').checked);
      await store.wipe();
    },

    /** A problem typed in, two pasted, a step taken with one of them. */
    async ledger() {
      const count = () => (document.querySelector("[data-part=filter] [data-part=count]") || {}).textContent;
      const shown = () => [...document.querySelectorAll("dialog[open]")];
      await press("自己填");
      change(await until(() => dialog() && dialog().querySelector("textarea")), "自己写的问题");
      await press("新增");
      await until(() => button("认领挂号") && count() === "共 1 个问题");
      shown().forEach((one) => one.close());

      const data = new DataTransfer();
      data.setData("text/plain", "序号\t存在问题\t整改措施\t责任单位\t责任人\t整改时限\n2\t会议记录不规范\t补齐记录\t党政办\t张三\t2026.10.31\n3\t收缴不及时\t清退12笔\t财政所\t王五\t9月中旬");
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      await until(() => words().includes("新增 2 个"));
      await press("写入台账");
      await until(() => count() === "共 3 个问题");

      [...document.querySelectorAll(".qd-grid tbody tr[data-key]")].find((one) => one.textContent.includes("党政办")).querySelector("button").click();
      await press("认领挂号");
      const by = await until(() => [...document.querySelectorAll("dialog[open] label")].find((one) => one.textContent.includes("经办人")));
      change(by.querySelector("input"), "李四");
      await press("认领挂号");
      await until(() => button("记为已完成"));
      await until(() => said() === "已保存");
      fits();
    },

    async ledgerAgain() {
      const rows = () => [...document.querySelectorAll(".qd-grid tbody tr[data-key]")].map((one) => one.textContent);
      await until(() => rows().length === 3);
      for (const part of ["自己写的问题", "会议记录不规范", "收缴不及时"]) if (!rows().some((row) => row.includes(part))) throw new Error(`没有“${part}”`);
      const [unit] = await store.units(), found = await Qingdan.lib.ledgerStore.load(unit.uid);
      equal(found.map(({ value }) => value.now.state).sort(), ["new", "new", "open"]);
      await store.wipe();
    },

    /** A pack with what the unit has entered, which follows what is entered meanwhile. */
    async printCentre() {
      await until(() => document.querySelector("[data-sheet=Q03]"));
      const { value: { uid } } = await store.createUnit({ name: "甲镇" });
      await store.patchTick(uid, "Q03-07", { state: "done", note: "记一笔" });
      const row = () => (document.querySelector('[data-row="Q03-07"]') || {}).textContent || "";
      await until(() => row().includes("√") && row().includes("记一笔"));
      document.querySelector("[name=pick][value=T01]").click();
      await until(() => document.querySelectorAll("[data-sheet]").length === 2);
      equal(new URL(location.href.replace("#?", "?")).searchParams.get("pick"), "Q03,T01");
      await store.wipe();
    },
  };
})();
