// @ts-check
/**
 * 我的工作台: how far the current unit is, what is due, what changed last, and the care of all that is stored
 * in this browser. Every part is drawn again when its data have changed, in this tab or in another.
 */
(function () {
  "use strict";

  const { h, fill, moment, toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const {
    store, session, catalogue, backup, dialogs, currentUnit, progress, itemDues, timelineDues, workbenchLedger, workbenchParts: parts,
  } = Qingdan.lib;

  const PAUSE = 60; // ms in which several changes become one drawing

  /** What the parts are about that are shown. @type {WeakMap<HTMLElement, string>} */
  const drawn = new WeakMap();

  /** @param {HTMLElement} root */
  async function start(root) {
    /** @type {Catalogue} */
    const known = await catalogue.load();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let waiting;
    let drawing = Promise.resolve();
    // One after the other: an older reading must not be drawn over a newer one.
    const refresh = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        drawing = drawing.then(() => draw(root, known)).catch((error) => console.error("Qingdan: workbench", error));
      }, PAUSE);
    };
    store.subscribe(refresh);
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) refresh(); // it may be another day
    });
    acceptFiles();
    await draw(root, known);
    root.hidden = false;
  }

  /** @param {HTMLElement} root @param {Catalogue} known */
  async function draw(root, known) {
    const [units, current] = await Promise.all([store.units(), currentUnit.get()]);
    const uid = current ? current.uid : "";
    const [ticks, marks, changes, undoable, last, points, rows, ledger] = await Promise.all([
      uid ? store.ticks(uid) : new Map(), uid ? store.milestones(uid) : new Map(), uid ? store.recentChanges(uid, 20) : [], uid ? store.undoable(uid) : null,
      uid ? store.lastBackup(uid) : null, store.snapshots(), Promise.all(units.map(aboutUnit)), workbenchLedger.dues(root, current, parts.endOfWeek(dates.today())),
    ]);
    const own = rows.find(({ unit }) => unit.uid === uid), count = own ? own.count : 0;
    const timelines = /** @type {any} */ (window).QINGDAN_TIMELINES || [];
    const due = parts.dueOf(
      itemDues.withReckoned(known, ticks, current), current ? timelineDues.of(timelines, current.profile, marks) : [], ledger,
    );
    /**
     * @param {string} name @param {any} about what the buttons act on, where the words alone do not tell
     * @param {...(Child | Child[])} children
     */
    const put = (name, about, ...children) => (
      refill(/** @type {HTMLElement} */ (root.querySelector(`[data-part=${name}]`)), JSON.stringify(about), children));

    put("figures", "", figures(known, ticks, due, current, last, count));
    put("due", "", parts.dueView(due, known));
    put("progress", "", parts.progressView(known, ticks));
    put("recent", [uid, undoable && undoable.id], parts.changesView(changes, known), undoable && h("p", { class: "qd-buttons" },
      button("撤销最后一步", () => undo(uid)), h("span", null, "将撤销：", parts.changeWords({ count: (undoable.records || []).length, ...undoable }, known))));
    put("backup", uid, backupView(uid, last, count));
    put("units", units, parts.unitsView(rows, uid, {
      choose: session.choose, remove: removeUnit, save: backup.exportUnit,
      edit: async (/** @type {Unit} */ unit) => (await unitDialog()).edit(unit),
    }), h("p", { class: "qd-buttons" }, button("新建单位", async () => (await unitDialog()).create(), !units.length)));
    put("restore", [uid, points.map(({ id }) => id)], restoreView(points, units, current));
  }

  async function unitDialog() {
    await Qingdan.loadScript("assets/js/unit-dialog.js");
    return Qingdan.lib.unitDialog;
  }

  /** Once its name was typed. A restore point remains. @param {Unit} unit */
  async function removeUnit(unit) {
    const words = backup.countWords(await store.counts(unit.uid));
    return dialogs.confirm({
      title: `移除“${unit.name}”？`,
      body: [
        h("p", null, words ? `${words}的记录会一起移除。` : "这个单位还没有记录。", "别的单位不受影响。"),
        h("p", null, "移除之前会留一个恢复点，以后可以从“恢复点”里找回来。"),
      ],
      typed: unit.name,
      yes: "移除",
      kind: "danger",
      run: async () => {
        await store.removeUnit(unit.uid);
        setTimeout(toast, 0, `“${unit.name}”已移除，可以从恢复点找回。`);
      },
    });
  }

  /** @param {Unit} unit */
  async function aboutUnit(unit) {
    const [counts, { count }] = await Promise.all([store.counts(unit.uid), store.changesSinceBackup(unit.uid)]);
    return { unit, held: backup.countWords(counts), count };
  }

  /**
   * @param {Catalogue} known @param {Map<string, Tick>} ticks @param {any} due @param {Unit | null} current
   * @param {{at: string} | null} last @param {number} count
   */
  function figures(known, ticks, due, current, last, count) {
    const sums = known.lists.map((list) => progress.of(list.items, ticks)).filter((one) => one.begun);
    const [done, total] = [sums.reduce((sum, one) => sum + one.done, 0), sums.reduce((sum, one) => sum + one.total, 0)];
    const saved = !count ? (current ? "都已保存" : "没有记录") : last ? `${count} 处未存` : "从未保存";
    return [
      figure("units", "当前单位", current ? current.name : "还没有", ""),
      figure("progress", "已开始的清单", sums.length ? `已办 ${done}/${total}` : "还没有开始", ""),
      figure("due", "逾期", `${due.late.length + due.moreLate} 条`, due.late.length ? "alarm" : ""),
      figure("due", "本周到期", `${due.week.length + due.moreWeek} 条`, ""),
      figure("backup", "备份", saved, ""),
    ];
  }

  /** @param {string} anchor @param {string} label @param {string} value @param {string} kind */
  function figure(anchor, label, value, kind) {
    return h("li", { class: kind ? `qd-figure qd-figure--${kind}` : "qd-figure" }, h("a", { href: `#${anchor}` }, h("span", null, label), " ", h("strong", null, value)));
  }

  /** @param {string} uid @param {{at: string} | null} last @param {number} count */
  function backupView(uid, last, count) {
    const when = last ? `上次保存到文件：${moment(last.at)}` : "还没有保存到文件";
    return [
      h("p", null, uid ? `${when}，${last ? "此后" : "共"}有 ${count} 处修改。` : "还没有单位。以前保存过文件的，从“接着做”导入。"),
      h("p", { class: "qd-buttons" },
        uid && button("保存到文件", () => backup.exportUnit(uid), true),
        uid && button("保存全部单位", backup.exportAll),
        uid && button("导出表格（WPS、Excel）", () => backup.exportTable(uid)),
        button("接着做（导入文件）", () => backup.openImport(), !uid),
        button("离开并清除", backup.leave)),
      h("p", { class: "qd-note" }, "文件也可以直接拖到这一页上导入。文件是明文，按单位的规定保管。"),
    ];
  }

  /** @param {Snapshot[]} points @param {Unit[]} units @param {Unit | null} current */
  function restoreView(points, units, current) {
    const own = points.filter(({ unit }) => current && unit === current.uid);
    const removed = points.filter(({ unit }) => !units.some(({ uid }) => uid === unit));
    return [
      h("p", null, "每天第一次修改之前，清空、导入、移除和恢复之前，都会自动留一个，每个单位留最近 20 个。"),
      own.length ? backup.restoreTable(own, backup.restorePoint) : h("p", { class: "qd-empty" }, current ? "当前单位还没有恢复点。" : "还没有恢复点。"),
      current && h("p", { class: "qd-buttons" }, button("现在留一个恢复点", async () => {
        const { value } = await store.takeSnapshot(current.uid);
        toast(value === null ? "还没有内容，不用留。" : "已留下一个恢复点。");
      })),
      removed.length > 0 && [h("h3", null, "已经移除的单位"), backup.restoreTable(removed, backup.restorePoint)],
    ];
  }

  /** @param {string} uid */
  async function undo(uid) {
    const { value } = await store.undo(uid);
    const kept = value && value.kept ? `，${value.kept} 处后来又改过，没有动` : "";
    toast(value ? `已撤销${kept}。` : "没有可以撤销的了。");
  }

  /** @param {string} text @param {() => any} run @param {boolean} [primary] */
  function button(text, run, primary) {
    return h("button", { type: "button", class: `qd-button${primary ? " qd-button--primary" : ""}`, onclick: async () => {
      try {
        await run();
      } catch (error) {
        if (/** @type {Error} */ (error).name !== "StoreError") throw error;
        toast(/** @type {Error} */ (error).message);
      }
    } }, text);
  }

  // ── Drawing again ──

  /**
   * Put new content into a part, unless it is the same and about the same. The focus stays on the button of the
   * same words, and what was unfolded stays so.
   * @param {HTMLElement} part @param {string} about @param {(Child | Child[])[]} children
   */
  function refill(part, about, children) {
    const next = h("div");
    fill(next, children.flat(3));
    const was = part.firstElementChild;
    for (const details of part.querySelectorAll("details[data-key]")) {
      const same = next.querySelector(`details[data-key="${/** @type {HTMLElement} */ (details).dataset.key}"]`);
      if (same) same.open = /** @type {HTMLDetailsElement} */ (details).open;
    }
    if (was && drawn.get(part) === about && part.innerHTML === next.innerHTML) return;
    drawn.set(part, about);
    const focused = part.contains(document.activeElement) ? nameOf(/** @type {Element} */ (document.activeElement)) : "";
    fill(part, [...next.childNodes]);
    if (!focused) return;
    const again = [...part.querySelectorAll("a, button, summary")].find((one) => nameOf(one) === focused);
    const title = /** @type {HTMLElement} */ (part.parentElement).querySelector("h2");
    if (title) title.tabIndex = -1;
    /** @type {HTMLElement | null} */ (again || title)?.focus();
  }

  /** @param {Element} element */
  function nameOf(element) {
    return element.getAttribute("aria-label") || element.textContent || "";
  }

  function acceptFiles() {
    const isFile = (/** @type {DragEvent} */ event) => Boolean(event.dataTransfer && [...event.dataTransfer.types].includes("Files"));
    document.addEventListener("dragover", (event) => {
      if (isFile(event)) event.preventDefault();
    });
    document.addEventListener("drop", (event) => {
      // Where a dialog is open it takes the files itself, or they are none of its business.
      if (!isFile(event) || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      if (event.dataTransfer) backup.openImport(event.dataTransfer.files);
    });
  }

  Qingdan.register("workbench", start);
})();
