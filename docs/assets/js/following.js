// @ts-check
/**
 * All tabs show the same unit: when one goes on with another, the others follow. Not while something is open that
 * was begun for a unit – a dialog, a cell being edited, a field somebody types in –, or it would be stored in a
 * unit that nobody meant. Such a tab follows as soon as that is done, and says so.
 *
 * @typedef {{hear(change: Change): void}} Following
 */
(function () {
  "use strict";

  const { toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { tabs, store } = Qingdan.lib;

  const BEGUN = "dialog[open], .is-edited";
  const NO_TEXT = ["checkbox", "radio", "button", "submit", "file", "search"];

  /** @param {(uid: string) => void} choose goes on with a unit, after storing what is typed @returns {Following} */
  function create(choose) {
    let awaited = ""; // the unit that another tab has gone on with
    let following = false;
    let untold = "";
    /** Where somebody has typed since the focus came there. @type {EventTarget | null} */
    let typedIn = null;

    document.addEventListener("input", (event) => {
      const field = /** @type {any} */ (event.target);
      if (field === document.activeElement && field.tagName !== "SELECT" && !NO_TEXT.includes(field.type)) typedIn = field;
    }, true);
    document.addEventListener("focusout", () => (typedIn = null), true);
    // Once their own listeners have stored what there is to store. "close" does not bubble, but it is captured.
    for (const name of ["focusin", "focusout", "close"]) document.addEventListener(name, () => void (awaited && setTimeout(settle)), true);
    document.addEventListener("visibilitychange", say);

    function isBusy() {
      const active = /** @type {any} */ (document.activeElement);
      const halfDate = active && active.validity && active.validity.badInput; // no event tells of it
      return Boolean(document.querySelector(BEGUN) || (typedIn && typedIn === active) || halfDate);
    }

    function settle() {
      if (!awaited || isBusy()) return;
      const unit = awaited;
      awaited = "";
      following = true; // and tells nobody, or two tabs would go on telling each other
      choose(unit);
      following = false;
      untold = unit;
      say();
    }

    /** Once somebody looks. */
    async function say() {
      if (!untold || document.hidden) return;
      const uid = untold;
      untold = "";
      const unit = await store.unit(uid), said = document.querySelector(".qd-toast");
      if (!unit) return;
      const words = `另一个标签页换到了“${unit.name}”，这一页也换过去了。`;
      toast(said && said.textContent !== words ? `${said.textContent} ${words}` : words); // what the dialog said last is worth reading, too
    }

    /** @param {Change} change */
    function hear({ unit, action, local }) {
      if (action === "choose" && local && !following) {
        awaited = "";
        tabs.tell({ unit, store: "current", key: null, action: "follow" });
      }
      if (action !== "follow" || local || !unit) return;
      awaited = unit;
      settle();
    }

    return { hear };
  }

  Qingdan.lib.following = { create };
})();
