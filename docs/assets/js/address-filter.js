// @ts-check
/**
 * A form that filters what a page shows, and stands in the address: drawn again at every input, taken from the
 * address when the page opens or the reader goes back, emptied by its reset button.
 *
 * @typedef {Record<string, string>} Chosen by the fields' names; "" chooses nothing
 * @typedef {{values(): Chosen, clear(): void}} AddressFilter
 */
(function () {
  "use strict";

  const REST = 500; // ms of rest in typing after which the count is read out

  /**
   * @param {HTMLFormElement} form with the fields, a reset button and [data-part=count]
   * @param {{fields: string[], text: string, draw(chosen: Chosen, filtered: boolean): string}} options
   *   text: the field for words; draw: show what fits and return what to say about it
   * @returns {AddressFilter}
   */
  function start(form, { fields, text, draw }) {
    const count = /** @type {HTMLElement} */ (form.querySelector("[data-part=count]"));
    const reset = /** @type {HTMLElement} */ (form.querySelector("[type=reset]"));
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let rest;

    /** @param {string} name @returns {HTMLInputElement | HTMLSelectElement} */
    const field = (name) => /** @type {any} */ (form.elements.namedItem(name));
    /** @returns {Chosen} */
    const values = () => Object.fromEntries(fields.map((name) => [name, field(name).value.trim()]));

    function apply() {
      const chosen = values(), filtered = fields.some((name) => chosen[name]);
      reset.hidden = !filtered;
      const said = draw(chosen, filtered);
      clearTimeout(rest);
      rest = setTimeout(() => (count.textContent = said), count.textContent && chosen[text] ? REST : 0);
    }

    function write() {
      const url = new URL(location.href), chosen = values();
      fields.forEach((name) => (chosen[name] ? url.searchParams.set(name, chosen[name]) : url.searchParams.delete(name)));
      try {
        history.replaceState(history.state, "", url.href);
      } catch {
        // some browsers forbid it on file://; then the address does not follow
      }
    }

    function read() {
      const given = new URL(location.href).searchParams;
      for (const name of fields) {
        const value = given.get(name) || "", one = field(name);
        one.value = value;
        if (one.value !== value && one instanceof HTMLSelectElement) one.value = ""; // a role that there is not
      }
      apply();
    }

    function clear() {
      fields.forEach((name) => (field(name).value = ""));
      apply();
      write();
    }

    form.addEventListener("input", () => {
      apply();
      write();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => {
      clear();
      field(fields[0]).focus(); // the button that had it goes
    }));
    window.addEventListener("popstate", read);
    form.hidden = false;
    read();
    return { values, clear };
  }

  Qingdan.lib.addressFilter = { start };
})();
