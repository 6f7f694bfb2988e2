"""A site is surveyed and judged in memory that does not grow with its pages and links."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(__file__).parent / "large_site.py"


def outcome_of(folder: Path, *sizes: int) -> dict[str, Any]:
    """`sizes`: pages, links and, where these are not a few, columns."""
    command = [sys.executable, str(PROGRAM), str(folder), *map(str, sizes)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def check(seen: dict[str, Any], most: int, *, links: int) -> None:
    """`most`: MB beyond what the program needs to start."""
    print({name: seen[name] for name in ("before", "surveyed", "judged")})
    assert max(seen["surveyed"], seen["judged"]) - seen["before"] <= most
    assert seen["outcomes"]["W-V3"][0] == "met"
    assert seen["outcomes"]["D-1.4"][0] == "found"
    assert seen["outcomes"]["D-4.3"][1] == sum(number % 5000 == 7 for number in range(links))


def test_sixty_thousand_pages_and_links(tmp_path: Path) -> None:
    check(outcome_of(tmp_path, 60_000, 60_000), 100, links=60_000)


@pytest.mark.long
@pytest.mark.parametrize(("pages", "links"), [(1_000_000, 1_000_000), (50_000, 1_000_000)])
def test_a_million_addresses(tmp_path: Path, pages: int, links: int) -> None:
    check(outcome_of(tmp_path, pages, links), 300, links=links)
