// @ts-check
/**
 * CSV and other text tables → a grid. They are written by `files.csv`; the ' that it puts before formulas is
 * taken off here.
 */
(function () {
  "use strict";

  const { files, sheetZip } = Qingdan.lib;
  const { SheetError } = sheetZip;

  const LIMITS = { bytes: 50e6, rows: 60000, columns: 400 };
  const DELIMITERS = [",", "\t", ";", "，", "；"];
  const SAMPLE = 20; // lines that show which character separates the cells
  /** @type {Cell} */
  const EMPTY = Object.freeze({ type: "empty", text: "" });
  const WAY_OUT = "请在 WPS、Excel 里打开，选中表格复制，再到这里粘贴；或另存为 .xlsx。";

  /**
   * Text from bytes, whichever of the usual encodings they are in.
   * @param {ArrayBuffer | Uint8Array} given @returns {{text: string, encoding: "utf-8" | "utf-16le" | "utf-16be" | "gb18030"}}
   *   throws a SheetError
   */
  function decode(given) {
    const bytes = given instanceof Uint8Array ? given : new Uint8Array(given);
    if (bytes.length > LIMITS.bytes) throw new SheetError("too-big", `文件有 ${Math.ceil(bytes.length / 1e6)} MB，最多 ${LIMITS.bytes / 1e6} MB，没有读取。`);
    for (const encoding of candidates(bytes)) {
      try {
        return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding }; // drops the BOM
      } catch { /* the next one */ }
    }
    throw new SheetError("encoding", `认不出文件的编码。${WAY_OUT}`);
  }

  /** @param {Uint8Array} bytes @returns {("utf-8" | "utf-16le" | "utf-16be" | "gb18030")[]} */
  function candidates(bytes) {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return ["utf-16le"];
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return ["utf-16be"];
    // Commas and line ends are ASCII: in UTF-16 every other byte of them is 0, which no other text holds.
    const zeros = [0, 0];
    bytes.subarray(0, 4000).forEach((byte, at) => !byte && zeros[at % 2]++);
    // A few characters end in 00, too; a file of bytes has zeros everywhere.
    if (Math.max(...zeros) > 4 * Math.min(...zeros)) return zeros[1] > zeros[0] ? ["utf-16le"] : ["utf-16be"];
    return ["utf-8", "gb18030"];
  }

  /** @param {Uint8Array} bytes */
  function isUtf16(bytes) {
    return candidates(bytes)[0].startsWith("utf-16");
  }

  /** A text file's table. @param {ArrayBuffer | Uint8Array} bytes @param {string} [name] @returns {Grid} throws a SheetError */
  function read(bytes, name) {
    const { text, encoding } = decode(bytes);
    const grid = parse(text, { name });
    if (encoding !== "utf-8") grid.notes.push(`按 ${encoding === "gb18030" ? "GB18030" : "UTF-16"} 编码读取`);
    return grid;
  }

  /**
   * A table in text, by RFC 4180: cells in quotes hold separators, line ends and "" for a quote.
   * @param {string} text
   * @param {{name?: string, delimiter?: string, pasted?: boolean}} [options] pasted: from the clipboard, where a quote
   *   may also be just a quote and nothing is guarded @returns {Grid} throws a SheetError
   */
  function parse(text, { name = "", delimiter, pasted = false } = {}) {
    const source = text.replace(/^\uFEFF/, ""), hint = /^sep=(.)\r?\n/i.exec(source); // Excel's own first line
    const body = hint ? source.slice(hint[0].length) : source;
    const mark = delimiter || (hint ? hint[1] : likelyDelimiter(body));
    /** @type {Grid} */
    const grid = { name, hidden: false, rows: [], merges: [], hiddenColumns: [], notes: [], source: pasted ? "text" : "csv" };
    let number = hint ? 1 : 0;
    for (const cells of records(body, mark, pasted)) {
      number++;
      if (cells.length > LIMITS.columns) {
        throw new SheetError("too-many-columns", `第 ${number} 行有 ${cells.length} 列，最多 ${LIMITS.columns} 列，不像是表格。${WAY_OUT}`);
      }
      const row = cells.map((cell) => cellOf(pasted ? cell : files.unguarded(cell)));
      while (row.length && row[row.length - 1] === EMPTY) row.pop();
      if (row.length) grid.rows.push({ number, cells: row, hidden: false });
      if (grid.rows.length > LIMITS.rows) throw new SheetError("too-many-rows", `表格超过 ${LIMITS.rows} 行，没有读取。请分几次导入。`);
    }
    return grid;
  }

  /** A bare number may have been one in the program that wrote it, with its last zero dropped. @param {string} text @returns {Cell} */
  function cellOf(text) {
    return text === "" ? EMPTY : { type: /^\d+(\.\d+)?$/.test(text) ? "number" : "text", text };
  }

  /** @param {string} text @param {string} delimiter @param {boolean} pasted @returns {Generator<string[]>} */
  function* records(text, delimiter, pasted) {
    /** @type {string[]} */
    let cells = [];
    let at = 0, line = 1;
    while (at < text.length) {
      const quoted = text[at] === '"' ? quotedCell(text, at, delimiter, pasted) : null;
      if (text[at] === '"' && !quoted && !pasted) {
        throw new SheetError("open-quote", `第 ${line} 行起有一个引号没有配对，读不下去。${WAY_OUT}`);
      }
      const cell = quoted || plainCell(text, at, delimiter);
      line += (text.slice(at, cell.end).match(/\r\n?|\n/g) || []).length;
      cells.push(cell.text.replace(/\r\n?/g, "\n"));
      at = cell.end;
      if (text[at] === delimiter) {
        at++;
        if (at === text.length) cells.push("");
        continue;
      }
      at += text.startsWith("\r\n", at) ? 2 : 1;
      line++;
      yield cells;
      cells = [];
    }
    if (cells.length) yield cells;
  }

  /** @param {string} text @param {number} start @param {string} delimiter */
  function plainCell(text, start, delimiter) {
    let end = start;
    while (end < text.length && text[end] !== delimiter && text[end] !== "\n" && text[end] !== "\r") end++;
    return { text: text.slice(start, end), end };
  }

  /** null where the quote is never closed, or, pasted, where something follows the closing one. @param {string} text @param {number} start @param {string} delimiter @param {boolean} pasted */
  function quotedCell(text, start, delimiter, pasted) {
    let at = start + 1, content = "";
    for (;;) {
      const quote = text.indexOf('"', at);
      if (quote < 0) return null;
      content += text.slice(at, quote);
      if (text[quote + 1] !== '"') {
        const rest = plainCell(text, quote + 1, delimiter);
        return pasted && rest.text ? null : { text: content + rest.text, end: rest.end };
      }
      content += '"';
      at = quote + 2;
    }
  }

  /** The character that separates the first lines into the most cells. @param {string} text */
  function likelyDelimiter(text) {
    const lines = text.slice(0, 50000).replace(/"[^"]*"/g, "").split(/\r\n?|\n/).filter((line) => line.trim()).slice(0, SAMPLE);
    // The line with the most of them is the head or a full row; titles and signatures have fewer.
    const most = (/** @type {string} */ mark) => Math.max(0, ...lines.map((line) => line.split(mark).length - 1));
    return DELIMITERS.reduce((best, mark) => (most(mark) > most(best) ? mark : best), DELIMITERS[0]);
  }

  Qingdan.lib.sheetCsv = { LIMITS, decode, isUtf16, read, parse };
})();
