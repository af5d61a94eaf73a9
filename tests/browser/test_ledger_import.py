"""Three awkward sheets (tests/sheets/handed_in.py), each imported as a new user would: open, look, answer, write."""

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.ledger_work import cell, count, dialog, open_ledger, write
from tests.sheets import handed_in

HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)

# What the ledger holds afterwards, as short as it can be said: what is not named is empty.
SHOWN = """Qingdan.lib.ledgerBoard.problems().map(({value}) => {
  const one = {no: value.no, text: value.text, of: [value.aspect, value.class].filter(Boolean).join(" / ")};
  for (const name of ["findings", "goal", "due", "dueText", "timeClass", "remark"]) if (value[name]) one[name] = value[name];
  for (const name of ["leaders", "units", "coUnits", "persons"]) if (value[name].length) one[name] = value[name].join("、");
  if (value.now.state !== "new") one.state = value.now.state;
  if (value.now.progress) one.progress = value.now.progress.text;
  if (Object.keys(value.own).length) one.own = value.own;
  one.measures = Qingdan.lib.ledgerModel.measuresOf(value).map((measure) => [measure.text, measure.due || measure.dueText,
    measure.units.concat(measure.persons).join("、"), measure.state === "todo" ? "" : measure.state].filter(Boolean).join("｜"));
  return one;
})"""

BREAKDOWN = [
    {
        "no": "1", "text": "党员大会记录不全", "of": "基层组织建设方面", "findings": "抽查5个支部，3个缺记录", "goal": "记录齐全",
        "leaders": "林一", "units": "组织办", "coUnits": "各村支部", "persons": "方二（副主任）", "due": "2026-08-31",
        "dueText": "8月底", "progress": "已补齐2个支部",
        "measures": ["补齐3个支部上半年记录｜2026-08-31", "每季度抽查一次记录｜长期坚持"],
    },
    {
        "no": "2", "text": "后备干部储备不足", "of": "基层组织建设方面", "goal": "每村储备2人", "leaders": "林一、何三",
        "units": "组织办、人社所", "persons": "方二、田四", "due": "2026-09-20", "dueText": "9月中旬",
        "measures": ["摸底造册", "建立培养台账", "每半年考察一次。"],
    },
    {
        "no": "3", "text": "阵地管理松散", "of": "基层组织建设方面", "findings": "活动室挪作他用", "leaders": "何三", "units": "党政办",
        "coUnits": "城管队", "persons": "冯五", "due": "2026-08-31", "progress": "已完成", "measures": ["腾退活动室2间"],
    },
    {
        "no": "4", "text": "补贴发放不及时", "of": "惠民资金管理方面", "findings": "滞留46万元", "goal": "全部发放", "leaders": "何三",
        "units": "财政所", "persons": "尤六、许七", "due": "2026-09-20", "progress": "推进中", "measures": ["逐笔核对发放"],
    },
    {
        "no": "5", "text": "村级公开走过场", "of": "惠民资金管理方面", "goal": "按月公开", "leaders": "施八", "units": "纪检办",
        "coUnits": "各村", "persons": "吕九", "due": "2026-09-20", "dueText": "8月20日\n9月20日", "measures": ["统一公开栏目\n公开到户"],
    },
]  # fmt: skip

OWN_HEADS = [
    "序号", "反馈问题·具体问题", "反馈问题·主要表现", "整改目标", "整改措施", "责任单位·牵头单位", "责任单位·配合单位", "责任领导",
    "责任人", "完成时限", "整改进展",
]  # fmt: skip

