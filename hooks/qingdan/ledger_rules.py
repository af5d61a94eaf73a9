"""Rules of the ledger's data: what is named exists, every state can be left and reached, samples fit the columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from qingdan.build_model import Kit, Loaded
from qingdan.ledger_model import Column, Ledger, LightWhen, SampleEvent, SampleLedger, SampleProblem
from qingdan.problems import Path, Problem, did_you_mean


def ledger_problems(kit: Kit) -> Iterator[Problem]:
    """Every problem of the ledger and of its samples."""
    for ledger in kit.ledger:
        rules = (repeated_ids, repeated_headings, unknown_names, states, lights)
        found = [problem for rule in rules for problem in rule(ledger)]
        yield from found
        for sample in kit.samples:
            if not found:  # a missing choice would be reported for every cell
                yield from sample_problems(sample, ledger.value)


def repeated_ids(ledger: Loaded[Ledger]) -> Iterator[Problem]:
    """An id stands once among its kind."""
    value = ledger.value
    lists: list[tuple[tuple[str | int, ...], str, list[str]]] = [
        (("columns",), "id", [c.id for c in value.columns]),
        (("guards",), "id", [g.id for g in value.guards]),
        (("tiers",), "id", [t.id for t in value.tiers]),
        (("lights",), "id", [p.id for p in value.lights]),
        (("procedures",), "id", [p.id for p in value.procedures]),
        (("entries",), "action", [e.action for e in value.entries]),
        (("checks",), "id", [c.id for c in value.checks]),
        (("checks",), "rule", [c.rule for c in value.checks]),
        *((("choices", name), "id", [c.id for c in options]) for name, options in value.choices.items()),
        *(
            (("procedures", n, "transitions"), "action", [t.action for t in (*p.transitions, *value.common)])
            for n, p in enumerate(value.procedures)
        ),
    ]
    for path, field, ids in lists:
        for n, identity in enumerate(ids):
            if identity in ids[:n]:
                yield ledger.problem(f"“{identity}”重复", "请另编一个", *path, n, field)


def repeated_headings(ledger: Loaded[Ledger]) -> Iterator[Problem]:
    """A heading means one column: pasted tables are read by it."""
    seen: dict[str, str] = {}
    for n, column in enumerate(ledger.value.columns):
        for name in (column.label, *column.aliases):
            if name in seen:
                yield ledger.problem(
                    f"表头“{name}”已经是“{seen[name]}”的", "一种写法只认一栏", "columns", n, "aliases"
                )
            seen.setdefault(name, column.label)


def unknown_names(ledger: Loaded[Ledger]) -> Iterator[Problem]:
    """Choices, guards, columns and classes that are named exist."""
    value = ledger.value
    columns, guards = {c.id for c in value.columns}, {g.id for g in value.guards}
    classes = {c.id for c in value.choices.get("timeClass", ())}
    named: list[tuple[str, str, set[str], Path]] = []
    for n, column in enumerate(value.columns):
        if (column.type == "choice") != (column.choices is not None):
            yield ledger.problem(
                f"“{column.label}”的 type 和 choices 不配", "type: choice 才写 choices", "columns", n
            )
        if column.choices:
            named.append(("选项", column.choices, set(value.choices), ("columns", n, "choices")))
    for n, guard in enumerate(value.guards):
        named.append(("栏目", guard.column, columns, ("guards", n, "column")))
    for n, check in enumerate(value.checks):
        named.append(("栏目", check.column, columns, ("checks", n, "column")))
        if "{" in check.text and not check.title:
            yield ledger.problem(
                f"{check.id} 的 text 里有要填的空，没有 title", "加 title，说是哪一种情形", "checks", n
            )
    for n, tiers in enumerate(value.tiers):
        named += [
            ("时限类", name, classes, ("tiers", n, "classes", at)) for at, name in enumerate(tiers.classes)
        ]
    for n, preset in enumerate(value.lights):
        for at, rule in enumerate(preset.rules):
            named += [("时限类", name, classes, ("lights", n, "rules", at)) for name in rule.when.time]
    for path, step in steps(value):
        named += [("条件", name, guards, (*path, "guards", at)) for at, name in enumerate(step.guards)]
        for at, detail in enumerate(step.details):
            if detail.choices:
                named.append(("选项", detail.choices, set(value.choices), (*path, "details", at, "choices")))
    for what, name, known, path in named:
        if name not in known:
            yield ledger.problem(f"未知{what}“{name}”", did_you_mean(name, known) or f"请核对{what}", *path)


def steps(value: Ledger) -> Iterator[tuple[Path, Any]]:
    """Every transition and entry with its place."""
    for n, procedure in enumerate(value.procedures):
        for at, transition in enumerate(procedure.transitions):
            yield ("procedures", n, "transitions", at), transition
    yield from ((("common", n), transition) for n, transition in enumerate(value.common))
    yield from ((("entries", n), entry) for n, entry in enumerate(value.entries))


def states(ledger: Loaded[Ledger]) -> Iterator[Problem]:
    """In every procedure a problem gets from the first state to the last, and out of every state."""
    value = ledger.value
    ids = [state.id for state in value.choices.get("state", ())]
    for n, procedure in enumerate(value.procedures):
        ways = [(start, t.to) for t in (*procedure.transitions, *value.common) for start in t.start]
        reached = {"new"}
        while more := {to for start, to in ways if start in reached} - reached:
            reached |= more
        if "closed" not in reached:
            yield ledger.problem(f"“{procedure.label}”走不到已销号", "请核对 from 和 to", "procedures", n)
        left = {start for start, _ in ways}
        for state in ids:
            if state not in left:
                yield ledger.problem(f"“{procedure.label}”里 {state} 没有出路", "请补一步", "procedures", n)


def lights(ledger: Loaded[Ledger]) -> Iterator[Problem]:
    """The last light of a preset has no condition: every problem gets one."""
    for n, preset in enumerate(ledger.value.lights):
        when = preset.rules[-1].when
        if when != LightWhen.model_validate({}):
            yield ledger.problem(
                f"“{preset.label}”的最后一盏灯有条件", "最后一条不写 when，其余的都归它", "lights", n
            )


def sample_problems(sample: Loaded[SampleLedger], ledger: Ledger) -> Iterator[Problem]:
    """Cells of a sample belong to columns, and its steps to the ledger's."""
    columns = {column.id: column for column in ledger.columns if not column.derived}
    actions = {step.action for _, step in steps(ledger)}
    for a, aspect in enumerate(sample.value.aspects):
        for c, group in enumerate(aspect.classes):
            for p, problem in enumerate(group.problems):
                path = ("aspects", a, "classes", c, "problems", p)
                for where, message, hint in _problem_problems(problem, columns, actions, ledger):
                    yield sample.problem(message, hint, *path, *where)


