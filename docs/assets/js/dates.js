// @ts-check
/**
 * Calendar days as ISO text, e.g. "2026-11-22": the day on the wall calendar, with no time and no time zone.
 * `new Date("2026-11-22")` is midnight in Greenwich, the day before west of it, so it is used nowhere.
 *
 * @typedef {{year: number, month: number, day: number}} Day month from 1
 * @typedef {{now(): Date}} Clock the one clock; a page that rehearses another day puts its own in
 * @typedef {{isDate(text: unknown): boolean, parse(text: unknown): Day | null, format(text: string): string,
 *   iso(day: Day): string, today(): string, todayOf(profile?: Record<string, any>): string, stamp(): string, compare(a: string, b: string): number,
 *   addDays(text: string, days: number): string, daysBetween(from: string, to: string): number}} Dates
 */
(function () {
  "use strict";

  const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
  const MS_PER_DAY = 86400000;
  const FIRST_YEAR = 1000; // Date.UTC takes the years 0–99 for 1900–1999

  const site = /** @type {any} */ (Qingdan);
  /** @type {Clock} */
  site.clock = site.clock || { now: () => new Date() };

  /**
   * The day that a text such as "2026-11-22" names; null for anything else, 2026-02-30 included.
   * @param {unknown} text @returns {Day | null}
   */
  function parse(text) {
    const found = typeof text === "string" ? ISO.exec(text) : null;
    if (!found) return null;
    const day = { year: Number(found[1]), month: Number(found[2]), day: Number(found[3]) };
    const sound = day.year >= FIRST_YEAR && day.month >= 1 && day.month <= 12 && day.day >= 1 && day.day <= lengthOf(day);
    return sound ? day : null;
  }

  /** How many days a month has. @param {Day} day */
  function lengthOf({ year, month }) {
    return new Date(Date.UTC(year, month, 0)).getUTCDate(); // day 0: the last of the month before
  }

  /** @param {unknown} text */
  function isDate(text) {
    return parse(text) !== null;
  }

  /** @param {unknown} text @returns {Day} */
  function parsed(text) {
    const day = parse(text);
    if (!day) throw new RangeError(`不是日期：${text}`);
    return day;
  }

  // Days are counted in UTC, where every one of them has 24 hours.
  /** @param {Day} day */
  function toNumber(day) {
    return Date.UTC(day.year, day.month - 1, day.day) / MS_PER_DAY;
  }

  /** @param {number} number @returns {Day} */
  function fromNumber(number) {
    const date = new Date(number * MS_PER_DAY);
    return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
  }

  /** @param {Day} day */
  function iso(day) {
    const digits = (/** @type {number} */ number, /** @type {number} */ size) => String(number).padStart(size, "0");
    return `${digits(day.year, 4)}-${digits(day.month, 2)}-${digits(day.day, 2)}`;
  }

  /** The day as it is written in Chinese: 2026年11月22日. @param {string} text */
  function format(text) {
    const day = parsed(text);
    return `${day.year}年${day.month}月${day.day}日`;
  }

  /** Today on this computer's calendar; while people rehearse another day, that one. */
  function today() {
    return dayOf(site.clock);
  }

  /** @param {Clock} clock */
  function dayOf(clock) {
    const now = clock.now();
    return iso({ year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() });
  }

  /**
   * Today for the records of a unit, whichever unit the page shows: only one for practice may have a day of its own.
   * @param {Record<string, any>} [profile] of the unit; without it the true day
   */
  function todayOf({ practice, practiceDay } = {}) {
    return practice && isDate(practiceDay) ? practiceDay : dayOf(site.trueClock || site.clock);
  }

  /** This moment, for people to read in a history. Nothing is ever decided by it: clocks of PCs are wrong. */
  function stamp() {
    return (site.trueClock || site.clock).now().toISOString();
  }

  /** Negative, 0 or positive, as for Array.sort. @param {string} a @param {string} b */
  function compare(a, b) {
    return toNumber(parsed(a)) - toNumber(parsed(b));
  }

  /** @param {string} text @param {number} days may be negative */
  function addDays(text, days) {
    return iso(fromNumber(toNumber(parsed(text)) + days));
  }

  /** How many days `to` lies after `from`. @param {string} from @param {string} to */
  function daysBetween(from, to) {
    return compare(to, from);
  }

  Qingdan.lib.dates = { isDate, parse, format, iso, today, todayOf, stamp, compare, addDays, daysBetween };
})();
