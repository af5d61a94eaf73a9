// @ts-check
/**
 * The ledger of the current unit as the page's widgets see it: its problems, settings and lights, read again when
 * they change in any tab, and the changes that the widgets make, each of them followed by the save state.
 *
 * @typedef {{unit(): Unit | null, problems(): Problem[], byId(id: string, unit?: string): Problem | undefined, settings(): LedgerSettings,
 *   light(problem: Problem): Light, names(id: string): string[], ready: Promise<void>, subscribe(listener: (changed?: Problem) => void): void,
 *   change(label: string, work: (uid: string) => Promise<any>, unit?: string): Promise<any>, patch(problem: Problem, changes: Changes, by?: string): Promise<any>,
 *   patchSoon(problem: Problem, changes: Changes): Promise<any>,
 *   take(problem: Problem): void, load(group: string): Promise<void>, refresh(): Promise<void>, merged(units: string[] | null): void, isMerged(): boolean, units(): string[],
 *   title(): string, unitName(uid: string): string, failure(): string}} Board
 *   units: of those that are shown, their uids; byId: of the current unit, where no other is named; change: `unit` is the one that it was begun for; failure: why
 *   nothing newer could be read, "" if it could
 */
(function () {
  "use strict";

  const { records, store, session, currentUnit, ledgerStore, ledgerModel: model, ledgerLights: lights } = Qingdan.lib;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  const PAUSE = 40; // ms in which several changes become one reading
  const SHEETS = "sheet-zip sheet-dates sheet-xlsx-read sheet-csv sheet-paste sheet-deadline sheet-whole sheet-asof sheet-groups sheet-cells sheet-head sheet-grid sheet-problems sheet-import";
  /** Scripts that come when somebody asks for what they do. @type {Record<string, string>} */
  const GROUPS = {
    drawer: "ledger-event-words ledger-steps ledger-drawer-parts ledger-removal ledger-drawer",
    import: `${SHEETS} ledger-import-changes ledger-import-rows ledger-import-parts ledger-import`,
    check: "ledger-check-panel",
    settings: "ledger-settings",
    exchange: "table-copy refusals unit-merge ledger-exchange calendar-years calendar-share exchange-file exchange sheet-zip sheet-dates sheet-table sheet-xlsx-write sheet-export ledger-output ledger-share",
    draw: "table-copy ledger-draw-sheet",
    bulk: "ledger-removal ledger-bulk",
  };

  /** @type {Problem[]} */
  let problems = [];
  /** By unit and id: files that are passed on give problems of several units the same id. @type {Map<string, Problem>} */
  let byKey = new Map();
  /** @type {WeakMap<Problem, Light>} */
  let lit = new WeakMap();
  /** @type {LedgerSettings} */
  let settings = model.settings({});
  let litOn = "", failure = "";
  /** The units of a merged view, null where the page works on one unit. @type {string[] | null} */
  let together = null;
  let waiting = 0, reading = Promise.resolve();
  // Begun while the page is still being read: mostly it is the unit that was chosen last.
  const guess = currentUnit.remembered();
  let ahead = guess ? ledgerStore.load(guess) : null;
  if (ahead) ahead.catch(() => {}); // asked again, then
  /** @type {Set<(changed?: Problem) => void>} told which problem is another, or nothing: any of them may be */
  const listeners = new Set();

  /** Read again; one reading after the other, so that an older one never replaces a newer one. */
  function refresh() {
    reading = reading.then(read).catch(failed);
    return reading;
  }

  /** What was read before stays; the page says that it may be old, and shows no empty ledger. @param {any} error */
  function failed(error) {
    console.error("Qingdan: ledger-board", error);
    failure = "台账没能读出来，数据没有动。请刷新页面；还是不行，就到“我的工作台”先保存到文件。";
    listeners.forEach((listener) => listener());
  }

  async function read() {
    const unit = session.unit();
    const begun = unit && unit.uid === guess && !together ? ahead : null;
    ahead = null;
    /** @returns {Promise<Problem[]>} */
    const load = () => ledgerStore.load(together || (unit ? unit.uid : []));
    // What the session knows of the unit may be older than what was just saved.
    const [chosen, found] = unit ? await Promise.all([ledgerStore.settings(unit.uid), begun ? begun.catch(load) : load()]) : [model.settings({}), []];
    settings = chosen;
    problems = found.map(same);
    if (together) problems = inOrder(problems, together);
    failure = "";
    arrange();
  }

  /** The one that is known already where it is the same, with all that was made of it. @param {Problem} problem */
  function same(problem) {
    const old = byKey.get(keyOf(problem));
    return old && records.mark(old.value) === records.mark(problem.value) ? old : problem;
  }

  /** Unit by unit, as they were chosen. @param {Problem[]} list @param {string[]} units */
  function inOrder(list, units) {
    const place = new Map(units.map((uid, at) => [uid, at]));
    return list.sort((a, b) => (place.get(a.unit) || 0) - (place.get(b.unit) || 0));
  }

  function arrange() {
    byKey = new Map(problems.map((problem) => [keyOf(problem), problem]));
    lit = new WeakMap();
    listeners.forEach((listener) => listener());
  }

  /** @param {Problem} problem @returns {Light} */
  function light(problem) {
    const today = dates.today();
    if (litOn !== today) [lit, litOn] = [new WeakMap(), today];
    const known = lit.get(problem) || lights.lightOf(problem, settings, today);
    lit.set(problem, known);
    return known;
  }

  /** Names that stand in a column already, the most frequent first. @param {string} id @returns {string[]} */
  function names(id) {
    /** @type {Map<string, number>} */
    const count = new Map();
    for (const { value } of problems) {
      const given = value[id];
      for (const name of Array.isArray(given) ? given : [given]) if (name) count.set(name, (count.get(name) || 0) + 1);
    }
    return [...count].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  }

  // ── Changing ──

  /** @param {{unit: string, id: string}} problem */
  function keyOf({ unit, id }) {
    return `${unit} ${id}`;
  }

  /** @param {string} id @param {string} [unit] */
  function byId(id, unit = (session.unit() || { uid: "" }).uid) {
    return byKey.get(keyOf({ unit, id }));
  }

  /** Some cells of one problem, shown at once. @param {Problem} problem @param {Changes} changes @param {string} [by] who */
  async function patch({ unit, id }, changes, by) {
    const result = await session.change("台账", (uid) => ledgerStore.patch(uid, id, changes, by), unit);
    take(result.value);
    return result;
  }

  /** The same while it is typed. @param {Problem} problem @param {Changes} changes */
  function patchSoon(problem, changes) {
    return session.soon(keyOf(problem), changes, (all) => patch(problem, all));
  }

  /** What came back from the disk, in the place of what was shown. @param {Problem} problem */
  function take(problem) {
    if (!problem || !(together || [(session.unit() || { uid: "" }).uid]).includes(problem.unit)) return; // of a unit that is shown no more
    const old = byKey.get(keyOf(problem));
    if (old) problems[problems.indexOf(old)] = problem;
    else problems.push(problem);
    byKey.set(keyOf(problem), problem);
    listeners.forEach((listener) => listener(old && problem));
  }

  /** @param {string} group */
  async function load(group) {
    for (const name of GROUPS[group].split(" ")) await Qingdan.loadScript(`assets/js/${name}.js`);
  }

  /** Show the problems of several units, or of the current one alone. @param {string[] | null} units */
  function merged(units) {
    together = units;
    refresh();
  }

  /** Whose ledger is shown. */
  function title() {
    const unit = session.unit();
    return together ? `${together.length} 个单位汇总` : unit ? unit.name : "";
  }

  function later() {
    clearTimeout(waiting);
    waiting = window.setTimeout(refresh, PAUSE);
  }

  async function start() {
    store.subscribe((/** @type {Change} */ change) => {
      // A single change of this tab was taken from what the store gave back.
      if (change.store === "*" || (change.store === "problems" && !(change.local && change.key && change.action === "edit"))) later();
    });
    await session.ready; // before it, every step of its own would be read again
    session.subscribe((/** @type {Topic} */ topic) => {
      if (topic === "saving") return;
      if (topic === "unit") together = null;
      later();
    });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && litOn !== dates.today()) arrange(); // it may be another day
    });
    await refresh();
  }

  Qingdan.lib.ledgerBoard = {
    ready: start(), unit: () => session.unit(), problems: () => problems, byId, settings: () => settings,
    light, names, change: session.change, patch, patchSoon, take, load, refresh, merged, isMerged: () => Boolean(together), units: () => together || (session.unit() ? [session.unit().uid] : []), title,
    unitName: (/** @type {string} */ uid) => (session.units().find((/** @type {Unit} */ one) => one.uid === uid) || { name: "" }).name,
    failure: () => failure, subscribe: (/** @type {(changed?: Problem) => void} */ listener) => void listeners.add(listener),
  };
})();
