"""The ledger's data: columns, choices, states with their transitions, checks, lights; and sample ledgers.

What ``checklists/ledger.yml`` says is what the page, the tables and the scripts go by. ``rule`` and ``guards``
name functions of ``docs/assets/js/ledger-checks.js`` and ``ledger-events.js``; a test holds both sides together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from qingdan.model import Day, Flag, Record, Slug, Sources, Text, Whole

Name = Annotated[str, Field(pattern=r"^[a-z][A-Za-z]*$")]  # a member of a record in the browser
Months = Annotated[str, Field(pattern=r"^[0-9]+m$")]
CheckId = Annotated[str, Field(pattern=r"^J[0-9]{2}$")]
Level = Literal["problem", "measure"]
StateId = Literal["new", "open", "review", "confirm", "closed"]
MeasureStateId = Literal["todo", "doing", "done"]
Light = Literal["red", "yellow", "green", "blue"]


class Sourced(Record):
    """An entry that says where it comes from: speeches, or a convention of this kit."""

    sources: Sources = ()
    convention: Flag = False


class Column(Sourced):
    """A column of the ledger, of the problems or of their measures."""

    id: Name = Field(description="栏目编号，存盘用，不再改动")
    label: Text = Field(description="表头")
    level: Level = Field(description="problem 每个问题一格，measure 每条措施一格")
    type: Literal["text", "names", "date", "choice", "number", "list"] = Field(
        description="names 几个人或单位，第一个牵头；list 一行一条"
    )
    choices: Name | None = Field(None, description="type: choice 用哪一组选项")
    width: Whole = Field(ge=4, le=60, description="表格里的宽度，按字数")
    required: Flag = Field(False, description="true：体检会要")
    derived: Flag = Field(False, description="true：由记录推出，不手填")
    hidden: Flag = Field(False, description="true：平时不显示")
    aliases: tuple[Text, ...] = Field((), description="粘贴和导入时认得的别的表头")
    help: Text | None = None


class Cap(Record):
    """The last day a time class allows."""

    start: Literal["start", "feedback", "end"] = Field(
        alias="from", description="start 集中整改起始日，feedback 反馈日，end 集中整改结束日"
    )
    plus: Months | None = Field(None, description="加多久：6m")


class Choice(Sourced):
    """An option of a column."""

    id: Name
    label: Text
    short: Text | None = Field(None, description="窄处用的短名")
    aliases: tuple[Text, ...] = Field((), description="导入时认得的别的写法")
    asked: tuple[Text, ...] = Field((), description="导入时可能是它、要问一次的写法")
    cap: Cap | None = Field(None, description="时限类：最迟到哪天")
    help: Text | None = None


class Tiers(Sourced):
    """A set of time classes as one speech has them."""

    id: Name
    label: Text
    classes: tuple[Name, ...] = Field(min_length=1)


class Guard(Sourced):
    """What has to hold before a transition."""

    id: Slug
    text: Text = Field(description="不成立时说的话")
    column: Name = Field(description="该去填哪一栏")


class Detail(Record):
    """What a step asks for."""

    id: Name
    label: Text
    type: Literal["text", "date", "name", "number", "choice"]
    choices: Name | None = None
    required: Flag = False
    help: Text | None = Field(None, description="没有填的会怎样；不写：可以不填")


class Entry(Sourced):
    """A kind of record in a problem's history that leaves its state as it is."""

    action: Name
    label: Text
    start: tuple[StateId, ...] = Field((), alias="from", description="在哪些状态可以记；不写：任何状态")
    measure: Flag = Field(False, description="true：记在一条措施上")
    automatic: Flag = Field(False, description="true：由程序记，没有人按")
    details: tuple[Detail, ...] = ()
    guards: tuple[Slug, ...] = ()
    help: Text | None = None


class Transition(Sourced):
    """A step from one state to another."""

    action: Name
    label: Text
    start: tuple[StateId, ...] = Field(alias="from", min_length=1)
    to: StateId
    round: Flag = Field(False, description="true：另起一轮")
    details: tuple[Detail, ...] = ()
    guards: tuple[Slug, ...] = ()
    help: Text | None = None


class Procedure(Sourced):
    """A way of closing problems; the unit chooses one."""

    id: Name
    label: Text
    summary: Text
    transitions: tuple[Transition, ...] = Field(min_length=1)


class Rebound(Sourced):
    """How many months after closing a problem is looked at again."""

    months: tuple[Annotated[int, Field(strict=True, ge=1, le=60)], ...] = Field(min_length=1)


