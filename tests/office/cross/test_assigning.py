"""Who inspects whom, and how agreement is counted."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xunwang.office.cross.agreement import Agreement, agreement
from xunwang.office.cross.assigning import Place, assign, may_inspect

HOST = "01/"
UNITS = [f"01/{n:02}/" for n in range(2, 7)]
OWNERS = st.sampled_from([HOST, *UNITS, *(f"{unit}99/" for unit in UNITS)])
PLACES = st.lists(OWNERS, max_size=40).map(
    lambda owners: [Place(str(n), owner) for n, owner in enumerate(owners)]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    PLACES,
    st.lists(st.sampled_from(UNITS), unique=True, max_size=5),
    st.text(max_size=4),
    st.integers(0, 100),
)
def test_nobody_inspects_their_own_and_a_second_check_is_by_somebody_else(places, units, seed, percent):
    duties = assign(places, units, seed, host=HOST, percent=Decimal(percent))
    owner = {place.id: place.owner for place in places}
    first = {duty.place: duty.inspector for duty in duties if not duty.second}
    second = {duty.place: duty.inspector for duty in duties if duty.second}

    assert all(may_inspect(duty.inspector, owner[duty.place], HOST) for duty in duties)
    assert all(not owner[duty.place].startswith(duty.inspector) for duty in duties)
    assert all(first[place] != unit for place, unit in second.items())
    able = {key for key in owner if any(may_inspect(unit, owner[key], HOST) for unit in units)}
    assert set(first) == able
    assert duties == assign(places[::-1], units[::-1], seed, host=HOST, percent=Decimal(percent))


def test_the_work_is_spread_evenly():
    places = [Place(str(n), UNITS[n % 5]) for n in range(50)]
    loads = Counter(duty.inspector for duty in assign(places, UNITS, "7", host=HOST, percent=Decimal(20)))

    assert sum(loads.values()) == 60
    assert max(loads.values()) - min(loads.values()) <= 2


@pytest.mark.parametrize(
    ("counts", "percent", "kappa"),
    [
        ((20, 5, 10, 15), "70.0", "0.40"),  # the worked example of Cohen's kappa with 50 applications
        ((45, 15, 25, 15), "60.0", "0.13"),
        ((0, 5, 5, 0), "0.0", "-1.00"),
        ((4, 0, 0, 4), "100.0", "1.00"),
        ((8, 0, 0, 0), "100.0", None),
        ((0, 0, 0, 0), None, None),
    ],
)
def test_agreement_is_counted_as_the_textbook_does(counts, percent, kappa):
    both, first, second, neither = counts
    pairs = (
        [(True, True)] * both
        + [(True, False)] * first
        + [(False, True)] * second
        + [(False, False)] * neither
    )
    told = agreement(pairs)

    assert told == Agreement(*counts)
    assert (told.percent, told.kappa) == (percent and Decimal(percent), kappa and Decimal(kappa))
