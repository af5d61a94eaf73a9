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
  const { store, files, tableCopy, calendarYears } = Qingdan.lib;

  const PAUSE = 250; // ms of rest in typing after which it is saved
  const LABEL = "倒排";

  /** @param {HTMLElement} element */
  function start(element) {
    /** @param {string} name @returns {any} */
    const part = (name) => element.querySelector(`[data-part="${name}"]`);
    const body = part("steps"), title = part("title"), deadline = part("deadline");
    let plan = backward.empty(), kept = JSON.stringify(plan), timer = 0;
    let owner = ""; // the unit whose plan this is; "" while there is none
    let failed = false; // what is shown could not be stored: it stays until it is
    let writing = 0; // on their way to the disk: what is there meanwhile is older than what is shown
    /** @type {Record<"text" | "length" | "start" | "end" | "says", HTMLElement>[]} */
    let outputs = [];

    // ── Keeping ──

    function load() {
      const unit = session.unit(), uid = unit ? unit.uid : "";
      if (uid !== owner && timer && owner) save(); // what is typed goes to the unit that it was typed for
      const shown = uid === owner || (!owner && writing > 0); // the first unit was made for what is shown
      owner = uid;
      if (shown && (writing || failed)) return result();
      const stored = backward.sound(unit && unit.profile.backward), text = JSON.stringify(stored);
      if (timer || text === kept) return result(); // another day, or another calendar
      plan = stored;
      kept = text;
      return draw();
    }

    /** @param {boolean} soon while somebody types */
    function keep(soon) {
      clearTimeout(timer);
      // The unit that there is not yet is made at once: a page that is left takes no draft without one.
      timer = window.setTimeout(save, soon && owner ? PAUSE : 0);
    }

    function save() {
      clearTimeout(timer);
      timer = 0;
      const value = backward.sound(plan), uid = owner, unit = session.unit();
      kept = JSON.stringify(value);
      writing++;
      /** @param {string} to */
      const write = (to) => store.updateUnit(to, { profile: { backward: value } });
      // The bar says it where it fails.
      const work = uid && (!unit || unit.uid !== uid) ? session.track(LABEL, write(uid)) : session.change(LABEL, write);
      work.then(() => (failed = false), () => (failed = owner === uid || !uid)).finally(() => {
        writing--;
        load();
      });
    }

    const flush = () => void (timer && save());
    window.addEventListener("pagehide", flush);
    document.addEventListener("visibilitychange", () => document.hidden && flush());

    // ── Drawing ──

    function draw() {
      title.value = plan.title;
      if (!deadline.validity.badInput || plan.deadline) deadline.value = plan.deadline;
      outputs = [];
      fill(body, plan.steps.map(rowOf));
      part("none").hidden = plan.steps.length > 0;
      part("table").hidden = !plan.steps.length;
      result();
    }

    /** @param {PlanStep} step @param {number} at */
    function rowOf(step, at) {
      const name = `第 ${at + 1} 步`;
      const unit = h("select", { class: "qd-input", "aria-label": `${name}用时的单位`, "data-field": "unit" },
        Object.entries(backward.UNITS).map(([value, words]) => h("option", { value, selected: value === step.unit }, words)));
      // What is typed is printed from spans: a field cuts off what it has no room for.
      const print = { class: "qd-back__print", "aria-hidden": "true" };
      const output = { text: h("span", print), length: h("span", print), start: h("span"), end: h("span"), says: h("span", { class: "qd-back__says" }) };
      outputs.push(output);
      /** @param {string} words @param {string} what @param {boolean} off */
      const button = (words, what, off) => h("button", {
        type: "button", class: "qd-tool", "data-do": what, "aria-label": `${words}${name}`, "aria-disabled": off ? "true" : null,
      }, words);
      return h("tr", { "data-step": at },
        h("th", { scope: "row", class: "qd-back__number" }, String(at + 1)),
        h("td", { class: "qd-back__what" },
          h("textarea", { class: "qd-input", rows: 2, maxlength: backward.LIMITS.text, autocomplete: "off", "aria-label": `${name}做什么`, "data-field": "text" }, step.text), output.text,
          (step.who || step.hint || step.sources.length > 0) && h("span", { class: "qd-back__about" },
            [step.who, step.hint].filter(Boolean).join("；"), " ", step.sources.map((id) => [linkOf(id), " "]).flat())),
        h("td", { class: "qd-back__length", "data-label": "用时" },
          h("input", { class: "qd-input", type: "text", inputmode: "numeric", maxlength: 3, autocomplete: "off", placeholder: "自填", value: step.amount, "aria-label": `${name}用时`, "data-field": "amount" }), unit, output.length),
        h("td", { "data-label": "最迟开始" }, output.start),
        h("td", { "data-label": "最迟完成" }, output.end),
        h("td", { "data-label": "提示" }, output.says),
        h("td", { class: "qd-back__do" },
          button("上移", "up", at === 0), button("下移", "down", at === plan.steps.length - 1), button("删除", "remove", false)));
    }

    /** @param {string} id */
    function linkOf(id) {
      return h("a", { class: "qd-cite", href: new URL(`sources/${id.split("-")[0].toLowerCase()}.html#${id}`, Qingdan.base).href }, id);
    }

    /** What follows from the plan. */
    function result() {
      const { workdays, problems } = calendarYears.read(), today = dates.today();
      const found = backward.rows(plan, today, workdays);
      found.forEach((row, at) => {
        const { text, length, start, end, says } = outputs[at], step = plan.steps[at];
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
        if (field === "amount") control.setAttribute("aria-invalid", String(Boolean(control.value) && !/^\d{1,3}$/.test(control.value.trim())));
        plan.steps[at] = { ...plan.steps[at], [field]: field === "amount" ? digits(control.value) : control.value };
      } else if (control === title) plan.title = title.value;
      else if (control === deadline) {
        if (!deadline.value && deadline.validity.badInput) return; // half a date
        plan.deadline = dates.isDate(deadline.value) ? deadline.value : "";
      } else return;
      result();
      keep(true);
    });

    /** Full-width digits are digits. @param {string} text */
    function digits(text) {
      const plain = text.normalize("NFKC").trim();
      return /^\d{1,3}$/.test(plain) ? plain : "";
    }

    element.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("[data-do]");
      if (!button || button.getAttribute("aria-disabled") === "true") return;
      const what = button.getAttribute("data-do"), at = indexOf(button);
      if (what === "up" || what === "down") shift(at, what === "up" ? at - 1 : at + 1, what);
      else if (what === "remove") remove(at);
      else if (what === "add") add([backward.step()], true);
      else if (what === "use") add(stepsOf(/** @type {Element} */ (button.closest("[data-procedure]"))), false);
      else if (what === "clear") clear();
      else if (what === "csv") files.download(`倒排-${plan.title || plan.deadline || "未命名"}.csv`, "text/csv", files.csv(columns(), table()));
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
      plan.steps = [...plan.steps, ...steps];
      changed(write ? `加了第 ${at + 1} 步` : `加了 ${steps.length} 步，请填每步的用时`);
      const field = body.querySelector(`[data-step="${at}"] [data-field=${write ? "text" : "amount"}]`);
      field.focus();
      if (!write) field.scrollIntoView({ block: "center" });
      return undefined;
    }

    function clear() {
      if (!plan.steps.length && !plan.deadline && !plan.title) return;
      plan = backward.empty();
      deadline.value = "";
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
