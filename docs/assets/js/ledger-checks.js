// @ts-check
/**
 * 体检: what is wrong or doubtful in a ledger, each finding with the cell it is about. Pure. What a rule says and
 * where it comes from stands in checklists/ledger.yml; here is only whether it holds.
 *
 * @typedef {{id: string, rule: string, severity: "error" | "warning" | "hint", column: string, title: string | null, text: string, remedy: string,
 *   limit: number | null, words: string[], sources: string[], convention: boolean, help: string | null}} CheckRule
 * @typedef {{check: CheckRule, problem: string, unit: string, measure: string, column: string, text: string, words: Record<string, any>}} Finding
 *   problem, measure: uids, "" for none; column: the cell to go to; text: the sentence, filled in
 * @typedef {{measure?: string, column?: string} & Record<string, any>} Found what fills the sentence
 * @typedef {{value: ProblemValue, settings: LedgerSettings, today: string, rule: CheckRule, measures: any[], due: string}} One
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { ledgerModel: model, ledgerLikeness: likeness } = Qingdan.lib;

  // A day, or a third of a month; anything else names a longer time.
  const FINE = /[旬日号]|\d{1,2}[-./]\d{1,2}\b|月[初底末]|^\d{4,6}$/;
  const COARSE = /[月季年]|长期|持续|及时|尽快|适时|近期/;

  /** @type {Record<string, (one: One) => Found[]>} */
  const EACH = {
    "no-leader": ({ value }) => when(!value.leaders.length),
    "no-unit": ({ value }) => when(!value.units.length),
    "no-person": ({ value }) => when(!value.persons.length),
    "no-deadline": ({ value, due }) => when(!due && value.timeClass !== "long", { what: value.timeClass === "now" ? "立行立改，没有写到哪一天" : "没有整改时限" }),
    "coarse-deadline": ({ value }) => when(value.timeClass !== "long" && isCoarse(value.dueText), { value: value.dueText }),
    "beyond-cap": ({ value, settings, due }) => {
      const cap = capOf(value.timeClass, settings, value.now);
      return when(cap && due && due > cap, { class: model.labelOf("timeClass", value.timeClass), cap });
    },
    "half-unexplained": ({ value }) => {
      const missing = [!value.explain.trim() && "情况说明", !value.plan.trim() && "整改计划"].filter(Boolean).join("和");
      return when(value.timeClass === "half" && missing, { missing, column: value.explain.trim() ? "plan" : "explain" });
    },
    "measure-no-deadline": ({ value, measures, due }) => each(measures, (one) => !one.currentDue && !due && value.timeClass !== "long"),
    "measure-follows": ({ value, measures, due }) => each(measures, (one) => !one.currentDue && due && !isOngoing(one.dueText) && value.now.state !== "closed", () => ({ due })),
    "measure-coarse-deadline": ({ measures }) => each(measures, (one) => isCoarse(one.dueText), (one) => ({ value: one.dueText })),
    "measure-late": ({ measures, due }) => each(measures, (one) => due && one.currentDue > due && one.state !== "done", (one) => ({ value: one.currentDue, due })),
    "no-verb": ({ measures, rule }) => each(measures, (one) => one.text && !rule.words.some((word) => one.text.includes(word))),
    "no-result": ({ measures }) => each(measures, (one) => !one.result.trim()),
    "empty-words": ({ measures, rule }) => measures.flatMap((one) => {
      const found = rule.words.filter((word) => one.text.includes(word));
      // Such words do no harm beside a number, a date or a document.
      return found.length && !/\d|[《》]|[一二三四五六七八九十百千]+[个次名人项件份处户场家条]/.test(one.text) ? [{ measure: one.uid, words: found.join("、") }] : [];
    }),
    "same-person": ({ value }) => {
      const name = value.leaders.find((leader) => value.persons.some((person) => bare(person) === bare(leader)));
      return when(name, { name });
    },
    "self-approved": ({ value }) => {
      const name = value.now.approvers.find((one) => [value.now.reporter, ...value.persons, ...measurePersons(value)].some((other) => bare(other) === bare(one)));
      return when(name, { name });
    },
    "closed-unproved": ({ value }) => when(value.now.state === "closed" && !value.evidence.some((name) => name.trim())),
    overdue: ({ value, due, today }) => {
      const days = due && value.now.state !== "closed" ? dates.daysBetween(due, today) : 0;
      return when(days > 0, { days, column: value.now.due ? "currentDue" : "due" });
    },
    "measure-overdue": ({ value, measures, today }) => each(measures,
      (one) => value.now.state !== "closed" && one.state !== "done" && one.currentDue && one.currentDue < today,
      (one) => ({ days: dates.daysBetween(one.currentDue, today) })),
    "extension-unapproved": ({ value }) => value.now.extended.filter(({ action, approver }) => action === "extend" && !approver.trim())
      .map(({ due, measure }) => ({ due, ...(measure && { measure, column: "measureDue" }) })),
    "long-without-stages": ({ value }) => when(value.timeClass === "long" && !value.stages.some((text) => text.trim())),
    "no-measure": ({ measures }) => when(!measures.length),
    "outside-closed": ({ value }) => when(value.now.outside),
    "no-indicator": ({ value }) => when(!value.indicator.trim()),
    "no-time-class": ({ value }) => when(!value.timeClass),
    "check-due": ({ value, settings, today }) => dueChecks(value, settings).filter(({ day, done }) => !done && day <= today).slice(0, 1)
      .map(({ months }) => ({ months })),
    "odd-record": ({ value }) => when(value.now.odd > 0, { count: value.now.odd }),
    fork: ({ value }) => when(value.now.fork),
    "reported-unfinished": ({ value, measures }) => {
      const left = ["new", "open"].includes(value.now.state) ? [] : measures.filter((one) => one.state !== "done");
      return when(left.length, { state: model.labelOf("state", value.now.state, true), count: left.length, measure: left.length ? left[0].uid : "" });
    },
    "begun-unclaimed": ({ value, measures }) => {
      const begun = measures.filter((one) => one.state !== "todo").length;
      return when(value.now.state === "new" && begun, { count: begun });
    },
  };

  /** Rules that look at several problems at once. @type {Record<string, (problems: Problem[], rule: CheckRule, settings: LedgerSettings) => (Found & {problem: Problem | null})[]>} */
  const ALL = {
    "leads-too-many": (problems, rule, settings) => {
      const limit = settings.leadLimit || rule.limit || Infinity;
      const led = grouped(problems.filter(({ value }) => value.now.state !== "closed" && value.persons.length), ({ value }) => bare(value.persons[0]));
      return [...led.values()].filter((list) => list.length > limit).map((list) => ({ problem: list[0], name: list[0].value.persons[0], count: list.length }));
    },
    duplicate: (problems) => [...grouped(problems.filter(({ value }) => value.text.trim()), ({ value }) => likeness.wordsKey(value.text)).values()]
      .filter((list) => list.length > 1).flatMap(([first, ...rest]) => rest.map((problem) => ({ problem, other: first.value.no ? `序号 ${first.value.no} ` : "前面" }))),
    "class-totals": (problems, rule, settings) => {
      const counts = grouped(problems, ({ value }) => likeness.groupKey(value.class));
      return Object.entries(settings.totals).flatMap(([name, expected]) => {
        const list = name ? counts.get(likeness.groupKey(name)) || [] : problems; // "" is the total of all
        return list.length === Number(expected) ? [] : [{ problem: list[0] || null, name: name || "全部", count: list.length, expected }];
      });
    },
    // Many begin anew in each class.
    "repeated-number": (problems) => [...grouped(problems.filter(({ value }) => value.no.trim()), ({ value }) => JSON.stringify([likeness.numberKey(value.no), ...[value.aspect, value.class].map(likeness.groupKey)])).values()]
      .filter((list) => list.length > 1).flatMap((list) => list.slice(1).map((problem) => ({ problem, value: problem.value.no, count: list.length }))),
  };

  /** @param {any} condition @param {Found} [words] @returns {Found[]} */
  function when(condition, words = {}) {
    return condition ? [words] : [];
  }

  /** @param {any[]} measures @param {(one: any) => any} wrong @param {(one: any) => Found} [words] @returns {Found[]} */
  function each(measures, wrong, words = () => ({})) {
    return measures.filter(wrong).map((one) => ({ measure: one.uid, ...words(one) }));
  }

  /** @param {Problem[]} problems @param {(problem: Problem) => string} key @returns {Map<string, Problem[]>} */
  function grouped(problems, key) {
    /** @type {Map<string, Problem[]>} */
    const found = new Map();
    for (const problem of problems) {
      const name = key(problem), list = found.get(name);
      if (list) list.push(problem);
      else found.set(name, [problem]);
    }
    return found;
  }

  /** @param {string} name */
  function bare(name) {
    return name.replace(/[\s\u3000]/g, "");
  }

  /** @param {ProblemValue} value */
  function measurePersons(value) {
    return Object.values(value.measures).flatMap((one) => one.persons);
  }

  /** Whether a measure has no last day: what is to be kept up. @param {string} text */
  function isOngoing(text) {
    return /长期|持续|常态/.test(text);
  }

  /** Whether words for a deadline name more than a 旬. @param {string} text */
  function isCoarse(text) {
    return Boolean(text) && !FINE.test(text.replace(/\s/g, "")) && COARSE.test(text);
  }

  /**
   * The last day that a time class allows, "" for none. An approved extension is judged by its own rule.
   * @param {string} timeClass @param {LedgerSettings} settings @param {Now} [now]
   */
  function capOf(timeClass, settings, now) {
    if (now && now.due) return "";
    const found = model.choices("timeClass").find((/** @type {LedgerChoice} */ one) => one.id === timeClass), cap = found && found.cap;
    if (timeClass === "now" && settings.nowDays && settings.start) return dates.addDays(settings.start, settings.nowDays);
    if (!cap) return "";
    const from = /** @type {any} */ (settings)[cap.from === "end" ? "end" : settings.from] || "";
    return from && cap.plus ? model.addMonths(from, Number.parseInt(cap.plus, 10)) : from;
  }

  /** The checks after closing, with the day of each. @param {ProblemValue} value @param {LedgerSettings} settings @returns {{months: number, day: string, done: boolean, result: string}[]} */
  function dueChecks({ now }, settings) {
    if (now.state !== "closed" || !dates.isDate(now.closedOn)) return [];
    return [...settings.rebound].sort((a, b) => a - b).map((months) => {
      const done = now.checks.find((one) => one.months === months);
      return { months, day: model.addMonths(now.closedOn, months), done: Boolean(done), result: done ? done.result : "" };
    });
  }

  /**
   * Every finding, in the order of the rules and of the problems.
   * @param {Problem[]} problems of one unit, or of several with the settings of the one that looks
   * @param {LedgerSettings} settings @param {string} [today] @returns {Finding[]}
   */
  function check(problems, settings, today = dates.today()) {
    const prepared = problems.map((problem) => ({ problem, measures: model.measuresOf(problem.value), due: model.currentDue(problem.value) }));
    /** @type {CheckRule[]} */
    const wanted = model.data().checks.filter((/** @type {CheckRule} */ { id }) => !settings.off.includes(id));
    return wanted.flatMap((rule) => {
      const judge = EACH[rule.rule], all = ALL[rule.rule];
      if (all) return all(problems, rule, settings).map(({ problem, ...found }) => finding(rule, problem, found));
      return prepared.flatMap(({ problem, measures, due }) => judge({ value: problem.value, settings, today, rule, measures, due })
        .map((found) => finding(rule, problem, found)));
    });
  }

  /** @param {CheckRule} rule @param {Problem | null} problem @param {Found} found @returns {Finding} */
  function finding(rule, problem, { measure = "", column = rule.column, ...words }) {
    const text = rule.text.replace(/\{(\w+)\}/g, (_, name) => String(words[name]));
    return { check: rule, problem: problem ? problem.id : "", unit: problem ? problem.unit : "", measure, column, text, words };
  }

  Qingdan.lib.ledgerChecks = { check, capOf, dueChecks, isCoarse, RULES: [...Object.keys(EACH), ...Object.keys(ALL)] };
})();
