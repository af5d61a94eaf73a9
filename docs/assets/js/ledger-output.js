// @ts-check
/** The ledger as files: tables by sheet-export.js, and the exchange file with only some of the problems. */
(function () {
  "use strict";

  const { ledgerBoard: board, tableCopy, ledgerExchange, files, exchange, sheetExport } = Qingdan.lib;

  /** @param {{headings: string[], ids: string[]} | null} mapping the unit's own columns, the kit's without them @returns {any} what sheet-export.js takes */
  function job(mapping) {
    const unit = board.unit() || { uid: "", name: "" }, problems = board.problems();
    if (board.isMerged()) return { unit: { uid: "", name: board.title() }, problems, lightOf, unitOf: (/** @type {Problem} */ problem) => board.unitName(problem.unit) };
    return { unit, problems, lightOf, mapping };
  }

  /** The colour is part of the words: the workbook's rules look for it. @param {Problem} problem */
  function lightOf(problem) {
    const { icon, colour, word } = board.light(problem);
    return `${icon}${colour} ${word}`;
  }

  /** @param {{name: string, mime: string, content: any}} file @returns {string} its name */
  function save({ name, mime, content }) {
    files.download(name, mime, content);
    return name;
  }

  /** @param {any} mapping @returns {string} the file's name */
  function csv(mapping) {
    return save(sheetExport.csv(job(mapping)));
  }

  /** @param {any} mapping @returns {Promise<string>} the file's name */
  async function workbook(mapping) {
    await Qingdan.loadScript("data/workbook.js");
    return save(await sheetExport.workbook(job(mapping)));
  }

  /** @returns {boolean} whether the browser has taken it */
  function copy() {
    const holder = document.createElement("div");
    holder.innerHTML = sheetExport.html(job(null)); // escaped there
    return tableCopy.copyElement(holder);
  }

  /**
   * The exchange file for one lead unit, with its problems and what was done with them.
   * @param {Unit} unit @param {string} lead @param {Set<string>} ids @returns {Promise<string>} the file's name
   */
  async function handout({ uid, name }, lead, ids) {
    const content = ledgerExchange.alone((await exchange.exportUnits([uid], "")).text, { lead, wanted: (/** @type {string} */ id) => ids.has(id) });
    return save({ name: files.nameOf("handout", [name, `给${lead}`], "json"), mime: "application/json", content });
  }

  Qingdan.lib.ledgerOutput = { csv, workbook, copy, handout };
})();
