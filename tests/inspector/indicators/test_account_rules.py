"""What the norms say of accounts, held against posts and looks: silence counts only where it would have been seen."""

import datetime as dt
from decimal import Decimal

import msgspec
import pytest
from account_looks import ACCOUNT, AS_OF, BEGINNING, days_before, judged, look, moment, outcome, post

from xunwang.inspector.indicators import FactBook
from xunwang.inspector.indicators.accounts import posts_by_day
from xunwang.inspector.model import (
    Entry,
    OutcomeKind,
    PostFact,
    Subject,
    SubjectKind,
    Verdict,
)
from xunwang.inspector.norms import available, load
from xunwang.inspector.score import judge

# ── N-V2.1: two weeks ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("age", "kind"), [(0, "met"), (13, "met"), (14, "met"), (15, "found"), (400, "found")]
)
def test_two_weeks_count_to_their_edge(age, kind):
    facts = [look(), post(*days_before(age))]
    assert outcome(facts, "N-V2.1").outcome == kind


def test_posts_of_one_title_count_once_over_ways_and_each_within_one():
    """Two pictures shared on one day are two posts; that a second way shows them too makes no more of them."""
    day, later = AS_OF, days_before(1)[0]

    def told(key, way, on=day, **more):
        return PostFact(key=key, title="分享图片", published=moment(on), way=way, **more)

    once = [told("1", "feed"), told("2", "feed"), told("分享图片 10:00", "table"), told("old", None, later)]
    book = FactBook.of(
        [look(), *once, told("u", "table", url="https://weibo.com/1/u"), told("o", None, later)]
    )
    assert posts_by_day(book, AS_OF) == {day: 2, later: 1}


def test_a_silent_account_fails_and_says_when_it_last_spoke():
    judgement = judged([look(), post(*days_before(20))])
    assert judgement.verdict is Verdict.FAIL
    (finding,) = [one for one in judgement.findings if one.indicator == "N-V2.1"]
    assert "2026-03-11" in finding.message


def test_what_is_published_after_the_monitoring_point_is_no_update():
    facts = [
        look(seen=moment(AS_OF + dt.timedelta(days=5))),
        post(AS_OF + dt.timedelta(days=2)),
        post(*days_before(30)),
    ]
    assert outcome(facts, "N-V2.1").outcome is OutcomeKind.FOUND


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ([], "没有该账号的检查记录"),
        ([look(since=None, unread="平台要求输入验证码")], "验证码"),
        ([look(since=None), post(*days_before(40))], "只列出部分"),
        ([look(since=moment(AS_OF - dt.timedelta(days=5)))], "起完整"),
        ([look(seen=moment(AS_OF - dt.timedelta(days=3)))], "其后的更新情况未知"),
    ],
)
def test_silence_that_nobody_could_have_seen_is_unchecked(facts, said):
    found = outcome(facts, "N-V2.1")
    assert found.outcome is OutcomeKind.UNCHECKED
    assert said in found.reason
    assert judged(facts).verdict is Verdict.UNDECIDED


def test_one_partial_way_that_shows_a_recent_post_is_enough():
    facts = [look(since=None), look(since=None, unread="接口没有给出数据"), post(*days_before(3))]
    assert outcome(facts, "N-V2.1").outcome is OutcomeKind.MET


def test_two_ways_that_join_cover_what_neither_does_alone():
    early = look(since=BEGINNING, seen=moment(AS_OF - dt.timedelta(days=6), 23), way="table")
    late = look(since=moment(AS_OF - dt.timedelta(days=6), 0))
    assert outcome([early, late, post(*days_before(30))], "N-V2.1").outcome is OutcomeKind.FOUND
    gap = look(since=moment(AS_OF - dt.timedelta(days=4), 0))
    assert outcome([early, gap, post(*days_before(30))], "N-V2.1").outcome is OutcomeKind.UNCHECKED


def test_a_program_is_not_judged_by_posts():
    program = Subject(id="b", name="示例通", home="app:b", kind=SubjectKind.APP, platform="app")
    assert "N-V2.1" not in {one.indicator for one in judged([look()], subject=program).outcomes}


