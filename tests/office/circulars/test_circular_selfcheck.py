"""One wrong figure anywhere in the written files and the circular is not handed out."""

import datetime as dt
import zipfile
from copy import deepcopy
from decimal import Decimal

import docx
import msgspec
import openpyxl
import pytest
from circular_samples import SITES, city
from docx.oxml.ns import qn
from lxml.etree import SubElement

from xunwang.inspector.model import SiteKind
from xunwang.office.circulars import aggregates, selfcheck
from xunwang.office.circulars.aggregates import tally
from xunwang.office.circulars.data import AccountTotal, CircularRefused, Previous
from xunwang.office.circulars.docx import write_circular
from xunwang.office.circulars.layout import load_layout
from xunwang.office.circulars.selfcheck import examine, publish, refusal, verify_written
from xunwang.office.circulars.workbook import write_attachments

MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"


@pytest.fixture
def files(tmp_path):
    """A written circular that agrees with its rows."""
    data = city()
    write_circular(data, tmp_path / "通报.docx")
    return data, tmp_path / "通报.docx", write_attachments(data, tmp_path)


def alter_text(path, old, new):
    document = docx.Document(str(path))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    hits = [run for run in runs if old in run.text]
    assert hits, old
    hits[0].text = hits[0].text.replace(old, new, 1)
    document.save(str(path))


def alter_sheet(path, change):
    book = openpyxl.load_workbook(path)
    change(book.active)
    book.save(path)


def told(wrong):
    return [(one.figure, one.stated, one.computed) for one in wrong]


def test_what_was_written_agrees_with_its_rows(files):
    assert verify_written(*files) == []


@pytest.mark.parametrize(
    ("old", "new", "figure"),
    [
        ("本次检查政府网站14家", "本次检查政府网站15家", ("网站检查数", "15", "14")),
        ("不合格3家", "不合格4家", ("网站不合格数", "4", "3")),
        ("合格率为75.00%", "合格率为76.00%", ("网站合格率", "76.00%", "75.00%")),
        ("占检查网站的50.00%", "占检查网站的50.0%", ("网站存在问题比例", "50.0%", "50.00%")),
        ("部门网站19家、", "部门网站18家、", None),
        ("按期办结26条", "按期办结27条", ("按时办结", "27", "26")),
        ("1家经整改复查合格", "2家经整改复查合格", ("网站整改合格数", "2", "1")),
        ("发现失效链接3个", "发现失效链接8个", None),
        ("监测时间点为2026年3月31日", "监测时间点为2026年3月30日", None),
        ("〔2026〕17号", "〔2026〕18号", None),
    ],
)
def test_an_altered_figure_in_the_text_is_named(files, old, new, figure):
    alter_text(files[1], old, new)
    wrong = told(verify_written(*files))
    assert wrong
    assert figure is None or figure in wrong


def test_a_figure_that_no_row_accounts_for_is_found(files):
    alter_text(files[1], "防止问题反弹。", "防止问题反弹。全年培训320人次。")
    assert ("无依据的数字", "320", "（无）") in told(verify_written(*files))


def test_a_chinese_numeral_does_not_slip_through(files):
    alter_text(files[1], "防止问题反弹。", "防止问题反弹。另有十二家网站受到表扬。")
    assert ("无依据的数字", "十二", "（无）") in told(verify_written(*files))


def test_a_dropped_statement_is_missed(files):
    alter_text(files[1], "其中，合格9家，不合格3家，暂不作结论2家", "")
    assert any(figure == "应有的表述" for figure, _, _ in told(verify_written(*files)))


def test_a_repeated_paragraph_is_found(files):
    document = docx.Document(str(files[1]))
    target = next(p for p in document.paragraphs if p.text.startswith("本次对"))
    target.insert_paragraph_before(target.text)
    document.save(str(files[1]))
    assert any(figure == "无依据的数字" for figure, _, _ in told(verify_written(*files)))


def test_a_number_in_a_footer_is_found(files):
    document = docx.Document(str(files[1]))
    document.sections[0].footer.add_paragraph("共检查99家")
    document.save(str(files[1]))
    assert ("无依据的数字", "99", "（无）") in told(verify_written(*files))


def test_what_a_word_processor_writes_otherwise_is_the_same_circular(files):
    """Text boxes a second time for older programs, page numbers from mark to mark, moved words where they were."""
    document = docx.Document(str(files[1]))
    box = next(document.element.iter(qn("w:drawing")))
    older = SubElement(SubElement(box.getparent(), f"{{{MARKUP}}}AlternateContent"), f"{{{MARKUP}}}Fallback")
    older.extend(deepcopy(one) for one in box.iter(qn("w:txbxContent")))
    told_of = next(one for one in document.paragraphs if one.text.startswith("本次对"))
    moved = SubElement(document.paragraphs[0]._p, qn("w:moveFrom"))
    moved.extend(deepcopy(run._r) for run in told_of.runs)
    footer = document.sections[0].footer.paragraphs[0]
    footer._p.remove(footer._p.find(qn("w:fldSimple")))
    for mark, tag, text in (("begin", "w:instrText", " PAGE  \\* MERGEFORMAT "), ("separate", "w:t", "3")):
        SubElement(footer.add_run()._r, qn("w:fldChar")).set(qn("w:fldCharType"), mark)
        SubElement(footer.add_run()._r, qn(tag)).text = text
    SubElement(footer.add_run()._r, qn("w:fldChar")).set(qn("w:fldCharType"), "end")
    document.save(str(files[1]))

    assert told(verify_written(*files)) == []


