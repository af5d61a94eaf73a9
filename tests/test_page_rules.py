"""Rules for hand-written pages: what is named exists, and every statement or number has a source."""

import re

import pytest

from qingdan.page_rules import states_quantity
from tests.minimal_project import MinimalProject

PAGE = "docs/rectify/deadlines.md"
HELP = "docs/help/conventions.md"
NO_SOURCE = "没有出处，请补 [[编号]]，讲话没有说的写 [[约定]]"
NO_SOURCE_OF_NUMBER = "有数字但没有出处，请补 [[编号]] 或 [[约定]]"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "[office, lead-unit]",
            "[office, lead-unti]",
            ":3:20 audience[1]：未知角色“lead-unti”，是否想写“lead-unit”？",
        ),
        ("stage: [plan]", "stage: [plna]", ":4:9 stage[0]：未知阶段“plna”，是否想写“plan”？"),
        ("do: [Q01, T01]", "do: [Q01, T02]", ":5:11 do[1]：未知清单、时间轴或表单“T02”，是否想写“T01”？"),
        ("title: 时限怎么定", "title: 时限\nrole: ofice", ":3:1 role：未知角色“ofice”，是否想写“office”？"),
        ("title: 时限怎么定\n", "", ":2:1 title：缺少“title”，请补上"),
        (
            "title: 时限怎么定",
            "titel: 时限\ntitle: 时限",
            ":2:1 titel：未知字段“titel”，是否想写“title”？",
        ),
        ("title: 时限怎么定", "title: 时限\ntitle: 期限", ":3:1 title：“title”重复，第 2 行已有，请只留一个"),
        ("title: 时限怎么定", "title：时限", ":2：这一行的冒号是中文的，请改成英文冒号，后面留一个空格"),
    ],
)
def test_front_matter_is_checked_with_line_and_column(
    minimal: MinimalProject, old: str, new: str, said: str
) -> None:
    minimal.replace(PAGE, old, new)
    assert minimal.problems() == [PAGE + said]


@pytest.mark.parametrize(
    "text", ["# 时限\n", "---\n# 时限\n", "---\n---\n# 时限\n", "\n---\ntitle: 时限\n---\n"]
)
def test_a_page_without_front_matter_is_reported(minimal: MinimalProject, text: str) -> None:
    minimal.write("docs/more.md", text)
    assert minimal.problems() == [
        "docs/more.md:1：缺少开头的“---”说明，至少写上 title，见 docs/help/writing.md"
    ]


def test_a_page_in_another_encoding_is_reported(minimal: MinimalProject) -> None:
    (minimal.root / PAGE).write_bytes("---\ntitle: 时限\n---\n".encode("gbk"))
    assert minimal.problems() == [f"{PAGE}：文件不是 UTF-8 编码或读不出来，请另存为 UTF-8"]


def test_a_bom_and_windows_line_ends_do_no_harm(minimal: MinimalProject) -> None:
    text = (minimal.root / PAGE).read_text(encoding="utf-8").replace("[[约定]]", "")
    (minimal.root / PAGE).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    minimal.append(PAGE, "\n没有出处的话。\n")
    assert minimal.problems() == [f"{PAGE}:15：“没有出处的话。”{NO_SOURCE}"]


def test_hidden_folders_are_left_out_wherever_the_project_lies(minimal: MinimalProject) -> None:
    minimal.write("docs/.drafts/a.md", "没有页首")
    hidden = MinimalProject(minimal.root / ".work" / "copy")
    hidden.append(PAGE, "\n没有出处的话。\n")
    assert minimal.problems() == []
    assert hidden.problems() == [f"{PAGE}:15：“没有出处的话。”{NO_SOURCE}"]


def test_a_page_that_the_build_makes_cannot_be_written_by_hand(minimal: MinimalProject) -> None:
    minimal.write("docs/lists/q01.md", "---\ntitle: 手写\n---\n# 手写\n")
    assert minimal.problems() == ["docs/lists/q01.md：这一页由构建生成，请改用别的文件名"]


def test_unknown_sources_are_reported_at_their_line(minimal: MinimalProject) -> None:
    minimal.append(PAGE, "\n- 甲。[[S0-1-7]]\n- 乙。[[S0-1-1, F-A9]]\n\n| 丙 [[F-A1]] | 丁 [[S9-9]] |\n")
    assert minimal.problems() == [
        f"{PAGE}:15：未知出处“S0-1-7”，是否想写“S0-1-2”？",
        f"{PAGE}:16：未知出处“F-A9”，是否想写“F-A2”？",
        f"{PAGE}:18：未知出处“S9-9”，请核对出处编号",
    ]


def test_sources_do_not_stand_in_headings(minimal: MinimalProject) -> None:
    minimal.append(PAGE, "\n## 几档？[[S0-1-1]]\n\n### 几层？[[约定]]\n")
    assert minimal.problems() == [
        f"{PAGE}:15：标题里标了出处，请移到下面的正文里",
        f"{PAGE}:17：标题里标了出处，请移到下面的正文里",
    ]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("一句。[[S0-1-1, S0-1-2, S0-2-1, S1-1-1]]", [4]),
        ("一句[[S0-1-1, S0-1-2]]话。[[S0-2-1, S1-1-1]]", []),  # the clause before has its own
        ("甲[[S0-1-1, S0-1-2]]，乙[[S0-2-1, S1-1-1]]。", [4]),
        ("一句。[[S0-1-1, S0-1-2, S0-2-1, 约定]]", []),  # a convention is no source
        ("一句。[[S0-1-1, S0-1-2]]二句。[[S0-2-1, S1-1-1]]", []),
        ("一句；[[S0-1-1, S0-1-2]] 二句！[[S0-2-1, S1-1-1]]", []),
        ("| 甲 [[S0-1-1, S0-1-2]] | 乙 [[S0-2-1, S1-1-1]] |", []),
        ("| 甲 [[S0-1-1, S0-1-2, S0-2-1, S1-1-1, F-A1]] | 乙 |", [5]),
        ("一句。`[[S0-1-1, S0-1-2]]`[[S0-2-1, S1-1-1]]", []),
        ("`[[S0-1-1, S0-1-2, S0-2-1, S1-1-1]]是`写法。[[约定]]", []),
    ],
)
def test_a_sentence_has_three_sources_at_most(minimal: MinimalProject, text: str, counts: list[int]) -> None:
    minimal.append(PAGE, f"\n{text}\n")
    assert minimal.problems() == [
        f"{PAGE}:15：一句话标了 {count} 条出处，每句最多三条，请拆成几句" for count in counts
    ]


