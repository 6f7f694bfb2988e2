"""Archives go: first the act, in the trail and for whoever asks later, then the files. What broke off in between goes on."""

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from itertools import takewhile
from pathlib import Path

from django.conf import settings
from django.db import models, transaction

from xunwang.office import clock, lasting, periods
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import Priority, PutBackError, Work, ask, handles
from xunwang.office.jobs.ticking import repeats
from xunwang.office.people.audit import SYSTEM, log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.places import run_at, tells_of_removals
from xunwang.office.retention.lots import Archive, Lot, examine, size_of, whose
from xunwang.office.retention.models import RemovedRun
from xunwang.office.turns import in_turn

REMOVE = "retention.remove"


def mark_of(archives: Collection[Archive]) -> str:
    """By which a person's word for exactly these archives is known."""
    return _digest(one.path for one in archives if one.free)


def let_go(lot: Lot, mark: str, *, user: User | None, by: str = "") -> list[RemovedRun]:
    """Removes what may go of the lot, if that is still what the person saw. Raises OfficeError.

    When this returns the act is written down and the files are asked to go; whoever waits for them calls `finish`.
    """
    sizes = {one.path: size_of([one.path]) for one in examine(lot) if one.free}
    with transaction.atomic():
        in_turn("retention")
        free = [one for one in examine(lot) if one.free]
        if not free:
            raise OfficeError(f"“{lot.name}”现在没有可以删除的归档。")
        if mark_of(free) != mark or not all(one.path in sizes for one in free):
            raise OfficeError("可以删除的归档与刚才列出的不同了，什么也没有删除；请重新核对后再确认。")
        rows = write_down(
            {one.path: (periods.rule(one.period), sizes[one.path]) for one in free},
            lot.campaign or lot.unit,
            lot.unit,
            user=user,
            by=by,
        )
        ask(REMOVE, "files")
    return rows


def write_down(
    gone: dict[str, tuple[str, int]], target: models.Model, unit: Unit, *, user: User | None, by: str = SYSTEM
) -> list[RemovedRun]:
    """The act, in the transaction of whoever calls: each path with its rule and size. Without a user it was `by`."""
    now, name = clock.now(), user.shown_name if user else by
    rows = [
        RemovedRun(unit=unit, path=path, name=whose(path)[:500], rule=rule, size=size, by=name, at=now)
        for path, (rule, size) in sorted(gone.items())
    ]
    RemovedRun.objects.bulk_create(rows, batch_size=500)
    said = {
        "archives": len(rows),
        "size": sum(row.size for row in rows),
        "reason": "；".join(sorted({row.rule for row in rows})),
        "sha256": _digest(gone),
    }
    log_action("archive.removed", target, user=user, unit=unit, data=said, nobody=by)
    return rows


@tells_of_removals
def removed(path: str) -> str:
    """When, by which rule and by whom the archive at the path was removed; empty for one that was not."""
    row = RemovedRun.objects.filter(path=path).last()
    if row is None:
        return ""
    return (
        f"这份检查归档已于 {clock.shown(row.at)} 按“{row.rule}”的规则删除，操作人：{row.by}；"
        "问题的文字、地址、时间和校验值仍在，存档的页面不能再看。"
    )


def _digest(paths: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(paths)).encode()).hexdigest()


def finish(tell: Callable[[int], None] = lambda _done: None) -> int:
    """Every file goes whose going is written down; gives the number of archives. Raises OSError."""
    done = 0
    for row in RemovedRun.objects.filter(gone_at=None).order_by("at", "pk").iterator():
        erase(row.path)
        RemovedRun.objects.filter(pk=row.pk).update(gone_at=clock.now())
        done += 1
        tell(done)
    return done


def erase(path: str) -> None:
    """Takes a run folder off the disk for good, whole or what is left of it, with the folders above that it leaves empty."""
    top, place = Path(settings.RUNS_FOLDER).absolute(), run_at(path).absolute()
    if path.startswith("/") or ".." in Path(path).parts or place == top:
        raise OfficeError(f"“{path}”不在检查结果的目录里，没有删除。")
    while place.exists():
        with suppress(FileNotFoundError):  # another process is at it as well
            shutil.rmtree(place)
    for folder in (*takewhile(lambda one: one != top, place.parents), top):
        if folder == top or any(folder.iterdir()):
            lasting.sync(folder)
            break
        folder.rmdir()


@handles(REMOVE, Priority.RECHECK)
def _remove(work: Work) -> None:
    def told(done: int) -> None:
        work.tell("删除归档", done, None)
        if work.is_over():
            raise PutBackError

    try:
        finish(told)
    except OSError as error:
        raise OfficeError(
            f"有归档没有删掉（{error}），请检查数据目录的权限；权限恢复后会自动继续。"
        ) from error


@repeats("retention.unfinished", every=dt.timedelta(hours=1))
def _go_on(_work: Work) -> None:
    if RemovedRun.objects.filter(gone_at=None).exists():
        ask(REMOVE, "files")
