// @ts-check
/**
 * The matching behind the search: pure functions over the index, no DOM.
 *
 * Chinese has no spaces to cut at, so words are found by substring. Everything is compared in a folded
 * form of equal length (`fold`), so that a place found in the folded text is the place in the text shown.
 *
 * @typedef {{kinds: string[], paths: string[], contexts: string[],
 *   rows: [number, number, string, string, number, string][]}} SearchIndex see hooks/qingdan/search_index.py
 * @typedef {{kind: string, path: string, anchor: string, title: string, context: string, text: string,
 *   ref: string, foldedTitle: string, foldedContext: string, foldedText: string, foldedRef: string, all: string,
 *   parts: SearchEntry[], seen: number}} SearchEntry
 *   `ref` is the printed id (Q03-07, S0-3.1-2) or ""; `all` is everything folded; `parts` are, for a page, the entries that stand on it
 * @typedef {{kind: string, best: number, found: SearchEntry[]}} SearchGroup
 * @typedef {[number, number]} SearchRange start and end, end excluded
 * @typedef {{fold(text: string): string, wordsOf(query: string): string[],
 *   prepare(index: SearchIndex): SearchEntry[], find(entries: SearchEntry[], words: string[]): SearchGroup[],
 *   ranges(folded: string, words: string[]): SearchRange[], snippet(entry: SearchEntry, words: string[]): string,
 *   shorter(entries: SearchEntry[], query: string): string[]}} SearchMatch
 */
