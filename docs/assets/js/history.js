// @ts-check
/**
 * The journal of changes, undo and restore points: functions that work inside a transaction of database.js,
 * so that a change and its trace are stored together or not at all.
 *
 * A journal row of a single change holds the fields it changed, before and after. One of a change of many
 * records (clear, restore, import …) names the records with their new revisions, and the restore point that
 * holds what they were before.
 *
 * @typedef {[store: string, id: string, value: Stored | null]} Target a record as it shall be; null: gone
 * @typedef {{id: number, at: string, session: string, unit: string, action: string, store?: string, key?: string,
 *   rev?: string, before?: Record<string, any>, after?: Record<string, any>, fresh?: boolean, patches?: LedgerPatch[], words?: string,
 *   snapshot?: number | null, records?: [string, string, string | null][], undoes?: number}} JournalRow
 *   words: what was done, for people; action: edit, create, clear, remove, restore, import or undo; fresh: the record was not there before
 * @typedef {{unit: string, name: string, at: string, reason: string, counts: Record<string, number>,
 *   value: Stored | null, id: number}} Snapshot reason: daily, clear, remove, import, restore or manual
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { records, ledgerLog, points } = Qingdan.lib;
  const { StoreError } = /** @type {Database} */ (Qingdan.lib.database);

  const UNIT_STORES = ["ticks", "milestones", "forms", "problems"]; // what belongs to a unit; further stores join here
  const DAILY = "daily";
  const CHANGES = 2000; // kept of each unit
  const SEARCHED = 200; // changes among which the last one that can be undone is looked for

  let hasWorked = false; // whether this tab can have changed anything yet
  let session = "";

  /** The tab, as long as it lives, over all pages seen in it. */
  function sessionId() {
    if (session) return session;
    const name = "qingdan.session";
    session = records.newRev();
    try {
      const known = sessionStorage.getItem(name);
      if (known) [session, hasWorked] = [known, true];
      else sessionStorage.setItem(name, session);
    } catch {
      // forbidden: as long as the page lives
    }
    return session;
  }

  /** @param {string} store @param {string} id */
  function nameOf(store, id) {
    return `${store} ${id}`;
  }

  /** All that is stored of a unit. @param {Access} rows @param {string} unit @returns {Promise<Map<string, Target>>} */
  async function stateOf(rows, unit) {
    const [row, ...lists] = await Promise.all([
      rows.get("units", unit), ...UNIT_STORES.map((store) => rows.by(store, "unit", unit)),
    ]);
    /** @type {Target[]} */
    const found = row ? [["units", unit, row.value]] : [];
    lists.forEach((list, at) => list.forEach((one) => found.push([UNIT_STORES[at], one.id, one.value])));
    return indexed(found);
  }

  /** @param {Target[]} targets @returns {Map<string, Target>} */
  function indexed(targets) {
    return new Map(targets.map((target) => [nameOf(target[0], target[1]), target]));
  }

  /** What a restore point holds. @param {Access} rows @param {number} id @returns {Promise<Map<string, Target>>} */
  async function stateAt(rows, id) {
    const head = await rows.get("snapshots", id);
    if (!head) throw new StoreError("gone", "这个恢复点已经不在了。");
    const held = await points.heldBy(rows, head);
    return indexed(head.value ? [["units", head.unit, head.value], ...held] : held);
  }

  /**
   * Make a restore point of a unit as it is now.
   * @param {Access} rows @param {string} unit @param {string} reason
   * @returns {Promise<number | null>} null if there is nothing to keep
   */
  async function snapshot(rows, unit, reason) {
    return keep(rows, unit, reason, await stateOf(rows, unit));
  }

  /** @param {Access} rows @param {string} unit @param {string} reason @param {Map<string, Target>} state */
  async function keep(rows, unit, reason, state) {
    const head = state.get(nameOf("units", unit)), value = head ? head[2] : null;
    const held = [...state.values()].filter((target) => target !== head);
    if (!state.size || (!held.length && reason === DAILY)) return null;
    /** @type {Record<string, number>} */
    const counts = {};
    for (const store of UNIT_STORES) counts[store] = held.filter((target) => target[0] === store).length;
    if (!counts.problems) delete counts.problems; // most units keep no ledger
    return points.keep(rows, { unit, name: value ? value.name : "", at: dates.stamp(), reason, counts, value }, held);
  }

  /**
   * The first change of a day asks for a restore point of what was before it. Making it takes 100 ms and more
   * for a long list on an old PC, so it is only noted here; takeDue makes it in a quiet moment.
   * @param {Access} rows @param {string} unit @param {number | Promise<number>} change the number of this change
   * @param {any} [noted] what dayOf gave, where it was asked before
   * @returns {Promise<boolean>} whether one is due
   */
  async function daily(rows, unit, change, noted) {
    const day = dates.todayOf(), row = noted === undefined ? await dayOf(rows, unit) : noted;
    if (row && (row.day === day || row.due)) {
      Promise.resolve(change).catch(() => {}); // nobody waits for it; if it fails, so does the transaction
      return Boolean(row.due);
    }
    rows.put("meta", { key: `${DAILY} ${unit}`, day, due: await change });
    return true;
  }

  /** The day of the last such restore point. @param {Access} rows @param {string} unit */
  function dayOf(rows, unit) {
    return rows.get("meta", `${DAILY} ${unit}`);
  }

  /** Make the restore point that is due, if one is; and let the oldest of the journal go. @param {Access} rows @param {string} unit */
  async function takeDue(rows, unit) {
    const row = await dayOf(rows, unit);
    if (!row || !row.due) return;
    rows.put("meta", { key: row.key, day: row.day });
    const state = await stateOf(rows, unit), changes = await rows.keysBy("changes", "unit", unit);
    const since = await Promise.all(changes.filter((id) => id >= row.due).map((id) => rows.get("changes", id)));
    since.filter(Boolean).reverse().forEach((change) => unapply(state, change));
    await keep(rows, unit, DAILY, state);
    changes.slice(0, -CHANGES).forEach((id) => rows.remove("changes", id));
  }

  /**
   * Take a change of one record out of a state. Changes of many need not be: before one, takeDue has run.
   * @param {Map<string, Target>} state @param {JournalRow} change
   */
  function unapply(state, { store = "", key = "", before, after, fresh, patches }) {
    if (patches) return ledgerLog.unapply(state, { patches });
    const name = nameOf(store, key), target = state.get(name), value = target && target[2];
    if (!value || !before) return;
    const patch = records.unpatch(value, before, after, "", store === "units"), [rev, ...revs] = value.revs;
    if (fresh) state.delete(name);
    else if (patch) state.set(name, [store, key, { ...patch.value, rev: rev || records.newRev(), revs }]);
  }

  /** @param {Access} rows @param {string} unit @param {Partial<JournalRow>} entry @returns {Promise<number>} its number */
  function note(rows, unit, entry) {
    hasWorked = true;
    return rows.add("changes", { at: dates.stamp(), session: sessionId(), unit, ...entry });
  }

  /** @param {Access} rows @param {string} unit @param {Target} target */
  function set(rows, unit, [store, id, value]) {
    if (store === "units") {
      if (value) rows.put("units", { uid: unit, value });
      else rows.remove("units", unit);
    } else if (value) rows.put(store, { unit, id, value });
    else rows.remove(store, [unit, id]);
  }

  /**
   * Change many records of a unit at once, with a restore point before it.
   * @param {Access} rows @param {string} unit @param {string} action @param {Target[]} targets
   * @returns {Promise<number>} the number of the change
   */
  async function apply(rows, unit, action, targets) {
    await takeDue(rows, unit);
    const before = await snapshot(rows, unit, action);
    targets.forEach((target) => set(rows, unit, target));
    return note(rows, unit, { action, snapshot: before, records: targets.map(([store, id, value]) => [store, id, value && records.mark(value)]) });
  }

  /** Leave no trace of a unit: neither records nor journal nor restore points. @param {Access} rows @param {string} unit */
  async function erase(rows, unit) {
    (await stateOf(rows, unit)).forEach(([store, id]) => set(rows, unit, [store, id, null]));
    (await rows.keysBy(ledgerLog.LOG, "unit", unit)).forEach((key) => rows.remove(ledgerLog.LOG, key));
    await points.dropAll(rows, unit);
    (await rows.keysBy("changes", "unit", unit)).forEach((id) => rows.remove("changes", id));
    for (const noted of [DAILY, "backup"]) rows.remove("meta", `${noted} ${unit}`);
  }

  /** Bring a unit back to a restore point. @param {Access} rows @param {number} id */
  async function restore(rows, id) {
    const head = await rows.get("snapshots", id), wanted = await stateAt(rows, id), now = await stateOf(rows, head.unit);
    /** @type {Target[]} */
    const targets = [];
    now.forEach(([store, key], name) => {
      if (!wanted.has(name)) targets.push([store, key, null]);
    });
    for (const [name, target] of wanted) {
      const current = now.get(name);
      if (!current || markOf(current) !== markOf(target)) targets.push(await broughtBack(rows, head.unit, target, current));
    }
    return { unit: head.unit, change: targets.length ? await apply(rows, head.unit, "restore", targets) : null };
  }

  /**
   * An earlier content as a change of its own. Under its old revision an older copy of a colleague would
   * count as newer, and bring back what was restored away from.
   * @param {Access} rows @param {string} unit @param {Target} target @param {Target | undefined} current @returns {Promise<Target>}
   */
  async function broughtBack(rows, unit, target, current) {
    const [store, id, value] = await ledgerLog.rewound(rows, unit, target);
    if (!current || !current[2] || !value) return [store, id, value];
    return [store, id, records.revise(value, records.newRev(), current[2], value)];
  }

  /** @param {Target | undefined} target @returns {string | null} */
  function markOf(target) {
    return target && target[2] ? records.mark(target[2]) : null;
  }

  /**
   * The last change of a unit that this tab made and can undo.
   * @param {Access} rows @param {string} unit @param {string} [within] only a change of nothing but records whose
   *   ids begin like this @returns {Promise<JournalRow | null>}
   */
  async function undoable(rows, unit, within = "") {
    const session = sessionId();
    if (!hasWorked) return null;
    // Mostly it is the last one; and a row of the journal may be long.
    for (const count of [1, 8, SEARCHED]) {
      /** @type {JournalRow[]} */
      const changes = await rows.by("changes", "unit", unit, count), undone = new Set(changes.map((change) => change.undoes));
      const found = changes.find((change) => change.session === session && canUndo(change) && isWithin(change, within) && !undone.has(change.id));
      if (found || changes.length < count) return found || null;
    }
    return null;
  }

  /** @param {JournalRow} change @param {string} within */
  function isWithin({ store = "", key = "", records: many }, within) {
    const changed = many || [[store, key]];
    return !within || changed.every(([place, id]) => place !== "units" && id.startsWith(within));
  }

  /** @param {JournalRow} change */
  function canUndo(change) {
    return change.action !== "undo" && change.action !== "create";
  }

  /**
   * Undo a change; what was changed again since then stays.
   * @param {Access} rows @param {JournalRow} change
   * @returns {Promise<{undone: number, kept: number}>} fields of a single change, records of a change of many
   */
  async function undo(rows, change) {
    if (!canUndo(change)) throw new StoreError("gone", "这一步不能撤销。");
    if (change.patches) return undoPatches(rows, change);
    return change.records ? undoMany(rows, [change]) : undoOne(rows, change);
  }

  /** @param {Access} rows @param {JournalRow} change */
  async function undoOne(rows, change) {
    const { unit, store = "", key = "", before = {}, after = {} } = change, isUnit = store === "units";
    const row = await rows.get(store, isUnit ? unit : [unit, key]);
    const patch = row && records.unpatch(row.value, before, after, records.newRev(), isUnit);
    if (patch) set(rows, unit, [store, key, patch.value]);
    await note(rows, unit, { action: "undo", undoes: change.id, store, key, ...(patch && { before: patch.before, after: patch.after }) });
    const undone = patch ? Object.keys(patch.after).length : 0;
    return { undone, kept: Object.keys(after).length - undone };
  }

  /** @param {Access} rows @param {JournalRow} change */
  async function undoPatches(rows, change) {
    const { undone, kept, patches } = await ledgerLog.undo(rows, change), { unit, words = "" } = change;
    await note(rows, unit, { action: "undo", undoes: change.id, store: ledgerLog.STORE, patches, words });
    return { undone, kept };
  }

  /**
   * Undo changes of many records of one unit, as if one after the other.
   * @param {Access} rows @param {JournalRow[]} changes the newest first @returns {Promise<{undone: number, kept: number}>}
   */
  async function undoMany(rows, changes) {
    if (!changes.length) return { undone: 0, kept: 0 };
    const [{ unit }] = changes;
    await takeDue(rows, unit);
    const now = await stateOf(rows, unit), state = new Map(now);
    /** @type {Set<string>} */
    const touched = new Set(), kept = new Set();
    for (const { snapshot: point, records: changed = [] } of changes) {
      const before = point ? await stateAt(rows, point) : new Map();
      for (const [store, id, rev] of changed) {
        const name = nameOf(store, id);
        if (markOf(state.get(name)) !== rev) {
          kept.add(name); // changed again since
          continue;
        }
        state.set(name, before.get(name) || [store, id, null]);
        touched.add(name);
      }
    }
    const gone = (/** @type {string} */ name) => !(/** @type {Target} */ (state.get(name))[2]);
    const left = [...now.keys()].filter((name) => name !== nameOf("units", unit) && !(touched.has(name) && gone(name)));
    for (const name of touched) {
      const target = await broughtBack(rows, unit, /** @type {Target} */ (state.get(name)), now.get(name));
      // The unit is not taken from under records made since.
      if (target[0] === "units" && !target[2] && left.length) kept.add(name);
      else set(rows, unit, target);
    }
    for (const { id } of changes) await note(rows, unit, { action: "undo", undoes: id, snapshot: null, records: [] });
    return { undone: [...touched].filter((name) => !kept.has(name)).length, kept: kept.size };
  }

  Qingdan.lib.history = {
    UNIT_STORES, sessionId, markOf, stateOf, snapshot, daily, dayOf, takeDue, note, set, apply, erase, restore, undoable, undo, undoMany,
  };
})();
