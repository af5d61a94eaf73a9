// @ts-check
/**
 * The drawer of a problem: where it stands, what may be done next and why not, its fields, measures, progress,
 * checks after closing, history. It is drawn again when the problem changes, here or in another tab.
 */
(function () {
  "use strict";

  const { h, fill, toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { dialogs, ledgerBoard: board, ledgerModel: model, ledgerCells: cells, ledgerEvents, ledgerChecks, ledgerStore, ledgerSteps, ledgerCite, ledgerDrawerParts: parts, session } = Qingdan.lib;

  let current = { id: "", unit: "" };
  /** @type {Dialog | null} */
  let dialog = null;
  let atForm = false;
  let isLate = false; // what is shown is not the last there is: somebody is at it
  let isPressed = false;
  board.subscribe(() => {
    if (dialog && !atForm) draw();
  });

  /** @param {{id: string, unit: string}} problem @param {string} [column] to go to */
  function open({ id, unit }, column) {
    current = { id, unit };
    atForm = isLate = isPressed = false;
    dialog = dialogs.open({ title: "", body: [], actions: [] }, { wide: true });
    dialog.element.classList.add("qd-drawer");
    dialog.closed.then(() => (dialog = null));
    // A button that is drawn again between press and release is not clicked.
    dialog.element.addEventListener("mousedown", () => (isPressed = true));
    dialog.element.addEventListener("focusout", () => setTimeout(catchUp));
    draw(true);
    const field = /** @type {HTMLInputElement | null} */ (column ? dialog.element.querySelector(`[data-path="${CSS.escape(column)}"]`) : null);
    if (field) ((field.disabled || field.readOnly) && instead(field) || field).focus();
    const part = column && dialog.element.querySelector(`[data-section="${CSS.escape(column)}"]`), button = part && part.querySelector("button");
    if (button) button.focus();
  }

  /** What changes a cell that is not edited any more: 更正 beside it, 延期 of its measure. @param {HTMLElement} field @returns {HTMLElement | null} */
  function instead(field) {
    const amend = /** @type {HTMLElement | null} */ (field.parentElement && field.parentElement.querySelector("[data-amend]"));
    if (amend) return amend;
    const measure = field.closest(".qd-measure"), label = ledgerEvents.labelOf("extend");
    return measure && measure.querySelector(`button[aria-label$="${label}"]`);
  }

  /** @param {boolean} [fresh] */
  function draw(fresh) {
    const shown = dialog, problem = board.byId(current.id, current.unit);
    if (!shown) return;
    if (!problem) return void shown.close();
    const body = /** @type {HTMLElement} */ (shown.element.querySelector(".qd-dialog__body"));
    const place = body.scrollTop, focused = focusName(body);
    const { value } = problem;
    const title = `${value.no ? `${value.no}　` : ""}${value.text || "（没有写问题）"}`;
    const historyPlace = h("div"), hooks = { act: record, amend, may: (/** @type {string} */ action, /** @type {string} */ measure = "") => may(action, problem, measure), run };
    const content = [
      facts(problem), board.isMerged() ? elsewhere(problem) : section("steps", "接下来", steps(problem)),
      section("measures", `措施（${cells.measureWords(problem)}）`, parts.measures(problem, hooks)),
      section("progress", "进展", progress(problem)),
      value.now.state === "closed" && section("checks", "销号以后的反弹检查", checks(problem)),
      section("fields", "内容", parts.fields(problem, hooks)), section("history", "办理记录", [historyPlace]),
      !board.isMerged() && removal(),
    ];
    if (fresh || atForm) {
      atForm = false;
      shown.show({ title, body: content, actions: [{ text: "关闭", run: () => setTimeout(shown.close) }] });
      if (!fresh) body.scrollTop = place;
    } else if (isPressed) return void (isLate = true);
    else drawAround(body, content.filter(Boolean), focused);
    if (board.isMerged()) lock(body);
    // Nothing waits for it: a step is done when the drawer shows its state.
    ledgerStore.eventsOf(problem.unit, problem.id).then((/** @type {LedgerEvent[]} */ events) => historyPlace.isConnected && fill(historyPlace, parts.history(events, value)))
      .catch((/** @type {Error} */ error) => toast(error.message));
  }

  /** In a merged view people read; the unit's own ledger is where they change. @param {Problem} problem */
  function elsewhere({ unit }) {
    const name = board.unitName(unit);
    return h("div", { "data-section": "steps" }, h("p", { class: "qd-note" }, `这是“${name}”的问题，汇总里只看不改。`), h("p", { class: "qd-buttons" }, h("button", { type: "button", class: "qd-button", "data-stays": "", onclick: () => {
      if (dialog) dialog.close();
      session.choose(unit);
    } }, `到“${name}”的台账里改`)));
  }

  /** @param {HTMLElement} body */
  function lock(body) {
    body.querySelectorAll("input, select, textarea").forEach((field) => (/** @type {HTMLInputElement} */ (field).disabled = true));
    body.querySelectorAll(".qd-button:not([data-stays])").forEach((button) => button.remove());
  }

  /** All but the part that somebody types in. @param {HTMLElement} body @param {any[]} next its parts @param {any} focused */
  function drawAround(body, next, focused) {
    const active = document.activeElement, typing = active && /^(INPUT|TEXTAREA)$/.test(active.tagName);
    const own = typing && /** @type {HTMLElement | undefined} */ ([...body.children].find((one) => one.contains(active)));
    const place = body.scrollTop, at = own ? next.findIndex(({ dataset }) => dataset.section === own.dataset.section) : -1;
    isLate = Boolean(own);
    if (!active || !own) {
      fill(body, ...next);
      body.scrollTop = place;
      return focusAgain(body, focused);
    }
    const top = active.getBoundingClientRect().top;
    const fresh = new Map([...next[at].querySelectorAll("[data-path]")].map((field) => [field.dataset.path, field]));
    for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (own.querySelectorAll("[data-path]"))) {
      const now = fresh.get(field.dataset.path);
      if (now && field !== active && !field.validity.badInput) [field.value, field.disabled, field.readOnly] = [now.value, now.disabled, now.readOnly];
    }
    [...body.children].forEach((one) => one === own || one.remove());
    own.before(...next.slice(0, at));
    own.after(...next.slice(at + 1));
    body.scrollTop += active.getBoundingClientRect().top - top;
    return undefined;
  }

  /** Show what came while somebody was at it. */
  function catchUp() {
    if (isLate && dialog && !atForm) draw();
  }

  window.addEventListener("mouseup", () => setTimeout(() => {
    isPressed = false;
    catchUp();
  }));

  /** @param {HTMLElement} body */
  function focusName(body) {
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    if (!active || !body.contains(active)) return null;
    return { path: active.dataset.path || "", words: active.textContent || "", at: [...body.querySelectorAll("button")].indexOf(/** @type {any} */ (active)) };
  }

  /** @param {HTMLElement} body @param {{path: string, words: string, at: number} | null} was */
  function focusAgain(body, was) {
    if (!was) return;
    const field = was.path && body.querySelector(`[data-path="${CSS.escape(was.path)}"]`);
    const buttons = [...body.querySelectorAll("button")], isIt = (/** @type {Element | undefined} */ one) => one && one.textContent === was.words;
    const button = !field && (isIt(buttons[was.at]) ? buttons[was.at] : buttons.find(isIt));
    const next = field || button || body.querySelector("button");
    if (next) /** @type {HTMLElement} */ (next).focus({ preventScroll: true });
  }

  /** @param {string} id @param {string} title @param {any} content */
  function section(id, title, content) {
    return h("section", { "data-section": id }, h("h3", null, title), content);
  }

  /** @param {Problem} problem */
  function facts(problem) {
    const { now } = problem.value;
    return h("div", { "data-section": "facts" },
      h("p", { class: "qd-drawer__facts" }, cells.lightWords(problem), h("strong", null, model.labelOf("state", now.state)),
        now.round > 1 && h("span", null, `第 ${now.round} 轮`), h("span", null, "期限 ", cells.dueWords(problem)), now.closedOn && h("span", null, `销号 ${now.closedOn}`)),
      now.outside && h("p", { class: "qd-warning" }, "导入时就是已销号，未经本工具流程。"),
      now.fork && h("p", { class: "qd-warning" }, "两边各自办过，还没有选定用哪一边：请从“接着做”再导入一次对方的文件，逐个选定。"));
  }

  // ── Steps ──

  /** @param {Problem} problem */
  function steps(problem) {
    const allowed = ledgerEvents.allowed(problem, board.settings()).map((/** @type {Allowed} */ one) => ledgerSteps.asking(one, problem)), back = model.data().common.map((/** @type {Step} */ { action }) => action);
    return [
      ...allowed.map((/** @type {Allowed & {asks: string}} */ one) => h("div", { class: `qd-step${one.problems.length ? "" : " qd-step--free"}` },
        h("button", { type: "button", class: `qd-button${one.problems.length || back.includes(one.action) ? "" : " qd-button--primary"}`, "aria-describedby": `why-${one.action}`,
          onclick: () => toForm(one.action, one.step, "", {}, one.problems) }, one.label),
        ` → ${model.labelOf("state", one.to, true)}`, ledgerCite.cite(one.step.sources, one.step.convention),
        h("div", { id: `why-${one.action}` }, one.problems.length > 0 && ["还差：", h("ul", null, one.problems.map((words) => h("li", null, words)))], one.asks))),
      h("p", { class: "qd-buttons" }, ["extend", "correct"].filter((action) => may(action, problem)).map((action) => h("button", {
        type: "button", class: "qd-button", onclick: () => record(action, "") }, ledgerEvents.labelOf(action)))),
    ];
  }

  /** @param {string} action @param {Problem} problem @param {string} [measure] */
  function may(action, problem, measure) {
    const step = ledgerEvents.stepOf(action, board.settings().procedure);
    const { now } = problem.value;
    if (!step || (step.from.length && !step.from.includes(now.state))) return false;
    return now.state !== "new" || !["extend", "correct"].includes(action) || Boolean(measure ? (now.measures[measure] || {}).due : now.due); // until then the deadline is edited where it stands
  }

  /** @param {string} action @param {string} measure @param {Record<string, any>} [preset] */
  function record(action, measure, preset = {}) {
    toForm(action, ledgerEvents.stepOf(action, board.settings().procedure), measure, preset, []);
  }

  /** @param {string} path of the words */
  function amend(path) {
    toForm("amend", /** @type {Step} */ (ledgerEvents.stepOf("amend", "")), "", {}, [], path);
  }

  /** @param {string} action @param {Step} step @param {string} measure @param {Record<string, any>} preset @param {string[]} problems @param {string} [cell] */
  function toForm(action, step, measure, preset, problems, cell = "") {
    const problem = board.byId(current.id, current.unit), shown = dialog;
    if (!problem || !shown) return;
    atForm = true;
    ledgerSteps.form({ label: step.label, action, step, problems }, problem, {
      measure, cell, preset, dialog: shown, back: () => draw(),
      run: async (/** @type {any} */ input) => {
        await ledgerSteps.act(problem, input);
        toast(`已记：${step.label}`);
        draw();
        const next = shown.element.querySelector(cell ? `[data-amend="${CSS.escape(cell)}"]` : `[data-section="${measure ? "measures" : "steps"}"] button`);
        if (next) /** @type {HTMLElement} */ (next).focus();
      },
    });
  }

  // ── Progress, checks ──

  /** @param {Problem} problem */
  function progress({ value }) {
    const last = value.now.progress;
    return [
      last ? h("p", null, h("time", null, last.on), `　${last.text}`) : h("p", { class: "qd-empty" }, "还没有记进展。"),
      h("p", { class: "qd-buttons" }, h("button", { type: "button", class: "qd-button", onclick: () => record("progress", "") }, "记一笔进展")),
    ];
  }

  /** @param {Problem} problem */
  function checks({ value }) {
    return [
      h("ul", { class: "qd-plain qd-log" }, ledgerChecks.dueChecks(value, board.settings()).map((/** @type {any} */ { months, day, done, result }) => h("li", null,
        h("time", null, day), `第 ${months} 个月　`, done ? model.labelOf("checkResult", result) : h("button", { type: "button", class: "qd-button qd-button--small",
          onclick: () => record("check", "", { months }) }, `记第 ${months} 个月的检查`)))),
      h("p", { class: "qd-note" }, "查出反弹的，再用上面的“反弹，重新挂号”。"),
    ];
  }

  /** @param {() => Promise<any>} work */
  function run(work) {
    work().catch((error) => toast(error.message));
  }

  /** At the very end, away from what is used every day. */
  function removal() {
    return h("p", { class: "qd-drawer__end", "data-section": "remove" }, h("button", { type: "button", class: "qd-button qd-button--danger", onclick: () => run(remove) }, "删除这个问题"));
  }

  async function remove() {
    const problem = board.byId(current.id, current.unit), shown = dialog;
    if (!problem || !shown || !(await Qingdan.lib.ledgerRemoval.ask([problem]))) return;
    await board.refresh();
    shown.close();
    toast("已删除这个问题，可以撤销。");
  }

  Qingdan.lib.ledgerDrawer = { open };
})();
