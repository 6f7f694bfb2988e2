"""The house itself: files that a person can read in one go, and tests that can be collected together."""

from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_LINES = 400
FILES = [file for folder in ("src", "tests", "bench", "tools") for file in (ROOT / folder).rglob("*.py")]


def test_no_file_is_longer_than_one_reads_in_one_go():
    long = {str(file.relative_to(ROOT)): lines for file in FILES if (lines := _lines(file)) > MOST_LINES}
    assert FILES
    assert long == {}


def test_no_two_files_of_tests_bear_one_name():
    """Folders of tests are no packages: two of one name cannot be collected in one run."""
    names = Counter(
        file.name for file in FILES if file.is_relative_to(ROOT / "tests") and file.name.startswith("test_")
    )
    assert names
    assert [name for name, times in names.items() if times > 1] == []


def _lines(file):
    return len(file.read_text(encoding="utf-8").splitlines())
