# ruff: noqa: E501 -- a row of a sheet stands in a line
"""Three more awkward fictional sheets, as units hand them in; LibreOffice saves them, the browser tests import them.

``clipboard`` puts one of them on the clipboard in the words of Excel and WPS: classes, ``x:num``, kept line breaks.
"""

import datetime
from html import escape
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.sheets.awkward import sheet_of
from tests.sheets.office import convert

Rows = list[list[object]]


def filled(rows: Rows, *areas: str) -> Workbook:
    """A workbook with these rows and merged areas; dates are shown as offices write them."""
    workbook = Workbook()
    sheet = sheet_of(workbook)
    for row in rows:
        sheet.append(row)
    for area in areas:
        sheet.merge_cells(area)
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell.value, datetime.date):
                cell.number_format = 'yyyy"年"m"月"d"日"'
    return workbook


def breakdown() -> Workbook:
    """A head of two rows, aspects as merged lines, measures one a row under a merged problem."""
    rows: Rows = [
        ["某街道落实巡察反馈意见整改任务分解表"],
        ["集中整改时间：2026年8月1日至9月30日", "", "", "", "", "", "", "", "", "单位：个"],
        ["序号", "反馈问题", "", "整改目标", "整改措施", "责任单位", "", "责任领导", "责任人", "完成时限", "整改进展"],
        ["", "具体问题", "主要表现", "", "", "牵头单位", "配合单位", "", "", "", ""],
        ["一、基层组织建设方面（3个）"],
        [1, "党员大会记录不全", "抽查5个支部，3个缺记录", "记录齐全", "补齐3个支部上半年记录", "组织办", "各村支部", "林一", "方二（副主任）", "8月底", "已补齐2个支部"],
        ["", "", "", "", "每季度抽查一次记录", "组织办", "", "", "方二（副主任）", "长期坚持", ""],
        [2, "后备干部储备不足", "", "每村储备2人", "1、摸底造册；2、建立培养台账；3、每半年考察一次。", "组织办、人社所", "", "林一、何三", "方二、田四", "9月中旬", ""],
        ["3", "阵地管理松散", "活动室挪作他用", "", "腾退活动室2间", "党政办", "城管队", "何三", "冯五", "2026.8.31", "已完成"],
        ["二、惠民资金管理方面（2个）"],
        ["4", "补贴发放不及时", "滞留46万元", "全部发放", "逐笔核对发放", "财政所", "", "何三", "尤六 许七", datetime.date(2026, 9, 20), "推进中"],
        ["5", "村级公开走过场", "", "按月公开", "统一公开栏目\n公开到户", "纪检办", "各村", "施八", "吕九", "8月20日\n9月20日", ""],
        ["合计", "5个问题"],
        ["审核人：", "", "", "", "填表人：方二", "", "", "", "", "填表日期："],
    ]  # fmt: skip
    return filled(
        rows, "A1:K1", "A2:I2", "B3:C3", "F3:G3", *(f"{one}3:{one}4" for one in "ADEHIJK"), "A5:K5", "A10:K10",
        *(f"{one}6:{one}7" for one in "ABCDH"),
    )  # fmt: skip


def register() -> Workbook:
    """An annex: lines above the head, columns of the unit's own, a number that lost its zero, vague deadlines."""
    rows: Rows = [
        ["附件2"],
        ["某局巡察整改问题台账（2026年第一轮）"],
        ["填报单位（盖章）：某局", "", "", "填报时间：2026年8月15日", "", "", "联系人：某某"],
        [],
        ["编号", "问题类别", "存在问题", "整改举措", "整改责任人", "责任股室", "整改期限", "整改落实情况", "督办领导", "是否销号"],
        ["A-01", "财务类", "公务卡结算比例低", "（一）修订报销办法；（二）开展一次培训。", "牵头领导：秦一", "财务股、办公室", datetime.date(2026, 8, 31), "办法已印发", "魏二", "未销号"],
        ["A-02", "财务类", "往来款长期挂账", "①逐笔清理②核销3笔", "韩三，杨四", "财务股", "46300", "", "魏二", ""],
        ["A-03", "项目类", "招标文件有倾向性条款", "修订示范文本", "朱五", "项目股/法规股", 9.3, "", "", ""],
        ["A-04", "项目类", "验收资料缺签字", "补签12份", "朱五", "项目股", "立行立改", "补签完成", "", "已销号"],
        ["A-05", "作风类", "会风不严", "进一步加强会议管理", "", "办公室", "尽快", "", "", ""],
        ["A-06", "作风类", "文件积压", "清理积压文件", "蒋六等3人", "办公室", "2026年10月上旬", "", "", ""],
        ["主要负责人签字：", "", "", "分管领导签字：", "", "", "填表人："],
        ["注：1.期限写到日；2.已销号的附佐证。"],
    ]  # fmt: skip
    return filled(rows, "A2:J2", "A3:C3", "D3:F3", "G3:J3", "A13:J13")


