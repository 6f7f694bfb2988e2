"""Judgements become rows: only what counts is a problem, and what could not be checked is never one."""

import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from xunwang.inspector.model import (
    SHANGHAI,
    Certainty,
    Finding,
    Judgement,
    Outcome,
    OutcomeKind,
    Ruling,
    SiteFact,
    SiteKind,
    Subject,
    Verdict,
    finding_id,
)
from xunwang.inspector.norms import load
from xunwang.inspector.score import judge
from xunwang.office.circulars.data import Words
from xunwang.office.circulars.gather import from_judgements, words_of
from xunwang.office.circulars.recount import counted
from xunwang.office.circulars.selfcheck import publish, verify_written

from circular_samples import HEADER  # isort: skip

NOON = dt.datetime(2026, 3, 20, 12, tzinfo=SHANGHAI)
WORDS = {
    "W-V4.3": Words("栏目不更新", "veto", "空白栏目5个以上"),
    "D-4.3": Words("可用性", "deduct", "发现{n}个链接打不开（扣{points}分）"),
    "D-1.4": Words("动态要闻", "deduct", "{column}2周未更新"),
    "D-3.4": Words("办理答复", "deduct", automatic=False),
    "D-4.3b": Words("找不到页面", "advisory", "没有自己的404页面"),
    "G-3": Words("域名", "advisory", "域名不规范"),
}


def finding(indicator, number, certainty=Certainty.AUTOMATIC, ruling=None, message="栏目“要闻”已停更"):
    locator = f"place-{number}"
    return Finding(
        finding_id("s1", indicator, locator), indicator, "s1", locator, f"https://a.example/{number}", message,
        certainty, NOON, ruling=ruling,
    )  # fmt: skip


def judgement(verdict=Verdict.PASS, outcomes=(), findings=(), notes=(), score=None):
    subject = Subject(
        "s1", "示例市档案局网站", "https://a.example/", site_kind=SiteKind.DEPARTMENT, level="市级"
    )
    return Judgement(
        subject,
        "cn-2019",
        HEADER.as_of,
        verdict,
        score,
        score is not None,
        notes,
        tuple(outcomes),
        tuple(findings),
    )


def found(indicator, points=None, threshold=None, value=None):
    return Outcome(indicator, OutcomeKind.FOUND, value=value, threshold=threshold, points=points)


def row(*args, **more):
    return from_judgements([judgement(*args, **more)], HEADER, words=WORDS).sites[0]


def test_count_and_points_fill_the_norms_short_text():
    links = [finding("D-4.3", number) for number in range(3)]
    problem = row(outcomes=[found("D-4.3", points=Decimal("1.50"))], findings=links).faults[0]
    assert (problem.text, problem.count) == ("发现3个链接打不开（扣1.5分）", 3)


def test_points_nobody_confirmed_are_not_spoken_of():
    assert (
        row(outcomes=[found("D-4.3")], findings=[finding("D-4.3", 1)]).faults[0].text == "发现1个链接打不开"
    )


def test_the_column_is_named():
    problem = row(outcomes=[found("D-1.4")], findings=[finding("D-1.4", 1)]).faults[0]
    assert problem.text == "“要闻”栏目2周未更新"


def test_dismissed_and_waiting_findings_do_not_count():
    findings = [
        finding("D-4.3", 1),
        finding("D-4.3", 2, Certainty.CANDIDATE),
        finding("D-4.3", 3, Certainty.CANDIDATE, Ruling.CONFIRMED),
        finding("D-4.3", 4, ruling=Ruling.DISMISSED),
    ]
    assert row(outcomes=[found("D-4.3")], findings=findings).faults[0].count == 2


def test_a_veto_that_still_waits_for_a_person_is_no_problem():
    sure = [replace(finding("W-V4.3", number), short=True) for number in range(4)]
    columns = [*sure, *(finding("W-V4.3", number, Certainty.CANDIDATE) for number in range(4, 6))]
    outcome = found("W-V4.3", threshold=5, value=6)
    assert row(Verdict.UNDECIDED, [outcome], columns).vetoes == ()


def test_advice_is_no_problem():
    assert row(outcomes=[found("G-3")], findings=[finding("G-3", 1)]).problems == ()


def test_what_was_left_to_people_is_not_called_a_failed_check():
    outcomes = [
        Outcome("D-3.4", OutcomeKind.UNCHECKED, "须人工判断，未录入"),
        Outcome("D-1.4", OutcomeKind.UNCHECKED, "栏目页超时"),
    ]
    assert row(outcomes=outcomes).unchecked == ("未能检查：动态要闻（栏目页超时）",)


