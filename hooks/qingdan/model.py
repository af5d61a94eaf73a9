"""The data model: what the YAML files under ``checklists/`` say, checked and frozen.

Pydantic carries the types, collects every error of a file at once and generates the JSON Schema that
completes YAML in an editor; ``description`` texts are therefore Chinese: authors read them. Ids are
stable, printed on paper and never reused. Every statement has ``sources`` (fact ids such as ``S0-3.1-2``)
or is named in ``convention`` as a choice of this kit (本工具约定).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticKnownError


def _day(value: Any) -> Any:
    """Only ``2026-11-22``: by itself Pydantic would take a number for seconds since 1970."""
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return value
    raise PydanticKnownError("date_type")


Text = Annotated[str, Field(pattern=r"\S")]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
Flag = Annotated[bool, Field(strict=True)]  # otherwise 1 and "yes" would pass for true
Whole = Annotated[int, Field(strict=True)]  # otherwise true would pass for 1
Day = Annotated[datetime.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
SourceId = Annotated[str, Field(pattern=r"^(S[0-9]-[0-9A-Z][0-9.]*-[0-9]+|F-[A-G][0-9.]+)$")]
FactId = Annotated[str, Field(pattern=r"^S[0-9]-[0-9A-Z][0-9.]*-[0-9]+$")]
OutsideId = Annotated[str, Field(pattern=r"^F-[A-G][0-9.]+$")]
SpeechId = Annotated[str, Field(pattern=r"^S[0-9]$")]
PagePath = Annotated[str, Field(pattern=r"^[a-z0-9/-]+\.md$")]
ListId = Annotated[str, Field(pattern=r"^Q[0-9]{2}$")]
ItemId = Annotated[str, Field(pattern=r"^Q[0-9]{2}-[0-9]{2}$")]
TimelineId = Annotated[str, Field(pattern=r"^T[0-9]{2}$")]
MilestoneId = Annotated[str, Field(pattern=r"^T[0-9]{2}-[0-9]{2}$")]
FormId = Annotated[str, Field(pattern=r"^W[0-9]{2}$")]
BlankId = Annotated[str, Field(pattern=r"^W[0-9]{2}-[0-9]{2}$")]
WorkId = Annotated[str, Field(pattern=r"^[QTW][0-9]{2}$")]
DutyId = Annotated[str, Field(pattern=r"^M[0-9]{2}$")]
DifferenceId = Annotated[str, Field(pattern=r"^D[0-9]{1,2}$")]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Span = Annotated[str, Field(pattern=r"^[0-9]+[dwm]$")]
Length = Annotated[str, Field(pattern=r"^(-?[0-9]+[dwm]|[a-z][a-z0-9-]*)$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

Side = Literal["rectify", "inspect", "both"]
Weight = Literal["必", "宜", "背"]
Kind = Literal[
    "原则", "时限", "责任", "机制", "措施", "防反弹", "纪律", "方法", "问责", "成果运用", "概念"
]  # fmt: skip
Certainty = Literal["高", "中高", "中", "低", "未找到"]
Level = Literal["must", "should", "convention"]
Part = Literal["牵头", "主责", "配合", "审核", "监督", "报送对象"]
Sources = Annotated[tuple[SourceId, ...], Field(description="出处编号，例如 S0-3.1-2；外部事实写 F-A2")]


class Record(BaseModel):
    """What every entry shares: frozen, and a field that nobody knows is an error, not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Role(Record):
    """Somebody who acts: a person, a body or a unit."""

    id: Slug = Field(description="角色编号，例如 lead-unit")
    name: Text = Field(description="页面上的名称")
    side: Side = Field(description="rectify 整改一侧，inspect 巡察一侧，both 两侧")
    summary: Text = Field(description="一句话：这个角色负什么责")
    aka: tuple[Text, ...] = Field((), description="各篇讲话里的叫法")
    sources: Sources = ()
    convention: Flag = Field(False, description="true：这个角色的划分是本工具约定")


class Back(Record):
    """A way back from a stage: what sends the work to an earlier one."""

    stage: Slug = Field(description="退回到哪个阶段")
    when: Text = Field(description="什么情形，退回去做什么")
    sources: Sources = ()
    convention: Flag = False


