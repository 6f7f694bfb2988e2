"""Entries come from spreadsheets and JSON lines; every cell that cannot be right is refused in one sentence."""

import datetime as dt
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from indicator_situations import HOME, subject

from xunwang.inspector import norms
from xunwang.inspector.model import Entry, OutcomeKind
from xunwang.inspector.score.entry_file import SHEET, EntryError, entries_form, read_entries

NORM = norms.load("example-points")
HEADER = ("网站", "指标", "结果", "分值", "理由", "录入人", "日期", "证明")
ROW: dict[str, Any] = {
    "网站": "9900000001",
    "指标": "D-3.4 办理答复",
    "结果": "发现问题",
    "分值": 1.5,
    "理由": "测试咨询15个工作日未答复",
    "录入人": "王审",
    "日期": dt.datetime(2026, 3, 30),  # noqa: DTZ001  # a spreadsheet's day has no zone
    "证明": None,
}
READ = Entry(
    "shili",
    "D-3.4",
    OutcomeKind.FOUND,
    "王审",
    dt.date(2026, 3, 30),
    Decimal("1.5"),
    "测试咨询15个工作日未答复",
)
LINE = {
    "subject": HOME,
    "indicator": "W-V1.6",
    "outcome": "found",
    "by": "王审",
    "at": "2026-03-30",
    "reason": "舆情",
}


def sheet(folder: Path, *rows: dict[str, Any], header: tuple[str, ...] = HEADER) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = SHEET
    page.append(header)
    for row in rows:
        page.append([row[name] for name in header])
    path = folder / "录入.xlsx"
    book.save(path)
    return path


