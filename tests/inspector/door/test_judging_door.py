"""Only the facts that a run was closed with are judged."""

import datetime as dt
from pathlib import Path

import pytest

from xunwang.inspector import norms
from xunwang.inspector.door.judging import judge
from xunwang.inspector.evidence import Run, RunError, RunWriter
from xunwang.inspector.evidence.folder import FACTS
from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.model import (
    SHANGHAI,
    Attempt,
    LinkFact,
    LinkKind,
    Reach,
    SiteFact,
    SiteKind,
    Subject,
    Verdict,
)

NOON = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
HOME = "http://www.example.gov.cn/"
SUBJECT = Subject(id="pear", name="梨县", home=HOME, site_kind=SiteKind.PORTAL)
SITE = SiteFact(
    subject=SUBJECT,
    home_url=HOME,
    home_attempts=(Attempt(NOON, Reach.OK, 200),),
    home_read=True,
    first_seen=NOON,
    home_dates=(dt.date(2025, 1, 1),),
)
LINK = LinkFact(
    key="/a.html",
    url=f"{HOME}a.html",
    parent=HOME,
    text="公告",
    kind=LinkKind.PAGE,
    on_home=True,
    internal=True,
    attempts=(Attempt(NOON, Reach.HTTP, 404),),
)
NORM = norms.load("cn-2019")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    writer = RunWriter.create(tmp_path, "pear", SUBJECT, {}, NOON)
    writer.write_facts([SITE])
    writer.close(NOON, stats=Stats())
    return writer.path


def recheck_of(run: Path) -> Path:
    writer = RunWriter.create(
        run.parent, "pear-again", SUBJECT, {}, NOON, kind="recheck", follows=Run.open(run)
    )
    writer.write_facts([LINK])
    writer.close(NOON, stats=Stats())
    return writer.path


def assert_refused(name: str, runs: list[Path]) -> None:
    refusal = f"检查记录“{name}”的 facts.jsonl 与清单不符，已被改动，不能用于评判；可用 xunwang verify 查看"
    with pytest.raises(RunError) as raised:
        judge(runs, NORM, as_of=NOON.date())
    assert str(raised.value) == refusal


def test_a_run_as_it_was_closed_is_judged(run: Path) -> None:
    (judged,) = judge([recheck_of(run)], NORM, as_of=NOON.date())
    assert (judged.judgement.verdict, judged.run) == (Verdict.FAIL, str(run))
    assert len(judged.rechecks) == 1


def test_a_date_made_younger_is_refused(run: Path) -> None:
    facts = run / FACTS
    facts.write_bytes(facts.read_bytes().replace(b"2025-01-01", b"2026-03-30"))
    assert_refused("pear", [run])


def test_facts_that_were_taken_away_are_refused(run: Path) -> None:
    (run / FACTS).unlink()
    assert_refused("pear", [run])


def test_facts_nobody_wrote_when_the_run_was_closed_are_refused(tmp_path: Path) -> None:
    writer = RunWriter.create(tmp_path, "empty", SUBJECT, {}, NOON)
    writer.close(NOON, stats=Stats())
    (writer.path / FACTS).write_bytes(b"")
    assert_refused("empty", [writer.path])


def test_an_altered_recheck_is_refused_too(run: Path) -> None:
    recheck = recheck_of(run)
    facts = recheck / FACTS
    facts.write_bytes(facts.read_bytes().replace(b"404", b"200"))
    assert_refused("pear-again", [recheck])
