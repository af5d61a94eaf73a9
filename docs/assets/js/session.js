// @ts-check
/**
 * Work on the current unit, for all widgets of a page: which unit it is, what is on its way to the disk,
 * what went wrong, and the step that can be taken back.
 *
 * @typedef {{unit: string, item: string, fields: Partial<Fields>}} Entry unit "": the first one, not made yet
 * @typedef {{key: string, fields: Record<string, any>, timer: number, saved: Promise<any>, save(): void}} Typed
 * @typedef {{code: "idle" | "saving" | "saved" | "failed", message: string}} SaveState
 * @typedef {"unit" | "units" | "saving"} Topic unit: another one is current; units: their list or data changed
 * @typedef {{readOnly: boolean, ready: Promise<void>, units(): Unit[], unit(): Unit | null, choose(uid: string): void,
 *   patch(item: string, fields: Partial<Fields>): Promise<Tick>, patchSoon(item: string, fields: Partial<Fields>): Promise<Tick>,
 *   soon(key: string, fields: Record<string, any>, work: (fields: Record<string, any>) => Promise<any>): Promise<any>,
 *   change(label: string, work: (uid: string) => Promise<any>, of?: string): Promise<any>, flush(): void, track(label: string, work: Promise<any>): Promise<any>, state(): SaveState,
 *   undoable(): JournalRow | null, undo(): Promise<any>, subscribe(listener: (topic: Topic) => void): void,
 *   FIRST_NAME: string, STATE_WORDS: Record<State, string>}} Session
 */
