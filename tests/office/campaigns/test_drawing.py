"""The draw: anyone gets the same sample, no stratum is left out, last time's failures are always in."""

import datetime as dt
import math
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_samples import JANUARY, MARCH, POINT, judgement

from xunwang.inspector.model import SubjectKind, Verdict
from xunwang.office.campaigns import recording, service
from xunwang.office.campaigns.creating import create, drawn_again, drawn_of
from xunwang.office.campaigns.drawing import Candidate, draw
from xunwang.office.campaigns.models import Campaign
from xunwang.office.campaigns.planning import Plan, Share
from xunwang.office.errors import OfficeError
from xunwang.office.registry.life import Turn, close, suspend
from xunwang.office.registry.service import open_subject

STRATA = st.sampled_from([("市级", "portal"), ("县级", "portal"), ("县级", "department"), ("", "")])
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        st.uuids().map(str),
        STRATA,
        st.none() | st.dates(dt.date(2025, 1, 1), dt.date(2026, 1, 1)),
        st.booleans(),
    ),
    max_size=40,
    unique_by=lambda one: one.id,
)
PERCENT = st.decimals(min_value="0.1", max_value="100", places=1)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CANDIDATES, PERCENT, st.text(max_size=8))
def test_the_same_seed_gives_the_same_sample_in_any_order(candidates, percent, seed):
    assert draw(candidates, percent, seed) == draw(list(reversed(candidates)), percent, seed)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CANDIDATES, PERCENT, st.text(max_size=8))
def test_every_stratum_has_its_share_and_every_failure_is_in(candidates, percent, seed):
    drawn = set(draw(candidates, percent, seed))

    assert {one.id for one in candidates if one.failed} <= drawn
    for stratum in {one.stratum for one in candidates}:
        members = [one for one in candidates if one.stratum == stratum]
        taken = [one for one in members if one.id in drawn]
        least = max(math.ceil(percent * len(members) / 100), sum(one.failed for one in members))
        assert len(taken) == least
        left = [one for one in members if one.id not in drawn and not one.failed]
        if any(one.last_drawn is not None and not one.failed for one in taken):
            assert all(one.last_drawn is not None for one in left)


def test_another_seed_gives_another_sample():
    candidates = [Candidate(str(number), ("市级",)) for number in range(100)]

    assert draw(candidates, Decimal(10), "1") != draw(candidates, Decimal(10), "2")


def test_no_share_is_refused():
    with pytest.raises(ValueError, match="share"):
        draw([], Decimal(0), "1")


def websites(percent=None, *types):
    return (Share(SubjectKind.WEBSITE, percent and Decimal(percent), types),)


def plan(**changed):
    said = {"name": "第二次", "start": MARCH, "end": POINT, "as_of": POINT, "norm": "cn-2019", "seed": "7"}
    return Plan(**said | changed)


@pytest.fixture
def sites(office):
    made = [office.website(office.county, f"网站{n}", f"http://s{n}.gov.cn/", level="县级") for n in range(9)]
    made.append(office.website(office.park, "园区网", "http://park.gov.cn/", level="园区"))
    return made


@pytest.fixture
def boss(office):
    return office.user(office.city, "supervisor")


def accounts(office, platform, count, kind=SubjectKind.ACCOUNT):
    return [
        open_subject(
            kind, office.county, JANUARY, user=None, name=f"{platform}{n}", platform=platform, level="县级"
        )
        for n in range(count)
    ]


def test_failures_come_back_and_the_rest_goes_to_those_never_drawn(office, sites, boss, tmp_path):
    earlier = service.create_campaign(
        office.city,
        "第一次",
        period=(MARCH, MARCH),
        norm="cn-2019",
        as_of=MARCH,
        subjects=sites[:4],
        user=None,
    )
    for number, site in enumerate(sites[:4]):
        verdict = Verdict.FAIL if number == 0 else Verdict.PASS
        recording.record_judgement(earlier, judgement(site, verdict), run_path=tmp_path)

    made = create(office.city, plan(shares=websites(30)), user=boss)
    drawn = set(made.subjects.values_list("subject_id", flat=True))

    assert sites[0].pk in drawn
    assert sites[9].pk in drawn
    assert len(drawn) == 4
    assert not drawn & {site.pk for site in sites[1:4]}
    assert drawn_of(made).parts[0].failed == 1


