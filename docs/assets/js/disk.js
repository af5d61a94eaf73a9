// @ts-check
/**
 * IndexedDB: which database is ours, its versions, transactions on it. Knows nothing of what the rows mean
 * (store.js), nor what to do when it fails (database.js).
 *
 * @typedef {{connect(): Promise<IDBDatabase>, disconnect(): Promise<void>,
 *   transact(mode: IDBTransactionMode, work: Work): Promise<any>, salvage(): Promise<Record<string, any[]>>,
 *   startAfresh(): Promise<void>, changeOver(): Promise<void>, removeAll(): Promise<void>, isFailure(error: any): boolean,
 *   KEY_PATHS: Record<string, string | string[]>, watch: DiskWatcher}} Disk
 * @typedef {{onWaiting(): void, onOpened(): void, onNewer(): void, onLost(): void, onOdd(store: string, row: any): void}} DiskWatcher
 *   onOdd: a row was read that is not in its shape (sound-rows.js)
 */
(function () {
  "use strict";

  const { access, promised } = Qingdan.lib.diskRows;

  const NAME = "qingdan";
  const NAMES = /^qingdan(-\d+)?$/;
  const CHOSEN_NAME = "qingdan.database"; // in localStorage, after a fresh start
  const EVER_USED = "qingdan.used"; // in localStorage: there were data once
  const SLOW = 5000; // ms after which an opening that neither succeeds nor fails is reported

  /**
   * Step n brings a database from version n to n + 1. Released steps are never changed: a new store, or rows
   * of another shape, is a further step. Rows of a unit are {unit, id, value}, so that all stores are alike.
   * @type {((database: IDBDatabase, transaction: IDBTransaction) => void)[]}
   */
  const UPGRADES = [
    (database) => {
      database.createObjectStore("units", { keyPath: "uid" });
      database.createObjectStore("ticks", { keyPath: ["unit", "id"] });
      database.createObjectStore("milestones", { keyPath: ["unit", "id"] });
      const changes = database.createObjectStore("changes", { keyPath: "id", autoIncrement: true });
      changes.createIndex("unit", "unit");
      // A restore point is one row with `unit`, and rows that hold its contents in portions (points.js): a list of
      // restore points must not read them all. Those of earlier versions name their point in `of`.
      const snapshots = database.createObjectStore("snapshots", { keyPath: "id", autoIncrement: true });
      snapshots.createIndex("unit", "unit");
      snapshots.createIndex("of", "of");
      database.createObjectStore("meta", { keyPath: "key" });
    },
    (database) => {
      database.createObjectStore("forms", { keyPath: ["unit", "id"] });
      database.createObjectStore("problems", { keyPath: ["unit", "id"] });
      // The events of a problem lie together, and those of a unit; reports ask for those of some days.
      const events = database.createObjectStore("events", { keyPath: ["unit", "problem", "id"] });
      events.createIndex("on", ["unit", "on"]);
    },
  ];
  /** @type {Record<string, string | string[]>} */
  const KEY_PATHS = {
    units: "uid", ticks: ["unit", "id"], milestones: ["unit", "id"], forms: ["unit", "id"],
    changes: "id", snapshots: "id", meta: "key",
    problems: ["unit", "id"], events: ["unit", "problem", "id"],
  };
  const STORES = Object.keys(KEY_PATHS);

  /** Set by database.js. @type {DiskWatcher} */
  const watch = { onWaiting() {}, onOpened() {}, onNewer() {}, onLost() {}, onOdd() {} };
  /** @type {Promise<IDBDatabase> | null} */
  let connection = null;

  /** @returns {Promise<IDBDatabase>} rejected with a DOMException; the next call tries again */
  function connect() {
    if (connection) return connection;
    const opening = open();
    connection = opening;
    opening.catch(() => {
      if (connection === opening) connection = null;
    });
    return opening;
  }

  async function open() {
    const slow = setTimeout(() => watch.onWaiting(), SLOW);
    try {
      const database = await request(await currentName());
      database.onversionchange = (event) => {
        // Another tab upgrades or deletes it. Whoever holds on would block both.
        database.close();
        connection = null;
        if (event.newVersion) watch.onNewer();
      };
      database.onclose = () => (connection = null); // site data were cleared by hand
      watch.onOpened();
      return database;
    } finally {
      clearTimeout(slow);
    }
  }

  /** @returns {IDBFactory} */
  function factory() {
    const found = window.indexedDB; // throws or is missing where it is forbidden
    if (!found) throw new DOMException("no indexedDB", "SecurityError");
    return found;
  }

  /** @param {string} name @returns {Promise<IDBDatabase>} */
  function request(name) {
    return new Promise((resolve, reject) => {
      const opening = factory().open(name, UPGRADES.length);
      opening.onupgradeneeded = (event) => {
        const database = opening.result, transaction = /** @type {IDBTransaction} */ (opening.transaction);
        // Chromium replaces a database that it cannot read by an empty one, and tells only here.
        const replaced = /** @type {any} */ (event).dataLoss === "total";
        if (event.oldVersion === 0 && (replaced || recall(EVER_USED))) watch.onLost();
        for (let step = event.oldVersion; step < UPGRADES.length; step++) UPGRADES[step](database, transaction);
      };
      opening.onblocked = () => watch.onWaiting();
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
  }

  async function disconnect() {
    const database = connection && (await connection.catch(() => null));
    if (database) database.close();
    connection = null;
  }

  /** The name in use: the first one, or the last one begun after damage. @returns {Promise<string>} */
  async function currentName() {
    const chosen = recall(CHOSEN_NAME);
    if (chosen && NAMES.test(chosen)) return chosen;
    // localStorage reaches the disk late and may have been cleared alone.
    const names = await existingNames();
    return names.sort((a, b) => numberOf(a) - numberOf(b)).pop() || NAME;
  }

  /** @returns {Promise<string[]>} */
  async function existingNames() {
    try {
      const known = await factory().databases();
      return known.map((database) => database.name || "").filter((name) => NAMES.test(name));
    } catch {
      return []; // not in every browser, and not where storage is forbidden
    }
  }

  /** @param {string} name */
  function numberOf(name) {
    return Number(name.slice(NAME.length + 1)) || 1;
  }

  /**
   * One transaction over all stores; kept when it has completed, rejected with what the work throws or with
   * the failure of the disk. A connection that was closed under us is opened again, once.
   * @param {IDBTransactionMode} mode @param {Work} work @param {boolean} [again] @returns {Promise<any>}
   */
  async function transact(mode, work, again) {
    try {
      return await transactOn(await connect(), mode, work);
    } catch (error) {
      const { name } = /** @type {any} */ (error);
      if (again || (name !== "InvalidStateError" && name !== "AbortError")) throw error;
      connection = null;
      return transact(mode, work, true);
    }
  }

  /** @param {IDBDatabase} database @param {IDBTransactionMode} mode @param {Work} work @returns {Promise<any>} */
  function transactOn(database, mode, work) {
    return new Promise((resolve, reject) => {
      // Since Chromium 121 a commit reaches the disk at leisure unless it is asked to be strict. Before 83 the
      // option is unknown and every commit is strict.
      const transaction = database.transaction(STORES, mode, mode === "readwrite" ? { durability: "strict" } : {});
      /** @type {any} */
      let result;
      /** @type {any} */
      let failure;
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = () => {
        const reason = failure && failure.name !== "AbortError" ? failure : transaction.error || failure;
        reject(reason || new DOMException("aborted", "AbortError"));
      };
      work(access(transaction, KEY_PATHS, watch.onOdd)).then((value) => (result = value), (error) => {
        failure = error;
        try {
          transaction.abort();
        } catch {
          // the failure has aborted it already
        }
      });
    });
  }

  /** Whether this came from the disk, and not from the work. @param {any} error */
  function isFailure(error) {
    return error instanceof DOMException && error.name !== "DataCloneError" && error.name !== "ConstraintError";
  }

  /**
   * Every row that can still be read, store by store, one by one: a row that fails costs only itself.
   * @returns {Promise<Record<string, any[]>>}
   */
  async function salvage() {
    /** @type {Record<string, any[]>} */
    const found = {};
    /** @type {IDBDatabase} */
    let database;
    try {
      const opening = factory().open(await currentName()); // without a version: as it is
      opening.onupgradeneeded = () => opening.transaction?.abort(); // there is none, and none is to be made
      database = await promised(opening);
    } catch {
      return found;
    }
    for (const name of STORES.filter((store) => database.objectStoreNames.contains(store))) {
      /** @type {any[]} */
      const rows = (found[name] = []);
      /** @param {(store: IDBObjectStore) => IDBRequest} ask */
      const asked = async (ask) => {
        try {
          return await promised(ask(database.transaction(name).objectStore(name)));
        } catch {
          return null;
        }
      };
      for (const key of (await asked((store) => store.getAllKeys())) || []) {
        const { row } = Qingdan.lib.soundRows.sound(name, await asked((store) => store.get(key)));
        if (row) rows.push(row);
      }
    }
    database.close();
    return found;
  }

  /** From now on another, empty database; the one in use stays as it is. */
  async function startAfresh() {
    remember(CHOSEN_NAME, `${NAME}-${numberOf(await currentName()) + 1}`);
    await disconnect();
  }

  /** Another tab has begun another database: that is the last one. What localStorage says of it comes later. */
  async function changeOver() {
    await disconnect();
    const newest = (await existingNames()).sort((a, b) => numberOf(a) - numberOf(b)).pop();
    if (newest) remember(CHOSEN_NAME, newest);
  }

  /** Delete our databases. */
  async function removeAll() {
    await disconnect();
    for (const name of new Set([NAME, await currentName(), ...(await existingNames())])) await remove(name);
  }

  /** @param {string} name @returns {Promise<void>} */
  function remove(name) {
    return new Promise((resolve, reject) => {
      const deleting = factory().deleteDatabase(name);
      deleting.onblocked = () => watch.onWaiting();
      deleting.onsuccess = () => resolve();
      deleting.onerror = () => reject(deleting.error);
    });
  }

  /** @param {string} key */
  function recall(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  /** @param {string} key @param {string} value */
  function remember(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {
      // forbidden: existingNames() finds the name as well
    }
  }

  Qingdan.lib.disk = {
    KEY_PATHS, watch, connect, disconnect, transact, isFailure, salvage, startAfresh, changeOver, removeAll,
    noteUse: () => remember(EVER_USED, "1"),
  };
})();