def test_the_number_of_another_field_than_that_of_a_page_is_found(files):
    document = docx.Document(str(files[1]))
    field = SubElement(document.paragraphs[-1]._p, qn("w:fldSimple"))
    field.set(qn("w:instr"), " QUOTE 99 ")
    SubElement(SubElement(field, qn("w:r")), qn("w:t")).text = "共检查99家"
    document.save(str(files[1]))
    assert ("无依据的数字", "99", "（无）") in told(verify_written(*files))


def test_an_altered_table_cell_is_named(files):
    document = docx.Document(str(files[1]))
    document.tables[0].rows[1].cells[2].text = "5"
    document.save(str(files[1]))
    assert ("政府门户网站·检查数（家）", "5", "4") in told(verify_written(*files))


def test_a_table_row_that_was_dropped_is_found(files):
    document = docx.Document(str(files[1]))
    rows = document.tables[1].rows
    rows[2]._tr.getparent().remove(rows[2]._tr)
    document.save(str(files[1]))
    assert any(figure == "表格各行" for figure, _, _ in told(verify_written(*files)))


def test_a_dropped_row_of_an_attachment_is_found_there_and_in_the_text(files):
    alter_sheet(files[2][0], lambda sheet: sheet.delete_rows(7))
    wrong = told(verify_written(*files))
    assert any(figure == "行数" and computed == "1行" for figure, _, computed in wrong)
    assert ("网站检查数", "14", "13") in wrong


def test_a_duplicated_row_of_an_attachment_is_found(files):
    def duplicate(sheet):
        values = [cell.value for cell in sheet[6]]
        sheet.insert_rows(7)
        for column, value in enumerate(values, 1):
            sheet.cell(7, column, value)

    alter_sheet(files[2][0], duplicate)
    assert any(figure == "行数" and stated == "2行" for figure, stated, _ in told(verify_written(*files)))


def test_an_altered_score_in_an_attachment_is_named(files):
    def raise_score(sheet):
        sheet["I5"] = 122.5

    alter_sheet(files[2][0], raise_score)
    assert ("得分", "122.5", "121.5") in told(verify_written(*files))


def test_an_altered_verdict_in_an_attachment_contradicts_the_text(files):
    def whitewash(sheet):
        sheet["H6"] = "合格"

    alter_sheet(files[2][0], whitewash)
    wrong = told(verify_written(*files))
    assert ("检查结果", "合格", "不合格") in wrong
    assert ("网站不合格数", "3", "2") in wrong


def test_an_altered_total_is_named(files):
    def raise_total(sheet):
        sheet.cell(sheet.max_row, 6, 32)

    alter_sheet(files[2][4], raise_total)
    assert ("合计·问题数", "32", "31") in told(verify_written(*files))


def test_a_formula_in_an_attachment_is_refused(files):
    def calculate(sheet):
        sheet["I5"] = "=100+21.5"

    alter_sheet(files[2][0], calculate)
    assert any(stated == "公式" for _, stated, _ in told(verify_written(*files)))


def test_a_missing_attachment_is_found(files):
    data, circular, sheets = files
    wrong = told(verify_written(data, circular, [sheets[0], *sheets[2:]]))
    assert ("附件数", "4", "5") in wrong


def test_publish_hands_out_all_files(tmp_path):
    folder = tmp_path / "通报"
    made = publish(city(), folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        path.name for path in (made.circular, *made.attachments)
    )


def test_a_refused_circular_leaves_the_good_one_alone(tmp_path, monkeypatch):
    made = publish(city(), tmp_path)
    before = {path.name: path.read_bytes() for path in (made.circular, *made.attachments)}

    def slip(data, path, *, layout=None):
        write_circular(data, path, layout=layout)
        alter_text(path, "不合格3家", "不合格2家")

    monkeypatch.setattr(selfcheck, "write_circular", slip)
    with pytest.raises(CircularRefused) as refused:
        publish(city(issued=dt.date(2026, 4, 11)), tmp_path)
    assert "“网站不合格数”写为“2”，按检查数据应为“3”" in str(refused.value)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_attachment_that_is_no_longer_due_goes_with_the_old_circular(tmp_path):
    publish(city(), tmp_path)
    passing = tuple(site for site in SITES if not site.undecided_because)
    publish(msgspec.structs.replace(city(), sites=passing), tmp_path)
    assert not list(tmp_path.glob("*暂不作结论*"))
    assert len(list(tmp_path.glob("附件*.xlsx"))) == 4


