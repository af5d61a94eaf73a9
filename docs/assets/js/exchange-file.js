// @ts-check
/**
 * The exchange file as a text: writing it, and reading it whoever wrote it. What an import does with it: exchange.js.
 *
 * Members that this version does not know survive at every level. Ids come from the file, "__proto__"
 * included: they are keys of Maps, and members are defined by spread or fromEntries, never by assignment.
 *
 * @typedef {{units: Contents[], extra: Record<string, any>, calendar: any, kit: string, exported: string, handout: boolean}} ExchangeDocument
 *   handout: as it was handed out to a lead unit, which has not worked on it yet
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { records, history, ledgerExchange } = Qingdan.lib;

  const FORMAT = "qingdan", VERSION = 1;
  const LIMITS = { bytes: 50e6, units: 200, records: 100000, depth: 32, rev: 100, revs: 200 };
  const ANCESTORS = 50;
  const SHOWN = 20; // problems told one by one
  const { STORE: PROBLEMS } = ledgerExchange; // in the file, a member of `ledger`
  /** @type {string[]} */
  const STORES = history.UNIT_STORES.filter((/** @type {string} */ one) => one !== PROBLEMS); // so are the members in the file called
  /** @type {Record<string, string>} */
  const NOUNS = { ticks: "条目", milestones: "节点", forms: "表单" };

  // ── Writing ──

  /** @param {Contents[]} units @param {Record<string, any>} extra @param {string} kit */
  function write(units, extra, kit) {
    const written = units.map((unit) => {
      const { uid, value: { name, profile, ...others }, records: lists } = unit;
      const members = STORES.map((one) => [one, Object.fromEntries(lists.get(one) || [])]);
      return { uid, name, profile, ...Object.fromEntries(members), ...others, ...ledgerExchange.member(unit) };
    });
    return JSON.stringify({ ...extra, format: FORMAT, version: VERSION, kit, exported: dates.stamp(), units: written }, null, 1);
  }

  /**
   * What store.salvage() found in a damaged database, as an exchange file.
   * @param {Record<string, any[]>} rows @param {string} kit
   */
  function writeSalvaged(rows, kit) {
    /** @type {Map<string, Contents>} */
    const units = new Map();
    /** @param {string} uid */
    const unitOf = (uid) => {
      const lists = new Map(history.UNIT_STORES.map((/** @type {string} */ one) => [one, new Map()]));
      const found = units.get(uid) || { uid, value: { name: "（名称没能读出）", profile: {} }, records: lists, events: [], lastChange: 0 };
      units.set(uid, found);
      return found;
    };
    (rows.units || []).forEach((row) => (unitOf(row.uid).value = row.value));
    for (const one of history.UNIT_STORES) (rows[one] || []).forEach((row) => unitOf(row.unit).records.get(one)?.set(row.id, row.value));
    (rows.events || []).forEach((row) => unitOf(row.unit).events.push(row.value));
    const calendar = (rows.meta || []).find(({ key }) => key === "calendar");
    return write([...units.values()], calendar ? { calendar: calendar.value } : {}, kit);
  }

  // ── Reading ──

  /**
   * Read a file completely before anything else is done with it.
   * @param {string} text @returns {{ok: boolean, problems: string[], document: ExchangeDocument | null}}
   */
  function readDocument(text) {
    const source = text.replace(/^\uFEFF/, "");
    const refused = (/** @type {string} */ problem) => ({ ok: false, problems: [problem], document: null });
    if (source.length > LIMITS.bytes) return refused(`文件超过 ${LIMITS.bytes / 1e6} MB，没有导入。`);
    if (/^PK\u0003\u0004/.test(source)) return refused("这是 Excel、Word 或压缩文件。请选择本站“保存到文件”得到的 .json 文件。");
    if (!/^\s*\{/.test(source)) return refused("这不是本站导出的文件。请选择本站“保存到文件”得到的 .json 文件。");
    let given;
    try {
      given = JSON.parse(source);
    } catch {
      return refused("文件不完整或已损坏，没有导入。请重新拷贝一次，或换一份备份。");
    }
    if (given.format !== FORMAT) return refused("这不是本站导出的文件（缺少 format: qingdan）。");
    if (Number.isInteger(given.version) && given.version > VERSION) {
      return refused(`这个文件由更新版本的站点导出（格式 ${given.version}），请用新版打开。文件和这里的数据都没有改动。`);
    }
    if (given.version !== VERSION) return refused("文件里的格式版本不对，没有导入。");
    if (isDeeper(given, LIMITS.depth)) return refused("文件里的内容嵌套得太深，没有导入。");
    /** @type {string[]} */
    const problems = [];
    const units = readUnits(given.units, problems);
    if (problems.length) {
      const rest = problems.length - SHOWN;
      return { ok: false, problems: [...problems.slice(0, SHOWN), ...(rest > 0 ? [`另有 ${rest} 处问题。`] : [])], document: null };
    }
    const { format, version, kit, exported, units: _, calendar, handout, ...extra } = given;
    return { ok: true, problems, document: { units, extra, calendar, kit: textOf(kit), exported: textOf(exported), handout: Boolean(handout) && handout === exported } };
  }

  /** @param {any} value @param {number} depth @returns {boolean} */
  function isDeeper(value, depth) {
    if (typeof value !== "object" || value === null) return false;
    return depth === 0 || Object.values(value).some((member) => isDeeper(member, depth - 1));
  }

  /** @param {any} value */
  function textOf(value) {
    return typeof value === "string" ? value : "";
  }

  /** @param {any} given @param {string[]} problems filled @returns {Contents[]} */
  function readUnits(given, problems) {
    if (!Array.isArray(given)) problems.push("文件里没有单位（units 应是一个列表）。");
    else if (given.length > LIMITS.units) problems.push(`文件里有 ${given.length} 个单位，最多 ${LIMITS.units} 个。`);
    if (problems.length) return [];
    const count = { records: 0 }, seen = new Set();
    const units = given.map((/** @type {any} */ unit, /** @type {number} */ at) => {
      if (!records.isPlain(unit) || !records.isId(unit.uid)) {
        problems.push(`第 ${at + 1} 个单位没有编号，或格式不对。`);
        return null;
      }
      if (seen.has(unit.uid)) problems.push(`第 ${at + 1} 个单位与前面的编号相同。`);
      seen.add(unit.uid);
      return readUnit(unit, at, count, problems);
    });
    if (count.records > LIMITS.records) problems.push(`文件里有 ${count.records} 条记录，最多 ${LIMITS.records} 条。`);
    return units;
  }

  /** @param {Record<string, any>} unit @param {number} at @param {{records: number}} count @param {string[]} problems @returns {Contents} */
  function readUnit(unit, at, count, problems) {
    const place = `第 ${at + 1} 个单位`;
    const wrong = [...records.checkUnit({ name: unit.name, ...("profile" in unit && { profile: unit.profile }) }, records.LIMITS.read), ...checkRevs(unit)];
    wrong.forEach((problem) => problems.push(`${place}：${problem}。`));
    const lists = new Map(STORES.map((one) => [one, readRecords(unit[one], `${place}，${NOUNS[one] || one}`, count, problems)]));
    const { uid, ledger, ...others } = unit;
    const { problems: list, events, rest } = ledgerExchange.read(ledger, place, count, problems, checkRevs);
    lists.set(PROBLEMS, new Map([...list].map(([id, value]) => [id, shortened(value)])));
    const value = Object.fromEntries(Object.entries({ profile: {}, ...others }).filter(([name]) => !STORES.includes(name)));
    return { uid, value: shortened(Object.keys(rest).length ? { ...value, ledger: rest } : value), records: lists, events, lastChange: 0 };
  }

  /** @param {any} given @param {string} place @param {{records: number}} count @param {string[]} problems @returns {Map<string, Stored>} */
  function readRecords(given, place, count, problems) {
    if (given === undefined) return new Map();
    if (!records.isPlain(given)) {
      problems.push(`${place}：格式不对。`);
      return new Map();
    }
    const entries = Object.entries(given);
    count.records += entries.length;
    for (const [id, record] of entries) {
      const wrong = !records.isId(id) ? ["编号不对"]
        : !records.isPlain(record) ? ["格式不对"] : [...records.checkFields(record), ...checkRevs(record)];
      wrong.forEach((/** @type {string} */ problem) => problems.push(`${place} ${id.slice(0, 40)}：${problem}。`));
    }
    return problems.length ? new Map() : new Map(entries.map(([id, record]) => [id, shortened({ state: "todo", ...record })]));
  }

  /** @param {Record<string, any>} record */
  function checkRevs({ rev, revs }) {
    const isRev = (/** @type {any} */ one) => typeof one === "string" && one.length > 0 && one.length <= LIMITS.rev;
    if (rev !== undefined && !isRev(rev)) return ["版本号（rev）不对"];
    if (revs !== undefined && !(Array.isArray(revs) && revs.length <= LIMITS.revs && revs.every(isRev))) return ["版本记录（revs）不对"];
    return [];
  }

  /** @param {Stored} value @returns {Stored} */
  function shortened(value) {
    return value.revs ? { ...value, revs: value.revs.slice(0, ANCESTORS) } : value;
  }

  Qingdan.lib.exchangeFile = { LIMITS, STORES, PROBLEMS, write, writeSalvaged, readDocument };
})();