(function () {
  "use strict";

  const MAX_WORDS = 10; // a bit each in `seen`
  const SNIPPET = 66; // characters: three lines on a phone, more are cut off
  const PRINTED_ID = /^(?=.*\d)[A-Z]\d*(-[0-9A-Z][0-9A-Z.]*)*$/;

  // Ranks: a smaller one stands higher. RANK is wider than any place within a title or text counts.
  const RANK = 100000;
  const EXACT = 0, TITLE = 1, PART_OF_TITLE = 2, TEXT = 3, ELSEWHERE_ON_PAGE = 4;

  /** @type {Map<string, string>} */
  const folds = new Map([["。", "."], ["、", ","], ["“", '"'], ["”", '"'], ["‘", "'"], ["’", "'"]]);
  for (const dash of "‐‑‒–—―−") folds.set(dash, "-");

  /** @param {string} char */
  function foldChar(char) {
    let folded = folds.get(char);
    if (folded === undefined) {
      folded = char.normalize("NFKC").toLowerCase();
      if (folded.length !== char.length) folded = char; // e.g. ㎡: places would shift
      folds.set(char, folded);
    }
    return folded;
  }

  /**
   * Text as it is compared: full-width as half-width, capitals as small letters, one kind of dash and
   * quotation mark. The result is exactly as long as the text.
   * @param {string} text
   */
  function fold(text) {
    const lower = text.toLowerCase();
    // İ grows by a unit in lower case.
    const same = lower.length === text.length ? lower : Array.from(text, foldChar).join("");
    // Plain letters and the common Chinese characters need no look: that is nearly all of the text.
    return same.replace(/[^\x00-\x7f\u3400-\u9fff]/g, foldChar);
  }

  /**
   * The words of a query: folded, each once.
   * @param {string} query
   * @returns {string[]}
   */
  function wordsOf(query) {
    return [...new Set(fold(query).split(/\s+/).filter(Boolean))].slice(0, MAX_WORDS);
  }

  /**
   * The index as it is searched. Folding happens here, once, and not at every key.
   * @param {SearchIndex} index
   * @returns {SearchEntry[]}
   */
  function prepare(index) {
    /** @type {Map<string, SearchEntry[]>} */
    const standingOn = new Map();
    const entries = index.rows.map(([kind, path, anchor, title, context, text]) => {
      const ref = PRINTED_ID.test(anchor) ? anchor : "";
      // Many titles begin with the id, which is shown apart.
      const named = ref && title.startsWith(ref) ? title.slice(ref.length).trim() || title : title;
      const where = index.contexts[context];
      /** @type {SearchEntry} */
      const entry = {
        kind: index.kinds[kind], path: index.paths[path], anchor, ref, title: named, context: where, text,
        foldedRef: fold(ref), foldedTitle: fold(named), foldedContext: fold(where), foldedText: fold(text),
        all: "", parts: [], seen: 0,
      };
      entry.all = [entry.foldedRef, entry.foldedTitle, entry.foldedContext, entry.foldedText].join("\n");
      const others = standingOn.get(entry.path);
      if (others) others.push(entry);
      else standingOn.set(entry.path, [entry]);
      return entry;
    });
    for (const entry of entries) {
      if (entry.kind === "page") entry.parts = standingOn.get(entry.path) || [];
    }
    return entries;
  }

  /**
   * Where an entry ranks, or -1 when it does not hold every word. Notes in `seen` which words its own
   * title and text hold. The context may supply words too, but not all of them: else the name of a page
   * would find each of its sections.
   * @param {SearchEntry} entry
   * @param {string[]} words
   */
  function rank(entry, words) {
    let seen = 0, inTitle = 0, inContext = 0, place = 999;
    for (let i = 0; i < words.length; i++) {
      const word = words[i];
      if (!entry.all.includes(word)) continue; // most entries, most words: one look instead of four
      const title = entry.foldedTitle.indexOf(word);
      if (title >= 0 || (entry.foldedRef && entry.foldedRef.includes(word))) {
        if (!inTitle++) place = Math.max(title, 0);
        seen |= 1 << i;
        continue;
      }
      const text = entry.foldedText.indexOf(word);
      if (text >= 0) {
        if (!inTitle) place = Math.min(place, text);
        seen |= 1 << i;
      } else {
        inContext++;
      }
    }
    entry.seen = seen;
    let own = 0;
    for (let bits = seen; bits; bits &= bits - 1) own++;
    if (!own || own + inContext < words.length) return -1;
    const whole = words.join(" ");
    const tier = entry.foldedRef === whole || (inTitle && bare(entry.foldedTitle) === bare(whole)) ? EXACT
      : inTitle === words.length ? TITLE
      : inTitle ? PART_OF_TITLE
      : TEXT;
    return tier * RANK + Math.min(place, 999) * 100 + Math.min(entry.title.length, 99);
  }

  /** A question without its mark: nobody types that. @param {string} folded */
  function bare(folded) {
    return folded.replace(/[?!.]+$/, "");
  }

  /**
   * Every entry that holds all words, by kind. A page also counts when its words stand in different
   * sections. Groups with an exact or title match come first, else they keep the order of the kinds.
   * @param {SearchEntry[]} entries
   * @param {string[]} words not empty
   * @returns {SearchGroup[]}
   */
  function find(entries, words) {
    const all = (1 << words.length) - 1;
    /** @type {Map<string, {entry: SearchEntry, rank: number}[]>} */
    const byKind = new Map();
    const ranks = entries.map((entry) => rank(entry, words));
    entries.forEach((entry, i) => {
      let place = ranks[i];
      if (place < 0) {
        if (entry.parts.reduce((seen, part) => seen | part.seen, 0) !== all) return;
        place = ELSEWHERE_ON_PAGE * RANK;
      }
      const group = byKind.get(entry.kind);
      if (group) group.push({ entry, rank: place });
      else byKind.set(entry.kind, [{ entry, rank: place }]);
    });
    return Array.from(byKind, ([kind, found]) => {
      found.sort((a, b) => a.rank - b.rank);
      return { kind, best: Math.floor(found[0].rank / RANK), found: found.map((one) => one.entry) };
    }).sort((a, b) => a.best - b.best);
  }

  /**
   * All places of the words in a folded text; overlapping ones are joined.
   * @param {string} folded
   * @param {string[]} words
   * @returns {SearchRange[]}
   */
  function ranges(folded, words) {
    /** @type {SearchRange[]} */
    const found = [];
    for (const word of words) {
      for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
        found.push([at, at + word.length]);
      }
    }
    found.sort((a, b) => a[0] - b[0]);
    /** @type {SearchRange[]} */
    const joined = [];
    for (const range of found) {
      const last = joined[joined.length - 1];
      if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
      else joined.push(range);
    }
    return joined;
  }

  /**
   * The lines shown below a result's title: the text around the first place of each word, or its
   * beginning. For a page whose words stand in its sections, the section that holds most of them.
   * @param {SearchEntry} entry
   * @param {string[]} words
   */
  function snippet(entry, words) {
    const missing = words.filter((word) => !entry.foldedTitle.includes(word));
    /** @param {SearchEntry} part */
    const held = (part) => missing.filter((word) =>
      part.foldedText.includes(word) || (part !== entry && `${part.foldedRef} ${part.foldedTitle}`.includes(word)));
    let from = entry, most = held(entry).length;
    for (const part of most < missing.length ? entry.parts : []) {
      const count = held(part).length;
      if (count > most) [from, most] = [part, count];
    }
    const lead = from === entry ? "" : `${from.ref} ${from.title} · `;
    const wanted = most ? missing : words;
    return lead + windows(from, wanted.filter((word) => from.foldedText.includes(word)).slice(0, 3)).join("");
  }

  /** @param {SearchEntry} entry @param {string[]} words */
  function windows(entry, words) {
    const { text, foldedText } = entry;
    if (!words.length) return text.length <= SNIPPET ? [text] : [text.slice(0, SNIPPET), "…"];
    const size = Math.floor(SNIPPET / words.length);
    let end = 0;
    const cuts = [];
    for (const at of words.map((word) => foldedText.indexOf(word)).sort((a, b) => a - b)) {
      if (cuts.length && at < end) continue; // shown already
      let start = Math.max(end, at - Math.floor(size / 4));
      if (!end && at < size / 2) start = 0;
      else start = Math.max(start, text.lastIndexOf("\n", at) + 1); // from the beginning of its own block
      if (start > end) cuts.push("…");
      end = Math.min(text.length, start + size);
      cuts.push(text.slice(start, end));
    }
    if (end < text.length) cuts.push("…");
    return cuts;
  }

  /**
   * Shorter queries that do find something: each word alone, or the longest beginning and end of a word.
   * @param {SearchEntry[]} entries
   * @param {string} query as typed
   * @returns {string[]} at most three
   */
  function shorter(entries, query) {
    const words = query.trim().split(/[\s、，,；;。/]+/).filter(Boolean).slice(0, MAX_WORDS);
    /** @param {string} word */
    const hits = (word) => find(entries, wordsOf(word)).length > 0;
    if (words.length > 1) return words.filter(hits).slice(0, 3);
    const word = (words[0] || "").slice(0, 12);
    const least = /[\u3400-\u9fff]/.test(word) ? 1 : 2; // one Chinese character is a word, one letter is not
    /** @type {string[]} */
    const found = [];
    for (let length = word.length - 1; length >= least && !found.length; length--) {
      for (const piece of new Set([word.slice(0, length), word.slice(-length)])) {
        if (hits(piece)) found.push(piece);
      }
    }
    return found;
  }

  /** @type {SearchMatch} */
  Qingdan.lib.search = { fold, wordsOf, prepare, find, ranges, snippet, shorter };
})();