class Periods(Sourced):
    """From where the deadlines run if the unit says nothing."""

    months: Whole = Field(ge=1, le=60, description="集中整改期几个月")
    start: Literal["start", "feedback", "end"] = Field(alias="from")


class LightWhen(Record):
    """When a light is on; every condition that is written has to hold."""

    state: tuple[StateId, ...] = ()
    days_below: Whole | None = Field(None, description="离现行期限的天数少于它；0 以下是逾期")
    undated: Flag = Field(False, description="true：没有期限，也没有往后的阶段目标")
    time: tuple[Name, ...] = Field((), description="时限类是这几类")
    stage_past: Flag = Field(False, description="true：没有期限，写了日期的阶段目标都已过去")


class LightRule(Record):
    """One light and its meaning. The first rule that holds is taken."""

    light: Light
    word: Text = Field(description="灯旁的字")
    when: LightWhen = Field(default_factory=lambda: LightWhen.model_validate({}), description="不写：其余的")


class LightPreset(Sourced):
    """What the lights mean."""

    id: Name
    label: Text
    rules: tuple[LightRule, ...] = Field(min_length=1)


class Check(Sourced):
    """A rule of the check-up (体检)."""

    id: CheckId
    rule: Slug = Field(description="脚本里的判断")
    severity: Literal["error", "warning", "hint"]
    column: Name = Field(description="点了跳到哪一栏")
    title: Text | None = Field(None, description="哪一种情形；不写：同 text")
    text: Text = Field(description="一句话；{…} 由判断填上")
    remedy: Text
    limit: Whole | None = Field(None, description="判断用的数")
    words: tuple[Text, ...] = Field((), description="判断用的词")
    help: Text | None = None


class Rhythm(Sourced):
    """How often a report is due."""

    id: Literal["week", "xun", "half", "month"]
    label: Text
    help: Text | None = None


class OutlinePoint(Sourced):
    """A point of the final report; ``data`` names the table that stands there."""

    text: Text
    data: Literal[
        "totals", "classes", "units", "closed", "open", "long", "extended", "lasting", "beyond", "rebound"
    ] | None = Field(None, description="放哪张数据表；不写：由单位写")  # fmt: skip


class OutlineSection(Sourced):
    """A part of the final report."""

    title: Text
    points: tuple[OutlinePoint, ...] = Field(min_length=1)


class Ledger(Sourced):
    """All that the ledger goes by."""

    id: Literal["ledger"]
    title: Text
    columns: tuple[Column, ...] = Field(min_length=1)
    choices: Mapping[Name, tuple[Choice, ...]]
    tiers: tuple[Tiers, ...] = Field(min_length=1)
    guards: tuple[Guard, ...]
    procedures: tuple[Procedure, ...] = Field(min_length=1, description="第一种是缺省的")
    common: tuple[Transition, ...] = ()
    entries: tuple[Entry, ...]
    rebound: Rebound
    periods: Periods
    lights: tuple[LightPreset, ...] = Field(min_length=1, description="第一种是缺省的")
    icons: Mapping[Light, Text]
    colours: Mapping[Light, Text]
    checks: tuple[Check, ...]
    rhythms: tuple[Rhythm, ...] = Field(min_length=1)
    outline: tuple[OutlineSection, ...] = Field(min_length=1)


class SampleEvent(Record):
    """A line of a sample problem's history."""

    action: Name
    on: Day
    by: Text
    note: Text | None = None
    measure: Whole | None = Field(None, ge=1, description="第几条措施")
    details: Mapping[Name, Any] = {}


class SampleProblem(Record):
    """A problem of a sample ledger: cells by column, measures, history."""

    values: Mapping[Name, Any]
    measures: tuple[Mapping[Name, Any], ...] = ()
    events: tuple[SampleEvent, ...] = ()


class SampleClass(Record):
    """A class and its problems, which take over its name."""

    title: Text
    problems: tuple[SampleProblem, ...] = Field(min_length=1)


class SampleAspect(Record):
    """An aspect and its classes."""

    title: Text
    classes: tuple[SampleClass, ...] = Field(min_length=1)


class SampleLedger(Record):
    """A fictional unit with its ledger, for trying out, documentation and tests."""

    id: Slug
    name: Text = Field(description="虚构的单位名")
    note: Text = Field(description="说明这是虚构的")
    as_of: Day = Field(description="样例停在哪一天")
    profile: Mapping[Name, Any] = Field(description="单位信息：起始日、反馈日、台账设置")
    aspects: tuple[SampleAspect, ...] = Field(min_length=1)
    convention: Flag = False
