// @ts-check
/**
 * A unit's name and settings that were changed on both sides: which of the two, asked for each of them. As long as one
 * is open, none is written.
 */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { profileWords } = Qingdan.lib;

  /** @type {["theirs" | "ours", string, string][]} side, its words, those of the button for all */
  const SIDES = [["theirs", "文件里的", "全用文件里的"], ["ours", "这里的", "全用这里的"]];
  const LATER = "都不动，稍后再说";

  let groups = 0;

  /**
   * The questions. Answers are put into the entry: `choice` is "each" once all are given, and "later" before.
   * @param {Entry} entry of the store "units" @returns {HTMLElement}
   */
  function view(entry) {
    const members = profileWords.members(/** @type {Stored} */ (entry.ours), entry.theirs), group = `qd-unit-choice-${++groups}`;
    const one = entry.choice === "ours" || entry.choice === "theirs" ? entry.choice : "";
    /** @type {(("ours" | "theirs") | "")[]} */
    const chosen = members.map(({ paths }) => (entry.each || {})[paths[0]] || one);
    const left = h("p", { class: "qd-note", role: "status" });
    /** @type {HTMLInputElement[]} */
    const radios = [];
    const list = members.map(({ label, ours, theirs }, at) => h("fieldset", { class: "qd-choice" }, h("legend", null, label),
      SIDES.map(([side, words]) => {
        const radio = h("input", { type: "radio", name: `${group}-${at}`, value: side, checked: chosen[at] === side, onchange: () => {
          chosen[at] = side;
          tell();
        } });
        radios.push(radio);
        return h("label", { class: "qd-check" }, radio, `${words}：${(side === "ours" ? ours : theirs) || "（本站不认识的内容）"}`);
      })));
    /** @param {"ours" | "theirs" | ""} side @param {string} words */
    const all = (side, words) => {
      chosen.fill(side);
      radios.forEach((radio) => (radio.checked = radio.value === side));
      tell();
      Qingdan.announce(`单位信息 ${members.length} 项都选了：${words}`);
    };
    tell();
    return h("fieldset", { class: "qd-conflict" }, h("legend", null, h("strong", null, "单位信息")),
      h("p", { class: "qd-buttons" }, members.length > 1 && SIDES.map(([side, , words]) => button(words, () => all(side, words))),
        button(LATER, () => all("", LATER))),
      list, left);

    function tell() {
      const open = chosen.filter((side) => !side).length;
      entry.each = Object.fromEntries(members.flatMap(({ paths }, at) => paths.map((path) => [path, chosen[at]])).filter(([, side]) => side));
      /** @type {any} */ (entry).choice = open ? "later" : "each";
      left.textContent = open === members.length ? "没有选的话，单位信息这次不动，下次再问。"
        : open ? `还有 ${open} 项没有选；选完才改，没有选完的这次都不动，下次再问。` : "";
    }
  }

  /** @param {string} words @param {() => void} run */
  function button(words, run) {
    return h("button", { type: "button", class: "qd-button", onclick: run }, words);
  }

  Qingdan.lib.unitChoices = { view };
})();
