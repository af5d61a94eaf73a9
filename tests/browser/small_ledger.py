"""A ledger of six problems whose numbers can be counted by hand, on 16 September 2026, a Wednesday.

no  class  leads  state    deadline    measures (done)  what happened in the week of the 14th
1   党建   甲站   closed   2026-09-10  2 (2)            closed on the 15th
2   党建   甲站   open     2026-09-15  2 (1)            extended on the 14th, without anybody's approval, from the 5th
3   作风   乙站   open     2026-09-25  1 (0)            –
4   作风   乙站   open     长期坚持    1 (1)            progress on the 16th
5   作风   丙站   review   2026-10-31  1 (1)            submitted on the 16th
6   党建   丙站   new      2026-12-31  0                entered on the 14th
"""

from typing import Any

from playwright.sync_api import Page

AS_OF = "2026-09-16"


def did(action: str, on: str, by: str, measure: int | None = None, **details: str) -> dict[str, Any]:
    return {
        "action": action,
        "on": on,
        "by": by,
        "details": details,
        **({"measure": measure} if measure else {}),
    }


def begun(person: str) -> list[dict[str, Any]]:
    return [did("create", "2026-08-03", "文一"), did("claim", "2026-08-04", person)]


def done(person: str, *measures: int) -> list[dict[str, Any]]:
    return [did("measure", "2026-09-09", person, number, to="done") for number in measures]


def problem(
    no: str, group: str, unit: str, due: str, measures: int, *events: dict[str, Any], **more: Any
) -> dict[str, Any]:
    leader, person = f"{unit}领", f"{unit}办"
    return {
        "values": {
            "no": no, "class": group, "text": f"第{no}个问题", "source": "feedback", "leaders": [leader], "units": [unit],
            "persons": [person], "due": due, "timeClass": "period", **more,
        },
        "measures": [
            {
                "measure": f"核查第{no}项的第{n}条", "measureKind": "lasting" if n == 2 else "now", "measureDue": due,
                "measureResult": "核查表",
            }
            for n in range(1, measures + 1)
        ],
        "events": list(events),
    }  # fmt: skip


REPORTED = did("submit", "2026-09-10", "甲站办", report="专报1号")
REVIEWED = did("review", "2026-09-11", "甲站领", approver="甲站领")
CLOSED = did("close", "2026-09-15", "万九", assessment="到位", approver="万九")
PROBLEMS = [
    problem(
        "1", "党建", "甲站", "2026-09-10", 2, *begun("甲站办"), *done("甲站办", 1, 2), REPORTED, REVIEWED, CLOSED,
        evidence=["核查表1"],
    ),
    problem(
        "2", "党建", "甲站", "2026-09-05", 2, *begun("甲站办"), *done("甲站办", 1),
        did("extend", "2026-09-14", "甲站办", due="2026-09-15", reason="等上级批复"),
    ),
    problem("3", "作风", "乙站", "2026-09-25", 1, *begun("乙站办")),
    problem(
        "4", "作风", "乙站", "", 1, *begun("乙站办"), *done("乙站办", 1), did("progress", "2026-09-16", "乙站办", text="按季检查了一次"),
        timeClass="long", stages=["2026-12-31 查两次"],
    ),
    problem(
        "5", "作风", "丙站", "2026-10-31", 1, *begun("丙站办"), *done("丙站办", 1), did("submit", "2026-09-16", "丙站办", report="专报2号"),
    ),
    problem("6", "党建", "丙站", "2026-12-31", 0, did("create", "2026-09-14", "文一")),
]  # fmt: skip


def put_in(page: Page, name: str = "甲县", problems: list[dict[str, Any]] = PROBLEMS, **profile: Any) -> str:
    """Put the ledger into a unit of its own, which becomes the current one; return its uid. Every step is checked as if
    somebody did it now."""
    uid: str = page.evaluate(
        """async ([name, problems, profile, asOf]) => {
          const {store, session, ledgerStore, ledgerFill, records, ledgerBoard: board} = Qingdan.lib;
          const {value} = await store.createUnit({name, profile: {start: "2026-08-01", ...profile}});
          const sample = {id: records.newUid(), profile: value.profile, as_of: asOf, problems};
          await ledgerStore.apply(value.uid, ledgerFill.sampleJobs(sample), "放入");
          await session.choose(value.uid);
          await board.refresh();
          return value.uid;
        }""",
        [name, problems, profile, AS_OF],
    )
    return uid
