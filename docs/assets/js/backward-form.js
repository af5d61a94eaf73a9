// @ts-check
/**
 * 倒排: the form around backward.js. The plan is kept with the unit, as `backward` in its profile. The table is
 * drawn anew when steps come, go or move; while somebody types only what follows from it is.
 */
(function () {
  "use strict";

  const { h, fill, toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const session = /** @type {Session} */ (Qingdan.lib.session);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const rules = /** @type {DateRules} */ (Qingdan.lib.dateRules);
  const backward = /** @type {Backward} */ (Qingdan.lib.backward);
  const { store, records, files, tableCopy, calendarYears, backwardMembers, backwardRows } = Qingdan.lib;

  const PAUSE = 250; // ms of rest in typing after which it is saved
  const LABEL = "倒排";

  /** @param {HTMLElement} element */
  function start(element) {
    /** @param {string} name @returns {any} */
    const part = (name) => element.querySelector(`[data-part="${name}"]`);
    const body = part("steps"), title = part("title"), deadline = part("deadline"), table_ = backwardRows.make(body);
    let plan = backward.empty(), kept = backward.empty(), timer = 0; // kept: as it is stored; what differs is still to be written
    let owner = ""; // the unit whose plan this is; "" while there is none
    let first = ""; // the unit that was made for what is shown, until the page has read it
    let written = ""; // the revision of what this page wrote last: what is older is not shown
    let writing = 0, composing = false;
    /** @type {((work: Promise<any>) => void) | null} */
    let settle = null;
    /** @type {PlanLine[]} */
    let lines = [];

    // ── Keeping ──

    /** Show what is stored, with what is typed here and not stored yet on top of it. */
    function load() {
      const unit = session.unit(), uid = unit ? unit.uid : "", profile = unit ? unit.profile : {};
      if (composing) return undefined; // an IME loses its word where the field is written over
      if (uid !== owner && timer && owner) save(); // what is typed goes to the unit that it was typed for
      if (!unit && first) return result();
      const same = uid === owner || (!owner && (writing > 0 || uid === first));
      if (same && writing) return result(); // read again once it is stored
      if (same && unit && written && unit.rev !== written && !unit.revs.includes(written)) return result();
      const typed = same ? backwardMembers.changes(kept, plan) : {}, old = backwardMembers.oldPlan(profile);
      owner = uid;
      first = "";
      if (!same) written = "";
      kept = old ? backward.empty() : backwardMembers.plan(profile);
      plan = backwardMembers.changed(old || kept, typed);
      return draw();
    }

    /** @param {boolean} soon while somebody types */
    function keep(soon) {
      clearTimeout(timer);
      // What is typed is not saved from its first letter on, and the bar says so.
      if (!settle) session.track(LABEL, new Promise((done, failed) => (settle = (work) => work.then(done, failed)))).catch(() => {});
      // The unit that there is not yet is made at once: a page that is left takes no draft without one.
      timer = window.setTimeout(save, soon && owner ? PAUSE : 0);
    }

    function save() {
      clearTimeout(timer);
      timer = 0;
      const uid = owner, unit = session.unit(), before = kept, members = backwardMembers.changes(kept, plan);
      const settled = settle || (() => {});
      settle = null;
      if (!Object.keys(members).length) return settled(Promise.resolve({ saved: false }));
      writing++;
      kept = backwardMembers.changed(kept, members); // on its way: what is taken back before it arrives is a change again
      /** @param {string} to */
      const write = (to) => {
        if (!owner) first = to;
        return store.updateUnit(to, { profile: { ...members, [backwardMembers.OLD]: null } });
      };
      const work = uid && (!unit || unit.uid !== uid) ? session.track(LABEL, write(uid)) : session.change(LABEL, write);
      settled(work);
      work.then(({ value }) => {
        if (!uid || owner === uid) written = value.rev; // or another unit is shown by now
      }, () => {
        if (owner === uid) kept = backwardMembers.changed(kept, backwardMembers.changes(backwardMembers.changed(before, members), before));
      }).finally(() => { // where it fails it stays on the page, and the bar says what is wrong
        writing--;
        load();
      });
    }

    const flush = () => void (timer && save());
    window.addEventListener("pagehide", flush);
    document.addEventListener("visibilitychange", () => document.hidden && flush());
    element.addEventListener("compositionstart", () => (composing = true));
    element.addEventListener("compositionend", () => {
      composing = false;
      setTimeout(load); // after the input event that ends it
    });

    // ── Drawing ──

    function draw() {
      if (title.value !== plan.title) title.value = plan.title;
      if (deadline.value !== plan.deadline && !(deadline.validity.badInput && !plan.deadline)) deadline.value = plan.deadline;
      lines = table_.show(plan.steps);
      part("none").hidden = plan.steps.length > 0;
      part("table").hidden = !plan.steps.length;
      result();
    }

    /** What follows from the plan. */
    function result() {
      const { workdays, problems } = calendarYears.read(), today = dates.today();
      const found = backward.rows(plan, today, workdays);
      found.forEach((row, at) => {
        const { text, length, start, end, says } = lines[at].output, step = plan.steps[at];
        text.textContent = step.text;
        length.textContent = lengthWords(step);
        start.textContent = row.start ? dayWords(row.start) : "—";
        end.textContent = row.end ? dayWords(row.end) : "—";
        const late = Boolean(row.start) && row.late > 0;
        says.classList.toggle("qd-late", late);
        const said = sentences(row, workdays);
        /** @type {HTMLElement} */ (says.parentElement).classList.toggle("qd-back__nothing", !said.length);
        fill(says, said.map((words, n) => h("span", null, (n ? "；" : "") + words)));
      });
      const words = backward.summary(found);
      if (part("summary").textContent !== words) part("summary").textContent = words;
      part("problem").textContent = problems.join("；");
      part("paper").textContent = `${plan.title ? `${plan.title}　` : ""}单位：${(session.unit() || { name: "" }).name || "＿＿＿＿"}　期限：${plan.deadline ? dayWords(plan.deadline) : "＿＿＿＿"}　打印日期：${dates.format(today)}`;
    }

    /** What there is to say of one step. @param {PlanRow} row @param {Workdays} workdays @returns {string[]} */
    function sentences(row, workdays) {
      const said = [];
      if (row.open === "amount") said.push("用时没有填");
      if (row.open === "later") said.push("后面有一步没有填用时");
      if (row.start && row.late > 0) said.push(`最迟开始日已过 ${row.late} 天`);
      else if (row.start && row.late === 0) said.push("今天就要开始");
      for (const [what, day] of [["开始日", row.start], ["完成日", row.end]]) {
        const words = day && workdays.words(day);
        if (!words) continue;
        const off = workdays.about(day).off ? `，可提前到 ${dayWords(workdays.previous(day))}` : "";
        said.push(`${what}：${words}${off}`);
      }
      return said;
    }

    /** @param {PlanStep} step */
    function lengthWords({ amount, unit }) {
      return amount ? `${amount}${backward.UNITS[unit]}` : "";
    }

    /** @param {string} day */
    function dayWords(day) {
      return `${dates.format(day)}（${rules.weekdayName(day)}）`;
    }

    // ── What people do ──

    /** The step that an element belongs to. @param {EventTarget | null} target */
    function indexOf(target) {
      const row = target instanceof Element && target.closest("[data-step]");
      return row ? Number(row.getAttribute("data-step")) : -1;
    }

    element.addEventListener("input", (event) => {
      const control = /** @type {any} */ (event.target), at = indexOf(control), field = control.dataset.field;
      if (at >= 0) {
        if (field === "amount") control.setAttribute("aria-invalid", String(Boolean(control.value) && !backward.digits(control.value)));
        plan.steps = plan.steps.map((one, n) => (n === at ? { ...one, [field]: field === "amount" ? backward.digits(control.value) : control.value } : one));
      } else if (control === title) plan.title = title.value;
      else if (control === deadline) {
        if (!deadline.value && deadline.validity.badInput) return; // half a date
        plan.deadline = dates.isDate(deadline.value) ? deadline.value : "";
      } else return;
      result();
      keep(true);
    });

    element.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("[data-do]");
      if (!button || button.getAttribute("aria-disabled") === "true") return;
      const what = button.getAttribute("data-do"), at = indexOf(button);
      if (what === "up" || what === "down") shift(at, what === "up" ? at - 1 : at + 1, what);
      else if (what === "remove") remove(at);
      else if (what === "add") add([backward.step()], true);
      else if (what === "use") add(stepsOf(/** @type {Element} */ (button.closest("[data-procedure]"))), false);
      else if (what === "clear") clear();
      else if (what === "csv") files.download(files.nameOf("backward", [plan.title || (plan.deadline ? `期限${plan.deadline}` : "")], "csv"), "text/csv", files.csv(columns(), table()));
      else if (what === "copy") toast(tableCopy.copy(columns(), table()) ? `已复制 ${plan.steps.length} 步，到 WPS 或 Excel 里粘贴。` : "浏览器不让复制，请改用“导出表格”。");
      else if (what === "print") window.print();
    });

    element.addEventListener("keydown", (event) => {
      const at = indexOf(event.target), by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
      if (!event.altKey || !by || at < 0) return;
      event.preventDefault();
      const field = /** @type {HTMLElement} */ (event.target).dataset.field;
      shift(at, at + by, "", field);
    });

    /** @param {number} from @param {number} to @param {string} what the button that did it @param {string} [field] */
    function shift(from, to, what, field) {
      if (to < 0 || to >= plan.steps.length) return;
      plan.steps = backward.move(plan.steps, from, to);
      changed(`移到第 ${to + 1} 步`);
      const row = body.querySelector(`[data-step="${to}"]`);
      const again = row && row.querySelector(field ? `[data-field="${field}"]` : `[data-do="${what}"]:not([aria-disabled])`);
      (again || row.querySelector("textarea")).focus();
    }

    /** @param {number} at */
    function remove(at) {
      plan.steps = plan.steps.filter((_, n) => n !== at);
      changed(`删除了第 ${at + 1} 步，可以撤销`);
      const next = body.querySelector(`[data-step="${Math.min(at, plan.steps.length - 1)}"] [data-do=remove]`);
      (next || part("add")).focus();
    }

    /** @param {PlanStep[]} steps @param {boolean} write whether to go on in the first of them */
    function add(steps, write) {
      const room = backward.LIMITS.steps - plan.steps.length, at = plan.steps.length;
      if (room < steps.length) return toast(`最多 ${backward.LIMITS.steps} 步`);
      const last = plan.steps.length ? plan.steps[plan.steps.length - 1].at : -1;
      plan.steps = [...plan.steps, ...steps.map((one, n) => ({ ...one, id: records.newRev().slice(0, 8), at: last + 1 + n }))];
      changed(write ? `加了第 ${at + 1} 步` : `加了 ${steps.length} 步，请填每步的用时`);
      const field = body.querySelector(`[data-step="${at}"] [data-field=${write ? "text" : "amount"}]`);
      field.focus();
      if (!write) field.scrollIntoView({ block: "center" });
      return undefined;
    }

    function clear() {
      if (!plan.steps.length && !plan.deadline && !plan.title) return;
      plan = backward.empty();
      deadline.value = ""; // half a date, too
      changed("已清空，可以撤销");
      part("add").focus();
    }

    /** @param {string} words */
    function changed(words) {
      draw();
      keep(false);
      Qingdan.announce(words);
    }

    /** The steps of a procedure as the page prints them. @param {Element} list @returns {PlanStep[]} */
    function stepsOf(list) {
      return [...list.querySelectorAll("[data-text]")].map((one) => {
        const { text, who, hint, sources = "" } = /** @type {HTMLElement} */ (one).dataset;
        return backward.step({ text, who, hint, sources: sources.split(" ").filter(Boolean) });
      });
    }

    // ── Out ──

    function table() {
      const { workdays } = calendarYears.read();
      return backward.rows(plan, dates.today(), workdays).map((row, at) => ({ ...row, at, step: plan.steps[at], said: sentences(row, workdays) }));
    }

    /** @returns {Column[]} */
    function columns() {
      const day = (/** @type {string} */ text) => (text ? dayWords(text) : "");
      return [
        { title: "序号", value: (row) => row.at + 1 },
        { title: "步骤", value: (row) => row.step.text },
        { title: "谁办", value: (row) => row.step.who },
        { title: "用时", value: (row) => lengthWords(row.step) },
        { title: "最迟开始", value: (row) => day(row.start) },
        { title: "最迟完成", value: (row) => day(row.end) },
        { title: "提示", value: (row) => row.said.join("；") },
        { title: "出处", value: (row) => row.step.sources.join(" ") },
      ];
    }

    session.subscribe((topic) => {
      if (topic !== "saving") load();
    });
    calendarYears.subscribe(result);
    return session.ready.then(() => {
      if (session.readOnly) element.classList.add("qd-back--read");
      draw();
      load();
    });
  }

  Qingdan.register("backward", start);
})();
