// @ts-check
/** 体检: the findings by severity and by rule; each one leads to its cell. */
(function () {
  "use strict";

  const { h, toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerBoard: board, ledgerChecks, ledgerModel: model, ledgerCite, ledgerStore, dialogs } = Qingdan.lib;

  const WORDS = { error: "必须改", warning: "应当看", hint: "提示" };
  const MOST = 50; // findings of a rule that are listed at once

  let unit = ""; // whose ledger it is

  /** @param {PageHooks} hooks */
  function open(hooks) {
    unit = (board.unit() || { uid: "" }).uid;
    const dialog = dialogs.open({ title: "", body: [], actions: [] }, { wide: true });
    show(dialog, hooks);
  }

  /** @param {Dialog} dialog @param {PageHooks} hooks */
  function show(dialog, hooks) {
    const settings = board.settings(), found = /** @type {Finding[]} */ (ledgerChecks.check(board.problems(), settings));
    const rules = /** @type {CheckRule[]} */ (model.data().checks);
    const counts = Object.entries(WORDS).map(([id, words]) => `${words} ${found.filter(({ check }) => check.severity === id).length}`);
    const off = rules.filter(({ id }) => settings.off.includes(id));
    dialog.show({
      title: `体检：查出 ${found.length} 处`,
      body: [
        h("p", null, found.length ? `${counts.join("，")}。点一处，就到那一格。` : "没有查出问题。"),
        ...Object.entries(WORDS).flatMap(([severity, words]) => {
          const list = rules.filter((rule) => rule.severity === severity).map((rule) => ({ rule, own: found.filter(({ check }) => check.id === rule.id) })).filter(({ own }) => own.length);
          return list.length ? [h("h3", null, words), ...list.map(({ rule, own }) => ruleView(rule, own, dialog, hooks))] : [];
        }),
        off.length > 0 && [h("h3", null, "已经关掉的"), h("ul", null, off.map((rule) => h("li", null, `${rule.id} ${rule.title || rule.text} `, small("再打开", () => turn(rule.id, false, dialog, hooks)))))],
      ],
      actions: [{ text: "关闭", run: () => setTimeout(dialog.close) }],
    });
  }

  /** @param {CheckRule} rule @param {Finding[]} own @param {Dialog} dialog @param {PageHooks} hooks */
  function ruleView(rule, own, dialog, hooks) {
    const list = h("ul", { class: "qd-findings" });
    const put = (/** @type {number} */ most) => {
      list.textContent = "";
      own.slice(0, most).forEach((one) => list.append(h("li", null, finding(one, dialog, hooks))));
      if (own.length > most) list.append(h("li", null, small(`再列 ${own.length - most} 处`, () => put(own.length))));
    };
    put(MOST);
    return h("details", { class: "qd-fold", open: own.length <= 12 }, h("summary", null, `${rule.id} ${rule.title || rule.text}（${own.length}）`),
      h("p", null, rule.remedy, rule.help && `（${rule.help}）`, ledgerCite.cite(rule.sources, rule.convention), " ", small("不查这一条", () => turn(rule.id, true, dialog, hooks))),
      !board.isMerged() && remedy(rule, own, dialog, hooks), list);
  }

  /** What mends all findings of a rule at once, where people may say so. @param {CheckRule} rule @param {Finding[]} own @param {Dialog} dialog @param {PageHooks} hooks */
  function remedy(rule, own, dialog, hooks) {
    if (rule.rule === "measure-follows") return h("p", null, small(`${own.length} 条都填上问题的期限`, () => dialog.run(() => follow(own, dialog, hooks))));
    const last = ledgerChecks.capOf("now", board.settings()), open = own.filter(({ problem: id }) => board.byId(id, unit)?.value.timeClass === "now");
    if (rule.rule !== "no-deadline" || !last || !open.length) return null;
    const jobs = open.map(({ problem: id }) => ({ id, changes: { due: last } }));
    return h("p", null, small(`立行立改的 ${open.length} 个都按单位规定写上 ${last}`, () => dialog.run(() => put("立行立改的期限", jobs, `已填 ${open.length} 个问题的期限`, dialog, hooks))));
  }

  /** Give measures the deadline of their problem, with the words it was written in. @param {Finding[]} own @param {Dialog} dialog @param {PageHooks} hooks */
  async function follow(own, dialog, hooks) {
    /** @type {Map<string, Changes>} */
    const jobs = new Map();
    for (const { problem: id, measure, words } of own) {
      const problem = board.byId(id, unit);
      if (!problem) continue;
      const { due, dueText } = problem.value, changes = jobs.get(id) || {};
      jobs.set(id, { ...changes, [`measures/${measure}/due`]: words.due, [`measures/${measure}/dueText`]: words.due === due ? dueText : "" });
    }
    return put("措施照问题的期限", [...jobs].map(([id, changes]) => ({ id, changes })), `已填 ${own.length} 条措施的时限`, dialog, hooks);
  }

  /** @param {string} label of the step @param {{id: string, changes: Changes}[]} jobs @param {string} words when it is done @param {Dialog} dialog @param {PageHooks} hooks */
  async function put(label, jobs, words, dialog, hooks) {
    const { value } = await board.change(label, (uid) => ledgerStore.patchMany(uid, jobs), unit);
    await board.refresh();
    show(dialog, hooks);
    toast(value.refused.length ? `${value.refused.length} 个问题没有填上：${value.refused[0].problems.join("；")}` : `${words}。点“撤销”可以退回。`);
  }

  /** @param {Finding} one @param {Dialog} dialog @param {PageHooks} hooks */
  function finding({ problem: id, measure, column, text }, dialog, hooks) {
    const problem = board.byId(id);
    if (!problem) return text;
    const { value } = problem, at = measure ? model.measuresOf(value).findIndex((/** @type {any} */ one) => one.uid === measure) : -1;
    const name = `${value.no ? `${value.no}　` : ""}${value.text.slice(0, 24)}${value.text.length > 24 ? "…" : ""}${at >= 0 ? `（措施 ${at + 1}）` : ""}`;
    return h("button", { type: "button", class: "qd-finding", onclick: async () => {
      dialog.close();
      await dialog.closed;
      const member = model.MEASURE_MEMBERS[column];
      if (measure) hooks.open(problem, `measures/${measure}/${member || "text"}`);
      else if (column === "measure" || column === "measureDue") hooks.open(problem);
      else hooks.goTo(id, column === "currentDue" ? "due" : column);
    } }, `${name}：${text}`);
  }

  /** @param {string} id @param {boolean} off @param {Dialog} dialog @param {PageHooks} hooks */
  async function turn(id, off, dialog, hooks) {
    const list = board.settings().off.filter((one) => one !== id);
    await board.change("体检设置", (uid) => ledgerStore.saveSettings(uid, { off: off ? [...list, id] : list }), unit);
    await board.refresh();
    show(dialog, hooks);
  }

  /** @param {string} text @param {() => any} run */
  function small(text, run) {
    return h("button", { type: "button", class: "qd-button qd-button--small", onclick: run }, text);
  }

  Qingdan.lib.ledgerCheckPanel = { open };
})();
