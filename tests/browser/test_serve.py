"""scripts/serve.py while somebody edits: what was saved shows by itself, and mistakes show on the page."""

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

# A rebuild takes seconds, on a busy machine more.
PATIENCE = 60_000

EDITED = ("checklists", "docs", "hooks", "scripts", "requirements", "mkdocs.yml")
OWNER = re.compile(r"^( +owner: ).*$", re.M)
TEXT = re.compile(r"^( +text: ).*$", re.M)


@dataclass(frozen=True)
class Server:
    """A running preview and the folder that it watches."""

    url: str
    folder: Path
    process: "subprocess.Popen[str]"
    log: Path


@pytest.fixture(scope="module")
def server(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("serve")
    for name in EDITED:
        source = project / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    if not (project / ".venv").exists():
        pytest.skip("没有 .venv，请用 scripts/test.py 运行")
    (folder / ".venv").symlink_to(project / ".venv", target_is_directory=True)  # nothing is installed again
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "serve.log"
    command = [sys.executable, "-u", "scripts/serve.py", "--port", str(port)]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, text=True)
    server = Server(f"http://127.0.0.1:{port}/", folder, process, log)
    try:
        wait_for(server, f"请在浏览器打开  {server.url}")
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(server: Server, words: str) -> None:
    """Wait until the server has printed these words."""
    until = time.monotonic() + PATIENCE / 1000
    while words not in server.log.read_text(encoding="utf-8"):
        if time.monotonic() > until or server.process.poll() is not None:
            pytest.fail(f"没有等到“{words}”：\n{server.log.read_text(encoding='utf-8')}", pytrace=False)
        time.sleep(0.2)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Not the watched page of the other tests: it would take this server for a foreign one."""
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def checklist(server: Server) -> Iterator[Path]:
    """Lend a list to write in, and put it back afterwards."""
    [path] = server.folder.glob("checklists/lists/q03-*.yml")
    before = path.read_bytes()
    yield path
    if path.read_bytes() != before:
        path.write_bytes(before)


def test_what_was_saved_shows_by_itself(server: Server, page: Page, checklist: Path) -> None:
    page.goto(f"{server.url}lists/q03.html")
    item = page.locator("[data-item-id]").first
    expect(item).not_to_contain_text("改过的一条")
    text = checklist.read_text(encoding="utf-8")
    checklist.write_text(TEXT.sub(r"\1改过的一条", text, count=1), encoding="utf-8")
    expect(item).to_contain_text("改过的一条", timeout=PATIENCE)


@pytest.mark.parametrize("wrong", ["nobody", "@nobody"], ids=["a value", "the syntax"])
def test_a_mistake_shows_with_its_place_until_it_is_mended(
    server: Server, page: Page, checklist: Path, wrong: str
) -> None:
    page.goto(f"{server.url}index.html")
    problems = page.locator(".qd-problems")
    text = checklist.read_text(encoding="utf-8")
    place = OWNER.search(text)
    assert place
    line = text.count("\n", 0, place.start()) + 1
    shown = problems.get_by_text(re.compile(rf"{re.escape(checklist.name)}:{line}\b"))
    expect(shown).to_have_count(0)

    checklist.write_text(OWNER.sub(rf"\g<1>{wrong}", text, count=1), encoding="utf-8")
    expect(shown.first).to_be_visible(timeout=PATIENCE)
    assert server.process.poll() is None
    page.goto(f"{server.url}glossary.html")
    expect(shown.first).to_be_visible()
    expect(page.locator("h1")).to_have_text("术语表")

    checklist.write_text(text, encoding="utf-8")
    expect(shown).to_have_count(0, timeout=PATIENCE)
    expect(page.locator("h1")).to_have_text("术语表")
    assert "Traceback" not in server.log.read_text(encoding="utf-8")
