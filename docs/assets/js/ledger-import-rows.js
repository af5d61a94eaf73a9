// @ts-check
/**
 * The rows of a preview in the order of the table, so that they can be checked against it: of a new problem all that
 * would be written, of a known one what each cell says now and would say.
 *
 * @typedef {{most: number, whole: Set<number>}} RowsShown most: how many are listed; whole: first rows of those that
 *   are unfolded
 * @typedef {{draft: Draft, kind: "new" | "update" | "same" | "skip" | "doubt" | "wrong", how: string, update: FillUpdate | null}} PreviewRow
 */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerModel: model, ledgerImportChanges: changes, sheetValues } = Qingdan.lib;

  const FIRST = 100, MORE = 300; // rows that are listed, and more of them each time
  const MEASURES = 4, LONG = 80; // what is shown of a row that is folded: measures, characters of a text
  /** @type {Record<string, string>} */
  const MATCHED = { uid: "编码", place: "类别和序号", no: "序号", text: "问题文字", chosen: "选定" };
  const MAIN = ["no", "aspect", "class", "text", "leaders", "units", "coUnits", "persons", "due", "dueText", "timeClass", "state", "closedOn", "progress"];

  /** @returns {RowsShown} */
  function shown() {
    return { most: FIRST, whole: new Set() };
  }

  /**
   * @param {SheetPreview} preview @param {Set<number>} skip filled @param {RowsShown} state filled
   * @param {{changed: () => void, folded: () => void}} hooks changed: other rows are imported; folded: only what is shown is
   * @returns {(HTMLElement | false)[]}
   */
  function list(preview, skip, state, { changed, folded }) {
    /** @type {Map<FlatProblem, FillUpdate>} */
    const updates = new Map(preview.plan ? [...preview.plan.updated, ...preview.plan.same].map((one) => [one.given, one]) : []);
    const changing = new Set(preview.plan ? preview.plan.updated : []);
    const all = preview.drafts.map((draft) => rowOf(preview, draft, skip, updates, changing));
    const quiet = all.filter(({ kind, update }) => kind === "same" && update && !changes.left(update).length), others = all.filter((one) => !quiet.includes(one));
    const has = new Set(preview.drafts.flatMap(({ problem }) => Object.keys(problem.values).filter((id) => !model.isEmpty(problem.values[id]))));
    const written = writtenDues(preview), rest = others.length - state.most;
    return [
      others.length > 0 && h("h3", null, `逐行核对（${others.length}）`),
      others.length > 0 && h("div", { class: "qd-preview", role: "region", "aria-label": "预览" }, h("table", { class: "qd-table qd-rows" },
        h("thead", null, h("tr", null, ["导入", "行", "问题", "措施", "责任", "时限"].map((words) => h("th", { scope: "col" }, words)))),
        h("tbody", null, others.slice(0, state.most).map((one) => view(one, { has, written, skip, state, changed, folded })))),
      rest > 0 && h("p", { class: "qd-note" }, `还有 ${rest} 行没有列出，照样导入。`, h("button", { type: "button", class: "qd-button qd-button--small", "data-ask": "more", onclick: () => {
        state.most += MORE;
        folded();
      } }, `再列 ${Math.min(rest, MORE)} 行`))),
      quiet.length > 0 && quietOnes(quiet),
    ];
  }

  /** @param {SheetPreview} preview @param {Draft} draft @param {Set<number>} skip @param {Map<FlatProblem, FillUpdate>} updates @param {Set<FillUpdate>} changing @returns {PreviewRow} */
  function rowOf({ plan }, draft, skip, updates, changing) {
    const found = plan && plan.how.get(draft.problem), row = { draft, update: null };
    if (draft.wrong.length) return { ...row, kind: "wrong", how: "不能导入" };
    if (skip.has(draft.rows[0]) || !plan || !found) return { ...row, kind: "skip", how: skip.has(draft.rows[0]) ? "不导入" : "" };
    if (found.problem) {
      const update = updates.get(found.given) || null, isChange = Boolean(update && changing.has(update));
      return { draft, update, kind: isChange ? "update" : "same", how: `${isChange ? "更新" : "没有变化"}，按${MATCHED[found.by]}对上` };
    }
    if (found.doubt && found.doubt.chosen !== "new") return { ...row, kind: found.doubt.chosen ? "skip" : "doubt", how: found.doubt.chosen ? "不导入" : "要选" };
    return { ...row, kind: "new", how: "新的" };
  }

  /**
   * @param {PreviewRow} row @param {{has: Set<string>, written: Map<number, string>, skip: Set<number>, state: RowsShown, changed: () => void, folded: () => void}} shared
   */
  function view({ draft, kind, how, update }, { has, written, skip, state, changed, folded }) {
    const { rows, problem, wrong } = draft, first = rows[0], isWhole = state.whole.has(first);
    const box = h("input", { type: "checkbox", "aria-label": `导入第 ${first} 行`, "data-ask": `row:${first}`, disabled: wrong.length > 0, onchange: () => {
      if (box.checked) skip.delete(first);
      else skip.add(first);
      changed();
    } });
    box.checked = !wrong.length && !skip.has(first);
    const text = (/** @type {string} */ words) => (isWhole || words.length <= LONG ? words : `${words.slice(0, LONG)}…`);
    const isLong = [problem.values.text || "", ...problem.measures.map(({ values }) => values.measure || ""), ...extras(problem).map(([, words]) => words)].some((words) => words.length > LONG);
    const canFold = !update && (isLong || problem.measures.length > MEASURES || extras(problem).length > 2);
    return h("tr", { "data-kind": kind },
      h("td", { class: "qd-rows__box" }, box), h("td", { class: "qd-rows__at" }, rows.length > 1 ? `${first}–${rows[rows.length - 1]}` : first, " ", h("small", { class: "qd-rows__how" }, how)),
      h("td", { class: "qd-rows__text" }, place(problem.values), h("div", null, problem.values.no && h("strong", null, `${problem.values.no}　`), text(problem.values.text || "（没有写问题）")),
        !update && extras(problem).slice(0, isWhole ? undefined : 2).map(([label, words]) => h("small", { class: "qd-rows__line" }, `${label}：${text(words)}`)),
        canFold && h("button", { type: "button", class: "qd-link", "data-ask": `fold:${first}`, "aria-expanded": String(isWhole), onclick: () => {
          if (isWhole) state.whole.delete(first);
          else state.whole.add(first);
          folded();
        } }, isWhole ? "收起" : "全文")),
      update ? h("td", { colspan: 3, "data-label": "改动" }, updateView(update)) : [
        h("td", { "data-label": `措施 ${problem.measures.length} 条` }, measures(problem, isWhole, text)),
        h("td", null, people(problem.values, has)),
        h("td", { "data-label": "时限" }, deadline(draft, written.get(first) || ""), status(draft, text)),
      ]);
  }

  /** @param {LedgerValues} values */
  function place({ aspect, class: group }) {
    const words = [aspect, group].filter(Boolean).join(" / ");
    return words && h("small", { class: "qd-rows__line" }, words);
  }

  /** What a new problem holds besides. @param {FlatProblem} problem @returns {[string, string][]} */
  function extras({ values, own }) {
    return [
      ...model.columns("problem").filter((/** @type {LedgerColumn} */ { id }) => !MAIN.includes(id) && !model.isEmpty(values[id]))
        .map((/** @type {LedgerColumn} */ { id, label }) => /** @type {[string, string]} */ ([label, model.cellText(id, values[id])])),
      ...Object.entries(own || {}),
    ];
  }

  /** @param {FlatProblem} problem @param {boolean} isWhole @param {(words: string) => string} text */
  function measures({ measures: given }, isWhole, text) {
    if (!given.length) return h("span", { class: "qd-rows__none" }, "没有写");
    const listed = given.slice(0, isWhole ? undefined : MEASURES), rest = given.length - listed.length;
    return [
      h("ol", { class: "qd-rows__measures" }, listed.map(({ values }) => {
        const { measure, measureDue, measureDueText, measureState, measureDoneOn, measureResult, measureKind, measureRemark } = values;
        const facts = [
          measureDue ? `时限 ${measureDue}${measureDueText ? `（写的是“${measureDueText}”）` : ""}` : measureDueText && `时限“${measureDueText}”`,
          [...(values.measureUnits || []), ...(values.measurePersons || [])].join("、"),
          measureState && `${model.labelOf("measureState", measureState)}${measureDoneOn ? ` ${measureDoneOn}` : ""}`,
          measureKind && model.labelOf("measureKind", measureKind), measureResult && `成果：${text(measureResult)}`, measureRemark && text(measureRemark),
        ].filter(Boolean);
        return h("li", null, text(measure || "（没有写）"), facts.length > 0 && h("small", { class: "qd-rows__line" }, facts.join("　")));
      })),
      rest > 0 && h("small", { class: "qd-rows__line" }, `还有 ${rest} 条，点“全文”`),
    ];
  }

  /** @param {LedgerValues} values @param {Set<string>} has columns that any row fills */
  function people(values, has) {
    const ids = ["leaders", "units", "coUnits", "persons"].filter((id) => (id === "coUnits" ? !model.isEmpty(values[id]) : has.has(id)));
    return ids.map((id) => h("div", null, h("small", null, `${(model.column(id) || { label: id }).label} `), model.cellText(id, values[id] || []) || h("span", { class: "qd-rows__none" }, "没有写")));
  }

  /** As it is read, and as it is written where that is not the same. @param {Draft} draft @param {string} words */
  function deadline({ problem: { values }, asks }, words) {
    const isAsked = asks.some(({ column }) => column === "due"), group = values.timeClass && model.labelOf("timeClass", values.timeClass);
    const original = words && words !== values.due && words !== group ? h("small", { class: "qd-rows__line" }, `表里写“${sheetValues.shortened(words)}”`) : null;
    return [
      values.due && h("div", { class: "qd-nowrap" }, values.due), group && h("div", null, group),
      !values.due && isAsked && h("span", { class: "qd-rows__none" }, "要问的，还没有定"),
      !values.due && !isAsked && (!group || values.timeClass === "now") && h("span", { class: "qd-rows__none" }, group ? "没有写到哪一天" : "没有写"), original,
    ];
  }

  /** @param {Draft} draft @param {(words: string) => string} text */
  function status({ problem: { values: { state, closedOn, progress } }, asks }, text) {
    return [
      !state && asks.some(({ column }) => column === "state") && h("small", { class: "qd-rows__line qd-rows__none" }, "状态：要问的"),
      state && h("small", { class: "qd-rows__line" }, `状态：${model.labelOf("state", state)}${state === "closed" && closedOn ? ` ${closedOn}` : ""}`),
      progress && h("small", { class: "qd-rows__line" }, `进展：${text(progress)}`),
    ];
  }

  /** @param {FillUpdate} update */
  function updateView(update) {
    const found = changes.of(update), stays = changes.left(update);
    return h("ul", { class: "qd-rows__changes" },
      found.map((/** @type {CellChange} */ { label, was, will }) => h("li", null, h("strong", null, label), "　原：", h("del", null, was || "（空）"), " → 新：", h("ins", null, will || "（空）"))),
      stays.map((/** @type {string} */ words) => h("li", { class: "qd-rows__left" }, words)));
  }

  /** @param {PreviewRow[]} list */
  function quietOnes(list) {
    const place = h("ul"), box = h("details", { class: "qd-fold", ontoggle: () => {
      if (place.childElementCount) return;
      place.append(...list.map(({ draft: { rows: [first], problem: { values } }, how }) => h("li", null, `第 ${first} 行　${values.no ? `${values.no}　` : ""}${sheetValues.shortened(values.text || "")}（${how.replace("没有变化，", "")}）`)));
    } }, h("summary", null, `没有变化的（${list.length}）`), place);
    return box;
  }

  /** What stands in the deadline cells of each problem, by its first row. @param {SheetPreview} preview @returns {Map<number, string>} */
  function writtenDues({ table, drafts }) {
    const cells = new Map(table.rows.map((row) => [row.number, row.cells.get("due")]));
    return new Map(drafts.map(({ rows }) => [rows[0], [...new Set(rows.map((row) => (cells.get(row) || { text: "" }).text.trim()).filter(Boolean))].join("；")]));
  }

  Qingdan.lib.ledgerImportRows = { shown, list, MATCHED };
})();
