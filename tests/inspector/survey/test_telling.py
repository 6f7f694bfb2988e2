"""What the pages that columns lead to say, held small."""

import tracemalloc

import pytest

from xunwang.inspector.survey.telling import Telling, Told

NOTHING = Told(0, article=False, column=None)


def test_pages_are_told_apart_by_whatever_number_their_key_has() -> None:
    keys = [0, -1, 1, 2**63 - 1, -(2**63), 1 << 56, -(1 << 56), 5]
    told = Telling([*keys, *keys])
    assert len(told) == len(keys)
    said = [
        Told(735_000 + at, at % 2 == 0, f"/c{at % 3}/" if at else None, guide=at % 2 == 1)
        for at in range(len(keys))
    ]
    for key, one in zip(keys, said, strict=True):
        told.hear(key, one)
    assert [told.of(key) for key in keys] == said


def test_a_page_that_was_not_heard_says_nothing_and_one_not_asked_for_is_unknown() -> None:
    told = Telling([7])
    assert told.of(7) == NOTHING
    assert told.of(8) is None
    assert Telling([]).of(7) is None
    with pytest.raises(KeyError):
        told.hear(8, NOTHING)


def test_what_a_page_says_is_held_in_few_bytes() -> None:
    pages = 30_000
    tracemalloc.start()
    try:
        told = Telling(hash(f"/{number}.html") for number in range(pages))
        for number in range(pages):
            told.hear(hash(f"/{number}.html"), Told(738_000, article=True, column=f"/c{number % 20}/"))
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert len(told) == pages
    assert held < 30 * pages  # a tuple of objects under an object takes 270
