// @ts-check
/**
 * What comes nearest to a question in words of its own, where nothing holds all of it: pairs of characters that
 * the question shares with titles and texts, the rarer the better. Pure. Loaded when a search found nothing.
 *
 * @typedef {{entry: SearchEntry, words: string[]}} SearchNear words: the parts of the question that the entry holds
 */
(function () {
  "use strict";

  const MOST = 8; // entries
  const ENOUGH = 0.34; // of what the pairs of a question weigh
  const TITLE = 2, TEXT = 1, CONTEXT = 0.5;

  // What every question may hold tells nothing of what it is about.
  const FILLERS = new RegExp([
    "多长时间", "多少", "谁来", "谁", "干什么", "做什么", "干啥", "找", "走了", "要找", "要干", "要做", "多久", "怎么样", "怎么办", "怎么", "怎样", "如何", "什么时候", "为什么", "什么", "哪些", "哪一", "哪个", "哪里", "是不是", "能不能",
    "可不可以", "可以", "要不要", "有没有", "应该", "应当", "需要", "请问", "一下", "我们", "我", "吗", "呢", "吧", "啊", "的", "了", "是", "在", "把", "被", "和", "与", "及", "或",
  ].join("|"), "g");

  /** How people say it → how the site does. @type {[RegExp, string][]} */
  const SAID = [[/一把手/g, "主要负责人"], [/台帐/g, "台账"], [/模板|模版|样表/g, "表单"], [/多长(?!时间)/g, "多久"]];

  /** @param {string} query */
  function asked(query) {
    return SAID.reduce((text, [said, own]) => text.replace(said, own), Qingdan.lib.search.fold(query).slice(0, 60)).replace(FILLERS, " ");
  }

  /** The pairs of neighbouring characters of a question, and its other words whole. @param {string} text @returns {string[]} */
  function piecesOf(text) {
    const parts = text.match(/[\u3400-\u9fff]+|[a-z0-9][a-z0-9.-]+/g) || [];
    return [...new Set(parts.flatMap((part) => (/^[a-z0-9]/.test(part) || part.length < 3 ? [part] : [...part].slice(1).map((char, at) => part[at] + char))))];
  }

  /**
   * The entries nearest to a question, the nearest first.
   * @param {SearchEntry[]} entries @param {string} query @returns {SearchNear[]}
   */
  function near(entries, query) {
    const question = asked(query), pieces = piecesOf(question);
    const scores = entries.map(() => 0), held = entries.map(() => 0);
    let all = 0;
    for (const piece of pieces) {
      const holding = entries.map((entry, at) => (entry.all.includes(piece) ? at : -1)).filter((at) => at >= 0);
      const weight = Math.log((entries.length + 1) / (holding.length + 1)) * (piece.length > 1 ? 1 : 0.3);
      all += weight * (holding.length ? 1 : 0.5); // a word that stands nowhere is mostly another's way of saying it
      for (const at of holding) {
        const { foldedTitle, foldedText, foldedRef } = entries[at];
        const isNamed = foldedTitle.includes(piece) || foldedRef.includes(piece);
        held[at] += weight;
        scores[at] += weight * (isNamed ? TITLE : foldedText.includes(piece) ? TEXT : CONTEXT);
      }
    }
    const titles = new Set(); // some sections stand under the same heading on many pages
    return entries.map((entry, at) => ({ entry, at })).filter(({ at }) => all > 0 && held[at] / all >= ENOUGH)
      .sort((a, b) => scores[b.at] - scores[a.at] || a.entry.title.length - b.entry.title.length)
      .filter(({ entry: { title } }) => !titles.has(title) && titles.add(title)).slice(0, MOST)
      .map(({ entry }) => ({ entry, words: runsOf(question, entry.all) }));
  }

  /** The longest stretches of a question that a text holds. @param {string} question @param {string} text @returns {string[]} */
  function runsOf(question, text) {
    const runs = [];
    for (const part of question.split(/[^\u3400-\u9fffa-z0-9.-]+/)) {
      for (let from = 0; from < part.length - 1;) {
        let to = part.length;
        while (to - from > 1 && !text.includes(part.slice(from, to))) to--;
        if (to - from > 1) runs.push(part.slice(from, to));
        from = Math.max(to, from + 1);
      }
    }
    return [...new Set(runs)].sort((a, b) => b.length - a.length);
  }

  Qingdan.lib.searchNear = { near };
})();
