"""The data model of office forms (文书表单): what ``checklists/forms/*.yml`` say.

A form is a sheet of paper, from top to bottom: blocks of fields, a table, text with blanks, an outline, lines to
sign. Everything that is filled in has an id of its own (``W01-03``), by which what people entered is kept; it is
never reused. Every part cites the rule behind it, or is marked as a choice of this kit (本工具约定).
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from qingdan.model import BlankId, Day, Flag, FormId, Record, RetiredId, Slug, Sources, Text, Whole


class Based(Record):
    """What rests on a rule: its sources, or the mark that this kit chose it; ``basis`` says the difference."""

    sources: Sources = ()
    convention: Flag = Field(False, description="true：讲话没有说，本工具约定")
    basis: Text | None = Field(None, description="依据要多说的一句：哪些是讲话说的，哪些是本工具约定的")


class Choice(Based):
    """One of several boxes to tick."""

    text: Text = Field(description="选项；存下来的就是这几个字，定了尽量不改")


class Blank(Based):
    """Something to fill in. ``lines``: how high it is on paper, in lines of writing."""

    id: BlankId = Field(description="栏目编号，例如 W01-03；填的内容按它保存，永不重用")
    label: Text
    hint: Text | None = Field(None, description="填写提示，印在栏目名下面")
    kind: Literal["text", "date"] = Field("text", description="text 文字，date 日期")
    width: Literal["half", "full"] = Field("full", description="half 占半行，full 占一行")
    lines: Whole = Field(1, ge=1, le=20, description="纸上留几行")
    chars: Whole = Field(10, ge=2, le=40, description="夹在文字里的空，留几个字宽")
    choices: tuple[Choice, ...] = Field((), description="用方框选的")
    other: Flag = Field(False, description="true：方框后面留一个“其他”")
    prefill: Literal["unit", "feedback", "start"] | None = Field(
        None, description="从单位档案带出：unit 单位名称，feedback 反馈日期，start 集中整改起始日"
    )


class Column(Based):
    """A column of a table. ``width`` is relative to the others."""

    id: BlankId
    label: Text
    hint: Text | None = None
    width: Whole = Field(10, ge=2, le=60, description="相对宽度")
    kind: Literal["text", "date"] = "text"
    choices: tuple[Choice, ...] = ()
    given: Flag = Field(False, description="true：这一栏印好了，内容写在 rows 里")


class Row(Based):
    """A row whose first words are printed."""

    text: Text


class Table(Record):
    """Columns over rows to fill in: ``count`` empty ones, or one for each of ``rows``."""

    columns: tuple[Column, ...] = Field(min_length=2)
    count: Whole = Field(0, ge=0, le=30, description="纸上留几行空行")
    sheet: Whole = Field(0, ge=0, le=500, description="Excel 里留几行；不写就和纸上一样")
    rows: tuple[Row, ...] = Field((), description="印好第一栏的行")
    lines: Whole = Field(1, ge=1, le=6, description="每行高几行字")

    @property
    def numbers(self) -> range:
        """The rows, counted from 1."""
        return range(1, (len(self.rows) or self.count) + 1)


class Paragraph(Based):
    """Text with blanks: ``{03}`` stands for the blank whose id ends in -03."""

    text: Text
    style: Literal["body", "address", "right"] = Field(
        "body", description="body 首行空两字，address 顶格的称呼，right 靠右的署名和日期"
    )
    blanks: tuple[Blank, ...] = ()


class Heading(Based):
    """A heading of an outline with what to write under it, and room to write."""

    id: BlankId
    title: Text
    prompts: tuple[Text, ...] = Field(min_length=1, description="写什么，一条一句")
    lines: Whole = Field(3, ge=1, le=20, description="纸上留几行")


class Signature(Based):
    """A line to sign by hand. Nothing of it is kept on screen."""

    label: Text = Field(description="谁签，例如“牵头责任领导审查”")
    word: Literal["签字", "盖章", "签名"] = "签字"
    opinion: Whole = Field(0, ge=0, le=10, description="签字上方留几行写意见；0 是只签名和日期")


class Block(Record):
    """A part of a form: just one of fields, table, paragraphs, outline, signatures."""

    title: Text | None = None
    fields: tuple[Blank, ...] = ()
    table: Table | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    outline: tuple[Heading, ...] = ()
    signatures: tuple[Signature, ...] = ()


class Note(Based):
    """A line under the form for those who fill it in."""

    text: Text


class Form(Record):
    """An office form."""

    id: FormId = Field(description="表单编号，例如 W01；印在纸上，永不重用")
    slug: Slug = Field(description="下载文件名里的英文短名，例如 claim")
    title: Text
    purpose: Text = Field(description="填好以后得到什么")
    when: Text = Field(description="什么时候用")
    kind: Literal["text", "table"] = Field(description="text 做成 Word，table 做成 Excel")
    orientation: Literal["portrait", "landscape"] = "portrait"
    sheets: Whole = Field(1, ge=1, le=4, description="打印几张 A4")
    fillable: Flag = Field(True, description="false：只打印，不在网页上填")
    roles: tuple[Slug, ...] = Field(min_length=1, description="谁来填，见 roles.yml")
    stage: Slug = Field(description="哪个阶段，见 stages.yml")
    updated: Day
    blocks: tuple[Block, ...] = Field(min_length=1)
    notes: tuple[Note, ...] = ()
    retired: tuple[RetiredId, ...] = ()
