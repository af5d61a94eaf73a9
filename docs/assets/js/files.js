// @ts-check
/**
 * Files that the page hands to people, and takes from them: names, tables for WPS and Excel, saving, reading.
 *
 * @typedef {{title: string, value(row: any): string | number | null | undefined}} Column
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const site = /** @type {any} */ (Qingdan);

  const BOM = "\uFEFF"; // without it Excel takes UTF-8 for the local code page
  const NAME_LENGTH = 80; // a Chinese character takes three bytes, and names end at 255
  // Not allowed in names on Windows, and marks that turn the direction of text, which hide what a file is.
  const FORBIDDEN = /[<>:"/\\|?*\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
  const DEVICES = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
  // Spreadsheets run a cell that starts so as a formula; with Chinese settings the full-width signs, too.
  const FORMULA = /^[=+\-@'\t\r\n＝＋－＠]/;
  const KEPT = 60000; // ms for which a saved file stays available to the browser
  const SUBJECT = 24; // characters of the name of a unit, so that the day never falls off the end
  /** How the name of a file begins: people tell a backup from what came back without opening it. @type {Record<string, string>} */
  const KINDS = {
    backup: "巡察整改备份", handout: "整改台账分发", back: "整改台账交回", ledger: "整改台账表格", ownLedger: "整改台账本单位表",
    lists: "清单表格", salvage: "巡察整改抢救", calendar: "巡察整改放假安排", timeline: "时间轴", backward: "倒排计划",
  };
  const TIMELESS = ["lists", "timeline", "backward"]; // tables to look at: nobody goes on in an older one by mistake

  /**
   * A table as CSV for WPS and Excel. A text that a spreadsheet would run as a formula gets a ' in front.
   * @param {Column[]} columns @param {any[]} rows
   */
  function csv(columns, rows) {
    const lines = [columns.map((column) => column.title), ...rows.map((row) => columns.map((column) => column.value(row)))];
    return BOM + lines.map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
  }

  /** @param {string | number | null | undefined} value */
  function cell(value) {
    if (typeof value === "number") return String(value);
    const safe = guarded(value ?? "");
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  }

  /** The text with a ' in front if a spreadsheet would run it. @param {string} text */
  function guarded(text) {
    return FORMULA.test(text) ? `'${text}` : text;
  }

  /** The text before it was guarded: exactly one ' is taken off, and only where `guarded` puts one. @param {string} text */
  function unguarded(text) {
    return text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text;
  }

  /** A name that Windows takes, too. @param {string} name with its ending, e.g. ".json" */
  function safeName(name) {
    const [, stem, ending] = /** @type {RegExpExecArray} */ (/^([^]*?)(\.[a-z0-9]{1,8})?$/i.exec(name.replace(FORBIDDEN, "_")));
    const short = Array.from(stem.trim()).slice(0, NAME_LENGTH).join("").replace(/^[. ]+|[. ]+$/g, "") || "文件";
    return (DEVICES.test(short) ? `_${short}` : short) + (ending || "");
  }

  /**
   * The name of a file that this site hands out: what it is, of whom, when.
   * @param {string} kind one of KINDS @param {string[]} about names of units, "" for none @param {string} ending e.g. "json"
   */
  function nameOf(kind, about, ending) {
    const now = (site.trueClock || site.clock).now(), digits = (/** @type {number} */ one) => String(one).padStart(2, "0");
    const time = TIMELESS.includes(kind) ? "" : `${digits(now.getHours())}${digits(now.getMinutes())}`;
    const subjects = about.map((one) => Array.from(one.trim()).slice(0, SUBJECT).join(""));
    return safeName(`${[KINDS[kind], ...subjects, dates.todayOf(), time].filter(Boolean).join("-")}.${ending}`);
  }

  /**
   * Let the browser save a file. Works on file:// as well. Whether people really keep it cannot be known.
   * @param {string} name @param {string} mime @param {string | Uint8Array} content
   */
  function download(name, mime, content) {
    const link = document.createElement("a"), type = typeof content === "string" ? `${mime};charset=utf-8` : mime;
    link.href = URL.createObjectURL(new Blob([/** @type {any} */ (content)], { type }));
    link.download = safeName(name);
    link.hidden = true;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), KEPT);
  }

  /**
   * The text of a chosen file.
   * @param {File} file @param {number} limit in bytes @returns {Promise<string>} rejected with a Chinese message
   */
  function readText(file, limit) {
    return readWith(file, limit, (reader) => reader.readAsText(file)); // follows a BOM, else UTF-8
  }

  /** The bytes of a chosen file. @param {File} file @param {number} limit @returns {Promise<ArrayBuffer>} as `readText` */
  function readBytes(file, limit) {
    return readWith(file, limit, (reader) => reader.readAsArrayBuffer(file));
  }

  /** @param {File} file @param {number} limit @param {(reader: FileReader) => void} start @returns {Promise<any>} */
  function readWith(file, limit, start) {
    if (file.size > limit) {
      return Promise.reject(new Error(`文件有 ${Math.ceil(file.size / 1e6)} MB，最多 ${limit / 1e6} MB，没有读取。`));
    }
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.onerror = () => reject(new Error("文件读不出来，可能已被移走或正被别的程序占用。"));
      start(reader);
    });
  }

  Qingdan.lib.files = { csv, guarded, unguarded, safeName, nameOf, download, readText, readBytes };
})();
