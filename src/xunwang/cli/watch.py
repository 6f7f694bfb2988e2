"""`xunwang watch`: visits home pages over and over and writes the probe series that `inspect --probes` reads."""

import csv
import datetime as dt
import re
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

import click

from xunwang.cli.common import now, verb, write_output, writing
from xunwang.cli.options import settings_of, watch_options
from xunwang.cli.progress import Form, Reporter, progress_option, reporting
from xunwang.cli.refusal import Exit, Refusal
from xunwang.cli.subjects import subjects_from_register, subjects_from_urls
from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, Subject

_LONGEST_STEP = dt.timedelta(minutes=1)
"""What is seen is on disk after so long at the latest."""
_COLUMNS = ("time", "home", "milliseconds", "error", "point")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class Length(click.ParamType[dt.timedelta]):
    """A length of time written 90m, 12h or 14d."""

    name = "时长"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.timedelta:
        found = re.fullmatch(r"([1-9]\d{0,4})([mhd])", str(value))
        if found is None:
            self.fail(f"“{value}”不是有效时长，应写作 90m（分钟）、12h（小时）或 14d（天）", param, ctx)
        return dt.timedelta(**{_UNITS[found[2]]: int(found[1])})


class Moment(click.ParamType[dt.datetime]):
    """A point in time, Asia/Shanghai unless it says otherwise; a day alone means its end."""

    name = "时刻"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        try:
            moment = dt.datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}”不是有效时刻，应写作 2026-03-31 或 2026-03-31T18:00", param, ctx)
        if len(str(value)) <= len("2026-03-31"):
            moment += dt.timedelta(days=1)
        return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


@verb("watch", "text")
@click.argument("urls", nargs=-1)
@click.option(
    "--from", "register", type=click.Path(path_type=Path, dir_okay=False), help="名录文件（xlsx 或 csv）"
)
@click.option(
    "--every", "minutes", type=int, default=60, show_default=True, metavar="M", help="间隔（分钟），1至72"
)
@click.option("--for", "length", type=Length(), help="探测多长时间，例如 90m、12h、14d；不给出时直到停止")
@click.option("--until", "end", type=Moment(), help="探测到何时，例如 2026-03-31")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("probes.csv"),
    show_default=True,
    help="探测数据（csv）；已有时接着写",
)
@click.option("--point", default="本机", show_default=True, metavar="NAME", help="从哪里探测")
@click.option(
    "--anchor",
    "anchors",
    multiple=True,
    metavar="URL",
    help="用来判断本机网络是否正常的可靠网址（可多次给出）",
)
@watch_options
@progress_option
def watch_command(
    *,
    urls: tuple[str, ...],
    register: Path | None,
    length: dt.timedelta | None,
    end: dt.datetime | None,
    out: Path,
    quiet: bool,
    verbose: bool,
    progress: Form,
    **options: Any,
) -> int:
    """按间隔反复访问网站首页（网址 URL 或 --from 名录），把每次的结果写入探测数据，供 inspect --probes 评判可用性。"""
    subjects = _subjects(urls, register)
    if length and end:
        raise Refusal("--for 与 --until 只能给出一个")
    begun = now()
    finish = end or (begun + length if length else None)
    if finish is not None and finish <= begun:
        raise Refusal(f"--until 的时刻 {finish:%Y-%m-%d %H:%M} 已经过去，应晚于现在")
    with _watching(options, subjects) as watch, _log(out, options["minutes"]) as log:
        with reporting(quiet=quiet, verbose=verbose, progress=progress) as reporter:
            stopped = _go_on(watch, log, finish, reporter)
        write_output(log.words)
    return Exit.STOPPED if stopped and finish is not None else Exit.DONE


def _subjects(urls: tuple[str, ...], register: Path | None) -> list[Subject]:
    if bool(urls) == bool(register):
        raise Refusal("应给出网址，或用 --from 给出名录文件，二者取一")
    return subjects_from_register(register) if register else subjects_from_urls(urls)


@contextmanager
def _watching(options: dict[str, Any], subjects: Sequence[Subject]) -> Iterator[door.Watch]:
    settings = door.WatchSettings(
        options["point"], options["minutes"], options["anchors"], options["timeout"]
    )
    targets = [door.Target(one.id, one.home, one.name) for one in subjects if one.home]
    try:
        with door.Watch(settings_of(options), settings, now) as watch:
            watch.follow(targets)
            yield watch
    except door.SettingsError as error:
        raise Refusal(str(error)) from error


