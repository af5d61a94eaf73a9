"""Published scripts: comments gone, every word that a reader sees kept."""

from pathlib import Path

import pytest

from qingdan.script_text import shortened
from tests.conftest import ROOT

SCRIPTS = sorted((ROOT / "docs/assets/js").glob("*.js"))


def test_comments_and_indentation_are_gone() -> None:
    script = "// @ts-check\n/** A widget.\n * @type {x}\n */\n(function () {\n  // why\n  go(1);\n})();\n"
    assert shortened(script) == "(function () {\ngo(1);\n})();\n"


def test_types_within_a_line_are_gone() -> None:
    assert shortened("const a = /** @type {Dom} */ (lib.dom);\n") == "const a = (lib.dom);\n"


def test_a_type_at_the_start_of_a_line_takes_no_code_with_it() -> None:
    script = "/** @type {any} */ (window).a = 1;\nb();\n/** Why. */\nc();\n"
    assert shortened(script) == "(window).a = 1;\nb();\nc();\n"


def test_a_comment_at_the_end_of_a_line_is_gone() -> None:
    assert shortened("go(1); // why\nstop();\n") == "go(1);\nstop();\n"
    kept = "say('a // b', /c // d/, `e // ${f} // g`); // it's why\n"
    assert shortened(kept) == kept


def test_words_in_nested_literals_keep_their_spaces() -> None:
    script = "say(`第 ${n} 步${days ? `还有 ${days} 天` : \"\"}`, 'http://a // b');\n"
    assert shortened(script) == script


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_literal_spans_lines(path: Path) -> None:
    """Its indentation would be taken for ours."""
    lines = shortened(path.read_text(encoding="utf-8")).split("\n")
    assert [line for line in lines if line.count("`") % 2] == []
