"""Three fictional ledgers, awkward as units keep them, saved by LibreOffice as a person would save them."""

import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.sheets.office import convert

GB18030 = "csv:Text - txt - csv (StarCalc):44,34,85"  # comma, quote, code page


def sheet_of(workbook: Workbook) -> Worksheet:
    assert isinstance(workbook.active, Worksheet)
    return workbook.active


def two_row_head() -> Workbook:
    """A head of two rows, headings of aspects and classes, several names and numbered measures in a cell."""
    workbook = Workbook()
    sheet = sheet_of(workbook)
    sheet.title = "台账"
    rows: list[list[object]] = [
        ["高新区某局2026年巡察反馈意见整改台账"],
        ["填报单位：高新区某局", "", "", "", "", "", "填报日期：2026年7月25日"],
        ["序号", "反馈问题", "整改措施", "责任分工", "", "", "整改时限", "完成情况"],
        ["", "", "", "牵头领导", "责任单位", "责任人", "", ""],
        ["一、学习贯彻方面（2个问题）"],
        ["（一）学习不深入类"],
        [1, "学习安排没有结合业务", "1.制定学习计划；\n2.每月组织一次研讨。", "赵一、钱二", "办公室", "孙三（科长）", "8月底", "已完成"],
        [2, "研讨发言照本宣科", "一是建立点评制度；二是开展交流。", "赵一", "办公室 人事科", "李四 等", "长期坚持", "推进中"],
        ["二、资金管理方面（共3个问题）"],
        ["（一）票据类"],
        ["3", "报销凭证不全", "①清理三年凭证②补齐附件", "周五", "财务科", "吴六", "9月中旬", "已完成，补齐附件12份"],
        ["（二）工程类"],
        ["4", "工程变更没有审批", "修订变更办法", "周五", "工程科", "郑七", "1.8月31日前\n2.9月底", ""],
        ["5", "合同归档不及时", "归档", "", "", "王八", "适时", "研究中"],
        ["合计", "5个问题", "7条"],
        ["填表人：陈九", "", "", "审核人：", "", "", "日期："],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    for area in ("A1:H1", "A2:F2", "G2:H2", "D3:F3", "A3:A4", "B3:B4", "C3:C4", "G3:G4", "H3:H4"):
        sheet.merge_cells(area)
    for number in (5, 6, 9, 10, 12):
        sheet.merge_cells(f"A{number}:H{number}")
    workbook.create_sheet("填表说明").append(["每个问题填一行"])
    return workbook


def one_row_a_measure() -> Workbook:
    """Problems merged over the rows of their measures, heads repeated on each page, numbers and dates as text."""
    workbook = Workbook()
    cover = sheet_of(workbook)
    cover.title = "封面"
    cover["B4"] = "整改台账"
    sheet = workbook.create_sheet("明细")
    head: list[object] = [
        "编号",
        "方面",
        "存在的问题",
        "具体整改措施",
        "责任单位",
        "责任人",
        "完成时限",
        "整改进展",
        "督办人",
    ]
    rows: list[list[object]] = [
        ["整改任务清单"],
        head,
        ["001", "选人用人", "干部档案缺件", "核查全部档案", "人事科", "甲一", datetime.date(2026, 8, 31), "已核查 40 卷", "督一"],
        ["", "", "", "补齐缺件", "档案室", "乙二", "2026.9.20", "", "督二"],
        ["", "", "", "开展培训", "人事科", "甲一", "2026年10月", "", ""],
        ["002", "", "考勤流于形式", "=1+1 不是公式", "办公室", "丙三", "46265", "", "督一"],
        ["整改任务清单"],
        head,
        ["003", "作风", "文件超发", "清理\n整合简报", "办公室", "丁四、戊五", "26.8.31", "", ""],
        ["004", "", "会议偏多", "", "", "", "", "", ""],
        ["", "", "", "", "", "", "第1页 共1页", "", ""],
        ["注：时限以方案为准", "", "", "", "", "", "", "", ""],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    for area in ("A1:I1", "A3:A5", "B3:B6", "C3:C5", "A7:I7", "B9:B10", "A12:I12"):
        sheet.merge_cells(area)
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # "=1+1 …" is a text here
    sheet.row_dimensions[10].hidden = True
    return workbook


def plain_rows() -> Workbook:
    """What is left of merged cells in a CSV: blanks; own columns; no numbers; headings nobody foresaw."""
    workbook = Workbook()
    sheet = sheet_of(workbook)
    for row in [
        ["某街道整改问题清单", "", "", "", "", "", "", ""],
        ["问题方面", "问题类型", "问题描述", "问题来源", "整改责任单位", "措施", "完成时间", "销号审核意见"],
        [
            "民生",
            "住房",
            "公租房清退慢，\n欠租 12 户",
            "巡察反馈",
            "住建所、城管队",
            "逐户核查",
            "2026/8/31",
            "同意",
        ],
        ["", "", "维修基金闲置", "自查", "住建所", "公示台账", "2026-09", ""],
        ["", "教育", "托管收费不公开", "信访", "教育办", "@公示收费", "-", "+补充说明"],
        ["基层治理", "", "台账重复填报", "反馈意见", "综合办", "合并报表", "立行立改", ""],
        ["制表人：某某", "", "", "", "联系电话：", "", "", ""],
    ]:
        sheet.append(row)
    return workbook


def saved_by_office(folder: Path, kinds: dict[str, str]) -> dict[str, bytes]:
    """The workbooks as LibreOffice saves them: ``{name of the function: xlsx, html or the filter of a CSV}``."""
    makers = {"two_row_head": two_row_head, "one_row_a_measure": one_row_a_measure, "plain_rows": plain_rows}
    found = {}
    for kind in sorted(set(kinds.values())):
        names = [name for name, wanted in kinds.items() if wanted == kind]
        for name in names:
            makers[name]().save(folder / f"{name}.xlsx")
        out = convert(folder, kind, *(folder / f"{name}.xlsx" for name in names))
        found.update({name: (out / f"{name}.{kind.partition(':')[0]}").read_bytes() for name in names})
    return found
