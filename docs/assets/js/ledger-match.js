// @ts-check
/**
 * Which problem of a ledger a row of a table is: by the code that this kit put there, by number and words, by the
 * very words, by a number under which the words are alike. Numbers that begin anew in each class are told apart by
 * the class. Where more than one problem fits, or the number is the same and the words are not, people choose. Pure.
 *
 * @typedef {"uid" | "place" | "no" | "text" | "chosen"} MatchedBy place: class or aspect, and number
 * @typedef {{candidates: Problem[], why: string, chosen: string}} MatchDoubt chosen: the uid of a problem, "new",
 *   "skip", or "" while nobody has chosen
 * @typedef {{given: FlatProblem, problem: Problem | null, by: MatchedBy | "", doubt: MatchDoubt | null, copied: boolean}} Match
 *   given: as it is to be stored, without the code of another problem; copied: it had one
 * @typedef {{no: string, words: string, text: string, aspect: string, class: string}} MatchKeys
 * @typedef {MatchKeys & {problem: Problem, taken: boolean}} Known
 * @typedef {MatchKeys & {match: Match}} MatchRow
 */
(function () {
  "use strict";

  const { ledgerLikeness: { numberKey, wordsKey, groupKey, pairs, likeness, isAlike } } = Qingdan.lib;

  const NEAR = 0.6; // without a number, texts as alike as this are asked about
  const COMMON = 60, FEW = 3; // a pair of characters in more problems than this tells nothing; so many are compared

  /**
   * @param {Problem[]} problems of one unit @param {FlatProblem[]} given
   * @param {Map<FlatProblem, string>} [decided] what people chose for rows in doubt @returns {Match[]} in the order of `given`
   */
  function match(problems, given, decided = new Map()) {
    const known = problems.map((problem) => ({ problem, taken: false, ...keysOf(problem.value) }));
    const rows = given.map((one) => ({ match: /** @type {Match} */ ({ given: one, problem: null, by: "", doubt: null, copied: false }), ...keysOf(one.values) }));
    byCode(rows, known);
    byEverything(rows, known);
    const byNo = grouped(known, ({ no }) => no), byWords = grouped(known, ({ words }) => words);
    const numbered = (/** @type {MatchRow} */ row) => (row.no ? (byNo.get(row.no) || []).filter(({ taken }) => !taken) : []);
    const worded = (/** @type {MatchRow} */ row) => (row.words ? (byWords.get(row.words) || []).filter(({ taken }) => !taken) : []);
    pairUp(rows, (row) => numbered(row).filter((one) => one.words === row.words && fits(row, one)));
    pairUp(rows, (row) => numbered(row).filter((one) => one.words === row.words));
    const byRowNo = grouped(rows, ({ no }) => no);
    pairUp(rows, (row) => worded(row).filter((one) => fits(row, one)), (row, one) => !hasRival(row, one, byRowNo.get(one.no) || []));
    pairUp(rows, (row) => inPlace(row, numbered(row)), (row, one) => isAlike(row.text, one.text));
    doubts(rows, known, numbered, worded);
    decide(rows, given, decided);
    return rows.map((row) => row.match);
  }

  /** @param {any} values of a problem or a row @returns {MatchKeys} */
  function keysOf(values) {
    const { no, text, aspect, class: group } = values;
    return { no: numberKey(no), words: wordsKey(text), text: text || "", aspect: groupKey(aspect), class: groupKey(group) };
  }

  /** Whether they may stand in the same class of the same aspect: what is not written contradicts nothing. @param {MatchKeys} a @param {MatchKeys} b */
  function fits(a, b) {
    return (!a.class || !b.class || a.class === b.class) && (!a.aspect || !b.aspect || a.aspect === b.aspect);
  }

  /** @param {MatchRow} row @param {Known} known @param {MatchedBy} by */
  function take(row, known, by) {
    known.taken = true;
    Object.assign(row.match, { problem: known.problem, by });
  }

  /** @param {MatchRow} row @param {Known} known @returns {MatchedBy} */
  function reason(row, known) {
    if (!row.no || row.no !== known.no) return "text";
    return (row.class && row.class === known.class) || (row.aspect && row.aspect === known.aspect) ? "place" : "no";
  }

  /** @param {MatchRow} row */
  function isOpen({ match: { problem, doubt } }) {
    return !problem && !doubt;
  }

  /** @param {any[]} list @param {(one: any) => string} key @returns {Map<string, any[]>} */
  function grouped(list, key) {
    const found = new Map();
    for (const one of list) {
      const name = key(one);
      if (found.has(name)) found.get(name).push(one);
      else found.set(name, [one]);
    }
    return found;
  }

  // ── The codes of this kit ──

  /** A row copied in an office program brings the hidden code along: the code is that of the row that says the same. @param {MatchRow[]} rows @param {Known[]} known */
  function byCode(rows, known) {
    const byId = new Map(known.map((one) => [one.problem.id, one]));
    for (const [uid, list] of grouped(rows.filter((row) => row.match.given.uid), (row) => row.match.given.uid)) {
      const one = byId.get(uid);
      if (!one) {
        list.slice(1).forEach(forget);
        continue;
      }
      const scores = list.map((row) => (row.no && row.no === one.no ? 1 : 0) + (row.words === one.words ? 2 : isAlike(row.text, one.text) ? 1 : 0));
      const best = Math.max(...scores), leaders = list.filter((_, at) => scores[at] === best);
      const isWhole = leaders[0].words === one.words && leaders[0].no === one.no;
      list.filter((row) => !leaders.includes(row)).forEach(forget);
      if (best === 0 || (leaders.length > 1 && !isWhole)) {
        leaders.forEach((row) => {
          forget(row);
          row.match.doubt = { candidates: [one.problem], why: leaders.length > 1 ? `有 ${leaders.length} 行是同一个编码，像是复制的` : "编码对上了，序号和文字都不同，可能是复制一行改的", chosen: "" };
        });
      } else {
        take(leaders[0], one, "uid");
        leaders.slice(1).forEach(forget);
      }
    }
  }

  /** @param {MatchRow} row */
  function forget({ match }) {
    const { given } = match;
    Object.assign(match, { copied: true, given: { ...given, uid: "", measures: given.measures.map((one) => ({ ...one, uid: "" })) } });
  }

  // ── Numbers and words ──

  /** Where all of it is the same, as often here as there, one is as good as the other. @param {MatchRow[]} rows @param {Known[]} known */
  function byEverything(rows, known) {
    const name = (/** @type {MatchKeys} */ one) => [one.no, one.words, one.aspect, one.class].join("\n");
    const theirs = grouped(known.filter(({ taken, words }) => !taken && words), name);
    for (const [key, list] of grouped(rows.filter(isOpen), name)) {
      const same = theirs.get(key) || [];
      if (same.length === list.length) list.forEach((row, at) => take(row, same[at], reason(row, same[at])));
    }
  }

  /**
   * Pairs of a row and a problem that only have each other.
   * @param {MatchRow[]} rows @param {(row: MatchRow) => Known[]} candidates @param {(row: MatchRow, known: Known) => boolean} [holds]
   */
  function pairUp(rows, candidates, holds = () => true) {
    const found = rows.filter(isOpen).map((row) => ({ row, list: candidates(row) }));
    /** @type {Map<Known, number>} */
    const claims = new Map();
    found.forEach(({ list }) => list.forEach((one) => claims.set(one, (claims.get(one) || 0) + 1)));
    const sure = found.filter(({ row, list }) => list.length === 1 && claims.get(list[0]) === 1 && holds(row, list[0]));
    sure.forEach(({ row, list: [one] }) => take(row, one, reason(row, one)));
  }

  /** Whether another row has the number of this problem, and words that are alike. @param {MatchRow} row @param {Known} known @param {MatchRow[]} sameNumber */
  function hasRival(row, known, sameNumber) {
    return Boolean(known.no) && sameNumber.some((other) => other !== row && isOpen(other) && fits(other, known) && isAlike(other.text, known.text));
  }

  /** Of the problems with a row's number those of its own class, else those of no known one. @param {MatchRow} row @param {Known[]} list */
  function inPlace(row, list) {
    const own = list.filter((one) => one.class === row.class && one.aspect === row.aspect);
    return own.length ? own : list.filter((one) => fits(row, one));
  }

  // ── What people decide ──

  /** @param {MatchRow[]} rows @param {Known[]} known @param {(row: MatchRow) => Known[]} numbered @param {(row: MatchRow) => Known[]} worded */
  function doubts(rows, known, numbered, worded) {
    const left = known.filter(({ taken }) => !taken), nearest = resembling(left);
    for (const row of rows.filter(isOpen)) {
      const same = worded(row), here = inPlace(row, numbered(row)), moved = numbered(row).filter((one) => !here.includes(one) && isAlike(row.text, one.text));
      const near = same.length || here.length || moved.length ? []
        : nearest(row.words).filter((one) => (!row.no || !one.no) && fits(row, one) && likeness(row.text, one.text) >= NEAR);
      const candidates = [...new Set([...same, ...here, ...moved, ...near])].map(({ problem }) => problem);
      if (candidates.length) row.match.doubt = { candidates, why: why(same, here, moved), chosen: "" };
    }
  }

  /** Finds those that share the most with some words, without comparing all with all. @param {Known[]} list @returns {(words: string) => Known[]} */
  function resembling(list) {
    /** @type {Map<string, Known[]>} */
    const holding = new Map();
    for (const one of list) for (const pair of new Set(pairs(one.words))) holding.set(pair, holding.get(pair) || []).get(pair)?.push(one);
    return (words) => {
      /** @type {Map<Known, number>} */
      const shared = new Map();
      for (const pair of new Set(pairs(words))) {
        const found = holding.get(pair) || [];
        if (found.length <= COMMON) found.forEach((one) => shared.set(one, (shared.get(one) || 0) + 1));
      }
      return [...shared].sort((a, b) => b[1] - a[1]).slice(0, FEW).map(([one]) => one);
    };
  }

  /** @param {Known[]} same @param {Known[]} here @param {Known[]} moved */
  function why(same, here, moved) {
    if (same.length) return same.length > 1 ? `有 ${same.length} 个问题文字相同` : "文字相同，序号或类别不同";
    if (here.length) return here.length > 1 ? `有 ${here.length} 个问题是这个序号` : "序号相同，文字差得远";
    return moved.length ? "序号相同，类别不同" : "文字相近，没有序号可对";
  }

  /** A problem is chosen for one row; who comes second has to choose again. @param {MatchRow[]} rows @param {FlatProblem[]} given @param {Map<FlatProblem, string>} decided */
  function decide(rows, given, decided) {
    const used = new Set(rows.map(({ match: { problem } }) => problem).filter(Boolean));
    rows.forEach(({ match: found }, at) => {
      const { doubt } = found, wanted = decided.get(given[at]) || "";
      if (!doubt) return;
      const problem = doubt.candidates.find((one) => one.id === wanted && !used.has(one)) || null;
      if (problem) Object.assign(found, { problem, by: "chosen" });
      if (problem || wanted === "new" || wanted === "skip") doubt.chosen = wanted;
      used.add(problem);
    });
  }

  Qingdan.lib.ledgerMatch = { match };
})();
