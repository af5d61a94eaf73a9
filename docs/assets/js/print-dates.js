// @ts-check
/**
 * A unit's dates and own values for the sheets of timelines, in words. A date that rests on an example is not the
 * unit's: its place stays blank, to be written by hand.
 *
 * @typedef {{dates: Map<string, string>, to: Map<string, string>, own: Map<string, string>, marks: Map<string, Tick>}} PaperDates
 *   dates: by milestone, lines apart by \n; to: whom it is reported to; own: by field; marks: one for each milestone
 *   that has any
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { schedule, records } = Qingdan.lib;

  /** @param {TimelineData} timeline @param {Profile} profile @param {Map<string, Tick>} marks as stored, recurring ones by day */
  function of(timeline, profile, marks) {
    /** @type {PaperDates} */
    const found = { dates: new Map(), to: new Map(), own: new Map(), marks: new Map() };
    for (const asked of [...timeline.anchors, ...timeline.choices]) {
      const words = ownWords(asked, profile[schedule.keyOf(timeline, asked)]);
      if (words) found.own.set(asked.id, words);
    }
    for (const one of /** @type {Schedule} */ (schedule.of(timeline, profile)).steps) {
      const words = stepWords(one, marks);
      if (words) found.dates.set(one.step.id, words);
      const to = schedule.recipient(timeline, profile, one.step);
      if (to) found.to.set(one.step.id, to);
      const mark = one.step.every ? whole(one, marks) : marks.get(one.step.id);
      if (mark) found.marks.set(one.step.id, mark);
    }
    return found;
  }

  /** @param {Anchor | Choice} asked @param {any} value */
  function ownWords(asked, value) {
    if (value === undefined || value === null || value === "") return "";
    if ("options" in asked) {
      const option = asked.options.find((one) => one.value === value);
      return option ? option.label : String(value);
    }
    if (asked.type === "date") return dates.isDate(value) ? dates.format(value) : "";
    if (asked.type === "text") return String(value);
    return schedule.lengthOf(asked, value) === null ? "" : `${value} ${asked.type === "months" ? "个月" : "天"}`;
  }

  /** @param {MilestoneDates} one @param {Map<string, Tick>} marks */
  function stepWords({ step, use, rows, sample, problem }, marks) {
    if (use !== "used") return "本单位不用";
    if (sample || !rows.length) return problem;
    const time = step.time ? ` ${step.time} 前` : "";
    if (!step.every) return `${dates.format(rows[0].day)}${time}`;
    const done = rows.filter(({ key }) => (marks.get(key) || { state: "todo" }).state === "done").length;
    const last = rows.length > 1 ? `\n末次 ${dates.format(rows[rows.length - 1].day)}` : "";
    const far = done ? `，已办 ${done} 次` : "";
    return `首次 ${dates.format(rows[0].day)}${time}${last}\n共 ${rows.length} 次${far}`;
  }

  /** Of a recurring step: done when every one of them is. @param {MilestoneDates} one @param {Map<string, Tick>} marks @returns {Tick | null} */
  function whole({ rows, sample }, marks) {
    if (sample || !rows.length || !rows.every(({ key }) => (marks.get(key) || { state: "todo" }).state === "done")) return null;
    return records.normalizeTick({ state: "done" });
  }

  Qingdan.lib.printDates = { of };
})();
