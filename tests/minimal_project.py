"""A small project without problems (tests/minimal/), copied for a test that breaks one thing in it."""

import shutil
from pathlib import Path

from qingdan.site_plan import SitePlan, plan_site

SOURCE = Path(__file__).parent / "minimal"


class MinimalProject:
    """A copy of tests/minimal/ that a test may change. Paths are relative to its root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(SOURCE, root, dirs_exist_ok=True)

    def write(self, file: str, text: str) -> None:
        """Write a file, new or old."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace the first occurrence of a text, which has to be there."""
        text = (self.root / file).read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        self.write(file, text.replace(old, new, 1))

    def append(self, file: str, text: str) -> None:
        """Add text at the end of a file."""
        self.write(file, (self.root / file).read_text(encoding="utf-8") + text)

    def plan(self) -> SitePlan:
        """Plan the site as it stands now."""
        return plan_site(self.root)

    def problems(self) -> list[str]:
        """Return every problem as an author reads it."""
        return [str(problem) for problem in self.plan().problems]
