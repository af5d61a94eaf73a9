// @ts-check
/**
 * Classes and aspects of a table under the names that the ledger has for them: 一、理论学习类（3个） and 理论学习 are one.
 * How many problems a class says it has is read from its cells as it is from headings.
 */
(function () {
  "use strict";

  const { ledgerLikeness: { groupKey, groupParts }, ledgerModel, sheetNumerals } = Qingdan.lib;

  /** @typedef {{existing: Problem[], totals: Record<string, number>}} KnownGroups */

  /**
   * @param {Draft[]} drafts filled @param {Table} table filled, its totals @param {KnownGroups} known
   */
  function settle(drafts, table, { existing, totals }) {
    countsOfCells(drafts, table);
    const keys = (/** @type {string[]} */ names) => new Set(names.filter(Boolean).map(groupKey));
    toClasses(drafts, table, keys(existing.map(({ value }) => value.aspect)), keys([...existing.map(({ value }) => value.class), ...Object.keys(totals)]));
    for (const id of /** @type {("aspect" | "class")[]} */ (["aspect", "class"])) {
      const names = new Map(), announced = id === "class" ? Object.keys(totals) : [];
      const told = new Set();
      for (const name of [...existing.map(({ value }) => value[id]), ...announced]) if (name && !names.has(groupKey(name))) names.set(groupKey(name), name);
      for (const { rows, problem: { values }, notes } of drafts) {
        const written = values[id], key = groupKey(written);
        if (!written) continue;
        if (!names.has(key)) names.set(key, written);
        const name = names.get(key);
        if (name !== written && !told.has(written)) notes.push({ row: rows[0], column: id, text: `“${written}”和“${name}”是一个，写作“${name}”` });
        told.add(written);
        values[id] = name;
      }
      for (const one of table.totals) if (one.level === id) one.name = names.get(groupKey(one.name)) || one.name;
    }
  }

  /** A heading of the only level that a table has may be an aspect or a class: the ledger knows. @param {Draft[]} drafts @param {Table} table @param {Set<string>} aspects @param {Set<string>} classes */
  function toClasses(drafts, table, aspects, classes) {
    if (drafts.some(({ problem: { values } }) => values.class)) return;
    const isClass = (/** @type {string} */ name) => !aspects.has(groupKey(name)) && classes.has(groupKey(name));
    for (const { problem: { values } } of drafts) if (values.aspect && isClass(values.aspect)) [values.aspect, values.class] = ["", values.aspect];
    for (const one of table.totals) if (one.level === "aspect" && isClass(one.name)) one.level = "class";
  }

  /** 理论学习类（3个） in the cells of a class. @param {Draft[]} drafts @param {Table} table filled */
  function countsOfCells(drafts, table) {
    const known = new Set(table.totals.map(({ level, name }) => `${level} ${groupKey(name)}`));
    for (const { rows: [row], problem: { values } } of drafts) {
      for (const level of /** @type {("aspect" | "class")[]} */ (["aspect", "class"])) {
        const { name, count } = groupParts(values[level]), key = `${level} ${groupKey(name)}`;
        if (!count || known.has(key) || !ledgerModel.column(level)) continue;
        known.add(key);
        table.totals.push({ name, level, count: sheetNumerals.number(count), row });
      }
    }
  }

  /** What is announced of classes, with what a table says in the place of the same class. @param {Record<string, number>} known @param {Table} table @returns {Record<string, number>} */
  function totalsOf(known, table) {
    const result = { ...known };
    for (const { name, level, count } of table.totals) {
      if (level === "class") result[Object.keys(known).find((one) => one && groupKey(one) === groupKey(name)) || name] = count;
    }
    return result;
  }

  Qingdan.lib.sheetGroups = { settle, totalsOf };
})();
