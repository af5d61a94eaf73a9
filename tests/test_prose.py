"""Where the blocks of a page start and end, and whether its anchors are those of the rendered page."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.prose import Block, blocks, split_front_matter
from tests.conftest import ROOT
from tests.rendering import markdown

PAGES = sorted((ROOT / "docs").rglob("*.md"))


def seen(body: str, first_line: int = 1) -> list[tuple[int, str, str]]:
    return [(block.line, block.kind, block.text) for block in blocks(body, first_line)]


def anchors_of(body: str) -> list[str]:
    return [block.anchor for block in blocks(body) if block.kind == "heading"]


def rendered_anchors(body: str) -> list[str]:
    renderer = markdown()
    renderer.convert(body)

    def ids(tokens: list[Any]) -> list[str]:
        return [i for token in tokens for i in (token["id"], *ids(token["children"]))]

    return ids(renderer.toc_tokens)  # type: ignore[attr-defined]  # the extension adds it


@pytest.mark.parametrize(
    ("text", "front", "body", "skipped"),
    [
        ("---\ntitle: 甲\n---\n# 甲\n", "title: 甲\n", "# 甲\n", 3),
        ("---\r\ntitle: 甲\r\n---\r\n# 甲\r\n", "title: 甲\r\n", "# 甲\r\n", 3),
        ("--- \ntitle: 甲\n---\t\n# 甲", "title: 甲\n", "# 甲", 3),
        ("---\ntitle: 甲\n---", "title: 甲\n", "", 2),
        ("---\ntitle: a --- b\nx: |\n  ---\n---\n# 甲", "title: a --- b\nx: |\n  ---\n", "# 甲", 5),
        ("# 甲\n---\nb\n---\n", "", "# 甲\n---\nb\n---\n", 0),
        ("---\ntitle: 甲\n", "", "---\ntitle: 甲\n", 0),
        ("", "", "", 0),
    ],
)
def test_front_matter_is_split_off(text: str, front: str, body: str, skipped: int) -> None:
    assert split_front_matter(text) == (front, body, skipped)


BODY = """\
# 标题

第一段
第二行。[[S0-1-1]]

- 甲
  续
    - 乙
1. 丙

| 项 | 说明 |
|:---|---:|
| 丁 | 戊 |
| 己 | 庚 |

!!! note "提示"

    辛

    - 壬

<!-- 注
释 -->
癸

```yaml
# 不是标题
- 不是列表
```

术语
:   解释

> 引文

<div markdown="1">

子

