// @ts-check
/**
 * A random sample of closed problems for a reverse check: from the evidence back to the facts. Pure, and
 * repeatable: the same seed draws the same problems from the same ledger, on every computer.
 *
 * @typedef {{seed: string, of: number, problems: Problem[]}} Draw of: among how many it was drawn
 */
(function () {
  "use strict";

  /** The seed as 32 bits (FNV-1a). @param {string} text */
  function hash(text) {
    let sum = 0x811c9dc5;
    for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
    return sum >>> 0;
  }

  /** Numbers from 0 to 1 (mulberry32). @param {string} seed @returns {() => number} */
  function generator(seed) {
    let state = hash(seed);
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  }

  /**
   * Draw from the closed problems.
   * @param {Problem[]} problems @param {{seed: string, count?: number, share?: number}} options so many, or such a
   *   share of them (0.2), at least one
   * @returns {Draw} in the order of the ledger
   */
  function draw(problems, { seed, count, share = 0.1 }) {
    const closed = problems.filter(({ value }) => value.now.state === "closed");
    // By their ids, so that sorting the table differently draws the same.
    const left = [...closed].sort((a, b) => (a.id < b.id ? -1 : 1)), next = generator(seed);
    const wanted = Math.min(left.length, Math.max(1, count === undefined ? Math.ceil(left.length * share) : count));
    const drawn = new Set();
    while (drawn.size < wanted) drawn.add(left.splice(Math.floor(next() * left.length), 1)[0]);
    return { seed, of: closed.length, problems: closed.filter((one) => drawn.has(one)) };
  }

  Qingdan.lib.ledgerDraws = { draw, generator };
})();
