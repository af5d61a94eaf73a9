// @ts-check
/**
 * The official calendar that this site knows: data/calendar.js, which people may edit, and the years pasted in this
 * browser, which take the place of those. What is wrong in it is left out and said, never guessed.
 *
 * What is pasted belongs to no unit and outlives each of them. It is kept in the database and goes along with every
 * file; localStorage holds a copy, so that a page draws with it at once.
 *
 * @typedef {{workdays: Workdays, pasted: CalendarYear[], problems: string[]}} CalendarKnown
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { store } = Qingdan.lib;
  const database = /** @type {Database} */ (Qingdan.lib.database);

  const NAME = "qingdan.pref.calendar"; // in localStorage
  const KEY = "calendar"; // of a row of the store "meta"
  const LIMITS = { years: 30, holidays: 40, name: 40, days: 31 };

  let here = fromCopy();
  /** @type {Set<() => void>} */
  const listeners = new Set();

  /**
   * What is wrong with an entry of the calendar, each one a sentence; [] if nothing.
   * @param {any} entry @returns {string[]}
   */
  function check(entry) {
    if (!entry || typeof entry !== "object") return ["不是一年的安排"];
    const { year, holidays } = entry;
    if (!Number.isInteger(year) || year < 2000 || year > 2100) return [`年份“${year}”不对，应写成 2027`];
    if (!Array.isArray(holidays) || holidays.length > LIMITS.holidays) return [`${year} 年没有写 holidays，或写得太多`];
    return /** @type {string[]} */ ([]).concat(...holidays.map((holiday) => checkHoliday(year, holiday)));
  }

  /** @param {number} year @param {any} holiday @returns {string[]} */
  function checkHoliday(year, holiday) {
    const { name, first, last, workdays = [] } = holiday || {};
    if (typeof name !== "string" || !name.trim() || name.length > LIMITS.name) return [`${year} 年有一个假期没有名称`];
    const wrong = [first, last, ...(Array.isArray(workdays) ? workdays : [workdays])].filter((day) => !dates.isDate(day));
    if (wrong.length) return wrong.map((day) => `${year} 年${name}：“${day}”不是日期，应写成 ${year}-01-01`);
    if (last < first) return [`${year} 年${name}：末日早于首日`];
    if (dates.daysBetween(first, last) >= LIMITS.days) return [`${year} 年${name}：放假超过 ${LIMITS.days} 天，请核对`];
    const strange = [first, last, ...workdays].find((day) => Math.abs(Number(day.slice(0, 4)) - year) > 1);
    return strange ? [`${year} 年${name}：${strange} 不在这一年前后`] : [];
  }

  /** @returns {CalendarYear[]} */
  function fromCopy() {
    try {
      return sound(JSON.parse(localStorage.getItem(NAME) || "[]"));
    } catch {
      return []; // forbidden, or not ours
    }
  }

  /** @param {any} years @returns {CalendarYear[]} */
  function sound(years) {
    return Array.isArray(years) ? years.filter((entry) => !check(entry).length) : [];
  }

  /** Everything that is known, read anew. @returns {CalendarKnown} */
  function read() {
    const given = /** @type {any} */ (window).QINGDAN_CALENDAR, problems = [];
    /** @type {CalendarYear[]} */
    const known = [];
    if (!Array.isArray(given)) problems.push("放假安排文件 data/calendar.js 读不出来，可能改错了标点，现在只按周末判断");
    for (const entry of Array.isArray(given) ? given.slice(0, LIMITS.years) : []) {
      const wrong = check(entry);
      if (wrong.length) problems.push(`data/calendar.js 里${wrong[0]}，这一年只按周末判断`);
      else known.push(entry);
    }
    return { workdays: Qingdan.lib.workdays.of([...known, ...here]), pasted: here, problems };
  }

  /**
   * Keep a year, in place of what was known of it; null takes back what was pasted for it.
   * @param {number} year @param {CalendarYear | null} entry @returns {Promise<boolean>} whether it stays after the page is closed
   */
  async function keep(year, entry) {
    const { saved, value } = await database.write(async (rows) => {
      const row = await rows.get("meta", KEY); // of another tab, perhaps
      const years = [...sound(row ? row.value : here).filter((one) => one.year !== year), ...(entry ? [entry] : [])];
      rows.put("meta", { key: KEY, value: years });
      return years;
    });
    use(value);
    store.inner.tell(null, KEY, null, "edit", saved);
    return saved;
  }

  /** @param {CalendarYear[]} years */
  function use(years) {
    const before = JSON.stringify(here);
    here = years;
    try {
      if (years.length) localStorage.setItem(NAME, JSON.stringify(years));
      else localStorage.removeItem(NAME);
    } catch {
      // forbidden: the database has it, or this page
    }
    if (JSON.stringify(here) !== before) listeners.forEach((listener) => listener());
  }

  /** What the database holds counts; a copy without it was made before there was a place for it there. */
  async function load() {
    const row = await database.read((rows) => rows.get("meta", KEY));
    if (row) use(sound(row.value));
    else if (here.length) await database.write(async (rows) => rows.put("meta", { key: KEY, value: here }));
  }

  store.subscribe((/** @type {Change} */ { store: place, unit, action, local }) => {
    if (action === "wiped") use([]);
    else if (action === "wipe") return; // whoever reads now stands in its way
    else if ((place === KEY && !(local && action === "edit")) || (place === "*" && !unit)) load().catch(() => {});
  });
  load().catch(() => {}); // the database says what is wrong with it

  Qingdan.lib.calendarYears = {
    LIMITS, read, keep, check, subscribe: (/** @type {() => void} */ listener) => void listeners.add(listener),
  };
})();
