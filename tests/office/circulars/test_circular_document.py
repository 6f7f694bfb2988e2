"""The written circular and its attachments: layout of GB/T 9704, headings in order, cells of the right kind."""

import re

import docx
import msgspec
import openpyxl
import pytest
from circular_samples import HOME, SITES, city
from docx.oxml.ns import qn

from xunwang.inspector.model import Verdict
from xunwang.office.circulars.aggregates import group_of
from xunwang.office.circulars.attachments import attachments_of
from xunwang.office.circulars.check import check_document, read_document
from xunwang.office.circulars.compose import faults_of
from xunwang.office.circulars.data import CircularRefused, GivenTable, Problem, Requirement
from xunwang.office.circulars.docx import break_title, write_circular
from xunwang.office.circulars.fitting import lines_of
from xunwang.office.circulars.layout import layouts, load_layout, read_layout
from xunwang.office.circulars.selfcheck import publish
from xunwang.office.circulars.workbook import write_attachments


@pytest.fixture
def written(tmp_path):
    def write(**changes):
        path = tmp_path / "通报.docx"
        write_circular(city(**changes), path)
        return docx.Document(str(path))

    return write


def texts(document):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def paragraph(document, start):
    return next(one for one in document.paragraphs if one.text.startswith(start))


def test_the_page_is_that_of_the_standard(written):
    section = written().sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_body_text_is_set_in_twenty_two_lines_of_twenty_eight(written):
    body = paragraph(written(), "根据")
    assert body.paragraph_format.line_spacing.pt == 28.95
    indent = body._p.pPr.find(qn("w:ind"))
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "632")
    properties = body.runs[0]._r.rPr
    assert properties.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert properties.find(qn("w:spacing")).get(qn("w:val")) == "-4"


@pytest.mark.parametrize(
    ("start", "font", "size"),
    [
        ("示例市人民政府办公室关于", "方正小标宋简体", 22),
        ("一、总体情况", "黑体", 16),
        ("（一）政府网站", "楷体_GB2312", 16),
    ],
)
def test_headings_have_their_typefaces(written, start, font, size):
    run = next(run for run in paragraph(written(), start).runs if run.text)
    assert run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == font
    assert run.font.size.pt == size


def test_page_numbers_stand_outside(written):
    section = written().sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (2, 0)
    assert all("PAGE" in one._p.xml for one in (odd, even))


def test_table_headers_repeat(written):
    for table in written().tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


@pytest.mark.parametrize(("entries", "together"), [(10, True), (16, True), (17, False)])
def test_a_list_of_attachments_stays_with_the_signature_as_long_as_a_page_holds_both(
    tmp_path, entries, together
):
    table = city().tables[0]
    spare = entries - len(attachments_of(city()))
    more = tuple(msgspec.structs.replace(table, key=f"more{n}", title="简表") for n in range(spare))
    write_circular(msgspec.structs.replace(city(), tables=(table, *more)), tmp_path / "通报.docx")
    written = docx.Document(str(tmp_path / "通报.docx")).paragraphs
    first = next(n for n, one in enumerate(written) if one.text.startswith("附件："))
    office = max(n for n, one in enumerate(written) if one.text == "示例市人民政府办公室")

    assert all(one.paragraph_format.keep_with_next for one in written[first:office]) is together


def test_a_table_too_wide_for_its_page_is_still_printed_in_letters_that_can_be_read(tmp_path):
    sites = tuple(msgspec.structs.replace(site, region="青石县") for site in city().sites)
    heads = (
        "已公开",
        "逾期",
        "没有这个栏目",
        "没有内容",
        "未能检查",
        "待人工核对",
        "未到期",
        "查清事项",
        "目录事项",
    )
    row = ("示例经济开发区管理委员会", "示例经济开发区管理委员会办公室", *range(len(heads)))
    counted = GivenTable("many", "公开目录落实情况", ("网站", "单位", *heads), (row,))
    write_attachments(msgspec.structs.replace(city(), sites=sites, tables=(counted,)), tmp_path)
    for path in tmp_path.glob("*.xlsx"):
        sheet = openpyxl.load_workbook(path).active
        columns = sheet.column_dimensions.values()  # neighbours of one width are one
        inches = (
            sum(7 * one.width * (one.max - one.min + 1) for one in columns) / 96
        )  # of the pixels of a screen
        page = 11.69 - sheet.page_margins.left - sheet.page_margins.right
        assert sheet["B5"].font.size * min(1, page / inches) >= 8.9
        assert sheet.print_title_rows == "$4:$4"


