// @ts-check
/** What the preview of an import shows: the columns and what they mean, row by row what is wrong, what is asked. */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerModel: model, sheetValues } = Qingdan.lib;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  const MOST = 200; // lines of a list
  const SHOWN = 50; // rows of the preview

  /** Which column of the ledger each heading means. @param {Head} head @param {(at: number, id: string) => void} choose */
  function mapping(head, choose) {
    const columns = model.columns().filter((/** @type {LedgerColumn} */ { hidden }) => !hidden);
    return h("table", { class: "qd-table" },
      h("thead", null, h("tr", null, ["表里的列", "当作台账的"].map((words) => h("th", { scope: "col" }, words)))),
      h("tbody", null, head.headings.map((heading, at) => {
        const select = h("select", { class: "qd-input", "aria-label": `“${heading}”当作`, onchange: () => choose(at, select.value) },
          h("option", { value: "" }, "原样留着（本单位自己的列）"), columns.map((/** @type {LedgerColumn} */ { id, label }) => h("option", { value: id }, label)));
        select.value = head.ids[at] || "";
        const hint = head.ids[at] ? (head.sure[at] ? "" : "看着像，请核对") : head.suggestions[at] ? `是不是“${(model.column(head.suggestions[at]) || { label: "" }).label}”？` : "";
        return h("tr", null, h("th", { scope: "row" }, heading), h("td", null, select, hint && h("small", null, ` ${hint}`)));
      })));
  }

  /** @param {Ask[]} asks @param {Map<string, string>} answers filled @param {() => void} changed */
  function questions(asks, answers, changed) {
    return h("ul", { class: "qd-plain" }, asks.slice(0, MOST).map((ask) => {
      const column = model.column(ask.column), isDate = column && column.type === "date", label = column ? column.label : ask.column;
      const put = (/** @type {string} */ value) => {
        if (value) answers.set(ask.key, value === "-" ? "" : value);
        else answers.delete(ask.key);
        changed();
      };
      const select = h("select", { class: "qd-input", "data-ask": ask.key, "aria-label": `第 ${ask.row} 行${label}`, onchange: () => put(select.value) },
        h("option", { value: "" }, "（请选）"), ask.choices.map(({ value, label: words }) => h("option", { value }, words)), h("option", { value: "-" }, "先空着"));
      const day = isDate ? h("input", { type: "date", class: "qd-input", "data-ask": ask.key, "aria-label": `第 ${ask.row} 行${label}，另填一天`, min: "2000-01-01", max: "2999-12-31", onchange: () => day.value && put(day.value) }) : null;
      const known = answers.get(ask.key);
      if (known !== undefined) select.value = known === "" ? "-" : known;
      if (day && known && select.value !== known) [day.value, select.value] = [known, ""];
      return h("li", { class: "qd-ask" }, `第 ${ask.row} 行，${label}“${sheetValues.shortened(ask.text)}”：${ask.reason} `, select, day && [" 或 ", day]);
    }));
  }

  /** The year of all deadlines that have none, in one answer. @param {number | null} chosen @param {(year: number | null) => void} changed */
  function year(chosen, changed) {
    const now = Number(dates.today().slice(0, 4));
    const select = h("select", { class: "qd-input", "data-ask": "year", onchange: () => changed(Number(select.value) || null) },
      h("option", { value: "" }, "（一个一个定）"), [now - 1, now, now + 1].map((one) => h("option", { value: one }, `${one} 年`)));
    select.value = chosen ? String(chosen) : "";
    return h("label", { class: "qd-field" }, "表里有时限没有写年份，都按哪一年算", select);
  }

  /** @param {SheetNote[]} notes */
  function notes(notes) {
    const rest = notes.length - MOST;
    return h("ul", null, notes.slice(0, MOST).map(({ row, column, text }) => h("li", null, `第 ${row} 行${column ? `，${(model.column(column) || { label: column }).label}` : ""}：${text}`)),
      rest > 0 && h("li", null, `另有 ${rest} 处`));
  }

  /** What would stand in the ledger. @param {SheetPreview} preview @param {Set<number>} skip filled @param {() => void} changed */
  function rows(preview, skip, changed) {
    const ids = ["no", "aspect", "class", "text", "leaders", "units", "persons", "due", "state"]
      .filter((id) => id === "text" || preview.drafts.some(({ problem }) => !model.isEmpty(problem.values[id])));
    return h("div", { class: "qd-preview", tabindex: 0, role: "region", "aria-label": "预览" }, h("table", { class: "qd-table" },
      h("thead", null, h("tr", null, h("th", { scope: "col" }, "导入"), h("th", { scope: "col" }, "行"), preview.plan && h("th", { scope: "col" }, "按什么对上"), ids.map((id) => h("th", { scope: "col" }, (model.column(id) || { label: id }).label)), h("th", { scope: "col" }, "措施"))),
      h("tbody", null, preview.drafts.slice(0, SHOWN).map(({ rows: numbers, problem, wrong }) => {
        const first = numbers[0], box = h("input", { type: "checkbox", "aria-label": `导入第 ${first} 行`, disabled: wrong.length > 0, onchange: () => {
          if (box.checked) skip.delete(first);
          else skip.add(first);
          changed();
        } });
        box.checked = !wrong.length && !skip.has(first);
        return h("tr", null, h("td", null, box), h("td", null, numbers.length > 1 ? `${first}–${numbers[numbers.length - 1]}` : first),
          preview.plan && h("td", null, howWords(preview.plan.how.get(problem))),
          ids.map((id) => h("td", { class: id === "due" ? "qd-nowrap" : null }, model.cellText(id, problem.values[id]))), h("td", null, problem.measures.length));
      }))), preview.drafts.length > SHOWN && h("p", { class: "qd-note" }, `只列前 ${SHOWN} 个，其余 ${preview.drafts.length - SHOWN} 个照样导入。`));
  }

  /** @type {Record<string, string>} */
  const MATCHED = { uid: "编码", place: "类别和序号", no: "序号", text: "问题文字", chosen: "选定" };

  /** What each row was taken for, in a word. @param {Match | undefined} found */
  function howWords(found) {
    if (!found) return "";
    if (found.problem) return MATCHED[found.by];
    return found.doubt && found.doubt.chosen !== "new" ? (found.doubt.chosen ? "不导入" : "要选") : "新的";
  }

  /** By what the known ones were found. @param {FillPlan} plan */
  function matched({ how }) {
    const found = [...how.values()].filter(({ problem }) => problem);
    const counts = Object.entries(MATCHED).map(([by, words]) => [words, found.filter((one) => one.by === by).length]).filter(([, count]) => count);
    return counts.length ? `对上 ${found.length} 个：${counts.map(([words, count]) => `按${words} ${count} 个`).join("，")}。` : "";
  }

  /** Rows that may be a problem of the ledger, or not: people say so. @param {SheetPreview} preview @param {Map<number, string>} decided filled @param {() => void} changed */
  function doubts({ plan, drafts }, decided, changed) {
    if (!plan || !plan.doubts.length) return [];
    const rowOf = new Map(drafts.map(({ problem, rows }) => [plan.how.get(problem), rows[0]])), list = plan.doubts.map((one) => ({ one, row: rowOf.get(one) || 0 }));
    const name = (/** @type {any} */ { no, text }) => `${no ? `${no}. ` : ""}“${sheetValues.shortened(text || "")}”`;
    const others = () => [["new", "是另一个，当作新问题"], ["skip", "这一行不导入"]].map(([value, words]) => h("option", { value }, words));
    const all = h("select", { class: "qd-input", "data-ask": "doubts", onchange: () => {
      for (const { one: { doubt }, row } of list) {
        const only = doubt && doubt.candidates.length === 1 ? doubt.candidates[0].id : "";
        if (all.value !== "same" || only) decided.set(row, all.value === "same" ? only : all.value);
      }
      changed();
    } }, h("option", { value: "" }, "（一行一行选）"), h("option", { value: "same" }, "都是列出的那一个，照表更新"), others());
    return [
      h("h3", null, `对不准的 ${list.length} 行`),
      h("p", { class: "qd-note" }, "看着像台账里已有的，又说不准。选定以后才能写入：选错了会把另一个问题改掉。"),
      list.length > 1 && h("label", { class: "qd-field" }, "一起选", all),
      h("ul", { class: "qd-plain" }, list.map(({ one: { given, doubt }, row }) => {
        const { candidates, why, chosen } = /** @type {MatchDoubt} */ (doubt);
        const select = h("select", { class: "qd-input", "data-ask": `doubt:${row}`, "aria-label": `第 ${row} 行是不是已有的问题`, onchange: () => {
          if (select.value) decided.set(row, select.value);
          else decided.delete(row);
          changed();
        } }, h("option", { value: "" }, "（请选）"), candidates.map(({ id, value }) => h("option", { value: id }, `就是这里的 ${name(value)}，照表更新`)), others());
        select.value = chosen;
        return h("li", { class: "qd-ask" }, `第 ${row} 行，${name(given.values)}：${why}。 `, select);
      })),
    ];
  }

  /** What would become of known problems. @param {SheetPreview} preview */
  function changes({ plan, drafts }) {
    if (!plan) return [];
    const copied = drafts.filter(({ problem }) => {
      const found = plan.how.get(problem);
      return found && found.copied && plan.added.includes(found.given);
    });
    /** @param {string} title @param {any[]} list @param {(one: any) => any} words */
    const fold = (title, list, words) => list.length > 0 && h("details", { class: "qd-fold" }, h("summary", null, `${title}（${list.length}）`),
      h("ul", null, list.slice(0, MOST).map((one) => h("li", null, words(one)))));
    const name = (/** @type {Problem} */ { value }) => [value.class, value.no || sheetValues.shortened(value.text)].filter(Boolean).join(" ");
    const update = (/** @type {FillUpdate} */ { problem, given, changes: cells, details }) => [
      ...Object.keys(cells).map((path) => (path === "text" ? `问题改为“${sheetValues.shortened(given.values.text)}”` : Qingdan.lib.ledgerFields.pathLabel(path, problem.value))),
      details.progress && "进展", details.measures && "措施状态",
    ].filter(Boolean).join("、");
    const told = [...plan.updated, ...plan.same].filter(({ differs, unmatched }) => differs.length || unmatched);
    return [
      fold("要更新的", plan.updated, (one) => `${name(one.problem)}（按${MATCHED[one.by]}对上）：${update(one)}`),
      fold("复制来的行，带着别的问题的编码，当作新问题", copied, ({ rows: [row], problem }) => `第 ${row} 行 ${problem.values.no || ""}“${sheetValues.shortened(problem.values.text)}”`),
      fold("不照表改的", told, ({ problem, differs, unmatched }) => `${name(problem)}：${[...differs, unmatched ? `这里有 ${unmatched} 条措施表里没有，留着` : ""].filter(Boolean).join("；")}`),
      fold("这里有、表里没有的，留着", plan.missing, name),
    ];
  }

  Qingdan.lib.ledgerImportParts = { mapping, questions, year, notes, matched, doubts, rows, changes };
})();
