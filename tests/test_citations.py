"""Citations in rendered Markdown: gathered where the statement ends, plain links without scripts."""

import re

import pytest

from qingdan.citations import CitationExtension, citation_html, source_url
from tests.rendering import CITATION_GROUP, markdown


def rendered(text: str, root: str = "") -> str:
    """Render a text; a group of citations is shown as ``{S0-1-1 约定}``."""
    extension = CitationExtension()
    extension.root = root
    return CITATION_GROUP.sub(shown, str(markdown(extension).convert(text)))


def shown(match: re.Match[str]) -> str:
    ids = re.findall(r'class="qd-cite" href="[^"]*">([^<]*)</a>', match[1])
    return "{" + " ".join([*ids, *(["约定"] if "qd-convention" in match[1] else [])]) + "}"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("甲。[[S0-1-1]]", "<p>甲。{S0-1-1}</p>"),
        ("甲。 [[S0-1-1]]", "<p>甲。{S0-1-1}</p>"),
        ("甲。[[S0-1-1]]乙。[[S0-1-2]]", "<p>甲。乙。{S0-1-1 S0-1-2}</p>"),
        ("甲。[[S0-1-1, S0-1-2]]乙。[[S0-1-1]]", "<p>甲。乙。{S0-1-1 S0-1-2}</p>"),
        ("甲。[[S0-1-1，S0-1-2]]", "<p>甲。{S0-1-1 S0-1-2}</p>"),
        ("甲。[[S0-1-1,\nS0-1-2]]", "<p>甲。{S0-1-1 S0-1-2}</p>"),
        ("甲。[[约定]]", "<p>甲。{约定}</p>"),
        ("甲。[[约定, F-A2]]乙。[[约定]]", "<p>甲。乙。{F-A2 约定}</p>"),
        ("**甲[[S0-1-1]]**乙", "<p><strong>甲</strong>乙{S0-1-1}</p>"),
        ("[甲[[S0-1-1]]](a.md)乙", '<p><a href="a.md">甲</a>乙{S0-1-1}</p>'),
        ("[[S0-1-1]]", "<p>{S0-1-1}</p>"),
        ("甲[[S0-1-1]]\n{: .wide }", '<p class="wide">甲{S0-1-1}</p>'),
        ("甲\n\n乙[[S0-1-1]]\n\n丙", "<p>甲</p>\n<p>乙{S0-1-1}</p>\n<p>丙</p>"),
        ("> 甲[[S0-1-1]]", "<blockquote>\n<p>甲{S0-1-1}</p>\n</blockquote>"),
    ],
)
def test_citations_of_a_paragraph_stand_at_its_end(text: str, html: str) -> None:
    assert rendered(text) == html


def test_each_list_item_has_its_own() -> None:
    assert rendered("- 甲[[S0-1-1]]乙\n- 丙[[约定]]\n") == (
        "<ul>\n<li>甲乙{S0-1-1}</li>\n<li>丙{约定}</li>\n</ul>"
    )


def test_citations_of_an_item_stand_before_the_list_inside_it() -> None:
    assert rendered("- 甲[[S0-1-1]]\n    - 乙[[S0-1-2]]\n        - 丙\n    - 丁[[S0-2-1]]\n") == (
        "<ul>\n<li>甲{S0-1-1}<ul>\n<li>乙{S0-1-2}<ul>\n<li>丙</li>\n</ul>\n</li>\n"
        "<li>丁{S0-2-1}</li>\n</ul>\n</li>\n</ul>"
    )


def test_citations_of_an_item_of_paragraphs_stand_in_their_paragraphs() -> None:
    assert rendered("1. 甲[[S0-1-1]]\n\n    乙[[S0-1-2]]\n") == (
        "<ol>\n<li>\n<p>甲{S0-1-1}</p>\n<p>乙{S0-1-2}</p>\n</li>\n</ol>"
    )


def test_each_cell_has_its_own() -> None:
    table = "| 项 | 说明 |\n|---|---|\n| 甲[[S0-1-1]]乙 | **丙** [[S0-1-2, 约定]] |\n"
    assert "<td>甲乙{S0-1-1}</td>\n<td><strong>丙</strong>{S0-1-2 约定}</td>" in rendered(table)


def test_each_definition_has_its_own() -> None:
    assert rendered("甲\n:   乙[[S0-1-1]]\n:   丙[[约定]]\n") == (
        "<dl>\n<dt>甲</dt>\n<dd>乙{S0-1-1}</dd>\n<dd>丙{约定}</dd>\n</dl>"
    )


def test_each_paragraph_of_an_admonition_has_its_own() -> None:
    assert rendered('!!! note "题"\n\n    甲[[S0-1-1]]\n\n    - 乙[[约定]]\n') == (
        '<div class="admonition note">\n<p class="admonition-title">题</p>\n<p>甲{S0-1-1}</p>\n'
        "<ul>\n<li>乙{约定}</li>\n</ul>\n</div>"
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`[[S0-1-1]]`", "<p><code>[[S0-1-1]]</code></p>"),
        ("``[[S0-1-1]] ` ``", "<p><code>[[S0-1-1]] `</code></p>"),
        ("    [[S0-1-1]]", "<pre><code>[[S0-1-1]]\n</code></pre>"),
        ("```\n[[S0-1-1]]\n```", "<pre><code>[[S0-1-1]]\n</code></pre>"),
        ("<div>[[S0-1-1]]</div>", "<div>[[S0-1-1]]</div>"),
        ("[甲](a.md)[乙]", '<p><a href="a.md">甲</a>[乙]</p>'),
        ("[[]]", "<p>[[]]</p>"),
    ],
)
def test_what_is_no_citation_stays(text: str, html: str) -> None:
    assert rendered(text) == html


def test_a_group_reads_as_links_without_scripts() -> None:
    assert citation_html(["S0-3.1-2", "F-A2", "S0-3.1-2"], convention=True, root="../") == (
        '<span class="qd-cites" data-search="off">'
        '<button type="button" class="qd-cites__open" aria-expanded="false">出处 2 条</button>'
        '<span class="qd-cites__links">'
        '<a class="qd-cite" href="../sources/s0.html#S0-3.1-2">S0-3.1-2</a> '
        '<a class="qd-cite" href="../sources/outside.html#F-A2">F-A2</a></span>'
        '<a class="qd-convention" href="../help/conventions.html">本工具约定</a></span>'
    )


def test_nothing_cited_is_nothing_shown() -> None:
    assert citation_html([], convention=False, root="") == ""


def test_what_an_author_mistypes_is_escaped() -> None:
    html = citation_html(['"><script>'], convention=False, root="")
    assert "<script>" not in html
    assert "&#34;&gt;&lt;script&gt;" in html
    assert "<b>" not in rendered("甲[[<b>]]")


def test_links_lead_back_to_the_root() -> None:
    extension = CitationExtension()
    extension.root = "../../"
    html = str(markdown(extension).convert("甲[[S0-1-1, 约定]]"))
    assert 'href="../../sources/s0.html#S0-1-1"' in html
    assert 'href="../../help/conventions.html"' in html


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("S0-3.1-2", "sources/s0.html#S0-3.1-2"),
        ("S4-0-1", "sources/s4.html#S4-0-1"),
        ("F-A12", "sources/outside.html#F-A12"),
    ],
)
def test_where_a_source_is_explained(source: str, url: str) -> None:
    assert source_url(source) == url
