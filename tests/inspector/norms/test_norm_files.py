"""The shipped rule sets: what they hold, what overlays change, what stays unknown."""

from decimal import Decimal

import pytest

from xunwang.inspector import norms
from xunwang.inspector.model import SiteKind, Subject
from xunwang.inspector.norms import Check, Level1, RuleKind, RuleObject

IDS = [
    "cn-2019", "anhui-2016", "chongqing", "deqin", "example-points", "guangdong", "guiyang-2017", "guizhou", "hainan", "henan", "jilin", "minhou",
    "suzhou-2023", "xiayi",
]  # fmt: skip
LEVELS = {Level1.RELEASE: 31, Level1.SERVICE: 25, Level1.INTERACTION: 23, Level1.DESIGN: 21}


def site(kind: SiteKind | None) -> Subject:
    return Subject(id="x", name="示例", home="http://www.shili.gov.cn/", site_kind=kind)


def deductions(norm_id: str) -> list[norms.Rule]:
    return [rule for rule in norms.load(norm_id).rules if rule.kind is RuleKind.DEDUCT and rule.level1]


def test_the_shipped_norms_are_listed_roots_first() -> None:
    assert [head.id for head in norms.available()] == IDS
    assert [head.id for head in norms.available() if head.sample_points] == ["example-points"]


def test_every_veto_and_every_deduction_of_the_rulebook_is_there() -> None:
    ids = {rule.id for rule in norms.load("cn-2019").rules}
    vetoes = {f"W-V1.{n}" for n in range(1, 7)} | {
        "W-V2",
        "W-V3",
        "W-V4.1",
        "W-V4.2",
        "W-V4.3",
        "W-V5.1",
        "W-V5.2",
    }
    vetoes |= {
        "W-V6.1",
        "W-V6.2",
        "W-V6.3",
        "N-V1.1",
        "N-V1.2",
        "N-V1.3",
        "N-V1.4",
        "N-V2.1",
        "N-V2.2",
        "N-V3.1",
        "N-V3.2",
    }
    counts = {1: 9, 2: 6, 3: 4, 4: 9}
    deducted = {f"D-{level}.{n}" for level, count in counts.items() for n in range(1, count + 1)}
    assert vetoes | deducted <= ids
    assert len(deductions("cn-2019")) == 28


def test_unconfirmed_points_stay_unknown() -> None:
    assert {rule.points for rule in deductions("cn-2019")} == {None}
    bounds = {rule.id: rule.points_at_least for rule in deductions("cn-2019") if rule.points_at_least}
    assert bounds == {"D-1.5": 5, "D-1.7": 1, "D-1.8": 1, "D-2.3": 2, "D-3.3": 3}


def test_the_first_level_sums_are_the_known_ones() -> None:
    norm = norms.load("cn-2019")
    assert {level: one.points for level, one in norm.levels.items()} == LEVELS


def test_example_points_fill_every_deduction_to_the_known_sums() -> None:
    rules = deductions("example-points")
    sums = {level: sum(rule.points or 0 for rule in rules if rule.level1 is level) for level in LEVELS}
    assert sums == LEVELS
    assert all(rule.points_each for rule in rules)
    norm = norms.load("example-points")
    assert norm.sample_points
    assert norm.points_label == "示例分值"


def test_what_is_only_remembered_is_marked_for_checking() -> None:
    for rule in norms.load("cn-2019").rules:
        assert rule.verified is (rule.confidence == "V"), rule.id


def test_overlays_keep_what_they_do_not_change() -> None:
    base = norms.load("cn-2019")
    for norm_id in IDS:
        norm = norms.load(norm_id)
        assert [rule.id for rule in norm.rules][: len(base.rules)] == [rule.id for rule in base.rules]
        assert norm.rule("W-V4.1").params == {"news_days": 14, "notice_months": 6, "limit": 5}


def test_chongqing_scores_department_sites_and_the_nation_does_not() -> None:
    department, portal = site(SiteKind.DEPARTMENT), site(SiteKind.PORTAL)
    assert not norms.load("cn-2019").rule("D-1.4").scores(department)
    assert norms.load("cn-2019").rule("D-1.4").scores(portal)
    assert norms.load("chongqing").rule("D-1.4").scores(department)
    assert norms.load("chongqing").rule("A-D1").objects == (RuleObject.SUPERVISOR,)


def test_a_site_of_unknown_kind_answers_for_vetoes_only() -> None:
    norm = norms.load("cn-2019")
    assert norm.rule("W-V3").scores(site(None))
    assert not norm.rule("D-1.4").scores(site(None))


def test_henan_deducts_five_a_week_from_slow_accounts() -> None:
    media = norms.load("henan").new_media
    assert media is not None
    assert media.base_score == 100
    (rule,) = media.deduct
    assert (rule.when.metric, rule.when.op, rule.when.value, rule.points_each) == (
        "posts_per_week",
        "<",
        2,
        5,
    )
    assert rule.applies_to == ("wechat", "weibo", "app", "douyin")


def test_guangdong_spreads_twenty_service_points() -> None:
    norm = norms.load("guangdong")
    assert norm.levels[Level1.SERVICE].points == Decimal(20)
    assert (norm.score.no_service, norm.score.bonus_cap, norm.score.account_veto_score) == ("spread", 25, 59)


def test_a_new_entry_of_an_overlay_takes_its_basis() -> None:
    norm = norms.load("guizhou")
    assert norm.rule("GZ-M-1").basis == norm.basis
    assert norm.rule("GZ-M-1").verified


@pytest.mark.parametrize("rule", norms.load("cn-2019").rules, ids=lambda rule: rule.id)
def test_a_rule_says_what_it_asks_and_on_whose_word(rule: norms.Rule) -> None:
    assert rule.text
    assert rule.basis
    assert rule.how is None or rule.check is not Check.MANUAL
    assert rule.how is None or set(rule.params) <= set(norms.kinds()[rule.how].params)
