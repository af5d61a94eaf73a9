// @ts-check
/**
 * A list that people work with: ticks, states, progress. What is shown is what is stored for the current unit,
 * with what is on its way there laid over it, so that a tick is seen at once.
 *
 * The panel of an item (item-panel.js), the filter and the tools use it as `Qingdan.lib.checklist`.
 *
 * @typedef {{id: string, element: HTMLElement, box: HTMLInputElement, button: HTMLButtonElement, section: string, by: string,
 *   shown: string, show(entered: Tick, due: Due): void}} Row see checklist-rows.js
 * @typedef {{done: number, na: number, total: number, bar: HTMLProgressElement, words: HTMLElement}} Sum
 * @typedef {{id: string, title: string, root: HTMLElement, rows: Map<string, Row>, ready: Promise<void>,
 *   tick(id: string): Tick, patch(id: string, fields: Partial<Fields>, soon?: boolean): void, isOverdue(item: string): boolean,
 *   own(): string[], parts(tick: Tick): HTMLElement[], readAgain(): void, subscribe(listener: (item: string | null) => void): void}} ListOfItems
 *   own: the ids of this list that have a record; subscribe: told which row has changed, null for all
 */
(function () {
  "use strict";

  const session = /** @type {Session} */ (Qingdan.lib.session);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const itemDues = /** @type {ItemDues} */ (Qingdan.lib.itemDues);
  const { records, store, checklistRows } = Qingdan.lib;
  const { EMPTY, Row } = checklistRows;

  const AT_ONCE = 100; // rows made ready between two frames

  /** @param {HTMLElement} root */
  function start(root) {
    const id = root.dataset.list || "";
    /** @type {Map<string, Row>} */
    const rows = new Map();
    /** By section, and all. @type {Map<string, Sum>} */
    const sums = new Map();
    for (const bar of /** @type {NodeListOf<HTMLProgressElement>} */ (root.querySelectorAll("[data-progress]"))) {
      const words = /** @type {HTMLElement} */ (bar.nextElementSibling);
      sums.set(bar.dataset.progress || "", { done: 0, na: 0, total: 0, bar, words });
    }
    for (const section of root.querySelectorAll("[data-section]")) {
      const name = section.getAttribute("data-section") || "";
      for (const element of section.querySelectorAll("[data-item-id]")) {
        rows.set(element.id, new Row(element, name));
        sumsOf(name).forEach((sum) => sum.total++);
      }
    }
    /** Those whose day follows from the unit. @type {Element[]} */
    const reckonedOnes = [...root.querySelectorAll("[data-by]")];
    /** @type {Map<string, Tick>} */
    let stored = new Map();
    /** Fields that are on their way to the disk, or did not get there. @type {Map<string, Map<string, any>>} */
    const ahead = new Map();
    /** @type {Set<(item: string | null) => void>} */
    const listeners = new Set();
    let reading = 0; // the last reading; what an earlier one brings is out of date
    let shownUnit = "";
    let today = dates.today();

    /** @param {string} section */
    function sumsOf(section) {
      return ["all", section].map((name) => /** @type {Sum} */ (sums.get(name)));
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

    /** @returns {Promise<boolean>} false: a later reading has overtaken this one */
    async function load() {
      const mine = ++reading, { uid = "" } = session.unit() || {};
      if (shownUnit && uid !== shownUnit) ahead.clear(); // what was ticked before there was a unit is for the first one
      shownUnit = uid;
      const found = uid ? await store.ticks(uid) : new Map();
      if (mine !== reading) return false;
      stored = found;
      today = dates.today();
      showProgress();
      return true;
    }

    async function read() {
      if (!(await load())) return;
      touched().forEach(showRow);
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

    /** The rows with something to show beside what the page says, or shown so far. @returns {Set<Row>} */
    function touched() {
      // A browser that reopens a page ticks what was ticked when it was left.
      const ticked = [...root.querySelectorAll(".qd-item__line input:checked")].map((box) => box.closest("[data-item-id]"));
      const ids = [...stored.keys(), ...ahead.keys(), ...[...reckonedOnes, ...ticked].map((element) => (element ? element.id : ""))];
      const found = new Set([...rows.values()].filter((row) => row.shown));
      for (const item of ids) if (rows.has(item)) found.add(/** @type {Row} */ (rows.get(item)));
      return found;
    }

    /** @param {Row} row */
    function showRow(row) {
      row.show(tick(row.id), { late: isOverdue(row.id), reckoned: itemDues.of(row.by, session.unit()) });
    }

    function showProgress() {
      for (const sum of sums.values()) sum.done = sum.na = 0;
      for (const item of own()) {
        const { state } = tick(item), row = rows.get(item);
        if (row && (state === "done" || state === "na")) sumsOf(row.section).forEach((sum) => sum[state]++);
      }
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
      const { due, state } = tick(item), row = rows.get(item), day = due || (row ? itemDues.of(row.by, session.unit()) : "");
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
      await load();
      session.subscribe((topic) => {
        if (topic !== "saving") read(); // also where only the day of a rehearsal changed
      });
      store.subscribe((/** @type {{unit: string | null, store: string, local: boolean, action: string}} */ change) => {
        const unit = session.unit(), mine = !change.unit || (unit && change.unit === unit.uid);
        // An own tick comes back from `patch`.
        if (mine && ["ticks", "*"].includes(change.store) && !(change.local && change.action === "edit")) readAgain();
      });
      await open();
    }

    /** From the top, so that one can begin before a long list is ready to its end. */
    async function open() {
      const shown = touched();
      let count = 0;
      for (const row of rows.values()) {
        if (shown.has(row)) showRow(row);
        row.box.disabled = row.button.disabled = false;
        if (++count % AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve));
      }
    }

    const ready = begin();
    Qingdan.lib.checklist = {
      id, title: (root.querySelector("h1") || root).textContent || "", root, rows, ready, tick, patch, isOverdue, readAgain,
      own,
      parts: (/** @type {Tick} */ entered) => checklistRows.parts(entered, false),
      subscribe: (/** @type {(item: string | null) => void} */ listener) => void listeners.add(listener),
    };
    return ready;
  }

  /** @param {number} done @param {number} na @param {number} total @param {boolean} whole */
  function progressWords(done, na, total, whole) {
    if (whole) return `已办 ${done}，不适用 ${na}${na ? "（不计入）" : ""}，共 ${total}`;
    return `已办 ${done}，${na ? `不适用 ${na}，` : ""}共 ${total}`;
  }

  Qingdan.register("checklist", start);
})();
