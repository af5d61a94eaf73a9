// @ts-check
/** The dialog in which people see which years of holidays are known, paste another one, and take it back. */
(function () {
  "use strict";

  const { h, fill, toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { dialogs, calendarYears, calendarText } = Qingdan.lib;

  function open() {
    const nextYear = Number(dates.today().slice(0, 4)) + 1;
    const text = h("textarea", { class: "qd-input qd-calendar__text", rows: 7, placeholder: "一、元旦：1月1日（周五）至3日（周日）放假，共3天。" });
    const year = h("input", { type: "number", class: "qd-input", min: 2000, max: 2100, step: 1, value: nextYear });
    const shown = h("div", { class: "qd-calendar__read", "aria-live": "polite" }), known = h("div");
    const check = () => fill(shown, ...preview(read()));
    text.addEventListener("input", check);
    year.addEventListener("input", check);
    const dialog = dialogs.open({
      title: "放假安排",
      body: [
        known,
        h("p", null, "新一年的通知公布后，把通知里逐条写放假的那一段粘贴到下面。也可以每行写一个假期：元旦 2027-01-01 至 2027-01-03 上班 2027-01-09。"),
        h("label", { class: "qd-field" }, "粘贴放假安排", text),
        h("label", { class: "qd-field" }, "文字里没有写年份时，当作哪一年", year),
        shown,
        h("p", { class: "qd-note" }, "粘贴的存在这个浏览器里，各单位共用，“保存到文件”时一起带走。要让大家都用上，请管理员改 checklists/calendar.yml 或网站里的 data/calendar.js。"),
      ],
      actions: [{ text: "用这一年", kind: "primary", run: save }, { text: "关闭", run: () => setTimeout(dialog.close) }],
      focus: text,
    });
    showKnown();
    return dialog.closed;

    /** @returns {CalendarRead} */
    function read() {
      return text.value.trim() ? calendarText.read(text.value, Number(year.value) || nextYear) : { entry: null, problems: [] };
    }

    async function save() {
      const { entry, problems } = read();
      if (!entry) {
        dialog.complain(problems[0] || "请先粘贴放假安排。");
        text.focus();
        return;
      }
      const kept = await calendarYears.keep(entry.year, entry);
      text.value = "";
      check();
      showKnown();
      toast(`${entry.year} 年的放假安排已用上。${kept ? "" : "没有存上，关掉页面就没有了。"}`);
    }

    function showKnown() {
      const { workdays, pasted, problems } = calendarYears.read();
      const own = new Set(pasted.map((/** @type {CalendarYear} */ one) => one.year));
      fill(known,
        h("p", null, `已有的年份：${workdays.years.join("、") || "没有"}。别的年份只按周末判断。`),
        problems.map((/** @type {string} */ words) => h("p", { class: "qd-note" }, `${words}。`)),
        [...own].map((one) => h("p", null, `${one} 年是在这个浏览器里粘贴的。 `, h("button", { type: "button", class: "qd-tool", onclick: async () => {
          await calendarYears.keep(one, null);
          showKnown();
          text.focus();
        } }, `去掉 ${one} 年`))));
    }
  }

  /** What was understood, to be compared with the notice. @param {CalendarRead} found @returns {any[]} */
  function preview({ entry, problems }) {
    if (problems.length) return problems.slice(0, 5).map((words) => h("p", { class: "qd-calendar__wrong" }, words));
    if (!entry) return [];
    const short = (/** @type {string} */ day) => dates.format(day).slice(5);
    return [h("p", null, `认出 ${entry.year} 年 ${entry.holidays.length} 个假期，请与通知核对：`),
      h("ul", null, entry.holidays.map(({ name, first, last, workdays = [] }) => h("li", null,
        `${name}：${short(first)}${last === first ? "" : `至${short(last)}`}放假${workdays.length ? `，${workdays.map(short).join("、")}上班` : ""}`)))];
  }

  Qingdan.lib.calendarDialog = { open };
})();
