// @ts-check
/** The form of a step or of a record in a problem's history: what it asks for, and why it may not be done. */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerModel: model, ledgerEvents, ledgerAmend, ledgerCells: cells, ledgerCite, ledgerStore, ledgerBoard: board } = Qingdan.lib;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  const BY = "qingdan.pref.ledgerBy"; // in localStorage: who filled in the last form
  const RECORDS = ["measure", "progress", "check"]; // their names are no words for a button

  /**
   * @param {{label: string, action: string, step: Step, problems?: string[]}} what @param {Problem | null} problem null: several of them
   * @param {{measure?: string, cell?: string, preset?: Record<string, any>, run(input: ActInput): Promise<any>, back?(): void, dialog: Dialog}} options
   *   cell: the path of the words that are amended
   */
  function form({ label, action, step, problems = [] }, problem, { measure = "", cell = "", preset = {}, run, back, dialog }) {
    const words = cell ? wordsField(cell, /** @type {Problem} */ (problem)) : null;
    const fields = step.details.map((one) => ({ one, field: fieldOf(one, problem, preset) }));
    const on = h("input", { type: "date", class: "qd-input", max: dates.today(), value: dates.today() });
    const by = h("input", { type: "text", class: "qd-input", autocomplete: "off", maxlength: 200, list: cells.listOf("persons"), value: lastBy() });
    const note = h("textarea", { class: "qd-input", rows: 2, maxlength: 20000 });
    const evidence = needsEvidence(step, problem) ? h("textarea", { class: "qd-input", rows: 2 }) : null;
    dialog.show({
      title: label,
      body: [
        h("p", null, problem ? `${problem.value.no ? `${problem.value.no}　` : ""}${problem.value.text}` : "", problem && measure && `　措施：${problem.value.measures[measure].text}`, ledgerCite.cite(step.sources, step.convention)),
        step.help && h("p", { class: "qd-note" }, step.help),
        problems.length > 0 && h("div", { class: "qd-warning" }, "还差：", h("ul", null, problems.map((one) => h("li", null, one)))),
        words && [h("p", null, `现在写的：${words.shown || "空的"}`), h("label", { class: "qd-field" }, `${words.label}改为`, words.field)],
        fields.map(({ one, field }) => h("label", { class: "qd-field" }, `${one.label}${one.required ? "" : `（${one.help || "可以不填"}）`}`, field)),
        evidence && h("label", { class: "qd-field" }, "佐证材料：一行一件，写名称和文号，不存文件", evidence),
        h("label", { class: "qd-field" }, "日期", on), h("label", { class: "qd-field" }, "经办人", by), h("label", { class: "qd-field" }, "说明（可以不填）", note),
      ],
      focus: words ? words.field : fields.length ? fields[0].field : by,
      actions: [
        { text: RECORDS.includes(action) ? "记下" : label, kind: "primary", run: async () => {
          const details = { ...Object.fromEntries(fields.map(({ one, field }) => [one.id, valueOf(one, field)])), ...(words && { path: cell, after: cells.valueOf(words.id, words.field) }) };
          keepBy(by.value.trim());
          const named = evidence ? cells.valueOf("evidence", evidence) : [];
          await run({ action, on: on.value, by: by.value.trim(), note: note.value.trim(), ...(measure && { measure }), details, ...(named.length && { evidence: named }) });
        } },
        { text: back ? "返回" : "取消", run: () => (back ? setTimeout(back) : dialog.close()) },
      ],
    });
  }

  /** What still hinders a step, without what its form has a field for. @param {Allowed} one @param {Problem} problem @returns {Allowed & {asks: string}} */
  function asking(one, problem) {
    if (!needsEvidence(one.step, problem)) return { ...one, asks: "" };
    const { text } = model.data().guards.find((/** @type {any} */ guard) => guard.id === "evidence");
    return { ...one, problems: one.problems.filter((words) => words !== text), asks: "佐证材料在下一步里填" };
  }

  /** The words of a cell, to be written anew. @param {string} path @param {Problem} problem */
  function wordsField(path, { value }) {
    const id = ledgerAmend.columnOf(path), given = Qingdan.lib.cells.get(value, path) || "", field = cells.field(id, given);
    field.removeAttribute("aria-label"); // its label is the one around it
    return { id, field, label: (model.column(id) || { label: id }).label, shown: model.cellText(id, given) };
  }

  /** @param {Step} step @param {Problem | null} problem */
  function needsEvidence(step, problem) {
    return Boolean(problem) && step.guards.includes("evidence") && !(/** @type {Problem} */ (problem).value.evidence.length);
  }

  /** @param {Detail} one @param {Problem | null} problem @param {Record<string, any>} preset */
  function fieldOf(one, problem, preset) {
    const given = preset[one.id];
    if (one.type === "date") return h("input", { type: "date", class: "qd-input", min: "2000-01-01", max: "2999-12-31", value: given || "" });
    if (one.type === "number") return h("input", { type: "number", class: "qd-input", min: 0, max: 600, value: given ?? "" });
    if (one.type === "choice") {
      const select = h("select", { class: "qd-input" }, h("option", { value: "" }, "（请选）"), model.choices(one.choices || "").map((/** @type {LedgerChoice} */ choice) => h("option", { value: choice.id }, choice.label)));
      select.value = given || "";
      return select;
    }
    if (one.type === "name") {
      const leader = problem && one.id === "approver" && one.label.includes("责任领导") ? problem.value.leaders[0] || "" : "";
      return h("input", { type: "text", class: "qd-input", autocomplete: "off", list: cells.listOf("leaders"), value: given || leader });
    }
    const area = h("textarea", { class: "qd-input", rows: 2 });
    area.value = given || "";
    return area;
  }

  /** @param {Detail} one @param {{value: string}} field */
  function valueOf({ type }, { value }) {
    if (type === "number") return value === "" ? null : Number(value);
    return value.trim();
  }

  function lastBy() {
    try {
      return localStorage.getItem(BY) || "";
    } catch {
      return "";
    }
  }

  /** @param {string} name */
  function keepBy(name) {
    try {
      localStorage.setItem(BY, name);
    } catch {
      // then it is typed again
    }
  }

  /** Do it with one problem; evidence goes into its cell with the same step. @param {Problem} problem @param {any} input */
  async function act({ id, unit }, { evidence, ...input }) {
    const problem = board.byId(id, unit), list = evidence && problem ? [...problem.value.evidence, ...evidence] : null;
    const result = await board.change(ledgerEvents.labelOf(input.action, board.settings().procedure), (uid) => ledgerStore.act(uid, id, input, list ? { evidence: list } : undefined), unit);
    board.take(result.value);
  }

  Qingdan.lib.ledgerSteps = { form, act, asking, lastBy };
})();
