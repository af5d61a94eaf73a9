"""YAML text → plain data that remembers the line and column of every value.

Only the part of YAML that office authors need is read: mappings, lists and scalars. Anchors, aliases and
tags are refused, because a copied anchor changes two places at once without showing it. Dates stay text
(the model parses them), and words such as ``yes`` or ``on`` stay words: YAML 1.1 would make them booleans.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import yaml

from qingdan.problems import Path, Problem, path_text

MAX_BYTES = 1_000_000
MAX_DEPTH = 32
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where the wheel carries it
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)\Z")

# libyaml's wording → what an author should look for. The first match wins.
_SYNTAX = (
    ("found character '\\t'", "这里有制表符（Tab）", "缩进请用空格"),
    ("mapping values are not allowed", "这一行的冒号让人误解", "请检查缩进；文字里有英文冒号时，整句加引号"),
    ("did not find expected '-' indicator", "列表的缩进不齐", "同一列表的“-”要对齐"),
    ("did not find expected key", "缩进或引号有误", "同一层的键要对齐，引号要成对"),
    ("could not find expected ':'", "缺少冒号", "写成“键: 值”，用英文冒号，后面留一个空格"),
    ("found unexpected end of stream", "引号或括号没有结束", "请补上另一半引号或括号"),
    ("did not find expected ',' or ']'", "方括号没有结束", "请补上“]”，各项之间用英文逗号"),
    ("did not find expected ',' or '}'", "花括号没有结束", "请补上“}”，各项之间用英文逗号"),
    (
        "found character that cannot start any token",
        "这里有 YAML 不认识的符号",
        "以 @、` 或 % 开头的文字请加引号",
    ),
)
_KEY_WITH_WIDE_COLON = re.compile(r"\s*(?:- )*[A-Za-z]+：")
_KEY_WITHOUT_SPACE = re.compile(r"\s*(?:- )*[A-Za-z]+:[^\s:/]")
# Line breaks to YAML, but to no editor. They come with text copied from web pages and word processors.
_ODD_BREAK = re.compile("[\x85\u2028\u2029]")
_CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Document:
    """One YAML file: its data and where each value stands.

    ``data`` holds dicts, lists, str, int, bool and None. ``marks`` maps a path to (line, column), both
    counting from 1; a mapping's entry is marked at its key.
    """

    file: str
    data: Any
    marks: dict[Path, tuple[int, int]] = field(repr=False)

    def place(self, path: Path) -> tuple[int, int]:
        """Line and column of a path, or of the nearest enclosing value that stands in the file."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, (1, 1))

    def problem(self, path: Path, message: str, hint: str = "") -> Problem:
        """A problem at a path."""
        return Problem(self.file, *self.place(path), path_text(path), message, hint)


def read_document(path: FilePath, file: str) -> tuple[Document | None, list[Problem]]:
    """Read a file. ``file`` is the name that problems carry. Never raises for what an author wrote."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return None, [Problem(file, 0, 0, "", "文件超过 1 MB", "请分成几个文件")]
        raw = path.read_bytes()
    except OSError as error:
        return None, [Problem(file, 0, 0, "", "文件读不出来", error.strerror or "请检查文件权限")]
    return parse_document(raw, file)


def parse_document(raw: bytes, file: str) -> tuple[Document | None, list[Problem]]:
    """Bytes → a document, or None with the problems that prevented it."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, [Problem(file, 0, 0, "", "文件是 UTF-16 编码", "请另存为 UTF-8")]
    try:
        text = raw.decode("utf-8-sig")  # Windows Notepad adds a BOM; it does no harm
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return None, [Problem(file, line, 0, "", "文件不是 UTF-8 编码（可能是 GBK）", "请另存为 UTF-8")]
    reader = _Reader(file)
    reader.problems += _odd_breaks(text, file)
    text = _ODD_BREAK.sub(" ", text)  # else every line after it would be counted one too high
    try:
        for event in yaml.parse(text, Loader=_Loader):
            reader.take(event)
            if reader.fatal:
                return None, reader.problems
    except yaml.YAMLError as error:
        return None, [*reader.problems, _syntax_problem(error, file, text)]
    if reader.refused:
        return None, reader.problems
    if reader.root is None:
        return None, [Problem(file, 0, 0, "", "文件是空的", "请照同类文件写入内容，或删去这个文件")]
    return Document(file, reader.root, reader.marks), reader.problems


def _odd_breaks(text: str, file: str) -> list[Problem]:
    return [
        Problem(file, line, found.start() + 1, "", "这里有看不见的换行符", "请删去；要换行就按回车键")
        for line, words in enumerate(text.split("\n"), 1)
        for found in _ODD_BREAK.finditer(words)
    ]


