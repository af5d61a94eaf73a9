// @ts-check
/**
 * Changes that are not on disk yet when their page goes away: typed a moment ago, or waiting in memory because
 * the disk was full. A transaction under way is lost together with its page, and a new one comes too late;
 * only localStorage still takes something then (tried: 80 of 80). The next page of the site stores them and
 * takes them out again. It is a net under IndexedDB and no store: it reaches the disk late itself.
 *
 * @typedef {{rev: string, store: string, unit: string, id: string, fields: Record<string, any>, order: number}} Draft
 *   rev: the revision that the change gives its record; a change that did arrive is known by it
 */
(function () {
  "use strict";

  const PREFIX = "qingdan.draft.";
  const EARLY = "qingdan.early";

  /** Not known to be on disk. @type {Map<string, Draft>} */
  const open = new Map();
  let leaving = false;
  let order = 0;

  // Whether the page asks for a change before or after this listener runs: both are caught.
  window.addEventListener("pagehide", () => {
    leaving = true;
    open.forEach(write);
  });
  window.addEventListener("pageshow", () => (leaving = false));

  /** @param {Draft} draft */
  function write(draft) {
    try {
      localStorage.setItem(PREFIX + draft.rev, JSON.stringify(draft));
    } catch {
      // forbidden or full: nothing more can be done
    }
  }

  /** A change begins. @param {Omit<Draft, "order">} change */
  function begin(change) {
    const draft = { ...change, order: Date.now() * 1000 + (order++ % 1000) };
    open.set(draft.rev, draft);
    if (leaving) write(draft);
  }

  /** A change is on disk, or refused. @param {string} rev */
  function end(rev) {
    open.delete(rev);
    try {
      localStorage.removeItem(PREFIX + rev);
    } catch {
      // forbidden: then it is not there
    }
  }

  /** These changes are on disk by now, or taken back. @param {(draft: Draft) => boolean} [which] without it all */
  function endAll(which = () => true) {
    [...open.values()].filter(which).forEach((draft) => end(draft.rev));
  }

  /** What earlier pages left, in their order. @returns {Draft[]} */
  function left() {
    /** @type {Draft[]} */
    const found = [];
    try {
      for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
        try {
          found.push({ ...JSON.parse(localStorage.getItem(key) || ""), rev: key.slice(PREFIX.length) });
        } catch {
          localStorage.removeItem(key); // nothing that we wrote
        }
      }
    } catch {
      return []; // forbidden
    }
    return found.filter((draft) => !open.has(draft.rev)).sort((a, b) => a.order - b.order);
  }

  // ── Before there is a unit ──

  /** Entered before there was a unit, and so not come to the store. @param {{item: string, fields: Record<string, any>}[]} entries */
  function keepEarly(entries) {
    if (!entries.length) return;
    try {
      localStorage.setItem(EARLY, JSON.stringify(entries));
    } catch {
      // forbidden: nothing more can be done
    }
  }

  /** What an earlier page left so; from now on it is the caller's. @returns {{item: string, fields: Record<string, any>}[]} */
  function takeEarly() {
    try {
      const early = JSON.parse(localStorage.getItem(EARLY) || "[]");
      localStorage.removeItem(EARLY);
      return Array.isArray(early) ? early : [];
    } catch {
      return []; // forbidden, or not ours
    }
  }

  Qingdan.lib.drafts = { begin, end, endAll, left, keepEarly, takeEarly };
})();
