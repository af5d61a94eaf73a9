// @ts-check
/**
 * The exchange file: writing it, reading it whoever wrote it, showing what an import would do, doing it.
 *
 * Members that this version does not know survive at every level. Ids come from the file, "__proto__"
 * included: they are keys of Maps, and members are defined by spread or fromEntries, never by assignment.
 *
 * @typedef {{units: Contents[], extra: Record<string, any>, calendar: any, kit: string, exported: string}} ExchangeDocument
 * @typedef {"added" | "changed" | "kept" | "conflict" | "unchanged"} EntryKind
 *   changed: theirs is newer; kept: ours is newer; conflict: neither is, people have to choose
 * @typedef {{store: string, id: string, kind: EntryKind, ours: Stored | null, theirs: Stored, orphaned: boolean,
 *   choice?: "ours" | "theirs" | Partial<Fields>, merged?: boolean, cells?: string[], removed?: boolean}} Entry
 *   merged: both sides changed a problem or a unit, each other cells; cells: those that both changed
 *   removed: a problem that was removed here, with "ours" for leaving it so
 *   orphaned: this kit does not know the id; choice, set by the page for a conflict: a side, or ours with
 *   these fields
 * @typedef {{uid: string, from: string, name: string, exists: boolean, skip: boolean,
 *   sameName: {uid: string, name: string}[], unit: Entry, added: Entry[], changed: Entry[], kept: Entry[],
 *   conflicts: Entry[], unchanged: Entry[], orphaned: Entry[], events: EventPlan, forks: string[], removed: string[], present: LedgerEvent[]}} UnitPlan
 *   uid: the unit of this browser that it goes to; from: that of the file; skip, set by the page: leave it out;
 *   sameName: other units here of that name, one of which `as` may choose; unit: name and profile; the lists
 *   share no record, but orphaned, which repeats some of them; forks: problems on which both sides acted, each with
 *   a conflict of the store "events"; removed: problems that were removed here; present: the events that are here
 * @typedef {{units: UnitPlan[], extra: Record<string, any>, calendar: CalendarPlan, kit: string, exported: string}} Plan
 * @typedef {{ticks?: Iterable<string>, milestones?: Iterable<string>, forms?: Iterable<string>}} KnownIds
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { records, history, store, files, cells, unitMerge, ledgerExchange, calendarShare } = Qingdan.lib;
  const { StoreError } = /** @type {Database} */ (Qingdan.lib.database);

  const FORMAT = "qingdan", VERSION = 1;
  const LIMITS = { bytes: 50e6, units: 200, records: 100000, depth: 32, rev: 100, revs: 200 };
  const ANCESTORS = 50;
  const SHOWN = 20; // problems told one by one
  const { STORE: PROBLEMS } = ledgerExchange; // in the file, a member of `ledger`
  /** @type {string[]} */
  const STORES = history.UNIT_STORES.filter((/** @type {string} */ one) => one !== PROBLEMS); // so are the members in the file called
  /** @type {Record<string, string>} */
  const NOUNS = { ticks: "条目", milestones: "节点", forms: "表单" };

  // ── Writing ──

  /**
   * The exchange file of some units.
   * @param {string[] | undefined} uids undefined: all @param {string} kit the version of the site
   * @returns {Promise<{text: string, years: number, name: string, marks: {uid: string, change: number}[]}>}
   *   years: of holidays that go along; name: for the file; marks: for store.markBackedUp(uid, change), once it is saved
   */
  async function exportUnits(uids, kit) {
    const { units, extra, calendar } = await store.contents(uids);
    return {
      text: write(units, calendar.length ? { ...extra, calendar } : extra, kit), years: calendar.length,
      name: files.safeName(`整改清单-${units.length === 1 ? units[0].value.name : `${units.length}个单位`}-${dates.today()}.json`),
      marks: units.map((/** @type {Contents} */ unit) => ({ uid: unit.uid, change: unit.lastChange })),
    };
  }

  /** @param {Contents[]} units @param {Record<string, any>} extra @param {string} kit */
  function write(units, extra, kit) {
    const written = units.map((unit) => {
      const { uid, value: { name, profile, ...others }, records: lists } = unit;
      const members = STORES.map((one) => [one, Object.fromEntries(lists.get(one) || [])]);
      return { uid, name, profile, ...Object.fromEntries(members), ...others, ...ledgerExchange.member(unit) };
    });
    return JSON.stringify({ ...extra, format: FORMAT, version: VERSION, kit, exported: dates.stamp(), units: written }, null, 1);
  }

  /**
   * What store.salvage() found in a damaged database, as an exchange file.
   * @param {Record<string, any[]>} rows @param {string} kit
   */
  function writeSalvaged(rows, kit) {
    /** @type {Map<string, Contents>} */
    const units = new Map();
    /** @param {string} uid */
    const unitOf = (uid) => {
      const lists = new Map(history.UNIT_STORES.map((/** @type {string} */ one) => [one, new Map()]));
      const found = units.get(uid) || { uid, value: { name: "（名称没能读出）", profile: {} }, records: lists, events: [], lastChange: 0 };
      units.set(uid, found);
      return found;
    };
    (rows.units || []).forEach((row) => (unitOf(row.uid).value = row.value));
    for (const one of history.UNIT_STORES) (rows[one] || []).forEach((row) => unitOf(row.unit).records.get(one)?.set(row.id, row.value));
    (rows.events || []).forEach((row) => unitOf(row.unit).events.push(row.value));
    const calendar = (rows.meta || []).find(({ key }) => key === "calendar");
    return write([...units.values()], calendar ? { calendar: calendar.value } : {}, kit);
  }

  // ── Reading ──

  /**
   * Read a file completely before anything else is done with it.
   * @param {string} text @returns {{ok: boolean, problems: string[], document: ExchangeDocument | null}}
   */
  function readDocument(text) {
    const source = text.replace(/^\uFEFF/, "");
    const refused = (/** @type {string} */ problem) => ({ ok: false, problems: [problem], document: null });
    if (source.length > LIMITS.bytes) return refused(`文件超过 ${LIMITS.bytes / 1e6} MB，没有导入。`);
    if (/^PK\u0003\u0004/.test(source)) return refused("这是 Excel、Word 或压缩文件。请选择本站“保存到文件”得到的 .json 文件。");
    if (!/^\s*\{/.test(source)) return refused("这不是本站导出的文件。请选择本站“保存到文件”得到的 .json 文件。");
    let given;
    try {
      given = JSON.parse(source);
    } catch {
      return refused("文件不完整或已损坏，没有导入。请重新拷贝一次，或换一份备份。");
    }
    if (given.format !== FORMAT) return refused("这不是本站导出的文件（缺少 format: qingdan）。");
    if (Number.isInteger(given.version) && given.version > VERSION) {
      return refused(`这个文件由更新版本的站点导出（格式 ${given.version}），请用新版打开。文件和这里的数据都没有改动。`);
    }
    if (given.version !== VERSION) return refused("文件里的格式版本不对，没有导入。");
    if (isDeeper(given, LIMITS.depth)) return refused("文件里的内容嵌套得太深，没有导入。");
    /** @type {string[]} */
    const problems = [];
    const units = readUnits(given.units, problems);
    if (problems.length) {
      const rest = problems.length - SHOWN;
      return { ok: false, problems: [...problems.slice(0, SHOWN), ...(rest > 0 ? [`另有 ${rest} 处问题。`] : [])], document: null };
    }
    const { format, version, kit, exported, units: _, calendar, ...extra } = given;
    return { ok: true, problems, document: { units, extra, calendar, kit: textOf(kit), exported: textOf(exported) } };
  }

  /** @param {any} value @param {number} depth @returns {boolean} */
  function isDeeper(value, depth) {
    if (typeof value !== "object" || value === null) return false;
    return depth === 0 || Object.values(value).some((member) => isDeeper(member, depth - 1));
  }

  /** @param {any} value */
  function textOf(value) {
    return typeof value === "string" ? value : "";
  }

  /** @param {any} given @param {string[]} problems filled @returns {Contents[]} */
  function readUnits(given, problems) {
    if (!Array.isArray(given)) problems.push("文件里没有单位（units 应是一个列表）。");
    else if (given.length > LIMITS.units) problems.push(`文件里有 ${given.length} 个单位，最多 ${LIMITS.units} 个。`);
    if (problems.length) return [];
    const count = { records: 0 }, seen = new Set();
    const units = given.map((/** @type {any} */ unit, /** @type {number} */ at) => {
      if (!records.isPlain(unit) || !records.isId(unit.uid)) {
        problems.push(`第 ${at + 1} 个单位没有编号，或格式不对。`);
        return null;
      }
      if (seen.has(unit.uid)) problems.push(`第 ${at + 1} 个单位与前面的编号相同。`);
      seen.add(unit.uid);
      return readUnit(unit, at, count, problems);
    });
    if (count.records > LIMITS.records) problems.push(`文件里有 ${count.records} 条记录，最多 ${LIMITS.records} 条。`);
    return units;
  }

  /** @param {Record<string, any>} unit @param {number} at @param {{records: number}} count @param {string[]} problems @returns {Contents} */
  function readUnit(unit, at, count, problems) {
    const place = `第 ${at + 1} 个单位`;
    const wrong = [...records.checkUnit({ name: unit.name, ...("profile" in unit && { profile: unit.profile }) }, records.LIMITS.read), ...checkRevs(unit)];
    wrong.forEach((problem) => problems.push(`${place}：${problem}。`));
    const lists = new Map(STORES.map((one) => [one, readRecords(unit[one], `${place}，${NOUNS[one] || one}`, count, problems)]));
    const { uid, ledger, ...others } = unit;
    const { problems: list, events, rest } = ledgerExchange.read(ledger, place, count, problems, checkRevs);
    lists.set(PROBLEMS, new Map([...list].map(([id, value]) => [id, shortened(value)])));
    const value = Object.fromEntries(Object.entries({ profile: {}, ...others }).filter(([name]) => !STORES.includes(name)));
    return { uid, value: shortened(Object.keys(rest).length ? { ...value, ledger: rest } : value), records: lists, events, lastChange: 0 };
  }

  /** @param {any} given @param {string} place @param {{records: number}} count @param {string[]} problems @returns {Map<string, Stored>} */
  function readRecords(given, place, count, problems) {
    if (given === undefined) return new Map();
    if (!records.isPlain(given)) {
      problems.push(`${place}：格式不对。`);
      return new Map();
    }
    const entries = Object.entries(given);
    count.records += entries.length;
    for (const [id, record] of entries) {
      const wrong = !records.isId(id) ? ["编号不对"]
        : !records.isPlain(record) ? ["格式不对"] : [...records.checkFields(record), ...checkRevs(record)];
      wrong.forEach((/** @type {string} */ problem) => problems.push(`${place} ${id.slice(0, 40)}：${problem}。`));
    }
    return problems.length ? new Map() : new Map(entries.map(([id, record]) => [id, shortened({ state: "todo", ...record })]));
  }

  /** @param {Record<string, any>} record */
  function checkRevs({ rev, revs }) {
    const isRev = (/** @type {any} */ one) => typeof one === "string" && one.length > 0 && one.length <= LIMITS.rev;
    if (rev !== undefined && !isRev(rev)) return ["版本号（rev）不对"];
    if (revs !== undefined && !(Array.isArray(revs) && revs.length <= LIMITS.revs && revs.every(isRev))) return ["版本记录（revs）不对"];
    return [];
  }

  /** @param {Stored} value @returns {Stored} */
  function shortened(value) {
    return value.revs ? { ...value, revs: value.revs.slice(0, ANCESTORS) } : value;
  }

  // ── Planning ──

  /**
   * Read a file and tell what importing it would do. Nothing is written.
   * @param {string} text @param {KnownIds} [known] the ids of this kit @returns {Promise<{ok: boolean,
   *   problems: string[], document: ExchangeDocument | null, plan: Plan | null}>}
   */
  async function parseImport(text, known) {
    const read = readDocument(text);
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
      extra: document.extra, calendar: calendarShare.plan(document.calendar, calendar), kit: document.kit, exported: document.exported,
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
      added: [], changed: [], kept: [], conflicts: [], unchanged: [], orphaned: [], events: { added: [], odd: 0 }, forks: [], removed: [],
      present: ours ? ours.events : [],
    };
    theirs.records.forEach((list, one) => list.forEach((value, id) => {
      // T01-05@2026-08-10 is one time of a recurring milestone.
      const isStrange = Boolean(known && one !== PROBLEMS && !known.get(one)?.has(id.split("@")[0]));
      const compared = entryOf(one, id, ours?.records.get(one)?.get(id) || null, value, isStrange);
      const entry = one === PROBLEMS && compared.kind === "added" && ours?.gone?.has(id) ? { ...compared, kind: /** @type {const} */ ("conflict"), removed: true } : compared;
      plan[entry.kind === "conflict" ? "conflicts" : entry.kind].push(entry);
      if (entry.orphaned) plan.orphaned.push(entry);
    }));
    const { events, conflicts } = ledgerExchange.planEvents(ours, theirs);
    return { ...plan, events, removed: plan.conflicts.filter(({ removed }) => removed).map(({ id }) => id), forks: conflicts.map(({ id }) => id), conflicts: [...plan.conflicts, ...conflicts] };
  }

  /** @param {string} one @param {string} id @param {Stored | null} ours @param {Stored} theirs @param {boolean} orphaned @returns {Entry} */
  function entryOf(one, id, ours, theirs, orphaned) {
    /** @type {Record<Comparison, EntryKind>} */
    const kinds = { same: "unchanged", equal: "unchanged", ours: "kept", theirs: "changed", both: "conflict" };
    const kind = ours ? kinds[/** @type {Comparison} */ (records.compare(ours, theirs))] : "added";
    const entry = { store: one, id, kind, ours, theirs, orphaned };
    return one === PROBLEMS && kind === "conflict" ? ledgerExchange.planProblem(entry) : entry;
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
    return store.importRecords(chosen.map(jobOf), plan.extra, { from: plan.calendar.own, to: calendarShare.decided(plan.calendar) });
  }

  /** @param {UnitPlan} plan @returns {ImportJob} */
  function jobOf(plan) {
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
    return job;
  }

  /** @param {Entry} entry @returns {Stored} */
  function decided({ kind, store: one, ours, theirs, choice, merged }) {
    if (one === PROBLEMS && ours && (kind === "conflict" || merged)) {
      const { value } = cells.merge(ours, theirs, /** @type {any} */ (choice) || "ours");
      return { ...records.revise(value, records.newRev(), ours, theirs), now: ours.now };
    }
    if (one === PROBLEMS && ours) return { ...theirs, now: ours.now };
    if (one === "units" && ours && (merged || kind === "conflict")) {
      return records.revise(unitMerge.merged(ours, theirs, choice === "ours" ? "ours" : "theirs"), records.newRev(), ours, theirs);
    }
    if (kind !== "conflict" || !ours) return { ...theirs, rev: theirs.rev || records.newRev(), revs: theirs.revs || [] };
    const content = choice === "ours" ? ours : choice === "theirs" ? theirs : { ...ours, .../** @type {any} */ (choice) };
    return records.revise(content, records.newRev(), ours, theirs);
  }

  Qingdan.lib.exchange = {
    LIMITS, exportUnits, writeSalvaged, parseImport, planImport, applyImport,
    csv: files.csv, download: files.download, readText: (/** @type {File} */ file) => files.readText(file, LIMITS.bytes),
  };
})();
