// @ts-check
/**
 * Changing a problem cell by cell, taking that back, and putting together two copies that were both changed.
 * Pure.
 *
 * A cell is named by a path: "text", "measures/<uid>" (a whole measure; null: removed), "measures/<uid>/due",
 * "own/<heading>". `at` holds, by path, the revision that changed it last; a path that is not in there has that
 * of the record's making (`first`). Whoever knows the other's revision of a cell has the newer one; where
 * neither does, people are asked about that cell, and about no other.
 *
 * @typedef {Record<string, any>} Changes by path; null or an empty value empties the cell
 * @typedef {{value: Stored, conflicts: string[], taken: string[]}} Merged value: without a revision yet, ours in
 *   the conflicts; taken: the paths that came from the other side
 * @typedef {"ours" | "theirs"} Side
 * @typedef {{rev?: string, holds?: (path: string, from: Side) => boolean, follows?: (uid: string) => Side | null}} MergeRules
 *   holds: whether a cell is not taken from a side, though newer there, before people said so; follows: on which side
 *   a measure comes or goes; rev: of the copy that is made, which changes such cells
 */
(function () {
  "use strict";

  const records = Qingdan.lib.records;

  const KEPT = ["rev", "revs", "at", "first", "now"]; // no cells

  // ── Paths ──

  /** @param {string} path @returns {string[]} */
  function parts(path) {
    const [head, second, ...rest] = path.split("/");
    if (head === "own") return [head, [second, ...rest].join("/")]; // a heading may hold a slash
    return [head, second, rest.join("/")].filter((part) => part !== undefined && part !== "");
  }

  /** What stands in a cell, null for nothing. @param {Stored} value @param {string} path */
  function get(value, path) {
    /** @type {any} */
    let found = value;
    for (const part of parts(path)) found = records.isPlain(found) && own(found, part) ? found[part] : null;
    return isEmpty(found) ? null : found;
  }

  /** A copy with another value in a cell. @param {Stored} value @param {string[]} steps @param {any} wanted @returns {Stored} */
  function put(value, [step, ...rest], wanted) {
    const others = Object.entries(value).filter(([name]) => name !== step);
    if (!rest.length) return Object.fromEntries(isEmpty(wanted) ? others : [...others, [step, wanted]]);
    if (rest.length === 1 && step !== "own" && step !== "measures" && !own(value, step)) return value; // a measure that is gone
    const inner = put(own(value, step) ? value[step] : {}, rest, wanted);
    return Object.fromEntries(step === "own" || step === "measures" ? [...others, ...(Object.keys(inner).length ? [[step, inner]] : [])]
      : [...others, [step, inner]]);
  }

  /** @param {object} object @param {string} name */
  function own(object, name) {
    return Object.prototype.hasOwnProperty.call(object, name);
  }

  /** @param {any} value */
  function isEmpty(value) {
    return value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length);
  }

  /** @param {any} a @param {any} b */
  function equal(a, b) {
    return records.canonical(a) === records.canonical(b);
  }

  // ── Changing ──

  /**
   * A problem with some cells changed, or null if that changes nothing.
   * @param {Stored | undefined} value undefined: a new one @param {Changes} changes @param {string} rev @returns {Patch | null}
   */
  function patch(value, changes, rev) {
    /** @type {Stored} */
    let next = value || {};
    /** @type {Changes} */
    const before = {};
    /** @type {Changes} */
    const after = {};
    for (const [path, wanted] of Object.entries(changes)) {
      const changed = put(next, parts(path), wanted), [old, now] = [get(next, path), get(changed, path)];
      if (equal(old, now)) continue;
      [before[path], after[path], next] = [old, now, changed];
    }
    const paths = Object.keys(after);
    if (value && !paths.length) return null;
    const at = { ...next.at, ...Object.fromEntries(value ? paths.map((path) => [path, rev]) : []) };
    const content = { ...next, first: (value && value.first) || rev, ...(Object.keys(at).length && { at }) };
    return { value: records.revise(content, rev, value), before, after };
  }

  /** The reverse, cell by cell: what was changed again since stays. @param {Stored} value @param {Changes} before @param {Changes} after @param {string} rev */
  function unpatch(value, before, after, rev) {
    const same = Object.keys(after).filter((path) => equal(get(value, path), after[path]));
    return patch(value, Object.fromEntries(same.map((path) => [path, before[path]])), rev);
  }

  // ── Two copies ──

  /** All cells of a copy. @param {Stored} value @returns {string[]} */
  function pathsOf(value) {
    const found = Object.keys(value).filter((name) => !KEPT.includes(name) && name !== "measures" && name !== "own");
    Object.keys(value.own || {}).forEach((heading) => found.push(`own/${heading}`));
    for (const [uid, one] of Object.entries(value.measures || {})) {
      Object.keys(one).forEach((member) => found.push(`measures/${uid}/${member}`));
    }
    return [...found, ...Object.keys(value.at || {}).filter((path) => !/^measures\/[^/]+$/.test(path))];
  }

  /** The revision that changed a cell last. @param {Stored} value @param {string} path @returns {string} */
  function stamp(value, path) {
    const at = value.at || {}, measure = /^(measures\/[^/]+)\//.exec(path);
    return at[path] || (measure && at[measure[1]]) || value.first || "";
  }

  /** @param {Stored} value */
  function knows(value) {
    return new Set([value.rev, value.first, ...(value.revs || [])]);
  }

  /**
   * One copy of two.
   * @param {Stored} ours @param {Stored} theirs @param {"ours" | "theirs"} [chosen] for cells that both changed
   * @param {MergeRules} [rules]
   * @returns {Merged}
   */
  function merge(ours, theirs, chosen = "ours", rules = {}) {
    const { rev: made, holds = () => false, follows = () => null } = rules;
    const weKnow = knows(ours), theyKnow = knows(theirs);
    /** @type {string[]} */
    const conflicts = [], taken = [], /** @type {string[]} */ settled = [];
    /** @param {string} path @param {Side} newer @returns {Side} */
    const asked = (path, newer) => {
      if (!holds(path, newer)) return newer;
      conflicts.push(path);
      settled.push(path);
      return chosen;
    };
    /** @param {string} path @param {string} a our stamp @param {string} b theirs @returns {boolean} whether to take theirs */
    const takes = (path, a, b) => {
      const newer = theyKnow.has(a) && !weKnow.has(b), older = weKnow.has(b) && !theyKnow.has(a);
      if (newer === older) conflicts.push(path);
      return newer === older ? chosen === "theirs" : asked(path, newer ? "theirs" : "ours") === "theirs";
    };
    /** @type {Stored} */
    let value = ours;
    const at = new Map(Object.entries(ours.at || {})); // paths come from files, "__proto__" included
    const measures = mergeMeasures(ours, theirs, takes);
    for (const [uid, newer] of measures) {
      const path = `measures/${uid}`, wantedSide = follows(uid);
      // One that both changed is among the conflicts already.
      const side = wantedSide || (conflicts.includes(path) ? newer : asked(path, newer)), from = side === "theirs" ? theirs : ours;
      const [old, wanted] = [get(ours, path), get(from, path)];
      if (!equal(old, wanted)) taken.push(path);
      value = put(value, ["measures", uid], wanted);
      if (side === "theirs") at.set(path, stamp(theirs, `${path}/`));
      if (wantedSide && wantedSide !== newer) settled.push(path);
    }
    for (const path of new Set([...pathsOf(ours), ...pathsOf(theirs)])) {
      if (measures.has(parts(path)[1]) && path.startsWith("measures/")) continue;
      const [a, b] = [stamp(ours, path), stamp(theirs, path)], mine = get(ours, path), other = get(theirs, path);
      if (a === b && equal(mine, other)) continue;
      const take = equal(mine, other) ? theyKnow.has(a) && !weKnow.has(b) : takes(path, a, b);
      if (!equal(mine, other) && take) {
        value = put(value, parts(path), other);
        taken.push(path);
      }
      if (take) at.set(path, b);
    }
    if (made) settled.forEach((path) => at.set(path, made)); // else the side not chosen would count as newer again
    const { rev, revs, at: _, now, ...content } = value;
    return { value: { ...content, ...(at.size && { at: Object.fromEntries(at) }) }, conflicts, taken };
  }

  /**
   * Measures that only one side has: added there, or removed here.
   * @param {Stored} ours @param {Stored} theirs @param {(path: string, a: string, b: string) => boolean} takes
   * @returns {Map<string, "ours" | "theirs">} uid → whose it is, a missing one included
   */
  function mergeMeasures(ours, theirs, takes) {
    /** @type {Map<string, "ours" | "theirs">} */
    const found = new Map();
    const weKnow = knows(ours), theyKnow = knows(theirs);
    for (const uid of new Set([...Object.keys(ours.measures || {}), ...Object.keys(theirs.measures || {})])) {
      const mine = get(ours, `measures/${uid}`), other = get(theirs, `measures/${uid}`), path = `measures/${uid}`;
      if (mine && other) continue;
      const [having, lacking, lackKnows] = mine ? [ours, theirs, theyKnow] : [theirs, ours, weKnow];
      const removed = (lacking.at || {})[path];
      // The one that has it changed it after the other last saw it: its newest stamp is unknown there.
      const members = Object.keys(get(having, path)).map((member) => stamp(having, `${path}/${member}`));
      const unseen = members.some((one) => !lackKnows.has(one));
      const haveSide = mine ? "ours" : "theirs", lackSide = mine ? "theirs" : "ours";
      if (!removed || knows(having).has(removed)) found.set(uid, haveSide); // added, or brought back
      else if (!unseen) found.set(uid, lackSide);
      else found.set(uid, takes(path, "", "") ? "theirs" : "ours");
    }
    return found;
  }

  Qingdan.lib.cells = { parts, get, patch, unpatch, merge };
})();
