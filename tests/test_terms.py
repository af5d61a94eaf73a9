"""Glossary links in rendered Markdown: the first use of a term, where a link may stand."""

import re

import pytest

from qingdan.citations import CitationExtension
from qingdan.model import Term
from qingdan.terms import TermExtension, term_names
from tests.rendering import markdown


def term(identity: str, name: str, *aka: str, tooltip: bool = True) -> Term:
    fields = {"id": identity, "term": name, "meaning": f"{name}的意思", "aka": aka, "tooltip": tooltip}
    return Term.model_validate(fields)


TERMS = [
    term("closing", "销号"),
    term("closing-rules", "销号制度", "对账销号"),
    term("in-person", "五亲自", "五个亲自"),
    term("common", "整改", tooltip=False),
    term("a", "甲方", "共名"),
    term("b", "乙方", "共名"),
    term("short", "短", "点"),
]


def rendered(text: str) -> str:
    """Render a text; a glossary link is shown as ``{id:词}``."""
    html = str(markdown(CitationExtension(), TermExtension(TERMS)).convert(text))
    link = r'<a class="qd-term" data-tip="[^"]*" href="glossary.md#([^"]*)">([^<]*)</a>'
    return re.sub(link, r"{\1:\2}", html)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("先销号再销号。", "<p>先{closing:销号}再销号。</p>"),
        ("销号\n\n销号", "<p>{closing:销号}</p>\n<p>销号</p>"),
        ("五个亲自，就是五亲自。", "<p>{in-person:五个亲自}，就是五亲自。</p>"),
        (
            "**先**销号**再**五亲自**后**",
            "<p><strong>先</strong>{closing:销号}<strong>再</strong>{in-person:五亲自}<strong>后</strong></p>",
        ),
        ("**销号**", "<p><strong>{closing:销号}</strong></p>"),
        ("- 销号\n- 销号", "<ul>\n<li>{closing:销号}</li>\n<li>销号</li>\n</ul>"),
        ("五亲自销号五亲自", "<p>{in-person:五亲自}{closing:销号}五亲自</p>"),
    ],
)
def test_only_the_first_use_is_linked(text: str, html: str) -> None:
    assert rendered(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("## 销号 {#x}\n\n销号", '<h2 id="x">销号</h2>\n<p>{closing:销号}</p>'),
        ("[销号](a.md)，销号", '<p><a href="a.md">销号</a>，{closing:销号}</p>'),
        ("`销号`，销号", "<p><code>销号</code>，{closing:销号}</p>"),
        ("```\n销号\n```\n\n销号", "<pre><code>销号\n</code></pre>\n<p>{closing:销号}</p>"),
        ("<p>销号</p>\n\n销号", "<p>销号</p>\n\n<p>{closing:销号}</p>"),
        ("[**销号**](a.md)", '<p><a href="a.md"><strong>销号</strong></a></p>'),
    ],
)
def test_not_in_headings_links_and_code(text: str, html: str) -> None:
    assert rendered(text) == html


def test_not_in_the_head_of_a_table() -> None:
    html = rendered("| 销号 |\n|---|\n| 销号 |\n")
    assert "<th>销号</th>" in html
    assert "<td>{closing:销号}</td>" in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("销号制度和销号", "<p>{closing-rules:销号制度}和{closing:销号}</p>"),
        ("对账销号", "<p>{closing-rules:对账销号}</p>"),
        ("销号制度，销号制度，销号", "<p>{closing-rules:销号制度}，销号制度，{closing:销号}</p>"),
    ],
)
def test_the_longest_name_wins(text: str, html: str) -> None:
    assert rendered(text) == html


@pytest.mark.parametrize("text", ["共名", "短", "点", "整改"])
def test_names_that_would_mislead_are_not_linked(text: str) -> None:
    """Shared by two terms, a single character, or switched off."""
    assert rendered(text) == f"<p>{text}</p>"


def test_a_name_is_looked_for_once_even_if_listed_twice() -> None:
    assert term_names([term("x", "同名", "同名")]).keys() == {"同名"}


def test_a_link_carries_the_meaning_and_leads_back_to_the_root() -> None:
    extension = TermExtension([Term.model_validate({"id": "x", "term": "引号", "meaning": '用"与<'})])
    extension.root = "../"
    assert str(markdown(extension).convert("引号")) == (
        '<p><a class="qd-term" data-tip="用&quot;与&lt;" href="../glossary.md#x">引号</a></p>'
    )


def test_without_terms_nothing_happens() -> None:
    assert str(markdown(TermExtension()).convert("销号")) == "<p>销号</p>"


def test_each_page_starts_anew() -> None:
    renderer = markdown(TermExtension(TERMS))
    assert renderer.convert("销号") == renderer.reset().convert("销号")


def test_citations_are_not_searched_for_terms() -> None:
    assert "{" not in rendered("[[销号]]")
