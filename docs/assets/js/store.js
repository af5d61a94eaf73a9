// @ts-check
/**
 * The user's data: units, what they ticked and typed, and how it can be had back. All functions return
 * promises. Those that change something give `{saved, value}`: `saved` is true when the change is on disk,
 * and only then may a page say 已保存; false when it is in memory only (see `status`).
 *
 * Errors are StoreErrors with a Chinese message: invalid (refused, nothing changed), no-unit, gone, stale,
 * full, damaged.
 *
 * @typedef {{uid: string, name: string, profile: Record<string, any>, created?: string, rev: string, revs: string[]}
 *   & Record<string, any>} Unit
 * @typedef {{unit: string, targets: [string, string, Stored | null, string | null][],
 *   joined: [string, string, Stored, string][], events?: LedgerEvent[], saved?: string}} ImportJob
 *   each with the mark of what it replaces; null: there was no such record. joined: same content as before; events:
 *   to be added; saved: when a file was saved that holds all that the unit has afterwards
 * @typedef {{uid: string, value: Stored, records: Map<string, Map<string, Stored>>, events: LedgerEvent[],
 *   gone?: Set<string>, lastChange: number}} Contents
 *   records: by store and id; gone: problems that were removed here
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const database = /** @type {Database} */ (Qingdan.lib.database);
  const tabs = /** @type {Tabs} */ (Qingdan.lib.tabs);
  const { records, history, drafts } = Qingdan.lib;
  const { StoreError } = database;

  const UNREAD = "（没能读出的单位）";
  const QUIET = 4000; // ms without a change

  /** Units whose restore point of the day is due. @type {Map<string, ReturnType<typeof setTimeout>>} */
  const quiet = new Map();
  /** Revisions of changes that wait in memory for the disk. @type {Set<string>} */
  const waiting = new Set();

  database.onFirstUse(takeDrafts);
  database.onFlushed(() => {
    drafts.endAll((/** @type {Draft} */ draft) => waiting.has(draft.rev));
    waiting.clear();
    tell(null, "*", null, "saved");
  });
  tabs.subscribe((change) => {
    // First of all listeners: what they read again then comes from the new database.
    if (change.action === "afresh" && !change.local) database.changeOver();
    // What another tab wiped must not come back from this one's memory.
    if (change.action !== "wipe") return;
    drafts.endAll();
    if (!change.local) database.forget();
  });

  /** @param {string | null} unit @param {string} store @param {string | null} key @param {string} action @param {boolean} [everywhere] */
  function tell(unit, store, key, action, everywhere) {
    tabs.tell({ unit, store, key, action }, everywhere);
  }

  /** @param {string[]} problems */
  function refuse(problems) {
    if (problems.length) throw new StoreError("invalid", `${problems.join("；")}。`);
  }

  /** Get ready. Nothing needs it, every function does it by itself. @returns {Promise<Status>} */
  async function open() {
    await database.read(async () => {});
    return database.status();
  }

  // ── Units ──

  /** @param {{uid: string, value: Stored}} row @returns {Unit} */
  function unitOf({ uid, value }) {
    return /** @type {Unit} */ ({ name: "", profile: {}, ...value, uid });
  }

  /** All units, the oldest first. @returns {Promise<Unit[]>} */
  async function units() {
    const found = (await database.read((rows) => rows.all("units"))).map(unitOf);
    /** @param {Unit} unit */
    const rank = (unit) => `${unit.created || ""} ${unit.uid}`;
    return found.sort((/** @type {Unit} */ a, /** @type {Unit} */ b) => (rank(a) < rank(b) ? -1 : 1));
  }

  /** @param {string} uid @returns {Promise<Unit | null>} */
  async function unit(uid) {
    const row = await database.read((rows) => rows.get("units", uid));
    return row ? unitOf(row) : null;
  }

  /** @param {{name: string, profile?: Record<string, any>}} fields @returns {Promise<{saved: boolean, value: Unit}>} */
  async function createUnit({ name, profile = {} }) {
    refuse(records.checkUnit({ name, profile }));
    const uid = records.newUid();
    const value = { name: name.trim(), profile, created: dates.stamp(), rev: records.newRev(), revs: [] };
    drafts.begin({ store: "units", unit: uid, id: uid, fields: { name: value.name, profile }, rev: value.rev });
    const { saved } = await database.write(async (rows) => {
      rows.put("units", { uid, value });
      await history.note(rows, uid, { action: "create", store: "units", key: uid });
    });
    if (saved) drafts.end(value.rev);
    else waiting.add(value.rev);
    askToPersist();
    tell(uid, "units", uid, "create", saved);
    return { saved, value: unitOf({ uid, value }) };
  }

  /** Ask the browser not to evict our data when its disk runs short. Missing on a plain http:// name. */
  function askToPersist() {
    database.noteUse();
    try {
      navigator.storage.persist().catch(() => {});
    } catch {
      // then it is up to the browser
    }
  }

  /** Change the name or some members of the profile. @param {string} uid @param {{name?: string, profile?: Record<string, any>}} fields */
  async function updateUnit(uid, fields) {
    refuse(records.checkUnit(fields));
    return patchRow({ store: "units", unit: uid, id: uid, fields, rev: records.newRev() });
  }

  /**
   * Remove a unit with all its records. A restore point remains; if it is final, nothing of the unit does.
   * @param {string} uid @param {{final?: boolean}} [options]
   */
  async function removeUnit(uid, { final = false } = {}) {
    if (!final) return changeMany(uid, "remove", () => true);
    const result = await database.write((rows) => history.erase(rows, uid), { bulk: true, frees: true });
    tell(uid, "*", null, "remove", result.saved);
    return result;
  }

  /**
   * Remove the records of a unit: all, or those of the ids given. A restore point remains.
   * @param {string} uid @param {{only?: string[]}} [options]
   */
  function clearUnit(uid, options = {}) {
    const only = options.only && new Set(options.only);
    return changeMany(uid, "clear", (store, id) => store !== "units" && (!only || only.has(id)));
  }

  /**
   * @param {string} uid @param {string} action @param {(store: string, id: string) => boolean} wanted
   * @returns {Promise<{saved: boolean, value: number}>} value: how many records
   */
  async function changeMany(uid, action, wanted) {
    const result = await database.write(async (rows) => {
      /** @type {Target[]} */
      const gone = [];
      (await history.stateOf(rows, uid)).forEach((/** @type {Target} */ [store, id]) => {
        if (wanted(store, id)) gone.push([store, id, null]);
      });
      if (gone.length) await history.apply(rows, uid, action, gone);
      return gone.length;
    }, { bulk: true });
    if (!result.saved) drafts.endAll((/** @type {Draft} */ draft) => draft.unit === uid && wanted(draft.store, draft.id));
    tell(uid, "*", null, action, result.saved);
    return result;
  }

  // ── Ticks, milestones, forms ──

  /** What is entered, by item; items never touched are missing. @param {string} uid @returns {Promise<Map<string, Tick>>} */
  function ticks(uid) {
    return recordsOf("ticks", uid);
  }

  /** @param {string} uid @returns {Promise<Map<string, Tick>>} */
  function milestones(uid) {
    return recordsOf("milestones", uid);
  }

  /** @param {string} store @param {string} uid */
  async function recordsOf(store, uid) {
    const rows = await database.read((access) => access.by(store, "unit", uid));
    return new Map(rows.map((/** @type {any} */ row) => [row.id, records.normalizeTick(row.value)]));
  }

  /** What is filled into forms, by blank: the text is the note of its record. @param {string} uid @returns {Promise<Map<string, Tick>>} */
  function forms(uid) {
    return recordsOf("forms", uid);
  }

  /**
   * Change some fields of a tick; the others keep what any tab has stored in them.
   * @param {string} uid @param {string} item @param {Partial<Fields>} fields
   * @returns {Promise<{saved: boolean, value: Tick}>}
   */
  function patchTick(uid, item, fields) {
    return patchRecord("ticks", uid, item, fields);
  }

  /** @param {string} uid @param {string} milestone @param {Partial<Fields>} fields @returns {Promise<{saved: boolean, value: Tick}>} */
  function patchMilestone(uid, milestone, fields) {
    return patchRecord("milestones", uid, milestone, fields);
  }

  /** @param {string} uid @param {string} blank @param {Partial<Fields>} fields @returns {Promise<{saved: boolean, value: Tick}>} */
  function patchForm(uid, blank, fields) {
    return patchRecord("forms", uid, blank, fields);
  }

  /** @param {string} store @param {string} uid @param {string} id @param {Partial<Fields>} fields */
  async function patchRecord(store, uid, id, fields) {
    const strange = Object.keys(fields).filter((name) => !records.FIELDS.includes(name)).map((name) => `没有“${name}”这一栏`);
    refuse(records.isId(id) ? [...strange, ...records.checkFields(fields)] : ["编号不对"]);
    const { saved, value } = await patchRow({ store, unit: uid, id, fields, rev: records.newRev() });
    return { saved, value: records.normalizeTick(value) };
  }

  /**
   * Read, change and write one record, within one transaction. The revision is given once and for all, so
   * that a change done twice – from memory, from a draft – counts once.
   * @param {Omit<Draft, "order">} change @param {boolean} [isDraft]
   * @returns {Promise<{saved: boolean, value: any}>}
   */
  async function patchRow(change, isDraft = false) {
    const { store, unit: uid, id, fields, rev } = change;
    let changed = false;
    drafts.begin(change);
    try {
      const result = await database.write(async (rows) => {
        // Asked all at once: on a busy page every answer waits for its turn.
        const there = requireUnit(rows, uid, isDraft);
        const asked = store === "units" ? there.then(() => rows.get(store, uid)) : rows.get(store, [uid, id]);
        const [row, day, owner] = await Promise.all([asked, history.dayOf(rows, uid), there]);
        const value = row && row.value, today = dates.todayOf(owner.value.profile);
        const known = value && (value.rev === rev || (value.revs || []).includes(rev));
        const patch = known ? null : store === "units" ? records.patchUnit(value, fields, rev) : records.patchTick(value, fields, rev, today);
        changed = patch !== null;
        if (!patch) return { value, due: false };
        if (store === "units" && records.isLonger(patch.value, value)) refuse(records.checkUnit(patch.value));
        history.set(rows, uid, [store, id, patch.value]);
        const number = history.note(rows, uid, {
          action: "edit", store, key: id, rev, before: patch.before, after: patch.after, ...(!row && { fresh: true }),
        });
        return { value: patch.value, due: await history.daily(rows, uid, number, day || null) };
      });
      const { saved, value: { value, due } } = result;
      if (saved) drafts.end(rev);
      else waiting.add(rev);
      if (due) takeDueLater(uid);
      if (changed) tell(uid, store, id, "edit", saved);
      return { saved, value };
    } catch (error) {
      if (["no-unit", "invalid"].includes(/** @type {any} */ (error).code)) drafts.end(rev); // else the next page tries again
      throw error;
    }
  }

  /** @param {string} uid */
  function takeDueLater(uid) {
    clearTimeout(quiet.get(uid));
    quiet.set(uid, setTimeout(() => {
      database.write((rows) => history.takeDue(rows, uid), { bulk: true }).catch(() => {}); // still due, then
    }, QUIET));
  }

  /** Store what earlier pages could not. */
  function takeDrafts() {
    for (const draft of drafts.left()) {
      const { store, unit: uid, id, fields, rev } = draft;
      if (store === "ledger") continue; // a page of the ledger takes it (ledger-store.js)
      const sound = ["units", "ticks", "milestones", "forms"].includes(store) && records.isId(uid) && records.isId(id) && records.isPlain(fields)
        && !(store === "units" ? records.checkUnit(fields) : records.checkFields(fields)).length;
      if (sound) patchRow(draft, true).catch(() => {});
      else drafts.end(rev);
    }
  }

  /** @param {Access} rows @param {string} uid @param {boolean} always make one if there is none @returns {Promise<{uid: string, value: Stored}>} its row */
  async function requireUnit(rows, uid, always) {
    const row = await rows.get("units", uid);
    if (row) return row;
    const { code } = database.status();
    if (!always && (code === "ok" || code === "full")) {
      throw new StoreError("no-unit", "这个单位已经移除，刚才的修改没有存。可以到“恢复点”里把它找回来。");
    }
    // It may be on a disk that cannot be read now. What is typed is kept, and comes together with it later.
    const unread = { uid, value: { name: UNREAD, profile: {}, rev: records.newRev(), revs: [] } };
    rows.put("units", unread);
    return unread;
  }

  // ── All of it ──

  /**
   * Delete everything of ours in this browser: database, settings, what waits in memory. Nothing of others.
   * @returns {Promise<void>}
   */
  async function wipe() {
    tell(null, "*", null, "wipe"); // first: the other tabs let go of the database
    await database.wipe();
    tell(null, "*", null, "wiped");
  }

  /**
   * Begin an empty database beside a damaged one, which stays as it is.
   * @returns {Promise<boolean>} whether what is in memory has been saved there
   */
  async function startAfresh() {
    const saved = await database.startAfresh();
    tell(null, "*", null, "afresh");
    return saved;
  }

  Qingdan.lib.store = {
    open, status: database.status, onStatus: database.onStatus, retry: database.retry, unfinished: database.unfinished,
    subscribe: tabs.subscribe, units, unit, createUnit, updateUnit, removeUnit, clearUnit,
    ticks, milestones, forms, patchTick, patchMilestone, patchForm, wipe, startAfresh,
    inner: { tell, refuse, requireUnit, takeDueLater, waiting }, // for ledger-store.js
  };
})();
