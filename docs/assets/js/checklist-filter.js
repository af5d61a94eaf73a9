// @ts-check
/**
 * Which items of a list are shown: by state, role, level, overdue, words. The choice stands in the URL, in its
 * query or, where the browser forbids to change that (file://), behind `#?`. This file is loaded when the URL
 * has a choice or the filter is opened (checklist-tools.js).
 *
 * An item that is ticked stays where it is, though it may no longer match: nothing disappears under the
 * pointer. It goes with the next choice.
 */
(function () {
  "use strict";

  const list = () => /** @type {ListOfItems} */ (Qingdan.lib.checklist);
  const session = /** @type {Session} */ (Qingdan.lib.session);
  const NAMES = ["state", "role", "level", "text", "overdue"];
  const PAUSE = 150; // ms of rest in typing

  /** @param {HTMLElement} form */
  function start(form) {
    const { root, rows, ready } = list();
    const fields = /** @type {Record<string, any>} */ (/** @type {HTMLFormElement} */ (form).elements);
    const status = /** @type {HTMLElement} */ (root.querySelector("[data-filter-status]"));
    const opener = /** @type {HTMLElement} */ (root.querySelector('[data-tool="filter"]'));
    /** What an item's words are, folded once. @type {Map<string, string>} */
    const texts = new Map();
    let timer = 0;

    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      setOpen(false);
      opener.focus();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = window.setTimeout(choose, PAUSE);
    });
    /** @type {HTMLElement} */ (status.querySelector("[data-filter-reset]")).addEventListener("click", () => {
      for (const name of NAMES) put(name, "");
      choose();
      opener.focus(); // the button that was pressed is gone
    });
    window.addEventListener("hashchange", () => {
      if (location.hash.startsWith("#?")) take();
    });

    function toggle() {
      setOpen(form.hidden);
      if (!form.hidden) fields.state.focus();
    }

    /** @param {boolean} open */
    function setOpen(open) {
      form.hidden = !open;
      opener.setAttribute("aria-expanded", String(open));
    }

    /** @param {string} name */
    function chosen(name) {
      return name === "overdue" ? (fields.overdue.checked ? "1" : "") : fields[name].value.trim();
    }

    /** @param {string} name @param {string} value */
    function put(name, value) {
      if (name === "overdue") fields.overdue.checked = value === "1";
      else fields[name].value = value;
      if (fields[name].tagName === "SELECT" && fields[name].selectedIndex < 0) fields[name].value = ""; // not in this list
    }

    function isActive() {
      return NAMES.some((name) => chosen(name));
    }

    /** From the URL. */
    function take() {
      const given = new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : location.search);
      for (const name of NAMES) put(name, given.get(name) || "");
      if (isActive()) setOpen(true);
      apply();
    }

    function choose() {
      write();
      apply();
      Qingdan.announce(isActive() ? words() : `显示全部 ${rows.size} 条`);
    }

    /** To the URL, whose other parameters stay. */
    function write() {
      const query = new URLSearchParams(location.search), own = new URLSearchParams();
      for (const name of NAMES) {
        query.delete(name);
        if (chosen(name)) own.set(name, chosen(name));
      }
      own.forEach((value, name) => query.set(name, value));
      const hash = location.hash.startsWith("#?") ? "" : location.hash;
      try {
        history.replaceState(history.state, "", `${location.pathname}${query.toString() && `?${query}`}${hash}`);
      } catch {
        location.replace(`#?${own}`);
      }
    }

    function apply() {
      const wanted = Object.fromEntries(NAMES.map((name) => [name, chosen(name)]));
      const parts = fold(wanted.text).split(/\s+/).filter(Boolean);
      for (const row of rows.values()) row.element.hidden = !matches(row, wanted, parts);
      for (const section of root.querySelectorAll("[data-section]")) {
        /** @type {HTMLElement} */ (section).hidden = !section.querySelector("[data-item-id]:not([hidden])");
      }
      show();
    }

    /** @param {Row} row @param {Record<string, string>} wanted @param {string[]} parts */
    function matches({ id, element }, wanted, parts) {
      const entered = list().tick(id);
      if (wanted.state && entered.state !== wanted.state) return false;
      if (wanted.role && element.dataset.owner !== wanted.role) return false;
      if (wanted.level && element.dataset.level !== wanted.level) return false;
      if (wanted.overdue && !list().isOverdue(id)) return false;
      if (!parts.length) return true;
      if (!texts.has(id)) {
        const own = [...element.querySelectorAll(".qd-item__text, .qd-item__why, .qd-item__evidence, .qd-id")];
        texts.set(id, fold(own.map((one) => one.textContent).join(" ")));
      }
      const text = `${texts.get(id)} ${fold([entered.person, entered.note, ...entered.evidence].join(" "))}`;
      return parts.every((part) => text.includes(part));
    }

    function words() {
      const shown = [...rows.values()].filter(({ element }) => !element.hidden).length;
      return shown ? `按筛选显示 ${shown} 条，共 ${rows.size} 条` : `没有符合筛选的条目，共 ${rows.size} 条`;
    }

    /** The state of the filter, in words; and how many items each state has. */
    function show() {
      status.hidden = !isActive();
      /** @type {HTMLElement} */ (status.querySelector("[data-filter-words]")).textContent = words();
      opener.dataset.active = String(isActive());
      const counts = /** @type {Record<string, number>} */ ({});
      let late = 0;
      for (const id of rows.keys()) {
        const entered = list().tick(id);
        counts[entered.state] = (counts[entered.state] || 0) + 1;
        if (list().isOverdue(id)) late++;
      }
      for (const option of fields.state.options) {
        if (option.value) option.textContent = `${session.STATE_WORDS[/** @type {State} */ (option.value)]}（${counts[option.value] || 0}）`;
      }
      /** @type {HTMLElement} */ (form.querySelector("[data-filter-late]")).textContent = `只看逾期（${late}）`;
    }

    /** Shown though the filter hides it: a link has led to it. @param {string} id */
    function reveal(id) {
      const row = rows.get(id);
      if (!row || !row.element.hidden) return;
      row.element.hidden = false;
      /** @type {HTMLElement} */ (row.element.closest("[data-section]")).hidden = false;
      show();
    }

    let unit = session.unit();
    list().subscribe((item) => {
      const now = session.unit();
      if (item === null && unit && now && now.uid !== unit.uid) apply(); // another unit: nothing is under the pointer
      else if (!form.hidden || isActive()) show();
      unit = now;
    });
    Qingdan.lib.checklistFilter = { toggle, reveal, isActive, words, taken: ready.then(take) };
  }

  /** Upper and lower case, full and half width are the same. @param {string} text */
  function fold(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  Qingdan.register("checklist-filter", start);
})();
