"""Hand-written pages under ``docs/``: read once for the rules, the backlinks and the page's own boxes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as FilePath

from qingdan.build_model import Family, Loaded, build
from qingdan.model import PageMeta
from qingdan.problems import Problem
from qingdan.prose import Block, blocks, split_front_matter
from qingdan.source import parse_document

_META = Family("pages", "", PageMeta)


@dataclass(frozen=True)
class MarkdownPage:
    """A page: its path under ``docs/`` (``rectify/deadlines.md``), front matter and blocks."""

    path: str
    front: Loaded[PageMeta]
    blocks: tuple[Block, ...]

    @property
    def meta(self) -> PageMeta:
        return self.front.value

    @property
    def file(self) -> str:
        return f"docs/{self.path}"

    @property
    def url(self) -> str:
        return self.path.removesuffix(".md") + ".html"

    @property
    def title(self) -> str:
        return self.meta.title

    @property
    def is_guidance(self) -> bool:
        """Whether every statement on the page needs a source: it is addressed to somebody."""
        return bool(self.meta.audience)

    @property
    def sources(self) -> list[str]:
        """The source ids that the page cites, each once, in order of first use."""
        return list(dict.fromkeys(i for block in self.blocks for i in block.ids))

    def problem(self, line: int, message: str, hint: str = "") -> Problem:
        """A problem in the page's text."""
        return Problem(self.file, line, 0, "", message, hint)


def read_pages(docs: FilePath) -> tuple[dict[str, MarkdownPage], list[Problem]]:
    """Every Markdown page under ``docs``, by path. A page that cannot be read becomes a problem."""
    if not docs.is_dir():
        return {}, [Problem(docs.name, 0, 0, "", "没有这个文件夹", "请在项目的文件夹里运行")]
    pages: dict[str, MarkdownPage] = {}
    problems: list[Problem] = []
    for path in sorted(docs.rglob("*.md")):
        relative = path.relative_to(docs).as_posix()
        if any(part.startswith(".") for part in relative.split("/")):
            continue  # MkDocs leaves these out as well
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (UnicodeDecodeError, OSError):
            problems.append(
                Problem(f"docs/{relative}", 0, 0, "", "文件不是 UTF-8 编码或读不出来", "请另存为 UTF-8")
            )
            continue
        page, found = read_page(text, relative)
        problems += found
        if page:
            pages[relative] = page
    return pages, problems


def read_page(text: str, path: str) -> tuple[MarkdownPage | None, list[Problem]]:
    """One page's text → the page, or the problems of its front matter."""
    file = f"docs/{path}"
    front, body, skipped = split_front_matter(text)
    if not front.strip():
        hint = "至少写上 title，见 docs/help/writing.md"
        return None, [Problem(file, 1, 0, "", "缺少开头的“---”说明", hint)]
    document, problems = parse_document(("\n" + front).encode(), file)  # line 1 is the opening ---
    if document is None:
        return None, problems
    values, found = build(document, _META)
    if not values:
        return None, problems + found
    return MarkdownPage(path, values[0], tuple(blocks(body, skipped + 1))), problems
