"""Every line of docs/threat-model.md names tests that there are."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_ROWS = re.compile(r"^\| (?!threat|---|\*\*)(.+?) \| .+ \| (.+) \|$", re.MULTILINE)
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_every_threat_has_tests_and_every_test_is_there():
    rows = _ROWS.findall((ROOT / "docs" / "threat-model.md").read_text())
    named = [(threat, _TEST.findall(tests)) for threat, tests in rows]
    wrong = [
        f"{file}::{test}"
        for _, tests in named
        for file, test in tests
        if not (ROOT / file).is_file() or f"def {test}(" not in (ROOT / file).read_text()
    ]

    assert len(rows) > 30
    assert [threat for threat, tests in named if not tests] == []
    assert wrong == []
