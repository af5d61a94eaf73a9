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

  /**
   * The events of one problem that count in the end, each after those it follows: what was taken back, or not chosen
   * where two sides went apart, is left out, and so is what says so.
   * @param {LedgerEvent[]} sorted by order @returns {LedgerEvent[]}
   */
  function standing(sorted) {
    const known = new Map(sorted.map((event) => [event.id, event]));
    /** What each event that goes back goes back to. @type {Map<string, LedgerEvent[]>} */
    const earlier = new Map();
    /** @param {LedgerEvent} event @returns {LedgerEvent[]} */
    const at = ({ id, prev, details }) => {
      const done = earlier.get(id);
      if (done) return done;
      earlier.set(id, []); // a file changed by hand may lead in a circle
      const past = ancestors(known, prev), before = ancestors(known, details.to || []);
      const found = kept(sorted.filter((one) => one.id !== id && past.has(one.id) && before.has(one.id)));
      earlier.set(id, found);
      return found;
    };
    /** @param {LedgerEvent[]} list */
    const kept = (list) => list.reduce((/** @type {LedgerEvent[]} */ found, event) => (isTurn(event) ? [...at(event)] : (found.push(event), found)), []);
    return kept(sorted);
  }

  /** Whether an event says only after which others the problem stands. @param {LedgerEvent} event */
  function isTurn({ type }) {
    return type === "back" || type === "merge";
  }

  /** In which state events leave a problem, for those who do not know the rules: as ledger-replay.js says, of histories that keep them. @param {LedgerEvent[]} events of one problem @returns {string} */
  function stateOf(events) {
    return standing(order(events)).reduce((state, { type, from, to, details }, at) => (
      !at && type === "import" && isText(details.state) && details.state ? details.state : isText(to) && from === state ? String(to) : state), "new");
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
    return deciding([...a].filter((id) => !b.has(id)).map((id) => /** @type {LedgerEvent} */ (known.get(id))),
      [...b].filter((id) => !a.has(id)).map((id) => /** @type {LedgerEvent} */ (known.get(id))));
  }

  /** Whether people have to choose between what two sides did. @param {LedgerEvent[]} ours @param {LedgerEvent[]} theirs */
  function clashing(ours, theirs) {
    return deciding(ours, theirs) || unsettling(ours, theirs) || unsettling(theirs, ours);
  }

  /** The measures that came or went with events. @param {LedgerEvent[]} events @returns {string[]} */
  function turned(events) {
    return events.flatMap(({ type, measure = "", details }) => [...(type === "drop" ? [measure] : []), ...(details.added || []).map((/** @type {string} */ path) => path.split("/")[1] || path)]);
  }

  /** Whether measures came or went on one side that the other reported on, marked or moved. @param {LedgerEvent[]} turning @param {LedgerEvent[]} others */
  function unsettling(turning, others) {
    const decided = new Set(others.map(scope)), gone = turning.filter(({ type }) => type === "drop").map(({ measure }) => measure);
    return (decided.has("*") && turning.some(({ type, details }) => type === "add" || type === "drop" || (details.added || []).length > 0))
      || gone.some((one) => decided.has(`measure ${one}`) || decided.has(`due ${one}`));
  }

  /** Whether they decided the same thing. A log that was put together is read by this alone. @param {LedgerEvent[]} ours @param {LedgerEvent[]} theirs */
  function deciding(ours, theirs) {
    const [a, b] = [ours, theirs].map((list) => new Set(list.map(scope).filter(Boolean)));
    if (!a.size || !b.size) return false;
    return a.has("*") || b.has("*") || [...a].some((one) => b.has(one));
  }

  Qingdan.lib.eventLine = { CELLS, isSound, order, headsOf, ancestors, standing, isTurn, stateOf, isForked, clashing, turned };
})();
