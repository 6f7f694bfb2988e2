"""Safety held against its planted pages and against clean ones; the floors only rise."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from planting import Planted, planted, tables

from xunwang.inspector.read import read_page
from xunwang.inspector.read.documents import DocumentReader
from xunwang.inspector.safety import Watcher
from xunwang.inspector.safety.second_look import signs_of_text

HERE = Path(__file__).parent
FLOORS = json.loads((HERE / "safety_floors.json").read_text())
SHARED = HERE.parents[2] / "shared" / "data" / "pages"
SITE = "http://www.shilishi.gov.cn/"
STUFFED = "own_spam_title.html"  # its title advertises fishing games: a trap for the reader of titles, and nothing clean


@pytest.fixture(scope="module")
def documents() -> Iterator[DocumentReader]:
    with DocumentReader() as reader:
        yield reader


def kinds_in(html: bytes, home: str) -> set[str]:
    page = read_page(html, f"{home}a/b.html", home=home)
    return {str(sign.kind) for sign in Watcher(home).signs(html, page)}


def told_of(one: Planted, documents: DocumentReader) -> set[str]:
    if not one.suffix:
        return kinds_in(one.content, one.home)
    text = documents.read(one.content).text
    return {str(sign.kind) for sign in signs_of_text(text, f"a/b.{one.suffix}")}


def test_the_planted_set_is_large_enough() -> None:
    pages = [one for table in tables() for one in planted(table)]
    assert len(pages) >= 150
    assert sum(not one.kinds for one in pages) >= 60


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.stem)
def test_what_is_planted_is_found_and_nothing_else(
    table: Path, documents: DocumentReader, capsys: pytest.CaptureFixture[str]
) -> None:
    told = [(one, told_of(one, documents)) for one in planted(table)]
    assert len({one.name for one, _ in told}) == len(told)
    alarms = [f"{one.name}: {sorted(found)}" for one, found in told if found - one.kinds]
    missed = [one.name for one, found in told if one.kinds and not found & one.kinds]
    bad = sum(bool(one.kinds) for one, _ in told)
    found = bad - len(missed)
    with capsys.disabled():
        print(f"\nGATE safety {table.stem} missed={len(missed)} of {bad} alarms={len(alarms)} of {len(told)}")
    floors = {**FLOORS["planted"], **FLOORS.get(table.stem, {})}
    assert found / (found + len(alarms)) >= floors["precision"], alarms
    assert found / bad >= floors["recall"], missed


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
    home = "http://www.example.gov.cn/"
    alarms = {file.name: kinds for file in files if (kinds := kinds_in(file.read_bytes(), home))}
    assert len(alarms) <= FLOORS["clean_pages"]["false"], alarms
