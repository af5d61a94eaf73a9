// @ts-check
/**
 * Reading and writing that never lose anything: over the disk (disk.js) as long as that works.
 *
 * A write that the disk does not take stays in memory: it is queued, done over what is on disk (overlay.js)
 * so that the page goes on, and tried again. `status` says so, and no write claims to be saved that is not.
 *
 * @typedef {"ok" | "readonly:forbidden" | "full" | "damaged" | "newer" | "blocked"} StatusCode
 * @typedef {{code: StatusCode, message: string, notice: string, pending: number}} Status
 *   message: what is wrong, "" when nothing is; notice: what people should know though all works; pending: how
 *   many changes are in memory only
 * @typedef {{bulk?: boolean, frees?: boolean}} WriteOptions bulk: not kept in memory over a full disk but refused;
 *   frees: gives room, so it need not wait for what finds none
 * @typedef {WriteOptions & {work: Work}} Job
 * @typedef {{saved: boolean, value: any}} Written saved: it is on disk, the transaction has completed
 * @typedef {{read(work: Work): Promise<any>, write(work: Work, options?: WriteOptions): Promise<Written>,
 *   status(): Status, onStatus(watcher: (status: Status) => void): () => void,
 *   onFlushed(listener: () => void): void, onFirstUse(start: () => void): void, retry(): Promise<boolean>, salvage(): Promise<Record<string, any[]>>,
 *   startAfresh(): Promise<boolean>, changeOver(): Promise<boolean>, forget(): Promise<void>, wipe(): Promise<void>, unfinished(): number,
 *   noteUse(): void, StoreError: new (code: string, message: string) => Error}} Database
 */
