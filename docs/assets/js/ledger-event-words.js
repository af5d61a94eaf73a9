// @ts-check
/** What a record of a problem's history says, in words: for its history and for the reports. Pure. */
(function () {
  "use strict";

  const { ledgerModel: model, ledgerEvents } = Qingdan.lib;

  const SHORT = 16; // characters of a measure

  /**
   * Its measure, and what was filled in.
   * @param {LedgerEvent} event @param {ProblemValue} value of its problem @param {string} procedure @returns {string[]}
   */
  function wordsOf(event, value, procedure) {
    const step = ledgerEvents.stepOf(event.type, procedure), measure = event.measure && value.measures[event.measure];
    const words = Object.entries(event.details).map(([id, given]) => {
      const detail = step && step.details.find((/** @type {Detail} */ one) => one.id === id);
      if (detail) return `${detail.label}：${detail.choices ? model.labelOf(detail.choices, given) : given}`;
      if (id === "from") return given ? `原期限：${given}` : "";
      if (id === "file") return given ? `文件：${given}` : "";
      if (id === "state") return given === "closed" ? "导入时已销号，未经本工具流程" : `状态：${model.labelOf("state", given)}`;
      return id === "progress" ? `进展：${given}` : "";
    });
    return [measure && `措施“${measure.text.length > SHORT ? `${measure.text.slice(0, SHORT)}…` : measure.text}”`, ...words].filter(Boolean);
  }

  Qingdan.lib.ledgerEventWords = { wordsOf };
})();
