"""How a problem reads: the place, what is wrong, the remedy, on one line."""

import pytest

from qingdan.problems import Path, Problem, did_you_mean, one_of, path_text


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (
            Problem("a.yml", 12, 9, "sections[0].owner", "未知角色“x”", "是否想写“y”？"),
            "a.yml:12:9 sections[0].owner：未知角色“x”，是否想写“y”？",
        ),
        (Problem("a.md", 12, 0, "", "没有出处", "请补"), "a.md:12：没有出处，请补"),
        (Problem("a.yml", 0, 0, "", "文件是空的"), "a.yml：文件是空的"),
        (Problem("a.yml", 1, 1, "a\nb", "x\u2028y\x1b[31m"), "a.yml:1:1 a b：x y [31m"),
    ],
)
def test_a_problem_is_one_printable_line(problem: Problem, said: str) -> None:
    assert str(problem) == said


def test_problems_sort_by_file_line_and_column() -> None:
    places = [("b", 1, 1), ("a", 10, 1), ("a", 9, 5), ("a", 9, 1), ("a", 0, 0)]
    problems = sorted(Problem(*place, "", "") for place in places)
    assert [(p.file, p.line, p.column) for p in problems] == sorted(places)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("id",), "id"),
        ((0, "title"), "[0].title"),
        (("sections", 0, "items", 2, "owner"), "sections[0].items[2].owner"),
    ],
)
def test_a_path_reads_like_code(path: Path, text: str) -> None:
    assert path_text(path) == text


def test_only_a_near_word_is_suggested() -> None:
    assert did_you_mean("lead-unti", ["office", "lead-unit"]) == "是否想写“lead-unit”？"
    assert did_you_mean("zzz", ["office", "lead-unit"]) == ""


def test_a_long_list_of_choices_is_cut() -> None:
    assert one_of(["甲", "乙"]) == "可以写：甲、乙"
    assert one_of(["甲", "乙", "丙"], limit=2) == "可以写：甲、乙 等"
