// @ts-check
/**
 * The dates of the timelines that a unit works with, as dues beside those of the lists. Only dates that rest on what
 * the unit filled in count: an example is nobody's deadline. Of a rhythm that was missed, the last time stands for all.
 *
 * @typedef {{id: string, tick: {due: string, person: string, state: State}, more: number}} Due
 *   more: how many earlier times of the same rhythm are open as well
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { schedule } = Qingdan.lib;

  /**
   * @param {TimelineData[]} timelines @param {Profile} profile @param {Map<string, Tick>} marks @returns {Due[]}
   */
  function of(timelines, profile, marks) {
    const today = dates.today();
    /** @type {Due[]} */
    const found = [];
    for (const timeline of timelines) {
      if (!schedule.isFollowed(timeline, profile, marks)) continue;
      for (const { step, rows, sample } of /** @type {Schedule} */ (schedule.of(timeline, profile)).steps) {
        if (sample) continue;
        const open = rows.filter(({ key }) => !["done", "na"].includes((marks.get(key) || { state: "todo" }).state));
        const late = open.filter(({ day }) => day < today);
        const shown = [...late.slice(-1), ...open.filter(({ day }) => day >= today)];
        for (const { key, day } of shown) {
          const { state = /** @type {State} */ ("todo") } = marks.get(key) || {};
          found.push({ id: key, tick: { due: day, person: step.who, state }, more: day < today ? late.length - 1 : 0 });
        }
      }
    }
    return found;
  }

  Qingdan.lib.timelineDues = { of };
})();
