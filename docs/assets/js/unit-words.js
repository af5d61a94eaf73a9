// @ts-check
/** What of a unit's record was changed, in a few words: for 撤销 and 最近改动. Pure. */
(function () {
  "use strict";

  /** Members of the profile that people see. */
  /** @type {Record<string, string>} */
  const LABELS = {
    feedback: "反馈日期", start: "起始日", practice: "演练单位", practiceDay: "演练日期", backward: "倒排计划", "backward/title": "倒排计划：名称", "backward/deadline": "倒排计划：期限",
    ledgerProcedure: "台账：销号程序", ledgerTiers: "台账：时限分档", ledgerLights: "台账：亮灯", ledgerLightRules: "台账：亮灯的字和天数",
    ledgerMonths: "台账：集中整改期（月）", ledgerFrom: "台账：半年、一年从哪天算起", ledgerNowDays: "台账：立行立改几天",
    ledgerTotals: "台账：各类多少个问题", ledgerRebound: "台账：第几个月查反弹", ledgerChecksOff: "台账：关掉的体检规则",
    ledgerLeadLimit: "台账：一个人牵头超过几个要提示",
  };
  const LEDGER = /^台账：/, TIMELINE = /^T\d+(-\d+)?\//, PLAN = /^backward\//;

  /** @param {Record<string, any>} after of the journal: name, and the members of the profile that changed @returns {string} */
  function of({ name, profile = {} }) {
    const labels = [...(name ? [`名称改为“${name}”`] : []), ...Object.keys(profile).map(labelOf)];
    const [own, ledger] = [false, true].map((wanted) => [...new Set(labels.filter((label) => LEDGER.test(label) === wanted))].map((label) => label.replace(LEDGER, "")).filter(Boolean));
    return [ledger.length > 0 && `台账设置：${ledger.join("、")}`, (own.length > 0 || !ledger.length) && `单位信息${own.length ? `：${own.join("、")}` : ""}`].filter(Boolean).join("；");
  }

  /** @param {string} member @returns {string} */
  function labelOf(member) {
    if (Object.prototype.hasOwnProperty.call(LABELS, member)) return LABELS[member];
    if (member === "ledgerMappings") return "台账：记住的表头";
    if (TIMELINE.test(member)) return "时间轴";
    return PLAN.test(member) ? LABELS.backward : "";
  }

  Qingdan.lib.unitWords = { LABELS, of };
})();
