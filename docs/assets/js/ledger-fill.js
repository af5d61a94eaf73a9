// @ts-check
/**
 * Rows of a table, and the sample, on their way into the ledger: what is new, what changes in those known already, where the table says something else than the steps that were done. Pure but for `apply`.
 *
 * @typedef {{file: string, how: string, on: string, by: string, asOf?: string}} FillSource how: paste, csv, xlsx or
 *   sample; asOf: the day whose state the table shows, "" for the day of the import
 * @typedef {{problem: Problem, given: FlatProblem, changes: Changes, details: Record<string, any>, differs: string[], unmatched: number,
 *   by: MatchedBy}} FillUpdate
 *   changes: cells by path; details: what the import event records besides; differs: what the table says of states
 *   and steps, and what is left as it is; unmatched: measures here that the table does not have
 * @typedef {{added: FlatProblem[], updated: FillUpdate[], same: FillUpdate[], missing: Problem[], doubts: Match[],
 *   how: Map<FlatProblem, Match>, seen: Seen}} FillPlan
 *   missing: problems here that the table does not have; they stay; doubts: rows for which people choose, also those
 *   for which they have; how: for each row what it was taken for; seen: the ledger as it was looked at
 */
(function () {
  "use strict";

  const { records, cells, ledgerModel: model, ledgerFields, ledgerLikeness: likeness, ledgerMatch, ledgerEvents, ledgerReplay, ledgerStore, ledgerWork } = Qingdan.lib;

  const MOST = 36000; // characters of what an import says: its event stays below the limit of files (ledger-exchange.js)

  /**
   * What filling in these rows would do. ledger-match.js says which problem a row is; a row in doubt does nothing
   * until somebody has chosen. Cells that the table does not have stay as they are; cells that are empty there, too.
   * @param {Problem[]} problems of one unit, all of them @param {FlatProblem[]} given
   * @param {Map<FlatProblem, string>} [decided] what people chose for rows in doubt
   * @param {string} [asOf] the day whose state the table shows @returns {FillPlan}
   */
  function plan(problems, given, decided, asOf = "") {
    /** @type {FillPlan} */
    const found = { added: [], updated: [], same: [], missing: [], doubts: [], how: new Map(), seen: ledgerWork.seen(problems) };
    const named = new Set();
    ledgerMatch.match(problems, given, decided).forEach((/** @type {Match} */ one, /** @type {number} */ at) => {
      const { problem, doubt } = one;
      found.how.set(given[at], one);
      if (doubt) found.doubts.push(one);
      (doubt ? doubt.candidates : [problem]).forEach((known) => named.add(known));
      if (problem) {
        const update = { ...compare(problem, one.given, asOf), by: one.by || "uid" };
        (Object.keys(update.changes).length || Object.keys(update.details).length ? found.updated : found.same).push(update);
      } else if (!doubt || doubt.chosen === "new") found.added.push(one.given);
    });
    found.missing = problems.filter((problem) => !named.has(problem));
    return found;
  }

  /** @param {Problem} problem @param {FlatProblem} given @param {string} asOf @returns {Omit<FillUpdate, "by">} */
  function compare(problem, given, asOf) {
    const { value } = problem;
    /** @type {Omit<FillUpdate, "by">} */
    const update = { problem, given, changes: {}, details: {}, differs: [], unmatched: 0 };
    for (const [id, wanted] of Object.entries(given.values)) {
      const column = model.column(id);
      if (!column || column.derived || model.isEmpty(wanted) || records.canonical(wanted) === records.canonical(value[id])) continue;
      if (id === "no" && likeness.numberKey(wanted) === likeness.numberKey(value.no)) continue; // 1、 is 1
      if (id === "due" && ledgerFields.fixed(value, "due")) {
        update.differs.push(`整改时限：表里是 ${wanted}，这里是 ${value.due}；已挂号的用“延期”或“更正期限”`);
      } else if (id === "dueText" && ledgerFields.fixed(value, "due") && given.values.due !== value.due) continue; // the words of the other deadline
      else if (ledgerFields.frozen(value, id)) update.differs.push(frozenWords(column.label, model.cellText(id, wanted), model.cellText(id, value[id])));
      else update.changes[id] = wanted;
    }
    for (const [heading, text] of Object.entries(given.own || {})) {
      if (text && value.own[heading] !== text) update.changes[`own/${heading}`] = text;
    }
    const { state, progress, currentDue } = given.values;
    if (currentDue && currentDue !== model.currentDue(value)) update.differs.push(`现行期限：表里是 ${currentDue}，这里是 ${model.currentDue(value) || "空的"}；现行期限由记录推出，用“延期”或“更正期限”改`);
    if (state && state !== value.now.state) {
      update.differs.push(`状态：表里是“${model.labelOf("state", state)}”，这里是“${model.labelOf("state", value.now.state)}”；状态要一步步办`);
    }
    const latest = value.now.progress || { on: "", text: "" };
    if (progress && progress !== latest.text) {
      if (asOf && asOf < latest.on) update.differs.push(`进展：表是 ${asOf} 的，这里 ${latest.on} 记过更新的`);
      else update.details.progress = progress;
    }
    compareMeasures(update, value, given.measures, asOf);
    return update;
  }

  /** @param {string} label @param {string} wanted @param {string} known */
  function frozenWords(label, wanted, known) {
    const [there, here] = [wanted, known].map((text) => (text ? `“${text.length > 24 ? `${text.slice(0, 24)}…` : text}”` : "空的"));
    return `${label}：表里是${there}，这里是${here}；已报送的用“更正内容”`;
  }

  /** @param {Omit<FillUpdate, "by">} update @param {ProblemValue} value @param {FlatMeasure[]} given @param {string} asOf */
  function compareMeasures(update, value, given, asOf) {
    const known = sameMeasures(value, given);
    given.forEach((one, at) => {
      const measure = known[at], uid = measure ? measure.uid : records.newRev();
      if (!measure) {
        const fields = model.measureFields(one.values, at + 1), why = ledgerFields.locked(value, { [`measures/${uid}`]: fields });
        if (why) return void update.differs.push(`表里多一条措施“${String(fields.text || "").slice(0, 12)}”：${why}`);
        update.changes[`measures/${uid}`] = fields;
      } else {
        const due = one.values.measureDue, isFixed = !model.isEmpty(due) && ledgerFields.moved(value, { [`measures/${uid}/due`]: due }).length > 0;
        if (isFixed) update.differs.push(`措施“${measure.text.slice(0, 12)}”的时限：表里是 ${due}，这里是 ${measure.due}；已挂号的用“延期”或“更正期限”`);
        for (const [id, member] of Object.entries(model.MEASURE_MEMBERS)) {
          const wanted = one.values[id];
          if (isFixed && (member === "due" || member === "dueText")) continue;
          if (model.isEmpty(wanted) || records.canonical(wanted) === records.canonical(measure[member])) continue;
          const path = `measures/${uid}/${member}`;
          if (ledgerFields.frozen(value, path)) update.differs.push(frozenWords(ledgerFields.pathLabel(path, value), model.cellText(id, wanted), model.cellText(id, measure[member])));
          else update.changes[path] = wanted;
        }
      }
      const { measureState: state, measureDoneOn: on, measureCurrentDue: current } = one.values;
      if (measure && current && current !== measure.currentDue) {
        update.differs.push(`措施“${measure.text.slice(0, 12)}”的现行期限：表里是 ${current}，这里是 ${measure.currentDue || "空的"}；用“延期”或“更正期限”改`);
      }
      if (!state || state === (measure ? measure.state : "todo")) return;
      const refused = stateRefused(value, uid, state, on || asOf);
      if (!refused) update.details.measures = { ...update.details.measures, [uid]: { state, ...(on && { on }) } };
      else update.differs.push(`措施“${(one.values.measure || "").slice(0, 12)}”：表里是“${model.labelOf("measureState", state)}”，${refused}`);
    });
    update.unmatched = given.length ? Object.keys(value.measures).length - known.filter(Boolean).length : 0;
  }

  /** Why a table does not change the state of a measure, and what to do instead; "" where it does. @param {ProblemValue} value @param {string} uid @param {string} state @param {string} day of the table, "" for today */
  function stateRefused({ now }, uid, state, day) {
    const known = now.measures[uid];
    if (now.state === "new") return "这里还没有挂号；先认领挂号，再导入一次";
    if (now.state === "closed") return "这里已经销号；没有办完的，用“回炉补课”";
    if (now.state !== "open") return state === "done" ? "这里已经报送；办完了的，在详情里记为已完成" : "这里已经报送；要改，先退回整改";
    return known && day && day < known.on ? `这里 ${known.on} 记过“${model.labelOf("measureState", known.state)}”，比表新` : "";
  }

  /**
   * Which measure each row is: by its code, of copies the one that says the same; by its words; else the one in its
   * place that no row names, if it is alike or nothing has been done about it.
   * @param {ProblemValue} value @param {FlatMeasure[]} given @returns {any[]} null for a new one
   */
  function sameMeasures(value, given) {
    const left = new Set(model.measuresOf(value)), words = given.map(({ values }) => likeness.wordsKey(values.measure));
    /** @type {any[]} */
    const found = given.map(() => null);
    /** @param {(one: any, at: number) => boolean} fits */
    const pair = (fits) => [...left].forEach((one) => {
      const at = given.findIndex((_, place) => !found[place] && fits(one, place));
      if (at >= 0 && left.delete(one)) found[at] = one;
    });
    const isSame = (/** @type {any} */ one, /** @type {number} */ at) => words[at] === likeness.wordsKey(one.text);
    pair((one, at) => given[at].uid === one.uid && isSame(one, at));
    pair((one, at) => given[at].uid === one.uid);
    pair(isSame);
    pair((one, at) => one.order === at + 1 && (one.state === "todo" || likeness.isAlike(one.text, given[at].values.measure || "")));
    return found;
  }

  /** What a table says of a new problem besides its cells. @param {FlatProblem} given @param {Stored} fields as they are stored */
  function detailsOf({ values, measures }, fields) {
    const uids = Object.entries(fields.measures || {}).sort(([, a], [, b]) => a.order - b.order).map(([uid]) => uid);
    const states = measures.map(({ values: one }, at) => [uids[at], {
      state: one.measureState || "todo", ...(one.measureDoneOn && { on: one.measureDoneOn }), ...(one.measureCurrentDue && one.measureCurrentDue !== one.measureDue && { due: one.measureCurrentDue }),
    }]).filter(([, one]) => one.state !== "todo" || one.due);
    const { state, closedOn, progress, currentDue } = values;
    return {
      ...(state && { state }), ...(state === "closed" && closedOn && { closedOn }), ...(progress && { progress }),
      ...(currentDue && currentDue !== values.due && { due: currentDue }), ...(states.length && { measures: Object.fromEntries(states) }),
    };
  }

  /**
   * Do what a plan says, as one step that can be undone. A problem gets one event, `import`.
   * @param {string} unit @param {FillPlan} plan with what people took out of it @param {FillSource} source
   * @returns {Promise<SavedProblems>} rejected with "stale" where the ledger is no longer what the plan was made for
   */
  async function apply(unit, { added, updated, seen }, source) {
    const { file, how, on, by, asOf = "" } = source;
    /** @param {Record<string, any>} details @param {Changes} [changes] of a problem that was there */
    const event = (details, changes = {}) => ({ type: "import", on, by, details: changed({ file, how, ...(asOf && asOf <= on && { asOf }), ...details }, Object.keys(changes)) });
    let order = Math.max(0, ...(await ledgerStore.load(unit)).map((/** @type {Problem} */ { value }) => value.order));
    const jobs = added.map((one) => {
      const fields = model.fieldsOf(one);
      return { id: one.uid || records.newUid(), create: true, changes: { ...changesOf(fields), order: ++order }, event: event(detailsOf(one, fields)) };
    });
    const others = updated.map(({ problem, changes, details }) => ({ id: problem.id, changes, event: event(details, changes) }));
    return ledgerStore.apply(unit, [...jobs, ...others], `导入“${file || "粘贴的表"}”：新增 ${jobs.length} 个，更新 ${others.length} 个`, seen);
  }

  /** What an import says, with the cells that it changed, as many as an event holds. @param {Record<string, any>} details @param {string[]} paths */
  function changed(details, paths) {
    let room = MOST - JSON.stringify(details).length;
    const named = paths.filter((path) => (room -= JSON.stringify(path).length + 1) > 0), more = paths.length - named.length;
    return { ...details, ...(named.length && { cells: named }), ...(more && { more }) };
  }

  /** Stored members as changes by path. @param {Stored} fields @returns {Changes} */
  function changesOf({ measures = {}, own = {}, ...fields }) {
    const ofMeasures = Object.entries(measures).map(([uid, one]) => [`measures/${uid}`, one]);
    return { ...fields, ...Object.fromEntries([...ofMeasures, ...Object.entries(own).map(([heading, text]) => [`own/${heading}`, text])]) };
  }

  // ── The sample ──

  /**
   * A sample (data/ledger-sample.js) as jobs for ledgerStore.apply, its ids always the same. Each step is checked
   * as if somebody did it now.
   * @param {any} sample @returns {LedgerJob[]} throws where a step is refused
   */
  function sampleJobs(sample) {
    const settings = model.settings(sample.profile);
    return sample.problems.map((/** @type {any} */ given, /** @type {number} */ at) => {
      const id = `${sample.id}-${String(at + 1).padStart(3, "0")}`;
      const flat = {
        uid: id, values: given.values, own: {},
        measures: given.measures.map((/** @type {any} */ values, /** @type {number} */ n) => ({ uid: `${id}-m${n + 1}`, values })),
      };
      const changes = { ...changesOf(model.fieldsOf(flat)), order: at + 1 };
      const { value } = cells.patch(undefined, changes, id);
      /** @type {LedgerEvent[]} */
      const events = [];
      let now = model.emptyNow();
      for (const [n, one] of given.events.entries()) {
        const input = { ...one, note: one.note || "", measure: one.measure ? `${id}-m${one.measure}` : "", today: sample.as_of };
        const automatic = one.action === "create" || one.action === "import";
        const { event, problems } = automatic ? { event: ledgerEvents.make(id, now, one.action, input), problems: [] }
          : ledgerEvents.act({ id, value: model.normalize({ ...value, now }) }, settings, input);
        if (!event) throw new Error(`样例第 ${at + 1} 个问题（${given.values.text}）第 ${n + 1} 笔“${one.action}”：${problems.join("；")}`);
        const named = { ...event, id: `${id}-e${n + 1}`, at: `${one.on}T01:00:00.000Z` };
        events.push(named);
        now = ledgerReplay.applied(now, named);
      }
      const last = /** @type {any} */ (events.pop());
      return { id, create: true, changes, event: last, before: events };
    });
  }

  Qingdan.lib.ledgerFill = { plan, apply, changesOf, sampleJobs };
})();
