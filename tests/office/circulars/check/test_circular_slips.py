"""Slips, each named with its kind and the figure that would be right."""

from pathlib import Path

import pytest

from xunwang.office.circulars.check import check_document, read_document

HERE = Path(__file__).parent
SLIPS = [line.split("|") for line in (HERE / "slips.txt").read_text(encoding="utf-8").splitlines()]


def test_there_are_many_slips():
    assert len(SLIPS) >= 100


@pytest.mark.parametrize(("kind", "computed", "sentence"), SLIPS)
def test_a_slip_in_a_sentence_is_named(kind, computed, sentence, check_text):
    assert (kind, computed) in {(one.kind, one.computed) for one in check_text(sentence)}


ALTERED = [
    ("01_city_quarter.md", "| 60 | 55 | 5 | 91.7% |", "| 60 | 56 | 5 | 91.7% |", "sum", "表2第3行"),
    ("01_city_quarter.md", "| 50 | 44 | 6 | 88% |", "| 50 | 44 | 6 | 89% |", "rate", "表2第4行"),
    ("01_city_quarter.md", "| 合计 | 252 |", "| 合计 | 253 |", "total", "表2第6行"),
    ("01_city_quarter.md", "不合格25个，合格率", "不合格28个，合格率", "sum", "第7段"),
    ("01_city_quarter.md", "| 2 | 云溪市林场", "| 1 | 云溪市林场", "serial", "表1第3行"),
    (
        "01_city_quarter.md",
        "合格54家，不合格2家，合格率96.4%",
        "合格53家，不合格3家，合格率94.6%",
        "mismatch",
        "第6段",
    ),
    ("01_city_quarter.md", "抽查比例40%", "抽查比例42%", "rate", "第7段"),
    ("01_city_quarter.md", "部门网站42家", "部门网站41家", "sum", "第6段"),
    ("02_province_two_ways.txt", "抖音525个", "抖音535个", "sum", "第2段"),
    ("02_province_two_ways.txt", "微博9个", "微博39个", "impossible", "第4段"),
    ("02_province_two_ways.txt", "提高1.54个", "提高2.54个", "growth", "第3段"),
    ("03_chinese_numerals.txt", "乡镇网站八家", "乡镇网站九家", "sum", "第2段"),
    ("03_chinese_numerals.txt", "百分之九十点六", "百分之九十一点六", "rate", "第2段"),
    ("04_platform_rates.md", "下降37.5%", "下降60%", "growth", "第3段"),
    ("04_platform_rates.md", "| 抖音 | 38 | 55.26%", "| 抖音 | 38 | 48.48%", "rate", "表1第4行"),
    ("05_score_bands.txt", "两项共计139个", "两项共计149个", "sum", "第3段"),
    ("05_score_bands.txt", "占72%", "占74%", "rate", "第3段"),
    ("05_score_bands.txt", "东湖区3个", "东湖区2个", "names", "第4段"),
    ("06_self_check_score.md", "得分89分", "得分88分", "score", "第2段"),
    ("06_self_check_score.md", "| | 11 |", "| | 12 |", "total", "表1第6行"),
    ("07_accounts_scores.md", "| 微信订阅号 | 95 |", "| 微信订阅号 | 90 |", "score", "表1第5行"),
    ("07_accounts_scores.md", "每次扣5分", "每次扣4分", "score", "表1第4行"),
    ("07_accounts_scores.md", "共7个", "共8个", "total", "表1"),
    ("07_accounts_scores.md", "| 7 | 江州发布", "| 9 | 江州发布", "serial", "表1第8行"),
    ("08_all_sites.md", "州林草局网站 | 不合格", "州林草局网站 | 合格", "mismatch", "第2段"),
    ("08_all_sites.md", "州统计局网站", "州教育局网站", "duplicate_row", "表1第9行"),
    ("08_all_sites.md", "不合格2家（", "不合格18家（", "impossible", "第2段"),
    ("09_messages.md", "86.87%", "86.86%", "rate", "表1第3行"),
    ("09_messages.md", "| 99 | 86 |", "| 99 | 106 |", "impossible", "表1第3行"),
    ("09_messages.md", "增加29条", "增加39条", "growth", "第2段"),
    ("12_rounding_no_decimals.md", "94%和98.6%", "94%和99.6%", "rate", "第2段"),
    ("12_rounding_no_decimals.md", "| 212 | 209 |", "| 212 | 208 |", "total", "表1第5行"),
    ("14_supervision_year.md", "四季度10人次", "四季度20人次", "sum", "第2段"),
    ("14_supervision_year.md", "下降4.7%", "下降4.9%", "growth", "第3段"),
    ("16_ratio_and_cross_tables.md", "83.3%", "88.3%", "rate", "表1第2行"),
    ("16_ratio_and_cross_tables.md", "| - | 10 |", "| - | 11 |", "sum", "表2第3行"),
    ("16_ratio_and_cross_tables.md", "| 3 | 39 |", "| 3 | 40 |", "total", "表2第5行"),
    ("18_rows_of_one_site.md", "超过3个月未回应留言", "空白栏目6个", "duplicate_row", "表1第5行"),
    ("19_levels_with_subset_row.md", "| 305 |", "| 306 |", "total", "表1第6行"),
    ("20_scores_with_bonus.md", "| 107 |", "| 105 |", "score", "表1第2行"),
    ("20_scores_with_bonus.md", "| 55 | 不合格", "| 55 | 合格", "score", "表1第4行"),
    ("21_growth_table.md", "| 155 |", "| 156 |", "total", "表1第4行"),
    ("15_two_units.txt", "县区网站27个", "县区网站29个", "sum", "第4段"),
    ("15_two_units.txt", "合格率69.81%", "合格率69.18%", "rate", "第2段"),
]


