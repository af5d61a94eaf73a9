// @ts-check
/**
 * What is asked once for a whole table: what a word like 已完成 means, whether the measures of problems that stand
 * there as done are done, whether 立行立改 is counted in days. The answers belong to the table: they are kept with
 * its columns (sheet-head.js) and are the same for every row. Their keys begin with a star.
 */
(function () {
  "use strict";

  const { ledgerModel, sheetDeadline } = Qingdan.lib;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  const DONE = ["review", "confirm", "closed"]; // states that come after all measures are done
  const KEPT = 12, LONGEST = 40; // answers of a table, and characters of each

  /** @param {string} key of a question */
  function isWhole(key) {
    return key.startsWith("*:");
  }

  /** Ask, or show what was answered. @param {Draft} draft @param {Ask} ask @param {Map<string, string>} answers @returns {string | undefined} the answer */
  function put(draft, ask, answers) {
    const answer = answers.get(ask.key);
    (answer === undefined ? draft.asks : draft.settled).push(ask);
    return answer;
  }

  // ── Measures of problems that are done ──

  /**
   * A table may say that a problem is done and nothing of its measures. What is answered is written for those that
   * have no state of their own; their day is the one that the table has, or none.
   * @param {Draft[]} drafts filled @param {Map<string, string>} answers @param {Head} head
   */
  function measures(drafts, answers, head) {
    const at = head.ids.indexOf("closedOn"), isDay = at >= 0 && /完成|办结/.test(head.headings[at]);
    for (const draft of drafts) {
      const { values, measures: list } = draft.problem, open = DONE.includes(values.state) ? list.filter((one) => !one.values.measureState) : [];
      if (!open.length) continue;
      const answer = put(draft, {
        key: "*:measureState", row: draft.rows[0], column: "measureState", text: "",
        reason: "有的问题填了待审查、待认定或已销号，措施没有写状态。这些措施也都办完了吗？",
        choices: [{ value: "yes", label: "都办完了，记为已完成" }, { value: "no", label: "没有，照原样留着" }],
      }, answers);
      if (answer === "yes") {
        open.forEach((one) => Object.assign(one.values, { measureState: "done", ...(isDay && values.closedOn && !one.values.measureDoneOn && { measureDoneOn: values.closedOn }) }));
      }
      if (answer === "yes" || answer === "no") {
        draft.notes.push({ row: draft.rows[0], column: "measureState", text: `${open.length} 条措施没有写状态，${answer === "yes" ? "照选的记为已完成" : "照选的不改"}` });
      }
    }
  }

  // ── 立行立改 ──

  /**
   * No speech says how many days 立行立改 has (S0-3.1-3). Where the unit does, and the day it counts from is known,
   * that day is offered; otherwise it is told that there is none.
   * @param {Draft[]} drafts filled @param {Map<string, string>} answers @param {{start: string, nowDays: number | null}} unit
   */
  function immediate(drafts, answers, { start, nowDays }) {
    const last = start && nowDays ? dates.addDays(start, nowDays) : "";
    for (const draft of drafts) {
      const { values, measures: list } = draft.problem, row = draft.rows[0];
      const open = [
        ...(values.timeClass === "now" && !values.due && !draft.asks.some(({ column }) => column === "due") ? [{ values, id: "due" }] : []),
        ...list.filter((one) => !one.values.measureDue && isImmediate(one.values.measureDueText)).map((one) => ({ values: one.values, id: "measureDue" })),
      ];
      if (!open.length) continue;
      const answer = last && put(draft, {
        key: "*:due:now", row, column: "due", text: "立行立改",
        reason: `没有写到哪一天。单位规定 ${nowDays} 天，从起始日 ${start} 算`, choices: [{ value: "days", label: `都按 ${last}` }],
      }, answers);
      if (answer === "days") open.forEach((one) => (one.values[one.id] = last));
      const how = answer === "days" ? `照选的从起始日 ${start} 算 ${nowDays} 天，到 ${last}`
        : last ? "没有写到哪一天" : "没有写到哪一天；单位规定了几天的，在“设置”里填天数和起始日，再导入时可以照它定";
      draft.notes.push({ row, column: "due", text: `立行立改，${how}` });
    }
  }

  /** @param {string | undefined} text of a deadline */
  function isImmediate(text) {
    if (!text) return false;
    const { kind, timeClass } = sheetDeadline.read({ type: "text", text });
    return kind === "class" && timeClass === "now";
  }

  // ── Keeping the answers ──

  /** What is kept of the answers, small whatever was asked. @param {Map<string, string>} answers @returns {Record<string, string>} */
  function kept(answers) {
    const found = [...answers].filter(([key, value]) => isWhole(key) && key.length <= LONGEST && value.length <= LONGEST);
    return Object.fromEntries(found.slice(0, KEPT));
  }

  /** What a stored mapping holds of answers; it may be older than they, or come from a file. @param {any} mapping @returns {Map<string, string>} */
  function recalled(mapping) {
    const given = mapping && typeof mapping.answers === "object" && mapping.answers ? Object.entries(mapping.answers) : [];
    return new Map(given.filter(([key, value]) => isWhole(key) && typeof value === "string" && isKnown(key, value)).slice(0, KEPT));
  }

  /** Options may have gone since. @param {string} key @param {string} value */
  function isKnown(key, value) {
    const group = key.split(":")[1], column = ledgerModel.column(group);
    if (value === "" || key === "*:due:now" || key === "*:measureState") return ["", "days", "yes", "no"].includes(value);
    return Boolean(column && column.choices && ledgerModel.choices(column.choices).some(({ id }) => id === value));
  }

  Qingdan.lib.sheetWhole = { isWhole, put, measures, immediate, kept, recalled };
})();