def test_the_skeleton_is_in_order(written):
    headings = [text for text in texts(written()) if text[1:2] == "、" or text.startswith("（")]
    assert [heading for heading in headings if not heading.startswith("（本件")] == [
        "一、总体情况", "（一）政府网站", "（二）政务新媒体", "（三）上一检查周期问题整改", "（四）“我为政府网站找错”留言办理",
        "二、存在问题", "（一）网站日常运维落实不到位", "（二）回应社会关切还需加强", "（三）规范化建设水平仍需提升",
        "三、工作要求", "（一）压实管理责任", "（二）抓好问题整改", "（三）健全长效机制",
        "（联系人：林禾，电话：0000-1234567）",
    ]  # fmt: skip


def test_sections_without_data_close_up(written):
    found = texts(written(accounts=(), previous=None))
    assert "（二）“我为政府网站找错”留言办理" in found
    assert not any("政务新媒体" in text for text in found if not text.startswith("根据"))


def test_nothing_is_said_of_accounts_that_were_not_inspected_nor_of_verdicts_that_nobody_left_open(tmp_path):
    only_websites = tuple(
        msgspec.structs.replace(one, inspected=None, failed=0, undecided=0) for one in city().header.accounts
    )
    decided = tuple(site for site in SITES if site.verdict is not Verdict.UNDECIDED)
    data = msgspec.structs.replace(city(accounts=only_websites), sites=decided)
    write_circular(data, tmp_path / "通报.docx")
    title, whole = "政府网站检查情况的通报", "".join(texts(docx.Document(str(tmp_path / "通报.docx"))))

    assert title in re.sub(r"\s", "", whole)
    assert "政府网站和政务新媒体" not in whole
    assert "本次未检查政务新媒体。" in whole
    assert "暂不作结论的" not in whole


def test_sample_points_and_a_played_demonstration_are_said(written):
    found = texts(written())
    assert "（本件得分使用示例分值，仅供演示）" in found
    assert "（本件为演示，人工核实意见为预置代入）" in found
    basis = msgspec.structs.replace(city().header.basis, sample_points=False)
    plain = "".join(texts(written(basis=basis, played=False)))
    assert "示例分值" not in plain
    assert "演示" not in plain


def test_undecided_websites_are_listed_with_their_reason(written):
    listed = next(text for text in texts(written()) if "暂不作结论，不计入合格率" in text)
    assert "示例市博物馆网站（“首页不更新”未能检查：页面要求验证）" in listed


def test_a_fault_is_named_once_with_the_websites_that_show_it(written):
    document = written()
    upkeep = next(text for text in texts(document) if text.startswith("部分单位更新维护不及时"))
    assert "云麓县人民政府门户网站、滨江经济开发区网站等2家网站监测时间点前2周内首页无信息更新" in upkeep
    assert upkeep.count("发现失效链接3个") == 1
    standards = next(text for text in texts(document) if text.startswith("部分网站功能设计"))
    assert "白沙县人民政府门户网站（2处）、示例市林业局网站（2处）等2家网站页面底部缺少规定标识" in standards


def test_requirements_of_the_office_replace_the_ready_ones(written):
    own = Requirement("限期整改", "请于5个工作日内整改。")
    found = texts(written(requirements=(own,)))
    assert found[found.index("（一）限期整改") + 1] == own.text
    assert "（二）抓好问题整改" not in found


