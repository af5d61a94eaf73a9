// @ts-check
/**
 * What a problem of the ledger looks like: its columns, its default values, the cells that tables show, the
 * settings of a unit. Pure; the rules come from `data/ledger.js` (checklists/ledger.yml).
 *
 * A problem is kept sparse, as ticks are. Its measures stand in a map by their uid, so that changes, undo and
 * merging go measure by measure. State, round, current deadline and the states of measures are not entered:
 * they follow from the problem's events (ledger-events.js) and stand in `now`.
 *
 * @typedef {Record<string, any>} LedgerValues column id → value; text: string, names and list: string[], date:
 *   "2026-08-31" or "", choice: the option's id or "", number: number or null
 * @typedef {{uid: string, values: LedgerValues}} FlatMeasure
 * @typedef {{uid: string, values: LedgerValues, own: Record<string, string>, measures: FlatMeasure[]}} FlatProblem
 *   what tables read and write: problem columns in `values`, measure columns in the measures' values; own: the
 *   unit's further columns, by their heading. A uid is "" where the problem or measure is new
 * @typedef {{order: number, text: string, kind: string, units: string[], persons: string[], due: string,
 *   dueText: string, result: string, remark: string} & Record<string, any>} Measure
 * @typedef {{no: string, aspect: string, class: string, source: string, text: string, findings: string, nature: string,
 *   goal: string, indicator: string, timeClass: string, stages: string[], explain: string, plan: string,
 *   leaders: string[], units: string[], coUnits: string[], persons: string[], due: string, dueText: string,
 *   evidence: string[], remark: string, order: number, own: Record<string, string>,
 *   measures: Record<string, Measure>, now: Now, rev: string, revs: string[]} & Record<string, any>} ProblemValue
 * @typedef {{unit: string, id: string, value: ProblemValue}} Problem unit: uid of the unit it belongs to
 * @typedef {{state: string, round: number, due: string, extended: Extension[], closedOn: string, outside: boolean,
 *   approvers: string[], reporter: string, progress: {on: string, text: string} | null, last: {action: string, on: string} | null, since: string,
 *   measures: Record<string, {state: string, on: string, round: number, due?: string}>,
 *   checks: {months: number | null, on: string, result: string}[], heads: string[], count: number, odd: number, fork: boolean}} Now
 *   due: the deadline after extensions, "" while the original one holds; outside: closed by an import, not by the
 *   steps of this tool; approvers, reporter: of this round; last: null where there was nothing yet; since: the day before
 *   which no step may be done any more, "" for none (create and import do not count, but for the day of closing); heads: events that no other follows; odd: events that
 *   do not fit what was before them; fork: both sides acted, and nobody has chosen yet
 * @typedef {{action: string, due: string, from: string, reason: string, approver: string, on: string, by: string, measure: string}} Extension
 * @typedef {{id: string, label: string, level: "problem" | "measure", type: "text" | "names" | "date" | "choice" | "number" | "list",
 *   choices: string | null, width: number, required: boolean, derived: boolean, hidden: boolean, aliases: string[],
 *   help: string | null, sources: string[], convention: boolean}} LedgerColumn
 * @typedef {{id: string, label: string, short: string | null, aliases: string[], asked: string[], cap: {from: string, plus: string | null} | null,
 *   help: string | null, sources: string[], convention: boolean}} LedgerChoice
 * @typedef {{procedure: string, lights: string, lightRules: Record<string, any[]>, tiers: string, start: string, feedback: string,
 *   end: string, from: string, nowDays: number | null, totals: Record<string, number>, rebound: number[], off: string[],
 *   leadLimit: number | null, mappings: any[]}} LedgerSettings
 *   start, feedback, end: days or ""; from: where half year and year run from; nowDays: the unit's own limit for 立行立改;
 *   totals: class → announced number; off: checks switched off; mappings: remembered columns of pasted tables
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { records, ledgerSound } = Qingdan.lib;

  const LIMITS = { text: 20000, name: 200, names: 50, line: 2000, lines: 200, own: 100, measures: 200 };
  // A measure's column → the member that holds it.
  /** @type {Record<string, string>} */
  const MEASURE_MEMBERS = {
    measure: "text", measureKind: "kind", measureUnits: "units", measurePersons: "persons", measureDue: "due",
    measureDueText: "dueText", measureResult: "result", measureRemark: "remark",
  };
  // What follows from the events → the member of `measuresOf` that says it.
  /** @type {Record<string, string>} */
  const MEASURE_DERIVED = { measureCurrentDue: "currentDue", measureState: "state", measureDoneOn: "doneOn" };
  /** Members of the profile of a unit → what they are without it. @type {Record<string, string>} */
  const SETTINGS = {
    procedure: "ledgerProcedure", lights: "ledgerLights", lightRules: "ledgerLightRules", tiers: "ledgerTiers",
    months: "ledgerMonths", from: "ledgerFrom", nowDays: "ledgerNowDays", totals: "ledgerTotals", rebound: "ledgerRebound",
    off: "ledgerChecksOff", leadLimit: "ledgerLeadLimit", mappings: "ledgerMappings",
  };

  const NONE = Object.freeze([]);
  const BLANK_MEASURE = Object.freeze({ order: 0, text: "", kind: "", units: NONE, persons: NONE, due: "", dueText: "", result: "", remark: "" });
  const NOW_MEMBERS = Object.keys(emptyNow());

  /** @type {Map<string, LedgerColumn> | null} */
  let byId = null;
  /** A problem with nothing in it. @type {Record<string, any> | null} */
  let blank = null;
  /** @type {Map<string, string> | null} */
  let headings = null;

  /** checklists/ledger.yml, as the page loaded it. @returns {any} */
  function data() {
    return /** @type {any} */ (window).QINGDAN_LEDGER;
  }

  /** The columns in their order. @param {"problem" | "measure"} [level] @returns {LedgerColumn[]} */
  function columns(level) {
    return data().columns.filter((/** @type {LedgerColumn} */ one) => !level || one.level === level);
  }

  /** @param {string} id @returns {LedgerColumn | undefined} */
  function column(id) {
    if (!byId) byId = new Map(columns().map((one) => [one.id, one]));
    return byId.get(id);
  }

  /** The options of a group: source, nature, timeClass, measureKind, state, measureState, checkResult. @param {string} group @returns {LedgerChoice[]} */
  function choices(group) {
    return data().choices[group] || [];
  }

  /** The words of an option; an unknown id as it is. @param {string} group @param {string} id @param {boolean} [short] */
  function labelOf(group, id, short) {
    const found = choices(group).find((one) => one.id === id);
    return found ? (short && found.short) || found.label : id;
  }

  /** The option that words mean, "" for none. @param {string} group @param {string} words @returns {string} */
  function choiceOf(group, words) {
    const wanted = plain(words);
    const found = wanted && choices(group).find((one) => [one.id, one.label, one.short || one.label, ...one.aliases].some((name) => plain(name) === wanted));
    return found ? found.id : "";
  }

  /** The column that a heading names, "" for none. @param {string} words @returns {string} */
  function columnOfHeading(words) {
    if (!headings) {
      headings = new Map();
      for (const one of columns()) {
        for (const name of [one.label, ...one.aliases]) if (!headings.has(plain(name))) headings.set(plain(name), one.id);
      }
    }
    return headings.get(plain(words)) || "";
  }

  /** Words without white space, brackets with what they hold, and marks: as headings are compared. @param {string} words */
  function plain(words) {
    return String(words).replace(/[（(［\[【〔][^）)］\]】〕]*[）)］\]】〕]/g, "").replace(/[\s\u3000:：、.．·*＊]/g, "");
  }

  // ── Values ──

  /** An empty value of a column. @param {LedgerColumn} one */
  function emptyOf(one) {
    return one.type === "names" || one.type === "list" ? [] : one.type === "number" ? null : "";
  }

  /** @returns {Now} */
  function emptyNow() {
    return {
      state: "new", round: 1, due: "", extended: [], closedOn: "", outside: false, approvers: [], reporter: "",
      progress: null, last: null, since: "", measures: {}, checks: [], heads: [], count: 0, odd: 0, fork: false,
    };
  }

  /**
   * All members of a problem, the missing ones at their defaults. A ledger of thousands comes through here when it
   * is opened: the defaults are shared, and what is whole stays as it is.
   * @param {Stored | null | undefined} value @returns {ProblemValue}
   */
  function normalize(value) {
    const given = value || {}, measures = given.measures || {}, uids = Object.keys(measures);
    if (!blank) {
      const entered = columns("problem").filter((one) => !one.derived);
      blank = Object.freeze({ ...Object.fromEntries(entered.map((one) => [one.id, Object.freeze(emptyOf(one))])), order: 0, own: Object.freeze({}), rev: "", revs: NONE });
    }
    return /** @type {any} */ ({
      ...blank, ...given, measures: Object.fromEntries(uids.map((uid) => [uid, normalizeMeasure(measures[uid])])),
      now: isWholeNow(given.now) ? given.now : { ...emptyNow(), ...given.now },
    });
  }

  /** @param {any} now */
  function isWholeNow(now) {
    return Boolean(now) && NOW_MEMBERS.every((name) => now[name] !== undefined);
  }

  /** @param {Stored} value @returns {Measure} */
  function normalizeMeasure(value) {
    return { .../** @type {any} */ (BLANK_MEASURE), ...value };
  }

  /** The measures in their order, with their uid and what the events say of them. @param {ProblemValue} value
   * @returns {(Measure & {uid: string, state: string, doneOn: string, currentDue: string})[]} */
  function measuresOf(value) {
    return Object.entries(value.measures).map(([uid, one]) => {
      const now = value.now.measures[uid], state = measureState(value, uid);
      return { ...one, uid, state, doneOn: now && state === "done" ? now.on : "", currentDue: (now && now.due) || one.due };
    }).sort((a, b) => a.order - b.order || (a.uid < b.uid ? -1 : 1));
  }

  /** @param {ProblemValue} value @param {string} uid of a measure */
  function measureState({ now }, uid) {
    return now.measures[uid] ? now.measures[uid].state : "todo";
  }

  /** The deadline that holds now, "" for none. @param {ProblemValue} value */
  function currentDue(value) {
    return value.now.due || value.due;
  }

  // ── What tables show ──

  /** @param {Problem} problem @returns {FlatProblem} */
  function flat({ id, value }) {
    const { now } = value;
    /** @type {LedgerValues} */
    const derived = {
      currentDue: currentDue(value), state: now.state, light: "", round: now.round, closedOn: now.closedOn,
      progress: now.progress ? now.progress.text : "",
    };
    return {
      uid: id,
      values: Object.fromEntries(columns("problem").map((one) => [one.id, one.derived ? derived[one.id] : value[one.id]])),
      own: { ...value.own },
      measures: measuresOf(value).map((one) => ({
        uid: one.uid,
        values: Object.fromEntries(columns("measure").map(({ id: name, derived: follows }) => [name, one[(follows ? MEASURE_DERIVED : MEASURE_MEMBERS)[name]]])),
      })),
    };
  }

  /**
   * One row a measure; the problem's cells repeat in each, and `first` says where they are to be shown.
   * @param {FlatProblem} problem @returns {{first: boolean, count: number, values: LedgerValues, measure: string}[]}
   */
  function rows(problem) {
    const list = problem.measures.length ? problem.measures : [{ uid: "", values: {} }];
    return list.map((one, at) => ({ first: at === 0, count: list.length, values: { ...problem.values, ...one.values }, measure: one.uid }));
  }

  /** A value as the text of a cell. @param {string} id of the column @param {any} value @returns {string} */
  function cellText(id, value) {
    const one = column(id);
    if (value === undefined || value === null) return "";
    if (!one) return String(value);
    if (one.type === "choice") return labelOf(one.choices || "", value);
    if (one.type === "names") return value.join("、");
    return one.type === "list" ? value.join("\n") : String(value);
  }

  /**
   * The stored members of a flat problem: all that is not derived, empty ones left out. Measures without a uid
   * get one, and so do those that have the uid of another: rows are copied with all they hold.
   * @param {FlatProblem} given @returns {Stored}
   */
  function fieldsOf(given) {
    const entered = columns("problem").filter((one) => !one.derived && !isEmpty(given.values[one.id])).map((one) => [one.id, given.values[one.id]]);
    const used = new Set();
    const measures = given.measures.map(({ uid, values }, at) => {
      const own = uid && !used.has(uid) ? uid : records.newRev();
      used.add(own);
      return [own, measureFields(values, at + 1)];
    });
    return {
      ...Object.fromEntries(entered), ...(Object.keys(given.own || {}).length && { own: given.own }),
      ...(measures.length && { measures: Object.fromEntries(measures) }),
    };
  }

  /** @param {LedgerValues} values @param {number} order @returns {Stored} */
  function measureFields(values, order) {
    const entered = Object.entries(MEASURE_MEMBERS).filter(([id]) => !isEmpty(values[id])).map(([id, member]) => [member, values[id]]);
    return { order, ...Object.fromEntries(entered) };
  }

  /** @param {any} value */
  function isEmpty(value) {
    return value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length);
  }

  // ── Checking what is entered ──

  /** What is wrong with a value of a column, "" for nothing. @param {string} id @param {any} value @returns {string} */
  function checkValue(id, value) {
    const one = column(id);
    if (!one || one.derived) return `没有“${id}”这一栏`;
    const { label } = one;
    if (one.type === "names" || one.type === "list") {
      const [most, longest] = one.type === "names" ? [LIMITS.names, LIMITS.name] : [LIMITS.lines, LIMITS.line];
      if (!Array.isArray(value) || value.some((text) => typeof text !== "string")) return `${label}应是一组文字`;
      if (value.length > most) return `${label}有 ${value.length} 项，最多 ${most} 项`;
      return value.some((text) => text.length > longest) ? `${label}有一项超过 ${longest} 字，请精简` : "";
    }
    if (one.type === "number") return value === null || Number.isFinite(value) ? "" : `${label}应是数字`;
    if (typeof value !== "string") return `${label}应是文字`;
    if (one.type === "date") return value === "" || dates.isDate(value) ? "" : `${label}不是日期（应写成 2026-11-22）`;
    return value.length <= LIMITS.text ? "" : `${label}有 ${value.length} 字，最多 ${LIMITS.text} 字，请精简`;
  }

  // ── Settings ──

  /** What a unit has chosen, with the defaults of the kit. @param {Record<string, any>} profile @returns {LedgerSettings} */
  function settings(profile) {
    const { periods, procedures, lights, rebound } = data();
    /** @param {string} name @param {any} otherwise */
    const chosen = (name, otherwise) => {
      const value = ledgerSound.setting(data(), name, profile[SETTINGS[name]]);
      return isEmpty(value) ? otherwise : value;
    };
    const start = dates.isDate(profile.start) ? profile.start : "", months = Number(chosen("months", periods.months));
    return {
      procedure: chosen("procedure", procedures[0].id), lights: chosen("lights", lights[0].id), lightRules: chosen("lightRules", {}),
      tiers: chosen("tiers", "all"), start, feedback: dates.isDate(profile.feedback) ? profile.feedback : "",
      end: start ? addMonths(start, months) : "", from: chosen("from", periods.from), nowDays: chosen("nowDays", null),
      totals: chosen("totals", {}), rebound: chosen("rebound", rebound.months), off: chosen("off", []),
      leadLimit: chosen("leadLimit", null), mappings: chosen("mappings", []),
    };
  }

  /** The members of the profile for `store.updateUnit`. @param {Record<string, any>} changes by the names of LedgerSettings, and `months` */
  function profileOf(changes) {
    return Object.fromEntries(Object.entries(changes).map(([name, value]) => [SETTINGS[name] || name, value]));
  }

  /** The same day some months later, or the last day of that month. @param {string} day @param {number} months */
  function addMonths(day, months) {
    const { year, month, day: number } = /** @type {Day} */ (dates.parse(day));
    const count = year * 12 + month - 1 + months;
    const [y, m] = [Math.floor(count / 12), (count % 12) + 1];
    const last = new Date(Date.UTC(y, m, 0)).getUTCDate();
    return dates.iso({ year: y, month: m, day: Math.min(number, last) });
  }

  Qingdan.lib.ledgerModel = {
    LIMITS, MEASURE_MEMBERS, SETTINGS, data, columns, column, choices, labelOf, choiceOf, columnOfHeading, plain, emptyOf, emptyNow,
    normalize, measuresOf, measureState, currentDue, flat, rows, cellText, fieldsOf, measureFields, isEmpty, checkValue,
    settings, profileOf, addMonths,
  };
})();
