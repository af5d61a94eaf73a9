// @ts-check
/**
 * From a deadline back to the day on which each step has to begin. Pure: no page, no clock, no storage.
 *
 * The last step ends on the deadline; a step begins its duration earlier, its first day not counted, as in
 * date-rules.js (1 July and 3 days: 4 July); the step before it ends on that day. A step without a duration
 * leaves its own beginning and everything before it open.
 *
 * @typedef {"d" | "b" | "w" | "m"} PlanUnit b: workdays
 * @typedef {{id: string, at: number, text: string, who: string, hint: string, amount: string, unit: PlanUnit, sources: string[]}} PlanStep
 *   at: steps are in the order of these; amount: digits as typed, "" where nobody has filled it in
 * @typedef {{title: string, deadline: string, steps: PlanStep[]}} Plan deadline: ISO or ""
 * @typedef {{start: string, end: string, late: number, open: "" | "amount" | "later" | "deadline", tight: boolean}} PlanRow
 *   "" where a day is not known; late: days since the latest start, negative before it; open: what is missing
 * @typedef {{UNITS: Record<PlanUnit, string>, LIMITS: Record<string, number>, empty(): Plan, step(given?: any): PlanStep,
 *   sound(value: any): Plan, length(step: PlanStep): number | null, rows(plan: Plan, today: string, workdays: Workdays): PlanRow[],
 *   move(steps: PlanStep[], from: number, to: number): PlanStep[], digits(text: string): string, summary(rows: PlanRow[]): string}} Backward
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const rules = /** @type {DateRules} */ (Qingdan.lib.dateRules);

  /** @type {Record<PlanUnit, string>} */
  const UNITS = { d: "天", b: "个工作日", w: "周", m: "个月" };
  const LIMITS = { steps: 60, text: 200, title: 100, amount: 999, source: 20, sources: 10 };
  const LAST = 1e9; // behind every other: a step whose place is not known
  const FIRST_DAY = "1900-01-01"; // nobody plans before it, and dates end somewhere

  /** @returns {Plan} */
  function empty() {
    return { title: "", deadline: "", steps: [] };
  }

  /** A step with what is given and sound; the rest empty. @param {any} [given] @returns {PlanStep} */
  function step(given) {
    const from = given && typeof given === "object" ? given : {};
    const text = (/** @type {any} */ value) => (typeof value === "string" ? value.slice(0, LIMITS.text) : "");
    const sources = Array.isArray(from.sources) ? from.sources : [];
    return {
      id: text(from.id), at: Number.isFinite(from.at) ? from.at : LAST, text: text(from.text), who: text(from.who), hint: text(from.hint),
      amount: /^\d{1,3}$/.test(text(from.amount)) ? from.amount : "",
      unit: Object.keys(UNITS).includes(from.unit) ? from.unit : "d",
      sources: sources.filter((/** @type {any} */ id) => /^S\d-[\w.-]{1,16}$/.test(id)).slice(0, LIMITS.sources),
    };
  }

  /** What was stored, or came from a file, as a plan. @param {any} value @returns {Plan} */
  function sound(value) {
    if (!value || typeof value !== "object") return empty();
    return {
      title: typeof value.title === "string" ? value.title.slice(0, LIMITS.title) : "",
      deadline: dates.isDate(value.deadline) ? value.deadline : "",
      steps: (Array.isArray(value.steps) ? value.steps : []).slice(0, LIMITS.steps)
        .map((one, at) => ({ ...step(one), id: `s${at}`, at })),
    };
  }

  /** How long a step takes, in its unit; null where it is not filled in. @param {PlanStep} step */
  function length({ amount }) {
    return /^\d{1,3}$/.test(amount) ? Number(amount) : null;
  }

  /** @param {string} end @param {number} amount @param {PlanUnit} unit @param {Workdays} workdays */
  function before(end, amount, unit, workdays) {
    if (unit !== "b") return rules.add(end, `${-amount}${unit}`.replace(/^-?0/, "0"));
    let day = end;
    for (let left = amount; left > 0; ) {
      day = dates.addDays(day, -1);
      if (!workdays.about(day).off) left--;
    }
    return day;
  }

  /** @param {Plan} plan @param {string} today @param {Workdays} workdays @returns {PlanRow[]} */
  function rows({ deadline, steps }, today, workdays) {
    let end = deadline;
    /** @type {PlanRow["open"]} */
    let open = deadline ? "" : "deadline";
    return steps.slice().reverse().map((one) => {
      const amount = length(one);
      /** @type {PlanRow} */
      const row = { start: "", end, late: 0, open, tight: false };
      if (!open && amount === null) open = row.open = "amount";
      else if (!open) row.start = before(end, /** @type {number} */ (amount), one.unit, workdays);
      if (row.start && row.start < FIRST_DAY) row.start = FIRST_DAY;
      if (row.start) row.late = dates.daysBetween(row.start, today);
      row.tight = Boolean(end) && end < today;
      end = row.start;
      if (open === "amount") open = "later";
      return row;
    }).reverse();
  }

  /** Full-width digits are digits. @param {string} text @returns {string} "" where it is no number */
  function digits(text) {
    const plain = text.normalize("NFKC").trim();
    return /^\d{1,3}$/.test(plain) ? plain : "";
  }

  /** The steps with one of them elsewhere. @param {PlanStep[]} steps @param {number} from @param {number} to */
  function move(steps, from, to) {
    if (from === to) return steps;
    const moved = steps.slice(), [one] = moved.splice(from, 1);
    const before = to > 0 ? moved[to - 1].at : moved[to].at - 2, after = to < moved.length ? moved[to].at : before + 2, at = (before + after) / 2;
    moved.splice(to, 0, { ...one, at });
    return before < at && at < after ? moved : moved.map((each, place) => ({ ...each, at: place }));
  }

  /** What the plan comes to, in one sentence. @param {PlanRow[]} rows */
  function summary(rows) {
    if (!rows.length) return "还没有步骤。";
    if (rows[0].open === "deadline") return "先填期限。";
    const late = rows.map((row, at) => ({ ...row, at })).filter((row) => row.start && row.late > 0);
    const missing = rows.filter((row) => row.open === "amount" || row.open === "later").length;
    const open = missing ? `还有 ${missing} 步算不出最迟开始日：从后往前，先填没有用时的那一步。` : "";
    if (late.length) {
      const worst = late.reduce((a, b) => (b.late > a.late ? b : a));
      return `来不及：第 ${late.map(({ at }) => at + 1).join("、")} 步的最迟开始日已过，最多过了 ${worst.late} 天。${open}`;
    }
    if (open) return open;
    const [{ start, late: ago }] = rows;
    return `第 1 步最迟 ${dates.format(start)}（${rules.weekdayName(start)}）开始，${ago === 0 ? "就是今天" : `还有 ${-ago} 天`}。`;
  }

  Qingdan.lib.backward = { UNITS, LIMITS, empty, step, sound, length, rows, move, digits, summary };
})();
