// @ts-check
/**
 * Changes of the ledger in the journal, and how they are taken back, inside a transaction of database.js.
 *
 * What was entered in a problem goes back cell by cell. What was done with it does not: its events stay, and one
 * more, `back`, says after which of them the problem stands again.
 *
 * @typedef {{key: string, before?: Record<string, any>, after?: Record<string, any>, fresh?: boolean, gone?: Stored,
 *   was?: Stored, event?: string}} LedgerPatch
 *   before, after: cells by path; fresh: the problem was not there before; gone: it is not there after, and was
 *   this; was: its `now` before the event, "event" being its id
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { records, cells, eventLine } = Qingdan.lib;

  const STORE = "problems", LOG = "events";

  /** Whether a cell is part of what was reported on: from then on it changes by a record alone. @param {string} state @param {string} path */
  function isFrozen(state, path) {
    return !["new", "open"].includes(state) && /^(text|findings|goal|indicator|timeClass|measures\/[^/]+\/(text|kind|result))$/.test(path);
  }

  /** Whether a cell is a deadline that, once filled, moves by a step alone. @param {string} state @param {string} path */
  function isFixed(state, path) {
    return state !== "new" && /(^|\/)due$/.test(path) && !path.startsWith("own/");
  }

  /** @param {Access} rows @param {string} unit @param {LedgerEvent} event */
  function putEvent(rows, unit, event) {
    rows.put(LOG, { unit, problem: event.problem, id: event.id, on: event.on, value: event });
  }

  /** All that was done with a problem. @param {Access} rows @param {string} unit @param {string} problem @returns {Promise<LedgerEvent[]>} */
  async function eventsOf(rows, unit, problem) {
    return (await rows.by(LOG, /** @type {any} */ ("unit"), [unit, problem])).map((row) => row.value);
  }

  /**
   * A problem that stands again where it stood, with the event that says so.
   * @param {Access} rows @param {string} unit @param {string} problem @param {string[]} heads the last events now
   * @param {number} count of the events @param {Stored} was its `now` as it shall be @param {string} note
   * @returns {Stored} its `now` from here on
   */
  function back(rows, unit, problem, heads, count, was, note) {
    const id = records.newRev();
    putEvent(rows, unit, {
      id, problem, type: "back", on: dates.today(), by: "", note, at: dates.stamp(), prev: heads, details: { to: was.heads || [] },
    });
    return { ...was, heads: [id], count: count + 1, fork: false };
  }

  /**
   * A problem about to be brought back from a restore point: where events came since, one more sets them aside.
   * @param {Access} rows @param {string} unit @param {Target} target @returns {Promise<Target>}
   */
  async function rewound(rows, unit, [store, id, value]) {
    if (store !== STORE || !value) return [store, id, value];
    const events = await eventsOf(rows, unit, id), heads = eventLine.headsOf(events), was = value.now || {};
    if (sameHeads(heads, was.heads || [])) return [store, id, value];
    return [store, id, { ...value, now: back(rows, unit, id, heads, events.length, was, "恢复") }];
  }

  /** @param {string[]} a @param {string[]} b */
  function sameHeads(a, b) {
    return a.length === b.length && a.every((one) => b.includes(one));
  }

  /**
   * Take back changes of problems.
   * @param {Access} rows @param {JournalRow} change
   * @returns {Promise<{undone: number, kept: number, patches: LedgerPatch[]}>} patches: what that changed
   */
  async function undo(rows, { unit, patches = [] }) {
    /** @type {LedgerPatch[]} */
    const made = [];
    let undone = 0;
    for (const patch of patches) {
      const row = await rows.get(STORE, [unit, patch.key]), value = row && row.value;
      const one = undoOne(rows, unit, patch, value, value && await standsAt(rows, unit, patch, value));
      if (!one) continue;
      made.push(one);
      undone++;
    }
    return { undone, kept: patches.length - undone, patches: made };
  }

  /** Whether a problem stands after the event of a patch: what came later was taken back. @param {Access} rows @param {string} unit @param {LedgerPatch} patch @param {Stored} value */
  async function standsAt(rows, unit, { key, event }, { now = {} }) {
    let { heads = [] } = now;
    const isLast = () => event !== undefined && sameHeads(heads, [event]);
    for (const one of event === undefined || isLast() ? [] : eventLine.order(await eventsOf(rows, unit, key)).reverse()) {
      if (one.type === "back" && sameHeads(heads, [one.id])) heads = one.details.to || [];
    }
    return isLast();
  }

  /** @param {Access} rows @param {string} unit @param {LedgerPatch} patch @param {Stored | undefined} value @param {boolean} last its event is the last that stands @returns {LedgerPatch | null} */
  function undoOne(rows, unit, { key, before = {}, after: changed = {}, fresh, gone, was, event }, value, last) {
    /** @param {Stored} next */
    const put = (next) => rows.put(STORE, { unit, id: key, value: next });
    if (gone) {
      if (value) return null;
      put(gone);
      return { key, fresh: true };
    }
    if (!value) return null;
    const now = value.now || {};
    if (fresh) {
      if (!last || value.rev !== value.first) return null; // worked on since
      rows.remove(STORE, [unit, key]);
      return { key, gone: value };
    }
    // Without a record it would go unseen. A state that is not known yet counts as reported.
    const after = last && was || now.state === "new" ? changed
      : Object.fromEntries(Object.entries(changed).filter(([path]) => !/^measures\/[^/]+$/.test(path) && !isFrozen(now.state, path)));
    const patched = Object.keys(after).length ? cells.unpatch(value, before, after, records.newRev()) : null;
    if (event !== undefined && !last) return patched ? (put(patched.value), { key, before: patched.before, after: patched.after }) : null;
    const isMeasure = Object.keys(changed).some((path) => /^measures\/[^/]+$/.test(path)); // worked on since: its record stays with it
    if (!patched && (!was || isMeasure)) return null;
    const next = patched ? patched.value : value;
    put(was ? { ...next, now: back(rows, unit, key, now.heads || [], now.count || 0, was, "撤销") } : next);
    return { key, ...(patched && { before: patched.before, after: patched.after }), ...(was && { was: now }) };
  }

  /**
   * Take changes out of a state, for the restore point of what was before them.
   * @param {Map<string, Target>} state @param {JournalRow} change
   */
  function unapply(state, { patches = [] }) {
    for (const { key, before = {}, after = {}, fresh, gone, was } of patches) {
      const name = `${STORE} ${key}`, target = state.get(name), value = target && target[2];
      if (gone) state.set(name, [STORE, key, gone]);
      if (fresh) state.delete(name);
      if (!value || gone || fresh) continue;
      const patched = cells.unpatch(value, before, after, ""), [rev, ...revs] = value.revs || [];
      const earlier = patched ? { ...patched.value, rev: rev || records.newRev(), revs } : value;
      state.set(name, [STORE, key, was ? { ...earlier, now: was } : earlier]);
    }
  }

  Qingdan.lib.ledgerLog = { STORE, LOG, isFrozen, isFixed, putEvent, eventsOf, rewound, undo, unapply };
})();
