"""Every layout on a whole city: accounts of their own, regions, two ways at once, score bands, tables handed in."""

import re
from decimal import Decimal

import docx
import msgspec
import openpyxl
import pytest
from circular_samples import LETTERS, one_site, whole_city

from xunwang.inspector.model import Verdict
from xunwang.office.circulars.aggregates import figures
from xunwang.office.circulars.check import check_document
from xunwang.office.circulars.check import read_document as read_text
from xunwang.office.circulars.compose import compose
from xunwang.office.circulars.data import AccountTotal, CircularRefused
from xunwang.office.circulars.layout import layouts, load_layout, read_layout
from xunwang.office.circulars.readback import read_document
from xunwang.office.circulars.recount import recount, rows_of_data
from xunwang.office.circulars.selfcheck import publish, verify_written
from xunwang.office.circulars.workbook import write_attachments


@pytest.mark.parametrize("key", list(layouts()))
def test_every_layout_agrees_with_its_rows(tmp_path, key):
    made = publish(whole_city(), tmp_path, layout=load_layout(key))
    assert check_document(read_text(made.circular)) == []
    titles = [openpyxl.load_workbook(path).active["A2"].value for path in made.attachments]
    assert len(titles) == len(set(titles))
    assert all(title.startswith("2026年第一季度") for title in titles)
    listed = "".join(line.text for line in read_document(made.circular).lines)
    assert [title for title in titles if title not in listed] == []


@pytest.mark.parametrize("key", list(layouts()))
def test_accounts_that_nobody_inspected_leave_no_torn_sentence(tmp_path, key):
    city = msgspec.structs.replace(whole_city(accounts=(AccountTotal("微信公众号", 9),)), accounts=())
    made = publish(city, tmp_path, layout=load_layout(key))
    lines = [line.text for line in read_document(made.circular).lines]
    assert [line for line in lines if re.search("[，；。、：][，；。、]", line)] == []


def test_chapters_are_numbered_beyond_ten():
    chapters = "  - {role: h1, say: [甲]}\n" * 12
    head = "id: x\nname: x\nnamed_at_most: 3\ngroups: []\ncolumns: []\nblocks:\n"
    data = one_site()
    blocks = compose(read_layout(f"{head}{chapters}"), data, figures(data, {}))
    assert [block.text for block in blocks][-3:] == ["十、甲", "十一、甲", "十二、甲"]


def tables_of(path):
    return {rows[0][0]: rows for rows in (table.rows for table in read_document(path).tables)}


def test_a_province_sees_its_regions_and_platforms(tmp_path):
    made = publish(whole_city(), tmp_path, layout=load_layout("regional"))
    tables = [table.rows for table in read_document(made.circular).tables]
    regions = next(rows for rows in tables if rows[0][:2] == ("地区", "登记数（家）"))
    assert regions[2] == ("青石县", "3", "1", "33.33%", "0", "1", "0", "0.00%")
    crossed = next(rows for rows in tables if rows[0] == ("平台", "市级", "县级"))
    assert crossed[1:] == (("微信公众号", "31", "12"), ("新浪微博", "6", "3"))
    text = "".join(line.text for line in read_document(made.circular).lines)
    assert "微信公众号检查3个，合格率66.67%；新浪微博检查2个，合格率0.00%" in text
    assert "合格率与上季度（已作出结论的网站50家，合格率80.00%）相比下降5.00个百分点。" in text
    assert "合格率与去年同期（已作出结论的网站12家，合格率75.00%）相比持平。" in text


def test_score_bands_and_ranks(tmp_path):
    made = publish(whole_city(), tmp_path, layout=load_layout("scores"))
    bands = tables_of(made.circular)["得分段"]
    assert sum(int(row[1]) for row in bands[1:]) == 8
    ranking = next(path for path in made.attachments if "排名" in path.name)
    places = [row[1].value for row in list(openpyxl.load_workbook(ranking).active)[4:]]
    assert places == sorted(places)
    assert places[0] == 1


def test_a_unit_reports_on_its_only_website(tmp_path):
    made = publish(one_site(), tmp_path, layout=load_layout("self_check"))
    text = "".join(line.text for line in read_document(made.circular).lines)
    assert "本次自查政府网站1家，发现问题6处。" in text
    assert "对照扣分指标，共扣6分，自查得分94分。" in text
    assert check_document(read_text(made.circular)) == []
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(made.attachments[0]).active][4:]
    assert [row[4] for row in rows] == [
        "未能检查：未附连续探测记录", "未发现", "不适用", "发现问题：发现失效链接3个",
    ]  # fmt: skip
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(made.attachments[1]).active][4:]
    assert [row[5] for row in rows] == ["未能检查", "是", "不适用", "否"]


def test_the_yearly_form_counts_what_is_recorded_and_asks_people_for_the_rest(tmp_path):
    made = publish(whole_city(), tmp_path, layout=load_layout("supervision"))
    rows = {row[0]: row[2] for row in tables_of(made.circular)["项目"]}
    assert rows["检查网站（家次）"] == "39"
    assert rows["组织安全检查（次）"] == "4"
    assert rows["处置假冒政府网站（家）"] == "—"
    assert rows["办结整改通知（件，截至2026年4月10日）"] == "7"


