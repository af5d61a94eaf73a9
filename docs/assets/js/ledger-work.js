// @ts-check
/**
 * What ledger-store.js writes, inside a transaction: problems created, cells changed, steps done.
 *
 * @typedef {Map<string, {rev: string, heads: string[]}>} Seen the problems of a unit as somebody looked at them
 * @typedef {{problems: Problem[], refused: {id: string, problems: string[]}[], patches: LedgerPatch[], words: string}} Done
 */
(function () {
  "use strict";

  const database = /** @type {Database} */ (Qingdan.lib.database);
  const { StoreError } = database;
  const { records, cells, ledgerLog, ledgerModel: model, ledgerEvents, ledgerReplay, ledgerFields, ledgerAmend } = Qingdan.lib;
  const { STORE, LOG } = ledgerLog;

  /**
   * Do all of it; what a rule stands against is told, and left.
   * @param {Access} rows @param {string} unit @param {LedgerOp[]} ops @returns {Promise<Done>}
   */
  async function doAll(rows, unit, ops) {
    const [owner, ...found] = await Promise.all([rows.get("units", unit), ...ops.map(({ id }) => rows.get(STORE, [unit, id]))]);
    const settings = model.settings(owner ? owner.value.profile || {} : {});
    /** @type {Done} */
    const done = { problems: [], refused: [], patches: [], words: "" };
    /** @type {Map<string, Stored>} */
    const values = new Map(found.filter(Boolean).map((row) => [row.id, row.value]));
    for (const op of ops) await doOne(rows, unit, settings, op, values, done);
    return done;
  }

  // ── What somebody looked at before ──

  /** @param {Problem[]} problems of a unit, all of them @returns {Seen} */
  function seen(problems) {
    return new Map(problems.map(({ id, value }) => [id, { rev: value.rev, heads: value.now.heads }]));
  }

  /** @param {Access} rows @param {string} unit @param {Seen} before */
  async function requireSeen(rows, unit, before) {
    const found = await rows.by(STORE, "unit", unit);
    const same = found.length === before.size && found.every((/** @type {any} */ { id, value: { rev, now } }) => {
      const one = before.get(id);
      // A row that does not say what its events add up to has been given none since.
      return one && one.rev === rev && (!now || !now.state || records.canonical(one.heads) === records.canonical(now.heads));
    });
    if (!same) throw new StoreError("stale", "预览以后台账又有改动，没有写入。已经按现在的台账重新列出，请再看一遍。");
  }

  /** @param {Access} rows @param {string} unit @param {LedgerSettings} settings @param {LedgerOp} op @param {Map<string, Stored>} values @param {Done} done */
  async function doOne(rows, unit, settings, op, values, done) {
    const { id, create, rev, eventId } = op, value = values.get(id);
    const told = (op.input || op.event) && (await rows.get(LOG, [unit, id, eventId]));
    const known = value && (value.rev === rev || (value.revs || []).includes(rev));
    if (told || known) return void done.problems.push({ unit, id, value: model.normalize(value) }); // done before
    if (value && create) return void done.refused.push({ id, problems: ["这个编码已经有一个问题，没有再新增"] });
    if (!value && !create && isReadable()) return void done.refused.push({ id, problems: ["这个问题已经删除，刚才的修改没有存"] });
    const now = await nowOf(rows, unit, id, value);
    const before = model.normalize({ ...value, now }), changes = { ...op.changes, ...corrected(before, op.input), ...ledgerAmend.changes(before, op.input) };
    const problems = ledgerFields.refusals(before, op.changes || {}); // what the step itself changes is said in its record
    const patch = Object.keys(changes).length || create ? cells.patch(value, changes, rev) : null;
    const after = model.normalize({ ...(patch ? patch.value : value), now }), added = ledgerAmend.added(before, changes);
    // Guards look at what is filled in with the step, a record at what it changes.
    const seenBy = op.input && ["amend", "drop"].includes(op.input.action) ? before : after;
    const acted = op.input ? ledgerEvents.act({ id, value: seenBy }, settings, op.input) : recorded(id, now, eventId, added.length ? { event: { type: "add", by: op.by }, ...op } : op);
    problems.push(...acted.problems);
    if (acted.event && added.length && acted.event.type !== "import") acted.event.details = { ...acted.event.details, added };
    if (problems.length) return void done.refused.push({ id, problems });
    if (!patch && !acted.event) return void done.problems.push({ unit, id, value: before });
    const event = acted.event && { ...acted.event, id: eventId };
    const next = { ...(patch ? patch.value : value), now: event ? { ...acted.now, heads: [eventId] } : now };
    rows.put(STORE, { unit, id, value: next });
    values.set(id, next);
    if (event) ledgerLog.putEvent(rows, unit, event);
    (op.before || []).forEach((earlier) => ledgerLog.putEvent(rows, unit, earlier));
    done.problems.push({ unit, id, value: model.normalize(next) });
    done.patches.push({
      key: id, ...(create && !value ? { fresh: true } : patch && { before: patch.before, after: patch.after }),
      ...(event && { event: eventId, was: now }),
    });
    if (!done.words) done.words = wordsOf(after, op, patch);
  }

  /** Whether what is not found is not there. */
  function isReadable() {
    const { code } = database.status();
    return code === "ok" || code === "full";
  }

  /** @param {Access} rows @param {string} unit @param {string} id @param {Stored | undefined} value @returns {Promise<Now>} */
  async function nowOf(rows, unit, id, value) {
    const known = value && value.now && value.now.state ? value.now : null;
    if (known && known.since !== undefined) return known;
    const found = ledgerReplay.replay(await ledgerLog.eventsOf(rows, unit, id));
    return known ? { ...known, since: found.since } : found; // a row of before there was `since`
  }

  /** @param {string} id @param {Now} now @param {string} eventId @param {LedgerOp} op @returns {any} */
  function recorded(id, now, eventId, { event: given, before }) {
    if (!given) return { event: null, problems: [] };
    if (before) return { event: given, now: ledgerReplay.replay([...before, { ...given, id: eventId }]), problems: [] };
    const event = ledgerEvents.make(id, now, given.type, given);
    return { event, now: ledgerReplay.applied(now, event), problems: [] };
  }

  /** A deadline that was written down wrongly is mended in its cell, unless another one holds by now. @param {ProblemValue} value @param {ActInput | undefined} input @returns {Changes} */
  function corrected({ now, measures }, input) {
    if (!input || input.action !== "correct") return {};
    const due = (input.details || {}).due || "", { measure } = input;
    if (measure) return measure in measures && !(now.measures[measure] || {}).due ? { [`measures/${measure}/due`]: due } : {};
    return now.due ? {} : { due };
  }

  /** @param {ProblemValue} value @param {LedgerOp} op @param {Patch | null} patch */
  function wordsOf(value, { input, create }, patch) {
    const name = value.no ? `第 ${value.no} 号问题` : `问题“${value.text.slice(0, 12)}”`;
    if (create) return `新增${value.no || value.text ? name : "问题"}`;
    if (input) return `${name}：${ledgerEvents.labelOf(input.action)}`;
    const paths = Object.keys(patch ? patch.after : {});
    return `${name}：${paths.slice(0, 3).map((path) => ledgerFields.pathLabel(path, value)).join("、")}${paths.length > 3 ? "等" : ""}`;
  }

  Qingdan.lib.ledgerWork = { doAll, seen, requireSeen };
})();