(function () {
  "use strict";

  const FIRST_NAME = "我的单位";
  const STATE_WORDS = { todo: "未办", doing: "在办", done: "已办", na: "不适用" };
  const PAUSE = 250; // ms of rest in typing after which it is saved

  const { store, records, history, tabs, database, currentUnit, drafts } = Qingdan.lib;
  const following = Qingdan.lib.following.create(choose);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  // There every file has a storage of its own: what is ticked on one page, no other page would see.
  const readOnly = location.protocol === "file:" && / Firefox\//.test(navigator.userAgent);

  /** @type {Unit[]} */
  let units = [];
  /** @type {Unit | null} */
  let current = null;
  /** @type {Promise<string> | null} */
  let making = null;
  /** @type {Promise<void> | null} */
  let refreshing = null;
  /** @type {JournalRow | null} */
  let undoRow = null;
  let undoUnit = "";
  let undoWithin = "";
  let everSaved = false;
  let reading = 0;
  let others = 0; // writes on their way that are no drafts
  /** @type {Set<Entry>} */
  const jobs = new Set();
  /** What is typed and waits for a pause. @type {Typed | null} */
  let typed = null;
  /** What could not be saved, by item or label. @type {Map<string, string>} */
  const problems = new Map();
  /** @type {Set<(topic: Topic) => void>} */
  const listeners = new Set();

  /** @param {Topic} topic */
  function tell(topic) {
    listeners.forEach((listener) => listener(topic));
  }

  // ── The unit ──

  async function refresh() {
    reading++;
    const before = current && current.uid, known = store.units();
    [units, current] = await Promise.all([known, currentUnit.get(known)]).finally(() => reading--);
    if (current) making = null;
    currentUnit.setClock(current);
    const now = current && current.uid;
    if (now === before) return tell("units");
    flush();
    if (before && problems.size) { // what was refused before there was a unit is of this one
      const { name = "" } = units.find(({ uid }) => uid === before) || {};
      Qingdan.lib.dom.toast(`${name && `“${name}”`}有没存上的：${[...problems.values()].join("；")}`);
      problems.clear(); // what was typed is not shown any more
    }
    tell("unit");
    // Where the unit was removed, taking that back stays possible.
    const removed = before && !units.some((unit) => unit.uid === before);
    setTimeout(() => (removed ? readUndo(before, "") : readUndo(now || ""))); // what is entered is read first
  }

  /** Several words of the same change make one reading, and after it what is being stored has gone first. */
  function refreshSoon() {
    if (!refreshing) refreshing = new Promise((resolve) => setTimeout(resolve)).then(() => {
      refreshing = null;
      return refresh();
    });
  }

  /** The current unit; nobody has to make one before the first tick. @returns {Promise<string>} its uid */
  function ensure() {
    if (current) return Promise.resolve(current.uid);
    if (!making) {
      making = makeFirst(); // until the unit is known as the current one
      making.catch(() => (making = null));
    }
    return making;
  }

  async function makeFirst() {
    // Looked for and made in one transaction: two tabs that begin together get one unit, not two.
    const { value, saved } = await database.write(async (/** @type {Access} */ rows) => {
      const [known] = await rows.all("units");
      if (known) return known.uid;
      const uid = records.newUid(), created = dates.stamp();
      rows.put("units", { uid, value: { name: FIRST_NAME, profile: {}, created, rev: records.newRev(), revs: [] } });
      await history.note(rows, uid, { action: "create", store: "units", key: uid });
      return uid;
    });
    database.noteUse();
    currentUnit.choose(value);
    tabs.tell({ unit: value, store: "units", key: value, action: "create" }, saved);
    return value;
  }

  /** Work on another unit. @param {string} uid */
  function choose(uid) {
    if (current && current.uid === uid && !reading && !refreshing) return; // while it is read, another one may be on its way
    flush();
    currentUnit.choose(uid);
  }

  // ── Saving ──

  /**
   * Change fields of an item, or of a blank of a form, of the current unit.
   * @param {string} item @param {Partial<Fields>} fields @returns {Promise<Tick>} the record as stored
   */
  function patch(item, fields) {
    flush(); // in the order in which people did it
    return send({ unit: current ? current.uid : "", item, fields });
  }

  /** The same for what is being typed: after a short rest. @param {string} item @param {Partial<Fields>} fields @returns {Promise<Tick>} */
  function patchSoon(item, fields) {
    const unit = current ? current.uid : "";
    return soon(`${unit} ${item}`, fields, (all) => send({ unit, item, fields: all }));
  }

  /**
   * Save what is being typed after a short rest, or when something else is done, or the page is left.
   * @param {string} key of what it belongs to: its fields are saved together @param {Record<string, any>} fields
   * @param {(fields: Record<string, any>) => Promise<any>} work saves them; it begins at once, or the page is gone
   * @returns {Promise<any>}
   */
  function soon(key, fields, work) {
    if (typed && typed.key !== key) flush();
    const entry = typed || begin(key, work);
    Object.assign(entry.fields, fields);
    clearTimeout(entry.timer);
    entry.timer = window.setTimeout(flush, PAUSE);
    return entry.saved;
  }

  /** @param {string} key @param {(fields: Record<string, any>) => Promise<any>} work @returns {Typed} */
  function begin(key, work) {
    /** @type {Record<string, any>} */
    const fields = {};
    /** @type {() => void} */
    let save = () => {};
    const saved = new Promise((resolve, reject) => {
      save = () => void work(fields).then(resolve, reject);
    });
    typed = { key, fields, timer: 0, saved, save };
    tell("saving");
    return typed;
  }

  /** Save now what is typed. */
  function flush() {
    if (!typed) return;
    const { timer, save } = typed;
    clearTimeout(timer);
    typed = null;
    save();
  }

  /** @param {Entry} job @returns {Promise<Tick>} */
  async function send(job) {
    const { item, fields } = job;
    jobs.add(job);
    tell("saving");
    try {
      const unit = job.unit || (job.unit = await ensure());
      // What an entry is of, its id says: W01-03 stands in a form.
      const { saved, value } = await (/^W\d/.test(item) ? store.patchForm : store.patchTick)(unit, item, fields);
      problems.delete(item);
      if (saved) everSaved = true;
      // What the journal says, without asking the disk for it: enough for the words on the button.
      undoRow = /** @type {any} */ ({ action: "edit", key: item, after: fields });
      [undoUnit, undoWithin] = [unit, pageScope()];
      return value;
    } catch (error) {
      problems.set(item, `${item}：${/** @type {Error} */ (error).message}`);
      throw error;
    } finally {
      jobs.delete(job);
      tell("saving");
    }
  }

  /**
   * Follow another write, so that the page says how it goes.
   * @param {string} label what is attempted @param {Promise<any>} work of the store
   */
  async function track(label, work) {
    others++;
    tell("saving");
    try {
      const result = await work;
      problems.delete(label);
      if (result.saved) everSaved = true;
      return result;
    } catch (error) {
      // A rule that stands against it is no failure of the storage: whoever tried it says so.
      if (/** @type {any} */ (error).code !== "refused") problems.set(label, `${label}：${/** @type {Error} */ (error).message}`);
      throw error;
    } finally {
      others--;
      tell("saving");
    }
  }

  /**
   * Change something else of a unit, such as its profile or a milestone. Where there is no unit the first one is
   * made, as for a tick.
   * @param {string} label what is attempted @param {(uid: string) => Promise<any>} work of the store
   * @param {string} [of] the unit that it was begun for; without it the current one
   */
  async function change(label, work, of) {
    flush();
    const uid = of || (current ? current.uid : await ensure());
    const result = await track(label, work(uid));
    readUndo(uid).catch(() => {}); // nothing waits for the words on a button
    if (refreshing) await refreshing.catch(() => {}); // what the unit says of itself may be another by now
    return result;
  }

  /** @returns {SaveState} */
  function state() {
    const { code, message } = store.status();
    const [problem] = problems.values();
    if (code !== "ok" || problem) return { code: "failed", message: message || problem };
    if (jobs.size || typed || others) return { code: "saving", message: "" };
    return { code: everSaved ? "saved" : "idle", message: "" };
  }

  // ── Taking back ──

  /** On the page of a list what is taken back is a change of that list. */
  function pageScope() {
    const list = /** @type {HTMLElement | null} */ (document.querySelector("[data-list]"));
    return list ? `${list.dataset.list}-` : "";
  }

  /** @param {string} uid @param {string} [within] */
  async function readUndo(uid, within = pageScope()) {
    [undoUnit, undoWithin] = [uid, within];
    const row = uid ? await store.undoable(uid, within).catch(() => null) : null; // of a disk that fails, the status speaks
    if (undoUnit !== uid || undoWithin !== within) return;
    undoRow = row;
    tell("saving");
  }

  /** Take back the change that `undoable` names. @returns {Promise<{change: JournalRow, undone: number, kept: number} | null>} */
  async function undo() {
    flush();
    const unit = undoUnit;
    const { value } = await track("撤销", store.undo(unit, undoWithin));
    if (value && value.change.action === "remove") choose(unit);
    await readUndo(unit);
    return value;
  }

  // ── Leaving ──

  /** The store keeps drafts of what is on its way. What has no unit yet has not come to the store. */
  function leave() {
    flush();
    drafts.keepEarly([...jobs].filter(({ unit }) => !unit).map(({ item, fields }) => ({ item, fields })));
  }

  async function makeUp() {
    for (const { item, fields } of drafts.takeEarly()) await send({ unit: "", item, fields }).catch(() => {}); // what the store refuses, the bar says
  }

  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) flush(); // a phone may close the page without another word
  });
  window.addEventListener("beforeunload", (event) => {
    if (!store.status().pending) return;
    event.preventDefault(); // the browser asks: this is in the page's memory only
    event.returnValue = "";
  });

  async function start() {
    if (readOnly) return;
    store.onStatus(() => tell("saving"));
    store.subscribe((/** @type {Change} */ change) => {
      following.hear(change);
      if (change.action === "wipe") problems.clear();
      if (["units", "current", "*"].includes(change.store)) refreshSoon();
      // Changes of many records are made elsewhere, too: by an import, or from the list of restore points.
      const many = change.store === "*" || (change.store === "problems" && !change.key); // after a single one, `change` looks
      if (change.local && many && change.unit) readUndo(change.unit);
    });
    await store.open();
    await refresh();
    await makeUp();
  }

  Qingdan.lib.session = {
    readOnly, ready: start(), units: () => units, unit: () => current, choose, patch, patchSoon, soon, change, flush, track, state,
    undoable: () => undoRow, undo, FIRST_NAME, STATE_WORDS,
    subscribe: (/** @type {(topic: Topic) => void} */ listener) => void listeners.add(listener),
  };
})();
