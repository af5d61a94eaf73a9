// @ts-check
/**
 * The sources of a statement: a button (出处 n 条) opens their paraphrases next to it, by mouse, touch or
 * keyboard. The paraphrases stand at the end of the page (`.qd-refs`), so nothing has to be fetched.
 * The same panel shows the meaning of a term (`.qd-term`).
 */
(function () {
  "use strict";

  const PREFERENCE = "qingdan.pref.cites";
  const GAP = 6; // px between an opener and its box
  const MARGIN = 12; // px between a box and the window's edge
  const LEAVE = 200; // ms in which the pointer may move from a term to its box

  /** @type {HTMLElement | null} */
  let panel = null;
  /** @type {HTMLElement | null} */
  let opener = null;

  /** @param {HTMLElement} refs */
  function startCites(refs) {
    /** @type {Map<string, HTMLElement>} */
    const notes = new Map();
    for (const note of refs.querySelectorAll("[data-ref]")) {
      notes.set(note.getAttribute("data-ref") || "", /** @type {HTMLElement} */ (note));
    }
    document.addEventListener("click", (event) => {
      const target = /** @type {Element} */ (event.target);
      const button = /** @type {HTMLElement | null} */ (target.closest(".qd-cites__open"));
      if (button) toggle(button, () => sourcesPanel(button, notes));
      else if (panel && !panel.contains(target)) close(false);
    });
  }

  /** @param {HTMLElement} button @param {Map<string, HTMLElement>} notes */
  function sourcesPanel(button, notes) {
    const body = document.createElement("span");
    const links = (button.parentElement || document).querySelectorAll(".qd-cite");
    for (const link of links) {
      const id = link.textContent || "";
      const note = notes.get(id);
      const entry = document.createElement("span");
      const head = document.createElement("span");
      entry.className = "qd-panel__entry";
      head.className = "qd-panel__head";
      head.append(link.cloneNode(true));
      entry.append(head);
      if (note) {
        const where = note.querySelector(".qd-ref__where");
        if (where) head.append(" ", where.cloneNode(true));
        const text = document.createElement("span");
        text.className = "qd-panel__text";
        for (const node of (note.querySelector("dd") || note).childNodes) text.append(node.cloneNode(true));
        entry.append(text);
      }
      body.append(entry);
    }
    return { label: "出处（转述）", body };
  }

  /**
   * Open the panel after its opener, so that the next Tab goes into it; or close it if it is this opener's.
   * @param {HTMLElement} button
   * @param {() => {label: string, body: HTMLElement}} make
   */
  function toggle(button, make) {
    const same = opener === button;
    close(false);
    if (same) return;
    const { label, body } = make();
    // Spans only: the panel stands inside a paragraph, where a block element would end the paragraph.
    panel = document.createElement("span");
    panel.className = "qd-panel";
    panel.id = "qd-panel";
    panel.setAttribute("role", "group");
    panel.setAttribute("aria-label", label);
    body.className = "qd-panel__body";
    const closer = document.createElement("button");
    closer.type = "button";
    closer.className = "qd-panel__close";
    closer.textContent = "关闭";
    closer.addEventListener("click", () => close(true));
    panel.append(body, closer);
    opener = button;
    button.setAttribute("aria-expanded", "true");
    button.setAttribute("aria-controls", panel.id);
    button.after(panel);
    place(button, panel);
  }

  /**
   * Put a box inside the window: below its opener, or above it where only there is room for all of it. The
   * style sheet positions it in the article, since a table that scrolls sideways would cut it off.
   * @param {HTMLElement} by @param {HTMLElement} box
   */
  function place(by, box) {
    const host = /** @type {HTMLElement} */ (box.offsetParent || document.body);
    const around = host.getBoundingClientRect();
    const at = by.getClientRects()[0] || around; // a term may be broken over two lines
    const header = document.querySelector(".md-header");
    const top = header ? header.getBoundingClientRect().bottom : 0;
    const { clientWidth, clientHeight } = document.documentElement;
    box.style.left = "0";
    const { width, height } = box.getBoundingClientRect();
    const above = at.bottom + GAP + height > clientHeight && at.top - GAP - height > top;
    const left = Math.max(MARGIN, Math.min(at.left, clientWidth - width - MARGIN));
    box.style.left = `${left - around.left}px`;
    box.style.top = `${(above ? at.top - GAP - height : at.bottom + GAP) - around.top}px`;
  }

  /** @param {boolean} back whether focus returns to the opener */
  function close(back) {
    if (!panel || !opener) return;
    const last = opener;
    panel.remove();
    last.setAttribute("aria-expanded", "false");
    last.removeAttribute("aria-controls");
    panel = opener = null;
    if (back) last.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel) return;
    event.preventDefault(); // the marks of a search stay
    close(true);
  });
  const follow = () => {
    if (panel && opener) place(opener, panel);
  };
  window.addEventListener("resize", follow); // phones send one whenever their address bar hides: do not close
  document.addEventListener("scroll", (event) => {
    if (event.target !== document) follow(); // a table moves sideways
  }, true);

  /** Terms: the meaning shows on hover and focus; a click or tap goes to the glossary. */
  function startTerms() {
    /** @type {HTMLElement | null} */
    let tip = null;
    /** @type {HTMLElement | null} */
    let shown = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let leaving;
    /** @param {Event} event */
    const termOf = (event) => {
      const target = event.target;
      return target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest(".qd-term, .qd-tip")) : null;
    };
    /** @param {Event} event */
    const show = (event) => {
      const term = termOf(event);
      if (!term) return;
      clearTimeout(leaving);
      if (term === tip || term === shown) return;
      hide();
      shown = term;
      tip = document.createElement("span");
      tip.className = "qd-tip";
      tip.id = "qd-tip";
      tip.setAttribute("role", "tooltip");
      tip.textContent = term.getAttribute("data-tip");
      term.setAttribute("aria-describedby", tip.id);
      term.after(tip);
      place(term, tip);
    };
    const hide = () => {
      clearTimeout(leaving);
      if (shown) shown.removeAttribute("aria-describedby");
      if (tip) tip.remove();
      tip = shown = null;
    };
    /** The box may be pointed at, to read it enlarged: it goes a little later. @param {Event} event */
    const leave = (event) => {
      if (!termOf(event) || shown === document.activeElement) return;
      clearTimeout(leaving);
      leaving = setTimeout(hide, LEAVE);
    };
    document.addEventListener("mouseover", show);
    document.addEventListener("focusin", show);
    document.addEventListener("mouseout", leave);
    document.addEventListener("focusout", hide);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !tip) return;
      event.preventDefault();
      hide();
    });
  }

  /** The switch in the header: hidden sources are not printed either. @param {HTMLElement} button */
  function startSwitch(button) {
    const root = document.documentElement;
    const shown = () => root.dataset.cites !== "hidden";
    const tell = () => button.setAttribute("aria-pressed", String(shown()));
    tell();
    button.addEventListener("click", () => {
      if (shown()) root.dataset.cites = "hidden";
      else delete root.dataset.cites;
      close(false);
      tell();
      Qingdan.announce(shown() ? "出处已显示" : "出处已隐藏");
      try {
        localStorage.setItem(PREFERENCE, shown() ? "shown" : "hidden");
      } catch (error) {
        // Storage is forbidden: the choice holds for this page only.
      }
    });
  }

  Qingdan.register("cites", startCites);
  Qingdan.register("cites-switch", startSwitch);
  startTerms();
})();
