"""Write the JSON Schemas that editors use:  python3 scripts/schema.py [--check]

They follow from the model (hooks/qingdan/model.py) and stand in checklists/schema/. With --check nothing is
written; a file that is out of date, missing or left over makes the script fail.
"""

import argparse
import sys

import environment

SCHEMAS = environment.ROOT / "checklists" / "schema"


def main() -> None:
    parser = argparse.ArgumentParser(description="按数据模型生成编辑器用的 JSON Schema。")
    parser.add_argument("--check", action="store_true", help="只检查是否最新，不写文件")
    options = parser.parse_args()
    environment.enter("site")
    sys.path.insert(0, str(environment.ROOT / "hooks"))
    from qingdan.schema import schema_files  # only in .venv

    wanted = dict(schema_files())
    present = {path.name: path.read_text(encoding="utf-8") for path in SCHEMAS.glob("*.json")}
    outdated = sorted(
        name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name)
    )
    if options.check and outdated:
        sys.exit(f"这些文件不是最新的：{'、'.join(outdated)}\n请运行：python3 scripts/schema.py")
    for name in outdated:
        if name in wanted:
            SCHEMAS.mkdir(exist_ok=True)
            (SCHEMAS / name).write_text(wanted[name], encoding="utf-8", newline="\n")
        else:
            (SCHEMAS / name).unlink()
    print(f"更新了：{'、'.join(outdated)}" if outdated else f"{len(wanted)} 个文件都是最新的。")


if __name__ == "__main__":
    main()
