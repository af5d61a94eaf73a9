// @ts-check
/** Below each step of a timeline, and beside each of its bands, when that is; the steps in the order of their days. */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const rules = /** @type {DateRules} */ (Qingdan.lib.dateRules);
  const { inOrder } = Qingdan.lib;

  /** @param {TimelinePage} page @returns {{show(): void, distance(day: string): string}} */
  function make(page) {
    const { root, data } = page, list = /** @type {HTMLElement} */ (root.querySelector(".qd-milestones"));
    const places = new Map(data.milestones.map(({ id }) => {
      const element = /** @type {HTMLElement} */ (document.getElementById(id));
      const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (element.querySelector(name));
      return [id, { element, days: find("[data-days]"), to: find("[data-recipient]"), shown: "" }];
    }));
    const bands = data.bands.map((_, at) => /** @type {HTMLElement} */ (root.querySelector(`[data-band="${at}"] [data-band-days]`)));

    function show() {
      /** @type {[string, HTMLElement][]} */
      const order = [];
      for (const one of page.schedule.steps) {
        const place = /** @type {any} */ (places.get(one.step.id)), { first, line } = daysOf(one), to = page.recipient(one.step) || "由单位自填";
        const now = `${line}|${one.sample}`;
        if (place.shown !== now) fill(place.days, line, one.rows.length > 0 && one.sample && [" ", h("span", { class: "qd-tag qd-tag--sample" }, "示例")]);
        place.shown = now;
        if (place.element.dataset.use !== one.use) place.element.dataset.use = one.use;
        if (place.to && place.to.textContent !== to) place.to.textContent = to;
        order.push([first || "9999", place.element]);
      }
      order.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
      // Moving a step would take the focus out of its fields.
      if (!list.contains(document.activeElement)) inOrder.arrange(list, order.map(([, element]) => element));
      data.bands.forEach(({ title }, at) => {
        const found = page.schedule.bands.find((band) => band.title === title), words = found ? bandWords(found) : "";
        if (bands[at] && bands[at].textContent !== words) bands[at].textContent = words;
      });
    }

    /** When a step is, in a line. @param {MilestoneDates} one @returns {{first: string, line: string}} */
    function daysOf({ step, use, rows, missing, problem }) {
      if (use === "off") return { first: "", line: "本单位不用" };
      if (use === "set") return { first: "", line: "没有选这一套，不排" };
      if (!rows.length) return { first: "", line: problem || (missing ? `还没有日子，先填“${missing}”` : "起止之间一次也没有") };
      const [{ day, time }] = rows, last = rows[rows.length - 1].day, clock = time ? ` ${time} 前` : "";
      if (!step.every) {
        const done = page.tick(step.id), on = done.state === "done" ? `，已办结${done.doneOn ? `（${dates.format(done.doneOn)}）` : ""}` : `，${distance(day)}`;
        return { first: day, line: `${dates.format(day)} ${rules.weekdayName(day)}${clock}${on}` };
      }
      const next = rows.find((row) => row.day >= page.today);
      const span = rows.length === 1 ? dates.format(day) : `${dates.format(day)}至${dates.format(last)}`;
      return { first: day, line: `共 ${rows.length} 次，${span}${next ? `；下一次 ${dates.format(next.day)} ${rules.weekdayName(next.day)}${clock}` : "；都已过"}` };
    }

    /** @param {string} day */
    function distance(day) {
      const days = dates.daysBetween(page.today, day);
      return days === 0 ? "就是今天" : days > 0 ? `还有 ${days} 天` : `已过 ${-days} 天`;
    }

    return { show, distance };
  }

  /** @param {BandDates} band */
  function bandWords({ from, until }) {
    if (!until) return `${dates.format(from)}起；`;
    return until === from ? `${dates.format(from)}；` : `${dates.format(from)}至${dates.format(until)}；`;
  }

  Qingdan.lib.timelineSteps = { make };
})();
