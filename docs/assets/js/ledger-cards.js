// @ts-check
/** The ledger on a narrow screen: a card a problem, so many at a time. Reading, and everything else in the drawer. */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerCells: cells, ledgerModel: model } = Qingdan.lib;

  const AT_ONCE = 40;

  /** @param {HTMLElement} place @param {(problem: Problem) => void} open */
  function create(place, open) {
    /** @type {Line[]} */
    let lines = [];
    let most = AT_ONCE;

    /** @param {Line[]} next */
    function show(next) {
      lines = next;
      draw();
    }

    function draw() {
      const shown = lines.slice(0, most), rest = lines.length - shown.length;
      fill(place, lines.length ? null : h("p", { class: "qd-empty" }, "没有合乎条件的问题。"),
        h("ul", { class: "qd-plain qd-cardlist" }, shown.map((line) => (line.problem ? card(line.problem)
          : h("li", { class: "qd-cardlist__group" }, h("strong", null, line.label), ` ${line.count} 个`)))),
        rest > 0 && h("p", { class: "qd-buttons" }, h("button", { type: "button", class: "qd-button", onclick: () => {
          most += AT_ONCE;
          draw();
        } }, `再显示 ${Math.min(rest, AT_ONCE)} 个（还有 ${rest} 个）`)));
    }

    /** @param {Problem} problem */
    function card(problem) {
      const { value } = problem;
      return h("li", { class: "qd-pcard" },
        h("p", { class: "qd-pcard__head" }, value.no && h("span", { class: "qd-id" }, value.no), cells.lightWords(problem), h("span", null, model.labelOf("state", value.now.state, true))),
        h("p", { class: "qd-pcard__text" }, value.text || "（没有写问题）"),
        h("p", { class: "qd-pcard__more" }, [value.class, value.units[0], value.persons[0]].filter(Boolean).join(" · ")),
        h("p", { class: "qd-pcard__more" }, "期限 ", cells.dueWords(problem), `　措施 ${cells.measureWords(problem)}`),
        h("button", { type: "button", class: "qd-button qd-button--small", "aria-label": `${value.no || value.text.slice(0, 10)} 的详情`, onclick: () => open(problem) }, "详情和修改"));
    }

    return { show };
  }

  Qingdan.lib.ledgerCards = { create };
})();
