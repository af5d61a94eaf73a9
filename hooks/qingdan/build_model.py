"""Documents → the model. Every problem of every file is collected and said in Chinese, with the place."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from qingdan import model
from qingdan.problems import Path, Problem, did_you_mean, one_of
from qingdan.source import Document, read_document

T = TypeVar("T")


@dataclass(frozen=True)
class Loaded(Generic[T]):
    """A value together with the document it came from, so that rules can point at a line.

    ``path`` is where the value stands in the document.
    """

    value: T
    document: Document
    path: Path = ()


@dataclass(frozen=True)
class Family:
    """A kind of file under ``checklists/``: where it lives, what it holds, which schema completes it."""

    name: str
    pattern: str  # relative to checklists/, matched by pathlib
    type: Any
    many: bool = False  # the file holds a list of entries


FAMILIES = (
    Family("roles", "roles.yml", model.Role, many=True),
    Family("stages", "stages.yml", model.Stage, many=True),
    Family("speeches", "sources/s[0-9].yml", model.Speech),
    Family("outside", "sources/outside.yml", model.OutsideGroup, many=True),
    Family("terms", "glossary.yml", model.Term, many=True),
    Family("differences", "differences.yml", model.Difference, many=True),
    Family("checklists", "lists/*.yml", model.Checklist),
    Family("timelines", "timelines/*.yml", model.Timeline),
    Family("duties", "duties.yml", model.Duty, many=True),
    Family("calendar", "calendar.yml", model.CalendarYear, many=True),
)


@dataclass
class Kit:
    """All data of the site, each value with its place. Built by ``load_kit``; read-only afterwards."""

    roles: list[Loaded[model.Role]] = field(default_factory=list)
    stages: list[Loaded[model.Stage]] = field(default_factory=list)
    speeches: list[Loaded[model.Speech]] = field(default_factory=list)
    outside: list[Loaded[model.OutsideGroup]] = field(default_factory=list)
    terms: list[Loaded[model.Term]] = field(default_factory=list)
    differences: list[Loaded[model.Difference]] = field(default_factory=list)
    checklists: list[Loaded[model.Checklist]] = field(default_factory=list)
    timelines: list[Loaded[model.Timeline]] = field(default_factory=list)
    duties: list[Loaded[model.Duty]] = field(default_factory=list)
    calendar: list[Loaded[model.CalendarYear]] = field(default_factory=list)


def load_kit(folder: FilePath) -> tuple[Kit, list[Problem]]:
    """Read every YAML file under ``folder`` (the project's ``checklists/``).

    Files that have problems are left out of the kit; the rest is complete, so that the problems of one
    file do not hide those of another.
    """
    kit, problems = Kit(), []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_dir() or relative.parts[0] in ("schema", "ledgers", "forms") or path.name.startswith("."):
            continue
        file = f"{folder.name}/{relative.as_posix()}"
        family = next((f for f in FAMILIES if relative.match(f.pattern)), None)
        if family is None:
            problems.append(_unknown_file(file, relative))
            continue
        document, found = read_document(path, file)
        problems += found
        if document is not None:
            values, found = build(document, family)
            problems += found
            getattr(kit, family.name).extend(values)
    return kit, problems


def build(document: Document, family: Family) -> tuple[list[Loaded[Any]], list[Problem]]:
    """One document → its entries, or the problems that prevented them."""
    adapter = _adapter(family)
    try:
        value = adapter.validate_python(document.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        return [], [_said(d, document, family) for d in details]
    if family.many:
        return [Loaded(entry, document, (n,)) for n, entry in enumerate(value)], []
    return [Loaded(value, document)], []


def _adapter(family: Family) -> TypeAdapter[Any]:
    if family.name not in _ADAPTERS:
        _ADAPTERS[family.name] = TypeAdapter(tuple[family.type, ...] if family.many else family.type)
    return _ADAPTERS[family.name]


_ADAPTERS: dict[str, TypeAdapter[Any]] = {}


def _unknown_file(file: str, relative: FilePath) -> Problem:
    if relative.suffix == ".yaml":
        return Problem(file, 0, 0, "", "扩展名是 .yaml", "请改成 .yml")
    known = [f.pattern for f in FAMILIES]
    hint = (
        did_you_mean(relative.as_posix(), known) or f"清单放在 lists/，时间轴放在 timelines/；{one_of(known)}"
    )
    return Problem(file, 0, 0, "", "不认识这个文件", hint)


# How an id or value looks, by the pattern that it failed.
_EXAMPLES = {
    model.SourceId: "出处编号写成 S0-3.1-2，外部事实写成 F-A2",
    model.FactId: "写成 S0-3.1-2",
    model.ItemId: "写成 Q03-07",
    model.ListId: "写成 Q03",
    model.TimelineId: "写成 T01",
    model.MilestoneId: "写成 T01-05",
    model.DutyId: "写成 M01",
    model.DifferenceId: "写成 D1",
    model.PagePath: "写成 rectify/deadlines.md",
    model.Clock: "时间写成 12:00",
    model.SpeechId: "写成 S0",
    model.Slug: "只用小写英文字母、数字和连字符，例如 lead-unit",
}


def _pattern_of(annotated: Any) -> str:
    return next(m.pattern for f in annotated.__metadata__ for m in f.metadata if hasattr(m, "pattern"))


_HINTS = {_pattern_of(kind): hint for kind, hint in _EXAMPLES.items()}

Sayer = Callable[[ErrorDetails, Any], tuple[str, str]]


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else str(value)
    return f"“{text[:40]}{'…' if len(text) > 40 else ''}”"


def _literal(detail: ErrorDetails, _: Any) -> tuple[str, str]:
    known = re.findall(r"'([^']*)'", detail.get("ctx", {}).get("expected", ""))
    return f"{_shown(detail['input'])}不在可选值中", did_you_mean(str(detail["input"]), known) or one_of(
        known
    )


def _unknown_key(detail: ErrorDetails, owner: Any) -> tuple[str, str]:
    known = [f.alias or name for name, f in owner.model_fields.items()] if owner else []
    key = str(detail["loc"][-1])
    return f"未知字段“{key}”", did_you_mean(key, known) or one_of(known, 20)


def _pattern(detail: ErrorDetails, _: Any) -> tuple[str, str]:
    pattern = detail.get("ctx", {}).get("pattern", "")
    return f"{_shown(detail['input'])}的写法不对", _HINTS.get(pattern, "请照同类条目的写法")


def _not(what: str, hint: str) -> Sayer:
    def say(detail: ErrorDetails, _: Any) -> tuple[str, str]:
        if detail["input"] is None:
            return "这里是空的", f"请填写{what}，或删去这一行"
        return f"{_shown(detail['input'])}不是{what}", hint

    return say


_MAPPING = _not("一组“键: 值”", "请检查缩进，冒号后要有空格")
_LIST = _not("列表", "每项另起一行，以“- ”开头，或写成 [甲, 乙]")
_DATE = _not("日期", "日期写成 2026-11-22")
_WHOLE = _not("整数", "只写数字，不加引号和单位")

_SAYERS: dict[str, Sayer] = {
    "missing": lambda d, _: (f"缺少“{d['loc'][-1]}”", "请补上"),
    "extra_forbidden": _unknown_key,
    "literal_error": _literal,
    "string_pattern_mismatch": _pattern,
    "string_type": _not("文字", "纯数字、true、false 作文字用时请加引号"),
    "string_too_short": lambda d, _: ("这里是空的", "请填写，或删去这一行"),
    "too_short": lambda d, _: ("这里至少要有一项", "请补上，或删去这一组"),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "model_type": _MAPPING,
    "dict_type": _MAPPING,
    "mapping_type": _MAPPING,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "bool_type": _not("true 或 false", "写 true 或 false，不加引号"),
    "bool_parsing": _not("true 或 false", "写 true 或 false，不加引号"),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "greater_than_equal": lambda d, _: (f"{_shown(d['input'])}太小", f"不能小于 {d['ctx']['ge']}"),
    "less_than_equal": lambda d, _: (f"{_shown(d['input'])}太大", f"不能大于 {d['ctx']['le']}"),
}


def _said(detail: ErrorDetails, document: Document, family: Family) -> Problem:
    """Pydantic's error → a sentence at a line."""
    path = tuple(p for p in detail["loc"] if p != "[key]")
    say = _SAYERS.get(detail["type"])
    owner = _record_at(family, path[:-1])
    message, hint = say(detail, owner) if say else (f"{_shown(detail['input'])}不对", "请照同类条目的写法")
    return document.problem(path, message, hint)


def _record_at(family: Family, path: Path) -> type[BaseModel] | None:
    """The record type that stands at a path, for the names of its fields."""
    kind: Any = family.type
    for part in path[1:] if family.many else path:
        if isinstance(part, int) or not _is_record(kind):
            continue
        fields = kind.model_fields
        name = next((n for n, f in fields.items() if part in (n, f.alias)), None)
        if name is None:
            return None
        kind = _innermost(fields[name].annotation)
    return kind if _is_record(kind) else None


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _innermost(kind: Any) -> Any:
    """``tuple[Item, ...]`` → ``Item``; ``Mapping[str, Cell]`` → ``Cell``; ``X | None`` → ``X``."""
    arguments = [a for a in typing.get_args(kind) if a not in (Ellipsis, type(None))]
    records = [inner for a in arguments if _is_record(inner := _innermost(a))]
    return records[-1] if records else kind
