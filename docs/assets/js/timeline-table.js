// @ts-check
/**
 * All dates of a timeline as a table in the order of days, with what each day is, and whether it is done. Of a rhythm
 * the nearest times are shown; those long past and those to come are folded, until somebody opens them or prints.
 * Rows are written over, not made anew, so that changing an anchor costs little.
 *
 * @typedef {{id: string, title: string, past: boolean, rows: DateRow[], undone: number}} Fold
 */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const rules = /** @type {DateRules} */ (Qingdan.lib.dateRules);
  const { inOrder } = Qingdan.lib;

  const FEW = 3; // a rhythm of so many times is never folded

  /** @param {TimelinePage} page @param {HTMLElement} place @returns {{show(): void}} */
  function make(page, place) {
    /** Rows of dates, written over in the order in which they stand: moving one costs more. @type {any[]} */
    const lines = [];
    /** @type {Map<string, any>} */
    const foldLines = new Map();
    /** The folds that are opened. @type {Set<string>} */
    const opened = new Set();
    /** Marked on this page: a row does not vanish under the hand. @type {Set<string>} */
    const touched = new Set();
    let whole = false, printing = false;

    const body = h("tbody");
    const table = h("table", { class: "qd-table qd-days" },
      h("caption", { class: "qd-visually-hidden" }, "全部日期，按先后排"),
      h("thead", null, h("tr", null, ["办结", "日期", "节点", "谁办、报给谁", "提示"].map((text) => h("th", { scope: "col" }, text)))), body);
    const undated = h("ul", { class: "qd-undated" }), count = h("span");
    const all = h("button", { type: "button", class: "qd-tool", "aria-expanded": "false" }, "全部展开");
    const tools = h("p", { class: "qd-days__all" }, count, all);
    fill(place, tools, h("div", { class: "qd-scroll" }, table), undated);
    body.addEventListener("change", changed);
    body.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const button = /** @type {Element} */ (event.target).closest("[data-fold]"), fold = button ? button.getAttribute("data-fold") || "" : "";
      if (!fold) return;
      if (!opened.delete(fold)) opened.add(fold);
      show();
    });
    all.addEventListener("click", () => {
      whole = !whole;
      opened.clear();
      show();
    });
    for (const [moment, on] of /** @type {[string, boolean][]} */ ([["beforeprint", true], ["afterprint", false]])) {
      window.addEventListener(moment, () => {
        printing = on; // on paper every date stands
        show();
      });
    }

    /** @param {Event} event */
    function changed(event) {
      const field = /** @type {HTMLInputElement} */ (event.target), key = field.dataset.key || "";
      touched.add(key);
      if (field.type === "checkbox") {
        page.mark(key, { state: field.checked ? "done" : "todo" });
        Qingdan.announce(field.checked ? "已标为办结" : "已取消办结");
      } else if (field.validity.valid && field.value) page.mark(key, { doneOn: field.value });
    }

    function show() {
      const { schedule, today } = page, done = (/** @type {DateRow} */ { key }) => page.tick(key).state === "done";
      const next = schedule.rows.find((row) => row.day >= today && !done(row));
      /** Each at the first of its rows. @type {Map<string, Fold>} */
      const folds = new Map();
      /** @type {Set<string>} */
      const hidden = new Set();
      for (const one of schedule.steps) {
        for (const fold of foldsOf(one, today, done, touched)) {
          folds.set(fold.rows[0].key, fold);
          if (!whole && !printing && !opened.has(fold.id)) fold.rows.forEach(({ key }) => hidden.add(key));
        }
      }
      /** @type {Element[]} */
      const order = [];
      const hold = holdFocus(body);
      let dated = 0;
      for (const row of schedule.rows) {
        const fold = folds.get(row.key);
        if (fold && !whole && !printing) {
          const line = foldLines.get(fold.id) || foldLine();
          foldLines.set(fold.id, line);
          order.push(line.write(fold, opened.has(fold.id)).element);
        }
        if (hidden.has(row.key)) continue;
        const line = (lines[dated] = lines[dated] || dateLine(page));
        dated++;
        order.push(line.write(row, row === next).element);
      }
      for (const line of lines.slice(dated)) order.push(line.leave().element);
      inOrder.arrange(body, order);
      hold();
      table.hidden = !order.length;
      tools.hidden = !folds.size;
      say(count, `共 ${schedule.rows.length} 个日子${whole ? "" : "，一再重复的只列最近的"}。`);
      say(all, whole ? "收起" : "全部展开");
      all.setAttribute("aria-expanded", String(whole));
      const without = schedule.steps.filter(({ use, rows }) => use === "used" && !rows.length).map(({ step, missing, problem }) => (
        [step.id, ` ${step.title}：${problem || (missing ? `还没有日子，先填“${missing}”` : "起止之间一次也没有")}`]));
      if (undated.textContent !== without.flat().join("")) fill(undated, without.map(([id, words]) => h("li", null, h("span", { class: "qd-id" }, id), words)));
    }

    return { show };
  }

  /**
   * What of a rhythm is folded: all but the time that comes next (the last one, when all are past), the next one that
   * is not done, and the last one missed.
   * @param {MilestoneDates} one @param {string} today @param {(row: DateRow) => boolean} done @param {Set<string>} touched @returns {Fold[]}
   */
  function foldsOf({ step, rows }, today, done, touched) {
    if (rows.length <= FEW) return [];
    const coming = rows.findIndex(({ day }) => day >= today), at = coming < 0 ? rows.length : coming;
    const shown = new Set([rows[Math.min(at, rows.length - 1)], rows.slice(at).find((row) => !done(row)), at && !done(rows[at - 1]) && rows[at - 1]]);
    const rest = (/** @type {DateRow[]} */ some) => some.filter((row) => !shown.has(row) && !touched.has(row.key));
    return [true, false].map((past) => ({ id: `${step.id} ${past ? "past" : "next"}`, title: step.title, past, rows: rest(past ? rows.slice(0, at) : rows.slice(at)), undone: 0 }))
      .filter((fold) => fold.rows.length > 1)
      .map((fold) => ({ ...fold, undone: fold.rows.filter((row) => !done(row)).length }));
  }

  /** The row that opens and closes a fold. */
  function foldLine() {
    const button = h("button", { type: "button", class: "qd-days__more" }), element = h("tr", { class: "qd-days__fold" }, h("td", { colspan: 5 }, button));
    const line = {
      element,
      /** @param {Fold} fold @param {boolean} open */
      write({ id, title, past, rows, undone }, open) {
        const about = past ? `已过 ${rows.length} 次${!undone ? "" : undone === rows.length ? "，都没标办结" : `，${undone} 次没标办结`}` : `以后还有 ${rows.length} 次`;
        say(button, `${title}：${about}，${open ? "收起" : "展开"}`);
        button.setAttribute("aria-expanded", String(open));
        button.setAttribute("data-fold", id);
        return line;
      },
    };
    return line;
  }

  /** The focus goes with its date, not with the row: what is pressed next must not tick another one. @param {HTMLElement} body */
  function holdFocus(body) {
    const field = /** @type {HTMLInputElement | null} */ (body.contains(document.activeElement) ? document.activeElement : null), key = field && field.dataset.key;
    return () => {
      if (!field || !key || field.dataset.key === key) return;
      const again = /** @type {HTMLElement | null} */ (body.querySelector(`input[type="${field.type}"][data-key="${key}"]`));
      if (again) again.focus({ preventScroll: true });
      else field.blur();
    };
  }

  /** A row for a date. @param {TimelinePage} page */
  function dateLine(page) {
    const tag = (/** @type {string} */ kind) => h("span", { class: `qd-tag ${kind}`, hidden: true });
    const box = h("input", { type: "checkbox", disabled: page.readOnly }), on = h("span", { class: "qd-days__on", "aria-hidden": "true" });
    /** Made when it is needed: a field for days is a whole tree of elements to the browser. @type {HTMLInputElement | null} */
    let doneOn = null;
    const day_ = h("span", { class: "qd-date" }), weekday = h("span", { class: "qd-date" }), clock = h("span"), near = tag("qd-tag--next");
    const step_ = h("a"), which = h("span", { class: "qd-days__count", hidden: true }), who = h("span"), deliver = h("span", { class: "qd-days__deliver", hidden: true });
    const past = tag(""), sample_ = tag("qd-tag--sample"), hint_ = h("span"), suggest = h("span", { class: "qd-days__suggest", hidden: true });
    const element = h("tr", null,
      h("td", { class: "qd-days__done" }, box, on),
      h("th", { scope: "row" }, day_, " ", weekday, clock, near),
      h("td", null, step_, which),
      h("td", null, who, deliver),
      h("td", null, past, sample_, hint_, suggest));
    let before = "";
    const line = {
      element,
      /** Out of use. It stays where it is: taking a row out has the browser work out the style of all of them. */
      leave() {
        before = "";
        element.hidden = true;
        for (const one of [element, box]) one.removeAttribute("data-key");
        return line;
      },
      /** @param {DateRow} row @param {boolean} isNext */
      write({ key, step, day, time, sample, number, of }, isNext) {
        const { workdays } = page.calendar, tick = page.tick(key), done = tick.state === "done", to = page.recipient(step);
        const hint = workdays.words(day), earlier = workdays.about(day).off ? workdays.previous(day) : "";
        const when = isNext ? "next" : day < page.today ? "past" : day === page.today ? "today" : "";
        box.checked = done; // whatever was clicked meanwhile
        const now = JSON.stringify([key, time, sample, number, of, when, done, tick.doneOn, hint, earlier, to]);
        if (now === before) return line;
        before = now;
        if (element.hidden) element.hidden = false;
        const name = `${step.title} ${dates.format(day)}`;
        const kind = `${when && `qd-days--${when}`} ${done ? "qd-days--done" : ""}`.trim();
        if (element.className !== kind) element.className = kind;
        for (const one of [element, box]) one.setAttribute("data-key", key);
        box.setAttribute("aria-label", `${name} 办结`);
        if (doneOn && !done) {
          doneOn.remove();
          doneOn = null;
        }
        if (done) {
          if (!doneOn) box.after((doneOn = h("input", { type: "date", class: "qd-input", min: "2000-01-01", max: "2999-12-31", disabled: page.readOnly })));
          const field = /** @type {HTMLInputElement} */ (doneOn);
          field.setAttribute("data-key", key);
          field.setAttribute("aria-label", `${name} 办结日期`);
          if (field !== document.activeElement && field.value !== tick.doneOn) field.value = tick.doneOn;
        }
        say(on, done && tick.doneOn ? dates.format(tick.doneOn) : "");
        say(day_, dates.format(day));
        say(weekday, rules.weekdayName(day));
        say(clock, time ? ` ${time} 前` : "");
        tell(near, when === "next" ? "下一个" : when === "today" ? "今天" : "");
        say(step_, step.title);
        if (step_.getAttribute("href") !== `#${step.id}`) step_.setAttribute("href", `#${step.id}`);
        tell(deliver, step.deliver || "");
        tell(which, of > 1 ? `第 ${number} 次，共 ${of} 次` : "");
        say(who, to ? `${step.who} → ${to}` : step.who);
        tell(past, when === "past" && !done ? "已过" : "");
        tell(sample_, sample ? "示例" : "");
        say(hint_, hint);
        tell(suggest, earlier ? `建议提前到 ${dates.format(earlier)}（${rules.weekdayName(earlier)}）` : "");
        return line;
      },
    };
    return line;
  }

  /** @param {HTMLElement} place @param {string} words */
  function say(place, words) {
    const node = /** @type {Text | null} */ (place.firstChild);
    if (!node) place.append(words);
    else if (node.data !== words) node.data = words;
  }

  /** The same for what is not there without words. @param {HTMLElement} place @param {string} words */
  function tell(place, words) {
    say(place, words);
    if (place.hidden === Boolean(words)) place.hidden = !words;
  }

  Qingdan.lib.timelineTable = { make };
})();
