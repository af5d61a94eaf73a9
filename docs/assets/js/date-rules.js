// @ts-check
/**
 * How days follow from other days. Pure functions over ISO days (dates.js); no page, no clock, no storage.
 *
 * A length is "10d", "2w", "6m", or the same with a minus. The day it starts from is not counted: 1 July + 10d is
 * 11 July. Months keep the day of the month and clamp to the month's end. Nothing is moved for weekends or
 * holidays: workdays.js says what a day is, people decide.
 *
 * @typedef {"week" | "xun" | "half-month" | "month"} Every
 * @typedef {"mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun"} Weekday
 * @typedef {{every: Every, weekday?: Weekday | null, day?: number | null, edge?: "end" | "start" | null}} Rhythm
 *   day: of the month, clamped; missing: the last one. edge: whether a 旬 or half a month is taken at its last
 *   day (10, 20, last; 15, last), or at its first (1, 11, 21; 1, 16)
 * @typedef {{WEEKDAYS: Weekday[], weekday(day: string): number, weekdayName(day: string): string,
 *   endOfMonth(day: string): string, addMonths(day: string, months: number): string,
 *   add(day: string, length: string): string, isLength(text: unknown): boolean,
 *   occurrences(rhythm: Rhythm, from: string, until: string): string[]}} DateRules
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  /** @type {Weekday[]} */
  const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
  const NAMES = "一二三四五六日";
  const MONDAY = "2024-01-01"; // one of them
  const LENGTH = /^(-?\d{1,5})([dwm])$/;
  const LAST = 31; // as a day of the month: clamped, the last one

  /** 0 for Monday. @param {string} day */
  function weekday(day) {
    return ((dates.daysBetween(MONDAY, day) % 7) + 7) % 7;
  }

  /** 星期二, and so on. @param {string} day */
  function weekdayName(day) {
    return `星期${NAMES[weekday(day)]}`;
  }

  /** @param {string} text @returns {Day} */
  function parsed(text) {
    const day = dates.parse(text);
    if (!day) throw new RangeError(`不是日期：${text}`);
    return day;
  }

  /** The day of a month, or the month's last day where there is none such. @param {number} year @param {number} month @param {number} day */
  function clamped(year, month, day) {
    const length = new Date(Date.UTC(year, month, 0)).getUTCDate(); // day 0: the last of the month before
    return dates.iso({ year, month, day: Math.min(day, length) });
  }

  /** @param {string} day */
  function endOfMonth(day) {
    const { year, month } = parsed(day);
    return clamped(year, month, LAST);
  }

  /** 31 January + 1 month = 28 February. @param {string} text @param {number} months may be negative */
  function addMonths(text, months) {
    const { year, month, day } = parsed(text);
    const count = year * 12 + (month - 1) + months;
    return clamped(Math.floor(count / 12), (((count % 12) + 12) % 12) + 1, day);
  }

  /** @param {unknown} text */
  function isLength(text) {
    return typeof text === "string" && LENGTH.test(text);
  }

  /** @param {string} day @param {string} length */
  function add(day, length) {
    const found = LENGTH.exec(length);
    if (!found) throw new RangeError(`不是时长：${length}`);
    const number = Number(found[1]);
    if (found[2] === "m") return addMonths(day, number);
    return dates.addDays(day, found[2] === "w" ? number * 7 : number);
  }

  /**
   * The days of a rhythm with from ≤ day ≤ until, in order. None is added at the end.
   * @param {Rhythm} rhythm @param {string} from @param {string} until @returns {string[]}
   */
  function occurrences(rhythm, from, until) {
    return rhythm.every === "week" ? weekly(rhythm.weekday || "mon", from, until) : monthly(daysOf(rhythm), from, until);
  }

  /** @param {Weekday} wanted @param {string} from @param {string} until */
  function weekly(wanted, from, until) {
    const ahead = (WEEKDAYS.indexOf(wanted) - weekday(from) + 7) % 7;
    const found = [];
    for (let day = dates.addDays(from, ahead); day <= until; day = dates.addDays(day, 7)) found.push(day);
    return found;
  }

  /** The days of a month on which a rhythm falls. @param {Rhythm} rhythm */
  function daysOf({ every, day, edge }) {
    if (every === "month") return [day || LAST];
    if (every === "xun") return edge === "start" ? [1, 11, 21] : [10, 20, LAST];
    return edge === "start" ? [1, 16] : [15, LAST];
  }

  /** @param {number[]} days of the month @param {string} from @param {string} until */
  function monthly(days, from, until) {
    const found = [];
    let { year, month } = parsed(from);
    for (;;) {
      if (clamped(year, month, 1) > until) return found; // ISO days compare as text
      for (const day of days) {
        const one = clamped(year, month, day);
        if (one >= from && one <= until) found.push(one);
      }
      month++;
      if (month > 12) [year, month] = [year + 1, 1];
    }
  }

  Qingdan.lib.dateRules = { WEEKDAYS, weekday, weekdayName, endOfMonth, addMonths, add, isLength, occurrences };
})();
