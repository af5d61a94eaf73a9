// @ts-check
/**
 * Which days are worked, by the official calendar of holidays and make-up days (data/calendar.js), and by weekends
 * alone in a year that it does not hold. A hint only: no date is ever moved.
 *
 * @typedef {{name: string, first: string, last: string, workdays?: string[]}} Holiday workdays: the make-up days
 * @typedef {{year: number, source?: string, holidays: Holiday[]}} CalendarYear
 * @typedef {"workday" | "makeup" | "weekend" | "holiday"} DayKind
 * @typedef {{kind: DayKind, name: string, off: boolean, known: boolean}} DayAbout
 *   name: of the holiday, also for its make-up days; known: whether the calendar holds that year
 * @typedef {{years: number[], about(day: string): DayAbout, previous(day: string): string,
 *   words(day: string): string}} Workdays
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const rules = /** @type {DateRules} */ (Qingdan.lib.dateRules);

  const LONGEST = 60; // days off in a row; more is a calendar with a mistake in it

  /**
   * @param {CalendarYear[]} years where one stands twice, the later entry holds
   * @returns {Workdays}
   */
  function of(years) {
    const byYear = new Map(years.map((entry) => [entry.year, entry]));
    /** @type {Map<string, string>} */
    const off = new Map();
    /** @type {Map<string, string>} */
    const makeUp = new Map();
    byYear.forEach(({ holidays }) => {
      for (const { name, first, last, workdays = [] } of holidays) {
        for (let day = first; day <= last; day = dates.addDays(day, 1)) off.set(day, name);
        for (const day of workdays) makeUp.set(day, name);
      }
    });

    /** @param {string} day @returns {DayAbout} */
    function about(day) {
      const known = byYear.has(Number(day.slice(0, 4)));
      /** @param {DayKind} kind @param {string | undefined} name */
      const say = (kind, name) => ({ kind, name: name || "", off: kind === "weekend" || kind === "holiday", known });
      if (makeUp.has(day)) return say("makeup", makeUp.get(day));
      if (off.has(day)) return say("holiday", off.get(day));
      return say(rules.weekday(day) > 4 ? "weekend" : "workday", "");
    }

    /** The day itself if it is worked, otherwise the last one before it that is. @param {string} day */
    function previous(day) {
      for (let back = 0; back <= LONGEST; back++) {
        const one = dates.addDays(day, -back);
        if (!about(one).off) return one;
      }
      return day;
    }

    /** What is special about a day, "" if nothing: 周末, 国庆节放假, 春节调休上班. @param {string} day */
    function words(day) {
      const { kind, name, known } = about(day);
      const said = { workday: "", weekend: "周末", holiday: `${name}放假`, makeup: `${name}调休上班` }[kind];
      if (known) return said;
      return [said, "放假安排未公布，只按周末判断"].filter(Boolean).join("；");
    }

    return { years: [...byYear.keys()].sort(), about, previous, words };
  }

  Qingdan.lib.workdays = { of };
})();
