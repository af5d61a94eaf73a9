"""Timelines as scripts need them: what dates are computed from, and the words that stand beside them. No HTML."""

from __future__ import annotations

import json
from typing import Any

from qingdan.model import CalendarYear, Timeline
from qingdan.views import Views, timeline_url
from qingdan.when_words import when_words

GLOBAL = "QINGDAN_TIMELINES"

# What only the page as HTML shows.
_LEFT_OUT: Any = {
    "anchors": {"__all__": {"hint", "sources", "convention"}},
    "choices": {
        "__all__": {
            "hint": True,
            "sources": True,
            "convention": True,
            "options": {"__all__": {"sources", "convention"}},
        }
    },
    "bands": {"__all__": {"sources", "convention"}},
    "milestones": {"__all__": {"note"}},
    "purpose": True,
    "basis": True,
    "stage": True,
    "roles": True,
    "retired": True,
}


def timeline_data(views: Views, timeline: Timeline) -> dict[str, Any]:
    """A timeline for ``schedule.js``: as in the YAML, with names instead of roles and each rule in words."""
    data = timeline.model_dump(mode="json", by_alias=True, exclude=_LEFT_OUT)
    data["url"] = timeline_url(timeline)
    for step, milestone in zip(data["milestones"], timeline.milestones, strict=True):
        step["who"] = views.role_names[milestone.who]
        step["rule"] = when_words(milestone, timeline)
    return data


def timelines_script(views: Views) -> str:
    """All timelines as a classic script, for pages that show the dates of several."""
    return _script(GLOBAL, [timeline_data(views, timeline) for timeline in views.timelines])


def _script(name: str, value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Both end a line in JavaScript before 2019, and JSON leaves them as they are.
    return f"var {name} = {text.replace(chr(0x2028), ' ').replace(chr(0x2029), ' ')};\n"


_CALENDAR_HEAD = """\
// 放假安排。没有列出的年份，只按周末推算，页面会写明。
// 新一年的通知公布后，可以用记事本在最后的 ] 前面照样加一段，保存即可（编码保持 UTF-8）；不用重新生成网站。
// first 是放假第一天，last 是最后一天，workdays 是调休上班的日子；每一段之间用英文逗号隔开。
// 网站重新生成时，这个文件会按 checklists/calendar.yml 重写，所以也请在那里加上同样的一段。
var QINGDAN_CALENDAR = [
"""


def calendar_script(calendar: list[CalendarYear]) -> str:
    """The years of the calendar as a script that people may edit in a text editor, a line for each holiday."""
    years = []
    for year in calendar:
        holidays = [
            "    "
            + json.dumps(holiday.model_dump(mode="json"), ensure_ascii=False)
            .replace("{", "{ ")
            .replace("}", " }")
            for holiday in year.holidays
        ]
        years.append(
            f'  {{ "year": {year.year}, "source": {json.dumps(year.source, ensure_ascii=False)}, "holidays": [\n'
            + ",\n".join(holidays)
            + "\n  ] }"
        )
    return _CALENDAR_HEAD + ",\n".join(years) + "\n];\n"
