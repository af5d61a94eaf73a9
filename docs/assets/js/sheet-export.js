// @ts-check
/**
 * The ledger of a unit as files for people: a workbook that can be read back without loss, a CSV, a table for the
 * clipboard. The page saves them (`files.download`) and says what the unit's own columns are.
 *
 * @typedef {{unit: {uid: string, name: string}, problems: Problem[], lightOf?: (problem: Problem) => string,
 *   mapping?: {headings: string[], ids: string[]} | null, kit?: string}} ExportJob
 *   lightOf: colour and word of a problem's light; mapping: the unit's own columns (settings.mappings holds those of
 *   pasted tables), the kit's without it; kit: the version of the site
 */
(function () {
  "use strict";

  const { ledgerModel, files, exchange, sheetTable, sheetXlsxWrite } = Qingdan.lib;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", CSV = "text/csv";

  /** @param {ExportJob} job @returns {Promise<{name: string, mime: string, content: Uint8Array}>} with the history of the whole unit, whichever problems are shown */
  async function workbook({ unit, problems, lightOf, mapping, kit = "" }) {
    const rows = shown(problems, lightOf), whole = (await exchange.exportUnits([unit.uid], kit)).text;
    const layout = mapping ? sheetTable.ownLayout(mapping) : undefined;
    const content = await sheetXlsxWrite.workbook({ problems: rows, title: `${unit.name}整改台账`, layout, whole });
    return { name: nameOf(unit.name, "xlsx"), mime: XLSX, content };
  }

  /** @param {ExportJob} job @returns {{name: string, mime: string, content: string}} what is visible; histories stay behind */
  function csv({ unit, problems, lightOf, mapping }) {
    const rows = shown(problems, lightOf);
    return { name: nameOf(unit.name, "csv"), mime: CSV, content: sheetTable.csv(rows, mapping ? sheetTable.ownLayout(mapping) : sheetTable.kitLayout(rows)) };
  }

  /** @param {ExportJob} job @returns {string} HTML for the clipboard */
  function html({ problems, lightOf, mapping }) {
    const rows = shown(problems, lightOf);
    return sheetTable.html(rows, mapping ? sheetTable.ownLayout(mapping) : sheetTable.kitLayout(rows));
  }

  /** @param {Problem[]} problems @param {((problem: Problem) => string) | undefined} lightOf @returns {FlatProblem[]} */
  function shown(problems, lightOf) {
    return problems.map((problem) => {
      const flat = ledgerModel.flat(problem);
      return lightOf ? { ...flat, values: { ...flat.values, light: lightOf(problem) } } : flat;
    });
  }

  /** @param {string} unit @param {string} ending */
  function nameOf(unit, ending) {
    return files.safeName(`整改台账-${unit}-${dates.today()}.${ending}`);
  }

  Qingdan.lib.sheetExport = { workbook, csv, html };
})();