class Stage(Record):
    """A step of the process, on the rectifying or on the inspecting side."""

    id: Slug
    side: Literal["rectify", "inspect"]
    title: Text
    phase: Text = Field(description="全流程图里属于哪一段")
    question: Text = Field(description="读者在这一步会问的问题")
    summary: Text
    out: tuple[Text, ...] = Field((), description="这一步产出的文件或结果")
    back: tuple[Back, ...] = Field((), description="全流程图里的回头路")
    sources: Sources = ()
    convention: Flag = False


class Fact(Record):
    """One atomic point of a speech, in our own words. ``term`` is its mechanism's name."""

    id: FactId
    text: Text = Field(description="转述，不抄原句")
    kind: Kind
    weight: Weight = Field(description="必：必须覆盖；宜：应当覆盖；背：背景")
    who: Text | None = Field(None, description="谁；讲话没有写主语的，注明“未写明”")
    when: Text | None = Field(None, description="时间或频次；留白、未定量照写，不补数")
    term: Text | None = Field(None, description="机制名")
    coined: Flag = Field(False, description="true：机制名是本工具归纳，不是讲话原词")


class SpeechPart(Record):
    """A passage of a speech, in the speech's own order."""

    title: Text
    facts: tuple[Fact, ...] = Field(min_length=1)


class Speech(Record):
    """One of the source speeches: who spoke to whom, and how far it can be relied on."""

    id: SpeechId
    title: Text
    short: Text = Field(description="引用时的短名")
    occasion: Text
    speaker: Text
    audience: Text
    year: Text = Field(description="年份及依据；推定的写明推定")
    structure: Text
    reliability: Text = Field(description="可用到什么程度：全文还是残缺")
    complete: Flag = True
    blanks: Text | None = Field(None, description="被隐去、须单位自填的内容")
    corrections: tuple[Text, ...] = Field((), description="转述与讲话核对后改动的地方")
    parts: tuple[SpeechPart, ...] = Field(min_length=1)


class OutsideFact(Record):
    """A fact from a public source outside the speeches. It never counts as what a speech says."""

    id: OutsideId
    text: Text
    source: Text = Field(description="来源：文件名或网址")
    certainty: Certainty = Field(description="把握程度")


class OutsideGroup(Record):
    """Outside facts on one subject."""

    title: Text
    facts: tuple[OutsideFact, ...] = Field(min_length=1)


class Term(Record):
    """A term of the field, as the speeches use it."""

    id: Slug
    term: Text
    group: Text = Field("其他", description="术语表里的分组；同组的写在一起")
    meaning: Text
    aka: tuple[Text, ...] = Field((), description="别的写法；页面里出现时同样提示")
    coined: Flag = Field(False, description="true：本工具归纳的名称，讲话里没有这个连写的词")
    unfolded: Flag = Field(False, description="true：讲话只点名，没有列出条目")
    items: tuple[Text, ...] = Field((), description="讲话列出的各项")
    sources: Sources = ()
    outside: tuple[OutsideId, ...] = ()
    confusable: tuple[Slug, ...] = Field((), description="容易混淆的术语编号")
    note: Text | None = None
    tooltip: Flag = Field(True, description="false：太常见，页面里不提示")
    convention: Flag = False


class Position(Record):
    """What one speech says on a subject on which the speeches differ."""

    text: Text
    sources: Sources = ()


class Difference(Record):
    """A subject on which the speeches differ, shown side by side and never merged."""

    id: DifferenceId
    topic: Text
    question: Text
    positions: Mapping[SpeechId, Position] = Field(min_length=1, description="没有提到的讲话不写")
    advice: Text = Field(description="本工具的处理办法（本工具约定）")
    pages: tuple[PagePath, ...] = ()


class Reckoning(Record):
    """A day that follows from what a unit says of itself (单位档案); how it is counted is a convention of this kit."""

    base: Literal["feedback", "start"] = Field(
        alias="from", description="feedback 反馈日期，start 集中整改起始日"
    )
    plus: Span = Field(description="加多久：10d、2w、6m")


