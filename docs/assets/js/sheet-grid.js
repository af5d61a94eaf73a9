// @ts-check
/**
 * The rows below a head, as rows of the ledger: merged cells filled down, headings of aspects and classes put
 * with the rows below them. What is no problem (titles, signatures, totals, repeated heads) is left out, and
 * told row by row.
 *
 * @typedef {{number: number, cells: Map<string, Cell>, own: [string, string][], aspect: string, class: string, block: number,
 *   merged: Set<string>}} TableRow
 *   cells: by column of the ledger; own: columns that the ledger does not know, by their heading; block: the row
 *   where the merged cell of the problem begins, 0 without one; merged: columns filled from a row above
 * @typedef {{row: number, why: string, text: string}} Skipped
 * @typedef {{rows: TableRow[], skipped: Skipped[], totals: {name: string, level: "aspect" | "class", count: number, row: number}[],
 *   notes: string[], year: number | null}} Table
 *   totals: what headings say of how many problems they have; year: the only one that the titles name
 */
(function () {
  "use strict";

  const { ledgerModel, ledgerLikeness: { groupParts }, sheetNumerals, sheetValues } = Qingdan.lib;

  const TOTAL = /^(合|总|小|共)\s*计/;
  const SIGNATURE = /^(填表|填报|审核|审批|审签|制表|报送|签字|签名|盖章|联系|责任领导签|单位负责人|主要负责人签|党组织书记签|分管领导签|领导签|负责人签|日期|时间|单位[（(]?盖?章?|电话|第\d+页|共\d+页)[^：:]{0,12}([：:]|$|页)/;
  const REMARK = /^(注|备注|说明|填表说明|填报说明|注意)\s*[：:]/;
  const PAGE = /^第\s*\d+\s*页([,，\s]*共\s*\d+\s*页)?$/;
  const NUMBER = "(?:共|计|——|—|：|:)?\\s*(\\d+|[一二三四五六七八九十百零两]+)\\s*(?:个|项|条)\\s*", OF_PROBLEMS = "(?:具体|突出|主要)?问题";
  const PROBLEMS = new RegExp(NUMBER + OF_PROBLEMS), COUNT = new RegExp(`${NUMBER}(?:${OF_PROBLEMS}|(?=[)）]\\s*$))`); // in a heading （3个）, too
  const COUNTS = new RegExp(`[（(][^（）()]*${COUNT.source}[^（）()]*[)）]|(?:[，,：:—]|共|计)+\\s*(?:\\d+|[一二三四五六七八九十]+)\\s*(?:类|个方面)?[，,、]?\\s*${COUNT.source}|${COUNT.source}$`);
  /** How sub-headings are numbered, in the order that documents nest them. @type {[string, RegExp][]} */
  const STYLES = [
    ["part", /^第[一二三四五六七八九十]+(个?方面|部分|类|章)[、，：:\s]*/], ["chinese", /^[一二三四五六七八九十]{1,3}[、.．]\s*/],
    ["bracket", /^[（(][一二三四五六七八九十]{1,3}[)）]\s*、?/], ["digit", /^\d{1,2}[、.．](?!\d)\s*/], ["round", /^[（(]\d{1,2}[)）]\s*、?/],
  ];

  /** @param {Grid} grid @param {Head} head @returns {Table} */
  function read(grid, head) {
    /** @type {Table} */
    const table = { rows: [], skipped: [], totals: [], notes: [...grid.notes], year: yearOf(grid, head) };
    const titles = new Set(grid.rows.slice(0, head.top).map((row) => lineOf(row)).filter(Boolean));
    grid.rows.slice(0, head.top).forEach((row) => table.skipped.push({ row: row.number, why: "标题", text: lineOf(row) }));
    const filled = fillDown(grid, head), body = grid.rows.slice(head.bottom + 1);
    const heads = grid.rows.slice(head.top, head.bottom + 1), wide = wideCells(grid);
    const levels = head.ours ? new Map() : levelsOf(body, head, wide);
    const open = { aspect: "", class: "" };
    for (const row of body) {
      const why = head.ours ? "" : reasonToSkip(row, head, heads, titles);
      if (why) table.skipped.push({ row: row.number, why, text: lineOf(row) });
      else if (levels.has(row.number)) enter(row, levels.get(row.number), open, table);
      else table.rows.push(tableRow(row, head, filled, open));
    }
    if (!head.ours) inherit(table);
    return table;
  }

  // ── What is no problem ──

  /** @param {GridRow} row @param {Head} head @param {GridRow[]} heads @param {Set<string>} titles @returns {string} "" for a row to keep */
  function reasonToSkip(row, head, heads, titles) {
    const held = row.cells.map((cell, at) => ({ at, text: cell.text.trim() })).filter(({ text }) => text);
    const same = held.filter(({ at, text }) => heads.some((one) => plain(one.cells[at]?.text || "") === plain(text)));
    if (same.length >= 2 && same.length * 2 > held.length) return "重复的表头";
    // The second row of a repeated two-row head has few cells, and each of them is a heading.
    if (same.length === held.length && held.length && heads.length > 1) return "重复的表头";
    if (titles.has(lineOf(row))) return "重复的标题";
    const first = held[0] ? held[0].text : "";
    if (TOTAL.test(first) && (first.replace(/\s/g, "").length < 4 || !problemText(row, head))) return "合计";
    if (held.every(({ text }) => PAGE.test(text))) return "页码";
    if (held.length <= 2 && REMARK.test(first)) return "表下的说明";
    const signed = held.flatMap(({ text }) => text.split(/\s{2,}|\n/)).filter((text) => SIGNATURE.test(text.trim())).length;
    return signed && held.filter(({ text }) => SIGNATURE.test(text) || text.length <= 12).length === held.length && signed * 2 >= held.length ? "落款" : "";
  }

  /** @param {GridRow} row @param {Head} head */
  function problemText(row, head) {
    const at = head.ids.indexOf("text"), text = at >= 0 ? row.cells[at]?.text.trim() || "" : "";
    return TOTAL.test(text) || /^\d+(\.\d+)?%?$/.test(text) ? "" : text;
  }

  /** @param {GridRow} row */
  function lineOf(row) {
    return row.cells.map((cell) => cell.text.trim()).filter(Boolean).join(" ").replace(/\s+/g, " ");
  }

  /** @param {string} text */
  function plain(text) {
    return text.replace(/\s+/g, "");
  }

  /** The year of the whole table: what stands above the head, if that names just one. @param {Grid} grid @param {Head} head @returns {number | null} */
  function yearOf(grid, head) {
    const text = [grid.name, ...grid.rows.slice(0, head.top).map(lineOf), ...head.headings].join(" ").normalize("NFKC");
    const years = new Set([...sheetNumerals.arabic(text).matchAll(/(?<!\d)(20\d{2})(?=年|\.\d|-\d|\/\d|\D*$)/g)].map((found) => Number(found[1])));
    return years.size === 1 ? [...years][0] : null;
  }

  // ── Headings of aspects and classes ──

  /** The cells that reach over several columns: "row:column" → how many. @param {Grid} grid */
  function wideCells(grid) {
    return new Map(grid.merges.filter(({ left, right }) => right > left).map(({ top, left, right }) => [`${top}:${left}`, right - left + 1]));
  }

  /**
   * Rows that head others, with their level.
   * @param {GridRow[]} body @param {Head} head @param {Map<string, number>} wide @returns {Map<number, {level: "aspect" | "class", style: string}>}
   */
  function levelsOf(body, head, wide) {
    /** @type {{number: number, style: string, text: string}[]} */
    const found = [];
    for (const row of body) {
      const held = row.cells.map((cell, at) => ({ at, text: cell.text.trim() })).filter(({ text }) => text);
      if (held.length !== 1) continue;
      const [{ at, text }] = held, style = STYLES.find(([, mark]) => mark.test(text)), spans = wide.get(`${row.number}:${at}`) || 1;
      const isWide = spans >= 3 && spans * 2 >= head.ids.length;
      // A numbered line in the measures' column is a measure, whatever it looks like.
      const inData = !isWide && ["measure", "progress", "evidence", "stages", "findings"].includes(head.ids[at]);
      const named = /(方面|类)(\s*\d+|[（(：:].*)?$/.test(text) || PROBLEMS.test(text);
      if (isWide || (!inData && (at <= 1 || head.ids[at] === "text") && (named || (style && at === 0)))) found.push({ number: row.number, style: style ? style[0] : "plain", text });
    }
    const styles = [...new Set(found.map(({ style }) => style))];
    const says = (/** @type {string} */ style, /** @type {RegExp} */ word) => found.some((one) => one.style === style && word.test(one.text));
    const taken = head.ids.includes("aspect");
    const levels = new Map();
    for (const { number, style } of found) {
      const isClass = styles.length === 1 ? taken || (says(style, /类[（(：:]?/) && !says(style, /方面/)) : styles.indexOf(style) > 0;
      levels.set(number, { level: isClass ? "class" : "aspect", style });
    }
    return levels;
  }

  /** @param {GridRow} row @param {{level: "aspect" | "class"}} heading @param {{aspect: string, class: string}} open @param {Table} table */
  function enter(row, { level }, open, table) {
    const text = lineOf(row), style = STYLES.find(([, mark]) => mark.test(text));
    const bare = (style ? text.replace(style[1], "") : text).trim(), counted = COUNT.exec(bare);
    const short = counted ? null : groupParts(bare), total = counted ? counted[1] : short && short.count; // 学习类 3, too
    const name = (total && !counted ? bare.replace(/[\s，,：:—-]*\d+\s*$/, "") : bare.replace(COUNTS, "").replace(/[\s，,：:；;。—-]+$/, "")) || bare;
    open[level] = name;
    if (level === "aspect") open.class = "";
    if (total) table.totals.push({ name, level, count: sheetNumerals.number(total), row: row.number });
    table.skipped.push({ row: row.number, why: level === "aspect" ? "方面" : "类别", text });
  }

  // ── Rows ──

  /** What merged cells say in the rows below their first. @param {Grid} grid @param {Head} head @returns {Map<number, Map<number, {cell: Cell, top: number}>>} row → column */
  function fillDown(grid, head) {
    const first = grid.rows[head.bottom].number, place = new Map(grid.rows.map((row, at) => [row.number, at]));
    const filled = new Map();
    for (const { top, left, bottom } of grid.merges) {
      const at = place.get(top), cell = at === undefined ? undefined : grid.rows[at].cells[left];
      if (top <= first || bottom === top || at === undefined || !cell || !cell.text.trim()) continue;
      for (let next = at; next < grid.rows.length && grid.rows[next].number <= bottom; next++) {
        const { number } = grid.rows[next];
        if (!filled.has(number)) filled.set(number, new Map());
        filled.get(number).set(left, { cell, top });
      }
    }
    return filled;
  }

  /** @param {GridRow} row @param {Head} head @param {Map<number, Map<number, {cell: Cell, top: number}>>} filled @param {{aspect: string, class: string}} open @returns {TableRow} */
  function tableRow(row, head, filled, open) {
    const over = filled.get(row.number) || new Map();
    /** @type {TableRow} */
    const result = { number: row.number, cells: new Map(), own: [], aspect: open.aspect, class: open.class, block: 0, merged: new Set() };
    head.ids.forEach((id, column) => {
      const fill = over.get(column), cell = fill ? fill.cell : row.cells[column];
      // A cell that was cut when it was written says less than what is stored.
      if (!cell || !cell.text.trim() || cell.text.endsWith(sheetValues.CUT)) return;
      if (!id) result.own.push([head.headings[column], cell.text.trim()]);
      else {
        result.cells.set(id, cell);
        if (fill && fill.top < row.number) result.merged.add(id);
        if (fill && (id === "text" || (id === "no" && !result.block))) result.block = fill.top;
      }
    });
    return result;
  }

  /**
   * An aspect or class that is written once and left blank below holds for the rows below. Where rows repeat it,
   * a blank is a blank.
   * @param {Table} table
   */
  function inherit(table) {
    for (const id of ["aspect", "class"]) {
      const written = table.rows.map((row) => row.cells.get(id)), repeated = written.some((cell, at) => at > 0 && cell && !table.rows[at].merged.has(id) && written[at - 1]?.text === cell.text && cell.text);
      const blanks = written.filter((cell) => !cell).length;
      if (repeated || !blanks || blanks === written.length) continue;
      let last = /** @type {Cell | undefined} */ (undefined), aspect = "", count = 0;
      table.rows.forEach((row) => {
        const own = row.cells.get(id), above = row.cells.get("aspect")?.text || row.aspect;
        if (own) last = own;
        else if (id === "class" && above !== aspect) last = undefined;
        else if (last) {
          row.cells.set(id, last);
          count++;
        }
        aspect = above;
      });
      if (count) table.notes.push(`${ledgerModel.column(id).label}有 ${count} 行是空的，沿用上面一行`);
    }
  }

  Qingdan.lib.sheetGrid = { read, shortened: sheetValues.shortened };
})();
