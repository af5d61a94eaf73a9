// @ts-check
/**
 * The panel of an item: its state, who does it and by when, notes, evidence. Made when it is first opened, and
 * this file is loaded only then. Every input is saved at once; there is no save button to forget.
 */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const session = /** @type {Session} */ (Qingdan.lib.session);
  const list = /** @type {ListOfItems} */ (Qingdan.lib.checklist);
  const { records } = Qingdan.lib;
  const { LIMITS } = records;

  const EARLIEST = "2000-01-01", LATEST = "2999-12-31"; // while a year is typed it is 0002, 0020 …

  /** @typedef {{element: HTMLElement, show(): void}} Panel */
  /** @type {Map<string, Panel>} */
  const panels = new Map();
  /** The names entered in this list, offered in every panel. @type {HTMLElement} */
  const people = h("datalist", { id: "qd-people" });
  document.body.append(people);

  function offerPeople() {
    const names = new Set(list.own().map((id) => list.tick(id).person).filter(Boolean));
    fill(people, [...names].map((name) => h("option", { value: name })));
  }

  /** @param {Row} row */
  function create(row) {
    const { id, element: item } = row;
    const hints = [...item.querySelectorAll(".qd-item__evidence span")].map((one) => one.textContent || "");
    const radios = Object.entries(session.STATE_WORDS).map(([value, words]) => h("label", { class: "qd-choice" },
      h("input", { type: "radio", name: `state-${id}`, value, onchange: () => choose(/** @type {State} */ (value)) }), ` ${words}`));
    const fields = /** @type {Record<string, any>} */ ({
      person: h("input", { type: "text", class: "qd-input", maxlength: LIMITS.person, autocomplete: "off", list: people.id, onfocus: offerPeople }),
      due: h("input", { type: "date", class: "qd-input", min: EARLIEST, max: LATEST }),
      doneOn: h("input", { type: "date", class: "qd-input", min: EARLIEST, max: LATEST }),
      note: h("textarea", { class: "qd-input", rows: 3, maxlength: LIMITS.note }),
      evidence: h("textarea", { class: "qd-input", rows: 3 }),
    });
    const suggestions = hints.map((name) => h("button", { type: "button", class: "qd-tool", onclick: () => suggest(name) }, `＋ ${name}`));
    const copied = h("span", { class: "qd-panel-note" });
    const element = h("div", { class: "qd-entry", id: `panel-${id}`, role: "group", "aria-label": `${id} 的记录` },
      h("fieldset", { class: "qd-entry__states" }, h("legend", null, "状态"), radios),
      field("责任人", "person"), field("期限", "due"), field("办结日期", "doneOn", "自动填"),
      field("记事", "note"), field("佐证", "evidence", "一行一份材料"),
      hints.length > 0 && h("div", { class: "qd-entry__hints" }, h("span", null, "常用："), suggestions),
      h("div", { class: "qd-entry__foot" },
        h("button", { type: "button", class: "qd-tool", onclick: copy }, "复制本条链接"), copied,
        h("button", { type: "button", class: "qd-tool", onclick: () => close(row, true) }, "收起")));

    for (const [name, control] of Object.entries(fields)) {
      control.addEventListener("input", () => enter(name, true));
      control.addEventListener("change", () => enter(name, false)); // also when the focus leaves it
    }
    element.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault(); // the marks of a search stay
      close(row, true);
    });

    /** @param {string} label @param {string} name @param {string} [hint] */
    function field(label, name, hint) {
      return h("label", { class: `qd-entry__field qd-entry__field--${name}` }, h("span", null, label, hint && h("small", null, `（${hint}）`)), fields[name]);
    }

    /** @param {State} state */
    function choose(state) {
      list.patch(id, { state });
      Qingdan.announce(`${id} ${session.STATE_WORDS[state]}`);
    }

    /** @param {string} name @param {boolean} typing */
    function enter(name, typing) {
      const control = fields[name];
      if (control.validity && !control.validity.valid) return; // a date that is not complete yet
      const value = name === "evidence" ? linesOf(control.value) : control.value;
      if (records.canonical(value) !== records.canonical(/** @type {any} */ (list.tick(id))[name])) list.patch(id, { [name]: value }, true);
      if (!typing) session.flush();
      showSuggestions();
    }

    /** @param {string} name */
    function suggest(name) {
      fields.evidence.value = [...linesOf(fields.evidence.value), name].join("\n");
      enter("evidence", false);
      fields.evidence.focus();
    }

    function showSuggestions() {
      const named = linesOf(fields.evidence.value);
      suggestions.forEach((button, at) => (button.hidden = named.includes(hints[at])));
    }

    /** The clipboard API is missing on a plain http:// name and may be refused on file://. */
    function copy() {
      const address = h("textarea", { class: "qd-visually-hidden", readonly: true });
      address.value = `${location.href.split(/[?#]/)[0]}#${id}`;
      element.append(address);
      const before = /** @type {HTMLElement} */ (document.activeElement);
      address.select();
      const done = document.execCommand("copy");
      address.remove();
      before.focus();
      copied.textContent = done ? "已复制" : `请手工复制：${address.value}`;
      Qingdan.announce(copied.textContent);
    }

    function show() {
      const entered = /** @type {Record<string, any>} */ (list.tick(id));
      for (const label of radios) {
        const radio = /** @type {HTMLInputElement} */ (label.firstElementChild);
        radio.checked = radio.value === entered.state;
      }
      for (const [name, control] of Object.entries(fields)) {
        // What is typed and not saved yet is part of `entered`; only half a date is in the field alone.
        if (isSame(name, control, entered[name]) || control.validity.badInput) continue;
        control.value = name === "evidence" ? entered.evidence.join("\n") : entered[name];
      }
      showSuggestions();
    }

    panels.set(id, { element, show });
    show();
    return /** @type {Panel} */ (panels.get(id));
  }

  /** @param {string} name @param {any} control @param {any} value */
  function isSame(name, control, value) {
    return name === "evidence" ? linesOf(control.value).join("\n") === value.join("\n") : control.value === value;
  }

  /** @param {string} text */
  function linesOf(text) {
    return text.split("\n").map((line) => line.trim()).filter(Boolean);
  }

  // ── Opening and closing ──

  /** @param {Row} row */
  function isOpen(row) {
    return row.button.getAttribute("aria-expanded") === "true";
  }

  /** @param {Row} row */
  function open(row) {
    if (isOpen(row)) return;
    const panel = panels.get(row.id) || create(row);
    panel.show();
    row.element.append(panel.element);
    row.button.setAttribute("aria-expanded", "true");
    row.button.setAttribute("aria-controls", panel.element.id);
  }

  /** @param {Row} row @param {boolean} [back] whether the focus returns to its button */
  function close(row, back) {
    if (!isOpen(row)) return;
    session.flush();
    const panel = /** @type {Panel} */ (panels.get(row.id));
    const inside = panel.element.contains(document.activeElement);
    row.button.setAttribute("aria-expanded", "false");
    row.button.removeAttribute("aria-controls");
    if (back || inside) row.button.focus();
    panel.element.remove();
  }

  /** From its button: the focus goes to the state that it has. @param {Row} row */
  function toggle(row) {
    if (isOpen(row)) return close(row);
    open(row);
    const chosen = /** @type {HTMLElement | null} */ (row.element.querySelector(".qd-entry input:checked"));
    if (chosen) chosen.focus();
  }

  list.subscribe((item) => {
    if (item === null) return panels.forEach((panel) => panel.show());
    return panels.get(item)?.show();
  });

  Qingdan.lib.itemPanel = { open, close, toggle };
})();
