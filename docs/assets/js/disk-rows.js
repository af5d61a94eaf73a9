// @ts-check
/** Reading and writing rows within a transaction of IndexedDB, as overlay.js describes it. What is read is sound. */
(function () {
  "use strict";

  const { soundRows } = Qingdan.lib;

  /**
   * @param {IDBTransaction} transaction @param {Record<string, string | string[]>} keyPaths
   * @param {(store: string, row: any) => void} onOdd told of a row that is not in its shape
   * @returns {Access}
   */
  function access(transaction, keyPaths, onOdd) {
    /** @param {string} name */
    const store = (name) => transaction.objectStore(name);
    /** @param {string} name @param {string} field @param {any} value */
    const place = (name, field, value) => (Array.isArray(keyPaths[name])
      // Rows of a unit lie together by their key: an array sorts after every text.
      ? { source: store(name), range: IDBKeyRange.bound([].concat(value), [].concat(value, /** @type {any} */ ([[]]))) }
      : { source: store(name).index(field), range: value === undefined ? null : IDBKeyRange.only(value) });
    /** @param {string} name @param {any} given */
    const checked = (name, given) => {
      const { row, odd } = soundRows.sound(name, given);
      if (odd) onOdd(name, given);
      return row || undefined;
    };
    /** @param {string} name @param {any[]} list */
    const checkedAll = (name, list) => list.map((row) => checked(name, row)).filter(Boolean);
    return {
      get: async (name, key) => checked(name, await promised(store(name).get(key))),
      all: async (name) => checkedAll(name, await promised(store(name).getAll())),
      async by(name, field, value, newest) {
        const { source, range } = place(name, field, value);
        return checkedAll(name, await (newest ? last(source, range, newest) : promised(source.getAll(range))));
      },
      keysBy(name, field, value) {
        const { source, range } = place(name, field, value);
        return promised(source.getAllKeys(range));
      },
      between: async (name, field, from, to) => checkedAll(name, await promised(store(name).index(field).getAll(IDBKeyRange.bound(from, to)))),
      put: (name, row) => void store(name).put(row),
      add: (name, row) => promised(store(name).add(row)),
      remove: (name, key) => void store(name).delete(key),
    };
  }

  /** @param {IDBRequest} request @returns {Promise<any>} */
  function promised(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  /**
   * The last rows of an index, the newest first. A cursor asks row by row, which takes a slow PC a second for 200.
   * @param {any} index @param {IDBKeyRange} range @param {number} count @returns {Promise<any[]>}
   */
  async function last(index, range, count) {
    const keys = (await promised(index.getAllKeys(range))).slice(-count);
    if (!keys.length) return [];
    const rows = await promised(index.objectStore.getAll(IDBKeyRange.bound(keys[0], keys[keys.length - 1])));
    const wanted = new Set(keys); // those of other units lie between
    return rows.filter((/** @type {any} */ row) => wanted.has(row[index.objectStore.keyPath])).reverse();
  }

  Qingdan.lib.diskRows = { access, promised };
})();
