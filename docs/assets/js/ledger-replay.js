// @ts-check
/**
 * What the events of a problem add up to. Pure.
 *
 * Events are appended and never rewritten. Each names the ones it follows (`prev`), so that events of two
 * computers can be put together without any clock; the state is always what replaying them gives.
 *
 * @typedef {{id: string, problem: string, type: string, on: string, by: string, note: string, at: string,
 *   prev: string[], details: Record<string, any>, measure?: string, from?: string, to?: string} & Record<string, any>} LedgerEvent
 *   type: an action of checklists/ledger.yml; on: the day it was done; at: when it was recorded, for people to
 *   read; from, to: states, of a transition
 */
(function () {
  "use strict";

  const { ledgerModel: model } = Qingdan.lib;

  /** @returns {Step[]} */
  function entries() {
    return model.data().entries;
  }

  /** The transitions of all procedures: a history may have begun under another one. @returns {Step[]} */
  function allSteps() {
    const { procedures, common } = model.data();
    return [...procedures.flatMap((/** @type {any} */ one) => one.transitions), ...common];
  }

  /** A problem after one more event that follows all it had. @param {Now} now @param {LedgerEvent} event @returns {Now} */
  function applied(now, event) {
    return { ...stepped(now, event, () => now), heads: [event.id], count: now.count + 1, fork: false };
  }

  /**
   * @param {Now} now @param {LedgerEvent} event @param {(heads: string[]) => Now} at what it was after those events
   * @returns {Now} one event further; one that does not fit is counted as odd and changes nothing
   */
  function stepped(now, event, at) {
    const { type, on, by, details } = event, last = { action: type, on };
    if (type === "back" || type === "merge") return { ...at(details.to || []), last };
    if (type === "create") return { ...now, last };
    if (type === "import") return { ...imported(now, event), last };
    const entry = entries().find((one) => one.action === type);
    if (entry && entry.from.length && !entry.from.includes(now.state)) return { ...now, odd: now.odd + 1 };
    if (entry) return { ...entered(now, event), last };
    const step = allSteps().find((one) => one.action === type && one.to === event.to && one.from.includes(now.state));
    if (!step || event.from !== now.state) return { ...now, odd: now.odd + 1 };
    const next = { ...now, state: String(step.to), last };
    if (type === "submit") return { ...next, reporter: by, approvers: [] };
    if (type === "review") return { ...next, approvers: [...now.approvers, details.approver] };
    if (type === "close") return { ...next, approvers: [...now.approvers, details.approver], closedOn: on, outside: false };
    if (!details.due) return next;
    return {
      ...next, due: details.due, extended: [...now.extended, extension(event)], reporter: "", approvers: [],
      ...(step.round && { round: now.round + 1, closedOn: "", outside: false, checks: [] }),
    };
  }

  /** @param {Now} now @param {LedgerEvent} event @returns {Now} */
  function imported(now, { on, details }) {
    const next = { ...now, measures: { ...now.measures } };
    // Only the first event may say where a problem stands: afterwards the steps do.
    if (details.state && !now.last) Object.assign(next, { state: details.state, ...(details.state === "closed" && { closedOn: details.closedOn || on, outside: true }) });
    if (details.due) Object.assign(next, { due: details.due });
    if (details.progress) next.progress = { on, text: details.progress };
    for (const [uid, given] of Object.entries(details.measures || {})) {
      next.measures[uid] = { ...next.measures[uid], state: given.state, on: given.on || on, round: now.round };
    }
    return next;
  }

  /** @param {Now} now @param {LedgerEvent} event @returns {Now} */
  function entered(now, event) {
    const { type, on, measure = "", details } = event, known = now.measures[measure];
    if (type === "measure") {
      return { ...now, measures: { ...now.measures, [measure]: { ...known, state: details.to, on, round: now.round } } };
    }
    if (type === "progress") return { ...now, progress: { on, text: details.text } };
    if (type === "check") return { ...now, checks: [...now.checks, { months: details.months ?? null, on, result: details.result }] };
    if (type !== "extend" && type !== "correct") return now;
    if (type === "correct" && !(measure ? known && known.due : now.due)) return now; // the original one was mended, in its cell
    const dated = measure
      ? { measures: { ...now.measures, [measure]: { ...(known || { state: "todo", on: "", round: now.round }), due: details.due } } }
      : { due: details.due || "" };
    return { ...now, ...dated, ...(type === "extend" && { extended: [...now.extended, extension(event)] }) };
  }

  /** @param {LedgerEvent} event @returns {Extension} */
  function extension({ type, on, by, measure = "", details }) {
    return { action: type, due: details.due, from: details.from || "", reason: details.reason || "", approver: details.approver || "", on, by, measure };
  }

  /**
   * What the events of one problem add up to, in whatever order they are given.
   * @param {LedgerEvent[]} events @returns {Now}
   */
  function replay(events) {
    const sorted = order(events), heads = headsOf(sorted);
    const known = new Map(sorted.map((event) => [event.id, event]));
    /** @param {string[]} ids @returns {Now} */
    const at = (ids) => {
      const before = ancestors(known, ids);
      return fold(sorted.filter((event) => before.has(event.id)));
    };
    /** @param {LedgerEvent[]} list @returns {Now} */
    const fold = (list) => list.reduce((now, event) => stepped(now, event, at), model.emptyNow());
    const fork = heads.length > 1 && heads.some((one, n) => heads.slice(n + 1).some((other) => clash(known, one, other)));
    return { ...fold(sorted), heads, count: sorted.length, fork };
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
    if (type === "create" || type === "progress") return "";
    if (type === "import") return details.state || details.due || details.measures ? "*" : "";
    if (type === "measure") return `measure ${measure}`;
    if (type === "extend" || type === "correct") return `due ${measure}`;
    return type === "check" ? `check ${details.months ?? ""}` : "*";
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

  Qingdan.lib.ledgerReplay = { entries, applied, replay, order, headsOf, clashing };
})();