(function () {
  "use strict";

  const disk = /** @type {Disk & {noteUse(): void}} */ (Qingdan.lib.disk);
  const overlay = /** @type {Overlay} */ (Qingdan.lib.overlay.create());

  const RETRY = 15000; // ms
  const NAMED = 5; // records in a sentence
  const OURS = /^qingdan\./; // keys in localStorage and sessionStorage

  /** @type {Record<StatusCode, string>} */
  const MESSAGES = {
    ok: "",
    "readonly:forbidden": "这个浏览器不让本页保存数据（可能是隐私模式，或单位禁用了网页存储）。"
      + "可以照常填写，但关掉网页就没有了，离开前请点“保存到文件”。",
    full: "本机存储空间满了，刚才的修改没有存上，暂时留在这个窗口里。"
      + "请点“保存到文件”，再清出磁盘空间；本页会自动重试。以前保存的没有受影响。",
    damaged: "本机保存的数据打不开，可能已损坏。现在填的暂时留在这个窗口里，请点“保存到文件”。"
      + "可以导出还读得出的内容，也可以另建一份重新开始，原来的不会删除。",
    newer: "这台电脑上的数据由更新版本的站点写入，请用新版打开。本页没有改动它们；"
      + "在本页填的关掉网页就没有了，请点“保存到文件”。",
    blocked: "正在等待本站的其他窗口让出数据，请关闭或刷新它们。",
  };
  const LOST = "这台电脑上以前保存过数据，现在找不到了，可能被清理软件或浏览器设置清除。有备份文件的话，请导入。";

  /** What went wrong, in words for people; `code` for programs. */
  class StoreError extends Error {
    /** @param {string} code @param {string} message */
    constructor(code, message) {
      super(message);
      this.name = "StoreError";
      this.code = code;
    }
  }

  /** @type {Job[]} */
  const queue = [];
  /** @type {Set<(status: Status) => void>} */
  const watchers = new Set();
  /** @type {Set<() => void>} called when what was in memory has reached the disk */
  const flushed = new Set();
  /** Records that are not in their shape → what to call them. @type {Map<string, string>} */
  const odd = new Map();
  /** @type {StatusCode} */
  let code = "ok";
  /** @type {(() => void) | null} */
  let firstUse = null;
  let notice = "";
  let unfinished = 0;
  // Everything this tab reads and writes, one after the other. If a later write could pass a failing one, the
  // repeat of that one would bring older words back.
  /** @type {Promise<any>} */
  let tail = Promise.resolve();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let retrying;

  disk.watch.onWaiting = () => setCode("blocked");
  disk.watch.onNewer = () => setCode("newer");
  disk.watch.onLost = () => (notice = LOST);
  disk.watch.onOdd = (store, { id, uid, unit, problem }) => {
    const name = [store, unit, problem, id, uid].join(" ");
    if (odd.has(name)) return;
    odd.set(name, typeof id === "string" && store !== "events" ? id : "");
    const named = [...odd.values()].filter(Boolean).slice(0, NAMED).join("、");
    notice = `这台电脑上有 ${odd.size} 条记录的格式不对${named && `（${named}${odd.size > NAMED ? "……" : ""}）`}，可能被别的程序改过。`
      + "读得出的照常显示，读不出的原样留着，没有删。请先“保存到文件”，再对照备份核一遍。";
    setTimeout(() => setCode(code)); // when the transaction is over
  };
  disk.watch.onOpened = () => {
    if (!queue.length) setCode("ok");
  };

  /** @returns {Status} */
  function status() {
    return { code, message: MESSAGES[code], notice, pending: queue.length };
  }

  /** @param {StatusCode} next */
  function setCode(next) {
    code = next;
    watchers.forEach((watcher) => watcher(status()));
    clearTimeout(retrying);
    if (code === "full" || code === "damaged") retrying = setTimeout(retry, RETRY);
  }

  /** Be told at every change of the status. @param {(status: Status) => void} watcher @returns {() => void} ends it */
  function onStatus(watcher) {
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  }

  /** @param {any} error */
  function failed(error) {
    const name = error && error.name;
    if (name === "VersionError") setCode("newer");
    else if (name === "QuotaExceededError") setCode("full");
    // InvalidStateError: Firefox's private windows
    else if (["SecurityError", "NotSupportedError", "InvalidStateError"].includes(name)) setCode("readonly:forbidden");
    else setCode("damaged");
  }

  /** Whether there is a disk at all; if not, the status says why. @returns {Promise<boolean>} */
  function hasDisk() {
    return disk.connect().then(() => true, (error) => {
      failed(error);
      return false;
    });
  }

  /**
   * Change rows, all or nothing. The promise is kept when the transaction has completed.
   * @param {Work} work may run again later, over other rows @param {WriteOptions} [options]
   * @returns {Promise<Written>} rejected with what the work throws, or for bulk work with a StoreError "full"
   */
  function write(work, options = {}) {
    prepare();
    unfinished++;
    const writing = inTurn(() => attempt({ ...options, work }));
    const done = () => void unfinished--;
    writing.then(done, done);
    return writing;
  }

  /** What comes before everything else takes its turn now. */
  function prepare() {
    const start = firstUse;
    firstUse = null;
    if (start) start();
  }

  /** Read rows. @param {Work} work */
  function read(work) {
    prepare();
    return inTurn(async () => {
      if (!(await hasDisk()) || !overlay.isEmpty()) return inMemory(work);
      try {
        return await disk.transact("readonly", work);
      } catch (error) {
        throw translated(error);
      }
    });
  }

  /** @template T @param {() => Promise<T>} step @returns {Promise<T>} */
  function inTurn(step) {
    const result = tail.then(step);
    tail = result.catch(() => {});
    return result;
  }

  /** @param {Job} job @returns {Promise<Written>} */
  async function attempt(job) {
    if ((await hasDisk()) && ((await flush()) || job.frees)) {
      try {
        const value = await disk.transact("readwrite", job.work);
        if (code !== "ok" && !queue.length) setCode("ok");
        return { saved: true, value };
      } catch (error) {
        if (!disk.isFailure(error)) throw error;
        failed(error);
      }
    }
    if (job.bulk && code === "full") {
      throw new StoreError("full", "本机存储空间满了，这一步没有做，原来的数据都在。");
    }
    const value = await inMemory(job.work);
    queue.push(job);
    setCode(code); // the number of changes in memory is part of the status
    return { saved: false, value };
  }

  /** Bring to disk what is in memory only. @returns {Promise<boolean>} whether nothing is left */
  async function flush() {
    while (queue.length) {
      try {
        await disk.transact("readwrite", queue[0].work);
      } catch (error) {
        if (disk.isFailure(error)) {
          failed(error);
          return false;
        }
        notice = /** @type {Error} */ (error).message; // e.g. the unit was removed meanwhile
      }
      queue.shift();
    }
    if (!overlay.isEmpty()) {
      overlay.clear();
      setCode("ok");
      flushed.forEach((listener) => listener());
    }
    return true;
  }

  /** Try again to bring to disk what is not there. @returns {Promise<boolean>} whether all is saved now */
  function retry() {
    return inTurn(async () => {
      const done = (await hasDisk()) && (await flush());
      if (!done) setCode(code); // sets the next time
      return done;
    });
  }

  /** @param {Work} work */
  async function inMemory(work) {
    if (!(await hasDisk())) return overlay.run(work, null, disk.KEY_PATHS);
    try {
      return await disk.transact("readonly", (access) => overlay.run(work, access, disk.KEY_PATHS));
    } catch (error) {
      throw translated(error);
    }
  }

  /** @param {any} error */
  function translated(error) {
    if (!disk.isFailure(error)) return error;
    failed(error);
    return new StoreError(code, MESSAGES[code]);
  }

  /** Begin an empty database beside the damaged one, and bring there what is in memory. @returns {Promise<boolean>} */
  async function startAfresh() {
    await inTurn(disk.startAfresh);
    return retry();
  }

  /** Go over to the database that another tab has begun, with what is in memory here. @returns {Promise<boolean>} */
  async function changeOver() {
    await inTurn(disk.changeOver);
    return retry();
  }

  /** Drop what is in memory, e.g. because another tab has wiped everything. */
  function forget() {
    queue.length = 0;
    overlay.clear();
    odd.clear();
    notice = "";
    return inTurn(disk.disconnect);
  }

  /** Delete our databases and our keys in localStorage and sessionStorage; nothing of others. */
  async function wipe() {
    await forget();
    try {
      await inTurn(disk.removeAll);
    } catch (error) {
      failed(error);
      // Where storage is forbidden there is nothing to delete.
      if (code !== "readonly:forbidden") throw new StoreError("damaged", "本机数据没有删掉，请在浏览器设置里清除本站数据。");
    }
    for (const area of ["localStorage", "sessionStorage"]) {
      try {
        const storage = /** @type {Storage} */ (/** @type {any} */ (window)[area]);
        for (const key of Object.keys(storage).filter((name) => OURS.test(name))) storage.removeItem(key);
      } catch {
        // forbidden: then nothing of ours is in there
      }
    }
    if (code !== "readonly:forbidden") setCode("ok");
  }

  Qingdan.lib.database = {
    StoreError, status, onStatus, onFlushed: (/** @type {() => void} */ listener) => void flushed.add(listener),
    onFirstUse: (/** @type {() => void} */ start) => void (firstUse = start),
    read, write, retry, salvage: disk.salvage, startAfresh, changeOver, forget, wipe, noteUse: disk.noteUse,
    unfinished: () => unfinished,
  };
})();
