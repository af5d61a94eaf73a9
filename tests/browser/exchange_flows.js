/**
 * What exchange.js promises; see data_flows.js, which stands in the page before this file.
 */
var exchangeFlows = (function () {
  "use strict";

  const { store, exchange, records, files } = Qingdan.lib;
  const { equal, holds, codeOf, newUnit, states, everything, setDay, fileOf } = flows.tools;

  const UID = "0123456789abcdef0123456789abcdef";

  async function apply(text, known, choose) {
    const { ok, problems, plan } = await exchange.parseImport(text, known);
    holds(ok, `被拒绝：${problems.join(" ")}`);
    if (choose) choose(plan);
    const { saved } = await exchange.applyImport(plan);
    holds(saved, "没有存上");
    return plan;
  }

  function sizes(unit) {
    return ["added", "changed", "kept", "conflicts", "unchanged", "orphaned"].map((name) => unit[name].length);
  }

  /** The file as it is exported, without the time. */
  async function exported(uids) {
    const { exported: _, ...rest } = JSON.parse((await exchange.exportUnits(uids, "测试")).text);
    return rest;
  }

  return {
    async roundTrip() {
      setDay("2026-11-22");
      const uid = await newUnit("甲/单位"), other = await newUnit("乙单位");
      for (let at = 0; at < 20; at++) await store.patchTick(uid, `Q01-${at}`, { state: "done", note: `第 ${at} 条\n"引号"` });
      await store.patchMilestone(uid, "T01-01", { state: "doing", evidence: ["报告"] });
      await store.patchTick(other, "__proto__", { state: "na" });
      const { text, name } = await exchange.exportUnits(undefined, "1.0");
      holds(/^巡察整改备份-2个单位-2026-11-22-\d{4}\.json$/.test(name), name);
      holds((await exchange.exportUnits([uid], "1.0")).name.startsWith("巡察整改备份-甲_单位-2026-11-22-"), "名称");
      const file = JSON.parse(text);
      equal([file.format, file.version, file.kit, file.units.map((unit) => unit.name)], ["qingdan", 1, "1.0", ["甲/单位", "乙单位"].sort((a, b) => (file.units[0].name === a ? -1 : 1))]);
      const unit = file.units.find((one) => one.uid === uid);
      equal(Object.keys(unit).slice(0, 5), ["uid", "name", "profile", "ticks", "milestones"]);
      holds(unit.ticks["Q01-0"].rev, "带版本号");
      const before = await everything();
      const again = await apply(`\uFEFF${text}`);
      equal(again.units.map((one) => [one.unit.kind, one.exists]), [["unchanged", true], ["unchanged", true]]);
      equal(await everything(), before, "再导入自己的文件没有变化");
      await store.wipe();
      const plan = await apply(text, { ticks: ["Q01-0"], milestones: ["T01-01"] });
      const first = plan.units.find((one) => one.uid === uid);
      equal([first.exists, first.unit.kind, ...sizes(first)], [false, "added", 21, 0, 0, 0, 0, 19]);
      equal(await everything(), before, "带走再接着做，一字不差");
    },

    async unknownMembers() {
      const text = `{"format": "qingdan", "version": 1, "kit": "9.9", "exported": "x", "signature": {"a": [1, {"b": null}]},
        "__proto__": {"polluted": 1}, "units": [{"uid": "${UID}", "name": "甲", "profile": {"start": "2026-07-21", "level": {"x": 1}, "__proto__": {"polluted": 2}},
        "ledger": {"problems": {"P1": {"text": "问题", "rev": "r5", "shade": {"x": 1}, "measures": {"m": {"text": "措施", "order": 1, "hue": 2}}},
                                "__proto__": {"text": "怪", "rev": "r6", "now": {"state": "closed"}}},
                   "events": {"e1": {"id": "e1", "problem": "P1", "type": "create", "on": "2026-07-21", "by": "甲", "note": "", "at": "", "prev": [], "details": {}, "seal": 1}},
                   "archive": [1]}, "quiz": {"best": 7}, "note": "", "constructor": {"prototype": {"polluted": 3}},
        "ticks": {"Q01-01": {"state": "done", "rev": "r1", "photo": {"data": "…"}, "__proto__": {"polluted": 4}},
                  "__proto__": {"state": "doing", "rev": "r2"}, "constructor": {"state": "na", "rev": "r3"}},
        "milestones": {"T01-01": {"state": "todo", "rev": "r4", "unit": "其他", "id": "其他", "key": [1]}}}]}`;
      await apply(text);
      equal([{}.polluted, [].polluted, (() => {}).polluted], [undefined, undefined, undefined]);
      equal(await states(UID), { "Q01-01": "done", ["__proto__"]: "doing", constructor: "na" });
      await store.patchTick(UID, "Q01-01", { note: "改过" });
      await store.patchMilestone(UID, "T01-01", { state: "done" });
      await store.updateUnit(UID, { name: "乙", profile: { feedback: "2026-07-01" } });
      const given = JSON.parse(text), out = await exported();
      equal(out.signature, given.signature);
      holds(Object.keys(out).includes("__proto__"), "顶层的 __proto__ 也在");
      const [theirs] = given.units, [ours] = out.units;
      for (const name of ["quiz", "note"]) equal(ours[name], theirs[name], name);
      const { P1: problem } = ours.ledger.problems, strange = Object.getOwnPropertyDescriptor(ours.ledger.problems, "__proto__").value;
      equal([problem.shade, problem.measures.m.hue, ours.ledger.events, ours.ledger.archive], [{ x: 1 }, 2, theirs.ledger.events, [1]]);
      equal([strange.text, strange.now], ["怪", undefined], "状态不从文件里拿");
      equal(Object.getOwnPropertyDescriptor(ours, "constructor").value, { prototype: { polluted: 3 } });
      equal([ours.profile.level, Object.keys(ours.profile).sort()], [{ x: 1 }, ["__proto__", "feedback", "level", "start"]]);
      equal([ours.ticks["Q01-01"].photo, ours.ticks["Q01-01"].note], [{ data: "…" }, "改过"]);
      holds(Object.keys(ours.ticks["Q01-01"]).includes("__proto__"), "记录里的 __proto__ 也在");
      equal([ours.milestones["T01-01"].unit, ours.milestones["T01-01"].key], ["其他", [1]]);
      equal(Object.keys(ours.ticks).sort(), ["Q01-01", "__proto__", "constructor"]);
      await store.clearUnit(UID);
      await store.undo(UID);
      equal(await exported(), out, "清空再撤销，不认识的内容也都在");
    },

    async conflicts() {
      const uid = await newUnit();
      for (const id of ["同", "我新", "他新", "都改", "都改成一样", "拼"]) await store.patchTick(uid, id, { note: "原" });
      const theirs = JSON.parse((await exchange.exportUnits([uid], "测试")).text);
      let number = 0;
      const change = (id, fields) => {
        const tick = theirs.units[0].ticks[id] || { state: "todo", rev: "", revs: [] };
        theirs.units[0].ticks[id] = { ...tick, ...fields, rev: `他${number++}`, revs: [tick.rev, ...tick.revs].filter(Boolean) };
      };
      change("他新", { note: "他" });
      change("都改", { note: "他" });
      change("都改成一样", { note: "一样" });
      change("拼", { note: "他", person: "他" });
      change("新增", { state: "doing" });
      for (const [id, note] of [["我新", "我"], ["都改", "我"], ["都改成一样", "一样"], ["拼", "我"]]) await store.patchTick(uid, id, { note });
      const text = JSON.stringify(theirs), before = await everything();
      const { plan } = await exchange.parseImport(text, { ticks: ["同", "我新", "他新", "都改", "都改成一样", "拼"] });
      const [unit] = plan.units;
      equal(sizes(unit), [1, 1, 1, 2, 2, 1]);
      equal([unit.added[0].id, unit.changed[0].id, unit.kept[0].id, unit.conflicts.map((one) => one.id)], ["新增", "他新", "我新", ["拼", "都改"].sort()]);
      equal(await codeOf(() => exchange.applyImport(plan)), "undecided");
      equal(await everything(), before, "没选好之前什么也没写");
      unit.conflicts.find((one) => one.id === "都改").choice = "theirs";
      unit.conflicts.find((one) => one.id === "拼").choice = { note: "长".repeat(20001) };
      equal(await codeOf(() => exchange.applyImport(plan)), "invalid");
      unit.conflicts.find((one) => one.id === "拼").choice = { note: "我；他" };
      await exchange.applyImport(plan);
      const ticks = await store.ticks(uid);
      equal([...ticks].map(([id, tick]) => [id, tick.note]).sort(),
        [["他新", "他"], ["同", "原"], ["我新", "我"], ["拼", "我；他"], ["新增", ""], ["都改", "他"], ["都改成一样", "一样"]].sort());
      equal([ticks.get("拼").person, ticks.get("新增").state], ["", "doing"]);
      // The same file again: everything in it is known now.
      equal(sizes((await exchange.parseImport(text)).plan.units[0]), [0, 0, 2, 0, 5, 0]);
      // Their next change to what both had made alike goes through without a question.
      change("都改成一样", { note: "他又改" });
      equal(sizes((await exchange.parseImport(JSON.stringify(theirs))).plan.units[0]), [0, 1, 2, 0, 4, 0]);
      equal((await store.snapshots(uid))[0].reason, "import");
      const undone = await store.undo(uid);
      equal([undone.value.change.action, undone.value.undone, undone.value.kept], ["import", 4, 0]);
      equal(Object.keys(await states(uid)).length, 6);
      equal([...(await store.ticks(uid))].map(([id, tick]) => tick.note).sort(), ["一样", "原", "原", "我", "我", "我"].sort());
    },

    async allOrNothing() {
      const uid = await newUnit();
      await store.patchTick(uid, "Q01-01", { note: "原" });
      const theirs = await exported([uid]);
      theirs.units[0].ticks["Q01-01"] = { state: "done", rev: "他", revs: [theirs.units[0].ticks["Q01-01"].rev] };
      theirs.units.push({ uid: UID, name: "新单位", ticks: { "Q01-01": { state: "done", rev: "x" } } });
      const { plan } = await exchange.parseImport(JSON.stringify({ exported: "", ...theirs }));
      await store.patchTick(uid, "Q01-01", { note: "预览之后又改" });
      const before = await everything();
      equal(await codeOf(() => exchange.applyImport(plan)), "stale");
      plan.units.reverse(); // the new unit would be written first
      equal(await codeOf(() => exchange.applyImport(plan)), "stale");
      equal([await everything(), (await store.snapshots(UID)).length], [before, 0]);
      plan.units.forEach((unit) => (unit.skip = unit.uid === uid));
      await exchange.applyImport(plan);
      equal([await states(UID), (await store.ticks(uid)).get("Q01-01").note], [{ "Q01-01": "done" }, "预览之后又改"]);
    },

    async severalPeople() {
      const mine = await newUnit("甲单位");
      await store.patchTick(mine, "共同", { note: "我" });
      await store.patchTick(mine, "相同", { note: "一样" });
      const person = (uid, ticks) => fileOf([{ uid, name: "甲单位", profile: {}, ticks }]);
      const first = person("1".repeat(32), { 甲: { state: "done", rev: "1" }, 共同: { note: "张三", rev: "2" }, 相同: { note: "一样", rev: "9" } });
      const { document, plan } = await exchange.parseImport(first);
      equal([plan.units[0].exists, plan.units[0].sameName], [false, [{ uid: mine, name: "甲单位" }]]);
      await exchange.applyImport(plan);
      equal((await store.units()).length, 2, "同名不同编号各自存放");
      const merged = await exchange.planImport(document, undefined, new Map([["1".repeat(32), mine]]));
      equal([merged.units[0].uid, merged.units[0].from, ...sizes(merged.units[0])], [mine, "1".repeat(32), 1, 0, 0, 1, 1, 0]);
      merged.units[0].conflicts[0].choice = "ours";
      await exchange.applyImport(merged);
      await apply(person("2".repeat(32), { 乙: { state: "na", rev: "3" } }));
      const ticks = await store.ticks(mine);
      equal([[...ticks.keys()].sort(), ticks.get("共同").note, (await store.unit(mine)).name], [["甲", "共同", "相同"].sort(), "我", "甲单位"]);
      const twice = fileOf([{ uid: "3".repeat(32), name: "三" }, { uid: "4".repeat(32), name: "四" }]);
      const both = new Map([["3".repeat(32), mine], ["4".repeat(32), mine]]);
      equal(await codeOf(async () => exchange.planImport((await exchange.parseImport(twice)).document, undefined, both)), "invalid");
    },

    async unitConflict() {
      await apply(fileOf([{ uid: UID, name: "甲", profile: { start: "2026-07-21" }, rev: "a", revs: [], ours: 1 }]));
      await store.updateUnit(UID, { name: "我改的" });
      const theirs = fileOf([{ uid: UID, name: "他改的", profile: { start: "2026-07-22" }, rev: "b", revs: ["a"], ledger: { archive: [1] } }]);
      const { plan } = await exchange.parseImport(theirs);
      equal(plan.units[0].unit.kind, "conflict");
      equal(await codeOf(() => exchange.applyImport(plan)), "undecided");
      plan.units[0].unit.choice = "ours";
      await exchange.applyImport(plan);
      const unit = await store.unit(UID);
      equal([unit.name, unit.profile.start, unit.ours, unit.ledger], ["我改的", "2026-07-21", 1, { archive: [1] }]);
      equal((await exchange.parseImport(theirs)).plan.units[0].unit.kind, "kept");
    },

    // Between preview and confirmation another tab removes the unit.
    async unitGone() {
      const uid = await newUnit("甲单位");
      await store.patchTick(uid, "Q01-01", { note: "原" });
      const file = await exported([uid]);
      file.units[0].ticks["Q01-02"] = { state: "done", rev: "他", revs: [] };
      const text = JSON.stringify(file), { plan } = await exchange.parseImport(text);
      await store.removeUnit(uid);
      equal(await codeOf(() => exchange.applyImport(plan)), "stale");
      equal([await store.unit(uid), await states(uid)], [null, {}], "没有单位的记录不写");
      const again = await apply(text); // looked at anew, it brings the unit along
      equal([again.units[0].unit.kind, (await store.unit(uid)).name, await states(uid)], ["added", "甲单位", { "Q01-01": "todo", "Q01-02": "done" }]);
    },

    // Several imports are taken back at once; what was entered between them stays.
    async severalTakenBack() {
      const uid = await newUnit(), numbers = [];
      for (const id of ["前改", "中改", "都有"]) await store.patchTick(uid, id, { note: "原" });
      const base = await exported([uid]);
      const take = async (ticks) => {
        const file = JSON.parse(JSON.stringify(base));
        for (const [id, [note, rev, ...revs]] of Object.entries(ticks)) file.units[0].ticks[id] = { state: "todo", note, rev, revs: [...revs, ...(base.units[0].ticks[id] ? [base.units[0].ticks[id].rev] : [])] };
        await apply(JSON.stringify(file));
        numbers.push((await store.recentChanges(uid, 1))[0].id);
      };
      const notes = async () => Object.fromEntries([...(await store.ticks(uid))].map(([id, { note }]) => [id, note]));
      await take({ 前改: ["一", "a1"], 都有: ["一", "b1"], 新: ["一", "c1"] });
      await store.patchTick(uid, "自己的", { note: "两次导入之间写的" });
      await store.patchTick(uid, "中改", { note: "两次之间改的" });
      await take({ 都有: ["二", "b2", "b1"], 新二: ["二", "d1"] });
      await store.patchTick(uid, "前改", { note: "导入以后改的" });
      const { saved, value } = await store.undoAll(uid, numbers);
      equal([saved, value.kept], [true, 1]);
      equal(await notes(), { 自己的: "两次导入之间写的", 中改: "两次之间改的", 前改: "导入以后改的", 都有: "原" });
      equal((await store.recentChanges(uid)).filter(({ action, undone }) => action === "import" && undone).length, 2);
    },

    // What can be saved can be taken along and read again, here and by the next version.
    async longProfiles() {
      const uid = await newUnit(), part = (length) => ({ text: "长".repeat(length) });
      for (let at = 0; at < 10; at++) await store.updateUnit(uid, { profile: { [`t${at}`]: part(19000) } });
      const before = (await store.unit(uid)).profile;
      let refused = "";
      await store.updateUnit(uid, { profile: { more: part(19000) } }).catch((error) => (refused = `${error.code} ${error.message}`));
      holds(/^invalid 单位信息太长/.test(refused), refused);
      equal([(await store.unit(uid)).profile, store.status().pending], [before, 0], "没有存下一半");
      await store.updateUnit(uid, { profile: { t0: part(10) } });
      const file = await exported([uid]);
      file.units[0].profile.more = part(300000); // a later version may allow more
      file.units[0].revs = [file.units[0].rev, ...file.units[0].revs];
      file.units[0].rev = "他";
      await store.wipe();
      await apply(JSON.stringify(file));
      await store.updateUnit(uid, { profile: { t1: part(10) } }); // shorter than before, though too long still
      equal((await store.unit(uid)).profile.t1, part(10));
    },

    async refusals() {
      const uid = await newUnit();
      await store.patchTick(uid, "Q01-01", { note: "原来的" });
      const before = await everything(), unit = (more) => fileOf([{ uid: UID, name: "甲", ...more }]);
      const tick = (record) => unit({ ticks: { "Q01-01": record } });
      const bad = [
        ["", /不是本站导出/], ["PK\u0003\u0004\u0014", /Excel/], ["<html>", /不是本站导出/], ["[]", /不是本站导出/], ["null", /不是本站导出/], ["{}", /不是本站导出/],
        [fileOf([]).slice(0, -3), /不完整/], [fileOf([], { format: "QINGDAN" }), /不是本站导出/], [fileOf([], { version: 2 }), /更新版本/],
        [fileOf([], { version: "1" }), /格式版本不对/], [fileOf([], { version: 1.5 }), /格式版本不对/], [fileOf({}), /没有单位/], [fileOf(null), /没有单位/],
        [fileOf([null]), /没有编号/], [fileOf([{ name: "甲" }]), /没有编号/], [fileOf([{ uid: 7, name: "甲" }]), /没有编号/],
        [fileOf([{ uid: UID }]), /单位名称/], [unit({ name: " " }), /没有填写/], [unit({ name: "长".repeat(201) }), /最多 200 字/], [unit({ profile: [] }), /单位信息/],
        [fileOf([{ uid: UID, name: "甲" }, { uid: UID, name: "乙" }]), /相同/], [unit({ ticks: [] }), /格式不对/], [unit({ milestones: "x" }), /节点：格式不对/],
        [tick(null), /Q01-01：格式不对/], [tick([]), /格式不对/], [tick({ state: "archived" }), /状态/], [tick({ note: 5 }), /记事应是文字/],
        [tick({ note: "长".repeat(20001) }), /20001 字，最多 20000 字/], [tick({ due: "2026-02-30" }), /期限不是日期/], [tick({ evidence: [{}] }), /佐证/],
        [tick({ rev: 5 }), /rev/], [tick({ rev: "" }), /rev/], [tick({ revs: [1] }), /revs/], [unit({ revs: Array(201).fill("a") }), /revs/],
        [unit({ ticks: { ["长".repeat(201)]: {} } }), /编号不对/], [fileOf(Array(201).fill({ uid: UID, name: "甲" })), /最多 200 个/],
        [tick({ deep: JSON.parse("[".repeat(40) + "]".repeat(40)) }), /太深/], [`{"format":${"[".repeat(1e6)}`, /不完整|太深/],
      ];
      for (const [text, reason] of bad) {
        const { ok, problems, plan } = await exchange.parseImport(text);
        equal([ok, plan], [false, null], text.slice(0, 80));
        holds(reason.test(problems.join(" ")), `${text.slice(0, 80)}：${problems.join(" ")}`);
      }
      const many = await exchange.parseImport(unit({ ticks: Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`Q${at}`, { state: 1 }])) }));
      equal([many.problems.length, many.problems[20]], [21, "另有 30 处问题。"]);
      const lots = Object.fromEntries(Array.from({ length: 100001 }, (_, at) => [`Q${at}`, {}]));
      holds(/最多 100000 条/.test((await exchange.parseImport(unit({ ticks: lots }))).problems.join()), "记录太多");
      equal(await everything(), before, "被拒绝的文件没有改动任何内容");
    },

    async csv() {
      const columns = [{ title: "条目", value: (row) => row[0] }, { title: "备注，\"引号\"", value: (row) => row[1] }];
      const text = files.csv(columns, [["Q01-01", "a,b\n\"c\""], [-5, "=1+1"], ["+1", "-1"], ["@x", "'单"], ["\t=1", "\r1"], ["＝1", "１＝1"], [null, undefined]]);
      equal(text, "\uFEFF条目,\"备注，\"\"引号\"\"\"\r\nQ01-01,\"a,b\n\"\"c\"\"\"\r\n-5,'=1+1\r\n'+1,'-1\r\n'@x,''单\r\n'\t=1,\"'\r1\"\r\n'＝1,１＝1\r\n,\r\n");
      const names = {
        "甲/乙:丙*?.json": "甲_乙_丙__.json", "CON.json": "_CON.json", "com1": "_com1", "..": "文件", " . 甲 . .json": "甲.json", "": "文件",
        "\u202egpj.exe": "_gpj.exe", "甲\n乙.csv": "甲_乙.csv", ".json": "文件.json",
      };
      for (const name of Object.keys(names)) equal(files.safeName(name), names[name], name);
      equal(Array.from(files.safeName(`${"长".repeat(300)}.json`)).length, 85);
    },

    async readText() {
      const bytes = (list, name = "x") => new File([new Uint8Array(list)], name);
      equal(await exchange.readText(bytes([0xef, 0xbb, 0xbf, 0x7b])), "{");
      equal(await exchange.readText(bytes([0xff, 0xfe, 0x7b, 0x00])), "{", "记事本存成 Unicode 的也读得出");
      const huge = new File(["x"], "x");
      Object.defineProperty(huge, "size", { value: 50e6 + 1 });
      equal(await codeOf(() => exchange.readText(huge)), undefined);
    },

    async salvaged() {
      const uid = await newUnit();
      await store.patchTick(uid, "Q01-01", { state: "done" });
      await store.patchMilestone(uid, "T01-01", { state: "done" });
      const rows = await store.salvage();
      const before = await everything(), text = exchange.writeSalvaged(rows, "测试");
      const lost = exchange.writeSalvaged({ ticks: rows.ticks }, "测试");
      await store.wipe();
      await apply(text);
      equal(await everything(), before);
      await store.wipe();
      equal((await apply(lost)).units[0].name, "（名称没能读出）");
      equal(await states(uid), { "Q01-01": "done" });
    },
  };
})();
