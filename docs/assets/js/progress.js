// @ts-check
/**
 * How far a list is, in numbers and as a bar. What does not apply is not counted.
 *
 * @typedef {{done: number, total: number, begun: boolean}} Progress begun: something is entered for one of its items
 */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { records } = Qingdan.lib;

  /** @param {Iterable<{id: string}>} items @param {Map<string, Tick>} ticks @returns {Progress} */
  function of(items, ticks) {
    let done = 0, total = 0, begun = false;
    for (const { id } of items) {
      const tick = ticks.get(id), state = tick ? tick.state : "todo";
      if (state !== "na") total++;
      if (state === "done") done++;
      if (tick && records.FIELDS.some((/** @type {string} */ name) => isEntered(name, /** @type {any} */ (tick)[name]))) begun = true;
    }
    return { done, total, begun };
  }

  /** @param {string} name @param {any} value */
  function isEntered(name, value) {
    return name === "state" ? value !== "todo" : value.length > 0;
  }

  /**
   * A bar with its words beside it: nothing depends on the bar alone.
   * @param {Progress} progress @param {string} label what it is the progress of
   */
  function view({ done, total }, label) {
    return h("span", { class: "qd-progress" },
      h("progress", { class: "qd-meter", max: total || 1, value: total ? done : 1, "aria-label": `${label}的进度` }), " ",
      h("span", null, total ? `已办 ${done}/${total}` : "都不适用"));
  }

  Qingdan.lib.progress = { of, view };
})();
