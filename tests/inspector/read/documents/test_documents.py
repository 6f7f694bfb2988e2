"""Attachments of every kind, whole, locked, broken and hostile. The recorded samples are our own words saved by LibreOffice."""

import base64
import io
import os
import random
import signal
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
import xlsxwriter

from xunwang.inspector.read.documents import Document, DocumentReader, Limits
from xunwang.inspector.read.documents.extract import extract
from xunwang.inspector.read.documents.word97 import _without_fields

SAMPLES = Path(__file__).parent / "samples"
OFD_PAGE = """<?xml version="1.0" encoding="UTF-8"?><ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>
<ofd:TextObject Boundary="30 30 100 8"><ofd:TextCode X="0" Y="7">关于河道</ofd:TextCode></ofd:TextObject>
<ofd:TextObject Boundary="130 30 60 8"><ofd:TextCode X="0" Y="7">清理的通知</ofd:TextCode></ofd:TextObject>
<ofd:TextObject Boundary="30 50 100 8"><ofd:TextCode X="0" Y="7">各乡镇：</ofd:TextCode></ofd:TextObject>
</ofd:Layer></ofd:Content></ofd:Page>"""


def zipped(files: dict[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in files.items():
            box.writestr(name, content)
    return target.getvalue()


def word(*paragraphs: str) -> bytes:
    document, target = docx.Document(), io.BytesIO()
    for words in paragraphs:
        document.add_paragraph(words)
    document.save(target)
    return target.getvalue()


def sheet(*rows: list[str | int]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet("名单")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return target.getvalue()


def read(body: bytes, **limits: int) -> Document:
    return extract(body, Limits(**limits))


@pytest.fixture
def reader() -> Iterator[DocumentReader]:
    with DocumentReader(Limits(seconds=30)) as reader:
        yield reader


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("notice.doc", "doc", ["关于开展示例河道清理的通知", "清理\t0600-2210001", "联系人：示例办公室"]),
        ("notice.pdf", "pdf", ["关于开展示例河道清理的通知", "联系人：示例办公室"]),
        ("table.xls", "xls", ["序号\t单位\t日期", "1\t示例镇\t2026-03-05"]),
    ],
)
def test_recorded_documents(name, kind, words):
    document = read((SAMPLES / name).read_bytes())
    assert (document.kind, document.unread, document.truncated) == (kind, None, False)
    for line in words:
        assert line in document.text.split("\n")


def test_written_documents():
    assert read(word("第一段", "第二段")).text == "第一段\n第二段"
    assert read(sheet(["序号", "单位"], [1, "示例镇"])).parts[0].text == "序号\t单位\n1\t示例镇"
    assert (
        read(zipped({"OFD.xml": "<a/>", "Doc_0/Pages/Page_0/Content.xml": OFD_PAGE})).text
        == "关于河道清理的通知\n各乡镇："
    )
    assert read("意见征集\r\n截止4月1日".encode("gb18030")).text == "意见征集\n截止4月1日"


def rich(words: str) -> bytes:
    """As word processors save it: a table of fonts, characters of a code page, of Unicode with what stands for them, a picture."""
    coded = "".join(f"\\'{byte:02x}" for byte in words.encode("gbk"))
    return (
        rf"{{\rtf1\ansi\ansicpg936{{\fonttbl{{\f0 FangSong;}}}}{{\*\generator X;}}{{\pict 89504e47}}\pard {coded}\par \uc1\u38468?\u20214?:\tab 1\cell 2\row}}"
    ).encode("ascii")


def test_rich_text_is_read_whatever_it_is_called():
    document = read(rich("关于停水检修的公告"))
    assert (document.kind, document.text) == ("rtf", "关于停水检修的公告\n附件:\t1\t2")
    assert read(rb"{\rtf1" + b"{" * 2000).unread == "RTF 文件嵌套过深，无法读取"
    assert read(rb"{\rtf1\ansi{\pict 00}}").unread == "文件中没有文字"


def test_files_of_wps_and_pages_called_sheets_are_told_by_their_bytes():
    recorded = (SAMPLES / "notice.doc").read_bytes(), (SAMPLES / "table.xls").read_bytes()
    page = "<html><body><table><tr><td>序号</td><td>单位</td></tr><tr><td>1</td><td>示例镇</td></tr></table></body></html>"
    parts = read(zipped({"通知.wps": recorded[0], "名单.et": recorded[1], "名单.xls": page})).parts
    assert [part.name.partition("/")[0] for part in parts] == ["通知.wps", "名单.et", "名单.xls"]
    assert "关于开展示例河道清理的通知" in parts[0].text
    assert "示例镇\t2026-03-05" in parts[1].text
    assert "示例镇" in parts[2].text


def test_fields_of_word_show_only_their_result():
    assert (
        _without_fields(
            '见\x13 HYPERLINK "http://a/" \x14附件\x15，\x13 PAGE \x15共\x13 A \x13 B \x14x\x15 \x14二\x15页'
        )
        == "见附件，共二页"
    )


def test_a_container_names_the_files_in_it():
    inner = zipped({"表.xlsx": sheet(["事项"])})
    document = read(
        zipped({"通知.docx": word("各乡镇"), "里面.zip": inner, "照片.png": b"\x89PNG\r\n", "空.txt": b""})
    )
    assert [(part.name, part.text) for part in document.parts] == [
        ("通知.docx", "各乡镇"),
        ("里面.zip/表.xlsx/名单", "事项"),
    ]
    assert any("照片.png" in line for line in document.skipped)


def test_the_cells_of_a_row_stand_in_one_line():
    document, target = docx.Document(), io.BytesIO()
    table = document.add_table(rows=2, cols=3)
    for row, words in zip(table.rows, (("序号", "姓名", "事项"), ("1", "赵某", "低保")), strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    document.add_paragraph("特此公示")
    document.save(target)
    assert read(target.getvalue()).text == "序号\t姓名\t事项\n1\t赵某\t低保\n特此公示"


OPEN_TEXT = (
    '<office:text xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><text:h>春季防火通知</text:h><table:table><table:table-row>'
    "<table:table-cell><text:p>联系人</text:p></table:table-cell><table:table-cell><text:p>王某</text:p></table:table-cell></table:table-row></table:table>"
    "<text:p>特此<text:span>通知</text:span></text:p></office:text>"
)
SHEET_2003 = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles/>'
    "<Worksheet><Table><Row><Cell><Data>联系人</Data></Cell><Cell><Data>王某</Data></Cell></Row></Table></Worksheet></Workbook>"
)
MESSAGE = (
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b1"\r\n\r\n--b1\r\nContent-Type: text/html; charset="gb2312"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\n"
    + base64.encodebytes('<html><meta charset="gb2312"><p>春季防火通知</p></html>'.encode("gb2312"))
    + b"\r\n--b1--\r\n"
)


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        (zipped({"mimetype": "a", "content.xml": OPEN_TEXT}), "odf", "春季防火通知\n联系人\t王某\n特此通知"),
        (f'<?xml version="1.0"?>{OPEN_TEXT}'.encode(), "xml", "春季防火通知\n联系人\t王某\n特此通知"),
        (SHEET_2003.encode(), "xml", "联系人\t王某"),
        (MESSAGE, "mht", "春季防火通知"),
        ("\ufeff序号\t姓名 A1\r\n".encode("utf-16-le"), "txt", "序号\t姓名 A1"),
        ("序号,姓名\n1,赵某".encode("gb18030"), "txt", "序号,姓名\n1,赵某"),
    ],
    ids=["open document", "flat open document", "sheet of 2003", "saved page", "utf-16", "gb18030"],
)
def test_the_less_usual_makes_of_office_files_are_read(body, kind, text):
    document = read(body)
    assert (document.kind, document.text, document.unread) == (kind, text, None)


