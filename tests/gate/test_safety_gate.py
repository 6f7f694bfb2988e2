"""Safety held against its planted set and against clean pages; the floors only rise."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from safety_cases import HOME, Case, cases

from xunwang.inspector.read import read_page
from xunwang.inspector.safety import Watcher

HERE = Path(__file__).parent
FLOORS = json.loads((HERE / "safety_floors.json").read_text())
SHARED = HERE.parents[2] / "shared" / "data" / "pages"
SITE = "http://www.shilishi.gov.cn/"
STUFFED = "own_spam_title.html"  # its title advertises fishing games: a trap for the reader of titles, and nothing clean


def kinds_in(html: bytes, home: str, path: str = "a/b.html") -> set[str]:
    page = read_page(html, home + path, home=home)
    return {str(sign.kind) for sign in Watcher(home).signs(html, page)}


def measured(planted: Iterable[Case]) -> tuple[float, float, list[str]]:
    """Precision and recall over kinds of signs, and what went wrong."""
    right = false = missed = 0
    wrong = []
    for case in planted:
        found = kinds_in(case.html.encode(), HOME)
        right += len(found & case.kinds)
        false += len(found - case.kinds)
        missed += len(case.kinds - found)
        wrong += [f"{case.name}: {sorted(found)} for {sorted(case.kinds)}"] if found != case.kinds else []
    return right / (right + false), right / (right + missed), wrong


def test_the_planted_set_is_large_enough() -> None:
    planted = cases()
    assert len({case.name for case in planted}) == len(planted) >= 150
    assert sum(not case.kinds for case in planted) >= 60


@pytest.mark.parametrize("half", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
def test_what_is_planted_is_found_and_nothing_else(half: int, capsys: pytest.CaptureFixture[str]) -> None:
    precision, recall, wrong = measured(case for case in cases() if case.half == half)
    with capsys.disabled():
        print(f"\nGATE safety half={half} precision={precision:.3f} recall={recall:.3f} wrong={len(wrong)}")
    assert precision >= FLOORS["planted"]["precision"], wrong
    assert recall >= FLOORS["planted"]["recall"], wrong


def test_clean_pages_of_our_own_raise_no_alarm() -> None:
    pages = sorted((HERE / "annotated").rglob("*.html")) + sorted((HERE / "sample_pages").rglob("*.html"))
    clean = [file for file in pages if file.name != STUFFED]
    alarms = {file.name: kinds for file in clean if (kinds := kinds_in(file.read_bytes(), SITE))}
    assert len(clean) >= 100
    assert len(alarms) <= FLOORS["clean_pages"]["false"], alarms


def test_the_one_stuffed_page_among_them_is_told() -> None:
    assert kinds_in((HERE / "annotated" / STUFFED).read_bytes(), SITE) == {"spam"}


def test_real_pages_raise_no_alarm() -> None:
    files = sorted(SHARED.glob("*.html"))
    if not files:
        pytest.skip("GATE SKIPPED: shared/data/pages is absent")
    alarms = {
        file.name: kinds
        for file in files
        if (kinds := kinds_in(file.read_bytes(), "http://www.example.gov.cn/"))
    }
    assert len(alarms) <= FLOORS["clean_pages"]["false"], alarms