REGISTER = [
    {
        "no": "A-01", "text": "公务卡结算比例低", "of": "财务类", "units": "财务股、办公室", "persons": "秦一（牵头领导）",
        "due": "2026-08-31", "state": "open", "progress": "办法已印发", "own": {"督办领导": "魏二"},
        "measures": ["修订报销办法", "开展一次培训。"],
    },
    {
        "no": "A-02", "text": "往来款长期挂账", "of": "财务类", "units": "财务股", "persons": "韩三、杨四", "due": "2026-10-05",
        "own": {"督办领导": "魏二"}, "measures": ["逐笔清理", "核销3笔"],
    },
    {
        "no": "A-03", "text": "招标文件有倾向性条款", "of": "项目类", "units": "项目股、法规股", "persons": "朱五",
        "due": "2026-09-30", "dueText": "9.3", "measures": ["修订示范文本"],
    },
    {
        "no": "A-04", "text": "验收资料缺签字", "of": "项目类", "units": "项目股", "persons": "朱五", "timeClass": "now",
        "dueText": "立行立改", "state": "closed", "progress": "补签完成", "measures": ["补签12份"],
    },
    {
        "no": "A-05", "text": "会风不严", "of": "作风类", "units": "办公室", "dueText": "尽快",
        "measures": ["进一步加强会议管理"],
    },
    {
        "no": "A-06", "text": "文件积压", "of": "作风类", "units": "办公室", "persons": "蒋六", "due": "2026-10-10",
        "dueText": "2026年10月上旬", "measures": ["清理积压文件"],
    },
]  # fmt: skip

PLAN = [
    {
        "no": "1", "text": "学习笔记照抄", "of": "政治理论学习类", "leaders": "沈一", "units": "机关党委", "persons": "卫二",
        "due": "2026-08-31", "dueText": "8月底", "state": "open", "measures": ["开展自查", "组织一次测试"],
    },
    {
        "no": "2", "text": "专题研讨次数不够", "of": "政治理论学习类", "leaders": "沈一", "units": "机关党委、办公室",
        "persons": "卫二、蒋三", "due": "2026-09-20", "dueText": "9月中旬前", "measures": ["补开研讨1次"],
    },
    {
        "no": "3", "text": "窗口超时办件", "of": "为民服务类", "leaders": "韩四", "units": "服务大厅、督查室", "persons": "杨五、朱六",
        "remark": "佐证另附", "state": "open",
        "measures": ["公布办理时限｜立行立改｜服务大厅、杨五｜done", "按月通报超时件｜长期坚持｜督查室、朱六｜doing"],
    },
    {
        "no": "4", "text": "热线回访率低", "of": "为民服务类", "leaders": "韩四", "units": "热线办", "persons": "秦七",
        "due": "2026-10-31", "dueText": "10月", "measures": ["逐件回访并登记"],
    },
]  # fmt: skip


@pytest.fixture(scope="module")
def office_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return handed_in.saved_by_office(tmp_path_factory.mktemp("office"))


def previewed(page: Page, site_url: str, file: Path | FilePayload) -> Locator:
    """Start with a file; return the preview."""
    open_ledger(page, site_url)
    page.get_by_role("button", name="从文件导入").click()
    dialog(page).locator("input[type=file]").set_input_files(file)
    expect(dialog(page).get_by_role("heading", level=2)).to_contain_text("导入预览")
    return dialog(page)


