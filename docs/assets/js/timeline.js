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
  const { store, records, schedule, calendarYears, timelineFields, timelineTable, timelineSteps, timelineChart } = Qingdan.lib;

  const EMPTY = records.normalizeTick(null);

  /** @param {HTMLElement} root */
  async function start(root) {
    const data = /** @type {TimelineData} */ (JSON.parse(/** @type {HTMLElement} */ (document.getElementById("qd-timeline")).textContent || ""));
    /** @param {string} name */
    const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part="${name}"]`));
    const chart = part("chart"), follow = /** @type {HTMLInputElement} */ (part("tools").querySelector('[data-tool="follow"]'));
    /** What is shown and not stored yet. @type {Map<string, any>} */
    const ahead = new Map();
    /** @type {Map<string, Partial<Fields>>} */
    const aheadMarks = new Map();
    /** @type {Map<string, Tick>} */
    let marks = new Map();
    let shownUnit = "", reading = 0, width = chart.clientWidth || 640, drawnFrom = "";

    /** @type {TimelinePage} */
    const page = {
      root, data, readOnly: session.readOnly, profile: {}, schedule: schedule.of(data, {}), today: dates.today(), calendar: calendarYears.read(),
      tick, recipient: (step) => schedule.recipient(data, page.profile, step), set, mark,
    };
    const fields = timelineFields.make(page), table = timelineTable.make(page, part("dates")), steps = timelineSteps.make(page);

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
    // Asking for the width while drawing would lay out the page in between.
    new ResizeObserver(([{ contentRect }]) => {
      const now = Math.floor(contentRect.width);
      if (!now || now === width) return;
      width = now;
      drawChart();
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
      if (drawnFrom !== source()) draw();
    }

    /** All that a drawing depends on: storing what is shown already draws nothing anew. */
    function source() {
      return JSON.stringify([profile(), dates.today(), [...marks].map(([key, { rev }]) => [key, rev]), [...aheadMarks]]);
    }

    /** What the unit has filled in, stored or not. @returns {Profile} */
    function profile() {
      const unit = session.unit();
      return { ...(unit && unit.profile), ...Object.fromEntries(ahead) };
    }

    /** @param {string} key @returns {Tick} */
    function tick(key) {
      const stored = marks.get(key) || EMPTY, fields_ = aheadMarks.get(key);
      const patch = fields_ && records.patchTick(stored, fields_, stored.rev);
      return patch ? records.normalizeTick(patch.value) : stored;
    }

    /** @param {string} key @param {any} value @param {string} label */
    function set(key, value, label) {
      // A day that timelines share, filled in here: this is the one that the unit works with.
      const follow = `${data.id}/follow`, members = { [key]: value, ...(!key.includes("/") && value && page.profile[follow] === undefined && { [follow]: true }) };
      Object.entries(members).forEach(([name, member]) => ahead.set(name, member));
      draw();
      // Where it fails it stays on the page, and the bar says what is wrong.
      session.change(label, (uid) => store.updateUnit(uid, { profile: members })).catch(() => {});
    }

    /** @param {string} key @param {Partial<Fields>} fields_ */
    function mark(key, fields_) {
      const wanted = { ...aheadMarks.get(key), ...fields_ };
      aheadMarks.set(key, wanted);
      draw();
      session.change(key, (uid) => store.patchMilestone(uid, key, fields_)).then(({ value }) => {
        marks.set(key, value);
        if (aheadMarks.get(key) === wanted) aheadMarks.delete(key);
        drawnFrom = source(); // as it is shown
      }, () => {});
    }

    // ── What is shown ──

    function draw() {
      drawnFrom = source();
      page.profile = profile();
      page.today = dates.today();
      page.schedule = schedule.of(data, page.profile);
      fields.show();
      table.show();
      drawChart();
      steps.show();
      drawNotices();
      drawSummary();
      const ticked = [...aheadMarks.keys()].map((key) => /** @type {[string, Tick]} */ ([key, tick(key)]));
      follow.checked = schedule.isFollowed(data, page.profile, new Map([...marks, ...ticked]));
    }

    function drawChart() {
      const done = new Set(page.schedule.rows.map(({ key }) => key).filter((key) => tick(key).state === "done"));
      const { rows } = page.schedule;
      const label = rows.length ? `横道图：${dates.format(rows[0].day)}到${dates.format(rows[rows.length - 1].day)}，共 ${rows.length} 个日子，逐个列在下面的表里` : "";
      timelineChart.draw(chart, page.schedule, { width, today: page.today, done, label });
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
      const notices = part("notices");
      if (notices.textContent !== lines.join("")) fill(notices, lines.map((line) => h("p", { class: "qd-note" }, /** @type {string} */ (line))));
    }

    function drawSummary() {
      const { rows } = page.schedule, done = rows.filter(({ key }) => tick(key).state === "done").length;
      const next = rows.find((row) => row.day >= page.today && tick(row.key).state !== "done");
      const words = (next ? `下一个：${dates.format(next.day)} ${next.step.title}，${steps.distance(next.day)}` : rows.length ? "往后没有要办的日子" : "还没有日子") + `　已办结 ${done}/${rows.length}`;
      if (part("summary").textContent !== words) part("summary").textContent = words;
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
