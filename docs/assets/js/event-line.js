// @ts-check
/**
 * How the events of a problem hang together: which follows which, which are the last, and whether what two
 * computers recorded can stand side by side. Pure; knows no rules of the ledger (ledger-replay.js does).
 *
 * @typedef {{id: string, problem: string, type: string, on: string, by: string, note: string, at: string,
 *   prev: string[], details: Record<string, any>, measure?: string, from?: string, to?: string} & Record<string, any>} LedgerEvent
 *   type: an action of checklists/ledger.yml; on: the day it was done; at: when it was recorded, for people to
 *   read; from, to: states, of a transition
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  const isText = (/** @type {any} */ value) => typeof value === "string";
  const isDay = (/** @type {any} */ value) => value === "" || dates.isDate(value);
  const isPlain = (/** @type {any} */ value) => typeof value === "object" && value !== null && !Array.isArray(value);
  /** What the details of events have to be, by their names in checklists/ledger.yml. @type {[string[], (value: any) => boolean][]} */
  const DETAILS = [
    ["text reason approver from report assessment lookback progress state result side path before after".split(" "), isText],
    [["due", "closedOn", "asOf"], isDay],
    [["months", "more"], (value) => Number.isFinite(value)],
    [["cells", "added"], (value) => Array.isArray(value) && value.every(isText)],
    [["to"], (value) => isText(value) || (Array.isArray(value) && value.every(isText))],
    [["measures"], (value) => isPlain(value) && Object.values(value).every((one) => isPlain(one) && isText(one.state) && isDay(one.on ?? "") && isDay(one.due ?? ""))],
  ];

  /** What says how cells were changed, and moves nothing else: of the cells themselves people are asked where both changed one. */
  const CELLS = ["amend", "add", "drop"];

  /** Whether the details of an event can be read; others come from a file changed by hand. @param {{details: any}} event */
  function isSound({ details }) {
    return isPlain(details) && DETAILS.every(([names, fits]) => names.every((name) => (details[name] ?? null) === null || fits(details[name])));
  }

  /** Events so that each stands after those it follows; where that leaves a choice, by their ids. @param {LedgerEvent[]} events @returns {LedgerEvent[]} */
  function order(events) {
    const left = new Map([...events].sort((a, b) => (a.id < b.id ? -1 : 1)).map((event) => [event.id, event]));
    /** @type {LedgerEvent[]} */
    const sorted = [];
    while (left.size) {
      const ready = [...left.values()].filter(({ prev }) => !prev.some((id) => left.has(id)));
      // A circle can only come from a file changed by hand.
      for (const event of ready.length ? ready : [...left.values()]) {
        sorted.push(event);
        left.delete(event.id);
      }
    }
    return sorted;
  }

  /** @param {LedgerEvent[]} events @returns {string[]} */
  function headsOf(events) {
    const followed = new Set(events.flatMap(({ prev }) => prev));
    return events.map(({ id }) => id).filter((id) => !followed.has(id));
  }

  /** Those events and all before them. @param {Map<string, LedgerEvent>} known @param {string[]} ids @returns {Set<string>} */
  function ancestors(known, ids) {
    const found = new Set(), open = [...ids];
    while (open.length) {
      const event = known.get(String(open.pop()));
      if (!event || found.has(event.id)) continue;
      found.add(event.id);
      open.push(...event.prev);
    }
    return found;
  }

  // ── Two computers ──

  /** What an event decides, "" for nothing: events that decide different things may stand side by side. @param {LedgerEvent} event */
  function scope({ type, measure = "", details }) {
    if (["create", "progress", ...CELLS].includes(type)) return "";
    if (type === "import") return details.state || details.due || details.measures ? "*" : "";
    if (type === "measure") return `measure ${measure}`;
    if (type === "extend" || type === "correct") return `due ${measure}`;
    return type === "check" ? `check ${details.months ?? ""}` : "*";
  }

  /** Whether two of the last events leave a choice open. @param {Map<string, LedgerEvent>} known @param {string[]} heads */
  function isForked(known, heads) {
    return heads.some((one, n) => heads.slice(n + 1).some((other) => clash(known, one, other)));
  }

  /** @param {Map<string, LedgerEvent>} known @param {string} one @param {string} other */
  function clash(known, one, other) {
    const [a, b] = [ancestors(known, [one]), ancestors(known, [other])];
    return clashing([...a].filter((id) => !b.has(id)).map((id) => /** @type {LedgerEvent} */ (known.get(id))),
      [...b].filter((id) => !a.has(id)).map((id) => /** @type {LedgerEvent} */ (known.get(id))));
  }

  /** Whether people have to choose between what two sides did. @param {LedgerEvent[]} ours @param {LedgerEvent[]} theirs */
  function clashing(ours, theirs) {
    const [a, b] = [ours, theirs].map((list) => new Set(list.map(scope).filter(Boolean)));
    if (!a.size || !b.size) return false;
    return a.has("*") || b.has("*") || [...a].some((one) => b.has(one));
  }

  Qingdan.lib.eventLine = { CELLS, isSound, order, headsOf, ancestors, isForked, clashing };
})();
