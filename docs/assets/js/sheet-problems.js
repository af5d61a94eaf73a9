// @ts-check
/**
 * Rows of a table → problems with their measures. Rows that belong to one problem are put together; what has no
 * one reading becomes a question, which is answered by its key.
 *
 * @typedef {{row: number, column: string, text: string}} SheetNote
 * @typedef {{rows: number[], problem: FlatProblem, asks: Ask[], settled: Ask[], notes: SheetNote[], wrong: SheetNote[], spread: boolean}} Draft
 *   problem: with what the table says of its history, too (state, closedOn, progress …); notes: how cells were read,
 *   where that needs telling; settled: questions of the whole table that are answered; wrong: why it cannot be imported; spread: its deadlines are those of the measures
 */
(function () {
  "use strict";

  const { records, ledgerModel, ledgerLikeness: { numberKey, wordsKey, isAlike }, sheetValues, sheetCells } = Qingdan.lib;
  const { readCell, stateOf, askedWord } = sheetCells;

  /** Columns of a problem that belong to its measures where its rows differ in them. @type {[string, string][]} */
  const PAIRS = [["units", "measureUnits"], ["persons", "measurePersons"], ["due", "measureDue"], ["remark", "measureRemark"], ["state", "measureState"]];
  const ONCE = ["measureResult", "measureRemark"]; // of several measures in a cell, they are put down for the first
  const LEFT_OUT = ["light", "round"]; // they follow from the rest

  /**
   * @param {Table} table @param {Head} head @param {{start?: string, year?: number | null, answers?: Map<string, string>}} [options]
   *   start: day the rectification starts; year: that people chose for deadlines without one @returns {Draft[]}
   */
  function drafts(table, head, { start = "", year = null, answers = new Map() } = {}) {
    const shared = {
      ours: head.ours, answers, ids: columnIds(table, head),
      context: contextOf(table, start, year),
    };
    const found = groups(table.rows, head.ours).map((group) => draftOf(group, shared));
    if (!shared.ids.includes("no")) numberedTexts(found);
    return found;
  }

  /** What tells the year of a day that is written without one. @param {Table} table @param {string} start @param {number | null} year that people chose @returns {DeadlineContext} */
  function contextOf(table, start, year) {
    return { start, year: table.year || (start ? null : year), why: table.year ? "表题里的" : "选定的" };
  }

  /** Where no column has the numbers and every problem begins with one of its own, those are the numbers. @param {Draft[]} drafts */
  function numberedTexts(drafts) {
    const found = drafts.map(({ problem }) => /^(\d{1,4})\s*[.．、]\s*(?!\d)([^]+)$/.exec(problem.values.text || ""));
    if (found.length < 2 || found.includes(null) || new Set(found.map((one) => one && one[1])).size < found.length) return;
    drafts.forEach(({ problem }, at) => ([, problem.values.no, problem.values.text] = /** @type {RegExpExecArray} */ (found[at])));
    drafts[0].notes.push({ row: drafts[0].rows[0], column: "no", text: "没有序号一栏，问题前面的号当作序号" });
  }

  /**
   * The columns that the table has. 完成情况 with whole sentences below it tells the progress and not a state.
   * @param {Table} table @param {Head} head
   */
  function columnIds(table, head) {
    const ids = head.ids.filter(Boolean), texts = table.rows.map((row) => row.cells.get("state")?.text || "").filter(Boolean);
    const unread = texts.filter((text) => !stateOf("state", text) && !askedWord("state", text)).length;
    if (!head.ours && unread * 2 > texts.length && !ids.includes("progress")) {
      table.notes.push("状态一栏写的多是进展，按“最新进展”读取");
      for (const row of table.rows) {
        const cell = row.cells.get("state");
        row.cells.delete("state");
        if (cell) row.cells.set("progress", cell);
      }
      return ids.map((id) => (id === "state" ? "progress" : id));
    }
    return ids;
  }

  // ── Which rows are one problem ──

  /** @param {TableRow[]} rows @param {boolean} ours @returns {TableRow[][]} */
  function groups(rows, ours) {
    /** @type {TableRow[][]} */
    const found = [];
    /** @type {Map<string, TableRow[][]>} */
    const byUid = new Map();
    for (const row of rows) {
      const last = found[found.length - 1], uid = ours ? uidOf(row) : "", coded = byUid.get(uid) || [];
      // Somebody may have sorted our rows by their measures: the codes still say what belongs together.
      const group = uid ? coded.find(([first]) => sameProblem(first, row)) : last && (ours ? sameProblem(last[0], row) : belongs(last, row)) && last;
      if (group) {
        group.push(row);
        continue;
      }
      found.push([row]);
      if (uid) byUid.set(uid, [...coded, found[found.length - 1]]);
    }
    return found;
  }

  /** Rows of this kit repeat all cells of the problem. A copied row has its code, but says something else. @param {TableRow} a @param {TableRow} b */
  function sameProblem(a, b) {
    const sameText = wordsKey(textOf(a, "text")) === wordsKey(textOf(b, "text")), no = numberKey(textOf(a, "no"));
    const sameNo = no === numberKey(textOf(b, "no"));
    if (uidOf(a) || uidOf(b)) return uidOf(a) === uidOf(b) && (sameText || (sameNo && Boolean(no) && isAlike(textOf(a, "text"), textOf(b, "text"))));
    return sameText && sameNo && samePlace(a, b) && (Boolean(no) || (hasMeasure(a) && hasMeasure(b)
      && ledgerModel.columns("problem").every((/** @type {LedgerColumn} */ { id }) => textOf(a, id) === textOf(b, id))));
  }

  /** @param {TableRow[]} group @param {TableRow} row */
  function belongs(group, row) {
    const first = group[0];
    if (row.block && row.block === first.block) return true;
    const [no, text] = ["no", "text"].map((id) => textOf(row, id));
    if (!no && !text) return [...row.cells.keys()].some((id) => id !== "aspect" && id !== "class");
    if (!text || no !== textOf(first, "no") || wordsKey(text) !== wordsKey(textOf(first, "text"))) return false;
    return Boolean(no) || (samePlace(first, row) && Boolean(textOf(first, "measure") && textOf(row, "measure")));
  }

  /** @param {TableRow} a @param {TableRow} b */
  function samePlace(a, b) {
    const place = (/** @type {TableRow} */ row) => JSON.stringify([textOf(row, "aspect") || row.aspect, textOf(row, "class") || row.class]);
    return place(a) === place(b);
  }

  /** @param {TableRow} row */
  function hasMeasure(row) {
    return ledgerModel.columns("measure").some((/** @type {LedgerColumn} */ { id }) => textOf(row, id));
  }

  /** @param {TableRow} row */
  function uidOf(row) {
    return (row.own.find(([heading]) => heading === UIDS[0]) || [])[1] || "";
  }

  /** @param {TableRow} row @param {string} id */
  function textOf(row, id) {
    return (row.cells.get(id)?.text || "").replace(/\r\n?/g, "\n").trim();
  }

  // ── One problem ──

  const UIDS = ["问题编码", "措施编码"]; // hidden columns of our workbooks

  /** @param {TableRow[]} rows @param {Shared} shared @returns {Draft} */
  function draftOf(rows, shared) {
    /** @type {Draft} */
    const draft = {
      rows: rows.map((row) => row.number), problem: { uid: "", values: {}, own: {}, measures: [] }, asks: [], settled: [], notes: [], wrong: [], spread: false,
    };
    const varying = shared.ours ? [] : PAIRS.filter(([id, own]) => differ(rows, id) && !shared.ids.includes(own));
    readMeasures(draft, rows, shared, new Map(varying.map(([id, own]) => [own, id])));
    for (const one of ledgerModel.columns("problem")) {
      if (shared.ours || !LEFT_OUT.includes(one.id)) readColumn(draft, rows, one, shared, varying.some(([id]) => id === one.id));
    }
    readOwn(draft, rows);
    // Where it is asked which of two texts holds, there is one.
    if (!draft.problem.values.text && !draft.asks.some(({ column }) => column === "text")) draft.wrong.push({ row: rows[0].number, column: "text", text: "没有写问题，或这一行不是问题" });
    return draft;
  }

  /** Whether rows of one problem say different things, each for itself. @param {TableRow[]} rows @param {string} id */
  function differ(rows, id) {
    return new Set(rows.filter((row) => !row.merged.has(id)).map((row) => textOf(row, id)).filter(Boolean)).size > 1;
  }

  /** @param {Draft} draft @param {TableRow[]} rows @param {LedgerColumn} column @param {Shared} shared @param {boolean} varying */
  function readColumn(draft, rows, column, shared, varying) {
    const { id } = column, { values } = draft.problem, heading = id === "aspect" || id === "class" ? rows[0][id] : "";
    const cells = shared.ours ? oneCell(draft, rows, id, shared) : distinctCells(rows, id);
    if (!cells.length) {
      if (heading) values[id] = heading;
      return;
    }
    if (id === "due" && (varying || draft.spread)) return latestDue(draft, rows[0].number, varying ? "几行时限不同" : "一格里有几个时限");
    // Where rows differ the measures have been read already, with what is to be told and asked.
    const isTold = varying && !(id === "state" && cells.every(({ cell }) => askedWord("state", cell.text)));
    const read = cells.map(({ cell, row }) => readCell(isTold ? { ...draft, asks: [], settled: [], notes: [] } : draft, cell, column, row, shared));
    if (column.type === "date") values[id] = read.filter(Boolean).sort().pop() || "";
    else if (id === "state") values.state = mixedState(read, varying);
    else if (column.type === "names" || column.type === "list") values[id] = read.length > 1 ? [...new Set(read.flat())] : read[0];
    else if (column.type === "text" && id !== "no") values[id] = read.join("\n");
    else values[id] = read[0];
    if (cells.length > 1 && !varying && (column.type === "choice" || id === "no") && !shared.ours) {
      draft.notes.push({ row: cells[1].row, column: id, text: `同一个问题的几行${column.label}不同，用第一个“${cells[0].cell.text.trim()}”` });
    }
    const problem = column.derived ? "" : ledgerModel.checkValue(id, values[id] === undefined ? ledgerModel.emptyOf(column) : values[id]);
    if (problem) draft.wrong.push({ row: rows[0].number, column: id, text: problem });
  }

  /** Measures with deadlines of their own: the problem has until the last of them. @param {Draft} draft @param {number} row @param {string} why */
  function latestDue({ problem, notes }, row, why) {
    const dated = problem.measures.map(({ values }) => values).filter((one) => one.measureDue).sort((a, b) => (a.measureDue < b.measureDue ? -1 : 1));
    const last = dated[dated.length - 1];
    problem.values.due = last ? last.measureDue : "";
    if (last && last.measureDueText) problem.values.dueText = last.measureDueText;
    notes.push({ row, column: "due", text: `${why}，各归各的措施；问题的时限取最晚的 ${last ? last.measureDue : "（还没有定）"}` });
  }

  /** @param {TableRow[]} rows @param {string} id */
  function distinctCells(rows, id) {
    const seen = new Set();
    return rows.map((row) => ({ row: row.number, cell: /** @type {Cell} */ (row.cells.get(id)) })).filter(({ cell }) => {
      const text = cell ? cell.text.trim() : "";
      return text && !seen.has(text) && seen.add(text);
    });
  }

  /** Rows of this kit repeat a problem's cells. Where somebody changed one of them and not the others, people say which holds. @param {Draft} draft @param {TableRow[]} rows @param {string} id @param {Shared} shared */
  function oneCell(draft, rows, id, { answers }) {
    const cells = distinctCells(rows, id);
    if (cells.length < 2) return cells;
    const key = `${rows[0].number}:${id}`, answer = answers.get(key), found = cells.find(({ cell }) => cell.text.trim() === answer);
    if (answer === undefined) {
      const choices = cells.map(({ cell, row }) => ({ value: cell.text.trim(), label: `第 ${row} 行：${sheetValues.shortened(cell.text)}` }));
      draft.asks.push({ key, row: rows[0].number, column: id, text: cells[0].cell.text, reason: "同一个问题的几行写得不同，用哪一个？", choices });
    }
    return found ? [found] : [];
  }

  /** @param {string[]} states @param {boolean} varying */
  function mixedState(states, varying) {
    const known = [...new Set(states.filter(Boolean))];
    return known.length > 1 || (varying && known.length && states.includes("")) ? "open" : known[0] || "";
  }

  /** @param {Draft} draft @param {TableRow[]} rows */
  function readOwn(draft, rows) {
    /** @type {Map<string, string[]>} */
    const found = new Map();
    for (const row of rows) {
      for (const [heading, text] of row.own) {
        if (UIDS.includes(heading)) continue;
        const known = found.get(heading) || [];
        if (!known.includes(text)) found.set(heading, [...known, text]);
      }
    }
    draft.problem.uid = records.isId(uidOf(rows[0])) ? uidOf(rows[0]) : "";
    draft.problem.own = Object.fromEntries([...found].slice(0, ledgerModel.LIMITS.own).map(([heading, texts]) => [heading, texts.join("\n").slice(0, ledgerModel.LIMITS.text)]));
  }

  // ── Measures ──

  /** @param {Draft} draft @param {TableRow[]} rows @param {Shared} shared @param {Map<string, string>} borrowed columns of measures → of problems */
  function readMeasures(draft, rows, shared, borrowed) {
    const columns = ledgerModel.columns("measure").filter((/** @type {LedgerColumn} */ { id }) => id !== "measure");
    for (const row of rows) {
      const texts = textsOfMeasures(row, shared.ours), from = draft.problem.measures.length;
      const filled = columns.some(({ id }) => row.cells.has(id) && !row.merged.has(id));
      if (!texts.length && filled && (shared.ours || !row.merged.has("measure"))) texts.push("");
      texts.forEach((text, at) => draft.problem.measures.push({ uid: measureUid(row, at), values: { measure: text } }));
      if (!texts.length) continue;
      for (const column of columns) readMeasureColumn(draft, row, column, shared, borrowed.get(column.id), from, texts.length);
      if (!shared.ours && texts.length > 1 && !shared.ids.includes("measureDue") && !borrowed.has("measureDue")) spreadDue(draft, row, shared, from, texts.length);
    }
    // A row that was copied and left as it is says nothing more.
    const told = draft.problem.measures.map((one) => (one.uid ? records.canonical(one) : ""));
    draft.problem.measures = draft.problem.measures.filter((_, at) => !told[at] || told.indexOf(told[at]) === at);
    const longest = draft.problem.measures.find(({ values }) => values.measure.length > ledgerModel.LIMITS.text);
    if (longest || draft.problem.measures.length > ledgerModel.LIMITS.measures) draft.wrong.push({ row: rows[0].number, column: "measure", text: "措施太多或太长，请分成几个问题" });
  }

  /** @param {TableRow} row @param {boolean} ours @returns {string[]} */
  function textsOfMeasures(row, ours) {
    const text = textOf(row, "measure");
    if (!text || row.merged.has("measure")) return [];
    return ours ? [text] : sheetValues.split(text).items;
  }

  /** @param {TableRow} row @param {number} at */
  function measureUid(row, at) {
    const uid = at === 0 ? (row.own.find(([heading]) => heading === UIDS[1]) || [])[1] || "" : "";
    return records.isId(uid) ? uid : "";
  }

  /** @param {Draft} draft @param {TableRow} row @param {LedgerColumn} column @param {Shared} shared @param {string | undefined} source @param {number} from @param {number} count */
  function readMeasureColumn(draft, row, column, shared, source, from, count) {
    const cell = row.cells.get(source || column.id);
    if (!cell || !cell.text.trim()) return;
    const pieces = count > 1 && !shared.ours ? sheetValues.split(cell.text).items : [], own = pieces.length === count;
    for (let at = 0; at < count; at++) {
      const one = draft.problem.measures[from + at], alone = ONCE.includes(column.id) && !own && at > 0;
      if (alone) continue;
      const part = own ? { type: /** @type {CellType} */ ("text"), text: pieces[at] } : cell;
      const value = readCell(own || at === 0 ? draft : throwaway(draft), part, column, row.number, shared, { values: one.values, place: own ? `:${at}` : "" });
      one.values[column.id] = value;
      const problem = column.derived || ledgerModel.isEmpty(value) ? "" : ledgerModel.checkValue(column.id, value);
      if (problem) draft.wrong.push({ row: row.number, column: column.id, text: problem });
    }
  }

  /** One cell is asked about once, however many measures it holds for. @param {Draft} draft @returns {Draft} */
  function throwaway(draft) {
    return { ...draft, asks: [], settled: [], notes: [] };
  }

  /** Deadlines that are numbered like the measures, or stand line by line beside them, are theirs. @param {Draft} draft @param {TableRow} row @param {Shared} shared @param {number} from @param {number} count */
  function spreadDue(draft, row, shared, from, count) {
    const cell = row.cells.get("due"), text = cell ? cell.text.trim() : "", lines = sheetValues.lines(text);
    const parts = lines.length === count ? lines : sheetValues.split(text).items;
    if (parts.length !== count || row.merged.has("due")) return;
    const column = /** @type {LedgerColumn} */ (ledgerModel.column("measureDue"));
    parts.forEach((part, at) => {
      const { values } = draft.problem.measures[from + at];
      values.measureDue = readCell(draft, { type: "text", text: part }, column, row.number, shared, { values, place: `:${at}` });
    });
    draft.spread = true;
  }

  Qingdan.lib.sheetProblems = { UIDS, contextOf, drafts };
})();
