// @ts-check
/**
 * What people have to know about their data, above the page: loudly that nothing can be stored, quietly that
 * nothing was saved to a file for a week.
 */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { store, currentUnit } = Qingdan.lib;

  const WEEK = 7; // days
  const LATER = 300; // ms
  const SNOOZED = "qingdan.pref.remind"; // in localStorage: the day from which to remind again

  /** @param {HTMLElement} host */
  async function start(host) {
    // There from the start and empty: an alert is read out when words come into it.
    const alarm = h("div", { role: "alert", class: "qd-notices__alarm" });
    const quiet = h("div", { class: "qd-notices__quiet" });
    host.append(alarm, quiet);
    let shown = "", closed = "";

    /** @param {Status} status */
    function showStatus({ code, message, notice }) {
      const words = message || (notice !== closed ? notice : "");
      if (words === shown) return;
      shown = words;
      if (!words) return fill(alarm);
      fill(alarm, h("div", { class: "qd-notice qd-notice--alarm" }, h("p", null, h("strong", null, "注意："), words),
        h("p", { class: "qd-buttons" }, message ? remedies(code, afresh) : [
          button("接着做（导入文件）", async () => (await tools()).backup.openImport()),
          button("知道了", () => {
            closed = notice;
            showStatus(store.status());
          }),
        ])));
    }

    /** Nobody has to be told that the new one is empty. */
    async function afresh() {
      if (await startAfresh()) closed = store.status().notice;
      showStatus(store.status());
    }

    store.onStatus(showStatus);
    const remind = () => reminder(quiet);
    store.subscribe((/** @type {Change} */ { action, store: place }) => {
      if (action === "backup" || !["ticks", "forms", "problems"].includes(place)) remind(); // what is entered makes nothing older
    });
    showStatus(await store.open());
    setTimeout(remind, LATER); // it looks through all changes, and what is entered is to be shown first
  }

  /** What only few visits need is loaded when it is asked for. */
  async function tools() {
    const bar = /** @type {HTMLElement | null} */ (document.querySelector("[data-later]"));
    for (const path of (bar?.dataset.later || "").split(" ")) if (path) await Qingdan.loadScript(path);
    return Qingdan.lib;
  }

  /** @param {string} code @param {() => void} afresh */
  function remedies(code, afresh) {
    const save = button("保存到文件", async () => (await tools()).backup.exportAll());
    if (code === "blocked") return [];
    if (code === "full") return [save, button("再试一次", () => store.retry())];
    if (code !== "damaged") return [save];
    return [save, button("导出还读得出的内容", async () => (await tools()).backup.exportSalvaged()), button("另建一份重新开始", afresh)];
  }

  async function startAfresh() {
    return (await tools()).dialogs.confirm({
      title: "另建一份重新开始？",
      body: [
        h("p", null, "打不开的那份会留在原处，不删除。新的一份是空的，这个窗口里刚填的会存进去。"),
        h("p", null, "有备份文件的话，接着把它导入。建议先点“导出还读得出的内容”。"),
      ],
      yes: "另建一份",
      run: () => store.startAfresh(),
    });
  }

  /** @param {string} text @param {() => any} run */
  function button(text, run) {
    return h("button", { type: "button", class: "qd-button", onclick: run }, text);
  }

  // ── Nothing saved to a file for a week ──

  let reminded = ""; // what the reminder is about that is shown

  /** @param {HTMLElement} place */
  async function reminder(place) {
    const current = await currentUnit.get();
    // On a day of rehearsal everything may look old.
    const due = current && current.profile.practice ? [] : await overdueUnits();
    const snoozed = recall();
    if (!due.length || (snoozed && dates.isDate(snoozed) && dates.compare(dates.today(), snoozed) < 0)) return fill(place);
    const names = due.map(({ name }) => `“${name}”`).join("、"), count = due.reduce((sum, unit) => sum + unit.count, 0);
    const about = JSON.stringify(due);
    if (reminded === about && place.firstChild) return;
    reminded = about;
    fill(place, h("section", { class: "qd-notice", "aria-label": "备份提醒" },
      h("p", null, `${names}有 ${count} 处修改，最早的超过一周还没有保存到文件。电脑坏了或被清理，就找不回来了。`),
      h("p", { class: "qd-buttons" },
        button("现在保存", async () => {
          const { backup } = await tools();
          return due.length === 1 ? backup.exportUnit(due[0].uid) : backup.exportAll();
        }),
        button("明天再说", () => {
          remember(dates.addDays(dates.today(), 1));
          fill(place);
          Qingdan.announce("明天再提醒");
        }))));
  }

  /** @returns {Promise<{uid: string, name: string, count: number}[]>} those with changes older than a week */
  async function overdueUnits() {
    const units = /** @type {Unit[]} */ (await store.units()).filter(({ profile }) => !profile.practice);
    const found = await Promise.all(units.map(async ({ uid, name }) => ({ uid, name, ...(await store.changesSinceBackup(uid)) })));
    return found.filter(({ count, oldest }) => count && oldest && daysSince(oldest) >= WEEK);
  }

  /** @param {string} stamp */
  function daysSince(stamp) {
    const then = new Date(stamp);
    const day = dates.iso({ year: then.getFullYear(), month: then.getMonth() + 1, day: then.getDate() });
    return dates.isDate(day) ? dates.daysBetween(day, dates.today()) : 0;
  }

  function recall() {
    try {
      return localStorage.getItem(SNOOZED);
    } catch {
      return null;
    }
  }

  /** @param {string} day */
  function remember(day) {
    try {
      localStorage.setItem(SNOOZED, day);
    } catch {
      // then it comes again with the next page
    }
  }

  // On every page that loads this file, above its title.
  const article = document.querySelector("article");
  if (article) article.prepend(h("div", { class: "qd-notices", "data-module": "notices" }));
  Qingdan.register("notices", start);
})();
