// @ts-check
/**
 * A timeline and what a unit has filled in → all its dates. Pure: no page, no clock, no storage.
 *
 * What a unit fills in stands in its profile, a member each, so that two tabs do not overwrite each other's:
 * `start` (an anchor that timelines share), `T01/publish` (an anchor or choice of one), `T01-04/weekday` (what is
 * changed of one step; `T01-04/off`: it is not used). Dates that rest on an example are marked as samples.
 *
 * @typedef {{id: string, label: string, type: "date" | "months" | "days" | "text", example: string | null,
 *   default: number | null, shared: boolean}} Anchor
 * @typedef {{id: string, label: string, kind: "day" | "end" | "set" | "text", options: {value: string, label: string}[]}} Choice
 * @typedef {{id: string, title: string, name: string | null, at: {from: string, plus: string | null, end: string | null} | null,
 *   every: Every | null, weekday: Weekday | null, day: number | null, time: string | null, from: string | null,
 *   until: string | null, optional: boolean, sets: string[], who: string, to: string | null, ask: string | null,
 *   deliver: string | null, rule: string, convention: string[]}} Milestone a milestone
 * @typedef {{id: string, title: string, url: string, anchors: Anchor[], choices: Choice[],
 *   bands: {title: string, from: string, until: string | null, note: string | null}[], milestones: Milestone[]}} TimelineData
 * @typedef {Record<string, any>} Profile
 * @typedef {{day: string | null, sample: boolean, missing: string}} Resolved missing: what has to be filled in first
 * @typedef {{key: string, step: Milestone, order: number, day: string, time: string, sample: boolean, number: number,
 *   of: number}} DateRow one date; key: the step's id, for a recurring one with @ and the day
 * @typedef {{step: Milestone, use: "used" | "off" | "set", rows: DateRow[], sample: boolean, missing: string, problem: string}} MilestoneDates
 *   use: whether the unit uses it; set: it belongs to a set that is not chosen
 * @typedef {{title: string, note: string, from: string, until: string | null, sample: boolean}} BandDates until null: no end
 * @typedef {{rows: DateRow[], steps: MilestoneDates[], bands: BandDates[], samples: boolean, missing: string[]}} Schedule
 *   rows: in the order of days
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const rules = /** @type {DateRules} */ (Qingdan.lib.dateRules);

  const LONGEST = 3660; // days that a rhythm may last: more is a slip of the keyboard
  /** What may be filled in as a length. @type {Record<string, {min: number, max: number, unit: string}>} */
  const LENGTHS = { months: { min: 1, max: 60, unit: "m" }, days: { min: 1, max: 366, unit: "d" } };

  /** The member of the profile that holds an anchor or a choice. @param {TimelineData} timeline @param {{id: string, shared?: boolean}} asked */
  function keyOf(timeline, asked) {
    return asked.shared ? asked.id : `${timeline.id}/${asked.id}`;
  }

  /** What may be changed of a step, because no speech says it. @param {Milestone} step @returns {("weekday" | "day" | "edge" | "from" | "until")[]} */
  function adjustable(step) {
    const open = (/** @type {string} */ name) => step.convention.includes(name);
    /** @type {("weekday" | "day" | "edge" | "from" | "until")[]} */
    const found = [];
    if (step.every === "week" && open("weekday")) found.push("weekday");
    if (step.every && step.every !== "week" && open("days")) found.push(step.every === "month" ? "day" : "edge");
    if (step.every && open("from")) found.push("from");
    if (step.every && open("until")) found.push("until");
    return found;
  }

  /** A length as filled in, null where it is none. @param {Anchor} anchor @param {any} value @returns {number | null} */
  function lengthOf(anchor, value) {
    const { min, max } = LENGTHS[anchor.type], number = Number(value);
    return value !== "" && value !== null && Number.isInteger(number) && number >= min && number <= max ? number : null;
  }

  /** @param {TimelineData} timeline @param {Profile} profile of a unit; {} where there is none @returns {Schedule} */
  function of(timeline, profile) {
    const days = dayFinder(timeline, profile);
    const steps = timeline.milestones.map((step, order) => datesOf(step, order));
    const rows = /** @type {DateRow[]} */ ([]).concat(...steps.map((one) => one.rows)).sort(byDay);
    return {
      rows, steps, bands: bandsOf(),
      samples: rows.some(({ sample }) => sample),
      missing: [...new Set(steps.filter((one) => one.use === "used").map((one) => one.missing).filter(Boolean))],
    };

    /** @param {Milestone} step @param {number} order @returns {MilestoneDates} */
    function datesOf(step, order) {
      /** @type {MilestoneDates} */
      const result = { step, use: useOf(timeline, profile, step), rows: [], sample: false, missing: "", problem: "" };
      if (result.use !== "used") return result;
      const found = step.every ? recurring(step) : days.at(step);
      result.sample = found.sample;
      result.missing = found.missing;
      result.problem = "problem" in found ? found.problem : "";
      const all = "days" in found ? found.days : found.day ? [found.day] : [];
      result.rows = all.map((day, at) => ({
        key: step.every ? `${step.id}@${day}` : step.id, step, order, day, time: step.time || "", sample: found.sample, number: at + 1, of: all.length,
      }));
      return result;
    }

    /** @param {Milestone} step */
    function recurring(step) {
      /** @param {string} name */
      const changed = (name) => profile[`${step.id}/${name}`];
      const from = days.of(changed("from") || step.from || ""), until = days.of(changed("until") || step.until || "");
      const sample = from.sample || until.sample, missing = from.missing || until.missing;
      const none = { days: /** @type {string[]} */ ([]), sample, missing, problem: "" };
      if (!from.day || !until.day) return none;
      if (until.day < from.day) return { ...none, problem: `止（${dates.format(until.day)}）早于起（${dates.format(from.day)}），一次也排不出` };
      if (dates.daysBetween(from.day, until.day) > LONGEST) return { ...none, problem: "起止相隔超过十年，请核对日期" };
      const rhythm = /** @type {Rhythm} */ ({
        every: step.every, weekday: rules.WEEKDAYS.includes(changed("weekday")) ? changed("weekday") : step.weekday,
        day: Number(changed("day")) || step.day, edge: changed("edge"),
      });
      return { ...none, days: rules.occurrences(rhythm, from.day, until.day) };
    }

    /** @returns {BandDates[]} those that have dates */
    function bandsOf() {
      /** @type {BandDates[]} */
      const found = [];
      for (const band of timeline.bands) {
        const from = days.of(band.from), until = band.until ? days.of(band.until) : null;
        if (!from.day || (until && (!until.day || until.day < from.day))) continue;
        found.push({ title: band.title, note: band.note || "", from: from.day, until: until && until.day, sample: from.sample || Boolean(until && until.sample) });
      }
      return found;
    }
  }

  /** In the order of days; on one day, as the timeline has them. @param {DateRow} a @param {DateRow} b */
  function byDay(a, b) {
    if (a.day !== b.day) return a.day < b.day ? -1 : 1;
    return a.order - b.order || a.number - b.number;
  }

  /** @param {TimelineData} timeline @param {Profile} profile @param {Milestone} step @returns {"used" | "off" | "set"} */
  function useOf(timeline, profile, step) {
    if (step.sets.length) {
      const choice = timeline.choices.find((one) => one.kind === "set" && one.options.some(({ value }) => step.sets.includes(value)));
      if (choice && !step.sets.includes(chosen(timeline, profile, choice))) return "set";
    }
    return step.optional && profile[`${step.id}/off`] ? "off" : "used";
  }

  /** The option that holds: the unit's, or the first; of texts none is the unit's until it says so. @param {TimelineData} timeline @param {Profile} profile @param {Choice} choice */
  function chosen(timeline, profile, choice) {
    const value = profile[keyOf(timeline, choice)];
    if (choice.kind === "text") return value || "";
    return choice.options.some((option) => option.value === value) ? value : choice.options[0].value;
  }

  /** To whom a step is reported, in words. @param {TimelineData} timeline @param {Profile} profile @param {Milestone} step */
  function recipient(timeline, profile, step) {
    if (!step.ask) return step.to || "";
    const asked = timeline.anchors.find(({ id }) => id === step.ask) || timeline.choices.find(({ id }) => id === step.ask);
    if (!asked) return step.to || "";
    const value = profile[keyOf(timeline, asked)] || "";
    const option = "options" in asked && asked.options.find((one) => one.value === value);
    return (option ? option.label : value) || step.to || "";
  }

  /** Finds days by their names, each computed once. @param {TimelineData} timeline @param {Profile} profile */
  function dayFinder(timeline, profile) {
    const anchors = new Map(timeline.anchors.map((anchor) => [anchor.id, anchor]));
    const choices = new Map(timeline.choices.map((choice) => [choice.id, choice]));
    const named = new Map(timeline.milestones.filter((step) => step.name).map((step) => [step.name, step]));
    /** @type {Map<string, Resolved>} */
    const known = new Map();

    /** @param {string} name @returns {Resolved} */
    function of(name) {
      let found = known.get(name);
      if (!found) {
        known.set(name, { day: null, sample: false, missing: "" }); // a circle, which the build refuses, ends here
        known.set(name, (found = find(name)));
      }
      return found;
    }

    /** @param {string} name @returns {Resolved} */
    function find(name) {
      const anchor = anchors.get(name), choice = choices.get(name), step = named.get(name);
      if (choice) return of(chosen(timeline, profile, choice));
      if (step) return at(step);
      if (!anchor) return { day: null, sample: false, missing: "" };
      const value = profile[keyOf(timeline, anchor)];
      if (dates.isDate(value)) return { day: value, sample: false, missing: "" };
      return { day: anchor.example, sample: Boolean(anchor.example), missing: anchor.example ? "" : anchor.label };
    }

    /** @param {Milestone} step @returns {Resolved} */
    function at(step) {
      if (!step.at) return { day: null, sample: false, missing: "" };
      const { from, plus, end } = step.at, start = of(from);
      if (!start.day) return start;
      const length = plus ? lengthBy(plus) : "";
      if (length === null) return { day: null, sample: false, missing: (/** @type {Anchor} */ (anchors.get(/** @type {string} */ (plus)))).label };
      const day = length ? rules.add(start.day, length) : start.day;
      return { ...start, day: isMonthEnd(end) ? rules.endOfMonth(day) : day };
    }

    /** @param {string | null} end */
    function isMonthEnd(end) {
      const choice = end ? choices.get(end) : null;
      return (choice ? chosen(timeline, profile, choice) : end) === "month-end";
    }

    /** @param {string} plus @returns {string | null} a length, null where it is not filled in */
    function lengthBy(plus) {
      const anchor = anchors.get(plus);
      if (!anchor) return plus;
      const number = lengthOf(anchor, profile[keyOf(timeline, anchor)]) ?? anchor.default;
      return number === null ? null : `${number}${LENGTHS[anchor.type].unit}`;
    }

    return { of, at };
  }

  /**
   * Whether a unit works with a timeline: it says so, or has filled in something of this one alone, or ticked a step.
   * @param {TimelineData} timeline @param {Profile} profile @param {Map<string, Tick>} marks
   */
  function isFollowed(timeline, profile, marks) {
    const wish = profile[`${timeline.id}/follow`];
    if (typeof wish === "boolean") return wish;
    if ([...marks].some(([key, { state }]) => state !== "todo" && key.startsWith(`${timeline.id}-`))) return true;
    return Object.keys(profile).some((name) => (name.startsWith(`${timeline.id}/`) || name.startsWith(`${timeline.id}-`)) && profile[name] !== "");
  }

  Qingdan.lib.schedule = { of, keyOf, adjustable, lengthOf, chosen, recipient, isFollowed, LENGTHS };
})();