class Item(Record):
    """One thing to do or check, short enough for one person to tick."""

    id: ItemId = Field(description="条目编号，例如 Q03-07；印在纸上，永不改动、永不重用")
    text: Text = Field(description="一句祈使句，一个人能打勾")
    why: Text | None = Field(None, description="为什么要做")
    evidence: tuple[Text, ...] = Field((), description="佐证材料（本工具约定，讲话没有规定）")
    owner: Slug = Field(description="由哪个角色办，见 roles.yml")
    due: Text | None = Field(None, description="讲话给出的时间；没有定量的不补数")
    by: Reckoning | None = Field(None, description="由单位资料推算的期限；due 说得出天数或月数时才写")
    level: Level = Field(description="must 必做，should 宜做，convention 本工具约定")
    sources: Sources = ()


class RetiredId(Record):
    """An id that stood on paper once. It is kept so that nobody reuses it, and ticks on it are kept too."""

    id: Text
    text: Text = Field(description="停用前的文字")
    since: Day = Field(description="停用日期，例如 2026-11-22")


class Section(Record):
    """A part of a checklist, cut where a reader would pause."""

    title: Text
    items: tuple[Item, ...] = Field(min_length=1)


class Checklist(Record):
    """A list of things to do at one point of the process."""

    id: ListId
    title: Text
    purpose: Text = Field(description="做完这份清单得到什么")
    when: Text = Field(description="什么时候用")
    minutes: Whole = Field(ge=1, le=600, description="填一遍大约几分钟（本工具约定）")
    out: tuple[Text, ...] = Field((), description="产出什么")
    roles: tuple[Slug, ...] = Field(min_length=1, description="谁来填，见 roles.yml")
    stage: Slug = Field(description="哪个阶段，见 stages.yml")
    updated: Day
    sections: tuple[Section, ...] = Field(min_length=1)
    retired: tuple[RetiredId, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)


class Anchor(Record):
    """What a unit fills in before a timeline is its own: a day, a length of time, or a name.

    What a speech leaves blank is an anchor without ``example`` and ``default``: nothing is made up for it.
    """

    id: Slug
    label: Text
    type: Literal["date", "months", "days", "text"] = Field(
        description="date 一个日子，months 几个月，days 几天，text 一个名称（例如报给谁）"
    )
    example: Day | None = Field(None, description="没有填写时用的示例日期")
    default: Whole | None = Field(None, ge=0, le=60, description="月数的默认值")
    shared: Flag = Field(False, description="true：各时间轴共用，存在单位资料里")
    hint: Text | None = Field(None, description="填写时的提示")
    sources: Sources = ()
    convention: Flag = False


class Option(Record):
    """One way that a speech, or this kit, lets a unit go."""

    value: Slug = Field(description="选项的名字；选日子的，写锚点或有名字的节点")
    label: Text
    sources: Sources = ()
    convention: Flag = Field(False, description="true：这个选法是本工具约定")


class Choice(Record):
    """What a unit decides, because the speeches differ or leave it open. The first option holds until then."""

    id: Slug
    label: Text
    kind: Literal["day", "end", "set", "text"] = Field(
        description="day 从哪天算起，end 取当天（day）还是当月最后一天（month-end），set 用哪一套节点，text 报给谁"
    )
    options: tuple[Option, ...] = Field(min_length=1)
    hint: Text | None = None
    sources: Sources = ()
    convention: Flag = False


class When(Record):
    """A day: an anchor, day choice or named milestone, plus a length (``10d``, ``-1w``, ``6m``, a length anchor)."""

    start: Slug = Field(alias="from", description="从哪个锚点、哪项选择或哪个有名字的节点算起")
    plus: Length | None = Field(None, description="加多久：10d、2w、6m，往前写 -3d，或月数、天数锚点名")
    end: Slug | None = Field(None, description="month-end：取那个月的最后一天；或一项 kind: end 的选择")


def _short_when(value: Any) -> Any:
    return {"from": value} if isinstance(value, str) else value


WhenOrName = Annotated[When, BeforeValidator(_short_when, json_schema_input_type=Slug | When)]