def _problem_problems(
    problem: SampleProblem, columns: Mapping[str, Column], actions: set[str], ledger: Ledger
) -> Iterator[tuple[Path, str, str]]:
    cells: list[tuple[Path, str, Mapping[str, Any]]] = [(("values",), "problem", problem.values)]
    cells += [(("measures", n), "measure", values) for n, values in enumerate(problem.measures)]
    for path, level, values in cells:
        for name, value in values.items():
            column = columns.get(name)
            if column is None or column.level != level:
                yield (*path, name), f"没有“{name}”这一栏", did_you_mean(name, columns) or "请核对栏目编号"
            elif wrong := _value_problem(column, value, ledger):
                yield (*path, name), f"“{column.label}”{wrong}", "请核对"
    for n, event in enumerate(problem.events):
        if event.action not in actions:
            yield (
                ("events", n, "action"),
                f"没有“{event.action}”这一步",
                did_you_mean(event.action, actions) or "请核对",
            )
        elif wrong := _event_problem(event, problem):
            yield ("events", n), wrong, "请核对"


def _value_problem(column: Column, value: Any, ledger: Ledger) -> str:
    fits: dict[str, Callable[[Any], bool]] = {
        "text": lambda v: isinstance(v, str),
        "date": lambda v: isinstance(v, str) and bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", v)),
        "names": lambda v: isinstance(v, list) and all(isinstance(one, str) for one in v),
        "list": lambda v: isinstance(v, list) and all(isinstance(one, str) for one in v),
        "number": lambda v: isinstance(v, int),
        "choice": lambda v: any(v == option.id for option in ledger.choices.get(column.choices or "", ())),
    }
    return "" if fits[column.type](value) else f"不能是“{value}”"


def _event_problem(event: SampleEvent, problem: SampleProblem) -> str:
    if event.measure is not None and event.measure > len(problem.measures):
        return f"没有第 {event.measure} 条措施"
    return "" if event.by.strip() else "没有写经办人"
