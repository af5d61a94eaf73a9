// @ts-check
/**
 * Deadlines as people write them in tables → a day, where there is only one reading; otherwise a question.
 *
 * A year that is not written is taken only from what the table or the unit says (its title, its starting day),
 * and that is told. 旬 and month ends are the last day of them (as in S3-2.3-6, nothing is finer than a 旬).
 *
 * @typedef {{start?: string, year?: number | null, why?: string}} DeadlineContext start: the day the rectification
 *   starts; year: that the table names; why: where that year stands, in words
 * @typedef {{date: string, label: string}} DeadlineCandidate
 * @typedef {{kind: "empty" | "day" | "class" | "ask", date: string, timeClass: string, precision: "day" | "xun" | "month" | "coarse" | "",
 *   note: string, reason: string, candidates: DeadlineCandidate[], yearless?: boolean}} Deadline
 *   timeClass: id of the class that the words name, "" for none; note: how it was read, where that needs telling;
 *   reason: why people are asked; precision: how finely it was written; yearless: that the year would answer it
 */
(function () {
  "use strict";

  const dates = /** @type {Dates} */ (Qingdan.lib.dates);
  const { sheetDates, sheetNumerals, ledgerModel } = Qingdan.lib;

  const FIRST_SERIAL = 36526, LAST_SERIAL = 73415; // 2000-01-01 … 2100-12-31
  const NOTHING = /^(-+|—+|\/+|\\+|无|没有|空|暂无)?$/;
  /** Words inside a deadline that name a class of time. @type {[string, RegExp][]} */
  const CLASSES = [
    ["long", /长期坚持|长期整改|长期推进|长期落实|持续推进|持续坚持|持续整改|常态化(推进|坚持|落实)?|长期/g],
    ["now", /立行立改|立知立改|即知即改|立改立行|立即整改|立即改|马上就?改|立即|即时|即改|随时/g],
    ["period", /集中整改期内?/g],
  ];
  const JOINS = /[,;、()\/]|并且?|和|及|同时|且/g;
  const LEAD = /^(于|在|截止到?|截至|力争|确保|预计|计划|不迟于|最迟(于|到)?|完成时限:?)/;
  const TIME = /[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$/;
  const TAIL = /(之前|以前|前|止|为止)?(基本)?(整改)?(完成|办结|到位|落实|见效|销号)?(整改)?[。.;,!]*$/;
  const BEFORE_MONTH = /^((?:\d{4}年)?\d{1,2}月)份?(?:之前|以前|前)/;
  const VAGUE = /及时|适时|尽快|待定|视情|另行|按照?(上级|要求|规定|程序)|根据|近期|下步|下一步/;
  const STATES = /^(已|基本)?(完成|整改|办结|销号|整改到位|整改完成)$/;

  /**
   * @param {Cell} cell @param {DeadlineContext} [context] @returns {Deadline}
   */
  function read({ type, text }, context = {}) {
    if (type === "date") return day(text);
    const words = text.normalize("NFKC").trim().replace(TIME, "").replace(/\s+/g, "");
    const given = sheetNumerals.arabic(words);
    if (type === "error" || /^#+$/.test(given)) return ask("单元格里是错误值，或列太窄没有显示出来");
    if (NOTHING.test(given)) return { ...blank(), kind: "empty" };
    const found = classesIn(given);
    if (found.ids.length > 1) return ask(`同时写了${found.ids.map((id) => `“${ledgerModel.labelOf("timeClass", id)}”`).join("和")}，请选一类`);
    const timeClass = found.ids[0] || "";
    if (timeClass && !found.rest) return { ...blank(), kind: "class", timeClass };
    const exact = timeClass ? "" : ledgerModel.choiceOf("timeClass", words);
    if (exact && given !== "年内") return { ...blank(), kind: "class", timeClass: exact }; // 年内 is this year's end
    return { ...written(timeClass ? found.rest : given, type, context), timeClass };
  }

  /** @param {string} text @returns {{ids: string[], rest: string}} */
  function classesIn(text) {
    /** @type {string[]} */
    const ids = [];
    let rest = text;
    for (const [id, words] of CLASSES) {
      const without = rest.replace(words, "|");
      if (without !== rest) ids.push(id);
      rest = without;
    }
    return { ids, rest: ids.length ? rest.replace(JOINS, "|").replace(/^\|+|\|+$/g, "").replace(/\|+/g, "|") : rest };
  }

  /** @param {string} given @param {CellType} type @param {DeadlineContext} context @returns {Deadline} */
  function written(given, type, context) {
    if (STATES.test(given)) return ask(`写的是办理状态“${given}”，不是期限`);
    const before = BEFORE_MONTH.exec(given.replace(LEAD, "")), until = before && single(before[1], context);
    if (until && until.kind === "day") {
      const earlier = dates.addDays(`${until.date.slice(0, 8)}01`, -1);
      return ask(`“${given}”可能到上个月底，也可能到这个月底`, [candidate(earlier), candidate(until.date)]);
    }
    const bare = given.replace(LEAD, "").replace(TAIL, "");
    const number = /^\d+$/.test(bare) ? Number(bare) : 0;
    if (number >= FIRST_SERIAL && number <= LAST_SERIAL) {
      const iso = /** @type {string} */ (sheetDates.fromSerial(number));
      return { ...day(iso), note: `${number} 是表格程序的日期序号，读作 ${iso}` };
    }
    if (type === "number") {
      const lost = lostZero(bare, context);
      if (lost) return lost;
    }
    const range = /^(.+?)(?:至|到|—+|–|~|--)(.+)$/.exec(bare) || (/[年月日.\/]/.test(bare) ? /^([^-]+)-([^-]+)$/.exec(bare) : null);
    if (range) return ranged(range[1], range[2], context);
    return single(bare, context) || ask(VAGUE.test(given) ? `“${given}”没有写到哪一天` : `“${given}”看不出是哪一天`);
  }

  /** A program drops the 0 of 8.30 when it takes it for a number. @param {string} text @param {DeadlineContext} context @returns {Deadline | null} */
  function lostZero(text, context) {
    const found = /^(?:(\d{4})|(\d{1,2}))\.([123])$/.exec(text);
    if (!found || (found[1] && found[3] !== "1")) return null;
    const readings = [single(text, context), single(`${text}0`, context)].filter((one) => one && one.kind === "day");
    return ask(`“${text}”可能是 ${text}，也可能是 ${text}0（表格程序会去掉末尾的 0）`, readings.map((one) => candidate(/** @type {Deadline} */ (one).date)));
  }

  /** @param {string} from @param {string} until @param {DeadlineContext} context @returns {Deadline} */
  function ranged(from, until, context) {
    const start = single(from.replace(TAIL, ""), context);
    const year = /^(\d{4})/.exec(from), month = /(\d{1,2})[月.\/]/.exec(from.replace(/^\d{4}[年.\/]/, ""));
    const full = /^\d{1,2}[日号]$/.test(until) && month ? `${month[1]}月${until}` : until;
    const end = single(full, year ? { year: Number(year[1]), why: "同一格里写的" } : context);
    if (!end || !start) return ask(`“${from}至${until}”看不出是哪一天`);
    if (end.kind !== "day") return end;
    if (start.kind === "day" && dates.compare(start.date, end.date) > 0) return ask(`“${from}至${until}”的止比起早`, [candidate(end.date)]);
    return { ...end, note: [`写的是起止，取止 ${end.date}`, end.note].filter(Boolean).join("；") };
  }

  /** One date, whole or in part; null where it is none. @param {string} text @param {DeadlineContext} context @returns {Deadline | null} */
  function single(text, context) {
    let found;
    if ((found = /^(\d{4})(?:年|[.\/-])(\d{1,2})(?:月|[.\/-])(\d{1,2})[日号]?$/.exec(text)) || (found = /^(20\d{2})(\d{2})(\d{2})$/.exec(text))) {
      return dayOf(Number(found[1]), Number(found[2]), Number(found[3]));
    }
    if ((found = /^(\d{4})(?:年|[.\/-])(\d{1,2})月?(份?上旬|份?中旬|份?下旬|份?底|份?末|份?初|份?中|份)?$/.exec(text))) {
      return partOf(Number(found[1]), Number(found[2]), (found[3] || "").replace("份", ""));
    }
    if ((found = /^(\d{4})年?(底|末|内|年底|年末|终)?$/.exec(text)) && text !== found[1]) return coarse(Number(found[1]), 12, text);
    if ((found = /^(?:(\d{4})年?|(今年|本年度?|当年|明年|次年))?(?:(?:第)?([1-4])季度|(上|下)半年|年(?=[底末内]))(?:底|末|内)?$/.exec(text))) {
      const month = found[3] ? Number(found[3]) * 3 : found[4] === "上" ? 6 : 12;
      if (found[1]) return coarse(Number(found[1]), month, text);
      return yearly(context, /明年|次年/.test(found[2] || "") ? 1 : 0, text, (year) => coarse(year, month, text));
    }
    if ((found = /^(今年|本年度?|当年|明年|次年)(底|末|内)$/.exec(text))) {
      return yearly(context, /明年|次年/.test(found[1]) ? 1 : 0, text, (year) => coarse(year, 12, text));
    }
    if ((found = /^(\d{1,2})[\/.-](\d{1,2})[\/.-](\d{4})$/.exec(text))) return yearLast(Number(found[1]), Number(found[2]), Number(found[3]), text);
    if ((found = /^(\d{2})(?:年|[.\/-])(\d{1,2})(?:月|[.\/-])(\d{1,2})[日号]?$/.exec(text))) {
      const guess = dayOf(2000 + Number(found[1]), Number(found[2]), Number(found[3]));
      return ask(`“${text}”的年份只有两位`, guess.kind === "day" ? [candidate(guess.date)] : []);
    }
    if ((found = /^(今年|本年|当年|明年|次年)?(\d{1,2})(?:月|[.\/-])(\d{1,2})[日号]?$/.exec(text))) {
      const [month, number] = [Number(found[2]), Number(found[3])];
      return yearly(context, /明年|次年/.test(found[1] || "") ? 1 : 0, text, (year) => dayOf(year, month, number));
    }
    if ((found = /^(今年|本年|当年|明年|次年)?(\d{1,2})月份?(上旬|中旬|下旬|底|末|初|中)?$/.exec(text))) {
      const [month, part] = [Number(found[2]), found[3] || ""];
      return yearly(context, /明年|次年/.test(found[1] || "") ? 1 : 0, text, (year) => partOf(year, month, part));
    }
    return relative(text, context);
  }

  /** 两个月内, 10天内: the day depends on where it is counted from. @param {string} text @param {DeadlineContext} context @returns {Deadline | null} */
  function relative(text, { start }) {
    const found = /^(\d+|半)个?(天|日|工作日|周|星期|月|年)(?:内|以内|之内)$/.exec(text);
    if (!found) return null;
    const count = found[1] === "半" ? 0.5 : Number(found[1]), months = found[2] === "月" ? count : found[2] === "年" ? count * 12 : 0;
    /** @type {string[]} */
    const ends = [];
    if (start && count < 1000 && months && Number.isInteger(months)) ends.push(ledgerModel.addMonths(start, months));
    if (start && count < 1000 && /^(天|日|周|星期)$/.test(found[2])) ends.push(dates.addDays(start, count * (/周|星期/.test(found[2]) ? 7 : 1)));
    return ask(`“${text}”没有写从哪天起算`, ends.map((end) => candidate(end, `从起始日 ${start} 起算`)));
  }

  /** @param {number} first @param {number} second @param {number} year @param {string} text @returns {Deadline} */
  function yearLast(first, second, year, text) {
    const readings = [dayOf(year, first, second), dayOf(year, second, first)].filter((one) => one.kind === "day");
    const different = [...new Set(readings.map((one) => one.date))];
    if (different.length === 1) return day(different[0]);
    return ask(different.length ? `“${text}”月和日分不清` : `没有“${text}”这一天`, different.map((iso) => candidate(iso)));
  }

  /**
   * A date whose year is not written.
   * @param {DeadlineContext} context @param {number} later years after that one @param {string} text
   * @param {(year: number) => Deadline} build @returns {Deadline}
   */
  function yearly({ start, year, why }, later, text, build) {
    if (year) {
      const read = build(year + later);
      return read.kind === "day" ? { ...read, note: [`没有写年份，按${why || "表里写的"} ${year} 年读作 ${read.date}`, read.note].filter(Boolean).join("；") } : read;
    }
    if (!start) return { ...ask(`“${text}”没有写年份`), yearless: true };
    const first = Number(start.slice(0, 4)) + later, read = build(first);
    if (read.kind !== "day") return read;
    if (later || dates.compare(read.date, start) >= 0) {
      return { ...read, note: [`没有写年份，按起始日 ${start} 的年份读作 ${read.date}`, read.note].filter(Boolean).join("；") };
    }
    const next = build(first + 1);
    return ask(`“${text}”没有写年份，当年的早于起始日 ${start}`, [candidate(read.date), ...(next.kind === "day" ? [candidate(next.date)] : [])]);
  }

  // ── Results ──

  /** @param {number} year @param {number} month @param {string} part @returns {Deadline} */
  function partOf(year, month, part) {
    if (month < 1 || month > 12) return ask(`没有 ${month} 月`);
    const last = lastOf(year, month), of = (/** @type {number} */ number) => dates.iso({ year, month, day: number });
    if (part === "上旬") return { ...day(of(10)), precision: "xun", note: `上旬取到 ${of(10)}` };
    if (part === "中旬") return { ...day(of(20)), precision: "xun", note: `中旬取到 ${of(20)}` };
    if (part === "下旬") return { ...day(last), precision: "xun", note: `下旬取到 ${last}` };
    if (part === "底" || part === "末") return { ...day(last), precision: "xun", note: `月底取 ${last}` };
    if (part === "初") return ask(`“${month}月初”没有写到哪一天`, [candidate(of(10), "上旬末")]);
    if (part === "中") return ask(`“${month}月中”没有写到哪一天`, [candidate(of(15)), candidate(of(20), "中旬末")]);
    return { ...day(last), precision: "month", note: `只写到月，取月底 ${last}` };
  }

  /** @param {number} year @param {number} month @param {string} text @returns {Deadline} */
  function coarse(year, month, text) {
    const last = lastOf(year, month);
    return { ...day(last), precision: "coarse", note: `“${text}”取到 ${last}` };
  }

  /** @param {number} year @param {number} month */
  function lastOf(year, month) {
    const first = dates.iso(month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 });
    return dates.addDays(first, -1);
  }

  /** @param {number} year @param {number} month @param {number} number @returns {Deadline} */
  function dayOf(year, month, number) {
    const iso = dates.iso({ year, month, day: number });
    return dates.isDate(iso) ? day(iso) : ask(`没有 ${year}年${month}月${number}日这一天`);
  }

  /** @returns {Deadline} */
  function blank() {
    return { kind: "empty", date: "", timeClass: "", precision: "", note: "", reason: "", candidates: [] };
  }

  /** @param {string} date @returns {Deadline} */
  function day(date) {
    return { ...blank(), kind: "day", date, precision: "day" };
  }

  /** @param {string} reason @param {DeadlineCandidate[]} [candidates] @returns {Deadline} */
  function ask(reason, candidates = []) {
    return { ...blank(), kind: "ask", reason, candidates };
  }

  /** @param {string} date @param {string} [why] @returns {DeadlineCandidate} */
  function candidate(date, why) {
    return { date, label: why ? `${dates.format(date)}（${why}）` : dates.format(date) };
  }

  Qingdan.lib.sheetDeadline = { read };
})();
