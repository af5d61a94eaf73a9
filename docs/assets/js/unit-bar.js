// @ts-check
/**
 * The unit (单位档案) that is worked on: switching it, and the ways to its data and to files. Markup:
 * unit_bar.html. What only some visits need is loaded when it is asked for.
 */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const session = /** @type {Session} */ (Qingdan.lib.session);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { store } = Qingdan.lib;

  const READ_ONLY = "用火狐浏览器直接打开文件时，只能阅读和打印，勾选和填写存不住。请改用 Chrome、Edge、360 等浏览器打开，"
    + "或从内网服务器上打开。";
  const NONE = `还没有单位档案：第一次勾选、填写或导入时会自动建一个“${session.FIRST_NAME}”，名称以后可以改。`;
  const FIRST = `勾选和填写都存在“${session.FIRST_NAME}”名下，点“改名与资料”可以换成本单位的名称。`;

  /** @param {HTMLElement} bar */
  function start(bar) {
    /** @param {string} name @returns {any} */
    const part = (name) => bar.querySelector(`[data-unit="${name}"]`);
    const row = part("row"), choice = part("choose"), note = part("note");
    /** @type {HTMLElement | null} */
    let practice = null;

    if (session.readOnly) {
      row.hidden = true;
      say(READ_ONLY);
      return undefined;
    }
    choice.addEventListener("change", () => {
      session.choose(choice.value);
      Qingdan.announce(`已换到“${choice.selectedOptions[0].textContent}”`);
    });
    part("new").addEventListener("click", () => openDialog("create"));
    part("edit").addEventListener("click", () => openDialog("edit"));
    row.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const button = /** @type {Element} */ (event.target).closest("[data-backup]");
      if (button) file(button.getAttribute("data-backup") || "");
    });
    session.subscribe((topic) => {
      if (topic !== "saving") show();
    });
    return session.ready.then(() => {
      show();
      for (const control of row.querySelectorAll("[disabled]")) control.disabled = false;
      choice.disabled = !session.units().length;
      part("files").hidden = !bar.dataset.later;
    });

    function show() {
      const units = session.units(), unit = session.unit();
      const options = units.length ? units.map(({ uid, name }) => ({ uid, name })) : [{ uid: "", name: "还没有" }];
      const shown = JSON.stringify(options);
      if (choice.dataset.shown !== shown) fill(choice, options.map(({ uid, name }) => h("option", { value: uid }, name)));
      choice.dataset.shown = shown;
      choice.value = unit ? unit.uid : "";
      choice.disabled = !units.length;
      part("edit").hidden = !unit;
      showPractice(unit);
      say(!unit ? NONE : unit.profile.practice ? practiceWords(unit) : unit.name === session.FIRST_NAME ? FIRST : daysWords(unit));
    }

    /** @param {string} words */
    function say(words) {
      note.textContent = words;
    }

    /** The day of a rehearsal: never for a real unit. @param {Unit | null} unit */
    function showPractice(unit) {
      if (!unit || !unit.profile.practice) {
        if (practice) practice.remove();
        practice = null;
        return;
      }
      if (!practice) {
        practice = h("label", { class: "qd-unit__practice" }, "演练日期 ",
          h("input", { type: "date", min: "2000-01-01", max: "2999-12-31", onchange: rehearse }));
        part("edit").after(practice);
      }
      const field = /** @type {HTMLInputElement} */ (/** @type {HTMLElement} */ (practice).querySelector("input"));
      if (field !== document.activeElement) field.value = unit.profile.practiceDay || "";
    }

    /** @param {Event} event */
    function rehearse(event) {
      const field = /** @type {HTMLInputElement} */ (event.target), unit = session.unit();
      if (!unit || !field.validity.valid) return;
      session.track("演练日期", store.updateUnit(unit.uid, { profile: { practiceDay: field.value } })).catch(() => {});
    }

    /** @param {Unit} unit */
    function daysWords({ profile }) {
      const words = (/** @type {string} */ day) => (dates.isDate(day) ? dates.format(day) : "没有填");
      return `巡察反馈：${words(profile.feedback)}；集中整改起始：${words(profile.start)}。`;
    }

    /** @param {Unit} unit */
    function practiceWords(unit) {
      const day = dates.isDate(unit.profile.practiceDay) ? unit.profile.practiceDay : "";
      return `“${unit.name}”是演练用的单位。${day ? `本页把今天当作${dates.format(day)}。` : "设定演练日期后，本页按那一天判断逾期。"}`;
    }

    /** @param {"create" | "edit"} what */
    async function openDialog(what) {
      for (const [name, path] of [["dialogs", "dialogs"], ["unitDialog", "unit-dialog"]]) {
        if (!Qingdan.lib[name]) await Qingdan.loadScript(`assets/js/${path}.js`);
      }
      Qingdan.lib.unitDialog[what](session.unit());
    }

    /** @param {string} what */
    async function file(what) {
      session.flush();
      if (!Qingdan.lib.backup) for (const path of (bar.dataset.later || "").split(" ")) await Qingdan.loadScript(path);
      const { backup } = Qingdan.lib, unit = session.unit();
      if (what === "save") await (unit ? backup.exportUnit(unit.uid) : backup.exportAll());
      else if (what === "open") backup.openImport();
      else backup.leave();
    }
  }

  Qingdan.register("unit-bar", start);
})();
