/** Ledgers in the exchange file, and on two computers (test_ledger.py). */
var ledgerExchangeFlows = (function () {
  "use strict";

  const { records, store, exchange, eventLine, ledgerModel: model, ledgerStore: ledger, ledgerFill: fill, ledgerReplay } = Qingdan.lib;
  const { equal, holds, setDay, newUnit, sampleUnit, input, random, pick, DAY } = ledgerFlows.helpers();

  const exported = async () => (await exchange.exportUnits(undefined, "测试")).text;

  /** What is stored, without what is written anew on every export. */
  const content = (text) => JSON.parse(text).units;

  async function take(text, choose = () => {}) {
    const read = await exchange.parseImport(text);
    holds(read.ok, `被拒绝：${read.problems.join("；")}`);
    read.plan.units.forEach(choose);
    await exchange.applyImport(read.plan);
    return read.plan;
  }

  /** A ledger made of whatever people may enter, the awkward included. */
  function generated(seed) {
    const next = random(`台账 ${seed}`);
    const words = ["", "问题", "=1+1", "<script>alert(1)</script>", "\u0000\u2028", "第一行\n第二行", "，、；\"'", "長".repeat(300), "__proto__", "😀"];
    const text = () => pick(next, words), names = () => Array.from({ length: Math.floor(next() * 3) }, () => text().slice(0, 200));
    const day = () => pick(next, ["", "2026-08-31", "2027-02-28"]);
    return Array.from({ length: 1 + Math.floor(next() * 6) }, (_, at) => {
      const changes = {};
      for (const { id, type, derived, choices } of model.columns("problem")) {
        if (derived || next() < 0.3) continue;
        changes[id] = type === "names" || type === "list" ? names() : type === "date" ? day()
          : type === "choice" ? pick(next, [...model.choices(choices).map((one) => one.id), "别的"]) : text();
      }
      for (let n = 0; n < next() * 4; n++) changes[`measures/m${n}`] = { order: n + 1, text: text(), due: day(), units: names(), persons: names(), kind: "now", result: text() };
      if (next() < 0.5) changes["own/自己的栏/一"] = text() || "空";
      return { id: `${seed}-${at}`, create: true, changes: { ...changes, order: at }, event: { type: "create", by: text(), on: DAY } };
    });
  }

  /** A whole ledger of so many units, taken along and imported on an empty computer. */
  async function roundTrip(first, count) {
    await store.wipe();
    for (let at = first; at < first + count; at++) {
      const unit = await newUnit({}, `单位 ${at}`);
      await ledger.apply(unit, generated(at), "生成");
      if (at % 10) continue;
      for (const { id } of await ledger.load(unit)) {
        await ledger.act(unit, id, input("progress")).catch(() => {});
        await ledger.act(unit, id, input("claim")).catch(() => {});
      }
    }
    const units = await store.units(), before = await exported();
    const loaded = await Promise.all(units.map(({ uid }) => ledger.load(uid)));
    await store.wipe();
    await take(before);
    equal(content(await exported()), content(before), "带走再接着做，一字不差");
    equal(await Promise.all(units.map(({ uid }) => ledger.load(uid))), loaded, "状态也由记录推出来了");
    equal(await Promise.all(units.map(({ uid }) => ledger.verify(uid))), units.map(() => []));
    const again = (await exchange.parseImport(before)).plan;
    equal(again.units.flatMap((one) => [...one.added, ...one.changed, ...one.conflicts, ...one.events.added]), [], "再导入没有要写的");
  }

  /** A problem with one measure on a computer, as a file, and what it is later. */
  async function openProblem(claimed = true) {
    const unit = await newUnit(), { value: { id } } = await ledger.add(unit, {
      text: "问题", units: ["甲局"], leaders: ["丁某"], persons: ["陈某"], evidence: ["材料"], findings: "原来的话", due: "2026-09-30", "measures/m1": { text: "一条", order: 1 },
    });
    if (claimed) await ledger.act(unit, id, input("claim"));
    return { unit, id, base: await exported(), at: async () => (await ledger.load(unit))[0].value };
  }

  /** What a cell says, of a measure its words. */
  function cellOf(value, path) {
    const found = Qingdan.lib.cells.get(value, path);
    return records.isPlain(found) ? found.text : found;
  }

  async function finish(unit, id) {
    for (const action of ["submit", "review", "close"]) await ledger.act(unit, id, input(action, action === "close" ? { approver: "万某" } : {}));
  }

  const flows = {
    async roundTrips() {
      setDay(DAY);
      await roundTrip(0, 100);
      await roundTrip(100, 100);
    },

    async sampleRoundTrip() {
      const unit = await sampleUnit(), before = await exported(), loaded = await ledger.load(unit);
      await store.wipe();
      await take(before);
      equal([content(await exported()), await ledger.load(unit), await ledger.verify(unit)], [content(before), loaded, []]);
    },

    // An old file has no ledger, and takes none away.
    async oldFile() {
      setDay(DAY);
      const unit = await newUnit(), old = JSON.parse(await exported());
      await ledger.add(unit, { text: "问题" });
      holds(!("ledger" in old.units[0]), "没有台账的单位，文件里也没有");
      await take(JSON.stringify(old));
      equal((await ledger.load(unit)).length, 1);
    },

    // A page of before the ledger kept what it did not know; this one takes it over.
    async leftByAnOldPage() {
      setDay(DAY);
      const unit = await sampleUnit(), loaded = await ledger.load(unit), [file] = content(await exported());
      await store.wipe();
      const { ticks, milestones, uid, ...value } = file;
      await Qingdan.lib.database.write(async (rows) => rows.put("units", { uid, value: { ...value, ledger: { ...value.ledger, archive: 1 } } }));
      equal(await ledger.load(unit), loaded);
      equal([(await store.unit(unit)).ledger, await ledger.verify(unit)], [{ archive: 1 }, []]);
      equal(await ledger.load(unit), loaded, "只接一次");
    },

    async refusedFiles() {
      setDay(DAY);
      const unit = await newUnit(), { value: { id } } = await ledger.add(unit, { text: "问题" }), good = JSON.parse(await exported());
      const bad = [
        (one) => (one.problems = []), (one) => (one.events = "x"), (one) => (one.problems[id].persons = "陈某"), (one) => (one.problems[id].due = "九月"),
        (one) => (one.problems[id].text = 1), (one) => (one.problems[id].measures = { m: 1 }), (one) => (one.problems[id].measures = { m: { persons: "x" } }),
        (one) => (one.problems[id].own = { a: 1 }), (one) => (Object.values(one.events)[0].prev = "x"), (one) => (Object.values(one.events)[0].on = "昨天"),
        (one) => (Object.values(one.events)[0].details = null), (one) => (one.events.other = Object.values(one.events)[0]), (one) => (one.problems[id].revs = [1]),
        ...[{ measures: { m1: null } }, { measures: { m1: { state: 1 } } }, { due: "下半年" }, { text: {} }, { to: 5 }, { months: "x" }, { approver: ["王"] }, { asOf: "上月" }]
          .map((details) => (one) => (Object.values(one.events)[0].details = details)),
      ];
      for (const [at, spoil] of bad.entries()) {
        const file = JSON.parse(JSON.stringify(good));
        spoil(file.units[0].ledger);
        const { ok, problems } = await exchange.parseImport(JSON.stringify(file));
        holds(!ok && problems.every((one) => /[\u4e00-\u9fff]/.test(one)), `第 ${at} 个坏文件：${problems}`);
      }
    },

    // What an earlier version let in spoils neither the ledger nor the other problems.
    async spoiltRows() {
      setDay(DAY);
      const unit = await newUnit({ ledgerProcedure: "x", ledgerLights: 1, ledgerTiers: {}, ledgerMonths: 1e9, ledgerFrom: "x", ledgerNowDays: "3", ledgerTotals: [1],
        ledgerRebound: 5, ledgerChecksOff: 1, ledgerLeadLimit: -1, ledgerMappings: 3, ledgerLightRules: { days: [null] } });
      const plain = model.settings({}), given = model.settings((await store.unit(unit)).profile);
      equal(given, { ...plain, start: given.start, end: given.end, feedback: given.feedback }, "读不懂的设置按没有设");
      equal(model.settings({ ledgerRebound: [1, "2", 3], ledgerMappings: [3, { headings: ["甲"], ids: ["no"] }], ledgerLightRules: { days: [null], state: [{ light: "red", word: "红", when: {} }] } }).rebound, [1, 3]);
      for (const details of [{ measures: { m1: null } }, { due: "下半年" }, { text: {} }]) {
        const { value: { id } } = await ledger.add(unit, { text: "坏的", due: "2026-09-30" });
        const event = { id: `bad-${id}`, problem: id, type: details.text ? "progress" : "import", on: DAY, by: "", note: "", at: "", prev: (await ledger.eventsOf(unit, id)).map((one) => one.id), details };
        await Qingdan.lib.database.write(async (rows) => {
          Qingdan.lib.ledgerLog.putEvent(rows, unit, event);
          const row = await rows.get("problems", [unit, id]);
          rows.put("problems", { ...row, value: { ...row.value, now: details.due ? { ...row.value.now, due: details.due } : { heads: [event.id] } } });
        });
      }
      await ledger.add(unit, { text: "好的" });
      const found = await ledger.load(unit);
      equal(found.map(({ value }) => value.text), ["坏的", "坏的", "坏的", "好的"]);
      equal(found.map(({ value }) => [value.now.odd, value.now.due, value.now.progress]), [[1, "", null], [1, "", null], [1, "", null], [0, "", null]]);
      holds(found.every((problem) => Qingdan.lib.ledgerLights.lightOf(problem, given).word), "都有灯");
    },

    // A closed problem does not get unfinished measures and lose its finished one before people have chosen.
    async measuresTurnedBesideAState() {
      setDay(DAY);
      for (const [choice, kept, state] of [["ours", ["m1"], "closed"], ["theirs", ["m2"], "open"], ["later", ["m1"], "closed"]]) {
        await store.wipe();
        const { unit, id, base, at } = await openProblem();
        await ledger.patch(unit, id, { "measures/m2": { text: "另一条", order: 2 } });
        await ledger.act(unit, id, input("drop"));
        const theirs = await exported();
        await store.wipe();
        await take(base);
        await ledger.act(unit, id, input("measure"));
        await finish(unit, id);
        const read = await exchange.parseImport(theirs), [one] = read.plan.units;
        equal(one.conflicts.map((entry) => entry.store), ["events"], "问一次，问的是办理过程");
        one.conflicts.forEach((entry) => (entry.choice = choice));
        await exchange.applyImport(choice === "later" ? { ...read.plan, units: [{ ...one, conflicts: [], changed: one.changed.filter(({ fork }) => !fork) }] } : read.plan);
        equal([Object.keys((await at()).measures), (await at()).now.state, await ledger.verify(unit)], [kept, state, []], choice);
        const again = (await exchange.parseImport(theirs)).plan.units[0];
        equal(again.conflicts.length, choice === "later" ? 1 : 0, "选定的不再问，放着的再问");
      }
    },

    // A log that an earlier version put together without asking is read as it was: no question comes up later.
    async mergedBefore() {
      setDay(DAY);
      const { unit, id } = await openProblem();
      await ledger.act(unit, id, input("measure"));
      const beside = (await ledger.eventsOf(unit, id)).find(({ type }) => type === "claim");
      await finish(unit, id);
      const added = { id: "zz-add", problem: id, type: "add", on: DAY, by: "", note: "", at: "", prev: [beside.id], details: { added: ["measures/m2"] } };
      const now = ledgerReplay.replay([...await ledger.eventsOf(unit, id), added]);
      equal([now.state, now.fork, now.odd, now.heads.length], ["closed", false, 0, 2]);
    },

    // A measure that one side drops is marked by the other.
    async droppedAndMarked() {
      setDay(DAY);
      const { unit, id, base, at } = await openProblem();
      await ledger.act(unit, id, input("drop"));
      const theirs = await exported();
      await store.wipe();
      await take(base);
      await ledger.act(unit, id, input("measure"));
      equal((await exchange.parseImport(theirs)).plan.units[0].conflicts.map((entry) => entry.store), ["events"]);
      await take(theirs, (one) => one.conflicts.forEach((entry) => (entry.choice = "ours")));
      equal([(await at()).measures.m1.text, (await at()).now.measures.m1.state], ["一条", "done"]);
    },

    // What was reported on, or registered, is not moved by what the other side entered without knowing of it.
    async heldCells() {
      setDay(DAY);
      const cases = [
        ["报送后改文字", async (unit, id) => { await ledger.act(unit, id, input("measure")); await ledger.act(unit, id, input("submit")); }, true, { findings: "另外的话", plan: "计划" }, ["findings"]],
        ["报送后改措施文字", async (unit, id) => { await ledger.act(unit, id, input("measure")); await ledger.act(unit, id, input("submit")); }, true, { "measures/m1/text": "改了" }, ["measures/m1/text"]],
        ["挂号后移期限", (unit, id) => ledger.act(unit, id, input("claim")), false, { due: "2027-06-30", plan: "计划" }, ["due"]],
        ["挂号后去措施", (unit, id) => ledger.act(unit, id, input("claim")), false, { "measures/m1": null }, ["measures/m1"]],
        ["挂号后改文字", (unit, id) => ledger.act(unit, id, input("claim")), false, { findings: "另外的话" }, []],
      ];
      for (const [name, act, claimed, changes, wanted] of cases) {
        for (const here of ["acting", "entering"]) {
          for (const choice of ["ours", "theirs"]) {
            await store.wipe();
            const { unit, id, base, at } = await openProblem(claimed);
            const enter = async () => void (await ledger.patch(unit, id, changes));
            const [first, second] = here === "acting" ? [enter, () => act(unit, id)] : [() => act(unit, id), enter];
            await first();
            const theirs = await exported(), path = Object.keys(changes)[0], before = cellOf(JSON.parse(base).units[0].ledger.problems[id], path);
            await store.wipe();
            await take(base);
            await second();
            const words = `${name} ${here} ${choice}`;
            const plan = await take(theirs, (one) => one.conflicts.forEach((entry) => (entry.choice = choice)));
            equal(plan.units[0].conflicts.map((entry) => [entry.store, entry.cells]), wanted.length ? [["problems", wanted]] : [], words);
            const changed = !wanted.length || (choice === "theirs") === (here === "acting");
            equal(cellOf(await at(), path), changed ? changes[path] : before, words);
            if (changes.plan) equal((await at()).plan, "计划", `${words}：别的格照收`);
            equal((await exchange.parseImport(theirs)).plan.units[0].conflicts, [], `${words}：不再问`);
            if (!wanted.length) continue;
            // The choice holds for the other computer, though it went on.
            const settled = await exported(), chosen = cellOf(await at(), path);
            await store.wipe();
            await take(theirs);
            await ledger.patch(unit, id, { units: ["乙局"] });
            await take(settled);
            equal(cellOf(await at(), path), chosen, `${words}：那边也照选定的`);
          }
        }
      }
    },

    // A lead unit hands back what it worked on, while the centre did something else: nothing is asked.
    async handedBackWithoutQuestions() {
      setDay(DAY);
      const { unit, id, base, at } = await openProblem(false);
      await ledger.patch(unit, id, { due: "2026-10-31" });
      await ledger.act(unit, id, input("claim"));
      await ledger.patch(unit, id, { findings: "查实的话", "measures/m2": { text: "第二条", order: 2, due: "2026-10-01" } });
      await ledger.act(unit, id, input("measure"));
      await ledger.act(unit, id, { ...input("measure"), measure: "m2" });
      await ledger.act(unit, id, input("submit"));
      const theirs = await exported();
      for (const centre of [async () => {}, async () => void (await ledger.act(unit, id, input("progress"))), async () => void (await ledger.patch(unit, id, { units: ["乙局"] }))]) {
        await store.wipe();
        await take(base);
        await centre();
        const plan = await take(theirs);
        equal(plan.units[0].conflicts, []);
        const value = await at();
        equal([value.due, value.findings, value.now.state, Object.keys(value.measures)], ["2026-10-31", "查实的话", "review", ["m1", "m2"]]);
      }
    },

    // Nobody's clock decides that a unit was backed up in the days to come.
    async savedInTheFuture() {
      setDay(DAY);
      for (const [given, believed] of [["2099-01-01T00:00:00.000Z", false], ["2020-01-01T00:00:00.000Z", true], ["昨天", false]]) {
        await store.wipe();
        const unit = await newUnit(), file = { ...JSON.parse(await exported()), exported: given };
        await store.wipe();
        await take(JSON.stringify(file));
        const saved = await store.lastBackup(unit), at = saved && (saved.at || saved);
        equal([at === given, Date.parse(at) <= Date.now() + 1000 || believed], [believed, true], given);
      }
    },

    // A workbook of before there was a word for it is of the whole ledger.
    async outOfAnOldWorkbook() {
      const { outOfWorkbook } = Qingdan.lib.unitMerge;
      equal([[true], ["x"], "whole"].map((part) => JSON.parse(outOfWorkbook(JSON.stringify({ units: [{ part: part[0] === true ? true : part }] }))).units[0].part), ["whole", ["x"], "whole"]);
      equal([outOfWorkbook("{"), outOfWorkbook("[]")], ["{", "[]"]);
      setDay(DAY);
      const unit = await newUnit({}, "甲县");
      const file = JSON.parse(await exported());
      file.units[0].part = true;
      await store.wipe();
      await take(JSON.stringify(file));
      holds((await exchange.exportUnits([unit], "测试")).name.startsWith("巡察整改备份"), "按平常的备份起名");
    },

    // Two computers from one file: different cells and different measures are put together without a question.
    async twoSides() {
      setDay(DAY);
      const unit = await newUnit(), { value: { id } } = await ledger.add(unit, {
        text: "问题", units: ["甲局"], due: "2026-09-30", "measures/m1": { text: "一", order: 1 }, "measures/m2": { text: "二", order: 2 },
      });
      await ledger.act(unit, id, input("claim"));
      const base = await exported(), at = async () => (await ledger.load(unit))[0].value;
      await ledger.patch(unit, id, { goal: "目标" });
      await ledger.act(unit, id, { ...input("measure"), measure: "m1" });
      const theirs = await exported();
      await store.wipe();
      await take(base);
      await ledger.patch(unit, id, { plan: "计划", "measures/m2/text": "二改" });
      await ledger.act(unit, id, { ...input("measure", { to: "doing" }), measure: "m2" });
      await ledger.act(unit, id, input("progress"));
      const plan = await take(theirs);
      equal([plan.units[0].conflicts, plan.units[0].changed.map(({ merged }) => merged), plan.units[0].events.added.length], [[], [true], 1]);
      const value = await at();
      equal([value.goal, value.plan, value.measures.m2.text, value.now.measures.m1.state, value.now.measures.m2.state, value.now.state],
        ["目标", "计划", "二改", "done", "doing", "open"]);
      equal([value.now.heads.length, value.now.fork, await ledger.verify(unit)], [2, false, []]);
      await store.undo(unit);
      equal([(await at()).goal, (await at()).now.measures.m1], ["", undefined], "导入能撤销");
      equal(await ledger.verify(unit), []);
    },

    // Both sides did a step: people choose, the choice is recorded, and neither clock nor order decides.
    async forks() {
      for (const choice of ["ours", "theirs", "later"]) {
        await store.wipe();
        setDay(DAY);
        const unit = await newUnit(), { value: { id } } = await ledger.add(unit, { text: "问题", units: ["甲局"], due: "2026-09-30", "measures/m1": { text: "一", order: 1 } });
        await ledger.act(unit, id, input("claim"));
        const base = await exported(), at = async () => (await ledger.load(unit))[0].value;
        await ledger.act(unit, id, input("extend", { due: "2026-12-31" }));
        const theirs = await exported();
        await store.wipe();
        await take(base);
        await ledger.act(unit, id, { ...input("measure"), measure: "m1" });
        await ledger.act(unit, id, input("submit"));
        const read = await exchange.parseImport(theirs), [planned] = read.plan.units;
        equal(planned.conflicts.map(({ store: one, id: problem, kind }) => [one, problem, kind]), [["events", id, "conflict"]]);
        equal((await exchange.applyImport(read.plan).catch((error) => error)).code, "undecided");
        if (choice === "later") planned.conflicts = [];
        else planned.conflicts[0].choice = choice;
        await exchange.applyImport(read.plan);
        const { now } = await at();
        equal([now.state, now.due, now.fork], { ours: ["review", "", false], theirs: ["open", "2026-12-31", false], later: ["review", "", false] }[choice], choice);
        equal((await ledger.eventsOf(unit, id)).filter(({ type }) => type === "merge").length, choice === "later" ? 0 : 1);
        equal(await ledger.verify(unit), []);
        if (choice === "later") continue;
        await ledger.act(unit, id, input("progress"));
        equal((await at()).now.heads.length, 1, "下一步接在两边后面");
        // The other side takes the decision over without being asked.
        const decided = await exported();
        await store.wipe();
        await take(theirs);
        const plan = await take(decided);
        equal([plan.units[0].conflicts, (await at()).now.state], [[], now.state]);
      }
    },

    // A problem removed here does not come back by itself from an older file; its later events do not either.
    async removedHere() {
      for (const choice of ["ours", "theirs", "later"]) {
        await store.wipe();
        setDay(DAY);
        const unit = await newUnit(), { value: { id } } = await ledger.add(unit, { text: "重复的问题", units: ["甲局"] }), { value: { id: other } } = await ledger.add(unit, { text: "留下的" });
        const base = await exported();
        await ledger.act(unit, id, input("claim"));
        const theirs = await exported();
        await store.wipe();
        await take(base);
        await ledger.remove(unit, [id]);
        const read = await exchange.parseImport(theirs), [planned] = read.plan.units;
        equal([planned.added, planned.conflicts.map((entry) => [entry.store, entry.id, entry.removed])], [[], [["problems", id, true]]]);
        equal((await exchange.applyImport(read.plan).catch((error) => error)).code, "undecided");
        if (choice === "later") planned.conflicts = [];
        else planned.conflicts[0].choice = choice;
        await exchange.applyImport(read.plan);
        const found = await ledger.load(unit);
        equal(found.map(({ value }) => [value.text, value.now.state]).sort(), choice === "theirs" ? [["留下的", "new"], ["重复的问题", "open"]] : [["留下的", "new"]], choice);
        equal((await ledger.allEvents(unit)).filter(({ type }) => type === "claim").length, choice === "theirs" ? 1 : 0);
        equal([found.some((one) => one.id === other), await ledger.verify(unit)], [true, []]);
      }
    },

    async sameCell() {
      setDay(DAY);
      const unit = await newUnit(), { value: { id } } = await ledger.add(unit, { text: "问题", goal: "一" });
      const base = await exported();
      await ledger.patch(unit, id, { text: "他改", goal: "他的" });
      const theirs = await exported();
      await store.wipe();
      await take(base);
      await ledger.patch(unit, id, { text: "我改", plan: "计划" });
      const plan = await take(theirs, (one) => one.conflicts.forEach((entry) => (entry.choice = "theirs")));
      equal(plan.units[0].conflicts.map(({ cells }) => cells), [["text"]], "只问两边都改过的那一格");
      const { value } = (await ledger.load(unit))[0];
      equal([value.text, value.goal, value.plan], ["他改", "他的", "计划"]);
    },

    // Preview, then somebody works on: nothing is written over.
    async stale() {
      setDay(DAY);
      const unit = await newUnit(), { value: { id } } = await ledger.add(unit, { text: "问题", units: ["甲局"] });
      const file = JSON.parse(await exported());
      file.units[0].ledger.problems[id] = { ...file.units[0].ledger.problems[id], goal: "目标", rev: "x", revs: [file.units[0].ledger.problems[id].rev] };
      const { plan } = await exchange.parseImport(JSON.stringify(file));
      await ledger.act(unit, id, input("claim"));
      equal((await exchange.applyImport(plan).catch((error) => error)).code, "stale");
      equal([eventLine.headsOf([]), ledgerReplay.replay([]).state, fill.changesOf({}), records.isPlain({})], [[], "new", {}, true]);
    },
  };
  return flows;
})();
