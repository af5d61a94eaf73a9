"""Golden cases: YAML as authors write it beside what they are told (tests/cases/*.yml, the name says which).

A case has ``family`` (what the file is read as), ``input`` and ``problems``; ``encoding`` and ``times`` (how
often the input stands in the file) where needed. Whatever the model refuses the JSON Schema of the editors
refuses as well, and what the one accepts the other accepts, unless a case says ``schema: cannot say it``.
"""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from qingdan.build_model import FAMILIES, Family, build
from qingdan.schema import schema
from qingdan.source import read_document

CASES = sorted((Path(__file__).parent / "cases").glob("*.yml"))
FAMILY = {family.name: family for family in FAMILIES}


def load(case: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(case.read_text(encoding="utf-8"))
    return loaded


def schema_refuses(family: Family, data: Any) -> bool:
    checker = jsonschema.Draft7Validator(schema(family), format_checker=jsonschema.FormatChecker())
    return not checker.is_valid(data)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_author_is_told_exactly_this(path: Path, tmp_path: Path) -> None:
    case = load(path)
    file = tmp_path / "input.yml"
    file.write_bytes((case["input"] * case.get("times", 1)).encode(case.get("encoding", "utf-8")))
    document, problems = read_document(file, file.name)
    if document is not None:
        found = build(document, FAMILY[case["family"]])[1]
        assert found == sorted(found)
        problems += found
    assert [str(problem) for problem in sorted(problems)] == case["problems"]
    if document is not None and case.get("schema") != "cannot say it":
        assert schema_refuses(FAMILY[case["family"]], document.data) == bool(case["problems"])


def test_cases_know_only_these_keys() -> None:
    for path in CASES:
        assert load(path).keys() <= {"family", "input", "problems", "encoding", "times", "schema"}, path.name
    assert len(CASES) > 40
