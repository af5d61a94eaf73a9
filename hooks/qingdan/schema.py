"""The model → JSON Schemas, one a family, by which editors complete and check the YAML files.

Draft 7, because editors of any age know it. What a schema cannot say (rules across files, repeated keys)
only the build reports.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core.core_schema import CoreSchema, DictSchema, ModelSchema

from qingdan.build_model import FAMILIES, Family

DRAFT = "http://json-schema.org/draft-07/schema#"


def schema_files() -> Iterator[tuple[str, str]]:
    """``(name, text)`` of every schema file under ``checklists/schema/``."""
    for family in FAMILIES:
        yield schema_name(family), json.dumps(schema(family), ensure_ascii=False, indent=2) + "\n"


def schema_name(family: Family) -> str:
    return f"{family.name}.schema.json"


def modeline(family: Family) -> str:
    """The first line of a family's YAML files: it tells an editor where the schema is."""
    up = "../" * family.pattern.count("/")
    return f"# yaml-language-server: $schema={up}schema/{schema_name(family)}"


def schema(family: Family) -> dict[str, Any]:
    """The JSON Schema of a whole file of this family."""
    return family.adapter.json_schema(schema_generator=_Generator)


class _Generator(GenerateJsonSchema):
    """Pydantic's schemas without its English titles and the docstrings, which authors would be shown."""

    schema_dialect = DRAFT

    def generate(self, schema: CoreSchema, mode: JsonSchemaMode = "validation") -> JsonSchemaValue:
        return {"$schema": DRAFT, **super().generate(schema, mode)}

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        return {key: value for key, value in made.items() if key not in ("title", "description")}

    def dict_schema(self, schema: DictSchema) -> JsonSchemaValue:
        """Of a mapping, keys that are no ids are refused, as the model does."""
        made = super().dict_schema(schema)
        return {**made, "additionalProperties": False} if "patternProperties" in made else made
