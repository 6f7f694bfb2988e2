"""Quality gate of letters, guides and document numbers: invented pages in many manners, held against what a person reads off them."""

import json
from pathlib import Path

import pytest
from services_measure import measure, truths

FLOORS = json.loads((Path(__file__).parent / "services_floors.json").read_text(encoding="utf-8"))
SETS = ("set_one", "set_two", "set_three")


@pytest.mark.parametrize("name", SETS)
def test_precision_and_recall_stay_above_their_floors(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    tally = measure(name)
    for what, floor in FLOORS.items():
        precision, recall = tally.precision(what), tally.recall(what)
        with capsys.disabled():
            print(f"\nGATE services {name} {what} precision={precision:.4f} recall={recall:.4f}", end="")
        assert precision >= floor["precision"], "\n".join(tally.wrong)
        assert recall >= floor["recall"], "\n".join(tally.wrong)


def test_there_are_enough_pages_with_and_without_something_to_read() -> None:
    pages = [truth for name in SETS for truth in truths(name)]
    letters = sum(bool(truth.get("messages")) for truth in pages)
    guides = sum("guide_missing" in truth for truth in pages)
    assert len(pages) >= 40
    assert letters >= 15
    assert guides >= 10
    assert len(pages) - letters - guides >= 10
