"""The figures of published circulars, put into sentences of our own: right ones pass, wrong ones are named."""

import pytest

RATES = [
    ("40", "38", "95%"), ("139", "100", "72%"), ("51", "48", "94%"), ("212", "209", "98.6%"),
    ("305", "293", "96.07%"), ("56", "54", "96%"), ("252", "227", "90%"), ("381", "318", "83.5%"),
    ("277", "261", "94.2%"), ("746", "634", "85%"), ("255", "244", "95.7%"), ("314", "259", "82.48%"),
    ("591", "566", "95.77%"), ("224", "209", "93.3%"), ("471", "428", "90.87%"), ("53", "37", "69.81%"),
    ("27", "26", "96.3%"), ("89", "87", "97.8%"), ("639", "623", "97.5%"), ("500", "495", "99%"),
]  # fmt: skip
SHARES = [
    ("14463", "328", "2.3%"), ("54", "1", "1.85%"), ("4935", "591", "12%"), ("36916", "8616", "23%"),
    ("43143", "7768", "18%"), ("23269", "11639", "50%"), ("736", "500", "67.9%"), ("1931", "419", "21.70%"),
]  # fmt: skip
PASSED = [
    "本季度抽查政府网站{whole}家，合格{part}家，合格率{rate}。",
    "共检查政务新媒体{whole}个，其中{part}个合格，抽查合格率为{rate}。",
    "在抽查的{whole}家网站中，有{part}家合格，{rest}家不合格，总体合格率达{rate}。",
    "本次检查的{whole}个账号，不合格{rest}个，合格率{rate}（{part}/{whole}）。",
]
SAMPLED = [
    "全省正在运行的政府网站{whole}家，本次抽查{part}家，抽查比例{rate}。",
    "全国现有政府网站{whole}个，共抽查{part}个，占运行网站总数的{rate}。",
]
SUMS = [
    ("139", "22 117"), ("153", "92 61"), ("728", "417 311"), ("56", "1 13 42"), ("25", "10 15"), ("39", "27 12"),
    ("255", "182 56 2 1 1 4 8 1"), ("314", "218 67 3 1 2 2 6 13 2"), ("218", "53 165"), ("67", "28 39"),
    ("4891", "235 1193 3463"), ("4891", "3076 647 525 43 600"),
    ("36916", "2133 32 2543 519 16646 2778 12265"), ("43143", "2229 32 2591 496 17211 2773 17811"),
]  # fmt: skip
KINDS = ["微信公众号", "微博", "抖音号", "今日头条", "百家号", "大鱼号", "企鹅号", "客户端", "其他平台"]


def sentence(template: str, whole: str, part: str, rate: str) -> str:
    return template.format(whole=whole, part=part, rest=int(whole) - int(part), rate=rate)


@pytest.mark.parametrize("template", PASSED)
@pytest.mark.parametrize(("whole", "part", "rate"), RATES)
def test_a_right_pass_rate(template, whole, part, rate, check_text):
    assert check_text(sentence(template, whole, part, rate)) == []


@pytest.mark.parametrize("template", PASSED)
@pytest.mark.parametrize(("whole", "part", "rate"), RATES)
def test_a_pass_rate_three_points_off(template, whole, part, rate, check_text):
    wrong = f"{float(rate[:-1]) - 3:.2f}%"
    found = check_text(sentence(template, whole, part, wrong))
    assert [(one.kind, one.severity, one.stated) for one in found] == [("rate", "certain", wrong)]


@pytest.mark.parametrize("template", SAMPLED)
@pytest.mark.parametrize(("whole", "part", "rate"), SHARES)
def test_a_right_share_and_a_wrong_one(template, whole, part, rate, check_text):
    assert check_text(sentence(template, whole, part, rate)) == []
    wrong = f"{float(rate[:-1]) + 4:.1f}%"
    assert [one.kind for one in check_text(sentence(template, whole, part, wrong))] == ["rate"]


def listed(total: str, parts: str, template: str) -> str:
    items = [f"{kind}{part}个" for kind, part in zip(KINDS, parts.split(), strict=False)]
    return template.format(total=total, items="、".join(items), lines="，".join(items))


BREAKDOWNS = [
    "全市政务新媒体账号共{total}个，按平台划分，{lines}。",
    "各类账号中，{lines}，合计{total}个。",
]


@pytest.mark.parametrize("template", BREAKDOWNS)
@pytest.mark.parametrize(("total", "parts"), SUMS)
def test_a_right_sum_and_one_that_is_off_by_one(template, total, parts, check_text):
    assert check_text(listed(total, parts, template)) == []
    (found,) = check_text(listed(str(int(total) - 1), parts, template))
    assert (found.kind, found.computed, found.severity) == ("sum", total, "certain")


WRONG = [
    ("全省共检查政府网站134家，合格126家，合格率94.3%。", "94.0%"),
    ("抽查政府网站53家，不合格18家，合格率67%。", "66%"),
    ("抽查抖音账号38个，不合格17个，合格率48.48%。", "55.26%"),
    ("不合格对象53个，其中政府网站25个、微信公众号8个、抖音号17个、微博1个。", "51"),
    ("全县共有政务新媒体账号21个，本次检查28个。", "不超过21个"),
    ("全国政府网站23269家，按层级分，部门2000家，省级3000家，市级8000家，县级10268家。", "23268"),
    ("90分以上网站由44家增至76家，增长42.1%。", "72.7%"),
    ("100分以上的网站55家，占88家网站的63.6%。", "62.5%"),
]


@pytest.mark.parametrize(("text", "right"), WRONG)
def test_a_wrong_published_figure_is_named(text, right, check_text):
    assert right in [one.computed for one in check_text(text)]


SCORES = [
    ("政策文件未更新扣5分，办事统计未更新扣2分，留言类未更新扣3分，功能类扣1分，得分{score}分。", 89),
    ("某镇微博发现1次（扣5分），得分{score}分。", 95),
    ("某局微博发现2次（扣10分），得分{score}分。", 90),
    ("该部门没有对外服务职能，按75分制得60分，折算得分{score}分。", 80),
]


@pytest.mark.parametrize(("template", "right"), SCORES)
def test_scores_of_the_examples(template, right, check_text):
    assert check_text(template.format(score=right)) == []
    assert [one.kind for one in check_text(template.format(score=right - 5))] == ["score"]


ROWS = "| 序号 | 名称 | 类型 | 分数 | 存在问题 |\n| --- | --- | --- | --- | --- |\n"


def test_once_minus_five_beside_ninety_and_a_duplicated_row(check_text):
    rows = (
        ROWS
        + "| 1 | 某镇 | 微博 | 95 | 发现1次（扣5分） |\n| 2 | 某局 | 微博 | {score} | 发现1次（扣5分） |\n"
    )
    assert check_text(rows.format(score=95)) == []
    assert [one.message[:6] for one in check_text(rows.format(score=90))] == ["得分为90分"]
    twice = rows.format(score=95) + "| 3 | 某镇 | 微博 | 95 | 发现1次（扣5分） |\n"
    assert [(one.kind, one.where) for one in check_text(twice)] == [("duplicate_row", "表1第4行")]
