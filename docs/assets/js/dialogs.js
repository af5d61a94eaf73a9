// @ts-check
/**
 * Native modal dialogs that are made when they are needed. The focus goes to the title or to the first field,
 * Esc closes, and the focus returns to where it came from. A dialog may go through several steps.
 *
 * @typedef {{text: string, kind?: "primary" | "danger", disabled?: boolean, run(): any}} Action
 *   while the promise that run gives is open the buttons rest; what it is rejected with is shown
 * @typedef {{title: string, body: (Child | Child[])[], actions: Action[], focus?: HTMLElement}} Step
 * @typedef {{element: HTMLDialogElement, show(step: Step): void, close(): void, complain(problem: any): void,
 *   run(work: () => any): Promise<void>, button(text: string): HTMLButtonElement, closed: Promise<void>}} Dialog
 *   complain: shows what is wrong; button: that of an action, by its words
 */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const UNEXPECTED = "出了意外，这一步没有做成，原来的数据没有改动。请刷新页面再试。";

  let count = 0;

  /** @param {Step} step @param {{wide?: boolean}} [options] @returns {Dialog} */
  function open(step, options = {}) {
    const opener = /** @type {HTMLElement | null} */ (document.activeElement);
    const part = opener && opener.closest("[data-part]");
    const id = `qd-dialog-${++count}`;
    const title = h("h2", { id, class: "qd-dialog__title", tabindex: -1 });
    const body = h("div", { class: "qd-dialog__body" });
    const problem = h("p", { class: "qd-dialog__problem", role: "alert" });
    const actions = h("div", { class: "qd-dialog__actions" });
    const foot = h("div", { class: "qd-dialog__foot" }, problem, actions);
    /** @type {HTMLDialogElement} */
    const element = h("dialog", { class: `qd-dialog md-typeset${options.wide ? " qd-dialog--wide" : ""}`, "aria-labelledby": id },
      h("div", { class: "qd-dialog__head" }, title,
        h("button", { type: "button", class: "qd-link", onclick: leave }, "关闭")),
      body, foot);
    let busy = false, leaving = false;
    /** @type {Promise<void>} */
    const closed = new Promise((resolve) => {
      element.addEventListener("close", () => {
        element.remove();
        comeBack(opener, part);
        resolve();
      });
    });
    element.addEventListener("cancel", (event) => {
      if (!busy) return;
      event.preventDefault();
      leave();
    });

    /** A write that is under way is waited for; then it is closed, unless there is something to be read. */
    function leave() {
      if (busy) leaving = true;
      else close();
    }

    function close() {
      if (element.open) element.close();
    }

    /** @param {Step} next */
    function show(next) {
      title.textContent = next.title;
      fill(body, ...next.body);
      problem.textContent = "";
      fill(actions, next.actions.map((action) => h("button", {
        type: "button", class: action.kind ? `qd-button qd-button--${action.kind}` : "qd-button", disabled: action.disabled,
        onclick: () => run(action.run),
      }, action.text)));
      foot.hidden = !next.actions.length;
      body.scrollTop = 0;
      (next.focus || title).focus();
    }

    /** @param {() => any} work */
    async function run(work) {
      if (busy) return;
      busy = true;
      leaving = false;
      problem.textContent = "";
      element.setAttribute("aria-busy", "true");
      try {
        await work();
      } catch (error) {
        complain(error);
      } finally {
        busy = false;
        element.removeAttribute("aria-busy");
        if (leaving && !problem.textContent) close();
      }
    }

    /** @param {any} error words, or something thrown */
    function complain(error) {
      const known = typeof error === "string" ? error : error && error.name === "StoreError" && error.message;
      if (!known) console.error(error);
      foot.hidden = false;
      problem.textContent = known || UNEXPECTED;
    }

    /** @param {string} text @returns {HTMLButtonElement} */
    function button(text) {
      return [...actions.children].find((one) => one.textContent === text);
    }

    document.body.append(element);
    element.showModal();
    show(step);
    return { element, show, close, complain, run, button, closed };
  }

  /**
   * Chromium 80 does not give the focus back. The part of the page that the opener stood in may have been drawn
   * again meanwhile: then it goes to the one of the same words.
   * @param {HTMLElement | null} opener @param {Element | null} part
   */
  function comeBack(opener, part) {
    if (document.querySelector("dialog[open]")) return;
    const same = (/** @type {Element} */ one) => one.textContent === opener?.textContent
      && one.getAttribute("aria-label") === opener?.getAttribute("aria-label");
    const again = opener && opener.isConnected ? opener : part && [...part.querySelectorAll("button")].find(same);
    if (again && again.getClientRects().length) {
      again.focus();
      return;
    }
    const title = /** @type {HTMLElement | null} */ (document.querySelector("article h1"));
    if (!title) return;
    title.tabIndex = -1;
    title.focus();
  }

  /**
   * Ask before something is done.
   * @param {{title: string, body: (Child | Child[])[], yes: string, kind?: "primary" | "danger", typed?: string,
   *   run?(): any}} question typed: words that have to be typed first; run: what is done on yes, before it closes
   * @returns {Promise<boolean>} whether it was done
   */
  async function confirm({ title, body, yes, kind = "primary", typed, run = () => {} }) {
    let done = false;
    /** @type {HTMLInputElement | null} */
    const field = typed === undefined ? null : h("input", {
      type: "text", autocomplete: "off", class: "qd-input",
      oninput: () => (dialog.button(yes).disabled = !isTyped()),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Enter" && !event.isComposing) dialog.button(yes).click(); // does nothing while it is disabled
      },
    });
    const isTyped = () => !field || field.value.trim() === (typed || "").trim();
    const dialog = open({
      title,
      body: [...body, field && h("label", { class: "qd-field" }, `请输入“${typed}”确认`, field)],
      actions: [
        { text: yes, kind, disabled: Boolean(field), run: async () => {
          await run();
          done = true;
          dialog.close();
        } },
        { text: "取消", run: () => dialog.close() },
      ],
      focus: field || undefined,
    });
    await dialog.closed;
    return done;
  }

  Qingdan.lib.dialogs = { open, confirm };
})();
