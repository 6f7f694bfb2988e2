"""What accounts publish is looked through: personal data, marks of secrecy, wording, forbidden links, language."""

import datetime as dt
import random

import pytest

from xunwang.inspector import door
from xunwang.inspector.media.content import language_of, safety_of
from xunwang.inspector.model import SHANGHAI, AccountFact, PostFact, SafetyKind

AT = dt.datetime(2026, 3, 30, 10, tzinfo=SHANGHAI)
DAY = dt.date(2026, 3, 31)


def post(title, text="", *links):
    return PostFact(key=title, title=title, published=AT, text=text, links=links, url="https://e.example/1")


def mobile():
    return f"13{random.randrange(10**9):09d}"


def found(*posts):
    subject = door.account_subject("a", "示例发布", "微博", organiser="示例市政府办公室")
    look = AccountFact(subject=subject, way="feed", seen=AT, posts=len(posts))
    facts = [look, *posts, *safety_of(posts), *language_of(posts, DAY)]
    judged = door.judge_facts(subject, facts, door.norm("cn-2019"), DAY)
    return {one.indicator: one.outcome.value for one in judged.outcomes}


def test_clean_posts_are_met_and_nothing_published_is_unchecked():
    clean = found(post("春耕生产有序推进", "各乡镇抢抓农时，组织农户春耕备耕。"))
    assert {clean[one] for one in ("N-V1.1", "N-V1.2", "N-V1.3", "S-privacy", "P-spelling")} == {"met"}
    assert found()["N-V1.3"] == "unchecked"


def test_a_link_to_a_betting_site_is_a_candidate_for_the_veto():
    outcomes = found(post("便民提示", "详见链接", "https://www.bet365-casino.example/"))
    assert outcomes["N-V1.3"] == "found"


def test_personal_data_in_a_post_is_told_masked():
    number = mobile()
    (fact,) = [
        one for one in safety_of([post("拟补助人员公示", f"姓名：某某某，联系手机{number}")])
        if one.sign.kind is SafetyKind.PRIVACY
    ]  # fmt: skip
    assert number not in fact.sign.found


@pytest.mark.parametrize("title", ["关于进一步加强安全生产工做的通知", "认真贯彻落实会议精神，按装防护设施"])
def test_faults_of_language_in_titles_are_told(title):
    facts = list(language_of([post(title)], DAY))
    assert len(facts) > 1
    assert facts[1].url == "https://e.example/1"


@pytest.mark.parametrize(
    "title",
    ["新葡京娱乐城开户送彩金", "注册送彩金 棋牌游戏下载", "A G真人平台注册送88", "开云体育官网登录入口"],
)
def test_a_title_that_offers_bets_is_a_candidate_for_the_veto_and_nothing_sure(title):
    (fact,) = [one for one in safety_of([post(title)]) if one.sign.rule == "post-title"]
    assert (fact.sign.sure, fact.url) == (False, "https://e.example/1")
    assert found(post(title))["N-V1.3"] == "found"


@pytest.mark.parametrize(
    "title",
    [
        "打击赌博违法犯罪专项行动启动", "严打网络赌博，涉案账户全部冻结", "中国福利彩票公益金助学项目开始申报", "体育彩票开奖公告", "助农直播带货，镇干部当主播",
        "世界杯期间警惕赌球陷阱", "电子竞技大赛报名", "棋牌室集中整治", "破获一起卖淫嫖娼案", "百家乐业：就业服务进社区", "时时彩虹桥通车", "新葡京都大桥合龙",
        "反诈提醒：注册送彩金都是骗局", "情趣农场采摘季", "太阳城社区志愿服务", "妇科检查免费预约", "直播打赏谨防诈骗", "彩金湖湿地候鸟", "", "\ud800", "赌" * 5000,
    ],
)  # fmt: skip
def test_titles_against_bets_and_names_that_only_look_so_are_no_offers(title):
    assert not [one for one in safety_of([post(title)]) if one.sign.rule == "post-title"]


def in_text(title, text):
    return [one.sign for one in safety_of([post(title, text)]) if one.sign.rule == "post-text"]


def test_a_text_that_offers_bets_under_an_innocent_title_is_a_candidate_for_the_veto():
    (sign,) = in_text("便民提示", "天气转凉请添衣。澳门金沙娱乐场首存送彩金，注册就送88元。")
    assert (sign.sure, sign.bad, sign.found[:4]) == (False, True, "澳门金沙")
    assert found(post("便民提示", "澳门金沙娱乐场首存送彩金，注册就送88元。"))["N-V1.3"] == "found"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("严打网络赌博", "澳门金沙娱乐场首存送彩金，注册就送88元，都是这样引人上钩的。"),
        ("以案释法", "被告人在网上发布“首存送彩金”“返水”的广告，构成开设赌场罪，被判刑。"),
        ("商标怎样到国外注册", "其商标已在商标局获得注册的，可以办理该商标的国际注册。"),
        ("百家乐社区办邻里节", "百家乐社区的居民带来了拿手菜。"),
        ("", "\ud800" * 100),
        ("甲", "赌" * 50_000),
    ],
)
def test_texts_against_bets_and_of_law_are_no_offers(title, text):
    assert not in_text(title, text)
