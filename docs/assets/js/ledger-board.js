// @ts-check
/**
 * The ledger of the current unit as the page's widgets see it: its problems, settings and lights, read again when
 * they change in any tab, and the changes that the widgets make, each of them followed by the save state.
 *
 * @typedef {{unit(): Unit | null, problems(): Problem[], byId(id: string): Problem | undefined, settings(): LedgerSettings,
 *   light(problem: Problem): Light, names(id: string): string[], ready: Promise<void>, subscribe(listener: (changed?: Problem) => void): void,
 *   change(label: string, work: (uid: string) => Promise<any>): Promise<any>, patch(id: string, changes: Changes): Promise<any>,
 *   take(problem: Problem): void, load(group: string): Promise<void>, refresh(): Promise<void>, merged(units: string[] | null): void, isMerged(): boolean,
 *   unitName(uid: string): string}} Board
 */
(function () {
  "use strict";

  const { records, store, session, currentUnit, ledgerStore, ledgerModel: model, ledgerLights: lights } = Qingdan.lib;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  const PAUSE = 40; // ms in which several changes become one reading
  const SHEETS = "sheet-zip sheet-dates sheet-xlsx-read sheet-csv sheet-paste sheet-deadline sheet-cells sheet-head sheet-grid sheet-problems sheet-import";
  /** Scripts that come when somebody asks for what they do. @type {Record<string, string>} */
  const GROUPS = {
    drawer: "ledger-steps ledger-drawer-parts ledger-drawer",
    import: `${SHEETS} ledger-import-parts ledger-import`,
    check: "ledger-check-panel",
    settings: "ledger-settings",
    exchange: "table-copy ledger-copy ledger-exchange exchange sheet-zip sheet-dates sheet-table sheet-xlsx-write sheet-export ledger-output ledger-share",
    draw: "table-copy ledger-draw-sheet",
    bulk: "ledger-bulk",
  };

  /** @type {Problem[]} */
  let problems = [];
  /** @type {Map<string, Problem>} */
  let byId = new Map();
  /** @type {WeakMap<Problem, Light>} */
  let lit = new WeakMap();
  /** @type {LedgerSettings} */
  let settings = model.settings({});
  let litOn = "";
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
    reading = reading.then(read).catch((error) => {
      if (error.name !== "StoreError") console.error("Qingdan: ledger-board", error); // of those the notices speak
    });
    return reading;
  }

  async function read() {
    const unit = session.unit();
    settings = model.settings(unit ? unit.profile : {});
    const begun = unit && unit.uid === guess && !together ? ahead : null;
    ahead = null;
    const found = unit ? /** @type {Problem[]} */ (await (begun ? begun.catch(() => ledgerStore.load(unit.uid)) : ledgerStore.load(together || unit.uid))) : [];
    problems = found.map(same);
    arrange();
  }

  /** The one that is known already where it is the same, with all that was made of it. @param {Problem} problem */
  function same(problem) {
    const old = byId.get(problem.id);
    return old && old.unit === problem.unit && records.mark(old.value) === records.mark(problem.value) ? old : problem;
  }

  function arrange() {
    byId = new Map(problems.map((problem) => [problem.id, problem]));
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

  /** @param {string} label @param {(uid: string) => Promise<any>} work */
  function change(label, work) {
    return session.change(label, work);
  }

  /** Some cells of one problem, shown at once. @param {string} id @param {Changes} changes */
  async function patch(id, changes) {
    const result = await change("台账", (uid) => ledgerStore.patch(uid, id, changes));
    take(result.value);
    return result;
  }

  /** What came back from the disk, in the place of what was shown. @param {Problem} problem */
  function take(problem) {
    if (!problem) return;
    const old = byId.get(problem.id);
    if (old) problems[problems.indexOf(old)] = problem;
    else problems.push(problem);
    byId.set(problem.id, problem);
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
    ready: start(), unit: () => session.unit(), problems: () => problems, byId: (/** @type {string} */ id) => byId.get(id), settings: () => settings,
    light, names, change, patch, take, load, refresh, merged, isMerged: () => Boolean(together),
    unitName: (/** @type {string} */ uid) => (session.units().find((/** @type {Unit} */ one) => one.uid === uid) || { name: "" }).name,
    subscribe: (/** @type {(changed?: Problem) => void} */ listener) => void listeners.add(listener),
  };
})();
