// @ts-check
/**
 * The record of a unit – its name and profile – in two copies, put together member by member. Pure.
 *
 * A unit with the member `part` was given its ledger only (ledger-exchange.js): the problems of the lead units that
 * stand there, of one that is not known (`true`), or all of them (WHOLE). When its file comes back, it does not
 * speak for the unit's name and settings.
 */
(function () {
  "use strict";

  const { records, refusals } = Qingdan.lib;

  const WHOLE = "whole";
  const OUTSIDE = ["rev", "revs", "created", "part", "refused", "profile"]; // not compared as members
  const OWN = ["ledgerMappings"]; // remembered by each computer for itself, nothing to ask people about

  /** @param {any} value */
  function isEmpty(value) {
    return value === undefined || value === null || value === "" || (typeof value === "object" && !Object.keys(value).length);
  }

  /** Members by path, "profile/start", without empty ones; a unit that does not say so is none for practice. @param {Stored} unit @returns {Map<string, any>} */
  function membersOf(unit) {
    const profile = { practice: false, ...unit.profile };
    return new Map([
      ...Object.entries(unit).filter(([name]) => !OUTSIDE.includes(name)),
      ...Object.entries(profile).map(([name, value]) => /** @type {[string, any]} */ ([`profile/${name}`, value])),
    ].filter(([, value]) => !isEmpty(value)));
  }

  /** The members that both have, each another. @param {Stored} ours @param {Stored} theirs @returns {string[]} paths */
  function differing(ours, theirs) {
    const mine = membersOf(ours), others = membersOf(theirs);
    return [...mine.keys()].filter((path) => others.has(path) && !OWN.includes(path.slice("profile/".length))
      && records.canonical(mine.get(path)) !== records.canonical(others.get(path)));
  }

  /** The lead units whose problems a unit was given, [] where nobody knows which, null for one that has its own. @param {Stored} unit @returns {string[] | null} */
  function leadsOf({ part }) {
    if (!part || part === WHOLE) return null;
    return Array.isArray(part) ? part.filter((name) => typeof name === "string") : [];
  }

  /** A file out of a workbook: of before WHOLE, all of a ledger was marked like a portion of it that is not known. @param {string} text @returns {string} */
  function outOfWorkbook(text) {
    /** @type {any} */
    let document;
    try {
      document = JSON.parse(text);
    } catch {
      return text; // whoever reads it says what is wrong
    }
    if (!records.isPlain(document) || !Array.isArray(document.units)) return text;
    return JSON.stringify({ ...document, units: document.units.map((/** @type {any} */ unit) => (unit && unit.part === true ? { ...unit, part: WHOLE } : unit)) }, null, 1);
  }

  /** Of two that were given a ledger. @param {Stored} ours @param {Stored} theirs */
  function partOf(ours, theirs) {
    const [mine, others] = [leadsOf(ours), leadsOf(theirs)];
    return mine && others ? [...new Set([...mine, ...others])] : WHOLE;
  }

  /** What an import does with a unit's record. @param {Entry} entry @returns {Entry} */
  function plan(entry) {
    const { kind, ours, theirs } = entry;
    if (!ours) return entry;
    if (theirs.part && !ours.part) return { ...entry, kind: "kept" };
    if (ours.part && !theirs.part) return { ...entry, kind: "changed", merged: true };
    return kind === "conflict" && !differing(ours, theirs).length ? { ...entry, kind: "changed", merged: true } : entry;
  }

  /** One copy of two, without a revision of its own. @param {Stored} ours @param {Stored} theirs @param {"ours" | "theirs" | Record<string, "ours" | "theirs">} side whose member counts where both have one; by path, ours where none is said @returns {Stored} */
  function merged(ours, theirs, side) {
    if (typeof side === "object") return merged(chosen(ours, theirs, side), theirs, "ours");
    const [less, more] = side === "theirs" ? [ours, theirs] : [theirs, ours];
    const profile = together(less.profile || {}, more.profile || {});
    const own = Object.entries(ours.profile || {}).filter(([name, value]) => OWN.includes(name) && !isEmpty(value));
    const { part, ...content } = together(less, more);
    const both = { ...content, profile: { ...profile, ...Object.fromEntries(own) }, ...(ours.part && theirs.part && { part: partOf(ours, theirs) }) };
    return refusals.together(both, ours, theirs);
  }

  /** Ours, with the members that were chosen of theirs. @param {Stored} ours @param {Stored} theirs @param {Record<string, "ours" | "theirs">} sides @returns {Stored} */
  function chosen(ours, theirs, sides) {
    const others = [...membersOf(theirs)].filter(([path]) => sides[path] === "theirs");
    const isOfProfile = (/** @type {[string, any]} */ [path]) => path.startsWith("profile/");
    return {
      ...ours, ...Object.fromEntries(others.filter((one) => !isOfProfile(one))),
      profile: { ...ours.profile, ...Object.fromEntries(others.filter(isOfProfile).map(([path, value]) => [path.slice("profile/".length), value])) },
    };
  }

  /** @param {Record<string, any>} less @param {Record<string, any>} more @returns {Record<string, any>} */
  function together(less, more) {
    const counting = Object.entries(more).filter(([name, value]) => !isEmpty(value) || isEmpty(less[name]));
    return { ...less, ...Object.fromEntries(counting) }; // "__proto__" included
  }

  /** What stands in the unit's place after the import. @param {Entry} entry of kind "changed" @returns {Stored} */
  function result({ ours, theirs, merged: both }) {
    return ours && both ? merged(ours, theirs, "theirs") : theirs;
  }

  Qingdan.lib.unitMerge = { WHOLE, leadsOf, outOfWorkbook, differing, plan, merged, result };
})();
