"""Slips of each kind beside their innocent look-alikes: `found` of a kind only rises, `told` (of the look-alikes) only falls."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from xunwang.inspector.proof import Proofreader

HERE = Path(__file__).parent
SETS = {
    path.stem.removeprefix("proof_"): tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(HERE.glob("proof_*.toml"))
}
DAY = dt.date(2026, 3, 31)


@pytest.fixture(scope="module")
def reader() -> Proofreader:
    return Proofreader()


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, kinds in SETS.items() for kind in kinds])
def test_slips_are_found_and_their_look_alikes_hardly_ever_told(
    name: str, kind: str, reader: Proofreader
) -> None:
    texts = SETS[name][kind]
    missed = [text for text in texts["bad"] if not is_told(reader, text)]
    false = [text for text in texts["good"] if is_told(reader, text)]

    print(f"{name}, {kind}: {len(missed)} missed, {len(false)} false")
    assert len(texts["bad"]) - len(missed) >= texts["found"], missed
    assert len(false) <= texts["told"], false


def is_told(reader: Proofreader, text: str) -> bool:
    """Whether anything is told of a text."""
    return bool(reader.suspicions(text, day=DAY, published=DAY))
