"""A large site does not fill the memory: the short form of `bench/million.py`, in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[3] / "bench" / "million.py"
# While it crawls only caches grow, up to their bounds: those of addresses hold some thousand, that of the frontier 8 MB. A frontier held in
# memory would be 16 MB more, the targets or the facts of all links in a list 20.
MOST_GROWTH_MB = 8
MOST_MB = 400


def inspected(tmp_path, addresses, form):
    written = tmp_path / "figures.json"
    command = [sys.executable, BENCH, "--addresses", str(addresses), "--form", form, "--json", written]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return json.loads(written.read_text())


def check(figures, addresses):
    at = figures["mb_at_percent"]
    assert figures["complete"]
    assert figures["addresses"] == addresses
    assert at["99"] - at["25"] < MOST_GROWTH_MB
    assert figures["peak_mb"] < MOST_MB


def test_memory_does_not_grow_with_the_files_of_a_site(tmp_path):
    check(inspected(tmp_path, 20_000, "files"), 20_000)


@pytest.mark.long
def test_memory_does_not_grow_with_the_pages_of_a_site(tmp_path):
    check(inspected(tmp_path, 20_000, "pages"), 20_000)
