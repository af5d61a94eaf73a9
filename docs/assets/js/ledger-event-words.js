// @ts-check
/** What a record of a problem's history says, in words: for its history and for the reports. Pure. */
(function () {
  "use strict";

  const { cells, ledgerModel: model, ledgerEvents, ledgerAmend } = Qingdan.lib;

  const SHORT = 16; // characters of a measure

  /**
   * Its measure, and what was filled in.
   * @param {LedgerEvent} event @param {ProblemValue} value of its problem @param {string} procedure @returns {string[]}
   */
  function wordsOf(event, value, procedure) {
    const step = ledgerEvents.stepOf(event.type, procedure), { measure = "" } = event;
    const words = Object.entries(event.details).map(([id, given]) => {
      const detail = step && step.details.find((/** @type {Detail} */ one) => one.id === id);
      if (detail) return `${detail.label}：${detail.choices ? model.labelOf(detail.choices, given) : given}`;
      if (id === "from") return given ? `原期限：${given}` : "";
      if (id === "file") return given ? `文件：${given}` : "";
      if (id === "state") return given === "closed" ? "导入时已销号，未经本工具流程" : `状态：${model.labelOf("state", given)}`;
      if (id === "text") return `原措施：${given || "没有写"}`;
      if (id === "added") return given.map((/** @type {string} */ uid) => nameOf(uid, value)).join("、");
      if (id === "path") return amended(event, value);
      return id === "progress" ? `进展：${given}` : "";
    });
    return [measure && event.type !== "drop" && nameOf(measure, value), ...words].filter(Boolean);
  }

  /** @param {string} uid of a measure @param {ProblemValue} value */
  function nameOf(uid, { measures }) {
    if (!measures[uid]) return "后来取消的措施";
    const { text } = measures[uid];
    return `措施“${text.length > SHORT ? `${text.slice(0, SHORT)}…` : text}”`;
  }

  /** What was said before, and after. @param {LedgerEvent} event @param {ProblemValue} value */
  function amended({ details: { path, before, after } }, value) {
    const [head, uid, member] = cells.parts(path), column = model.column(ledgerAmend.columnOf(path)) || { id: "", label: path, choices: null };
    const label = head !== "measures" ? column.label : member === "text" ? "措施" : `${nameOf(uid, value)}的${column.label}`;
    const [old, now] = [before, after].map((given) => (given ? `“${column.choices ? model.labelOf(column.choices, given) : given}”` : "空的"));
    return `${label}：原${old} → 改为${now}`;
  }

  Qingdan.lib.ledgerEventWords = { wordsOf };
})();
