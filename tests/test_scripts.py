"""The command-line scripts that check: what they print, and their exit status."""

import subprocess
import sys
from pathlib import Path

import pytest

import environment
import schema
import system_parts
from qingdan.build_model import FAMILIES
from system_parts import Part
from tests.conftest import ROOT
from tests.minimal_project import MinimalProject


def run(script: str, *arguments: str | Path, cwd: Path = ROOT) -> tuple[int, list[str]]:
    """Run a script; return its exit status and the lines it printed on both streams."""
    command = [sys.executable, str(ROOT / "scripts" / script), *map(str, arguments)]
    done = subprocess.run(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout.splitlines()


def test_validate_says_that_nothing_is_wrong(minimal: MinimalProject) -> None:
    assert run("validate.py", minimal.root) == (0, ["没有问题：检查了 13 个数据文件、5 个页面。"])


def test_validate_prints_every_problem_on_a_line_of_its_own(minimal: MinimalProject) -> None:
    minimal.replace("checklists/lists/q01-plan.yml", "owner: lead-unit", "owner: lead-unti")
    minimal.replace("checklists/glossary.yml", "meaning: 监督", "meanig: 监督")
    minimal.append("docs/rectify/deadlines.md", "\n没有出处的话。\n")
    assert run("validate.py", minimal.root) == (
        1,
        [
            "checklists/glossary.yml:12:3 [2].meaning：缺少“meaning”，请补上",
            "checklists/glossary.yml:14:3 [2].meanig：未知字段“meanig”，是否想写“meaning”？",
            "checklists/lists/q01-plan.yml:18:9 sections[0].items[0].owner："
            "未知角色“lead-unti”，是否想写“lead-unit”？",
            "docs/rectify/deadlines.md:15：“没有出处的话。”没有出处，请补 [[编号]]，讲话没有说的写 [[约定]]",
            "",
            "共 4 处要改。",
        ],
    )


def test_validate_takes_a_path_from_any_folder(minimal: MinimalProject) -> None:
    assert run("validate.py", "project", cwd=minimal.root.parent)[0] == 0


def test_validate_names_a_folder_that_is_no_project(tmp_path: Path) -> None:
    status, lines = run("validate.py", tmp_path)
    assert status == 1
    assert lines[0] == "checklists：没有这个文件夹，请在项目的文件夹里运行"


def test_validate_checks_this_project_by_default(tmp_path: Path) -> None:
    status, lines = run("validate.py", cwd=tmp_path)
    assert (status, lines[-1][:4]) == (0, "没有问题"), lines


def test_schema_is_up_to_date() -> None:
    assert run("schema.py", "--check") == (0, [f"{len(FAMILIES)} 个文件都是最新的。"])


def test_schema_writes_what_is_missing_outdated_or_left_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "schema"
    monkeypatch.setattr(environment, "enter", lambda kind: None)
    monkeypatch.setattr(schema, "SCHEMAS", folder)

    def write(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["schema.py", *arguments])
        schema.main()
        return capsys.readouterr().out

    write()
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{f.name}.schema.json" for f in FAMILIES)
    assert write("--check") == f"{len(FAMILIES)} 个文件都是最新的。\n"
    (folder / "roles.schema.json").write_text("{}", encoding="utf-8")
    (folder / "terms.schema.json").unlink()
    (folder / "old.schema.json").write_text("{}", encoding="utf-8")
    outdated = "old.schema.json、roles.schema.json、terms.schema.json"
    with pytest.raises(SystemExit) as stop:
        write("--check")
    assert stop.value.code == f"这些文件不是最新的：{outdated}\n请运行：python3 scripts/schema.py"
    assert write() == f"更新了：{outdated}\n"
    assert write("--check") == f"{len(FAMILIES)} 个文件都是最新的。\n"


def test_only_parts_that_tests_need_are_named_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    parts = [
        Part("甲", "一种测试", lambda: False, ("package-a",)),
        Part("乙", "更快的测试", lambda: False, ("package-b",), needed=False),
        Part("丙", "别的测试", lambda: True, ("package-c",)),
    ]
    monkeypatch.setattr(system_parts, "SYSTEM_PARTS", parts)
    monkeypatch.setattr(system_parts, "apt_install", asked.extend)
    assert [part.name for part in system_parts.install_missing_parts()] == ["甲"]
    assert asked == ["package-a", "package-b"]
