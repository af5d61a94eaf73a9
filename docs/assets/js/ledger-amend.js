// @ts-check
/**
 * What changes in a problem's cells together with a record: its words after the report (更正内容), a measure that is
 * dropped (取消措施). The record keeps what was there before. Pure.
 *
 * @typedef {{action: string, measure?: string, details?: Record<string, any>}} AmendInput
 *   of amend: details.path is the cell, details.after what it shall say
 */
(function () {
  "use strict";

  const { cells, ledgerLog, ledgerModel: model } = Qingdan.lib;

  const NEEDED = /(^|\/)text$/; // a problem, or a measure, always says something

  /** The column of a cell. @param {string} path @returns {string} */
  function columnOf(path) {
    const [head, , member] = cells.parts(path);
    if (head !== "measures") return head;
    return (Object.entries(model.MEASURE_MEMBERS).find(([, known]) => known === member) || [""])[0];
  }

  /** @param {ProblemValue} value @param {AmendInput} input @returns {string[]} what stands against it, besides what the step itself asks for */
  function problems(value, { action, details = {} }) {
    if (action !== "amend") return [];
    const { path, after } = details, [, uid] = typeof path === "string" ? cells.parts(path) : [];
    if (typeof path !== "string" || !ledgerLog.isFrozen(value.now.state, path)) return ["没有说改哪一处"];
    if (uid && !(uid in value.measures)) return ["没有这条措施"];
    const wrong = model.checkValue(columnOf(path), after);
    if (wrong) return [wrong];
    if (NEEDED.test(path) && !after.trim()) return ["没有写改成什么"];
    return after === (cells.get(value, path) || "") ? ["和原来的一样"] : [];
  }

  /** The cells that change with a step. @param {ProblemValue} value @param {AmendInput | undefined} input @returns {Record<string, any>} by path */
  function changes(value, input) {
    const { action = "", measure = "", details = {} } = input || {};
    if (action === "drop" && measure in value.measures) return { [`measures/${measure}`]: null };
    return action === "amend" && input && !problems(value, input).length ? { [details.path]: details.after } : {};
  }

  /** What the record keeps of them. @param {ProblemValue} value @param {AmendInput} input @returns {Record<string, any>} */
  function kept(value, { action, measure = "", details = {} }) {
    if (action === "amend") return { path: details.path, before: cells.get(value, details.path) || "", after: details.after };
    const one = action === "drop" ? model.measuresOf(value).find(({ uid }) => uid === measure) : null;
    return one ? { text: one.text, from: one.currentDue } : {};
  }

  /** Measures that come to a registered problem: the record says so. @param {ProblemValue} value @param {Changes} changed @returns {string[]} uids */
  function added({ now, measures }, changed) {
    if (now.state !== "open") return [];
    return Object.entries(changed).map(([path, wanted]) => [cells.parts(path), wanted])
      .filter(([[head, uid, member], wanted]) => head === "measures" && !member && wanted && !(uid in measures)).map(([[, uid]]) => uid);
  }

  Qingdan.lib.ledgerAmend = { columnOf, problems, changes, kept, added };
})();
