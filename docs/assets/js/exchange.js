// @ts-check
/**
 * Taking units along and bringing them back: exporting, showing what an import would do, doing it. The file itself:
 * exchange-file.js.
 *
 * @typedef {"added" | "changed" | "kept" | "conflict" | "unchanged"} EntryKind
 *   changed: theirs is newer; kept: ours is newer; conflict: neither is, people have to choose
 * @typedef {{store: string, id: string, kind: EntryKind, ours: Stored | null, theirs: Stored, orphaned: boolean,
 *   choice?: "ours" | "theirs" | "each" | Partial<Fields>, each?: Record<string, "ours" | "theirs">, merged?: boolean, cells?: string[], removed?: boolean,
 *   rules?: MergeRules, taken?: string[], fork?: Entry}} Entry
 *   merged: both sides changed a problem or a unit, each other cells; cells: those that both changed
 *   taken: cells of a problem that come from the file; rules: how its two copies are put together; fork: the conflict
 *   about its events that its measures go by, without whose choice it stays as it is
 *   removed: a problem that was removed here, with "ours" for leaving it so
 *   orphaned: this kit does not know the id; choice, set by the page for a conflict: a side, ours with
 *   these fields, or, of a unit, `each` member by its path
 * @typedef {{uid: string, from: string, name: string, exists: boolean, skip: boolean,
 *   sameName: {uid: string, name: string}[], unit: Entry, added: Entry[], changed: Entry[], kept: Entry[],
 *   conflicts: Entry[], unchanged: Entry[], orphaned: Entry[], events: EventPlan, forks: string[], removed: string[], refused: Entry[], present: LedgerEvent[],
 *   only: boolean}} UnitPlan
 *   uid: the unit of this browser that it goes to; from: that of the file; skip, set by the page: leave it out;
 *   sameName: other units here of that name, one of which `as` may choose; unit: name and profile; the lists
 *   share no record, but orphaned, which repeats some of them; forks: problems on which both sides acted, each with
 *   a conflict of the store "events"; removed: problems that were removed here; refused: of the conflicts those about
 *   removed problems that people did not want back before, put into `conflicts` by the page where they think again; present: the events that are here; only: there is
 *   something here that the file does not have
 * @typedef {{units: UnitPlan[], extra: Record<string, any>, calendar: CalendarPlan, kit: string, exported: string, handout: boolean}} Plan
 * @typedef {{ticks?: Iterable<string>, milestones?: Iterable<string>, forms?: Iterable<string>}} KnownIds
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { records, store, files, cells, refusals, unitMerge, ledgerExchange, exchangeFile, calendarShare } = Qingdan.lib;
  const { LIMITS, STORES, PROBLEMS } = exchangeFile;
  const { StoreError } = /** @type {Database} */ (Qingdan.lib.database);

  /**
   * The exchange file of some units.
   * @param {string[] | undefined} uids undefined: all @param {string} kit the version of the site
   * @returns {Promise<{text: string, years: number, name: string, marks: {uid: string, change: number}[]}>}
   *   years: of holidays that go along; name: for the file; marks: for store.markBackedUp(uid, change), once it is saved
   */
  async function exportUnits(uids, kit) {
    const { units, extra, calendar } = await store.contents(uids);
    return {
      text: exchangeFile.write(units, calendar.length ? { ...extra, calendar } : extra, kit), years: calendar.length,
      name: nameOf(units.map(({ value }) => value)),
      marks: units.map((/** @type {Contents} */ unit) => ({ uid: unit.uid, change: unit.lastChange })),
    };
  }

  /** Whether it is a backup, or goes back to whom the problems came from. @param {Stored[]} units */
  function nameOf(units) {
    const [unit] = units, leads = unit ? unitMerge.leadsOf(unit) : null;
    if (units.length === 1 && leads && leads.length) return files.nameOf("back", [...new Set([unit.name, leads.join("、")])], "json");
    return unit ? files.nameOf("backup", [units.length === 1 ? unit.name : `${units.length}个单位`], "json") : files.nameOf("calendar", [], "json");
  }

  // ── Planning ──

  /**
   * Read a file and tell what importing it would do. Nothing is written.
   * @param {string} text @param {KnownIds} [known] the ids of this kit @returns {Promise<{ok: boolean,
   *   problems: string[], document: ExchangeDocument | null, plan: Plan | null}>}
   */
  async function parseImport(text, known) {
    const read = exchangeFile.readDocument(text);
    return { ...read, plan: read.document && (await planImport(read.document, known)) };
  }

  /**
   * @param {ExchangeDocument} document @param {KnownIds} [known]
   * @param {Map<string, string>} [as] a unit of the file → the unit here that it is merged into
   * @returns {Promise<Plan>} rejected with "invalid" if two units would go into one
   */
  async function planImport(document, known, as = new Map()) {
    const { units, calendar } = await store.contents();
    /** @type {Map<string, Contents>} */
    const here = new Map(units.map((/** @type {Contents} */ unit) => [unit.uid, unit]));
    const goals = document.units.map((unit) => as.get(unit.uid) || unit.uid);
    if (new Set(goals).size < goals.length) throw new StoreError("invalid", "文件里的两个单位不能并入同一个单位，请分两次导入。");
    const ids = known && new Map(STORES.map((one) => [one, new Set(/** @type {any} */ (known)[one] || [])]));
    return {
      units: document.units.map((theirs, at) => planUnit(theirs, goals[at], here, ids)),
      extra: document.extra, calendar: calendarShare.plan(document.calendar, calendar), kit: document.kit, exported: document.exported, handout: document.handout,
    };
  }

  /**
   * @param {Contents} theirs @param {string} uid @param {Map<string, Contents>} here
   * @param {Map<string, Set<unknown>> | undefined} known @returns {UnitPlan}
   */
  function planUnit(theirs, uid, here, known) {
    const ours = here.get(uid), { name } = theirs.value;
    const compared = entryOf("units", uid, ours ? ours.value : null, theirs.value, false), unit = uid === theirs.uid ? unitMerge.plan(compared) : compared;
    if (unit.kind === "conflict" && uid !== theirs.uid) unit.choice = "ours"; // the page has chosen the unit already
    /** @type {UnitPlan} */
    const plan = {
      uid, from: theirs.uid, name, exists: Boolean(ours), skip: false, unit,
      sameName: [...here.values()].filter((one) => one.value.name === name && one.uid !== uid).map((one) => ({ uid: one.uid, name })),
      added: [], changed: [], kept: [], conflicts: [], unchanged: [], orphaned: [], events: { added: [], odd: 0 }, forks: [], removed: [], refused: [],
      present: ours ? ours.events : [], only: Boolean(ours) && hasMore(/** @type {Contents} */ (ours), theirs),
    };
    const { events, conflicts } = ledgerExchange.planEvents(ours, theirs), forks = new Map(conflicts.map((entry) => [entry.id, entry]));
    const [mine, others] = [ours ? ours.events : [], theirs.events].map(ledgerExchange.byProblem);
    theirs.records.forEach((list, one) => list.forEach((value, id) => {
      // T01-05@2026-08-10 is one time of a recurring milestone.
      const isStrange = Boolean(known && one !== PROBLEMS && !known.get(one)?.has(id.split("@")[0]));
      const plain = entryOf(one, id, ours?.records.get(one)?.get(id) || null, value, isStrange);
      const compared = one === PROBLEMS && ["changed", "kept", "conflict"].includes(plain.kind) ? ledgerExchange.planProblem(plain, mine.get(id) || [], others.get(id) || [], forks.get(id)) : plain;
      const entry = one === PROBLEMS && compared.kind === "added" && ours && (ours.gone?.has(id) || refusals.has(ours.value, id)) ? { ...compared, kind: /** @type {const} */ ("conflict"), removed: true } : compared;
      plan[entry.kind === "conflict" ? "conflicts" : entry.kind].push(entry);
      if (entry.orphaned) plan.orphaned.push(entry);
    }));
    const removed = plan.conflicts.filter((entry) => entry.removed), all = [...plan.conflicts, ...conflicts];
    const again = new Set(removed.filter((entry) => refusals.isKnown(ours?.value, entry, events.added)).map(({ id }) => id));
    const isRefused = (/** @type {Entry} */ entry) => (entry.removed || entry.store === "events") && again.has(entry.id);
    return {
      ...plan, events, removed: removed.map(({ id }) => id), forks: conflicts.map(({ id }) => id),
      conflicts: all.filter((entry) => !isRefused(entry)), refused: all.filter(isRefused),
    };
  }

  /** Whether we have records or events that they do not have. @param {Contents} ours @param {Contents} theirs */
  function hasMore(ours, theirs) {
    const events = new Set(theirs.events.map(({ id }) => id));
    return ours.events.some(({ id }) => !events.has(id)) || [...ours.records].some(([one, list]) => [...list.keys()].some((id) => !theirs.records.get(one)?.has(id)));
  }

  /** @param {string} one @param {string} id @param {Stored | null} ours @param {Stored} theirs @param {boolean} orphaned @returns {Entry} */
  function entryOf(one, id, ours, theirs, orphaned) {
    /** @type {Record<Comparison, EntryKind>} */
    const kinds = { same: "unchanged", equal: "unchanged", ours: "kept", theirs: "changed", both: "conflict" };
    const kind = ours ? kinds[/** @type {Comparison} */ (records.compare(ours, theirs))] : "added";
    return { store: one, id, kind, ours, theirs, orphaned };
  }

  // ── Doing ──

  /**
   * Write what the plan and its choices say: all of it in one transaction, or nothing.
   * @param {Plan} plan @returns {Promise<{saved: boolean, value: number}>} value: how many records;
   *   rejected with "undecided" while a conflict has no choice, with "stale" if the data changed since, with "invalid"
   *   if a choice breaks a limit
   */
  function applyImport(plan) {
    const chosen = plan.units.filter((unit) => !unit.skip);
    const conflicts = chosen.flatMap((unit) => [unit.unit, ...unit.conflicts]).filter((entry) => entry.kind === "conflict");
    const open = [...conflicts, ...plan.calendar.conflicts].filter((entry) => !entry.choice).length;
    if (open) return Promise.reject(new StoreError("undecided", `还有 ${open} 处两边都改过，请先选好用哪一份。`));
    const wrong = conflicts.flatMap(({ choice }) => (typeof choice === "object" ? records.checkFields(choice) : []));
    if (wrong.length) return Promise.reject(new StoreError("invalid", `${wrong.join("；")}。`));
    return store.importRecords(chosen.map((unit) => jobOf(unit, plan.exported)), plan.extra, { from: plan.calendar.own, to: calendarShare.decided(plan.calendar) });
  }

  /** @param {UnitPlan} plan @param {string} exported when the file was saved @returns {ImportJob} */
  function jobOf(plan, exported) {
    const chosen = plan.conflicts.filter(({ store: one, removed, choice }) => one !== "events" && !(removed && choice === "ours"));
    const entries = [...plan.added, ...plan.changed, ...chosen];
    const written = plan.unit.kind === "added" || plan.unit.kind === "changed" || plan.unit.kind === "conflict";
    const all = written ? [plan.unit, ...entries] : entries;
    const equal = plan.unchanged.filter(({ ours, theirs }) => theirs.rev && theirs.rev !== ours?.rev && !ours?.revs?.includes(theirs.rev));
    /** @type {ImportJob} */
    const job = {
      unit: plan.uid,
      targets: all.map((entry) => [entry.store, entry.id, decided(entry), entry.ours ? records.mark(entry.ours) : null]),
      // Both sides entered the same on their own. From here on both count as one line.
      joined: equal.map(({ store: one, id, ours, theirs }) => {
        const both = /** @type {Stored} */ (ours);
        return [one, id, records.revise(both, theirs.rev, theirs, both), records.mark(both)];
      }),
    };
    ledgerExchange.finish(plan, job, plan.present);
    noteRefusals(plan, job);
    return isWholly(plan) ? { ...job, saved: savedAt(exported) } : job;
  }

  /** A file from a computer with a wrong clock, or changed by hand, was not saved later than now. @param {string} exported */
  function savedAt(exported) {
    const now = dates.stamp();
    return Date.parse(exported) <= Date.parse(now) ? exported : now;
  }

  /** So that the next old file does not bring up again what people did not want back. @param {UnitPlan} plan @param {ImportJob} job filled */
  function noteRefusals({ uid, unit, conflicts, events }, job) {
    const removed = conflicts.filter((entry) => entry.removed), target = job.targets.find(([one]) => one === "units"), before = target ? target[2] : unit.ours;
    const [refused, back] = ["ours", "theirs"].map((side) => removed.filter(({ choice }) => choice === side));
    const noted = before && refusals.noted(before, refused, back.map(({ id }) => id), events.added);
    if (!before || !noted) return;
    const value = records.revise(noted, records.newRev(), before);
    if (target) target[2] = value;
    else job.targets.push(["units", uid, value, records.mark(before)]);
  }

  /** Whether all that the unit has afterwards stands in the file. @param {UnitPlan} plan */
  function isWholly({ uid, from, only, unit, kept, changed, conflicts }) {
    const isTheirs = (/** @type {Entry} */ entry) => !entry.merged && !entry.choice;
    return uid === from && !only && !kept.length && !conflicts.length && changed.every(isTheirs)
      && (unit.kind === "unchanged" || ((unit.kind === "added" || unit.kind === "changed") && isTheirs(unit)));
  }

  /** @param {Entry} entry @returns {Stored} */
  function decided({ kind, store: one, ours, theirs, choice, each, merged, rules }) {
    if (one === PROBLEMS && ours && (kind === "conflict" || merged)) {
      const rev = records.newRev(), { value } = cells.merge(ours, theirs, /** @type {any} */ (choice) || "ours", { ...rules, rev });
      return { ...records.revise(value, rev, ours, theirs), now: ours.now };
    }
    if (one === PROBLEMS && ours) return { ...theirs, now: ours.now };
    if (one === "units" && ours && (merged || kind === "conflict")) {
      return records.revise(unitMerge.merged(ours, theirs, choice === "each" && each ? each : choice === "ours" ? "ours" : "theirs"), records.newRev(), ours, theirs);
    }
    if (kind !== "conflict" || !ours) return { ...theirs, rev: theirs.rev || records.newRev(), revs: theirs.revs || [] };
    const content = choice === "ours" ? ours : choice === "theirs" ? theirs : { ...ours, .../** @type {any} */ (choice) };
    return records.revise(content, records.newRev(), ours, theirs);
  }

  Qingdan.lib.exchange = {
    LIMITS, exportUnits, writeSalvaged: exchangeFile.writeSalvaged, parseImport, planImport, applyImport,
    csv: files.csv, download: files.download, readText: (/** @type {File} */ file) => files.readText(file, LIMITS.bytes),
  };
})();
