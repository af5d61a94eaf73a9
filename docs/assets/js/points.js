// @ts-check
/**
 * What restore points hold, inside a transaction of database.js. A point is a row with `unit` that names the portions
 * of its records; points share the portions that are the same in both, so that one costs about what has changed since
 * the point before, and not the whole of a long ledger. Points of earlier versions have portions of their own (`of`).
 *
 * @typedef {[id: number, sign: string]} PortionName sign: equal for equal portions
 */
(function () {
  "use strict";

  const { records } = Qingdan.lib;
  const { StoreError } = /** @type {Database} */ (Qingdan.lib.database);

  const STORE = "snapshots";
  const KEPT = 20; // points of each unit
  // A portion ends behind a record that its own name chooses, one in 16: a record that comes or goes changes its own
  // portion and leaves the others as they are. Chromium puts values over 64 KB into files of their own.
  const ONE_IN = 16, MOST = 48;

  /** A number of 32 bits. @param {string} text @param {number} seed */
  function hash(text, seed) {
    let found = seed;
    for (let at = 0; at < text.length; at++) found = Math.imul(found ^ text.charCodeAt(at), 16777619);
    found ^= found >>> 15;
    return (Math.imul(found, 2246822507) ^ (found >>> 13)) >>> 0;
  }

  /** @param {Target[]} held @returns {Target[][]} */
  function portions(held) {
    /** @type {Target[][]} */
    const found = [];
    /** @type {Target[]} */
    let open = [];
    const named = held.map((target) => ({ target, name: `${target[0]} ${target[1]}` })).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const { target, name } of named) {
      open.push(target);
      if (hash(name, 1) % ONE_IN && open.length < MOST) continue;
      found.push(open);
      open = [];
    }
    return open.length ? [...found, open] : found;
  }

  /** What a portion is known by: the marks of its records. @param {Target[]} portion */
  function signOf(portion) {
    const text = portion.map(([store, id, value]) => `${store} ${id} ${value && records.mark(value)}`).join("\n");
    return [1, 7919, 104729].map((seed) => hash(text, seed).toString(36)).join(".");
  }

  /**
   * Store a point with its records, and drop the oldest beyond the number kept.
   * @param {Access} rows @param {Record<string, any>} head its row, `unit` in it @param {Target[]} held @returns {Promise<number>}
   */
  async function keep(rows, head, held) {
    const heads = await rows.by(STORE, "unit", head.unit);
    /** @type {Map<string, number>} */
    const known = new Map(heads.flatMap(({ portions: names = [] }) => names.map((/** @type {PortionName} */ [id, sign]) => [sign, id])));
    const names = await Promise.all(portions(held).map(async (portion) => {
      const sign = signOf(portion), id = known.get(sign);
      return [id === undefined ? await rows.add(STORE, { rows: portion }) : id, sign];
    }));
    const id = await rows.add(STORE, { ...head, portions: names });
    const all = [...heads, { ...head, id, portions: names }];
    for (let at = 0; at < all.length - KEPT; at++) await drop(rows, all[at], all.slice(at + 1));
    return id;
  }

  /** What a point holds besides the unit. @param {Access} rows @param {any} head @returns {Promise<Target[]>} */
  async function heldBy(rows, { id, portions: names }) {
    const found = names ? await Promise.all(names.map(([portion]) => rows.get(STORE, portion))) : await rows.by(STORE, "of", id);
    if (found.some((portion) => !portion)) throw new StoreError("gone", "这个恢复点有一部分读不出来，没有恢复。");
    return found.flatMap((portion) => portion.rows);
  }

  /** @param {Access} rows @param {any} head @param {any[]} others points of the unit that stay */
  async function drop(rows, { id, portions: names = [] }, others) {
    const used = new Set(others.flatMap((other) => (other.portions || []).map((/** @type {PortionName} */ [portion]) => portion)));
    for (const [portion] of names) if (!used.has(portion)) rows.remove(STORE, portion);
    (await rows.keysBy(STORE, "of", id)).forEach((key) => rows.remove(STORE, key));
    rows.remove(STORE, id);
  }

  /** Leave none of a unit. @param {Access} rows @param {string} unit */
  async function dropAll(rows, unit) {
    for (const head of await rows.by(STORE, "unit", unit)) await drop(rows, head, []);
  }

  Qingdan.lib.points = { keep, heldBy, dropAll };
})();