def pasted(page: Page, site_url: str, given: dict[str, str]) -> Locator:
    """Start with Ctrl+V on the page; return the preview."""
    open_ledger(page, site_url)
    page.evaluate(
        """({html, text}) => {
          const data = new DataTransfer();
          data.setData('text/html', html);
          data.setData('text/plain', text);
          document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        given,
    )
    expect(dialog(page).get_by_role("heading", level=2)).to_contain_text("导入预览")
    return dialog(page)


def written(page: Page, unanswered: int = 0) -> Any:
    write(page, unanswered)
    return page.evaluate(SHOWN)


def answer_breakdown(preview: Locator) -> None:
    expect(preview).to_contain_text("读出 5 个问题、8 条措施")
    expect(preview).to_contain_text("要问的 1 处")
    preview.get_by_label("第 12 行整改时限", exact=True).select_option("2026-09-20")


def answer_register(preview: Locator) -> None:
    expect(preview).to_contain_text("认出 9/10 列")
    expect(preview).to_contain_text("看着像，请核对")  # 整改责任人
    expect(preview).to_contain_text("要问的 2 处")
    preview.get_by_label("第 8 行整改时限", exact=True).select_option("2026-09-30")
    preview.get_by_label("第 10 行整改时限", exact=True).select_option("-")


def answer_plan(preview: Locator) -> None:
    expect(preview).to_contain_text("要问的 3 处")
    preview.get_by_label("都按哪一年算").select_option("2026")
    expect(preview).not_to_contain_text("要问的")


@HTTP
def test_sheets_saved_by_an_office_program(page: Page, site_url: str, office_files: dict[str, Path]) -> None:
    answer_breakdown(previewed(page, site_url, office_files["breakdown"]))
    assert written(page) == BREAKDOWN
    # The same sheet again changes nothing; with one cell changed, it is that one cell.
    book = openpyxl.load_workbook(office_files["breakdown"])
    sheet = book.worksheets[0]
    sheet["H9"] = "赵十"
    book.save(office_files["breakdown"].with_name("again.xlsx"))
    page.get_by_role("button", name="导入、粘贴").click()
    dialog(page).locator("input[type=file]").set_input_files(
        office_files["breakdown"].with_name("again.xlsx")
    )
    expect(dialog(page)).to_contain_text("新增 0 个，更新 1 个，没有变化 4 个")
    write(page)
    expect(cell(page, 3, "leaders")).to_have_text("赵十")
    page.locator("[data-undo]").click()
    expect(cell(page, 3, "leaders")).to_have_text("何三")
    # It goes out again in the unit's own columns and order, one row a problem, one sheet of paper wide.
    page.get_by_role("button", name="导出", exact=True).click()
    with page.expect_download() as saving:
        dialog(page).get_by_role("button", name="本单位的表（.xlsx）").click()
    saving.value.save_as(office_files["breakdown"].with_name("own.xlsx"))
    own = openpyxl.load_workbook(office_files["breakdown"].with_name("own.xlsx")).worksheets[0]
    rows = [[line.value for line in row[:11]] for row in own.iter_rows(min_row=2)]
    assert rows[0] == OWN_HEADS
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4", "5"]
    assert rows[2][4] == "1.摸底造册\n2.建立培养台账\n3.每半年考察一次。"
    assert own.page_setup.fitToWidth == 1


@HTTP
@pytest.mark.parametrize("name", ["register", "plan"])
def test_sheets_with_vague_deadlines(
    page: Page, site_url: str, office_files: dict[str, Path], name: str
) -> None:
    preview = previewed(page, site_url, office_files[name])
    {"register": answer_register, "plan": answer_plan}[name](preview)
    assert written(page, {"register": 1, "plan": 0}[name]) == {"register": REGISTER, "plan": PLAN}[name]


@HTTP
@pytest.mark.parametrize("name", ["breakdown", "plan"])
def test_the_same_sheets_copied_in_wps_or_excel(page: Page, site_url: str, name: str) -> None:
    preview = pasted(page, site_url, handed_in.clipboard(handed_in.MAKERS[name]()))
    {"breakdown": answer_breakdown, "plan": answer_plan}[name](preview)
    assert written(page) == {"breakdown": BREAKDOWN, "plan": PLAN}[name]


@HTTP
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_of_either_encoding(page: Page, site_url: str, encoding: str) -> None:
    rows = [
        [handed_in.show(cell) for cell in row]
        for row in handed_in.register().worksheets[0].iter_rows(values_only=True)
    ]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    answer_register(
        previewed(
            page,
            site_url,
            {"name": "台账.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode(encoding)},
        )
    )
    assert written(page, 1) == REGISTER
    count(page, "共 6 个问题")