def _go_on(watch: door.Watch, log: "Log", finish: dt.datetime | None, reporter: Reporter) -> bool:
    """Visits until `finish` or until the user stops it; visits under way are waited for and kept. Says whether it was stopped."""
    with _interrupt_stops(watch):
        while not watch.stopped and (finish is None or now() < finish):
            step = log.step if finish is None else min(log.step, finish - now())
            _keep(watch.advance(step), log, reporter)
        if watch.stopped:
            reporter.say("正在停止：等待进行中的访问结束")
        _keep(watch.finish(), log, reporter)
    return watch.stopped


@contextmanager
def _interrupt_stops(watch: door.Watch) -> Iterator[None]:
    """The first Ctrl-C stops the watch between two steps, so that nothing seen is half written; the second ends the process as usual."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    usual = signal.getsignal(signal.SIGINT)

    def stop(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, usual)
        watch.stop()

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def _keep(seen: door.Seen, log: "Log", reporter: Reporter) -> None:
    log.write(seen.probes)
    for one in seen.intrusions:
        reporter.say(f"{one.target.name or one.target.url} 首页出现疑似植入的内容：{one.signs[0].why}")
    reporter.tell(door.Told("探测", log.visits))


@contextmanager
def _log(out: Path, minutes: int) -> Iterator["Log"]:
    known = _known(out)
    with writing(out):
        file = out.open("a", encoding="utf-8", newline="")
    with file:
        yield Log(file, minutes, known)


def _known(out: Path) -> Sequence[tuple[str, dt.datetime]]:
    """What an earlier watch wrote down: the address and the time of each visit."""
    if not out.is_file() or not out.stat().st_size:
        return ()
    with out.open("rb") as file:
        head = file.readline().decode("utf-8-sig", errors="replace").strip()
    if head != ",".join(_COLUMNS):
        raise Refusal(f"{out} 不是 xunwang watch 写出的探测数据，不能接着写；请用 --out 给出另一个文件")
    try:
        return [(key, one.at) for key, series in door.read_probes(out).items() for one in series]
    except door.ProbeError as error:
        raise Refusal(f"{error}；请改正，或用 --out 给出另一个文件") from error


class Log:
    """The series in a file: one row for each address and slot, so that a watch that is begun anew visits nothing twice.

    Visits that say nothing of the site (own network down, a check of the visitor) are counted and not written: they are never bad.
    """

    def __init__(self, file: TextIO, minutes: int, known: Sequence[tuple[str, dt.datetime]]) -> None:
        self._file, self._minutes = file, minutes
        self._rows = csv.writer(file, lineterminator="\n")
        self._written = {(key, self._slot(at)) for key, at in known}
        self.visits = self._down = self._unclear = self._unwitnessed = 0
        if not file.tell():
            self._rows.writerow(_COLUMNS)

    def write(self, probes: Sequence[door.Probe]) -> None:
        """On disk when this returns, as far as the system says."""
        with writing(Path(self._file.name)):
            for probe in sorted(probes, key=lambda one: one.at):
                self._one(probe)
            self._file.flush()

    def _one(self, probe: door.Probe) -> None:
        place = door.key_of(probe.url), self._slot(probe.at)
        if place in self._written:
            return
        self.visits += 1
        if probe.state is door.State.UNCLEAR:
            self._unclear += 1
            self._unwitnessed += probe.unwitnessed
            return
        self._written.add(place)
        self._down += probe.state is door.State.DOWN
        at = probe.at.astimezone(SHANGHAI).isoformat(timespec="seconds")
        self._rows.writerow((at, probe.url, probe.milliseconds, probe.error, probe.point))

    def _slot(self, at: dt.datetime) -> dt.datetime:
        return door.slot_at(at, self._minutes).start

    @property
    def step(self) -> dt.timedelta:
        """How long to watch before what came is written down."""
        return min(_LONGEST_STEP, dt.timedelta(minutes=self._minutes) / 12)

    @property
    def words(self) -> str:
        told = f"访问{self.visits}次，{self._down}次打不开，{self._unclear}次未能核实（不计入）"
        return f"{told}，已写入 {self._file.name}\n{self._advice}"

    @property
    def _advice(self) -> str:
        if not self._unwitnessed:
            return ""
        return (
            f"其中{self._unwitnessed}次没有收到任何应答，又没有别的网址可以对照，分不清是网站还是本机网络的问题；"
            "请用 --anchor 给出一个可靠的网址\n"
        )
