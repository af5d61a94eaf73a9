// @ts-check
/**
 * What an import would change in a known problem, cell by cell: what stands there now and what would. Pure.
 *
 * @typedef {{label: string, was: string, will: string}} CellChange was, will: "" for nothing there
 */
(function () {
  "use strict";

  const { cells, ledgerModel: model, ledgerFields, ledgerLikeness: { wordsKey } } = Qingdan.lib;

  const LONG = 60, AROUND = 12; // characters of a text; before the place where two texts part

  /** @param {FillUpdate} update @returns {CellChange[]} in the order of the columns */
  function of({ problem: { value }, changes, details }) {
    const order = (/** @type {string} */ path) => model.columns().findIndex((/** @type {LedgerColumn} */ { id }) => id === path) + (path.includes("/") ? 1000 : 0);
    const paths = Object.keys(changes).sort((a, b) => order(a) - order(b));
    return [...paths.map((path) => ofCell(value, path, changes[path])), ...ofHistory(value, changes, details)];
  }

  /** @param {ProblemValue} value @param {string} path @param {any} wanted @returns {CellChange} */
  function ofCell(value, path, wanted) {
    const [head, uid, member] = cells.parts(path), known = cells.get(value, path);
    if (head === "measures" && !member) return { label: known ? measureName(value, {}, uid) : "新措施", was: known ? measureWords(known) : "", will: measureWords(wanted) };
    const column = head === "measures" ? columnOf(member) : head === "own" ? "" : head;
    return { label: ledgerFields.pathLabel(path, value), ...apart(model.cellText(column, known), model.cellText(column, wanted)) };
  }

  /** What the event of the import would say. @param {ProblemValue} value @param {Changes} changes @param {Record<string, any>} details @returns {CellChange[]} */
  function ofHistory(value, changes, { progress, state, due, measures = {} }) {
    const { now } = value;
    return [
      ...(state ? [{ label: "状态", was: model.labelOf("state", now.state), will: model.labelOf("state", state) }] : []),
      ...(due ? [{ label: "现行期限", was: model.currentDue(value), will: due }] : []),
      ...(progress ? [{ label: "最新进展", ...apart(now.progress ? now.progress.text : "", progress) }] : []),
      ...Object.entries(measures).map(([uid, one]) => ({
        label: `${measureName(value, changes, uid)}的状态`, was: model.labelOf("measureState", model.measureState(value, uid)),
        will: model.labelOf("measureState", one.state) + (one.on ? `（${one.on}）` : ""),
      })),
    ];
  }

  /** @param {string} member of a measure */
  function columnOf(member) {
    const found = Object.entries(model.MEASURE_MEMBERS).find(([, name]) => name === member);
    return found ? found[0] : "";
  }

  /** @param {any} one a measure as it is stored */
  function measureWords({ text = "", due, dueText, units = [], persons = [] }) {
    return [text, due || dueText ? `时限 ${due || dueText}` : "", [...units, ...persons].join("、")].filter(Boolean).join("，");
  }

  /** @param {ProblemValue} value @param {Changes} changes @param {string} uid */
  function measureName(value, changes, uid) {
    const { text = "" } = value.measures[uid] || changes[`measures/${uid}`] || {};
    return `措施“${text.length > 20 ? `${text.slice(0, 20)}…` : text}”`;
  }

  /** Two texts, cut to where they part where both are long. @param {string} was @param {string} will */
  function apart(was, will) {
    if (Math.max(was.length, will.length) <= LONG) return { was, will };
    let same = 0;
    while (same < was.length && was[same] === will[same]) same++;
    const from = was && same > AROUND * 2 ? same - AROUND : 0;
    const cut = (/** @type {string} */ text) => `${from ? "…" : ""}${text.slice(from, from + LONG)}${text.length > from + LONG ? "…" : ""}`;
    return { was: was && cut(was), will: cut(will) };
  }

  /** What the table says otherwise and what it does not have: both stay as they are. @param {FillUpdate} update @returns {string[]} */
  function left({ problem: { value }, given, changes, differs, unmatched }) {
    const uids = [...given.measures.map(({ uid }) => uid), ...Object.keys(changes).map((path) => path.split("/")[1])], words = given.measures.map(({ values }) => wordsKey(values.measure));
    const others = unmatched ? model.measuresOf(value).filter((/** @type {any} */ one) => !uids.includes(one.uid) && !words.includes(wordsKey(one.text))) : [];
    const names = others.length === unmatched ? `：${others.map((/** @type {any} */ { text }) => `“${text.slice(0, 20)}${text.length > 20 ? "…" : ""}”`).join("、")}` : "";
    return [...differs.map((words) => `不照表改 ${words}`), ...(unmatched ? [`表里没有、这里留着的措施 ${unmatched} 条${names}`] : [])];
  }

  Qingdan.lib.ledgerImportChanges = { of, left };
})();