def test_lists_of_names_and_rates_by_platform(tmp_path):
    made = publish(whole_city(), tmp_path, layout=load_layout("scores"))
    praised = next(path for path in made.attachments if "成效较好" in path.name)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(praised).active][4:]
    assert rows[-1][1:] == ["不合格网站整改后复查合格", "青石县人民政府门户网站"]
    assert "示例市人民政府门户网站、示例市统计局网站" in rows[-2][2]
    regional = publish(whole_city(), tmp_path / "r", layout=load_layout("regional"))
    rates = next(path for path in regional.attachments if "各平台" in path.name)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(rates).active][4:]
    assert rows[0][1:] == ["微信公众号", 3, 2, 1, "66.67%"]


def test_a_table_handed_in_has_its_rates_and_sums(tmp_path):
    data = whole_city(decimals=1)
    sheets = write_attachments(data, tmp_path)
    letters = next(path for path in sheets if "留言" in path.name)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(letters).active][4:]
    assert rows == [
        [1, "青石县", 83, 80, "96.4%"], [2, "白沙县", 7, 7, "100.0%"], [3, "市教育局", 0, 0, "—"],
        ["合计", "—", 90, 87, "96.7%"],
    ]  # fmt: skip
    assert figures(data, {})["letters_答复率"] == "96.7%"


def test_an_altered_cell_of_an_account_or_of_a_given_table_is_named(tmp_path):
    data = whole_city()
    made = publish(data, tmp_path)
    for part, place, figure in (("新媒体", "E5", "检查结果"), ("留言", "C5", "留言数")):
        path = next(path for path in made.attachments if part in path.name and "未" not in path.name)
        book = openpyxl.load_workbook(path)
        kept = book.active[place].value
        book.active[place] = "合格" if part == "新媒体" else 84
        book.save(path)
        wrong = verify_written(data, made.circular, made.attachments)
        assert figure in {one.figure for one in wrong}
        book.active[place] = kept
        book.save(path)
    assert verify_written(data, made.circular, made.attachments) == []


def test_both_counts_say_the_same_of_accounts_and_tables():
    for data in (whole_city(), whole_city(decimals=0, before=None, registered_by_region={})):
        counted = figures(data, load_layout().prefixes)
        again = recount(rows_of_data(data), data, load_layout().prefixes)
        assert {key: again.get(key) for key in counted} == counted


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"accounts": (AccountTotal("微信公众号", 2), AccountTotal("新浪微博", 9))}, "微信公众号检查数"),
        ({"accounts": (AccountTotal("微信公众号", 9, inspected=3), AccountTotal("新浪微博", 9))}, "逐个账号"),
    ],
)
def test_accounts_that_cannot_be_are_refused(tmp_path, change, told):
    with pytest.raises(CircularRefused, match=told):
        publish(whole_city(**change), tmp_path)
    assert not list(tmp_path.iterdir())


def test_more_answered_than_asked_is_refused(tmp_path):
    wrong = msgspec.structs.replace(LETTERS, rows=(("青石县", 3, 4, None),))
    with pytest.raises(CircularRefused, match="不多于3"):
        publish(msgspec.structs.replace(whole_city(), tables=(wrong,)), tmp_path)


def test_a_layout_names_what_it_cannot_build_on():
    with pytest.raises(CircularRefused, match="“没有的”不在版式“standard”里"):
        read_layout("{id: a, name: 甲, base: standard, drop: [没有的]}")
    with pytest.raises(CircularRefused, match="没有名为“nothing”的附件"):
        read_layout("{id: a, name: 甲, base: standard, attachments: [nothing]}")


def test_the_imprint_stands_at_the_foot_of_its_page(tmp_path):
    made = publish(whole_city(), tmp_path)
    xml = docx.Document(str(made.circular)).element.xml
    box = xml[xml.index("<wp:anchor") : xml.index("</wp:anchor>")]
    assert "<wp:align>bottom</wp:align>" in box
    assert "抄送：省政府办公厅。" in box
    assert Decimal(box.count("印发")) == 1


@pytest.mark.parametrize("key", ["standard", "regional", "scores", "bulletin"])
def test_a_paper_about_accounts_alone_speaks_of_no_websites_and_names_their_faults(tmp_path, key):
    no_sites = {"registered_by_kind": {}, "registered_by_level": {}, "registered_by_region": {}}
    city = whole_city(**no_sites, before=None, last_year=None, previous=None, closing=None)
    accounts = (
        msgspec.structs.replace(one, undecided_because=("没有人核查过",))
        if one.verdict is Verdict.UNDECIDED
        else one
        for one in city.accounts
    )
    city = msgspec.structs.replace(city, sites=(), accounts=tuple(accounts), tables=())
    made = publish(city, tmp_path, layout=load_layout(key))
    text = "".join(line.text for line in read_document(made.circular).lines)
    assert not re.search("网站0家|链接巡查|暂不作结论的网站|未发现已经确认的问题", text)
    assert "个政务新媒体账号存在问题：" in text
    cells = [
        cell.value
        for path in made.attachments
        for row in openpyxl.load_workbook(path).active.iter_rows()
        for cell in row
    ]
    assert "检查尚未完成" not in cells
