"""No document and no docstring holds both sides of a merge that nobody settled: no other check looks there."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MARKS = ("<" * 7 + " ", ">" * 7 + " ")
READ = {".py", ".md", ".yaml", ".toml", ".html", ".js", ".css", ".txt", ".json"}


@pytest.mark.parametrize("folder", ["src", "docs", "demo", "bench", "tools", "deploy", "tests", "."])
def test_no_merge_was_left_unsettled(folder):
    below = (ROOT / folder).glob("*" if folder == "." else "**/*")
    texts = [path for path in below if path.suffix in READ and path.is_file()]

    assert [path.name for path in texts if holds_both_sides(path.read_text("utf-8", "replace"))] == []


def holds_both_sides(text):
    return any(mark in text for mark in MARKS) and any(
        line.lstrip().startswith(MARKS) for line in text.splitlines()
    )
