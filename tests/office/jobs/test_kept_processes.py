"""The processes beside the web are kept as long as it runs."""

import signal
import sys
import time

import pytest

from xunwang.office.jobs import worker


@pytest.fixture
def keep(tmp_path, monkeypatch):
    """`keep(status)`: keeps a process that leaves a mark and ends so; gives the keeper, and how many marks there are."""
    monkeypatch.setattr(worker, "_ANEW_AFTER", 0.05)
    marks, kept = tmp_path / "marks", []

    def start(status):
        said = f"open({str(marks)!r}, 'a').write('x'); raise SystemExit({status})"
        kept.append(worker._Kept([sys.executable, "-S", "-c", said]))
        return kept[0], lambda: marks.stat().st_size if marks.exists() else 0

    yield start
    for one in kept:
        one.end()


@pytest.fixture
def taken_in():
    """Whoever ends is taken in by somebody else before the keeper hears of it, as gunicorn's main process does."""
    usual = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGCHLD, usual)


def begun_again(begun, longest=60):
    until = time.monotonic() + longest
    while begun() < 3 and time.monotonic() < until:
        time.sleep(0.02)
    return begun() >= 3


def test_a_process_that_dies_is_begun_again(keep, caplog):
    assert begun_again(keep(1)[1])
    assert "后台进程意外结束（1），已重新启动" in caplog.text


def test_so_is_one_of_which_nobody_knows_how_it_ended(taken_in, keep, caplog):
    assert begun_again(keep(1)[1])
    assert "后台进程意外结束（原因不明），已重新启动" in caplog.text


def test_one_that_ends_well_is_not(keep):
    kept, begun = keep(0)
    kept._thread.join(60)

    assert not kept._thread.is_alive()
    assert begun() == 1