APP = Subject(id="b", name="示例通", home="app:b", kind=SubjectKind.APP, platform="app")
NORMS = sorted(one.id for one in available())


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("subject", [APP, msgspec.structs.replace(APP, platform="wechat_mini"), ACCOUNT])
@pytest.mark.parametrize("facts", [[], [look(since=None, unread="没有可用的数据来源")]])
def test_what_nobody_looked_at_passes_nowhere(norm, subject, facts):
    judgement = judged(facts, norm, subject)
    assert (judgement.verdict, judgement.score) == (Verdict.UNDECIDED, None)
    assert "暂不作结论" in "".join(judgement.verdict_notes)


@pytest.mark.parametrize(
    ("looks", "verdict"),
    [
        ([look(opens=True)], "pass"),
        ([look(opens=True, downloads=True)], "pass"),
        ([look(downloads=True)], "undecided"),  # whether it can be used nobody tried
        ([look(interacts=True, certified=True)], "undecided"),
        ([look(), look(interacts=False)], "undecided"),
        ([look(opens=False)], "undecided"),  # a person's word waits for the review
        ([look(opens=True, seen=moment(dt.date(2025, 12, 30)))], "undecided"),
        ([look(opens=True, seen=moment(dt.date(2025, 12, 31)))], "pass"),
        ([look(opens=False, seen=moment(dt.date(2026, 3, 1))), look(downloads=True)], "undecided"),
    ],
)
@pytest.mark.parametrize("norm", ["cn-2019", "henan"])
def test_an_app_passes_only_when_somebody_opened_it(norm, looks, verdict):
    assert judged(looks, norm, APP).verdict == verdict


def test_what_a_person_entered_decides_for_an_app():
    entry = Entry(subject="b", indicator="N-V2.2", outcome=OutcomeKind.MET, by="王某", at=AS_OF)
    assert judge(APP, [], load("cn-2019"), AS_OF, entries=[entry]).verdict is Verdict.PASS


# ── Henan: weeks with fewer than two ─────────────────────────────────────────────────────────────


def weekly(*counts):
    """So many posts in each of the last weeks, the latest first."""
    return [
        post(AS_OF - dt.timedelta(days=7 * week + number), f"第{week}周第{number}条")
        for week, count in enumerate(counts)
        for number in range(count)
    ]


def test_each_slow_week_of_the_quarter_costs_five_points():
    facts = [look(), *weekly(2, 1, 2, 0, 3, 2, 2, 2, 2, 2, 2, 2)]
    judgement = judged(facts, "henan")
    assert len([one for one in judgement.findings if one.indicator == "HN-N-D1"]) == 2
    assert judgement.score == Decimal(90)
    assert judgement.verdict is Verdict.PASS


def test_an_account_without_slow_weeks_keeps_its_hundred_points():
    assert judged([look(), *weekly(*[2] * 13)], "henan").score == Decimal(100)


def test_posts_that_two_ways_show_count_once():
    twice = [*weekly(1, *[2] * 12), *weekly(1, *[2] * 12)]
    facts = [look(), look(way="table"), *twice]
    assert outcome(facts, "HN-N-D1", "henan").value == 1


def test_a_week_that_was_not_seen_whole_is_not_slow():
    since = moment(AS_OF - dt.timedelta(days=15), 0)
    facts = [look(since=since), *weekly(2, 0)]
    found = outcome(facts, "HN-N-D1", "henan")
    assert (found.outcome, found.value) == (OutcomeKind.FOUND, 1)
    assert "没有全部看到" in found.reason
    assert outcome([look(since=since), *weekly(2, 2)], "HN-N-D1", "henan").outcome is OutcomeKind.UNCHECKED


def test_platforms_that_the_rule_does_not_name_are_left_alone():
    kuaishou = Subject(id="k", name="示例", home="kuaishou:k", kind=SubjectKind.ACCOUNT, platform="kuaishou")
    judgement = judged([look()], "henan", kuaishou)
    kind = next(one.outcome for one in judgement.outcomes if one.indicator == "HN-N-D1")
    assert kind is OutcomeKind.NOT_APPLICABLE
    subscription = Subject(
        id="s", name="示例", home="x", kind=SubjectKind.ACCOUNT, platform="wechat_subscription"
    )
    assert outcome([look()], "HN-N-D1", "henan", subscription).outcome is OutcomeKind.FOUND


