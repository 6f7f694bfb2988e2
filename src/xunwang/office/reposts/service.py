"""Orders to repost: given, cancelled, told to inspections as facts."""

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from xunwang.inspector import door, model
from xunwang.inspector.model import Record, RepostOrderFact
from xunwang.office import clock
from xunwang.office.accounts.looking import gives_orders
from xunwang.office.deadlines.calendars import calendar
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import ask
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import Subject, SubjectVersion
from xunwang.office.reposts.limits import WEBSITE as WEBSITES
from xunwang.office.reposts.limits import Limit, due_of, limits_for, read_limits
from xunwang.office.reposts.models import Order, Task, TaskState

MATCH = "reposts"
WEBSITE = "网站"
_BATCH = 1_000
_EARLIEST = dt.timedelta(days=31)


class Asked(Record, frozen=True):
    """What an order says. `limits` as people write them, one rule a line."""

    title: str
    limits: str
    issued: dt.datetime
    url: str = ""
    titles: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    text: str = ""
    emergency: bool = False


class Addressed(Record, frozen=True):
    """To whom: accounts of these platforms (none: all) and levels (none: all) of the unit and those below; `websites` too."""

    platforms: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    websites: bool = False


@transaction.atomic
def give(asked: Asked, to: Addressed, unit: Unit, *, user: User | None) -> Order:
    """Raises OfficeError for what is missing or concerns nobody."""
    if not asked.title:
        raise OfficeError("请填写要转载的信息的标题。")
    if asked.issued > clock.now() + dt.timedelta(minutes=5):
        raise OfficeError(f"下发时间 {clock.shown(asked.issued)} 还没有到，请核对。")
    limits = read_limits(asked.limits)
    rows = addressed(to, unit)
    if not rows:
        raise OfficeError("名录里没有符合所选平台、层级的账号，请改选，或先登记账号。")
    order = Order.objects.create(
        unit=unit, title=asked.title[:300], url=asked.url[:1000], titles=list(asked.titles), urls=list(asked.urls),
        text=asked.text, limits=[[list(one.platforms), one.written] for one in limits], issued=asked.issued, emergency=asked.emergency, by=user,
    )  # fmt: skip
    tasks = list(_tasks(order, rows, limits))
    if not tasks:
        raise OfficeError("所写的时限没有一条适用于所选的账号，请加上一行“其他 …”。")
    Task.objects.bulk_create(tasks, batch_size=_BATCH)
    log_action("repost.ordered", order, user=user, unit=unit, data={"subjects": len(tasks)})
    ask(MATCH, order.pk)
    return order


def addressed(to: Addressed, unit: Unit) -> list[SubjectVersion]:
    """The rows of today's register that an order of the unit would go to."""
    kinds = [model.SubjectKind.ACCOUNT] + ([model.SubjectKind.WEBSITE] if to.websites else [])
    rows = SubjectVersion.objects.on(clock.today()).below(unit).filter(kind__in=kinds)
    rows = rows.filter(level__in=to.levels) if to.levels else rows
    return [row for row in rows.select_related("subject", "unit") if _concerned(row, to.platforms)]


def _concerned(row: SubjectVersion, platforms: Sequence[str]) -> bool:
    if row.subject.kind == model.SubjectKind.WEBSITE:
        return True
    platform = door.account_platform(row.platform, row.type_name)
    if not platforms:
        return platform is None or platform.family != "app"
    return platform is not None and bool({platform.id, _families().get(platform.id)} & set(platforms))


def _families() -> dict[str, str]:
    """Kinds of official accounts answer to the name of their platform."""
    return {"wechat_subscription": "wechat", "wechat_service": "wechat"}


def _tasks(order: Order, rows: Iterable[SubjectVersion], limits: tuple[Limit, ...]) -> Iterable[Task]:
    known, dues = calendar(), dict[tuple[Limit, ...], tuple[dt.datetime, bool]]()
    for row in rows:
        platform = door.account_platform(row.platform, row.type_name)
        is_site = row.subject.kind == model.SubjectKind.WEBSITE
        name = WEBSITES if is_site else platform.id if platform else ""
        meant = limits_for(name, limits, _families())
        if not meant:
            continue
        if meant not in dues:
            dues[meant] = max(due_of(limit.written, order.issued, known) for limit in meant)
        due, provisional = dues[meant]
        yield Task(
            order=order, subject=row.subject, unit=row.unit, name=row.name, due=due, provisional=provisional,
            platform=WEBSITE if is_site else platform.name if platform else row.platform,
        )  # fmt: skip


@transaction.atomic
def cancel(order: Order, reason: str, *, user: User) -> None:
    """From now on it is asked of nobody; what was done stays to be read."""
    if not reason:
        raise OfficeError("请写明撤销的原因。")
    order.cancelled = reason[:300]
    order.save(update_fields=["cancelled"])
    log_action("repost.cancelled", order, user=user, unit=order.unit, data={"reason": reason})


@transaction.atomic
def accept(task: Task, at: dt.datetime, address: str, word: str, *, user: User) -> None:
    """A person saw the repost, or that the account had published it before the order. Raises OfficeError."""
    if not word:
        raise OfficeError("请写明核对的情况，例如转载的形式。")
    if at < task.order.issued - _EARLIEST:
        raise OfficeError(f"转载时间比下发时间 {clock.shown(task.order.issued)} 早一个多月，请核对。")
    if at > clock.now() + dt.timedelta(minutes=5):
        raise OfficeError(f"时间 {clock.shown(at)} 还没有到，请核对。")
    task.done, task.word, task.found_url, task.how = at, word[:300], address[:1000], ""
    task.day_only = False
    task.state = TaskState.DONE if at <= task.due else TaskState.LATE
    task.save(update_fields=["done", "day_only", "word", "found_url", "how", "state"])
    log_action("repost.accepted", task, user=user, unit=task.order.unit, data={"text": word})


def fact_of(order: Order, due: dt.datetime, done: dt.datetime | None = None) -> RepostOrderFact:
    """`done`: when it came out by the word of a person."""
    return RepostOrderFact(
        key=f"order-{order.pk}",
        title=order.title,
        issued=order.issued,
        due=due,
        url=order.url or None,
        titles=tuple(order.titles),
        urls=tuple(order.urls),
        text=order.text or None,
        emergency=order.emergency,
        done=done,
    )


@gives_orders
def facts_for(
    subjects: Sequence[Subject], first: dt.date, last: dt.date
) -> dict[UUID, tuple[RepostOrderFact, ...]]:
    """Subject id -> the orders that fell due between two days, both included, with what a person said of them."""
    since, until = _start(first), _start(last + dt.timedelta(days=1))
    tasks = Task.objects.filter(subject__in=subjects, order__cancelled="", due__gte=since, due__lt=until)
    facts: dict[UUID, tuple[RepostOrderFact, ...]] = {}
    for task in tasks.select_related("order"):
        fact = fact_of(task.order, task.due, task.done if task.word else None)
        facts[task.subject_id] = (*facts.get(task.subject_id, ()), fact)
    return facts


def _start(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), model.SHANGHAI)
