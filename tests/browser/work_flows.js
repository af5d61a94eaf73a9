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
      const said = () => document.querySelector("[data-save-words]").textContent;
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
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
      await until(() => said() === "已保存" && undo().textContent === "撤销：Q03-02 记事");
      undo().click();
      await until(() => undo().textContent === "撤销：Q03-02 责任人");
      await press("筛选");
      const filter = await until(() => document.querySelector("form#filter:not([hidden]), #filter:not([hidden])"));
      filter.querySelector("select[name=state]").value = "doing";
      filter.querySelector("select[name=state]").dispatchEvent(new Event("input", { bubbles: true }));
      await until(() => [...document.querySelectorAll("[data-item-id]")].filter((one) => one.getClientRects().length).length === 1);
      if (document.scrollingElement.scrollWidth > innerWidth) throw new Error("页面横向滚动");
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
  };
})();
