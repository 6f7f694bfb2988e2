"""`xunwang watch` writes a series that survives being stopped, is continued, and is judged."""

import csv
import datetime as dt
import json
import re
import signal
import time

import pytest
from cli_tools import ended, start

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI

MONDAY = dt.datetime(2026, 3, 23, tzinfo=SHANGHAI)
LOOKING = (
    "--allow-private",
    "--delay",
    "0",
    "--browser",
    "never",
    "--no-proof",
    "--as-of",
    "2026-03-31",
    "-q",
)


@pytest.fixture
def played(monkeypatch):
    """The clock of the verb is moved instead of waited for."""
    clock = door.Timeline(MONDAY)
    monkeypatch.setattr("xunwang.cli.watch.now", clock)
    return clock


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_week_is_watched_continued_without_visiting_twice_and_judged(xunwang, site, here, played):
    series = here / "probes.csv"
    watch = ("watch", site.home, "--allow-private", "--every", 72, "-q")

    first = xunwang(*watch, "--for", "4d")
    assert first.status == 0, first.err
    assert first.out == f"访问80次，0次打不开，0次未能核实（不计入），已写入 {series.name}\n"
    played.at -= dt.timedelta(minutes=72)  # begun anew within a slot that was seen
    second = xunwang(*watch, "--until", "2026-03-29")
    assert second.status == 0, second.err
    rows = rows_of(series)
    assert len(rows) == 7 * 20
    assert len({row["time"] for row in rows}) == 7 * 20
    assert {row["home"] for row in rows} == {site.home}

    looked = xunwang("inspect", site.home, *LOOKING, "--probes", series, "--format", "json")
    (only,) = json.loads(looked.out)["sites"]
    assert {row["indicator"]: row["outcome"] for row in only["outcomes"]}["W-V2"] == "met"


def test_what_is_down_counts_and_what_cannot_be_told_does_not(xunwang, site, here, played):
    del played
    home = "http://" + site.home.removeprefix("http://").replace("127.0.0.1", "shi.example")
    down = xunwang(
        "watch", f"{site.home}nothing", "--allow-private", "--for", "1d", "-q", "--out", "down.csv"
    )
    blind = xunwang(
        "watch", home, "--connect-to", "shi.example:1:127.0.0.1:1", "--for", "1d", "-q", "--every", 72
    )
    assert down.out.startswith("访问24次，24次打不开，0次未能核实")
    assert {row["error"] for row in rows_of(here / "down.csv")} == {"http 404"}
    assert blind.status == 0
    assert not [row for row in rows_of(here / "probes.csv") if row["milliseconds"]]


def test_stopping_keeps_what_was_seen_and_waits_for_visits_under_way(site, here):
    """Visits that hang at the moment of Ctrl-C are let go only after it: they are kept as opened, and none is told as down."""
    site.pages |= {f"/{n}/": site.pages["/"] for n in range(60)}
    site.busy_after = 5
    site.free.clear()
    homes = [f"{site.home}{n}/" for n in range(60)]
    process = start(["watch", *homes, "--allow-private", "--every", "1", "--timeout", "110"], here)
    series, late = here / "probes.csv", time.monotonic() + 120
    while not (series.exists() and len(rows_of(series)) >= 3 and site.busy.is_set()):
        assert process.poll() is None
        assert time.monotonic() < late
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    said = ""
    while "正在停止" not in said:
        line = process.stderr.readline()
        assert line, said
        said += line
    before = len(rows_of(series))
    site.free.set()
    stopped = ended(process)

    assert stopped.status == 0, stopped.err
    told = re.match(r"访问(\d+)次，0次打不开，0次未能核实", stopped.out)
    assert told
    assert int(told[1]) == len(rows_of(series)) > before >= 3
    assert "Traceback" not in said + stopped.err


def test_a_second_interrupt_gives_up_visits_under_way_and_writes_nothing_of_them(site, here):
    site.free.clear()
    site.busy_after = 0
    process = start(["watch", site.home, "--allow-private", "--every", "1", "--timeout", "110"], here)
    assert site.busy.wait(120)
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    while "正在停止" not in (line := process.stderr.readline()):
        assert line
    process.send_signal(signal.SIGINT)
    assert ended(process).status != 0
    assert rows_of(here / "probes.csv") == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--every", "90"], "探测间隔应为1至72分钟"),
        (["--for", "3周"], "“3周”不是有效时长"),
        (["--until", "2026-03-01"], "已经过去"),
        (["--for", "1d", "--until", "2026-03-29"], "只能给出一个"),
        (["--out", "other.csv"], "不是 xunwang watch 写出的探测数据"),
    ],
)
def test_what_cannot_be_watched_is_refused_in_one_line(xunwang, here, played, arguments, sentence):
    del played
    (here / "other.csv").write_text("milliseconds,time,home\n")
    ended = xunwang("watch", "http://a.example/", *arguments)
    assert ended.status == 3
    assert sentence in ended.refusal
    assert (here / "other.csv").read_text() == "milliseconds,time,home\n"
