"""Power cuts at any call find what a careless writer loses; what an office and a walk acknowledge is held in `test_storms`."""

import random
import sys

import pytest
from bench.chaos.powercut import cuts
from bench.chaos.tracing import Missing, record

_CARELESS = """
import os, sys
from pathlib import Path
place = Path(sys.argv[1], "kept")
with place.open("wb") as file:
    file.write(b"x" * 3000)
    file.flush()
    if "file" in sys.argv:
        os.fsync(file.fileno())
if "folder" in sys.argv:
    handle = os.open(place.parent, os.O_RDONLY)
    os.fsync(handle)
os.write(1, b'{"kept": true}\\n')
"""


def lost(folder, *careful):
    """After how many of many cuts a file is not there as it was written, though it had been acknowledged."""

    def look(place, said):
        file = place / "kept"
        there = file.is_file() and file.read_bytes() == b"x" * 3000
        return ["lost"] if said and not there else []

    before = folder / "before"
    before.mkdir()
    try:
        calls = record([sys.executable, "-S", "-c", _CARELESS, str(before), *careful], before)
    except Missing as missing:
        pytest.skip(f"GATE SKIPPED: {missing}")
    (before / "kept").unlink()
    return list(cuts(calls, before, look, random.SystemRandom(), 60))


@pytest.mark.parametrize("careful", [(), ("file",), ("folder",)])
def test_a_file_that_was_not_put_on_the_disk_with_its_name_gets_lost(tmp_path, careful):
    assert lost(tmp_path, *careful)


def test_a_file_that_was_put_on_the_disk_with_its_name_is_never_lost(tmp_path):
    assert not lost(tmp_path, "file", "folder")
