// @ts-check
/**
 * What WPS, Excel and Word put on the clipboard → grids. The HTML is parsed into a document that runs nothing
 * and loads nothing; only its text is taken.
 */
(function () {
  "use strict";

  const { sheetCsv, sheetZip } = Qingdan.lib;
  const { SheetError } = sheetZip;

  const LIMITS = { characters: 50e6, rows: 60000, columns: 400 };
  /** @type {Cell} */
  const EMPTY = Object.freeze({ type: "empty", text: "" });
  const SILENT = new Set(["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "OBJECT", "IFRAME", "TITLE"]);
  const BLOCKS = new Set(["P", "DIV", "LI", "UL", "OL", "TABLE", "TR", "H1", "H2", "H3", "H4", "H5", "H6"]);
  const EDGE = "\u0001"; // where a block starts or ends: one line end, however many meet
  const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;
  // Programs break long lines of HTML anywhere; between two Chinese characters that is no space.
  const WIDE = "[\\u2e80-\\u9fff\\uf900-\\ufaff\\ufe30-\\ufe4f\\uff00-\\uffef\\u3000-\\u303f]";
  const BROKEN = new RegExp(`(${WIDE})[ \\t]*[\\r\\n]+[ \\t]*(?=${WIDE})`, "g");

  /**
   * What was pasted. HTML says which cells are merged, so that it is taken where it holds a table.
   * @param {{html?: string, text?: string}} given @returns {Grid[]} throws a SheetError where there is no table
   */
  function read({ html = "", text = "" }) {
    if (html.length > LIMITS.characters || text.length > LIMITS.characters) {
      throw new SheetError("too-big", "粘贴的内容太多，没有读取。请存成 .xlsx 再导入，或分几次粘贴。");
    }
    const grids = /<table[\s>]/i.test(html) ? fromHtml(html) : [];
    if (grids.length) return grids;
    if (!text.trim()) {
      throw new SheetError("no-table", "剪贴板里没有表格。请在 WPS、Excel 或 Word 里选中整张表（连同表头），复制后再粘贴。");
    }
    return [fromText(text)];
  }

  /** @param {string} text @returns {Grid} */
  function fromText(text) {
    return sheetCsv.parse(text, { name: "粘贴的内容", delimiter: text.includes("\t") ? "\t" : undefined, pasted: true });
  }

  /** Every table with something in it, those inside others apart. @param {string} html @returns {Grid[]} */
  function fromHtml(html) {
    const document = new DOMParser().parseFromString(html, "text/html");
    const tables = [...document.querySelectorAll("table")].map((table, at) => gridOf(table, `粘贴的表格${at ? at + 1 : ""}`));
    return tables.filter((grid) => grid.rows.length);
  }

  /** @param {HTMLTableElement} table @param {string} name @returns {Grid} */
  function gridOf(table, name) {
    /** @type {Grid} */
    const grid = { name, hidden: false, rows: [], merges: [], hiddenColumns: [], notes: [], source: "html" };
    /** Columns that cells of earlier rows still reach into: column → rows left. @type {Map<number, number>} */
    const reach = new Map();
    let hiddenRows = 0;
    if (table.rows.length > LIMITS.rows) throw new SheetError("too-many-rows", `表格超过 ${LIMITS.rows} 行，没有读取。请分几次粘贴。`);
    [...table.rows].forEach((row, index) => {
      const number = index + 1;
      /** @type {Cell[]} */
      const cells = [];
      const started = new Map();
      let column = 0;
      for (const one of row.cells) {
        while (reach.has(column)) column++;
        const width = Math.min(one.colSpan || 1, LIMITS.columns - column);
        if (width < 1) {
          if (!grid.notes.length) grid.notes.push(`第 ${LIMITS.columns} 列以后的内容没有读取`);
          break;
        }
        const height = Math.min(one.rowSpan || table.rows.length, table.rows.length - index);
        while (cells.length < column) cells.push(EMPTY);
        cells[column] = cellOf(one);
        if (width > 1 || height > 1) grid.merges.push({ top: number, left: column, bottom: number + height - 1, right: column + width - 1 });
        if (height > 1) for (let at = column; at < column + width; at++) started.set(at, height);
        column += width;
      }
      for (const [at, left] of [...reach]) left > 1 ? reach.set(at, left - 1) : reach.delete(at);
      started.forEach((height, at) => reach.set(at, height - 1));
      while (cells.length && cells[cells.length - 1] === EMPTY) cells.pop();
      const hidden = row.style.display === "none";
      if (hidden) hiddenRows++;
      if (cells.length) grid.rows.push({ number, cells, hidden });
    });
    if (hiddenRows) grid.notes.push(`有 ${hiddenRows} 行是隐藏或筛选掉的，一并读取`);
    return grid;
  }

  /** @param {HTMLTableCellElement} cell @returns {Cell} */
  function cellOf(cell) {
    const text = textOf(cell).replace(/ *\n *$/, "")
      .replace(new RegExp(`\\n?${EDGE}[ ${EDGE}]*`, "g"), "\n").replace(/ ?\n ?/g, "\n").replace(/\u00a0/g, " ").trim();
    // Excel and WPS mark what is a number there, LibreOffice gives its value.
    const isNumber = (cell.hasAttribute("x:num") || cell.hasAttribute("sdval")) && /^\d+(\.\d+)?$/.test(text);
    return text ? { type: isNumber ? "number" : "text", text } : EMPTY;
  }

  /** The text as it is read: blocks and <br> end lines, entries of numbered lists keep their number. @param {Node} node @returns {string} */
  function textOf(node) {
    let text = "";
    for (const one of node.childNodes) {
      if (one.nodeType === Node.TEXT_NODE) text += joinedLines(one.nodeValue || "");
      if (one.nodeType !== Node.ELEMENT_NODE) continue;
      const element = /** @type {HTMLElement} */ (one), name = element.nodeName;
      if (SILENT.has(name) || element.style?.display === "none") continue;
      if (name === "BR") text += "\n";
      else if (BLOCKS.has(name)) text += `${EDGE}${numberOf(element)}${textOf(element)}${EDGE}`;
      else text += textOf(element);
    }
    return text;
  }

  /** @param {string} text of the source, where line ends are spaces or nothing */
  function joinedLines(text) {
    return text.replace(CONTROLS, "").replace(BROKEN, "$1").replace(/[ \t\r\n]+/g, " ");
  }

  /** @param {HTMLElement} element */
  function numberOf(element) {
    const list = element.nodeName === "LI" && element.parentElement;
    return list && list.nodeName === "OL" ? `${[...list.children].indexOf(element) + (Number(list.getAttribute("start")) || 1)}. ` : "";
  }

  Qingdan.lib.sheetPaste = { LIMITS, read, fromHtml, fromText };
})();
