// @ts-check
/**
 * The part of Qingdan.lib.store that brings things back and takes them along: undo, restore points, backups,
 * and all records of a unit at once for export and import (exchange.js). Everything is said in store.js.
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const database = /** @type {Database} */ (Qingdan.lib.database);
  const tabs = /** @type {Tabs} */ (Qingdan.lib.tabs);
  const { history, drafts } = Qingdan.lib;
  const { StoreError } = database;

  const STALE = "预览之后数据又有改动，没有导入。请重新选择文件，再看一遍预览。";

  /** @param {string | null} unit @param {string} action @param {boolean} saved @param {string} [store] @param {string} [key] */
  function tell(unit, action, saved, store = "*", key = undefined) {
    tabs.tell({ unit, store, key: key ?? null, action }, saved);
  }

  // ── Undo ──

  /**
   * The change that `undo` would take back, for the label of its button.
   * @param {string} uid @param {string} [within] how the ids of all that it changed begin @returns {Promise<JournalRow | null>}
   */
  function undoable(uid, within) {
    return database.read((rows) => history.undoable(rows, uid, within));
  }

  /**
   * Take back the last change that this tab made to a unit (clear, remove, import and restore included), or
   * the change with that number. What was changed again since then stays.
   * @param {string} uid @param {number | string} [which] `id` of a row of recentChanges; or, as for undoable, how
   *   the ids begin
   * @returns {Promise<{saved: boolean, value: {change: JournalRow, undone: number, kept: number} | null}>}
   *   value null: nothing to take back
   */
  async function undo(uid, which = "") {
    const result = await database.write(async (rows) => {
      const change = typeof which === "string" ? await history.undoable(rows, uid, which) : await rows.get("changes", which);
      return change && change.unit === uid ? { change, ...(await history.undo(rows, change)) } : null;
    });
    const change = result.value && result.value.change;
    // Else the next page would do again what was taken back here.
    if (change && !result.saved) drafts.endAll((/** @type {Draft} */ draft) => draft.rev === change.rev);
    if (change) tell(uid, "undo", result.saved, change.store, change.key);
    return /** @type {any} */ (result);
  }

  /**
   * Take back several changes of many records, such as imports, as if one after the other, the last one first. What was
   * changed between them or since then stays.
   * @param {string} uid @param {number[]} ids of rows of recentChanges
   * @returns {Promise<{saved: boolean, value: {undone: number, kept: number}}>} records
   */
  async function undoAll(uid, ids) {
    const result = await database.write(async (rows) => {
      const found = await Promise.all([...ids].sort((a, b) => b - a).map((id) => rows.get("changes", id)));
      return history.undoMany(rows, found.filter((change) => change && change.unit === uid && change.records));
    }, { bulk: true });
    tell(uid, "undo", result.saved);
    return result;
  }

  /**
   * The last changes, the newest first.
   * @param {string} uid @param {number} [count]
   * @returns {Promise<(JournalRow & {own: boolean, undone: boolean, count: number})[]>}
   *   own: made by this tab; count: how many records it changed
   */
  async function recentChanges(uid, count = 20) {
    /** @type {JournalRow[]} */
    const found = await database.read((rows) => rows.by("changes", "unit", uid, count));
    const undone = new Set(found.map((change) => change.undoes));
    return found.map((change) => ({
      ...change, own: change.session === history.sessionId(), undone: undone.has(change.id),
      count: (change.records || change.patches || [1]).length,
    }));
  }

  // ── Restore points ──

  /**
   * Restore points, the newest first.
   * @param {string} [uid] without it those of all units, removed ones included
   * @returns {Promise<Snapshot[]>}
   */
  async function snapshots(uid) {
    const found = await database.read((rows) => rows.by("snapshots", "unit", uid));
    return found.map((/** @type {any} */ { portions, ...head }) => head).reverse();
  }

  /** Make a restore point now. @param {string} uid @returns {Promise<{saved: boolean, value: number | null}>} value null: nothing to keep */
  async function takeSnapshot(uid) {
    const result = await database.write((rows) => history.snapshot(rows, uid, "manual"), { bulk: true });
    tell(uid, "snapshot", result.saved, "snapshots");
    return result;
  }

  /**
   * Bring a unit back to a restore point, a removed unit too. Before that a restore point is made; undo works.
   * @param {number} id @returns {Promise<{saved: boolean, value: {unit: string, change: number | null}}>}
   *   change null: nothing differed
   */
  async function restore(id) {
    const result = await database.write((rows) => history.restore(rows, id), { bulk: true });
    tell(result.value.unit, "restore", result.saved);
    return result;
  }

  // ── Backups ──

  /** @param {string} uid @returns {Promise<{at: string, change: number} | null>} when a unit was last saved to a file */
  async function lastBackup(uid) {
    return (await database.read((rows) => rows.get("meta", `backup ${uid}`))) || null;
  }

  /**
   * Note that a unit was saved to a file.
   * @param {string} uid @param {number} change `lastChange` of the contents that went into the file: changes
   *   made since then are not in it
   */
  async function markBackedUp(uid, change) {
    const at = dates.stamp();
    const result = await database.write(async (rows) => {
      const [last] = await rows.by("changes", "unit", uid, 1);
      // Numbers given in memory are higher than those on disk.
      rows.put("meta", { key: `backup ${uid}`, at, change: last ? Math.min(change, last.id) : 0 });
    });
    tell(uid, "backup", result.saved, "meta");
    return result;
  }

  /**
   * How much is in no file yet.
   * @param {string} uid @returns {Promise<{count: number, oldest: string | null}>} oldest: the time of the first such change
   */
  function changesSinceBackup(uid) {
    return database.read(async (rows) => {
      const [backup, ids] = await Promise.all([rows.get("meta", `backup ${uid}`), rows.keysBy("changes", "unit", uid)]);
      const since = backup ? ids.filter((id) => id > backup.change) : ids;
      const first = since.length ? await rows.get("changes", since[0]) : null;
      return { count: since.length, oldest: first && first.at };
    });
  }

  /** How many records a unit has, by store. @param {string} uid @returns {Promise<Record<string, number>>} */
  function counts(uid) {
    return database.read(async (rows) => {
      const found = await Promise.all(history.UNIT_STORES.map((/** @type {string} */ store) => rows.keysBy(store, "unit", uid)));
      return Object.fromEntries(history.UNIT_STORES.map((/** @type {string} */ store, /** @type {number} */ at) => [store, found[at].length]));
    });
  }

  // ── Everything of a unit, for exchange.js ──

  /**
   * All that is stored of some units, and the members that a file had beside its units.
   * @param {string[]} [uids] without it all units
   * @returns {Promise<{units: Contents[], extra: Record<string, any>, calendar: any[]}>} units that do not exist are
   *   left out; calendar: the years of holidays that were pasted (calendar-years.js)
   */
  function contents(uids) {
    return database.read(async (rows) => {
      const wanted = uids || (await rows.all("units")).map((row) => row.uid);
      const [found, extra, calendar] = await Promise.all([
        Promise.all(wanted.map((uid) => contentsOf(rows, uid))), rows.get("meta", "extra"), rows.get("meta", "calendar"),
      ]);
      return { units: found.filter(Boolean), extra: extra ? extra.value : {}, calendar: calendar ? calendar.value : [] };
    });
  }

  /** @param {Access} rows @param {string} uid @returns {Promise<Contents | null>} */
  async function contentsOf(rows, uid) {
    const [row, changes, log, ...lists] = await Promise.all([
      rows.get("units", uid), rows.by("changes", "unit", uid, 1), rows.by("events", "unit", uid),
      ...history.UNIT_STORES.map((/** @type {string} */ store) => rows.by(store, "unit", uid)),
    ]);
    if (!row) return null;
    const records = new Map(history.UNIT_STORES.map((/** @type {string} */ store, /** @type {number} */ at) => [
      store, new Map(lists[at].map((/** @type {any} */ one) => [one.id, one.value])),
    ]));
    const problems = records.get("problems"); // of what was removed, no events are taken along
    const events = log.filter((/** @type {any} */ one) => problems.has(one.problem)).map((/** @type {any} */ one) => one.value);
    const gone = new Set(log.map((/** @type {any} */ one) => one.problem).filter((/** @type {string} */ id) => !problems.has(id)));
    return { uid, value: row.value, records, events, gone, lastChange: changes.length ? changes[0].id : 0 };
  }

  /**
   * Write what was decided on import, all or nothing, each unit after a restore point of its own.
   * @param {ImportJob[]} jobs @param {Record<string, any>} extra @param {{from: any[], to: any[] | null}} [calendar] the
   *   years of holidays that the decision was made on, and what becomes of them (null: nothing)
   * @returns {Promise<{saved: boolean, value: number}>} value: how many records; rejected with "stale" if one of
   *   them is no longer what the decision was made on
   */
  async function importRecords(jobs, extra, calendar = { from: [], to: null }) {
    const result = await database.write(async (rows) => {
      let count = 0;
      for (const { unit, targets, joined, events = [], saved } of jobs) {
        await requireUnchanged(rows, unit, [...targets, ...joined]);
        events.forEach((event) => Qingdan.lib.ledgerLog.putEvent(rows, unit, event));
        joined.forEach(([store, id, value]) => history.set(rows, unit, [store, id, value]));
        const change = targets.length && await history.apply(rows, unit, "import", targets.map(([store, id, value]) => [store, id, value]));
        if (change && saved) rows.put("meta", { key: `backup ${unit}`, at: saved, change });
        count += targets.length;
      }
      if (calendar.to) {
        const years = await rows.get("meta", "calendar");
        if (JSON.stringify(years ? years.value : []) !== JSON.stringify(calendar.from)) throw new StoreError("stale", STALE);
        rows.put("meta", { key: "calendar", value: calendar.to });
      }
      const known = await rows.get("meta", "extra");
      if (Object.keys(extra).length) rows.put("meta", { key: "extra", value: { ...(known && known.value), ...extra } });
      return count;
    }, { bulk: true });
    if (jobs.some((job) => job.targets.some(([store]) => store === "units"))) database.noteUse();
    jobs.forEach((job) => tell(job.unit, "import", result.saved));
    if (calendar.to) tell(null, "import", result.saved, "calendar");
    return result;
  }

  /** @param {Access} rows @param {string} unit @param {[string, string, any, string | null][]} targets */
  async function requireUnchanged(rows, unit, targets) {
    const now = await history.stateOf(rows, unit);
    const same = targets.every(([store, id, , rev]) => history.markOf(now.get(`${store} ${id}`)) === rev);
    // Removed meanwhile, a unit would get records that nobody sees.
    const isThere = now.has(`units ${unit}`) || targets.some(([store]) => store === "units") || !targets.length;
    if (!same || !isThere) throw new StoreError("stale", STALE);
  }

  Object.assign(Qingdan.lib.store, {
    undoable, undo, undoAll, recentChanges, snapshots, takeSnapshot, restore, lastBackup, markBackedUp, changesSinceBackup, counts,
    salvage: database.salvage, contents, importRecords,
  });
})();