@pytest.mark.parametrize(
    ("text", "line", "shown"),
    [
        ("要写明责任人。", 15, "要写明责任人。"),
        ("- 写明责任人", 15, "写明责任人"),
        ("1. 写明[责任人](a.md)", 15, "写明责任人"),
        ("- 甲。[[S0-1-1]]\n    - 乙", 16, "乙"),
        ("| 项 | 说明 |\n|---|---|\n| 甲 | 乙 |", 17, "| 甲 | 乙 |"),
        ('!!! note "标题"\n\n    正文。', 17, "正文。"),
        ("<!-- 注\n释 -->\n正文。", 17, "正文。"),
        ("`[[S0-1-1]]` 是写法。", 15, "是写法。"),
        ("第一段很长很长很长很长很长很长很长很长很长很长。", 15, "第一段很长很长很长很长很长很长很长很长很…"),
        ("看：", 15, None),
        ("要写明责任人。看：", 15, "要写明责任人。看："),
        ("要写明责任人。[[S0-1-1]]看：", 15, None),
        ("下面是**两种**：", 15, None),
        ("- [时限](a.md)", 15, None),
        ("[时限](a.md)、[台账](b.md)", 15, None),
        ("| [时限](a.md) | [台账](b.md) |", 15, None),
        ("```\n正文。\n```", 15, None),
        ("~~~~\n```\n正文。\n~~~~", 15, None),
        ("<!-- 正文。 -->", 15, None),
        ("---", 15, None),
        ("甲。[[S0-1-1]]\n{: .wide }", 15, None),
        ("## 小标题", 15, None),
        ("正文。[[约定]]", 15, None),
        ("正文\n[[S0-1-1,\nS0-1-2]]", 15, None),
    ],
)
def test_every_statement_of_guidance_has_a_source(
    minimal: MinimalProject, text: str, line: int, shown: str | None
) -> None:
    minimal.append(PAGE, f"\n{text}\n")
    assert minimal.problems() == ([f"{PAGE}:{line}：“{shown}”{NO_SOURCE}"] if shown else [])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("两个月内办完。", "两个月内办完。"),
        ("- 每周五12时", "每周五12时"),
        ("| 期限 | 30% |", "| 期限 | 30% |"),
        ("两个责任都要担。", None),
        ("五人会听汇报。", None),
        ("写明责任人。", None),
        ("两个月内办完。[[约定]]", None),
        ("两个月内办完。[[S0-1-2]]", None),
        ("下面两个月要做：", None),
        ("两个月内办完。下面要做：", "两个月内办完。下面要做："),
        ("按时办完。下面两个月要做：", None),
        ("`两个月` 是写法。", None),
        ("```\n两个月\n```", None),
        ("## 两个月", None),
    ],
)
def test_elsewhere_only_numbers_need_a_source(minimal: MinimalProject, text: str, shown: str | None) -> None:
    minimal.append(HELP, f"\n{text}\n")
    assert minimal.problems() == ([f"{HELP}:8：“{shown}”{NO_SOURCE_OF_NUMBER}"] if shown else [])


@pytest.mark.parametrize(
    "text",
    """两个月 二十日 三周 半年 半个月 一年 一个月 一周 一旬 十天 百日 六个工作日 一季度 三次 两份 二十人
    十倍 六成 57个问题 3条 1.5倍 7月21日 2个月 10天 48小时 30分钟 2024年 12时 每周五12时 5项 30% 30％
    三分之一 百分之十 一半 过半 半数 每周 每旬 每月 每年 每半月 每半个月 每季 每天 ５７个问题""".split(),
)
def test_what_states_a_quantity(text: str) -> None:
    assert states_quantity(text)
    assert states_quantity(f"要求{text}，不得拖延")
    assert states_quantity(re.sub("([0-9]+)", r" \1 ", text))


@pytest.mark.parametrize(
    "text",
    """一个 一份 一次 一条 一人 一名 一天 一种 一些 有一天 多次 数日 及时 每次 每个 每条 某年 当月 同时 时限
    半途 两个责任 四种形态 三个摆进去 一把手 十分 三层责任 第二层 一一对应 S0 S3个别谈话 Q03条目 T01日程 M01
    Q03-07条 A4 S0-3.1-2条 12时候 3时间 X月X日 UTF-8 一成不变""".split(),
)
def test_what_states_none(text: str) -> None:
    assert not states_quantity(text)


def test_names_of_the_glossary_state_no_quantity() -> None:
    names = {"两个责任", "五人小组", "三年行动", "年行动"}
    assert states_quantity("五人小组听取三年行动")
    assert not states_quantity("五人小组听取三年行动", names)
    assert states_quantity("三年行动用了三年", names)
    assert states_quantity("两三年行动", {"年行动", "三年"}) is False  # cut, not joined to what stands around
