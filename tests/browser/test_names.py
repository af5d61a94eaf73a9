"""Several names in one text → an ordered list: examples as people write them, and properties."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from tests.browser.script_page import script_page


@pytest.fixture(scope="module")
def library(browser: Browser) -> Iterator[Page]:
    page = script_page(browser, "names")
    yield page
    page.context.close()


def parse(page: Page, text: str) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("text => Qingdan.lib.names.parse(text)", text)
    return found


def plain(page: Page, text: str) -> list[str]:
    """The names, a note in brackets behind its name."""
    return [one["name"] + (f"（{one['note']}）" if one["note"] else "") for one in parse(page, text)["names"]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张三、李四、王五", ["张三", "李四", "王五"]),
        ("张三，李四,王五；赵六;钱七/孙八／周九", "张三 李四 王五 赵六 钱七 孙八 周九".split()),
        ("张三 李四\n王五\r\n赵六\t钱七\u3000孙八", "张三 李四 王五 赵六 钱七 孙八".split()),
        ("  、张三、、李四、 ", ["张三", "李四"]),
        ("张三", ["张三"]),
        ("", []),
        ("、；", []),
        # names of two characters, padded to the width of three
        ("张　三、欧阳锋、李　四", ["张三", "欧阳锋", "李四"]),
        ("张 三 李 四", ["张三", "李四"]),
        # Latin names, dots
        ("John Smith、李四", ["John Smith", "李四"]),
        ("John Smith 李四 Anna-Maria O'Neil", ["John Smith", "李四", "Anna-Maria O'Neil"]),
        ("阿卜杜拉·买买提、玛丽·居里", ["阿卜杜拉·买买提", "玛丽·居里"]),
        # numbering
        ("1.张三 2.李四", ["张三", "李四"]),
        ("1、张三 2、李四", ["张三", "李四"]),
        ("（1）张三（2）李四", ["张三", "李四"]),
        ("①张三②李四", ["张三", "李四"]),
        ("一、张三 二、李四", ["张三", "李四"]),
        # brackets are notes, and what stands in them separates nothing
        ("张三（局长、书记）、李四(副局长)", ["张三（局长、书记）", "李四（副局长）"]),
        ("张三（局长） 李四", ["张三（局长）", "李四"]),
        ("财政局（牵头）、人社局", ["财政局（牵头）", "人社局"]),
        ("张三（局长（兼））", ["张三（局长（兼））"]),
        ("张三（局长、李四", ["张三", "局长", "李四"]),  # a bracket without a partner separates
        # 等
        ("张三、李四等", ["张三", "李四"]),
        ("张三、李四等3人", ["张三", "李四"]),
        ("张三、李四 等同志", ["张三", "李四"]),
        ("财政局、人社局等单位", ["财政局", "人社局"]),
        ("李等、张三", ["李等", "张三"]),
        # labels
        ("责任领导：张三、李四", ["张三（责任领导）", "李四"]),
        ("牵头：张三；配合：李四", ["张三（牵头）", "李四（配合）"]),
        # each once
        ("张三、李四、张三", ["张三", "李四"]),
    ],
)
def test_as_people_write_them(library: Page, text: str, names: list[str]) -> None:
    assert plain(library, text) == names


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("张三、李四等", True),
        ("张三、李四等三人", True),
        ("张三、李四", False),
        ("李等", False),
        ("张三、等", True),
    ],
)
def test_whether_the_list_says_that_there_are_more(library: Page, text: str, more: bool) -> None:
    assert parse(library, text)["more"] is more


HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5, exclude_characters="等第一二三四五六七八九十")
CHINESE = st.text(HAN, min_size=2, max_size=4)
LATIN = st.from_regex(r"[A-Z][a-z]{1,8} [A-Z][a-z]{1,8}", fullmatch=True)
DOTTED = st.builds(lambda a, b: f"{a}·{b}", CHINESE, CHINESE)
NAME = st.one_of(CHINESE, LATIN, DOTTED)
NOTE = st.one_of(st.just(""), CHINESE, st.builds(lambda a, b: f"{a}、{b}", CHINESE, CHINESE))
SEPARATOR = st.sampled_from(["、", "，", ",", "；", ";", "/", "\n", " 、 ", "\t"])


@given(
    st.lists(st.tuples(NAME, NOTE, SEPARATOR), max_size=8, unique_by=lambda entry: entry[0]), st.booleans()
)
def test_any_names_in_order_with_any_separators(
    library: Page, entries: list[tuple[str, str, str]], more: bool
) -> None:
    text = ""
    for name, note, separator in entries:
        text += (separator if text else "") + name + (f"（{note}）" if note else "")
    found = parse(library, text + ("等" if more and entries and not entries[-1][1] else ""))
    assert [(one["name"], one["note"]) for one in found["names"]] == [
        (name, note) for name, note, _ in entries
    ]


@given(st.text(max_size=60))
def test_any_text_gives_names_that_are_not_empty_each_once(library: Page, text: str) -> None:
    names = [one["name"] for one in parse(library, text)["names"]]
    assert all(name.strip() for name in names)
    assert len(set(names)) == len(names)


@given(
    st.lists(st.tuples(NAME, NOTE), min_size=1, max_size=6, unique_by=lambda entry: entry[0]), st.booleans()
)
def test_what_is_written_out_is_read_as_the_same_list(
    library: Page, entries: list[tuple[str, str]], more: bool
) -> None:
    given_list = {"names": [{"name": name, "note": note} for name, note in entries], "more": more}
    again = library.evaluate("list => Qingdan.lib.names.parse(Qingdan.lib.names.format(list))", given_list)
    assert again == given_list
