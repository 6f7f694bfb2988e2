import datetime as dt
import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml

from xunwang.inspector.proof import DocumentError, Kind, Suspicion, Tier, read_document

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
TODAY = dt.date(2026, 3, 31)


def read(data, name):
    return read_document(data, name, today=TODAY)


def a_docx():
    document = docx.Document()
    document.add_paragraph("关于开展检查的通知")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "序号", "单位"
    document.add_paragraph("特此通知。")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def an_xlsx():
    book = openpyxl.Workbook()
    book.active.title = "名单"
    book.active.append(["单位", 12, None])
    book.active.append(["示例局\n二科"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def seen_at(draft, line):
    one = Suspicion(line, 0, 1, "x", (), Kind.WORD, Tier.SURE, "r", "w")
    return draft.place(one)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_plain_text(encoding):
    draft = read("第一行\n第二行".encode(encoding), "稿.txt")

    assert draft.text == "第一行\n第二行"
    assert seen_at(draft, 2) == "第2行"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_every_kind_of_line_end(end):
    assert read(f"第一行{end}第二行".encode(), "稿.txt").text == "第一行\n第二行"


def test_paragraphs_and_cells_of_a_docx_in_reading_order():
    draft = read(a_docx(), "稿.docx")

    assert draft.text.split("\n") == ["关于开展检查的通知", "序号", "单位", "特此通知。"]
    assert seen_at(draft, 4) == "第4段"


def test_cells_of_an_xlsx_that_hold_text():
    draft = read(an_xlsx(), "表.xlsx")

    assert draft.text.split("\n") == ["单位", "示例局 二科"]
    assert seen_at(draft, 2) == "名单!A2"


def test_headers_footers_and_text_boxes_of_a_docx():
    document = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>机密★10年</w:t></w:r></w:p></w:txbxContent>"
    names = "".join(f'xmlns:{name}="{uri}" ' for name, uri in SPACES.items())
    run = f"<w:r {names}><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    document.add_paragraph("关于开展检查的通知")._p.append(parse_xml(run))
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "共2页"
    file = io.BytesIO()
    document.save(file)
    draft = read(file.getvalue(), "稿.docx")

    assert sorted(draft.text.split("\n")) == sorted(["关于开展检查的通知", "机密★10年", "内部资料", "共2页"])
    assert {draft.places[at] for at in (2, 3)} == {"页眉第1段", "页脚第1段"}


def test_a_long_number_of_an_xlsx_is_read_and_a_short_one_left_out():
    book = openpyxl.Workbook()
    book.active.append(["联系电话", 18812345678, 12])
    file = io.BytesIO()
    book.save(file)

    assert read(file.getvalue(), "表.xlsx").text.split("\n") == ["联系电话", "18812345678"]


def test_a_page_gives_what_a_visitor_reads_and_its_day():
    html = """<html><head><title>示例市召开会议</title><meta name="PubDate" content="2026-03-02 10:00"></head>
    <body><h1>示例市召开会议</h1><div>发布时间：2026-03-02 10:00　来源：示例市人民政府</div><div class="content"><p>会议强调，要抓好落实，各单位要认真组织学习，确保取得实效。</p>
    <p>会议要求，各部门要各司其职、密切配合，把各项任务分解到岗位、落实到个人，按月调度、按季通报，年底前全部完成。</p>
    <p>会议还研究了其他事项，有关负责同志列席会议。</p></div><script>var x = "不是正文";</script></body></html>"""

    draft = read(html.encode(), "页.html")

    assert "会议强调，要抓好落实" in draft.text
    assert "不是正文" not in draft.text
    assert draft.published == dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"%PDF-1.7", "稿.pdf", "PDF 文件已损坏，无法读取；应为 txt"),
        (b"%PDF-1.7", "稿.txt", "PDF 文件已损坏"),
        (b"no zip", "稿.docx", "不是完好的 docx 文件"),
        (a_docx()[:300], "稿.docx", "不是完好的 docx 文件"),
        (an_xlsx(), "稿.docx", "不是完好的 docx 文件"),
        (b"\xd0\xcf\x11\xe0old", "稿.doc", "不是可识别的文档；应为 txt"),
        (
            b"\xd0\xcf\x11\xe0" + bytes(512) + "EncryptedPackage".encode("utf-16-le"),
            "稿.docx",
            "文件设有打开密码",
        ),
        (b"\x89PNG\r\n", "图.txt", "图片文件，未读取文字"),
    ],
)
def test_a_file_without_text_is_refused(data, name, sentence):
    with pytest.raises(DocumentError, match=sentence) as refusal:
        read(data, name)

    assert str(refusal.value).startswith(name)


@pytest.mark.parametrize("name", ["notice.pdf", "notice.doc"])
def test_attachments_are_read_with_their_places(name):
    path = Path(__file__).parents[1] / "read" / "documents" / "samples" / name
    draft = read(path.read_bytes(), name)
    lines = draft.text.split("\n")

    assert "关于开展示例河道清理的通知" in lines
    assert len(draft.places) == len(lines)


def test_a_zip_bomb_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(9):
            archive.writestr(f"word/{number}.xml", bytes(64 * 2**20))

    with pytest.raises(DocumentError, match="解压后过大"):
        read(file.getvalue(), "稿.docx")
