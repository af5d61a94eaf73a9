// @ts-check
/**
 * Rows of the database that are not as this site writes them: another program, a failing disk or a mistake of
 * ours may have left them. What can be read of a row is given in its right shape; the rest goes along in its member
 * `damaged`, and so into backups. On disk nothing changes before people change that record. Pure.
 *
 * @typedef {{row: any, odd: boolean}} Sound row: null if nothing can be read of it
 * @typedef {{text: string[], list: string[], date: string[], map: string[]}} Shape members by what they hold
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { records } = Qingdan.lib;

  const UNNAMED = "（名称没能读出）";
  /** @type {Shape} */
  const RECORD = { text: ["note", "person", "rev"], list: ["evidence", "revs"], date: ["due", "doneOn"], map: [] };
  /** @type {Shape} */
  const UNIT = { text: ["name", "rev"], list: ["revs"], date: [], map: ["profile"] };
  // What the rules say of columns (checklists/ledger.yml; a test compares), for pages that do not load them.
  const PROBLEM = {
    text: "no aspect class source text findings nature goal indicator timeClass explain plan dueText remark".split(" "),
    list: "stages leaders units coUnits persons evidence".split(" "),
    date: ["due"],
  };
  const MEASURE = { text: "text kind dueText result remark".split(" "), list: ["units", "persons"], date: ["due"] };
  const LEDGER = { ...PROBLEM, text: [...PROBLEM.text, "rev", "first"], list: [...PROBLEM.list, "revs"], map: ["measures", "own", "at"] };

  /** @param {any} value */
  function isText(value) {
    return typeof value === "string";
  }

  /** @param {any} value */
  function isList(value) {
    return Array.isArray(value) && value.every(isText);
  }

  /** What can be read of a member as a text, a list or a day; undefined for nothing. @param {any} value @returns {any} */
  function asText(value) {
    return isText(value) ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
  }

  /** @param {any} value */
  function asList(value) {
    if (isList(value)) return value;
    const found = (Array.isArray(value) ? value : [value]).map(asText).filter((one) => one !== undefined && one !== "");
    return found.length ? found : undefined;
  }

  /** @param {any} value */
  function asDate(value) {
    return value === "" || dates.isDate(value) ? value : undefined;
  }

  /** @param {any} value @returns {any} */
  function asMap(value) {
    return records.isPlain(value) ? value : undefined;
  }

  /**
   * An object with its members in the right shape. What had to be left out or was changed stands in `left`.
   * @param {any} value @param {Shape} shape @param {Record<string, any>} left filled
   */
  function shaped(value, { text, list, date, map }, left) {
    /** @type {[string[], (value: any) => any][]} */
    const kinds = [[text, asText], [list, asList], [date, asDate], [map, asMap]];
    let found = value;
    for (const [names, read] of kinds) {
      for (const name of names) {
        const given = value[name];
        if (given === undefined) continue;
        const member = read(given);
        if (member === given) continue;
        if (found === value) found = { ...value };
        left[name] = given;
        if (member === undefined) delete found[name];
        else found[name] = member;
      }
    }
    return found;
  }

  /** @param {any} value @param {Record<string, any>} left filled */
  function shapedProblem(value, left) {
    const found = { ...shaped(value, LEDGER, left) };
    if (found.order !== undefined && !Number.isFinite(found.order)) {
      left.order = found.order;
      delete found.order;
    }
    for (const name of ["own", "at"]) {
      const wrong = Object.entries(found[name] || {}).filter(([, text]) => !isText(text));
      if (!wrong.length) continue;
      left[name] = Object.fromEntries(wrong);
      found[name] = Object.fromEntries(Object.entries(found[name]).filter(([, text]) => isText(text)));
    }
    for (const [uid, measure] of Object.entries(found.measures || {})) {
      /** @type {Record<string, any>} */
      const rest = {};
      const mended = records.isPlain(measure) ? shaped(measure, { ...MEASURE, map: [] }, rest) : undefined;
      if (mended === measure) continue;
      left.measures = { ...left.measures, [uid]: mended ? rest : measure };
      found.measures = { ...found.measures, [uid]: mended };
      if (!mended) delete found.measures[uid];
    }
    const { now } = found;
    if (now !== undefined && !(records.isPlain(now) && (now.state === undefined || isText(now.state)) && [now.heads || [], now.extended || [], now.checks || []].every(Array.isArray)
      && records.isPlain(now.measures || {}))) {
      left.now = now;
      delete found.now; // it follows from the events
    }
    return Object.keys(left).length ? found : value;
  }

  /** @param {string} store @param {any} value @param {Record<string, any>} left filled */
  function shapedValue(store, value, left) {
    if (store === "problems") return shapedProblem(value, left);
    if (store === "units") return shapedUnit(value, left);
    const found = shaped(value, RECORD, left);
    if (found.state === undefined || records.STATES.includes(found.state)) return found;
    left.state = found.state;
    return { ...found, state: "todo" };
  }

  /** @param {any} value @param {Record<string, any>} left filled */
  function shapedUnit(value, left) {
    const found = shaped(value, UNIT, left), { name = "", profile } = found;
    return name.trim() && profile ? found : { ...found, name: name.trim() ? name : UNNAMED, profile: profile || {} };
  }

  /** @param {any} row */
  function isEvent({ id, problem, value }) {
    return records.isPlain(value) && value.id === id && value.problem === problem && records.isPlain(value.details) && isList(value.prev)
      && [value.type, value.on, value.by, value.note].every(isText);
  }

  /** @param {any} row of the journal */
  function isChange({ action, records: many, patches, before, after }) {
    return isText(action) && [many, patches].every((list) => !list || Array.isArray(list)) && [before, after].every((map) => !map || records.isPlain(map));
  }

  /** @param {any} row a restore point, or a portion of one */
  function isSnapshot({ rows, unit, counts, portions = [] }) {
    return rows === undefined ? isText(unit) && records.isPlain(counts) && isPairs(portions) : isPairs(rows);
  }

  /** @param {any} value */
  function isPairs(value) {
    return Array.isArray(value) && value.every(Array.isArray);
  }

  /** @param {string} store @param {any} row as it is on disk @returns {Sound} */
  function sound(store, row) {
    if (!row) return { row, odd: false };
    if (store === "meta") return { row, odd: false };
    if (store === "changes" || store === "snapshots" || store === "events") {
      const fits = { changes: isChange, snapshots: isSnapshot, events: isEvent }[store](row);
      return { row: fits ? row : null, odd: !fits };
    }
    if (![row.unit === undefined ? row.uid : row.unit, row.id === undefined ? row.uid : row.id].every(records.isId)) return { row: null, odd: true };
    /** @type {Record<string, any>} */
    const left = {};
    const known = records.isPlain(row.value) ? row.value : {}, value = shapedValue(store, known, left);
    if (value === row.value) return { row, odd: false };
    if (known !== row.value) left.value = row.value === undefined ? null : row.value;
    const damaged = Object.keys(left).length && { damaged: { ...value.damaged, ...left } };
    return { row: { ...row, value: { ...value, rev: value.rev || "0", revs: value.revs || [], ...damaged } }, odd: true };
  }

  Qingdan.lib.soundRows = { sound, PROBLEM, MEASURE };
})();
