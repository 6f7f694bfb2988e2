"""Progress: pace and estimate, the line a person reads, the JSON a machine reads, the live display of a terminal."""

import datetime as dt
import io
import json
from typing import NamedTuple

import pytest
from rich.console import Console
from rich.live import Live

from xunwang.cli.progress import reporting
from xunwang.cli.progress.pace import Pace, Stage
from xunwang.cli.progress.screen import Screen
from xunwang.cli.progress.shows import Lines, Records
from xunwang.cli.progress.words import REACH, duration, line
from xunwang.inspector.door import Progress, Told
from xunwang.inspector.model import SHANGHAI, Reach

AT = dt.datetime(2026, 3, 31, 9, 0, tzinfo=SHANGHAI)


class Ticking:
    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


def crawl(pages, waiting, **more):
    return Progress(pages=pages, visited=pages, waiting=waiting, requests=pages, **more)


def told(pages, waiting, *, stage="示例市政府网", finished=False, **more):
    figures = crawl(pages, waiting, **more)
    return Told(stage=stage, done=pages, total=pages + waiting, finished=finished, crawl=figures)


def after_ten_seconds(last):
    stage = Stage(0.0)
    stage.snapshot(told(0, 1), 0.0)
    return stage.snapshot(last, 10.0)


# pace ----------------------------------------------------------------------------------------------


def test_no_pace_is_told_from_a_single_moment():
    pace = Pace()
    assert pace.per_second is None
    pace.mark(0.0, 0)
    pace.mark(1.0, 50)
    assert pace.per_second is None


def test_the_pace_is_that_of_the_last_half_minute():
    pace = Pace()
    for second in range(101):
        pace.mark(float(second), second * 10 if second <= 60 else 600 + (second - 60))
    assert pace.per_second == pytest.approx(1.0)


def test_many_marks_in_a_second_are_kept_as_one():
    pace = Pace()
    for tick in range(10_000):
        pace.mark(tick / 1000, tick)
    assert pace.per_second == pytest.approx(1000, rel=0.01)
    assert len(pace._marks) < 15


def test_what_is_left_is_estimated_at_the_present_pace():
    snapshot = after_ten_seconds(told(100, 400))
    assert snapshot.pages_per_second == pytest.approx(10)
    assert snapshot.seconds_left == pytest.approx(40)


def test_nothing_is_estimated_while_a_site_rests_or_when_its_size_is_unknown():
    resting = told(100, 400, quiet_until=AT)
    unknown = Told(stage="示例市政府网", done=100, total=None, crawl=crawl(100, 0))
    assert after_ten_seconds(resting).seconds_left is None
    assert after_ten_seconds(unknown).seconds_left is None


def test_what_is_left_is_never_more_than_the_limit_leaves():
    assert after_ten_seconds(told(100, 400, time_left=7.5)).seconds_left == pytest.approx(7.5)
    assert after_ten_seconds(told(100, 400, time_left=3600.0)).seconds_left == pytest.approx(40)


# lines ---------------------------------------------------------------------------------------------


def test_a_line_says_all_that_a_person_wants_to_know():
    snapshot = after_ten_seconds(
        told(100, 400, failed={"timeout": 3, "dns": 5}, rendered=2, quiet_until=None)
    )
    assert line(snapshot) == (
        "示例市政府网：已读100页，待访问400个地址，10.0页/秒，未打开8（域名无法解析5、超时3），浏览器渲染2.0%，约需40秒"
    )


def test_a_line_says_when_a_resting_site_goes_on():
    snapshot = after_ten_seconds(told(100, 400, quiet_until=AT))
    assert line(snapshot).endswith("静默时段，03-31 09:00 后继续")


def test_a_line_says_until_when_an_overburdened_site_is_spared():
    snapshot = after_ten_seconds(told(100, 400, held_until=AT))
    assert line(snapshot).endswith("网站繁忙或要求暂缓，09:00:00 后继续")


def test_a_line_of_a_second_pass_says_what_has_not_changed():
    assert "未变化90页" in line(after_ten_seconds(told(100, 400, not_modified=90)))


