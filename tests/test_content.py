"""The content itself: nothing wrong, every point of the speeches present, what matters of them used."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from qingdan.nav import nav_paths
from qingdan.site_plan import SitePlan, plan_site
from tests.conftest import ROOT
from tests.rendering import config

COPY_CHECK = ROOT.parent / "shared" / "tools" / "copy_check.py"

# Advertising, watermarks, leaked names and slips of the source texts: none of it may have come along.
NOISE = (
    "酷乐文行 禁止外传 观山文库 文似观山 微信扫码 领取福利 加入收藏 预计阅读时长 会员群 倒卖"
    " 国家煤矿安监局 宁德 王歧山 标本兼职 至始至终"
).split()
NOISE_PATTERN = re.compile(r"QQ\s*\d{5,}")
WRITTEN = [ROOT / "README.md", *(ROOT / "docs").rglob("*"), *(ROOT / "checklists").rglob("*")]


@pytest.fixture(scope="module")
def plan(project: Path) -> SitePlan:
    return plan_site(project)


def test_nothing_is_wrong(plan: SitePlan) -> None:
    assert [str(problem) for problem in plan.problems] == []


def test_every_point_of_the_speeches_is_there(plan: SitePlan) -> None:
    facts = [
        (speech.id, fact) for speech in plan.views.speeches for part in speech.parts for fact in part.facts
    ]
    assert Counter(speech for speech, _ in facts) == {"S0": 133, "S1": 79, "S2": 138, "S3": 114, "S4": 39}
    assert Counter(fact.weight for _, fact in facts) == {"必": 318, "宜": 141, "背": 44}
    assert len({fact.id for _, fact in facts}) == 503


def test_what_matters_is_used_by_hand(plan: SitePlan) -> None:
    """A point that must or should be covered is cited by a hand-written page or a list's item."""
    cited = {source for page in plan.markdown.values() for source in page.sources}
    cited |= {
        source for checklist in plan.views.checklists for item in checklist.items for source in item.sources
    }
    missing = [
        f"{fact.id} {fact.weight} {fact.text}"
        for speech in plan.views.speeches
        for part in speech.parts
        for fact in part.facts
        if fact.weight in ("必", "宜") and fact.id not in cited
    ]
    assert missing == []


@pytest.mark.parametrize("noise", NOISE)
def test_no_noise_of_the_sources_came_along(noise: str) -> None:
    assert [path for path in WRITTEN if path.is_file() and noise.encode() in path.read_bytes()] == []


def test_no_number_of_a_chat_group_came_along() -> None:
    texts = {path: path.read_bytes().decode("utf-8", "replace") for path in WRITTEN if path.is_file()}
    assert [path for path, text in texts.items() if NOISE_PATTERN.search(text)] == []


@pytest.mark.skipif(not COPY_CHECK.exists(), reason="讲话原文不在本机，无从比对")
def test_no_sentence_of_the_speeches_is_copied() -> None:
    command = [sys.executable, str(COPY_CHECK), "docs", "checklists", "README.md"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout.splitlines()[-1].endswith(" 0 found"), done.stdout
    assert done.returncode == 0


def test_there_is_enough_of_everything(plan: SitePlan) -> None:
    guidance = [page for page in plan.markdown.values() if page.path.startswith(("rectify/", "inspect/"))]
    assert len(guidance) >= 30
    assert all(page.is_guidance for page in guidance)
    questions = (ROOT / "docs/ask/index.md").read_text(encoding="utf-8")
    assert len(re.findall(r"(?m)^### .*？", questions)) >= 25
    assert len(plan.views.differences) == 29
    assert len(plan.views.checklists) >= 25


def test_every_role_has_a_page(plan: SitePlan) -> None:
    pages = {page.meta.role: page.path for page in plan.markdown.values() if page.meta.role}
    assert pages == {role.id: f"roles/{role.id}.md" for role in plan.views.roles}
    assert len(pages) == 11


def test_a_page_beside_the_navigation_is_linked_from_another(plan: SitePlan) -> None:
    aside = [page for page in plan.pages.values() if page.aside]
    assert aside
    for page in aside:
        name = page.url.rsplit("/", 1)[1]
        assert any(name in other.html for other in plan.pages.values() if other is not page), page.path


def test_every_page_is_in_the_navigation(plan: SitePlan) -> None:
    entries = list(nav_paths(config().nav or []))
    folders = tuple(entry.removesuffix("*") for entry in entries if entry.endswith("/*"))
    written = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert written - set(entries) == set()
    listed = {path for path, page in plan.pages.items() if not page.aside}
    assert {path for path in listed if not path.startswith(folders)} - set(entries) == set()
    assert {entry for entry in entries if not entry.endswith("/*")} <= written | plan.pages.keys()


def test_ids_of_facts_say_where_they_belong(plan: SitePlan) -> None:
    """Sorted as printed: the speech, its section, then the number, rising within a section."""
    for speech in plan.views.speeches:
        numbers: dict[str, list[int]] = {}
        for part in speech.parts:
            for fact in part.facts:
                section, _, number = fact.id.rpartition("-")
                numbers.setdefault(section, []).append(int(number))
        assert all(found == sorted(set(found)) for found in numbers.values()), speech.id
