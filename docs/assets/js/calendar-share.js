// @ts-check
/**
 * The years of holidays that people pasted, in the exchange file: a member beside its units, `calendar`, since a year
 * is the same for every unit. A year that stands here otherwise is asked about, as a tick would be. Pure.
 *
 * @typedef {{ours: CalendarYear, theirs: CalendarYear, choice?: "ours" | "theirs" | "later"}} YearConflict
 * @typedef {{own: CalendarYear[], added: CalendarYear[], conflicts: YearConflict[], wrong: string[]}} CalendarPlan
 *   own: what is here; wrong: what of the file is not used, each a sentence
 */
(function () {
  "use strict";

  const { records, calendarYears } = Qingdan.lib;

  /** What importing would do to the years that are here. @param {any} given of the file @param {CalendarYear[]} own @returns {CalendarPlan} */
  function plan(given, own) {
    /** @type {CalendarPlan} */
    const found = { own, added: [], conflicts: [], wrong: [] };
    if (given === undefined) return found;
    if (!Array.isArray(given) || given.length > calendarYears.LIMITS.years) return { ...found, wrong: ["格式不对"] };
    const byYear = new Map();
    for (const entry of given) {
      const [problem] = calendarYears.check(entry);
      if (problem) found.wrong.push(problem);
      else byYear.set(entry.year, entry);
    }
    byYear.forEach((theirs, year) => {
      const ours = own.find((one) => one.year === year);
      if (!ours) found.added.push(theirs);
      else if (records.canonical(ours) !== records.canonical(theirs)) found.conflicts.push({ ours, theirs });
    });
    return found;
  }

  /** The years as they shall be, null where nothing changes. @param {CalendarPlan} plan @returns {CalendarYear[] | null} */
  function decided({ own, added, conflicts }) {
    const taken = [...added, ...conflicts.filter(({ choice }) => choice === "theirs").map(({ theirs }) => theirs)];
    const years = new Set(taken.map(({ year }) => year));
    return taken.length ? [...own.filter(({ year }) => !years.has(year)), ...taken] : null;
  }

  Qingdan.lib.calendarShare = { plan, decided };
})();
