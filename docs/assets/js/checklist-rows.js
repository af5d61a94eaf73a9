// @ts-check
/**
 * A row of a list: where its parts are, and what it shows of what is entered. Nothing is looked up before
 * somebody asks: of a long list most rows are never touched.
 *
 * @typedef {{late: boolean, reckoned: string}} Due late: it is overdue; reckoned: the day that follows from the unit
 */
(function () {
  "use strict";

  const { h, fill } = /** @type {Dom} */ (Qingdan.lib.dom);
  const session = /** @type {Session} */ (Qingdan.lib.session);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const itemDues = /** @type {ItemDues} */ (Qingdan.lib.itemDues);
  const { records } = Qingdan.lib;

  const EMPTY = /** @type {Tick} */ (records.normalizeTick(null));

  class Row {
    /** @param {HTMLElement} element @param {string} section */
    constructor(element, section) {
      this.id = element.id;
      this.element = element;
      this.section = section;
      /** What is shown, but for the words of the page itself. */
      this.shown = "";
      /** @type {Record<string, HTMLElement>} */
      this.found = {};
    }

    /** @param {string} selector @returns {any} */
    part(selector) {
      return this.found[selector] || (this.found[selector] = /** @type {HTMLElement} */ (this.element.querySelector(selector)));
    }

    /** @returns {HTMLInputElement} */
    get box() {
      return this.part(".qd-item__line input");
    }

    /** @returns {HTMLButtonElement} */
    get button() {
      return this.part(".qd-state");
    }

    /** The rule of its due day: "start 2m". */
    get by() {
      return this.element.getAttribute("data-by") || "";
    }

    /** @param {Tick} entered @param {Due} due */
    show(entered, { late, reckoned }) {
      const shown = entered === EMPTY && !reckoned ? "" : JSON.stringify([entered, late, reckoned], (name, value) => (name === "rev" || name === "revs" ? undefined : value));
      if (shown === this.shown && this.box.checked === (entered.state === "done")) return;
      this.shown = shown;
      this.box.checked = entered.state === "done";
      this.element.setAttribute("data-state", entered.state);
      const words = session.STATE_WORDS[entered.state];
      if (this.button.textContent !== words) this.button.textContent = words;
      // They stand in a line that is there anyway: what one ticks next must not move away.
      this.say("qd-item__done", entered.doneOn && `办结日期：${dates.format(entered.doneOn)}`);
      const day = entered.due ? "" : reckoned;
      this.say("qd-item__by", day && [`${dates.format(day)}之前（${itemDues.words(this.by)}，本工具约定）`,
        late && [" ", h("strong", { class: "qd-late" }, "逾期")]].flat());
      this.tell(parts({ ...entered, doneOn: "" }, late));
    }

    /** @param {string} name @param {any} words of a fact, in the line of the facts */
    say(name, words) {
      let place = this.found[name];
      if (!place && !words) return;
      if (!place) this.part(".qd-item__facts").append((place = this.found[name] = h("span", { class: name })));
      fill(place, words);
    }

    /** @param {HTMLElement[]} record below the words of the page */
    tell(record) {
      let place = this.found.record;
      if (!place && !record.length) return;
      if (!place) this.part(".qd-item__more").append((place = this.found.record = h("p", { class: "qd-record" })));
      fill(place, record);
      place.hidden = !record.length;
    }
  }

  /** What is entered beside the state, for a glance and for paper. @param {Tick} entered @param {boolean} late */
  function parts({ person, due, doneOn, note, evidence }, late) {
    /** @type {[string, string, string?][]} */
    const facts = [["责任人", person], ["期限", due && dates.format(due), late ? "逾期" : ""],
      ["办结日期", doneOn && dates.format(doneOn)], ["佐证", evidence.join("、")], ["记事", note]];
    return facts.filter(([, words]) => words).map(([label, words, mark]) => h("span", { class: label === "记事" ? "qd-record__note" : null },
      h("span", { class: "qd-record__label" }, `${label}：`), words, mark && [" ", h("strong", { class: "qd-late" }, mark)]));
  }

  Qingdan.lib.checklistRows = { EMPTY, Row, parts };
})();
