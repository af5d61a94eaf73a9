/** What the records of a problem add up to: which day they count for, what a table says, what reports count (test_ledger_states.py). */
var ledgerStatesFlows = (function () {
  "use strict";

  const { dates, database, exchange, ledgerModel: model, ledgerEvents: events, ledgerReplay: replaying, ledgerLog, ledgerStore: ledger, ledgerFill: fill, ledgerChecks, ledgerReports } = Qingdan.lib;
  const { equal, holds, refusal, setDay, newUnit, input, random, pick, DAY, ready, settings } = ledgerFlows.helpers();

  const row = (no, text, more = {}, measures = []) => ({ uid: "", own: {}, values: { no, text, ...more }, measures: measures.map((values) => ({ uid: "", values })) });
  const source = (more = {}) => ({ file: "台账.xlsx", how: "xlsx", on: DAY, by: "夏某", ...more });
  const WHOLE = { units: ["甲局"], leaders: ["丁某"], persons: ["陈某"], evidence: ["材料"] };

  /** A ledger of one table, and what may be done with it. */
  async function filled(rows, more, profile) {
    const unit = await newUnit(profile);
    await fill.apply(unit, fill.plan([], rows), source(more));
    const at = async (no = "1") => (await ledger.load(unit)).find(({ value }) => value.no === no);
    const step = async (no, action, on, details, more_ = {}) => ledger.act(unit, (await at(no)).id, input(action, details, { on, measure: action === "measure" ? Object.keys((await at(no)).value.measures)[0] : "", ...more_ }));
    const again = async (rows_, more_) => fill.apply(unit, fill.plan(await ledger.load(unit), rows_), source(more_));
    return { unit, at, step, again };
  }

  const event = (id, type, on, details = {}, more = {}) => ({ id, problem: "p", type, on, by: "甲", note: "", at: "", prev: id === "e1" ? [] : [`e${Number(id.slice(1)) - 1}`], details, ...more });
  /** What two computers differ in is no part of the state. */
  const stateOf = ({ heads, count, fork, ...now }) => now;

  const flows = {
    // Typed in today, done last month: the day of typing in bounds nothing, the steps do, and so does the day of closing.
    async typedInLater() {
      setDay(DAY);
      const { unit, at, step, again } = await filled([row("1", "甲", WHOLE, [{ measure: "一" }]), row("2", "乙", { ...WHOLE, state: "closed", closedOn: "2026-08-20" })]);
      await ledger.add(unit, { no: "3", text: "丙", ...WHOLE });
      await step("1", "claim", "2026-08-03");
      await step("1", "measure", "2026-08-28");
      await again([row("1", "甲改")]);
      equal((await refusal(() => step("1", "submit", "2026-08-27"))).problems, ["日期早于上一步的 2026-08-28"]);
      await step("1", "progress", "2026-08-05"); // noted later, of an earlier day: takes back no bound
      equal((await refusal(() => step("1", "submit", "2026-08-27"))).problems, ["日期早于上一步的 2026-08-28"]);
      await step("1", "submit", "2026-08-28");
      equal((await refusal(() => step("2", "rebound", "2026-08-19"))).problems, ["日期早于上一步的 2026-08-20"]);
      await step("2", "rebound", "2026-08-21");
      await step("3", "claim", "2026-08-03");
      // A report of an earlier period knows what was typed in later, from the first step on.
      const problems = await ledger.load(unit), all = await ledger.allEvents(unit);
      const then = (day) => ledgerReports.asOf(problems, all, day).map(({ value }) => `${value.no} ${value.now.state} ${model.measuresOf(value).map(({ state }) => state)}`);
      equal([then("2026-08-02"), then("2026-08-10"), then("2026-08-28")], [[], ["1 open todo", "3 open "], ["1 review done", "2 open ", "3 open "]]);
      equal(ledgerReports.asOf(problems, all, DAY).map(({ value }) => stateOf(value.now)), problems.map(({ value }) => stateOf(value.now)));
      equal(await ledger.verify(unit), []);
    },

    // What a table says of a later day is not known before it.
    saidOfLater() {
      const said = { state: "closed", closedOn: "2026-09-01", measures: { m1: { state: "done", on: "2026-08-30" }, m2: { state: "done", on: "2026-08-01" } } };
      const list = [event("e1", "import", DAY, said), event("e2", "progress", "2026-08-10", { text: "在办" })];
      const then = (day) => {
        const { events: found, now } = replaying.asOf(list, day);
        return [found.map(({ type, on }) => `${type} ${on}`), now.state, now.closedOn, Object.keys(now.measures)];
      };
      equal(then("2026-08-09"), [[], "new", "", []]);
      equal(then("2026-08-10"), [["import 2026-08-10", "progress 2026-08-10"], "open", "", ["m2"]]);
      equal(then("2026-08-31"), [["import 2026-08-10", "progress 2026-08-10"], "open", "", ["m1", "m2"]]);
      equal(then("2026-09-01").slice(1), ["closed", "2026-09-01", ["m1", "m2"]]);
      equal(then(DAY).slice(1), ["closed", "2026-09-01", ["m1", "m2"]]);
      equal(replaying.asOf([event("e1", "import", DAY, { measures: { m1: null } }), event("e2", "progress", "2026-08-10", { text: "在办" })], "2026-08-10").now.odd, 1);
    },

    // What a table does not date is of the day it was typed in, or of the table's: an earlier report does not know it.
    undatedIsOfItsDay() {
      const then = (list, day) => replaying.asOf(list, day).now;
      const first = (more = {}) => [event("e1", "import", DAY, { state: "open", progress: "在办", measures: { m1: { state: "done" }, m2: { state: "done", on: "2026-08-05" } }, ...more }), event("e2", "progress", "2026-08-10", { text: "更早的" })];
      equal([then(first(), "2026-08-15").state, Object.keys(then(first(), "2026-08-15").measures), then(first(), "2026-08-15").progress.text], ["open", ["m2"], "更早的"]);
      equal(Object.keys(then(first(), DAY).measures), ["m1", "m2"]);
      equal(Object.keys(then(first({ asOf: "2026-08-12" }), "2026-08-15").measures), ["m1", "m2"]);
      // A later table is a step of its own day, whatever was noted after it.
      const later = [event("e1", "create", "2026-08-01"), event("e2", "claim", "2026-08-02", {}, { from: "new", to: "open" }), event("e3", "import", DAY, { measures: { m1: { state: "done" } } }), event("e4", "progress", "2026-08-10", { text: "在办" })];
      equal([then(later, "2026-08-15").measures, Object.keys(then(later, DAY).measures)], [{}, ["m1"]]);
      // A closing day still to come bounds nothing, or nothing could be done any more.
      equal(replaying.replay([event("e1", "import", DAY, { state: "closed", closedOn: "2027-11-01" })]).since, DAY);
    },

    // The words of a deadline stand with it; one in force is not edited around; a cell is named in one way only.
    async noSideDoors() {
      setDay(DAY);
      const { unit, at, step } = await filled([row("1", "甲", { ...WHOLE, due: "2026-09-30", dueText: "9月底" }, [{ measure: "一" }]),
        row("2", "乙", { ...WHOLE, due: "2026-12-01", currentDue: "2026-12-31" }, [{ measure: "二", measureDue: "2026-11-01", measureCurrentDue: "2026-11-20" }])]);
      await step("1", "claim", "2026-08-03");
      const { updated, same } = fill.plan(await ledger.load(unit), [row("1", "甲", { due: "2026-12-31", dueText: "年底" })]);
      equal([updated, same[0].differs.length], [[], 1]);
      const one = await at("1"), two = await at("2"), [uid] = Object.keys(one.value.measures), [other] = Object.keys(two.value.measures);
      for (const changes of [{ due: "2026-12-05" }, { [`measures/${other}/due`]: "2026-11-05" }]) {
        holds(/另有现行期限/.test((await refusal(() => ledger.patch(unit, two.id, changes))).message), JSON.stringify(changes));
      }
      for (const path of [`measures/${uid}/`, "measures//" + uid, "goal/", "/goal"]) await refusal(() => ledger.patch(unit, one.id, { [path]: null }));
      equal(Object.keys((await at("1")).value.measures), [uid]);
    },

    // Whatever days are written: no step comes before another, closing keeps its guards, what was applied is what is
    // replayed, and a day in between shows where the problem stood then.
    anyDays() {
      setDay(DAY);
      const day = (next) => `2026-0${6 + Math.floor(next() * 3)}-${10 + Math.floor(next() * 19)}`;
      let closed = 0, refused = 0, moved = 0;
      for (let run = 0; run < 200; run++) {
        const next = random(`日子 ${run}`), { value } = ready("new", { measures: { m1: { text: "办", order: 1, persons: [] } } }), log = [];
        let now = model.emptyNow(), date = "2026-06-01";
        const book = (type, on, details) => {
          log.push(events.make("p", now, type, { on, details }));
          now = replaying.applied(now, log[log.length - 1]);
        };
        const first = pick(next, ["new", "open", "review", "closed"]), closedOn = first === "closed" ? day(next) : "";
        if (next() < 0.3) book("create", DAY, {});
        else book("import", DAY, { state: first, ...(closedOn && { closedOn }), measures: pick(next, [{}, { m1: { state: "done", on: "2026-06-02" } }]) });
        const began = now.state;
        for (let at = 0; at < 25; at++) {
          if (next() < 0.1) book("import", DAY, pick(next, [{ progress: "表" }, { state: "closed" }, { due: "2026-12-01" }]));
          const may = events.allowed({ value: { ...value, now } }, settings("five")).map(({ action }) => action);
          const on = run % 2 ? day(next) : dates.addDays(date > closedOn ? date : closedOn, Math.floor(next() * 5)), action = pick(next, [...may, ...may, "measure", "progress"]);
          const { event: one, now: after, problems } = events.act({ id: "p", value: { ...value, now } }, settings("five"), input(action, { to: pick(next, ["done", "done", "doing"]), due: "2026-12-31" }, { on }));
          if (problems.some((words) => words.startsWith("日期早于"))) refused++;
          if (!one) continue;
          if (one.to) {
            const before = log.filter(({ type }) => type !== "create" && type !== "import").map(({ on: known }) => known);
            holds(before.every((known) => known <= on), `${action} 在 ${on}，前面有 ${before}`);
            holds(!(now.outside && now.closedOn > on), `${action} 早于销号`);
            if (one.type === "close") closed++;
            holds(one.type !== "close" || now.measures.m1.state === "done", "措施没有办完就销号");
          }
          date = one.on;
          log.push(one);
          now = after;
        }
        equal(replaying.replay([...log].sort(() => next() - 0.5)), now, `重推 ${run}`);
        equal(stateOf(replaying.asOf(log, DAY).now), stateOf(now), `到今天 ${run}`);
        if (run % 2) continue;
        const past = day(next), { now: then, events: known } = replaying.asOf(log, past), steps = log.filter(({ to, on }) => to && on <= past);
        if (!known.length) {
          holds(!steps.length, "那天已经有了");
          continue;
        }
        moved++;
        const expected = steps.length ? steps[steps.length - 1].to : closedOn > past ? "open" : began;
        equal([then.state, then.odd], [expected, 0], `${past} 那天 ${run}：${log.map(({ type, on }) => `${type} ${on}`)}`);
      }
      holds(closed > 30 && refused > 200 && moved > 60, `销号 ${closed}，拒绝 ${refused}，比过 ${moved}，测不出什么`);
    },

    // What was stored before there was a bound of its own reads as before, and gets one.
    async storedBefore() {
      setDay(DAY);
      const unit = await newUnit(), log = [
        event("e1", "import", "2026-09-10", { file: "旧.xlsx", how: "xlsx", state: "new", progress: "初步", measures: { m1: { state: "doing" }, m2: { state: "done", on: "2026-08-01" } } }),
        event("e2", "claim", "2026-09-11", {}, { from: "new", to: "open" }), event("e3", "progress", "2026-09-12", { text: "在办" }),
        event("e4", "extend", "2026-09-12", { due: "2026-10-31", reason: "等批复", from: "2026-09-30" }), event("e5", "measure", "2026-09-13", { to: "done" }, { measure: "m1" }),
        event("e6", "import", "2026-09-14", { file: "旧.xlsx", how: "xlsx", due: "2026-11-30", state: "closed", progress: "又一版" }),
      ];
      // As the version before wrote it.
      const was = {
        state: "open", round: 1, due: "2026-11-30", closedOn: "", outside: false, approvers: [], reporter: "", progress: { on: "2026-09-14", text: "又一版" }, last: { action: "import", on: "2026-09-14" },
        extended: [{ action: "extend", due: "2026-10-31", from: "2026-09-30", reason: "等批复", approver: "", on: "2026-09-12", by: "甲", measure: "" }],
        measures: { m1: { state: "done", on: "2026-09-13", round: 1 }, m2: { state: "done", on: "2026-08-01", round: 1 } }, checks: [], heads: ["e6"], count: 6, odd: 0, fork: false,
      };
      const { since, ...now } = replaying.replay(log);
      equal([now, since], [was, "2026-09-13"]);
      await database.write(async (rows) => {
        log.forEach((one) => ledgerLog.putEvent(rows, unit, one));
        rows.put("problems", { unit, id: "p", value: { text: "旧的", ...WHOLE, due: "2026-09-30", measures: { m1: { text: "一", order: 1 }, m2: { text: "二", order: 2 } }, order: 1, rev: "r", revs: [], first: "r", now: was } });
      });
      const { since: none, ...loaded } = (await ledger.load(unit))[0].value.now;
      equal([loaded, none], [was, ""]);
      equal((await refusal(() => ledger.act(unit, "p", input("submit", {}, { on: "2026-09-12" })))).problems, ["日期早于上一步的 2026-09-13"]);
      await ledger.act(unit, "p", input("submit", {}, { on: "2026-09-13" }));
      equal([(await ledger.load(unit))[0].value.now.state, await ledger.verify(unit)], ["review", []]);
    },

    // A table shows the state of a day: what it says without a day of its own counts with that one.
    async tableOfADay() {
      setDay(DAY);
      const { unit, at, step, again } = await filled([
        row("1", "甲", { ...WHOLE, state: "open", progress: "八月底的进展" }, [{ measure: "一", measureState: "done" }, { measure: "二", measureState: "done", measureDoneOn: "2026-08-12" }]),
        row("2", "乙", { ...WHOLE, state: "closed" }), row("3", "丙", { ...WHOLE, state: "closed", closedOn: "2026-08-20" }),
      ], { asOf: "2026-08-31" });
      const now = async (no) => (await at(no)).value.now, days = async (no) => Object.values((await now(no)).measures).map(({ on }) => on).sort();
      equal([await days("1"), (await now("1")).progress, (await now("2")).closedOn, (await now("3")).closedOn], [["2026-08-12", "2026-08-31"], { on: "2026-08-31", text: "八月底的进展" }, "2026-08-31", "2026-08-20"]);
      equal((await ledger.allEvents(unit)).map(({ on, details }) => [on, details.asOf]), [[DAY, "2026-08-31"], [DAY, "2026-08-31"], [DAY, "2026-08-31"]]);
      // The newest day is the latest progress; of the same day, what was noted later.
      await step("1", "progress", "2026-08-25", { text: "补记的" });
      equal((await now("1")).progress, { on: "2026-08-31", text: "八月底的进展" });
      await step("1", "progress", "2026-08-31", { text: "当天又记" });
      equal((await now("1")).progress.text, "当天又记");
      await step("1", "progress", "2026-09-10", { text: "九月的" });
      await again([row("1", "甲", { progress: "旧表" })], { asOf: "2026-09-09" });
      equal((await now("1")).progress, { on: "2026-09-10", text: "九月的" }, "旧表不顶掉新的");
      await again([row("1", "甲", { progress: "新表" })], { asOf: "2026-09-10" });
      equal((await now("1")).progress, { on: "2026-09-10", text: "新表" });
      // The preview knows that, too.
      const [one] = fill.plan(await ledger.load(unit), [row("1", "甲", { progress: "旧表" }, [{ measure: "一", measureState: "doing" }])], undefined, "2026-08-30").same;
      equal([one.differs, one.details], [["进展：表是 2026-08-30 的，这里 2026-09-10 记过更新的", "措施“一”：表里是“进行中”，这里 2026-08-31 记过“已完成”，比表新"], {}]);
      equal((await at("1")).value.now.last.action, "import");
      // Without a day, or with one still to come, the day of the import counts.
      for (const asOf of ["", "2026-12-31"]) {
        await again([row("1", "甲", { progress: `没有日子${asOf}` })], { asOf });
        equal((await now("1")).progress, { on: DAY, text: `没有日子${asOf}` });
      }
      equal(await ledger.verify(unit), []);
      // A report of an earlier day: what the table says counts from its day.
      const list = [event("e1", "import", DAY, { asOf: "2026-09-01", state: "closed", progress: "表", measures: { m1: { state: "done" } } }), event("e2", "progress", "2026-08-10", { text: "在办" })];
      const then = (day) => [replaying.asOf(list, day).now].map(({ state, closedOn, measures, progress }) => [state, closedOn, measures, progress.text])[0];
      equal([then("2026-08-31"), then("2026-09-01")], [["open", "", {}, "在办"], ["closed", "2026-09-01", { m1: { state: "done", on: "2026-09-01", round: 1 } }, "表"]]);
    },

    // A table does not begin measures of a problem that nobody has taken on, and adds none to what was reported.
    async leftAsItIs() {
      setDay(DAY);
      const { unit, at, step, again } = await filled([row("1", "甲", WHOLE, [{ measure: "一" }])]), table = (state) => [row("1", "甲", { goal: "目标" }, [{ measure: "一", measureState: state }])];
      const planned = async (rows) => {
        const { updated, same } = fill.plan(await ledger.load(unit), rows);
        return [updated.length, ...[...updated, ...same].flatMap(({ differs }) => differs)];
      };
      const states = async () => model.measuresOf((await at()).value).map(({ text, state }) => `${text} ${state}`);
      equal(await planned(table("done")), [1, "措施“一”：表里是“已完成”，这里还没有挂号；先认领挂号，再导入一次"]);
      await again(table("done"));
      equal([(await at()).value.goal, await states()], ["目标", ["一 todo"]]);
      await step("1", "claim", "2026-08-01");
      equal(await planned(table("done")), [1]);
      await again(table("done"));
      equal(await states(), ["一 done"]);
      await step("1", "submit", "2026-09-16");
      const late = [row("1", "甲", { goal: "新目标", remark: "备注" }, [{ measure: "一", measureState: "doing" }, { measure: "二" }])];
      equal(await planned(late), [1, "整改目标：表里是“新目标”，这里是“目标”；已报送的用“更正内容”", "措施“一”：表里是“进行中”，这里已经报送；要改，先退回整改", "表里多一条措施“二”：已报送，措施不再增删；要增删，先退回整改"]);
      equal((await again(late)).value.refused, [], "别的照样更新");
      equal([(await at()).value.goal, (await at()).value.remark, await states()], ["目标", "备注", ["一 done"]]);
    },

    // Reported, but a measure was left open: it may be finished, and nothing else.
    async leftOpen() {
      setDay(DAY);
      for (const state of ["review", "confirm"]) {
        const { unit, at, step } = await filled([row("1", "甲", { ...WHOLE, state }, [{ measure: "一" }, { measure: "二", measureState: "doing" }])], { on: "2026-09-15" });
        const [first, second] = model.measuresOf((await at()).value).map(({ uid }) => uid), mark = (measure, to, on = "2026-08-20") => step("1", "measure", on, { to }, { measure });
        const words = ["已报送的，只能把没有完成的措施记为已完成；要改别的，先退回整改"];
        const guards = events.allowed({ value: (await at()).value }, settings("five")).find(({ action }) => action === "review" || action === "close").problems;
        holds(guards.includes("还有措施没有完成"), guards.join());
        for (const [measure, to] of [[first, "todo"], [first, "doing"], [second, "todo"]]) equal((await refusal(() => mark(measure, to))).problems, words, to);
        await mark(first, "done");
        equal((await refusal(() => mark(first, "done"))).problems, words, "已完成的不再记");
        equal((await refusal(() => mark(first, "doing"))).problems, words, "也不退回");
        await mark(second, "done");
        const { now } = (await at()).value;
        equal([now.state, Object.values(now.measures).map(({ state: one, on }) => `${one} ${on}`)], [state, ["done 2026-08-20", "done 2026-08-20"]]);
        if (state === "review") await step("1", "review", DAY, { approver: "丁某" });
        await step("1", "close", DAY, { approver: "万某" });
        equal((await refusal(() => mark(first, "done"))).code, "refused", "销号以后不记");
        equal(await ledger.verify(unit), []);
      }
      // From a file changed by hand, it is no way around.
      const start = [event("e1", "import", "2026-09-01", { state: "review", measures: { m1: { state: "done" } } })], marked = (to, measure) => replaying.replay([...start, event("e2", "measure", DAY, { to }, { measure })]);
      equal([marked("doing", "m1"), marked("doing", "m2"), marked("done", "m1"), marked("done", "m2")].map(({ odd, measures }) => [odd, Object.keys(measures)]), [[1, ["m1"]], [1, ["m1"]], [1, ["m1"]], [0, ["m1", "m2"]]]);
    },

    // Both are said by the check-up, and what to do.
    openChecks() {
      const found = (one) => ledgerChecks.check([{ unit: "u", id: "p", value: one.value }], model.settings({}), DAY).filter(({ check }) => ["J32", "J33"].includes(check.id))
        .map(({ check: { id, severity, remedy }, column, measure, text }) => [id, severity, column, measure, text, Boolean(remedy)]);
      const at = (state, measure) => {
        const one = ready(state);
        one.value.measures = model.normalize({ measures: { m1: { text: "一", order: 1 }, m2: { text: "二", order: 2 }, m3: { text: "三", order: 3 } } }).measures;
        one.value.now.measures = { m1: { state: "done", on: DAY, round: 1 }, ...measure };
        return one;
      };
      const all = { m2: { state: "done", on: DAY, round: 1 }, m3: { state: "done", on: DAY, round: 1 } };
      for (const state of ["review", "confirm", "closed"]) {
        equal(found(at(state, { m2: { state: "doing", on: DAY, round: 1 } })), [["J32", "warning", "measureState", "m2", `${model.labelOf("state", state, true)}，还有 2 条措施没有完成`, true]], state);
        equal(found(at(state, all)), []);
      }
      equal(found(at("new", { m2: { state: "doing", on: DAY, round: 1 } })), [["J33", "warning", "state", "", "还没有认领挂号，已经有 2 条措施动了", true]]);
      equal([found(at("open", {})), found(ready("open")), found({ value: { ...ready("new").value, now: model.emptyNow() } })], [[], [], []]);
    },

    // What came in is counted, in the period from which it counts, and only there.
    async cameIn() {
      setDay("2026-09-14");
      const { unit, step, again } = await filled([row("1", "甲", WHOLE), row("2", "乙", WHOLE), row("3", "丙", WHOLE)], { on: "2026-09-14" });
      await ledger.add(unit, { no: "4", text: "丁", ...WHOLE });
      await step("1", "claim", "2026-09-07");
      await step("4", "claim", "2026-09-14");
      setDay("2026-09-23");
      await again([row("1", "甲改"), row("2", "乙改"), row("5", "戊")], { on: "2026-09-22" });
      await again([row("5", "戊改"), row("2", "乙又改")], { on: "2026-09-23" });
      const problems = await ledger.load(unit), all = await ledger.allEvents(unit);
      const said = (day) => [ledgerReports.report(problems, all, ledgerReports.periodOf("week", day), "2026-09-27")].map(({ changed, booked }) => [changed.map(({ action, list }) => `${action} ${list.length}`), booked])[0];
      equal(said("2026-09-07"), [["claim 1"], { created: 0, added: 1, updated: 0 }]);
      equal(said("2026-09-14"), [["claim 1"], { created: 1, added: 2, updated: 0 }]);
      equal(said("2026-09-21"), [[], { created: 0, added: 1, updated: 2 }]);
      for (const name of ["dom", "ledger-event-words", "ledger-report-tables"]) await Qingdan.loadScript(`assets/js/${name}.js`);
      const { rows } = Qingdan.lib.ledgerReportTables.periodic(ledgerReports.report(problems, all, ledgerReports.periodOf("month", DAY), "2026-09-27"), "five")[2];
      equal(rows.map((cells) => cells.join("|")), ["认领挂号|2026-09-07|1|甲改|经办|", "认领挂号|2026-09-14|4|丁|经办|", "登记|||本期登记 1 个||", "导入|||新增 4 个||"]);
    },

    // The record of an import says which cells it changed and what the table said; in the history and where a file is taken in.
    async saysWhatItChanged() {
      setDay(DAY);
      for (const name of ["ledger-event-words", "profile-words", "ledger-preview"]) await Qingdan.loadScript(`assets/js/${name}.js`);
      const { ledgerEventWords, ledgerPreview } = Qingdan.lib;
      const { unit, at, again } = await filled([row("1", "甲", { ...WHOLE, state: "open", due: "2026-09-30" }, [{ measure: "一" }, { measure: "二", measureState: "doing" }]), row("2", "乙", { state: "closed", closedOn: "2026-08-20", due: "2026-08-01", currentDue: "2026-08-31" },
        [{ measure: "丁", measureDue: "2026-08-01", measureCurrentDue: "2026-08-20" }, { measure: "戊", measureState: "done", measureDoneOn: "2026-08-02", measureDue: "2026-08-01", measureCurrentDue: "2026-08-10" }])]);
      const words = async (no, nth) => {
        const { id, value } = await at(no);
        return ledgerEventWords.wordsOf((await ledger.eventsOf(unit, id))[nth], value, "five");
      };
      equal(await words("2", 0), ["文件：台账.xlsx", "导入时已销号，未经本工具流程", "销号日期：2026-08-20", "现行期限：2026-08-31",
        "措施“丁”：现行期限 2026-08-20", "措施“戊”：已完成 2026-08-02，现行期限 2026-08-10"]);
      const table = { ...row("1", "甲", { persons: ["林某"], goal: "目标", progress: "在办" }, [{ measure: "一", measureDue: "2026-09-20", measureDueText: "9月20日", measureState: "done", measureDoneOn: "2026-08-01" }, { measure: "二" }, { measure: "三" }]), own: { 文号: "3号" } };
      await again([table], { asOf: "2026-09-01" });
      const said = ["文件：台账.xlsx", "表是 2026-09-01 的", "改了：责任人、整改目标、文号、措施“一”的措施时限", "加了措施“三”", "措施“一”：已完成 2026-08-01", "进展：在办"];
      equal(await words("1", 1), said);
      const { id, value } = await at(), [{ details, on, by }] = (await ledger.eventsOf(unit, id)).slice(1);
      equal(details.cells.filter((path) => !path.startsWith("measures")), ["persons", "goal", "own/文号"]);
      equal([...ledgerPreview.fieldsOf({ store: "events" }, { list: (await ledger.eventsOf(unit, id)).slice(1), problem: value })], [["第 1 笔", [`${on} 导入`, by, ...said].join("，")]]);
      // However much a table changes, the record keeps its size, and says how much more there was.
      const many = Array.from({ length: 200 }, (_, n) => ({ measure: `措施 ${n}`, measureResult: "一", measureRemark: "一" }));
      await again([row("3", "丙", { state: "open" }, many)]);
      const heads = Object.fromEntries(Array.from({ length: 90 }, (_, n) => [`"表头"${n}`.repeat(20), "一"]));
      await again([{ ...row("3", "丙", { progress: "进".repeat(20000) }, many.map(({ measure }) => ({ measure, measureKind: "now", measureUnits: ["甲局"], measurePersons: ["陈某"], measureDue: "2026-09-30", measureDueText: "9月底", measureResult: "二", measureRemark: "二", measureState: "done" }))), own: heads }]);
      const third = await at("3"), [, big] = await ledger.eventsOf(unit, third.id);
      holds(JSON.stringify(big).length < 40000 && big.details.cells.length > 50 && big.details.more > 500, `${JSON.stringify(big).length} ${big.details.more}`);
      equal([big.details.cells.length + big.details.more, third.value.now.odd, Object.keys(third.value.own).length], [200 * 7 + 90, 0, 90]);
      const list = ledgerEventWords.wordsOf(big, third.value, "five");
      holds(list.length < 20 && /等 \d+ 处$/.test(list[1]) && list.includes("另有 188 条措施的状态"), list.slice(0, 3).join());
      const { ok, problems } = await exchange.parseImport((await exchange.exportUnits(undefined, "测试")).text);
      equal([ok, problems], [true, []]);
      // A record that others changed by hand is not read.
      equal(replaying.replay([event("e1", "import", DAY, { cells: "goal" }), event("e2", "import", DAY, { more: "x" })]).odd, 2);
    },
  };
  return flows;
})();
