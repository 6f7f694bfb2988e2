"""Answers that contradict each other, and slips of their form: what is told, and what is not."""

import datetime as dt

import pytest

from xunwang.office.letters.contradictions import contradictory
from xunwang.office.letters.models import Letter
from xunwang.office.letters.slips import of_habit, of_one

DAY = dt.date(2026, 3, 2)


def pair(title, reply, title_too, reply_too, *, question="", question_too="", apart=5):
    def one(key, title, question, reply, day):
        return Letter(
            pk=key, box="市长信箱", title=title, question=question, reply=reply, asked_on=day, answered_on=day
        )  # fmt: skip

    later = DAY + dt.timedelta(days=apart)
    return [one(1, title, question, reply, DAY), one(2, title_too, question_too, reply_too, later)]


@pytest.mark.parametrize(
    ("about", "letters"),
    [
        ("金额或期限", pair(
            "城乡居民医保个人缴费标准是多少", "您好，今年居民医保个人缴费标准为每人400元。",
            "请问城乡居民医保的个人缴费标准", "您好！经咨询，今年居民医保个人缴费标准为每人380元，感谢您的来信。",
        )),
        ("金额或期限", pair(
            "新生儿落户需要多长时间", "材料齐全的，派出所在3个工作日内办结。", "新生儿落户要多长时间", "材料齐全的，派出所在7个工作日内办结。",
        )),
        ("时间", pair(
            "老年人免费体检什么时候截止", "体检报名截止时间为2026年4月30日，请携带身份证。",
            "咨询老年人免费体检截止时间", "体检报名截止时间为2026年5月31日，请携带身份证。",
        )),
        ("是与否", pair(
            "灵活就业人员能否在本地缴存公积金", "灵活就业人员可以在本市缴存住房公积金。",
            "灵活就业人员能不能在本地缴存公积金", "目前灵活就业人员不能在本市缴存住房公积金。",
        )),
        ("是与否", pair(
            "办理居住证是否收费", "首次申领居住证免费。", "办理居住证收费吗", "首次申领居住证收费。",
        )),
        ("责任单位", pair(
            "小区二次供水由谁管理", "小区二次供水设施由市水务局负责监督。", "小区二次供水由哪个部门管理", "小区二次供水设施由市住建局负责监督。",
        )),
        ("责任单位", pair(
            "共享单车乱停放", "此事不属于我单位职责范围。", "共享单车乱停放问题", "我局已安排人员清理乱停放的车辆。",
        )),
    ],
)  # fmt: skip
def test_answers_that_cannot_both_be_right_are_told_with_both_clauses(about, letters):
    (found,) = contradictory(reversed(letters))
    assert (found.about, found.first, found.second) == (about, *letters)
    assert found.said in letters[0].reply
    assert found.said_too in letters[1].reply


STANDARD = "今年居民医保个人缴费标准为每人400元。"


