// @ts-check
/**
 * The ledger in the exchange file: `ledger: {problems: {id: …}, events: {id: …}}` of a unit. Writing and reading
 * it, and what happens to events on import: those of both sides are kept; where both sides acted on one problem
 * and the two do not fit side by side, people choose, and one more event (`merge`) says which.
 *
 * @typedef {{added: LedgerEvent[], odd: number}} EventPlan odd: events of the file that differ from ours of the
 *   same id, which are never changed
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { records, cells, eventLine, ledgerLog, soundRows: { PROBLEM, MEASURE } } = Qingdan.lib;

  const LIMITS = { problem: 200000, event: 200000, id: 200, prev: 50, text: 20000 };
  /** Of a unit's settings, those without which steps, deadlines and lights would be others. */
  const SHARED = "start feedback ledgerProcedure ledgerTiers ledgerLights ledgerLightRules ledgerMonths ledgerFrom ledgerNowDays ledgerRebound".split(" ");
  /** And those that say something of the whole ledger, not of some of its problems. */
  const OF_ALL = "ledgerTotals ledgerChecksOff ledgerLeadLimit".split(" ");

  // ── Writing ──

  /** The members of a unit in the file that make up its ledger. @param {Contents} unit */
  function member({ value, records: lists, events }) {
    const problems = [...(lists.get("problems") || [])].map(([id, problem]) => {
      const { now, ...entered } = problem; // follows from the events
      return [id, entered];
    });
    if (!problems.length && !events.length && !value.ledger) return {};
    return { ledger: { ...value.ledger, problems: Object.fromEntries(problems), events: Object.fromEntries(events.map((event) => [event.id, event])) } };
  }

  /**
   * The exchange file of a unit as it is handed to others: the ledger alone. What it may hold is listed here; what else
   * a unit keeps is not for those who get it. When it comes back it does not speak for the unit (`part`, unit-merge.js).
   * @param {string} text of the whole file
   * @param {{lead: string, wanted: (problem: string) => boolean}} [handout] to which lead unit, and which problems it
   *   gets; without it the whole ledger @returns {string}
   */
  function alone(text, handout) {
    const members = handout ? SHARED : [...SHARED, ...OF_ALL], wanted = handout ? handout.wanted : () => true;
    const { format, version, kit, exported, units: [{ uid, name, profile, rev, revs, part, ledger = {} }] } = JSON.parse(text);
    /** @param {Record<string, any>} given @param {(id: string, one: any) => boolean} isWanted */
    const kept = (given, isWanted) => Object.fromEntries(Object.entries(given || {}).filter(([id, one]) => isWanted(id, one)));
    const unit = {
      uid, name, profile: kept(profile, (id) => members.includes(id)), rev, revs, part: handout ? [handout.lead] : part || Qingdan.lib.unitMerge.WHOLE,
      ledger: { problems: kept(ledger.problems, wanted), events: kept(ledger.events, (_, event) => wanted(event.problem)) },
    };
    // The moment, since a version that does not know this member hands it on, in a file of another moment.
    return JSON.stringify({ format, version, kit, exported, ...(handout && { handout: exported }), units: [unit] }, null, 1);
  }

  // ── Reading ──

  /**
   * @param {any} given @param {string} place @param {{records: number}} count @param {string[]} problems filled
   * @param {(record: any) => string[]} checkRevs
   * @returns {{problems: Map<string, Stored>, events: LedgerEvent[], rest: Record<string, any>}} rest: unknown members
   */
  function read(given, place, count, problems, checkRevs) {
    const nothing = { problems: new Map(), events: [], rest: {} };
    if (given === undefined) return nothing;
    if (!records.isPlain(given)) {
      problems.push(`${place}，台账：格式不对。`);
      return nothing;
    }
    const { problems: list = {}, events = {}, ...rest } = given;
    if (!records.isPlain(list) || !records.isPlain(events)) {
      problems.push(`${place}，台账：格式不对。`);
      return nothing;
    }
    const entries = Object.entries(list), log = Object.entries(events);
    count.records += entries.length + log.length;
    for (const [id, problem] of entries) {
      const wrong = records.isId(id) ? [...problemProblems(problem), ...(records.isPlain(problem) ? checkRevs(problem) : [])] : ["编号不对"];
      wrong.forEach((one) => problems.push(`${place}，问题 ${(problem && problem.no) || id.slice(0, 40)}：${one}。`));
    }
    for (const [id, event] of log) eventProblems(id, event).forEach((one) => problems.push(`${place}，记录 ${id.slice(0, 40)}：${one}。`));
    return problems.length ? nothing : { problems: new Map(entries.map(([id, problem]) => [id, made(problem)])), events: log.map(([, event]) => event), rest };
  }

  /**
   * Take over a ledger that a page of before the ledger imported: it kept it as a member of the unit that it does
   * not know. One that cannot be read stays where it is.
   * @param {string[]} units
   */
  async function absorb(units) {
    const database = /** @type {Database} */ (Qingdan.lib.database);
    /** @param {any} row */
    const isKept = (row) => Boolean(row && row.value.ledger && (row.value.ledger.problems || row.value.ledger.events));
    const found = await database.read((rows) => Promise.all(units.map((unit) => rows.get("units", unit))));
    if (!found.some(isKept)) return;
    await database.write(async (rows) => {
      for (const { uid } of found.filter(isKept)) {
        const row = await rows.get("units", uid);
        /** @type {string[]} */
        const wrong = [];
        const { problems, events, rest } = read(isKept(row) ? row.value.ledger : undefined, "", { records: 0 }, wrong, () => []);
        if (wrong.length || !isKept(row)) continue;
        for (const [id, value] of problems) if (!(await rows.get(ledgerLog.STORE, [uid, id]))) rows.put(ledgerLog.STORE, { unit: uid, id, value });
        events.forEach((event) => ledgerLog.putEvent(rows, uid, event));
        const { ledger, ...others } = row.value;
        rows.put("units", { uid, value: Object.keys(rest).length ? { ...others, ledger: rest } : others });
      }
    }, { bulk: true });
  }

  /** With what this version needs. @param {Stored} problem @returns {Stored} */
  function made({ now, ...problem }) {
    const rev = problem.rev || records.newRev();
    return { ...problem, rev, revs: problem.revs || [], first: typeof problem.first === "string" ? problem.first : rev };
  }

  /** @param {any} problem @returns {string[]} */
  function problemProblems(problem) {
    if (!records.isPlain(problem)) return ["格式不对"];
    if (JSON.stringify(problem).length > LIMITS.problem) return ["内容太长"];
    const { measures = {}, own = {}, at = {}, order = 0 } = problem;
    if (!records.isPlain(measures) || !records.isPlain(own) || !records.isPlain(at)) return ["格式不对"];
    if (!Object.values(measures).every(records.isPlain)) return ["措施的格式不对"];
    if (![...Object.values(own), ...Object.values(at)].every((text) => typeof text === "string")) return ["格式不对"];
    if (![order, ...Object.values(measures).map((one) => one.order || 0)].every(Number.isFinite)) return ["顺序不对"];
    return [...typeProblems(problem, PROBLEM), ...Object.values(measures).flatMap((one) => typeProblems(one, MEASURE))];
  }

  /** @param {Record<string, any>} value @param {{text: string[], list: string[], date: string[]}} types */
  function typeProblems(value, { text, list, date }) {
    /** @type {[string[], (one: any) => boolean][]} */
    const kinds = [
      [text, (one) => typeof one === "string" && one.length <= LIMITS.text],
      [list, (one) => Array.isArray(one) && one.every((name) => typeof name === "string")],
      [date, (one) => one === "" || dates.isDate(one)],
    ];
    return kinds.flatMap(([names, fits]) => names.filter((name) => value[name] !== undefined && !fits(value[name])).map((name) => `“${name}”一栏的格式不对`));
  }

  /** @param {string} id @param {any} event @returns {string[]} */
  function eventProblems(id, event) {
    if (!records.isPlain(event) || !records.isId(id) || event.id !== id || !records.isId(event.problem)) return ["编号不对"];
    const { type, on, by, note, details, prev, measure = "" } = event;
    const texts = [type, on, by, note, measure].every((text) => typeof text === "string" && text.length <= LIMITS.text);
    if (!texts || !records.isPlain(details) || JSON.stringify(event).length > LIMITS.event) return ["格式不对"];
    if (!(on === "" || dates.isDate(on))) return ["日期不对"];
    if (!eventLine.isSound(event)) return ["内容的格式不对"];
    const isIds = (/** @type {any} */ list) => Array.isArray(list) && list.length <= LIMITS.prev && list.every(records.isId);
    return isIds(prev) && (!["back", "merge"].includes(type) || isIds(details.to || [])) ? [] : ["前后关系不对"];
  }

  // ── Planning ──

  /**
   * Two copies of a problem, cell by cell. What one side has reported on, or registered, does not change by what the
   * other entered without knowing of it, before people have said so; measures that came or went there go with the
   * events that are chosen.
   * @param {Entry} entry @param {LedgerEvent[]} mine @param {LedgerEvent[]} others all its events of both
   * @param {Entry} [fork] where people choose between them @returns {Entry}
   */
  function planProblem(entry, mine, others, fork) {
    const ours = /** @type {Stored} */ (entry.ours), { theirs } = entry, [here, there] = [mine, others].map((list) => new Set(list.map(({ id }) => id)));
    const only = mine.filter(({ id }) => !there.has(id)), fresh = others.filter(({ id }) => !here.has(id));
    if (entry.kind !== "conflict" && !(entry.kind === "changed" ? only : fresh).length) return entry;
    const was = eventLine.stateOf(mine.filter(({ id }) => there.has(id)));
    const states = { ours: only.length ? eventLine.stateOf(mine) : was, theirs: fresh.length ? eventLine.stateOf(others) : was };
    /** @type {MergeRules["holds"]} */
    const holds = (path, from) => (from === "theirs" ? isHeld(path, ours, states.ours, was) : isHeld(path, theirs, states.theirs, was));
    const turned = new Set(fork ? eventLine.turned([...only, ...fresh]) : []);
    /** @type {MergeRules["follows"]} */
    const follows = (uid) => (turned.has(uid) ? (fork && fork.choice === "theirs" ? "theirs" : "ours") : null);
    const rules = { holds, follows }, merged = cells.merge(ours, theirs, "ours", rules);
    const waits = [...turned].some((uid) => !cells.get(ours, `measures/${uid}`) !== !cells.get(theirs, `measures/${uid}`));
    const planned = { ...entry, rules, taken: merged.taken, ...(waits && { fork }) };
    if (merged.conflicts.length) return { ...planned, kind: "conflict", cells: merged.conflicts };
    return entry.kind === "conflict" || waits ? { ...planned, kind: "changed", merged: true } : entry;
  }

  /** Whether a cell stands by what its side did since the other knew it. @param {string} path @param {Stored} value @param {string} state now @param {string} was when both knew it */
  function isHeld(path, value, state, was) {
    const isReported = (/** @type {string} */ one) => !["new", "open"].includes(one);
    if (/^measures\/[^/]+$/.test(path)) return (isReported(state) && !isReported(was)) || (was === "new" && state !== "new" && cells.get(value, path) !== null);
    if (ledgerLog.isFrozen(state, path)) return !ledgerLog.isFrozen(was, path);
    return ledgerLog.isFixed(state, path) && !ledgerLog.isFixed(was, path) && cells.get(value, path) !== null;
  }

  /**
   * What the file's events add, and where people have to choose.
   * @param {Contents | undefined} ours @param {Contents} theirs
   * @returns {{events: EventPlan, conflicts: Entry[]}}
   */
  function planEvents(ours, theirs) {
    const mine = new Map((ours ? ours.events : []).map((event) => [event.id, event]));
    const known = new Set([...theirs.records.get("problems")?.keys() || [], ...(ours && ours.records.get("problems")?.keys()) || []]);
    const added = theirs.events.filter((event) => !mine.has(event.id) && known.has(event.problem));
    const odd = theirs.events.filter((event) => mine.has(event.id) && records.canonical(mine.get(event.id)) !== records.canonical(event)).length;
    const [byOurs, byTheirs] = [[...mine.values()], theirs.events].map(byProblem);
    /** @type {Entry[]} */
    const conflicts = [];
    for (const [problem, fresh] of byProblem(added)) {
      const all = byTheirs.get(problem) || [], have = new Set(all.map(({ id }) => id));
      const only = (byOurs.get(problem) || []).filter(({ id }) => !have.has(id));
      if (!eventLine.clashing(only, fresh)) continue;
      conflicts.push({
        store: "events", id: problem, kind: "conflict", orphaned: false, ours: { list: only, problem: ours?.records.get("problems")?.get(problem) },
        theirs: { list: fresh, problem: theirs.records.get("problems")?.get(problem) },
      });
    }
    return { events: { added, odd }, conflicts };
  }

  /** @param {LedgerEvent[]} events @returns {Map<string, LedgerEvent[]>} */
  function byProblem(events) {
    /** @type {Map<string, LedgerEvent[]>} */
    const found = new Map();
    for (const event of events) found.set(event.problem, [...(found.get(event.problem) || []), event]);
    return found;
  }

  // ── Doing ──

  /** The events that an import adds: where people have to choose first, only once they have. @param {UnitPlan} plan @returns {LedgerEvent[]} */
  function eventsOf({ conflicts, events, forks, removed }) {
    const chosen = new Set(conflicts.filter(({ store }) => store === "events").map(({ id }) => id));
    const back = new Set(conflicts.filter((entry) => entry.removed && entry.choice === "theirs").map(({ id }) => id));
    return events.added.filter(({ problem }) => (!forks.includes(problem) || chosen.has(problem)) && (!removed.includes(problem) || back.has(problem)));
  }

  /**
   * Add the events to what an import writes, and tell the problems which are the last ones now.
   * @param {UnitPlan} plan @param {ImportJob} job filled @param {LedgerEvent[]} present ours
   */
  function finish(plan, job, present) {
    const chosen = new Map(plan.conflicts.filter(({ store }) => store === "events").map((entry) => [entry.id, entry]));
    const added = eventsOf(plan), here = byProblem(present), touched = byProblem(added);
    job.events = [...added];
    for (const [problem, fresh] of touched) {
      const entry = chosen.get(problem), all = [...(here.get(problem) || []), ...fresh];
      if (entry) {
        const side = entry.choice === "theirs" ? /** @type {any} */ (entry.theirs).list : /** @type {any} */ (entry.ours).list;
        const event = {
          id: records.newRev(), problem, type: "merge", on: dates.today(), by: "", note: "", at: dates.stamp(),
          prev: eventLine.headsOf(all), details: { side: entry.choice, to: eventLine.headsOf(side) },
        };
        job.events.push(event);
        all.push(event);
      }
      touched.set(problem, all);
    }
    for (const [problem, all] of touched) aim(plan, job, problem, eventLine.headsOf(all));
    // A problem whose events were all here already: it was removed, and comes back with them.
    for (const target of job.targets) {
      const [store, id, value] = target;
      if (store === "problems" && value && !value.now) target[2] = { ...value, now: { heads: eventLine.headsOf(here.get(id) || []) } };
    }
  }

  /** @param {UnitPlan} plan @param {ImportJob} job @param {string} problem @param {string[]} heads */
  function aim(plan, job, problem, heads) {
    const target = job.targets.find(([store, id]) => store === "problems" && id === problem);
    if (target) target[2] = { ...target[2], now: { heads } }; // the rest of it follows when the ledger is opened
    else {
      const entry = [...plan.unchanged, ...plan.kept].find(({ store, id }) => store === "problems" && id === problem);
      const joined = job.joined.find(([store, id]) => store === "problems" && id === problem);
      if (!entry || !entry.ours) return;
      job.joined = job.joined.filter((one) => one !== joined);
      job.targets.push(["problems", problem, { ...(joined ? joined[2] : entry.ours), now: { heads } }, records.mark(entry.ours)]);
    }
  }

  Qingdan.lib.ledgerExchange = { alone, member, read, absorb, planProblem, planEvents, byProblem, eventsOf, finish, STORE: ledgerLog.STORE };
})();
