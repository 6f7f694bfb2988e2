"""Quality gate of the reader on batches that were annotated before they were read; the floors only rise."""

import sys

import pytest
from fresh_measure import measure

FLOOR = 1.0
GOALS = ("title", "published", "site_code", "icp", "police", "organiser", "contact", "sitemap", "error_entry", "conac", "newest", "verdict")  # fmt: skip
BATCHES = (
    "batch_one",
    "batch_two",
    "batch_three",
    "batch_four",
    "batch_five",
    "batch_six",
    "batch_seven",
    "batch_eight",
    "batch_nine",
    "batch_ten",
    "batch_eleven",
    "batch_twelve",
    "batch_thirteen",
    "batch_fourteen",
    "batch_fifteen",
    "batch_sixteen",
    "batch_seventeen",
    "batch_eighteen",
    "batch_nineteen",
    "batch_twenty",
    "batch_twentyone",
    "batch_twentytwo",
    "batch_twentythree",
    "batch_twentyfour",
    "batch_twentyfive",
    "batch_twentysix",
    "batch_twentyseven",
    "batch_twentyeight",
    "batch_twentynine",
    "batch_thirty",
    "batch_thirtyone",
    "batch_thirtytwo",
    "batch_thirtythree",
)
# Question and answer in one line of plain text are not read, so that not every batch has a floor.
LETTERS = dict.fromkeys(
    (
        "batch_one",
        "batch_thirteen",
        "batch_fourteen",
        "batch_fifteen",
        "batch_sixteen",
        "batch_seventeen",
        "batch_twenty",
        "batch_twentyone",
        "batch_twentytwo",
        "batch_twentythree",
        "batch_twentyfive",
        "batch_twentynine",
        "batch_thirty",
        "batch_thirtyone",
        "batch_thirtytwo",
        "batch_thirtythree",
    ),
    1.0,
)


@pytest.mark.parametrize("batch", BATCHES)
def test_fresh_batches_are_read_as_well_as_before(batch: str) -> None:
    result = measure(batch)
    shares = {field: round(result.share(field), 3) for field in GOALS}
    sys.stdout.write(f"GATE {batch} {shares} letters {result.letters.recall('letters')}\n")
    assert min(shares.values()) >= FLOOR, result.wrong
    assert result.letters.recall("letters") >= LETTERS.get(batch, 0), result.letters.wrong


def test_the_batches_are_large_and_mixed() -> None:
    asked = [measure(batch).asked for batch in BATCHES]
    assert all(one["title"] >= 20 and one["verdict"] >= 12 for one in asked)
