"""Pydantic's validation errors → problems: in Chinese, at a line, with the remedy."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from qingdan import ledger_model, model
from qingdan.problems import Path, Problem, did_you_mean, one_of
from qingdan.source import Document


def validation_problems(error: ValidationError, document: Document, kind: Any) -> list[Problem]:
    """Every error of a document that should have been of type ``kind``, in the order of its lines."""
    details = error.errors(include_url=False)
    return sorted(_problem(d, document, kind) for d in details if not _follows_from_others(d, details))


def _follows_from_others(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Whether a list is "too short" only because its entries, each reported itself, were refused."""
    place = detail["loc"]
    entries = (d for d in details if len(d["loc"]) > len(place) and d["loc"][: len(place)] == place)
    return detail["type"] == "too_short" and any(entries)


def _problem(detail: ErrorDetails, document: Document, kind: Any) -> Problem:
    path = tuple(part for part in detail["loc"] if part != "[key]")
    say = _SAYERS.get(detail["type"], _other)
    return document.problem(path, *say(detail, _record_at(kind, path[:-1])))


# How an id or value looks, by the pattern that it failed.
_EXAMPLES = {
    model.SourceId: "出处编号写成 S0-3.1-2，外部事实写成 F-A2",
    model.FactId: "写成 S0-3.1-2",
    model.OutsideId: "写成 F-A2",
    model.SpeechId: "写成 S0",
    model.PagePath: "写成 rectify/deadlines.md",
    model.ListId: "写成 Q03",
    model.ItemId: "写成 Q03-07",
    model.TimelineId: "写成 T01",
    model.MilestoneId: "写成 T01-05",
    model.FormId: "写成 W01",
    model.BlankId: "写成 W01-03",
    model.WorkId: "写成 Q03、T01 或 W01",
    model.DutyId: "写成 M01",
    model.DifferenceId: "写成 D1",
    model.Clock: "时间写成 12:00",
    model.Length: "写成 10d、2w、6m，往前写 -3d，或月数、天数锚点的名字",
    model.Span: "写成 10d、2w、6m",
    ledger_model.Months: "写成 6m",
    ledger_model.CheckId: "写成 J01",
    ledger_model.Name: "只用英文字母，小写开头，例如 timeClass",
    model.Slug: "只用小写英文字母、数字和连字符，例如 lead-unit",
}


def _pattern_of(annotated: Any) -> str:
    return next(str(m.pattern) for f in annotated.__metadata__ for m in f.metadata if hasattr(m, "pattern"))


PATTERN_HINTS = {_pattern_of(kind): hint for kind, hint in _EXAMPLES.items()}
_SOME_TEXT = _pattern_of(model.Text)

Said = tuple[str, str]  # message and hint
Sayer = Callable[[ErrorDetails, type[BaseModel] | None], Said]

_EMPTY = "这里是空的", "请填写，或删去这一行"


def _shown(value: Any) -> str:
    match value:
        case bool():
            return "“true”" if value else "“false”"
        case dict():
            return "一组“键: 值”"
        case list():
            return "列表"
    text = " ".join(str(value).split())
    return f"“{text[:40]}{'…' if len(text) > 40 else ''}”"


def _missing(detail: ErrorDetails, _: object) -> Said:
    return f"缺少“{detail['loc'][-1]}”", "请补上"


def _unknown_key(detail: ErrorDetails, owner: type[BaseModel] | None) -> Said:
    known = [f.alias or name for name, f in owner.model_fields.items()] if owner else []
    key = str(detail["loc"][-1])
    return f"未知字段“{key}”", did_you_mean(key, known) or one_of(known, 20)


def _literal(detail: ErrorDetails, _: object) -> Said:
    known = re.findall(r"'([^']*)'", detail["ctx"]["expected"])
    if detail["input"] is None:
        return _EMPTY[0], one_of(known)
    hint = did_you_mean(detail["input"], known) if isinstance(detail["input"], str) else ""
    return f"{_shown(detail['input'])}不在可选值中", hint or one_of(known)


def _pattern(detail: ErrorDetails, _: object) -> Said:
    pattern = detail["ctx"]["pattern"]
    if pattern == _SOME_TEXT or not detail["input"]:
        return _EMPTY
    hint = (
        "各项之间用英文逗号"
        if re.search("[，、]", detail["input"])
        else PATTERN_HINTS.get(pattern, "请照同类条目的写法")
    )
    return f"{_shown(detail['input'])}的写法不对", hint


def _too_short(detail: ErrorDetails, _: object) -> Said:
    least = detail["ctx"]["min_length"]
    return f"这里至少要有{'一' if least == 1 else f' {least} '}项", "请补上，或删去这一组"


def _too_small(detail: ErrorDetails, _: object) -> Said:
    return f"{_shown(detail['input'])}太小", f"不能小于 {detail['ctx']['ge']}"


def _too_big(detail: ErrorDetails, _: object) -> Said:
    return f"{_shown(detail['input'])}太大", f"不能大于 {detail['ctx']['le']}"


def _other(detail: ErrorDetails, _: object) -> Said:
    return f"{_shown(detail['input'])}不对", "请照同类条目的写法"


def _not(what: str, hint: str) -> Sayer:
    def say(detail: ErrorDetails, _: object) -> Said:
        if detail["input"] is None:
            return _EMPTY
        return f"{_shown(detail['input'])}不是{what}", hint

    return say


_MAPPING = _not("一组“键: 值”", "请检查缩进，冒号后要有空格")
_LIST = _not("列表", "每项另起一行，以“- ”开头，或写成 [甲, 乙]")
_DATE = _not("日期", "日期写成 2026-11-22")

_SAYERS: dict[str, Sayer] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "literal_error": _literal,
    "string_pattern_mismatch": _pattern,
    "string_type": _not("文字", "纯数字、true、false 作文字用时请加引号"),
    "too_short": _too_short,
    "tuple_type": _LIST,
    "model_type": _MAPPING,
    "dict_type": _MAPPING,
    "date_type": _DATE,
    "date_from_datetime_parsing": _DATE,
    "bool_type": _not(" true 或 false", "写 true 或 false，不加引号"),
    "int_type": _not("整数", "只写数字，不加引号和单位"),
    "greater_than_equal": _too_small,
    "less_than_equal": _too_big,
}


def _record_at(kind: Any, path: Path) -> type[BaseModel] | None:
    """The record type that stands at a path below a type, for the names of its fields."""
    for part in path:
        kind = _unwrapped(kind)
        if _is_record(kind):
            kind = {f.alias or name: f.annotation for name, f in kind.model_fields.items()}.get(str(part))
        else:  # of a tuple or mapping, the type of its values
            kind = next((a for a in reversed(typing.get_args(kind)) if a is not Ellipsis), None)
    kind = _unwrapped(kind)
    return kind if _is_record(kind) else None


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _unwrapped(kind: Any) -> Any:
    """``X | None`` or ``Annotated[X, …]`` → ``X``."""
    while typing.get_origin(kind) in (typing.Annotated, typing.Union, types.UnionType):
        kind = typing.get_args(kind)[0]
    return kind
