"""`xunwang account`: new-media accounts, at once and without the office."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from xunwang.cli.account_access import accesses_in
from xunwang.cli.common import Day, Moment, now, today, verb
from xunwang.cli.formats import FORMATTERS
from xunwang.cli.norms import load
from xunwang.cli.options import network_options, norm_option, out_option, settings_of
from xunwang.cli.progress import Form, progress_option, reporting
from xunwang.cli.refusal import Refusal
from xunwang.cli.runs import looking, print_reports, reports_of
from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, Subject, reason
from xunwang.office.registry.sheet import RegisterRow, read_register

_FILE = click.Path(path_type=Path, dir_okay=False)


@verb("account", *FORMATTERS)
@click.argument("names", nargs=-1, metavar="[平台:标识或名称]...")
@click.option("--from", "register", type=_FILE, help="账号名录（xlsx 或 csv），可含“订阅地址”列")
@click.option("--posts", multiple=True, type=_FILE, help="导出的发文清单（xlsx、xls 或 csv，可多次给出）")
@click.option("--posts-since", type=Day(), help="发文清单自该日起完整，没有列出的就是没有发布")
@click.option(
    "--posts-until", type=Day(), help="发文清单截至该日完整，默认到导出日期，没有的到该账号最新一条的前一天"
)
@click.option("--posts-exported", type=Day(), help="发文清单导出的日期，“昨天”“3小时前”等从该日算起")
@click.option(
    "--posts-column",
    "posts_columns",
    multiple=True,
    metavar="内容=列名",
    help=f"清单的列名不认得时写明，如 标题=作品（可多次）；内容可为{'、'.join(door.COLUMN_NAMES)}",
)
@click.option(
    "--posts-cover-all",
    is_flag=True,
    help="发文清单包括全部所查账号，没有列出的账号就是没有发布（与 --posts-since 同用）",
)
@click.option("--entered", type=_FILE, help="人工查看账号后填写的登记表（xlsx 或 csv）")
@click.option(
    "--credentials",
    type=_FILE,
    help="平台接口凭证文件（JSON：“平台:标识”为键，凭证各项为值；只有本人可读）",
)
@click.option(
    "--posts-archived",
    type=click.IntRange(0, 50),
    default=5,
    show_default=True,
    help="每个账号归档最新的几条发文（连同图片、附件）",
)
@click.option("--orders", type=_FILE, help="重要信息转载任务表（xlsx 或 csv：标题、下发时间、截止时间）")
@click.option("--feed", metavar="URL", help="订阅源地址，只检查一个账号时给出")
@click.option(
    "--saved", multiple=True, type=_FILE, help="保存的平台数据或采集文件，只检查一个账号时给出（可多次）"
)
@click.option(
    "--saved-in",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="存放保存文件的目录，文件名以账号标识或名称开头",
)
@click.option(
    "--saved-at",
    type=Moment(),
    help="保存文件的时间（2026-03-31 09:30），文件自己没有写明的，“3小时前”等从该时间算起",
)
@click.option("--as-of", type=Day(), default=today, help="监测时间点，默认今天")
@norm_option
@out_option
@network_options
@progress_option
def account_command(
    *,
    names: tuple[str, ...],
    register: Path | None,
    as_of: dt.date,
    norm_id: str,
    out: Path,
    style: str,
    quiet: bool,
    verbose: bool,
    progress: Form,
    **options: Any,
) -> int:
    """检查政务新媒体账号：给出“平台:标识”，或用 --from 给出账号名录。"""
    norm = load(norm_id)
    settings = settings_of({**options, "browser": "never"})
    if bool(names) == bool(register):
        raise Refusal("应给出账号（如 微博:示例发布），或用 --from 给出账号名录，二者取一")
    subjects = _registered(register) if register else [_named(name) for name in names]
    with reporting(quiet=quiet, verbose=verbose, progress=progress) as reporter:
        inspections = _inspections(subjects, register, options)
        reporter.expect(len(inspections))
        with looking():
            runs = door.inspect_accounts(
                inspections,
                out,
                settings,
                reading_day=min(as_of, today()),
                clock=now,
                tell=reporter.tell,
            )
    reports = reports_of(runs, norm, as_of)
    return print_reports(reports, style)


# ── which accounts ───────────────────────────────────────────────────────────────────────────────


def _named(name: str) -> Subject:
    written, colon, handle = name.replace("：", ":").partition(":")
    platform = door.platform_named(written)
    if not colon or not handle.strip() or platform is None:
        raise Refusal(f"“{name}”不是账号，应写作 平台:标识，例如 微博:示例发布")
    return _subject(platform.id, handle.strip(), handle.strip(), None, None)


def _registered(path: Path) -> list[Subject]:
    register = read_register(path, kind="account")
    if register.unusable:
        raise Refusal(f"名录 {path.name}：{register.unusable}")
    for problem in register.problems:
        click.echo(f"{path.name} {problem}", err=True)
    subjects = [subject for row in register.rows if (subject := _of_row(path, row))]
    if not subjects:
        raise Refusal(f"名录 {path.name} 中没有可以检查的账号；应有“名称”和“平台”两列")
    return subjects


def _of_row(path: Path, row: RegisterRow) -> Subject | None:
    platform = door.account_platform(row.platform or "", row.type_name or "")
    if platform is None:
        click.echo(f"{path.name} 第 {row.row} 行：不认得平台“{row.platform}”，没有检查", err=True)
        return None
    return _subject(platform.id, row.handle, row.name, row.organiser, row.level)


def _subject(
    platform: str, handle: str | None, name: str, organiser: str | None, level: str | None
) -> Subject:
    key = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{platform}:{handle or name}"))
    return door.account_subject(key, name, platform, handle=handle, organiser=organiser, level=level)


# ── their ways in ────────────────────────────────────────────────────────────────────────────────


def _inspections(
    subjects: Sequence[Subject], register: Path | None, options: Mapping[str, Any]
) -> list[door.AccountInspection]:
    if len(subjects) > 1 and (options["feed"] or options["saved"]):
        raise Refusal("--feed 和 --saved 属于某一个账号，只能在检查一个账号时给出")
    tables = [*_tables(subjects, options)]
    feeds = _feeds(register, subjects, options["feed"])
    orders = _orders(options["orders"], subjects)
    accesses = accesses_in(options["credentials"], subjects) if options["credentials"] else {}
    siblings = door.siblings_of(subjects)
    stated = options["saved_at"]
    saved = tuple(door.SavedPayload(path, _kept_since(path), stated) for path in options["saved"])
    folder = sorted(options["saved_in"].iterdir()) if options["saved_in"] else []
    return [
        door.AccountInspection(
            subject=one,
            feed=feeds.get(one.id),
            access=accesses.get(one.id),
            saved=saved or tuple(_saved_of(one, subjects, folder, stated)),
            lists=tuple(table.lists[one.id] for table in tables if one.id in table.lists),
            entered=tuple(entered for table in tables for entered in table.entered.get(one.id, ())),
            siblings=siblings.get(one.id, ()),
            orders=orders.get(one.id, ()),
        )
        for one in subjects
    ]


def _tables(subjects: Sequence[Subject], options: Mapping[str, Any]) -> Iterator[door.Shared]:
    since, until = door.whole_days(options["posts_since"], options["posts_until"], now())
    whole, columns = options["posts_cover_all"], _columns(options["posts_columns"])
    if since and until and until < since:
        raise Refusal("--posts-until 早于 --posts-since，请核对")
    if whole and since is None:
        raise Refusal("--posts-cover-all 须与 --posts-since 同用，写明清单自哪一天起完整")
    for path in options["posts"]:
        posts = door.PostList(
            path,
            since=since,
            until=until,
            covers_all=whole,
            exported=options["posts_exported"],
            columns=columns,
        )
        yield _shared(path, lambda posts=posts: door.share_list(posts, subjects, now()))
    if entered := options["entered"]:
        yield _shared(entered, lambda: door.share_entered(entered, subjects, now()))


def _columns(given: Sequence[str]) -> dict[str, str]:
    """Field of a row of posts -> the header that the user says it stands under."""
    columns = {}
    for one in given:
        name, _, header = one.partition("=")
        field = door.COLUMN_NAMES.get(name.strip())
        if field is None or not header.strip():
            raise Refusal(
                f"--posts-column“{one}”看不懂，应写作 内容=列名，内容为{'、'.join(door.COLUMN_NAMES)}之一"
            )
        columns[field] = header.strip()
    return columns


def _shared(path: Path, share: Any) -> door.Shared:
    try:
        shared: door.Shared = share()
    except door.TableError as error:
        raise Refusal(str(error)) from error
    for problem in shared.problems:
        click.echo(f"{path.name} {problem}", err=True)
    for name, count in shared.strangers.items():
        click.echo(f"{path.name}：{count} 行属于“{name}”，不在所检查的账号中，未计入", err=True)
    return shared


def _orders(path: Path | None, subjects: Sequence[Subject]) -> Mapping[str, tuple[Any, ...]]:
    if path is None:
        return {}
    try:
        orders, problems = door.share_orders(path, subjects)
    except door.TableError as error:
        raise Refusal(str(error)) from error
    for problem in problems:
        click.echo(f"{path.name} {problem}", err=True)
    return orders


def _feeds(register: Path | None, subjects: Sequence[Subject], given: str | None) -> dict[str, str]:
    if given:
        return {subjects[0].id: given}
    if register is None:
        return {}
    feeds, problems = door.share_feeds(register, subjects)
    for problem in problems:
        click.echo(f"{register.name} {problem}", err=True)
    return feeds


def _saved_of(
    subject: Subject, everyone: Sequence[Subject], files: Sequence[Path], stated: dt.datetime | None
) -> Iterator[door.SavedPayload]:
    """The files whose names are the handle or name, alone or with a number behind it where that is no other account's name."""
    named = {word for one in everyone for word in (one.handle, one.name) if word}
    for path in files:
        word = path.stem if path.stem in named else path.stem.rstrip("0123456789").rstrip("-_ ")
        if word in {subject.handle, subject.name}:
            yield door.SavedPayload(path, _kept_since(path), stated)


def _kept_since(path: Path) -> dt.datetime:
    try:
        return dt.datetime.fromtimestamp(path.stat().st_mtime, SHANGHAI)
    except OSError as error:
        raise Refusal(f"文件“{path}”打不开（{reason(error)}），请检查文件是否存在、可读") from error
