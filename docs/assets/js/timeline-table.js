// @ts-check
/**
 * All dates of a timeline as a table in the order of days, with what each day is, and whether it is done. A row whose
 * content has not changed is kept, so that changing an anchor costs little.
 */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const rules = /** @type {DateRules} */ (Qingdan.lib.dateRules);

  /** @typedef {{element: HTMLElement, shown: string}} Drawn */

  /** @param {TimelinePage} page @param {HTMLElement} place @returns {{show(): void}} */
  function make(page, place) {
    /** @type {Map<string, Drawn>} */
    let drawn = new Map();
    const body = h("tbody");
    const table = h("table", { class: "qd-table qd-days" },
      h("caption", { class: "qd-visually-hidden" }, "全部日期，按先后排"),
      h("thead", null, h("tr", null, ["办结", "日期", "节点", "谁办、报给谁", "提示"].map((text) => h("th", { scope: "col" }, text)))), body);
    const undated = h("ul", { class: "qd-undated" });
    fill(place, h("div", { class: "qd-scroll" }, table), undated);
    body.addEventListener("change", changed);

    /** @param {Event} event */
    function changed(event) {
      const field = /** @type {HTMLInputElement} */ (event.target), key = field.dataset.key || "";
      if (field.type === "checkbox") {
        page.mark(key, { state: field.checked ? "done" : "todo" });
        Qingdan.announce(field.checked ? "已标为办结" : "已取消办结");
      } else if (field.validity.valid && field.value) page.mark(key, { doneOn: field.value });
    }

    function show() {
      const { schedule, today } = page;
      const next = schedule.rows.find((row) => row.day >= today && page.tick(row.key).state !== "done");
      /** @type {Map<string, Drawn>} */
      const now = new Map();
      /** @type {HTMLElement[]} */
      const order = [];
      for (const row of schedule.rows) {
        const tick = page.tick(row.key), hint = page.calendar.workdays.words(row.day), to = page.recipient(row.step);
        const when = row === next ? "next" : row.day < today ? "past" : row.day === today ? "today" : "";
        const shown = JSON.stringify([row.day, row.time, row.sample, row.number, row.of, when, tick.state, tick.doneOn, hint, to]);
        const old = drawn.get(row.key);
        const one = old && old.shown === shown ? old : { element: rowOf(row, tick, when, hint, to), shown };
        if (old && old !== one) replace(old.element, one.element);
        now.set(row.key, one);
        order.push(one.element);
      }
      drawn.forEach(({ element }, key) => {
        if (!now.has(key)) element.remove();
      });
      drawn = now;
      // Only what stands in the wrong place is moved: moving takes the focus away.
      order.forEach((element, at) => {
        if (body.children[at] !== element) body.insertBefore(element, body.children[at] || null);
      });
      table.hidden = !order.length;
      fill(undated, schedule.steps.filter(({ use, rows }) => use === "used" && !rows.length).map(({ step, missing, problem }) => (
        h("li", null, h("span", { class: "qd-id" }, step.id), ` ${step.title}：`, problem || (missing ? `还没有日子，先填“${missing}”` : "起止之间一次也没有")))));
    }

    /** @param {DateRow} row @param {Tick} tick @param {string} when @param {string} hint @param {string} to */
    function rowOf({ key, step, day, time, sample, number, of }, tick, when, hint, to) {
      const done = tick.state === "done", name = `${step.title} ${dates.format(day)}`;
      const { workdays } = page.calendar;
      const suggested = workdays.about(day).off ? workdays.previous(day) : "";
      return h("tr", { "data-key": key, class: [when && `qd-days--${when}`, done && "qd-days--done"].filter(Boolean).join(" ") || null },
        h("td", { class: "qd-days__done" },
          h("input", { type: "checkbox", "data-key": key, "aria-label": `${name} 办结`, checked: done, disabled: page.readOnly }),
          done && h("input", { type: "date", class: "qd-input", "data-key": key, "aria-label": `${name} 办结日期`, value: tick.doneOn, min: "2000-01-01", max: "2999-12-31" }),
          done && tick.doneOn && h("span", { class: "qd-days__on", "aria-hidden": "true" }, dates.format(tick.doneOn))),
        h("th", { scope: "row" }, h("span", { class: "qd-date" }, dates.format(day)), " ", h("span", { class: "qd-date" }, rules.weekdayName(day)), time && ` ${time} 前`,
          when === "next" && h("span", { class: "qd-tag qd-tag--next" }, "下一个"),
          when === "today" && h("span", { class: "qd-tag qd-tag--next" }, "今天")),
        h("td", null, h("a", { href: `#${step.id}` }, step.title), of > 1 && h("span", { class: "qd-days__count" }, `第 ${number} 次，共 ${of} 次`)),
        h("td", null, step.who, to && ` → ${to}`, step.deliver && h("span", { class: "qd-days__deliver" }, step.deliver)),
        h("td", null, when === "past" && !done && h("span", { class: "qd-tag" }, "已过"), sample && h("span", { class: "qd-tag qd-tag--sample" }, "示例"), hint, suggested && h("span", { class: "qd-days__suggest" }, `建议提前到 ${dates.format(suggested)}（${rules.weekdayName(suggested)}）`)));
    }

    /** The focus stays in the row that took the place of another. @param {HTMLElement} old @param {HTMLElement} one */
    function replace(old, one) {
      const focused = /** @type {HTMLInputElement | null} */ (old.contains(document.activeElement) ? document.activeElement : null);
      old.replaceWith(one);
      if (!focused) return;
      const again = /** @type {HTMLElement | null} */ (one.querySelector(`input[type="${focused.type}"]`) || one.querySelector("input"));
      if (again) again.focus();
    }

    return { show };
  }

  Qingdan.lib.timelineTable = { make };
})();
