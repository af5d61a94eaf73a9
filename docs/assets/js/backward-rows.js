// @ts-check
/**
 * The rows of a plan, one a step. They are kept by step and written over, so that what another tab changes takes
 * nobody's pen away.
 *
 * @typedef {{element: HTMLElement, output: Record<"text" | "length" | "start" | "end" | "says", HTMLElement>,
 *   write(step: PlanStep, at: number, last: number): void}} PlanLine
 */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);
  const backward = /** @type {Backward} */ (Qingdan.lib.backward);
  const { inOrder } = Qingdan.lib;

  /** @param {HTMLElement} body @returns {{show(steps: PlanStep[]): PlanLine[]}} */
  function make(body) {
    body.textContent = ""; // the blank lines for a pen
    /** @type {Map<string, PlanLine>} */
    let lines = new Map();

    /** @param {PlanStep[]} steps */
    function show(steps) {
      lines = new Map(steps.map((step) => [step.id, lines.get(step.id) || lineOf(step)]));
      const all = [...lines.values()];
      inOrder.arrange(body, all.map(({ element }) => element));
      all.forEach((line, at) => line.write(steps[at], at, steps.length - 1));
      return all;
    }

    return { show };
  }

  /** @param {PlanStep} step @returns {PlanLine} */
  function lineOf({ who, hint, sources }) {
    const number = h("th", { scope: "row", class: "qd-back__number" });
    const text = h("textarea", { class: "qd-input", rows: 2, maxlength: backward.LIMITS.text, autocomplete: "off", "data-field": "text" });
    const amount = h("input", { class: "qd-input", type: "text", inputmode: "numeric", maxlength: 3, autocomplete: "off", placeholder: "自填", "data-field": "amount" });
    const unit = h("select", { class: "qd-input", "data-field": "unit" }, Object.entries(backward.UNITS).map(([value, words]) => h("option", { value }, words)));
    // What is typed is printed from spans: a field cuts off what it has no room for.
    const print = { class: "qd-back__print", "aria-hidden": "true" };
    const output = { text: h("span", print), length: h("span", print), start: h("span"), end: h("span"), says: h("span", { class: "qd-back__says" }) };
    const buttons = [["上移", "up"], ["下移", "down"], ["删除", "remove"]].map(([words, what]) => h("button", { type: "button", class: "qd-tool", "data-do": what }, words));
    const element = h("tr", null, number,
      h("td", { class: "qd-back__what" }, text, output.text,
        (who || hint || sources.length > 0) && h("span", { class: "qd-back__about" }, [who, hint].filter(Boolean).join("；"), " ", sources.map((id) => [linkOf(id), " "]).flat())),
      h("td", { class: "qd-back__length", "data-label": "用时" }, amount, unit, output.length),
      h("td", { "data-label": "最迟开始" }, output.start),
      h("td", { "data-label": "最迟完成" }, output.end),
      h("td", { "data-label": "提示" }, output.says),
      h("td", { class: "qd-back__do" }, buttons));

    /** @param {PlanStep} step @param {number} at @param {number} last */
    function write(step, at, last) {
      const name = `第 ${at + 1} 步`;
      element.dataset.step = String(at);
      number.textContent = String(at + 1);
      text.setAttribute("aria-label", `${name}做什么`);
      amount.setAttribute("aria-label", `${name}用时`);
      unit.setAttribute("aria-label", `${name}用时的单位`);
      put(text, step.text);
      // ４ and 四 stay as they are typed: the first is understood, the second is said to be none.
      if (backward.digits(amount.value) !== step.amount) {
        put(amount, step.amount);
        amount.removeAttribute("aria-invalid");
      }
      put(unit, step.unit);
      buttons.forEach((button, n) => {
        button.setAttribute("aria-label", `${["上移", "下移", "删除"][n]}${name}`);
        if ((n === 0 && at === 0) || (n === 1 && at === last)) button.setAttribute("aria-disabled", "true");
        else button.removeAttribute("aria-disabled");
      });
    }

    return { element, output, write };
  }

  /** The caret stays where it is. @param {any} field @param {string} value */
  function put(field, value) {
    if (field.value === value) return;
    const [from, to] = field.type === "select-one" ? [0, 0] : [field.selectionStart, field.selectionEnd];
    field.value = value;
    if (field === document.activeElement && field.type !== "select-one") field.setSelectionRange(from, to);
  }

  /** @param {string} id */
  function linkOf(id) {
    return h("a", { class: "qd-cite", href: new URL(`sources/${id.split("-")[0].toLowerCase()}.html#${id}`, Qingdan.base).href }, id);
  }

  Qingdan.lib.backwardRows = { make };
})();
