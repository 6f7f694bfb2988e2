"""Orders held against what was published: by the worker, after an order was given and every hour while it is open."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from django.db import transaction

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, PostFact, SubjectKind
from xunwang.office import clock
from xunwang.office.accounts.models import Look, Post
from xunwang.office.campaigns.models import CampaignSubject
from xunwang.office.jobs.queue import Work, handles
from xunwang.office.jobs.ticking import repeats
from xunwang.office.places import run_at
from xunwang.office.reposts.models import Order, Task, TaskState
from xunwang.office.reposts.service import MATCH, fact_of

_LATE = dt.timedelta(days=30)
"""How long after the last deadline a late repost is still looked for."""
_EARLY = dt.timedelta(days=8)
"""How long before the order what came out is looked at; the match itself says what counts."""
_BATCH = 1_000


@handles(MATCH)
def _match(work: Work) -> None:
    order = Order.objects.filter(pk=work.key, cancelled="").first()
    if order:
        match(order)


@repeats("reposts.open", every=dt.timedelta(hours=1))
def _match_open(work: Work) -> None:
    edge = clock.now() - _LATE
    orders = Order.objects.filter(cancelled="", tasks__due__gte=edge).distinct()
    for number, order in enumerate(orders, start=1):
        match(order)
        work.tell("转载核对", number, None)


def match(order: Order) -> None:
    """Finds the first repost of every task that no person has accepted, and says how the task stands."""
    tasks = list(order.tasks.filter(word="").select_related("subject"))
    if not tasks:
        return
    last = max(task.due for task in tasks) + _LATE
    articles = list(_articles(tasks))
    found = _found(order, tasks, [*_posts(order, last), *articles])
    now = clock.now()
    open_ones = [task for task in tasks if str(task.subject_id) not in found and task.due <= now]
    unseen = _unseen(open_ones, order) | _undated(open_ones, order, articles)
    for task in tasks:
        _settle(task, found.get(str(task.subject_id)), now, unseen)
    fields = ["state", "done", "day_only", "how", "found_title", "found_url"]
    with transaction.atomic():
        Task.objects.bulk_update(tasks, fields, batch_size=_BATCH)
        Order.objects.filter(pk=order.pk).update(matched_at=now)


def _found(order: Order, tasks: list[Task], posts: list[tuple[str, PostFact]]) -> dict[str, door.Repost]:
    """Subject id -> its first repost. Deadlines differ by platform, and a day without a clock is read by its deadline."""
    owners: dict[dt.datetime, set[str]] = defaultdict(set)
    for task in tasks:
        owners[task.due].add(str(task.subject_id))
    found: dict[str, door.Repost] = {}
    for due, own in owners.items():
        found |= door.first_reposts(fact_of(order, due), [pair for pair in posts if pair[0] in own])
    return found


def _settle(task: Task, repost: door.Repost | None, now: dt.datetime, unseen: set[int]) -> None:
    if repost and repost.how != "near":
        task.done, task.day_only, task.how = repost.at, repost.day_only, repost.how
        task.found_title, task.found_url = repost.title[:300], (repost.url or "")[:1000]
        task.state = TaskState.DONE if repost.at <= task.due else TaskState.LATE
        return
    task.done, task.day_only, task.how = None, False, repost.how if repost else ""
    task.found_title, task.found_url = (repost.title[:300], (repost.url or "")[:1000]) if repost else ("", "")
    if now < task.due:
        task.state = TaskState.WAITING
    else:
        task.state = TaskState.UNSEEN if repost or task.pk in unseen else TaskState.MISSED


def _posts(order: Order, last: dt.datetime) -> Iterator[tuple[str, PostFact]]:
    """What the addressees published from some days before the order on."""
    first = order.issued.astimezone(SHANGHAI).date() - _EARLY
    rows = Post.objects.filter(day__gte=first, day__lte=last, subject__repost_tasks__order=order)
    fields = ("subject_id", "key", "title", "published", "day_only", "url", "text", "links")
    for subject, key, title, published, day_only, url, text, links in rows.values_list(*fields).iterator():
        yield (
            str(subject),
            PostFact(
                key=key,
                title=title,
                published=published,
                day_only=day_only,
                url=url or None,
                text=text or None,
                links=tuple(links.split("\n")) if links else (),
            ),
        )


def _articles(tasks: Iterable[Task]) -> Iterator[tuple[str, PostFact]]:
    """The articles of addressed websites, from the latest run of each."""
    for task, run in _runs(tasks):
        for article in door.articles_of_run(run):
            yield str(task.subject_id), article


def _runs(tasks: Iterable[Task]) -> Iterator[tuple[Task, Path]]:
    sites = {task.subject_id: task for task in tasks if task.subject.kind == SubjectKind.WEBSITE}
    looked = CampaignSubject.objects.filter(subject__in=sites).exclude(run_path="").order_by("pk")
    last = {row.subject_id: run_at(row.run_path) for row in looked}
    for subject, run in last.items():
        if run.is_dir():
            yield sites[subject], run


def _unseen(tasks: list[Task], order: Order) -> set[int]:
    """Tasks of whose time nobody has seen everything: nothing follows from finding nothing."""
    spans: dict[object, list[tuple[dt.datetime, dt.datetime]]] = defaultdict(list)
    rows = Look.objects.filter(unread="", complete_since__isnull=False, seen__gte=order.issued)
    looks = rows.filter(subject__repost_tasks__order=order).order_by()
    for subject, since, seen in looks.values_list("subject_id", "complete_since", "seen"):
        if since is not None:
            spans[subject].append((since, seen))
    for task, run in _runs(tasks):
        until = _seen_until(run)
        if until is not None:
            spans[task.subject_id].append((order.issued, until))
    return {task.pk for task in tasks if not door.covered(spans[task.subject_id], order.issued, task.due)}


@lru_cache(maxsize=4_000)
def _seen_until(run: Path) -> dt.datetime | None:
    """A closed run never changes."""
    try:
        return door.articles_seen_until(run)
    except door.RunError:
        return None


def _undated(tasks: list[Task], order: Order, articles: list[tuple[str, PostFact]]) -> set[int]:
    """Tasks of websites that show what was ordered without a date: whether in time nobody can tell."""
    wanted = door.Wanted(fact_of(order, order.issued))
    shown = {owner for owner, article in articles if article.published is None and wanted.carried_by(article)}
    return {task.pk for task in tasks if str(task.subject_id) in shown}