def test_reasons_of_an_undecided_site_are_those_of_the_judge():
    rules = load("cn-2019")
    subject = Subject("s1", "示例市档案局网站", "https://a.example/", site_kind=SiteKind.DEPARTMENT)
    fact = SiteFact(subject, subject.home, (), False, NOON, home_unread_reason="首页连接超时")
    judged = judge(subject, [fact], rules, HEADER.as_of)
    made = from_judgements([judged], HEADER, words=words_of(rules.rules)).sites[0]
    assert made.verdict is Verdict.UNDECIDED
    assert any(reason.startswith("未能检查：首页不更新（") for reason in made.undecided_because)
    assert not any("人工判断" in reason or "W-V" in reason for reason in made.undecided_because)


@pytest.fixture
def judgements():
    links = [finding("D-4.3", number) for number in range(3)]
    columns = [finding("W-V4.3", number) for number in range(5)]
    return [
        judgement(Verdict.FAIL, [found("W-V4.3", threshold=5, value=5), found("D-4.3")], [*columns, *links]),
    ]


def test_a_circular_from_judgements_is_checked_against_them(tmp_path, judgements):
    data = from_judgements(judgements, HEADER, words=WORDS)
    assert publish(data, tmp_path, judgements=judgements).circular.exists()


def test_a_finding_that_was_lost_on_the_way_is_noticed(tmp_path, judgements):
    data = from_judgements(judgements, HEADER, words=WORDS)
    made = publish(data, tmp_path)
    more = judgement(Verdict.FAIL, judgements[0].outcomes, [*judgements[0].findings, finding("D-4.3", 9)])
    wrong = verify_written(data, made.circular, made.attachments, judgements=[more])
    assert [(one.figure, one.stated, one.computed) for one in wrong] == [
        ("问题数", "D-4.3:3、W-V4.3:5", "D-4.3:4、W-V4.3:5")
    ]


def test_a_verdict_that_was_changed_on_the_way_is_noticed(tmp_path, judgements):
    data = from_judgements(judgements, HEADER, words=WORDS)
    made = publish(data, tmp_path)
    passed = judgement(Verdict.PASS, judgements[0].outcomes, judgements[0].findings)
    wrong = verify_written(data, made.circular, made.attachments, judgements=[passed])
    assert ("网站不合格数", "1", "0") in [(one.figure, one.stated, one.computed) for one in wrong]


def test_advice_and_a_fault_punished_elsewhere_count_in_neither_count():
    findings = [
        finding("D-1.4", 1),
        replace(finding("D-1.4", 2), waived="W-V4.3"),
        replace(finding("D-4.3", 3), waived="D-1.4"),
    ]
    seen = judgement(outcomes=[found("D-1.4"), found("D-4.3"), found("D-4.3b")], findings=findings)
    faults = from_judgements([seen], HEADER, words=WORDS).sites[0].faults
    assert {problem.indicator: problem.count for problem in faults} == {"D-1.4": 1} == counted(seen)


def _city(*names_and_codes):
    return [
        replace(
            judgement(Verdict.FAIL, (Outcome("W-V4.3", OutcomeKind.FOUND),), (finding("W-V4.3", number),)),
            subject=Subject(f"{number}", name, f"https://{number}.example/", level=level, code=code),
        )
        for number, (name, code, level) in enumerate(names_and_codes)
    ]


def test_rows_stand_in_the_order_of_the_register_whoever_was_judged_first():
    judged = _city(
        ("乙县网站", None, "县级"), ("丙镇网站", "3309990007", "乡镇街道"), ("甲市网站", "3309000001", "市级"),
        ("丁市网站", None, "市级"), ("甲县网站", None, "县级"),
    )  # fmt: skip
    orders = [judged, judged[::-1], judged[2:] + judged[:2]]

    written = [[row.name for row in from_judgements(some, HEADER, words=WORDS).sites] for some in orders]

    assert written == [["甲市网站", "丙镇网站", "丁市网站", "乙县网站", "甲县网站"]] * 3


def test_columns_are_named_in_the_order_of_their_addresses():
    told = [finding("D-1.4", number, message=f"栏目“{name}”已停更") for number, name in enumerate("甲乙丙丁")]
    found = Outcome("D-1.4", OutcomeKind.FOUND)

    texts = {
        from_judgements([judgement(outcomes=(found,), findings=some)], HEADER, words=WORDS).sites[0].faults[0].text
        for some in (tuple(told), tuple(told[::-1]), (told[2], told[0], told[3], told[1]))
    }  # fmt: skip

    assert texts == {"“甲”“乙”“丙”等栏目2周未更新（发现4处）"}
