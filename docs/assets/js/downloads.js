// @ts-check
/**
 * The ready files of a page (Word, Excel, PDF), as files/manifest.js lists them. A site that was built without
 * them says so, and how to go on; `data-none` says it in other words, or empty, not at all. Markup: downloads.html.
 *
 * @typedef {{of: string, path: string, name: string, kind: string, bytes: number}} Download
 */
(function () {
  "use strict";

  const NONE = "这份网站没有带成品文件，可以直接打印本页。";

  /** @param {HTMLElement} place */
  function start(place) {
    /** @type {Download[]} */
    const all = /** @type {any} */ (window).QINGDAN_FILES || [];
    const own = all.filter(({ of }) => of === place.dataset.of);
    const { none = NONE, label = "下载：" } = place.dataset;
    if (!own.length && !none) return;
    const words = document.createElement("p");
    words.textContent = own.length ? label : none;
    own.forEach(({ path, name, kind, bytes }, at) => {
      const link = document.createElement("a");
      link.href = new URL(path, Qingdan.base).href;
      link.download = name; // the file's own name is ASCII, for old unpackers
      link.textContent = `${kind}（${size(bytes)}）`;
      if (at) words.append("、");
      words.append(link);
    });
    place.append(words);
  }

  /** @param {number} bytes */
  function size(bytes) {
    return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
  }

  Qingdan.register("downloads", start);
})();
