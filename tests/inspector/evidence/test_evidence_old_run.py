"""A run that the first version of the software wrote stays readable, checkable and continuable into a new one."""

import shutil
from pathlib import Path

import pytest
from samples import TOMORROW, not_modified, row, writer

from xunwang.inspector.evidence import Run, Stats, verify

OLD = Path(__file__).parent / "old_run" / "r1"
HOME = "http://www.shili.gov.cn/"


@pytest.fixture
def old(tmp_path):
    """A copy: a test must not be able to spoil the only one there is."""
    return Run.open(shutil.copytree(OLD, tmp_path / "out" / "old"))


def test_its_rows_facts_and_pages_are_read(old):
    rows = {r.page.url: r for r in old.pages()}
    assert old.manifest.format == 1
    assert list(rows) == [HOME, *(f"{HOME}a/{n}.html" for n in range(3)), f"{HOME}dead.html", f"{HOME}bszn/"]
    assert {fact.url for fact in old.facts()} == set(rows) - {f"{HOME}bszn/"}
    home = old.response(rows[HOME].evidence)
    assert (home.status, home.url) == (200, HOME)
    assert "<h1>首页</h1>" in home.body.decode()
    assert old.response(rows[f"{HOME}dead.html"].evidence).status == 404


def test_its_rendered_page_is_found(old):
    rendered = next(r for r in old.pages() if r.rendered)
    assert "脚本写成" in old.rendered(rendered.evidence).decode()
    assert old.response(rendered.evidence).raw[:2] == b"\x1f\x8b"


def test_it_is_verified(old):
    assert verify(old.path) == []
    evidence = next(r.evidence for r in old.pages() if r.page.url == f"{HOME}a/1.html")
    archive = old.path / evidence.file
    whole = archive.read_bytes()
    for offset in range(evidence.offset - 300, evidence.offset + evidence.length, 7):
        data = bytearray(whole)
        data[offset] ^= 1
        archive.write_bytes(data)
        (alteration,) = verify(old.path)
        assert alteration.urls == (f"{HOME}a/1.html",)


def test_a_new_run_may_refer_to_it(old, tmp_path):
    run = writer(tmp_path, "r2", previous=old)
    run.adopt(old)
    for r in old.pages():
        run.append_page(row(r.page.url, run.append_revisit([not_modified(r.page.url)], r.evidence)))
    run.close(TOMORROW, stats=Stats())
    new = Run.open(run.path)
    assert [new.response(r.evidence).body for r in new.pages()] == [
        old.response(r.evidence).body for r in old.pages()
    ]
    assert verify(new.path) == []
