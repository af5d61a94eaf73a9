"""Tables on their way into the ledger: awkward ones as an office program saves them, hostile ones, questions."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from tests.browser.sheet_page import run, sheet_lab, value_of
from tests.sheets import awkward

GOLDEN = Path(__file__).parent.parent / "sheets"
IN_ONE_PAGE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)

FILE = """async ([file], {name, start, answers}) => {
  const {sheetImport} = Qingdan.lib, source = await sheetImport.readBytes(file, name), {grid, head} = sheetImport.choose(source);
  return sheets.told(() => sheets.summary(sheetImport.preview(grid, head, {start, answers: new Map(answers || [])})));
}"""
PASTE = """(_, {html, text, start, year, ids, answers}) => {
  const {sheetImport} = Qingdan.lib, source = sheetImport.readPaste({html, text}), {grid, head} = sheetImport.choose(source);
  const chosen = ids ? {...head, ids} : head;
  return sheets.summary(sheetImport.preview(grid, chosen, {start, year, answers: new Map(answers || [])}));
}"""


@pytest.fixture(scope="module")
def lab(browser: Browser, addresses: dict[str, str]) -> Iterator[Page]:
    with sheet_lab(browser, addresses["file"]) as page:
        yield page


def tsv(*rows: list[str]) -> str:
    return "\n".join("\t".join(f'"{cell}"' if "\n" in cell else cell for cell in row) for row in rows)


def pasted(lab: Page, *rows: list[str], **values: Any) -> dict[str, Any]:
    found = value_of(lab, PASTE, text=tsv(*rows), html="", **values)
    assert isinstance(found, dict)
    return found


# ── Sheets as units keep them ──


@pytest.fixture(scope="module")
def office_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    kinds = {"two_row_head": "xlsx", "one_row_a_measure": "xlsx", "plain_rows": awkward.GB18030}
    return awkward.saved_by_office(tmp_path_factory.mktemp("office"), kinds)


@pytest.mark.parametrize("name", ["two_row_head", "one_row_a_measure", "plain_rows"])
def test_an_awkward_sheet_is_read_as_its_golden_file_says(
    lab: Page, office_files: dict[str, bytes], name: str
) -> None:
    found = value_of(lab, FILE, office_files[name], name=name, start="")["value"]
    expected = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    assert found == expected


@pytest.mark.parametrize("name", ["two_row_head", "one_row_a_measure"])
def test_the_same_sheet_copied_to_the_clipboard_says_the_same(lab: Page, tmp_path: Path, name: str) -> None:
    """What an office program puts on the clipboard is what it saves as HTML."""
    html = awkward.saved_by_office(tmp_path, {name: "html"})[name].decode("utf-8")
    found = value_of(lab, PASTE, html=html, text="", start="")
    expected = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    for one in (found, expected):  # the display may be another, and hidden rows are not copied
        del one["notes"], one["skipped"], one["table"]
    expected["problems"] = [one for one in expected["problems"] if one["no"] != "004"]
    assert found == expected


# ── What stands in the rows ──

HEAD = ["序号", "问题", "整改措施", "整改时限", "责任单位"]


def test_an_answered_question_fills_the_cell(lab: Page) -> None:
    rows = (HEAD, ["1", "甲", "办", "26.8.31", "办公室"], ["2", "乙", "办", "适时", "办公室"])
    found = pasted(lab, *rows)
    assert [one.split(" ")[0] for one in found["asks"]] == ["2:due", "3:due"]
    found = pasted(lab, *rows, answers=[["2:due", "2026-08-31"], ["3:due", ""]])
    assert found["asks"] == []
    assert [(one["due"], one["dueText"]) for one in found["problems"]] == [
        ("2026-08-31", "26.8.31"),
        ("", "适时"),
    ]


@pytest.mark.parametrize(
    "due", ["1.8月底\n2.9月中旬", "8月底\n9月中旬", "①8月底②9月中旬", "（1）8月底；（2）9月中旬"]
)
def test_deadlines_in_the_order_of_the_measures_are_theirs(lab: Page, due: str) -> None:
    found = pasted(lab, HEAD, ["1", "甲", "1.清理；2.公示", due, "办公室"], start="2026-07-21")
    (problem,) = found["problems"]
    assert (problem["due"], problem["dueText"]) == ("2026-09-20", "9月中旬")
    assert [(one["measure"], one["measureDue"]) for one in problem["measures"]] == [
        ("清理", "2026-08-31"),
        ("公示", "2026-09-20"),
    ]
    assert found["asks"] == []


def test_one_year_answers_all_deadlines_without_one(lab: Page) -> None:
    rows = (
        HEAD,
        ["1", "甲", "办", "8月底", "办公室"],
        ["2", "乙", "办", "9.20", "办公室"],
        ["3", "丙", "办", "适时", ""],
    )
    assert [one.split(" ")[0] for one in pasted(lab, *rows)["asks"]] == ["2:due", "3:due", "4:due"]
    found = pasted(lab, *rows, year=2026)
    assert [one["due"] for one in found["problems"]] == ["2026-08-31", "2026-09-20", ""]
    assert [one.split(" ")[0] for one in found["asks"]] == ["4:due"]
    assert found["notes"][0] == "2 due：没有写年份，按选定的 2026 年读作 2026-08-31；月底取 2026-08-31"
    # What the table or the unit says of the year holds before that.
    found = pasted(lab, ["2025年整改台账", "", "", "", ""], *rows, year=2026)
    assert found["problems"][0]["due"] == "2025-08-31"
    assert pasted(lab, *rows, year=2026, start="2027-01-05")["problems"][0]["due"] == "2027-08-31"


def test_numbers_before_the_problems_are_theirs_where_no_column_has_them(lab: Page) -> None:
    head = ["问题", "措施", "责任单位"]
    found = pasted(lab, head, ["1.甲", "办", "办公室"], ["2、乙 3.5 米", "办", "办公室"])
    assert [(one["no"], one["text"]) for one in found["problems"]] == [("1", "甲"), ("2", "乙 3.5 米")]
    assert found["notes"] == ["2 no：没有序号一栏，问题前面的号当作序号"]
    for rows in (["1.甲", "1.乙"], ["1.甲", "乙"], ["1.5米宽", "2.甲"]):  # counted anew, not all, no number
        found = pasted(lab, head, *([text, "办", "办公室"] for text in rows))
        assert [one["text"] for one in found["problems"]] == rows
        assert "no" not in found["problems"][0]


MEASURES = {
    "1.清理\n2.公示": ["清理", "公示"],
    "1、清理；2、公示。": ["清理", "公示。"],
    "（一）清理；（二）公示": ["清理", "公示"],
    "一是清理；二是公示；三是归档": ["清理", "公示", "归档"],
    "第一，清理。第二，公示。": ["清理。", "公示。"],
    "①清理②公示": ["清理", "公示"],
    "整改措施：1.清理\n2.公示": ["清理", "公示"],
    "针对超发，一是清理；二是公示": ["针对超发，清理", "公示"],
    "1.清理（1）文件（2）简报\n2.公示": ["清理（1）文件（2）简报", "公示"],
    "拨付1.5万元，建设2.0版本": ["拨付1.5万元，建设2.0版本"],
    "见附件1、附件2": ["见附件1、附件2"],
    "1.清理": ["清理"],
    "2026.8.31前清理": ["2026.8.31前清理"],
    "清理\n公示": ["清理\n公示"],
    "二是公示": ["二是公示"],
}


def test_numbered_measures_in_a_cell_are_split(lab: Page) -> None:
    script = "(_, {cells}) => cells.map((cell) => Qingdan.lib.sheetValues.split(cell).items)"
    assert dict(zip(MEASURES, value_of(lab, script, cells=list(MEASURES)), strict=True)) == MEASURES


def test_a_changed_mapping_is_kept_for_the_next_time(lab: Page) -> None:
    script = """(_, {text}) => {
      const {sheetImport, sheetHead} = Qingdan.lib, source = sheetImport.readPaste({text});
      const {head} = sheetImport.choose(source), kept = sheetHead.remembered({...head, ids: ["", "no", "text"]}, [{bad: 1}, null]);
      return [head.ids, head.suggestions, sheetImport.choose(source, kept).head.ids, JSON.parse(JSON.stringify(kept)).length];
    }"""
    first, suggestions, again, count = value_of(
        lab, script, text=tsv(["序号", "问题的编号", "问题"], ["1", "甲-2", "乙"])
    )
    assert (first, again, count) == (["no", "", "text"], ["", "no", "text"], 2)
    assert suggestions == ["", "", ""]


def test_headings_that_only_resemble_are_told(lab: Page) -> None:
    found = pasted(
        lab,
        ["序号", "问题", "部门责任单位", "计划整改时限", "领导"],
        ["1", "甲", "办公室", "2026.8.31", "乙"],
    )
    assert found["columns"] == [
        "序号 → no", "问题 → text", "部门责任单位 → units（像）", "计划整改时限 → due（像）", "领导 → ?",
    ]  # fmt: skip
    assert found["problems"][0]["own"] == {"领导": "乙"}


def test_what_is_done_is_not_taken_for_closed(lab: Page) -> None:
    head = ["序号", "问题", "整改措施", "责任单位", "完成情况"]
    rows = [["1", "甲", "办", "一科", "已完成"], ["2", "乙", "办", "一科", "基本完成"], ["3", "丙", "办", "一科", "已完成，补齐12份"],
            ["4", "丁", "办", "一科", "已销号"], ["5", "戊", "办", "一科", "推进中"]]  # fmt: skip
    found = pasted(lab, head, *rows)
    assert [one["state"] for one in found["problems"]] == ["", "", "", "closed", "open"]
    assert [one.split(" ")[0] for one in found["asks"]] == [
        "*:state:已完成",
        "*:state:基本完成",
        "*:measureState",
    ]
    assert "（共 2 处，答一次）" in found["asks"][0]
    answers = [["*:state:已完成", "closed"], ["*:state:基本完成", ""]]
    found = pasted(lab, head, *rows, answers=answers)
    assert [one["state"] for one in found["problems"]] == ["closed", "", "closed", "closed", "open"]
    assert found["problems"][2]["progress"] == "已完成，补齐12份"
    # Whether their measures are done, too, is asked once; what is not known stays as it is.
    assert [one.split("｜")[0] for one in found["asks"]] == [
        "*:measureState ：有的问题填了待审查、待认定或已销号，措施没有写状态。这些措施也都办完了吗？（共 3 处，答一次）"
    ]

    def states(answer: str) -> list[str]:
        found = pasted(lab, head, *rows, answers=[*answers, ["*:measureState", answer]])
        assert found["asks"] == []
        return [one["measures"][0].get("measureState", "") for one in found["problems"]]

    assert states("yes") == ["done", "", "done", "done", ""]
    assert states("no") == [""] * 5
    # Of a measure it says that the measure is done, and the problem stays open while another is not.
    found = pasted(lab, head, ["1", "甲", "办", "", "已完成"], ["", "", "查", "", "推进中"])
    (problem,) = found["problems"]
    assert (problem["state"], [one["measureState"] for one in problem["measures"]], found["asks"]) == (
        "open", ["done", "doing"], [],
    )  # fmt: skip


def test_rows_that_cannot_be_imported_are_told_with_their_number(lab: Page) -> None:
    found = pasted(
        lab,
        HEAD,
        ["1", "", "办", "", ""],
        ["2", "甲" * 20001, "办", "", ""],
        ["3", "乙", "办", "", ""],
        ["3", "丙", "", "", ""],
    )
    assert [one["text"] for one in found["problems"]] == ["乙", "丙"]
    assert found["wrong"] == [
        "2 text：没有写问题，或这一行不是问题",
        "3 text：问题有 20001 字，最多 20000 字，请精简",
    ]
    assert found["repeated"] == ["5 no：序号“3”在第 4 行已经有了"]


def test_tables_without_a_head_ask_where_it_is(lab: Page) -> None:
    assert run(lab, PASTE, text="甲\t乙\n丙\t丁", html="")["code"] == "no-head"
    assert run(lab, PASTE, text=tsv(["序号", "责任单位"], ["1", "办公室"]), html="")["code"] == "no-text"
    script = """(_, {text}) => {
      const {sheetImport, sheetHead} = Qingdan.lib, [grid] = sheetImport.readPaste({text}).grids;
      const head = sheetHead.find(grid, {top: 0, bottom: 0});
      return sheets.summary(sheetImport.preview(grid, {...head, ids: ["text", "units"]})).problems;
    }"""
    assert value_of(lab, script, text="事项\t谁\n丙\t丁") == [{"text": "丙", "units": ["丁"], "measures": []}]


FILES = {
    b"\x00\x01\x02\x00\x07": "unknown",
    b'{"format": "qingdan"}': "json",
    b'<?xml version="1.0"?><Workbook/>': "xml",
    "没有表头,的文件\n1,2".encode(): "no-head",
    b"": "empty",
    b"%PDF-1.7 ...": "pdf",
}


def test_files_of_other_kinds_are_named(lab: Page) -> None:
    found = {file: run(lab, FILE, file, name="x") for file in FILES}
    assert (
        "“接着做”" in found[b'{"format": "qingdan"}']["message"]
    )  # a button above every page that keeps data
    assert {file: one.get("code") for file, one in found.items()} == FILES
    html = "<html><table><tr><td>序号<td>问题<tr><td>1<td>甲</table>".encode("gb18030")
    assert value_of(lab, FILE, html, name="x.xls")["value"]["problems"] == [
        {"no": "1", "text": "甲", "measures": []}
    ]


HOSTILE = ["=cmd|' /C calc'!A0", "<script>window.ran=1</script>", "<img src=x onerror=window.ran=1>", "__proto__", "constructor",
           "toString", "\ud800", "\u202e倒写", "'", '"', "甲" * 3000, "-1", "@SUM(A1)", "+1", "一、", "（一）甲类（3个问题）", "合计",
           "填表人：", "2026.8.31", "长期坚持", "1.甲\n2.乙", "0", "已完成"]  # fmt: skip


@IN_ONE_PAGE
@given(
    head=st.lists(
        st.sampled_from(
            [
                "序号",
                "方面",
                "类别",
                "问题",
                "整改措施",
                "整改时限",
                "责任人",
                "状态",
                "__proto__",
                "constructor",
                "",
            ]
        ),
        min_size=2,
        max_size=9,
    ),
    rows=st.lists(st.lists(st.sampled_from([*HOSTILE, "", "", "1", "2"]), max_size=9), max_size=8),
)
def test_any_table_is_previewed_or_refused(lab: Page, head: list[str], rows: list[list[str]]) -> None:
    clean = [
        [cell.encode("utf-16", "replace").decode("utf-16").replace('"', "") for cell in row]
        for row in (head, *rows)
    ]
    result = run(lab, PASTE, text=tsv(*clean), html="")
    if "value" not in result:
        assert result["code"] in ("no-head", "no-text", "no-table"), result
        return
    assert lab.evaluate("[window.ran, ({}).polluted]") == [None, None]
    # Whatever stood in a problem's cell of a row that was taken is in it, letter by letter.
    texts = {cell.strip() for row in clean for cell in row}
    for problem in result["value"]["problems"]:
        assert all(
            part in texts for part in [problem["text"], *problem.get("own", {}).values()] if "\n" not in part
        )


def test_answers_that_are_kept_stay_small_and_old_mappings_stay_valid(lab: Page) -> None:
    """A mapping of before has none; one from a file may hold anything."""
    found = lab.evaluate(
        """() => {
          const {sheetHead} = Qingdan.lib;
          const head = {headings: ["编号", "问题", "完成情况"], ids: ["no", "text", "state"], sure: [], suggestions: []};
          const said = new Map([["*:state:已完成", "review"], ["3:due", "2026-08-31"], ["*:state:" + "长".repeat(99), "open"],
            ...Array.from({length: 30}, (_, at) => [`*:state:说法${at}`, "open"])]);
          const old = [{headings: head.headings, ids: head.ids}];
          const odd = (answers) => [...sheetHead.answered(head, [{...old[0], answers}]).keys()];
          const other = {headings: ["别的"], ids: ["no"], answers: {"*:measureState": "yes"}};
          const [kept, ...others] = sheetHead.remembered(head, [other, ...old], said);
          return {
            recalled: sheetHead.recalled(head, old).ids, old: [...sheetHead.answered(head, old)],
            without: "answers" in sheetHead.remembered(head, [], new Map())[0],
            kept: [Object.keys(kept.answers).length, kept.answers["*:state:已完成"], "3:due" in kept.answers], others,
            odd: [odd(5), odd(null), odd({
              "*:state:已完成": "gone", "*:state:办结": {}, "7:due": "x", "*:nothing:x": "y", "*:state:完成": "closed",
              "*:measureState": "no",
            })],
          };
        }"""
    )
    assert found == {
        "recalled": ["no", "text", "state"], "old": [], "without": False, "kept": [12, "review", False],
        "others": [{"headings": ["别的"], "ids": ["no"], "answers": {"*:measureState": "yes"}}],
        "odd": [[], [], ["*:state:完成", "*:measureState"]],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("same", "other"),
    [
        (["理论学习类", "理论学习", "一、理论学习类", "（一）理论学习类（3个）", "1.理论学习方面", "理论学习类 3",
          "理论学习类（共三个问题）", "①理论学习类：3个", "第一、理论学习方面存在的突出问题", "理论 学习类"], "理论学习制度类"),
        (["作风（窗口）类", "二、作风（窗口）"], "作风类"),
        (["“三公”经费2类", "三、“三公”经费2"], "“三公”经费类"),
        (["类"], ""),
        (["问题类1"], "问题类2"),
    ],
)  # fmt: skip
def test_names_of_classes_that_are_one(lab: Page, same: list[str], other: str) -> None:
    keys = lab.evaluate("names => names.map(Qingdan.lib.ledgerLikeness.groupKey)", [*same, other])
    assert len(set(keys[:-1])) == 1, keys
    assert keys[-1] != keys[0]


def test_what_classes_say_of_their_number_is_read_wherever_it_stands(lab: Page) -> None:
    head = ["序号", "类别", "问题", "责任单位"]
    found = pasted(
        lab, head, ["1", "一、学习类（2个）", "甲", ""], ["2", "学习类", "乙", ""], ["3", "作风类", "丙", ""]
    )
    assert found["totals"] == ["class 一、学习类（2个）：2"]
    assert [one["class"] for one in found["problems"]] == ["一、学习类（2个）"] * 2 + ["作风类"]
    found = pasted(
        lab,
        ["序号", "方面", "问题", "责任单位"],
        ["（一）学习类 2", "", "", ""],
        ["1", "", "甲", ""],
        ["（二）作风类（1个）", "", "", ""],
        ["2", "", "乙", ""],
    )
    assert found["totals"] == ["class 学习类：2", "class 作风类：1"]
    assert [one["class"] for one in found["problems"]] == ["学习类", "作风类"]


def test_what_offices_call_their_columns_and_write_in_them(lab: Page) -> None:
    found = pasted(
        lab,
        ["序号", "问题", "措施", "责任单位", "完成状态", "进展说明"],
        [
            "1",
            "台账不全",
            "（1）修订《登记办法》（2）建立台账，逐笔登记",
            "机关党委（办公室配合）",
            "正在推进",
            "在改",
        ],
    )
    [one] = found["problems"]
    assert [measure["measure"] for measure in one["measures"]] == ["修订《登记办法》", "建立台账，逐笔登记"]
    assert (one["units"], one["coUnits"]) == (["机关党委"], ["办公室"])
    assert (one["state"], one["progress"]) == ("open", "在改")
    # A day of closing still to come is told and left out.
    found = pasted(
        lab, ["序号", "问题", "责任单位", "状态", "销号日期"], ["1", "甲", "某局", "已销号", "2999-01-01"]
    )
    assert "closedOn" not in {key for key, value in found["problems"][0].items() if value}
    assert any("2999-01-01 还没有到" in note for note in found["notes"])
