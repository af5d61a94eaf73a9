// @ts-check
/** What the preview of an import shows: the columns and what they mean, row by row what is wrong, what is asked. */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerModel: model, ledgerImportRows: { MATCHED }, sheetValues, sheetWhole } = Qingdan.lib;
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  const MOST = 200; // lines of a list
  const FEW = 5; // questions without a year that are all shown

  /** Which column of the ledger each heading means. @param {Head} head @param {number[]} which columns of the table @param {(at: number, id: string) => void} choose */
  function mapping(head, which, choose) {
    const columns = model.columns().filter((/** @type {LedgerColumn} */ { hidden }) => !hidden);
    return h("table", { class: "qd-table" },
      h("thead", null, h("tr", null, ["表里的列", "当作台账的"].map((words) => h("th", { scope: "col" }, words)))),
      h("tbody", null, which.map((at) => {
        const heading = head.headings[at], select = h("select", { class: "qd-input", "data-ask": `column ${at}`, "aria-label": `“${heading}”当作`, onchange: () => choose(at, select.value) },
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
      const isWhole = sheetWhole.isWhole(ask.key), where = isWhole ? "" : `第 ${ask.row} 行`;
      const select = h("select", { class: "qd-input", "data-ask": ask.key, "aria-label": isWhole ? `整张表：${label}${ask.text}` : `${where}${label}`, onchange: () => put(select.value) },
        h("option", { value: "" }, "（请选）"), ask.choices.map(({ value, label: words }) => h("option", { value }, words)), !ask.choices.some(({ value }) => value === "no") && h("option", { value: "-" }, "先空着"));
      const day = isDate && !isWhole ? h("input", { type: "date", class: "qd-input", "data-ask": ask.key, "aria-label": `${where}${label}，另填一天`, min: "2000-01-01", max: "2999-12-31", onchange: () => day.value && put(day.value) }) : null;
      const known = answers.get(ask.key);
      if (known !== undefined) select.value = known === "" ? "-" : known;
      if (day && known && select.value !== known) [day.value, select.value] = [known, ""];
      return h("li", { class: "qd-ask" }, `${where ? `${where}，` : ""}${label}${ask.text ? `“${sheetValues.shortened(ask.text)}”` : ""}：${ask.reason} `, select, day && [" 或 ", day]);
    }));
  }

  /** The year of all deadlines that have none, in one answer. @param {number | null} chosen @param {(year: number | null) => void} changed */
  function year(chosen, changed) {
    const now = Number(dates.today().slice(0, 4));
    const select = h("select", { class: "qd-input", "data-ask": "year", onchange: () => changed(Number(select.value) || null) },
      h("option", { value: "" }, "（一个一个定）"), [now - 1, now, now + 1].map((one) => h("option", { value: one }, `${one} 年`)));
    select.value = chosen ? String(chosen) : "";
    return h("p", { class: "qd-ask" }, h("label", null, "表里有时限没有写年份，都按哪一年算 ", select));
  }

  /** What is asked row by row; where one year answers many, they wait behind it. @param {Ask[]} asks @param {Map<string, string>} answers filled @param {() => void} changed */
  function each(asks, answers, changed) {
    if (!asks.length) return false;
    const yearless = asks.filter((ask) => ask.yearless), isFolded = yearless.length > FEW, shown = isFolded ? asks.filter((ask) => !ask.yearless) : asks;
    return [
      h("h3", null, `要问的 ${asks.length} 处`), h("p", { class: "qd-note" }, "没有写清的不猜：选一个，或先空着，体检会再提出来。"),
      shown.length > 0 && questions(shown, answers, changed),
      isFolded && h("details", { class: "qd-fold" }, h("summary", null, `没有写年份的 ${yearless.length} 处，在上面选了年份就不用一个一个答`), questions(yearless, answers, changed)),
    ];
  }

  /** What is asked once for the whole table, with what is answered already. @param {SheetPreview} preview @param {Map<string, string>} answers filled @param {() => void} changed */
  function whole({ asks, settled }, answers, changed) {
    const open = asks.filter(({ key }) => sheetWhole.isWhole(key)), list = [...settled, ...open].sort((a, b) => (a.key > b.key ? -1 : 1)); // the state before the measures
    return list.length > 0 && [
      h("h3", null, `整张表答一次的 ${list.length} 处${open.length ? `，${open.length} 处还没有答` : ""}`),
      h("p", { class: "qd-note" }, "写入时一起记下；下次导入表头一样的表，照这样，也可以改。"), questions(list, answers, changed),
    ];
  }

  /** Up to which day the table tells how things stand. @param {SheetPreview} preview @param {(day: string) => void} changed */
  function asOf({ asOf: { date, text, note }, until }, changed) {
    const today = dates.today(), isAhead = date > today;
    const input = h("input", { type: "date", class: "qd-input", "data-ask": "asof", min: "2000-01-01", max: today, value: until, onchange: () => changed(input.value) });
    const words = !text ? "空着就算到今天。" : isAhead ? `表里写着“${text}”，还没有到；空着就算到今天。`
      : date ? `表里写着“${text}”${note ? `：${note}` : "。"}` : `表里写着“${text}”：${note}，没有替你填；空着就算到今天。`;
    return h("p", { class: "qd-ask" }, h("label", null, "表里的情况截至哪一天 ", input), h("small", null, ` ${words}`));
  }

  /** @param {SheetNote[]} notes */
  function notes(notes) {
    const rest = notes.length - MOST;
    return h("ul", null, notes.slice(0, MOST).map(({ row, column, text }) => h("li", null, `第 ${row} 行${column ? `，${(model.column(column) || { label: column }).label}` : ""}：${text}`)),
      rest > 0 && h("li", null, `另有 ${rest} 处`));
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

  /** Rows that were copied, and known problems that the table does not have. @param {SheetPreview} preview */
  function others({ plan, drafts }) {
    if (!plan) return [];
    const copied = drafts.filter(({ problem }) => {
      const found = plan.how.get(problem);
      return found && found.copied && plan.added.includes(found.given);
    });
    /** @param {string} title @param {any[]} list @param {(one: any) => any} words */
    const fold = (title, list, words) => list.length > 0 && h("details", { class: "qd-fold" }, h("summary", null, `${title}（${list.length}）`),
      h("ul", null, list.slice(0, MOST).map((one) => h("li", null, words(one)))));
    const name = (/** @type {Problem} */ { value }) => [value.class, value.no || sheetValues.shortened(value.text)].filter(Boolean).join(" ");
    return [
      fold("复制来的行，带着别的问题的编码，当作新问题", copied, ({ rows: [row], problem }) => `第 ${row} 行 ${problem.values.no || ""}“${sheetValues.shortened(problem.values.text)}”`),
      fold("这里有、表里没有的，留着", plan.missing, name),
    ];
  }

  Qingdan.lib.ledgerImportParts = { mapping, each, whole, asOf, year, notes, matched, doubts, others };
})();
