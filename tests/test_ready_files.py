"""The files that people take away: made once, kept, put into a site, listed for its pages."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import ready_files
from office.ready import ReadyFile, fingerprint_of
from qingdan.ready_files import GLOBAL, MANIFEST, Download, manifest_script
from qingdan.site_plan import SitePlan, plan_site
from tests.conftest import ROOT


class Makers:
    """Ready files whose content and makings the test sees."""

    def __init__(self) -> None:
        self.contents = {"W01": "甲", "W02": "乙"}
        self.made: list[str] = []

    def files(self) -> Iterator[ReadyFile]:
        for of, text in self.contents.items():
            yield ReadyFile(
                of,
                f"{of.lower()}.docx",
                f"{of} 表.docx",
                "Word 文件",
                fingerprint_of(text),
                self.maker(of, text),
            )

    def maker(self, of: str, text: str) -> "Maker":
        return Maker(self, of, text)


class Maker:
    def __init__(self, makers: Makers, of: str, text: str) -> None:
        self.makers, self.of, self.text = makers, of, text

    def __call__(self) -> bytes:
        self.makers.made.append(self.of)
        return self.text.encode()


@pytest.fixture
def makers(monkeypatch: pytest.MonkeyPatch) -> Makers:
    found = Makers()
    monkeypatch.setattr(ready_files, "ready_files", found.files)
    return found


def listed(site: Path) -> list[dict[str, object]]:
    text = (site / MANIFEST).read_text(encoding="utf-8")
    rows: list[dict[str, object]] = json.loads(text.removeprefix(f"var {GLOBAL} = ").rstrip(";\n"))
    return rows


def put(tmp_path: Path, site: str, only: str | None = None) -> tuple[int, int]:
    (tmp_path / site).mkdir(exist_ok=True)
    return ready_files.put_into(tmp_path / site, only, tmp_path / "kept")


def test_files_are_put_into_the_site_and_listed(makers: Makers, tmp_path: Path) -> None:
    assert put(tmp_path, "site") == (2, 2)
    assert (tmp_path / "site/files/w01.docx").read_text(encoding="utf-8") == "甲"
    assert listed(tmp_path / "site")[0] == {
        "of": "W01",
        "path": "files/w01.docx",
        "name": "W01 表.docx",
        "kind": "Word 文件",
        "bytes": 3,
    }


def test_what_has_not_changed_is_copied(makers: Makers, tmp_path: Path) -> None:
    put(tmp_path, "site")
    makers.made.clear()
    assert put(tmp_path, "another") == (0, 2)
    assert makers.made == []
    assert (tmp_path / "another/files/w02.docx").read_text(encoding="utf-8") == "乙"


def test_what_has_changed_is_made_again(makers: Makers, tmp_path: Path) -> None:
    put(tmp_path, "site")
    makers.made.clear()
    makers.contents["W02"] = "丙"
    assert put(tmp_path, "site") == (1, 2)
    assert makers.made == ["W02"]
    assert (tmp_path / "site/files/w02.docx").read_text(encoding="utf-8") == "丙"


def test_only_one_is_made(makers: Makers, tmp_path: Path) -> None:
    assert put(tmp_path, "site", only="W02") == (1, 1)
    assert [row["of"] for row in listed(tmp_path / "site")] == ["W02"]


def test_what_is_no_more_is_forgotten(makers: Makers, tmp_path: Path) -> None:
    put(tmp_path, "site")
    del makers.contents["W01"]
    assert put(tmp_path, "new") == (0, 1)
    assert not (tmp_path / "kept/w01.docx").exists()
    assert not (tmp_path / "new/files/w01.docx").exists()


def test_the_command_wants_a_site(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/ready_files.py", "--site", tmp_path],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == f"{tmp_path} 里没有网站。请先运行：python3 scripts/build.py\n"


def test_the_command_fills_a_site(tmp_path: Path) -> None:
    (tmp_path / "404.html").touch()
    # One alone: the whole set takes its time, and is made once for the tests that read it.
    command = [sys.executable, str(ROOT / "scripts/ready_files.py"), "--site", str(tmp_path), "--only", "Q03"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    names = {path.name for path in (tmp_path / "files").iterdir()}
    assert names == {"manifest.js", *(str(row["path"]).removeprefix("files/") for row in listed(tmp_path))}


def test_a_build_lists_none(project_plan: SitePlan) -> None:
    assert dict(project_plan.data_files())[MANIFEST] == manifest_script(())


def test_the_list_is_a_classic_script() -> None:
    script = manifest_script([Download("W01", "files/w01.docx", "W01 表.docx", "Word 文件", 3)])
    assert script.startswith(f"var {GLOBAL} = [{{")
    assert script.endswith("];\n")


@pytest.fixture(scope="module")
def project_plan() -> SitePlan:
    return plan_site(ROOT)
