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
