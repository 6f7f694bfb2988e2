"""A few websites of the second city, whose makes, words and faults were written without looking at the first.

`python -m bench.stranger` makes and measures it at full size with any seed; this one stays the same, so that a change of a rule shows.
"""

import json
from pathlib import Path

import pytest
from bench.stranger.__main__ import inspected
from bench.stranger.holding import Held, hold
from bench.stranger.making import City

FLOORS = json.loads((Path(__file__).parent / "city_floors.json").read_text())["second"]
SEED = 20_261_123


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    city = City(SEED, portals=8, departments=2, times=1)
    return hold(inspected(city, tmp_path_factory.mktemp("second"), browser="never"), city.planted)


def test_a_city_by_another_hand_is_judged_right(held: Held, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\nGATE second city precision={held.precision:.4f} recall={held.recall:.4f}")
    detail = f"missed {list(map(str, held.missed))}, false {list(map(str, held.false))}"
    assert len(held.found) + len(held.missed) >= FLOORS["planted"]
    assert held.precision >= FLOORS["precision"], detail
    assert held.recall >= FLOORS["recall"], detail


def test_nothing_is_held_against_a_website_without_anybody_looking(held: Held) -> None:
    accused = [
        one for one in held.accused if one.indicator != "L-3"
    ]  # a busy machine makes any home page slow
    assert [str(one) for one in accused] == []
