// @ts-check
/**
 * What may be entered in the cells of a problem, and what they are called. Pure. Cells are named by paths (cells.js).
 */
(function () {
  "use strict";

  const { records, cells, ledgerLog, ledgerModel: model } = Qingdan.lib;

  /** What is wrong with changes, each one a sentence. @param {Changes} changes @returns {string[]} */
  function check(changes) {
    return Object.entries(changes).flatMap(([path, value]) => (cells.parts(path).join("/") === path ? checkOne(cells.parts(path), value) : [`没有“${path}”这一格`])).filter(Boolean);
  }

  /** @param {string[]} steps @param {any} value @returns {string[]} */
  function checkOne([head, uid, member], value) {
    if (head === "own") return [!uid || uid.length > model.LIMITS.name ? "表头太长或没有写" : textProblem(uid, value)];
    if (head === "order") return [Number.isFinite(value) ? "" : "顺序应是数字"];
    if (head !== "measures") return [value === null ? (model.column(head) ? "" : `没有“${head}”这一栏`) : model.checkValue(head, value)];
    if (!uid || !records.isId(uid)) return ["措施的编号不对"];
    if (member) return [measureProblem(member, value)];
    if (value === null) return [];
    return records.isPlain(value) ? Object.entries(value).map(([name, one]) => measureProblem(name, one)) : ["措施的格式不对"];
  }

  /** @param {string} member @param {any} value */
  function measureProblem(member, value) {
    if (member === "order") return Number.isFinite(value) ? "" : "顺序应是数字";
    const found = Object.entries(model.MEASURE_MEMBERS).find(([, name]) => name === member);
    if (!found) return `措施没有“${member}”这一栏`;
    return value === null ? "" : model.checkValue(found[0], value);
  }

  /** @param {string} label @param {any} value */
  function textProblem(label, value) {
    if (value === null) return "";
    if (typeof value !== "string") return `${label}应是文字`;
    return value.length <= model.LIMITS.text ? "" : `${label}超过 ${model.LIMITS.text} 字，请精简`;
  }

  // ── Deadlines ──

  const FIXED = "已挂号的问题，改时限用“延期”；抄错的用“更正期限”", CURRENT = "另有现行期限，改它用“延期”或“更正期限”";

  /**
   * Why a deadline may not be changed where it stands, "" where it may: once a problem is registered its deadline,
   * and that of each measure, moves by a step that says why and who approved it.
   * @param {Stored} value with its `now` @param {string} path @returns {string}
   */
  function fixed(value, path) {
    const { state, due, measures = {} } = value.now;
    if (ledgerLog.isFixed(state, path)) return cells.get(value, path) ? FIXED : "";
    if (!ledgerLog.isFixed("open", path)) return "";
    const [, uid] = cells.parts(path); // not registered yet, but a table brought a deadline in force
    return (uid ? (measures[uid] || {}).due : due) ? CURRENT : "";
  }

  /** The deadlines that changes would move though they are fixed; a whole measure in the place of another counts, too. @param {Stored} value @param {Changes} changes @returns {string[]} paths */
  function moved(value, changes) {
    return Object.entries(changes).flatMap(([path, wanted]) => (/^measures\/[^/]+$/.test(path) && wanted ? [[`${path}/due`, wanted.due]] : [[path, wanted]]))
      .filter(([path, wanted]) => fixed(value, path) && cells.get(value, path) !== (wanted || "")).map(([path]) => path);
  }

  // ── Words ──

  const FROZEN = "已报送，改文字用“更正内容”，写理由";

  /** Why words may not be changed where they stand, "" where they may: what was reported on changes by a record. @param {Stored} value with its `now` @param {string} path @returns {string} */
  function frozen(value, path) {
    return ledgerLog.isFrozen(value.now.state, path) ? FROZEN : "";
  }

  /** The words that changes would alter though they stand; a whole measure in the place of another counts, too. @param {Stored} value @param {Changes} changes @returns {string[]} paths */
  function reworded(value, changes) {
    return Object.entries(changes).flatMap(([path, wanted]) => (/^measures\/[^/]+$/.test(path) && wanted ? ["text", "kind", "result"].map((member) => [`${path}/${member}`, wanted[member]]) : [[path, wanted]]))
      .filter(([path, wanted]) => frozen(value, path) && (cells.get(value, path) || "") !== (wanted || "")).map(([path]) => path);
  }

  // ── Measures ──

  const SETTLED = "已报送，措施不再增删；要增删，先退回整改", DROP = "已挂号，去掉一条措施用“取消措施”，写理由";

  /**
   * Why measures may not come or go, "" where they may: what was reported on, reviewed and closed stays what it was,
   * and once a problem is registered a measure goes by a record alone.
   * @param {Stored} value with its `now` @param {Changes} changes @returns {string}
   */
  function locked(value, changes) {
    const { state } = value.now, known = value.measures || {};
    if (state === "new") return "";
    const isGoing = (/** @type {string} */ uid, /** @type {string} */ rest, /** @type {any} */ wanted) => uid in known && !rest && wanted === null;
    const found = Object.entries(changes).map(([path, wanted]) => [/^measures\/([^/]+)(\/.*)?$/.exec(path) || [], wanted]).filter(([[, uid]]) => uid);
    if (state === "open") return found.some(([[, uid, rest], wanted]) => isGoing(uid, rest, wanted)) ? DROP : "";
    return found.some(([[, uid, rest], wanted]) => (uid in known ? isGoing(uid, rest, wanted) : wanted !== null)) ? SETTLED : "";
  }

  // ── All of it ──

  /** Why a cell may not be changed where it stands, "" where it may. @param {Stored} value with its `now` @param {string} path @returns {string} */
  function held(value, path) {
    return fixed(value, path) || frozen(value, path);
  }

  /** What stands against changes of cells, each one a sentence. @param {ProblemValue} value @param {Changes} changes @returns {string[]} */
  function refusals(value, changes) {
    const [path] = [...moved(value, changes), ...reworded(value, changes)], name = path && path !== "due" ? `${pathLabel(path, value)}：` : "";
    return [path ? `${name}${held(value, path)}` : "", locked(value, changes)].filter(Boolean);
  }

  /** Cells as people know them. @param {string} path @param {Stored} value @returns {string} */
  function pathLabel(path, value) {
    const [head, uid, member] = cells.parts(path);
    if (head === "own") return uid;
    if (head !== "measures") return head === "order" ? "顺序" : (model.column(head) || { label: head }).label;
    const one = (value.measures || {})[uid], name = `措施“${one ? String(one.text || "").slice(0, 20) : uid.slice(0, 6)}”`;
    const found = member && Object.entries(model.MEASURE_MEMBERS).find(([, known]) => known === member);
    return found ? `${name}的${model.column(found[0]).label}` : name;
  }

  Qingdan.lib.ledgerFields = { check, fixed, moved, frozen, reworded, locked, held, refusals, pathLabel };
})();
