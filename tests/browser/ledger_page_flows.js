// What people do on the ledger's page, for browsers that Playwright does not drive: old ones, and such as are killed.
var ledgerPageFlows = (function () {
  const ROWS = 30;
  const TABLE = [["序号", "问题类别", "存在问题", "整改措施", "责任领导", "责任单位", "责任人", "整改时限"],
    ...Array.from({ length: ROWS }, (_, at) => [String(at + 1), "党建类", `会议记录不规范 ${at + 1}`, "补齐3个支部的会议记录", "张三", "党政办", "李四", "2026.12.31"])];

  async function until(look) {
    for (let tries = 0; tries < 600; tries++) {
      const found = look();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`没有等到：${look}；对话框：${dialog() ? dialog().innerText.slice(0, 300) : "没有"}`);
  }

  function equal(found, expected) {
    if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} ≠ ${JSON.stringify(expected)}`);
  }

  const dialog = () => document.querySelector("dialog[open].qd-dialog");
  const button = (text) => [...(dialog() || document).querySelectorAll("button")].find((one) => one.textContent === text && one.getClientRects().length);
  const heading = (text) => until(() => dialog() && dialog().querySelector("h2").textContent.includes(text));
  const cell = (row, column) => document.querySelectorAll(".qd-grid tbody tr[data-key]")[row - 1].querySelector(`[data-column=${column}]`);
  const saved = () => document.querySelector("[data-save-words]").textContent === "已保存";
  const key = (target, name) => target.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));

  async function press(text) {
    (await until(() => button(text))).click();
  }

  async function paste() {
    await until(() => !document.querySelector("[data-work]").hidden);
    const data = new DataTransfer();
    data.setData("text/plain", TABLE.map((row) => row.join("\t")).join("\n"));
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    await heading("导入预览");
    await press("写入台账");
    await until(() => !dialog() && document.querySelector("[data-part=count]").textContent === `共 ${ROWS} 个问题`);
    await until(saved);
  }

  // A cell by the mouse, its words by the keyboard.
  function edit(row, column, words) {
    cell(row, column).click();
    cell(row, column).dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
    const field = cell(row, column).querySelector("textarea, input");
    field.value = words;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    key(field, "Enter");
  }

  async function step(opening, title, fields, done = title) {
    await press(opening);
    await heading(title);
    for (const [name, value] of Object.entries(fields)) {
      const label = await until(() => [...dialog().querySelectorAll("label")].find((one) => one.textContent.startsWith(name)));
      label.querySelector("input, textarea, select").value = value;
    }
    await press(done);
    await shown();
  }

  // The drawer, its history read: then the last step is wholly done.
  async function shown() {
    await heading("会议记录");
    await until(() => dialog().querySelector("[data-section=history] li"));
  }

  return {
    paste,

    // From a pasted table to a closed problem.
    async work() {
      await paste();
      edit(2, "text", "改过的问题");
      await until(() => cell(2, "text").textContent === "改过的问题" && saved());
      document.querySelector(".qd-grid tbody tr[data-key] button").click();
      await shown();
      await step("认领挂号", "认领挂号", { 经办人: "李四" });
      await step("记为已完成", "措施进度", { 经办人: "李四" }, "记下");
      const due = dialog().querySelector("[data-path$='/due']");
      if (due && due.value && !due.disabled) throw new Error("挂号以后措施时限还能改");
      await step("报专项报告", "报专项报告", { 专项报告名称或文号: "专报1号", 经办人: "李四" });
      await step("审查通过，报办公室", "审查通过，报办公室", { 佐证材料: "会议记录本", 经办人: "张三" });
      await step("认定销号", "认定销号", { 办公室审查评估意见: "到位", 办公室认定人: "钱八", 经办人: "钱八" });
      await until(() => dialog().querySelector("[data-section=checks]"));
      await press("关闭");
      await until(() => !dialog());
      await until(() => cell(1, "state").textContent === "已销号");
      // Filter, and all of it again.
      const field = document.querySelector("[data-part=filter] [name=text]");
      for (const [words, count] of [["改过", 1], ["", ROWS]]) {
        field.value = words;
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
        await until(() => document.querySelector(".qd-grid").getAttribute("aria-rowcount") === String(count + 1));
      }
      window.dispatchEvent(new Event("beforeprint"));
      equal(document.querySelectorAll("[data-part=paper] tbody").length, ROWS);
      window.dispatchEvent(new Event("afterprint"));
      // Again and again: the focus comes back from the dialog at its own time, and brings its row into view.
      await until(() => (document.querySelector(".qd-grid__scroll").scrollTop = 1e6) && [...document.querySelectorAll("[data-column=no]")].some((one) => one.textContent === String(ROWS)));
    },

    // The page opened anew.
    async again() {
      await until(() => document.querySelector(".qd-grid tbody tr[data-key]"));
      equal([cell(1, "state").textContent, cell(2, "text").textContent], ["已销号", "改过的问题"]);
    },

    // One edit after the other, as long as the page lives; window.shown: by row, the words beside which 已保存 stood.
    async edits() {
      window.shown = {};
      for (let at = 0; ; at++) {
        const row = (at % 8) + 1, words = `第 ${at} 次改`;
        edit(row, "class", words);
        window.tried = at;
        await until(() => cell(row, "class").textContent === words && saved());
        window.shown[row] = at;
      }
    },

    async classes() {
      await until(() => document.querySelector(".qd-grid tbody tr[data-key]"));
      return Array.from({ length: 8 }, (_, at) => cell(at + 1, "class").textContent);
    },
  };
})();
