// @ts-check
/**
 * What a unit fills in on a timeline's page: the anchors and choices at its head, and below each step what may be
 * changed of it. Made once; what is being typed in is never written over.
 *
 * @typedef {{element: any, key: string, show(): void}} Control
 */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { schedule } = Qingdan.lib;

  const TEXT = 100; // characters of a recipient
  /** @type {Record<string, string>} */
  const UNITS = { months: "个月", days: "天" };
  /** @type {Record<string, string>} */
  const WEEKDAYS = { mon: "星期一", tue: "星期二", wed: "星期三", thu: "星期四", fri: "星期五", sat: "星期六", sun: "星期日" };
  /** @type {Record<string, Record<string, string>>} */
  const EDGES = {
    xun: { end: "10日、20日、月末", start: "1日、11日、21日" }, "half-month": { end: "15日、月末", start: "1日、16日" },
  };
  /** @type {Record<string, string>} */
  const WORDS = { weekday: "星期几", day: "每月哪天", edge: "哪几天", from: "从哪天起", until: "到哪天止" };

  /** @param {TimelinePage} page @returns {{show(): void}} */
  function make(page) {
    const { root, data } = page;
    /** @type {Control[]} */
    const controls = [];

    for (const anchor of data.anchors) {
      const place = placeOf(`[data-anchor="${anchor.id}"]`);
      place.append(anchor.type === "date" ? dateField(anchor) : anchor.type === "text" ? textField(anchor, []) : numberField(anchor));
    }
    for (const choice of data.choices) {
      const place = placeOf(`[data-choice="${choice.id}"]`);
      if (choice.kind === "text") place.append(textField(choice, choice.options.map(({ label }) => label)));
      else place.append(select(schedule.keyOf(data, choice), choice.label, choice.options.map(({ value, label }) => [value, label]), `anchor-${choice.id}`, `hint-${choice.id}`));
    }
    for (const step of data.milestones) ownOf(step);

    /** @param {string} selector */
    function placeOf(selector) {
      return /** @type {HTMLElement} */ (root.querySelector(`${selector} [data-field]`));
    }

    /** @param {any} element @param {string} key @param {() => void} show */
    function control(element, key, show) {
      element.disabled = page.readOnly;
      controls.push({ element, key, show });
    }

    // ── At the head ──

    /** @param {{id: string}} asked */
    function named(asked) {
      return { "aria-labelledby": `anchor-${asked.id}`, "aria-describedby": `hint-${asked.id}`, class: "qd-input" };
    }

    /** @param {Anchor} anchor */
    function dateField(anchor) {
      const key = schedule.keyOf(data, anchor);
      const field = h("input", { type: "date", min: "2000-01-01", max: "2999-12-31", ...named(anchor) });
      const note = h("span", { class: "qd-sample" });
      field.addEventListener("change", () => {
        if (!field.validity.valid) return; // half typed: 0002-07-21
        page.set(key, field.value, anchor.label);
      });
      control(field, key, () => {
        const value = page.profile[key] || "";
        write(field, value);
        const words = dates.isDate(value) ? "" : anchor.example ? `示例 ${dates.format(anchor.example)}` : "待填";
        if (note.textContent !== words) note.textContent = words;
      });
      return h("span", { class: "qd-js qd-anchor" }, field, " ", note);
    }

    /** @param {Anchor} anchor */
    function numberField(anchor) {
      const key = schedule.keyOf(data, anchor), { min, max } = schedule.LENGTHS[anchor.type];
      const field = h("input", { type: "number", min, max, step: 1, ...named(anchor), placeholder: anchor.default ?? "" });
      const note = h("span", { class: "qd-sample" });
      field.addEventListener("change", () => {
        if (field.value === "" ? field.validity.badInput : schedule.lengthOf(anchor, field.value) === null) {
          Qingdan.announce(`${anchor.label}请填 ${min} 到 ${max} 的整数`);
          field.value = page.profile[key] || "";
          return;
        }
        page.set(key, field.value, anchor.label);
      });
      control(field, key, () => {
        const value = page.profile[key] || "";
        write(field, value);
        const words = schedule.lengthOf(anchor, value) !== null ? "" : anchor.default === null ? "待填" : `默认 ${anchor.default} ${UNITS[anchor.type]}`;
        if (note.textContent !== words) note.textContent = words;
      });
      return h("span", { class: "qd-js qd-anchor" }, field, ` ${UNITS[anchor.type]} `, note);
    }

    /** @param {{id: string, label: string, shared?: boolean}} asked @param {string[]} proposals */
    function textField(asked, proposals) {
      const key = schedule.keyOf(data, asked), list = `options-${asked.id}`;
      const field = h("input", { type: "text", maxlength: TEXT, autocomplete: "off", list: proposals.length ? list : null, placeholder: proposals.length ? "选一个，或者另填" : "自填", ...named(asked) });
      field.addEventListener("change", () => page.set(key, field.value.trim(), asked.label));
      control(field, key, () => {
        write(field, page.profile[key] || "");
      });
      return h("span", { class: "qd-js qd-anchor" }, field, proposals.length > 0 && h("datalist", { id: list }, proposals.map((value) => h("option", { value }))));
    }

    /** @param {string} key @param {string} label @param {string[][]} options @param {string} [name] @param {string} [hint] */
    function select(key, label, options, name, hint) {
      const field = h("select", { class: "qd-input", ...(name ? { "aria-labelledby": name, "aria-describedby": hint } : { "aria-label": label }) },
        options.map(([value, words]) => h("option", { value }, words)));
      field.addEventListener("change", () => page.set(key, field.value, label));
      control(field, key, () => {
        const value = page.profile[key], wanted = options.some(([known]) => known === value) ? value : options[0][0];
        if (field.value !== wanted) field.value = wanted; // setting it lays it out, even where nothing changes
      });
      return h("span", { class: "qd-js qd-anchor" }, field);
    }

    // ── Below a step ──

    /** @param {Milestone} step */
    function ownOf(step) {
      const place = root.querySelector(`[data-milestone-id="${step.id}"] [data-own]`);
      const changes = schedule.adjustable(step);
      if (!place || !(step.optional || changes.length)) return;
      fill(place,
        step.optional && unused(step),
        changes.length > 0 && h("details", { class: "qd-fold qd-own" }, h("summary", null, "按本单位的改"),
          changes.map((/** @type {string} */ what) => h("label", { class: "qd-own__field" }, `${WORDS[what]} `, change(step, what)))));
    }

    /** @param {Milestone} step */
    function unused(step) {
      const key = `${step.id}/off`;
      const box = h("input", { type: "checkbox" });
      box.addEventListener("change", () => page.set(key, box.checked, `${step.id} ${step.title}`));
      control(box, key, () => (box.checked = Boolean(page.profile[key])));
      return h("label", { class: "qd-own__off" }, box, ` 本单位不用“${step.title}”`);
    }

    /** @param {Milestone} step @param {string} what */
    function change(step, what) {
      return select(`${step.id}/${what}`, `${step.title}：${WORDS[what]}`, optionsOf(step, what));
    }

    /** The first one is what holds by itself. @param {Milestone} step @param {string} what @returns {string[][]} */
    function optionsOf(step, what) {
      if (what === "weekday") return first(Object.entries(WEEKDAYS), step.weekday || "mon");
      if (what === "edge") return Object.entries(EDGES[/** @type {string} */ (step.every)]);
      if (what === "day") {
        const days = Array.from({ length: 31 }, (_, at) => [String(at + 1), `${at + 1}日`]);
        return first([...days.slice(0, 30), ["31", "月末"]], String(step.day || 31));
      }
      return first(dayNames(), /** @type {any} */ (step)[what]);
    }

    /** @returns {string[][]} */
    function dayNames() {
      return [
        ...data.anchors.filter(({ type }) => type === "date").map(({ id, label }) => [id, label]),
        ...data.milestones.filter(({ name }) => name).map(({ name, title }) => [/** @type {string} */ (name), title]),
      ];
    }

    return { show: () => controls.forEach((one) => one.show()) };
  }

  /** What is being typed in stays. @param {HTMLInputElement} field @param {string} value */
  function write(field, value) {
    if (field !== document.activeElement && field.value !== value) field.value = value;
  }

  /** @param {string[][]} options @param {string} value */
  function first(options, value) {
    return [...options.filter(([own]) => own === value), ...options.filter(([own]) => own !== value)];
  }

  Qingdan.lib.timelineFields = { make };
})();
