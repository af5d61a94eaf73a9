// @ts-check
/** The sources of a statement that a script writes: the same markup as citations.py, so that cites.js opens them. */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);

  /**
   * @param {string[]} sources @param {boolean} [convention] said by this kit, not by a speech
   * @returns {HTMLElement | null} null where there is nothing to say
   */
  function cite(sources, convention = false) {
    const unique = [...new Set(sources)];
    if (!unique.length && !convention) return null;
    return h("span", { class: "qd-cites" },
      unique.length > 0 && h("button", { type: "button", class: "qd-cites__open", "aria-expanded": "false" }, `出处 ${unique.length} 条`),
      unique.length > 0 && h("span", { class: "qd-cites__links" }, unique.flatMap((id, at) => [at ? " " : "", h("a", { class: "qd-cite", href: urlOf(id) }, id)])),
      convention && h("a", { class: "qd-convention", href: `${Qingdan.base}help/conventions.html` }, "本工具约定"));
  }

  /** @param {string} id of a fact */
  function urlOf(id) {
    const page = id.startsWith("F-") ? "outside" : id.split("-")[0].toLowerCase();
    return `${Qingdan.base}sources/${page}.html#${id}`;
  }

  Qingdan.lib.ledgerCite = { cite };
})();