def test_a_finished_site_says_how_long_it_took():
    snapshot = after_ten_seconds(told(100, 0, finished=True))
    assert line(snapshot) == "示例市政府网：已完成，已读100页，10.0页/秒，用时10秒"


def test_a_site_that_was_left_before_its_end_says_so():
    snapshot = after_ten_seconds(told(100, 716, finished=True))
    assert line(snapshot) == "示例市政府网：已结束，尚有716个地址未访问，已读100页，10.0页/秒，用时10秒"


def test_a_site_that_is_closed_long_after_its_last_page_is_told_its_average():
    stage = Stage(0.0)
    for moment in range(11):
        stage.snapshot(told(10 * moment, 0), float(moment))
    snapshot = stage.snapshot(told(100, 0, finished=True), 100.0)
    assert line(snapshot) == "示例市政府网：已完成，已读100页，1.0页/秒，用时100秒"


def test_work_that_is_no_crawl_is_counted():
    stage = Stage(0.0)
    assert line(stage.snapshot(Told(stage="复查", done=3, total=10), 0.0)) == "复查：3/10"


def test_every_reach_has_words():
    assert set(REACH) == set(Reach) - {Reach.OK}


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "0秒"), (119.4, "119秒"), (120, "2分钟"), (7100, "118分钟"), (7200, "2小时"), (16200, "4.5小时"), (200_000, "2.3天")],
)  # fmt: skip
def test_durations_are_as_precise_as_estimates(seconds, words):
    assert duration(seconds) == words


def test_lines_come_every_few_seconds_and_at_the_end(capsys):
    ticking = Ticking()
    lines = Lines(5.0, monotonic=ticking)
    for second in range(12):
        ticking.seconds = float(second)
        lines.tell(told(second, 20 - second))
    lines.tell(told(12, 0, finished=True))
    written = capsys.readouterr().err.splitlines()
    assert [text.split("，")[0] for text in written] == [
        "示例市政府网：已读5页",
        "示例市政府网：已读10页",
        "示例市政府网：已完成",
    ]


# records -------------------------------------------------------------------------------------------


def test_each_record_is_one_json_object_in_one_line(capsys):
    ticking = Ticking()
    records = Records(clock=lambda: AT, monotonic=ticking)
    records.tell(told(0, 1))
    ticking.seconds = 10.0
    records.tell(told(100, 400, failed={"timeout": 3}, rendered=2, bytes=4096, quiet_until=AT))
    records.say("已写出 out/run")
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert first == {
        "event": "progress",
        "at": "2026-03-31T09:00:00.000+08:00",
        "stage": "示例市政府网",
        "done": 100,
        "total": 500,
        "finished": False,
        "seconds": 10.0,
        "seconds_left": None,
        "pages": 100,
        "waiting": 400,
        "requests": 100,
        "not_modified": 0,
        "bytes": 4096,
        "pages_per_second": 10.0,
        "errors": {"timeout": 3},
        "rendered": 2,
        "rendered_share": 0.02,
        "quiet_until": "2026-03-31T09:00:00+08:00",
        "held_until": None,
    }
    assert second == {"event": "message", "at": "2026-03-31T09:00:00.000+08:00", "text": "已写出 out/run"}


def test_the_document_names_every_field_of_a_record(capsys, document):
    ticking = Ticking()
    records = Records(clock=lambda: AT, monotonic=ticking)
    records.expect(1)
    records.tell(told(1, 0, finished=True))
    records.say("完成")
    fields = {name for text in capsys.readouterr().err.splitlines() for name in json.loads(text)}
    assert {name for name in fields if f"`{name}`" not in document} == set()


@pytest.fixture
def document(request):
    return (request.config.rootpath / "docs" / "progress-json.md").read_text(encoding="utf-8")


# a terminal ----------------------------------------------------------------------------------------


class Terminal(NamedTuple):
    screen: Screen
    ticking: Ticking
    console: Console

    @property
    def shown(self):
        """What stands in the live display now."""
        paper = Console(file=io.StringIO(), width=120, record=True)
        paper.print(self.screen)
        return paper.export_text()

    @property
    def said(self):
        return self.console.file.getvalue()


