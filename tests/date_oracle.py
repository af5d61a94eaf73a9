"""The date rules once more, day by day and as plainly as can be: what the browser's answers are held against."""

import calendar
from datetime import date, timedelta
from typing import Any

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def add(day: date, length: str) -> date:
    number = int(length[:-1])
    if length[-1] != "m":
        return day + timedelta(days=number * (7 if length[-1] == "w" else 1))
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, last_day(year, month + 1)))


def is_due(rhythm: dict[str, Any], day: date) -> bool:
    """Whether a rhythm falls on a day."""
    if rhythm["every"] == "week":
        return WEEKDAYS[day.weekday()] == (rhythm.get("weekday") or "mon")
    last = last_day(day.year, day.month)
    if rhythm["every"] == "month":
        return day.day == min(rhythm.get("day") or last, last)
    starts = rhythm.get("edge") == "start"
    if rhythm["every"] == "xun":
        return day.day in ((1, 11, 21) if starts else (10, 20, last))
    return day.day in ((1, 16) if starts else (15, last))


def occurrences(rhythm: dict[str, Any], start: date, until: date) -> list[date]:
    days = (start + timedelta(days=n) for n in range((until - start).days + 1))
    return [day for day in days if is_due(rhythm, day)]


def about(years: list[dict[str, Any]], day: date) -> dict[str, Any]:
    """What a day is: kind, holiday, whether its year is known."""
    found = {"kind": "weekend" if day.weekday() > 4 else "workday", "holiday": ""}
    for holiday in (h for year in years for h in year["holidays"]):
        if holiday["first"] <= day.isoformat() <= holiday["last"]:
            found = {"kind": "holiday", "holiday": holiday["name"]}
    for holiday in (h for year in years for h in year["holidays"]):
        if day.isoformat() in holiday.get("workdays", []):
            found = {"kind": "makeup", "holiday": holiday["name"]}
    return {**found, "known": day.year in [year["year"] for year in years]}


def previous_workday(years: list[dict[str, Any]], day: date) -> date:
    while about(years, day)["kind"] in ("weekend", "holiday"):
        day -= timedelta(days=1)
    return day
