"""The JSON Schemas of the editors: up to date, in Chinese, of one mind with the model about our data."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from qingdan.build_model import FAMILIES, Family, build
from qingdan.schema import modeline, schema, schema_files, schema_name
from qingdan.source import parse_document, read_document
from tests.conftest import ROOT
from tests.minimal_project import SOURCE

FOLDERS = (ROOT / "checklists", SOURCE / "checklists")
FILES = [
    pytest.param(family, path, id=path.relative_to(ROOT).as_posix())
    for folder in FOLDERS
    for family in FAMILIES
    for path in sorted(folder.glob(family.pattern))
]


def validator(family: Family) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(schema(family), format_checker=jsonschema.FormatChecker())


def test_the_files_are_up_to_date() -> None:
    folder = ROOT / "checklists" / "schema"
    written = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert written == dict(schema_files()), "run: python3 scripts/schema.py"


def test_every_family_has_a_file() -> None:
    assert {name for name, _ in schema_files()} == {f"{family.name}.schema.json" for family in FAMILIES}


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_schema_is_valid_itself(family: Family) -> None:
    jsonschema.Draft7Validator.check_schema(schema(family))


@pytest.mark.parametrize(("family", "path"), FILES)
def test_the_data_pass_both_the_schema_and_the_model(family: Family, path: Path) -> None:
    document, problems = read_document(path, path.name)
    assert document is not None
    assert problems == []
    assert [
        f"{list(error.path)}: {error.message}" for error in validator(family).iter_errors(document.data)
    ] == []
    assert build(document, family)[1] == []


@pytest.mark.parametrize(("family", "path"), FILES)
def test_the_first_line_leads_an_editor_to_the_schema(family: Family, path: Path) -> None:
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    assert first == modeline(family)
    assert (
        ROOT / "checklists" / path.relative_to(path_of_checklists(path)).parent / first.split("=")[1]
    ).exists()


def path_of_checklists(path: Path) -> Path:
    return next(folder for folder in FOLDERS if path.is_relative_to(folder))


def test_every_file_belongs_to_a_family() -> None:
    known = {path for _, path in (param.values for param in FILES)}
    assert {path for folder in FOLDERS for path in folder.rglob("*.yml")} == known


def test_examples_of_the_help_pages_can_be_copied() -> None:
    """What the help shows as YAML of a list is a list: with its first line, and accepted."""
    text = (ROOT / "docs/help/add-a-checklist.md").read_text(encoding="utf-8")
    example = text.split("```yaml\n")[1].split("```")[0]
    family = next(f for f in FAMILIES if f.name == "checklists")
    document, problems = parse_document(example.encode(), "example.yml")
    assert document is not None
    assert problems + build(document, family)[1] == []
    assert validator(family).is_valid(document.data)
    assert example.startswith(modeline(family) + "\n")


def places(value: Any) -> Iterator[dict[str, Any]]:
    """Every schema object within a schema; ``properties`` and ``$defs`` are no schemas themselves."""
    if isinstance(value, list):
        for entry in value:
            yield from places(entry)
    if isinstance(value, dict):
        yield value
        for key, entry in value.items():
            if key in ("properties", "$defs", "patternProperties"):
                for inner in entry.values():
                    yield from places(inner)
            elif key not in ("default", "enum"):
                yield from places(entry)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_what_editors_show_is_chinese(family: Family) -> None:
    for place in places(schema(family)):
        assert "title" not in place
        description = place.get("description", "中")
        assert any("\u4e00" <= char <= "\u9fff" for char in description), description


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_record_refuses_what_it_does_not_know(family: Family) -> None:
    objects = [place for place in places(schema(family)) if place.get("type") == "object"]
    assert objects
    assert all(place["additionalProperties"] is False for place in objects if "patternProperties" in place)
    assert all(place.get("additionalProperties") is not True for place in objects)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_nothing_that_checks_stands_beside_a_reference(family: Family) -> None:
    """Draft 7 ignores what stands beside ``$ref``: harmless for words, wrong for rules."""
    for place in places(schema(family)):
        if "$ref" in place:
            assert place.keys() <= {"$ref", "description", "default"}


def test_fields_go_by_the_names_that_authors_write() -> None:
    milestone = schema(next(f for f in FAMILIES if f.name == "timelines"))["$defs"]["Milestone"]
    assert "from" in milestone["properties"]
    assert "start" not in milestone["properties"]


def test_schemas_are_written_for_people(project: Path) -> None:
    for family in FAMILIES:
        text = (project / "checklists" / "schema" / schema_name(family)).read_text(encoding="utf-8")
        assert json.loads(text)["$schema"] == "http://json-schema.org/draft-07/schema#"
        assert text.endswith("}\n")
        assert "\\u" not in text
