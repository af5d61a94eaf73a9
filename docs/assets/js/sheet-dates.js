// @ts-check
/**
 * Numbers in workbooks that are dates: which formats make a number a date, and which day a number is.
 *
 * @typedef {{kind: "general" | "date" | "month" | "time" | "percent" | "zeros", width: number}} CellFormat
 *   month: shows a month and no day; zeros: 001, filled up to `width` digits
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  const LAST_SERIAL = 2958465; // 9999-12-31
  const OFFSET_1904 = 1462;
  // Formats that every program knows by number. 27–36 and 50–58 are dates in Chinese editions; 57 is 2026年8月.
  const DATES = [14, 15, 16, 22, 27, 28, 29, 30, 31, 36, 50, 51, 53, 54, 56, 58];
  const MONTHS = [17, 52, 55, 57], TIMES = [18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47], PERCENT = [9, 10];
  /** @type {CellFormat} */
  const GENERAL = { kind: "general", width: 0 };

  /**
   * What each style of a workbook makes of a number.
   * @param {Document | null} styles the part of that name @returns {CellFormat[]} by the number that cells give as `s`
   */
  function formats(styles) {
    if (!styles) return [];
    /** @type {Map<number, string>} */
    const codes = new Map();
    for (const one of styles.getElementsByTagNameNS("*", "numFmt")) codes.set(Number(one.getAttribute("numFmtId")), one.getAttribute("formatCode") || "");
    const list = styles.getElementsByTagNameNS("*", "cellXfs")[0];
    return list ? [...list.children].map((one) => {
      const id = Number(one.getAttribute("numFmtId"));
      return codes.has(id) ? formatOf(/** @type {string} */ (codes.get(id))) : builtIn(id);
    }) : [];
  }

  /** @param {number} id @returns {CellFormat} */
  function builtIn(id) {
    const kind = DATES.includes(id) ? "date" : MONTHS.includes(id) ? "month" : TIMES.includes(id) ? "time" : PERCENT.includes(id) ? "percent" : "general";
    return { kind, width: 0 };
  }

  /** @param {string} code e.g. yyyy"年"m"月"d"日";@ @returns {CellFormat} */
  function formatOf(code) {
    // Of positive numbers; without what is shown as it stands, colours and locales. [h] counts hours.
    const shown = code.replace(/"[^"]*"|\\.|_.|\*./g, "").split(";")[0].replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "");
    if (/^0+$/.test(shown)) return { kind: "zeros", width: shown.length };
    if (/general|@/i.test(shown)) return GENERAL;
    if (/%/.test(shown)) return { kind: "percent", width: 0 };
    if (/d/i.test(shown)) return { kind: "date", width: 0 };
    if (/[hs]/i.test(shown)) return { kind: "time", width: 0 };
    return /[my]/i.test(shown) ? { kind: "month", width: 0 } : GENERAL;
  }

  /** @param {string} value as it stands in the file @param {CellFormat | undefined} format @param {boolean} is1904 @returns {Cell} */
  function numberCell(value, format, is1904) {
    const number = Number(value);
    if (!Number.isFinite(number)) return { type: "text", text: value };
    const { kind, width } = format || GENERAL;
    if (kind === "date" || kind === "month") {
      const iso = fromSerial(number, is1904);
      if (iso && kind === "date") return { type: "date", text: iso };
      if (iso) return { type: "text", text: `${Number(iso.slice(0, 4))}年${Number(iso.slice(5, 7))}月` };
    }
    if (kind === "time" && number >= 0 && number < 1) {
      const minutes = Math.round(number * 1440);
      return { type: "text", text: `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}` };
    }
    if (kind === "time" && fromSerial(number, is1904)) return { type: "date", text: /** @type {string} */ (fromSerial(number, is1904)) };
    if (kind === "percent") return { type: "number", text: `${rounded(number * 100)}%` };
    return { type: "number", text: kind === "zeros" && number >= 0 ? rounded(number).padStart(width, "0") : rounded(number) };
  }

  /** Files hold 0.1 + 0.2 with all its digits; programs show 15. @param {number} number */
  function rounded(number) {
    return String(Number(number.toPrecision(15)));
  }

  /**
   * The day of a serial number; null where there is none.
   * @param {number} serial may have a time of day behind the point @param {boolean} [is1904] counted from 1904, as old Macs do
   */
  function fromSerial(serial, is1904) {
    const day = Math.floor(serial) + (is1904 ? OFFSET_1904 : 0);
    if (!(day >= 1 && day <= LAST_SERIAL) || day === 60) return null; // 60 is 29 February 1900, which never was
    return dates.addDays("1899-12-30", day < 60 ? day + 1 : day);
  }

  /** The serial number of a day after February 1900. @param {string} iso */
  function toSerial(iso) {
    return dates.daysBetween("1899-12-30", iso);
  }

  /** A cell that holds a date as text, e.g. 2026-08-31T00:00:00. @param {string} value @returns {Cell} */
  function isoCell(value) {
    const day = value.slice(0, 10);
    return dates.isDate(day) ? { type: "date", text: day } : { type: "text", text: value };
  }

  Qingdan.lib.sheetDates = { formats, formatOf, numberCell, fromSerial, toSerial, isoCell };
})();
