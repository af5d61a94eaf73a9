"""Whatever stands in a Markdown file, the page is read and rendered, and no word of it gets lost."""

import re
from html import unescape
from pathlib import Path

from hypothesis import assume, example, given
from hypothesis import strategies as st

from qingdan.build_model import Kit
from qingdan.citations import CITATION, CitationExtension
from qingdan.known import Known
from qingdan.model import Term
from qingdan.page_rules import page_problems
from qingdan.pages import MarkdownPage, read_page, read_pages
from qingdan.prose import blocks
from qingdan.terms import TermExtension
from tests.rendering import CITATION_GROUP, markdown

TERMS = [
    Term.model_validate({"id": "closing", "term": "销号", "meaning": "一笔勾销"}),
    Term.model_validate({"id": "rules", "term": "销号制度", "meaning": "怎样销"}),
    Term.model_validate({"id": "bold", "term": "a*b", "meaning": "带记号"}),
]
# Pieces that mean something to Markdown, to its extensions or to us.
MARKS = st.sampled_from(
    [
        "# ",
        "- ",
        "1. ",
        "> ",
        "    ",
        "| ",
        " |",
        "|---|---|",
        "```",
        "`",
        "**",
        "_",
        "!!! note",
        ":   ",
        "\n",
        "\n\n",
    ]
)
CITES = st.sampled_from(["[[S0-1-1]]", "[[约定]]", "[[", "]]", "[", "](a.md)", "{#id}", "{: .c}", "\\"])
MARKUP = st.sampled_from(["<!--", "-->", "<div markdown>", "</div>", "<b>", "&amp;", "---", "==="])
WORDS = st.sampled_from(
    ["销号", "销号制度", "a*b", "整改。", "两个月", "：", "\x00", "\x02", "\u2028", "\r\n", "\ufeff"]
)
MARKDOWN = st.lists(MARKS | CITES | MARKUP | WORDS | st.text(max_size=3), max_size=30).map("".join)
FRONT = "---\ntitle: 甲\naudience: [office]\n---\n"


def words(html: str) -> str:
    """Return the text of HTML, without the groups of citations."""
    html = CITATION_GROUP.sub("", html)
    return "".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


@given(MARKDOWN)
@example("- a\n\n    [[x]]\n\n  * [[y]]")
@example("|a|b|\n|-|-|\n|[[x]]|`[[y]]`|")
def test_any_markdown_is_read_and_rendered(text: str) -> None:
    for block in blocks(text):
        assert block.line <= text.count("\n") + 1
        assert list(block.sentences()) is not None
    markdown(CitationExtension(), TermExtension(TERMS)).convert(text)


@given(MARKDOWN)
def test_any_page_is_checked(text: str) -> None:
    page, problems = read_page(FRONT + text, "a.md")
    assert page is not None
    assert problems == []
    for problem in page_problems(page, Known(Kit(), [], [])):
        assert str(problem).isprintable()
        assert 2 <= problem.line <= (FRONT + text).count("\n") + 1


@given(st.text())
def test_any_text_for_a_page(text: str) -> None:
    page, problems = read_page(text, "a.md")
    assert isinstance(page, MarkdownPage) or problems


@given(st.text(st.characters(exclude_categories=["Cs"])), MARKDOWN)
def test_any_front_matter(front: str, text: str) -> None:
    _, problems = read_page(f"---\n{front}\n---\n{text}", "a.md")
    assert all(str(problem).startswith("docs/a.md") for problem in problems)


@given(MARKDOWN)
def test_glossary_links_change_no_word(text: str) -> None:
    assert words(markdown(TermExtension(TERMS)).convert(text)) == words(markdown().convert(text))


@given(MARKDOWN)
def test_text_without_citations_is_rendered_as_ever(text: str) -> None:
    assume(not CITATION.search(text))
    assert markdown(CitationExtension()).convert(text) == markdown().convert(text)


INLINE = st.lists(
    st.sampled_from(["甲", "乙。", "**丙**", "`丁`字", "[戊](a.md)", "两个月", "A1", "，"]),
    min_size=1,
    max_size=4,
).map("".join)
CITED = st.sampled_from(["[[S0-1-1]]", "[[S0-1-1, S0-1-2]]", "[[约定]]", "[[F-A1, 约定]]", " [[S0-1-1]]", ""])
STATEMENT = st.lists(st.tuples(INLINE, CITED).map("".join), min_size=1, max_size=3).map("".join)
BLOCK = st.one_of(
    STATEMENT,
    st.lists(STATEMENT, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.tuples(STATEMENT, STATEMENT).map(lambda two: f"- {two[0]}\n    - {two[1]}"),
    st.tuples(STATEMENT, STATEMENT).map(lambda two: f"1. {two[0]}\n\n    {two[1]}"),
    st.tuples(STATEMENT, STATEMENT).map(lambda two: f"| 项 | 说明 |\n|---|---|\n| {two[0]} | {two[1]} |"),
    STATEMENT.map(lambda text: f'!!! note "题"\n\n    {text}'),
    STATEMENT.map(lambda text: f"术语\n:   {text}"),
    STATEMENT.map(lambda text: f"> {text}"),
    st.tuples(STATEMENT, STATEMENT).map("\n".join),
)  # fmt: skip


@given(st.lists(BLOCK, min_size=1, max_size=4).map("\n\n".join))
def test_citations_take_no_word_away(text: str) -> None:
    """What is left when the groups are cut out is the page as if nothing had been cited."""
    bare = CITATION.sub("", text)
    assert words(markdown(CitationExtension()).convert(text)) == words(markdown().convert(bare))


def test_pages_of_the_project_lose_no_word(project: Path) -> None:
    code_or_citation = re.compile(rf"(`+).*?\1|{CITATION.pattern}", re.S)
    for path in sorted((project / "docs").rglob("*.md")):
        page = path.read_text(encoding="utf-8")
        bare = code_or_citation.sub(lambda match: match[0] if match[1] else "", page)
        renderer = markdown(CitationExtension(), TermExtension(TERMS))
        assert words(renderer.convert(page)) == words(markdown().convert(bare)), path


def test_the_pages_are_read(project: Path) -> None:
    pages, problems = read_pages(project / "docs")
    assert problems == []
    assert len(pages) > 40
