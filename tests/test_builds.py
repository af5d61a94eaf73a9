"""Whole builds of a small project, by MkDocs with this project's theme and hooks, in their own process."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.minimal_project import MinimalProject

LIST = "checklists/lists/q01-plan.yml"
PAGE = "docs/rectify/deadlines.md"
PROBLEM = f"{LIST}:18:9 sections[0].items[0].owner：未知角色“lead-unti”，是否想写“lead-unit”？"
NAV = [
    "index.md",
    "rectify/deadlines.md",
    {"清单": ["lists/*"]},
    {"文书": ["forms/*"]},
    {"时间轴": ["timelines/*"]},
    {"阶段": ["stages/*"]},
    {"出处": ["sources/*"]},
    {"其他": ["roles/office.md", "roles/lead-unit.md", "help/conventions.md"]},
]
SECONDS_TO_WAIT = 60


@pytest.fixture
def small(minimal: MinimalProject) -> MinimalProject:
    """Return the small project with settings of its own, which are those of this project but for paths."""
    generated = [
        path for path in minimal.plan().pages if "/" not in path or path.split("/")[0] in OTHER_FOLDERS
    ]
    settings = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "docs_dir": "docs",
        "site_dir": "site",
        "hooks": [str(ROOT / "hooks/mkdocs_hooks.py")],
        "theme": {"custom_dir": str(ROOT / "hooks/theme")},
        "watch": ["checklists"],
        "extra_css": [],
        "extra_javascript": [],
        "nav": [*NAV, *generated],
    }
    minimal.write("mkdocs.yml", yaml.safe_dump(settings, allow_unicode=True))
    return minimal


OTHER_FOLDERS = {"duties", "compare", "rectify", "print"}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-P", "-m", "mkdocs", *arguments]


def environment() -> dict[str, str]:
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}


def build(small: MinimalProject, *options: str) -> tuple[int, str]:
    """Build the project; return the exit status and all that was printed."""
    done = subprocess.run(
        command("build", *options),
        cwd=small.root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout


def test_a_project_without_problems_is_built_strictly(small: MinimalProject) -> None:
    status, printed = build(small, "--strict")
    assert status == 0, printed
    assert "WARNING" not in printed
    site = small.root / "site"
    page = (site / "rectify/deadlines.html").read_text(encoding="utf-8")
    assert 'href="../sources/s0.html#S0-1-2"' in page
    assert 'data-ref="S0-1-2"' in page
    assert "qd-problems" not in page
    for path in (
        "lists/q01.html",
        "timelines/t01.html",
        "glossary.html",
        "data/checklists.json",
        "search/index.js",
    ):
        assert (site / path).stat().st_size > 0


@pytest.mark.parametrize("options", [("--strict",), ()], ids=["strict", "plain"])
def test_a_broken_project_is_not_built_and_says_why(small: MinimalProject, options: tuple[str, ...]) -> None:
    """Every problem, no traceback; and the site of the last good build is still there."""
    (small.root / "site").mkdir()
    (small.root / "site" / "index.html").write_text("alt", encoding="utf-8")
    small.replace(LIST, "owner: lead-unit", "owner: lead-unti")
    small.append(PAGE, "\n没有出处的话。\n")
    status, printed = build(small, *options)
    assert status == 1
    assert [line for line in printed.splitlines() if line.startswith("WARNING")] == [
        f"WARNING -  {PROBLEM}",
        f"WARNING -  {PAGE}:15：“没有出处的话。”没有出处，请补 [[编号]]，讲话没有说的写 [[约定]]",
    ]
    assert "有 2 处要改（见上），改好再构建。" in printed
    assert "Traceback" not in printed
    assert (small.root / "site" / "index.html").read_text(encoding="utf-8") == "alt"


def test_a_broken_link_fails_a_strict_build(small: MinimalProject) -> None:
    """That is for MkDocs to find; our hooks must not hide it."""
    small.append(PAGE, "\n看[台账](ledger.md)。[[约定]]\n")
    status, printed = build(small, "--strict")
    assert status == 1
    assert "ledger.md" in printed
    assert "Traceback" not in printed


@pytest.fixture
def serve(small: MinimalProject) -> Iterator[Callable[[], str]]:
    """Yield a function that starts ``mkdocs serve`` and returns its address; it ends with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with (small.root / "serve.log").open("wb") as log:
            arguments = command("serve", "--livereload", "--dev-addr", f"127.0.0.1:{port}")
            started.append(
                subprocess.Popen(arguments, cwd=small.root, env=environment(), stdout=log, stderr=log)
            )
        return f"http://127.0.0.1:{port}/"

    yield start
    for process in started:
        process.terminate()
        process.wait()


def problems_shown(address: str) -> list[str] | None:
    """Return the problems that a page shows, or None while nothing answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=SECONDS_TO_WAIT) as response:
            page = response.read().decode("utf-8")
    except (urllib.error.URLError, ConnectionError):
        return None
    assert "</html>" in page
    return [unescape(text) for text in re.findall(r"<li><code>(.*?)</code></li>", page)]


def wait_for(expected: list[str], address: str, log: Path) -> None:
    """Wait until a page shows exactly these problems."""
    shown: list[str] | None = None
    until = time.monotonic() + SECONDS_TO_WAIT
    while time.monotonic() < until:
        shown = problems_shown(address)
        if shown == expected:
            return
        time.sleep(0.1)
    pytest.fail(f"{address} shows {shown}, not {expected}\n{log.read_text(encoding='utf-8')}")


def test_serve_shows_the_problems_on_the_page_and_goes_on(
    small: MinimalProject, serve: Callable[[], str]
) -> None:
    log = small.root / "serve.log"
    small.replace(LIST, "owner: lead-unit", "owner: lead-unti")
    address = serve()
    wait_for([PROBLEM], f"{address}rectify/deadlines.html", log)
    wait_for([PROBLEM], f"{address}lists/q01.html", log)  # on generated pages, too

    small.replace(LIST, "owner: lead-unti", "owner: lead-unit")
    wait_for([], f"{address}lists/q01.html", log)

    small.replace("checklists/roles.yml", "- id: office", "- id：office")
    said = "checklists/roles.yml:2：这一行的冒号是中文的，请改成英文冒号，后面留一个空格"
    wait_for([said], f"{address}lists/q01.html", log)
    assert "Traceback" not in log.read_text(encoding="utf-8")
