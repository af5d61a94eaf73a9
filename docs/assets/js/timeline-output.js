// @ts-check
/** A timeline's dates as a file for calendars, a table for WPS and Excel, and a table to paste. */
(function () {
  "use strict";

  const { toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const session = /** @type {Session} */ (Qingdan.lib.session);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const rules = /** @type {DateRules} */ (Qingdan.lib.dateRules);
  const { files, ics, tableCopy } = Qingdan.lib;

  const NONE = "还没有日子，先填“先填什么”里的日子。";

  /** @param {TimelinePage} page @returns {Column[]} */
  function columns(page) {
    const { workdays } = page.calendar;
    const suggested = (/** @type {string} */ day) => (workdays.about(day).off ? workdays.previous(day) : "");
    return [
      { title: "日期", value: (/** @type {DateRow} */ row) => row.day },
      { title: "星期", value: ({ day }) => rules.weekdayName(day) },
      { title: "钟点", value: ({ time }) => (time ? `${time} 前` : "") },
      { title: "编号", value: ({ step }) => step.id },
      { title: "节点", value: titleOf },
      { title: "谁办", value: ({ step }) => step.who },
      { title: "报给谁", value: ({ step }) => page.recipient(step) },
      { title: "交什么", value: ({ step }) => step.deliver || "" },
      { title: "算法", value: ({ step }) => step.rule },
      { title: "提示", value: ({ day }) => workdays.words(day) },
      { title: "建议提前到", value: ({ day }) => suggested(day) },
      { title: "办结", value: ({ key }) => (page.tick(key).state === "done" ? "已办结" : "") },
      { title: "办结日期", value: ({ key }) => page.tick(key).doneOn },
      { title: "示例", value: ({ sample }) => (sample ? "示例日期" : "") },
    ];
  }

  /** @param {DateRow} row */
  function titleOf({ step, number, of }) {
    return of > 1 ? `${step.title}（第${number}次，共${of}次）` : step.title;
  }

  /** @param {TimelinePage} page */
  function nameOf(page) {
    const unit = session.unit();
    return [page.data.id, page.data.title, unit && unit.name].filter(Boolean).join(" ");
  }

  /** @param {TimelinePage} page @param {string} ending */
  function fileName(page, ending) {
    const { id, title } = page.data, unit = session.unit();
    return files.nameOf("timeline", [`${id} ${title}`, unit ? unit.name : ""], ending);
  }

  /** @param {TimelinePage} page @returns {CalendarEvent[]} */
  function events(page) {
    const unit = session.unit(), owner = unit ? unit.uid.slice(0, 16) : "example";
    return page.schedule.rows.map((row) => {
      const { key, step, day, time, sample } = row, to = page.recipient(step), hint = page.calendar.workdays.words(day);
      const about = [
        `谁办：${step.who}`, to && `报给：${to}`, step.deliver && `交：${step.deliver}`, `算法：${step.rule}`, hint && `提示：${hint}`,
        `${page.data.id} ${page.data.title}，${step.id}`,
      ];
      return {
        uid: `${key.replace("@", ".")}.${owner}@qingdan.invalid`, day, time,
        summary: (sample ? "［示例］" : "") + titleOf(row) + (time && `（${time} 前）`), description: about.filter(Boolean).join("\n"),
      };
    });
  }

  /** @param {TimelinePage} page */
  function saveIcs(page) {
    const all = events(page), now = /** @type {any} */ (Qingdan).clock.now();
    if (!all.length) return toast(NONE);
    files.download(fileName(page, "ics"), "text/calendar", ics.write(nameOf(page), all, now));
    const sample = page.schedule.samples ? "含示例日期，标题前有“［示例］”。" : "";
    return toast(`已存下 ${all.length} 个日子，用日历软件打开就能导入。以后改了日子再存一次、再导入，同一节点会更新。${sample}`);
  }

  /** @param {TimelinePage} page */
  function saveCsv(page) {
    if (!page.schedule.rows.length) return toast(NONE);
    files.download(fileName(page, "csv"), "text/csv", files.csv(columns(page), page.schedule.rows));
    return toast(`已存下 ${page.schedule.rows.length} 行，用 WPS 或 Excel 打开。`);
  }

  /** @param {TimelinePage} page */
  function copy(page) {
    const { rows } = page.schedule;
    if (!rows.length) return toast(NONE);
    const done = tableCopy.copy(columns(page), rows);
    return toast(done ? `已复制 ${rows.length} 行，到 WPS 或 Excel 里粘贴。` : "浏览器不让复制，请改用“导出表格”。");
  }

  Qingdan.lib.timelineOutput = { ics: saveIcs, csv: saveCsv, copy, events, columns };
})();
