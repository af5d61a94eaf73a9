// @ts-check
/**
 * What an import would do to a ledger, in words, for import-preview.js. The ledger's rules, which name its
 * columns and steps, are loaded when a file has a ledger.
 */
(function () {
  "use strict";

  const NEEDS = ["data/ledger.js", ...["ledger-model", "ledger-fields", "ledger-replay", "ledger-events"].map((name) => `assets/js/${name}.js`)];
  const SHORT = 24; // characters of a problem in its heading

  /**
   * What a unit has chosen for its ledger: what it is called, and how its value reads.
   * @type {Record<string, [string, (value: any, data: any) => string]>}
   */
  const SETTINGS = {
    ledgerProcedure: ["台账：销号程序", (id, data) => labelIn(data.procedures, id)],
    ledgerTiers: ["台账：时限分档", (id, data) => labelIn(data.tiers, id)],
    ledgerLights: ["台账：亮灯", (id, data) => labelIn(data.lights, id)],
    ledgerLightRules: ["台账：亮灯的字和天数", (rules) => Object.values(rules).flat().filter(Boolean).map((rule) => (
      `${rule.word}${typeof (rule.when || {}).days_below === "number" ? ` ${rule.when.days_below} 天` : ""}`)).join("、")],
    ledgerMonths: ["台账：集中整改期（月）", String],
    ledgerFrom: ["台账：半年、一年从哪天算起", (id) => ({ start: "集中整改起始日", feedback: "巡察反馈日", end: "集中整改结束日" }[/** @type {"end"} */ (id)] || id)],
    ledgerNowDays: ["台账：立行立改几天", String],
    ledgerTotals: ["台账：各类多少个问题", (totals) => Object.entries(totals).map(([name, count]) => `${name} ${count}`).join("、")],
    ledgerRebound: ["台账：第几个月查反弹", (months) => months.join("、")],
    ledgerChecksOff: ["台账：关掉的体检规则", (ids) => ids.join("、")],
    ledgerLeadLimit: ["台账：一个人牵头超过几个要提示", String],
    ledgerMappings: ["台账：粘贴过的表", (list) => list.map((/** @type {any} */ one) => one.headings.join("、")).join("；")],
    ledgerSample: ["台账：样例", String],
  };

  /** @param {{id: string, label: string}[]} list @param {string} id */
  function labelIn(list, id) {
    return (list.find((one) => one.id === id) || { label: id }).label;
  }

  /** A setting of the ledger in words, null for anything else. @param {string} name @param {any} value @returns {[string, string] | null} */
  function settingWords(name, value) {
    const known = Object.prototype.hasOwnProperty.call(SETTINGS, name) ? SETTINGS[name] : null;
    if (!known) return null;
    try {
      return [known[0], value === null || value === undefined || value === "" ? "" : known[1](value, Qingdan.lib.ledgerModel.data())];
    } catch {
      return [known[0], "（认不出）"]; // of another shape, from another version
    }
  }

  /** Whether a file has a ledger. @param {Plan} plan */
  function isNeeded(plan) {
    return plan.units.some((unit) => Object.keys(((unit.unit.theirs || {}).profile) || {}).some((name) => name in SETTINGS) || unit.events.added.length || unit.events.odd
      || [unit.added, unit.changed, unit.kept, unit.conflicts].some((list) => list.some(({ store }) => store === "problems")));
  }

  /** @returns {Promise<void>} */
  async function prepare() {
    for (const url of NEEDS) await Qingdan.loadScript(url);
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
    if (store === "events") return new Map(value.list.map((/** @type {LedgerEvent} */ event, /** @type {number} */ at) => [`第 ${at + 1} 笔`, eventWords(event)]));
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

  /** @param {LedgerEvent} event */
  function eventWords({ type, on, by, details, note }) {
    const { ledgerModel: model, ledgerEvents } = Qingdan.lib, step = ledgerEvents.stepOf(type, "");
    const filled = ((step && step.details) || []).filter((/** @type {Detail} */ { id }) => details[id])
      .map((/** @type {Detail} */ { id, label, choices }) => `${label}：${choices ? model.labelOf(choices, details[id]) : details[id]}`);
    return [`${on} ${ledgerEvents.labelOf(type)}`, by, ...filled, note].filter(Boolean).join("，");
  }

  Qingdan.lib.ledgerPreview = { settingWords, isNeeded, prepare, isMine, heading, fieldsOf, eventWords };
})();
