/**
 * What the data layer promises, as functions that run in any page holding its scripts: in the current Chromium
 * (test_store.py, test_exchange.py) and over raw CDP in an old one (test_old_chromium.py). Chromium 80 runs
 * this file, too. A flow throws where a promise is broken; it starts on a fresh page and an empty database.
 */
var flows = (function () {
  "use strict";

  const { store, exchange, records, dates, database, history } = Qingdan.lib;

  function equal(actual, expected, what) {
    const [a, b] = [records.canonical(actual), records.canonical(expected)];
    if (a !== b) throw new Error(`${what || "值"}：得到 ${a}，应为 ${b}`);
  }

  function holds(condition, what) {
    if (!condition) throw new Error(what);
  }

  /** The code of the error that a promise is rejected with, or of one thrown. */
  async function codeOf(start) {
    try {
      await (typeof start === "function" ? start() : start);
    } catch (error) {
      holds(/[\u4e00-\u9fff]/.test(error.message), `没有中文说明：${error.stack}`);
      return error.code;
    }
    return "没有出错";
  }

  async function newUnit(name = "甲单位") {
    const { saved, value } = await store.createUnit({ name });
    holds(saved, "单位没有存上");
    return value.uid;
  }

  /** States by item, for short comparisons. */
  async function states(uid) {
    return Object.fromEntries([...(await store.ticks(uid))].map(([id, tick]) => [id, tick.state]));
  }

  /** All that is stored, whoever stored it, except the journal and restore points. */
  async function everything() {
    const { units, extra } = await store.contents();
    return units.map(({ uid, value, records: lists }) => [uid, value, [...lists].map(([one, list]) => [one, [...list]])]).concat([extra]);
  }

  function setDay(day) {
    const time = new Date(`${day}T09:00:00`);
    Qingdan.clock = { now: () => time };
  }

  /** The restore point of the day is made when nothing has changed for some seconds; here it is made now. */
  async function quiet(uid) {
    await database.write((rows) => history.takeDue(rows, uid));
  }

  function fileOf(units, more) {
    return JSON.stringify({ format: "qingdan", version: 1, kit: "测试", exported: "2026-11-22T01:00:00Z", units, ...more });
  }

  const flows = {
    async units() {
      const first = await store.createUnit({ name: " 甲单位 ", profile: { start: "2026-07-21" } });
      equal([first.saved, first.value.name, first.value.profile], [true, "甲单位", { start: "2026-07-21" }]);
      holds(/^[0-9a-f]{32}$/.test(first.value.uid), "编号不是 128 位随机数");
      const { uid } = first.value;
      await Promise.all([
        store.updateUnit(uid, { profile: { feedback: "2026-07-01" } }),
        store.updateUnit(uid, { profile: { start: "2026-07-22" } }),
        store.updateUnit(uid, { name: "甲局" }),
      ]);
      const unit = await store.unit(uid);
      equal([unit.name, unit.profile], ["甲局", { start: "2026-07-22", feedback: "2026-07-01" }]);
      await newUnit("乙单位");
      equal((await store.units()).map((one) => one.name), ["甲局", "乙单位"]);
      equal(await codeOf(() => store.createUnit({ name: "  " })), "invalid");
      equal(await codeOf(() => store.updateUnit(uid, { name: "长".repeat(201) })), "invalid");
      equal(await codeOf(() => store.updateUnit(uid, { profile: [] })), "invalid");
      equal((await store.unit(uid)).name, "甲局");
      equal(await store.unit("没有"), null);
    },

    async ticks() {
      setDay("2026-11-22");
      const uid = await newUnit(), other = await newUnit("乙单位");
      const { saved, value } = await store.patchTick(uid, "Q03-07", { state: "done" });
      equal([saved, value.state, value.doneOn, value.note, value.evidence], [true, "done", "2026-11-22", "", []]);
      const note = "<script>alert(1)</script>\u0000\ud800'; DROP";
      await store.patchTick(uid, "Q03-07", { note, person: "张三", due: "2026-12-01", evidence: ["整改清单"] });
      await store.patchTick(uid, "Q03-07", { doneOn: "2026-11-20" });
      const tick = (await store.ticks(uid)).get("Q03-07");
      equal([tick.state, tick.note, tick.person, tick.due, tick.doneOn, tick.evidence],
        ["done", note, "张三", "2026-12-01", "2026-11-20", ["整改清单"]]);
      await store.patchTick(uid, "Q03-07", { state: "todo", note: "" });
      equal((await store.ticks(uid)).get("Q03-07").doneOn, "");
      await store.patchMilestone(uid, "T01-01", { state: "done", doneOn: "2026-11-01" });
      equal([...(await store.milestones(uid)).keys()], ["T01-01"]);
      equal((await store.ticks(other)).size, 0);
      for (const id of ["__proto__", "constructor", "toString", "带 空格/斜杠", "长".repeat(200)]) {
        await store.patchTick(other, id, { state: "na" });
        equal((await store.ticks(other)).get(id).state, "na");
      }
      equal((await store.ticks(other)).size, 5);
      equal({}.state, undefined);
    },

    async refusals() {
      const uid = await newUnit();
      const bad = [
        { note: "长".repeat(20001) }, { person: "长".repeat(201) }, { due: "2026-02-30" }, { due: "明天" }, { doneOn: 20261122 },
        { state: "archived" }, { state: null }, { evidence: "清单" }, { evidence: [1] }, { evidence: Array(101).fill("一") }, { color: "red" },
      ];
      for (const fields of bad) equal(await codeOf(() => store.patchTick(uid, "Q03-07", { person: "李四", ...fields })), "invalid");
      for (const id of ["", "长".repeat(201), 7, null]) equal(await codeOf(() => store.patchTick(uid, id, { note: "有" })), "invalid");
      equal(await codeOf(() => store.patchTick("没有", "Q03-07", { note: "有" })), "no-unit");
      equal((await store.ticks(uid)).size, 0, "被拒绝的没有写入");
      equal((await store.recentChanges(uid)).length, 1, "只有新建单位一条");
      await store.patchTick(uid, "Q03-07", { note: "长".repeat(20000) });
      equal((await store.ticks(uid)).get("Q03-07").note.length, 20000);
    },

    async revisions() {
      const uid = await newUnit();
      const revs = [];
      for (let at = 0; at < 60; at++) revs.unshift((await store.patchTick(uid, "Q01-01", { note: `第 ${at} 次` })).value.rev);
      const now = (await store.ticks(uid)).get("Q01-01");
      equal([now.rev, now.revs], [revs[0], revs.slice(1, 51)]);
      const same = await store.patchTick(uid, "Q01-01", { note: "第 59 次", state: "todo" });
      equal([same.saved, same.value.rev], [true, revs[0]], "没有变化就没有新版本");
      equal((await store.recentChanges(uid, 100)).length, 61);
      const base = { state: "todo", rev: "b", revs: ["a"] };
      const cases = [
        [base, { ...base }, "same"], [base, { state: "todo", note: "", rev: "x" }, "equal"],
        [base, { state: "done", rev: "c", revs: ["b", "a"] }, "theirs"], [base, { state: "done", rev: "a", revs: [] }, "ours"],
        [base, { state: "done", rev: "c", revs: ["a"] }, "both"], [base, { state: "done", rev: "b", revs: ["a"] }, "both"],
        [base, { state: "done" }, "both"], [base, { state: "done", rev: "a", revs: ["b"] }, "both"],
        [base, { state: "todo", rev: "c", revs: ["b"], photo: 1 }, "theirs"],
      ];
      cases.forEach(([ours, theirs, expected], at) => equal(records.compare(ours, theirs), expected, `比较 ${at}`));
    },

    async undo() {
      const uid = await newUnit();
      equal((await store.undo(uid)).value, null, "新建单位不能撤销");
      await store.patchTick(uid, "Q01-01", { state: "done" });
      await store.patchTick(uid, "Q01-01", { note: "一" });
      await store.patchTick(uid, "Q01-01", { note: "二" });
      equal((await store.undoable(uid)).after, { note: "二" });
      const first = await store.undo(uid);
      equal([first.saved, first.value.undone, first.value.kept], [true, 1, 0]);
      equal((await store.ticks(uid)).get("Q01-01").note, "一");
      await store.undo(uid);
      await store.undo(uid);
      const tick = (await store.ticks(uid)).get("Q01-01");
      equal([tick.note, tick.state, tick.doneOn], ["", "todo", ""]);
      equal((await store.undo(uid)).value, null);
      // What was changed again stays.
      await store.patchTick(uid, "Q01-02", { state: "done", note: "甲" });
      const { id } = (await store.recentChanges(uid, 1))[0];
      await store.patchTick(uid, "Q01-02", { note: "乙" });
      const partly = await store.undo(uid, id);
      equal([partly.value.undone, partly.value.kept], [2, 1]);
      const kept = (await store.ticks(uid)).get("Q01-02");
      equal([kept.state, kept.note, kept.doneOn], ["todo", "乙", ""]);
      equal((await store.recentChanges(uid)).find((change) => change.id === id).undone, true);
      await store.updateUnit(uid, { name: "改错了" });
      await store.undo(uid);
      equal((await store.unit(uid)).name, "甲单位");
    },

    async clearAndRemove() {
      const uid = await newUnit();
      for (let at = 0; at < 250; at++) await store.patchTick(uid, `Q01-${at}`, { state: "done", note: `备注 ${at}` });
      await store.patchMilestone(uid, "T01-01", { state: "done" });
      const before = await everything();
      equal((await store.clearUnit(uid, { only: ["Q01-0", "Q01-1", "没有"] })).value, 2);
      equal((await store.ticks(uid)).size, 248);
      equal((await store.undo(uid)).value.undone, 2);
      equal(await everything(), before);
      equal((await store.clearUnit(uid)).value, 251);
      equal([(await store.ticks(uid)).size, (await store.milestones(uid)).size, (await store.units()).length], [0, 0, 1]);
      await store.patchTick(uid, "Q01-3", { note: "清空以后写的" });
      equal((await store.clearUnit("没有")).value, 0);
      const clear = (await store.recentChanges(uid)).find((change) => change.action === "clear" && change.count === 251);
      const undone = (await store.undo(uid, clear.id)).value;
      equal([undone.undone, undone.kept], [250, 1]);
      equal((await store.ticks(uid)).get("Q01-3").note, "清空以后写的");
      await store.undo(uid, (await store.recentChanges(uid)).find((change) => change.key === "Q01-3").id);
      const full = await everything();
      equal((await store.removeUnit(uid)).value, 252);
      equal([await store.units(), await store.ticks(uid)], [[], new Map()]);
      equal((await store.snapshots())[0].name, "甲单位", "移除的单位仍有恢复点");
      await store.undo(uid);
      equal(await everything(), full);
      await store.removeUnit(uid, { final: true });
      equal((await store.undo(uid)).value, null, "彻底移除不能撤销");
      equal([(await store.units()).length, (await store.snapshots()).length, (await store.recentChanges(uid)).length], [0, 0, 0]);
    },

    async snapshots() {
      setDay("2026-11-20");
      const uid = await newUnit();
      await store.patchTick(uid, "Q01-01", { note: "第一天" });
      await store.patchTick(uid, "Q01-02", { state: "done" });
      await quiet(uid);
      equal(await store.snapshots(uid), [], "那天之前什么也没有");
      setDay("2026-11-21");
      await store.patchTick(uid, "Q01-01", { note: "第二天" });
      await store.patchTick(uid, "Q01-03", { state: "doing" });
      await quiet(uid);
      await store.patchTick(uid, "Q01-03", { note: "同一天" });
      await quiet(uid);
      const points = await store.snapshots(uid);
      equal(points.map((point) => [point.reason, point.counts.ticks]), [["daily", 2]]);
      const before = await everything();
      const { value } = await store.restore(points[0].id);
      holds(value.change, "恢复有变化");
      equal(await states(uid), { "Q01-01": "todo", "Q01-02": "done" });
      const restored = (await store.ticks(uid)).get("Q01-01");
      equal(restored.note, "第一天");
      holds(restored.revs.includes(before[0][2][0][1][0][1].rev), "恢复是一次新的修改");
      equal((await store.snapshots(uid))[0].reason, "restore");
      await store.undo(uid);
      equal((await store.ticks(uid)).get("Q01-01").note, "第二天");
      equal(await states(uid), { "Q01-01": "todo", "Q01-02": "done", "Q01-03": "doing" });
      equal((await store.takeSnapshot(uid)).saved, true);
      const other = await newUnit("乙单位");
      await store.patchTick(other, "Q01-01", { note: "乙" });
      await store.takeSnapshot(other);
      for (let at = 0; at < 30; at++) await store.takeSnapshot(uid);
      equal([(await store.snapshots(uid)).length, (await store.snapshots(other)).length], [20, 1]);
      equal(await codeOf(() => store.restore(points[0].id)), "gone");
      await store.removeUnit(uid);
      await store.restore((await store.snapshots(uid))[0].id);
      equal([(await store.unit(uid)).name, (await store.ticks(uid)).size], ["甲单位", 3]);
    },

    async dailySnapshot() {
      setDay("2026-11-20");
      const uid = await newUnit();
      await store.patchTick(uid, "Q01-01", { state: "done", note: "昨天", person: "张三" });
      await store.patchMilestone(uid, "T01-01", { state: "doing" });
      await quiet(uid);
      const before = await everything();
      setDay("2026-11-21");
      for (let at = 0; at < 60; at++) await store.patchTick(uid, "Q01-02", { note: `今天新增 ${at}` });
      await store.patchTick(uid, "Q01-01", { note: "今天" });
      await store.patchTick(uid, "Q01-01", { state: "todo", note: "今天又改" });
      await store.undo(uid);
      await store.updateUnit(uid, { name: "今天改名", profile: { start: "2026-07-21" } });
      await store.patchMilestone(uid, "T01-01", { note: "今天" });
      const after = await everything();
      await store.clearUnit(uid, { only: ["Q01-01"] }); // before it the restore point of the day is made
      equal((await store.snapshots(uid)).map((point) => [point.reason, point.counts]),
        [["clear", { ticks: 2, milestones: 1, forms: 0 }], ["daily", { ticks: 1, milestones: 1, forms: 0 }]]);
      await store.undo(uid);
      equal(await everything(), after);
      await quiet(uid);
      equal((await store.snapshots(uid)).length, 2);
      await store.restore((await store.snapshots(uid))[1].id);
      const plain = (all) => records.canonical(all).replace(/"revs?":("\w*"|\[[^\]]*\]),?/g, "");
      equal(plain(await everything()), plain(before), "恢复到今天第一次修改之前");
      const tick = (await store.ticks(uid)).get("Q01-01");
      equal([tick.person, tick.doneOn], ["张三", "2026-11-20"]);
    },

    async backups() {
      const uid = await newUnit();
      equal(await store.lastBackup(uid), null);
      await store.patchTick(uid, "Q01-01", { state: "done" });
      equal((await store.changesSinceBackup(uid)).count, 2);
      const { marks } = await exchange.exportUnits([uid], "测试");
      await store.patchTick(uid, "Q01-02", { state: "done" }); // after the file was written
      for (const mark of marks) await store.markBackedUp(mark.uid, mark.change);
      const since = await store.changesSinceBackup(uid);
      equal([since.count, since.oldest], [1, (await store.recentChanges(uid, 1))[0].at]);
      holds((await store.lastBackup(uid)).at, "记下了备份时间");
    },

    async subscriptions() {
      const heard = [], uid = await newUnit();
      const stop = store.subscribe((change) => heard.push([change.unit === uid, change.store, change.key, change.action, change.local]));
      store.subscribe(() => {});
      await store.patchTick(uid, "Q01-01", { state: "done" });
      await store.patchTick(uid, "Q01-01", { state: "done" }); // nothing changes
      await store.clearUnit(uid);
      await store.undo(uid);
      equal(heard, [[true, "ticks", "Q01-01", "edit", true], [true, "*", null, "clear", true], [true, "*", null, "undo", true]]);
      stop();
      await store.patchTick(uid, "Q01-01", { state: "na" });
      equal(heard.length, 3);
    },

    async wipe() {
      localStorage.setItem("qingdan.unit", "甲");
      localStorage.setItem("qingdanx", "别人的");
      localStorage.setItem("other.qingdan.", "别人的");
      sessionStorage.setItem("qingdan.search", "整改");
      await new Promise((resolve, reject) => {
        const opening = indexedDB.open("qingdan-other", 1);
        opening.onsuccess = () => resolve(opening.result.close());
        opening.onerror = reject;
      });
      const uid = await newUnit();
      await store.patchTick(uid, "Q01-01", { state: "done" });
      await store.wipe();
      equal((await indexedDB.databases()).map((one) => one.name), ["qingdan-other"]);
      equal([localStorage.getItem("qingdan.unit"), localStorage.getItem("qingdan.used"), sessionStorage.getItem("qingdan.search")], [null, null, null]);
      equal([localStorage.getItem("qingdanx"), localStorage.getItem("other.qingdan.")], ["别人的", "别人的"]);
      equal([(await store.units()).length, store.status().code, store.status().notice], [0, "ok", ""]);
      await newUnit("下一位");
    },

    dates() {
      equal([dates.format("2026-11-22"), dates.addDays("2026-02-28", 1), dates.addDays("2024-02-28", 1)], ["2026年11月22日", "2026-03-01", "2024-02-29"]);
      equal([dates.addDays("2026-01-01", -1), dates.daysBetween("2026-03-01", "2027-03-01")], ["2025-12-31", 365]);
      equal(dates.parse("2026-11-22"), { year: 2026, month: 11, day: 22 });
      for (const wrong of ["2026-02-30", "2026-2-3", "2026-13-01", "0026-01-01", "", null, 20261122, "2026-11-22 "]) equal(dates.parse(wrong), null);
      holds(dates.compare("2026-11-22", "2026-12-01") < 0, "早的在前");
      for (const [hour, minute] of [[0, 0], [0, 30], [7, 59], [23, 59]]) {
        const time = new Date(2026, 10, 22, hour, minute);
        Qingdan.clock = { now: () => time };
        equal(dates.today(), "2026-11-22");
      }
    },
  };

  return Object.assign(flows, { tools: { equal, holds, codeOf, newUnit, states, everything, setDay, fileOf } });
})();
