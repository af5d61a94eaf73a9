// @ts-check
/**
 * The parts of 我的工作台 as elements, each from the data it is given. What they mean for the database stands
 * in workbench.js.
 */
(function () {
  "use strict";

  const { h, moment } = /** @type {Dom} */ (Qingdan.lib.dom);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { records, backup, progress, unitWords } = Qingdan.lib;

  const WEEKDAYS = "一二三四五六日";
  const LONG = 40; // characters of a text in the list of changes

  /** The last day of the week of a day, a Sunday. @param {string} day */
  function endOfWeek(day) {
    return dates.addDays(day, 6 - weekday(day));
  }

  /** 0 for Monday. @param {string} day */
  function weekday(day) {
    return ((dates.daysBetween("2024-01-01", day) % 7) + 7) % 7; // a Monday
  }

  /**
   * What is open and late, and what is due until Sunday, the most urgent first.
   * @param {Map<string, Tick>} ticks @param {Due[]} [others] dates of timelines @param {LedgerDues} [ledger]
   */
  function dueOf(ticks, others = [], ledger = { list: [], late: 0, soon: 0, size: 0 }) {
    const today = dates.today(), sunday = endOfWeek(today);
    /** @type {Pick<Due, "id" | "tick">[] & Partial<Due>[]} */
    const open = [...others, ...ledger.list];
    ticks.forEach((tick, id) => {
      if (dates.isDate(tick.due) && (tick.state === "todo" || tick.state === "doing")) open.push({ id, tick });
    });
    open.sort((a, b) => dates.compare(a.tick.due, b.tick.due) || (a.id < b.id ? -1 : 1));
    return {
      late: open.filter(({ tick }) => dates.compare(tick.due, today) < 0),
      week: open.filter(({ tick }) => dates.compare(tick.due, today) >= 0 && dates.compare(tick.due, sunday) <= 0),
      any: open.length > 0 || ledger.size > 0, moreLate: ledger.late, moreWeek: ledger.soon,
    };
  }

  /** An item as a link to its place. @param {Catalogue} known @param {string} id */
  function itemLink(known, id) {
    const { text, url, kind } = known.meaning(id);
    const words = [h("span", { class: "qd-id" }, id), ` ${text}${kind === "retired" ? "（已停用）" : ""}`];
    return url ? h("a", { href: Qingdan.base + url }, words) : h("span", null, words);
  }

  // ── Parts ──

  /** @param {ReturnType<typeof dueOf>} due @param {Catalogue} known */
  function dueView({ late, week, any, moreLate, moreWeek }, known) {
    if (!any) return h("p", { class: "qd-empty" }, "还没有填期限。在清单里给条目填上期限，在时间轴里填上本单位的日子，或者在台账里写上问题，快到期的会列在这里。");
    return [
      h("h3", null, `逾期（${late.length + moreLate}）`),
      late.length ? [dueTable(late, known), restOf(moreLate)] : h("p", { class: "qd-empty" }, "没有逾期的条目。"),
      h("h3", null, `本周到期（${week.length + moreWeek}）`),
      week.length ? [dueTable(week, known), restOf(moreWeek)] : h("p", { class: "qd-empty" }, "到这个星期日为止，没有到期的条目。"),
    ];
  }

  /** @param {number} count of the ledger's that are not listed */
  function restOf(count) {
    return count > 0 && h("p", null, `台账里还有 ${count} 条，见`, h("a", { href: `${Qingdan.base}ledger/reports.html` }, "台账报告"), "。");
  }

  /** @param {(Due & Partial<LedgerDue>)[]} rows @param {Catalogue} known */
  function dueTable(rows, known) {
    return table(["条目、节点或问题", "期限", "责任人", "状态"], rows.map(({ id, tick, more, link, words, state }) => [
      [link ? h("a", { href: Qingdan.base + link }, h("span", { class: "qd-id" }, id), ` ${words}`) : itemLink(known, id), more > 0 && `（此前还有 ${more} 次没有标办结）`], `${dates.format(tick.due)}，${distance(tick.due)}`, tick.person || "没有填", state || backup.STATES[tick.state],
    ]));
  }

  /** @param {string} due */
  function distance(due) {
    const days = dates.daysBetween(dates.today(), due);
    if (days < 0) return `逾期 ${-days} 天`;
    return days === 0 ? "今天到期" : `星期${WEEKDAYS[weekday(due)]}`;
  }

  /** @param {string[]} heads @param {(Child | Child[])[][]} rows the first cell of a row is its head */
  function table(heads, rows) {
    return h("div", { class: "qd-scroll" }, h("table", { class: "qd-table" },
      h("thead", null, h("tr", null, heads.map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", null, rows.map(([first, ...rest]) => h("tr", null, h("th", { scope: "row" }, first), rest.map((cell) => h("td", null, cell)))))));
  }

  /** @param {Catalogue} known @param {Map<string, Tick>} ticks */
  function progressView(known, ticks) {
    const lists = known.lists.map((list) => ({ list, far: progress.of(list.items, ticks) }));
    const begun = lists.filter(({ far }) => far.begun), rest = lists.filter(({ far }) => !far.begun);
    const link = (/** @type {CatalogueList} */ list) => h("a", { href: Qingdan.base + list.url }, `${list.id} ${list.title}`);
    return [
      begun.length
        ? table(["清单", "进度"], begun.map(({ list, far }) => [link(list), progress.view(far, list.title)]))
        : h("p", { class: "qd-empty" }, "还没有开始任何一份清单。从下面挑一份打开，勾第一条就算开始。"),
      rest.length > 0 && h("details", { class: "qd-fold", "data-key": "rest", open: !begun.length },
        h("summary", null, `还没开始的清单（${rest.length}）`),
        h("ul", { class: "qd-columns" }, rest.map(({ list }) => h("li", null, link(list))))),
    ];
  }

  /** @param {any[]} changes @param {Catalogue} known */
  function changesView(changes, known) {
    if (!changes.length) return h("p", { class: "qd-empty" }, "还没有修改。勾选和填写以后，最近 20 次修改会列在这里，最后一步可以撤销。");
    return h("ol", { class: "qd-changes qd-plain" }, changes.map((change) => h("li", { class: change.undone ? "qd-changes__undone" : null },
      h("span", { class: "qd-changes__when" }, moment(change.at)), " ", changeWords(change, known), change.undone && "（已撤销）")));
  }

  /** @param {any} change @param {Catalogue} known @returns {Child[]} */
  function changeWords({ action, store, key, before, after, count, words }, known) {
    if (words) return [action === "undo" ? "撤销 " : "", words];
    /** @type {Record<string, string>} */
    const many = {
      create: "新建单位", clear: `清空 ${count} 条记录`, remove: `移除单位（${count} 条记录）`, import: `导入 ${count} 处`,
      restore: `恢复到恢复点（${count} 处）`,
    };
    if (many[action]) return [many[action]];
    if (!store || !key) return ["撤销了一步"];
    const verb = action === "undo" ? "撤销 " : "";
    if (store === "units") return [verb, unitWords.of(after || {})];
    const fields = Object.keys(after || {}).map((name) => (
      `${records.LABELS[name] || name}：${valueWords(name, (before || {})[name])} → ${valueWords(name, after[name])}`));
    return [verb, itemLink(known, key), fields.length ? `　${fields.join("；")}` : ""];
  }

  /** @param {string} name @param {any} value */
  function valueWords(name, value) {
    if (name === "state") return backup.STATES[value] || "未办";
    const text = Array.isArray(value) ? value.join("、") : value || "";
    return text.length > LONG ? `${text.slice(0, LONG)}…` : text || "空";
  }

  /**
   * @param {{unit: Unit, held: string, count: number}[]} units @param {string} current
   * @param {{choose(uid: string): any, edit(unit: Unit): any, remove(unit: Unit): any, save(uid: string): any}} act
   */
  function unitsView(units, current, act) {
    if (!units.length) return h("p", { class: "qd-empty" }, "还没有单位。新建一个，或者用“接着做”导入以前保存的文件；直接去勾清单也行，会自动建一个。");
    return table(["单位", "反馈日期", "起始日", "记录", "管理"], units.map(({ unit, held, count }) => [
      [unit.name, unit.profile.practice && h("span", { class: "qd-tag" }, "演练"), unit.uid === current && h("span", { class: "qd-tag qd-tag--current" }, "当前")],
      dayWords(unit.profile.feedback), dayWords(unit.profile.start),
      [`${held || "还没有记录"}，`, count ? `${count} 处修改还没保存到文件` : "都已保存到文件"],
      h("span", { class: "qd-buttons" },
        unit.uid !== current && small("切换", `切换到“${unit.name}”`, () => act.choose(unit.uid)),
        small("修改", `修改“${unit.name}”`, () => act.edit(unit)),
        small("保存", `把“${unit.name}”保存到文件`, () => act.save(unit.uid)),
        small("移除", `移除“${unit.name}”`, () => act.remove(unit))),
    ]));
  }

  /** @param {any} day */
  function dayWords(day) {
    return dates.isDate(day) ? dates.format(day) : "没有填";
  }

  /** @param {string} text @param {string} label @param {() => any} run */
  function small(text, label, run) {
    return h("button", { type: "button", class: "qd-button qd-button--small", "aria-label": label, onclick: run }, text);
  }

  Qingdan.lib.workbenchParts = { endOfWeek, dueOf, dueView, progressView, changesView, changeWords, unitsView };
})();
