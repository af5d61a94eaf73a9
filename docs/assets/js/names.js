// @ts-check
/**
 * Several names in one text, as people write and paste them → an ordered list. Pure functions.
 *
 * 张三、李四（副局长）等 → 张三; 李四 with the note 副局长; more. A space separates unless it stands between two
 * Latin letters (John Smith) or pads a name of two characters (张　三).
 *
 * @typedef {{name: string, note: string}} Named note: what stood in brackets, or as a label before a colon
 * @typedef {{names: Named[], more: boolean}} NameList more: the list ended in 等, so it may not be whole
 * @typedef {{parse(text: string): NameList, format(list: NameList): string, apart(text: string): string[]}} Names
 */
(function () {
  "use strict";

  const SEPARATOR = /[、，,；;/／\n\r\t|｜①-⑳]/;
  const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g; // pasted along, seen by nobody
  const SPACE = /[\s\u3000]/;
  const LATIN = /[A-Za-z0-9\u00c0-\u024f.'’-]/;
  const OPEN = "（(【[〔", CLOSE = "）)】]〕";
  // 1. 1、 (1) 一、 第一: what numbers a name, alone or in front of it.
  const NUMBER = /^第?(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})[.．]?$/;
  const NUMBER_IN_FRONT = /^[0-9０-９]{1,3}[.．:：]\s*/;
  const MORE = /等(?:[0-9０-９一二三四五六七八九十两]{0,3}(?:人|名|位|个)?)?(?:同志|单位|部门|领导)?$/;
  const LABEL = /^([^:：]{1,12})[:：]\s*/;

  /** @param {string} text @returns {NameList} */
  function parse(text) {
    /** @type {Named[]} */
    const names = [];
    let more = false, label = "";
    for (const token of tokensOf(text.replace(CONTROL, " "))) {
      let { name, note } = token;
      name = name.replace(NUMBER_IN_FRONT, "");
      const labelled = LABEL.exec(name);
      if (labelled) {
        name = name.slice(labelled[0].length);
        if (!NUMBER.test(labelled[1])) label = labelled[1];
      }
      const cut = name.replace(MORE, "").trim();
      // 李等 may be somebody's name.
      if (cut !== name && (cut.length > 1 || !cut)) {
        more = true;
        name = cut;
      }
      if (!name || NUMBER.test(name)) continue;
      if (!names.some((one) => one.name === name)) names.push({ name, note: [label, note].filter(Boolean).join("；") });
      label = "";
    }
    return { names, more };
  }

  /** As one writes it; parse(format(list)) is the list again. @param {NameList} list */
  function format({ names, more }) {
    return names.map(({ name, note }) => (note ? `${name}（${note}）` : name)).join("、") + (more ? "等" : "");
  }

  /** Names that were joined by 、, each as it stands: inside brackets a 、 separates nothing. @param {string} text @returns {string[]} */
  function apart(text) {
    const found = [""];
    for (let at = 0; at < text.length; at++) {
      const close = OPEN.includes(text[at]) ? closing(text, at) : -1, end = close > 0 ? close : at;
      if (text[at] === "、") found.push("");
      else found[found.length - 1] += text.slice(at, end + 1);
      at = end;
    }
    return found.map((one) => one.trim()).filter(Boolean);
  }

  /** The pieces between separators, what stands in brackets taken out of them. @param {string} text @returns {Named[]} */
  function tokensOf(text) {
    /** @type {Named[]} */
    const found = [];
    let name = "", notes = /** @type {string[]} */ ([]);
    const end = () => {
      const parts = splitAtSpaces(name.trim());
      parts.forEach((part, n) => found.push({ name: part, note: n === parts.length - 1 ? notes.join("；") : "" }));
      name = "";
      notes = [];
    };
    for (let at = 0; at < text.length; at++) {
      const char = text[at];
      const close = OPEN.includes(char) ? closing(text, at) : -1;
      if (close > 0) {
        const inside = text.slice(at + 1, close).trim();
        if (NUMBER.test(inside)) end(); // （2） begins another name
        else if (inside) notes.push(inside);
        // After a bracket and a space another name begins: 张三（局长） 李四.
        if (SPACE.test(text[close + 1] || "") && name.trim()) end();
        at = close;
      } else if (SEPARATOR.test(char)) end();
      else name += OPEN.includes(char) || CLOSE.includes(char) ? " " : char; // one that has no partner
    }
    end();
    return found;
  }

  /** Where the bracket that opens here is closed, or -1. @param {string} text @param {number} from */
  function closing(text, from) {
    let depth = 0;
    for (let at = from; at < text.length; at++) {
      if (OPEN.includes(text[at])) depth++;
      else if (CLOSE.includes(text[at]) && --depth === 0) return at;
    }
    return -1;
  }

  /** @param {string} text @returns {string[]} */
  function splitAtSpaces(text) {
    /** @type {string[]} */
    const words = [];
    for (const word of text.split(/[\s\u3000]+/).filter(Boolean)) {
      const last = words[words.length - 1];
      if (last && LATIN.test(last[last.length - 1]) && LATIN.test(word[0])) words[words.length - 1] = `${last} ${word}`;
      else words.push(word);
    }
    return joinPadded(words);
  }

  /** 张　三: single characters are no names, two of them are one. @param {string[]} words */
  function joinPadded(words) {
    const joined = [];
    for (let at = 0; at < words.length; at++) {
      const two = words[at] + (words[at + 1] || "");
      if (/^[\u3400-\u9fff]{2}$/.test(two) && words[at].length === 1) {
        joined.push(two);
        at++;
      } else joined.push(words[at]);
    }
    return joined;
  }

  Qingdan.lib.names = { parse, format, apart };
})();