def test_many_websites_with_one_fault_are_referred_to_the_attachment(tmp_path):
    many = tuple(
        msgspec.structs.replace(
            SITES[10], subject=f"m{n}", name=f"第{n}中心网站", home=f"https://m{n}.example/", vetoes=(HOME,)
        )
        for n in range(30)
    )
    unregistered = city(registered_by_kind={}, registered_by_level={})
    made = publish(msgspec.structs.replace(unregistered, sites=many), tmp_path)
    point = next(text for text in texts(docx.Document(str(made.circular))) if text.startswith("部分单位更新"))
    assert "第11中心网站等30家网站监测时间点" in point
    assert point.endswith("其余18家网站及问题详见附件。")


def test_a_city_without_any_result_still_makes_a_document(tmp_path):
    made = publish(msgspec.structs.replace(city(), sites=()), tmp_path)
    found = texts(docx.Document(str(made.circular)))
    assert any("本次检查政府网站0家" in text for text in found)
    assert not any("合格率" in text for text in found if "政务新媒体" not in text and "账号" not in text)
    assert [path.name for path in made.attachments] == ["附件1-2026年第一季度网民找错留言办理情况.xlsx"]


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        (["甲市政府办公室关于2026年第一季度", "全市政府网站", "检查情况的通报"], 2),
        (["短", "题"], 1),
        (["某" * 25, "通报"], 2),
    ],
)
def test_titles_break_between_their_parts(parts, lines):
    broken = break_title(parts)
    assert "".join(broken) == "".join(parts)
    assert len(broken) == lines


def test_attachments_carry_numbers_as_numbers(tmp_path):
    results, *_, statistics = write_attachments(city(), tmp_path)
    sheet = openpyxl.load_workbook(results).active
    assert [cell.value for cell in sheet[4]][:11] == [
        "序号", "网站名称", "主办单位", "首页地址", "网站类型", "层级", "地区", "检查结果", "得分（示例分值）",
        "存在问题", "问题处数",
    ]  # fmt: skip
    assert (sheet["A5"].value, sheet["I5"].value, sheet["I6"].value) == (1, 121.5, "—")
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.paperSize == 9
    last = [cell.value for cell in list(openpyxl.load_workbook(statistics).active)[-1]]
    assert last[-1] == 31


def test_empty_attachments_are_left_out_and_numbers_close_up():
    decided = tuple(site for site in SITES if site.verdict is not Verdict.UNDECIDED)
    made = attachments_of(msgspec.structs.replace(city(), sites=decided))
    assert [(one.number, one.key) for one in made] == [
        (1, "results"), (2, "failed"), (3, "error_reports"), (4, "indicators"),
    ]  # fmt: skip


def test_nobody_is_told_that_all_is_well_where_it_was_not_looked_at():
    partly = msgspec.structs.replace(SITES[8], unchecked=("未能检查：可用性（超时）",))
    rows = attachments_of(msgspec.structs.replace(city(), sites=(SITES[6], partly)))[0].rows
    assert [row[9] for row in rows] == ["检查尚未完成", "未发现问题（1项指标未能检查）"]


def test_layouts_are_the_files_at_hand():
    assert layouts()["standard"] == "标准版式"


def test_an_unknown_layout_is_refused():
    with pytest.raises(CircularRefused, match=r"没有名为“fancy”的通报版式，应为：.*standard"):
        load_layout("fancy")


def test_a_layout_with_a_number_of_its_own_is_refused():
    head = "id: x\nname: x\nnamed_at_most: 3\ngroups: []\ncolumns: []\nblocks:\n"
    assert read_layout(head + "  - {role: body, say: ['共{sites_checked}家']}\n").id == "x"
    with pytest.raises(CircularRefused, match="不得直接写数字"):
        read_layout(head + "  - {role: body, say: ['共12家']}\n")


