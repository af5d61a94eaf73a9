// @ts-check
/**
 * A form that is filled in on its sheet. A blank is one element on screen and on paper, made editable here, so
 * that what is typed prints as it stands. Every blank is a record of its own (store "forms"; the text is its
 * note), so that two colleagues may fill in different parts and merge them. Boxes of a blank are kept by their
 * words, joined; what is no box's word stands under 其他. Where the unit's profile would fill in a blank, one that
 * was emptied is kept as 不适用 (na): no words, and none are to be put there. Markup: form.html.
 *
 * @typedef {{id: string, read(): string, show(text: string): void, element: HTMLElement, prefill: string}} FormField
 */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);
  const session = /** @type {Session} */ (Qingdan.lib.session);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { store } = Qingdan.lib;

  const JOINT = "；";

  /** @param {HTMLElement} root */
  async function start(root) {
    const name = (root.querySelector("h1") || root).textContent || "";
    const unitName = /** @type {HTMLElement} */ (root.querySelector("[data-sheet-unit]"));
    /** @type {Map<string, FormField>} */
    const fields = new Map();
    for (const field of fieldsOf(root)) fields.set(field.id, field);
    /** @type {Map<string, Tick>} */
    let stored = new Map();
    /** Entered, and on its way to the disk. @type {Map<string, string>} */
    const ahead = new Map();
    let reading = 0;
    let shownUnit = "";
    let blank = false; // for the print of an empty sheet

    root.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("[data-tool]");
      const tool = button && button.getAttribute("data-tool");
      if (tool === "clear") clear();
      else if (tool) print(tool === "blank");
    });
    window.addEventListener("afterprint", () => {
      blank = false;
      showAll();
    });
    showAll();
    if (session.readOnly) return;
    await session.ready;
    await read();
    session.subscribe((topic) => {
      if (topic !== "saving") read();
    });
    if (root.hasAttribute("data-print-only")) return;
    fields.forEach(enable);
    store.subscribe((/** @type {{unit: string | null, store: string, local: boolean, action: string}} */ change) => {
      const unit = session.unit(), mine = !change.unit || (unit && change.unit === unit.uid);
      if (mine && ["forms", "*"].includes(change.store) && !(change.local && change.action === "edit")) read();
    });

    async function read() {
      const mine = ++reading, unit = session.unit(), uid = unit ? unit.uid : "";
      if (shownUnit && uid !== shownUnit) ahead.clear(); // what was typed before there was a unit is for the first one
      shownUnit = uid;
      const found = uid ? await store.forms(uid) : new Map();
      if (mine !== reading) return;
      stored = found;
      showAll();
    }

    function showAll() {
      const unit = session.unit();
      unitName.textContent = !blank && unit && unit.name !== session.FIRST_NAME ? `单位：${unit.name}` : "";
      fields.forEach((field) => field.show(blank ? "" : valueOf(field)));
    }

    /** @param {FormField} field */
    function valueOf({ id, prefill }) {
      const typed = ahead.get(id);
      return typed === undefined ? wordsOf(stored.get(id), session.unit(), prefill) : typed;
    }

    /** @param {FormField} field */
    function enable(field) {
      field.element.addEventListener("input", (event) => {
        if (event.target instanceof HTMLInputElement) keep(field, false);
        else keep(field, true);
      });
      field.element.addEventListener("focusout", () => session.flush());
      field.element.querySelectorAll("input").forEach((box) => (box.disabled = false));
      for (const place of [field.element, ...field.element.querySelectorAll("[data-other]")]) {
        if (!place.hasAttribute("data-boxes")) edit(/** @type {HTMLElement} */ (place));
      }
    }

    /** @param {FormField} field @param {boolean} typing */
    async function keep(field, typing) {
      const { id } = field, text = field.read(), { uid = "" } = session.unit() || {};
      /** @type {Partial<Fields>} */
      const fields = field.prefill ? { note: text, state: text ? "todo" : "na" } : { note: text };
      ahead.set(id, text);
      try {
        const value = await (typing ? session.patchSoon(id, fields) : session.patch(id, fields));
        if (uid && uid !== session.unit()?.uid) return; // it was for the unit shown before
        stored.set(id, value);
      } catch (error) {
        if (/** @type {any} */ (error).code !== "no-unit") return; // it stays on the page, and the bar says what is wrong
      }
      if (ahead.get(id) === text) ahead.delete(id);
    }

    /** @param {boolean} empty */
    function print(empty) {
      session.flush();
      blank = empty;
      if (empty) showAll();
      window.print(); // afterprint fills it in again
    }

    async function clear() {
      const unit = session.unit();
      const own = [...stored].filter(([id, record]) => id.startsWith(`${root.dataset.form}-`) && (record.note || isErased(record))).map(([id]) => id);
      if (!unit || !own.length) {
        Qingdan.lib.dom.toast("这张表还没有填，不用清空。");
        return;
      }
      session.flush();
      await Qingdan.loadScript("assets/js/dialogs.js");
      await Qingdan.lib.dialogs.confirm({
        title: `清空“${unit.name}”的这张表？`,
        body: [
          h("p", null, `${name}：填过的 ${own.length} 处都会清掉。别的表和别的单位不受影响。`),
          h("p", null, "清空之前会自动留一个恢复点；清空之后点“撤销”，可以马上找回。"),
        ],
        yes: `清空 ${own.length} 处`,
        kind: "danger",
        run: () => session.track("清空", store.clearUnit(unit.uid, { only: own })),
      });
    }
  }

  /** What the unit's profile says. @param {Unit | null} unit @param {string} prefill */
  function known(unit, prefill) {
    if (!unit || !prefill) return "";
    if (prefill === "unit") return unit.name === session.FIRST_NAME ? "" : unit.name;
    const day = unit.profile[prefill];
    return dates.isDate(day) ? dates.format(day) : "";
  }

  /** @param {Tick} record */
  function isErased({ note, state }) {
    return !note && state === "na";
  }

  /** What stands in a blank: what was typed, or else what is known of the unit. @param {Tick | undefined} record @param {Unit | null} unit @param {string} prefill */
  function wordsOf(record, unit, prefill) {
    if (record && (record.note || isErased(record))) return record.note;
    return known(unit, prefill);
  }

  /** All that can be filled in on a sheet. @param {ParentNode} root */
  function fieldsOf(root) {
    return [...root.querySelectorAll("[data-blank], [data-boxes]")].map((element) => fieldOf(/** @type {HTMLElement} */ (element)));
  }

  /** @param {HTMLElement} element @returns {FormField} */
  function fieldOf(element) {
    const prefill = element.dataset.prefill || "";
    if (element.dataset.blank) {
      return { id: element.dataset.blank, element, prefill, read: () => textOf(element), show: (text) => write(element, text) };
    }
    const boxes = [...element.querySelectorAll("input")];
    const other = /** @type {HTMLElement | null} */ (element.querySelector("[data-other]"));
    let rest = ""; // where there is no 其他, words of an older version are kept all the same
    return {
      id: element.dataset.boxes || "", element, prefill,
      read() {
        const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
        return [...chosen, other ? textOf(other) : rest].filter(Boolean).join(JOINT);
      },
      show(text) {
        const words = text.split(JOINT), known = boxes.map((box) => box.value);
        for (const box of boxes) box.checked = words.includes(box.value);
        rest = words.filter((word) => !known.includes(word)).join(JOINT);
        if (other) write(other, rest);
      },
    };
  }

  /** The browser ends the last line with a break that nobody typed. @param {HTMLElement} element */
  function textOf(element) {
    return element.innerText.replace(/\u00a0/g, " ").replace(/\n$/, "");
  }

  /** @param {HTMLElement} element @param {string} text */
  function write(element, text) {
    // Not where it stands there already: the caret would jump.
    if (textOf(element) !== text || !text) element.textContent = text;
  }

  /** @param {HTMLElement} element */
  function edit(element) {
    element.setAttribute("contenteditable", "plaintext-only"); // no styles, no pictures
    element.setAttribute("role", "textbox");
    element.setAttribute("aria-multiline", "true");
    element.setAttribute("aria-label", element.dataset.label || "");
    element.setAttribute("spellcheck", "false");
    // Deleting everything may leave a break behind, and the blank would not be :empty.
    element.addEventListener("input", () => {
      if (!element.innerText.trim()) element.textContent = "";
    });
  }

  Qingdan.lib.form = { fieldsOf, wordsOf };
  Qingdan.register("form", start);
})();
