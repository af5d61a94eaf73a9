// @ts-check
/**
 * What a unit and its records look like, and how two copies of one record are compared. Pure functions: no
 * page, no database.
 *
 * A record is what people entered for one item (a tick) or one milestone. It is kept sparse: a field at its
 * default is left out, members that this version does not know stay as they are. Every change gives it a
 * random `rev` and puts the former one in front of `revs`. Whose copy is the newer is told by that ancestry,
 * never by a clock; where neither descends from the other, people are asked.
 *
 * @typedef {"todo" | "doing" | "done" | "na"} State
 * @typedef {{state: State, note: string, person: string, due: string, doneOn: string, evidence: string[]}} Fields
 *   due and doneOn are days (dates.js) or ""
 * @typedef {Fields & {rev: string, revs: string[]}} Tick
 * @typedef {Record<string, any>} Stored a record or a unit as it is stored: sparse, with unknown members
 * @typedef {{value: Stored, before: Record<string, any>, after: Record<string, any>}} Patch
 *   the new record, and the fields that changed with their values on both sides
 * @typedef {"same" | "equal" | "ours" | "theirs" | "both"} Comparison
 *   equal: the same content under other revisions; ours, theirs: that side is newer; both: neither is
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  const STATES = ["todo", "doing", "done", "na"];
  // Generous: nobody reaches them by hand. What is longer is refused, never cut.
  const LIMITS = { note: 20000, person: 200, evidence: 100, evidenceText: 500, name: 200, id: 200, profile: 200000, read: 2000000 };
  const ANCESTORS = 50;
  /** @type {Record<string, string>} */
  const LABELS = { state: "状态", note: "记事", person: "责任人", due: "期限", doneOn: "办结日期", evidence: "佐证材料" };

  /** @type {Fields} */
  const DEFAULTS = { state: "todo", note: "", person: "", due: "", doneOn: "", evidence: [] };

  /** 128 random bits. @returns {string} 32 hexadecimal digits */
  function newUid() {
    return randomHex(16);
  }

  /** Enough to be unique among the changes of one record. @returns {string} 16 hexadecimal digits */
  function newRev() {
    return randomHex(8);
  }

  /** crypto.randomUUID is missing on a plain http:// name, getRandomValues is not. @param {number} bytes */
  function randomHex(bytes) {
    const random = crypto.getRandomValues(new Uint8Array(bytes));
    return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /**
   * What is wrong with the fields given, each one a sentence; [] if nothing. Members that are no fields are
   * not looked at.
   * @param {Record<string, any>} fields @returns {string[]}
   */
  function checkFields(fields) {
    return Object.keys(DEFAULTS).filter((name) => own(fields, name))
      .map((name) => checkField(name, fields[name])).filter(Boolean);
  }

  /** @param {string} name @param {any} value @returns {string} the problem, or "" */
  function checkField(name, value) {
    const label = LABELS[name];
    if (name === "state") return STATES.includes(value) ? "" : `${label}只能是 ${STATES.join("、")}`;
    if (name === "due" || name === "doneOn") {
      return value === "" || dates.isDate(value) ? "" : `${label}不是日期（应写成 2026-11-22）`;
    }
    if (name === "evidence") return checkEvidence(label, value);
    return checkText(label, value, name === "note" ? LIMITS.note : LIMITS.person);
  }

  /** @param {string} label @param {any} value */
  function checkEvidence(label, value) {
    if (!Array.isArray(value)) return `${label}应是一组文字`;
    if (value.length > LIMITS.evidence) return `${label}有 ${value.length} 条，最多 ${LIMITS.evidence} 条`;
    return value.map((text) => checkText(label, text, LIMITS.evidenceText)).find(Boolean) || "";
  }

  /** @param {string} label @param {any} value @param {number} limit */
  function checkText(label, value, limit) {
    if (typeof value !== "string") return `${label}应是文字`;
    return value.length <= limit ? "" : `${label}有 ${value.length} 字，最多 ${limit} 字，请精简`;
  }

  /**
   * What is wrong with a unit's name and profile, each one a sentence; [] if nothing.
   * @param {{name?: any, profile?: any}} unit @param {number} [limit] characters of the profile; a file may have more
   *   than people can enter: what another version of the kit saved is to be read
   */
  function checkUnit(unit, limit = LIMITS.profile) {
    const problems = [];
    if (own(unit, "name")) {
      problems.push(checkText("单位名称", unit.name, LIMITS.name));
      if (typeof unit.name === "string" && !unit.name.trim()) problems.push("单位名称没有填写");
    }
    if (own(unit, "profile")) {
      if (!isPlain(unit.profile)) problems.push("单位信息的格式不对");
      else if (JSON.stringify(unit.profile).length > limit) problems.push(`单位信息太长，最多 ${limit} 字，请精简倒排计划或台账设置`);
    }
    return problems.filter(Boolean);
  }

  /** Whether a unit's profile has grown: what is too long already may still become shorter. @param {Stored} unit @param {Stored} before */
  function isLonger(unit, before) {
    return JSON.stringify(unit.profile).length > JSON.stringify(before.profile).length;
  }

  /** Whether this can be the id of an item, a milestone or a unit. @param {any} id */
  function isId(id) {
    return typeof id === "string" && id.length > 0 && id.length <= LIMITS.id;
  }

  /** Every field of a record, the missing ones at their defaults. @param {Stored | null | undefined} value @returns {Tick} */
  function normalizeTick(value) {
    return { ...DEFAULTS, evidence: [], rev: "", revs: [], ...value };
  }

  /**
   * A record with some fields changed, or null if that changes nothing. The day of completion follows the
   * state, unless it is given itself.
   * @param {Stored | undefined} value the record as stored @param {Partial<Fields>} fields @param {string} rev
   * @param {string} [today] the day of completion @returns {Patch | null}
   */
  function patchTick(value, fields, rev, today = dates.today()) {
    const current = /** @type {Record<string, any>} */ (normalizeTick(value));
    /** @type {Record<string, any>} */
    const wanted = { ...fields };
    if (own(fields, "state") && !own(fields, "doneOn") && fields.state !== current.state) {
      if (fields.state === "done" && !current.doneOn) wanted.doneOn = today;
      if (fields.state !== "done" && current.doneOn) wanted.doneOn = "";
    }
    return patch({ state: "todo", ...value }, current, wanted, rev, false); // every record says its state
  }

  /**
   * A unit with its name or members of its profile changed, or null. A member that is null goes. Noted are those that
   * changed: a profile holds whole plans.
   * @param {Stored} value @param {{name?: string, profile?: Record<string, any>}} fields @param {string} rev
   */
  function patchUnit(value, fields, rev) {
    const { profile = {}, ...wanted } = fields, old = value.profile || {};
    const names = Object.keys(profile).filter((name) => canonical(profile[name] ?? undefined) !== canonical(old[name]));
    const patched = patch(value, value, wanted, rev, true);
    if (!names.length) return patched;
    const members = Object.entries({ ...old, ...profile }).filter(([, member]) => member !== null);
    const part = (/** @type {Record<string, any>} */ all) => ({ profile: Object.fromEntries(names.map((name) => [name, all[name] ?? null])) });
    return {
      value: revise({ ...value, ...(patched && patched.after), profile: Object.fromEntries(members) }, rev, value),
      before: { ...(patched && patched.before), ...part(old) }, after: { ...(patched && patched.after), ...part(profile) },
    };
  }

  /** The reverse of that, member by member. @param {Stored} value @param {Record<string, any>} before @param {Record<string, any>} after @param {string} rev */
  function unpatchUnit(value, before, after, rev) {
    const { profile = {}, ...others } = after, old = value.profile || {};
    const back = (/** @type {Record<string, any>} */ done, /** @type {Record<string, any>} */ now, /** @type {Record<string, any>} */ was) => Object.fromEntries(
      Object.keys(done).filter((name) => canonical(now[name] ?? undefined) === canonical(done[name] ?? undefined)).map((name) => [name, was[name] ?? null]));
    return patchUnit(value, { ...back(others, value, before), profile: back(profile, old, before.profile || {}) }, rev);
  }

  /**
   * @param {Stored} value @param {Record<string, any>} current @param {Record<string, any>} wanted
   * @param {string} rev @param {boolean} isUnit @returns {Patch | null}
   */
  function patch(value, current, wanted, rev, isUnit) {
    const names = Object.keys(wanted).filter((name) => canonical(wanted[name]) !== canonical(current[name]));
    if (!names.length) return null;
    /** @type {Record<string, any>} */
    const before = {};
    /** @type {Record<string, any>} */
    const after = {};
    for (const name of names) {
      before[name] = current[name];
      after[name] = wanted[name];
    }
    const content = { ...value, ...after };
    return { value: revise(isUnit ? content : sparse(content), rev, value), before, after };
  }

  /**
   * The reverse of a patch, field by field: what was changed again since then stays. Null if all of it was.
   * @param {Stored} value @param {Record<string, any>} before @param {Record<string, any>} after @param {string} rev
   * @param {boolean} isUnit @returns {Patch | null}
   */
  function unpatch(value, before, after, rev, isUnit) {
    if (isUnit) return unpatchUnit(value, before, after, rev);
    /** @type {Record<string, any>} */
    const current = normalizeTick(value);
    /** @type {Record<string, any>} */
    const wanted = {};
    for (const name of Object.keys(after)) {
      if (canonical(current[name]) === canonical(after[name])) wanted[name] = before[name];
    }
    return patch(value, current, wanted, rev, false);
  }

  /**
   * The content under a new revision that descends from its parents.
   * @param {Stored} content @param {string} rev @param {...(Stored | undefined)} parents @returns {Stored}
   */
  function revise(content, rev, ...parents) {
    return { ...content, rev, revs: ancestry(rev, ...parents) };
  }

  /** Without the fields that are at their defaults. @param {Stored} value @returns {Stored} */
  function sparse(value) {
    return Object.fromEntries(Object.entries(value).filter(([name, member]) => !isDefault(name, member)));
  }

  /** The revisions of one or two parents, newest first. @param {string} rev @param {(Stored | undefined)[]} parents */
  function ancestry(rev, ...parents) {
    const lines = parents.map((parent) => (parent ? [parent.rev, ...(parent.revs || [])] : []));
    const longest = Math.max(...lines.map((line) => line.length));
    const found = new Set();
    // Side by side, so that the cap cuts the oldest of both.
    for (let at = 0; at < longest; at++) {
      for (const line of lines) if (line[at]) found.add(line[at]);
    }
    found.delete(rev);
    return [...found].slice(0, ANCESTORS);
  }

  /** @param {string} name @param {any} value */
  function isDefault(name, value) {
    return name !== "state" && own(DEFAULTS, name) && canonical(value) === canonical(/** @type {any} */ (DEFAULTS)[name]);
  }

  /** What two copies of one record say about each other. @param {Stored} ours @param {Stored} theirs @returns {Comparison} */
  function compare(ours, theirs) {
    if (content(ours) === content(theirs)) return ours.rev === theirs.rev ? "same" : "equal";
    const theyKnow = (theirs.revs || []).includes(ours.rev), weKnow = (ours.revs || []).includes(theirs.rev);
    // Equal revisions of unequal content, or each older than the other: a file changed by hand.
    if (theyKnow === weKnow || ours.rev === theirs.rev) return "both";
    return theyKnow ? "theirs" : "ours";
  }

  /** What tells one state of a record from another: its revision and, of a problem, the last events. @param {Stored} value @returns {string} */
  function mark({ rev, now }) {
    return now && now.heads ? [rev, ...[...now.heads].sort()].join(" ") : rev;
  }

  /** All that people entered, in a comparable form. @param {Stored} value */
  function content(value) {
    const { rev, revs, ...all } = value;
    // Of a problem, `now` follows from its events, and `at` and `first` from its revisions (cells.js).
    const { now, at, first, ...cells } = all, entered = own(all, "first") ? cells : all;
    return canonical(sparse(entered));
  }

  /** JSON with the members of objects in a fixed order. @param {any} value @returns {string} */
  function canonical(value) {
    return JSON.stringify(value, (_, member) => {
      // fromEntries defines members; assigning one named __proto__ would lose it.
      return isPlain(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member;
    }) || "";
  }

  /** @param {any} value */
  function isPlain(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  /** @param {object} object @param {string} name */
  function own(object, name) {
    return Object.prototype.hasOwnProperty.call(object, name);
  }

  Qingdan.lib.records = {
    STATES, LIMITS, LABELS, FIELDS: Object.keys(DEFAULTS), newUid, newRev, checkFields, checkUnit, isLonger, isId, normalizeTick,
    patchTick, patchUnit, unpatch, revise, compare, mark, canonical, isPlain,
  };
})();
