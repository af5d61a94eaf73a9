// @ts-check
/**
 * 打印中心: what is chosen stands in the address, so that a link gives the same pack again; nothing else is kept.
 * The pack is built below the form as it will be printed, a few sheets at a time, so that a large one does not freeze
 * the page. Whoever prints before it is finished gets the whole of it.
 */
(function () {
  "use strict";

  const { fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const session = /** @type {Session} */ (Qingdan.lib.session);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { store, printSheets, printReady, printDates } = Qingdan.lib;

  const NAMES = ["role", "stage", "pick", "state", "detail", "large", "cover"];
  const AT_ONCE = 4; // sheets between two frames

  /** @param {HTMLElement} root */
  function start(root) {
    const data = /** @type {PaperData} */ (/** @type {any} */ (window).QINGDAN_PRINT);
    const timelines = /** @type {TimelineData[]} */ (/** @type {any} */ (window).QINGDAN_TIMELINES);
    const templates = /** @type {HTMLTemplateElement[]} */ ([...root.querySelectorAll("template[data-ready-sheet]")]);
    /** @param {string} name @returns {any} */
    const part = (name) => root.querySelector(`[data-part="${name}"]`);
    const form = /** @type {HTMLFormElement} */ (part("form")), pack = /** @type {HTMLElement} */ (part("pack"));
    const status = part("status"), button = /** @type {HTMLButtonElement} */ (part("print"));
    if (!printReady.acrossWorks) {
      part("across").remove();
      part("upright").hidden = false;
    }
    const boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[name=pick]")]);
    const title = document.title;
    /** What is still to be built. @type {(() => HTMLElement)[]} */
    let waiting = [];
    let turn = 0;

    /** @param {string} name @returns {string} */
    const chosen = (name) => new FormData(form).get(name)?.toString() || "";
    const picked = () => boxes.filter((box) => box.checked).map((box) => box.value);
    const role = /** @type {HTMLSelectElement} */ (form.elements.namedItem("role"));
    const stage = /** @type {HTMLSelectElement} */ (form.elements.namedItem("stage"));

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => {
      const field = /** @type {HTMLInputElement} */ (event.target);
      if (field === /** @type {any} */ (role)) quick(role, stage);
      else if (field === /** @type {any} */ (stage)) quick(stage, role);
      else if (field.name === "pick") role.value = stage.value = "";
      write();
      draw();
    });
    form.addEventListener("click", (event) => {
      const pick = /** @type {Element} */ (event.target).closest("[data-pick]");
      if (!pick) return;
      role.value = stage.value = "";
      boxes.forEach((box) => (box.checked = pick.getAttribute("data-pick") === "all"));
      write();
      draw();
    });
    button.addEventListener("click", () => {
      finish();
      window.print();
    });
    window.addEventListener("beforeprint", finish);
    window.addEventListener("hashchange", () => {
      if (location.hash.startsWith("#?")) read();
    });
    read();
    if (session.readOnly) return undefined;
    return session.ready.then(() => {
      session.subscribe((topic) => {
        if (topic !== "saving") draw();
      });
      store.subscribe((/** @type {{store: string}} */ change) => {
        if (["ticks", "milestones", "forms", "*"].includes(change.store) && chosen("state")) draw();
      });
      return draw();
    });

    // ── What is chosen ──

    /** A role or a stage picks what belongs to it. @param {HTMLSelectElement} by @param {HTMLSelectElement} other */
    function quick(by, other) {
      other.value = "";
      boxes.forEach((box) => (box.checked = Boolean(by.value) && belongs(box, by)));
    }

    /** @param {HTMLInputElement} box @param {HTMLSelectElement} by */
    function belongs(box, by) {
      return (by === role ? (box.dataset.roles || "").split(" ") : [box.dataset.stage]).includes(by.value);
    }

    function read() {
      const given = new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : location.search);
      for (const name of ["state", "detail"]) {
        for (const one of /** @type {any} */ (form.elements.namedItem(name))) one.checked = one.value === (given.get(name) || "");
      }
      /** @type {any} */ (form.elements.namedItem("large")).checked = given.get("large") === "1";
      /** @type {any} */ (form.elements.namedItem("cover")).checked = given.get("cover") !== "0";
      const pick = given.get("pick") || "", wanted = pick.split(",");
      boxes.forEach((box) => (box.checked = pick === "all" || wanted.includes(box.value)));
      role.value = pick ? "" : given.get("role") || "";
      stage.value = pick || role.value ? "" : given.get("stage") || "";
      if (role.value) quick(role, stage);
      else if (stage.value) quick(stage, role);
      draw();
    }

    /** To the address. Some browsers forbid that on file://; there it goes behind #?. */
    function write() {
      const ids = picked();
      const own = new URLSearchParams();
      if (role.value) own.set("role", role.value);
      else if (stage.value) own.set("stage", stage.value);
      else if (ids.length) own.set("pick", ids.length === boxes.length ? "all" : ids.join(","));
      for (const name of ["state", "detail", "large"]) if (chosen(name)) own.set(name, chosen(name));
      if (!chosen("cover")) own.set("cover", "0");
      const query = new URLSearchParams(location.search);
      NAMES.forEach((name) => query.delete(name));
      own.forEach((value, name) => query.set(name, value));
      const words = query.toString().replace(/%2C/g, ",");
      try {
        history.replaceState(history.state, "", location.pathname + (words && `?${words}`));
      } catch {
        location.replace(`#?${own.toString().replace(/%2C/g, ",")}`);
      }
    }

    // ── The pack ──

    function what() {
      const by = role.value ? role : stage.value ? stage : null;
      return by ? `${by.selectedOptions[0].textContent}${by === role ? "用" : "阶段用"}` : "自选";
    }

    async function draw() {
      const mine = ++turn, ids = new Set(picked());
      const sheets = data.sheets.filter(({ id }) => ids.has(id));
      const ready = templates.filter(({ dataset }) => ids.has(dataset.readySheet || ""));
      const unit = session.readOnly ? null : session.unit(), wantsState = Boolean(chosen("state"));
      const entered = wantsState && unit ? await store.ticks(unit.uid) : null;
      const marks = wantsState && unit ? await store.milestones(unit.uid) : new Map();
      const filled = wantsState && unit ? await store.forms(unit.uid) : new Map();
      if (mine !== turn) return; // something else was chosen meanwhile
      /** @type {PaperOptions} */
      const options = { unit: unit && unit.name !== session.FIRST_NAME ? unit.name : "", today: dates.today(), kit: data.kit, long: chosen("detail") === "full", place: "", notes: data.notes, entered };
      /** @type {PackEntry[]} */
      const entries = [
        ...sheets.map((sheet) => ({ id: sheet.id, title: `${sheet.id} ${sheet.title}`, size: `${rowsOf(sheet)} 条` })),
        ...ready.map(({ dataset: { readySheet: id = "", title: name = "", size = "", kind } }) => (
          { id, title: name, size: kind === "form" && (options.long || chosen("large")) ? "" : size })), // a form then needs more than its sheets
      ];
      const cover = chosen("cover") && entries.length > 0;
      /** @param {number} at @param {PaperOptions} [own] */
      const placed = (at, own = options) => (cover ? { ...own, place: printSheets.placeOf(at) } : own);
      waiting = [
        ...sheets.map((sheet, at) => () => printSheets.build(sheet, placed(at, withDates(sheet)))),
        ...ready.map((template, at) => () => printReady.build(template, placed(sheets.length + at), wantsState ? unit : null, filled)),
      ];
      if (cover) waiting.unshift(() => printSheets.cover(what(), entries, options), () => printSheets.contents(entries));
      fill(pack);
      pack.hidden = !entries.length;
      pack.dataset.size = chosen("large") ? "large" : "normal";
      root.dataset.filled = String(entries.length > 0);
      document.title = entries.length ? ["清单包", what(), options.unit].filter(Boolean).join(" ") : title;
      for (const group of form.querySelectorAll("[data-group]")) {
        /** @type {HTMLElement} */ (group.querySelector("[data-part=count]")).textContent = String(group.querySelectorAll(":checked").length);
      }
      button.disabled = !entries.length;
      const rows = sheets.reduce((sum, sheet) => sum + rowsOf(sheet), 0);
      const size = rows ? `${entries.length} 份，${rows} 条。` : `${entries.length} 份。`;
      status.textContent = !entries.length ? "还没有选。" : wantsState && !unit ? `${size}还没有单位档案，印成空白表。` : size;
      go(mine);

      /** @param {PaperSheet} sheet @returns {PaperOptions} */
      function withDates(sheet) {
        const timeline = timelines.find(({ id }) => id === sheet.id);
        if (!timeline || !unit || !entered) return options;
        const own = /** @type {PaperDates} */ (printDates.of(timeline, unit.profile, marks));
        return { ...options, entered: own.marks, dates: own.dates, to: own.to, own: own.own };
      }
    }

    /** @param {number} mine */
    function go(mine) {
      if (mine !== turn) return;
      pack.append(...waiting.splice(0, AT_ONCE).map((build) => build()));
      if (waiting.length) setTimeout(go, 0, mine);
    }

    function finish() {
      pack.append(...waiting.splice(0).map((build) => build()));
    }
  }

  /** @param {PaperSheet} sheet */
  function rowsOf(sheet) {
    return sheet.parts.reduce((sum, { rows }) => sum + rows.length, 0);
  }

  Qingdan.register("print-centre", start);
})();
