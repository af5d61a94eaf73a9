// @ts-check
/**
 * What of a unit's ledger is late or due until a day, for 我的工作台: problems, measures that are not done, checks
 * after closing; each with the way to its row.
 *
 * @typedef {{id: string, tick: {due: string, person: string, state: State}, more: number, words: string, state: string, link: string}} LedgerDue
 * @typedef {{list: LedgerDue[], late: number, soon: number, size: number}} LedgerDues
 *   late, soon: how many more there are than are listed, past and to come; size: how many problems the ledger has
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { ledgerModel: model, ledgerReports: reports, ledgerChecks } = Qingdan.lib;

  const MOST = 40; // of the late ones, and of the others
  const LONG = 50; // characters

  /** @param {Problem[]} problems @param {LedgerSettings} settings @param {string} until the last day @returns {LedgerDues} */
  function of(problems, settings, until) {
    const today = dates.today(), open = problems.filter(({ value }) => value.now.state !== "closed");
    const found = [
      ...reports.deadlines(open, today, (/** @type {string} */ due) => due <= until).map((/** @type {any} */ { problem, due, measure }) => deadline(problem, due, measure)),
      ...problems.flatMap((problem) => checks(problem, settings, until)),
    ].sort((a, b) => (a.tick.due < b.tick.due ? -1 : a.tick.due > b.tick.due ? 1 : 0));
    const late = found.filter(({ tick }) => tick.due < today), soon = found.filter(({ tick }) => tick.due >= today);
    return {
      list: [...late.slice(0, MOST), ...soon.slice(0, MOST)], late: Math.max(0, late.length - MOST), soon: Math.max(0, soon.length - MOST), size: problems.length,
    };
  }

  /** @param {Problem} problem @param {string} day @param {string} uid of a measure, "" for the problem itself @returns {LedgerDue} */
  function deadline(problem, day, uid) {
    const { value } = problem, measure = uid ? value.measures[uid] : null;
    const [person = ""] = [...(measure ? [...measure.persons, ...measure.units] : []), ...value.persons, ...value.units];
    const state = measure ? model.labelOf("measureState", model.measureState(value, uid)) : model.labelOf("state", value.now.state, true);
    return due(problem, day, person, measure ? `措施：${measure.text}` : value.text, state, uid);
  }

  /** Of the checks that are due, the first: the others come after it. @param {Problem} problem @param {LedgerSettings} settings @param {string} until @returns {LedgerDue[]} */
  function checks(problem, settings, until) {
    const { value } = problem, [person = ""] = [...value.persons, ...value.units];
    return ledgerChecks.dueChecks(value, settings).filter((/** @type {any} */ { day, done }) => !done && day <= until).slice(0, 1)
      .map((/** @type {any} */ { day, months }) => due(problem, day, person, `第 ${months} 个月的反弹检查：${value.text}`, "待检查", "checks"));
  }

  /** @param {Problem} problem @param {string} day @param {string} person @param {string} words @param {string} state @param {string} place in the problem @returns {LedgerDue} */
  function due({ id, value }, day, person, words, state, place) {
    return {
      id: `台账 ${value.no}`.trim(), tick: { due: day, person, state: "todo" }, more: 0, state,
      words: words.length > LONG ? `${words.slice(0, LONG)}…` : words, link: `ledger/index.html#problem/${[id, place].filter(Boolean).map(encodeURIComponent).join("/")}`,
    };
  }

  Qingdan.lib.ledgerDues = { of };
})();
