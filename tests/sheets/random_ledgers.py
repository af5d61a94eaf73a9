"""Ledgers nobody would keep, but that have to survive every file: the same ones in every run."""

import random
from typing import Any

PIECES = [
    "整改", "制度", "2026.8.31", "一是", "1.", "（一）", "、", "，", "。", "=1+1", "+", "-", "@SUM",
    "'", "''", '"', "<script>", "&amp;", "<br>",
    "\t", "\n", "\n\n", "  ", "　", "_x0041_", "_x000D_", "\u202e", "\U00020000", "😀", "0012", "%", "合计",
    "填表人：", "长期坚持", "已完成", ",",
    ";", "__proto__", "]]>", "\x0b", "\x1f", "\ufeff", "\u2028", "é", "甲" * 50, "$1", "$&", "{{data}}",
]  # fmt: skip
NAMES = [
    "赵一",
    "钱二（科长）",
    "财务科",
    "=甲",
    "@乙",
    "John Smith",
    "<b>丙</b>",
    "某某街道办事处",
    "__proto__",
]
OPTIONS = {
    "source": ["feedback", "onsite", "selfcheck"],
    "nature": ["individual", "common", "budding", "general"],
    "timeClass": ["now", "period", "while", "half", "year", "long"],
    "state": ["new", "open", "review", "confirm", "closed"],
    "measureKind": ["now", "system", "lasting"],
    "measureState": ["todo", "doing", "done"],
}


def ledger(seed: int, columns: list[dict[str, Any]], *, plain: bool = False) -> list[dict[str, Any]]:
    """``FlatProblem[]`` with anything in any cell. ``plain``: no characters that a table cannot carry."""
    rng = random.Random(seed)
    own = rng.sample(["督办人", "=表头", "信访编号"], rng.randint(0, 2))
    return [_problem(rng, number, columns, own, plain) for number in range(1, rng.randint(1, 7))]


def _problem(
    rng: random.Random, number: int, columns: list[dict[str, Any]], own: list[str], plain: bool
) -> dict[str, Any]:
    values = {c["id"]: _value(rng, c, plain) for c in columns if c["level"] == "problem"}
    values["no"] = f"{number:03}" if rng.random() < 0.5 else str(number)
    values["text"] = values["text"] or "问题"
    measures: list[dict[str, Any]] = [
        {
            "uid": f"m{number}-{n}",
            "values": {c["id"]: _value(rng, c, plain) for c in columns if c["level"] == "measure"},
        }
        for n in range(rng.randint(0, 4))
    ]
    for measure in measures:
        measure["values"]["measure"] = measure["values"]["measure"] or "措施"
    texts = {heading: _text(rng, plain) for heading in own}
    return {
        "uid": f"p{number}",
        "values": values,
        "own": {k: v for k, v in texts.items() if v},
        "measures": measures,
    }


def _value(rng: random.Random, column: dict[str, Any], plain: bool) -> Any:
    kind, empty = column["type"], rng.random() < 0.3
    if column["id"].lower().endswith("duetext"):
        return rng.choice(["", "长期坚持", "立行立改"])
    if kind in ("names", "list"):
        if empty:
            return []
        if kind == "names":
            return rng.sample(NAMES, rng.randint(1, 3))
        return [text for _ in range(rng.randint(1, 3)) if (text := " ".join(_text(rng, plain).split()))]
    if kind == "number":
        return None if empty else rng.randint(1, 4)
    if empty:
        return ""
    if kind == "date":
        return f"{rng.randint(1990, 2099)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    if kind == "choice":
        return rng.choice(OPTIONS[column["choices"]])
    return _text(rng, plain)


def _text(rng: random.Random, plain: bool) -> str:
    text = "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 6)))
    if plain:
        text = "".join(one for one in text if one >= " " or one == "\n").replace("\u2028", "")
    return text.strip("\ufeff\x0b\x1f \n\t\u3000\u2028")
