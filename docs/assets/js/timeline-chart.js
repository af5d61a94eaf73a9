// @ts-check
/**
 * A schedule as a chart: bands, dates and rhythms along a time axis, as SVG text. Shapes and hatching carry the
 * meaning, colour none, so that it reads in black and white. A picture to the eye (role="img"): the same dates stand
 * in the table below. Pure: no page.
 *
 * @typedef {{width: number, today: string, done: Set<string>, label: string, tall?: boolean, calendar?: Workdays}} ChartOptions
 *   width: of the picture, in the unit in which its type is 12 high; done: keys of rows; tall: more air, for a wall
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const rules = /** @type {DateRules} */ (Qingdan.lib.dateRules);

  const NARROW = 560; // below it labels stand over their line, not beside it
  const NEAR = 31; // days by which the axis is stretched to hold today
  const RIGHT = 12;
  const TOP = 40;
  const CHARACTER = 12.4; // width of a Chinese one in the chart's type
  const HATCHES = ["solid", "slant", "dots", "bars"];

  /** @param {string} text */
  function escaped(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
  }

  /** 9月21日. @param {string} day */
  function short(day) {
    return `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
  }

  /** How wide a text is. @param {string} text */
  function lengthOf(text) {
    let length = 0;
    for (const character of text) length += character < "\u2000" ? 0.56 : 1;
    return length * CHARACTER;
  }

  /** @param {string} text @param {number} width */
  function cut(text, width) {
    if (lengthOf(text) <= width) return text;
    let short = "";
    for (const character of text) {
      if (lengthOf(`${short}${character}…`) > width) return `${short}…`;
      short += character;
    }
    return short;
  }

  /** @param {Schedule} schedule @param {ChartOptions} options @returns {string} "" where there is no date yet */
  function svg(schedule, { width, today, done, label, tall = false }) {
    const steps = schedule.steps.filter(({ rows }) => rows.length).sort((a, b) => (a.rows[0].day < b.rows[0].day ? -1 : Number(a.rows[0].day > b.rows[0].day)));
    if (!steps.length) return "";
    const [first, last] = reach(schedule, today);
    const narrow = width < NARROW, left = narrow ? 4 : Math.min(270, Math.round(width * 0.3));
    const line = (narrow ? 40 : 25) * (tall ? 1.12 : 1), span = dates.daysBetween(first, last) || 1;
    /** @param {string} day */
    const x = (day) => Math.round((left + (dates.daysBetween(first, day) / span) * (width - left - RIGHT)) * 10) / 10;
    /** @type {string[]} */
    const parts = [];
    let y = TOP;

    /** @param {string} text @param {string} kind @returns {number} the middle of the line */
    const head = (text, kind) => {
      const middle = y + (narrow ? line - 11 : line / 2), room = narrow ? width - 8 : left - 8;
      parts.push(`<text class="qd-chart__label ${kind}" x="${narrow ? 4 : left - 8}" y="${narrow ? y + 14 : middle + 4}"${narrow ? "" : ' text-anchor="end"'}>${escaped(cut(text, room))}</text>`);
      y += line;
      return middle;
    };
    schedule.bands.forEach((band, at) => band_(band, at));
    if (schedule.bands.length) {
      parts.push(`<path class="qd-chart__rule" d="M0 ${y + 2}H${width}"/>`);
      y += 6;
    }
    steps.forEach(step_);
    const bottom = y + 4;
    const height = bottom + 18;
    return `<svg class="qd-chart__svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(label)}">${hatches()}${axis()}${now()}${parts.join("")}</svg>`;

    /** @param {BandDates} band @param {number} at */
    function band_(band, at) {
      const middle = head(band.title, "qd-chart__label--band"), from = x(band.from), until = band.until ? x(band.until) : width - RIGHT;
      const long = Math.max(until - from, 5), half = 6;
      parts.push(`<rect class="qd-chart__band" fill="url(#qd-${HATCHES[at % HATCHES.length]})" x="${from}" y="${middle - half}" width="${long}" height="${half * 2}"/>`);
      if (!band.until) parts.push(`<path class="qd-chart__open" d="M${until - 8} ${middle - half - 2}l9 ${half + 2}l-9 ${half + 2}"/>`);
      const words = !band.until ? "没有写上限" : band.until === band.from ? short(band.from) : `至${short(band.until)}`;
      // Where there is no room after the end, within the band.
      beside(words, band.until ? from + long : width, until - (band.until ? 2 : 10), middle);
    }

    /** @param {MilestoneDates} one */
    function step_({ step, rows }) {
      const middle = head(step.every ? `${step.title}（${rows.length}次）` : step.title, "");
      const begin = x(rows[0].day), end = x(rows[rows.length - 1].day);
      if (step.every) parts.push(`<path class="qd-chart__line" d="M${begin} ${middle}H${end}"/>`);
      for (const row of rows) {
        const at = x(row.day), kind = done.has(row.key) ? " qd-chart__mark--done" : "";
        parts.push(step.every
          ? `<path class="qd-chart__mark${kind}" d="M${at} ${middle - 5}v10"/>`
          : `<path class="qd-chart__point${kind}" d="M${at} ${middle - 6}l6 6l-6 6l-6 -6z"/>`);
      }
      beside(step.every && rows.length > 1 ? `${short(rows[0].day)}起` : short(rows[0].day), end + 6, begin - 6, middle);
    }

    /** Words after a mark, or before it where there is no room. @param {string} words @param {number} right @param {number} left @param {number} middle */
    function beside(words, right, left, middle) {
      const fits = right + 6 + lengthOf(words) <= width;
      parts.push(`<text class="qd-chart__day${fits ? "" : " qd-chart__day--over"}" x="${fits ? right + 5 : left - 5}" y="${middle + 4}"${fits ? "" : ' text-anchor="end"'}>${words}</text>`);
    }

    function axis() {
      const every = monthsApart(span, width - left), found = [];
      for (let month = `${first.slice(0, 8)}01`, n = 0; month <= last; month = rules.addMonths(month, 1), n++) {
        if (month < first) continue;
        const at = x(month), january = month.slice(5, 7) === "01";
        found.push(`<path class="qd-chart__grid" d="M${at} ${TOP - 6}V${bottom}"/>`);
        if (n % every === 0 && at < width - 24) found.push(`<text class="qd-chart__month" x="${at + 3}" y="${TOP - 10}">${Number(month.slice(5, 7))}月</text>`);
        if ((january && n) || !n) found.push(`<text class="qd-chart__year" x="${at + 3}" y="${TOP - 24}">${month.slice(0, 4)}年</text>`);
      }
      return found.join("");
    }

    function now() {
      if (today < first || today > last) return "";
      const at = x(today), words = `今天 ${short(today)}`, room = lengthOf(words) / 2;
      const centre = Math.min(Math.max(at, room), width - room);
      return `<path class="qd-chart__now" d="M${at} ${TOP - 6}V${bottom}"/><text class="qd-chart__today" x="${centre}" y="${bottom + 14}" text-anchor="middle">${words}</text>`;
    }
  }

  /** The first and the last day of the axis: whole months, with today if it is near. @param {Schedule} schedule @param {string} today */
  function reach({ rows, bands }, today) {
    let first = rows[0].day, last = rows[rows.length - 1].day;
    for (const band of bands) {
      if (band.from < first) first = band.from;
      if (band.until && band.until > last) last = band.until;
      if (!band.until && band.from > last) last = band.from;
    }
    if (today < first && dates.daysBetween(today, first) <= NEAR) first = today;
    if (today > last && dates.daysBetween(last, today) <= NEAR) last = today;
    return [`${first.slice(0, 8)}01`, rules.endOfMonth(last)];
  }

  /** So many months that their names do not touch. @param {number} days @param {number} width */
  function monthsApart(days, width) {
    const room = (30 / days) * width;
    return [1, 2, 3, 6, 12, 24, 60].find((months) => months * room >= 34) || 120;
  }

  /** Fills that differ without colour. Their names are the page's: every chart of a page shares them. */
  function hatches() {
    const tile = (/** @type {string} */ name, /** @type {string} */ inner) => (
      `<pattern id="qd-${name}" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="qd-chart__paper" width="6" height="6"/>${inner}</pattern>`);
    return `<defs>${tile("solid", '<rect class="qd-chart__ink" width="6" height="6"/>')}${tile("slant", '<path class="qd-chart__hatch" d="M-1 1l2 -2M0 6l6 -6M5 7l2 -2"/>')}${tile("dots", '<circle class="qd-chart__ink" cx="2" cy="2" r="1.1"/><circle class="qd-chart__ink" cx="5" cy="5" r="1.1"/>')}${tile("bars", '<path class="qd-chart__hatch" d="M3 0v6"/>')}</defs>`;
  }

  Qingdan.lib.timelineChart = { svg, short };
})();
