// @ts-check
/**
 * Problems that were removed here and that people did not want back when a file brought them: which copies, so that
 * the next old file does not ask again. They stand in the unit's record, as its member `refused`, and so travel in
 * backups and go with the undo of an import. Pure.
 *
 * @typedef {{revs: string[], events: string[]}} Refusal revs: of the copy and of those before it; events: what that
 *   copy had that was not known here
 */
(function () {
  "use strict";

  const { records } = Qingdan.lib;

  const LIMITS = { problems: 300, revs: 20, events: 100 };

  /** @param {any} list @returns {string[]} */
  function texts(list) {
    return Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
  }

  /** @param {Stored | null | undefined} unit @returns {Map<string, Refusal>} by problem, the last one last */
  function of(unit) {
    const given = unit && records.isPlain(unit.refused) ? unit.refused : {};
    return new Map(Object.entries(given).filter(([, one]) => records.isPlain(one)).map(([id, one]) => [id, { revs: texts(one.revs), events: texts(one.events) }]));
  }

  /** @param {LedgerEvent[]} events that are not known here @param {string} problem */
  function idsOf(events, problem) {
    return events.filter((one) => one.problem === problem).map(({ id }) => id);
  }

  /**
   * Whether this copy was refused, or a later one of which it is an ancestor. One with a change or a step that the
   * refused one did not have is another matter.
   * @param {Stored | null | undefined} unit @param {Entry} entry @param {LedgerEvent[]} events that are not known here
   */
  function isKnown(unit, { id, theirs }, events) {
    const found = of(unit).get(id);
    return Boolean(found && found.revs.includes(theirs.rev) && idsOf(events, id).every((event) => found.events.includes(event)));
  }

  /** Whether any copy of a problem was refused: a backup tells what was removed by that alone. @param {Stored} unit @param {string} id */
  function has(unit, id) {
    return of(unit).has(id);
  }

  /**
   * The unit's record after people have decided, null where that changes nothing.
   * @param {Stored} unit @param {Entry[]} refused @param {string[]} back problems that they took back
   * @param {LedgerEvent[]} events that were not known here @returns {Stored | null}
   */
  function noted(unit, refused, back, events) {
    const all = of(unit), before = records.canonical([...all]);
    back.forEach((id) => all.delete(id));
    for (const { id, theirs } of refused.slice(-LIMITS.problems)) {
      all.delete(id); // it becomes the last one
      all.set(id, { revs: [theirs.rev, ...(theirs.revs || [])].slice(0, LIMITS.revs), events: idsOf(events, id).slice(0, LIMITS.events) });
    }
    if (records.canonical([...all]) === before) return null;
    return withRefusals(unit, all);
  }

  /** @param {Stored} unit @param {Map<string, Refusal>} all @returns {Stored} */
  function withRefusals({ refused, ...unit }, all) {
    return all.size ? { ...unit, refused: Object.fromEntries([...all].slice(-LIMITS.problems)) } : unit;
  }

  /** Two copies of a unit put together: what either side refused. @param {Stored} content @param {Stored} ours @param {Stored} theirs @returns {Stored} */
  function together(content, ours, theirs) {
    const all = of(theirs);
    for (const [id, one] of of(ours)) {
      const other = all.get(id) || { revs: [], events: [] };
      all.set(id, { revs: [...new Set([...one.revs, ...other.revs])], events: [...new Set([...one.events, ...other.events])] });
    }
    return withRefusals(content, all);
  }

  Qingdan.lib.refusals = { isKnown, has, noted, together };
})();
