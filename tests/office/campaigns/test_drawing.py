"""The draw: anyone gets the same sample, no stratum is left out, last time's failures are always in."""

import datetime as dt
import math
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_samples import MARCH, POINT, judgement

from xunwang.inspector.model import Verdict
from xunwang.office.campaigns import service
from xunwang.office.campaigns.creating import Plan, chosen, create
from xunwang.office.campaigns.drawing import Candidate, draw
from xunwang.office.errors import OfficeError

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


def plan(**changed):
    said = {"name": "第二次", "start": MARCH, "end": POINT, "as_of": POINT, "norm": "cn-2019", "seed": "7"}
    return Plan(**said | changed)


@pytest.fixture
def sites(office):
    made = [office.website(office.county, f"网站{n}", f"http://s{n}.gov.cn/", level="县级") for n in range(9)]
    made.append(office.website(office.park, "园区网", "http://park.gov.cn/", level="园区"))
    return made


def test_failures_come_back_and_the_rest_goes_to_those_never_drawn(office, sites, tmp_path):
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
        service.record_judgement(earlier, judgement(site, verdict), run_path=tmp_path)

    drawn = set(chosen(office.city, plan(percent=Decimal(30))))

    assert str(sites[0].pk) in drawn
    assert str(sites[9].pk) in drawn
    assert len(drawn) == 4
    assert not drawn & {str(site.pk) for site in sites[1:4]}


def test_how_it_was_drawn_stays_with_the_campaign(office, sites):
    made = create(
        office.city, plan(percent=Decimal(20), levels=("县级",)), user=office.user(office.city, "supervisor")
    )

    assert made.drawn == {"percent": "20", "seed": "7", "levels": ["县级"], "kinds": [], "candidates": 9}
    assert made.subjects.count() == 2


def test_an_empty_register_is_refused(office):
    with pytest.raises(OfficeError, match="先导入名录"):
        create(office.city, plan(), user=office.user(office.city, "supervisor"))
