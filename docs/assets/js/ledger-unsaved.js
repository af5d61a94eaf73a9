// @ts-check
/** What was typed and may not be stored, because a rule stands against it by now: said, with the words to copy. */
(function () {
  "use strict";

  const { h, toast } = /** @type {Dom} */ (Qingdan.lib.dom);
  const { dialogs, drafts, ledgerBoard: board, ledgerAmend, ledgerFields, ledgerEvents, ledgerModel: model, ledgerStore } = Qingdan.lib;

  /** Every key that was pressed is told of the same refusal. @type {{problem: Problem, changes: Changes} | null} */
  let gathered = null;

  /** @param {Problem} problem @param {Changes} changes what was typed @param {any} error why it is not stored */
  function tell(problem, changes, error) {
    if (error.code !== "refused") return void toast(error.message);
    board.refresh(); // what was shown at once is not what is kept
    if (gathered && gathered.problem.id === problem.id) return void Object.assign(gathered.changes, changes);
    const one = (gathered = { problem, changes: { ...changes } });
    setTimeout(() => {
      gathered = null;
      const texts = lines(problem, one.changes);
      if (!texts.length || !Object.keys(one.changes).some(isTyped)) return toast(error.message); // a day or an option is chosen again soon enough
      dialogs.open({ title: "刚才写的没有存", body: part(problem, error.problems, texts), actions: [] });
    });
  }

  /** Whether a cell holds what somebody wrote. @param {string} path */
  function isTyped(path) {
    const { type } = model.column(ledgerAmend.columnOf(path)) || { type: "text" };
    return type !== "date" && type !== "choice" && !/Text$/.test(path);
  }

  /** @param {Problem | undefined} problem @param {string[]} problems @param {[string, string][]} texts */
  function part(problem, problems, texts) {
    return [
      h("p", null, problem ? `${problem.value.no ? `${problem.value.no}　` : ""}${problem.value.text}` : "", h("strong", null, `　${problems.join("；")}。`)),
      texts.length > 0 && h("p", { class: "qd-note" }, "写的字在下面，可以复制。"),
      ...texts.map(([label, text]) => {
        const area = h("textarea", { class: "qd-input", rows: 2, readonly: true });
        area.value = text;
        return h("label", { class: "qd-field" }, label, area);
      }),
    ];
  }

  /** @param {Problem | undefined} problem @param {Changes} changes @returns {[string, string][]} */
  function lines(problem, changes) {
    return Object.entries(changes).filter(([path]) => !/(^|\/)(order|\w*Text)$/.test(path)).map(([path, given]) => {
      const label = problem ? ledgerFields.pathLabel(path, problem.value) : path;
      return /** @type {[string, string]} */ ([label, typeof given === "object" && given && !Array.isArray(given) ? String(given.text || "") : model.cellText(path.split("/").pop() || "", given)]);
    }).filter(([, text]) => text);
  }

  /** What earlier pages left and the rules refuse. */
  async function tellLeft() {
    for (const { op, problems, rev, unit } of await ledgerStore.leftOver()) {
      const problem = board.byId(op.id, unit), { action = "", details = {}, note = "" } = op.input || {};
      const texts = [...lines(problem, op.changes || {}), ...[...Object.values(details), note].filter((one) => typeof one === "string" && one).map((text) => /** @type {[string, string]} */ ([ledgerEvents.labelOf(action), text]))];
      const dialog = dialogs.open({ title: "上一次离开时写的没有存", body: part(problem, problems, texts), actions: [{ text: "知道了", run: () => dialog.close() }] });
      await dialog.closed;
      drafts.end(rev);
    }
  }

  Qingdan.lib.ledgerUnsaved = { tell, tellLeft };
})();
