// @ts-check
/** Asks before problems are deleted, with what would go; the way back is named. */
(function () {
  "use strict";

  const { h } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { dialogs, ledgerBoard: board, ledgerModel: model, ledgerStore } = Qingdan.lib;

  /** @param {Problem[]} problems of one unit @returns {Promise<boolean>} whether they were deleted */
  function ask(problems) {
    const [{ unit, value }] = problems, count = problems.length, one = count === 1;
    const name = !one ? `${count} 个问题` : value.no ? `第 ${value.no} 号问题` : `问题“${value.text.slice(0, 12)}”`;
    const begun = problems.filter((problem) => problem.value.now.state !== "new");
    return dialogs.confirm({
      title: `删除${one ? "" : " "}${name}？`,
      body: [
        one ? h("p", null, h("strong", null, value.text)) : null,
        h("p", null, `跟着删掉的：${one ? "" : "一共 "}${sum(problems, ({ measures }) => Object.keys(measures).length)} 条措施、${sum(problems, ({ now }) => now.count)} 笔办理记录。状态：${stateWords(problems)}。`),
        h("p", null, "删除以后点“撤销”，整个找得回来。"),
      ],
      yes: begun.length ? `${beyondWords(begun, one)}，仍要删除` : "删除", kind: "danger",
      run: () => board.change("删除问题", (uid) => ledgerStore.remove(uid, problems.map(({ id }) => id)), unit),
    });
  }

  /** @param {Problem[]} problems @param {(value: ProblemValue) => number} of */
  function sum(problems, of) {
    return problems.reduce((total, { value }) => total + of(value), 0);
  }

  /** @param {Problem[]} problems */
  function stateWords(problems) {
    const counts = model.choices("state").map((/** @type {LedgerChoice} */ { id, label, short }) => ({ label: short || label, count: problems.filter(({ value }) => value.now.state === id).length }));
    return counts.filter(({ count }) => count).map(({ label, count }) => (problems.length === 1 ? label : `${label} ${count} 个`)).join("、");
  }

  /** @param {Problem[]} begun @param {boolean} one */
  function beyondWords(begun, one) {
    if (one) return `这是${model.labelOf("state", begun[0].value.now.state, true)}的`;
    return `有 ${begun.length} 个已挂号`;
  }

  Qingdan.lib.ledgerRemoval = { ask };
})();