</div>
{: .wide }
"""


def test_blocks_have_their_kind_and_first_line() -> None:
    assert seen(BODY) == [
        (1, "heading", "标题"),
        (3, "paragraph", "第一段第二行。[[S0-1-1]]"),
        (6, "item", "甲续"),
        (8, "item", "乙"),
        (9, "item", "丙"),
        (13, "row", "| 丁 | 戊 |"),
        (14, "row", "| 己 | 庚 |"),
        (18, "paragraph", "辛"),
        (20, "item", "壬"),
        (24, "paragraph", "癸"),
        (31, "paragraph", "术语:   解释"),
        (34, "paragraph", "> 引文"),
        (38, "paragraph", "子"),
    ]


def test_windows_line_ends_change_nothing() -> None:
    assert seen(BODY.replace("\n", "\r\n")) == seen(BODY)


def test_lines_count_from_where_the_body_starts() -> None:
    assert [line for line, _, _ in seen("甲\n\n乙", 7)] == [7, 9]


def test_only_line_feeds_end_lines() -> None:
    """An editor counts no line at a form feed or at U+2028, and Markdown begins no paragraph there."""
    assert seen("甲\u2028\x0b\x0c\x85乙\n\n丙") == [
        (1, "paragraph", "甲\u2028\x0b\x0c\x85乙"),
        (3, "paragraph", "丙"),
    ]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("```\n<!--\n```\n\n甲\n\n<!-- 乙 -->", ["甲"]),
        ("~~~\n```\n甲\n~~~\n乙", ["乙"]),
        ("````\n```\n甲\n````\n乙", ["乙"]),
        ("```\n甲", []),
        ("<!-- 甲\n\n乙", ["乙"]),
        ("<!-- 甲 --> 乙", ["乙"]),
        ("甲 <!-- 乙 --> 丙", ["甲  丙"]),
        ("- 甲\n\n    ```\n    乙\n    ```\n\n    丙", ["甲", "丙"]),
    ],
)
def test_code_and_comments_are_left_out(body: str, texts: list[str]) -> None:
    assert [text for _, _, text in seen(body)] == texts


def test_a_block_belongs_to_the_heading_above() -> None:
    found = [
        (b.text, b.heading, b.anchor) for b in blocks("零\n\n# 甲\n\n一\n\n## 乙 {#b}\n\n二\n\n## 甲\n\n三")
    ]
    assert found == [
        ("零", "", ""),
        ("甲", "甲", "甲"),
        ("一", "甲", "甲"),
        ("乙 {#b}", "乙", "b"),
        ("二", "乙", "b"),
        ("甲", "甲", "甲_1"),
        ("三", "甲", "甲_1"),
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT / "docs").as_posix())
def test_anchors_of_every_page_are_those_of_the_rendered_page(path: Any) -> None:
    _, body, _ = split_front_matter(path.read_text(encoding="utf-8"))
    assert anchors_of(body) == rendered_anchors(body)


@pytest.mark.parametrize(
    "body",
    [
        "## 甲\n\n## 甲\n\n## 甲",
        "## 甲 {#a}\n\n## a\n\n## a",
        "## a\n\n## 甲 {#a}",  # the stated id comes first, wherever it stands
        "## 甲{#a}\n\n## 乙 {: #b .c }\n\n## 丙 { .c }\n\n## 丁 {: .c #d title='x' }",
        "#甲\n\n##乙##\n\n### 丙 ###\n\n## 丁#",
        "## 多久报一次？\n\n## S0：四档 & 三档\n\n## A/B (C)\n\n## 1. 第一",
        "## `a_b` 与 `c  d`\n\n## **粗** *斜* __粗__ _斜_\n\n## a_b_c\n\n## 甲_乙_丙",
        "## [时限](a.md)\n\n## [时限](a.md '题')与[台账](b.md)",
        "## &amp; &lt;甲&gt; &#x4e59;\n\n## 甲 \\* 乙\n\n## 100%",
        "## 甲\n### 乙\n正文\n## 丙",
        "```\n## 不是\n```\n\n## 是\n\n<!--\n## 不是\n-->",
        '!!! note "题"\n\n    ## 甲\n\n## 甲',
        "## ？\n\n## ？",
        "## \0甲\0 `a` 1",
    ],
)
def test_anchors_are_those_of_the_rendered_page(body: str) -> None:
    assert anchors_of(body) == rendered_anchors(body)


WORDS = st.sampled_from(
    [
        "甲",
        "乙 ",
        "A",
        " b ",
        "1",
        "？",
        "：",
        "、",
        "`c_d`",
        "`e`",
        "**粗**",
        "[链](x.md)",
        "S0",
        "_",
        "-",
        "/",
        "&amp;",
        "“引”",
        "（注）",
    ]
)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=5).map("".join), min_size=1, max_size=4))
def test_anchors_of_any_headings(headings: list[str]) -> None:
    body = "\n\n".join(f"## {heading}" for heading in headings)
    assert anchors_of(body) == rendered_anchors(body)


@pytest.mark.parametrize(
    ("text", "ids", "convention", "plain"),
    [
        ("甲[[S0-1-1]]", ["S0-1-1"], False, "甲"),
        ("甲[[S0-1-1, F-A2]]乙[[S1-2-3]]", ["S0-1-1", "F-A2", "S1-2-3"], False, "甲乙"),
        ("甲[[S0-1-1，约定]]", ["S0-1-1"], True, "甲"),
        ("甲[[ 约定 ]]", [], True, "甲"),
        ("甲`[[S0-1-1]]`", [], False, "甲"),
        ("甲``[[S0-1-1]] ` ``乙", [], False, "甲乙"),
        ("**甲**和[乙](b.md)", [], False, "甲和乙"),
        ("[![3 个问题](a.png)](a.png)", [], False, ""),
        ("甲![3 个](a.png)乙", [], False, "甲乙"),
        ("甲[[]]", [], False, "甲[[]]"),
        ("甲[[ , ]]", [], False, "甲"),
        ("约定", [], False, "约定"),
    ],
)
def test_what_a_block_cites(text: str, ids: list[str], convention: bool, plain: str) -> None:
    block = Block(1, "paragraph", text)
    assert (block.ids, block.is_convention, block.plain) == (ids, convention, plain)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("甲。乙。", ["甲。", "乙。"]),
        ("甲。[[S0-1-1]]乙。[[S0-1-2]]", ["甲。[[S0-1-1]]", "乙。[[S0-1-2]]"]),
        ("甲。 [[S0-1-1]] 乙", ["甲。 [[S0-1-1]]", "乙"]),
        ("甲[[S0-1-1]]，乙[[S0-1-2]]。", ["甲[[S0-1-1]]，乙[[S0-1-2]]。"]),
        ("甲！[[S0-1-1]][[约定]]乙？", ["甲！[[S0-1-1]][[约定]]", "乙？"]),
        ("（甲[[S0-1-1]]）乙", ["（甲[[S0-1-1]]）乙"]),
        ("| 甲 | 乙。丙 |", [" 甲 ", " 乙。", "丙 "]),
        ("甲；乙", ["甲；", "乙"]),
        ("", []),
    ],
)
def test_sentences_keep_their_citations(text: str, sentences: list[str]) -> None:
    assert list(Block(1, "paragraph", text).sentences()) == sentences
