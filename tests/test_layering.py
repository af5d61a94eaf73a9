"""What may import what: the table in docs/help/architecture.md, read from top to bottom, is the order."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

HOOKS = ROOT / "hooks"
PACKAGE = HOOKS / "qingdan"
MODULES = {path.stem: path for path in sorted(PACKAGE.glob("*.py")) if path.stem != "__init__"}
ARCHITECTURE = (ROOT / "docs/help/architecture.md").read_text(encoding="utf-8")
# | `prose`、`pages` | … | → prose, pages; templates/ is no module
ORDER = [
    name for row in re.findall(r"^\| (`.*?) \|", ARCHITECTURE, re.M) for name in re.findall(r"`(\w+)`", row)
]


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it; relative imports keep their dots."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            name = "." * node.level + (node.module or "")
            yield name
            yield from (f"{name}.{alias.name}" for alias in node.names)


def own_imports(path: Path) -> set[str]:
    """The modules of the package that a file imports."""
    parts = [name.split(".") for name in imported(path)]
    return {name[1] for name in parts if name[0] == "qingdan" and len(name) > 1 and name[1] in MODULES}


def test_the_table_names_every_module_once() -> None:
    assert sorted(ORDER) == sorted(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_from_the_rows_above_it(name: str) -> None:
    assert own_imports(MODULES[name]) <= set(ORDER[: ORDER.index(name)])


def test_something_is_imported_at_all() -> None:
    """Otherwise the test above would prove nothing."""
    assert own_imports(MODULES["site_plan"]) >= {"build_model", "rules", "views", "problems"}


@pytest.mark.parametrize("name", MODULES)
def test_the_package_knows_no_site_generator(name: str) -> None:
    assert not {
        found for found in imported(MODULES[name]) if found.split(".")[0].startswith(("mkdocs", "material"))
    }


@pytest.mark.parametrize(
    "path", sorted(HOOKS.rglob("*.py")), ids=lambda path: path.relative_to(HOOKS).as_posix()
)
def test_imports_are_absolute(path: Path) -> None:
    """MkDocs puts hooks/ on the path only while it loads the entry: a relative or late import would fail."""
    assert not [found for found in imported(path) if found.startswith((".", "hooks"))]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    late = [n for outer in inner for n in ast.walk(outer) if isinstance(n, (ast.Import, ast.ImportFrom))]
    assert late == []


def test_only_the_entry_knows_mkdocs() -> None:
    users = {
        path.name for path in HOOKS.rglob("*.py") if any(name.startswith("mkdocs") for name in imported(path))
    }
    assert users == {"mkdocs_hooks.py"}


def test_hooks_hold_no_module_but_these() -> None:
    """Every module-level ``on_*`` function of the entry is an event; nothing else may lie beside it."""
    assert {path.relative_to(HOOKS).as_posix() for path in HOOKS.rglob("*.py")} == {
        "mkdocs_hooks.py",
        "qingdan/__init__.py",
        *(f"qingdan/{name}.py" for name in MODULES),
    }


WATCH = """
import sys
import jinja2, markdown.extensions.toc, markupsafe, pydantic.json_schema, pymdownx.slugs, yaml
from markdown import extensions, inlinepatterns, treeprocessors
class Warm(pydantic.BaseModel): ...  # the first model makes Pydantic look for plugins
seen = []
def watch(event, arguments):
    if event == "open" and not str(arguments[0]).endswith((".py", ".pyc", ".so")):
        seen.append((event, arguments[0]))
    elif event in ("os.listdir", "os.scandir", "os.chdir", "subprocess.Popen", "socket.connect", "os.mkdir"):
        if not sys._getframe(1).f_code.co_filename.startswith("<frozen importlib"):
            seen.append((event, arguments[0]))
sys.addaudithook(watch)
for name in sys.argv[1:]:
    __import__("qingdan." + name)
assert not seen, seen
"""


def test_importing_reads_nothing() -> None:
    """No file, folder or network is touched before somebody asks for it."""
    done = subprocess.run(
        [sys.executable, "-c", WATCH, *MODULES], cwd=HOOKS, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
