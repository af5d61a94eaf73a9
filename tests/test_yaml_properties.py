"""Whatever stands in a YAML file, the author gets sentences and never a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qingdan.build_model import FAMILIES, Family, Loaded, build
from qingdan.problems import Problem
from qingdan.schema import schema
from qingdan.source import Document, parse_document, read_document
from qingdan.validation_problems import PATTERN_HINTS
from tests.conftest import ROOT

PROJECT = Path(__file__).parent / "minimal" / "checklists"
TEXTS = {
    family: path.read_text(encoding="utf-8")
    for family in FAMILIES
    for path in sorted(PROJECT.glob(family.pattern))[:1]
}
# The small project has no ledger; the head of the real files is enough to slip in, and quickly read.
TEXTS |= {
    family: "\n".join(path.read_text(encoding="utf-8").split("\n")[:60])
    for family in FAMILIES
    if family not in TEXTS
    for path in sorted((ROOT / "checklists").glob(family.pattern))[:1]
}
# Pieces that mean something to YAML or to the model, so that random text gets past the first character.
PIECES = st.sampled_from(
    ["id", "Q01", "S0-1-1", "null", "~", "true", "1", "2026-11-22", "整改", "\x00", "\ufeff", "\u2028"]
)
MARKS = st.sampled_from(
    [
        ": ",
        "：",
        "- ",
        "\n",
        "\n  ",
        "\t",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "#",
        "'",
        '"',
        "|",
        ">",
        "&a",
        "*a",
        "!t",
        "---",
        "? ",
    ]
)
YAML_LIKE = st.lists(PIECES | MARKS | st.text(max_size=3), max_size=30).map("".join)
BMP_TEXT = st.text(
    st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"], exclude_characters="\x7f")
)  # beyond, JSON writes escapes that YAML has not
VALUES = st.sampled_from(
    ["", "~", "1", "true", "[]", "{}", "[a, b]", "{a: b}", '" "', "2026-02-30", "整改", "'x'", "|", "-"]
)


def read(raw: bytes, family: Family) -> tuple[Document | None, list[Loaded[Any]], list[Problem]]:
    """Read bytes as load_kit does."""
    document, problems = parse_document(raw, "a.yml")
    if document is None:
        assert problems, "nothing was read and nothing is said about it"
        return None, [], problems
    values, found = build(document, family)
    return document, values, problems + found


def check(raw: bytes, family: Family) -> None:
    """Assert what holds for any input: entries or problems, each on one line of the file."""
    document, values, problems = read(raw, family)
    lines = raw.decode("utf-8", errors="replace").count("\n") + 1
    for problem in problems:
        assert str(problem).startswith("a.yml")
        assert str(problem).isprintable()
        # YAML knows more line breaks than editors do.
        assert problem.line <= lines or any(c in raw.decode("utf-8", "replace") for c in "\r\x85\u2028\u2029")
        assert "请照同类条目的写法" not in problem.hint, f"no words for this error: {problem}"
    if document is not None and not values and not problems:
        assert document.data == []  # a list without entries


@given(st.binary(max_size=200), st.sampled_from(FAMILIES))
def test_any_bytes(raw: bytes, family: Family) -> None:
    check(raw, family)


@given(YAML_LIKE, st.sampled_from(FAMILIES))
@example('a: "\\ud800"', FAMILIES[0])
@example("? [a]\n: b", FAMILIES[0])
@example("[key]: a", FAMILIES[5])
@example("- {positions: {'[key]': a}}", FAMILIES[5])
@example("a: \u2028\n\t b: [", FAMILIES[0])
def test_any_text_that_looks_like_yaml(text: str, family: Family) -> None:
    check(text.encode("utf-8", errors="surrogatepass"), family)


@st.composite
def mutations(draw: st.DrawFn, text: str) -> str:
    """Delete, repeat, swap or alter some lines of a good file."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["delete", "repeat", "swap", "indent", "value", "key", "replace"])):
            case "delete":
                del lines[at : at + draw(st.integers(1, 4))]
            case "repeat":
                lines.insert(at, lines[at])
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
            case "indent":
                lines[at] = draw(st.sampled_from([" ", "  ", "\t", ""])) + lines[at].lstrip()
            case "value":
                lines[at] = lines[at].partition(":")[0] + ": " + draw(VALUES)
            case "key":
                lines[at] = lines[at].replace(":", draw(st.sampled_from(["s:", "：", ":", " :"])), 1)
            case "replace":
                lines[at] = draw(YAML_LIKE)
        lines = lines or [""]
    return "\n".join(lines)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_good_file_with_slips(family: Family) -> None:
    @given(mutations(TEXTS[family]))
    def run(text: str) -> None:
        check(text.encode(), family)

    run()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | BMP_TEXT,
        lambda inner: st.lists(inner) | st.dictionaries(BMP_TEXT.filter(lambda key: len(key) < 100), inner),
    )
)
def test_what_is_written_as_json_is_read_as_meant(value: object) -> None:
    """JSON is YAML: no escape, sign or nesting gets lost. Only long numbers stay text."""
    document, problems = parse_document(json.dumps(value).encode(), "a.yml")
    assert document is not None or value is None
    assert [p.message for p in problems if "重复" not in p.message] in ([], ["文件是空的"])
    assert document is None or document.data == long_numbers_as_text(value)


def long_numbers_as_text(value: object) -> object:
    """Return what parse_document makes of a value: numbers of 16 characters and more stay text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if len(str(value)) > 15 else value
    if isinstance(value, list):
        return [long_numbers_as_text(entry) for entry in value]
    if isinstance(value, dict):
        return {key: long_numbers_as_text(entry) for key, entry in value.items()}
    return value


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_marks_point_at_keys_and_entries(family: Family) -> None:
    lines = TEXTS[family].split("\n")
    document, _ = parse_document(TEXTS[family].encode(), "a.yml")
    assert document is not None
    for path, (line, column) in document.marks.items():
        rest = lines[line - 1][column - 1 :]
        if path and isinstance(path[-1], str):
            key = path[-1]
            assert rest.startswith((f"{key}:", f"'{key}':")), path
        else:
            assert rest[:1].strip(), path


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    document, problems = read_document(tmp_path / "no.yml", "no.yml")
    assert document is None
    assert [str(p) for p in problems] == ["no.yml：文件读不出来，No such file or directory"]


def test_every_form_of_id_has_an_example() -> None:
    def patterns(value: Any) -> set[str]:
        if isinstance(value, list):
            return {p for entry in value for p in patterns(entry)}
        if isinstance(value, dict):
            own = {value["pattern"]} if isinstance(value.get("pattern"), str) else set()
            own |= set(value.get("patternProperties", ()))
            return own.union(*(patterns(entry) for entry in value.values()))
        return set()

    used = patterns([schema(family) for family in FAMILIES])
    assert used - PATTERN_HINTS.keys() == {r"\S"}  # any text that is not blank
