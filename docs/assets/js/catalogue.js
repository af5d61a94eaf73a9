// @ts-check
/**
 * What an id means and where it stands, for scripts: the lists with their items, the timelines with their
 * milestones, the forms with their blanks. Embedded in the page (`#qd-catalogue`), or loaded when it is first asked for.
 *
 * @typedef {{id: string, text: string, owner: string, level: string, by?: string}} CatalogueItem by: see item-dues.js
 * @typedef {{id: string, title: string, url: string, side: string, items: CatalogueItem[],
 *   retired: {id: string, text: string}[]}} CatalogueList
 * @typedef {{kind: "item" | "retired" | "milestone" | "blank" | "unknown", text: string, list: {id: string, title: string} | null, url: string}} Meaning
 *   url: relative to the site's root, "" where there is none
 * @typedef {{kit: string, lists: CatalogueList[], roles: Record<string, string>, levels: Record<string, string>,
 *   meaning(id: string): Meaning, known: {ticks: Set<string>, milestones: Set<string>, forms: Set<string>}}} Catalogue
 *   kit: the version of the data; known: the ids in use, by the store that holds what is entered for them
 */
(function () {
  "use strict";

  const SCRIPT = "data/catalogue.js";

  /** @type {Promise<Catalogue> | null} */
  let loading = null;

  /** @returns {Promise<Catalogue>} rejected when its file is missing; the next call then tries again */
  function load() {
    if (!loading) {
      loading = read().then(indexed);
      loading.catch(() => (loading = null));
    }
    return loading;
  }

  async function read() {
    const embedded = document.getElementById("qd-catalogue");
    if (embedded) return JSON.parse(embedded.textContent || "");
    await Qingdan.loadScript(SCRIPT);
    return /** @type {any} */ (window).QINGDAN_CATALOGUE;
  }

  /** @param {any} data @returns {Catalogue} */
  function indexed(data) {
    /** @type {Map<string, Meaning>} */
    const meanings = new Map();
    for (const list of data.lists) {
      for (const { id, text } of list.retired) meanings.set(id, { kind: "retired", text, list, url: list.url });
      for (const { id, text } of list.items) meanings.set(id, { kind: "item", text, list, url: `${list.url}#${id}` });
    }
    for (const timeline of data.timelines) {
      for (const { id, text } of timeline.retired) meanings.set(id, { kind: "retired", text, list: timeline, url: timeline.url });
      for (const { id, title } of timeline.milestones) {
        meanings.set(id, { kind: "milestone", text: title, list: timeline, url: `${timeline.url}#${id}` });
      }
    }
    for (const form of data.forms) {
      for (const { id, text } of form.retired) meanings.set(id, { kind: "retired", text, list: form, url: form.url });
      for (const { id, text, rows } of form.blanks) {
        const url = `${form.url}#${id}`, words = `${form.title}：${text}`;
        if (!rows) meanings.set(id, { kind: "blank", text: words, list: form, url });
        for (let row = 1; row <= rows; row++) meanings.set(`${id}.${row}`, { kind: "blank", text: `${words}，第 ${row} 行`, list: form, url });
      }
    }
    /** @param {string} wanted */
    const idsOf = (wanted) => new Set([...meanings].filter(([, { kind }]) => kind === wanted).map(([id]) => id));
    const known = { ticks: idsOf("item"), milestones: idsOf("milestone"), forms: idsOf("blank") };
    /** @param {string} id @returns {Meaning} */
    const meaning = (id) => {
      const [base, day] = id.split("@"); // T01-05@2026-08-10: one time of a recurring milestone
      const found = meanings.get(base);
      if (!found || (day && found.kind === "item")) return { kind: "unknown", text: "本站没有这个编号", list: null, url: "" };
      return day ? { ...found, text: `${found.text}（${day}）` } : found;
    };
    return { kit: data.kit, lists: data.lists, roles: data.roles, levels: data.levels, meaning, known };
  }

  Qingdan.lib.catalogue = { load };
})();