@pytest.mark.parametrize(
    "changes",
    [
        {"number": None, "contact": None, "copied_to": (), "report_to": None, "deadline": None},
        {"accounts": (), "previous": None, "closing": None},
        {"registered_by_kind": {}, "registered_by_level": {}, "decimals": 0},
        {"decimals": 1, "played": False},
    ],
)
def test_circulars_with_less_to_say_agree_too(tmp_path, changes):
    assert publish(city(**changes), tmp_path).circular.exists()


def test_a_city_without_results_of_one_kind_agrees(tmp_path):
    clean = tuple(
        msgspec.structs.replace(site, vetoes=(), faults=(), score=Decimal(100))
        for site in SITES
        if not site.vetoes and not site.undecided_because
    )
    made = publish(msgspec.structs.replace(city(), sites=clean), tmp_path)
    text = "".join(paragraph.text for paragraph in docx.Document(str(made.circular)).paragraphs)
    assert "本次检查未发现已经确认的问题。" in text
    assert "存在问题的网站0家" in text
    assert len(made.attachments) == 2


def test_text_of_others_with_digits_and_formulas_stays_text(tmp_path):
    strange = msgspec.structs.replace(
        SITES[1], name='=HYPERLINK("http://x.example/1","12家")', organiser="=1+1"
    )
    made = publish(msgspec.structs.replace(city(), sites=(strange, *SITES[2:])), tmp_path)
    sheet = openpyxl.load_workbook(made.attachments[0]).active
    assert sheet["B5"].value == strange.name
    assert sheet["B5"].data_type == "s"


def test_the_refusal_is_one_sentence(files):
    alter_text(files[1], "不合格3家", "不合格5家")
    alter_text(files[1], "合格率为75.00%", "合格率为80.00%")
    sentence = refusal(verify_written(*files))
    assert sentence.startswith("通报自检未通过，不予生成：正文第")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("changes", "figure", "stated"),
    [
        ({"registered_by_level": {"市级": 21, "县级": 4, "园区": 1}}, "按层级登记数合计", "26"),
        (
            {"registered_by_kind": {SiteKind.PORTAL: 3, SiteKind.DEPARTMENT: 20, SiteKind.SPECIAL: 2}},
            "政府门户网站检查数",
            "4",
        ),
        ({"accounts": (AccountTotal("微信公众号", 21, "县级", 28),)}, "县级微信公众号检查数", "28"),
        ({"accounts": (AccountTotal("新浪微博", 9, None, 2, 2, 1),)}, "新浪微博不合格与暂不作结论数", "3"),
        ({"accounts": (AccountTotal("新浪微博", 9, None, None, 2),)}, "新浪微博不合格与暂不作结论数", "2"),
        ({"previous": Previous(told=3, mended=4)}, "上期问题整改数", "4"),
    ],
)
def test_figures_that_cannot_all_be_true_are_refused(tmp_path, changes, figure, stated):
    with pytest.raises(CircularRefused, match=f"“{figure}”写为“{stated}”"):
        publish(city(**changes), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_slip_in_the_first_way_of_counting_is_caught_by_the_second(tmp_path, monkeypatch):
    def cut_off(part, whole, decimals):
        return f"{100 * part // whole}.{'0' * decimals}%" if whole else ""

    monkeypatch.setattr(aggregates, "percent", cut_off)
    with pytest.raises(CircularRefused, match="通报自检未通过，不予生成"):
        publish(city(), tmp_path)


def test_undecided_websites_counted_into_the_pass_rate_are_caught(tmp_path, monkeypatch):
    def diluted(sites, registered=None):
        honest = tally(sites, registered)
        return msgspec.structs.replace(honest, failed=honest.failed + honest.undecided)

    monkeypatch.setattr(aggregates, "tally", diluted)
    with pytest.raises(CircularRefused, match=r"“网站不合格数”写为“5”，按检查数据应为“3”"):
        publish(city(), tmp_path)


# ── what came back from others ───────────────────────────────────────────────────────────────────


def test_what_came_back_and_is_no_docx_any_more_is_refused(files, tmp_path):
    data, path, _ = files
    whole, broken = path.read_bytes(), tmp_path / "broken.docx"
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(broken, "w") as altered:
        for name in package.namelist():
            part = package.read(name)
            altered.writestr(name, part[: len(part) // 2] if name == "word/document.xml" else part)
    for body in (broken.read_bytes(), whole[: len(whole) // 2], b"PK", b""):
        path.write_bytes(body)
        with pytest.raises(CircularRefused, match="交回的文件无法读取"):
            examine(data, path, load_layout())


def test_a_table_of_which_all_rows_are_gone_is_told(files):
    data, path, _ = files
    document = docx.Document(str(path))
    for row in document.tables[0]._tbl.tr_lst:
        document.tables[0]._tbl.remove(row)
    document.save(str(path))

    assert ("表头", "（无）") in [
        (one.figure, one.stated) for one in examine(data, path, load_layout()).wrong
    ]
