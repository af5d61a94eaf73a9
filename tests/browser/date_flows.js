// What people do on the pages of dates and duties, for browsers that Playwright does not drive.
var dateFlows = (function () {
  async function until(look) {
    for (let tries = 0; tries < 400; tries++) {
      const found = look();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`没有等到：${look}`);
  }

  function equal(found, expected) {
    if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(found)} ≠ ${JSON.stringify(expected)}`);
  }

  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const button = (words, root = document) => [...root.querySelectorAll("button")].find((each) => each.textContent.includes(words) && each.getClientRects().length);
  const saved = () => until(() => one("[data-save-words]").textContent === "已保存");
  const fits = () => document.scrollingElement.scrollWidth <= innerWidth || document.scrollingElement.scrollWidth;

  function enter(field, value, kind = "change") {
    field.value = value;
    field.dispatchEvent(new Event(kind, { bubbles: true }));
  }

  return {
    async timeline() {
      await until(() => !one("[data-tool=print]").disabled);
      enter(one("[data-anchor=kickoff] input"), "2026-04-13");
      enter(one("[data-anchor=clear] input"), "2026-09-30");
      await saved();
      equal(fits(), true);
      const before = all("tr[data-key]").length;
      button("全部展开").click();
      const rows = all("tr[data-key]").map((row) => row.dataset.key);
      if (!(before < rows.length)) throw new Error(`没有折叠：${before}`);
      const marks = all(".qd-chart__mark, .qd-chart__point").reduce((sum, path) => sum + path.getAttribute("d").split("M").length - 1, 0);
      equal(marks, rows.length);
      button("收起").click();
      button("周报告：已过").click();
      equal(all('tr[data-key^="T03-08@"]').length > 3, true);
      const box = one('tr[data-key="T03-01"] input');
      box.click();
      await saved();
      await until(() => one("#T03-01 [data-days]").textContent.includes("已办结"));
      // a file for calendars and a table: what they hold
      for (const name of ["files", "ics", "table-copy", "timeline-output"]) await Qingdan.loadScript(`assets/js/${name}.js`);
      button("放假安排").click();
      const dialog = await until(() => one("dialog[open]"));
      enter(dialog.querySelector("textarea"), "2027年\n一、元旦：1月1日至3日放假，共3天。", "input");
      button("用这一年", dialog).click();
      await until(() => dialog.textContent.includes("2025、2026、2027"));
      button("关闭", dialog).click();
    },

    async timelineAgain() {
      await until(() => one('tr[data-key="T03-01"]'));
      await until(() => one('tr[data-key="T03-01"] input').checked);
      equal(one("[data-anchor=clear] input").value, "2026-09-30");
      equal(Qingdan.lib.calendarYears.read().pasted.map(({ year }) => year), [2027]);
    },

    async wall() {
      const svg = await until(() => one(".qd-chart__svg"));
      await until(() => all(".qd-wall__days li").length > 5);
      equal(svg.getAttribute("viewBox").split(" ").length, 4);
      equal(fits(), true);
    },

    async backward() {
      await until(() => one("[data-part=summary]").textContent);
      button("用这套步骤：整改措施审批四环").click();
      equal(all("[data-step]").length, 4);
      enter(one("[data-part=deadline]"), "2026-12-31", "input");
      enter(all("[data-field=amount]")[3], "３", "input");
      button("上移", all("[data-step]")[3]).click();
      await saved();
      equal(all("[data-step]").map((row) => row.querySelector("[data-field=amount]").value), ["", "", "３", ""]);
      equal(fits(), true);
    },

    async backwardAgain() {
      await until(() => all("[data-step]").length === 4);
      equal(all("[data-field=amount]").map((field) => field.value), ["", "", "3", ""]);
      equal(one("[data-part=deadline]").value, "2026-12-31");
    },

    async duties() {
      const role = await until(() => one("[data-module=duty-filter]:not([hidden]) select"));
      const cells = () => all("tbody tr").filter((row) => row.getClientRects().length).length;
      const before = cells();
      role.selectedIndex = 1;
      role.dispatchEvent(new Event("input", { bubbles: true }));
      await until(() => cells() < before);
      equal(fits(), true);
    },
  };
})();
