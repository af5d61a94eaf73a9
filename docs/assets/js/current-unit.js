// @ts-check
/**
 * The unit that a tab works on, kept with the tab while it goes from page to page. A new tab begins with the one
 * that was chosen last. How tabs follow each other: following.js.
 *
 * A choice is told to the listeners of store.subscribe of this tab, as {store: "current", action: "choose"}.
 */
(function () {
  "use strict";

  const NAME = "qingdan.pref.unit"; // in sessionStorage for the tab, in localStorage for the tabs to come

  const store = Qingdan.lib.store;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const site = /** @type {any} */ (Qingdan);
  const trueClock = site.clock;
  const tabs = /** @type {Tabs} */ (Qingdan.lib.tabs);

  /** Where storage is forbidden the choice lives as long as the page. */
  let chosen = recall("sessionStorage") || recall("localStorage");
  /** In place of a chosen one that is gone: it may be restored. */
  let substitute = "";

  /** @param {Promise<Unit[]>} [known] all of them @returns {Promise<Unit | null>} the first one if the chosen one is gone; null: there is none yet */
  async function get(known = store.units()) {
    const units = await known;
    const unit = [chosen, substitute].map((wanted) => units.find(({ uid }) => uid === wanted)).find(Boolean) || units[0] || null;
    substitute = unit ? unit.uid : "";
    if (!chosen) chosen = substitute; // an import may bring units that stand before it
    // Not where there is none: after 离开并清除 nothing of ours is to come back.
    if (unit && unit.uid === chosen && recall("sessionStorage") !== chosen) keep("sessionStorage", chosen);
    return unit;
  }

  /** @param {string} uid */
  function choose(uid) {
    chosen = uid;
    keep("sessionStorage", uid);
    keep("localStorage", uid);
    tabs.tell({ unit: uid, store: "current", key: null, action: "choose" }, false);
  }

  /** Only a unit for practice may have another day than today. @param {Unit | null} unit */
  function setClock(unit) {
    const { practice, practiceDay } = unit ? unit.profile : /** @type {any} */ ({});
    const day = practice && dates.parse(practiceDay);
    site.trueClock = day ? trueClock : null; // for what is entered of others, and for when it was
    site.clock = !day ? trueClock : {
      now() {
        const now = trueClock.now();
        now.setFullYear(day.year, day.month - 1, day.day);
        return now;
      },
    };
  }

  /** @param {string} area @param {string} uid */
  function keep(area, uid) {
    try {
      /** @type {Storage} */ (/** @type {any} */ (window)[area]).setItem(NAME, uid);
    } catch {
      // forbidden or full
    }
  }

  /** @param {string} area */
  function recall(area) {
    try {
      return /** @type {Storage} */ (/** @type {any} */ (window)[area]).getItem(NAME) || "";
    } catch {
      return "";
    }
  }

  Qingdan.lib.currentUnit = { get, choose, setClock, remembered: () => chosen };
})();
