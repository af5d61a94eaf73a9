"""The ledger's rules and its sample: what authors are told, and what scripts get."""

import json
import re

import pytest

from qingdan.ledger_data import RULES, SAMPLE, ledger_files
from qingdan.site_plan import plan_site
from tests.conftest import ROOT
from tests.minimal_project import MinimalProject

LEDGER, XINGHE = "checklists/ledger.yml", "checklists/ledgers/xinghe.yml"


@pytest.fixture
def project(minimal: MinimalProject) -> MinimalProject:
    """A small project with this project's ledger and sample; the facts they cite are left out."""
    for file in (LEDGER, XINGHE):
        text = (ROOT / file).read_text(encoding="utf-8")
        minimal.write(file, re.sub(r"sources: \[[^]]*\]", "sources: [S0-1-1]", text))
    assert minimal.problems() == []
    return minimal


# name → (file, old, new, what the author is told)
BROKEN: dict[str, tuple[str, str, str, str]] = {
    "column twice": (LEDGER, "{id: aspect,", "{id: no,", "columns[1].id：“no”重复，请另编一个"),
    "check twice": (
        LEDGER,
        "rule: no-unit",
        "rule: no-leader",
        "checks[1].rule：“no-leader”重复，请另编一个",
    ),
    "blank without a title": (
        LEDGER,
        "title: 逾期, text",
        "text",
        "checks[17]：J18 的 text 里有要填的空，没有 title，加 title，说是哪一种情形",
    ),
    "step twice": (
        LEDGER,
        "{action: claim, label: 认领挂号",
        "{action: redo, label: 认领挂号",
        "procedures[0].transitions[5].action：“redo”重复，请另编一个",
    ),
    "heading of two columns": (
        LEDGER,
        "aliases: [问题方面,",
        "aliases: [编号,",
        "columns[1].aliases：表头“编号”已经是“序号”的，一种写法只认一栏",
    ),
    "choice without choices": (
        LEDGER,
        "type: choice, choices: source",
        "type: choice",
        "columns[3]：“问题来源”的 type 和 choices 不配，type: choice 才写 choices",
    ),
    "unknown choices": (
        LEDGER,
        "choices: nature, width",
        "choices: natur, width",
        "columns[6].choices：未知选项“natur”，是否想写“nature”？",
    ),
    "unknown guard": (
        LEDGER,
        "guards: [measures, measures-done, evidence, lead-leader,",
        "guards: [evidense, lead-leader,",
        "procedures[0].transitions[2].guards[0]：未知条件“evidense”，是否想写“evidence”？",
    ),
    "unknown column of a check": (
        LEDGER,
        "column: leaders, text: 没有责任领导",
        "column: leader, text: 没有责任领导",
        "checks[0].column：未知栏目“leader”，是否想写“leaders”？",
    ),
    "unknown class of a tier": (
        LEDGER,
        "classes: [now, while, long]",
        "classes: [now, whole, long]",
        "tiers[1].classes[1]：未知时限类“whole”，是否想写“while”？",
    ),
    "unknown class of a light": (
        LEDGER,
        "when: {time: [long], stage_past: true}",
        "when: {time: [lon], stage_past: true}",
        "lights[0].rules[3]：未知时限类“lon”，是否想写“long”？",
    ),
    "no way to the end": (
        LEDGER,
        "from: [confirm]\n        to: closed",
        "from: [confirm]\n        to: open",
        "procedures[0]：“五步销号（S3）”走不到已销号，请核对 from 和 to",
    ),
    "condition of the last light": (
        LEDGER,
        "{light: green, word: 正常}",
        "{light: green, word: 正常, when: {undated: true}}",
        "lights[0]：“按剩余天数”的最后一盏灯有条件，最后一条不写 when，其余的都归它",
    ),
    "check without source": (
        LEDGER,
        "remedy: 补记批准人, convention: true",
        "remedy: 补记批准人",
        "checks[19]：这一条没有出处，请补 sources；讲话没有说的，写 convention: true",
    ),
    "unknown column of the sample": (
        XINGHE,
        "text: 中心组学习",
        "txt: 中心组学习",
        "values.txt：没有“txt”这一栏，是否想写“text”？",
    ),
    "derived column of the sample": (
        XINGHE,
        "{no: '1',",
        "{state: closed, no: '1',",
        "values.state：没有“state”这一栏，",
    ),
    "wrong choice of the sample": (
        XINGHE,
        "nature: common",
        "nature: commn",
        "values.nature：“问题性质”不能是“commn”，请核对",
    ),
    "no list of names": (
        XINGHE,
        "leaders: [丁某]",
        "leaders: 丁某",
        "values.leaders：“责任领导”不能是“丁某”，请核对",
    ),
    "unknown step of the sample": (
        XINGHE,
        "{action: claim,",
        "{action: clam,",
        "action：没有“clam”这一步，是否想写“claim”？",
    ),
    "measure that is not there": (
        XINGHE,
        "measure: 2, details",
        "measure: 9, details",
        "：没有第 9 条措施，请核对",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_author_is_told(project: MinimalProject, name: str) -> None:
    file, old, new, words = BROKEN[name]
    project.replace(file, old, new)
    found = project.problems()
    assert [line for line in found if words in line and line.startswith(f"{file}:")], found
    assert len(found) <= 2  # the mistake itself, and what cannot be reached for it


def test_scripts_get_rules_and_sample() -> None:
    files = dict(ledger_files(plan_site(ROOT).kit))
    rules = json.loads(files["data/ledger.js"].removeprefix(f"var {RULES} = ").rstrip(";\n"))
    sample = json.loads(files["data/ledger-sample.js"].removeprefix(f"var {SAMPLE} = ").rstrip(";\n"))
    assert rules["procedures"][0]["transitions"][0]["from"] == ["new"]
    assert (len(sample["problems"]), sample["as_of"]) == (57, "2026-09-16")
    assert {p["values"]["aspect"] for p in sample["problems"]} == {
        "落实党的理论和路线方针政策", "群众身边的腐败和作风", "领导班子和干部人才队伍", "基层党建和整改落实",
    }  # fmt: skip


def test_what_no_speech_says_is_marked() -> None:
    """Lights, checks after closing and the separation of hands are this kit's own."""
    [ledger] = plan_site(ROOT).kit.ledger
    value = ledger.value
    assert all(preset.convention and not preset.sources for preset in value.lights)
    assert value.rebound.convention
    assert next(g for g in value.guards if g.id == "approver-apart").convention
    assert next(t for t in value.common if t.action == "rebound").convention


def test_the_sample_names_nobody_real() -> None:
    text = (ROOT / XINGHE).read_text(encoding="utf-8")
    names = set(re.findall(r"by: ([^,}]+)", text))
    assert names
    assert all(re.fullmatch(r".某[甲乙]?", name) for name in names), names


def test_what_people_do_is_seen_in_every_measure_of_the_sample() -> None:
    """J11 names those in which it sees no action: they are few, and there is none in them."""
    files = dict(ledger_files(plan_site(ROOT).kit))
    rules = json.loads(files["data/ledger.js"].removeprefix(f"var {RULES} = ").rstrip(";\n"))
    sample = json.loads(files["data/ledger-sample.js"].removeprefix(f"var {SAMPLE} = ").rstrip(";\n"))
    (words,) = (check["words"] for check in rules["checks"] if check["id"] == "J11")
    assert len(words) == len(set(words))
    measures = [one["measure"] for problem in sample["problems"] for one in problem["measures"]]
    assert len(measures) > 100
    assert [text for text in measures if not any(word in text for word in words)] == ["覆盖到规上企业八成"]
