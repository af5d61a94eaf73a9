// @ts-check
/**
 * The ledger as a workbook: the template that the build made (`data/workbook.js`), with rows, rules and
 * validations over all of them. A hidden sheet holds everything, so that reading it back loses nothing.
 *
 * @typedef {{style: number, width: number, hidden: boolean, formats: string[], validation: string}} TemplateColumn
 * @typedef {{parts: Record<string, string>, main: string, hidden: string, strings: number, columns: Record<string, TemplateColumn>,
 *   rules: {late: string, repeated: string}, styles: {title: number, head: number, text: number, plain: number}, uids: string[]}} WorkbookTemplate
 */
(function () {
  "use strict";

  const { ledgerModel, sheetZip, sheetDates, sheetTable, sheetValues } = Qingdan.lib;

  const HEAD = 2, FIRST = 3; // rows
  const SPARE = 500; // empty rows below that have validations, too
  const LAST_ROW = 1048576; // of a sheet: what people add below is printed, too
  const CELL = 32767; // characters that a cell may hold
  const OWN_WIDTH = 16, PAPER = 200; // characters: of a column of the unit's own, of what fits on a sheet of paper
  const LINE_HEIGHT = 15, MOST_HIGH = 409; // points
  const NARROW = /[\u0000-\u2e7f]/g;
  // What XML cannot hold, and what programs would read as such.
  const UNFIT = /[\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/g;
  const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/;

  /**
   * @param {{problems: FlatProblem[], title: string, layout?: LayoutColumn[], whole?: string, printed?: number}} given layout:
   *   the kit's columns without it; whole: JSON that is to be read back; printed: how many columns, from the first @returns {Promise<Uint8Array>}
   */
  function workbook({ problems, title, layout, whole = "", printed = layout ? layout.length : sheetTable.PRINTED.length }) {
    return write({ problems, title, layout: layout || sheetTable.bookLayout(problems), whole, printed });
  }

  /** @param {{problems: FlatProblem[], title: string, layout: LayoutColumn[], whole: string, printed: number}} given */
  function write({ problems, title, layout, whole, printed }) {
    const template = /** @type {WorkbookTemplate} */ (/** @type {any} */ (window).QINGDAN_WORKBOOK);
    const strings = table(template.strings), lines = sheetTable.lines(problems, layout);
    const columns = layout.map(({ id }) => template.columns[id] || { style: template.styles.text, width: OWN_WIDTH, hidden: false, formats: [], validation: "" });
    const last = Math.max(FIRST, HEAD + lines.length), uid = layout.length, letters = layout.map((_, at) => letterOf(at));
    const filter = `${letterOf(0)}${HEAD}:${letterOf(uid - 1)}${last}`;
    const marks = {
      dimension: `A1:${letterOf(uid + 1)}${last}`, filter, title: `A1:${letterOf(Math.max(2, printed) - 1)}1`, // a merged range has two cells at least
      cols: cols(columns, template.styles.plain), data: rows(lines, layout, columns, template, strings, title),
      formats: formats(layout, columns, template, last), validations: validations(columns, letters, last),
      pages: `fitToWidth="${Math.max(1, Math.round(widthOf(columns.slice(0, printed)) / PAPER))}" `,
    };
    const parts = Object.entries(template.parts).map(([name, text]) => /** @type {[string, string]} */ ([
      name, name === template.main ? filled(text, marks) : name === "xl/workbook.xml" ? filled(text, { filter: absolute(filter), area: `$A$1:$${letterOf(printed - 1)}$${LAST_ROW}` }) : text,
    ]));
    const late = { strings: strings.xml(), whole: wholeRows(whole) };
    return sheetZip.pack(parts.map(([name, text]) => [name, name === template.main ? text : filled(text, late)]));
  }

  /** @param {TemplateColumn[]} columns */
  function widthOf(columns) {
    return columns.reduce((sum, one) => sum + (one.hidden ? 0 : one.width), 0);
  }

  /** Functions, since a replacement text would give meaning to $. @param {string} text @param {Record<string, string>} marks */
  function filled(text, marks) {
    return Object.entries(marks).reduce((done, [name, value]) => done.replace(`{{${name}}}`, () => value), text);
  }

  // ── Strings ──

  /** The strings that cells share, behind those of the template. @param {number} first */
  function table(first) {
    /** @type {Map<string, number>} */
    const known = new Map();
    return {
      /** @param {string} text */
      add(text) {
        const found = known.get(text);
        if (found !== undefined) return found;
        known.set(text, first + known.size);
        return first + known.size - 1;
      },
      xml: () => [...known.keys()].map((text) => `<si><t xml:space="preserve">${xmlText(text)}</t></si>`).join(""),
    };
  }

  /** @param {string} text */
  function xmlText(text) {
    const whole = LONE.test(text) ? new TextDecoder().decode(new TextEncoder().encode(text)) : text;
    return whole.replace(UNFIT, (one) => `_x${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`)
      .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  // ── Rows ──

  /** @param {TableLine[]} lines @param {LayoutColumn[]} layout @param {TemplateColumn[]} columns @param {WorkbookTemplate} template @param {any} strings @param {string} title */
  function rows(lines, layout, columns, { styles, uids }, strings, title) {
    const text = (/** @type {number} */ at, /** @type {number} */ row, /** @type {number} */ style, /** @type {string} */ value) => (
      value === "" ? "" : `<c r="${letterOf(at)}${row}" s="${style}" t="s"><v>${strings.add(shortened(value))}</v></c>`);
    const number = (/** @type {number} */ at, /** @type {number} */ row, /** @type {number} */ style, /** @type {number} */ value) => `<c r="${letterOf(at)}${row}" s="${style}"><v>${value}</v></c>`;
    const uid = layout.length;
    const head = layout.map(({ heading }, at) => text(at, HEAD, styles.head, heading));
    const first = `<row r="1" s="${styles.plain}" customFormat="1" ht="30" customHeight="1">${text(0, 1, styles.title, title)}</row>`
      + `<row r="${HEAD}">${head.join("")}${text(uid, HEAD, styles.plain, uids[0])}${text(uid + 1, HEAD, styles.plain, uids[1])}</row>`;
    return first + lines.map((line, n) => {
      const row = FIRST + n;
      const cells = line.cells.map((cell, at) => {
        if (cell.date && cell.date >= "1900-03-01") return number(at, row, columns[at].style, sheetDates.toSerial(cell.date));
        return cell.number === null ? text(at, row, columns[at].style, cell.text) : number(at, row, columns[at].style, cell.number);
      });
      return `<row r="${row}" ht="${heightOf(line, columns)}">${cells.join("")}${text(uid, row, styles.plain, line.problem)}${text(uid + 1, row, styles.plain, line.measure)}</row>`;
    }).join("");
  }

  /** Not every program fits rows to their text when it opens a file. @param {TableLine} line @param {TemplateColumn[]} columns */
  function heightOf(line, columns) {
    const most = line.cells.reduce((sum, { text }, at) => Math.max(sum, linesOf(text, columns[at].width)), 1);
    return Math.min(MOST_HIGH, Math.round(most * LINE_HEIGHT + 2));
  }

  /** @param {string} text @param {number} width in digits; a Chinese character takes two */
  function linesOf(text, width) {
    if (text.length * 2 <= width && !text.includes("\n")) return 1;
    return text.split("\n").reduce((sum, one) => sum + Math.max(1, Math.ceil((one.length + one.replace(NARROW, "").length) / (width - 1))), 0);
  }

  /** @param {string} value */
  function shortened(value) {
    return value.length > CELL ? value.slice(0, CELL - sheetValues.CUT.length) + sheetValues.CUT : value;
  }

  /** JSON in as many cells as it needs. Without white space between its values, which programs may change. @param {string} whole */
  function wholeRows(whole) {
    const json = whole && JSON.stringify(JSON.parse(whole)); // writes lone surrogates as \\ud800
    /** @type {string[]} */
    const pieces = [];
    for (let at = 0; at < json.length;) {
      // A pair of surrogates must not be parted.
      const end = at + CELL - (/[\ud800-\udbff]/.test(json[at + CELL - 1] || "") ? 1 : 0);
      pieces.push(json.slice(at, end));
      at = end;
    }
    return pieces.map((piece, at) => `<row r="${at + 2}"><c r="A${at + 2}" t="inlineStr"><is><t xml:space="preserve">${xmlText(piece)}</t></is></c></row>`).join("");
  }

  // ── What holds for all rows ──

  /** @param {TemplateColumn[]} columns @param {number} plain */
  function cols(columns, plain) {
    const one = (/** @type {number} */ at, /** @type {number} */ width, /** @type {number} */ style, /** @type {boolean} */ hidden) => (
      `<col min="${at}" max="${at}" width="${width}" style="${style}"${hidden ? ' hidden="1"' : ""} customWidth="1"/>`);
    const given = columns.map((column, at) => one(at + 1, column.width, column.style, column.hidden));
    return given.join("") + one(columns.length + 1, 10, plain, true) + one(columns.length + 2, 10, plain, true);
  }

  /** @param {LayoutColumn[]} layout @param {TemplateColumn[]} columns @param {WorkbookTemplate} template @param {number} last */
  function formats(layout, columns, { rules }, last) {
    const at = (/** @type {string} */ id) => layout.findIndex((one) => one.id === id);
    const named = { uid: letterOf(layout.length), state: letterOf(at("state")), due: letterOf(at("currentDue") >= 0 ? at("currentDue") : at("due")) };
    let priority = 0;
    const block = (/** @type {string} */ letter, /** @type {string[]} */ given) => {
      const text = given.join("").replace(/{{priority}}/g, () => String(++priority)).replace(/{{cell}}/g, `${letter}${FIRST}`)
        .replace(/{{row}}/g, String(FIRST)).replace(/{{above}}/g, String(HEAD)).replace(/{{(uid|due|state)}}/g, (_, name) => /** @type {any} */ (named)[name]);
      return text && `<conditionalFormatting sqref="${letter}${FIRST}:${letter}${last}">${text}</conditionalFormatting>`;
    };
    return layout.map(({ id }, column) => {
      const known = ledgerModel.column(id), isDue = id === "due" || id === "currentDue";
      const repeats = !known || known.level === "problem" ? [rules.repeated] : [];
      return block(letterOf(column), [...columns[column].formats, ...(isDue && at("state") >= 0 ? [rules.late] : []), ...repeats]);
    }).join("");
  }

  /** @param {TemplateColumn[]} columns @param {string[]} letters @param {number} last */
  function validations(columns, letters, last) {
    const given = columns.map(({ validation }, at) => validation.replace("{{range}}", `${letters[at]}${FIRST}:${letters[at]}${last + SPARE}`)).filter(Boolean);
    return given.length ? `<dataValidations count="${given.length}">${given.join("")}</dataValidations>` : "";
  }

  /** @param {number} column from 0 */
  function letterOf(column) {
    let letters = "";
    for (let at = column; at >= 0; at = Math.floor(at / 26) - 1) letters = String.fromCharCode(65 + (at % 26)) + letters;
    return letters;
  }

  /** @param {string} range "A2:D9" as $A$2:$D$9 */
  function absolute(range) {
    return range.replace(/([A-Z]+)(\d+)/g, "$$$1$$$2");
  }

  Qingdan.lib.sheetXlsxWrite = { workbook };
})();