def test_an_account_that_fails_by_a_veto_has_no_score():
    judgement = judged([look()], "henan")
    assert (judgement.verdict, judgement.score) == (Verdict.FAIL, None)


# ── names, duplicates, silence for months ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("shown", "way", "found"),
    [("示例发布", "capture", 0), ("示例 发布", "capture", 0), ("示例水利", "capture", 1), ("示例发布的微博", "capture", 1),
     ("示例发布的微博", "feed", 0), ("示例水利的微博", "feed", 1)],
)  # fmt: skip
def test_a_name_that_differs_from_the_filed_one_is_a_candidate(shown, way, found):
    judgement = judged([look(shown_name=shown, way=way), post(AS_OF)])
    findings = [one for one in judgement.findings if one.indicator == "M-4"]
    assert len(findings) == found
    assert all(one.certainty == "candidate" for one in findings)


def test_a_certified_body_that_is_not_the_organiser_is_a_candidate():
    findings = judged([look(certified_body="示例市文化传媒有限公司"), post(AS_OF)]).findings
    assert [one.indicator for one in findings] == ["M-4"]
    assert "示例市水利局" in findings[0].message


def test_a_second_account_on_the_same_platform_is_a_candidate():
    findings = judged([look(siblings=("示例水利",)), post(AS_OF)]).findings
    assert [(one.indicator, one.certainty) for one in findings] == [("M-2", "candidate")]


@pytest.mark.parametrize(("age", "kind"), [(80, "met"), (100, "found")])
def test_guizhou_lists_accounts_that_were_silent_for_three_months(age, kind):
    assert outcome([look(), post(*days_before(age))], "GZ-M-1", "guizhou").outcome == kind


def test_a_veto_that_only_trying_out_tells_is_named_where_nobody_tried():
    """The account passes all the same; who reads the verdict learns what it does not cover."""
    facts = [look(), post(*days_before(1))]
    unasked, tried = judged(facts), judged([*facts, look(way="entry", interacts=True)])
    assert unasked.verdict is tried.verdict is Verdict.PASS
    assert [note for note in unasked.verdict_notes if "N-V3.1" in note] == [
        "结论不含未核查的否决指标：N-V3.1 互动回应差（没有人工核查记录，可在账号页面登记）"
    ]
    assert not [note for note in tried.verdict_notes if "N-V3.1" in note]


# ── the periods of places ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("norm", "rule", "facts", "kind"),
    [
        ("minhou", "MH-M-1", days_before(10), "met"),
        ("minhou", "MH-M-1", days_before(11), "found"),
        ("deqin", "DQ-M-2", days_before(20), "met"),
        ("deqin", "DQ-M-2", days_before(21), "found"),
        ("deqin", "DQ-M-1", days_before(0, 7, 14, 21), "met"),
        ("deqin", "DQ-M-1", days_before(0, 7, 21), "found"),
        ("xiayi", "XY-M-1", days_before(0, 1, 2, 7, 8, 9, 14, 15, 16), "met"),
        ("xiayi", "XY-M-1", days_before(0, 1, 2, 7, 8, 14, 15, 16), "found"),
        ("guiyang-2017", "GY-M-1", days_before(0, 1, 7, 8, 14, 15, 21, 22), "met"),
        ("guiyang-2017", "GY-M-1", days_before(0, 1, 7, 8, 14, 21, 22), "found"),
    ],
)
def test_each_place_has_its_own_period(norm, rule, facts, kind):
    """Weeks of one month back from 31 March: four whole ones from 28 February on."""
    posts = (
        [post(day) for day in [*facts, *days_before(21, 22, 23, 24)]]
        if norm == "xiayi"
        else [post(day) for day in facts]
    )
    subject = msgspec.structs.replace(ACCOUNT, level="部门")
    assert outcome([look(), *posts], rule, norm, subject).outcome == kind


def test_a_rule_for_departments_is_none_for_districts_and_none_for_whom_the_register_does_not_tell():
    few = [look(), post(AS_OF)]
    found = {
        level: outcome(few, "GY-M-1", "guiyang-2017", msgspec.structs.replace(ACCOUNT, level=level)).outcome
        for level in ("市级部门", "县级", None)
    }
    assert found == {"市级部门": "found", "县级": "not_applicable", None: "unchecked"}
