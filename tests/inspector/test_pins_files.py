"""Files with corrections of columns: what is read, and each way in which one is refused."""

import datetime as dt

import openpyxl
import pytest

from xunwang.inspector.model import ColumnType
from xunwang.inspector.pins import Pin, PinsError, read_pins

WHOLE = """
by: 李四
on: 2026-03-02
pins:
  - url: http://www.shili.gov.cn/tz/
    name: 通知公告
    type: 通知公告
    first_level: 是
    items: ul.list li
    date: span
    reason: 列表由脚本生成
  - {url: "http://www.shili.gov.cn/dh/", column: 否, by: 王五}
"""


def written(folder, text, name="更正.yaml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_corrections(tmp_path):
    first, second = read_pins(written(tmp_path, WHOLE))
    assert first == Pin(
        url="http://www.shili.gov.cn/tz/",
        by="李四",
        on=dt.date(2026, 3, 2),
        name="通知公告",
        type=ColumnType.NOTICE,
        first_level=True,
        items="ul.list li",
        date="span",
        reason="列表由脚本生成",
    )
    assert first.words == "人工指定（李四，2026-03-02：列表由脚本生成）"
    assert (second.by, second.column) == ("王五", False)


def test_a_table_says_the_same(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(
        ["栏目地址", "栏目名称", "类型", "一级栏目", "条目选择器", "日期选择器", "理由", "更正人", "更正日期"]
    )
    row = [
        "通知公告",
        "通知公告",
        "是",
        "ul.list li",
        "span",
        "列表由脚本生成",
        "李四",
        dt.datetime(2026, 3, 2),  # noqa: DTZ001  # as Excel stores days
    ]
    sheet.append(["http://www.shili.gov.cn/tz/", *row])
    sheet.append([None] * 9)
    book.save(tmp_path / "更正.xlsx")
    assert read_pins(tmp_path / "更正.xlsx") == read_pins(written(tmp_path, WHOLE))[:1]


def test_a_csv_file_too(tmp_path):
    text = "栏目地址,类型,更正人,更正日期\nhttp://www.shili.gov.cn/tz/,notice,李四,2026-03-02\n"
    [pin] = read_pins(written(tmp_path, text, "更正.csv"))
    assert (pin.type, pin.items) == (ColumnType.NOTICE, None)


def test_a_csv_as_wps_writes_it(tmp_path):
    text = "栏目地址,类型,更正人,更正日期\nhttp://www.shili.gov.cn/tz/,通知公告,李四,2026-03-02\n"
    (tmp_path / "更正.csv").write_bytes(text.encode("gb18030"))
    [pin] = read_pins(tmp_path / "更正.csv")
    assert (pin.type, pin.by) == (ColumnType.NOTICE, "李四")


def test_which_site_a_correction_concerns(tmp_path):
    pin = read_pins(written(tmp_path, WHOLE))[0]
    assert pin.concerns("http://shili.gov.cn/")
    assert not pin.concerns("http://www.qita.gov.cn/")


ONE = "pins:\n  - {url: http://a.gov.cn/x/, by: 李四, on: 2026-03-02, %s}\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pins: []", "没有更正"),
        ("just words", "应有列表 pins"),
        ("pins: [1]", "第1条应为“键: 值”"),
        ("pins: [{url: http://a.gov.cn/, on: 2026-03-02}]", "第1条：缺少更正人"),
        ("pins: [{url: http://a.gov.cn/, by: 李四}]", "第1条：缺少更正日期"),
        ("pins: [{url: /tz/, by: 李四, on: 2026-03-02}]", "“/tz/”不是完整的网址"),
        ("pins: [{url: http://a.gov.cn/, by: 李四, on: 三月}]", "更正日期“三月”应写作 2026-03-31"),
        (ONE % "type: 公示类", "没有栏目类型“公示类”，可用：动态要闻、"),
        (ONE % "first_level: 也许", "“也许”应为 是 或 否"),
        (ONE % "items: 'li >'", "条目选择器“li >”有误，应为CSS选择器"),
        (ONE % "date: span", "应同时给出条目选择器"),
        (ONE % "typ: news", "没有“typ”这一项，可用：url、"),
        ("pins: [{url: http://a.gov.cn/x, by: 李四, on: 2026-03-02}, {url: http://a.gov.cn/x, by: 李四, on: 2026-03-02}]", "第2条与第1条是同一个栏目地址"),
        ("pins: [", "不是 UTF-8 编码的 yaml 文件"),
        ("by: 某\non: 2026-13-01\npins: []\n", "无效的日期或数值"),
        ("by: !!bool 对\npins: []\n", "无效的日期或数值"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_in_one_sentence(tmp_path, text, words):
    with pytest.raises(PinsError) as caught:
        read_pins(written(tmp_path, text))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "更正.yaml" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("更正.txt", b"", "应为 yaml、xlsx 或 csv"),
        ("更正.xlsx", b"PK\x03\x04 broken", "不是完好的 xlsx 表格"),
        ("更正.csv", "网址,更正人\n".encode(), "第1行缺少列 栏目地址"),
        ("更正.yaml", "pins: 甲".encode("gbk"), "不是 UTF-8 编码"),
    ],
)
def test_files_of_other_kinds(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(PinsError, match=words):
        read_pins(tmp_path / name)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(PinsError, match="不能读取"):
        read_pins(tmp_path / "没有.yaml")
