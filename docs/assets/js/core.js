// @ts-check
/**
 * The one global. A widget is a file of its own that registers a start function under a name; every
 * element with that name in `data-module` is started alone, so that a broken widget spares the others.
 *
 * Classic scripts only: ES modules and fetch are blocked on file://. Baseline: Chromium 80.
 */
var Qingdan = (function () {
  "use strict";

  /** @typedef {(element: HTMLElement) => void | Promise<void>} Start */

  /** @type {Map<string, Start>} */
  const modules = new Map();
  /** @type {Map<string, Promise<void>>} */
  const scripts = new Map();
  /**
   * Libraries that several widgets share hang themselves in here, e.g. `Qingdan.lib.search`.
   * @type {Record<string, any>}
   */
  const lib = {};
  /** What screen readers listen to outside of dialogs. @type {Element | null} */
  let announcer = null;
  let ready = false;

  /**
   * The URL of the site's root, ending in a slash. `document.currentScript` is null once the script has
   * run, so this is read here and now.
   */
  const base = (function () {
    const given = document.documentElement.dataset.base;
    if (given !== undefined) return new URL(given || ".", document.baseURI).href.replace(/\/?$/, "/");
    const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
    return new URL("../../", script ? script.src : document.baseURI).href;
  })();

  /**
   * Say what a widget is and how it starts. Elements that are there already are started at once.
   * @param {string} name
   * @param {Start} start called once for each element whose `data-module` holds the name
   */
  function register(name, start) {
    modules.set(name, start);
    if (ready) startModule(name, start);
  }

  /** @param {string} name @param {Start} start */
  function startModule(name, start) {
    for (const element of document.querySelectorAll(`[data-module~="${name}"]`)) {
      startElement(name, start, /** @type {HTMLElement} */ (element));
    }
  }

  /** @param {string} name @param {Start} start @param {HTMLElement} element */
  function startElement(name, start, element) {
    try {
      Promise.resolve(start(element)).catch((error) => reportBroken(name, element, error));
    } catch (error) {
      reportBroken(name, element, error);
    }
  }

  /** @param {string} name @param {HTMLElement} element @param {unknown} error */
  function reportBroken(name, element, error) {
    console.error(`Qingdan: ${name}`, error);
    const note = document.createElement("p");
    const small = document.createElement("small");
    note.className = "qd-broken";
    small.textContent = "这里的互动功能没有启动，页面内容仍可照常阅读和打印。";
    note.append(small);
    element.after(note);
  }

  /**
   * Load a classic script, once. Works on file://, where fetch does not.
   * @param {string} url relative to the site's root, or absolute
   * @returns {Promise<void>} rejected when the file is missing; the next call then tries again
   */
  function loadScript(url) {
    const src = new URL(url, base).href;
    const known = scripts.get(src);
    if (known) return known;
    if ([...document.scripts].some((script) => script.src === src)) return Promise.resolve(); // the page's own
    /** @type {Promise<void>} */
    const loading = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = src;
      script.onload = () => resolve();
      script.onerror = () => {
        scripts.delete(src);
        script.remove();
        reject(new Error(`没有载入 ${src}`));
      };
      document.head.append(script);
    });
    scripts.set(src, loading);
    return loading;
  }

  /**
   * Tell screen readers something that others see. While a modal dialog is open the rest of the page is
   * inert and its live regions stay silent, so the region then stands in the dialog.
   * @param {string} text
   */
  function announce(text) {
    // By name, of which the browser keeps account: a long list is not searched through at every tick.
    const dialog = [...document.getElementsByTagName("dialog")].find((one) => one.open);
    // Not the region of a closed dialog: nobody hears that one.
    let region = dialog ? dialog.querySelector("[data-announcer]") : announcer;
    if (!region) {
      region = document.createElement("div");
      region.setAttribute("data-announcer", "");
      region.setAttribute("role", "status");
      // Off screen but not display:none, which would silence it.
      region.setAttribute("style", "position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0)");
      (dialog || document.body).append(region);
      if (!dialog) announcer = region;
    }
    // Emptied first and filled later: a new region, or the same words again, would not be read.
    const silent = region;
    silent.textContent = "";
    setTimeout(() => (silent.textContent = text), 50);
  }

  /** In the order in which they registered; the page is searched once for all of them. */
  function startAll() {
    ready = true;
    const elements = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-module]")]);
    modules.forEach((start, name) => {
      const own = elements.filter((element) => (element.dataset.module || "").split(" ").includes(name));
      own.forEach((element) => startElement(name, start, element));
    });
  }

  document.documentElement.classList.remove("no-js");
  document.documentElement.classList.add("js");
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
  else setTimeout(startAll); // loaded late: the scripts after this one have not registered yet

  return { register, base, lib, loadScript, announce };
})();
