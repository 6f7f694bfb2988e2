"""Forty sites of many units and mixed styles, dealt anew by a fresh seed: precision and recall over all that was planted.

The seed is printed and can be set with XUNWANG_CITY_SEED to see a run again. Columns and feet that only a browser could read are
left out: the other gate of the city looks at those.
"""

import json
import os
import secrets
import time
from dataclasses import replace
from pathlib import Path

import pytest
from city_inspection import inspect_city

from xunwang.inspector.model import Verdict
from xunwang_demo import city as cities
from xunwang_demo.model import City

SITES = 40
FLOORS = json.loads((Path(__file__).parent / "city_floors.json").read_text())["scaled"]


@pytest.fixture(scope="module")
def seed() -> int:
    return int(os.environ.get("XUNWANG_CITY_SEED") or secrets.randbelow(1_000_000))


def without_language(city: City) -> City:
    """Errors of language have gates of their own; proofreading forty sites would cost more than all the rest."""
    return replace(city, truth=tuple(plant for plant in city.truth if not plant.indicator.startswith("P-")))


def test_forty_sites_of_mixed_styles_are_read_right(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    city = without_language(cities.build(seed, mutate=True, sites=SITES))
    begun = time.process_time()
    judged, comparison = inspect_city(city, tmp_path, browser="never", proof=False)
    spent = time.process_time() - begun
    with capsys.disabled():
        print(
            f"\nGATE city sites={len(city.sites)} seed={seed} planted={comparison.planted} found={comparison.found} "
            f"left_out={comparison.left_out} precision={comparison.precision:.4f} recall={comparison.recall:.4f} "
            f"cpu={spent:.0f}s"
        )
    detail = (
        f"seed {seed}: missed {list(map(str, comparison.missed))}, false {list(map(str, comparison.false))}"
    )
    assert (len(city.sites), len(judged)) == (SITES, SITES)
    assert comparison.precision >= FLOORS["precision"], detail
    assert comparison.recall >= FLOORS["recall"], detail
    challenged = [one.judgement for one in judged if one.judgement.subject.home in city.unchecked]
    assert [one.verdict for one in challenged] == [Verdict.UNDECIDED]
