// @ts-check
/**
 * What the events of a problem add up to. Pure.
 *
 * Events are appended and never rewritten. Each names the ones it follows (`prev`), so that events of two
 * computers can be put together without any clock; the state is always what replaying them gives.
 *
 * What only keeps the books, `create` and `import`, is typed in when there is time for it: the steps after it may
 * have been done before that day.
 */
(function () {
  "use strict";

  const { ledgerModel: model, eventLine } = Qingdan.lib, { standing, isTurn } = eventLine;

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
    return { ...stepped(now, event), heads: [event.id], count: now.count + 1, fork: false };
  }

  /**
   * @param {Now} now @param {LedgerEvent} event that stands
   * @returns {Now} one event further; one that does not fit is counted as odd and changes nothing
   */
  function stepped(now, event) {
    const { type, on, by, details } = event, last = { action: type, on };
    if (!eventLine.isSound(event)) return { ...now, odd: now.odd + 1 };
    if (isTurn(event)) return now;
    if (type === "create" || eventLine.CELLS.includes(type)) return { ...now, last };
    if (type === "import") return { ...imported(now, event), last };
    const entry = entries().find((one) => one.action === type), since = latest(now.since, on);
    const fits = !entry || ((!entry.from.length || entry.from.includes(now.state)) && (type !== "measure" || mayMark(now, event.measure || "", details.to)));
    if (!fits) return { ...now, odd: now.odd + 1 };
    if (entry) return { ...entered(now, event), last, since };
    const step = allSteps().find((one) => one.action === type && one.to === event.to && one.from.includes(now.state));
    if (!step || event.from !== now.state) return { ...now, odd: now.odd + 1 };
    const next = { ...now, state: String(step.to), last, since };
    if (type === "submit") return { ...next, reporter: by, approvers: [] };
    if (type === "review") return { ...next, approvers: [...now.approvers, details.approver] };
    if (type === "close") return { ...next, approvers: [...now.approvers, details.approver], closedOn: on, outside: false };
    if (!details.due) return next;
    return {
      ...next, due: details.due, extended: [...now.extended, extension(event)], reporter: "", approvers: [],
      ...(step.round && { round: now.round + 1, closedOn: "", outside: false, checks: [] }),
    };
  }

  /** What has no day of its own counts with the day of the table. @param {Now} now @param {LedgerEvent} event @returns {Now} */
  function imported(now, { on: typed, details }) {
    const next = { ...now, measures: { ...now.measures } }, on = details.asOf || typed;
    // Only the first event may say where a problem stands: afterwards the steps do.
    if (details.state && !now.last) Object.assign(next, { state: details.state, ...(details.state === "closed" && closedOutside(now, details.closedOn || on, typed)) });
    if (details.due) Object.assign(next, { due: details.due });
    if (details.progress) next.progress = newest(now.progress, { on, text: details.progress });
    for (const [uid, given] of Object.entries(details.measures || {})) {
      next.measures[uid] = { ...next.measures[uid], state: given.state, on: given.on || on, round: now.round, ...(given.due && { due: given.due }) };
    }
    return next;
  }

  /** No step comes before the day of closing, though it was typed in later; a day still to come, which a slip of the pen may be, bounds nothing. @param {Now} now @param {string} day @param {string} typed */
  function closedOutside(now, day, typed) {
    return { closedOn: day, outside: true, since: latest(now.since, day < typed ? day : typed) };
  }

  /** Of the same day the later one. @param {Now["progress"]} known @param {{on: string, text: string}} given */
  function newest(known, given) {
    return known && known.on > given.on ? known : given;
  }

  /** @param {string} a @param {string} b days */
  function latest(a, b) {
    return a > b ? a : b;
  }

  /** @param {Now} now @param {LedgerEvent} event @returns {Now} */
  function entered(now, event) {
    const { type, on, measure = "", details } = event, known = now.measures[measure];
    if (type === "measure") {
      return { ...now, measures: { ...now.measures, [measure]: { ...known, state: details.to, on, round: now.round } } };
    }
    if (type === "progress") return { ...now, progress: newest(now.progress, { on, text: details.text }) };
    if (type === "check") return { ...now, checks: [...now.checks, { months: details.months ?? null, on, result: details.result }] };
    if (type !== "extend" && type !== "correct") return now;
    if (type === "correct" && !(measure ? known && known.due : now.due)) return now; // the original one was mended, in its cell
    const dated = measure
      ? { measures: { ...now.measures, [measure]: { ...(known || { state: "todo", on: "", round: now.round }), due: details.due } } }
      : { due: details.due || "" };
    return { ...now, ...dated, ...(type === "extend" && { extended: [...now.extended, extension(event)] }) };
  }

  /** Whether a measure may be marked so: of a reported problem only as done, what is not. @param {Now} now @param {string} measure @param {string} to */
  function mayMark({ state, measures }, measure, to) {
    return state === "open" || (to === "done" && !(measures[measure] && measures[measure].state === "done"));
  }

  /** @param {LedgerEvent} event @returns {Extension} */
  function extension({ type, on, by, measure = "", details }) {
    return { action: type, due: details.due, from: details.from || "", reason: details.reason || "", approver: details.approver || "", on, by, measure };
  }

  /** @param {LedgerEvent[]} list that stand @returns {Now} */
  function fold(list) {
    return list.reduce(stepped, model.emptyNow());
  }

  /**
   * What the events of one problem add up to, in whatever order they are given.
   * @param {LedgerEvent[]} events @returns {Now}
   */
  function replay(events) {
    const sorted = eventLine.order(events), heads = eventLine.headsOf(sorted);
    return { ...fold(standing(sorted)), heads, count: sorted.length, fork: eventLine.isForked(new Map(sorted.map((event) => [event.id, event])), heads) };
  }

  /**
   * The events that count up to a day, and what they add up to.
   * @param {LedgerEvent[]} events of one problem @param {string} day
   * @returns {{events: LedgerEvent[], now: Now}} events: each on the day from which it counts
   */
  function asOf(events, day) {
    const found = counted(standing(eventLine.order(events))).filter(({ from }) => from <= day);
    return {
      events: found.map(({ event, from }) => (event.on === from ? event : { ...event, on: from })),
      now: fold(found.map(({ event, from }) => (event.on <= day ? event : saidBy(day, event, from)))),
    };
  }

  /** Each event with the day from which it counts: what keeps the books counts no later than the steps after it. @param {LedgerEvent[]} list that stand */
  function counted(list) {
    let earliest = "9999-12-31";
    const last = list.length - 1;
    return [...list].reverse().map((event, at) => {
      // A later table is a step of its own day.
      const isBooked = event.type === "create" || (event.type === "import" && at === last);
      if (!isBooked && event.on < earliest) earliest = event.on;
      return { event, from: isBooked && earliest < event.on ? earliest : event.on };
    }).reverse();
  }

  /** An import that counts from before it was typed in, without what it says of days still to come. @param {string} day @param {LedgerEvent} event @param {string} from the day from which it counts @returns {LedgerEvent} */
  function saidBy(day, event, from) {
    const { details } = event;
    if (event.type !== "import" || !eventLine.isSound(event)) return { ...event, on: from };
    const { measures, asOf } = details, table = asOf || event.on; // the day of what has none of its own
    return { ...event, on: from, details: {
      ...details, ...(details.state === "closed" && (details.closedOn || table) > day && { state: "open" }), ...(table > day && { progress: "" }),
      ...(measures && { measures: Object.fromEntries(Object.entries(measures).filter(([, one]) => (one.on || table) <= day)) }),
    } };
  }

  Qingdan.lib.ledgerReplay = { entries, mayMark, applied, replay, asOf };
})();
