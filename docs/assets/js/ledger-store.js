// @ts-check
/**
 * The ledger of a unit in the browser: reading, changing, doing steps. Over store.js and its promises: `saved`
 * is true once it is on disk. Errors are StoreErrors; besides those of store.js there is "refused": a guard or a
 * rule stands against it, `problems` holds every reason, nothing was changed.
 *
 * One row of the journal for each call, however many problems it changes; each can be undone by store.undo.
 *
 * @typedef {{id: string, changes?: Changes, create?: boolean, input?: ActInput, event?: {type: string} & Record<string, any>, before?: LedgerEvent[], by?: string}} LedgerJob
 *   what to do with one problem, all of it or nothing: create it, change cells, do a step, or record an event; before:
 *   of a new problem, the events that stand before it, which is whole then; by: who changes the cells
 * @typedef {LedgerJob & {rev: string, eventId: string}} LedgerOp given its ids once and for all: done twice, it counts once
 * @typedef {{saved: boolean, value: Problem}} SavedProblem
 * @typedef {{saved: boolean, value: {problems: Problem[], refused: {id: string, problems: string[]}[]}}} SavedProblems
 */
(function () {
  "use strict";

  const database = /** @type {Database} */ (Qingdan.lib.database);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { records, history, drafts, store, ledgerLog, ledgerModel: model, ledgerEvents, ledgerReplay, ledgerFields } = Qingdan.lib;
  const { StoreError } = database;
  const { STORE, LOG } = ledgerLog;

  const FEW = 200; // problems whose events are read one by one

  /** The highest `order` in a unit, as far as it is known. @type {Map<string, number>} */
  const orders = new Map();

  // ── Reading ──

  /**
   * The problems of one or more units, in their order.
   * @param {string | string[]} units @returns {Promise<Problem[]>}
   */
  async function load(units) {
    const wanted = Array.isArray(units) ? units : [units];
    await Qingdan.lib.ledgerExchange.absorb(wanted);
    /** @type {{unit: string, id: string, value: Stored}[][]} */
    const lists = await database.read((rows) => Promise.all(wanted.map((unit) => rows.by(STORE, "unit", unit))));
    const found = lists.flat(), stale = found.filter(({ value }) => !isWhole(value));
    if (stale.length) await replayed(stale);
    const problems = found.map(({ unit, id, value }) => ({ unit, id, value: model.normalize(value) }));
    for (const { unit, value } of problems) if (!(value.order <= (orders.get(unit) ?? -1))) orders.set(unit, value.order);
    const place = new Map(wanted.map((unit, at) => [unit, at]));
    return problems.sort((a, b) => (place.get(a.unit) || 0) - (place.get(b.unit) || 0) || a.value.order - b.value.order || (a.id < b.id ? -1 : 1));
  }

  /** Whether what follows from the events stands in the row. @param {Stored} value */
  function isWhole(value) {
    return Boolean(value.now && value.now.state && (!value.now.due || dates.isDate(value.now.due)));
  }

  /**
   * Give rows the state that their events add up to, and keep it for the next time.
   * @param {{unit: string, id: string, value: Stored}[]} stale
   */
  async function replayed(stale) {
    const events = await database.read((rows) => eventsByProblem(rows, stale));
    stale.forEach((row) => (row.value = { ...row.value, now: ledgerReplay.replay(events.get(`${row.unit} ${row.id}`) || []) }));
    // Nothing waits for this, and nothing is lost without it.
    database.write(async (rows) => {
      for (const { unit, id, value } of stale) {
        const row = await rows.get(STORE, [unit, id]);
        if (row && row.value.rev === value.rev && !isWhole(row.value)) rows.put(STORE, { unit, id, value: { ...row.value, now: value.now } });
      }
    }, { bulk: true }).catch(() => {});
  }

  /** @param {Access} rows @param {{unit: string, id: string}[]} problems @returns {Promise<Map<string, LedgerEvent[]>>} */
  async function eventsByProblem(rows, problems) {
    /** @type {Map<string, LedgerEvent[]>} */
    const found = new Map();
    const lists = problems.length <= FEW
      ? await Promise.all(problems.map(({ unit, id }) => rows.by(LOG, "unit", [unit, id])))
      : await Promise.all([...new Set(problems.map(({ unit }) => unit))].map((unit) => rows.by(LOG, "unit", unit)));
    for (const { unit, problem, value } of lists.flat()) {
      const name = `${unit} ${problem}`, list = found.get(name);
      if (list) list.push(value);
      else found.set(name, [value]);
    }
    return found;
  }

  /** The history of a problem, from its beginning. @param {string} unit @param {string} id @returns {Promise<LedgerEvent[]>} */
  async function eventsOf(unit, id) {
    return Qingdan.lib.eventLine.order(await database.read((rows) => ledgerLog.eventsOf(rows, unit, id)));
  }

  /** What was done from one day to another, both included. @param {string} unit @param {string} from @param {string} to @returns {Promise<LedgerEvent[]>} */
  async function eventsBetween(unit, from, to) {
    const found = await database.read((rows) => rows.between(LOG, "on", [unit, from], [unit, to]));
    return found.map((/** @type {any} */ row) => row.value);
  }

  /** All events of a unit. @param {string} unit @returns {Promise<LedgerEvent[]>} */
  async function allEvents(unit) {
    return (await database.read((rows) => rows.by(LOG, "unit", unit))).map((/** @type {any} */ row) => row.value);
  }

  /** Replay everything and mend what does not agree with it. @param {string} unit @returns {Promise<string[]>} the problems mended */
  async function verify(unit) {
    const { value } = await database.write(async (rows) => {
      const found = await rows.by(STORE, "unit", unit), events = await eventsByProblem(rows, found);
      const wrong = [];
      for (const row of found) {
        const now = ledgerReplay.replay(events.get(`${unit} ${row.id}`) || []);
        if (records.canonical(now) === records.canonical(row.value.now)) continue;
        rows.put(STORE, { ...row, value: { ...row.value, now } });
        wrong.push(row.id);
      }
      return wrong;
    }, { bulk: true });
    if (value.length) store.inner.tell(unit, STORE, null, "verify");
    return value;
  }

  // ── Changing ──

  /**
   * Change some cells; the others keep what any tab has stored in them.
   * @param {string} unit @param {string} id @param {Changes} changes @param {string} [by] who; a record may come with it
   * @returns {Promise<SavedProblem>}
   */
  async function patch(unit, id, changes, by) {
    return one(await run(unit, [{ id, changes, ...(by && { by }) }], { action: "edit" }));
  }

  /** The same cells, or others, of many problems. @param {string} unit @param {{id: string, changes: Changes}[]} list @param {string} [words] for the journal @returns {Promise<SavedProblems>} */
  function patchMany(unit, list, words = `批量改 ${list.length} 个问题`) {
    return run(unit, list, { action: "edit", words, many: true });
  }

  /** A new problem. @param {string} unit @param {Changes} changes @param {{by?: string, id?: string}} [options] @returns {Promise<SavedProblem>} */
  async function add(unit, changes, { by = "", id = records.newUid() } = {}) {
    const order = changes.order === undefined ? await nextOrder(unit) : changes.order;
    return one(await run(unit, [{ id, create: true, changes: { ...changes, order }, event: { type: "create", by } }], { action: "add" }));
  }

  /** @param {string} unit */
  async function nextOrder(unit) {
    if (!orders.has(unit)) await load(unit);
    const next = (orders.get(unit) || 0) + 1;
    orders.set(unit, next);
    return next;
  }

  /**
   * Many things at once, as one step that can be undone; with a restore point before it.
   * @param {string} unit @param {LedgerJob[]} jobs @param {string} words for the journal
   * @param {Seen} [seen] what they were made for: rejected with "stale", nothing done, if it is no longer so @returns {Promise<SavedProblems>}
   */
  function apply(unit, jobs, words, seen) {
    return run(unit, jobs, { action: "import", words, many: true, point: true, seen });
  }

  /** @param {string} unit @param {string[]} ids @returns {Promise<{saved: boolean, value: number}>} value: how many */
  async function remove(unit, ids) {
    const result = await database.write(async (rows) => {
      const found = (await Promise.all(ids.map((id) => rows.get(STORE, [unit, id])))).filter(Boolean);
      found.forEach(({ id }) => rows.remove(STORE, [unit, id]));
      const words = `删除 ${found.length} 个问题`, patches = found.map(({ id, value }) => ({ key: id, gone: value }));
      if (!found.length) return { count: 0, due: false };
      const number = await history.note(rows, unit, { action: "edit", store: STORE, key: found[0].id, patches, words });
      return { count: found.length, due: await history.daily(rows, unit, number) };
    }, { bulk: ids.length > 1 });
    if (result.value.due) store.inner.takeDueLater(unit);
    store.inner.tell(unit, STORE, ids.length === 1 ? ids[0] : null, "edit", result.saved);
    return { saved: result.saved, value: result.value.count };
  }

  // ── Doing ──

  /** Do a step, or record something: ledgerEvents.act, stored. @param {string} unit @param {string} id @param {ActInput} input @param {Changes} [changes] cells to be filled in with it, e.g. evidence @returns {Promise<SavedProblem>} */
  async function act(unit, id, input, changes) {
    return one(await run(unit, [{ id, input, ...(changes && { changes }) }], { action: "act" }));
  }

  /** The same step with many problems; those that refuse it stay. @param {string} unit @param {string[]} ids @param {ActInput} input @returns {Promise<SavedProblems>} */
  function actMany(unit, ids, input) {
    const { label } = ledgerEvents.stepOf(input.action, "") || { label: input.action };
    return run(unit, ids.map((id) => ({ id, input })), { action: "act", words: `${label} ${ids.length} 个问题`, many: true });
  }

  /** @param {SavedProblems} result @returns {SavedProblem} */
  function one({ saved, value }) {
    const [refused] = value.refused;
    if (refused) throw Object.assign(new StoreError("refused", `${refused.problems.join("；")}。`), { problems: refused.problems });
    return { saved, value: value.problems[0] };
  }

  /**
   * @param {string} unit @param {LedgerJob[]} jobs
   * @param {{action: string, words?: string, many?: boolean, point?: boolean, seen?: Seen}} options @returns {Promise<SavedProblems>}
   */
  function run(unit, jobs, options) {
    for (const { id, changes = {} } of jobs) {
      store.inner.refuse(records.isId(id) ? ledgerFields.check(changes) : ["编号不对"]);
    }
    return write(unit, jobs.map((job) => ({ ...job, rev: records.newRev(), eventId: records.newRev() })), options, records.newRev(), false);
  }

  /** @param {string} unit @param {LedgerOp[]} ops @param {any} options @param {string} rev @param {boolean} isDraft @returns {Promise<SavedProblems>} */
  async function write(unit, ops, options, rev, isDraft) {
    const { action, words, many, point, seen } = options;
    if (!many) drafts.begin({ store: "ledger", unit, id: ops[0].id, fields: { ops, options }, rev });
    try {
      const { saved, value } = await database.write(async (rows) => {
        await store.inner.requireUnit(rows, unit, isDraft);
        if (seen) await Qingdan.lib.ledgerWork.requireSeen(rows, unit, seen);
        const before = point ? await restorePoint(rows, unit) : null;
        const done = await Qingdan.lib.ledgerWork.doAll(rows, unit, ops);
        if (!done.patches.length) return { ...done, due: false };
        const number = await history.note(rows, unit, {
          action, store: STORE, key: ops[0].id, patches: done.patches, words: words || done.words, rev, ...(before && { point: before }),
        });
        return { ...done, due: await history.daily(rows, unit, number) };
      }, { bulk: Boolean(many) });
      const [refused] = value.refused;
      if (isDraft && refused) left.push({ unit, rev, op: ops[0], problems: refused.problems }); // kept until somebody has read it
      else if (saved) drafts.end(rev);
      else store.inner.waiting.add(rev);
      if (value.due) store.inner.takeDueLater(unit);
      if (value.patches.length) store.inner.tell(unit, STORE, many ? null : ops[0].id, "edit", saved);
      return { saved, value: { problems: value.problems, refused: value.refused } };
    } catch (error) {
      if (["refused", "no-unit"].includes(/** @type {any} */ (error).code)) drafts.end(rev); // else the next page tries again
      throw error;
    }
  }

  /** @param {Access} rows @param {string} unit @returns {Promise<number | null>} */
  async function restorePoint(rows, unit) {
    await history.takeDue(rows, unit);
    return history.snapshot(rows, unit, "import");
  }

  /** What earlier pages left and the rules refuse by now. @type {{unit: string, rev: string, op: LedgerOp, problems: string[]}[]} */
  const left = [];

  /** Store what earlier pages could not. */
  async function takeDrafts() {
    const works = [];
    for (const { store: kind, unit, fields, rev } of drafts.left()) {
      if (kind !== "ledger") continue;
      const sound = records.isId(unit) && records.isPlain(fields) && Array.isArray(fields.ops) && records.isPlain(fields.options)
        && fields.ops.every((/** @type {any} */ op) => records.isPlain(op) && records.isId(op.id) && !ledgerFields.check(op.changes || {}).length);
      if (sound) works.push(write(unit, fields.ops, fields.options, rev, true).catch(() => {}));
      else drafts.end(rev);
    }
    await Promise.all(works);
    return left;
  }

  // ── Settings ──

  /** @param {string} unit @returns {Promise<LedgerSettings>} */
  async function settings(unit) {
    const found = await store.unit(unit);
    return model.settings(found ? found.profile : {});
  }

  /** @param {string} unit @param {Record<string, any>} changes by the names of LedgerSettings, and `months` */
  function saveSettings(unit, changes) {
    return store.updateUnit(unit, { profile: model.profileOf(changes) });
  }

  const taken = takeDrafts();

  Qingdan.lib.ledgerStore = {
    load, eventsOf, eventsBetween, allEvents, verify, patch, patchMany, add, apply, remove, act, actMany, settings, saveSettings, leftOver: () => taken,
  };
})();
