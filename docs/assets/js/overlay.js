// @ts-check
/**
 * Rows in memory over the rows on disk, for the times when the disk takes nothing more: what is written goes
 * here, what is read comes from here first. Without a disk below it is a database in memory.
 *
 * Database and overlay are used through the same few operations, so that the code above does not know which
 * one it works on. All reads return copies.
 *
 * @typedef {{
 *   get(store: string, key: any): Promise<any>,
 *   all(store: string): Promise<any[]>,
 *   by(store: string, field: "unit" | "of", value: any, newest?: number): Promise<any[]>,
 *   between(store: string, field: "on", from: [string, string], to: [string, string]): Promise<any[]>,
 *   keysBy(store: string, field: "unit" | "of", value: any): Promise<any[]>,
 *   put(store: string, row: any): void,
 *   add(store: string, row: any): Promise<any>,
 *   remove(store: string, key: any): void,
 * }} Access `by` gives the rows with that value (undefined: with any; several: with those first parts of the key),
 *   in the order of their keys; with `newest` so many of the last ones, the last first. `between` gives the rows
 *   of a unit of some days, both ends included. `put` without a key gives a number, as `add` does, which returns it.
 * @typedef {(access: Access) => Promise<any>} Work
 * @typedef {{isEmpty(): boolean, clear(): void,
 *   run(work: Work, base: Access | null, keyPaths: Record<string, string | string[]>): Promise<any>}} Overlay
 */
(function () {
  "use strict";

  // Rows that wait for a disk come after all that is on it. On the way there they get their true number.
  const FIRST_NUMBER = 1e12;

  /** @returns {Overlay} */
  function create() {
    /** Store and key → the row, or null for one that is removed. @type {Map<string, any>} */
    let rows = new Map();
    let next = FIRST_NUMBER;

    /**
     * All of the work or, if it throws, nothing of it.
     * @param {Work} work @param {Access | null} base @param {Record<string, string | string[]>} keyPaths
     */
    async function run(work, base, keyPaths) {
      const changed = new Map(rows);
      const result = await work(access(changed, base, keyPaths));
      rows = changed;
      return result;
    }

    /** @param {Map<string, any>} changed @param {Access | null} base @param {Record<string, string | string[]>} keyPaths @returns {Access} */
    function access(changed, base, keyPaths) {
      /** @param {string} store @param {any} row */
      function keyOf(store, row) {
        const path = keyPaths[store];
        return Array.isArray(path) ? path.map((part) => row[part]) : row[path];
      }

      /** @param {string} store @param {any} row @param {string} field @param {any} value */
      function has(store, row, field, value) {
        if (Array.isArray(value)) return value.every((part, at) => row[keyPaths[store][at]] === part);
        return value === undefined ? row[field] !== undefined : row[field] === value;
      }

      /** @param {string} store @param {any[]} below @param {(row: any) => boolean} wanted */
      function merged(store, below, wanted) {
        const found = below.filter((row) => !changed.has(nameOf(store, keyOf(store, row))));
        changed.forEach((row, name) => {
          if (row && name.startsWith(`${store} `) && wanted(row)) found.push(copy(row));
        });
        return found.sort((a, b) => order(keyOf(store, a), keyOf(store, b)));
      }

      /** @param {string} store @param {any} row */
      function put(store, row) {
        const numbered = keyOf(store, row) === undefined ? { ...row, [String(keyPaths[store])]: next++ } : row;
        const key = keyOf(store, numbered);
        changed.set(nameOf(store, key), copy(numbered));
        return key;
      }

      return {
        async get(store, key) {
          const name = nameOf(store, key);
          if (changed.has(name)) return copy(changed.get(name)) || undefined;
          return base ? base.get(store, key) : undefined;
        },
        async all(store) {
          return merged(store, base ? await base.all(store) : [], () => true);
        },
        async by(store, field, value, newest) {
          const found = merged(store, base ? await base.by(store, field, value) : [], (row) => has(store, row, field, value));
          return newest ? found.reverse().slice(0, newest) : found;
        },
        async keysBy(store, field, value) {
          const found = merged(store, base ? await base.by(store, field, value) : [], (row) => has(store, row, field, value));
          return found.map((row) => keyOf(store, row));
        },
        async between(store, field, [unit, from], [, to]) {
          /** @param {any} row */
          const wanted = (row) => row.unit === unit && row[field] >= from && row[field] <= to;
          return merged(store, base ? await base.between(store, field, [unit, from], [unit, to]) : [], wanted);
        },
        put,
        add: async (store, row) => put(store, row),
        remove: (store, key) => void changed.set(nameOf(store, key), null),
      };
    }

    return { run, isEmpty: () => rows.size === 0, clear: () => rows.clear() };
  }

  /** @param {string} store @param {any} key */
  function nameOf(store, key) {
    return `${store} ${JSON.stringify(key)}`;
  }

  /** @param {any} a @param {any} b */
  function order(a, b) {
    const [left, right] = Array.isArray(a) ? [a[a.length - 1], b[b.length - 1]] : [a, b];
    return left < right ? -1 : left > right ? 1 : 0;
  }

  /** By way of JSON: structuredClone is missing before Chromium 98, and rows are plain data. @param {any} row */
  function copy(row) {
    return row && JSON.parse(JSON.stringify(row));
  }

  Qingdan.lib.overlay = { create };
})();
