// @ts-check
/** Importing a table: paste or choose a file, say what the columns are, see row by row what would happen, write. */
(function () {
  "use strict";

  const { h, fill, toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { dialogs, ledgerBoard: board, ledgerFill, ledgerStore, ledgerModel: model, sheetImport, sheetHead, sheetWhole, sheetAsof, sheetGroups, ledgerImportParts: parts, ledgerImportRows: rows } = Qingdan.lib;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  /** The preview of which it was said that questions are open. @type {SheetPreview | null} */
  let warned = null;

  const WORDS = { paste: "粘贴的表", csv: "CSV", xlsx: "表格" };

  /** @param {{html?: string, text?: string, file?: boolean, dropped?: File}} [given] */
  function open(given = {}) {
    const dialog = dialogs.open({ title: "", body: [], actions: [] }, { wide: true });
    if (given.dropped) return void dialog.run(() => readFile(/** @type {File} */ (given.dropped), dialog)).then(() => dialog.element.querySelector("h2")?.textContent || choose(dialog));
    if (given.html || given.text) {
      choose(dialog);
      return void dialog.run(() => toPreview(sheetImport.readPaste(given), dialog));
    }
    choose(dialog, given.file);
  }

  /** @param {Dialog} dialog @param {boolean} [file] the file comes first */
  function choose(dialog, file = false) {
    const area = h("textarea", { class: "qd-input", rows: 6, placeholder: "在这里按 Ctrl+V", onpaste: (/** @type {ClipboardEvent} */ event) => {
      const data = event.clipboardData;
      if (!data) return;
      event.preventDefault();
      const given = { html: data.getData("text/html"), text: data.getData("text/plain") };
      dialog.run(() => toPreview(sheetImport.readPaste(given), dialog));
    } });
    const input = h("input", { type: "file", class: "qd-file", accept: ".xlsx,.csv,.txt,.xls,.htm,.html", onchange: () => {
      const [one] = input.files || [];
      input.value = "";
      if (one) dialog.run(() => readFile(one, dialog));
    } });
    dialog.element.classList.remove("qd-dialog--page");
    dialog.show({
      title: "导入台账",
      body: [
        h("label", { class: "qd-field" }, "在 WPS、Excel、Word 里选中整张表（连同表头）复制，粘贴到这里", area),
        h("label", { class: "qd-drop" }, h("span", null, "或选一个文件：.xlsx、.csv（UTF-8、GB18030）"), input),
        h("p", { class: "qd-note" }, "标题行、签字行会跳过，合并的单元格会填满，一格几条措施会拆开。先看预览，再写入；再次导入时按序号对上，只更新变了的。"),
      ],
      focus: file ? input : area,
      actions: [
        { text: "看预览", kind: "primary", run: () => toPreview(sheetImport.readPaste({ text: area.value }), dialog) },
        { text: "取消", run: () => setTimeout(dialog.close) },
      ],
    });
  }

  /** @param {File} file @param {Dialog} dialog */
  async function readFile(file, dialog) {
    const source = /** @type {Source} */ (await told(() => sheetImport.readFile(file)));
    if (source.whole) askWhole(source, dialog);
    else await toPreview(source, dialog);
  }

  /** Our own workbook holds the history besides the table. @param {Source} source @param {Dialog} dialog */
  function askWhole(source, dialog) {
    dialog.show({
      title: `“${source.name}”里有完整的台账`,
      body: [h("p", null, "这是本工具导出的表格，里面还存着办理记录。"), h("ul", null,
        h("li", null, "合并整个台账：连同办理记录，两边都改过的逐个问。换电脑接着做、别人交回来，选这个。"),
        h("li", null, "只看表格：把表里改过的格子写进台账。在 WPS、Excel 里改过的，选这个；两样都要的，先合并，再来一次。"))],
      actions: [
        { text: "合并整个台账", ...(board.problems().length ? {} : { kind: /** @type {const} */ ("primary") }), run: async () => {
          const bar = /** @type {HTMLElement} */ (document.querySelector("[data-later]"));
          for (const path of (bar.dataset.later || "").split(" ")) await Qingdan.loadScript(path);
          const text = typeof source.whole === "string" ? source.whole : JSON.stringify(source.whole);
          setTimeout(dialog.close);
          await dialog.closed;
          Qingdan.lib.backup.openImport([new File([Qingdan.lib.unitMerge.outOfWorkbook(text)], source.name, { type: "application/json" })]);
        } },
        { text: "只看表格", run: () => toPreview(source, dialog) },
        { text: "返回", run: () => setTimeout(() => choose(dialog)) },
      ],
    });
  }

  /** What a reader refuses, as words for the dialog. @param {() => any} work */
  async function told(work) {
    try {
      return await work();
    } catch (error) {
      const { name, message } = /** @type {Error} */ (error);
      if (name === "SheetError") throw message;
      throw error;
    }
  }

  /** @param {Source} source @param {Dialog} dialog */
  function toPreview(source, dialog) {
    return told(() => {
      /** @type {{grid: Grid, head: Head}} */
      let chosen;
      try {
        chosen = sheetImport.choose(source, board.settings().mappings);
      } catch (error) {
        if (/** @type {any} */ (error).code !== "no-head" || !source.grids.length) throw error;
        return askHead(source, source.grids[0], dialog, /** @type {Error} */ (error).message);
      }
      show(jobOf(source, chosen.grid, chosen.head), dialog);
    });
  }

  /** @param {Source} source @param {Grid} grid @param {Head} head @returns {Job} */
  function jobOf(source, grid, head) {
    const unit = board.unit();
    return {
      unit: unit ? unit.uid : "", source, grid, head, answers: sheetHead.answered(head, board.settings().mappings), decided: new Map(), skip: new Set(), year: null, asOf: null,
      start: unit ? unit.profile.start || "" : "", nowDays: board.settings().nowDays, rows: rows.shown(),
    };
  }

  /** No headings were found: people say in which row they stand. @param {Source} source @param {Grid} grid @param {Dialog} dialog @param {string} why */
  function askHead(source, grid, dialog, why) {
    const top = h("select", { class: "qd-input" }, grid.rows.slice(0, 40).map((row, at) => h("option", { value: at }, `第 ${row.number} 行：${row.cells.map(({ text }) => text).filter(Boolean).join(" | ").slice(0, 40)}`)));
    const span = h("select", { class: "qd-input" }, [1, 2, 3].map((rows) => h("option", { value: rows }, `${rows} 行`)));
    dialog.show({
      title: "表头在哪一行？", focus: top,
      body: [h("p", null, why), h("label", { class: "qd-field" }, "表头从", top), h("label", { class: "qd-field" }, "表头占", span)],
      actions: [
        { text: "看预览", kind: "primary", run: () => told(() => {
          const at = Number(top.value), head = sheetHead.find(grid, { top: at, bottom: Math.min(grid.rows.length - 1, at + Number(span.value) - 1) });
          if (head) show(jobOf(source, grid, head), dialog);
        }) },
        { text: "返回", run: () => setTimeout(() => choose(dialog)) },
      ],
    });
  }

  /**
   * @typedef {{unit: string, source: Source, grid: Grid, head: Head, answers: Map<string, string>, decided: Map<number, string>, skip: Set<number>, start: string, nowDays: number | null,
   *   year: number | null, asOf: string | null, rows: RowsShown}} Job
   *   year: of deadlines that have none; asOf: the day that people chose, null where they have not
   */

  /** @param {Job} job @param {Dialog} dialog */
  function show(job, dialog) {
    const { source, grid, head } = job, place = h("div"), all = head.headings.map((_, at) => at);
    const doubtful = head.ids.includes("text") ? all.filter((at) => !head.sure[at] && (head.ids[at] || head.suggestions[at])) : all;
    const others = all.filter((at) => !doubtful.includes(at)), mapped = h("summary"), mapping = h("details", { class: "qd-fold" }, mapped, h("div"));
    const pick = (/** @type {number} */ at, /** @type {string} */ id) => {
      // A column of the ledger comes from one column of the table.
      head.ids = head.ids.map((old, other) => (other === at ? id : old === id ? "" : old));
      // What was answered was said of what stood in another column.
      job.answers.clear();
      job.decided.clear();
      draw();
    };
    const sheet = source.grids.length > 1 ? h("select", { class: "qd-input", onchange: () => {
      const next = source.grids[Number(sheet.value)], found = sheetHead.find(next);
      if (found) show({ ...jobOf(source, next, sheetHead.recalled(found, board.settings().mappings)), unit: job.unit }, dialog);
      else askHead(source, next, dialog, "这一张里没有找到表头。");
    } }, source.grids.map((one, at) => h("option", { value: at, selected: one === grid }, `${one.name || `第 ${at + 1} 张`}${one.hidden ? "（隐藏的）" : ""}`))) : null;
    /** @type {SheetPreview | null} */
    let preview = null;
    dialog.element.classList.add("qd-dialog--page");
    dialog.show({
      title: `导入预览：${source.name || WORDS[source.how]}`,
      body: [sheet && h("label", { class: "qd-field" }, "哪一张表", sheet), place],
      actions: [
        { text: "写入台账", kind: "primary", run: () => write(job, preview, draw, dialog) },
        { text: "返回", run: () => setTimeout(() => choose(dialog)) },
      ],
    });
    draw();

    /** Which column means what: those in doubt first. */
    function columns() {
      mapped.textContent = `${doubtful.length ? "其余各列" : "各列"}当作什么（全表认出 ${head.ids.filter(Boolean).length}/${head.ids.length} 列）`;
      fill(/** @type {Element} */ (mapping.lastElementChild), parts.mapping(head, others, pick));
      return [doubtful.length > 0 && [h("h3", null, `先核对 ${doubtful.length} 列当作什么`), parts.mapping(head, doubtful, pick)], others.length > 0 && mapping];
    }

    function draw() {
      const button = dialog.button("写入台账");
      try {
        preview = sheetImport.preview(grid, head, { start: job.start, nowDays: job.nowDays, year: job.year, answers: job.answers, existing: board.problems(), totals: board.settings().totals, skip: job.skip, decided: job.decided, asOf: job.asOf });
      } catch (error) {
        preview = null;
        button.disabled = true;
        fill(place, h("p", { class: "qd-warning" }, /** @type {Error} */ (error).message), ...columns().flat());
        return;
      }
      paint(preview);
    }

    /** @param {SheetPreview} now what it says; nothing is read again */
    function paint(now) {
      const { wrong, notes, plan, table, repeated, problems } = now, button = dialog.button("写入台账");
      const asks = now.asks.filter(({ key }) => !sheetWhole.isWhole(key)), own = [...job.answers.keys()].filter((key) => !sheetWhole.isWhole(key));
      const focused = /** @type {HTMLElement | null} */ (document.activeElement), key = focused && place.contains(focused) ? focused.dataset.ask : "";
      const count = plan ? plan.added.length + plan.updated.length : 0;
      const open = plan ? plan.doubts.filter(({ doubt }) => doubt && !doubt.chosen).length : 0;
      button.disabled = count === 0 || open > 0;
      fill(place,
        h("p", null, h("strong", null, plan ? `新增 ${plan.added.length} 个，更新 ${plan.updated.length} 个，没有变化 ${plan.same.length} 个。` : ""), ` ${plan ? parts.matched(plan) : ""}`, open > 0 && h("strong", null, `还有 ${open} 行对不准，选定以后才能写入。`), ` 读出 ${problems.length} 个问题、${problems.reduce((sum, one) => sum + one.measures.length, 0)} 条措施。`),
        ...columns().flat(),
        wrong.length > 0 && [h("h3", null, `不能导入的 ${wrong.length} 处`), parts.notes(wrong)],
        repeated.length > 0 && [h("h3", null, "序号重复"), parts.notes(repeated)],
        sheetAsof.isAsked(head) && parts.asOf(now, (day) => {
          job.asOf = day;
          draw();
        }),
        (asks.some(({ yearless }) => yearless) || job.year) && parts.year(job.year, (year) => {
          job.year = year;
          draw();
        }),
        parts.whole(now, job.answers, draw),
        parts.each(asks, job.answers, draw),
        own.length > 0 && h("p", null, h("button", { type: "button", class: "qd-link", onclick: () => {
          own.forEach((key) => job.answers.delete(key));
          draw();
        } }, `答过 ${own.length} 处，重新回答`)),
        parts.doubts(now, job.decided, draw),
        rows.list(now, job.skip, job.rows, { changed: draw, folded: () => paint(now) }),
        parts.others(now),
        notes.length > 0 && h("details", { class: "qd-fold" }, h("summary", null, `怎样读的（${notes.length} 处）`), parts.notes(notes)),
        (table.skipped.length > 0 || table.notes.length > 0) && h("details", { class: "qd-fold" }, h("summary", null, `跳过的行（${table.skipped.length}）`),
          h("ul", null, table.notes.map((words) => h("li", null, words)), table.skipped.map(({ row, why, text }) => h("li", null, `第 ${row} 行，${why}：${text}`)))));
      if (key) /** @type {HTMLElement | null} */ (place.querySelector(`[data-ask="${CSS.escape(key)}"]`))?.focus();
    }
  }

  /** @param {Job} job @param {SheetPreview | null} preview @param {() => void} redraw @param {Dialog} dialog */
  async function write({ unit, source, head, answers }, preview, redraw, dialog) {
    if (!preview || !preview.plan) return;
    const unanswered = preview.asks.filter(({ key }) => sheetWhole.isWhole(key)).length;
    if (unanswered && warned !== preview) {
      warned = preview;
      throw `还有 ${unanswered} 处整张表的问题没有答。先在上面答；要空着的，再点一次“写入台账”。`;
    }
    const { plan, table, until } = preview;
    if (until > dates.today()) throw "“截至哪一天”还没有到，请改。";
    const { value } = await board.change("导入台账", async (uid) => {
      const totals = sheetGroups.totalsOf(board.settings().totals, table);
      // Before the import, so that 撤销 takes back the import and not these.
      await ledgerStore.saveSettings(uid, { mappings: sheetHead.remembered(head, board.settings().mappings, answers), ...(Object.keys(totals).length && { totals }) });
      // Not written because of what another tab did meanwhile: that is no failure of the storage.
      return ledgerFill.apply(uid, plan, { file: source.name, how: source.how, on: dates.today(), by: "", ...(until && { asOf: until }) })
        .catch((/** @type {any} */ error) => (error.code === "stale" ? { saved: false, value: { stale: error, refused: [] } } : Promise.reject(error)));
    }, unit);
    await board.refresh();
    if (value.stale) {
      redraw();
      throw value.stale;
    }
    dialog.close();
    toast(`已导入：新增 ${plan.added.length} 个，更新 ${plan.updated.length} 个${value.refused.length ? `，${value.refused.length} 个没有改` : ""}。点“撤销”可以退回。`);
  }

  Qingdan.lib.ledgerImport = { open };
})();