def test_a_layout_with_an_unknown_role_is_refused():
    with pytest.raises(CircularRefused, match="版式文件无法读取"):
        read_layout("id: x\nname: x\nnamed_at_most: 3\ngroups: []\ncolumns: []\nblocks: [{role: poem}]\n")


def test_a_folder_that_is_a_file_is_refused_in_one_sentence(tmp_path):
    (tmp_path / "通报").write_text("不是文件夹", "utf-8")
    with pytest.raises(CircularRefused, match="不能写入通报文件夹“通报”"):
        publish(city(), tmp_path / "通报")


def test_our_own_circular_passes_our_own_checker(tmp_path):
    path = tmp_path / "通报.docx"
    write_circular(city(), path)
    assert any(site.verdict is Verdict.UNDECIDED for site in SITES)
    assert check_document(read_document(path)) == []


def test_why_a_website_has_no_score_is_told_apart(tmp_path):
    path = tmp_path / "通报.docx"
    by_rule = msgspec.structs.replace(SITES[8], score_complete=True)
    write_circular(msgspec.structs.replace(city(), sites=(*SITES, by_rule)), path)
    told = paragraph(docx.Document(str(path)), "1家合格网站").text
    assert told == (
        "1家合格网站的类型按规则不计分。1家合格网站因分值待确认，暂未给出总分。2家网站检查尚未完成，暂未给出总分。"
    )


def test_levels_stand_from_the_highest_down(written):
    document = written(registered_by_level={"园区": 1, "县级": 4, "市级": 20})
    assert "按层级分，市级20家、县级4家、园区1家" in paragraph(document, "全市现有登记").text
    assert [row.cells[0].text for row in document.tables[1].rows][1:-1] == ["市级", "县级", "园区"]


def test_a_long_note_of_an_attachment_is_read_to_its_end(tmp_path):
    """A note on one line ran out of the table on the left."""
    for path in write_attachments(city(), tmp_path):
        sheet = openpyxl.load_workbook(path).active
        note, columns = sheet["A3"], sheet.column_dimensions.values()
        widths = [one.width * (one.max - one.min + 1) for one in columns]  # neighbours of one width are one
        lines = lines_of(note.value, sum(widths))
        assert sheet.row_dimensions[3].height >= 15 * lines
        assert (note.alignment.wrap_text, note.alignment.horizontal) == (
            True,
            "right" if lines == 1 else "left",
        )
    assert [lines_of(text, 10) for text in ("", "abc", "一二三四五", "一\n二")] == [1, 1, 2, 2]


def test_a_long_head_of_an_attachment_is_read_to_its_end(tmp_path):
    """A day in the head of a column wraps: its row is as high as two lines."""
    files = write_attachments(city(), tmp_path)
    sheet = openpyxl.load_workbook(files[0]).active
    assert sheet.cell(4, sheet.max_column).value == "截至2026年4月8日结论"
    assert sheet.row_dimensions[4].height > 2 * 16


def test_the_faults_of_most_websites_come_first_and_vetoes_before_them():
    layout = load_layout("standard")
    group = next(one for one in layout.groups if one.key == group_of("D-4.2", layout.prefixes))
    rare, common = (
        Problem("D-4.2", "网站标识", words, words) for words in ("底部缺少规定标识", "标题没有网站名称")
    )
    rows = [
        msgspec.structs.replace(site, vetoes=(), faults=(common,) if number else (rare, common))
        for number, site in enumerate(city().sites)
    ]
    grave = msgspec.structs.replace(rare, wording="标识被冒用", text="标识被冒用")
    rows[-1] = msgspec.structs.replace(rows[-1], vetoes=(grave,))

    told = faults_of(group, layout, msgspec.structs.replace(city(), sites=tuple(rows)))

    assert [(one.text, len(one.sites)) for one in told] == [
        ("标识被冒用", 1), ("标题没有网站名称", len(rows)), ("底部缺少规定标识", 1),
    ]  # fmt: skip
