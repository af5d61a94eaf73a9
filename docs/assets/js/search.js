// @ts-check
/**
 * The search dialog: a combobox over a listbox of links (ARIA Authoring Practices). The focus never
 * leaves the text field, so that an input method (IME) can go on composing at any moment.
 *
 * Markup: hooks/theme/partials/search-dialog.html. Matching: search-match.js. Marks on the page that a
 * result opens: search-marks.js.
 */
(function () {
  "use strict";

  const INDEX = "search/index.js";
  const FIRST = 5; // results of a group shown before 显示全部
  const SCREEN = 6; // results built at a key, what a phone shows: layout is what costs. The others follow in pieces.
  const PIECE = 60; // ms between pieces; a next key finds the page free
  const PAUSE = 400; // ms of rest after which the count is read out and shorter words are looked for
  const STORED = "qingdan.search";
  /** @type {Record<string, string>} */
  const HEADINGS = {
    page: "页面", section: "章节", item: "清单条目", form: "表单", milestone: "时间节点", duty: "职责", question: "问答",
    term: "术语", fact: "讲话要点", outside: "外部事实",
  };

  const match = /** @type {SearchMatch} */ (Qingdan.lib.search);

  /** @type {SearchEntry[] | null} */
  let entries = null;

  /** The index is large: it is loaded when somebody is about to search, and once. */
  function load() {
    return Qingdan.loadScript(INDEX).then(() => {
      entries = entries || match.prepare(/** @type {any} */ (window).QINGDAN_SEARCH);
    });
  }

  /** @param {HTMLElement} element */
  function start(element) {
    const dialog = /** @type {HTMLDialogElement} */ (element);
    /** @param {string} name @returns {HTMLElement} */
    const part = (name) => {
      const found = dialog.querySelector(`.qd-search__${name}`);
      if (!(found instanceof HTMLElement)) throw new Error(`search-dialog.html 缺少 qd-search__${name}`);
      return found;
    };
    const input = /** @type {HTMLInputElement} */ (part("input"));
    const list = part("results"), status = part("status"), hints = part("hints");
    const suggestions = part("suggestions"), clear = part("clear"), box = part("box");

    /** @type {HTMLElement | null} */
    let opener = null;
    /** @type {HTMLElement[]} */
    let options = [];
    let active = -1;
    let shown = recall(); // the query whose results are shown
    let failed = false, scrolled = false;
    /** @type {Set<string>} */
    let unfolded = new Set(); // kinds shown in full
    /** @type {Generator<void>} */
    let building = build([], []);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let pause;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let piece;

    /** @param {HTMLElement | null} from @param {string} [query] */
    function open(from, query) {
      opener = from;
      input.value = query ?? shown;
      dialog.showModal();
      input.focus(); // Chromium 80 focuses the first button instead
      input.select();
      failed = false;
      update(true);
      if (entries) return;
      load().catch(() => (failed = true)).then(() => update(true));
    }

    /** @param {boolean} [again] even when the query is the one already shown */
    function update(again) {
      const query = input.value.trim();
      if (query === shown && !again) return;
      if (query !== shown) unfolded = new Set();
      shown = query;
      render(match.wordsOf(query));
    }

    /** @param {string[]} words */
    function render(words) {
      clearTimeout(pause);
      if (scrolled) list.scrollTop = 0; // only if need be: it forces a layout
      const groups = entries && words.length ? match.find(entries, words) : [];
      const count = groups.reduce((sum, group) => sum + group.found.length, 0);
      list.textContent = "";
      list.hidden = !count;
      hints.hidden = words.length > 0;
      box.classList.toggle("qd-search__box--busy", words.length > 0);
      clear.hidden = !input.value;
      suggestions.hidden = true;
      status.textContent = statusText(words, count);
      input.setAttribute("aria-expanded", String(count > 0));
      input.removeAttribute("aria-activedescendant");
      options = [];
      active = -1;
      building = build(groups, words);
      buildUpTo(SCREEN);
      if (count) select(0);
      if (words.length) pause = setTimeout(() => rest(words, count), PAUSE);
    }

    /** Build the list until it has so many options; the others follow by themselves. @param {number} count */
    function buildUpTo(count) {
      clearTimeout(piece);
      while (options.length < count) if (building.next().done) return;
      piece = setTimeout(() => buildUpTo(options.length + SCREEN), PIECE);
    }

    /**
     * Put the groups into the list, pausing after each option.
     * @param {SearchGroup[]} groups @param {string[]} words @returns {Generator<void>}
     */
    function* build(groups, words) {
      for (const group of groups) {
        const name = HEADINGS[group.kind] || group.kind, size = group.found.length;
        const element = groupElement(group.kind, name, size);
        list.append(element);
        // A lone sixth is shown: the line that offers it would take as much room.
        const first = unfolded.has(group.kind) || size === FIRST + 1 ? size : FIRST;
        for (const entry of group.found.slice(0, first)) {
          element.append(asOption(resultElement(entry, words)));
          yield;
        }
        if (first >= size) continue;
        const more = create("div", "qd-search__more", `显示全部 ${size} 条${name}`);
        more.dataset.kind = group.kind;
        element.append(asOption(more));
        yield;
      }
    }

    /** @param {string[]} words @param {number} count */
    function statusText(words, count) {
      if (!words.length) return "";
      if (failed) return "搜索数据没有载入。请检查网站文件夹里有没有 search/index.js，再重新打开搜索。";
      if (!entries) return "正在载入搜索数据…";
      if (count) return `找到 ${count} 条`;
      return words.length > 1 ? "没有找到同时含有这几个词的内容。" : `没有找到含有“${shown}”的内容。`;
    }

    /**
     * What would disturb at every key waits for a rest: speech, and the search for shorter words.
     * @param {string[]} words @param {number} count
     */
    function rest(words, count) {
      if (!dialog.open) return;
      point();
      if (entries && !count && !failed) {
        suggest(match.shorter(entries, shown));
        nearest(shown);
      }
      Qingdan.announce(`${status.textContent}${count ? "，按上下键选择" : ""}`);
    }

    /** Nothing holds the words as they were typed: what comes nearest to the question. @param {string} query */
    async function nearest(query) {
      await Qingdan.loadScript("assets/js/search-near.js");
      const found = /** @type {SearchNear[]} */ (Qingdan.lib.searchNear.near(entries, query));
      if (!dialog.open || query !== shown || !found.length) return;
      const element = groupElement("near", "意思相近的", found.length);
      list.append(element);
      found.forEach(({ entry, words }) => element.append(asOption(resultElement(entry, words, words.slice(0, 3).join(" ")))));
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      select(0);
      point();
      Qingdan.announce(`有 ${found.length} 条意思相近的，按上下键选择`);
    }

    /** @param {string[]} queries */
    function suggest(queries) {
      const examples = suggestions.querySelector("ul");
      if (!examples || !queries.length) return;
      examples.textContent = "";
      for (const query of queries) {
        const button = create("button", "", query);
        button.setAttribute("type", "button");
        button.dataset.searchQuery = query;
        const line = create("li");
        line.append(button);
        examples.append(line);
      }
      suggestions.hidden = false;
    }

    /** @param {string} kind @param {string} name @param {number} size */
    function groupElement(kind, name, size) {
      const element = create("div", "qd-search__group"), label = create("div", "qd-search__kind", name);
      label.id = `qd-search-kind-${kind}`;
      label.append(create("span", "qd-search__count", String(size)));
      element.setAttribute("role", "group");
      element.setAttribute("aria-labelledby", label.id);
      element.append(label);
      return element;
    }

    /**
     * A link, so that it opens in a new tab too. Everything typed enters as text, never as HTML.
     * @param {SearchEntry} entry @param {string[]} words @param {string} [query] whose words its page marks
     */
    function resultElement(entry, words, query = shown) {
      const link = /** @type {HTMLAnchorElement} */ (create("a", "qd-search__result"));
      const hash = entry.anchor && `#${encodeURIComponent(entry.anchor)}`;
      link.href = `${Qingdan.base}${entry.path}?q=${encodeURIComponent(query)}${hash}`;
      const head = create("span", "qd-search__head");
      const title = create("span", "qd-search__title");
      if (entry.ref) title.append(marked(create("span", "qd-search__ref"), entry.ref, words), " ");
      head.append(marked(title, entry.title, words));
      if (entry.context) head.append(" ", marked(create("span", "qd-search__context"), entry.context, words));
      link.append(head);
      const text = match.snippet(entry, words);
      if (text) link.append(" ", marked(create("span", "qd-search__text"), text.replace(/\n/g, " "), words));
      return link;
    }

    /** @param {HTMLElement} option */
    function asOption(option) {
      option.id = `qd-search-option-${options.length}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.tabIndex = -1;
      options.push(option);
      return option;
    }

    /** @param {number} index */
    function select(index) {
      options[active]?.setAttribute("aria-selected", "false");
      active = index;
      options[active].setAttribute("aria-selected", "true");
    }

    /** Tell screen readers which option is active. */
    function point() {
      if (options[active]) input.setAttribute("aria-activedescendant", options[active].id);
    }

    /** @param {number} step */
    function move(step) {
      if (!options.length) return;
      if (active + step < 0 || active + step >= options.length) buildUpTo(Infinity);
      select((active + step + options.length) % options.length);
      point();
      // Up to the very top for the first one, so that the group's heading is seen again.
      if (active === 0) list.scrollTop = 0;
      else options[active].scrollIntoView({ block: "nearest" });
    }

    /** @param {HTMLElement} more the option that unfolds its group */
    function unfold(more) {
      const at = options.indexOf(more), top = list.scrollTop;
      unfolded.add(more.dataset.kind || "");
      render(match.wordsOf(shown));
      buildUpTo(at + SCREEN);
      list.scrollTop = top;
      select(at);
      point();
    }

    /** @param {KeyboardEvent} event */
    function onKey(event) {
      if (event.isComposing || event.keyCode === 229) return; // arrows and Enter belong to the IME
      if (event.key === "ArrowDown") move(1);
      else if (event.key === "ArrowUp") move(-1);
      else if (event.key === "Enter") options[active]?.click();
      else return;
      event.preventDefault();
    }

    /** @param {MouseEvent} event */
    function onClick(event) {
      const target = /** @type {HTMLElement} */ (event.target);
      const example = /** @type {HTMLElement | null} */ (target.closest("[data-search-query]"));
      const more = /** @type {HTMLElement | null} */ (target.closest(".qd-search__more"));
      const link = /** @type {HTMLAnchorElement | null} */ (target.closest(".qd-search__result"));
      if (target.closest(".qd-search__close")) dialog.close();
      else if (link) follow(event, link);
      else if (more) unfold(more);
      else if (example) write(example.dataset.searchQuery || "");
      else if (target === clear) write("");
    }

    /** @param {string} query */
    function write(query) {
      input.value = query;
      input.focus();
      update();
    }

    /** @param {MouseEvent} event @param {HTMLAnchorElement} link */
    function follow(event, link) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab: the search stays open
      opener = null; // the focus goes where the link leads
      dialog.close();
      if (link.pathname !== location.pathname) return;
      // The page is here already: nothing is loaded again, search-marks.js goes there.
      const arrive = new CustomEvent("qingdan:search", { cancelable: true, detail: link.href });
      if (!document.dispatchEvent(arrive)) event.preventDefault();
    }

    input.addEventListener("input", (event) => {
      if (!(/** @type {InputEvent} */ (event).isComposing)) update();
    });
    // After its last input event an IME sends no other one in Chromium, and some send no key at all.
    input.addEventListener("compositionend", () => update());
    input.addEventListener("keydown", onKey);
    list.addEventListener("scroll", () => (scrolled = list.scrollTop > 0));
    dialog.addEventListener("click", onClick);
    dialog.addEventListener("mousedown", (event) => {
      // The backdrop belongs to the dialog itself, which its content fills. Not on click: a selection that
      // is drawn from the field to the outside ends in one.
      if (event.target === dialog) dialog.close();
      // The focus stays in the text field.
      else if (/** @type {HTMLElement} */ (event.target).closest("[role=option]")) event.preventDefault();
    });
    dialog.addEventListener("close", () => {
      if (dialog.open) return; // the event comes late: it was opened again meanwhile
      clearTimeout(pause);
      clearTimeout(piece);
      opener?.focus(); // Chromium 80 does not give the focus back
    });

    window.addEventListener("pagehide", () => remember(shown)); // not at every key: storage is slow

    document.addEventListener("keydown", (event) => {
      const wanted = event.key === "/" ? !event.ctrlKey && !event.metaKey && !event.altKey
        : (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
      if (!wanted || event.isComposing) return;
      if (dialog.open && event.key !== "/") event.preventDefault(); // not the browser's own Ctrl K
      if (document.querySelector("dialog[open]") || isTyping(event.target)) return;
      event.preventDefault();
      open(/** @type {HTMLElement | null} */ (document.activeElement));
    });
    document.addEventListener("click", (event) => {
      const button = openButton(event);
      if (button) open(button, button.dataset.searchQuery);
    });
    // Pointing at the button or reaching it by Tab announces a search: the index is ready when it opens.
    for (const sign of ["pointerover", "focusin"]) {
      document.addEventListener(sign, (event) => {
        if (!entries && openButton(event)) load().catch(() => {}); // open() tries again and tells
      });
    }
  }

  /** @param {Event} event @returns {HTMLElement | null} */
  function openButton(event) {
    return event.target instanceof Element ? event.target.closest("[data-search-open]") : null;
  }

  /** @param {EventTarget | null} target */
  function isTyping(target) {
    if (!(target instanceof HTMLElement)) return false;
    if (target instanceof HTMLInputElement) return !/^(button|checkbox|radio|range|submit|reset|file|color)$/.test(target.type);
    return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
  }

  /** @param {string} tag @param {string} [className] @param {string} [text] */
  function create(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  /** @param {HTMLElement} parent @param {string} text @param {string[]} words */
  function marked(parent, text, words) {
    let end = 0;
    for (const [from, to] of match.ranges(match.fold(text), words)) {
      parent.append(text.slice(end, from), create("mark", "", text.slice(from, to)));
      end = to;
    }
    parent.append(text.slice(end));
    return parent;
  }

  // The last query, for as long as the tab lives. Storage may be forbidden: then it is not kept.
  function recall() {
    try {
      return sessionStorage.getItem(STORED) || "";
    } catch {
      return "";
    }
  }

  /** @param {string} query */
  function remember(query) {
    try {
      sessionStorage.setItem(STORED, query);
    } catch {
      // nothing is lost but a convenience
    }
  }

  Qingdan.register("search", start);
})();
