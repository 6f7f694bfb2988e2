"""Slips of each named kind beside their innocent look-alikes; the floors only rise."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from xunwang.inspector.proof import Proofreader

KINDS = tomllib.loads((Path(__file__).parent / "proof_slips.toml").read_text(encoding="utf-8"))
DAY = dt.date(2026, 3, 31)
RECALL = {"widths": 4}  # a half-width colon after a label is everywhere on pages and is not told


@pytest.fixture(scope="module")
def reader() -> Proofreader:
    return Proofreader()


@pytest.mark.parametrize("kind", KINDS)
def test_slips_of_a_kind_are_found_and_their_look_alikes_left_alone(kind: str, reader: Proofreader) -> None:
    def is_told(text: str) -> bool:
        return bool(reader.suspicions(text, day=DAY, published=DAY))

    missed = [text for text in KINDS[kind]["bad"] if not is_told(text)]
    false = [text for text in KINDS[kind]["good"] if is_told(text)]
    assert len(KINDS[kind]["bad"]) - len(missed) >= RECALL.get(kind, 5), missed
    assert false == []
