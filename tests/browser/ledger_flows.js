/**
 * What the ledger's libraries promise, as functions that run in any page holding them (test_ledger.py). A flow
 * throws where a promise is broken; it starts on an empty database.
 */
var ledgerFlows = (function () {
  "use strict";

  const {
    records, dates, cells, store, exchange, history, database, eventLine, ledgerModel: model, ledgerFields, ledgerAmend, ledgerEventWords, ledgerEvents: events, ledgerReplay: replaying,
    ledgerStore: ledger, ledgerFill: fill, ledgerChecks, ledgerLights, ledgerReports, ledgerSituation, ledgerDraws,
  } = Qingdan.lib;

  const DAY = "2026-09-16";

  function equal(actual, expected, what) {
    const [a, b] = [records.canonical(actual), records.canonical(expected)];
    if (a !== b) throw new Error(`${what || "值"}：得到 ${a.slice(0, 900)}，应为 ${b.slice(0, 900)}`);
  }

  function holds(condition, what) {
    if (!condition) throw new Error(what);
  }

  async function refusal(start) {
    try {
      await start();
    } catch (error) {
      holds(/[\u4e00-\u9fff]/.test(error.message), `没有中文说明：${error.stack}`);
      return error;
    }
    throw new Error("没有拒绝");
  }

  function setDay(day) {
    const time = new Date(`${day}T09:00:00`);
    Qingdan.clock = { now: () => time };
  }

  async function newUnit(profile = {}, name = "甲单位") {
    return (await store.createUnit({ name, profile })).value.uid;
  }

  async function sampleUnit() {
    setDay(DAY);
    const sample = window.QINGDAN_LEDGER_SAMPLE, unit = await newUnit(sample.profile, sample.name);
    await ledger.apply(unit, fill.sampleJobs(sample), "打开样例");
    return unit;
  }

  const settings = (procedure) => model.settings({ ledgerProcedure: procedure });

  /** A problem with everything that any guard asks for, in memory. */
  function ready(state = "new", changes = {}) {
    const value = model.normalize({
      text: "问题", leaders: ["丁某"], units: ["甲局"], persons: ["陈某"], evidence: ["材料"], due: "2026-09-30",
      measures: { m1: { text: "修订办法", order: 1, persons: ["林某"] } }, ...changes,
    });
    return { id: "p", value: { ...value, now: { ...value.now, state, measures: { m1: { state: "done", on: "2026-08-01", round: 1 } } } } };
  }

  /** Details that every guard lets pass. */
  const DETAILS = {
    report: "报告", approver: "丁某", assessment: "到位", reason: "理由", due: "2026-10-31", lookback: "回头看", to: "done", text: "进展",
    months: 1, result: "ok", path: "goal", after: "改成这样",
  };

  function input(action, details = {}, more = {}) {
    return { action, on: DAY, by: "经办", measure: ["measure", "drop"].includes(action) ? "m1" : "", details: { ...DETAILS, ...details }, ...more };
  }

  /** Numbers from 0 to 1, always the same for a seed. */
  const random = (seed) => ledgerDraws.generator(seed);
  const pick = (next, list) => list[Math.floor(next() * list.length)];

  const flows = {
    // Every state and every action of both procedures: exactly these lead on, all others are refused with a reason.
    machine() {
      setDay(DAY);
      const leads = {
        five: { claim: { new: "open" }, submit: { open: "review" }, review: { review: "confirm" }, close: { confirm: "closed" }, return: { review: "open", confirm: "open" }, redo: { closed: "open" }, rebound: { closed: "open" } },
        plain: { claim: { new: "open" }, submit: { open: "confirm", review: "confirm" }, close: { confirm: "closed" }, return: { review: "open", confirm: "open" }, redo: { closed: "open" }, rebound: { closed: "open" } },
      };
      const entries = { measure: ["open"], drop: ["open"], amend: ["review", "confirm", "closed"], progress: null, extend: ["new", "open", "review", "confirm"], correct: null, check: ["closed"], create: [], add: [], import: [], back: [], merge: [], strange: [] };
      const states = model.choices("state").map(({ id }) => id);
      let refused = 0;
      for (const [procedure, table] of Object.entries(leads)) {
        for (const state of states) {
          for (const action of ["claim", "submit", "review", "close", "return", "redo", "rebound"]) {
            const to = (table[action] || {})[state], result = events.act(ready(state), settings(procedure), input(action));
            equal(result.event && [result.event.from, result.event.to, result.now.state], to ? [state, to, to] : null, `${procedure} ${state} ${action}`);
            holds(to || (result.problems.length && result.problems.every((one) => /[\u4e00-\u9fff]/.test(one))), `${action} 没有说理由`);
            refused += to ? 0 : 1;
            holds(Boolean(events.allowed(ready(state), settings(procedure)).find((one) => one.action === action)) === Boolean(to), `allowed ${state} ${action}`);
          }
        }
      }
      equal(refused, 2 * 35 - 8 - 8);
      for (const [action, wanted] of Object.entries(entries)) {
        for (const state of states) {
          const { event, now, problems } = events.act(ready(state), settings("five"), input(action));
          const may = wanted === null || wanted.includes(state);
          equal([Boolean(event), now && now.state], [may, may ? state : null], `${action} 在 ${state}：${problems}`);
        }
      }
    },

    // Each guard alone stops its steps, with its own words.
    guards() {
      setDay(DAY);
      const cases = [
        ["claim", "five", "new", { units: [] }, {}, /责任单位/],
        ["submit", "five", "open", { measures: {} }, {}, /还没有整改措施/],
        ["submit", "five", "open", {}, { report: " " }, /专项报告名称或文号/],
        ["review", "five", "review", { evidence: [" "] }, {}, /佐证材料/],
        ["review", "five", "review", {}, { approver: "别人" }, /牵头责任领导/],
        ["review", "five", "review", { leaders: [] }, {}, /牵头责任领导/],
        ["review", "five", "review", { persons: ["丁 某"] }, {}, /不能同时是/],
        ["close", "five", "confirm", {}, { approver: "林某" }, /不能同时是/],
        ["close", "five", "confirm", {}, { approver: "" }, /办公室认定人/],
        ["close", "five", "confirm", {}, { assessment: "" }, /审查评估意见/],
        ["close", "five", "confirm", { evidence: [] }, {}, /佐证材料/],
        ...["five", "plain"].map((procedure) => ["close", procedure, "confirm", { measures: {} }, {}, /还没有整改措施/]),
        ["review", "five", "review", { measures: {} }, {}, /还没有整改措施/],
        ["submit", "plain", "open", { evidence: [] }, {}, /佐证材料/],
        ["close", "plain", "confirm", {}, { approver: "陈某" }, /不能同时是/],
        ["return", "five", "confirm", {}, { due: DAY }, /晚于这一步/],
        ["return", "five", "review", {}, { due: "" }, /限到哪一天/],
        ["return", "five", "review", {}, { reason: "" }, /哪里没有改到位/],
        ["redo", "five", "closed", {}, { lookback: "" }, /回头看/],
        ["rebound", "five", "closed", {}, { due: "2026-02-30" }, /不是日期/],
        ["extend", "five", "open", {}, { due: "2026-09-01" }, /晚于这一步/],
        ["measure", "five", "open", {}, { to: "finished" }, /没有“finished”/],
        ["drop", "five", "open", {}, { reason: " " }, /没有写“理由”/],
        ["amend", "five", "closed", {}, { reason: "" }, /没有写“理由”/],
        ["amend", "five", "review", {}, { path: "persons" }, /没有说改哪一处/],
        ["amend", "five", "review", {}, { path: "due" }, /没有说改哪一处/],
        ["amend", "five", "review", {}, { path: "measures/m9/text" }, /没有这条措施/],
        ["amend", "five", "review", {}, { path: "text", after: "问题" }, /和原来的一样/],
        ["amend", "five", "review", {}, { path: "measures/m1/text", after: " " }, /没有写改成什么/],
        ["amend", "five", "review", {}, { after: ["目标"] }, /应是文字/],
      ];
      for (const [action, procedure, state, changes, details, words] of cases) {
        const { event, problems } = events.act(ready(state, changes), settings(procedure), input(action, details));
        holds(!event && problems.some((one) => words.test(one)), `${action}：${problems}`);
        equal(problems.length, changes.leaders ? 1 : problems.length);
      }
      for (const [more, words] of [[{ by: " " }, /经办人/], [{ on: "" }, /日期/], [{ on: "2026-09-17" }, /晚于今天/], [{ note: 1 }, /说明/]]) {
        const { problems } = events.act(ready("new"), settings("five"), input("claim", {}, more));
        holds(problems.some((one) => words.test(one)), `${words}：${problems}`);
      }
      const reporter = ready("confirm");
      reporter.value.now.reporter = "万某";
      holds(events.act(reporter, settings("five"), input("close", { approver: "万某" })).problems.length === 1, "报送人自己认定");
      const again = ready("open");
      again.value.now.round = 2;
      equal(events.act(again, settings("five"), input("submit")).problems, ["回炉或反弹以后还没有新完成的措施"]);
      const undone = ready("open");
      undone.value.now.measures.m1.state = "doing";
      equal(events.act(undone, settings("five"), input("submit")).problems, ["还有措施没有完成"]);
      equal(Object.keys(events.GUARDS).sort(), model.data().guards.map(({ id }) => id).sort(), "每个守卫都有判断");
    },

    // Whatever is tried, a problem is closed only past every guard; what was reported on, and which measures there are,
    // changes by a record alone; and replaying what was recorded, in any order, gives the same.
    noWayAround() {
      setDay(DAY);
      const actions = ["claim", "submit", "review", "close", "return", "redo", "rebound", "measure", "progress", "extend", "correct", "check", "amend", "drop", "add", "import", "create"];
      let closed = 0, tried = 0, locked = 0, frozen = 0, amended = 0, dropped = 0;
      const told = (one) => records.canonical([one.text, one.goal, Object.entries(one.measures).map(([uid, { text, result }]) => [uid, text, result]).sort()]);
      for (let run = 0; run < 300; run++) {
        const next = random(`跑 ${run}`), procedure = pick(next, ["five", "plain"]);
        let value = ready("new", { evidence: next() < 0.7 ? ["材料"] : [], measures: next() < 0.9 ? { m1: { text: "办", order: 1, persons: [] }, m2: { text: "改", order: 2, persons: [] } } : {} }).value;
        let now = model.emptyNow();
        const log = [];
        for (let step = 0; step < 90; step++) {
          tried++;
          // Cells are edited, too: measures come and go, and so does what proves them.
          if (next() < 0.2) {
            const uid = pick(next, ["m1", "m2", "m3"]);
            const changes = pick(next, [{ [`measures/${uid}`]: null }, { [`measures/${uid}`]: { text: "补", order: 3, persons: [] } }, { evidence: [] }, { evidence: ["材料"] }, { evidence: ["材料"] },
              { goal: `目标 ${step}` }, { [`measures/${uid}/text`]: `改写 ${step}` }, { [`measures/${uid}`]: { text: `换 ${step}`, order: 3, persons: [] } }]);
            const whole = { ...value, now }, before = told(value);
            const refused = ledgerFields.refusals(whole, changes).length > 0;
            if (ledgerFields.locked(whole, changes)) locked++;
            else if (refused) frozen++;
            const come = ledgerAmend.added(whole, changes);
            if (!refused) value = model.normalize(((cells.patch(value, changes, records.newRev())) || { value }).value);
            if (come.length && !refused) {
              const event = events.make("p", now, "add", { details: { added: come } });
              now = replaying.applied(now, event);
              log.push(event);
            }
            holds(["new", "open"].includes(now.state) || told(value) === before, `报送以后改了字，没有记录：${JSON.stringify(changes)}`);
            holds(now.state === "new" || Object.keys(whole.measures).every((one) => one in value.measures), "挂号以后少了措施，没有记录");
          }
          const details = { approver: pick(next, ["丁某", "万某", "陈某", ""]), report: pick(next, ["报告", ""]), to: pick(next, ["todo", "doing", "done", "done", "done"]),
            path: pick(next, ["text", "goal", "measures/m1/text", "measures/m2/result", "persons", "due", "evidence"]), after: pick(next, [`更正 ${step}`, ""]), reason: pick(next, ["理由", "理由", ""]) };
          const open = events.allowed({ value: { ...value, now } }, settings(procedure)).map(({ action }) => action);
          const given = input(pick(next, next() < 0.5 ? [...open, "measure", "measure", "amend"] : actions), details, { measure: pick(next, ["m1", "m2", "m3", ""]), by: pick(next, ["经办", "丁某"]) });
          if (!["measure", "drop"].includes(given.action)) given.measure = "";
          const whole = model.normalize({ ...value, now });
          const { event, now: after } = events.act({ id: "p", value: { ...value, now } }, settings(procedure), given);
          if (!event) continue;
          if (event.type === "close") {
            closed++;
            const states = Object.keys(value.measures).map((uid) => (now.measures[uid] || {}).state);
            holds(states.length && states.every((state) => state === "done"), "措施没有办完就销号");
            holds(value.evidence.length && !["陈某", ""].includes(event.details.approver) && event.details.approver !== now.reporter, "没有佐证或自己认定");
            const since = log.slice(log.map(({ type }) => type).lastIndexOf("submit"));
            if (procedure === "five") {
              holds(since[0].details.report && since.some(({ type, details: one }) => type === "review" && one.approver === "丁某"), "没有报告或审查");
            }
            holds(now.round === 1 || Object.keys(value.measures).some((uid) => (now.measures[uid] || {}).state === "done" && now.measures[uid].round === now.round), "回炉没有新办");
          }
          if (event.type === "amend") {
            amended++;
            holds(["review", "confirm", "closed"].includes(now.state) && event.details.reason && event.details.before === (cells.get(whole, event.details.path) || ""), "更正没有留下原来的话");
          }
          if (event.type === "drop") {
            dropped++;
            holds(event.details.text === whole.measures[event.measure].text && event.details.reason, "取消的措施没有留下文字");
          }
          value = model.normalize((cells.patch(value, ledgerAmend.changes(whole, given), records.newRev()) || { value }).value);
          holds(after.state !== "closed" || now.state === "closed" || event.type === "close", `${event.type} 到了已销号`);
          log.push(event);
          now = after;
        }
        equal(replaying.replay([...log].sort(() => next() - 0.5)), now, `重推 ${run}`);
      }
      const counts = { closed, locked, frozen, amended, dropped };
      holds(Object.values(counts).every((count) => count > 20) && locked > 50 && tried === 27000, `${JSON.stringify(counts)}，测不出什么`);
    },

    // From the registration on a measure goes by a record alone, from the report on none comes or goes.
    async measuresLocked() {
      setDay(DAY);
      const unit = await newUnit(), { value: { id } } = await ledger.add(unit, { text: "问题", units: ["甲局"], leaders: ["丁某"], persons: ["陈某"], evidence: ["材料"], "measures/m1": { text: "办", order: 1 }, "measures/m2": { text: "改", order: 2 }, "measures/m0": { text: "清", order: 3, due: "2026-09-20" } });
      const at = async () => (await ledger.load(unit))[0].value, types = async () => (await ledger.eventsOf(unit, id)).map(({ type }) => type).join(" ");
      await ledger.patch(unit, id, { "measures/m2": null });
      await ledger.act(unit, id, input("claim"));
      holds(/用“取消措施”/.test((await refusal(() => ledger.patch(unit, id, { "measures/m0": null }))).message), "挂号以后能悄悄删掉");
      holds(/用“取消措施”/.test((await ledger.patchMany(unit, [{ id, changes: { "measures/m0": null } }])).value.refused[0].problems.join()), "批量也一样");
      holds(/理由/.test((await refusal(() => ledger.act(unit, id, { ...input("drop", { reason: "" }), measure: "m0" }))).message), "取消要写理由");
      // Added: recorded, with who and when; taken back as long as nothing else was done.
      await ledger.patch(unit, id, { "measures/m4": { text: "", order: 4 } }, "陈某");
      await ledger.patch(unit, id, { "measures/m5": { text: "再", order: 5 } });
      const [added] = (await ledger.eventsOf(unit, id)).filter(({ type }) => type === "add");
      equal([added.by, added.on, added.details.added], ["陈某", DAY, ["m4"]]);
      equal([await types(), Object.keys((await at()).measures)], ["create claim add add", ["m1", "m0", "m4", "m5"]]);
      equal([(await store.undo(unit)).value.undone, (await store.undo(unit)).value.undone], [1, 1], "新加的，撤销两次都撤得掉");
      equal([await types(), Object.keys((await at()).measures)], ["create claim add add back back", ["m1", "m0"]]);
      // Dropped: its words and its deadline stand in the history.
      await ledger.act(unit, id, { ...input("drop", { reason: "和第一条重复" }), measure: "m0" });
      const dropped = (await ledger.eventsOf(unit, id)).find(({ type }) => type === "drop");
      equal([dropped.details, Object.keys((await at()).measures)], [{ text: "清", from: "2026-09-20", reason: "和第一条重复" }, ["m1"]]);
      equal(ledgerEventWords.wordsOf(dropped, await at(), "five"), ["原措施：清", "原期限：2026-09-20", "理由：和第一条重复"]);
      await store.undo(unit);
      equal((await at()).measures.m0.due, "2026-09-20", "取消也能撤销");
      await ledger.act(unit, id, { ...input("drop"), measure: "m0" });
      // A table that is pasted adds measures, too: the record of the import says which.
      const table = { uid: id, own: {}, values: { text: "问题" }, measures: [{ uid: "m1", values: { measure: "办" } }, { uid: "", values: { measure: "表里添的" } }] };
      await fill.apply(unit, fill.plan(await ledger.load(unit), [table]), { file: "表.xlsx", how: "xlsx", on: DAY, by: "夏某" });
      const last = (await ledger.eventsOf(unit, id)).pop();
      equal([last.type, ledgerEventWords.wordsOf(last, await at(), "five")], ["import", ["文件：表.xlsx", "加了措施“表里添的”"]]);
      await store.undo(unit);
      await ledger.act(unit, id, input("measure", { to: "done" }));
      await ledger.act(unit, id, input("submit"));
      for (const changes of [{ "measures/m1": null }, { "measures/m3": { text: "添", order: 3 } }]) {
        holds(/已报送，措施不再增删/.test((await refusal(() => ledger.patch(unit, id, changes))).message), "没有锁住");
      }
      equal((await refusal(() => ledger.act(unit, id, { ...input("drop"), measure: "m1" }))).code, "refused");
      const [update] = [...fill.plan(await ledger.load(unit), [table]).same];
      equal([Object.keys(update.changes), /多一条措施“表里添的”：已报送/.test(update.differs.join())], [[], true], "再导入也不添");
      await ledger.act(unit, id, input("return"));
      await ledger.patch(unit, id, { "measures/m3": { text: "添", order: 3 } });
      equal([await ledger.verify(unit), (await at()).now.odd], [[], 0]);
    },

    // What was reported on stays as it was said; what is said otherwise stands in the history, with the words before.
    async wordsFrozen() {
      setDay(DAY);
      const unit = await newUnit(), { value: { id } } = await ledger.add(unit, { no: "1", text: "问题", goal: "目标", units: ["甲局"], leaders: ["丁某"], persons: ["陈某"], evidence: ["材料"], "measures/m1": { text: "办", kind: "now", result: "办法", order: 1 } });
      const at = async () => (await ledger.load(unit))[0].value, amend = (path, after, more = {}) => ledger.act(unit, id, input("amend", { path, after, reason: "写错了", ...more }));
      await ledger.act(unit, id, input("claim"));
      await ledger.act(unit, id, input("measure", { to: "done" }));
      equal((await refusal(() => amend("text", "问题改"))).code, "refused", "整改中的直接改");
      await ledger.patch(unit, id, { findings: "报送以前写的" });
      await ledger.act(unit, id, input("submit"));
      const frozen = [{ text: "换" }, { findings: "" }, { goal: "小一点" }, { indicator: "新填" }, { timeClass: "long" }, { "measures/m1/text": "换" }, { "measures/m1/kind": "lasting" }, { "measures/m1/result": "" }, { "measures/m1": { text: "换", kind: "now", result: "办法", order: 1 } }];
      for (const changes of frozen) {
        holds(/已报送，改文字用“更正内容”/.test((await refusal(() => ledger.patch(unit, id, changes))).message), JSON.stringify(changes));
        holds((await ledger.patchMany(unit, [{ id, changes: { remark: "夹带", ...changes } }])).value.refused.length === 1, `批量 ${JSON.stringify(changes)}`);
        equal((await refusal(() => ledger.act(unit, id, input("progress"), changes))).code, "refused", "夹在一步里");
      }
      equal([(await at()).remark, (await at()).text], ["", "问题"], "拒绝的整个不做");
      await ledger.patch(unit, id, { persons: ["林某"], evidence: ["材料", "材料二"], remark: "备注", explain: "情况", "own/文号": "1", "measures/m1/remark": "备注", "measures/m1/persons": ["林某"] });
      // A table that says otherwise: told, not written.
      const table = { uid: id, own: {}, values: { text: "换了问题", goal: "目标", explain: "说明" }, measures: [{ uid: "m1", values: { measure: "办", measureKind: "lasting", measureResult: "成果" } }] };
      const [update] = fill.plan(await ledger.load(unit), [table]).updated;
      equal([update.changes, update.differs.length, /问题：表里是“换了问题”，这里是“问题”；已报送的用“更正内容”/.test(update.differs[0])], [{ explain: "说明" }, 3, true], update.differs.join());
      holds(/措施类：表里是“长久改”，这里是“当下改”/.test(update.differs[1]), update.differs[1]);
      // The one way: recorded with the words before and after, both at once or neither.
      await amend("text", "问题改");
      await amend("measures/m1/kind", "lasting");
      await amend("indicator", "三份文件");
      equal([(await at()).text, (await at()).measures.m1.kind, (await at()).now.state], ["问题改", "lasting", "review"]);
      const said = async () => (await ledger.eventsOf(unit, id)).filter(({ type }) => type === "amend");
      const value = await at();
      equal((await said()).map((event) => ledgerEventWords.wordsOf(event, value, "five")), [
        ["问题：原“问题” → 改为“问题改”", "理由：写错了"], ["措施“办”的措施类：原“当下改” → 改为“长久改”", "理由：写错了"], ["检验指标：原空的 → 改为“三份文件”", "理由：写错了"],
      ]);
      equal((await refusal(() => ledger.act(unit, id, input("amend", { path: "text", after: "再改" }), { goal: "夹带" }))).code, "refused");
      // The longest words there may be go out in a file and come back.
      await amend("text", "长".repeat(20000), { reason: "理".repeat(20000) });
      await amend("text", "问题改");
      const { ok, problems } = await exchange.parseImport((await exchange.exportUnits([unit], "")).text);
      equal([ok, problems], [true, []], "文件里读得回来");
      for (let n = 0; n < 2; n++) await store.undo(unit);
      // Taken back, newest first; each leaves a record. What was written before the report stays.
      const count = (await at()).now.count;
      for (let n = 0; n < 3; n++) equal((await store.undo(unit)).value.undone, 1, `撤销更正 ${n}`);
      equal([(await at()).text, (await at()).measures.m1.kind, (await at()).indicator, (await at()).now.count], ["问题", "now", "", count + 3]);
      const older = (await store.recentChanges(unit, 100)).find(({ patches }) => patches && patches[0].after && patches[0].after.findings);
      equal([(await store.undo(unit, older.id)).value, (await at()).findings], [{ change: (({ own, undone, count: n, ...row }) => row)(older), undone: 0, kept: 1 }, "报送以前写的"], "绕过去撤销也不行");
      // An earlier page left changes behind: refused, and kept until somebody has read them.
      await ledger.act(unit, id, input("return"));
      await ledger.patch(unit, id, { text: "退回以后改" });
      equal([(await at()).text, await ledger.verify(unit), (await at()).now.odd], ["退回以后改", [], 0]);
      // A history put together from two computers: the words stand beside the steps, and nobody is asked about them.
      const make = (name, type, prev, more = {}) => ({ id: name, problem: "p", type, on: DAY, by: "甲", note: "", at: "", prev, details: {}, ...more });
      const sides = [make("a", "create", []), make("b", "claim", ["a"], { from: "new", to: "open" }), make("z", "add", ["b"], { details: { added: ["m9"] } }), make("y", "drop", ["z"], { measure: "m9", details: { text: "办", from: "" } }), make("c", "submit", ["b"], { from: "open", to: "review" })];
      const both = replaying.replay(sides);
      equal([both.state, both.odd, both.fork], ["review", 0, false]);
    },

    // What was taken back is in no report, neither of this week nor of one that is over.
    async reportsOfWhatStands() {
      setDay(DAY);
      const unit = await newUnit(), { value: { id } } = await ledger.apply(unit, [{ id: "p1", create: true, changes: { no: "1", text: "问题", units: ["甲局"], order: 1 }, event: { type: "create", on: "2026-09-01" } }], "导入").then(({ value }) => ({ value: value.problems[0] }));
      await ledger.act(unit, id, input("claim", {}, { on: "2026-09-14" }));
      await store.undo(unit);
      const week = ledgerReports.periodOf("week", DAY);
      const said = async () => {
        const [problems, all] = [await ledger.load(unit), await ledger.allEvents(unit)];
        return [ledgerReports.report(problems, all, week, DAY).changed.map(({ action, list }) => [action, list.length]), ledgerReports.asOf(problems, all, "2026-09-15")[0].value.now.state];
      };
      equal(await said(), [[], "new"]);
      await ledger.act(unit, id, input("claim", {}, { on: "2026-09-15" }));
      await ledger.act(unit, id, input("progress"));
      equal(await said(), [[["claim", 1], ["progress", 1]], "open"]);
    },

    // Events that do not fit change nothing and are counted.
    oddEvents() {
      const make = (id, type, prev, more = {}) => ({ id, problem: "p", type, on: DAY, by: "甲", note: "", at: "", prev, details: {}, ...more });
      const forged = [make("a", "create", []), make("b", "close", ["a"], { from: "new", to: "closed", details: { approver: "甲" } }),
        make("c", "import", ["b"], { details: { state: "closed" } }), make("d", "measure", ["c"], { measure: "m", details: { to: "done" } })];
      const now = replaying.replay(forged);
      equal([now.state, now.odd, now.measures, now.heads], ["new", 2, {}, ["d"]]);
      // Circles end, too.
      const circle = [make("x", "back", ["y"], { details: { to: ["x", "y"] } }), make("y", "back", ["x"], { details: { to: ["x"] } }), make("z", "back", ["z"], { details: { to: ["z"] } })];
      equal(replaying.replay(circle).state, "new");
      const many = [make("e0", "create", [])];
      for (let at = 1; at < 60; at++) many.push(make(`e${at}`, "back", [`e${at - 1}`], { details: { to: [`e${at - 1}`] } }));
      equal(replaying.replay(many).count, 60);
    },

    // Two computers: what one of them does not know of is joined cell by cell; people are asked about the rest only.
    cells() {
      const first = cells.patch(undefined, { text: "一", due: "2026-09-30", "measures/m1": { text: "甲", order: 1 }, "measures/m2": { text: "乙", order: 2 }, "own/文 号/x": "1" }, "r0").value;
      equal(first.own, { "文 号/x": "1" });
      const change = (value, changes, rev) => cells.patch(value, changes, rev).value;
      const ours = change(change(first, { text: "二" }, "a1"), { "measures/m1/text": "甲改", "measures/m3": { text: "丙", order: 3 } }, "a2");
      const theirs = change(change(first, { due: "2026-10-31", "measures/m2": null }, "b1"), { "measures/m1/due": "2026-08-01" }, "b2");
      const { value, conflicts } = cells.merge(ours, theirs);
      equal(conflicts, []);
      equal([value.text, value.due, value.measures], ["二", "2026-10-31", { m1: { text: "甲改", order: 1, due: "2026-08-01" }, m3: { text: "丙", order: 3 } }]);
      const back = cells.merge(theirs, ours).value;
      equal([back.text, back.due, back.measures], [value.text, value.due, value.measures], "换一边看也一样");
      const both = cells.merge(change(ours, { text: "三" }, "a3"), change(theirs, { text: "四" }, "b3"));
      equal([both.conflicts, both.value.text], [["text"], "三"]);
      equal(cells.merge(change(ours, { text: "三" }, "a3"), change(theirs, { text: "四" }, "b3"), "theirs").value.text, "四");
      const removed = cells.merge(change(first, { "measures/m2/text": "乙改" }, "c1"), theirs);
      equal(removed.conflicts, ["measures/m2"], "一边删、一边改的要问");
      equal(removed.value.measures.m2.text, "乙改");
      // Merged once, later changes of either side are newer again.
      const joined = records.revise(value, "j", ours, theirs), later = change(joined, { due: "2026-11-30" }, "d1");
      equal(records.compare(ours, later), "theirs");
      const behind = cells.merge(change(ours, { plan: "计划" }, "e1"), later);
      equal([behind.conflicts, behind.taken.sort(), behind.value.plan], [[], ["due", "measures/m1/due", "measures/m2"], "计划"], "后来的改动");
      // Undo puts back cell by cell, and leaves what was changed since.
      const patch = cells.patch(first, { text: "五", "measures/m1": null, goal: "目标" }, "u1"), since = change(patch.value, { text: "六" }, "u2");
      const undone = cells.unpatch(since, patch.before, patch.after, "u3").value;
      equal([undone.text, undone.goal, undone.measures.m1], ["六", undefined, { text: "甲", order: 1 }]);
      equal(cells.patch(first, { text: "一", goal: "" }, "n"), null, "没有变化");
    },

    async store() {
      setDay(DAY);
      const unit = await newUnit();
      const { saved, value: made } = await ledger.add(unit, { no: "1", text: "问题", due: "2026-09-30", units: ["甲局"], "measures/m1": { text: "修订", order: 1 } }, { by: "甲" });
      equal([saved, made.value.now.state, made.value.now.count, made.value.order], [true, "new", 1, 1]);
      const { id } = made, at = async () => (await ledger.load(unit)).find((one) => one.id === id).value;
      equal(await at(), made.value, "读出来和写进去一样");
      await Promise.all([ledger.patch(unit, id, { text: "改一" }), ledger.patch(unit, id, { "measures/m1/due": "2026-09-20" }), ledger.patch(unit, id, { persons: ["陈某", "林某"] })]);
      const value = await at();
      equal([value.text, value.measures.m1.due, value.persons, value.no], ["改一", "2026-09-20", ["陈某", "林某"], "1"]);
      equal((await store.undoable(unit)).words, "第 1 号问题：责任人");
      await store.undo(unit);
      equal((await at()).persons, []);
      equal((await ledger.patch(unit, id, { text: "改一" })).value.value.rev, (await at()).rev, "没有变化不写");
      for (const changes of [{ due: "九月" }, { text: 1 }, { persons: "陈某" }, { strange: "" }, { state: "closed" }, { "measures/m1/strange": "" }, { "own/": "" }, { text: "长".repeat(20001) }]) {
        equal((await refusal(() => ledger.patch(unit, id, changes))).code, "invalid", JSON.stringify(changes).slice(0, 40));
      }
      equal((await refusal(() => ledger.patch(unit, "没有", { text: "一" }))).code, "refused");
      // A step: recorded, undone by one more event, never erased.
      const early = await refusal(() => ledger.act(unit, id, input("submit")));
      equal([early.code, early.problems.length > 0], ["refused", true]);
      const claimed = await ledger.act(unit, id, input("claim"));
      equal([claimed.value.value.now.state, (await ledger.eventsOf(unit, id)).map(({ type }) => type)], ["open", ["create", "claim"]]);
      holds(/延期/.test((await refusal(() => ledger.patch(unit, id, { due: "2026-10-31" }))).message), "挂号以后不能直接改时限");
      equal((await store.undo(unit)).value.undone, 1);
      equal([(await at()).now.state, (await ledger.eventsOf(unit, id)).map(({ type }) => type)], ["new", ["create", "claim", "back"]]);
      await ledger.act(unit, id, input("claim"));
      await ledger.act(unit, id, input("extend", { due: "2026-10-31", reason: "等批复", approver: "" }));
      equal([model.currentDue(await at()), (await at()).due, (await at()).now.extended[0].from], ["2026-10-31", "2026-09-30", "2026-09-30"]);
      await ledger.act(unit, id, input("measure", { to: "done" }), { evidence: ["办法"] });
      equal([(await at()).now.measures.m1.state, (await at()).evidence], ["done", ["办法"]]);
      await store.undo(unit);
      equal([(await at()).now.measures.m1, (await at()).evidence], [undefined, []], "一步连同填的内容一起撤回");
      await ledger.act(unit, id, input("correct", { due: "2026-11-30", reason: "抄错" }));
      equal(model.currentDue(await at()), "2026-11-30");
      equal(await ledger.verify(unit), [], "抄下来的状态和重推的一样");
      equal((await ledger.eventsBetween(unit, "2026-09-16", "2026-09-16")).length, (await ledger.allEvents(unit)).length);
      equal(await ledger.eventsBetween(unit, "2026-09-17", "2026-12-31"), []);
    },

    // Once a problem is registered, neither its deadline nor that of a measure moves but by a step that says why.
    async deadlines() {
      setDay(DAY);
      const unit = await newUnit(), next = random("时限");
      const { value: { id } } = await ledger.add(unit, { no: "1", text: "问题", due: "2026-09-30", units: ["甲局"], "measures/m1": { text: "修订", order: 1, due: "2026-09-20" }, "measures/m2": { text: "核查", order: 2 } });
      const at = async () => (await ledger.load(unit))[0].value, of = async (uid) => model.measuresOf(await at()).find((one) => one.uid === uid);
      const moved = async (changes) => holds(/延期/.test((await refusal(() => ledger.patch(unit, id, changes))).message), JSON.stringify(changes));
      await ledger.patch(unit, id, { "measures/m1/due": "2026-09-22" });
      await ledger.act(unit, id, input("claim"));
      for (const due of ["2026-10-31", "2026-09-17", ""]) {
        for (const changes of [{ due }, { "measures/m1/due": due }, { "measures/m1": { text: "修订", order: 1, due } }, { goal: "目标", "measures/m1/due": due }]) await moved(changes);
      }
      const { refused } = (await ledger.patchMany(unit, [{ id, changes: { "measures/m1/due": "2026-10-31" } }])).value;
      holds(/措施“修订”的措施时限/.test(refused[0].problems.join()), refused[0].problems.join());
      equal([(await at()).goal, (await of("m1")).due], ["", "2026-09-22"], "拒绝的整个不做");
      await ledger.patch(unit, id, { "measures/m1": { text: "修订办法", order: 1, due: "2026-09-22" }, "measures/m2/due": "2026-09-25" });
      await moved({ "measures/m2/due": "2026-09-26" });
      const given = { no: "1", text: "问题" }, table = { uid: "", own: {}, values: given, measures: [{ uid: "m1", values: { measureDue: "2026-10-31", measureResult: "办法" } }] };
      const [update] = fill.plan(await ledger.load(unit), [table]).updated;
      equal([Object.keys(update.changes), update.differs.length], [["measures/m1/result"], 1], "再粘贴也不悄悄改");
      // The step: reason asked for, original and current deadline kept, undone by one more event.
      holds(/延期理由/.test((await refusal(() => ledger.act(unit, id, { ...input("extend", { reason: "" }), measure: "m1" }))).message), "延期要写理由");
      await ledger.act(unit, id, { ...input("extend", { due: "2026-10-15", reason: "等批复" }), measure: "m1" });
      const [extended] = (await at()).now.extended;
      equal([(await of("m1")).due, (await of("m1")).currentDue, extended.measure, extended.from, extended.reason, extended.approver], ["2026-09-22", "2026-10-15", "m1", "2026-09-22", "等批复", "丁某"]);
      equal(ledgerSituation.table("extended", await ledger.load(unit), settings("five"), DAY).rows[0].slice(-5), ["延期（措施“修订办法”）", "2026-09-22", "2026-10-15", "等批复", "丁某"]);
      await store.undo(unit);
      equal([(await of("m1")).currentDue, (await at()).now.extended], ["2026-09-22", []]);
      const mixed = ledger.act(unit, id, { ...input("correct", { due: "2026-09-21" }), measure: "m1" }, { "measures/m2/due": "2026-12-31" });
      equal((await refusal(() => mixed)).code, "refused", "更正一条，不能夹带另一条");
      await ledger.act(unit, id, { ...input("correct", { due: "2026-09-21" }), measure: "m1" });
      equal([(await of("m1")).due, (await of("m1")).currentDue], ["2026-09-21", "2026-09-21"]);
      // Whatever is tried: what holds follows from the steps, and the original moves by 更正 alone.
      for (let step = 0; step < 120; step++) {
        const uid = pick(next, ["", "m1", "m2"]), due = `2026-${pick(next, ["10", "11", "12"])}-${10 + Math.floor(next() * 19)}`, action = pick(next, ["edit", "whole", "extend", "correct"]);
        const dues = async () => [model.currentDue(await at()), (await of("m1")).currentDue, (await of("m2")).currentDue].join(), before = await dues(), count = (await at()).now.count;
        const path = uid ? `measures/${uid}/due` : "due", whole = { text: "换", order: 3, due };
        const work = action === "edit" || (action === "whole" && !uid) ? ledger.patch(unit, id, { [path]: due }) : action === "whole" ? ledger.patch(unit, id, { [`measures/${uid}`]: whole })
          : ledger.act(unit, id, { ...input(action, { due, reason: "理由" }), measure: uid });
        await work.catch(() => {});
        equal(await dues() === before || (await at()).now.count === count + 1, true, `${action} ${uid} 没有留下记录`);
      }
      equal(await ledger.verify(unit), []);
    },

    async many() {
      setDay(DAY);
      const unit = await newUnit();
      for (let at = 1; at <= 3; at++) await ledger.add(unit, { no: String(at), text: `问题${at}`, ...(at < 3 && { units: ["甲局"] }) });
      const ids = (await ledger.load(unit)).map(({ id }) => id), states = async () => (await ledger.load(unit)).map(({ value }) => [value.no, value.now.state, value.leaders.join()]);
      const before = (await store.recentChanges(unit, 100)).length;
      await ledger.patchMany(unit, ids.map((id) => ({ id, changes: { leaders: ["丁某"] } })));
      equal((await store.recentChanges(unit, 100)).length, before + 1, "批量改是一步");
      const { value } = await ledger.actMany(unit, ids, input("claim"));
      equal([value.problems.length, value.refused.map(({ id, problems }) => [id, problems])], [2, [[ids[2], ["还没有写责任单位，没有人认领"]]]]);
      equal(await states(), [["1", "open", "丁某"], ["2", "open", "丁某"], ["3", "new", "丁某"]]);
      const { undone, kept } = (await store.undo(unit)).value;
      equal([undone, kept], [2, 0]);
      equal(await states(), [["1", "new", "丁某"], ["2", "new", "丁某"], ["3", "new", "丁某"]]);
      await ledger.patch(unit, ids[0], { leaders: ["吴某"] });
      await store.undo(unit);
      await store.undo(unit);
      equal(await states(), [["1", "new", ""], ["2", "new", ""], ["3", "new", ""]]);
      await ledger.remove(unit, [ids[1], ids[2]]);
      equal((await states()).length, 1);
      await store.undo(unit);
      equal((await states()).length, 3);
      equal(await ledger.verify(unit), []);
    },

    // A restore point brings back where the steps stood; what was recorded since stays in the history.
    async restorePoints() {
      setDay(DAY);
      const unit = await newUnit(), { value: { id } } = await ledger.add(unit, { text: "问题", units: ["甲局"] });
      const at = async () => (await ledger.load(unit))[0];
      const { value: point } = await store.takeSnapshot(unit);
      await ledger.act(unit, id, input("claim"));
      await ledger.patch(unit, id, { text: "改过" });
      await store.restore(point);
      equal([(await at()).value.text, (await at()).value.now.state], ["问题", "new"]);
      equal((await ledger.eventsOf(unit, id)).map(({ type }) => type), ["create", "claim", "back"]);
      await store.undo(unit);
      equal([(await at()).value.text, (await at()).value.now.state], ["改过", "open"], "恢复也能撤销");
      equal(await ledger.verify(unit), []);
      await store.removeUnit(unit);
      await store.undo(unit);
      equal([(await at()).value.text, (await at()).value.now.state, await ledger.verify(unit)], ["改过", "open", []]);
      // The restore point of the day holds what was before the day's first change.
      setDay("2026-09-17");
      await ledger.act(unit, id, { ...input("progress"), on: "2026-09-17" });
      await ledger.patch(unit, id, { text: "第二天" });
      await database.write((rows) => history.takeDue(rows, unit));
      const daily = (await store.snapshots(unit)).find(({ reason }) => reason === "daily" );
      await store.restore(daily.id);
      equal([(await at()).value.text, (await at()).value.now.progress], ["改过", null]);
      await store.removeUnit(unit, { final: true });
      equal(await ledger.allEvents(unit), [], "彻底移除，记录也不留");
    },

    // Points share what did not change: one costs about what changed, each of them brings all of it back.
    async sharedPoints() {
      setDay(DAY);
      const unit = await newUnit(), next = random("恢复点");
      const jobs = Array.from({ length: 400 }, (_, at) => ({ id: records.newUid(), create: true, changes: { no: String(at), text: `问题 ${at}`, order: at + 1 }, event: { type: "create", by: "" } }));
      await ledger.apply(unit, jobs, "导入");
      await store.patchTick(unit, "Q01-01", { note: "清单" });
      const rowsOf = async () => {
        const all = await database.read((rows) => rows.all("snapshots"));
        return { heads: all.filter((row) => row.unit), portions: all.filter((row) => !row.unit) };
      };
      const shown = async () => records.canonical([(await ledger.load(unit)).map(({ id, value }) => [id, value.text, value.goal, value.now.state]), [...await store.ticks(unit)].map(([id, { note }]) => [id, note])]);
      await store.takeSnapshot(unit);
      const { portions: first } = await rowsOf(), records1 = first.flatMap(({ rows }) => rows);
      equal([records1.length, new Set(records1.map(([, id]) => id)).size], [401, 401]);
      holds(first.length > 12 && first.length < 50 && first.every(({ rows }) => rows.length <= 48), `${first.length} 份`);
      await store.takeSnapshot(unit);
      equal((await rowsOf()).portions.length, first.length, "没有变的，不再存一遍");
      const past = [];
      let sum = 0;
      for (let day = 0; day < 24; day++) {
        const before = (await rowsOf()).portions.length, ids = (await ledger.load(unit)).map(({ id }) => id), some = [0, 1].map(() => pick(next, ids));
        if (day % 3 === 0) await ledger.patch(unit, some[0], { goal: `第 ${day} 天` });
        else if (day % 3 === 1) await ledger.remove(unit, [some[0]]);
        else await ledger.add(unit, { no: `新 ${day}`, text: `新增 ${day}` });
        const { value } = await store.takeSnapshot(unit);
        past.push([value, await shown()]);
        const made = (await rowsOf()).portions.length - before;
        // One that comes or goes may move the ends of its neighbours, too; where they lie depends on random ids.
        holds(made <= 5, `第 ${day} 天多存了 ${made} 份`);
        sum += Math.max(0, made);
      }
      holds(sum <= 36, `24 天多存了 ${sum} 份`);
      const { heads, portions } = await rowsOf(), used = new Set(heads.flatMap((head) => head.portions.map(([id]) => id)));
      equal([heads.length, portions.every(({ id }) => used.has(id)), portions.length === used.size], [20, true, true], "丢掉的恢复点不留下份");
      holds(!("portions" in (await store.snapshots(unit))[0]), "列恢复点时不带份");
      for (const at of [23, 12, 8]) {
        await store.restore(past[at][0]);
        equal(await shown(), past[at][1], `恢复到第 ${at} 天`);
        equal(await ledger.verify(unit), []);
      }
      await store.undo(unit);
      equal(await shown(), past[12][1], "恢复也能撤销");
      // A point of an earlier version, with portions of its own; and one that lacks a part brings nothing back.
      const old = await database.write(async (rows) => {
        const id = await rows.add("snapshots", { unit, name: "甲单位", at: "", reason: "manual", counts: {}, value: (await rows.get("units", unit)).value });
        rows.put("snapshots", { of: id, rows: [["ticks", "Q01-01", { state: "todo", note: "以前的", rev: "r1", revs: [] }]] });
        return id;
      });
      const damaged = (await store.takeSnapshot(unit)).value, before = await shown();
      const [own] = (await database.read((rows) => rows.get("snapshots", damaged))).portions;
      await ledger.patch(unit, (await ledger.load(unit))[0].id, { goal: "以后" });
      await store.restore(old.value);
      equal([(await ledger.load(unit)).length, (await store.ticks(unit)).get("Q01-01").note], [0, "以前的"]);
      await store.undo(unit);
      holds((await shown()) !== before && (await ledger.load(unit)).length > 300, "撤销恢复");
      await database.write(async (rows) => rows.remove("snapshots", own[0]));
      const after = await shown();
      equal([(await refusal(() => store.restore(damaged))).code, await shown()], ["gone", after], "缺了一份的，什么也不动");
      await store.removeUnit(unit, { final: true });
      equal(await database.read((rows) => rows.all("snapshots")), [], "彻底移除，一份不留");
    },

    async sample() {
      const unit = await sampleUnit(), problems = await ledger.load(unit), count = (key) => Object.values(problems.reduce((sum, one) => ({ ...sum, [key(one)]: 1 }), {})).length;
      equal([problems.length, count(({ value }) => value.aspect), count(({ value }) => value.class)], [57, 4, 16]);
      holds(problems.reduce((sum, { value }) => sum + Object.keys(value.measures).length, 0) > 100, "措施不到一百条");
      equal([...new Set(problems.map(({ value }) => value.now.state))].sort(), ["closed", "confirm", "new", "open", "review"]);
      equal(await ledger.verify(unit), []);
      equal((await store.undo(unit)).value.undone, 57, "打开样例一步就能撤销");
      equal((await ledger.load(unit)).length, 0);
    },

    async checks() {
      const unit = await sampleUnit(), problems = await ledger.load(unit), config = await ledger.settings(unit);
      const found = ledgerChecks.check(problems, config, DAY), rules = model.data().checks.map(({ rule }) => rule);
      equal([...ledgerChecks.RULES].sort(), [...rules].sort(), "每条规则都有判断");
      for (const one of found) holds(one.text && !/\{\w+\}|undefined|null/.test(one.text), `${one.check.id}：${one.text}`);
      holds(!found.some(({ check }) => check.rule === "odd-record" || check.rule === "class-totals"), "样例里的数对得上");
      for (const rule of ["overdue", "outside-closed", "half-unexplained"]) holds(found.some(({ check }) => check.rule === rule), `样例里没有 ${rule}`);
      // Each rule alone, on a problem that has nothing else wrong.
      const good = () => ready("open", {
        no: "1", due: "2026-09-20", class: "甲类", indicator: "三份文件", timeClass: "period", explain: "情况", plan: "计划",
        measures: { m1: { text: "修订办法 2 个", order: 1, persons: ["林某"], units: [], due: "2026-09-20", dueText: "", result: "办法" } },
      });
      const clock = "2026-08-01", base = model.settings({ start: "2026-07-21", ledgerNowDays: 20 });
      const judge = (list, more = {}) => ledgerChecks.check(list.map((one, at) => ({ unit: "u", id: `p${at}`, value: model.normalize(one.value) })), { ...base, ...more }, clock);
      const rulesOf = (list, more) => judge(list, more).map(({ check, measure, column }) => `${check.rule} ${column}${measure && " m1"}`);
      const with_ = (changes, now = {}) => {
        const one = good();
        return { ...one, value: { ...one.value, ...changes, now: { ...one.value.now, ...now } } };
      };
      const measure = (changes) => with_({ measures: { m1: { ...good().value.measures.m1, ...changes } } });
      equal(rulesOf([good()]), [], "样样齐全的没有问题");
      const cases = [
        [with_({ leaders: [] }), "no-leader leaders"], [with_({ units: [] }), "no-unit units"], [with_({ persons: [] }), "no-person persons"],
        [with_({ due: "" }), "no-deadline due"], [with_({ dueText: "9月" }), "coarse-deadline due"], [with_({ dueText: "年底前" }), "coarse-deadline due"],
        [with_({ due: "2026-09-22" }), "beyond-cap due"], [with_({ timeClass: "now" }), "beyond-cap due"],
        [with_({ timeClass: "half", plan: "" }), "half-unexplained plan"], [measure({ due: "" }), "measure-follows measureDue m1"],
        [measure({ dueText: "三季度" }), "measure-coarse-deadline measureDue m1"], [measure({ text: "3 个问题" }), "no-verb measure m1"],
        [measure({ result: " " }), "no-result measureResult m1"], [measure({ text: "进一步加强学习" }), "empty-words measure m1"],
        [with_({ persons: ["丁 某"] }), "same-person persons"], [with_({}, { approvers: ["林某"] }), "self-approved state"],
        [with_({ evidence: [] }, { state: "closed" }), "closed-unproved evidence"], [with_({ due: "2026-07-31" }), "overdue due"],
        [with_({}, { extended: [{ action: "extend", due: "2026-10-31", approver: " ", measure: "" }] }), "extension-unapproved currentDue"],
        [with_({ timeClass: "long", due: "" }), "long-without-stages stages"], [with_({ measures: {} }), "no-measure measure"],
        [with_({}, { outside: true }), "outside-closed state"], [with_({ indicator: "" }), "no-indicator indicator"],
        [with_({ timeClass: "" }), "no-time-class timeClass"], [with_({}, { state: "closed", closedOn: "2026-06-30" }), "check-due state"],
        [with_({}, { odd: 1 }), "odd-record state"], [with_({}, { fork: true }), "fork state"],
      ];
      for (const [one, expected] of cases) equal(rulesOf([one]), [expected], expected);
      const undated = with_({ due: "", measures: { m1: { ...good().value.measures.m1, due: "" } } });
      equal(rulesOf([undated]), ["no-deadline due", "measure-no-deadline measureDue m1"], "问题也没有期限的，措施没有期限是错");
      const shut = measure({ due: "" });
      Object.assign(shut.value.now, { state: "closed", closedOn: clock });
      equal(rulesOf([shut]), [], "已销号的不再提");
      equal(rulesOf([measure({ due: "", dueText: "长期坚持" })]), ["measure-coarse-deadline measureDue m1"], "长期坚持的措施不照问题的期限");
      equal(judge([measure({ due: "" })]).map(({ text }) => text), ["措施没有自己的时限，按问题的期限 2026-09-20 算"]);
      equal(["now", "period"].map((timeClass) => judge([with_({ due: "", timeClass })])[0].text), ["立行立改，没有写到哪一天", "没有整改时限"]);
      for (const text of ["每半年专题研究1次", "退赔差旅费1.2万元", "提交党组会审议", "复验12处", "扣减工程款3万元"]) equal(rulesOf([measure({ text })]), [], text);
      for (const text of ["通过加强教育提高认识 2 次", "按期完成 3 项任务"]) equal(rulesOf([measure({ text })]), ["no-verb measure m1"], text);
      const late = measure({ due: "2026-07-31" });
      late.value.now.measures = {};
      equal(rulesOf([late]), ["measure-overdue measureDue m1"]);
      const after = measure({ due: "2026-10-20" });
      after.value.now.measures = {};
      equal(rulesOf([after]), ["measure-late measureDue m1"]);
      equal(rulesOf([with_({ due: "2026-10-31" }, { due: "2026-10-31", extended: [] })]), [], "批准延期的不再按类别封顶");
      equal(rulesOf([good(), with_({ no: "2" })]), ["duplicate text"]);
      equal(rulesOf([good(), with_({ text: "另一个" })]), ["repeated-number no"]);
      equal(rulesOf([good(), with_({ text: "另一个", class: "另一类" })]), [], "各类从头编号");
      equal(rulesOf([good(), with_({ text: `${good().value.text}（窗口）`, no: "1.1" })]), [], "括号里的字也是字");
      equal(rulesOf([good(), with_({ no: "2", text: "另一个" })], { leadLimit: 1 }), ["leads-too-many persons"]);
      equal(judge([good()], { totals: { 甲类: 2, 乙类: 0, "": 1 } }).map(({ text }) => text), ["“甲类”有 1 个问题，应是 2 个"]);
      equal(rulesOf([with_({ leaders: [] })], { off: ["J01"] }), [], "可以关掉");
    },

    // Pages that do not load the rules read files by these lists.
    columnTypes() {
      const { PROBLEM, MEASURE } = Qingdan.lib.soundRows, kinds = { names: "list", choice: "text" };
      for (const [level, types] of [["problem", PROBLEM], ["measure", MEASURE]]) {
        const found = { text: [], list: [], date: [] };
        for (const { id, type, derived } of model.columns(level)) if (!derived) found[kinds[type] || type].push(level === "problem" ? id : model.MEASURE_MEMBERS[id]);
        equal(types, found, level);
      }
    },

    async lights() {
      const at = (days, state = "open", more = {}) => ({ value: ready(state, { due: days === null ? "" : dates.addDays(DAY, days), ...more }).value });
      const days = model.settings({}), state = model.settings({ ledgerLights: "state" });
      const shown = (one, config) => {
        const { light, word, icon } = ledgerLights.lightOf(one, config, DAY);
        holds(word && icon, "灯旁有字有图形");
        return `${light} ${word}`;
      };
      equal([-1, 0, 10, 11, null].map((left) => shown(at(left), days)), ["red 逾期", "yellow 临期", "yellow 临期", "green 正常", "yellow 没有期限"]);
      equal([shown(at(-9, "closed"), days), shown(at(null, "open", { stages: ["2026-10-31 第一段", "2026-09-20 先办"] }), days)], ["blue 已销号", "yellow 临期"]);
      equal(["new", "open", "review", "confirm", "closed"].map((one) => shown(at(5, one), state)), ["red 待认领", "yellow 整改中", "blue 待审查认定", "blue 待审查认定", "green 已销号"]);
      // Without a deadline: 长期坚持 goes by its stages and is never without a word, 立行立改 asks for a day.
      const long = (stages, more = {}) => at(null, "open", { timeClass: "long", stages, ...more });
      const words = (config) => [long([]), long(["常抓"]), long(["2026-10-31 查一次"]), long(["2026-09-20 查一次", "2026-08-31 查过"]), long(["2026-08-31 查过", "2026-07-31 查过"]),
        long(["2026-08-31 查过"], { due: "2026-12-31" }), at(null, "open", { timeClass: "now" }), at(3, "open", { timeClass: "now" }), at(null, "open", { timeClass: "half" })].map((one) => shown(one, config));
      equal(words(days), ["green 长期坚持", "green 长期坚持", "green 正常", "yellow 临期", "yellow 阶段到期", "green 正常", "yellow 立行立改未定日期", "yellow 临期", "yellow 没有期限"]);
      equal(words(state), ["yellow 长期坚持", "yellow 长期坚持", "yellow 整改中", "yellow 整改中", "yellow 阶段到期", "yellow 整改中", "yellow 立行立改未定日期", "yellow 整改中", "yellow 整改中"]);
      equal([shown(at(null, "closed", { timeClass: "long", stages: ["2026-08-31"] }), days), shown(at(null, "new", { timeClass: "now" }), state)], ["blue 已销号", "red 待认领"]);
      equal([long([]), long(["2026-09-20 查一次", "2026-08-31"]), long(["2026-08-31 查过"]), at(null, "open", { timeClass: "now" }), at(null)].map(({ value }) => Object.values(ledgerLights.undated(value, DAY)).join(" ")),
        ["长期坚持 ", "长期坚持 阶段 2026-09-20", "长期坚持 阶段 2026-08-31 已过", "立行立改 未定日期", " "]);
      // Lights that a unit stored before there were such stay as they are.
      const stored = [{ light: "red", word: "超期", when: { state: [], days_below: 0, undated: false } }, { light: "yellow", word: "没日子", when: { state: [], days_below: null, undated: true } }, { light: "green", word: "还早", when: { state: [], days_below: null, undated: false } }];
      const older = model.settings({ ledgerLightRules: { days: stored } });
      equal([long([]), at(null, "open", { timeClass: "now" }), at(-1)].map((one) => shown(one, older)), ["yellow 没日子", "yellow 没日子", "red 超期"]);
      equal(model.settings({ ledgerLightRules: { days: [{ light: "red", word: "坏", when: { time: "long" } }] } }).lightRules, {}, "读不懂的按没有设");
      const own = model.settings({ ledgerLightRules: { days: [{ light: "red", word: "只剩一周", when: { days_below: 8 } }, { light: "green", word: "还早" }] } });
      equal([shown(at(7), own), shown(at(8), own)], ["red 只剩一周", "green 还早"]);
      equal(ledgerLights.legend(days).map(({ word, meaning }) => `${word}：${meaning}`), ["已销号：", "逾期：过了期限", "临期：离期限不到 11 天", "阶段到期：长期坚持，阶段目标的日期都已过去", "长期坚持：长期坚持，没有定日期",
        "立行立改未定日期：立行立改，没有定日期", "没有期限：", "正常：其余"]);
    },

    async reports() {
      equal(["week", "xun", "half", "month"].map((kind) => ledgerReports.periodOf(kind, "2026-09-16")).map(({ from, to, next }) => [from, to, next.to]), [
        ["2026-09-14", "2026-09-20", "2026-09-27"], ["2026-09-11", "2026-09-20", "2026-09-30"], ["2026-09-16", "2026-09-30", "2026-10-15"], ["2026-09-01", "2026-09-30", "2026-10-31"],
      ]);
      equal(ledgerReports.periodOf("xun", "2027-02-28"), { kind: "xun", from: "2027-02-21", to: "2027-02-28", next: { from: "2027-03-01", to: "2027-03-10" } });
      const unit = await sampleUnit(), problems = await ledger.load(unit), all = await ledger.allEvents(unit), config = await ledger.settings(unit);
      const report = ledgerReports.report(problems, all, ledgerReports.periodOf("month", DAY), DAY);
      const long = problems.filter(({ value }) => value.timeClass === "long");
      equal([report.total.problems, report.total.long, report.total.rate.of, report.long.length], [57, long.length, 57 - long.length, long.length]);
      equal(report.byState.reduce((sum, { count }) => sum + count, 0), 57);
      equal(report.byUnit.reduce((sum, { problems: count }) => sum + count, 0), 57);
      equal(report.byClass.length, 16);
      // A closed problem of 长期坚持 does not touch the rate.
      const closedLong = problems.map((one) => (one.id === long[0].id ? { ...one, value: { ...one.value, now: { ...one.value.now, state: "closed" } } } : one));
      equal(ledgerReports.count("", closedLong, DAY).rate, report.total.rate, "长期坚持不抬高完成率");
      equal(report.changed[0].action, "close");
      holds(report.overdue.every(({ days }) => days < 0) && report.due.every(({ days }) => days >= 0), "逾期和到期分开");
      const then = ledgerReports.asOf(problems, all, "2026-08-20");
      holds(ledgerReports.count("", then, "2026-08-20").rate.done < report.total.rate.done, "回到那一天，销号的少一些");
      equal(ledgerReports.asOf(problems, all, "2026-07-01"), []);
      const parts = ledgerSituation.situation(problems, config, DAY);
      equal(parts.map(({ points }) => points.filter(({ table }) => table).length), [0, 10]);
      for (const { table } of parts.flatMap(({ points }) => points)) {
        if (table) table.rows.forEach((row) => equal(row.length, table.heads.length, table.title));
      }
      const rates = [[1, 7, "14.3%"], [2, 3, "66.7%"], [999, 1000, "99.9%"], [1999, 2000, "99.9%"], [1, 3000, "0.1%"], [0, 9, "0%"], [9, 9, "100%"], [1, 2, "50%"], [0, 0, "—"]];
      for (const [done, of, words] of rates) equal(ledgerSituation.percent({ done, of }), words, "没有办完不写百分之百");
    },

    async draws() {
      const unit = await sampleUnit(), problems = await ledger.load(unit);
      const drawn = ledgerDraws.draw(problems, { seed: "2026 年第一次", count: 5 }), ids = drawn.problems.map(({ id }) => id);
      equal([drawn.of, ids.length, new Set(ids).size], [problems.filter(({ value }) => value.now.state === "closed").length, 5, 5]);
      equal(ledgerDraws.draw([...problems].reverse(), { seed: "2026 年第一次", count: 5 }).problems.map(({ id }) => id).sort(), [...ids].sort(), "同一个种子抽出同一批");
      holds(records.canonical(ledgerDraws.draw(problems, { seed: "第二次", count: 5 }).problems.map(({ id }) => id)) !== records.canonical(ids), "换一个种子就换一批");
      equal(ledgerDraws.draw(problems, { seed: "x", count: 999 }).problems.length, drawn.of);
      equal(ledgerDraws.draw([], { seed: "x" }).problems, []);
    },

    // A table pasted again: known numbers change, the rest is added, states are left to the steps.
    async filling() {
      setDay(DAY);
      const unit = await newUnit(), source = { file: "台账.xlsx", how: "xlsx", on: DAY, by: "夏某" };
      const row = (no, text, more = {}, measures = []) => ({ uid: "", own: {}, values: { no, text, ...more }, measures: measures.map((values) => ({ uid: "", values })) });
      const first = fill.plan([], [
        row("1", "甲", { units: ["甲局"], due: "2026-09-30" }, [{ measure: "一", measureState: "done" }, { measure: "二", measureDue: "2026-09-20" }]),
        row("2", "乙", { state: "closed", closedOn: "2026-08-01", progress: "办完了" }),
      ]);
      await fill.apply(unit, first, source);
      const [a, b] = await ledger.load(unit);
      equal(model.measuresOf(a.value).map(({ text, state }) => [text, state]), [["一", "done"], ["二", "todo"]]);
      equal([b.value.now.state, b.value.now.closedOn, b.value.now.outside, b.value.now.progress.text], ["closed", "2026-08-01", true, "办完了"]);
      equal((await ledger.eventsOf(unit, b.id)).map(({ type, details }) => [type, details.file]), [["import", "台账.xlsx"]]);
      await ledger.act(unit, a.id, input("claim"));
      const again = fill.plan(await ledger.load(unit), [
        row(" 1", "甲改", { due: "2026-10-31", state: "closed" }, [{ measure: "一" }, { measure: "二", measureState: "doing", measureResult: "办法" }, { measure: "三" }]), row("3", "丙"),
      ]);
      equal([again.added.length, again.updated.length, again.same.length, again.missing.map(({ id }) => id)], [1, 1, 0, [b.id]]);
      equal([Object.keys(again.updated[0].changes).length, again.updated[0].differs.length], [3, 2], "正文、成果、新措施；时限和状态不直接改");
      await fill.apply(unit, again, source);
      const [after] = await ledger.load(unit);
      equal([after.value.text, after.value.due, after.value.now.state], ["甲改", "2026-09-30", "open"]);
      equal(model.measuresOf(after.value).map(({ text, state, result }) => [text, state, result]), [["一", "done", ""], ["二", "doing", "办法"], ["三", "todo", ""]]);
      equal(fill.plan(await ledger.load(unit), [row("1", "甲改")]).same.length, 1);
      await store.undo(unit);
      equal((await ledger.load(unit)).map(({ value }) => value.text), ["甲", "乙"]);
      equal(await ledger.verify(unit), []);
    },
  };

  flows.helpers = () => ({ equal, holds, refusal, setDay, newUnit, sampleUnit, input, random, pick, DAY, ready, settings });
  return flows;
})();
