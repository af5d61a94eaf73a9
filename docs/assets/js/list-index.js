// @ts-check
/**
 * The index of the lists: a filter that stands in the URL, and how far the current unit is with each list.
 */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);
  const match = /** @type {SearchMatch} */ (Qingdan.lib.search);
  const { store, currentUnit, progress } = Qingdan.lib;

  const PAUSE = 60; // ms in which several changes become one drawing
  const REST = 500; // ms of rest after which the count is read out
  const FIELDS = ["word", "role", "stage", "kind"];

  // ── Filter ──

  /** @param {HTMLElement} element */
  function startFilter(element) {
    const form = /** @type {HTMLFormElement} */ (element);
    const sections = [...document.querySelectorAll("section[data-side]")].map((section) => ({
      section: /** @type {HTMLElement} */ (section), side: section.getAttribute("data-side"), rows: rowsOf(section),
    }));
    const count = /** @type {HTMLElement} */ (form.querySelector("[data-part=count]"));
    const clear = /** @type {HTMLElement} */ (form.querySelector("[type=reset]"));
    const all = sections.reduce((sum, { rows }) => sum + rows.length, 0);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let rest;

    /** @param {string} name @returns {HTMLInputElement | HTMLSelectElement} */
    const field = (name) => /** @type {any} */ (form.elements.namedItem(name));
    const values = () => Object.fromEntries(FIELDS.map((name) => [name, field(name).value.trim()]));

    function apply() {
      const { word, role, stage, kind } = values();
      const words = match.wordsOf(word);
      let shown = 0;
      for (const { section, side, rows } of sections) {
        let left = 0;
        for (const { row, text, roles, stage: own } of rows) {
          const fits = (!kind || kind === side) && (!role || roles.includes(role)) && (!stage || stage === own)
            && words.every((one) => text.includes(one));
          row.hidden = !fits;
          if (fits) left++;
        }
        section.hidden = left === 0;
        shown += left;
      }
      const filtered = Boolean(word || role || stage || kind);
      clear.hidden = !filtered;
      const said = !filtered ? `共 ${all} 份清单` : shown ? `${all} 份里有 ${shown} 份符合` : "没有符合的清单，请放宽条件";
      clearTimeout(rest);
      rest = setTimeout(() => (count.textContent = said), count.textContent && word ? REST : 0);
    }

    function write() {
      const url = new URL(location.href), chosen = values();
      FIELDS.forEach((name) => (chosen[name] ? url.searchParams.set(name, chosen[name]) : url.searchParams.delete(name)));
      try {
        history.replaceState(history.state, "", url.href);
      } catch {
        // some browsers forbid it on file://; then the address does not follow
      }
    }

    function read() {
      const given = new URL(location.href).searchParams;
      for (const name of FIELDS) {
        const value = given.get(name) || "", one = field(name);
        one.value = value;
        if (one.value !== value && one instanceof HTMLSelectElement) one.value = ""; // a role that there is not
      }
      apply();
    }

    form.addEventListener("input", () => {
      apply();
      write();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => {
      FIELDS.forEach((name) => (field(name).value = ""));
      apply();
      write();
      field("word").focus(); // the button that had it goes
    }));
    window.addEventListener("popstate", read);
    form.hidden = false;
    read();
  }

  /** @param {Element} section */
  function rowsOf(section) {
    return [...section.querySelectorAll("tr[data-list]")].map((row) => ({
      row: /** @type {HTMLElement} */ (row), text: match.fold([...row.children].map((cell) => cell.textContent).join("\n")),
      roles: (row.getAttribute("data-roles") || "").split(" "), stage: row.getAttribute("data-stage"),
    }));
  }

  // ── Progress ──

  /** @param {HTMLElement} element */
  async function startProgress(element) {
    const heads = element.querySelector("thead tr");
    const rows = [...element.querySelectorAll("tr[data-list]")].map((row) => {
      const cell = h("td", { class: "qd-list-index__progress" });
      row.append(cell);
      const items = (row.getAttribute("data-items") || "").split(" ").map((id) => ({ id }));
      return { cell, items, title: (row.querySelector("a") || row).textContent || "" };
    });
    if (heads) heads.append(h("th", { scope: "col" }, "进度"));

    async function draw() {
      const unit = await currentUnit.get(), ticks = unit ? await store.ticks(unit.uid) : new Map();
      for (const { cell, items, title } of rows) {
        const far = progress.of(items, ticks);
        cell.textContent = "";
        cell.append(far.begun ? progress.view(far, title) : h("span", { class: "qd-none" }, "还没开始"));
      }
    }

    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let waiting;
    store.subscribe(() => {
      clearTimeout(waiting);
      waiting = setTimeout(() => draw().catch((error) => console.error("Qingdan: list-progress", error)), PAUSE);
    });
    await draw();
  }

  Qingdan.register("list-filter", startFilter);
  Qingdan.register("list-progress", startProgress);
})();
