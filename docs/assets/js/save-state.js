// @ts-check
/**
 * Says whether what was entered is on disk, loudly where it is not, and takes back the last change.
 * 已保存 stands there only when every transaction has completed. Markup: save_state.html.
 */
(function () {
  "use strict";

  const session = /** @type {Session} */ (Qingdan.lib.session);
  const { records } = Qingdan.lib;

  const WORDS = { idle: "", saving: "正在保存…", saved: "已保存", failed: "没有保存" };
  /** @type {Record<string, string>} */
  const ACTIONS = { clear: "清空", remove: "移除单位", restore: "恢复", import: "导入" };

  /** @param {HTMLElement} element */
  function start(element) {
    const words = /** @type {HTMLElement} */ (element.querySelector("[data-save-words]"));
    const problem = /** @type {HTMLElement} */ (element.querySelector("[data-save-problem]"));
    const button = /** @type {HTMLButtonElement} */ (element.querySelector("[data-undo]"));

    function show() {
      const { code, message } = session.state();
      words.dataset.code = code;
      words.textContent = WORDS[code];
      const loud = code === "failed" ? `没有保存：${message}` : "";
      if (problem.textContent !== loud) problem.textContent = loud;
      problem.hidden = !loud;
      const row = session.undoable();
      // Once shown it stays, so that the focus has where to be.
      if (row) button.hidden = false;
      button.setAttribute("aria-disabled", String(!row));
      const undo = row ? `撤销：${wordsOf(row)}` : "撤销";
      if (button.textContent !== undo) button.textContent = undo;
      button.title = row ? "" : "没有可以撤销的修改";
    }

    button.addEventListener("click", async () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      const row = session.undoable();
      const result = await session.undo();
      if (!result) Qingdan.announce("没有可以撤销的修改");
      else if (row) Qingdan.announce(`已撤销：${wordsOf(row)}` + (result.kept ? `；其中 ${result.kept} 处后来又改过或已报送，没有动` : ""));
    });
    session.subscribe(show);
    show();
  }

  /** What a change was, in a few words. @param {JournalRow} row */
  function wordsOf({ action, key = "", store, after = {}, words }) {
    if (words) return words; // the ledger says what was done
    if (ACTIONS[action]) return ACTIONS[action];
    // A list does without those words.
    if (store === "units") return Qingdan.lib.unitWords ? Qingdan.lib.unitWords.of(after) : "单位信息";
    if (after.state) return `${key} ${session.STATE_WORDS[/** @type {State} */ (after.state)]}`;
    if (/^W\d/.test(key)) return `${key} 的填写`;
    return `${key} ${Object.keys(after).map((name) => records.LABELS[name] || name).join("、")}`;
  }

  Qingdan.register("save-state", start);
})();
