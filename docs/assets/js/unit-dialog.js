// @ts-check
/** The dialog in which a unit is made, renamed, and given the days that deadlines are counted from. */
(function () {
  "use strict";

  const { h, toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const session = /** @type {Session} */ (Qingdan.lib.session);
  const { dialogs, store, records } = Qingdan.lib;

  /** Make a unit, and go on with it. */
  function create() {
    return open(null);
  }

  /** @param {Unit} unit */
  function edit(unit) {
    return open(unit);
  }

  /** @param {Unit | null} unit null: a new one */
  function open(unit) {
    const { name = "", profile = /** @type {any} */ ({}) } = unit || {};
    const field = {
      name: h("input", { type: "text", class: "qd-input", maxlength: records.LIMITS.name, autocomplete: "off", value: name }),
      feedback: date(profile.feedback),
      start: date(profile.start),
      practice: h("input", { type: "checkbox" }),
    };
    field.practice.checked = Boolean(profile.practice);
    const kept = h("p", { class: "qd-note" });
    const dialog = dialogs.open({
      title: unit ? "单位名称与资料" : "新建单位",
      body: [
        h("form", { class: "qd-form", onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault(); // Enter in a field
          dialog.run(save);
        } },
          h("label", { class: "qd-field" }, "单位名称", field.name),
          h("label", { class: "qd-field" }, "巡察反馈日期（可以不填）", field.feedback),
          h("label", { class: "qd-field" }, "集中整改起始日（可以不填）", field.start),
          h("label", { class: "qd-check" }, field.practice, " 演练用：可以另设“今天”是哪一天，不要用于真实整改"),
          h("button", { type: "submit", hidden: true })),
        h("p", { class: "qd-note" }, "两个日期用来推算时间轴和清单条目的期限。"),
        kept,
      ],
      actions: [
        { text: unit ? "保存" : "新建", kind: "primary", run: save },
        { text: "取消", run: () => setTimeout(dialog.close) },
      ],
      focus: field.name,
    });
    if (unit) count(unit, kept);
    return dialog.closed;

    async function save() {
      const wanted = field.name.value.trim();
      const wrong = [field.feedback, field.start].find((one) => !one.validity.valid);
      if (!wanted) return fail(field.name, "请填写单位名称。");
      if (session.units().some((other) => other.name === wanted && (!unit || other.uid !== unit.uid))) {
        return fail(field.name, `已经有一个“${wanted}”，请换个名称，免得混淆。`);
      }
      if (wrong) return fail(wrong, "日期没有填完整，例如 2026-11-22；也可以清空不填。");
      const fields = {
        name: wanted,
        profile: { feedback: field.feedback.value, start: field.start.value, practice: field.practice.checked },
      };
      if (unit) {
        await session.track("单位资料", store.updateUnit(unit.uid, fields));
      } else {
        const { value } = await session.track("新建单位", store.createUnit(fields));
        session.choose(value.uid);
      }
      setTimeout(() => {
        dialog.close();
        toast(unit ? `“${wanted}”的资料已更新` : `已新建“${wanted}”，接下来的勾选都存在它名下`);
      });
    }

    /** @param {HTMLInputElement} where @param {string} words */
    function fail(where, words) {
      dialog.complain(words);
      where.focus();
    }
  }

  /** @param {string} [value] */
  function date(value) {
    return h("input", { type: "date", class: "qd-input", min: "2000-01-01", max: "2999-12-31", value: value || "" });
  }

  /** How much a unit holds, and what of it this kit has no words for. @param {Unit} unit @param {HTMLElement} place */
  async function count(unit, place) {
    if (!Qingdan.lib.catalogue) await Qingdan.loadScript("assets/js/catalogue.js");
    const [known, ticks] = await Promise.all([Qingdan.lib.catalogue.load(), store.ticks(unit.uid)]);
    const strange = [...ticks.keys()].filter((id) => known.meaning(id).kind === "unknown");
    const some = `${strange.slice(0, 5).join("、")}${strange.length > 5 ? "等" : ""}`;
    place.textContent = `已有 ${ticks.size} 个条目的记录。`
      + (strange.length ? `其中 ${strange.length} 个的编号本站不认识（${some}），可能来自别的版本：照样保留，也随文件一起保存。` : "");
  }

  Qingdan.lib.unitDialog = { create, edit };
})();