@pytest.fixture
def terminal():
    console, ticking = Console(file=io.StringIO(), width=120), Ticking()
    return Terminal(Screen(Live(console=console), ticking), ticking, console)


def test_a_terminal_shows_the_sites_that_are_going_on(terminal):
    terminal.screen.tell(told(0, 10, stage="甲网"))
    terminal.screen.tell(told(0, 10, stage="乙网"))
    terminal.ticking.seconds = 4.0
    terminal.screen.tell(told(8, 32, stage="甲网", failed={"tls": 1}))
    rows = terminal.shown.splitlines()
    assert rows[0].startswith("甲网")
    assert "约需16秒" in rows[0]
    assert "已读8页，待访问32个地址，2.0页/秒，未打开1（证书或加密异常1）" in rows[0]
    assert rows[1].startswith("乙网")
    assert rows[2].strip() == "已完成0个，进行中2个，共读8页，2.0页/秒"


def test_a_site_that_is_done_leaves_the_display_and_a_line(terminal):
    terminal.screen.tell(told(5, 5, stage="甲网"))
    terminal.screen.tell(told(0, 5, stage="乙网"))
    terminal.screen.tell(told(10, 0, stage="甲网", finished=True))
    assert "甲网：已完成，已读10页" in terminal.said
    assert "甲网" not in terminal.shown
    assert "已完成1个，进行中1个，共读10页" in terminal.shown


def test_sites_that_have_not_begun_are_counted_when_their_number_is_known(terminal):
    terminal.screen.expect(188)
    terminal.screen.tell(told(0, 10, stage="甲网"))
    assert terminal.shown.splitlines()[-1].strip() == "已完成0个，进行中1个，未开始187个，共读0页"


def test_many_sites_do_not_fill_the_terminal(terminal):
    for number in range(40):
        terminal.screen.tell(told(1, 1, stage=f"第{number}网"))
    rows = terminal.shown.splitlines()
    assert len(rows) == 14
    assert rows[12].startswith("另有28个正在进行")


def test_a_terminal_with_nothing_going_on_shows_nothing(terminal):
    assert terminal.shown.strip() == ""


# which one ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "start"),
    [({}, "示例市政府网：已完成"), ({"progress": "json"}, '{"event": "progress"'), ({"verbose": True}, "示例市政府网：已完成")],
)  # fmt: skip
def test_the_reporter_fits_what_is_asked(capsys, options, start):
    with reporting(quiet=False, **options) as reporter:
        reporter.tell(told(1, 0, finished=True))
    assert capsys.readouterr().err.startswith(start)


def test_quiet_says_nothing_in_any_form(capsys):
    with reporting(quiet=True, progress="json") as reporter:
        reporter.tell(told(1, 0, finished=True))
        reporter.say("完成")
    assert capsys.readouterr().err == ""


# the commands -----------------------------------------------------------------------------------------


def records_of(ended):
    return [json.loads(text) for text in ended.err.splitlines()]


def test_an_inspection_tells_machines_where_it_stands(xunwang, site):
    ended = xunwang(
        "inspect", site.home, "--allow-private", "--delay", 0, "--browser", "never", "--as-of", "2026-03-31",
        "--format", "json", "--progress", "json",
    )  # fmt: skip
    first, *told_of, last = records_of(ended)
    (finished,) = [one for one in told_of if one["event"] == "progress" and one["finished"]]
    assert (first["event"], first["stages"]) == ("start", 1)
    assert (finished["event"], finished["stage"]) == ("progress", "127.0.0.1")
    assert finished["pages"] == json.loads(ended.out)["sites"][0]["stats"]["pages"]
    assert finished["waiting"] == 0
    assert last["event"] == "message"
    assert last["text"].startswith("已写出 out/")


@pytest.mark.parametrize("verb", ["recheck", "reapply"])
def test_later_work_tells_machines_when_it_is_done(xunwang, inspected, verb):
    network = ("--allow-private", "--delay", 0) if verb == "recheck" else ()
    ended = xunwang(verb, inspected, "--progress", "json", *network)
    assert [one["finished"] for one in records_of(ended) if one["event"] == "progress"][-1:] == [True]