def test_accounts_are_drawn_from_every_platform_beside_the_websites(office, sites, boss):
    weibo, douyin = accounts(office, "微博", 12), accounts(office, "抖音", 3)
    (app,) = accounts(office, "移动客户端", 1, SubjectKind.APP)
    shares = (*websites(), Share(SubjectKind.ACCOUNT, Decimal(25)), Share(SubjectKind.APP))
    made = create(office.city, plan(shares=shares), user=boss)

    covered = set(made.subjects.values_list("subject_id", flat=True))
    assert len(covered & {one.pk for one in weibo}) == 3
    assert len(covered & {one.pk for one in douyin}) == 1
    assert {site.pk for site in sites} | {app.pk} <= covered
    assert made.subjects.get(subject=app).row["kind"] == "app"
    part = drawn_of(made).parts[1]
    assert (part.candidates, part.drawn, part.strata) == (
        15,
        4,
        ((("县级", "抖音"), 3, 1), (("县级", "新浪微博"), 12, 3)),
    )


def test_what_rests_or_is_closed_is_left_out_by_name(office, sites, boss):
    suspend(sites[1], dt.date(2026, 4, 10), Turn(dt.date(2026, 3, 20)), user=boss)
    close(sites[2], Turn(dt.date(2026, 3, 20)), user=boss)
    made = create(office.city, plan(), user=boss)

    assert drawn_of(made).left_out == (("网站1", f"{POINT} 临时关停"), ("网站2", "2026-03-20 起不在册"))
    assert made.subjects.count() == 8


def test_how_it_was_drawn_stays_with_the_campaign_and_can_be_drawn_again(office, sites, boss):
    made = create(office.city, plan(shares=websites(20, "门户网站"), levels=("县级",)), user=boss)

    drawn = drawn_of(Campaign.objects.get(pk=made.pk))
    assert (drawn.seed, drawn.levels, drawn.sampled, drawn.left_out) == ("7", ("县级",), True, ())
    (part,) = drawn.parts
    assert (part.percent, part.types, part.candidates, part.drawn) == (Decimal(20), ("门户网站",), 9, 2)
    assert drawn_again(made)
    made.subjects.first().delete()
    assert not drawn_again(made)


def test_a_draw_kept_when_there_were_only_websites_is_still_understood(office, sites):
    made = office.campaign(office.city, sites[:2])
    assert drawn_of(made) is None
    made.drawn = {"percent": "20", "seed": "7", "levels": ["县级"], "kinds": ["portal"], "candidates": 9}
    (part,) = drawn_of(made).parts
    assert (part.label, part.types, part.candidates, part.drawn) == ("网站", ("门户网站",), 9, 2)


def test_websites_of_no_known_kind_are_called_as_the_circular_calls_them_and_old_draws_repeat(office, boss):
    for number in range(6):
        office.website(office.county, f"旧站{number}", f"http://o{number}.gov.cn/", site_kind="")
    made = create(office.city, plan(shares=websites(50, "其他网站")), user=boss)
    (part,) = drawn_of(made).parts
    assert part.strata == ((("层级未登记", "其他网站"), 6, 3),)

    made.drawn["parts"][0]["types"] = ["未分类"]
    made.files.all().delete()
    assert drawn_again(made)


def test_an_empty_register_is_refused(office, boss):
    shares = (Share(SubjectKind.ACCOUNT, Decimal(10)),)
    with pytest.raises(OfficeError, match="没有符合条件的新媒体账号，请先导入名录"):
        create(office.city, plan(shares=shares), user=boss)
