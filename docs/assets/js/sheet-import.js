// @ts-check
/**
 * A file or what was pasted → what it would do to the ledger. Nothing is written here: the page shows the preview,
 * answers the questions, and hands `plan` to `ledgerFill.apply`.
 *
 * @typedef {{name: string, how: "paste" | "csv" | "xlsx", grids: Grid[], whole: string}} Source
 *   whole: the exchange file in our own workbook, history included, for `exchange.parseImport`; "" in any other
 * @typedef {{grid: Grid, head: Head, table: Table, drafts: Draft[], asks: Ask[], settled: Ask[], notes: SheetNote[],
 *   wrong: SheetNote[], problems: FlatProblem[], plan: FillPlan | null, repeated: SheetNote[], asOf: AsOf, until: string}} SheetPreview
 *   problems: those that can be imported, and of them asks that are still open stay empty; repeated: numbers that
 *   stand there more than once in a class; settled: questions of the whole table with an answer; asOf: up to which day it says it tells; until: the day that counts, "" for today
 * @typedef {{start?: string, nowDays?: number | null, year?: number | null, answers?: Map<string, string>, existing?: Problem[], totals?: Record<string, number>, skip?: Set<number>,
 *   decided?: Map<number, string>, asOf?: string | null}} PreviewOptions
 *   totals: class → announced number; start: day the rectification starts; nowDays: that the unit gives 立行立改; year: for deadlines without one, where nothing else tells it; skip: first rows of problems that people leave out; decided: by first row, what people chose for rows in doubt; asOf: the day whose state the table shows, "" for today, null for what it says itself
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { ledgerLikeness, files, sheetZip, sheetXlsxRead, sheetCsv, sheetPaste, sheetHead, sheetGrid, sheetProblems, sheetWhole, sheetAsof, sheetGroups } = Qingdan.lib;
  const { SheetError } = sheetZip;

  const HELPED = /^(.+?)[（(](.+?)(?:配合|协助|协同)[）)]$/;
  const HIDDEN = "_qingdan"; // the sheet of our workbook that holds everything
  const NO_HEAD = "没有找到表头（至少要有“问题”和另一栏）。请选中连同表头一起复制，或在下面指出表头在第几行、各列是什么。";

  /** A chosen file. @param {File} file @returns {Promise<Source>} rejected with a SheetError */
  async function readFile(file) {
    /** @type {ArrayBuffer} */
    let buffer;
    try {
      buffer = await files.readBytes(file, sheetZip.LIMITS.file);
    } catch (error) {
      throw new SheetError("unreadable", /** @type {Error} */ (error).message);
    }
    return readBytes(buffer, file.name);
  }

  /** @param {ArrayBuffer | Uint8Array} buffer @param {string} name of the file @returns {Promise<Source>} rejected with a SheetError */
  async function readBytes(buffer, name) {
    const bytes = buffer instanceof Uint8Array ? buffer : new Uint8Array(buffer);
    if (isText(bytes)) return readTextFile(bytes, name);
    const { sheets } = await sheetXlsxRead.read(bytes);
    const hidden = sheets.find((/** @type {Grid} */ grid) => grid.name === HIDDEN);
    return { name, how: "xlsx", grids: sheets.filter((/** @type {Grid} */ grid) => grid !== hidden), whole: hidden ? wholeOf(hidden) : "" };
  }

  /** Neither a ZIP nor another file of bytes: text has none of the low ones, but for UTF-16. @param {Uint8Array} bytes */
  function isText(bytes) {
    const magic = [[0x50, 0x4b], [0xd0, 0xcf, 0x11, 0xe0], [0x25, 0x50, 0x44, 0x46]];
    return bytes.length > 0 && !magic.some((one) => one.every((byte, at) => bytes[at] === byte));
  }

  /** Many systems export a web page and name it .xls. @param {Uint8Array} bytes @param {string} name @returns {Source} */
  function readTextFile(bytes, name) {
    if (bytes.subarray(0, 4000).some((byte) => byte < 9) && !sheetCsv.isUtf16(bytes)) {
      throw new SheetError("unknown", "认不出这个文件。能导入的是 .xlsx、.csv；别的请在 WPS、Excel 里打开后另存为 .xlsx。");
    }
    const { text } = sheetCsv.decode(bytes);
    if (/^\s*[{[]/.test(text)) throw new SheetError("json", "这是数据文件（.json）。请用上方单位一栏的“接着做”打开。");
    if (/<table[\s>]/i.test(text)) return { name, how: "xlsx", grids: sheetPaste.read({ html: text }), whole: "" };
    if (/^\s*<\?xml/.test(text)) throw new SheetError("xml", "这是 XML 表格。请在 WPS、Excel 里打开后另存为 .xlsx，再导入。");
    return { name, how: "csv", grids: [sheetCsv.read(bytes, name)], whole: "" };
  }

  /** What lies on the clipboard. @param {{html?: string, text?: string}} given @returns {Source} throws a SheetError */
  function readPaste(given) {
    return { name: "", how: "paste", grids: sheetPaste.read(given), whole: "" };
  }

  /** The JSON in the cells of the hidden sheet; "" where it was damaged: the visible sheet is still there. @param {Grid} grid */
  function wholeOf(grid) {
    const text = grid.rows.slice(1).map((row) => row.cells.map((cell) => cell.text).join("")).join("");
    try {
      JSON.parse(text);
      return text;
    } catch {
      return "";
    }
  }

  /**
   * The sheet that is most likely meant, with its head.
   * @param {Source} source @param {any[]} [mappings] that the unit kept @returns {{grid: Grid, head: Head}} throws a SheetError
   *   "no-head" where people have to say where the head stands (`sheetHead.find(grid, {top, bottom})`)
   */
  function choose({ grids }, mappings = []) {
    const found = sheetHead.best(grids);
    if (!found) throw new SheetError("no-head", NO_HEAD);
    return { grid: found.grid, head: sheetHead.recalled(found.head, mappings) };
  }

  /**
   * What importing a sheet would do.
   * @param {Grid} grid @param {Head} head its ids may have been changed @param {PreviewOptions} [options]
   * @returns {SheetPreview} throws a SheetError where no column is the problem's
   */
  function preview(grid, head, { start = "", nowDays = null, year = null, answers = new Map(), existing = [], totals = {}, skip = new Set(), decided = new Map(), asOf = null } = {}) {
    if (!head.ids.includes("text")) throw new SheetError("no-text", "还不知道哪一列是“问题”，请在上面指出来。");
    const table = sheetGrid.read(grid, head);
    if (head.ours) table.notes = table.notes.filter((note) => !note.includes("隐藏的列")); // this kit has hidden them
    /** @type {Draft[]} */
    const drafts = sheetProblems.drafts(table, head, { start, year, answers });
    if (!head.ours) {
      sheetGroups.settle(drafts, table, { existing, totals });
      sheetWhole.measures(drafts, answers, head);
      sheetWhole.immediate(drafts, answers, { start, nowDays });
    }
    if (!head.ours) drafts.forEach((draft) => (withoutComing(draft), withHelpers(draft)));
    const taken = drafts.filter((draft) => !draft.wrong.length && !skip.has(draft.rows[0])), problems = taken.map((draft) => draft.problem).filter(({ values }) => values.text);
    const chosen = new Map(taken.map((draft) => [draft.problem, decided.get(draft.rows[0]) || ""]));
    const fill = Qingdan.lib.ledgerFill, told = sheetAsof.read(grid, head, sheetProblems.contextOf(table, start, year));
    const until = sheetAsof.dayOf(head, told, asOf), plan = fill ? fill.plan(existing, problems, chosen, until) : null;
    return {
      grid, head, table, drafts, problems, plan, repeated: repeatedNumbers(drafts),
      asks: onceEach(taken.flatMap((draft) => draft.asks)), settled: onceEach(taken.flatMap((draft) => draft.settled)),
      asOf: told, until, notes: drafts.flatMap((draft) => draft.notes), wrong: drafts.flatMap((draft) => draft.wrong),
    };
  }

  /** What is closed or done cannot be so from a day still to come: a slip of the pen, which is told and left out. @param {Draft} draft */
  function withoutComing({ rows, problem: { values, measures }, notes }) {
    const today = dates.today(), told = new Set();
    for (const [id, own] of [["closedOn", values], ...measures.map((one) => ["measureDoneOn", one.values])]) {
      const day = own[/** @type {string} */ (id)];
      if (!day || day <= today) continue;
      own[/** @type {string} */ (id)] = "";
      if (!told.has(`${id} ${day}`)) notes.push({ row: rows[0], column: /** @type {string} */ (id), text: `${day} 还没有到，没有采用` });
      told.add(`${id} ${day}`);
    }
  }

  /** 机关党委（办公室配合） are two units, of which the second helps. @param {Draft} draft */
  function withHelpers({ rows, problem: { values }, notes }) {
    const units = /** @type {string[]} */ (values.units || []), found = units.map((name) => HELPED.exec(name));
    if (!found.some(Boolean)) return;
    values.units = units.map((name, at) => (found[at] ? found[at][1] : name));
    values.coUnits = [...new Set([...(values.coUnits || []), ...found.flatMap((one) => (one ? one[2].split(/[、，,]/) : []))])];
    notes.push({ row: rows[0], column: "coUnits", text: `“${units.join("、")}”里写着配合的，记到配合单位` });
  }

  /** Questions with the same key are one, with the number of places. @param {Ask[]} asks @returns {Ask[]} */
  function onceEach(asks) {
    /** @type {Map<string, Ask[]>} */
    const found = new Map();
    asks.forEach((ask) => found.set(ask.key, [...(found.get(ask.key) || []), ask]));
    return [...found.values()].map((list) => (list.length > 1 ? { ...list[0], reason: `${list[0].reason}（共 ${list.length} 处，答一次）` } : list[0]));
  }

  /** @param {Draft[]} drafts @returns {SheetNote[]} */
  function repeatedNumbers(drafts) {
    const first = new Map();
    return drafts.flatMap((draft) => {
      const { no, aspect = "", class: group = "" } = draft.problem.values;
      if (!no) return [];
      const key = [ledgerLikeness.numberKey(no), aspect, group].join("\n"); // many begin anew in each class
      if (!first.has(key)) return first.set(key, draft.rows[0]) && [];
      return [{ row: draft.rows[0], column: "no", text: `序号“${no}”在第 ${first.get(key)} 行已经有了` }];
    });
  }

  Qingdan.lib.sheetImport = { HIDDEN, readFile, readBytes, readPaste, choose, preview };
})();