class Milestone(Record):
    """A dated step (``at``) or a recurring one (``every``) of a timeline."""

    id: MilestoneId
    title: Text
    name: Slug | None = Field(None, description="供别的节点引用的名字")
    at: WhenOrName | None = Field(None, description="哪一天：锚点名，或 {from: start, plus: 2m}")
    every: Literal["week", "xun", "half-month", "month"] | None = Field(
        None, description="定期的：week 每周，xun 每旬，half-month 每半月，month 每月；要写 from 和 until"
    )
    weekday: Weekday | None = Field(None, description="星期几，只和 every: week 一起写")
    day: Annotated[int, Field(strict=True, ge=1, le=31)] | None = Field(
        None, description="每月几日，只和 every: month 一起写；没有这一天的月份取月末，不写就是月末"
    )
    time: Clock | None = Field(None, description="几点前，例如 12:00")
    start: Slug | None = Field(None, alias="from", description="定期的从哪天起：锚点或有名字的节点")
    until: Slug | None = Field(None, description="定期的到哪天止：锚点或有名字的节点")
    optional: Flag = Field(False, description="true：本单位可以不用这个节点")
    sets: tuple[Slug, ...] = Field((), description="只在选了这几套（kind: set 的选项）时才用")
    who: Slug = Field(description="谁办，见 roles.yml")
    to: Text | None = Field(None, description="报给谁；讲话没有写的不填")
    ask: Slug | None = Field(None, description="报给谁由单位定：text 锚点或 kind: text 的选择")
    deliver: Text | None = Field(None, description="交什么")
    note: Text | None = None
    sources: Sources = ()
    convention: tuple[Text, ...] = Field((), description="哪些地方是本工具约定，例如 weekday、from")


class Band(Record):
    """A stretch of time on the chart: a tier of problems. Without ``until`` no speech caps it."""

    title: Text
    start: Slug = Field(alias="from", description="从哪天起：锚点、选择或有名字的节点")
    until: Slug | None = Field(None, description="到哪天止；讲话没有写上限的不写")
    note: Text | None = None
    sources: Sources = ()
    convention: tuple[Text, ...] = Field((), description="哪些地方是本工具约定")


class Timeline(Record):
    """Milestones whose dates follow from what a unit fills in."""

    id: TimelineId
    title: Text
    purpose: Text
    basis: Text = Field(description="根据哪篇讲话；拼接的写明拼接")
    stage: Slug | None = None
    roles: tuple[Slug, ...] = ()
    anchors: tuple[Anchor, ...] = Field(min_length=1)
    choices: tuple[Choice, ...] = Field((), description="讲话不同或没有写、由单位选的")
    bands: tuple[Band, ...] = Field((), description="横道图里的分档")
    milestones: tuple[Milestone, ...] = Field(min_length=1)
    retired: tuple[RetiredId, ...] = ()


class DutyCell(Record):
    """What one role does in one task."""

    part: Part
    note: Text | None = None
    sources: Sources = ()
    convention: Flag = False


class Duty(Record):
    """A task and who does what in it."""

    id: DutyId
    side: Literal["rectify", "inspect"]
    task: Text
    stage: Slug
    cells: Mapping[Slug, DutyCell] = Field(min_length=1, description="角色编号 → 职责")


class PlanStep(Record):
    """One step of a procedure. It has no duration: where no speech gives one, the unit fills it in."""

    text: Text
    who: Slug | None = Field(None, description="谁办，见 roles.yml；讲话没有写的不填")
    hint: Text | None = Field(None, description="讲话对这一步的时间怎么说；没有定量的照写")
    sources: Sources = ()
    convention: Flag = False


class Procedure(Record):
    """Steps in the order of a speech, to plan backwards from a deadline."""

    id: Slug
    title: Text
    basis: Text = Field(description="根据哪篇讲话；次序是本工具排的要写明")
    steps: tuple[PlanStep, ...] = Field(min_length=2)


class Holiday(Record):
    """A public holiday: the days off and the make-up working days."""

    name: Text
    first: Day
    last: Day
    workdays: tuple[Day, ...] = Field((), description="调休上班的日子")


class CalendarYear(Record):
    """The official days of one year. A year that is not listed is judged by weekends alone."""

    year: Whole = Field(ge=2000, le=2100)
    source: Text
    holidays: tuple[Holiday, ...]


class PageMeta(Record):
    """The front matter of a hand-written page."""

    title: Text
    description: Text | None = None
    audience: tuple[Slug, ...] = Field((), description="写给谁，见 roles.yml")
    stage: tuple[Slug, ...] = Field((), description="属于哪些阶段，见 stages.yml")
    do: tuple[WorkId, ...] = Field((), description="去做：清单、时间轴和表单")
    role: Slug | None = Field(None, description="角色专页的角色编号")
    hide: tuple[Literal["navigation", "toc", "path", "footer"], ...] = ()
