// @ts-check
/** Who leads where a list names several: S0's rule tried on a pasted list. Nothing is stored. */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const names = /** @type {Names} */ (Qingdan.lib.names);

  /** @param {HTMLElement} element */
  function start(element) {
    const form = /** @type {HTMLFormElement} */ (element);
    const kind = /** @type {HTMLSelectElement} */ (form.elements.namedItem("kind"));
    const text = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("names"));
    const result = /** @type {HTMLElement} */ (form.querySelector("output"));

    function show() {
      const list = names.parse(text.value), [first, ...others] = list.names;
      const what = kind.selectedOptions[0];
      if (!first) return fill(result, text.value.trim() ? "没有认出名字。" : "");
      fill(result,
        h("p", { class: "qd-first__lead" }, h("strong", null, `${what.dataset.lead}：${first.name}`), first.note && `（${first.note}）`),
        others.length > 0 && h("p", null, `其余${what.textContent}，按名单次序：${names.format({ names: others, more: false })}`),
        others.length === 0 && h("p", null, "名单里只有一个：S0的规则说的是两名（两个）以上的情形。"),
        list.more && h("p", null, "名单写了“等”：请把名字写全，再看首位。"));
    }

    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    show(); // browsers put back what was typed before a reload
  }

  Qingdan.register("first-listed", start);
})();