def locked() -> bytes:
    """An OLE file as Office writes a document with a password: one stream, named for what it holds."""
    sector, free, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
    name = "EncryptedPackage".encode("utf-16-le") + b"\0\0"

    def entry(name: bytes, kind: int, child: int, start: int, size: int) -> bytes:
        links = struct.pack("<III", free, free, child)
        return (
            name.ljust(64, b"\0")
            + struct.pack("<HBB", len(name), kind, 1)
            + links
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    root = entry("Root Entry".encode("utf-16-le") + b"\0\0", 5, 1, end, 0)
    directory = (root + entry(name, 2, free, 2, 4096)).ljust(sector, b"\0")
    chain = [0xFFFFFFFD, end, *range(3, 10), end]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(sector, b"\xff")
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    head += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0, 0)
    return head.ljust(sector, b"\xff") + table + directory + bytes(4096)


def test_a_document_with_a_password_says_so():
    assert "打开密码" in (read(locked()).unread or "")
    box = read(zipped({"名单.docx": locked(), "说明.txt": "内容"}))
    assert (box.text, box.skipped) == ("内容", ("名单.docx：文件设有打开密码，无法读取",))


def test_names_written_in_gbk_are_read():
    body = zipped({"aaaa.txt": "内容"}).replace(b"aaaa", "附件".encode("gb18030"))
    assert read(body).parts[0].name == "附件.txt"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "文件为空"),
        (b"%PDF-1.4 broken", "PDF 文件已损坏"),
        (b"PK\x03\x04 broken", "压缩包已损坏"),
        (b"Rar!\x1a\x07\x00", "RAR 压缩包"),
        (b"\x89PNG\r\n\x1a\n", "图片文件"),
        (b"\x00\x01\x02\x03", "不是可识别的文档"),
        ((SAMPLES / "notice.doc").read_bytes()[:9000], "已损坏"),
        (zipped({"word/document.xml": "<w:p><w:t>断"}), "文件内容已损坏"),
        (zipped({"OFD.xml": "<a/>"}), "没有页面"),
    ],
)
def test_what_cannot_be_read_says_why(body, why):
    document = read(body)
    assert document.parts == ()
    assert why in (document.unread or "") or document.kind == ""


