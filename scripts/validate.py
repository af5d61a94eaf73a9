"""Check the data and the pages without building:  python3 scripts/validate.py [PROJECT]

Prints every problem at once, one a line: file:line:column, what is wrong, how to mend it. Exit status 1 if
there are any.
"""

import argparse
import sys
from pathlib import Path

import environment


def main() -> None:
    parser = argparse.ArgumentParser(description="检查 checklists/ 和 docs/，一次列出所有要改的地方。")
    parser.add_argument(
        "project",
        type=Path,
        nargs="?",
        default=environment.ROOT,
        metavar="PROJECT",
        help="项目文件夹，默认是本项目",
    )
    project = parser.parse_args().project.resolve()
    environment.enter("site")
    sys.path.insert(0, str(environment.ROOT / "hooks"))
    from qingdan.build_model import FAMILIES  # only in .venv
    from qingdan.site_plan import plan_site

    plan = plan_site(project)
    for problem in plan.problems:
        print(problem)
    if plan.problems:
        sys.exit(f"\n共 {len(plan.problems)} 处要改。")
    files = {loaded.document.file for family in FAMILIES for loaded in plan.kit.family(family)}
    print(f"没有问题：检查了 {len(files)} 个数据文件、{len(plan.markdown)} 个页面。")


if __name__ == "__main__":
    main()
