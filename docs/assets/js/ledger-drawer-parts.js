// @ts-check
/**
 * What the drawer of a problem is made of: its fields, its measures, its history in words.
 *
 * @typedef {{act(action: string, measure: string, preset?: Record<string, any>): void, amend(path: string): void, may(action: string): boolean,
 *   run(work: () => Promise<any>): void}} DrawerHooks
 */
(function () {
  "use strict";

  const { h, toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { ledgerModel: model, ledgerCells: cells, ledgerBoard: board, ledgerCite, ledgerEvents, ledgerFields, ledgerReplay, ledgerSteps, ledgerUnsaved, records, session } = Qingdan.lib;

  const WIDE = ["text", "findings", "goal", "indicator", "stages", "explain", "plan", "evidence", "remark"];

  let count = 0;

  /** A field that is stored while one types. @param {Problem} problem @param {string} path @param {string} id of the column @param {any} value @param {DrawerHooks} hooks @param {string} [of] the measure, by its place */
  function stored(problem, path, id, value, hooks, of = "") {
    const column = /** @type {LedgerColumn} */ (model.column(id)), field = cells.field(id, value), why = cells.locked(id, problem, path);
    field.removeAttribute("aria-label"); // it has a label of its own
    field.dataset.path = path;
    const frozen = Boolean(ledgerFields.frozen(problem.value, path)), isText = field instanceof HTMLTextAreaElement;
    if (isText && frozen) field.readOnly = true; // it can still be read to its end, and copied
    else if (why) field.disabled = true;
    const isWrong = () => field instanceof HTMLInputElement && !field.validity.valid; // a date that is half typed
    field.addEventListener("input", () => {
      if (isWrong()) return;
      const changes = { [path]: cells.valueOf(id, field), ...(/(^|\/)due$/.test(path) && { [`${path}Text`]: "" }) };
      board.patchSoon(problem, changes).catch((error) => ledgerUnsaved.tell(problem, changes, error));
    });
    field.addEventListener("change", () => {
      if (isWrong()) toast("日期没有填完整，没有改。");
      session.flush();
    });
    field.id = `qd-field-${++count}`;
    return h("div", { class: `qd-field${WIDE.includes(id) || id === "measure" ? " qd-field--wide" : ""}` },
      h("label", { for: field.id }, column.label, column.type === "list" && "（一行一条）"), ledgerCite.cite(column.sources, column.convention),
      frozen && amendButton(path, `${of}${column.label}`, hooks), field, why && !frozen && h("small", null, why));
  }

  /** Beside words that stand: the one way to change them. @param {string} path @param {string} label @param {DrawerHooks} hooks */
  function amendButton(path, label, hooks) {
    const step = ledgerEvents.labelOf("amend");
    return h("button", { type: "button", class: "qd-button qd-button--small", "data-amend": path, title: step, "aria-label": `更正 ${label}`, onclick: () => hooks.amend(path) }, "更正");
  }

  /** @param {Problem} problem */
  function frozenNote({ value }) {
    const why = ledgerFields.frozen(value, "text");
    return why && h("p", { class: "qd-note" }, `${why}；原来的话留在办理记录里。`);
  }

  /** @param {Problem} problem @param {DrawerHooks} hooks */
  function fields(problem, hooks) {
    const shown = model.columns("problem").filter((/** @type {LedgerColumn} */ { derived, hidden }) => !derived && !hidden);
    const own = Object.entries(problem.value.own);
    return [
      frozenNote(problem),
      h("div", { class: "qd-fields" }, shown.map(({ id }) => stored(problem, id, id, problem.value[id], hooks))),
      own.length > 0 && h("dl", null, own.map(([heading, text]) => h("div", null, h("dt", null, heading), h("dd", null, text)))),
    ];
  }

  /** @param {Problem} problem @param {DrawerHooks} hooks */
  function measures(problem, hooks) {
    const list = model.measuresOf(problem.value), open = problem.value.now.state === "open";
    const may = open || problem.value.now.state === "new"; // come and go
    const stateWords = (/** @type {any} */ one) => `${model.labelOf("measureState", one.state)}${one.doneOn ? ` ${one.doneOn}` : ""}`;
    return [
      list.length ? null : h("p", { class: "qd-empty" }, "还没有措施。每个问题至少一条。"),
      ...list.map((/** @type {any} */ one, /** @type {number} */ at) => h("section", { class: "qd-measure", "aria-label": `措施 ${at + 1}` },
        h("p", { class: "qd-buttons" }, h("strong", null, `措施 ${at + 1}：${stateWords(one)}`),
          hooks.may("measure") && model.choices("measureState").filter((/** @type {LedgerChoice} */ { id }) => id !== one.state && ledgerReplay.mayMark(problem.value.now, one.uid, id)).map((/** @type {LedgerChoice} */ choice) => h("button", {
            type: "button", class: "qd-button qd-button--small", onclick: () => hooks.act("measure", one.uid, { to: choice.id }) }, `记为${choice.label}`)),
          one.due && ["extend", "correct"].filter((action) => hooks.may(action, one.uid)).map((action) => h("button", { type: "button", class: "qd-button qd-button--small", "aria-label": `措施 ${at + 1} ${ledgerEvents.labelOf(action)}`,
            onclick: () => hooks.act(action, one.uid) }, ledgerEvents.labelOf(action))),
          one.currentDue !== one.due && h("small", null, `现行期限 ${one.currentDue} `),
          !open && h("small", null, problem.value.now.state === "new" ? "挂号以后才记进度" : `${one.state === "done" ? "已报送，不再改进度，也不增删" : "已报送，只能补记完成，不增删"}；改文字点“更正”`),
          open ? h("button", { type: "button", class: "qd-button qd-button--small", "aria-label": `取消措施 ${at + 1}`, onclick: () => hooks.act("drop", one.uid) }, "取消这条")
            : may && h("button", { type: "button", class: "qd-button qd-button--small", "aria-label": `删除措施 ${at + 1}`, onclick: () => hooks.run(() => board.patch(problem, { [`measures/${one.uid}`]: null })) }, "删除")),
        h("div", { class: "qd-fields" }, Object.entries(model.MEASURE_MEMBERS).filter(([id]) => !(model.column(id) || { hidden: true }).hidden)
          .map(([id, member]) => stored(problem, `measures/${one.uid}/${member}`, id, one[/** @type {string} */ (member)], hooks, `措施 ${at + 1} 的`))))),
      may && h("p", { class: "qd-buttons" }, h("button", { type: "button", class: "qd-button", onclick: () => hooks.run(() => board.patch(problem, {
        [`measures/${records.newRev()}`]: { order: Math.max(0, ...list.map((/** @type {any} */ one) => one.order)) + 1, text: "" } }, ledgerSteps.lastBy())) }, "加一条措施")),
    ];
  }

  /** The history, the last first. @param {LedgerEvent[]} events @param {ProblemValue} value */
  function history(events, value) {
    return h("ol", { class: "qd-plain qd-log" }, [...events].reverse().map((event) => h("li", null,
      h("time", null, event.on), h("strong", null, ledgerEvents.labelOf(event.type, board.settings().procedure)), event.by && `　${event.by}`,
      event.to && `　→ ${model.labelOf("state", event.to, true)}`, `　${Qingdan.lib.ledgerEventWords.wordsOf(event, value, board.settings().procedure).join("；")}`, event.note && h("span", null, `　说明：${event.note}`), lateWords(event))));
  }

  /** That it was typed in on a later day; in practice the days are others. @param {LedgerEvent} event */
  function lateWords({ on, at }) {
    const unit = session.unit(), moment = new Date(at), typed = at && !isNaN(moment.getTime()) ? dates.iso({ year: moment.getFullYear(), month: moment.getMonth() + 1, day: moment.getDate() }) : "";
    return typed > on && !(unit && unit.profile.practice) && h("small", null, `　${dates.format(typed)}录入`);
  }

  Qingdan.lib.ledgerDrawerParts = { fields, measures, history };
})();
