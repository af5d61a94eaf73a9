// @ts-check
/**
 * The dues of the current unit's ledger on 我的工作台. The ledger's libraries come only where a unit keeps one, and it
 * is read again only after it has changed.
 */
(function () {
  "use strict";

  const { store, database } = Qingdan.lib;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  const NONE = { list: [], late: 0, soon: 0, size: 0 };

  let known = { about: "", dues: /** @type {LedgerDues} */ (NONE) };

  store.subscribe((/** @type {Change} */ change) => {
    if (["problems", "units", "*"].includes(change.store)) known = { about: "", dues: NONE };
  });

  /** @param {HTMLElement} root names the scripts @param {Unit | null} unit @param {string} until the last day @returns {Promise<LedgerDues>} */
  async function dues(root, unit, until) {
    const scripts = root.dataset.ledger;
    if (!unit || !scripts) return NONE;
    const about = `${unit.uid} ${dates.today()} ${until}`;
    if (known.about === about) return known.dues;
    const mine = (known = { about: "", dues: NONE }); // what changes meanwhile makes it another
    const keys = await database.read((/** @type {Access} */ rows) => rows.keysBy("problems", "unit", unit.uid));
    let found = /** @type {LedgerDues} */ (NONE);
    if (keys.length) {
      try {
        for (const path of scripts.split(" ")) await Qingdan.loadScript(path);
        const { ledgerStore, ledgerDues, ledgerModel } = Qingdan.lib;
        found = ledgerDues.of(await ledgerStore.load(unit.uid), ledgerModel.settings(unit.profile), until);
      } catch (error) {
        console.error("Qingdan: workbench-ledger", error); // the rest of the page, with its backup, is drawn
      }
    }
    if (known === mine) known = { about, dues: found };
    return found;
  }

  Qingdan.lib.workbenchLedger = { dues };
})();
