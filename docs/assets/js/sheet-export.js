// @ts-check
/**
 * The ledger of a unit as files for people: a workbook that can be read back without loss, a CSV, a table for the
 * clipboard. The page saves them (`files.download`) and says what the unit's own columns are.
 *
 * @typedef {{unit: {uid: string, name: string}, problems: Problem[], lightOf?: (problem: Problem) => string, unitOf?: (problem: Problem) => string,
 *   mapping?: {headings: string[], ids: string[]} | null, kit?: string}} ExportJob
 *   lightOf: colour and word of a problem's light; unitOf: its unit, in a merged view, which is told in a column and
 *   holds no history; mapping: the unit's own columns (settings.mappings holds those of
 *   pasted tables), the kit's without it; kit: the version of the site
 */
(function () {
  "use strict";

  const { ledgerModel, ledgerExchange, files, exchange, sheetTable, sheetXlsxWrite } = Qingdan.lib;

  const UNIT = "单位";
  const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", CSV = "text/csv";

  /** @param {ExportJob} job @returns {Promise<{name: string, mime: string, content: Uint8Array}>} with the history of the whole ledger, whichever problems are shown */
  async function workbook({ unit, problems, lightOf, unitOf, mapping, kit = "" }) {
    const rows = shown(problems, lightOf, unitOf), whole = unitOf ? "" : ledgerExchange.alone((await exchange.exportUnits([unit.uid], kit)).text);
    const layout = mapping ? sheetTable.ownLayout(mapping) : unitOf ? withUnit(sheetTable.bookLayout(rows)) : undefined;
    const printed = unitOf ? sheetTable.PRINTED.length + 1 : undefined;
    const content = await sheetXlsxWrite.workbook({ problems: rows, title: `${unit.name}整改台账`, layout, whole, printed });
    return { name: nameOf(unit.name, mapping, "xlsx"), mime: XLSX, content };
  }

  /** @param {ExportJob} job @returns {{name: string, mime: string, content: string}} what is visible; histories stay behind */
  function csv({ unit, problems, lightOf, unitOf, mapping }) {
    const rows = shown(problems, lightOf, unitOf);
    return { name: nameOf(unit.name, mapping, "csv"), mime: CSV, content: sheetTable.csv(rows, plainLayout(rows, mapping, unitOf)) };
  }

  /** @param {ExportJob} job @returns {string} HTML for the clipboard */
  function html({ problems, lightOf, unitOf, mapping }) {
    const rows = shown(problems, lightOf, unitOf);
    return sheetTable.html(rows, plainLayout(rows, mapping, unitOf));
  }

  /** @param {FlatProblem[]} rows @param {ExportJob["mapping"]} mapping @param {ExportJob["unitOf"]} unitOf */
  function plainLayout(rows, mapping, unitOf) {
    if (mapping) return sheetTable.ownLayout(mapping);
    return unitOf ? withUnit(sheetTable.kitLayout(rows)) : sheetTable.kitLayout(rows);
  }

  /** The unit in front. @param {LayoutColumn[]} layout */
  function withUnit(layout) {
    return [{ id: "", heading: UNIT }, ...layout.filter(({ id, heading }) => id || heading !== UNIT)];
  }

  /** @param {Problem[]} problems @param {ExportJob["lightOf"]} lightOf @param {ExportJob["unitOf"]} unitOf @returns {FlatProblem[]} */
  function shown(problems, lightOf, unitOf) {
    return problems.map((problem) => {
      const flat = ledgerModel.flat(problem);
      return {
        ...flat, ...(lightOf && { values: { ...flat.values, light: lightOf(problem) } }),
        ...(unitOf && { own: { ...flat.own, [UNIT]: unitOf(problem) } }),
      };
    });
  }

  /** @param {string} unit @param {ExportJob["mapping"]} mapping @param {string} ending */
  function nameOf(unit, mapping, ending) {
    return files.nameOf(mapping ? "ownLedger" : "ledger", [unit], ending);
  }

  Qingdan.lib.sheetExport = { workbook, csv, html };
})();
