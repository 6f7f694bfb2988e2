"""`xunwang inspect`: websites, at once and without the office."""

import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from xunwang.cli.common import Day, now, today, verb
from xunwang.cli.formats import FORMATTERS
from xunwang.cli.norms import load
from xunwang.cli.options import crawl_options, norm_option, out_option, settings_of
from xunwang.cli.pins import pins_option, with_pins
from xunwang.cli.progress import Form, progress_option, reporting
from xunwang.cli.refusal import Refusal, cannot_write
from xunwang.cli.runs import day_of, looking, print_reports, reports_of
from xunwang.cli.subjects import subjects_from_register, subjects_from_urls
from xunwang.cli.terms import terms_of, terms_options
from xunwang.inspector import door
from xunwang.inspector.model import Subject

_FEW_SITES = 3
_LONG_SECONDS = 600.0


@verb("inspect", *FORMATTERS)
@click.argument("urls", nargs=-1)
@click.option(
    "--from", "register", type=click.Path(path_type=Path, dir_okay=False), help="名录文件（xlsx 或 csv）"
)
@click.option("--as-of", type=Day(), help="监测时间点，默认今天；继续检查时默认原来的")
@norm_option
@out_option
@click.option("--probes", type=click.Path(path_type=Path, dir_okay=False), help="可用性探测数据（csv）")
@click.option(
    "--since",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="增量检查：同一网站上一次的检查结果，或存放这些结果的目录（可多次给出）",
)
@click.option(
    "--max-seconds",
    type=click.FloatRange(min=1),
    metavar="S",
    help="每个网站最多检查的时间（秒），到时按已看到的内容判断",
)
@click.option(
    "--resume",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="继续一次未完成的检查（可多次给出）",
)
@pins_option
@crawl_options
@terms_options
@progress_option
def inspect_command(
    *,
    urls: tuple[str, ...],
    register: Path | None,
    as_of: dt.date | None,
    norm_id: str,
    out: Path,
    style: str,
    quiet: bool,
    verbose: bool,
    progress: Form,
    **options: Any,
) -> int:
    """检查网站：给出一个或多个网址 URL，或用 --from 给出名录文件。"""
    norm = load(norm_id)
    settings = msgspec.structs.replace(settings_of(options), terms=_kept_terms(options))
    inspections = _inspections(urls, register, options["resume"], options["probes"])
    _require_one_site(settings, inspections)
    inspections = with_pins(options.pop("pins"), inspections)
    if options["since"]:
        inspections = _resting_on(options["since"], inspections)
    if not options["resume"]:
        _require_writable(out)
    with reporting(quiet=quiet, verbose=verbose, progress=progress) as reporter:
        reporter.expect(len(inspections))
        if not quiet:
            for sentence in _notices(inspections, out, settings):
                reporter.say(sentence)
        day = min(as_of or today(), today())
        with looking():
            runs = door.inspect_sites(
                inspections, out, settings, reading_day=day, clock=now, tell=reporter.tell
            )
        for run in runs:
            reporter.say(f"已写出 {run}")
    reports = reports_of(runs, norm, as_of or day_of(runs[0]))
    return print_reports(reports, style)


def _kept_terms(options: dict[str, Any]) -> str | None:
    """The user's tables as they are kept with the run; None where none is given."""
    tables = [options.pop(name) for name in ("offices", "words", "ignore")]
    return msgspec.json.encode(terms_of(*tables)).decode() if any(tables) else None


def _require_one_site(settings: door.InspectSettings, inspections: Sequence[door.Inspection]) -> None:
    if settings.also and (len(inspections) > 1 or inspections[0].resume):
        raise Refusal("--also 是某一个网站的其他主机，只能在新检查一个网站时给出")


def _notices(
    inspections: Sequence[door.Inspection], out: Path, settings: door.InspectSettings
) -> Iterator[str]:
    """What the user should know before it starts: how long it will take, and what the record will say."""
    fresh = [inspection for inspection in inspections if not inspection.resume]
    if not fresh:
        return
    if settings.robots == "ignore" and settings.robots_authorised is None:
        yield "没有用 --authorised 写明由谁授权不遵守 robots.txt，检查记录中写作“未注明授权”"
    expected = door.forecast(fresh, settings, out)
    if len(fresh) > _FEW_SITES or expected.seconds > _LONG_SECONDS:
        yield from expected.words


def _require_writable(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise cannot_write(out, error) from error


def _inspections(
    urls: tuple[str, ...], register: Path | None, resume: tuple[Path, ...], probes: Path | None
) -> list[door.Inspection]:
    series = _series(probes)
    if resume:
        _require_nothing_else(urls, register)
        return [_resumed(run, series) for run in dict.fromkeys(resume)]
    if bool(urls) == bool(register):
        raise Refusal("应给出网址，或用 --from 给出名录文件，二者取一")
    subjects = subjects_from_register(register) if register else subjects_from_urls(urls)
    return [door.Inspection(subject=subject, probes=_probes_of(subject, series)) for subject in subjects]


def _require_nothing_else(urls: tuple[str, ...], register: Path | None) -> None:
    if urls or register:
        raise Refusal("--resume 继续原来的检查，不能同时给出网址或名录")


def _resumed(run: Path, series: dict[str, tuple[Any, ...]]) -> door.Inspection:
    try:
        subject = door.unfinished(run)
    except door.RunError as error:
        raise Refusal(str(error)) from error
    return door.Inspection(subject=subject, probes=_probes_of(subject, series), resume=run)


def _resting_on(places: tuple[Path, ...], inspections: list[door.Inspection]) -> list[door.Inspection]:
    """The inspections, each with the newest earlier run of its site; those of which there is none look at everything."""
    if any(inspection.resume for inspection in inspections):
        raise Refusal("--resume 按原来的设置继续，不能同时给出 --since")
    try:
        runs = door.earlier_runs(places, [one.subject for one in inspections])
    except door.RunError as error:
        raise Refusal(str(error)) from error
    return [msgspec.structs.replace(one, since=run) for one, run in zip(inspections, runs, strict=True)]


def _series(probes: Path | None) -> dict[str, tuple[Any, ...]]:
    if probes is None:
        return {}
    try:
        return dict(door.read_probes(probes))
    except door.ProbeError as error:
        raise Refusal(str(error)) from error


def _probes_of(subject: Subject, series: dict[str, tuple[Any, ...]]) -> tuple[Any, ...]:
    return series.get(door.key_of(subject.home), ())
