"""我的工作台 shows what of the ledger is late and due this week: problems, measures, checks; each leads to its row."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.work_page import axe_in_both_schemes, enter, make_unit, open_workbench, part

# On Wednesday 2026-11-25: late is what was due before, this week ends on the 29th.
FILL = """async (unit) => {
  for (const path of document.querySelector('.qd-workbench').dataset.ledger.split(' ')) await Qingdan.loadScript(path);
  const {ledgerStore: ledger} = Qingdan.lib;
  const add = async (changes, ...steps) => {
    const {value} = await ledger.add(unit, {units: ['甲局'], evidence: ['材料'], ...changes});
    for (const step of steps) await ledger.act(unit, value.id, {by: '经办', on: '2026-11-25', details: {}, ...step});
    return value.id;
  };
  const changes = {no: '4', text: '早已销号的问题', units: ['丙局'], order: 9};
  const event = {type: 'import', on: '2026-10-28', by: '', details: {state: 'closed', closedOn: '2026-10-26'}};
  const old = ledger.apply(unit, [{id: 'old', create: true, changes, event}], '导入');
  return [
    await add({no: '1', text: '逾期的问题', due: '2026-11-20', persons: ['陈某', '林某']}, {action: 'claim'}),
    await add({no: '2', text: '有措施的问题', due: '2026-12-31', 'measures/m2': {text: '办完的措施', order: 2, due: '2026-11-01'},
      'measures/m1': {text: '修订办法', order: 1, due: '2026-11-27', persons: ['万某']}},
    {action: 'claim'}, {action: 'measure', measure: 'm2', details: {to: 'done'}}),
    await add({no: '3', text: '下周的问题', due: '2026-11-30'}),
    (await old).value.problems[0].id,
  ];
}"""


def rows(table: Locator) -> list[list[str]]:
    return [row.locator("th, td").all_inner_texts() for row in table.locator("tbody tr").all()]


@pytest.mark.parametrize("site_url", ["http", "file"], indirect=True)
def test_the_ledger_stands_among_what_is_due(
    page: Page, site_url: str, axe: Callable[..., list[str]]
) -> None:
    unit = make_unit(open_workbench(page, site_url))
    enter(page, unit, "Q03-07", due="2026-11-24", person="张三")
    first, *_ = page.evaluate(FILL, unit)
    late, week = (part(page, "due").get_by_role("table").nth(at) for at in range(2))
    expect(week.locator("tbody tr")).to_have_count(2)
    assert rows(late)[0] == ["台账 1 逾期的问题", "2026年11月20日，逾期 5 天", "陈某", "整改中"]
    assert rows(late)[1][0].startswith("Q03-07")
    assert rows(week) == [
        ["台账 4 第 1 个月的反弹检查：早已销号的问题", "2026年11月26日，星期四", "丙局", "待检查"],
        ["台账 2 措施：修订办法", "2026年11月27日，星期五", "万某", "未开始"],
    ]
    expect(part(page, "figures")).to_contain_text("逾期 2 条")
    expect(part(page, "figures")).to_contain_text("本周到期 2 条")
    assert axe_in_both_schemes(page, axe) == {"default": [], "slate": []}
    # What changes in the ledger changes here.
    page.evaluate(
        "([unit, id]) => Qingdan.lib.ledgerStore.act(unit, id, {action: 'extend', by: '经办', on: '2026-11-25',"
        " details: {due: '2026-12-20', reason: '等批复'}})",
        [unit, first],
    )
    expect(late.locator("tbody tr")).to_have_count(1)
    # Each leads to its place: a measure opens in the drawer, a problem is the active row of the grid.
    week.get_by_role("link", name="措施：修订办法").click()
    expect(page.locator(".qd-drawer[open] h3").first).to_be_visible(timeout=20_000)
    expect(page.locator(".qd-drawer[open]").locator('[data-path="measures/m1/text"]')).to_be_focused()
    page.go_back()
    week.get_by_role("link", name="反弹检查").click()
    expect(page.locator(".qd-drawer[open]").get_by_role("button", name="记第 1 个月的检查")).to_be_focused()
    page.goto(f"{site_url}ledger/index.html?state=closed#problem/{first}")
    expect(page.locator(f'tr[data-key$="{first}"] [data-column=text]')).to_be_focused()
    expect(page.locator(f'tr[data-key$="{first}"] [data-column=text]')).to_be_in_viewport()
