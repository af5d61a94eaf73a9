// @ts-check
/**
 * 接着做: choose or drop files, look at what each would do, decide, import one after the other, take it back.
 * Nothing is written before people confirm a preview.
 *
 * @typedef {{file: string, count: number, left: number, dropped: number, handout: boolean, saved: boolean, units: {uid: string, name: string, change: number}[]}} Imported
 *   change: the number of the import in the journal of the unit
 */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { store, exchange, catalogue, dialogs, importPreview, ledgerPreview, currentUnit } = Qingdan.lib;

  /** @param {Iterable<File>} [given] files that were dropped on the page @param {() => any} [after] when it is closed */
  async function openImport(given, after) {
    const dialog = dialogs.open(choosing(), { wide: true });
    if (after) dialog.closed.then(after);
    /** @type {File[]} */
    let queue = [];
    let total = 0;
    /** @type {Imported[]} */
    const done = [];
    /** @type {Catalogue} */
    let known;

    dialog.element.addEventListener("dragover", (/** @type {DragEvent} */ event) => event.preventDefault());
    dialog.element.addEventListener("drop", (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      if (event.dataTransfer && !queue.length && !done.length) take(event.dataTransfer.files);
    });
    const files = given ? [...given] : [];
    if (files.length) take(files);

    /** @param {string} [problem] @returns {Step} */
    function choosing(problem) {
      const input = h("input", {
        type: "file", multiple: true, accept: ".json,application/json", class: "qd-file", onchange: () => take(input.files),
      });
      return {
        title: "接着做：导入文件",
        body: [
          problem && h("p", { class: "qd-warning" }, problem),
          h("p", null, "选择“保存到文件”得到的 .json 文件。可以一次选几个人的文件，一份接一份合并；先看清楚会改什么，再决定导不导入。"),
          h("label", { class: "qd-drop" }, h("span", null, "选择文件，或把文件拖到这里"), input),
        ],
        actions: [{ text: "取消", run: () => dialog.close() }],
        focus: input,
      };
    }

    /** @param {Iterable<File>} chosen */
    function take(chosen) {
      queue = [...chosen];
      total = queue.length;
      if (total) dialog.run(next);
    }

    async function next() {
      const file = queue.shift();
      if (!file) return finish();
      if (!known) known = await catalogue.load();
      /** @type {any} */
      let read;
      try {
        read = await exchange.parseImport(await exchange.readText(file), known.known);
        if (read.plan) await ledgerPreview.prepare(read.plan);
      } catch (error) {
        read = { ok: false, problems: [/** @type {Error} */ (error).message] };
      }
      if (read.ok) preview(file.name, read.document, read.plan);
      else refuse(file.name, read.problems);
    }

    /** Which file this is, where there are several. */
    function place() {
      return total > 1 ? `（第 ${total - queue.length} 个，共 ${total} 个）` : "";
    }

    /** @param {string} name @param {string[]} problems */
    function refuse(name, problems) {
      dialog.show({
        title: `没有导入“${name}”${place()}`,
        body: [
          h("ul", { class: "qd-problems" }, problems.map((problem) => h("li", null, problem))),
          h("p", null, "这台电脑上的数据没有任何改动。"),
        ],
        actions: queue.length || done.length
          ? [{ text: queue.length ? "看下一个文件" : "看导入结果", kind: "primary", run: next }, { text: "取消", run: () => dialog.close() }]
          : [{ text: "另选文件", kind: "primary", run: () => dialog.show(choosing()) }, { text: "取消", run: () => dialog.close() }],
      });
      Qingdan.announce(`没有导入：${problems[0]}这台电脑上的数据没有任何改动。`);
    }

    /** @param {string} name @param {ExchangeDocument} document @param {Plan} plan @param {Map<string, string>} [as] @param {string} [note] */
    function preview(name, document, plan, as = new Map(), note) {
      /** @param {string} from @param {string} to */
      const merge = (from, to) => dialog.run(async () => {
        const changed = new Map(as);
        if (to) changed.set(from, to);
        else changed.delete(from);
        preview(name, document, await exchange.planImport(document, known.known, changed), changed);
      });
      const skip = { text: queue.length || done.length ? "跳过这个文件" : "取消", run: queue.length || done.length ? next : () => dialog.close() };
      const nothing = importPreview.isEmpty(plan);
      dialog.show({
        title: `导入“${name}”${place()}`,
        body: [
          note && h("p", { class: "qd-warning" }, note),
          nothing && h("p", { class: "qd-warning" }, "文件里的内容这里都有了，或者这里的更新，没有要导入的。"),
          importPreview.view(plan, known, merge, () => preview(name, document, plan, as, note)),
        ],
        actions: nothing
          ? [{ text: queue.length ? "看下一个文件" : "好", kind: "primary", run: queue.length || done.length ? next : () => dialog.close() }]
          : [{ text: "确认导入", kind: "primary", run: () => write(name, document, plan, as) }, skip],
      });
    }

    /** @param {string} name @param {ExchangeDocument} document @param {Plan} plan @param {Map<string, string>} as */
    async function write(name, document, plan, as) {
      const chosen = importPreview.decided(plan), before = await currentUnit.get();
      let result = { saved: true };
      try {
        if (chosen.count || chosen.dropped) result = await exchange.applyImport(chosen.plan);
      } catch (error) {
        if (/** @type {any} */ (error).code !== "stale") throw error;
        const again = await exchange.planImport(document, known.known, as);
        return preview(name, document, again, as, "预览之后这里又有改动，已重新比对，还没有导入。请再看一遍。");
      }
      const units = [];
      for (const { uid, name: unit, skip } of chosen.plan.units) {
        const change = !skip && (chosen.count || chosen.dropped) ? await importOf(uid) : 0;
        if (change) units.push({ uid, name: unit, change });
      }
      done.push({ file: name, count: chosen.count, left: chosen.left, dropped: chosen.dropped, handout: plan.handout, saved: result.saved, units });
      if (!before && units.length) currentUnit.choose(units[0].uid); // on a fresh computer, to go on at once
      return next();
    }

    /** The number of the import just made, 0 if that unit was not changed. @param {string} uid @returns {Promise<number>} */
    async function importOf(uid) {
      const [last] = await store.recentChanges(uid, 1);
      const taken = done.some(({ units }) => units.some((unit) => unit.uid === uid && unit.change === last.id));
      return last && last.action === "import" && last.own && !taken ? last.id : 0;
    }

    function finish() {
      if (!done.length) return dialog.close();
      const undoable = done.some(({ units }) => units.length);
      dialog.show({
        title: "导入完成",
        body: [
          h("ul", null, done.map(({ file, count, left, dropped, saved }) => h("li", null,
            `“${file}”：`, count ? `写入 ${count} 处` : "没有写入", left > 0 && `；${left} 处两边都改过的没有动，下次导入这个文件时再问`,
            dropped > 0 && `；${dropped} 个删除过的不带回，同样的文件以后不再问`,
            saved ? "。" : "。本机存储有问题，暂时只在这个窗口里，请马上保存到文件。"))),
          done.some(({ handout, units }) => handout && units.length) && h("p", null, "办完以后点“保存到文件”，把名称以“整改台账交回”开头的文件交回去。"),
          undoable && h("p", null, "导入得不对，现在可以撤销。原来就在这里的单位，导入之前留了恢复点，以后也可以恢复。"),
        ],
        actions: [
          { text: "好", kind: "primary", run: () => dialog.close() },
          ...(undoable ? [{ text: "撤销这次导入", run: undo }] : []),
        ],
      });
      const sum = done.reduce((count, one) => count + one.count, 0);
      Qingdan.announce(`导入完成，写入 ${sum} 处`);
    }

    async function undo() {
      /** @type {Map<string, number[]>} */
      const changes = new Map();
      for (const { units } of done) {
        for (const { uid, change } of units) changes.set(uid, [...(changes.get(uid) || []), change]);
      }
      let kept = 0;
      for (const [uid, numbers] of changes) kept += (await store.undoAll(uid, numbers)).value.kept;
      dialog.show({
        title: "导入已撤销",
        body: [h("p", null, "各单位回到了导入之前的样子。", kept > 0 && `有 ${kept} 处在导入以后又改过，没有动。`)],
        actions: [{ text: "好", kind: "primary", run: () => dialog.close() }],
      });
      Qingdan.announce("导入已撤销");
    }
  }

  Qingdan.lib.backup.openImport = openImport;
  Qingdan.lib.importPreview.open = openImport;
})();
