"""Quality gate of the reader: invented pages in the styles of many content systems, held against what a person reads off them."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from annotated_pages import MARKS, MEASURED, PAGES, WORDS, asked, cases, kinds_of

from xunwang.inspector.model import PageKind

FLOORS = json.loads((Path(__file__).parent / "annotated_floors.json").read_text(encoding="utf-8"))
GOAL = 0.95
HELD_TO_THE_GOAL = ("title", "published", *MARKS, "verdict")


@pytest.mark.parametrize("field", MEASURED)
def test_annotated_pages_are_read_as_well_as_before(
    field: str, record_property: Callable[[str, object], None]
) -> None:
    answers = asked(field)
    wrong = [case.truth["file"] for case, right in answers if not right]
    right = len(answers) - len(wrong)
    share = right / len(answers)
    line = f"{field:<16} {right:>4} of {len(answers):<4} {share:>7.1%}  floor {FLOORS[field]}, wrong: {wrong}"
    record_property("measured", line)
    sys.stdout.write(line + "\n")
    assert right >= FLOORS[field], line


@pytest.mark.parametrize("field", HELD_TO_THE_GOAL)
def test_what_the_goal_names_reaches_it(field: str) -> None:
    assert FLOORS[field] >= GOAL * len(asked(field))


def test_every_field_has_a_floor() -> None:
    assert set(FLOORS) == set(MEASURED)


def test_the_pages_cover_the_styles_and_kinds_they_promise() -> None:
    truths = [case.truth for case in cases()]
    assert len(truths) >= 60
    assert len({truth["system"] for truth in truths}) >= 12
    kinds = {kind for truth in truths for kind in kinds_of(truth)}
    assert kinds == {kind.value for kind in PageKind}
    verdicts = [truth["verdict"] for truth in truths if isinstance(truth.get("verdict"), str)]
    assert set(verdicts) == {*WORDS.values(), "undated"}


def test_every_page_has_its_truth_and_no_truth_is_without_a_page() -> None:
    files = [case.truth["file"] for case in cases()]
    assert sorted(files) == sorted(path.name for path in PAGES.glob("*.html"))
