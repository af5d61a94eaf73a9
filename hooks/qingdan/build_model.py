"""Files → the model. Every problem of every file is collected; the rest of the files are still built."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path as FilePath
from types import GenericAlias
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from qingdan import forms_model, ledger_model, model
from qingdan.problems import Path, Problem, did_you_mean
from qingdan.source import Document, read_document
from qingdan.validation_problems import validation_problems

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Loaded(Generic[T_co]):
    """A value together with the document it came from, so that rules can point at a line.

    ``path`` is where the value stands in the document.
    """

    value: T_co
    document: Document
    path: Path = ()

    def problem(self, message: str, hint: str, *within: str | int) -> Problem:
        """A problem of this value, or of what stands ``within`` it."""
        return self.document.problem((*self.path, *within), message, hint)


@dataclass(frozen=True)
class Family:
    """A kind of file under ``checklists/``: where it lives, what it holds, which schema completes it."""

    name: str
    pattern: str  # relative to checklists/; * stands for a file name
    entry: type[model.Record]
    many: bool = False  # the file holds a list of entries

    @property
    def kind(self) -> Any:
        """The type of a whole file."""
        return GenericAlias(tuple, (self.entry, ...)) if self.many else self.entry

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """What checks a whole file and describes it as a JSON Schema."""
        return TypeAdapter(self.kind)

    def holds(self, path: str) -> bool:
        """Whether a file (relative to ``checklists/``) belongs to this family."""
        return path.count("/") == self.pattern.count("/") and fnmatchcase(path, self.pattern)


FAMILIES = (
    Family("roles", "roles.yml", model.Role, many=True),
    Family("stages", "stages.yml", model.Stage, many=True),
    Family("speeches", "sources/s[0-9].yml", model.Speech),
    Family("outside", "sources/outside.yml", model.OutsideGroup, many=True),
    Family("terms", "glossary.yml", model.Term, many=True),
    Family("differences", "differences.yml", model.Difference, many=True),
    Family("checklists", "lists/*.yml", model.Checklist),
    Family("timelines", "timelines/*.yml", model.Timeline),
    Family("forms", "forms/*.yml", forms_model.Form),
    Family("duties", "duties.yml", model.Duty, many=True),
    Family("procedures", "procedures.yml", model.Procedure, many=True),
    Family("calendar", "calendar.yml", model.CalendarYear, many=True),
    Family("ledger", "ledger.yml", ledger_model.Ledger),
    Family("samples", "ledgers/*.yml", ledger_model.SampleLedger),
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
    forms: list[Loaded[forms_model.Form]] = field(default_factory=list)
    duties: list[Loaded[model.Duty]] = field(default_factory=list)
    procedures: list[Loaded[model.Procedure]] = field(default_factory=list)
    calendar: list[Loaded[model.CalendarYear]] = field(default_factory=list)
    ledger: list[Loaded[ledger_model.Ledger]] = field(default_factory=list)
    samples: list[Loaded[ledger_model.SampleLedger]] = field(default_factory=list)
    incomplete: set[str] = field(default_factory=set)  # families of which a file could not be read

    def family(self, family: Family) -> list[Loaded[model.Record]]:
        """The entries of one family, in the order of files and lines."""
        entries: list[Loaded[model.Record]] = getattr(self, family.name)
        return entries


# Folders that hold no data of the families, and what Windows leaves in any folder.
_NOT_DATA = ("schema", "Thumbs.db", "desktop.ini")


def load_kit(folder: FilePath) -> tuple[Kit, list[Problem]]:
    """Read every YAML file under ``folder`` (the project's ``checklists/``).

    Files that have problems are left out of the kit; the rest is complete, so that the problems of one
    file do not hide those of another.
    """
    kit = Kit()
    if not folder.is_dir():
        return kit, [Problem(folder.name, 0, 0, "", "没有这个文件夹", "请在项目的文件夹里运行")]
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).as_posix()
        first, name = relative.split("/")[0], path.name
        if path.is_dir() or first in _NOT_DATA or name in _NOT_DATA or name.startswith("."):
            continue
        file = f"{folder.name}/{relative}"
        family = next((f for f in FAMILIES if f.holds(relative)), None)
        if family is None:
            problems.append(_unknown_file(file, relative))
            continue
        document, found = read_document(path, file)
        problems += found
        values: list[Loaded[model.Record]] = []
        if document is not None:
            values, found = build(document, family)
            problems += found
        if found:
            kit.incomplete.add(family.name)
        kit.family(family).extend(values)
    return kit, problems


def build(document: Document, family: Family) -> tuple[list[Loaded[Any]], list[Problem]]:
    """One document → its entries, or the problems that prevented them, in the order of lines."""
    try:
        value = family.adapter.validate_python(document.data)
    except ValidationError as error:
        return [], validation_problems(error, document, family.kind)
    if family.many:
        return [Loaded(entry, document, (n,)) for n, entry in enumerate(value)], []
    return [Loaded(value, document)], []


def _unknown_file(file: str, relative: str) -> Problem:
    if relative.endswith(".yaml"):
        return Problem(file, 0, 0, "", "扩展名是 .yaml", "请改成 .yml")
    hint = did_you_mean(relative, [f.pattern for f in FAMILIES if "*" not in f.pattern])
    hint = (
        hint
        or "清单写成 lists/ 里的 .yml 文件，时间轴写成 timelines/ 里的 .yml 文件，表单写成 forms/ 里的 .yml 文件"
    )
    return Problem(file, 0, 0, "", "不认识这个文件", hint)
