// @ts-check
/**
 * A timeline's page: what the unit fills in → its dates, as a chart, a table and below each step. Everything is
 * drawn at once from what is on the screen; storing it follows.
 *
 * @typedef {{root: HTMLElement, data: TimelineData, readOnly: boolean, profile: Profile, schedule: Schedule, today: string,
 *   calendar: CalendarKnown, tick(key: string): Tick, recipient(step: Milestone): string,
 *   set(key: string, value: any, label: string): void, mark(key: string, fields: Partial<Fields>): void}} TimelinePage
 */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const session = /** @type {Session} */ (Qingdan.lib.session);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const rules = /** @type {DateRules} */ (Qingdan.lib.dateRules);
  const { store, records, schedule, calendarYears, timelineFields, timelineTable, timelineChart } = Qingdan.lib;

  const EMPTY = records.normalizeTick(null);

  /** @param {HTMLElement} root */
  async function start(root) {
    const data = /** @type {TimelineData} */ (JSON.parse(/** @type {HTMLElement} */ (document.getElementById("qd-timeline")).textContent || ""));
    /** @param {string} name */
    const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part="${name}"]`));
    const chart = part("chart"), steps = /** @type {HTMLElement} */ (root.querySelector(".qd-milestones"));
    /** What is shown and not stored yet. @type {Map<string, any>} */
    const ahead = new Map();
    /** @type {Map<string, Partial<Fields>>} */
    const aheadMarks = new Map();
    /** @type {Map<string, Tick>} */
    let marks = new Map();
    let shownUnit = "", reading = 0, width = 0;

    /** @type {TimelinePage} */
    const page = {
      root, data, readOnly: session.readOnly, profile: {}, schedule: schedule.of(data, {}), today: dates.today(), calendar: calendarYears.read(),
      tick, recipient: (step) => schedule.recipient(data, page.profile, step), set, mark,
    };
    const fields = timelineFields.make(page), table = timelineTable.make(page, part("dates"));

    session.subscribe((topic) => {
      if (topic !== "saving") read();
    });
    store.subscribe((/** @type {any} */ change) => {
      if (change.store === "milestones" || change.store === "*") read();
    });
    calendarYears.subscribe(() => {
      page.calendar = calendarYears.read();
      draw();
    });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && page.today !== dates.today()) draw(); // another day
    });
    new ResizeObserver(() => {
      if (chart.clientWidth && chart.clientWidth !== width) drawChart();
    }).observe(chart);
    part("tools").addEventListener("click", output);
    window.addEventListener("beforeprint", writeHead);
    window.addEventListener("afterprint", () => delete document.body.dataset.paper);
    await session.ready;
    await read();
    for (const tool of part("tools").querySelectorAll("[disabled]")) /** @type {HTMLButtonElement} */ (tool).disabled = page.readOnly && tool.getAttribute("data-tool") === "follow";

    // ── What the unit has ──

    async function read() {
      const mine = ++reading, unit = session.unit(), uid = unit ? unit.uid : "";
      if (shownUnit && shownUnit !== uid) {
        ahead.clear(); // what was entered before there was a unit is for the first one
        aheadMarks.clear();
      }
      shownUnit = uid;
      if (unit) {
        ahead.forEach((value, key) => {
          if (unit.profile[key] === value) ahead.delete(key); // stored, and read back
        });
      }
      const found = uid ? await store.milestones(uid) : new Map();
      if (mine !== reading) return;
      marks = found;
      draw();
    }

    /** @param {string} key @returns {Tick} */
    function tick(key) {
      const stored = marks.get(key) || EMPTY, fields_ = aheadMarks.get(key);
      const patch = fields_ && records.patchTick(stored, fields_, stored.rev);
      return patch ? records.normalizeTick(patch.value) : stored;
    }

    /** @param {string} key @param {any} value @param {string} label */
    function set(key, value, label) {
      ahead.set(key, value);
      draw();
      // Where it fails it stays on the page, and the bar says what is wrong.
      session.change(label, (uid) => store.updateUnit(uid, { profile: { [key]: value } })).catch(() => {});
    }

    /** @param {string} key @param {Partial<Fields>} fields_ */
    function mark(key, fields_) {
      const wanted = { ...aheadMarks.get(key), ...fields_ };
      aheadMarks.set(key, wanted);
      draw();
      session.change(key, (uid) => store.patchMilestone(uid, key, fields_)).then(({ value }) => {
        marks.set(key, value);
        if (aheadMarks.get(key) === wanted) aheadMarks.delete(key);
      }, () => {});
    }

    // ── What is shown ──

    function draw() {
      const unit = session.unit();
      page.profile = { ...(unit && unit.profile), ...Object.fromEntries(ahead) };
      page.today = dates.today();
      page.schedule = schedule.of(data, page.profile);
      fields.show();
      table.show();
      drawChart();
      drawSteps();
      drawBands();
      drawNotices();
      drawSummary();
      const follow = /** @type {HTMLInputElement} */ (part("tools").querySelector('[data-tool="follow"]'));
      follow.checked = schedule.isFollowed(data, page.profile);
    }

    function drawChart() {
      width = chart.clientWidth || width || 640;
      const done = new Set(page.schedule.rows.map(({ key }) => key).filter((key) => tick(key).state === "done"));
      const { rows } = page.schedule;
      const label = rows.length ? `横道图：${dates.format(rows[0].day)}到${dates.format(rows[rows.length - 1].day)}，共 ${rows.length} 个日子，逐个列在下面的表里` : "";
      chart.innerHTML = timelineChart.svg(page.schedule, { width, today: page.today, done, label }); // our own words only
    }

    function drawSteps() {
      /** @type {[string, HTMLElement][]} */
      const order = [];
      for (const one of page.schedule.steps) {
        const element = /** @type {HTMLElement} */ (document.getElementById(one.step.id));
        const { first, line } = daysOf(one);
        put(/** @type {HTMLElement} */ (element.querySelector("[data-days]")), line);
        if (element.dataset.use !== one.use) element.dataset.use = one.use;
        const to = element.querySelector("[data-recipient]");
        if (to) put(/** @type {HTMLElement} */ (to), [page.recipient(one.step) || "由单位自填"]);
        order.push([first || "9999", element]);
      }
      order.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
      const moved = order.some(([, element], at) => steps.children[at] !== element);
      // Moving a step would take the focus out of its fields.
      if (moved && !steps.contains(document.activeElement)) steps.append(...order.map(([, element]) => element));
    }

    /** When a step is, in a line. @param {MilestoneDates} one @returns {{first: string, line: (string | Node)[]}} */
    function daysOf({ step, use, rows, sample, missing, problem }) {
      if (use === "off") return { first: "", line: ["本单位不用"] };
      if (use === "set") return { first: "", line: ["没有选这一套，不排"] };
      if (!rows.length) return { first: "", line: [problem || (missing ? `还没有日子，先填“${missing}”` : "起止之间一次也没有")] };
      const [{ day, time }] = rows, last = rows[rows.length - 1].day, mark_ = sample ? [" ", h("span", { class: "qd-tag qd-tag--sample" }, "示例")] : [];
      const clock = time ? ` ${time} 前` : "";
      if (!step.every) {
        const done = tick(step.id), on = done.state === "done" ? `，已办结${done.doneOn ? `（${dates.format(done.doneOn)}）` : ""}` : `，${distance(day)}`;
        return { first: day, line: [`${dates.format(day)} ${rules.weekdayName(day)}${clock}${on}`, ...mark_] };
      }
      const next = rows.find((row) => row.day >= page.today);
      const span = rows.length === 1 ? dates.format(day) : `${dates.format(day)}至${dates.format(last)}`;
      const ahead_ = next ? `；下一次 ${dates.format(next.day)} ${rules.weekdayName(next.day)}${clock}` : "；都已过";
      return { first: day, line: [`共 ${rows.length} 次，${span}${ahead_}`, ...mark_] };
    }

    /** @param {string} day */
    function distance(day) {
      const days = dates.daysBetween(page.today, day);
      return days === 0 ? "就是今天" : days > 0 ? `还有 ${days} 天` : `已过 ${-days} 天`;
    }

    function drawBands() {
      data.bands.forEach((band, at) => {
        const place = root.querySelector(`[data-band="${at}"] [data-band-days]`);
        const found = page.schedule.bands.find(({ title }) => title === band.title);
        if (!place) return;
        const words = !found ? "" : !found.until ? `${dates.format(found.from)}起；` : found.until === found.from ? `${dates.format(found.from)}；` : `${dates.format(found.from)}至${dates.format(found.until)}；`;
        put(/** @type {HTMLElement} */ (place), [words]);
      });
    }

    function drawNotices() {
      const { samples } = page.schedule, { workdays, problems } = page.calendar;
      const years = [...new Set(page.schedule.rows.map(({ day }) => Number(day.slice(0, 4))))].filter((year) => !workdays.years.includes(year));
      const lines = [
        samples && "标“示例”的日子还是示例日期排的，填上本单位的就换掉。",
        years.length > 0 && `${years.join("、")} 年的放假安排本站没有，只按周末判断；通知公布后，点“放假安排”粘贴进来。`,
        "遇到周末和节假日只提示，不自动挪动；提前到前一工作日是建议（本工具约定）。",
        ...problems.map((problem) => `${problem}。`),
      ].filter(Boolean);
      put(part("notices"), lines.map((line) => h("p", { class: "qd-note" }, /** @type {string} */ (line))));
    }

    function drawSummary() {
      const { rows } = page.schedule, done = rows.filter(({ key }) => tick(key).state === "done").length;
      const next = rows.find((row) => row.day >= page.today && tick(row.key).state !== "done");
      put(part("summary"), [next ? `下一个：${dates.format(next.day)} ${next.step.title}，${distance(next.day)}` : rows.length ? "往后没有要办的日子" : "还没有日子", `　已办结 ${done}/${rows.length}`]);
    }

    /** Put words into a place, unless they stand there. @param {HTMLElement} place @param {(string | Node)[]} children */
    function put(place, children) {
      const words = children.map((child) => (typeof child === "string" ? child : child.textContent)).join("");
      if (place.textContent !== words) fill(place, children);
    }

    // ── What leaves the page ──

    function writeHead() {
      const unit = session.unit();
      fill(/** @type {HTMLElement} */ (root.querySelector("[data-paper]")), h("span", null, `单位：${unit ? unit.name : "____________________"}`),
        h("span", null, data.id), h("span", null, `打印日期：${dates.format(dates.today())}`), page.schedule.samples && h("span", null, "含示例日期"));
    }

    /** @param {MouseEvent} event */
    async function output(event) {
      const tool = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-tool]")), what = tool ? tool.dataset.tool : "";
      if (what === "follow") return set(`${data.id}/follow`, /** @type {HTMLInputElement} */ (tool).checked, "列入我的工作台");
      if (what === "print") {
        document.body.dataset.paper = "dates";
        return window.print(); // afterprint sets it back
      }
      if (what === "years") {
        for (const name of ["dialogs", "calendar-text", "calendar-dialog"]) await Qingdan.loadScript(`assets/js/${name}.js`);
        return Qingdan.lib.calendarDialog.open();
      }
      if (!what) return undefined;
      for (const name of ["files", "ics", "table-copy", "timeline-output"]) await Qingdan.loadScript(`assets/js/${name}.js`);
      return Qingdan.lib.timelineOutput[what](page);
    }
  }

  Qingdan.register("timeline", start);
})();
