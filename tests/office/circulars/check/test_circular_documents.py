"""Files become blocks; what is no circular is refused in one Chinese sentence."""

import docx
import pytest

from xunwang.office import papers
from xunwang.office.circulars.check import CheckInputError, Document, Paragraph, Table, read_document

TEXT = "通报\n\n附件1\n名单\n| 序号 | 名称 |\n| --- | --- |\n| 1 | 甲局 |\n| 2 | 乙局 |\n完"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_in_either_encoding(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    document = read_document(path)
    assert [one.text for one in document.paragraphs] == ["通报", "附件1", "名单", "完"]
    assert document.tables == (
        Table(1, (("序号", "名称"), ("1", "甲局"), ("2", "乙局")), caption="名单", attachment="1"),
    )


def test_lines_with_tabs_are_a_table(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("统计表\n单位\t数量\n甲局\t3\n乙局\t4\n", encoding="utf-8")
    assert read_document(path).tables[0].rows == (("单位", "数量"), ("甲局", "3"), ("乙局", "4"))


def test_docx_keeps_the_order_of_paragraphs_and_tables(as_docx):
    table = Table(1, (("单位", "数量"), ("甲局", "3")), caption="统计表")
    document = Document("x", (Paragraph(1, "统计表"), table, Paragraph(2, "完")))
    assert as_docx(document).blocks == document.blocks


def test_tracked_insertions_are_read_and_deletions_are_not(tmp_path):
    opened = docx.Document()
    paragraph = opened.add_paragraph("抽查")
    run = paragraph.add_run("53家")
    inserted = run._r.makeelement(run._r.tag.replace("}r", "}ins"))
    run._r.addprevious(inserted)
    inserted.append(run._r)
    path = tmp_path / "a.docx"
    opened.save(str(path))
    assert read_document(path).paragraphs[0].text == "抽查53家"


def test_what_was_moved_away_and_what_stands_in_a_box_is_no_text_of_the_paragraph(tmp_path):
    opened = docx.Document()
    for tag in ("}moveFrom", "}txbxContent"):
        paragraph = opened.add_paragraph("抽查53家")
        run = paragraph.add_run("，抽查35家")
        around = run._r.makeelement(run._r.tag.replace("}r", tag))
        run._r.addprevious(around)
        around.append(run._r)
    path = tmp_path / "a.docx"
    opened.save(str(path))
    assert [one.text for one in read_document(path).paragraphs] == ["抽查53家", "抽查53家"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"%PDF", "docx、txt 或 md"),
        ("a.docx", b"not a zip", "不是完好的 docx"),
        ("a.docx", b"PK\x03\x04broken", "不是完好的 docx"),
        ("a.txt", b"", "没有文字"),
        ("a.txt", b"\xff\xff\x00\x00", "UTF-8 或 GB18030"),
        ("a.txt", b"\x00\x01\x02", "UTF-8 或 GB18030"),
    ],
)
def test_wrong_files_are_refused(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CheckInputError, match=words) as refusal:
        read_document(path)
    assert name in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_docx_that_unfolds_too_far_is_refused(as_docx, monkeypatch):
    monkeypatch.setattr(papers, "MOST_UNPACKED", 1000)
    with pytest.raises(CheckInputError, match="不是完好的 docx"):
        as_docx(Document("x", (Paragraph(1, "抽查53家"),)))


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(CheckInputError, match="找不到这个文件"):
        read_document(tmp_path / "none.txt")
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    with pytest.raises(CheckInputError, match="读不了这个文件"):
        read_document(folder)
