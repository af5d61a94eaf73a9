// @ts-check
/**
 * What is counted in a ledger, and the regular reports: what changed in a period, what is due next, what is
 * overdue. Pure; gives data, no words but labels.
 *
 * Problems of 长期坚持 are counted apart: whether they count as done would only flatter or spoil the rate.
 *
 * @typedef {{kind: string, from: string, to: string, next: {from: string, to: string}}} Period both ends included
 * @typedef {{done: number, of: number, rate: number | null}} Rate rate: from 0 to 1, null where there is nothing
 * @typedef {{label: string, problems: number, states: Record<string, number>, measures: Rate, rate: Rate, long: number, overdue: number}} Count
 *   problems: all; rate: closed ones, without 长期坚持; long: how many of those
 * @typedef {{problem: Problem, event: LedgerEvent, label: string}} Happened
 * @typedef {{period: Period, asOf: string, total: Count, byState: {id: string, label: string, count: number}[], byUnit: Count[],
 *   byClass: Count[], changed: {action: string, label: string, list: Happened[]}[],
 *   booked: {created: number, added: number, updated: number}, due: {problem: Problem, due: string, days: number, measure: string}[],
 *   overdue: {problem: Problem, due: string, days: number, measure: string}[], long: {problem: Problem, stages: string[], progress: string}[]}} Report
 *   changed: what was done; booked: how many problems were created, came with a table, were changed by one;
 *   due, overdue: with measure "" the problem itself is meant
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { ledgerModel: model, ledgerEvents, ledgerReplay } = Qingdan.lib;

  const BOOKED = ["create", "import"];

  // ── Periods ──

  /** The period of a day. @param {"week" | "xun" | "half" | "month"} kind @param {string} day @returns {Period} */
  function periodOf(kind, day) {
    const { from, to } = span(kind, day);
    return { kind, from, to, next: span(kind, dates.addDays(to, 1)) };
  }

  /** @param {string} kind @param {string} day */
  function span(kind, day) {
    const { year, month, day: number } = /** @type {Day} */ (dates.parse(day));
    if (kind === "week") {
      const past = (new Date(Date.UTC(year, month - 1, number)).getUTCDay() + 6) % 7; // days since Monday
      return { from: dates.addDays(day, -past), to: dates.addDays(day, 6 - past) };
    }
    const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
    const ends = kind === "xun" ? [10, 20, last] : kind === "half" ? [15, last] : [last];
    const at = ends.findIndex((end) => number <= end);
    return { from: dates.iso({ year, month, day: at ? ends[at - 1] + 1 : 1 }), to: dates.iso({ year, month, day: ends[at] }) };
  }

  /**
   * The problems as they stood at the end of a day, by what was recorded of the days up to then and not taken back
   * since; those that were not there yet are left out. What was entered in their cells is as it is now.
   * @param {Problem[]} problems @param {LedgerEvent[]} events all of them @param {string} day @returns {Problem[]}
   */
  function asOf(problems, events, day) {
    const known = byProblem(events);
    return problems.flatMap((problem) => {
      const { events: found, now } = ledgerReplay.asOf(known.get(problem.id) || [], day);
      return found.length ? [{ ...problem, value: { ...problem.value, now } }] : [];
    });
  }

  /** @param {LedgerEvent[]} events @returns {Map<string, LedgerEvent[]>} */
  function byProblem(events) {
    /** @type {Map<string, LedgerEvent[]>} */
    const known = new Map();
    for (const event of events) {
      const list = known.get(event.problem);
      if (list) list.push(event);
      else known.set(event.problem, [event]);
    }
    return known;
  }

  // ── Counting ──

  /** @param {Problem} problem */
  function isLong({ value }) {
    return value.timeClass === "long";
  }

  /** @param {number} done @param {number} of @returns {Rate} */
  function rate(done, of) {
    return { done, of, rate: of ? done / of : null };
  }

  /** @param {string} label @param {Problem[]} problems @param {string} today @returns {Count} */
  function count(label, problems, today) {
    /** @type {Record<string, number>} */
    const states = {};
    let long = 0, closed = 0, measures = 0, done = 0, overdue = 0;
    for (const problem of problems) {
      const { value } = problem, { state } = value.now;
      states[state] = (states[state] || 0) + 1;
      if (isOverdue(problem, today)) overdue++;
      if (isLong(problem)) {
        long++;
        continue;
      }
      if (state === "closed") closed++;
      for (const uid of Object.keys(value.measures)) {
        measures++;
        if (model.measureState(value, uid) === "done") done++;
      }
    }
    return { label, problems: problems.length, states, long, rate: rate(closed, problems.length - long), measures: rate(done, measures), overdue };
  }

  /** @param {Problem} problem @param {string} today */
  function isOverdue({ value }, today) {
    const due = model.currentDue(value);
    return Boolean(due) && due < today && value.now.state !== "closed";
  }

  /** Counts by what a problem says of itself, in the order in which that first comes. @param {Problem[]} problems @param {(problem: Problem) => string} key @param {string} today @param {string} none the label where it says nothing @returns {Count[]} */
  function countBy(problems, key, today, none) {
    /** @type {Map<string, Problem[]>} */
    const groups = new Map();
    for (const problem of problems) {
      const name = key(problem) || none, list = groups.get(name);
      if (list) list.push(problem);
      else groups.set(name, [problem]);
    }
    return [...groups].map(([label, list]) => count(label, list, today));
  }

  /** The unit that leads. @param {Problem} problem */
  function leadUnit({ value }) {
    return value.units[0] || "";
  }

  // ── The report ──

  /**
   * @param {Problem[]} problems as they stand; for a period that is over, as asOf gives them
   * @param {LedgerEvent[]} events all of them: what was taken back is left out @param {Period} period @param {string} [today]
   * @param {string} [procedure] that names the steps @returns {Report}
   */
  function report(problems, events, period, today = dates.today(), procedure = "") {
    const asOfDay = period.to < today ? period.to : today;
    const byId = new Map(problems.map((problem) => [problem.id, problem]));
    const found = [...byProblem(events)].map(([id, own]) => (byId.has(id) ? ledgerReplay.asOf(own, period.to).events : []));
    const happened = found.flat().filter(({ type, on }) => on >= period.from && !BOOKED.includes(type)).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
    const actions = [...new Set(happened.map(({ type }) => type))].sort((a, b) => rank(a) - rank(b));
    const open = problems.filter(({ value }) => value.now.state !== "closed");
    return {
      period, asOf: asOfDay, total: count("合计", problems, asOfDay),
      byState: model.choices("state").map(({ id, label }) => ({ id, label, count: problems.filter(({ value }) => value.now.state === id).length })),
      byUnit: countBy(problems, leadUnit, asOfDay, "没有责任单位"),
      byClass: countBy(problems, ({ value }) => value.class, asOfDay, "没有类别"),
      changed: actions.map((action) => ({
        action, label: ledgerEvents.labelOf(action, procedure),
        list: happened.filter(({ type }) => type === action)
          .map((event) => ({ problem: /** @type {Problem} */ (byId.get(event.problem)), event, label: ledgerEvents.labelOf(action, procedure) })),
      })),
      booked: booked(found, period.from),
      due: deadlines(open, asOfDay, (due) => due >= asOfDay && due <= period.next.to),
      overdue: deadlines(open, asOfDay, (due) => due < asOfDay),
      long: problems.filter(isLong).map((problem) => ({
        problem, stages: problem.value.stages, progress: problem.value.now.progress ? problem.value.now.progress.text : "",
      })),
    };
  }

  /** How problems came into the ledger: counted, not listed. @param {LedgerEvent[][]} found of each problem, up to the end of the period @param {string} from */
  function booked(found, from) {
    const kinds = found.map((own) => {
      const isNew = own.length > 0 && own[0].on >= from;
      if (isNew && BOOKED.includes(own[0].type)) return own[0].type === "create" ? "created" : "added";
      return own.some(({ type, on }, at) => at > 0 && type === "import" && on >= from) ? "updated" : "";
    });
    const count = (/** @type {string} */ kind) => kinds.filter((one) => one === kind).length;
    return { created: count("created"), added: count("added"), updated: count("updated") };
  }

  /** Closing first, then what leads there, then the rest. @param {string} action */
  function rank(action) {
    const order = ["close", "review", "submit", "claim", "return", "redo", "rebound", "extend", "amend", "drop", "add", "check", "measure", "progress"];
    return order.indexOf(action) < 0 ? order.length : order.indexOf(action);
  }

  /** Deadlines of problems and of measures that are not done, the earliest first. @param {Problem[]} problems @param {string} today @param {(due: string) => boolean} wanted */
  function deadlines(problems, today, wanted) {
    return problems.flatMap((problem) => [
      { problem, due: model.currentDue(problem.value), measure: "" },
      ...model.measuresOf(problem.value).filter((/** @type {any} */ one) => one.state !== "done").map((/** @type {any} */ one) => ({ problem, due: one.currentDue, measure: one.uid })),
    ]).filter(({ due }) => due && wanted(due)).map((one) => ({ ...one, days: dates.daysBetween(today, one.due) }))
      .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
  }

  Qingdan.lib.ledgerReports = { periodOf, asOf, report, deadlines, count, countBy, isLong, isOverdue, leadUnit };
})();