def test_entities_are_not_expanded():
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><w:p><w:t>&c;</w:t></w:p>'
    assert "外部实体" in (read(zipped({"word/document.xml": bomb})).unread or "")


def test_what_swells_too_far_stays_shut():
    assert "过大" in (read(zipped({"word/document.xml": b" " * (30 << 20)})).unread or "")
    assert "过大" in (read(zipped({"xl/workbook.xml": b" " * (30 << 20)})).unread or "")
    many = zipped({f"{number}.txt": "x" for number in range(30)})
    assert "超过20个" in (read(many, entries=20).unread or "")
    nested = zipped({"c.txt": "内容"})
    for _ in range(3):
        nested = zipped({"b.zip": nested})
    assert "过深" in read(nested).skipped[0]


def test_a_locked_file_in_a_container_is_skipped():
    body = bytearray(zipped({"秘密.txt": "内容"}))
    for place in (6, body.rindex(b"PK\x01\x02") + 8):
        body[place] |= 1
    assert "已加密" in read(bytes(body)).skipped[0]


def test_more_text_than_wanted_is_cut():
    document = read(word("一二三四五六七八", "九十"), characters=5)
    assert (document.text, document.truncated) == ("一二三四五", True)


def test_the_child_reads_one_after_another(reader):
    assert reader.read(word("甲")).text == "甲"
    assert reader.read(b"%PDF broken").unread == "PDF 文件已损坏，无法读取"
    assert reader.read(word("乙")).text == "乙"


def test_a_child_that_dies_is_replaced(reader):
    reader.read(word("甲"))
    os.kill(reader._child.pid, signal.SIGKILL)
    reader._child.wait()
    assert reader.read(word("乙")).text == "乙"


def test_a_child_that_stalls_is_given_up():
    with DocumentReader() as reader:
        reader.read(word("甲"))
        reader._limits = Limits(seconds=1)
        os.kill(reader._child.pid, signal.SIGSTOP)
        assert "超过1秒" in (reader.read(word("乙")).unread or "")
        assert reader._child is None


def test_memory_of_the_child_is_bounded():
    with DocumentReader(Limits(seconds=30, memory=300 << 20, unpacked=4 << 30, ratio=100_000)) as reader:
        document = reader.read(zipped({"word/document.xml": b" " * (400 << 20)}))
        assert document.parts == ()
        assert document.unread
        assert reader.read(word("乙")).text == "乙"


def test_broken_documents_cost_no_more_than_a_child():
    seed = int.from_bytes(os.urandom(3), "big")
    chance = random.Random(seed)
    sources = [path.read_bytes() for path in sorted(SAMPLES.iterdir())] + [word("甲乙丙"), sheet(["甲", 1])]
    sources.append(zipped({"OFD.xml": "<a/>", "Doc_0/Pages/Page_0/Content.xml": OFD_PAGE}))
    with DocumentReader(Limits(seconds=10)) as reader:
        for _ in range(150):
            document = reader.read(damaged(chance.choice(sources), chance))
            assert document.parts or document.unread, f"seed {seed}"


def damaged(source: bytes, chance: random.Random) -> bytes:
    body = bytearray(source)
    for _ in range(chance.randint(1, 20)):
        place = chance.randrange(len(body))
        body[place] = chance.randrange(256)
    return bytes(body[: chance.randint(1, len(body))] if chance.random() < 0.3 else body)
