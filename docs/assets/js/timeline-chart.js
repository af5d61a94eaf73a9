// @ts-check
/**
 * A schedule as a chart: bands, dates and rhythms along a time axis, as SVG. Shapes and hatching carry the meaning,
 * colour none, so that it reads in black and white. A picture to the eye (role="img"): the same dates stand in the
 * table below.
 *
 * @typedef {{tag: string, text?: string} & Record<string, string | number>} Shape an element: its attributes, and its words
 * @typedef {{width: number, height: number, label: string, groups: Shape[][]}} Picture
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

  /** @param {Schedule} schedule @param {ChartOptions} options @returns {Picture | null} null where there is no date yet */
  function picture(schedule, { width, today, done, label, tall = false }) {
    const steps = schedule.steps.filter(({ rows }) => rows.length).sort((a, b) => (a.rows[0].day < b.rows[0].day ? -1 : Number(a.rows[0].day > b.rows[0].day)));
    if (!steps.length) return null;
    const [first, last] = reach(schedule, today);
    const narrow = width < NARROW, left = narrow ? 4 : Math.min(270, Math.round(width * 0.3));
    const line = (narrow ? 40 : 25) * (tall ? 1.12 : 1), span = dates.daysBetween(first, last) || 1;
    /** @param {string} day */
    const x = (day) => Math.round((left + (dates.daysBetween(first, day) / span) * (width - left - RIGHT)) * 10) / 10;
    let y = TOP;
    const bands = schedule.bands.map(band_);
    const under = y + 2;
    if (schedule.bands.length) y += 6;
    const lines = steps.map(step_), bottom = y + 4;
    return { width, height: bottom + 18, label, groups: [axis(), now(), ...bands, [path("qd-chart__rule", bands.length ? `M0 ${under}H${width}` : "")], ...lines] };

    /** A line's head, and its middle. @param {string} text @param {string} kind @returns {{middle: number, name: Shape}} */
    function head(text, kind) {
      const middle = y + (narrow ? line - 11 : line / 2), room = narrow ? width - 8 : left - 8;
      const name = words(`qd-chart__label${kind}`, narrow ? 4 : left - 8, narrow ? y + 14 : middle + 4, cut(text, room), narrow ? "start" : "end");
      y += line;
      return { middle, name };
    }

    /** @param {BandDates} band @param {number} at @returns {Shape[]} */
    function band_(band, at) {
      const { middle, name } = head(band.title, " qd-chart__label--band"), from = x(band.from), until = band.until ? x(band.until) : width - RIGHT;
      const long = Math.max(until - from, 5), half = 6;
      const ends = !band.until ? "没有写上限" : band.until === band.from ? short(band.from) : `至${short(band.until)}`;
      return [
        name, { tag: "rect", class: "qd-chart__band", fill: `url(#qd-${HATCHES[at % HATCHES.length]})`, x: from, y: middle - half, width: long, height: half * 2 },
        path("qd-chart__open", band.until ? "" : `M${until - 8} ${middle - half - 2}l9 ${half + 2}l-9 ${half + 2}`),
        // Where there is no room after the end, within the band: on white, for on paper words have no rim.
        ...ground(ends, band.until ? from + long : width, until - (band.until ? 2 : 10), middle),
        beside(ends, band.until ? from + long : width, until - (band.until ? 2 : 10), middle, true),
      ];
    }

    /** All marks of a rhythm are one path: a year of weeks costs what a single date does. @param {MilestoneDates} one @returns {Shape[]} */
    function step_({ step, rows }) {
      const { middle, name } = head(step.every ? `${step.title}（${rows.length}次）` : step.title, ""), begin = x(rows[0].day), end = x(rows[rows.length - 1].day);
      const kind = step.every ? "qd-chart__mark" : "qd-chart__point";
      const marks = (/** @type {boolean} */ ticked) => rows.filter(({ key }) => done.has(key) === ticked)
        .map(({ day }) => (step.every ? `M${x(day)} ${middle - 5}v10` : `M${x(day)} ${middle - 6}l6 6l-6 6l-6 -6z`)).join("");
      return [
        name, path("qd-chart__line", step.every ? `M${begin} ${middle}H${end}` : ""), path(kind, marks(false)), path(`${kind} qd-chart__mark--done`, marks(true)),
        beside(step.every && rows.length > 1 ? `${short(rows[0].day)}起` : short(rows[0].day), end + 6, begin - 6, middle),
      ];
    }

    /** @param {string} text @param {number} after @param {number} before @param {number} middle @returns {Shape[]} */
    function ground(text, after, before, middle) {
      const long = lengthOf(text) + 6;
      return after + 6 + lengthOf(text) <= width ? [] : [{ tag: "rect", class: "qd-chart__paper", x: before - 2 - long, y: middle - 5, width: long, height: 10 }];
    }

    /**
     * Words after a mark, or before it where there is no room. Where there is none either, a phone has some above the line;
     * elsewhere the first mark has to say it.
     * @param {string} text @param {number} after @param {number} before @param {number} middle @param {boolean} [within] before it is inside of a band
     */
    function beside(text, after, before, middle, within = false) {
      const fits = after + 6 + lengthOf(text) <= width;
      if (!fits && !within && before - 5 - lengthOf(text) < (narrow ? 0 : left)) return words("qd-chart__day", width - 4, middle - line + 25, narrow ? text : "", "end");
      return words(`qd-chart__day${fits ? "" : " qd-chart__day--over"}`, fits ? after + 5 : before - 5, middle + 4, text, fits ? "start" : "end");
    }

    /** @returns {Shape[]} */
    function axis() {
      const every = monthsApart(span, width - left), found = [];
      let grid = "";
      for (let month = `${first.slice(0, 8)}01`, n = 0; month <= last; month = rules.addMonths(month, 1), n++) {
        if (month < first) continue;
        const at = x(month), january = month.slice(5, 7) === "01";
        grid += `M${at} ${TOP - 6}V${bottom}`;
        if (n % every === 0 && at < width - 24) found.push(words("qd-chart__month", at + 3, TOP - 10, `${Number(month.slice(5, 7))}月`));
        if ((january && n) || !n) found.push(words("qd-chart__year", at + 3, TOP - 24, `${month.slice(0, 4)}年`));
      }
      return [path("qd-chart__grid", grid), ...found];
    }

    /** @returns {Shape[]} */
    function now() {
      if (today < first || today > last) return [];
      const at = x(today), text = `今天 ${short(today)}`, room = lengthOf(text) / 2;
      return [path("qd-chart__now", `M${at} ${TOP - 6}V${bottom}`), words("qd-chart__today", Math.min(Math.max(at, room), width - room), bottom + 14, text, "middle")];
    }
  }

  /** @param {string} name @param {string} d @returns {Shape} */
  function path(name, d) {
    return { tag: "path", class: name, d };
  }

  /** @param {string} name @param {number} x @param {number} y @param {string} text @param {"start" | "middle" | "end"} [anchor] @returns {Shape} */
  function words(name, x, y, text, anchor = "start") {
    return { tag: "text", class: name, x, y, "text-anchor": anchor, text };
  }

  /**
   * Draw a chart into its place. What is there already is moved, not made anew: laying out words costs most.
   * @param {HTMLElement} place @param {Schedule} schedule @param {ChartOptions} options
   */
  function draw(place, schedule, options) {
    const wanted = picture(schedule, options);
    let svg = /** @type {SVGElement | null} */ (place.firstElementChild);
    if (!wanted) return void (place.textContent = "");
    if (!svg) {
      place.innerHTML = `<svg class="qd-chart__svg" role="img">${hatches()}</svg>`; // our own words only
      svg = /** @type {SVGElement} */ (place.firstElementChild);
    }
    const { width, height, label, groups } = wanted;
    put(svg, { tag: "svg", viewBox: `0 0 ${width} ${height}`, width, height, "aria-label": label });
    groups.forEach((shapes, at) => drawInto(childAt(/** @type {SVGElement} */ (svg), at + 1, "g"), shapes));
    while (svg.children.length > groups.length + 1) /** @type {Element} */ (svg.lastElementChild).remove();
    return undefined;
  }

  /** @param {SVGElement} group @param {Shape[]} shapes */
  function drawInto(group, shapes) {
    shapes.forEach((shape, at) => put(childAt(group, at, shape.tag), shape));
    while (group.children.length > shapes.length) /** @type {Element} */ (group.lastElementChild).remove();
  }

  /** The child at a place, made anew where it is missing or another thing. @param {SVGElement} parent @param {number} at @param {string} tag @returns {SVGElement} */
  function childAt(parent, at, tag) {
    const found = /** @type {SVGElement | undefined} */ (parent.children[at]);
    if (found && found.tagName === tag) return found;
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    if (found) found.replaceWith(made);
    else parent.append(made);
    return made;
  }

  /** What each element shows. @type {WeakMap<Element, Shape>} */
  const shown = new WeakMap();

  /** @param {SVGElement} element @param {Shape} shape */
  function put(element, shape) {
    const before = shown.get(element) || { tag: shape.tag };
    for (const [name, value] of Object.entries(shape)) {
      if (value === before[name] || name === "tag") continue;
      if (name !== "text") element.setAttribute(name, String(value));
      else if (element.firstChild) /** @type {Text} */ (element.firstChild).data = String(value);
      else element.append(String(value));
    }
    shown.set(element, shape);
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

  Qingdan.lib.timelineChart = { draw };
})();
