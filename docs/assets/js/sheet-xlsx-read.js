// @ts-check
/**
 * Any workbook → grids of cells, as the person who saved it sees them.
 *
 * A cell whose format shows no day, such as 2026年8月, is handed on as that text: the first of the month that
 * lies behind it was put there by the program and not by anybody.
 *
 * @typedef {"empty" | "text" | "number" | "date" | "boolean" | "error"} CellType
 * @typedef {{type: CellType, text: string}} Cell text: as people read it; of a date 2026-08-31
 * @typedef {{number: number, cells: Cell[], hidden: boolean}} GridRow number: as the program shows it, from 1
 * @typedef {{top: number, left: number, bottom: number, right: number}} Merge top, bottom: numbers of rows;
 *   left, right: columns from 0
 * @typedef {{name: string, hidden: boolean, rows: GridRow[], merges: Merge[], hiddenColumns: number[], notes: string[],
 *   source: "xlsx" | "csv" | "html" | "text"}} Grid rows: those that hold something
 * @typedef {{sheets: Grid[], notes: string[]}} Workbook
 */
(function () {
  "use strict";

  const { sheetZip, sheetDates } = Qingdan.lib;
  const { SheetError } = sheetZip;

  const LIMITS = { rows: 60000, columns: 400, cells: 3e6, merges: 60000, sheets: 200 };
  /** @type {Cell} */
  const EMPTY = Object.freeze({ type: "empty", text: "" });
  const NOT_A_WORKBOOK = "这个文件里没有工作表。请在 WPS、Excel 里打开后另存为 .xlsx 再试。";

  /**
   * Read a workbook.
   * @param {ArrayBuffer} buffer @returns {Promise<Workbook>} rejected with a SheetError
   */
  async function read(buffer) {
    const bytes = new Uint8Array(buffer);
    checkKind(bytes);
    const zip = sheetZip.read(bytes);
    const main = await mainPart(zip), folder = main.replace(/[^/]*$/, "");
    const book = await xml(zip, main);
    const links = await relations(zip, `${folder}_rels/${main.slice(folder.length)}.rels`, folder);
    const named = (/** @type {string} */ type) => [...links.values()].find((link) => link.type === type && zip.has(link.target));
    const strings = named("sharedStrings") ? sharedStrings(await xml(zip, /** @type {any} */ (named("sharedStrings")).target)) : [];
    const styles = sheetDates.formats(named("styles") ? await xml(zip, /** @type {any} */ (named("styles")).target) : null);
    const is1904 = isTrue(first(book, "workbookPr")?.getAttribute("date1904"));
    /** @type {Workbook} */
    const workbook = { sheets: [], notes: [] };
    for (const sheet of all(book, "sheet").slice(0, LIMITS.sheets)) {
      const link = links.get(relationOf(sheet));
      if (!link || link.type !== "worksheet" || !zip.has(link.target)) continue; // charts, macros
      const hidden = /^(veryHidden|hidden)$/.test(sheet.getAttribute("state") || "");
      const page = await xml(zip, link.target);
      workbook.sheets.push(grid(page, sheet.getAttribute("name") || "", hidden, { strings, styles, is1904 }));
    }
    if (!workbook.sheets.length) throw new SheetError("no-sheet", NOT_A_WORKBOOK);
    return workbook;
  }

  /** Tell what a file is that is no workbook of this kind. @param {Uint8Array} bytes throws a SheetError */
  function checkKind(bytes) {
    const starts = (/** @type {number[]} */ ...magic) => magic.every((byte, at) => bytes[at] === byte);
    if (!bytes.length) throw new SheetError("empty", "文件是空的。请检查是不是没有拷贝完整。");
    if (starts(0xd0, 0xcf, 0x11, 0xe0)) {
      if (holdsName(bytes, "EncryptedPackage")) throw new SheetError("encrypted", "文件设了打开密码，这里读不了。请在 WPS、Excel 里打开，去掉密码后另存为 .xlsx。");
      if (holdsName(bytes, "WordDocument")) throw new SheetError("word", "这是 Word 文件。请打开它，选中表格复制，再到这里粘贴。");
      throw new SheetError("old-format", "这是旧格式（.xls 或 .et）。请在 WPS、Excel 里打开，选“另存为”.xlsx，再导入。");
    }
    if (starts(0x25, 0x50, 0x44, 0x46)) throw new SheetError("pdf", "这是 PDF，里面没有可以读取的表格。请找到原来的表格文件。");
    if (!starts(0x50, 0x4b)) throw new SheetError("not-xlsx", "这不是 .xlsx 文件。请在 WPS、Excel 里打开后另存为 .xlsx；纯文本的表格请存为 .csv。");
  }

  /** Whether an old office file has a stream of this name; names stand there in UTF-16. @param {Uint8Array} bytes @param {string} name */
  function holdsName(bytes, name) {
    for (let at = 0; at + name.length * 2 <= bytes.length; at += 2) {
      let match = 0;
      while (match < name.length && bytes[at + match * 2] === name.charCodeAt(match) && !bytes[at + match * 2 + 1]) match++;
      if (match === name.length) return true;
    }
    return false;
  }

  // ── Parts and what joins them ──

  /** @param {ZipFile} zip */
  async function mainPart(zip) {
    if (zip.has("xl/workbook.bin")) throw new SheetError("binary", "这是二进制工作簿（.xlsb）。请在 Excel 里另存为 .xlsx，再导入。");
    if (zip.has("word/document.xml")) throw new SheetError("word", "这是 Word 文件。请打开它，选中表格复制，再到这里粘贴。");
    if (zip.has("content.xml")) throw new SheetError("ods", "这是 .ods 文件。请在 WPS、Excel 里打开后另存为 .xlsx，再导入。");
    const links = zip.has("_rels/.rels") ? await relations(zip, "_rels/.rels", "") : new Map();
    const link = [...links.values()].find(({ type }) => type === "officeDocument");
    const main = link && zip.has(link.target) ? link.target : "xl/workbook.xml";
    if (!zip.has(main)) throw new SheetError("no-sheet", NOT_A_WORKBOOK);
    return main;
  }

  /** @param {ZipFile} zip @param {string} name @param {string} folder @returns {Promise<Map<string, {type: string, target: string}>>} */
  async function relations(zip, name, folder) {
    const found = new Map();
    if (!zip.has(name)) return found;
    for (const one of all(await xml(zip, name), "Relationship")) {
      const target = (one.getAttribute("Target") || "").replace(/\\/g, "/");
      const type = (one.getAttribute("Type") || "").replace(/^.*\//, "");
      found.set(one.getAttribute("Id") || "", { type, target: resolved(target, folder) });
    }
    return found;
  }

  /** @param {string} target @param {string} folder */
  function resolved(target, folder) {
    /** @type {string[]} */
    const parts = [];
    for (const part of (target.startsWith("/") ? target : folder + target).split("/")) {
      if (part === "..") parts.pop();
      else if (part && part !== ".") parts.push(part);
    }
    return parts.join("/");
  }

  /** @param {ZipFile} zip @param {string} name @returns {Promise<Document>} */
  async function xml(zip, name) {
    const text = (await zip.text(name)).replace(/^\uFEFF/, "");
    // No program writes one into a workbook; it is where entities that unfold a million times are declared.
    if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new SheetError("doctype", `文件里的 ${name} 带有不该有的声明，没有读取。请在 WPS、Excel 里打开后另存为 .xlsx 再试。`);
    const document = new DOMParser().parseFromString(text, "application/xml");
    // The parser reports by an element of its own, in the middle of what it read until then.
    if (document.getElementsByTagName("parsererror").length) {
      throw new SheetError("damaged-xml", `文件里的 ${name} 已损坏，没有读取。请在 WPS、Excel 里打开后另存为 .xlsx 再试。`);
    }
    return document;
  }

  /** Elements by their local name, whatever prefix or edition of the standard. @param {Document | Element} place @param {string} name */
  function all(place, name) {
    return [...place.getElementsByTagNameNS("*", name)];
  }

  /** @param {Document | Element} place @param {string} name @returns {Element | undefined} */
  function first(place, name) {
    return place.getElementsByTagNameNS("*", name)[0];
  }

  /** The r:id; its namespace differs between editions. @param {Element} sheet */
  function relationOf(sheet) {
    const found = [...sheet.attributes].find((one) => one.localName === "id" && one.namespaceURI);
    return found ? found.value : "";
  }

  /** @param {string | null | undefined} value */
  function isTrue(value) {
    return value === "1" || value === "true";
  }

  // ── Strings ──

  /** @param {Document} part */
  function sharedStrings(part) {
    /** @type {string[]} */
    const found = [];
    for (let one = part.documentElement.firstElementChild; one; one = one.nextElementSibling) {
      if (one.localName === "si") found.push(stringOf(one));
    }
    return found;
  }

  /** Plain, or in runs of different looks; the reading aids (rPh) are not part of it. @param {Element} holder */
  function stringOf(holder) {
    let text = "";
    for (let one = holder.firstElementChild; one; one = one.nextElementSibling) {
      if (one.localName === "t") text += one.textContent;
      else if (one.localName === "r") text += stringOf(one);
    }
    return unescaped(text);
  }

  /** Characters that XML cannot hold stand as _x000D_. @param {string} text */
  function unescaped(text) {
    return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(parseInt(code, 16))).replace(/\r\n?/g, "\n");
  }

  // ── One sheet ──

  /**
   * @param {Document} part @param {string} name @param {boolean} hidden
   * @param {{strings: string[], styles: CellFormat[], is1904: boolean}} shared @returns {Grid}
   */
  function grid(part, name, hidden, shared) {
    /** @type {Grid} */
    const result = { name, hidden, rows: [], merges: [], hiddenColumns: [], notes: [], source: "xlsx" };
    const data = first(part, "sheetData");
    const count = { cells: 0, wide: 0, uncalculated: 0, row: 0 };
    for (let one = data && data.firstElementChild; one; one = one.nextElementSibling) {
      if (one.localName !== "row") continue;
      const given = Number(one.getAttribute("r"));
      count.row = Number.isInteger(given) && given > 0 ? given : count.row + 1; // some programs leave it out
      const cells = rowCells(one, shared, count);
      if (!cells.length) continue;
      if (result.rows.length >= LIMITS.rows || count.cells > LIMITS.cells) {
        throw new SheetError("too-many-rows", `工作表“${name}”超过 ${LIMITS.rows} 行，没有读取。请只留下台账部分，分几个文件导入。`);
      }
      result.rows.push({ number: count.row, cells, hidden: isTrue(one.getAttribute("hidden")) });
    }
    result.rows.sort((a, b) => a.number - b.number);
    result.merges = all(part, "mergeCell").slice(0, LIMITS.merges).map((one) => rangeOf(one.getAttribute("ref") || ""))
      .filter(/** @returns {range is Merge} */ (range) => range !== null);
    for (const one of all(part, "col")) {
      if (!isTrue(one.getAttribute("hidden"))) continue;
      const last = Math.min(Number(one.getAttribute("max")), LIMITS.columns);
      for (let at = Number(one.getAttribute("min")); at <= last; at++) result.hiddenColumns.push(at - 1);
    }
    const folded = result.rows.filter((row) => row.hidden).length;
    if (folded) result.notes.push(`有 ${folded} 行是隐藏或筛选掉的，一并读取`);
    if (result.hiddenColumns.length) result.notes.push(`有隐藏的列，一并读取`);
    if (count.wide) result.notes.push(`第 ${LIMITS.columns} 列以后的内容没有读取`);
    if (count.uncalculated) result.notes.push(`有 ${count.uncalculated} 个公式没有算好的结果，按空白读；请在 WPS、Excel 里打开、保存一次再导入`);
    return result;
  }

  /**
   * @param {Element} row @param {{strings: string[], styles: CellFormat[], is1904: boolean}} shared
   * @param {{cells: number, wide: number, uncalculated: number}} count @returns {Cell[]} none where nothing stands in the row
   */
  function rowCells(row, shared, count) {
    /** @type {Cell[]} */
    const cells = [];
    let column = -1;
    for (let one = row.firstElementChild; one; one = one.nextElementSibling) {
      if (one.localName !== "c") continue;
      column = columnOf(one.getAttribute("r") || "") ?? column + 1;
      const cell = cellOf(one, shared, count);
      if (cell === EMPTY) continue;
      if (column >= LIMITS.columns) {
        count.wide++;
        continue;
      }
      while (cells.length < column) cells.push(EMPTY);
      cells[column] = cell;
      count.cells++;
    }
    return cells;
  }

  /** @param {Element} element @param {{strings: string[], styles: CellFormat[], is1904: boolean}} shared @param {{uncalculated: number}} count @returns {Cell} */
  function cellOf(element, { strings, styles, is1904 }, count) {
    const type = element.getAttribute("t") || "n";
    let value = "", formula = false;
    for (let one = element.firstElementChild; one; one = one.nextElementSibling) {
      if (one.localName === "v") value = one.textContent || "";
      else if (one.localName === "is" && type === "inlineStr") return textCell(stringOf(one));
      else if (one.localName === "f") formula = true;
    }
    if (type === "s") return textCell(strings[Number(value)] ?? "");
    if (type === "str") return textCell(unescaped(value));
    if (value.trim() === "") {
      if (formula) count.uncalculated++;
      return EMPTY;
    }
    if (type === "b") return { type: "boolean", text: isTrue(value) ? "TRUE" : "FALSE" };
    if (type === "e") return { type: "error", text: value };
    if (type === "d") return sheetDates.isoCell(value);
    return sheetDates.numberCell(value, styles[Number(element.getAttribute("s")) || 0], is1904);
  }

  /** @param {string} text @returns {Cell} */
  function textCell(text) {
    return text === "" ? EMPTY : { type: "text", text };
  }

  /** The column of "AB12", from 0; null without one. @param {string} name */
  function columnOf(name) {
    const found = /^([A-Z]{1,3})\d+$/.exec(name);
    return found ? [...found[1]].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1 : null;
  }

  /** @param {string} name "B2:D4" @returns {Merge | null} */
  function rangeOf(name) {
    const [from, to] = name.split(":"), left = columnOf(from), right = columnOf(to || from);
    if (left === null || right === null) return null;
    const rows = [from, to || from].map((one) => Number(one.replace(/^[A-Z]+/, "")));
    return rows[0] <= rows[1] && left <= right ? { top: rows[0], left, bottom: rows[1], right } : null;
  }

  Qingdan.lib.sheetXlsxRead = { LIMITS, EMPTY, read };
})();
