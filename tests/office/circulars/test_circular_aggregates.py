"""The figures of a circular, and that two ways of counting them never part."""

from decimal import Decimal

import msgspec
import pytest
from circular_samples import BLANK, LINKS, MARKS, SEARCH, SITES, city
from hypothesis import given, settings
from hypothesis import strategies as st

from xunwang.inspector.model import SiteKind, Verdict
from xunwang.office.circulars.aggregates import BANDS, figures, group_of, percent
from xunwang.office.circulars.data import AccountTotal, CircularData, Previous, SiteResult
from xunwang.office.circulars.layout import load_layout
from xunwang.office.circulars.recount import rate, recount, rows_of_data

PREFIXES = load_layout().prefixes


@pytest.mark.parametrize(
    ("part", "whole", "decimals", "text"),
    [
        (18, 53, 2, "33.96%"),
        (126, 134, 2, "94.03%"),
        (276, 1012, 2, "27.27%"),
        (100, 139, 0, "72%"),
        (38, 40, 0, "95%"),
        (1, 8, 2, "12.50%"),
        (1, 8, 1, "12.5%"),
        (1, 8, 0, "13%"),
        (1, 200, 0, "1%"),
        (0, 7, 2, "0.00%"),
        (0, 0, 2, ""),
        (5, None, 2, ""),
    ],
)
def test_percentages_are_rounded_half_up(part, whole, decimals, text):
    assert percent(part, whole, decimals) == text
    assert rate(part, whole, decimals) == text


def test_undecided_websites_stand_outside_the_pass_rate():
    counted = figures(city(), PREFIXES)
    assert [counted[f"sites_{key}"] for key in ("checked", "passed", "failed", "undecided")] == [
        "14",
        "9",
        "3",
        "2",
    ]
    assert counted["sites_pass_rate"] == "75.00%"
    assert counted["sites_troubled_rate"] == "50.00%"


def test_breakdowns_name_only_what_there_is():
    counted = figures(city(), PREFIXES)
    assert counted["sites_checked_by_kind"] == "政府门户网站4家、部门网站8家、专业系统2家"
    assert counted["accounts_by_platform"] == "微信公众号43个、新浪微博9个"


def test_a_share_needs_a_register():
    counted = figures(city(registered_by_kind={}, registered_by_level={}), PREFIXES)
    assert counted["sites_registered"] == ""
    assert counted["sites_checked_share"] == ""


@pytest.mark.parametrize(
    ("score", "label"),
    [
        ("120.01", "120分以上"),
        ("120", "110分（含）至120分（含）"),
        ("110", "110分（含）至120分（含）"),
        ("109.99", "100分（含）至110分"),
        ("100", "100分（含）至110分"),
        ("90", "90分（含）至100分"),
        ("80", "80分（含）至90分"),
        ("60", "60分（含）至80分"),
        ("59.99", "60分以下"),
    ],
)
def test_bands_hold_their_edges(score, label):
    assert [band.label for band in BANDS if band.holds(Decimal(score))] == [label]


def test_every_indicator_belongs_to_one_point():
    ids = ["W-V1.1", "S-hidden", "W-V3", "D-4.3", "W-V5.1", "D-3.3", "W-V6.1", "D-2.4", "D-4.7", "HN-X"]
    assert [group_of(key, PREFIXES) for key in ids] == [
        "content", "content", "upkeep", "upkeep", "interaction", "interaction", "service", "service", "standards",
        "standards",
    ]  # fmt: skip


_KINDS = st.sampled_from([*SiteKind, None])
_LEVELS = st.sampled_from(["市级", "县级", None])
_PROBLEMS = st.lists(
    st.sampled_from([LINKS, MARKS, SEARCH]), unique_by=lambda p: p.indicator, max_size=3
).map(tuple)


@st.composite
def _results(draw):
    verdict = draw(st.sampled_from(Verdict))
    score = draw(st.none() | st.decimals(0, 130, places=1))
    return SiteResult(
        subject=str(draw(st.integers(0, 10**9))),
        name="某网站",
        home="https://a.example/",
        verdict=verdict,
        site_kind=draw(_KINDS),
        level=draw(_LEVELS),
        verdict_now=draw(st.none() | st.sampled_from(Verdict)),
        score=score,
        score_complete=draw(st.booleans()),
        vetoes=(BLANK,) if verdict is Verdict.FAIL else (),
        faults=draw(_PROBLEMS),
    )


_COUNTS = st.integers(0, 400)


@st.composite
def _accounts(draw):
    """Accounts that can be: only inspected ones fail or wait (others are refused before anything is handed out)."""
    inspected = draw(st.none() | st.integers(0, 90))
    failed = draw(st.integers(0, inspected or 0))
    return AccountTotal(
        platform=draw(st.sampled_from(["微信公众号", "新浪微博"])),
        registered=draw(_COUNTS),
        level=draw(_LEVELS),
        inspected=inspected,
        failed=failed,
        undecided=draw(st.integers(0, (inspected or 0) - failed)),
    )


_HEADERS = st.fixed_dictionaries(
    {
        "decimals": st.integers(0, 2),
        "registered_by_kind": st.dictionaries(st.sampled_from([*SiteKind, None]), _COUNTS),
        "registered_by_level": st.dictionaries(st.sampled_from(["市级", "县级", "园区"]), _COUNTS),
        "accounts": st.lists(
            _accounts(),
            max_size=4,
        ).map(tuple),
        "previous": st.none() | st.builds(Previous, _COUNTS, _COUNTS),
    }
)


@settings(max_examples=150, deadline=None)
@given(sites=st.lists(_results(), max_size=12), changes=_HEADERS)
def test_two_ways_of_counting_agree_on_any_city(sites, changes):
    data = CircularData(header=city(**changes).header, sites=tuple(sites))
    again = recount(rows_of_data(data), data, PREFIXES)
    counted = figures(data, PREFIXES)
    assert {key: again.get(key) for key in counted} == counted


def test_a_mended_website_is_counted_at_the_closing_date_only():
    counted = figures(city(), PREFIXES)
    assert (counted["sites_failed"], counted["sites_mended"], counted["sites_still_failed"]) == (
        "3",
        "1",
        "2",
    )
    open_ones = tuple(msgspec.structs.replace(site, verdict_now=None) for site in SITES)
    assert figures(msgspec.structs.replace(city(), sites=open_ones), PREFIXES)["sites_mended"] == "0"
