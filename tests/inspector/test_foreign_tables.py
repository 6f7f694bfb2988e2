"""Tables in files that are no spreadsheet are read; what holds none is told with what to do."""

import io
import zipfile

import docx
import pytest

from xunwang.inspector.foreign_tables import foreign_tables, what_to_do
from xunwang.inspector.tables import TableError, sheets_of
from xunwang.office.registry.sheet import read_register

WEB = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="gb2312"></head><body>
<table><tr><td><table><tr><th>日期</th><th>标题</th></tr>
<tr><td rowspan="2">2026-03-01</td><td>春耕<br>提示</td></tr><tr><td>防火</td></tr>
<tr><td colspan="2">合计</td></tr></table></td></tr></table></body></html>"""


def document(*tables, above=(), between="续表"):
    made = docx.Document()
    for words in above:
        made.add_paragraph(words)
    for rows in tables:
        table = made.add_table(rows=len(rows), cols=len(rows[0]))
        for line, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(line.cells, texts, strict=True):
                cell.text = text
        made.add_paragraph(between)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def packed(*names):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return kept.getvalue()


@pytest.mark.parametrize("charset", ["gb18030", "utf-8", "utf-16"])
def test_a_web_table_that_a_platform_calls_xls_is_read(tmp_path, charset):
    path = tmp_path / "导出.xls"
    path.write_bytes(WEB.encode(charset))
    ((_, rows),) = [(name, list(rows)) for name, rows in sheets_of(path)]
    assert rows == [("日期", "标题"), ("2026-03-01", "春耕 提示"), ("2026-03-01", "防火"), ("合计", None)]


def test_the_tables_of_a_document_that_go_on_after_a_page_are_one():
    raw = document(
        (("标题", "日期"), ("甲", "1日")),
        (("乙", "2日"),),
        (("名称", "平台", "备注"),),
        above=["某账号2026年3月"],
    )
    (_, first), (_, second) = foreign_tables(raw)
    assert first == [("某账号2026年3月",), ("标题", "日期"), ("甲", "1日"), ("乙", "2日")]
    assert second[-1] == ("名称", "平台", "备注")


def test_a_table_of_a_document_under_words_and_a_header_of_its_own_is_another():
    header = ("标题", "日期")
    tables = (header, ("甲", "1日")), (header, ("乙", "2日")), (("丙", "3日"),)
    apart = foreign_tables(document(*tables, above=["2026年3月"], between="2026年4月"))
    assert [rows for _, rows in apart] == [
        [("2026年3月",), header, ("甲", "1日")],
        [("2026年4月",), header, ("乙", "2日"), ("2026年4月",), ("丙", "3日")],
    ]
    assert len(foreign_tables(document(*tables))) == 1


def test_cells_of_a_document_that_are_merged_downwards_are_read_in_each_row():
    made = docx.Document()
    table = made.add_table(rows=3, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "3月1日"
    for row, text in enumerate("甲乙丙"):
        table.cell(row, 1).text = text
    kept = io.BytesIO()
    made.save(kept)
    ((_, rows),) = foreign_tables(kept.getvalue())
    assert rows == [("3月1日", "甲"), ("3月1日", "乙"), (None, "丙")]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"%PDF-1.7 x", "是 PDF"),
        (document(above=["没有表格"]), "里面没有表格"),
        (packed("a/清单.xlsx", "b/清单.xls"), "是压缩包，请先解压"),
        (packed("content.xml", "mimetype"), "是 ODF"),
        (packed("xl/workbook.bin"), "xlsb"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "旧版 Word 或 WPS 文字"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"Rar!\x1a\x07", "是压缩包"),
        (b"\x89PNG\r\n", "是图片"),
        (b"<html><body><p>x</p></body></html>", "是网页，里面没有表格"),
        (b"<?xml version='1.0'?><Workbook/>", "是 XML 文件"),
    ],
)
def test_what_holds_no_table_is_told_in_one_clause_with_what_to_do(tmp_path, raw, said):
    path = tmp_path / "清单.xlsx"
    path.write_bytes(raw)
    with pytest.raises(TableError, match=said):
        [list(rows) for _, rows in sheets_of(path)]
    (problem,) = read_register(path).problems
    assert said in problem.message
    assert problem.message.endswith("。")


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"a,b\n1,2\n", b"\xff\xfe\x00"])
def test_what_is_broken_or_a_table_of_its_own_is_none_of_ours(raw):
    assert foreign_tables(raw) == []
    assert what_to_do(raw) is None


def test_a_register_in_a_document_is_read(tmp_path):
    path = tmp_path / "登记表.docx"
    path.write_bytes(document((("序号", "账号名称", "平台"), ("1", "示例发布", "微博"))))
    register = read_register(path, kind="account")
    assert [(row.name, row.platform) for row in register.rows] == [("示例发布", "微博")]
