// @ts-check
/**
 * Dates as a calendar file (RFC 5545). Every date is an event of its own: a rhythm has ends and clamped days that no
 * RRULE of an old calendar program keeps. An event keeps its UID, so that importing a later file updates it. Pure.
 *
 * @typedef {{uid: string, day: string, time: string, summary: string, description: string}} CalendarEvent
 *   time: "" for the whole day, else "12:00", by Beijing time
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  const OCTETS = 75; // a line, without its end
  const ZONE = "Asia/Shanghai";
  // Since 1991 the offset has not changed.
  const TIMEZONE = [
    "BEGIN:VTIMEZONE", `TZID:${ZONE}`, "BEGIN:STANDARD", "DTSTART:19910915T000000", "TZOFFSETFROM:+0800", "TZOFFSETTO:+0800", "TZNAME:CST",
    "END:STANDARD", "END:VTIMEZONE",
  ];

  /**
   * @param {string} name of the calendar @param {CalendarEvent[]} events @param {Date} now
   * @returns {string}
   */
  function write(name, events, now) {
    const stamp = `${now.toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`;
    // Grows with every file, or programs take a later one for old.
    const sequence = Math.max(0, Math.floor((now.getTime() - Date.UTC(2026, 0, 1)) / 60000));
    const timed = events.some(({ time }) => time);
    const lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//qingdan//timelines//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", `X-WR-CALNAME:${text(name)}`,
      ...(timed ? [`X-WR-TIMEZONE:${ZONE}`, ...TIMEZONE] : []),
    ];
    for (const event of events) {
      lines.push("BEGIN:VEVENT", `UID:${text(event.uid)}`, `DTSTAMP:${stamp}`, `SEQUENCE:${sequence}`, ...when(event),
        `SUMMARY:${text(event.summary)}`, `DESCRIPTION:${text(event.description)}`, "TRANSP:TRANSPARENT", "END:VEVENT");
    }
    lines.push("END:VCALENDAR");
    return lines.map((line) => `${fold(line)}\r\n`).join("");
  }

  /** @param {CalendarEvent} event */
  function when({ day, time }) {
    const plain = (/** @type {string} */ date) => date.replace(/-/g, "");
    if (!time) return [`DTSTART;VALUE=DATE:${plain(day)}`, `DTEND;VALUE=DATE:${plain(dates.addDays(day, 1))}`];
    return [`DTSTART;TZID=${ZONE}:${plain(day)}T${time.replace(":", "")}00`, "DURATION:PT0S"]; // a moment by which
  }

  /** @param {string} words */
  function text(words) {
    // Other control characters than a line's end are not allowed at all.
    return words.replace(/\\/g, "\\\\").replace(/[,;]/g, "\\$&").replace(/\r\n|[\r\n]/g, "\\n").replace(/[\u0000-\u001f\u007f]/g, " ");
  }

  /** Cut into lines of at most 75 octets, never within a character. @param {string} line */
  function fold(line) {
    const parts = [];
    let part = "", size = 0;
    for (const character of line) {
      const octets = octetsOf(/** @type {number} */ (character.codePointAt(0)));
      if (size + octets > OCTETS) {
        parts.push(part);
        [part, size] = [" ", 1];
      }
      part += character;
      size += octets;
    }
    return [...parts, part].join("\r\n");
  }

  /** @param {number} code */
  function octetsOf(code) {
    return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }

  Qingdan.lib.ics = { write };
})();
