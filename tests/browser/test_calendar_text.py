"""A year of holidays from pasted text: the notice as it is published, a line a holiday, a piece of the file."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from qingdan.build_model import load_kit
from qingdan.timeline_data import calendar_script
from tests.browser.data_page import SCRIPTS
from tests.browser.script_page import script_page
from tests.conftest import ROOT

NOTICE_2026 = """国务院办公厅关于2026年部分节假日安排的通知
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""


@pytest.fixture(scope="module")
def library(browser: Browser) -> Iterator[Page]:
    stored = SCRIPTS[1 : SCRIPTS.index("recovery")]  # the years that are pasted are kept
    page = script_page(browser, "dates", *stored, "date-rules", "workdays", "calendar-years", "calendar-text")
    yield page
    page.context.close()


def read(library: Page, text: str, year: int = 2030) -> dict[str, Any]:
    found: dict[str, Any] = library.evaluate(
        "([text, year]) => Qingdan.lib.calendarText.read(text, year)", [text, year]
    )
    return found


def official(year: int) -> list[dict[str, Any]]:
    kit, _ = load_kit(ROOT / "checklists")
    [found] = [one.value for one in kit.calendar if one.value.year == year]
    return [
        {**holiday.model_dump(mode="json"), "workdays": sorted(map(str, holiday.workdays))}
        for holiday in found.holidays
    ]


@pytest.mark.parametrize("joined", [False, True], ids=["lines", "one line"])
def test_the_notice_as_it_is_published(library: Page, joined: bool) -> None:
    found = read(library, NOTICE_2026.replace("\n", "") if joined else NOTICE_2026)
    assert found["problems"] == []
    assert found["entry"]["year"] == 2026
    assert found["entry"]["holidays"] == official(2026)


def test_a_line_a_holiday(library: Page) -> None:
    text = "元旦 2027-01-01 至 2027-01-03 上班 2027-01-09\n春节 2027/2/5 到 2027/2/12 上班 2027/2/4、2027/2/14\n端午节 2027-06-09"
    found = read(library, text)
    assert found["entry"]["year"] == 2027
    assert [(h["name"], h["first"], h["last"], h["workdays"]) for h in found["entry"]["holidays"]] == [
        ("元旦", "2027-01-01", "2027-01-03", ["2027-01-09"]),
        ("春节", "2027-02-05", "2027-02-12", ["2027-02-04", "2027-02-14"]),
        ("端午节", "2027-06-09", "2027-06-09", []),
    ]


def test_a_year_that_the_text_does_not_name_is_the_one_given(library: Page) -> None:
    found = read(library, "一、元旦：1月1日至3日放假，共3天。", 2027)
    assert (found["entry"]["year"], found["entry"]["holidays"][0]["last"]) == (2027, "2027-01-03")


def test_a_piece_of_the_file(library: Page) -> None:
    piece = (
        '{ "year": 2027, "holidays": [ { "name": "元旦", "first": "2027-01-01", "last": "2027-01-01" } ] },'
    )
    assert read(library, piece)["entry"]["year"] == 2027


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("放假了", "没有认出放假安排"),
        ("一、元旦：13月1日至3日放假", "不是日期"),
        ("元旦 2027-01-05 至 2027-01-01", "末日早于首日"),
        ("元旦 2027-01-01 至 2027-05-01", "放假超过"),
        ('{ "year": 2027, holidays: [] }', "标点不对"),
        ("长" * 20001, "太长"),
    ],
)
def test_what_cannot_be_right_is_said_and_not_used(library: Page, text: str, problem: str) -> None:
    found = read(library, text)
    assert found["entry"] is None
    assert problem in found["problems"][0]


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet='一二元旦春节、：放假上班至12030年月日-/（）。\n {}[]"', max_size=120))
def test_no_text_breaks_the_reader(library: Page, text: str) -> None:
    found = read(library, text)
    assert (found["entry"] is None) or not found["problems"]


def test_the_file_that_people_edit_holds_the_calendar(library: Page) -> None:
    kit, _ = load_kit(ROOT / "checklists")
    script = calendar_script([one.value for one in kit.calendar])
    library.evaluate(script.replace("var QINGDAN_CALENDAR", "window.QINGDAN_CALENDAR"))
    found = library.evaluate("[QINGDAN_CALENDAR, Qingdan.lib.calendarYears.read().problems]")
    assert found == [[one.value.model_dump(mode="json") for one in kit.calendar], []]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("undefined", "data/calendar.js 读不出来"),
        ('[{year: "2027", holidays: []}]', "年份“2027”不对"),
        (
            '[{year: 2027, holidays: [{name: "元旦", first: "2027-1-1", last: "2027-01-03"}]}]',
            "“2027-1-1”不是日期",
        ),
    ],
)
def test_a_mistake_in_the_file_is_said(library: Page, value: str, problem: str) -> None:
    found = library.evaluate(
        f"(window.QINGDAN_CALENDAR = {value}, Qingdan.lib.calendarYears.read().problems)"
    )
    assert problem in found[0]
