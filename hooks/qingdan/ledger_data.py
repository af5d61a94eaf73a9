"""The ledger's rules and the sample ledgers as scripts need them: classic scripts, since fetch fails on file://."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from qingdan.build_model import Kit
from qingdan.ledger_model import SampleLedger
from qingdan.workbook_template import workbook_script

RULES = "QINGDAN_LEDGER"
SAMPLE = "QINGDAN_LEDGER_SAMPLE"


def ledger_files(kit: Kit) -> Iterator[tuple[str, str]]:
    """``(path, content)`` of ``data/ledger.js``, of ``data/workbook.js`` and of ``data/ledger-sample.js``, the first sample."""
    for loaded in kit.ledger:
        yield "data/ledger.js", _script(RULES, loaded.value.model_dump(mode="json", by_alias=True))
        yield "data/workbook.js", workbook_script(loaded.value)
    for sample in kit.samples[:1]:
        yield "data/ledger-sample.js", _script(SAMPLE, sample_data(sample.value))


def sample_data(sample: SampleLedger) -> dict[str, Any]:
    """A sample with its problems in one list, each with its aspect and class among its cells."""
    problems = [
        {
            **problem.model_dump(mode="json"),
            "values": {"aspect": aspect.title, "class": group.title, **problem.values},
        }
        for aspect in sample.aspects
        for group in aspect.classes
        for problem in group.problems
    ]
    return {**sample.model_dump(mode="json", exclude={"aspects"}), "problems": problems}


def _script(name: str, value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Both end a line in JavaScript before 2019, and JSON leaves them as they are.
    return f"var {name} = {text.replace(chr(0x2028), ' ').replace(chr(0x2029), ' ')};\n"