def lines(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "录入.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def read(path: Path, **more: Any) -> list[Entry]:
    return read_entries(path, NORM, [subject()], **more)


def test_a_spreadsheet_is_read(tmp_path: Path) -> None:
    assert read(sheet(tmp_path, ROW)) == [READ]


@pytest.mark.parametrize("coding", ["utf-8-sig", "gb18030"])
def test_a_csv_as_wps_and_excel_write_it_is_read(tmp_path: Path, coding: str) -> None:
    path = tmp_path / "录入.csv"
    header = "录入日期,网站名称,指标编号,结论,扣分,说明,人员\n"
    path.write_text(
        header + "2026/03/30,示例县人民政府门户网站,D-3.4,发现问题,1.5,测试咨询15个工作日未答复,王审\n",
        coding,
    )
    assert read(path) == [READ]


def test_json_lines_are_read_alone_and_among_decisions(tmp_path: Path) -> None:
    decision = {"finding": "0" * 20, "ruling": "confirmed", "by": "王审"}
    assert [one.indicator for one in read(lines(tmp_path, LINE))] == ["W-V1.6"]
    assert [one.indicator for one in read(lines(tmp_path, decision, LINE), beside_decisions=True)] == [
        "W-V1.6"
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"网站": "别处"}, "网站“别处”不在所评判的检查记录中，应填其网站名称、标识码或首页地址"),
        ({"网站": None}, "缺少“网站”"),
        ({"指标": "D-9.9"}, "没有网站指标“D-9.9”，应为W-V1.6、D-3.4、B-1这样的编号"),
        ({"指标": "N-V1.4"}, "没有网站指标“N-V1.4”"),
        ({"结果": "差"}, "结果“差”不认识，应为符合、发现问题、不适用之一"),
        ({"分值": "两分"}, "分值“两分”不是数"),
        ({"分值": -1}, "分值“-1”应不小于0"),
        ({"分值": 99}, "分值99超过指标D-3.4的分值6"),
        ({"结果": "符合"}, "指标D-3.4的这一结果不计分值，“分值”应留空"),
        ({"理由": None}, "指标D-3.4发现问题，应在“理由”栏写明是什么问题"),
        ({"录入人": " "}, "缺少“录入人”"),
        ({"日期": "去年"}, "日期“去年”不是有效日期，应写作2026-03-31"),
        ({"指标": "W-V1.6"}, "指标W-V1.6的这一结果不计分值"),
        ({"指标": "B-2", "结果": "符合"}, "加分指标B-2没有证明，应在“证明”栏填写网址或材料名称"),
        ({"指标": "B-2", "证明": "附件"}, "加分指标B-2的结果应为符合（予以加分）或不适用"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row(tmp_path: Path, change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(EntryError) as raised:
        read(sheet(tmp_path, ROW, ROW | change))
    assert str(raised.value).startswith(f"录入.xlsx工作表“{SHEET}”第3行")
    assert sentence in str(raised.value)


def test_two_minds_about_one_indicator_are_refused(tmp_path: Path) -> None:
    clear = ROW | {"结果": "符合", "分值": None}
    with pytest.raises(EntryError, match=r"第3行：网站“shili”的指标D-3\.4与.*第2行的结果不一致"):
        read(sheet(tmp_path, ROW, clear))
    with pytest.raises(EntryError, match=r"第3行与.*第2行重复，应只留一行"):
        read(sheet(tmp_path, ROW, ROW))


def test_a_bonus_without_points_needs_a_norm_that_has_them(tmp_path: Path) -> None:
    bonus = ROW | {"指标": "B-2", "结果": "符合", "分值": None, "证明": "http://a/"}
    path = sheet(tmp_path, bonus)
    assert [one.points for one in read(path)] == [None]
    with pytest.raises(EntryError, match="加分指标B-2的分值未确认，应填写所加分值"):
        read_entries(path, norms.load("cn-2019"), [subject()])


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", b"PK nothing", "录入文件“a.xlsx”不是完好的 xlsx 表格"),
        ("a.csv", "网站,指标\n".encode(), "录入文件a.csv第1行缺少列“结果”"),
        ("a.csv", b"\xff\xff\xff", "也不是 UTF-8 或 GB18030 编码的 csv"),
        ("a.jsonl", b"{}\nnot json", "a.jsonl第1行缺少“网站”"),
        ("a.jsonl", b"[1]", "a.jsonl第1行应为一个JSON对象"),
        ("a.jsonl", b'{"colour": 1}', "不认识字段“colour”"),
        ("a.jsonl", b"nonsense", "录入文件a.jsonl第1行不能读取"),
        ("a.txt", b"", "录入文件a.txt应为xlsx、csv或jsonl文件"),
    ],
)
def test_files_that_are_none_end_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(EntryError) as raised:
        read(tmp_path / name)
    assert sentence in str(raised.value)
    assert "\n" not in str(raised.value)


def test_two_sites_of_one_name_must_be_told_apart(tmp_path: Path) -> None:
    twins = [subject(), subject(id="b", code="9900000002", home="http://b.gov.cn/")]
    path = sheet(tmp_path, ROW | {"网站": "示例县人民政府门户网站"})
    with pytest.raises(EntryError, match="有2个网站都叫“示例县人民政府门户网站”，应改填网站标识码或首页地址"):
        read_entries(path, NORM, twins)


def test_the_empty_form_is_one_and_can_be_filled(tmp_path: Path) -> None:
    path = tmp_path / "录入表.xlsx"
    path.write_bytes(entries_form(NORM, [subject()]))
    assert read(path) == []
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    page = book[SHEET]
    assert [cell.value for cell in page[1]] == list(HEADER)
    lists = {
        str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation if rule.type == "list"
    }
    assert set(lists) == {"A2:A501", "B2:B501", "C2:C501"}
    offered = [row[1].value for row in book["选项"].iter_rows(min_row=2)]
    assert {"W-V1.6 安全、泄密事故等严重问题", "D-3.4 办理答复", "B-1 数据发布"} <= set(offered)
    page.append([HOME, "D-3.4 办理答复", "发现问题", 1.5, READ.reason, "王审", dt.date(2026, 3, 30), None])
    book.save(path)
    assert read(path) == [READ]
