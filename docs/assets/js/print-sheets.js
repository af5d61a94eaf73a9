// @ts-check
/**
 * Sheets of paper as elements: a cover, a contents list, a list or timeline with its rows. What stands on them comes
 * from data/print.js; what people entered enters as text.
 *
 * Chromium before 131 prints nothing in the margins, so whose sheet it is, which and of which day stands in the
 * table's head, which is repeated on every page.
 *
 * @typedef {{id: string, cells: Record<string, string>, always: [string, string][], long: [string, string][],
 *   cites: string[], convention: boolean}} PaperRow
 * @typedef {{id: string, label: string, example: string, hint: string, cites: string[], convention: boolean}} PaperField
 * @typedef {{id: string, kind: string, title: string, url: string, side: string, purpose: string,
 *   about: [string, string][], roles: string[], stage: string, fields: PaperField[],
 *   columns: {name: string, title: string}[], parts: {title: string, rows: PaperRow[]}[], sign: string[],
 *   version: string}} PaperSheet
 * @typedef {{kit: string, sides: Record<string, string>, roles: Record<string, string>, stages: Record<string, string>,
 *   sheets: PaperSheet[], notes: Record<string, [string, string, string]>}} PaperData
 * @typedef {{unit: string, today: string, kit: string, long: boolean, notes: PaperData["notes"],
 *   place: string, entered: Map<string, Tick> | null, dates?: Map<string, string>, to?: Map<string, string>, own?: Map<string, string>}} PaperOptions
 *   place: its number in the contents, or ""; entered: what the unit has entered, by id, null for a blank form; dates,
 *   own: a timeline's days and the unit's own values for its fields, in words, by id
 * @typedef {{id: string, title: string, size: string}} PackEntry one list, timeline or form, as cover and contents name it
 */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);
  const session = /** @type {Session} */ (Qingdan.lib.session);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);

  const BLANK = "＿＿＿＿＿＿＿＿";
  const NUMBERS = "一二三四五六七八九十";
  const SAMPLE = /[；，]?示例日期，请改成本单位的/; // of a hint, once the unit has a day of its own

  /** 一 … 十, 十一 … 二十 …, as headings count. @param {number} number from 1 to 99 */
  function chinese(number) {
    const tens = Math.floor(number / 10), ones = number % 10;
    return `${tens > 1 ? NUMBERS[tens - 1] : ""}${tens ? "十" : ""}${ones ? NUMBERS[ones - 1] : ""}`;
  }

  /** Whose, which, of which version and day: on every page. @param {string} name @param {PaperOptions} options */
  function running(name, { unit, today, kit, place }) {
    return { unit: `单位：${unit || BLANK}`, name: place ? `${name}（${place}）` : name, version: `版本 ${kit}`, date: `打印日期：${dates.format(today)}` };
  }

  /** @param {string} name @param {number} width @param {PaperOptions} options */
  function runningRow(name, width, options) {
    return h("tr", { class: "qd-leaf__run" }, h("td", { colspan: width }, h("div", null,
      Object.values(running(name, options)).map((words) => h("span", null, words)))));
  }

  /** @param {string} title @param {number} width */
  function titleRow(title, width) {
    return h("tr", { class: "qd-leaf__title" }, h("th", { colspan: width }, title));
  }

  /** @param {PaperSheet} sheet @param {PaperOptions} options */
  function build(sheet, options) {
    const name = `${sheet.id} ${sheet.title}`, cited = new Set(/** @type {string[]} */ ([]));
    const article = h("section", { class: "qd-leaf", id: `sheet-${sheet.id}`, "data-sheet": sheet.id, "data-kind": sheet.kind },
      h("h2", null, name), h("p", { class: "qd-leaf__purpose" }, sheet.purpose),
      h("dl", { class: "qd-leaf__about" }, sheet.about.map(([label, words]) => h("div", null, h("dt", null, label), h("dd", null, words)))),
      sheet.fields.length > 0 && fields(sheet, options, cited), rows(sheet, name, options, cited));
    if (options.long && cited.size) article.append(notes(name, cited, options));
    Qingdan.lib.printReady.holdHeadings(article);
    return article;
  }

  /** @param {PaperSheet} sheet @param {PaperOptions} options @param {Set<string>} cited */
  function fields(sheet, options, cited) {
    const own = (/** @type {{id: string}} */ { id }) => (options.own && options.own.get(id)) || "";
    return h("table", { class: "qd-leaf__table qd-leaf__fields" }, h("caption", null, "先填什么"),
      h("thead", null, h("tr", null, ["项目", "本单位填写", "说明"].map((title) => h("th", { scope: "col" }, title)))),
      h("tbody", null, sheet.fields.map((field) => h("tr", null, h("th", { scope: "row" }, field.label),
        h("td", null, own(field)),
        h("td", null, !own(field) && field.example && `${field.example}。`, own(field) ? field.hint.replace(SAMPLE, "") : field.hint, cites(field, options, cited))))));
  }

  /** @param {PaperSheet} sheet @param {string} name @param {PaperOptions} options @param {Set<string>} cited */
  function rows(sheet, name, options, cited) {
    const width = sheet.columns.length;
    // Widths stand in columns of their own: the first row spans all of them.
    const table = h("table", { class: "qd-leaf__table qd-leaf__rows" },
      h("colgroup", null, sheet.columns.map((column) => h("col", { class: `qd-col-${column.name}${options.entered ? " is-entered" : ""}` }))), h("thead", null, runningRow(name, width, options),
      h("tr", null, sheet.columns.map((column) => h("th", { scope: "col" }, column.title)))));
    sheet.parts.forEach(({ title, rows: own }, at) => table.append(h("tbody", null,
      title && h("tr", { class: "qd-leaf__part" }, h("th", { scope: "rowgroup", colspan: width }, `${chinese(at + 1)}、${title}`)),
      own.map((row) => h("tr", { "data-row": row.id }, sheet.columns.map((column) => cell(column.name, row, options, cited)))))));
    table.append(h("tbody", { class: "qd-leaf__end" }, h("tr", null, h("td", { colspan: width }, sign(sheet.sign)))));
    return table;
  }

  /** @param {string} column @param {PaperRow} row @param {PaperOptions} options @param {Set<string>} cited */
  function cell(column, row, options, cited) {
    const entered = options.entered && options.entered.get(row.id);
    const element = h("td", { class: `qd-col-${column}` });
    if (column === "box") element.append(box(entered ? entered.state : "todo"));
    else if (column === "record") element.append(...record(entered, options));
    else if (column === "date") element.append(...date(row, entered, options));
    else if (column === "who" && options.to && options.to.has(row.id)) element.append(`${row.cells.who.split("\n")[0]}\n→ ${options.to.get(row.id)}`);
    else if (row.cells[column]) element.append(row.cells[column]);
    if (column === "text") {
      const more = options.long ? row.always.concat(row.long) : row.always;
      more.forEach(([label, words]) => element.append(h("span", { class: "qd-leaf__more" }, h("strong", null, `${label}：`), words)));
      element.append(...[cites(row, options, cited)].filter(Boolean));
    }
    return element;
  }

  /** @param {State} state */
  function box(state) {
    return h("span", { class: "qd-leaf__box", "data-state": state }, state === "done" ? "√" : state === "na" ? "—" : "□");
  }

  /** What is entered, in words. @param {Tick | null | undefined} entered @param {PaperOptions} options @returns {HTMLElement[]} */
  function record(entered, options) {
    if (!options.entered) return [];
    if (!entered) return [h("strong", null, session.STATE_WORDS.todo)];
    const late = entered.due && entered.state !== "done" && entered.state !== "na" && dates.compare(entered.due, options.today) < 0;
    /** @type {[string, string][]} */
    const facts = [["责任人", entered.person], ["期限", entered.due && `${dates.format(entered.due)}${late ? "（逾期）" : ""}`],
      ["办结", entered.doneOn && dates.format(entered.doneOn)], ["佐证", entered.evidence.join("、")], ["记事", entered.note]];
    return [h("strong", null, session.STATE_WORDS[entered.state]),
      ...facts.filter(([, words]) => words).map(([label, words]) => h("span", { class: "qd-leaf__more" }, `${label}：${words}`))];
  }

  /** @param {PaperRow} row @param {Tick | null | undefined} entered @param {PaperOptions} options */
  function date(row, entered, options) {
    const words = options.dates && options.dates.get(row.id);
    const parts = words ? words.split("\n").map((line) => h("span", { class: "qd-leaf__line" }, line)) : [];
    return entered ? [...parts, ...record(entered, options)] : parts;
  }

  /** @param {{cites: string[], convention: boolean}} one @param {PaperOptions} options @param {Set<string>} cited */
  function cites({ cites: sources, convention }, options, cited) {
    const shown = options.long ? sources.slice() : [];
    shown.forEach((source) => cited.add(source));
    if (convention) shown.push("本工具约定");
    return shown.length ? h("span", { class: "qd-leaf__cites" }, `〔${shown.join(" ")}〕`) : null;
  }

  /** @param {string[]} labels */
  function sign(labels) {
    return h("p", { class: "qd-leaf__sign" }, labels.map((label) => h("span", { class: "qd-leaf__signer" }, `${label}：`, h("span", { class: "qd-leaf__rule" }))));
  }

  /** The sources, in a table of its own so that its head is repeated too; its title too, which otherwise may end a page. @param {string} name @param {Set<string>} cited @param {PaperOptions} options */
  function notes(name, cited, options) {
    const known = [...cited].filter((source) => options.notes[source]);
    return h("table", { class: "qd-leaf__notes" },
      h("thead", null, runningRow(name, 1, options), titleRow(`出处（${known.length} 条，均为转述）`, 1)),
      h("tbody", null, known.map((source) => {
        const [where, words, certainty] = options.notes[source];
        return h("tr", null, h("td", null, h("strong", null, source), ` ${where} `, words, certainty && `（把握：${certainty}，不是讲话依据）`));
      })));
  }

  /** @param {string} what @param {PackEntry[]} sheets @param {PaperOptions} options */
  function cover(what, sheets, options) {
    const facts = [["单位", options.unit || BLANK], ["内容", `${what}，共 ${sheets.length} 份`],
      ["样式", `${options.entered ? "带单位记录" : "空白表"}，${options.long ? "含说明与依据" : "只有正文"}`],
      ["打印日期", dates.format(options.today)], ["网站版本", options.kit]];
    return h("section", { class: "qd-leaf qd-leaf--cover" }, h("p", { class: "qd-cover__site" }, "巡察整改知识库"),
      h("h2", null, "清单包"), h("p", { class: "qd-cover__what" }, what),
      h("dl", { class: "qd-cover__facts" }, facts.map(([label, words]) => h("div", null, h("dt", null, label), h("dd", null, words)))),
      h("p", { class: "qd-cover__legend" }, "□ 没有办结　√ 已办结　— 不适用。标“本工具约定”的不是讲话的要求。"), sign(["责任人", "审核人", "日期"]));
  }

  /** Browsers do not know in print on which page something stands, so every page says above which of them it belongs to. @param {PackEntry[]} sheets */
  function contents(sheets) {
    return h("section", { class: "qd-leaf qd-leaf--contents" }, h("h2", null, "目录"),
      h("ol", null, sheets.map((sheet, at) => h("li", null, h("a", { href: `#sheet-${sheet.id}` }, h("span", null, `${placeOf(at)}　${sheet.title}`),
        h("span", { class: "qd-contents__size" }, sheet.size))))),
      h("p", { class: "qd-contents__note" }, "浏览器排不出目录的页码。要找哪一份，看每一页上方的“第几份”。带页码的目录在成品 PDF“全本”里。"));
  }

  /** @param {number} at from 0 */
  function placeOf(at) {
    return `第 ${at + 1} 份`;
  }

  Qingdan.lib.printSheets = { build, cover, contents, notes, running, runningRow, titleRow, placeOf };
})();
