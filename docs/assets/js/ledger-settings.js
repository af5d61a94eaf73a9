// @ts-check
/** What a unit chooses for its ledger: procedure, tiers, lights, periods, checks after closing, announced totals. */
(function () {
  "use strict";

  const { h, fill, toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { ledgerBoard: board, ledgerModel: model, ledgerStore, ledgerCite, ledgerLights: lights, ledgerLikeness, dialogs, session, records } = Qingdan.lib;

  function open() {
    const settings = board.settings(), { procedures, tiers, lights: presets, icons, colours } = model.data(), unit = session.unit();
    const profile = unit ? unit.profile : {};
    const field = {
      procedure: radios("procedure", procedures, settings.procedure), tiers: radios("tiers", tiers, settings.tiers), lights: radios("lights", presets, settings.lights),
      from: select([["start", "集中整改起始日"], ["feedback", "巡察反馈日"], ["end", "集中整改结束日"]], settings.from),
      months: number(profile.ledgerMonths ?? model.data().periods.months, 1, 60), nowDays: number(settings.nowDays, 1, 366), leadLimit: number(settings.leadLimit, 1, 999),
      rebound: h("input", { type: "text", class: "qd-input", value: settings.rebound.join("、") }), totals: area(settings.totals),
      start: day(profile.start), feedback: day(profile.feedback),
    };
    /** The fields of each preset that was shown: what is typed stays when another one is looked at. @type {Map<string, any[]>} */
    const shown = new Map(), words = h("ul", { class: "qd-plain" });
    /** @param {string} preset */
    function rulesOf(preset) {
      const known = shown.get(preset) || lights.rules({ ...settings, lights: preset }).map((/** @type {any} */ rule) => ({
        rule, word: h("input", { type: "text", class: "qd-input", maxlength: 12, value: rule.word, "aria-label": `${colours[rule.light]}灯的字` }),
        below: rule.when && rule.when.days_below !== null && rule.when.days_below !== undefined ? number(rule.when.days_below, -366, 366, `${rule.word}：天数`) : null,
      }));
      shown.set(preset, known);
      return known;
    }
    function showWords() {
      fill(words, rulesOf(field.lights.value()).map(({ rule, word, below }) => h("li", { class: "qd-ask" }, `${icons[rule.light]} ${colours[rule.light]}　`, word, below ? [" 离期限少于 ", below, " 天（0 是逾期）"] : meaningOf(rule))),
        isOlder(field.lights.value()) && h("li", null, h("small", null, "这一套是以前改过的，没有“长期坚持”“立行立改未定日期”的灯；点“亮灯恢复默认”就有了。")));
    }
    /** When it is on, unless its word says it. @param {any} rule */
    function meaningOf(rule) {
      const words = lights.meaning(rule.when || {});
      return words !== rule.word && h("small", null, `　${words}`);
    }
    /** Whether the unit's own lights were stored before there were such of time classes. @param {string} preset */
    function isOlder(preset) {
      return Array.isArray(settings.lightRules[preset]) && !rulesOf(preset).some(({ rule }) => rule.when && (rule.when.time || []).length);
    }
    field.lights.element.addEventListener("change", showWords);
    showWords();
    const dialog = dialogs.open({
      title: "台账设置",
      body: [
        h("p", { class: "qd-note" }, "每个单位各存各的。讲话之间不一样的并列着，由单位选。"),
        group("销号走哪种程序", field.procedure.element), group("时限分档", field.tiers.element),
        h("div", { class: "qd-fields" },
          label("集中整改起始日", field.start), label("巡察反馈日", field.feedback), label("集中整改期（月）", field.months),
          label("半年、一年从哪天算起", field.from), label("立行立改规定几天（讲话没有给数）", field.nowDays), label("一个人牵头超过几个要提示", field.leadLimit),
          label("销号后第几个月查反弹", field.rebound)),
        group("亮灯", field.lights.element),
        words,
        h("label", { class: "qd-field" }, "反馈意见各类多少个问题：一行一类，例如“党建类 12”，体检照它核数", field.totals),
      ],
      actions: [
        { text: "保存", kind: "primary", run: save },
        { text: "亮灯恢复默认", run: async () => {
          await board.change("台账设置", (uid) => ledgerStore.saveSettings(uid, { lightRules: null }), unit && unit.uid);
          await done("亮灯已恢复默认。");
        } },
        { text: "取消", run: () => setTimeout(dialog.close) },
      ],
    }, { wide: true });

    async function save() {
      const wrong = [field.start, field.feedback, field.months, field.nowDays, field.leadLimit, ...[...shown.values()].flat().map(({ below }) => below)].find((one) => one && !one.validity.valid);
      if (wrong) {
        dialog.complain("有一格没有填对。");
        return wrong.focus();
      }
      const months = monthsOf(field.rebound.value), totals = totalsOf(field.totals.value), preset = field.lights.value();
      for (const [one, wrongs] of /** @type {[HTMLElement, string[]][]} */ ([[field.rebound, months.wrong], [field.totals, totals.wrong]])) {
        if (!wrongs.length) continue;
        dialog.complain(`${wrongs.join("；")}。改好再保存。`);
        return one.focus();
      }
      const own = Object.fromEntries([...shown].map(([id, rules]) => [id, rules.map(({ rule, word, below }) => ({ ...rule, word: word.value.trim() || rule.word, when: { ...rule.when, ...(below && { days_below: Number(below.value) }) } }))])
        .filter(([id, rules]) => records.canonical(rules) !== records.canonical(lights.rules({ ...settings, lights: id }))));
      /** @type {Record<string, any>} */
      const wanted = {
        start: field.start.value, feedback: field.feedback.value,
        procedure: field.procedure.value(), tiers: field.tiers.value(), lights: preset, from: field.from.value, months: Number(field.months.value) || null,
        nowDays: field.nowDays.value ? Number(field.nowDays.value) : null, leadLimit: field.leadLimit.value ? Number(field.leadLimit.value) : null,
        rebound: months.value, totals: totals.value, ...(Object.keys(own).length && { lightRules: { ...settings.lightRules, ...own } }),
      };
      /** @type {Record<string, any>} */
      const before = { ...settings, months: Number(profile.ledgerMonths ?? model.data().periods.months) };
      // What is as it was is not written: the history names what was changed.
      const changes = Object.fromEntries(Object.entries(wanted).filter(([name, value]) => records.canonical(value) !== records.canonical(before[name])));
      await board.change("台账设置", (uid) => ledgerStore.saveSettings(uid, changes), unit && unit.uid);
      await done("台账设置已保存。");
    }

    /** @param {string} words */
    async function done(words) {
      await board.refresh();
      setTimeout(() => {
        dialog.close();
        toast(words);
      });
    }
  }

  /** @param {string} name @param {any[]} options @param {string} chosen */
  function radios(name, options, chosen) {
    const element = h("div", null, options.map((one) => h("div", null, h("label", { class: "qd-check" }, h("input", { type: "radio", name: `ledger-${name}`, value: one.id, checked: one.id === chosen }), one.label,
      one.summary && h("small", null, `：${one.summary}`)), ledgerCite.cite(one.sources, one.convention))));
    return { element, value: () => /** @type {HTMLInputElement} */ (element.querySelector("input:checked")).value };
  }

  /** @param {string} title @param {HTMLElement} element */
  function group(title, element) {
    return h("fieldset", { class: "qd-conflict" }, h("legend", null, title), element);
  }

  /** @param {string} words @param {HTMLElement} field */
  function label(words, field) {
    return h("label", { class: "qd-field" }, words, field);
  }

  /** @param {[string, string][]} options @param {string} chosen */
  function select(options, chosen) {
    const one = h("select", { class: "qd-input" }, options.map(([value, text]) => h("option", { value }, text)));
    one.value = chosen;
    return one;
  }

  /** @param {number | null} value @param {number} min @param {number} max @param {string} [words] */
  function number(value, min, max, words) {
    return h("input", { type: "number", class: "qd-input", min, max, value: value ?? "", "aria-label": words });
  }

  /** @param {string} [value] */
  function day(value) {
    return h("input", { type: "date", class: "qd-input", min: "2000-01-01", max: "2999-12-31", value: value || "" });
  }

  /** @param {Record<string, number>} totals */
  function area(totals) {
    const one = h("textarea", { class: "qd-input", rows: 4 });
    one.value = Object.entries(totals).map(([name, count]) => `${name} ${count}`).join("\n");
    return one;
  }

  /** Months written as 1、3、12, or 第1个月. @param {string} text @returns {{value: number[], wrong: string[]}} wrong: what is not understood, in words */
  function monthsOf(text) {
    const parts = text.normalize("NFKC").split(/[、,;\s]+/).filter(Boolean), found = parts.map((part) => Number((/^第?(\d+)(个月|月)?$/.exec(part) || [])[1]));
    const wrong = parts.filter((_, at) => !(found[at] > 0 && found[at] <= 60)).map((part) => `“${part}”看不出是第几个月，请写成“1、3、12”（1 到 60）`);
    return { value: found, wrong };
  }

  /** A line a class: 党建类 12. @param {string} text @returns {{value: Record<string, number>, wrong: string[]}} */
  function totalsOf(text) {
    /** @type {Record<string, number>} */
    const value = {};
    const wrong = [];
    for (const line of text.split("\n").map((one) => one.trim()).filter(Boolean)) {
      const [, name = "", count = ""] = /^(.*?\S)[\s:]*?(\d+)\s*个?(问题)?[,;。]?$/.exec(line.normalize("NFKC")) || bracketed(line);
      if (!name) wrong.push(`“${line}”看不出是几个，请写成“党建类 12”`);
      else if (Object.prototype.hasOwnProperty.call(value, name)) wrong.push(`“${name}”写了两次`);
      else value[name] = Number(count);
    }
    return { value, wrong };
  }

  /** 党建类（12个）, as headings have it. @param {string} line @returns {string[]} */
  function bracketed(line) {
    const { name, count } = ledgerLikeness.groupParts(line);
    return /^\d+$/.test(count) ? [line, name, count] : [];
  }

  Qingdan.lib.ledgerSettings = { open };
})();
