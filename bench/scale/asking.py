"""How long pages and nightly jobs take on what the database holds, and which of their queries walk through a table that grows with the archive."""

import os
import re
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from django.db import connection, reset_queries
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

from xunwang.inspector.model import Record
from xunwang.office.campaigns.models import Campaign, CampaignSubject
from xunwang.office.jobs import queue, ticking
from xunwang.office.jobs.models import JobState
from xunwang.office.people.models import User
from xunwang.office.registry.models import Subject
from xunwang.office.urls import urlpatterns

GROWING = ("campaigns_findingrow", "campaigns_outcomerow", "campaigns_weighedrow", "people_auditentry")
"""Tables that grow with every inspection; those of the register grow with the register only, and rulings with what people do."""
_NEWEST_FIRST = re.compile(r"ORDER BY \S*auditentry\"\.\"id\" DESC LIMIT \d+$")
"""A walk along the key that ends after a page of rows."""
_NETWORK = {"patrol.daily", "orphans.daily", "orphans.gather"}
_ROUNDS = 3
_FEW = 1_000
_SLOW = 0.05  # seconds of a query worth telling


class Asked(Record, frozen=True):
    """What one page or job took: seconds (median), CPU seconds of this process, seconds in the database, queries, and the scans that grow."""

    name: str
    seconds: float
    cpu: float
    database: float
    queries: int
    scans: tuple[str, ...] = ()
    slow: tuple[str, ...] = ()
    failed: str = ""


def paths() -> dict[str, str]:
    row = CampaignSubject.objects.filter(findings__isnull=False).order_by("-pk")[:1].get()
    campaign = row.campaign
    site, account = (
        Subject.objects.filter(kind=kind).order_by("pk").first() for kind in ("website", "account")
    )
    found = {
        "home": "/",
        "overview": "/overview/",
        "campaigns": "/campaigns/",
        "campaign": f"/campaigns/{campaign.pk}/",
        "campaign, last page": f"/campaigns/{campaign.pk}/?page=100",
        "findings of a campaign": f"/campaigns/{campaign.pk}/findings/",
        "website in a campaign": f"/campaigns/{campaign.pk}/subjects/{row.pk}/",
        "review": f"/campaigns/{campaign.pk}/review/",
        "review of all": "/review/",
        "tickets": "/tickets/",
        "websites": "/registry/websites/",
        "websites, found by name": "/registry/websites/?q=77",
        "accounts": "/registry/accounts/",
        "standing of accounts": "/accounts/standing/",
        "units": "/registry/units/",
        "changes of the register": "/registry/changes/",
        "trail": "/audit/",
        "queue of work": "/campaigns/",
    }
    found |= {"website of the register": f"/registry/subjects/{site.pk}/"} if site else {}
    return found | ({"account": f"/accounts/{account.pk}/"} if account else {})


def lists() -> dict[str, str]:
    """Every page that needs no key, and those of the newest campaign."""
    campaign = Campaign.objects.order_by("-as_of")[:1].get()
    found = {}
    for pattern in (one for one in urlpatterns if isinstance(one, URLPattern)):
        for args in ((), (campaign.pk,)):
            with suppress(NoReverseMatch):
                where = reverse(pattern.name, args=args)
                if not args or where.startswith("/campaigns/"):
                    found[pattern.name or where] = where
    return found


def pages(username: str, paths: dict[str, str], rounds: int = _ROUNDS) -> Iterator[Asked]:
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=username))
    User.objects.filter(username=username).update(session_key=client.session.session_key)

    def get(path: str) -> Callable[[], None]:
        def act() -> None:
            answer = client.get(path)
            if answer.status_code not in {200, 302, 403, 404, 405}:
                raise RuntimeError(f"{path}: {answer.status_code}")

        return act

    yield from (_asked(f"{name} ({username})", get(path), rounds) for name, path in paths.items())


def jobs() -> Iterator[Asked]:
    """Every repeated job that asks no network, once."""

    def run(kind: str) -> Callable[[], None]:
        def act() -> None:
            job = queue.ask(kind, ticking.TICK)
            job.state = JobState.RUNNING
            job.save()
            queue.HANDLERS[kind](queue.Work(job))

        return act

    yield from (_asked(kind, run(kind), 1) for kind in sorted(ticking.REPEATED) if kind not in _NETWORK)


def _asked(name: str, act: Callable[[], None], rounds: int) -> Asked:
    connection.force_debug_cursor = True
    times, cpus, failed = [], [], ""
    for _ in range(rounds):
        reset_queries()
        begun, cpu = time.perf_counter(), time.process_time()
        try:
            act()
        except Exception as error:  # noqa: BLE001  # told beside the others
            failed = f"{type(error).__name__}: {error}"[:200]
        times.append(time.perf_counter() - begun)
        cpus.append(time.process_time() - cpu)
    log = list(connection.queries)
    connection.force_debug_cursor = False
    slow = tuple(one["sql"][:160] for one in log if float(one["time"]) > _SLOW)
    return Asked(
        name,
        statistics.median(times),
        statistics.median(cpus),
        sum(float(one["time"]) for one in log),
        len(log),
        _scans(log),
        slow,
        failed,
    )


def _scans(log: list[dict[str, str]]) -> tuple[str, ...]:
    """The growing tables that a query reads from end to end, as the database plans it."""
    found = set[str]()
    growing = [table for table in GROWING if _is_worth_an_index(table)]
    for sql in {one["sql"] for one in log}:
        if _NEWEST_FIRST.search(sql):
            continue
        if sql.startswith(("SELECT", "UPDATE", "DELETE")) and any(table in sql for table in growing):
            for table in growing:
                if table in sql and re.search(_SCAN[connection.vendor].format(table=table), _plan(sql)):
                    found.add(f"{table}: {sql[:120]}")
    return tuple(sorted(found))


def _is_worth_an_index(table: str) -> bool:
    """PostgreSQL walks through a table of next to no rows whatever indexes it has, which says nothing of a full one."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT FROM {table} LIMIT {_FEW}) AS first")
        (count,) = cursor.fetchone()
    return count >= _FEW


_SCAN = {
    "postgresql": r"Seq Scan on {table}\b",
    "sqlite": r"SCAN {table}\b",
}


def _plan(sql: str) -> str:
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with suppress(Exception), connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}".replace("%", "%%"))
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
    return ""


def tell(found: Iterable[Asked]) -> None:
    """A line of a table for each, as it comes."""
    print(
        f"load {os.getloadavg()[0]:.1f}\n\n| what | s | CPU s | in the database s | queries | |\n| --- | --- | --- | --- | --- | --- |"
    )
    for one in found:
        said = "; ".join((one.failed, *one.scans, *one.slow)).strip("; ")
        print(
            f"| {one.name} | {one.seconds:.3f} | {one.cpu:.3f} | {one.database:.3f} | {one.queries} | {said} |",
            flush=True,
        )
