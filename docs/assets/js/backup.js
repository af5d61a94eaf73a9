// @ts-check
/**
 * Taking everything along and leaving nothing behind: saving to a file, tables, restore points, and clearing
 * a shared computer. Importing is in import-preview.js.
 */
(function () {
  "use strict";

  const { h, moment, toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { records, store, exchange, files, catalogue, dialogs } = Qingdan.lib;

  /** @type {Record<string, string>} */
  const STATES = { todo: "未办", doing: "在办", done: "已办", na: "不适用" };
  /** @type {Record<string, string>} */
  const REASONS = {
    daily: "当天第一次修改之前", clear: "清空之前", remove: "移除单位之前", import: "导入之前", restore: "恢复之前",
    manual: "手工留存",
  };

  // ── Saving to a file ──

  /** One unit as a file. @param {string} uid */
  function exportUnit(uid) {
    return save([uid]);
  }

  /** All units as one file. */
  function exportAll() {
    return save(undefined);
  }

  /** @param {string[] | undefined} uids undefined: all @returns {Promise<string>} the file's name, "" if there is nothing */
  async function save(uids) {
    const { text, marks, years, name } = await exchange.exportUnits(uids, await kit());
    if (!marks.length && !years) {
      toast("还没有单位，没有可保存的内容。");
      return "";
    }
    files.download(name, "application/json", text);
    for (const { uid, change } of marks) await store.markBackedUp(uid, change);
    toast(`已交给浏览器保存：${name}。请到“下载”文件夹里确认。`);
    return name;
  }

  /** What can still be read of a damaged database. */
  async function exportSalvaged() {
    const text = exchange.writeSalvaged(await store.salvage(), await kit());
    files.download(files.nameOf("salvage", [], "json"), "application/json", text);
  }

  /** The version of the site, for the file; saving must not fail for want of it. @returns {Promise<string>} */
  async function kit() {
    try {
      return (await catalogue.load()).kit;
    } catch {
      return "";
    }
  }

  /** @param {string} uid @returns {Promise<string>} */
  async function nameOf(uid) {
    const unit = await store.unit(uid);
    return unit ? unit.name : "单位";
  }

  /** A unit as a table for WPS and Excel: one row an item, those of retired items at the end. @param {string} uid */
  async function exportTable(uid) {
    const [known, ticks] = await Promise.all([catalogue.load(), store.ticks(uid)]);
    /** @type {any[]} */
    const rows = [];
    for (const list of known.lists) {
      for (const item of list.items) rows.push({ list, item, tick: records.normalizeTick(ticks.get(item.id)) });
    }
    ticks.forEach((/** @type {Tick} */ tick, /** @type {string} */ id) => {
      if (known.known.ticks.has(id)) return;
      const { kind, text, list } = known.meaning(id);
      const words = kind === "retired" ? `${text}（已停用）` : text;
      rows.push({ list: list || { id: "", title: "" }, item: { id, text: words, owner: "", level: "" }, tick });
    });
    const columns = [
      { title: "清单", value: (/** @type {any} */ row) => `${row.list.id} ${row.list.title}`.trim() },
      { title: "编号", value: (/** @type {any} */ row) => row.item.id },
      { title: "条目", value: (/** @type {any} */ row) => row.item.text },
      { title: "状态", value: (/** @type {any} */ row) => STATES[row.tick.state] || row.tick.state },
      { title: "责任人", value: (/** @type {any} */ row) => row.tick.person },
      { title: "期限", value: (/** @type {any} */ row) => row.tick.due },
      { title: "办结日期", value: (/** @type {any} */ row) => row.tick.doneOn },
      { title: "记事", value: (/** @type {any} */ row) => row.tick.note },
      { title: "佐证", value: (/** @type {any} */ row) => row.tick.evidence.join("；") },
      { title: "角色", value: (/** @type {any} */ row) => known.roles[row.item.owner] || row.item.owner },
      { title: "级别", value: (/** @type {any} */ row) => known.levels[row.item.level] || row.item.level },
    ];
    const name = files.nameOf("lists", [await nameOf(uid)], "csv");
    files.download(name, "text/csv", files.csv(columns, rows));
    toast(`已交给浏览器保存：${name}，可用 WPS 或 Excel 打开。表格不能再导入，备份请用“保存到文件”。`);
  }

  // ── Restore points ──

  /**
   * Restore points as a table, each with a button.
   * @param {Snapshot[]} points @param {(point: Snapshot) => any} restore
   */
  function restoreTable(points, restore) {
    return h("div", { class: "qd-scroll" }, h("table", { class: "qd-table qd-restore" },
      h("thead", null, h("tr", null, ["单位", "什么时候", "为什么留", "有什么", "恢复"].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", null, points.map((point) => h("tr", null,
        h("th", { scope: "row" }, point.name || "（没有名称）"), h("td", null, moment(point.at)),
        h("td", null, REASONS[point.reason] || point.reason), h("td", null, contentsOf(point)),
        h("td", null, h("button", {
          type: "button", class: "qd-button", "aria-label": `恢复到${moment(point.at)}：${point.name}`, onclick: () => restore(point),
        }, "恢复")))))));
  }

  /** How much there is, "" for nothing. @param {Record<string, number>} counts by store */
  function countWords(counts) {
    const words = { ticks: "个条目", milestones: "个节点", forms: "处表单", problems: "个台账问题" };
    return Object.entries(words).filter(([store]) => counts[store]).map(([store, word]) => `${counts[store]} ${word}`).join("、");
  }

  /** @param {{counts: Record<string, number>}} point */
  function contentsOf({ counts }) {
    const words = countWords(counts);
    return words ? `${words}有记录` : "还没有记录";
  }

  /** Ask, go back to a restore point, and say so. @param {Snapshot} point @returns {Promise<boolean>} whether it was done */
  function restorePoint(point) {
    return dialogs.confirm({
      title: `把“${point.name}”恢复到${moment(point.at)}？`,
      body: [
        h("p", null, `那时${contentsOf(point)}。此后的修改会换成那时的内容。`),
        h("p", null, "恢复之前会先留一个恢复点；恢复得不对，可以撤销，也可以再恢复回来。"),
      ],
      yes: "恢复",
      run: async () => {
        const { value } = await store.restore(point.id);
        setTimeout(toast, 0, value.change === null ? "内容和现在一样，没有改动。" : `“${point.name}”已恢复到${moment(point.at)}。`);
      },
    });
  }

  // ── Leaving ──

  /** For shared computers: first save, then clear everything of ours. */
  async function leave() {
    const years = (await store.contents([])).calendar.length;
    const units = await Promise.all((await store.units()).map(async (/** @type {Unit} */ unit) => {
      const [counts, { count }] = await Promise.all([store.counts(unit.uid), store.changesSinceBackup(unit.uid)]);
      return { name: unit.name, counts, count };
    }));
    let saved = "";
    const dialog = dialogs.open(offer());

    /** @returns {Step} */
    function offer() {
      const allSaved = units.length > 0 && units.every(({ count }) => !count);
      return {
        title: "离开并清除",
        body: [
          h("p", null, "电脑是大家共用的：离开前先把自己的记录存成文件带走，再从这台电脑上清除。下次在别的电脑上用“接着做”打开这个文件。"),
          units.length ? h("ul", null, units.map(({ name, counts, count }) => h("li", null,
            `“${name}”：${contentsOf({ counts })}，`, count ? `${count} 处修改还没有保存到文件` : "都已保存到文件")))
            : h("p", null, "这台电脑上还没有单位，只有页面设置。"),
          years > 0 && h("p", null, `粘贴的放假安排（${years} 年）也会存进文件。`),
        ],
        actions: [
          ...(allSaved ? [{ text: "已经保存，继续", kind: /** @type {const} */ ("primary"), run: () => dialog.show(question()) }] : []),
          ...(units.length || years ? [{
            text: allSaved ? "再保存一次" : "先保存到文件", ...(!allSaved && { kind: /** @type {const} */ ("primary") }), run: async () => {
              saved = await exportAll();
              dialog.show(question());
            },
          }] : []),
          ...(allSaved ? [] : [{ text: units.length ? "不保存，继续" : "继续", run: () => dialog.show(question()) }]),
          { text: "取消", run: () => dialog.close() },
        ],
      };
    }

    /** @returns {Step} */
    function question() {
      const unsaved = !saved && units.some(({ count }) => count);
      return {
        title: units.length ? `清除 ${units.length} 个单位的全部记录？` : "清除本站的设置？",
        body: [
          units.length > 0 && h("p", null, "将清除：", h("strong", null, units.map(({ name }) => `“${name}”`).join("、")),
            "。勾选、记事、期限、表单、台账、恢复点和页面设置都会删掉，不能撤销。"),
          saved && h("p", null, `文件已交给浏览器保存：${saved}。请先到“下载”文件夹里找到它，拷到自己的 U 盘或共享文件夹。`),
          unsaved && h("p", { class: "qd-warning" }, "有修改还没有保存到文件，清除以后就找不回来了。"),
        ],
        actions: [
          { text: "全部清除", kind: "danger", run: clear },
          { text: "返回", run: () => dialog.show(offer()) },
          { text: "取消", run: () => dialog.close() },
        ],
      };
    }

    async function clear() {
      await store.wipe();
      dialog.show({
        title: "已经清除",
        body: [h("p", null, "本站在这台电脑上的记录和设置已全部删除。别的网站和软件的数据没有动。")],
        actions: [{ text: "好", kind: "primary", run: () => dialog.close() }],
      });
      Qingdan.announce("本站在这台电脑上的记录和设置已全部删除");
    }
  }

  Qingdan.lib.backup = {
    STATES, countWords, exportUnit, exportAll, exportTable, exportSalvaged, restoreTable, restorePoint, leave,
  };
})();
