// @ts-check
/**
 * Where the headings of a table stand, and which columns of the ledger they mean.
 *
 * @typedef {{top: number, bottom: number, headings: string[], ids: string[], sure: boolean[], suggestions: string[], ours: boolean}} Head
 *   top, bottom: places in grid.rows; headings: of each column; ids: the ledger's column for each, "" for none, the
 *   page may change them; sure: false where the heading only resembles it; suggestions: "did you mean"; ours: the
 *   table has just the columns that this kit writes
 */
(function () {
  "use strict";

  const { ledgerModel, ledgerLikeness, sheetWhole } = Qingdan.lib;

  const SEARCHED = 40; // rows in which headings are looked for
  const SPANS = [1, 2, 3]; // rows that a head may have
  const FEWEST = 2; // headings that make a head
  const ALIKE = 0.75, SUGGESTED = 0.45;
  const LATER = ["measureCurrentDue"]; // earlier versions of this kit wrote tables without them
  const KEPT = 8; // remembered tables, each of some hundred characters

  /**
   * @param {Grid} grid @param {{top: number, bottom: number}} [given] where people say the head stands @returns {Head | null}
   */
  function find(grid, given) {
    if (given) return headOf(grid, given.top, given.bottom);
    const merged = mergedCells(grid);
    let best = /** @type {{top: number, bottom: number, score: number} | null} */ (null);
    for (let top = 0; top < Math.min(grid.rows.length, SEARCHED); top++) {
      if (grid.rows[top].cells.some((_, column) => (merged.get(`${grid.rows[top].number}:${column}`) || {}).tall)) continue; // it began above
      for (const span of SPANS) {
        const bottom = top + span - 1;
        if (bottom >= grid.rows.length || (span > 1 && !isOneHead(grid, top, bottom, merged))) break;
        const headings = headingsOf(grid, top, bottom, merged), score = distinct(headings.map(exact)).length;
        // A title above the head adds nothing, and makes no head of more rows.
        if (score >= FEWEST && (!best || score > best.score || (score === best.score && top <= best.bottom && span <= best.bottom - best.top))) best = { top, bottom, score };
      }
    }
    return best && headOf(grid, best.top, best.bottom);
  }

  /** The sheet that looks most like a ledger, visible ones first; null where none has headings. @param {Grid[]} grids @returns {{grid: Grid, head: Head} | null} */
  function best(grids) {
    const found = grids.map((grid) => ({ grid, head: find(grid) })).filter((one) => one.head);
    const score = (/** @type {any} */ { grid, head }) => (grid.hidden ? 0 : 1000) + head.ids.filter(Boolean).length;
    return /** @type {any} */ (found.sort((a, b) => score(b) - score(a))[0] || null);
  }

  /** @param {Grid} grid @param {number} top @param {number} bottom @returns {Head} */
  function headOf(grid, top, bottom) {
    const parts = headingsOf(grid, top, bottom, mergedCells(grid));
    const width = grid.rows.slice(bottom + 1).reduce((most, row) => Math.max(most, row.cells.length), parts.length);
    while (parts.length < width) parts.push([]);
    /** @type {Set<string>} */
    const used = new Set();
    const take = (/** @type {string} */ id) => (id && !used.has(id) ? (used.add(id), id) : "");
    const ids = parts.map((part) => take(exact(part)));
    const suggestions = parts.map((part, at) => (ids[at] || !part.length ? "" : alike(part, used)));
    const sure = ids.map(Boolean);
    // A heading that only resembles a column gives way to those that name one.
    parts.forEach((part, at) => {
      const id = suggestions[at] && !used.has(suggestions[at]) && likenessOf(part, suggestions[at]) >= ALIKE ? take(suggestions[at]) : "";
      if (id) [ids[at], suggestions[at]] = [id, ""];
    });
    const headings = unique(parts.map((part, at) => part.join("·") || `第 ${at + 1} 列`));
    return { top, bottom, headings, ids, sure, suggestions: suggestions.map((id) => (used.has(id) ? "" : id)), ours: isOurs(parts, ids) };
  }

  /** Whether every column of the kit stands there under its own name: then nothing in it needs interpretation. @param {string[][]} parts @param {string[]} ids */
  function isOurs(parts, ids) {
    const labels = new Map(ledgerModel.columns().map((/** @type {LedgerColumn} */ one) => [one.id, one.label]));
    const own = ids.every((id, at) => !id || parts[at].join("") === labels.get(id));
    return own && ledgerModel.columns().every((/** @type {LedgerColumn} */ one) => one.hidden || LATER.includes(one.id) || ids.includes(one.id));
  }

  // ── The words over a column ──

  /** Cell by cell what a merged range says. @param {Grid} grid @returns {Map<string, {cell: Cell, wide: boolean, tall: boolean}>} by "row:column" */
  function mergedCells(grid) {
    const found = new Map(), last = grid.rows[Math.min(grid.rows.length, SEARCHED + SPANS.length) - 1];
    const byNumber = new Map(grid.rows.map((row) => [row.number, row]));
    for (const { top, left, bottom, right } of grid.merges) {
      const cell = byNumber.get(top)?.cells[left];
      if (!cell || !last || top > last.number) continue;
      for (let row = top; row <= Math.min(bottom, last.number); row++) {
        for (let column = left; column <= Math.min(right, left + 400); column++) found.set(`${row}:${column}`, { cell, wide: right > left, tall: row > top });
      }
    }
    return found;
  }

  /** @param {Grid} grid @param {number} at @param {number} column @param {Map<string, any>} merged */
  function textAt(grid, at, column, merged) {
    const row = grid.rows[at], over = merged.get(`${row.number}:${column}`);
    return (over ? over.cell.text : row.cells[column]?.text || "").trim();
  }

  /** @param {Grid} grid @param {number} top @param {number} bottom @param {Map<string, any>} merged @returns {string[][]} */
  function headingsOf(grid, top, bottom, merged) {
    const reach = [...merged.keys()].map((key) => key.split(":").map(Number)).filter(([row]) => row === grid.rows[top].number);
    const width = [...grid.rows.slice(top, bottom + 1).map((row) => row.cells.length), ...reach.map(([, column]) => column + 1)]
      .reduce((most, one) => Math.max(most, one), 0);
    return Array.from({ length: width }, (_, column) => {
      /** @type {string[]} */
      const parts = [];
      for (let at = top; at <= bottom; at++) {
        let text = textAt(grid, at, column, merged);
        // Merged cells of a text file are blank but for the first: the group's name reaches over the headings below it.
        for (let left = column - 1; !text && at < bottom && left >= 0 && below(grid, at, bottom, column); left--) text = textAt(grid, at, left, merged);
        const words = text.replace(/\s+/g, "");
        if (words && parts[parts.length - 1] !== words) parts.push(words);
      }
      return parts;
    });
  }

  /** @param {Grid} grid @param {number} at @param {number} bottom @param {number} column */
  function below(grid, at, bottom, column) {
    return grid.rows.slice(at + 1, bottom + 1).some((row) => row.cells[column]?.text.trim());
  }

  /**
   * Whether the rows make one head: a heading stands below another only where that one spans several columns.
   * @param {Grid} grid @param {number} top @param {number} bottom @param {Map<string, any>} merged
   */
  function isOneHead(grid, top, bottom, merged) {
    if (grid.rows[bottom].number - grid.rows[top].number > bottom - top) return false;
    for (let at = top; at < bottom; at++) {
      const upper = grid.rows[at], lower = grid.rows[at + 1];
      for (let column = 0; column < lower.cells.length; column++) {
        const own = merged.get(`${lower.number}:${column}`);
        if (!lower.cells[column].text.trim() || (own && own.tall)) continue;
        const over = merged.get(`${upper.number}:${column}`), text = upper.cells[column]?.text.trim();
        const next = upper.cells[column + 1]?.text.trim(), spans = text && !next && lower.cells[column + 1]?.text.trim();
        if (!(over ? over.wide : !text || spans)) return false;
      }
    }
    return true;
  }

  // ── Which column they mean ──

  /** @param {string[]} parts */
  function exact(parts) {
    return parts.length ? ledgerModel.columnOfHeading(parts.join("")) || ledgerModel.columnOfHeading(parts[parts.length - 1]) : "";
  }

  /** The column that resembles a heading most, "" for none. @param {string[]} parts @param {Set<string>} used @returns {string} */
  function alike(parts, used) {
    let best = "", most = SUGGESTED;
    for (const { id } of ledgerModel.columns()) {
      const score = used.has(id) ? 0 : likenessOf(parts, id);
      if (score > most) [best, most] = [id, score];
    }
    return best;
  }

  /** A Chinese name says at its end what it is: 具体整改措施 are 整改措施. @param {string[]} parts @param {string} id */
  function likenessOf(parts, id) {
    const { label, aliases } = /** @type {LedgerColumn} */ (ledgerModel.column(id)), last = ledgerModel.plain(parts[parts.length - 1]);
    return Math.max(...[label, ...aliases].map((name) => {
      const words = ledgerModel.plain(name);
      return last.endsWith(words) && words.length >= 3 ? 0.9 + Math.min(words.length, 9) / 100 : ledgerLikeness.likeness(last, words);
    }));
  }

  /** @param {string[]} values */
  function distinct(values) {
    return [...new Set(values.filter(Boolean))];
  }

  /** @param {string[]} headings */
  function unique(headings) {
    const seen = new Map();
    return headings.map((heading) => {
      seen.set(heading, (seen.get(heading) || 0) + 1);
      return seen.get(heading) > 1 ? `${heading}（${seen.get(heading)}）` : heading;
    });
  }

  // ── Keeping what people chose ──

  /** What was kept of this table. @param {Head} head @param {any} mappings @returns {any} */
  function mappingOf(head, mappings) {
    const wanted = keyOf(head);
    return (Array.isArray(mappings) ? mappings : []).find((one) => one && Array.isArray(one.headings) && Array.isArray(one.ids) && JSON.stringify(one.headings) === wanted);
  }

  /** The head with the columns that people chose for this table before. @param {Head} head @param {any[]} mappings @returns {Head} */
  function recalled(head, mappings) {
    const found = mappingOf(head, mappings);
    if (!found || found.ids.length !== head.ids.length) return head;
    const ids = found.ids.map((/** @type {any} */ id) => (ledgerModel.column(id) ? id : ""));
    return { ...head, ids, sure: ids.map(() => true), suggestions: ids.map(() => "") };
  }

  /** The mappings of a unit with this table's in front, and what was answered of it as a whole. @param {Head} head @param {any[]} mappings @param {Map<string, string>} [answers] */
  function remembered(head, mappings, answers = new Map()) {
    const others = (Array.isArray(mappings) ? mappings : []).filter((one) => one && JSON.stringify(one.headings) !== keyOf(head)), kept = sheetWhole.kept(answers);
    return [{ headings: [...head.headings], ids: [...head.ids], ...(Object.keys(kept).length && { answers: kept }) }, ...others].slice(0, KEPT);
  }

  /** What people answered of this table as a whole before. @param {Head} head @param {any[]} mappings @returns {Map<string, string>} */
  function answered(head, mappings) {
    return sheetWhole.recalled(mappingOf(head, mappings));
  }

  /** @param {Head} head */
  function keyOf(head) {
    return JSON.stringify(head.headings);
  }

  Qingdan.lib.sheetHead = { find, best, recalled, remembered, answered };
})();
