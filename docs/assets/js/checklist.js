// @ts-check
/**
 * A list that people work with: ticks, states, progress. What is shown is what is stored for the current unit,
 * with what is on its way there laid over it, so that a tick is seen at once.
 *
 * The panel of an item (item-panel.js), the filter and the tools use it as `Qingdan.lib.checklist`.
 *
 * @typedef {{id: string, element: HTMLElement, box: HTMLInputElement, button: HTMLButtonElement, section: string,
 *   record: HTMLElement | null, shown: string}} Row record: what is entered, in words; shown: what the row shows
 * @typedef {{done: number, na: number, total: number, bar: HTMLProgressElement, words: HTMLElement}} Sum
 * @typedef {{id: string, title: string, root: HTMLElement, rows: Map<string, Row>, ready: Promise<void>,
 *   tick(id: string): Tick, patch(id: string, fields: Partial<Fields>, soon?: boolean): void, isOverdue(item: string): boolean,
 *   own(): string[], parts(tick: Tick): HTMLElement[], readAgain(): void, subscribe(listener: (item: string | null) => void): void}} ListOfItems
 *   own: the ids of this list that have a record; subscribe: told which row has changed, null for all
 */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const session = /** @type {Session} */ (Qingdan.lib.session);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const itemDues = /** @type {ItemDues} */ (Qingdan.lib.itemDues);
  const { records, store } = Qingdan.lib;

  const EMPTY = /** @type {Tick} */ (records.normalizeTick(null));

  /** @param {HTMLElement} root */
  function start(root) {
    const id = root.dataset.list || "";
    /** @type {Map<string, Row>} */
    const rows = new Map();
    for (const section of root.querySelectorAll("[data-section]")) {
      for (const element of section.querySelectorAll("[data-item-id]")) addRow(/** @type {HTMLElement} */ (element), section.getAttribute("data-section") || "");
    }
    /** By section, and all. @type {Map<string, Sum>} */
    const sums = new Map();
    for (const bar of /** @type {NodeListOf<HTMLProgressElement>} */ (root.querySelectorAll("[data-progress]"))) {
      const name = bar.dataset.progress || "";
      const words = /** @type {HTMLElement} */ (root.querySelector(`[data-progress-words="${name}"]`));
      sums.set(name, { done: 0, na: 0, total: 0, bar, words });
    }
    /** @type {Map<string, Tick>} */
    let stored = new Map();
    /** Fields that are on their way to the disk, or did not get there. @type {Map<string, Map<string, any>>} */
    const ahead = new Map();
    /** @type {Set<(item: string | null) => void>} */
    const listeners = new Set();
    let reading = 0; // the last reading; what an earlier one brings is out of date
    let shownUnit = "";
    let today = dates.today();

    /** @param {HTMLElement} element @param {string} section */
    function addRow(element, section) {
      const box = /** @type {HTMLInputElement} */ (element.querySelector(".qd-item__line input"));
      const button = /** @type {HTMLButtonElement} */ (element.querySelector(".qd-state"));
      rows.set(element.id, { id: element.id, element, box, button, section, record: null, shown: "" });
    }

    // ── What is entered ──

    /** @param {string} item @returns {Tick} */
    function tick(item) {
      const base = stored.get(item) || EMPTY, fields = ahead.get(item);
      if (!fields) return base;
      const wanted = Object.fromEntries([...fields].map(([name, { value }]) => [name, value]));
      // As it will be stored: the day of completion follows the state.
      const patch = records.patchTick(base, wanted, base.rev);
      return patch ? records.normalizeTick(patch.value) : base;
    }

    /** @param {string} item @param {Partial<Fields>} fields @param {boolean} [soon] while typing */
    async function patch(item, fields, soon) {
      const own = ahead.get(item) || new Map(), { uid = "" } = session.unit() || {};
      for (const [name, value] of Object.entries(fields)) own.set(name, { value });
      const mine = [...own].filter(([name]) => name in fields);
      ahead.set(item, own);
      show(item);
      try {
        const value = await (soon ? session.patchSoon(item, fields) : session.patch(item, fields));
        if (uid && uid !== session.unit()?.uid) return; // it was for the unit shown before
        stored.set(item, value);
      } catch (error) {
        if (/** @type {any} */ (error).code !== "no-unit") return; // it stays on the page, and the bar says what is wrong
      }
      for (const [name, entry] of mine) if (own.get(name) === entry) own.delete(name);
      if (!own.size && ahead.get(item) === own) ahead.delete(item);
      show(item);
    }

    async function read() {
      const mine = ++reading, { uid = "" } = session.unit() || {};
      if (shownUnit && uid !== shownUnit) ahead.clear(); // what was ticked before there was a unit is for the first one
      shownUnit = uid;
      const found = uid ? await store.ticks(uid) : new Map();
      if (mine !== reading) return;
      stored = found;
      today = dates.today();
      rows.forEach(showRow);
      showProgress();
      tell(null);
    }

    /** @type {Promise<void> | null} */
    let soonRead = null;

    /** Many changes of another tab make one reading. */
    function readAgain() {
      if (soonRead) return;
      soonRead = new Promise((resolve) => setTimeout(resolve, 20)).then(() => {
        soonRead = null;
        return read();
      });
    }

    /** With what is on its way to the disk: the next field may be reached before it is there. */
    function own() {
      const known = new Set([...stored.keys(), ...ahead.keys()]);
      return [...known].filter((item) => rows.has(item) || item.startsWith(`${id}-`));
    }

    // ── What is shown ──

    /** @param {string} item */
    function show(item) {
      const row = rows.get(item);
      if (row) showRow(row);
      showProgress();
      tell(item);
    }

    /** @param {string | null} item */
    function tell(item) {
      listeners.forEach((listener) => listener(item));
    }

    /** @param {Row} row */
    function showRow(row) {
      const entered = tick(row.id), words = session.STATE_WORDS[entered.state];
      const late = isOverdue(row.id), reckoned = reckonedDue(row);
      const shown = entered === EMPTY && !reckoned ? "" : JSON.stringify([entered, late, reckoned], (name, value) => (name === "rev" || name === "revs" ? undefined : value));
      if (shown === row.shown && row.box.checked === (entered.state === "done")) return;
      row.shown = shown;
      row.box.checked = entered.state === "done";
      row.element.dataset.state = entered.state;
      if (row.button.textContent !== words) row.button.textContent = words;
      showDone(row, entered.doneOn);
      showReckoned(row, entered.due ? "" : reckoned, late);
      const parts = recordParts({ ...entered, doneOn: "" }, late);
      if (parts.length && !row.record) {
        row.record = h("p", { class: "qd-record" });
        /** @type {Element} */ (row.element.querySelector(".qd-item__more")).append(/** @type {HTMLElement} */ (row.record));
      }
      if (row.record) {
        fill(row.record, parts);
        row.record.hidden = !parts.length;
      }
    }

    /** The day of completion stands in a line that is there anyway: what one ticks next must not move away. @param {Row} row @param {string} day */
    function showDone(row, day) {
      const facts = /** @type {HTMLElement} */ (row.element.querySelector(".qd-item__facts"));
      let place = facts.querySelector(".qd-item__done");
      if (!place && !day) return;
      if (!place) facts.append((place = h("span", { class: "qd-item__done" })));
      fill(/** @type {Element} */ (place), day && `办结日期：${dates.format(day)}`);
    }

    /** The day that follows from what the unit says of itself. @param {Row} row */
    function reckonedDue({ element }) {
      return itemDues.of(element.dataset.by, session.unit());
    }

    /** @param {Row} row @param {string} day @param {boolean} late */
    function showReckoned(row, day, late) {
      const facts = /** @type {HTMLElement} */ (row.element.querySelector(".qd-item__facts"));
      let place = facts.querySelector(".qd-item__by");
      if (!place && !day) return;
      if (!place) facts.append((place = h("span", { class: "qd-item__by" })));
      fill(/** @type {Element} */ (place), day && [`${dates.format(day)}之前（${itemDues.words(row.element.dataset.by || "")}，本工具约定）`,
        late && [" ", h("strong", { class: "qd-late" }, "逾期")]].flat());
    }

    function showProgress() {
      for (const sum of sums.values()) sum.done = sum.na = sum.total = 0;
      rows.forEach(({ id: item, section }) => {
        const { state } = tick(item);
        for (const name of ["all", section]) {
          const sum = /** @type {Sum} */ (sums.get(name));
          sum.total++;
          if (state === "done" || state === "na") sum[state]++;
        }
      });
      sums.forEach(({ done, na, total, bar, words }, name) => {
        const text = progressWords(done, na, total, name === "all");
        if (words.textContent === text) return;
        words.textContent = text;
        bar.max = total - na || 1; // all 不适用: nothing left to do
        bar.value = total === na ? 1 : done;
      });
    }

    /** @param {string} item */
    function isOverdue(item) {
      const { due, state } = tick(item), row = rows.get(item), day = due || (row ? reckonedDue(row) : "");
      return Boolean(day) && state !== "done" && state !== "na" && day < today;
    }

    // ── What people do ──

    root.addEventListener("change", (event) => {
      const row = rowOf(event.target);
      if (!row || event.target !== row.box) return;
      patch(row.id, { state: row.box.checked ? "done" : "todo" });
      Qingdan.announce(`${row.id} ${session.STATE_WORDS[tick(row.id).state]}。本清单${totalWords()}`);
    });
    root.addEventListener("click", async (event) => {
      const row = rowOf(event.target);
      if (!row || !row.button.contains(/** @type {Node} */ (event.target))) return;
      await Qingdan.loadScript("assets/js/item-panel.js");
      Qingdan.lib.itemPanel.toggle(row);
    });

    /** @param {EventTarget | null} target */
    function rowOf(target) {
      const element = /** @type {Element} */ (target).closest("[data-item-id]");
      return (element && rows.get(element.id)) || null;
    }

    function totalWords() {
      return /** @type {Sum} */ (sums.get("all")).words.textContent;
    }

    async function begin() {
      if (session.readOnly) {
        root.classList.add("qd-list--read");
        return;
      }
      await session.ready;
      await read();
      rows.forEach(({ box, button }) => (box.disabled = button.disabled = false));
      session.subscribe((topic) => {
        if (topic !== "saving") read(); // also where only the day of a rehearsal changed
      });
      store.subscribe((/** @type {{unit: string | null, store: string, local: boolean, action: string}} */ change) => {
        const unit = session.unit(), mine = !change.unit || (unit && change.unit === unit.uid);
        // An own tick comes back from `patch`.
        if (mine && ["ticks", "*"].includes(change.store) && !(change.local && change.action === "edit")) readAgain();
      });
    }

    const ready = begin();
    Qingdan.lib.checklist = {
      id, title: (root.querySelector("h1") || root).textContent || "", root, rows, ready, tick, patch, isOverdue, readAgain,
      own,
      parts: (/** @type {Tick} */ entered) => recordParts(entered, false),
      subscribe: (/** @type {(item: string | null) => void} */ listener) => void listeners.add(listener),
    };
    return ready;
  }

  /** @param {number} done @param {number} na @param {number} total @param {boolean} whole */
  function progressWords(done, na, total, whole) {
    if (whole) return `已办 ${done}，不适用 ${na}${na ? "（不计入）" : ""}，共 ${total}`;
    return `已办 ${done}，${na ? `不适用 ${na}，` : ""}共 ${total}`;
  }

  /** What is entered beside the state, for a glance and for paper. @param {Tick} entered @param {boolean} late */
  function recordParts({ person, due, doneOn, note, evidence }, late) {
    /** @type {[string, string, string?][]} */
    const facts = [["责任人", person], ["期限", due && dates.format(due), late ? "逾期" : ""],
      ["办结日期", doneOn && dates.format(doneOn)], ["佐证", evidence.join("、")], ["记事", note]];
    return facts.filter(([, words]) => words).map(([label, words, mark]) => h("span", { class: label === "记事" ? "qd-record__note" : null },
      h("span", { class: "qd-record__label" }, `${label}：`), words, mark && [" ", h("strong", { class: "qd-late" }, mark)]));
  }

  Qingdan.register("checklist", start);
})();
