// @ts-check
/**
 * What an import would do to a ledger, in words, for import-preview.js. The ledger's rules, which name its
 * columns and steps, are loaded when a file has a ledger, those of timelines when a unit has chosen something there.
 */
(function () {
  "use strict";

  const { profileWords } = Qingdan.lib;

  const NEEDS = ["data/ledger.js", ...["ledger-sound", "ledger-model", "ledger-fields", "ledger-replay", "ledger-events", "ledger-event-words"].map((name) => `assets/js/${name}.js`)];
  const SHORT = 24; // characters of a problem in its heading

  /** Whether a file has a ledger. @param {Plan} plan */
  function isNeeded(plan) {
    return plan.units.some((unit) => unit.events.added.length || unit.events.odd
      || [unit.added, unit.changed, unit.kept, unit.conflicts].some((list) => list.some(({ store }) => store === "problems")));
  }

  /** Load what names the things in a plan. @param {Plan} plan @returns {Promise<void>} */
  async function prepare(plan) {
    const units = plan.units.flatMap(({ unit }) => [unit.ours, unit.theirs].flatMap(profileWords.needs));
    for (const url of new Set([...units, ...(isNeeded(plan) ? NEEDS : [])])) await Qingdan.loadScript(url);
  }

  /** Whether import-preview.js leaves an entry to this file. @param {string} store */
  function isMine(store) {
    return store === "problems" || store === "events";
  }

  /** @param {Entry} entry */
  function heading({ store, ours, theirs }) {
    const { no = "", text = "" } = /** @type {any} */ (store === "events" ? (theirs.problem || ours?.problem || {}) : theirs.text ? theirs : ours || theirs);
    const words = text.length > SHORT ? `${text.slice(0, SHORT)}…` : text || "没有写问题";
    return `${store === "events" ? "办理过程" : "问题"} ${no} ${words}`.replace(/ +/g, " ");
  }

  /**
   * What a copy says, by what its cells are called.
   * @param {Entry} entry @param {any} value ours or theirs @returns {Map<string, string>}
   */
  function fieldsOf({ store, cells: only }, value) {
    if (!value) return new Map();
    if (store === "events") return new Map(value.list.map((/** @type {LedgerEvent} */ event, /** @type {number} */ at) => [`第 ${at + 1} 笔`, eventWords(event, value.problem)]));
    const { ledgerModel: model, ledgerFields: fields, cells } = Qingdan.lib;
    const paths = only || [
      ...model.columns("problem").filter((/** @type {LedgerColumn} */ one) => !one.derived).map((/** @type {LedgerColumn} */ one) => one.id),
      ...Object.keys(value.own || {}).map((name) => `own/${name}`), ...Object.keys(value.measures || {}).map((uid) => `measures/${uid}`),
    ];
    return new Map(paths.map((/** @type {string} */ path) => [fields.pathLabel(path, value), cellWords(path, cells.get(value, path))])
      .filter(([, words]) => words));
  }

  /** @param {string} path @param {any} value @returns {string} */
  function cellWords(path, value) {
    const { ledgerModel: model } = Qingdan.lib;
    if (value === null) return "";
    const [head, , member] = path.split("/");
    if (head !== "measures") return head === "own" || !model.column(head) ? String(value) : model.cellText(head, value);
    if (!member) return Object.entries(value).filter(([name]) => name !== "order").map(([name, one]) => cellWords(`measures//${name}`, one)).join("；");
    const found = Object.entries(model.MEASURE_MEMBERS).find(([, name]) => name === member);
    return found ? model.cellText(found[0], value) : String(value);
  }

  /** @param {LedgerEvent} event @param {Stored | undefined} problem */
  function eventWords(event, problem) {
    const { ledgerModel: model, ledgerEvents, ledgerEventWords } = Qingdan.lib;
    return [`${event.on} ${ledgerEvents.labelOf(event.type)}`, event.by, ...ledgerEventWords.wordsOf(event, model.normalize(problem), ""), event.note].filter(Boolean).join("，");
  }

  Qingdan.lib.ledgerPreview = { prepare, isMine, heading, fieldsOf };
})();
