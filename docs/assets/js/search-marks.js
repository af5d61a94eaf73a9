// @ts-check
/**
 * Arrival from a search result, `page.html?q=words#anchor`: the words are marked in the article, the
 * target is lifted out and the <details> around it are opened. Esc or 清除标记 takes the marks away.
 */
(function () {
  "use strict";

  const MAX_MARKS = 500; // a single letter may stand thousands of times on a page
  const BLOCK = "address,article,aside,blockquote,caption,dd,details,div,dt,figcaption,h1,h2,h3,h4,h5,h6,li,p,pre,section,summary,td,th";
  const SKIPPED = "script,style,textarea,select,option,button,svg,dialog,.headerlink,.qd-marks";
  const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/;

  const match = /** @type {SearchMatch} */ (Qingdan.lib.search);

  /** @typedef {{node: Text, start: number}} Piece a text node and where it begins in its run */

  /** @param {HTMLElement} bar */
  function start(bar) {
    const text = bar.querySelector("p");
    /** @type {HTMLElement[][]} one inner list for each place: a place may reach over several elements */
    let marks = [];
    let current = -1;
    /** @type {HTMLElement | null} */
    let target = null;

    /** @param {string} href */
    function arrive(href) {
      clear();
      const url = new URL(href);
      const query = (url.searchParams.get("q") || "").slice(0, 100);
      if (!query) return;
      marks = markWords(article(), match.wordsOf(query));
      target = document.getElementById(decode(url.hash.slice(1)));
      if (text) text.textContent = marks.length ? `标出 ${marks.length} 处“${query}”` : `这里是“${query}”的结果`;
      for (const button of bar.querySelectorAll("[data-marks]")) {
        /** @type {HTMLElement} */ (button).hidden = marks.length < 2 && !button.matches("[data-marks=clear]");
      }
      bar.hidden = !marks.length && !target;
      if (target) {
        target.classList.add("qd-found");
        reveal(target, "start");
        current = Math.max(0, marks.findIndex(([mark]) => follows(target, mark))) - 1;
      } else if (marks.length) {
        go(1);
      }
    }

    function clear() {
      for (const mark of marks.flat()) {
        const parent = mark.parentNode;
        mark.replaceWith(...mark.childNodes);
        parent?.normalize();
      }
      marks = [];
      current = -1;
      target?.classList.remove("qd-found");
      target = null;
      bar.hidden = true;
    }

    /** The reader is done: a reload should not bring the marks back. */
    function finish() {
      clear();
      try {
        history.replaceState(history.state, "", location.pathname + location.hash);
      } catch {
        // Chromium forbids it on file://; then a reload marks again
      }
    }

    /** @param {number} step to the next (1) or previous (-1) place that can be shown */
    function go(step) {
      for (const mark of marks[current] || []) mark.classList.remove("qd-mark--current");
      if (current < 0 && step < 0) current = 0;
      for (let tries = 0; tries < marks.length; tries++) {
        current = (current + step + marks.length) % marks.length;
        openAround(marks[current][0]);
        if (marks[current][0].getClientRects().length) break;
      }
      for (const mark of marks[current]) mark.classList.add("qd-mark--current");
      reveal(marks[current][0], "center");
    }

    bar.addEventListener("click", (event) => {
      const button = /** @type {HTMLElement} */ (event.target).closest("[data-marks]");
      const wish = button?.getAttribute("data-marks");
      if (wish === "clear") finish();
      else if (wish) go(wish === "next" ? 1 : -1);
    });
    document.addEventListener("keydown", (event) => {
      // A dialog, a menu or an input method has a better claim to Esc.
      if (event.key !== "Escape" || bar.hidden || event.isComposing || event.defaultPrevented) return;
      if (!document.querySelector("dialog[open]")) finish();
    });
    document.addEventListener("qingdan:search", (event) => {
      event.preventDefault(); // says to search.js: taken care of
      const href = /** @type {CustomEvent<string>} */ (event).detail;
      const { hash } = new URL(href);
      if (hash && hash !== location.hash) location.hash = hash; // :target, and a place in the history
      arrive(href);
      if (target) focus(target);
    });
    arrive(location.href);
  }

  function article() {
    return document.querySelector("article") || document.querySelector("main") || document.body;
  }

  /** @param {string} hash an anchor as it stands in a URL; hand-written ones may hold a bare % */
  function decode(hash) {
    try {
      return decodeURIComponent(hash);
    } catch {
      return hash;
    }
  }

  /** @param {Node | null} before @param {Node} after */
  function follows(before, after) {
    return !before || Boolean(before.compareDocumentPosition(after) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY));
  }

  /** @param {Element} element */
  function openAround(element) {
    for (let at = element.closest("details"); at; at = at.parentElement?.closest("details") ?? null) at.open = true;
    if (element instanceof HTMLDetailsElement) element.open = true;
  }

  /** @param {Element} element @param {ScrollLogicalPosition} block */
  function reveal(element, block) {
    openAround(element);
    element.scrollIntoView({ block });
  }

  /** @param {HTMLElement} element */
  function focus(element) {
    if (element.tabIndex < 0) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }

  /**
   * Wrap every place of the words below an element in <mark>. A word may begin in one element and end in
   * another (<b>签字</b>背书), but not reach from one block into the next.
   * @param {Element} root @param {string[]} words
   */
  function markWords(root, words) {
    if (!words.length) return [];
    const pattern = new RegExp([...words].sort((a, b) => b.length - a.length).map(wordPattern).join("|"), "g");
    /** @type {HTMLElement[][]} */
    const marks = [];
    for (const run of runs(root)) {
      const folded = match.fold(run.map((piece) => piece.node.data).join(""));
      const places = Array.from(folded.matchAll(pattern), (found) => [found.index || 0, (found.index || 0) + found[0].length]);
      // From the end, so that cutting a text node does not move the places before it.
      const wrapped = places.slice(0, MAX_MARKS - marks.length).reverse().map(([from, to]) => wrap(run, from, to));
      marks.push(...wrapped.reverse());
    }
    return marks;
  }

  /**
   * White space beside a Chinese character is none to the reader: a line break of the source, or 第 3 条.
   * The index drops it (tidy in hooks/qingdan/search_index.py).
   * @param {string} word
   */
  function wordPattern(word) {
    const chars = Array.from(word);
    return chars.map((char, i) => {
      const wide = i + 1 < chars.length && (WIDE.test(char) || WIDE.test(chars[i + 1]));
      return char.replace(/[.*+?^${}()|[\]\\/-]/, "\\$&") + (wide ? "\\s*" : "");
    }).join("");
  }

  /** @param {Element} root @returns {Piece[][]} the text nodes, those of one block together */
  function runs(root) {
    /** @type {Piece[][]} */
    const found = [];
    /** @type {Element | null | undefined} */
    let block;
    let length = 0;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = /** @type {Text} */ (walker.currentNode);
      const parent = node.parentElement;
      if (!parent || parent.closest(SKIPPED)) continue;
      const own = parent.closest(BLOCK);
      if (own !== block || !found.length) {
        found.push([]);
        length = 0;
        block = own;
      }
      found[found.length - 1].push({ node, start: length });
      length += node.data.length;
    }
    return found;
  }

  /** @param {Piece[]} run @param {number} from @param {number} to */
  function wrap(run, from, to) {
    /** @type {HTMLElement[]} */
    const made = [];
    for (const { node, start } of run) {
      const begin = Math.max(from - start, 0), end = Math.min(to - start, node.data.length);
      if (begin >= end) continue;
      const piece = begin ? node.splitText(begin) : node;
      if (end - begin < piece.data.length) piece.splitText(end - begin);
      const mark = document.createElement("mark");
      mark.className = "qd-mark";
      piece.replaceWith(mark);
      mark.append(piece);
      made.push(mark);
    }
    return made;
  }

  Qingdan.register("search-marks", start);
})();
