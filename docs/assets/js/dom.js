// @ts-check
/**
 * Elements made by scripts. Whatever people typed or a file brought enters as text, never as HTML.
 *
 * @typedef {Node | string | number | null | undefined | false} Child
 * @typedef {{h(tag: string, attributes?: Record<string, any> | null, ...children: (Child | Child[])[]): any,
 *   fill(parent: Element, ...children: (Child | Child[])[]): void,
 *   moment(stamp: string): string, toast(text: string): void}} Dom
 */
(function () {
  "use strict";

  const TOAST = 8000; // ms, and longer while it is pointed at

  /**
   * An element. A function is a listener (`onclick`), true an attribute without a value, false or null none.
   * @param {string} tag @param {Record<string, any> | null} [attributes] @param {...(Child | Child[])} children
   */
  function h(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (typeof value === "function") element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
    }
    append(element, children);
    return element;
  }

  /** Replace what is in an element. @param {Element} parent @param {...(Child | Child[])} children */
  function fill(parent, ...children) {
    parent.textContent = "";
    append(parent, children);
  }

  /** @param {Element} parent @param {(Child | Child[])[]} children */
  function append(parent, children) {
    for (const child of /** @type {Child[]} */ (children.flat())) {
      if (child !== null && child !== undefined && child !== false) parent.append(/** @type {any} */ (child));
    }
  }

  /** A moment as people read it: 11月22日 09:05, with the year if it is another one. @param {string} stamp ISO */
  function moment(stamp) {
    const date = new Date(stamp);
    if (isNaN(date.getTime())) return "时间不明";
    const now = /** @type {any} */ (Qingdan).clock.now();
    const year = date.getFullYear() === now.getFullYear() ? "" : `${date.getFullYear()}年`;
    const clock = [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
    return `${year}${date.getMonth() + 1}月${date.getDate()}日 ${clock}`;
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let leaving;

  /** Say in passing that something was done, to eyes and ears. @param {string} text */
  function toast(text) {
    const host = document.querySelector("dialog[open]") || document.body;
    document.querySelectorAll(".qd-toast").forEach((old) => old.remove());
    const box = h("div", { class: "qd-toast" }, text);
    host.append(box);
    clearTimeout(leaving);
    leaving = setTimeout(() => box.remove(), TOAST);
    Qingdan.announce(text);
  }

  Qingdan.lib.dom = { h, fill, moment, toast };
})();