@pytest.mark.parametrize(
    "letters",
    [
        pytest.param(pair("东关路路灯不亮", "东关路路灯已于3月4日修复。", "西关路路灯不亮", "西关路路灯不归本单位管理。"), id="another road"),
        pytest.param(pair("路灯不亮", "路灯已于2026年3月4日全部修复。", "路灯不亮", "路灯已于2026年3月9日全部修复。"), id="done on other days"),
        pytest.param(pair("2025年医保缴费标准", "缴费标准为每人380元。", "2026年医保缴费标准", "缴费标准为每人400元。"), id="another year"),
        pytest.param(pair("医保缴费标准是多少", STANDARD, "医保缴费标准是多少", "您好，" + STANDARD + "感谢来信！"), id="the same amount"),
        pytest.param(pair("医保缴费标准是多少", "成年居民每人400元，由个人承担。", "医保缴费标准是多少", "在校学生个人缴费为每生每年350元。"), id="of others"),
        pytest.param(pair("幸福小区什么时候通暖气", "预计2026年11月10日供暖。", "和平小区什么时候通暖气", "预计2026年11月15日供暖。"), id="another estate"),
        pytest.param(pair("怎样申请公租房", "符合条件的可以在线申请。", "怎样申请公租房", "不能提供收入证明的，可以由社区出具。"), id="other clauses"),
        pytest.param(pair("落户条件", "请向市公安局咨询。", "落户条件", "请向公安局申请，电话见网站。"), id="one department"),
        pytest.param(pair("医保缴费标准是多少", STANDARD, "医保缴费标准是多少", "今年居民医保个人缴费标准为每人380元。", apart=500), id="long ago"),
        pytest.param(pair("医保缴费标准是多少", STANDARD, "社保卡怎样补办", "工本费标准为每人20元。"), id="another matter"),
        pytest.param(pair("停车收费", "白天停车每小时收费5元。", "停车收费", "夜间停车每次收费3元。"), id="by day and by night"),
        pytest.param(pair("公交线路调整", "已安排公交公司研究。", "公交线路调整", "公交公司正在研究，有结果后告知您。"), id="both under way"),
        pytest.param(pair("工资拖欠", "已责令甲公司支付3000元。", "工资拖欠", "已责令乙公司支付5000元。"), id="two cases"),
        pytest.param(
            pair("噪音扰民", "经现场核实不符合扰民标准。", "噪音扰民", "经现场核实符合扰民标准，已责令整改。",
                 question="楼下烧烤摊夜里很吵。", question_too="学校喇叭中午声音太大。"), id="questions of other things",
        ),
        pytest.param(
            pair("阳光花园小区居民用电价格标准是多少", "电价为每度0.5元。", "月亮花园小区居民用电价格标准是多少", "电价为每度0.6元。"), id="two estates",
        ),
        pytest.param(pair("", "可以办理。", "", "不可以办理。"), id="no title"),
    ],
)  # fmt: skip
def test_innocent_pairs_are_left_alone(letters):
    assert contradictory(letters) == []


def test_three_thousand_letters_are_compared_without_every_pair():
    """Lists of one platform share their words; the three that ask the same are found among them."""
    letters = [
        Letter(pk=key, box="市长信箱", title=f"第{key}号来信反映道路维修", reply=f"已安排维修第{key}处。", asked_on=DAY)
        for key in range(3_000)
    ]  # fmt: skip
    letters += pair("居民医保缴费标准", STANDARD, "居民医保缴费标准", "今年居民医保个人缴费标准为每人380元。")
    assert [one.title for one in contradictory(letters)] == ["居民医保缴费标准"]


def answer(reply, **fields):
    return Letter(box="市长信箱", title="路灯不亮", asked_on=DAY, replied=True, **{"reply": reply, **fields})


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ("您好，经核实，路灯已修复。感谢您的来信。", []),
        ("您好，经核实，路灯已修复", ["结尾没有标点"]),
        ("您好，经核实，路灯已修复。\n示例市住房和城乡建设局", []),
        ("您好，路灯已于XX月XX日修复。", ["疑为没有填写的模板内容"]),
        ("您好,经核实,路灯已修复。", ["“好,经”使用了半角标点"]),
        ("您好，依据《路灯管理办法，路灯已修复。", ["“《”和“》”不成对"]),
        ("路灯已修复。2026年3月9日", ["落款日期 2026-03-09 与答复日期 2026-03-04 不一致"]),
        ("路灯已修复。2026年3月4日", []),
        ("您好，依据《路灯管理办法，路灯" + "已经修复，" * 3 + "…", []),
        ("", []),
    ],
)
def test_slips_of_one_answer(reply, told):
    found = of_one(answer(reply, answered_on=dt.date(2026, 3, 4)))
    assert len(found) == len(told)
    assert all(words in one for words, one in zip(told, found, strict=True))


def test_what_all_answers_of_a_box_have_is_missed_in_the_one_that_lacks_it():
    good = "您好，经核实，路灯已修复。感谢您的来信。2026年3月4日"
    letters = [answer(good, pk=key, unit_id=1) for key in range(6)]
    letters.append(answer("经核实，路灯已修复。", pk=9, unit_id=1))
    letters += [answer("经核实，已处理完毕。", pk=20 + key, unit_id=2) for key in range(6)]
    letters += [answer(good, pk=30, unit_id=3), answer("已处理。", pk=31, unit_id=3)]
    assert of_habit(letters) == {
        9: [
            "没有称呼（本信箱的答复大多有）。",
            "没有结束语（本信箱的答复大多有）。",
            "没有落款日期（本信箱的答复大多有）。",
        ]
    }