def plan() -> Workbook:
    """No year anywhere; class lines of two levels; one problem over several rows with other people in each."""
    rows: Rows = [
        ["整改方案责任清单"],
        ["问题", "措施", "责任领导", "责任单位", "责任人", "时限", "状态", "备注"],
        ["（一）政治理论学习类（共2个问题）"],
        ["1.学习笔记照抄", "1.开展自查；\n2.组织一次测试", "沈一", "机关党委", "卫二", "8月底", "进行中", ""],
        [
            "2.专题研讨次数不够",
            "补开研讨1次",
            "沈一",
            "机关党委、办公室",
            "卫二、蒋三",
            "9月中旬前",
            "未启动",
            "",
        ],
        ["（二）为民服务类（共2个问题）"],
        ["3.窗口超时办件", "公布办理时限", "韩四", "服务大厅", "杨五", "立行立改", "已办结", "佐证另附"],
        ["", "按月通报超时件", "韩四", "督查室", "朱六", "长期坚持", "进行中", ""],
        ["4.热线回访率低", "逐件回访并登记", "韩四", "热线办", "秦七", "10月", "未启动", ""],
        ["合　计", "5条"],
    ]
    return filled(rows, "A1:H1", "A3:H3", "A6:H6", "A7:A8")


MAKERS = {"breakdown": breakdown, "register": register, "plan": plan}


def saved_by_office(folder: Path) -> dict[str, Path]:
    """The three workbooks as LibreOffice saves them."""
    for name, make in MAKERS.items():
        make().save(folder / f"{name}.xlsx")
    out = convert(folder, "xlsx", *(folder / f"{name}.xlsx" for name in MAKERS))
    return {name: out / f"{name}.xlsx" for name in MAKERS}


def clipboard(workbook: Workbook) -> dict[str, str]:
    """What Excel and WPS put on the clipboard when the whole sheet is selected: html, and text with tabs."""
    sheet = sheet_of(workbook)
    spans, covered = spans_of(sheet)
    html, text = [], []
    for line in sheet.iter_rows():
        cells, words = [], []
        for cell in line:
            shown = show(cell.value)
            words.append(f'"{shown}"' if "\n" in shown else shown)
            if cell.coordinate in covered:
                continue
            rows, columns = spans.get(cell.coordinate, (1, 1))
            span = (f" rowspan={rows}" if rows > 1 else "") + (f" colspan={columns}" if columns > 1 else "")
            number = " align=right x:num" if isinstance(cell.value, int | float) else ""
            kept = escape(shown).replace("\n", "<br\n  style='mso-data-placement:same-cell'>")
            cells.append(f"  <td{span}{number} class=xl65 style='border-top:none'>{kept or '　'}</td>")
        html.append(" <tr height=19 style='height:14.25pt'>\n" + "\n".join(cells) + "\n </tr>")
        text.append("\t".join(words))
    return {
        "html": (
            '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">\n'
            "<head><meta http-equiv=Content-Type content='text/html; charset=utf-8'>"
            "<style><!--table {mso-displayed-decimal-separator:'\\.';} .xl65 {white-space:normal;}--></style></head>\n"
            "<body link=blue><table border=0 cellpadding=0 cellspacing=0 style='border-collapse:collapse'>\n"
            "<!--StartFragment-->\n" + "\n".join(html) + "\n<!--EndFragment-->\n</table></body></html>"
        ),
        "text": "\r\n".join(text) + "\r\n",
    }


def spans_of(sheet: Worksheet) -> tuple[dict[str, tuple[int, int]], set[str]]:
    """The size of each merged area at its first cell, and the cells that it covers."""
    spans: dict[str, tuple[int, int]] = {}
    covered: set[str] = set()
    for area in sheet.merged_cells.ranges:
        first, *rest = [cell for line in sheet[area.coord] for cell in line]
        spans[first.coordinate] = (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        covered.update(cell.coordinate for cell in rest)
    return spans, covered


def show(value: object) -> str:
    """A cell as its program shows it."""
    if isinstance(value, datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return "" if value is None else str(value)