def _syntax_problem(error: yaml.YAMLError, file: str, text: str) -> Problem:
    if isinstance(error, yaml.reader.ReaderError):  # it tells no line
        found = _CONTROL.search(text)
        before = text[: found.start()] if found else ""
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return Problem(file, line, column, "", "文件里有看不见的控制字符", "请删去后重存为 UTF-8")
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    said = str(getattr(error, "problem", "") or error)
    lines = ["", *text.rstrip().split("\n")]
    if line >= len(lines):  # something is still open where the file ends
        line, column = len(lines) - 1, 0
    for near in (line, line - 1):  # libyaml often notices on the next line only
        if 0 < near < len(lines) and _KEY_WITH_WIDE_COLON.match(lines[near]):
            return Problem(file, near, 0, "", "这一行的冒号是中文的", "请改成英文冒号，后面留一个空格")
        if 0 < near < len(lines) and _KEY_WITHOUT_SPACE.match(lines[near]):
            return Problem(file, near, 0, "", "冒号后面缺一个空格", "写成“键: 值”")
    if 0 < line < len(lines) and "\t" in lines[line][: max(column, 1)]:
        said = "found character '\\t'"  # libyaml words a leading tab in several ways
    for needle, message, hint in _SYNTAX:
        if needle in said:
            return Problem(file, line, column, "", message, hint)
    return Problem(file, line, column, "", "不是有效的 YAML", "请检查这一行及上一行的缩进、冒号和引号")


@dataclass
class _Open:
    """A mapping or list whose end has not been read yet."""

    value: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None
    ignore: bool = False  # the value of a repeated key: read, but not kept


class _Reader:
    """Builds the data from parser events with a stack of its own: no depth of nesting can overflow it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Any = None
        self.started = False
        self.fatal = False  # nothing after this makes sense
        self.refused = False  # something is not of our part of YAML; the rest is read for its problems
        self.marks: dict[Path, tuple[int, int]] = {}
        self.problems: list[Problem] = []
        self._stack: list[_Open] = []

    def take(self, event: Any) -> None:
        match event:
            case yaml.DocumentStartEvent() if self.started:
                self._stop(event, "文件里有多份文档（“---”）", "一个文件只写一份")
            case yaml.AliasEvent():
                hint = "不支持 YAML 别名，请把内容写出来；以 * 开头的文字请加引号"
                self._refuse(event, f"用了别名“*{event.anchor}”", hint)
                self._value(yaml.ScalarEvent(None, None, (True, False), "", event.start_mark, event.end_mark))
            case yaml.ScalarEvent() | yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                if event.anchor:
                    hint = "不支持 YAML 锚点；以 & 开头的文字请加引号"
                    self._refuse(event, f"用了锚点“&{event.anchor}”", hint)
                if event.tag is not None:
                    hint = "不支持 YAML 标签；以 ! 开头的文字请加引号"
                    self._refuse(event, f"用了标签“{event.tag}”", hint)
                self._value(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._stack.pop()

    def _refuse(self, event: Any, message: str, hint: str) -> None:
        self.problems.append(Problem(self.file, *_place(event), "", message, hint))
        self.refused = True

    def _stop(self, event: Any, message: str, hint: str) -> None:
        self._refuse(event, message, hint)
        self.fatal = True

    def _value(self, event: Any) -> None:
        self.started = True
        top = self._stack[-1] if self._stack else None
        if top and isinstance(top.value, dict) and top.key is None:
            self._key(event, top)
            return
        value: Any = []
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            value = {}
        path, ignore = self._put(event, top, value)
        if not isinstance(event, yaml.ScalarEvent):
            if len(self._stack) >= MAX_DEPTH:
                self._stop(event, f"嵌套超过 {MAX_DEPTH} 层", "请检查缩进或括号")
                return
            self._stack.append(_Open(value, path, ignore=ignore))

    def _put(self, event: Any, top: _Open | None, value: Any) -> tuple[Path, bool]:
        """Put a value into what is open; return its path and whether it belongs to a repeated key."""
        if top is None:
            self.root = value
            self.marks[()] = _place(event)
            return (), False
        if isinstance(top.value, list):
            path: Path = (*top.path, len(top.value))
            if not top.ignore:
                self.marks[path] = _place(event)
            top.value.append(value)
            return path, top.ignore
        key = top.key or ""
        path = (*top.path, key)
        top.key = None
        repeated = key in top.value
        if not repeated:
            top.value[key] = value
        return path, repeated or top.ignore

    def _key(self, event: Any, top: _Open) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            self._stop(event, "键不能是列表或条目", "以“[”或“{”开头的文字请加引号")
            return
        assert isinstance(top.value, dict)
        key, path = event.value, (*top.path, event.value)
        if key in top.value:
            first, _ = self.marks.get(path, (0, 0))
            hint = f"第 {first} 行已有，请只留一个"
            self.problems.append(Problem(self.file, *_place(event), path_text(path), f"“{key}”重复", hint))
        elif not top.ignore:
            self.marks[path] = _place(event)
        top.key = key


def _place(event: Any) -> tuple[int, int]:
    """Line and column of an event, counting from 1."""
    return event.start_mark.line + 1, event.start_mark.column + 1


def _scalar(event: Any) -> str | int | bool | None:
    text: str = event.value
    if event.style in ("'", '"', "|", ">"):
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.match(text) and len(text) < 16:
        return int(text)
    return text
