// @ts-check
/** The wall chart of a timeline: the chart and every date on one sheet on its side, for the current unit. */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const session = /** @type {Session} */ (Qingdan.lib.session);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const rules = /** @type {DateRules} */ (Qingdan.lib.dateRules);
  const { store, schedule, calendarYears, timelineChart } = Qingdan.lib;

  const WIDTH = 1150; // of the chart, in units of its type: a sheet's width at about 9 pt
  const PHONE = 700; // below it the chart is drawn for the screen, and for the sheet when it is printed

  /** @param {HTMLElement} root */
  async function start(root) {
    const data = /** @type {TimelineData} */ (JSON.parse(/** @type {HTMLElement} */ (document.getElementById("qd-timeline")).textContent || ""));
    /** @param {string} name */
    const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part="${name}"]`));
    const legend = part("legend").textContent || "";
    const style = document.head.appendChild(document.createElement("style"));

    for (const button of root.querySelectorAll("button[data-tool]")) {
      button.addEventListener("click", () => {
        // Where @page names a size the browser's dialog offers no other.
        style.textContent = `@page { size: ${(button.getAttribute("data-tool") || "a4").toUpperCase()} landscape; }`;
        window.print();
        style.textContent = "";
      });
      /** @type {HTMLButtonElement} */ (button).disabled = false;
    }
    Qingdan.lib.smallType.note(/** @type {Element} */ (root.querySelector(".qd-tools")));
    /** @type {((width: number) => void) | null} */
    let drawChart = null;
    const screenWidth = () => (part("chart").clientWidth < PHONE ? part("chart").clientWidth : WIDTH);
    window.addEventListener("beforeprint", () => drawChart && drawChart(WIDTH));
    window.addEventListener("afterprint", () => drawChart && drawChart(screenWidth()));
    session.subscribe((topic) => {
      if (topic !== "saving") draw();
    });
    store.subscribe((/** @type {any} */ change) => {
      if (change.store === "milestones") draw();
    });
    calendarYears.subscribe(draw);
    await session.ready;
    await draw();

    async function draw() {
      const unit = session.unit(), profile = unit ? unit.profile : {};
      const marks = unit ? await store.milestones(unit.uid) : new Map();
      const found = /** @type {Schedule} */ (schedule.of(data, profile)), { workdays } = calendarYears.read();
      const done = new Set([...marks].filter(([, tick]) => tick.state === "done").map(([key]) => key));
      const label = `横道图：共 ${found.rows.length} 个日子，列在下面`;
      part("legend").textContent = `单位：${unit ? unit.name : "____________"}　${legend}　制图：${dates.format(dates.today())}` + (found.samples ? "　含示例日期" : "");
      drawChart = (width) => {
        timelineChart.draw(part("chart"), found, { width, today: dates.today(), done, label, tall: true });
      };
      drawChart(screenWidth());
      fill(part("days"), found.steps.filter(({ rows }) => rows.length).map((one) => {
        const [{ day }] = one.rows, to = schedule.recipient(data, profile, one.step);
        return h("li", null, h("strong", null, one.step.title), one.sample && "（示例）", `：${one.step.who}`, to && ` → ${to}`, "　",
          one.step.every ? daysOf(one.rows) : `${dates.format(day)} ${rules.weekdayName(day)}${hint(workdays, day)}`,
          one.step.time && `，${one.step.time} 前`);
      }));
    }
  }

  /** Every day of a rhythm, by months: 7月31日；8月10、20、31日. @param {DateRow[]} rows */
  function daysOf(rows) {
    /** @type {Map<string, number[]>} */
    const months = new Map();
    for (const { day } of rows) months.set(day.slice(0, 7), [...(months.get(day.slice(0, 7)) || []), Number(day.slice(8))]);
    let year = "";
    return [...months].map(([month, days]) => {
      const words = (month.slice(0, 4) === year ? "" : `${month.slice(0, 4)}年`) + `${Number(month.slice(5))}月${days.join("、")}日`;
      year = month.slice(0, 4);
      return words;
    }).join("；");
  }

  /** @param {Workdays} workdays @param {string} day */
  function hint(workdays, day) {
    const { off, name } = workdays.about(day);
    return off ? `（${name || "周末"}）` : "";
  }

  Qingdan.register("timeline-wall", start);
})();