@pytest.mark.parametrize("altered", ALTERED, ids=lambda altered: f"{altered[0]}-{altered[3]}")
def test_one_altered_figure_of_a_circular_is_named(altered, check_text):
    name, right, wrong, kind, where = altered
    text = (HERE / "consistent" / name).read_text(encoding="utf-8")
    assert text.count(right) >= 1
    assert (kind, where) in {(one.kind, one.where) for one in check_text(text.replace(right, wrong, 1))}


def test_a_slip_is_named_in_docx_too(tmp_path, as_docx):
    text = (HERE / "consistent/07_accounts_scores.md").read_text(encoding="utf-8")
    path = tmp_path / "a.md"
    path.write_text(text.replace("| 微信订阅号 | 95 |", "| 微信订阅号 | 90 |"), encoding="utf-8")
    (found,) = check_document(as_docx(read_document(path)))
    assert (found.kind, found.where, found.stated, found.computed) == ("score", "表1第5行", "90分", "95分")
    assert found.severity == "certain"


LIST = "全市共抽查政务新媒体{n}个，不合格18个（见附件1）。\n附件1\n不合格名单\n| 序号 | 名称 |\n| --- | --- |\n{rows}"


def test_a_stated_total_against_the_rows_of_its_attachment(check_text):
    rows = "\n".join(f"| {i} | 账号{i}号 |" for i in range(1, 4))
    (found,) = check_text(LIST.format(n=53, rows=rows))
    assert (found.kind, found.stated, found.computed) == ("total", "18个", "3")
    whole = "\n".join(f"| {i} | 账号{i}号 |" for i in range(1, 19))
    assert check_text(LIST.format(n=53, rows=whole)) == []


LINES = "全市共抽查政府网站53家，不合格{n}家（名单见附件1）。\n附件1\n不合格政府网站名单\n1.甲局网站\n2.乙局网站\n3.丙局网站"


def test_a_stated_total_against_the_numbered_lines_of_its_attachment(check_text):
    (found,) = check_text(LINES.format(n=18))
    assert (found.kind, found.stated, found.computed) == ("total", "18家", "3")
    assert check_text(LINES.format(n=3)) == []


def test_a_problem_is_not_a_failure(check_text):
    """Eight websites with faults leave the pass rate open, as long as some count gives it."""
    assert check_text("抽查政府网站134家，8家存在问题，合格率99.3%。") == []
    (found,) = check_text("抽查政府网站134家，8家存在问题，合格率94.3%。")
    assert found.severity == "suspected"


def test_another_rounding_is_suspected_and_an_error_is_certain(check_text):
    (cut,) = check_text("抽查政府网站56家，合格54家，合格率96.42%。")
    (wrong,) = check_text("抽查政府网站56家，合格54家，合格率92.4%。")
    assert (cut.severity, wrong.severity) == ("suspected", "certain")


def test_two_rows_of_one_account_with_two_scores(check_text):
    text = "| 名称 | 类型 | 分数 |\n| --- | --- | --- |\n| 甲镇 | 微博 | 95 |\n| 甲镇 | 微信 | 95 |\n| 甲镇 | 微博 | 90 |"
    (found,) = check_text(text)
    assert (found.kind, found.where, found.severity) == ("duplicate_row", "表1第4行", "suspected")


def test_a_score_below_sixty_does_not_pass_and_a_bonus_needs_eighty(check_text):
    low = "| 网站名称 | 得分 | 检查结果 |\n| --- | --- | --- |\n| 甲局网站 | 58 | 合格 |\n| 乙局网站 | 60 | 合格 |"
    assert [one.where for one in check_text(low)] == ["表1第2行"]
    bonus = "| 网站名称 | 扣分 | 加分 | 得分 |\n| --- | --- | --- | --- |\n| 甲局网站 | 22 | 5 | 83 |\n| 乙局网站 | 10 | 5 | 95 |"
    assert [(one.where, one.kind) for one in check_text(bonus)] == [("表1第2行", "score")]


def test_other_full_marks_are_taken_from_the_document(check_text):
    text = "本次检查满分为120分。\n| 名称 | 分数 | 存在问题 |\n| --- | --- | --- |\n| 甲网 | 115 | 发现1次（扣5分） |"
    assert check_text(text) == []
    assert [one.computed for one in check_text(text.replace("115", "95"))] == ["115分"]
