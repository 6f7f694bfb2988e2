"""The readers must not fit to one city: a city mutated by a fresh seed is inspected and held against its own truth.

The seed is printed and can be set with XUNWANG_CITY_SEED to see a run again.
"""

import json
import os
import secrets
from pathlib import Path

import pytest
from city_inspection import inspect_city

from xunwang.inspector import door
from xunwang.inspector.model import Verdict
from xunwang_demo import city as cities

FLOORS = json.loads((Path(__file__).parent / "city_floors.json").read_text())["mutated"]


@pytest.fixture(scope="module")
def seed() -> int:
    return int(os.environ.get("XUNWANG_CITY_SEED") or secrets.randbelow(1_000_000))


@pytest.mark.long  # the gate of forty sites is mutated too and fits; the demo's own test sees the known city with a browser
def test_a_mutated_city_is_read_as_well_as_the_known_one(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    city = cities.build(seed, mutate=True)
    judged, comparison = inspect_city(city, tmp_path, browser="auto")
    with capsys.disabled():
        print(
            f"\nGATE city seed={seed} planted={comparison.planted} found={comparison.found} "
            f"left_out={comparison.left_out} precision={comparison.precision:.4f} recall={comparison.recall:.4f}"
        )
    detail = (
        f"seed {seed}: missed {list(map(str, comparison.missed))}, false {list(map(str, comparison.false))}"
    )
    assert comparison.precision >= FLOORS["precision"], detail
    assert comparison.recall >= FLOORS["recall"], detail
    for one in judged:
        if one.judgement.subject.home in city.unchecked:
            assert one.judgement.verdict is Verdict.UNDECIDED
            assert not any(finding.counts for finding in one.judgement.findings)
        assert door.verify(Path(one.run)) == []
