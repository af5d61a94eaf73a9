// @ts-check
/**
 * Word between the tabs of one browser that something has changed. It only says where to read again; what
 * counts is what the database holds.
 *
 * @typedef {{unit: string | null, store: string, key: string | null, action: string, local: boolean}} Change
 *   unit null, store "*", key null: any of them; local: made by this tab
 * @typedef {{tell(change: Omit<Change, "local">, everywhere?: boolean): void,
 *   subscribe(listener: (change: Change) => void): () => void}} Tabs
 */
(function () {
  "use strict";

  const CHANNEL = "qingdan";
  const PING = "qingdan.ping"; // in localStorage

  /** @type {Set<(change: Change) => void>} */
  const listeners = new Set();
  /** @type {BroadcastChannel | null} */
  let channel = null;
  let listening = false;
  let count = 0;

  function listen() {
    if (listening) return;
    listening = true;
    try {
      channel = new BroadcastChannel(CHANNEL);
      channel.onmessage = (event) => hear(event.data);
    } catch {
      // Safari before 15.4, or forbidden
      window.addEventListener("storage", (event) => {
        if (event.key === PING && event.newValue) hear(JSON.parse(event.newValue));
      });
    }
    // A page that comes back from the browser's cache of pages has missed what happened meanwhile.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) hear({ unit: null, store: "*", key: null, action: "return" });
    });
  }

  /** @param {Omit<Change, "local">} change */
  function hear(change) {
    dispatch({ ...change, local: false });
  }

  /** @param {Change} change */
  function dispatch(change) {
    listeners.forEach((listener) => {
      try {
        listener(change);
      } catch (error) {
        console.error("Qingdan.lib.tabs", error); // the other listeners are spared
      }
    });
  }

  /**
   * @param {Omit<Change, "local">} change
   * @param {boolean} [everywhere] false: in this tab only, because it has not reached the disk
   */
  function tell(change, everywhere = true) {
    listen();
    dispatch({ ...change, local: true });
    if (!everywhere) return;
    if (channel) channel.postMessage(change);
    else ping(change);
  }

  /** @param {Omit<Change, "local">} change */
  function ping(change) {
    try {
      // The event fires only where the value differs from the last one.
      localStorage.setItem(PING, JSON.stringify({ ...change, count: `${Date.now()} ${count++}` }));
    } catch {
      // forbidden or full: the other tabs read again when they are next used
    }
  }

  /** @param {(change: Change) => void} listener @returns {() => void} ends it */
  function subscribe(listener) {
    listen();
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  Qingdan.lib.tabs = { tell, subscribe };
})();
