"""Rules across the data files: each is broken once in a small project, and its message is read."""

import pytest

from tests.minimal_project import MinimalProject

LIST = "checklists/lists/q01-plan.yml"
TIMELINE = "checklists/timelines/t01-rectify.yml"
SPEECH = "checklists/sources/s0.yml"
DUTIES = "checklists/duties.yml"
TERMS = "checklists/glossary.yml"
NO_SOURCE = "：这一条没有出处，请补 sources；讲话没有说的，写 convention: true"

CHOICE = """choices:
  - id: base
    label: 选
    kind: {kind}
    convention: true
    options:
      - {{value: {first}, label: 甲, convention: true}}
      - {{value: {second}, label: 乙, convention: true}}
milestones:
"""

# name → (file, old, new, the problems)
BROKEN: dict[str, tuple[str, str, str, list[str]]] = {
    "unknown owner": (
        LIST,
        "owner: lead-unit",
        "owner: lead-unti",
        [f"{LIST}:18:9 sections[0].items[0].owner：未知角色“lead-unti”，是否想写“lead-unit”？"],
    ),
    "unknown role of a list": (
        LIST,
        "roles: [office]",
        "roles: [office, nobody]",
        [f"{LIST}:8:17 roles[1]：未知角色“nobody”，请核对角色编号"],
    ),
    "unknown who of a milestone": (
        TIMELINE,
        "at: start, who: office",
        "at: start, who: offices",
        [f"{TIMELINE}:12:40 milestones[0].who：未知角色“offices”，是否想写“office”？"],
    ),
    "unknown role in the matrix": (
        DUTIES,
        "office: {part: 牵头",
        "offise: {part: 牵头",
        [f"{DUTIES}:7:5 [0].cells.offise：未知角色“offise”，是否想写“office”？"],
    ),
    "unknown stage": (
        LIST,
        "stage: plan",
        "stage: plans",
        [f"{LIST}:9:1 stage：未知阶段“plans”，是否想写“plan”？"],
    ),
    "unknown stage of a way back": (
        "checklists/stages.yml",
        "{stage: plan",
        "{stage: plna",
        ["checklists/stages.yml:16:8 [1].back[0].stage：未知阶段“plna”，是否想写“plan”？"],
    ),
    "unknown source": (
        LIST,
        "sources: [S0-1-1]",
        "sources: [S0-1-1, S0-1-9]",
        [f"{LIST}:20:27 sections[0].items[0].sources[1]：未知出处“S0-1-9”，是否想写“S0-1-2”？"],
    ),
    "unknown outside fact": (
        TERMS,
        "outside: [F-A1]",
        "outside: [F-A9]",
        [f"{TERMS}:11:13 [1].outside[0]：未知外部事实“F-A9”，是否想写“F-A2”？"],
    ),
    "unknown speech": (
        "checklists/differences.yml",
        "S0: {",
        "S9: {",
        ["checklists/differences.yml:6:5 [0].positions.S9：未知讲话“S9”，请核对讲话编号"],
    ),
    "unknown page": (
        "checklists/differences.yml",
        "rectify/deadlines.md",
        "rectify/deadline.md",
        [
            "checklists/differences.yml:8:11 [0].pages[0]："
            "未知页面“rectify/deadline.md”，是否想写“rectify/deadlines.md”？"
        ],
    ),
    "unknown term": (
        TERMS,
        "confusable: [five-person-group]",
        "confusable: [five-persons]",
        [f"{TERMS}:6:16 [0].confusable[0]：未知术语“five-persons”，是否想写“five-person-group”？"],
    ),
    "duplicate id in one file": (
        LIST,
        "id: Q01-02",
        "id: Q01-01",
        [f"{LIST}:21:9 sections[0].items[1].id：编号“Q01-01”重复，{LIST} 第 14 行已用，请另编一个"],
    ),
    "duplicate role": (
        "checklists/roles.yml",
        "- id: lead-unit",
        "- {id: office, name: 甲, side: both, summary: 乙, convention: true}\n- id: lead-unit",
        ["checklists/roles.yml:7:4 [1].id：编号“office”重复，checklists/roles.yml 第 2 行已用，请另编一个"],
    ),
    "duplicate fact": (
        SPEECH,
        "S0-2-1",
        "S0-1-2",
        [f"{SPEECH}:27:9 parts[1].facts[0].id：编号“S0-1-2”重复，{SPEECH} 第 18 行已用，请另编一个"],
    ),
    "duplicate name in a timeline": (
        TIMELINE,
        "at: start,",
        "at: start, name: end,",
        [f"{TIMELINE}:13:29 milestones[1].name：名字“end”重复，同一条时间轴里请另起一个名字"],
    ),
    "duplicate year": (
        "checklists/calendar.yml",
        "- year: 2026",
        "- {year: 2026, source: 通知, holidays: []}\n- year: 2026",
        ["checklists/calendar.yml:3:3 [1].year：2026 年重复，checklists/calendar.yml 第 2 行已有，请合并"],
    ),
    "retired id in use again": (
        LIST,
        "id: Q01-02",
        "id: Q01-09",
        [f"{LIST}:21:9 sections[0].items[1].id：编号“Q01-09”已停用，不能重用，请另编一个新编号"],
    ),
    "retired id listed twice": (
        LIST,
        "retired:\n",
        "retired:\n  - {id: Q01-09, text: 旧条目, since: 2026-01-31}\n",
        [f"{LIST}:27:6 retired[1].id：停用编号“Q01-09”重复，请只留一个"],
    ),
    "retired id of another list": (
        LIST,
        "{id: Q01-09",
        "{id: Q02-09",
        [f"{LIST}:26:6 retired[0].id：停用编号“Q02-09”不属于“Q01”，请移到它原来的文件"],
    ),
    "prefix of a fact": (
        SPEECH,
        "S0-2-1",
        "S2-2-1",
        [f"{SPEECH}:27:9 parts[1].facts[0].id：要点编号“S2-2-1”应以“S0-”开头，请改编号"],
    ),
    "prefix of an item": (
        LIST,
        "id: Q01-02",
        "id: Q02-02",
        [f"{LIST}:21:9 sections[0].items[1].id：条目编号“Q02-02”应以“Q01-”开头，请改编号"],
    ),
    "prefix of a milestone": (
        TIMELINE,
        "id: T01-03",
        "id: T03-03",
        [f"{TIMELINE}:14:5 milestones[2].id：节点编号“T03-03”应以“T01-”开头，请改编号"],
    ),
    "item without source": (
        LIST,
        "        sources: [S0-1-1]\n",
        "",
        [
            f"{LIST}:14:9 sections[0].items[0]：这一条没有出处，"
            "请补 sources；讲话没有说的，把 level 写成 convention"
        ],
    ),
    "milestone without source": (
        TIMELINE,
        "    convention: [weekday]\n",
        "",
        [
            f"{TIMELINE}:14:5 milestones[2]：这一条没有出处，"
            "请补 sources；讲话没有说的，在 convention 里写明是哪一项"
        ],
    ),
    "anchor without source": (
        TIMELINE,
        ", example: 2026-07-21, sources: [S0-1-2]",
        "",
        [f"{TIMELINE}:9:5 anchors[0]{NO_SOURCE}"],
    ),
    "duty without source": (
        DUTIES,
        ", convention: true",
        "",
        [f"{DUTIES}:8:5 [0].cells.lead-unit{NO_SOURCE}"],
    ),
    "role without source": (
        "checklists/roles.yml",
        "  convention: true\n",
        "",
        [f"checklists/roles.yml:7:3 [1]{NO_SOURCE}"],
    ),
    "stage without source": (
        "checklists/stages.yml",
        "  convention: true\n",
        "",
        [f"checklists/stages.yml:9:3 [1]{NO_SOURCE}"],
    ),
    "way back without source": (
        "checklists/stages.yml",
        ", sources: [S0-1-2]",
        "",
        [f"checklists/stages.yml:16:7 [1].back[0]{NO_SOURCE}"],
    ),
    "term without source": (
        TERMS,
        "  outside: [F-A1]\n",
        "",
        [f"{TERMS}:7:3 [1]{NO_SOURCE}"],
    ),
    "position without source": (
        "checklists/differences.yml",
        ", sources: [S0-1-2]",
        "",
        ["checklists/differences.yml:6:5 [0].positions.S0：这一条没有出处，请补 sources；没有提到的讲话不写"],
    ),
    "neither at nor every": (
        TIMELINE,
        "title: 开始, at: start,",
        "title: 开始,",
        [f"{TIMELINE}:12:5 milestones[0]：节点“T01-01”要写 at 或 every 之一，一次性的写 at，定期的写 every"],
    ),
    "both at and every": (
        TIMELINE,
        "title: 开始, at: start,",
        "title: 开始, at: start, every: month,",
        [f"{TIMELINE}:12:5 milestones[0]：节点“T01-01”要写 at 或 every 之一，一次性的写 at，定期的写 every"],
    ),
    "rhythm without end": (
        TIMELINE,
        "    until: end\n",
        "",
        [f"{TIMELINE}:16:5 milestones[2].every：定期节点“T01-03”缺少起止，请写 from 和 until"],
    ),
    "rhythm with a name": (
        TIMELINE,
        "title: 周安排",
        "title: 周安排\n    name: weekly",
        [f"{TIMELINE}:16:5 milestones[2].name：定期节点“T01-03”不能有 name，别的节点只能从一次性的节点算起"],
    ),
    "single day with an end": (
        TIMELINE,
        "title: 开始, at: start,",
        "title: 开始, at: start, until: end,",
        [f"{TIMELINE}:12:40 milestones[0].until：一次性的节点“T01-01”不写 until，起算日写在 at 里"],
    ),
    "weekday of a monthly rhythm": (
        TIMELINE,
        "every: week",
        "every: month",
        [
            f"{TIMELINE}:17:5 milestones[2].weekday："
            "节点“T01-03”有 weekday，但不是每周一次，请写 every: week，或删去 weekday"
        ],
    ),
    "weekly without a weekday": (
        TIMELINE,
        "    weekday: fri\n",
        "",
        [
            f"{TIMELINE}:16:5 milestones[2].every：节点“T01-03”每周一次，没有写星期几，"
            "请写 weekday；讲话没有写的，在 convention 里写明 weekday"
        ],
    ),
    "day of the month of a weekly rhythm": (
        TIMELINE,
        "weekday: fri",
        "weekday: fri\n    day: 5",
        [
            f"{TIMELINE}:18:5 milestones[2].day："
            "节点“T01-03”有 day，但不是每月一次，请写 every: month，或删去 day"
        ],
    ),
    "recipient that nobody fills in": (
        TIMELINE,
        "to: 整改办",
        "ask: start",
        [
            f"{TIMELINE}:22:5 milestones[2].ask：没有叫“start”的自填项，"
            "写一个 type: text 的锚点，或 kind: text 的选择"
        ],
    ),
    "set that nobody can choose": (
        TIMELINE,
        "to: 整改办",
        "sets: [s0]",
        [
            f"{TIMELINE}:22:12 milestones[2].sets[0]：没有叫“s0”的一套节点，"
            "写一项 kind: set 的选择，这里写它的选项"
        ],
    ),
    "unknown end of a month": (
        TIMELINE,
        "plus: months}",
        "plus: months, end: month-ned}",
        [f"{TIMELINE}:13:72 milestones[1].at.end：不认识的取法“month-ned”，是否想写“month-end”？"],
    ),
    "band from nowhere": (
        TIMELINE,
        "milestones:\n",
        "bands:\n  - {title: 档, from: strat, until: end, convention: [from]}\nmilestones:\n",
        [f"{TIMELINE}:12:16 bands[0].from：没有叫“strat”的日期锚点或节点，是否想写“start”？"],
    ),
    "option that is no day": (
        TIMELINE,
        "milestones:\n",
        CHOICE.format(kind="day", first="start", second="months"),
        [
            f"{TIMELINE}:18:10 choices[0].options[1].value："
            "没有叫“months”的日期锚点或节点，这条时间轴里有：end、start"
        ],
    ),
    "option twice": (
        TIMELINE,
        "milestones:\n",
        CHOICE.format(kind="set", first="s0", second="s0"),
        [f"{TIMELINE}:18:10 choices[0].options[1].value：选项“s0”重复，请只留一个"],
    ),
    "unknown way to end": (
        TIMELINE,
        "milestones:\n",
        CHOICE.format(kind="end", first="day", second="month"),
        [f"{TIMELINE}:18:10 choices[0].options[1].value：不认识的取法“month”，写成 day 或 month-end"],
    ),
    "choice named as an anchor": (
        TIMELINE,
        "milestones:\n",
        CHOICE.format(kind="set", first="s0", second="s1").replace("id: base", "id: start"),
        [f"{TIMELINE}:12:5 choices[0].id：名字“start”重复，同一条时间轴里请另起一个名字"],
    ),
    "unknown anchor": (
        TIMELINE,
        "at: start,",
        "at: strat,",
        [f"{TIMELINE}:12:29 milestones[0].at.from：没有叫“strat”的日期锚点或节点，是否想写“start”？"],
    ),
    "anchor that is no date": (
        TIMELINE,
        "from: start\n",
        "from: months\n",
        [f"{TIMELINE}:19:5 milestones[2].from：没有叫“months”的日期锚点或节点，这条时间轴里有：end、start"],
    ),
    "unknown length": (
        TIMELINE,
        "plus: months",
        "plus: month",
        [f"{TIMELINE}:13:58 milestones[1].at.plus：不认识的时长“month”，是否想写“months”？"],
    ),
    "length by a date": (
        TIMELINE,
        "plus: months",
        "plus: start",
        [
            f"{TIMELINE}:13:58 milestones[1].at.plus：不认识的时长“start”，写成 10d、2w、6m、-3d，或月数、天数锚点的名字"
        ],
    ),
    "milestone that counts from itself": (
        TIMELINE,
        "{from: start, plus: months}",
        "{from: end, plus: months}",
        [f"{TIMELINE}:13:40 milestones[1].at：“end”绕了一圈又从自己算起，请改成从某个锚点算起"],
    ),
    "holiday that ends before it starts": (
        "checklists/calendar.yml",
        "last: 2026-01-03",
        "last: 2025-12-31",
        ["checklists/calendar.yml:5:37 [0].holidays[0].last：“元旦”的末日早于首日，请核对 first 和 last"],
    ),
    "holiday of another year": (
        "checklists/calendar.yml",
        "year: 2026",
        "year: 2028",
        ["checklists/calendar.yml:5:18 [0].holidays[0].first：“元旦”不在 2028 年，请核对年份"],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_reported_once_with_its_place(minimal: MinimalProject, name: str) -> None:
    file, old, new, problems = BROKEN[name]
    minimal.replace(file, old, new)
    assert minimal.problems() == problems


def test_the_small_project_has_no_problems(minimal: MinimalProject) -> None:
    assert minimal.problems() == []


def test_ids_are_unique_across_files(minimal: MinimalProject) -> None:
    text = (minimal.root / LIST).read_text(encoding="utf-8")
    copy = "checklists/lists/q01-copy.yml"
    minimal.write(copy, text.split("retired:")[0])
    assert minimal.problems() == [
        f"{LIST}:2:1 id：编号“Q01”重复，{copy} 第 2 行已用，请另编一个",
        f"{LIST}:14:9 sections[0].items[0].id：编号“Q01-01”重复，{copy} 第 14 行已用，请另编一个",
        f"{LIST}:21:9 sections[0].items[1].id：编号“Q01-02”重复，{copy} 第 21 行已用，请另编一个",
    ]


def test_a_choice_may_not_lead_back_to_the_milestone_that_counts_from_it(minimal: MinimalProject) -> None:
    minimal.replace(TIMELINE, "milestones:\n", CHOICE.format(kind="day", first="start", second="end"))
    minimal.replace(TIMELINE, "{from: start, plus: months}", "{from: base, plus: months}")
    assert minimal.problems() == [
        f"{TIMELINE}:21:40 milestones[1].at：“end”绕了一圈又从自己算起，请改成从某个锚点算起",
    ]


def test_two_milestones_may_not_count_from_each_other(minimal: MinimalProject) -> None:
    minimal.replace(
        TIMELINE, "title: 开始, at: start,", "title: 开始, name: first, at: {from: end, plus: 1d},"
    )
    minimal.replace(TIMELINE, "{from: start, plus: months}", "first")
    assert minimal.problems() == [
        f"{TIMELINE}:12:42 milestones[0].at：“first”绕了一圈又从自己算起，请改成从某个锚点算起",
        f"{TIMELINE}:13:40 milestones[1].at：“end”绕了一圈又从自己算起，请改成从某个锚点算起",
    ]


def test_a_term_may_share_its_id_with_a_role(minimal: MinimalProject) -> None:
    minimal.replace(TERMS, "id: four-forms", "id: office")
    assert minimal.problems() == []


def test_who_of_a_fact_is_no_role(minimal: MinimalProject) -> None:
    minimal.replace("checklists/sources/s0.yml", "who: 党工委", "who: 镇党委")
    assert minimal.problems() == []


def test_a_file_that_cannot_be_read_is_reported_alone(minimal: MinimalProject) -> None:
    """Everything names roles and stages; one slip there must not be reported a hundred times."""
    minimal.replace("checklists/roles.yml", "name: 整改办", "nmae: 整改办")
    minimal.replace("checklists/stages.yml", "title: 定措施", "title：定措施")
    assert minimal.problems() == [
        "checklists/roles.yml:2:3 [0].name：缺少“name”，请补上",
        "checklists/roles.yml:3:3 [0].nmae：未知字段“nmae”，是否想写“name”？",
        "checklists/stages.yml:4：这一行的冒号是中文的，请改成英文冒号，后面留一个空格",
    ]


def test_problems_of_several_files_are_reported_together(minimal: MinimalProject) -> None:
    minimal.replace(LIST, "level: must", "level: most")
    minimal.replace(TIMELINE, "at: start,", "at: strat,")
    minimal.replace("docs/rectify/deadlines.md", "每条都要有时限。[[S0-1-1, S0-1-2]]", "每条都要有时限。")
    assert minimal.problems() == [
        f"{LIST}:19:9 sections[0].items[0].level：“most”不在可选值中，是否想写“must”？",
        f"{TIMELINE}:12:29 milestones[0].at.from：没有叫“strat”的日期锚点或节点，是否想写“start”？",
        "docs/rectify/deadlines.md:9：“每条都要有时限。”没有出处，请补 [[编号]]，讲话没有说的写 [[约定]]",
    ]
