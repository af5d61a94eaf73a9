// @ts-check
/**
 * Children of an element in another order, with as few of them moved as can be: what is moved loses the focus and
 * is laid out anew, and one that goes to the end must not move all others.
 */
(function () {
  "use strict";

  /** @param {Element} parent @param {Element[]} wanted all its children, some of them new to it */
  function arrange(parent, wanted) {
    const places = new Map([...parent.children].map((child, at) => [child, at]));
    const staying = longestRun(wanted.map((child) => places.get(child)));
    const kept = new Set(wanted);
    places.forEach((_, child) => {
      if (!kept.has(child)) child.remove();
    });
    const focused = /** @type {HTMLElement | null} */ (parent.contains(document.activeElement) ? document.activeElement : null);
    let next = /** @type {Element | null} */ (null);
    for (let at = wanted.length - 1; at >= 0; at--) {
      if (!staying.has(at)) parent.insertBefore(wanted[at], next);
      next = wanted[at];
    }
    if (focused && focused !== document.activeElement) focused.focus({ preventScroll: true });
  }

  /** Where the longest rising run of numbers stands; the gaps of it are filled by moving. @param {(number | undefined)[]} numbers @returns {Set<number>} */
  function longestRun(numbers) {
    /** Of each length, the place of the smallest number that ends such a run. @type {number[]} */
    const ends = [];
    /** @type {number[]} */
    const before = [];
    numbers.forEach((number, at) => {
      if (number === undefined) return;
      let low = 0, high = ends.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (/** @type {number} */ (numbers[ends[middle]]) < number) low = middle + 1;
        else high = middle;
      }
      before[at] = low ? ends[low - 1] : -1;
      ends[low] = at;
    });
    const found = new Set();
    for (let at = ends.length ? ends[ends.length - 1] : -1; at >= 0; at = before[at]) found.add(at);
    return found;
  }

  Qingdan.lib.inOrder = { arrange };
})();
