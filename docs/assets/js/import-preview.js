// @ts-check
/**
 * What an import would do, shown before anything is written: per unit what is added, changed, kept and unknown,
 * and both versions of what was changed on both sides, with the choice that people make.
 */
(function () {
  "use strict";

  const { h, fill, moment } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { records, backup, ledgerExchange, ledgerPreview, profileWords, unitMerge, unitChoices } = Qingdan.lib;

  const SHOWN = 200; // entries of one kind; a file may hold 100,000
  /** What a radio button means to exchange.js; "later" leaves the conflict out. @type {[string, string][]} */
  const CHOICES = [["theirs", "用文件里的"], ["ours", "保留这里的"], ["later", "都不动，稍后再说"]];
  /** The same for a problem that was removed here. @type {[string, string][]} */
  const REMOVED = [["theirs", "恢复"], ["ours", "不要，这里不再有"], ["later", "都不动，稍后再说"]];

  let groups = 0;

  /**
   * The preview of a plan. Choices are put into the plan as they are made.
   * @param {Plan} plan @param {Catalogue} known
   * @param {(from: string, to: string) => void} merge a unit of the file shall go into this one here ("" for none)
   * @param {() => void} again show it again: more is asked now
   * @returns {HTMLElement[]}
   */
  function view(plan, known, merge, again) {
    return [
      h("p", { class: "qd-import__file" }, plan.kit && `清单版本 ${plan.kit}。`, "现在还什么都没有写入。"),
      ...plan.units.map((unit) => unitView(unit, known, plan, merge, again)),
      ...calendarView(plan.calendar),
    ];
  }

  /** The years of holidays that are the same for all units. @param {CalendarPlan} plan @returns {HTMLElement[]} */
  function calendarView({ added, conflicts, wrong }) {
    if (!added.length && !conflicts.length && !wrong.length) return [];
    return [h("section", { class: "qd-import__unit" }, h("h3", null, "放假安排"),
      added.length > 0 && h("p", null, `新增 ${added.map(({ year }) => year).join("、")} 年，各单位共用；在时间轴的“放假安排”里可以去掉。`),
      wrong.map((problem) => h("p", { class: "qd-warning" }, `文件里的放假安排有错，这一处没有用：${problem}。`)),
      conflicts.length > 0 && h("div", { class: "qd-import__conflicts" }, conflicts.map((one) => {
        one.choice = one.choice || "later";
        const name = `qd-conflict-${++groups}`, ours = holidaysOf(one.ours), theirs = holidaysOf(one.theirs);
        return h("fieldset", { class: "qd-conflict" }, h("legend", null, `${one.ours.year} 年的放假安排与这里的不同`),
          h("div", { class: "qd-versions" }, versionView("这里的", ours, theirs), versionView("文件里的", theirs, ours)),
          h("div", { class: "qd-choices" }, CHOICES.map(([choice, words]) => h("label", { class: "qd-check" },
            h("input", { type: "radio", name, value: choice, checked: choice === one.choice, onchange: () => (one.choice = /** @type {any} */ (choice)) }), words))));
      })))];
  }

  /** @param {CalendarYear} year @returns {Map<string, string>} */
  function holidaysOf({ holidays }) {
    return new Map(holidays.map(({ name, first, last, workdays = [] }) => [name, `${first} 至 ${last} 放假${workdays.length ? `，${workdays.join("、")} 上班` : ""}`]));
  }

  /** @param {UnitPlan} unit @param {Catalogue} known @param {Plan} plan @param {(from: string, to: string) => void} merge @param {() => void} again */
  function unitView(unit, known, plan, merge, again) {
    const title = `“${unit.name}”`, acted = unit.events.added.filter(({ problem }) => !unit.removed.includes(problem)).length;
    const lines = h("div", { class: "qd-import__lists" },
      recordView(unit),
      entriesView("新增", unit.added, known, "这里没有"),
      entriesView("更新", unit.changed, known, "文件里的比这里新"),
      entriesView("保留这里的", unit.kept, known, "这里的比文件里新"),
      unit.unchanged.length > 0 && h("p", null, `没有变化：${unit.unchanged.length} 条`),
      acted > 0 && h("p", null, `台账的办理过程：新增 ${acted} 笔记录`),
      unit.events.odd > 0 && h("p", { class: "qd-warning" }, `有 ${unit.events.odd} 笔办理记录与这里的不同。记录只添不改，用这里的。`),
      entriesView("编号对不上", unit.orphaned, known, "本站没有或已停用，照样保存，不会丢"),
      refusedView(unit, known, again),
      conflictsView(unit.conflicts.filter(({ removed }) => removed), known, REMOVED, "这里删除过的问题", "个", "这里删除过，文件里还有，由你来定。选“不要”的，以后同样的、更旧的文件不再问；选“都不动”的，下次再问。"),
      conflictsView(conflictsOf(unit), known, CHOICES, "两边都改过", "条", "上次合并以后，这里和文件里各自改过、办过，由你来定；已挂号的期限、已报送的内容，不知道的一边改了也问。选“都不动”的，这次不导入，下次再问。"));
    const skip = h("input", { type: "checkbox", checked: !unit.skip, onchange: () => {
      unit.skip = !skip.checked;
      lines.hidden = unit.skip;
    } });
    const into = h("select", { onchange: () => merge(unit.from, into.value) },
      h("option", { value: "" }, "作为新单位"),
      unit.sameName.map((same) => h("option", { value: same.uid }, `并入这里的“${same.name}”`)));
    return h("section", { class: "qd-import__unit" },
      h("h3", null, title),
      h("p", { class: "qd-import__kind" }, h("strong", null, kindWords(unit, plan)), outcomeWords(unit)),
      plan.units.length > 1 && h("label", { class: "qd-check" }, skip, "导入这个单位"),
      !unit.exists && unit.sameName.length > 0 && h("label", { class: "qd-field" }, "这里已有同名的单位", into),
      lines);
  }

  /** What kind of file it is. @param {UnitPlan} unit @param {Plan} plan */
  function kindWords({ exists, unit }, { exported, handout }) {
    const leads = unitMerge.leadsOf(unit.theirs), names = leads ? leads.join("、") : "", when = exported ? `，导出于${moment(exported)}` : "，没有写明导出时间";
    if (!leads) return unit.theirs.part ? `这是从表格（.xlsx）来的整个台账${when}。` : `这是“保存到文件”存的备份${when}。`;
    if (!names) return `这是台账文件${when}，没有写明是整个台账还是其中一部分。`; // by a version that did not say to whom
    if (handout) return `这是分发给${names}的台账${when}，里面只有一部分问题${exists && !unit.ours?.part ? "；是分发出去的那一份，不是交回来的" : ""}。`;
    return `这是分发出去的台账交回来的，${names}${when}，里面只有一部分问题。`;
  }

  /** @param {UnitPlan} plan */
  function outcomeWords({ uid, from, exists, unit }) {
    if (!exists) return "这台电脑上还没有这个单位，导入后就有了。";
    if (uid !== from) return "并入这里的同名单位，单位信息用这里的。";
    return unit.theirs.part && unit.kind === "kept" ? "两份合并；单位名称和设置用这里的。" : "这台电脑上已有这个单位，两份合并。";
  }

  /** What a newer file would change of the unit's name and settings, and whether it may. @param {UnitPlan} plan */
  function recordView({ uid, from, unit }) {
    const words = unit.kind === "changed" && uid === from ? profileWords.changes(unit) : [];
    if (!words.length) return null;
    const box = h("input", { type: "checkbox", checked: unit.choice !== "ours", onchange: () => (unit.choice = box.checked ? undefined : "ours") });
    return h("fieldset", { class: "qd-conflict" }, h("legend", null, "单位信息"),
      h("p", null, unit.merged ? "两边各填了不同的项，合在一起：" : "文件里的比这里新，会改成：", h("span", { class: "qd-note" }, "不用的话去掉下面的勾。")),
      h("ul", null, words.map((/** @type {string} */ one) => h("li", null, one))), h("label", { class: "qd-check" }, box, "用文件里的"));
  }

  /** @param {string} title @param {Entry[]} entries @param {Catalogue} known @param {string} why */
  function entriesView(title, entries, known, why) {
    if (!entries.length) return null;
    const rest = entries.length - SHOWN;
    return h("details", { class: "qd-fold" },
      h("summary", null, `${title}：${entries.length} 条（${why}）`),
      h("ul", null, entries.slice(0, SHOWN).map((entry) => h("li", null, heading(entry, known), " ",
        h("span", { class: "qd-import__what" }, entry.kind === "added" || !entry.ours ? contentWords(entry) : changeWords(entry)))),
      rest > 0 && h("li", null, `另有 ${rest} 条，没有列出`)));
  }

  /** Removed problems that stay removed as people chose before, and a way to choose again. @param {UnitPlan} unit @param {Catalogue} known @param {() => void} again */
  function refusedView(unit, known, again) {
    const problems = unit.refused.filter(({ removed }) => removed);
    if (!problems.length) return null;
    return h("div", { class: "qd-import__refused" },
      h("p", null, `照上次的选择，${problems.length} 个已删除的不再带回。`, h("button", { type: "button", class: "qd-link", onclick: () => {
        unit.conflicts = [...unit.refused, ...unit.conflicts];
        unit.refused = [];
        again();
      } }, "重新选")),
      h("details", { class: "qd-fold" }, h("summary", null, "是哪几个"), h("ul", null, problems.slice(0, SHOWN).map((entry) => h("li", null, heading(entry, known))))));
  }

  /** The id and what it means here. @param {Entry} entry @param {Catalogue} known */
  function heading(entry, known) {
    const { store, id } = entry;
    if (ledgerPreview.isMine(store)) return h("strong", null, ledgerPreview.heading(entry));
    if (store === "units") return h("strong", null, "单位信息");
    const { kind, text } = known.meaning(id);
    return h("span", null, h("strong", null, id), ` ${text}${kind === "retired" ? "（已停用）" : ""}`);
  }

  /** What a version says, in words, field by field; "" where a field is empty. @param {Entry} entry @param {Stored | null} value @returns {Map<string, string>} */
  function fieldsOf(entry, value) {
    const { store } = entry;
    if (ledgerPreview.isMine(store)) return ledgerPreview.fieldsOf(entry, value);
    /** @type {Map<string, string>} */
    const found = new Map();
    if (!value) return found;
    if (store === "units") return profileWords.of(value);
    const tick = /** @type {Record<string, any>} */ (records.normalizeTick(value));
    for (const name of records.FIELDS) {
      const text = name === "state" ? backup.STATES[tick.state] : name === "evidence" ? tick.evidence.join("；") : tick[name];
      if (text) found.set(records.LABELS[name], text);
    }
    return found;
  }

  /** @param {Entry} entry */
  function contentWords(entry) {
    return [...fieldsOf(entry, entry.theirs)].map(([label, text]) => `${label}：${text}`).join("；");
  }

  /** @param {Entry} entry */
  function changeWords(entry) {
    const shown = entry.merged && entry.taken ? { ...entry, cells: entry.taken } : entry, before = fieldsOf(shown, entry.ours), after = fieldsOf(shown, entry.theirs);
    if (entry.merged && !entry.taken) return "两边各改了不同的格，合在一起";
    const words = [...new Set([...before.keys(), ...after.keys()])]
      .filter((label) => before.get(label) !== after.get(label))
      .map((label) => `${label}：${before.get(label) || "空"} → ${after.get(label) || "空"}`);
    if (!entry.merged) return words.join("；") || "只有本站不认识的内容不同";
    return [`两边各改了不同的格，合在一起。${words.length ? `用文件里的：${words.join("；")}` : "这里的格都不变"}`, entry.fork && "措施的增减随下面“办理过程”的选择"].filter(Boolean).join("；");
  }

  // ── Changed on both sides ──

  /** The name and profile of a unit may be one of them, unless people have chosen that unit. @param {UnitPlan} unit @returns {Entry[]} */
  function conflictsOf(unit) {
    const conflicts = unit.conflicts.filter(({ removed }) => !removed);
    return unit.unit.kind === "conflict" && unit.uid === unit.from ? [unit.unit, ...conflicts] : conflicts;
  }

  /**
   * @param {Entry[]} conflicts @param {Catalogue} known @param {[string, string][]} choices
   * @param {string} title @param {string} measure @param {string} why
   */
  function conflictsView(conflicts, known, choices, title, measure, why) {
    if (!conflicts.length) return null;
    conflicts.forEach((entry) => entry.choice || choose(entry, "later"));
    const rest = conflicts.length - SHOWN, name = `qd-conflict-${++groups}`;
    const list = h("div");
    const draw = () => fill(list, conflicts.slice(0, SHOWN).map((entry, at) => (entry.store === "units" ? unitChoices.view(entry) : conflictView(entry, known, choices, `${name}-${at}`))));
    draw();
    /** @param {string} choice @param {string} words */
    const all = (choice, words) => {
      conflicts.forEach((entry) => {
        choose(entry, choice);
        entry.each = undefined;
      });
      draw();
      Qingdan.announce(`${conflicts.length} 条都选了：${words}`);
    };
    return h("div", { class: "qd-import__conflicts" },
      h("h4", null, `${title}：${conflicts.length} ${measure}`),
      h("p", null, why),
      conflicts.length > 1 && h("p", { class: "qd-buttons" }, "全部选：", choices.map(([choice, words]) => (
        h("button", { type: "button", class: "qd-button", onclick: () => all(choice, words) }, words)))),
      list,
      rest > 0 && h("p", null, `另有 ${rest} 条没有列出，用“全部选”一起定。`));
  }

  /** @param {Entry} entry @param {Catalogue} known @param {[string, string][]} choices @param {string} name of its radio buttons */
  function conflictView(entry, known, choices, name) {
    const ours = fieldsOf(entry, entry.ours), theirs = fieldsOf(entry, entry.theirs);
    return h("fieldset", { class: "qd-conflict" },
      h("legend", null, heading(entry, known)),
      entry.removed ? h("p", null, contentWords(entry))
        : h("div", { class: "qd-versions" }, versionView("这里的", ours, theirs), versionView("文件里的", theirs, ours)),
      h("div", { class: "qd-choices" }, choices.map(([choice, words]) => h("label", { class: "qd-check" },
        h("input", { type: "radio", name, value: choice, checked: choice === entry.choice, onchange: () => choose(entry, choice) }), words))));
  }

  /** @param {string} title @param {Map<string, string>} own @param {Map<string, string>} other */
  function versionView(title, own, other) {
    const labels = [...new Set([...own.keys(), ...other.keys()])];
    const differs = labels.filter((label) => own.get(label) !== other.get(label));
    return h("div", { class: "qd-version" }, h("h5", null, title),
      h("dl", null, labels.map((label) => h("div", null, h("dt", null, label),
        h("dd", null, differs.includes(label) ? h("strong", null, own.get(label) || "（空）") : own.get(label) || "（空）",
          differs.includes(label) && h("span", { class: "qd-differs" }, "不同"))))),
      !differs.length && h("p", null, "看得见的内容相同，只有本站不认识的内容不同。"));
  }

  /** @param {Entry} entry @param {string} choice */
  function choose(entry, choice) {
    /** @type {any} */ (entry).choice = choice;
  }

  // ── What is written ──

  /** The plan without what is to be asked again. @param {Plan} plan @returns {{plan: Plan, left: number, count: number, dropped: number}} left: put off; count: records that it writes; dropped: removed problems that are not wanted back */
  function decided(plan) {
    const isPut = (/** @type {Entry | undefined} */ entry) => Boolean(entry) && /** @type {any} */ (entry).choice === "later";
    const isLater = (/** @type {Entry} */ entry) => isPut(entry) || isPut(entry.fork);
    let left = 0, count = 0, dropped = 0;
    const units = plan.units.map((unit) => {
      if (unit.skip) return unit;
      const conflicts = unit.conflicts.filter((entry) => !isLater(entry)), changed = unit.changed.filter((entry) => !isLater(entry));
      const put = isLater(unit.unit) || (unit.unit.kind === "changed" && unit.unit.choice === "ours");
      left += unit.conflicts.length - conflicts.length + (isLater(unit.unit) ? 1 : 0);
      const written = conflicts.filter((entry) => !(entry.removed && entry.choice === "ours"));
      dropped += conflicts.length - written.length;
      count += unit.added.length + changed.length + written.length + ledgerExchange.eventsOf({ ...unit, conflicts }).length
        + (!put && ["added", "changed", "conflict"].includes(unit.unit.kind) ? 1 : 0);
      return { ...unit, conflicts, changed, only: unit.only || conflicts.length < unit.conflicts.length, unit: put ? { ...unit.unit, kind: /** @type {const} */ ("kept") } : unit.unit };
    });
    const years = plan.calendar.conflicts, put = years.filter(({ choice }) => choice === "later").length;
    return { plan: { ...plan, units }, left: left + put, count: count + plan.calendar.added.length + years.length - put, dropped };
  }

  /** Whether there is anything to import or to ask. @param {Plan} plan */
  function isEmpty(plan) {
    return !plan.calendar.added.length && !plan.calendar.conflicts.length && !plan.units.some((unit) => unit.added.length || unit.changed.length || unit.conflicts.length || unit.events.added.some(({ problem }) => !unit.removed.includes(problem))
      || ["added", "changed", "conflict"].includes(unit.unit.kind));
  }

  Qingdan.lib.importPreview = { view, decided, isEmpty };
})();
