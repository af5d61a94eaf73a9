// @ts-check
/**
 * A year of holidays from pasted text: the notice of the State Council as it is published (一、元旦：1月1日（周四）至
 * 3日（周六）放假调休，共3天。1月4日（周日）上班。), or a line a holiday (元旦 2027-01-01 至 2027-01-03 上班 2027-01-09),
 * or the same lines as in data/calendar.js. Pure.
 *
 * @typedef {{entry: CalendarYear | null, problems: string[]}} CalendarRead
 */
(function () {
  "use strict";

  const { calendarYears } = Qingdan.lib;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  const LONGEST = 20000; // characters
  const NOTES = /[（(][^（）()]*[）)]/g; // 农历腊月二十八、周日
  const HEADING = /^[一二三四五六七八九十\d]+\s*[、.．]\s*/;
  const NAME = /^([\u4e00-\u9fff、]{2,20})\s*[:：]?\s*(?=\d)/;
  const DAY = "(?:(\\d{4})[-年/.])?(\\d{1,2})[-月/.](\\d{1,2})日?";
  const REST = new RegExp(`^${DAY}(?:\\s*(?:至|到|—|–|~|－)\\s*(?:(?:(\\d{4})[-年/.])?(\\d{1,2})[-月/.])?(\\d{1,2})日?)?`);
  const EACH_DAY = new RegExp(DAY, "g");
  const WORK_BEFORE = /((?:[^。；;\n]*?))上班/g; // 1月4日上班
  const WORK_AFTER = /上班\s*[:：]?\s*((?:\d[\d\-年月日/.、,，\s]*)+)/g; // 上班 2027-01-09

  /** @param {string} text @param {number} fallback the year if the text names none @returns {CalendarRead} */
  function read(text, fallback) {
    if (text.length > LONGEST) return { entry: null, problems: ["粘贴的文字太长，请只粘贴放假安排那一段。"] };
    const json = fromJson(text);
    if (json) return json;
    const plain = text.replace(NOTES, "").replace(/\u3000/g, " ");
    const year = yearOf(plain, fallback);
    /** @type {Holiday[]} */
    const holidays = [];
    for (const line of plain.split(/\n|(?<=。)\s*(?=[一二三四五六七八九十]+、)/)) {
      const holiday = holidayOf(line.trim().replace(HEADING, ""), year);
      if (holiday) holidays.push(holiday);
    }
    if (!holidays.length) {
      return { entry: null, problems: ["没有认出放假安排。请粘贴通知原文里“一、元旦：1月1日……”那几条，或者每行写一个假期：元旦 2027-01-01 至 2027-01-03 上班 2027-01-09"] };
    }
    const entry = { year, source: "在浏览器里粘贴", holidays };
    return finished(entry);
  }

  /** @param {CalendarYear} entry @returns {CalendarRead} */
  function finished(entry) {
    const problems = calendarYears.check(entry);
    return { entry: problems.length ? null : entry, problems };
  }

  /** A piece of data/calendar.js. @param {string} text @returns {CalendarRead | null} null: it is none */
  function fromJson(text) {
    const piece = text.trim().replace(/,$/, "");
    if (!/^[{[]/.test(piece)) return null;
    try {
      const value = JSON.parse(piece), entry = Array.isArray(value) ? value[0] : value;
      return finished(entry);
    } catch {
      return { entry: null, problems: ["看起来是 data/calendar.js 里的一段，但标点不对，读不出来。"] };
    }
  }

  /** The year that the text is about: the one it names most often. @param {string} text @param {number} fallback */
  function yearOf(text, fallback) {
    /** @type {Map<number, number>} */
    const counts = new Map();
    for (const [, year] of text.matchAll(/(?<!\d)(20\d{2})(?=[年\-/.\s]|$)/gm)) counts.set(Number(year), (counts.get(Number(year)) || 0) + 1);
    const [most] = [...counts].sort((a, b) => b[1] - a[1]);
    return most ? most[0] : fallback;
  }

  /** @param {string} line @param {number} year @returns {Holiday | null} */
  function holidayOf(line, year) {
    const name = NAME.exec(line);
    const span = name && REST.exec(line.slice(name[0].length));
    if (!name || !span) return null;
    const [all, firstYear, month, day, lastYear, lastMonth, lastDay] = span;
    const first = iso(firstYear || year, month, day);
    const last = lastDay ? iso(lastYear || firstYear || year, lastMonth || month, lastDay) : first;
    return { name: name[1].replace(/放假$/, ""), first, last, workdays: workdaysOf(line.slice(name[0].length + all.length), year) };
  }

  /** @param {string} rest of the line @param {number} year */
  function workdaysOf(rest, year) {
    /** @type {Set<string>} */
    const found = new Set();
    for (const pattern of [WORK_BEFORE, WORK_AFTER]) {
      for (const [, part] of rest.matchAll(pattern)) {
        for (const [, own, month, day] of part.matchAll(EACH_DAY)) found.add(iso(own || year, month, day));
      }
    }
    return [...found].sort();
  }

  /** @param {string | number} year @param {string} month @param {string} day */
  function iso(year, month, day) {
    return dates.iso({ year: Number(year), month: Number(month), day: Number(day) });
  }

  Qingdan.lib.calendarText = { read };
})();
