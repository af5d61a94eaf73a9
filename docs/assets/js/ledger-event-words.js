// @ts-check
/** What a record of a problem's history says, in words: for its history and for the reports. Pure. */
(function () {
  "use strict";

  const { cells, ledgerModel: model, ledgerEvents, ledgerFields, ledgerAmend } = Qingdan.lib;

  const SHORT = 16; // characters of a measure
  const MANY = 12; // cells, or measures, of an import

  /**
   * Its measure, and what was filled in.
   * @param {LedgerEvent} event @param {ProblemValue} value of its problem @param {string} procedure @returns {string[]}
   */
  function wordsOf(event, value, procedure) {
    if (event.type === "import") return importWords(event.details, value);
    const step = ledgerEvents.stepOf(event.type, procedure), { measure = "" } = event;
    const words = Object.entries(event.details).map(([id, given]) => {
      const detail = step && step.details.find((/** @type {Detail} */ one) => one.id === id);
      if (detail) return `${detail.label}：${detail.choices ? model.labelOf(detail.choices, given) : given}`;
      if (id === "from") return given ? `原期限：${given}` : "";
      if (id === "text") return `原措施：${given || "没有写"}`;
      if (id === "added") return given.map((/** @type {string} */ uid) => nameOf(uid, value)).join("、");
      return id === "path" ? amended(event, value) : "";
    });
    return [measure && event.type !== "drop" && nameOf(measure, value), ...words].filter(Boolean);
  }

  /** What a table said, and which cells it changed. @param {Record<string, any>} details @param {ProblemValue} value @returns {string[]} */
  function importWords({ file, asOf, state, closedOn, due, progress, measures = {}, cells: paths = [], more = 0 }, value) {
    const marked = Object.entries(measures).map(([uid, one]) => `${nameOf(uid, value)}：${measureWords(one)}`);
    return [
      file && `文件：${file}`, asOf && `表是 ${asOf} 的`,
      state && (state === "closed" ? "导入时已销号，未经本工具流程" : `状态：${model.labelOf("state", state)}`), closedOn && `销号日期：${closedOn}`,
      due && `现行期限：${due}`, ...cellWords(paths, more, value), ...marked.slice(0, MANY), marked.length > MANY && `另有 ${marked.length - MANY} 条措施的状态`,
      progress && `进展：${progress}`,
    ].filter(Boolean);
  }

  /** @param {{state: string, on?: string, due?: string}} given */
  function measureWords({ state, on, due }) {
    const marked = [model.labelOf("measureState", state), on].filter(Boolean).join(" "), moved = due ? `现行期限 ${due}` : "";
    return [state === "todo" && moved ? "" : marked, moved].filter(Boolean).join("，");
  }

  /** @param {string[]} paths @param {number} more @param {ProblemValue} value */
  function cellWords(paths, more, value) {
    const added = paths.filter((path) => /^measures\/[^/]+$/.test(path)), others = paths.filter((path) => !added.includes(path) && !/(^|\/)dueText$/.test(path));
    const names = [...new Set(others.map((path) => labelOf(path, value)))], rest = Math.max(0, names.length - MANY) + more;
    return [
      names.length > 0 && `改了：${names.slice(0, MANY).join("、")}${rest ? `等 ${names.length + more} 处` : ""}`,
      added.length > 0 && (added.length > MANY ? `加了 ${added.length} 条措施` : `加了${added.map((path) => nameOf(cells.parts(path)[1], value)).join("、")}`),
    ];
  }

  /** @param {string} path @param {ProblemValue} value */
  function labelOf(path, value) {
    const [head, uid] = cells.parts(path);
    return head === "measures" && !value.measures[uid] ? nameOf(uid, value) : ledgerFields.pathLabel(path, value);
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
