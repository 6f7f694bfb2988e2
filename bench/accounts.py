"""What an office with many accounts costs: the nightly evaluation, the pages over all of them, the import of a long list.

Run: python -m bench.accounts FOLDER [--accounts 10000] [--posts 2000000] [--imported 100000] [--only evaluation,pages,import].
FOLDER is an office of its own, filled in blocks that are kept: a stopped run goes on where it stood, and a full one is measured at once.
Posts lie over 400 days, ten times as many for the busiest account as for the idlest, and three accounts of a hundred have none. Times are
wall and CPU seconds of this one process; the load of the machine is told beside them.
"""

import argparse
import csv
import datetime as dt
import os
import platform
import random
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DAYS, UNITS = 400, 120
DAY = dt.date(2026, 3, 31)
PLATFORMS = ("微博", "抖音", "快手", "今日头条", "微信公众号", "人民号", "百家号", "视频号")
_BLOCK = 100_000
_BATCH = 5_000
_PAGES = (
    "/accounts/standing/",
    "/accounts/standing/?state=silent",
    "/accounts/standing/?q=示例账号99",
    "/accounts/figures/",
    "/accounts/figures/?start=2026-01-01&end=2026-03-31",
    "/registry/accounts/",
    "/registry/accounts/?page=100",
)
_POST = """INSERT INTO accounts_post (subject_id, key, title, published, day, day_only, pinned, original, url, text, way, folded, links)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '', 'table', %s, '')"""


def main() -> None:
    asked = _asked()
    folder = asked.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "XUNWANG_HOME": str(folder),
        "DJANGO_SETTINGS_MODULE": "xunwang.office.settings",
        "XUNWANG_TODAY": DAY.isoformat(),
    }
    import django  # the folder must be known first

    django.setup()
    print(f"Python {platform.python_version()}, Django {django.__version__}, load {os.getloadavg()[0]:.1f}")
    user = fill(asked.accounts, asked.posts)
    if "evaluation" in asked.only:
        _measure_evaluation()
    if "pages" in asked.only:
        for path in (*_PAGES, _busy_account()):
            visit(user, path)
    if "import" in asked.only:
        _measure_import(folder / "posts.csv", asked.accounts, asked.imported, user)


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--accounts", type=int, default=10_000)
    asked.add_argument("--posts", type=int, default=2_000_000)
    asked.add_argument("--imported", type=int, default=100_000)
    asked.add_argument("--only", default="evaluation,pages,import", type=lambda words: words.split(","))
    return asked.parse_args()


@contextmanager
def told(what: str) -> Iterator[None]:
    begun, used = time.monotonic(), cpu()
    yield
    wall, spent = time.monotonic() - begun, cpu() - used
    print(f"{what:60} {wall:8.2f} s   CPU {spent:8.2f} s   load {os.getloadavg()[0]:.1f}", flush=True)


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


# ── filling ──────────────────────────────────────────────────────────────────────────────────────


def fill(accounts: int, posts: int) -> Any:
    from django.core.management import call_command

    from xunwang.office.people.models import User

    call_command("migrate", verbosity=0)
    user = User.objects.filter(username="bench").first()
    if user is None:
        with told(f"filling: {accounts:,} accounts"):
            user = _fill_register(accounts)
    _fill_posts(posts)
    return user


def _fill_register(accounts: int) -> Any:
    from django.db import transaction

    from xunwang.inspector.model import SHANGHAI
    from xunwang.office.accounts.models import Look
    from xunwang.office.people.models import UnitLevel, User, add_unit
    from xunwang.office.registry.models import Subject, SubjectVersion

    seen = dt.datetime.combine(DAY, dt.time(22), SHANGHAI)
    since = seen - dt.timedelta(days=DAYS)
    with transaction.atomic():
        city = add_unit("示例市", UnitLevel.CITY)
        units = [add_unit(f"示例{number}县", UnitLevel.COUNTY, parent=city) for number in range(UNITS)]
        subjects = [Subject(kind="account", unit=units[number % UNITS]) for number in range(accounts)]
        Subject.objects.bulk_create(subjects, batch_size=_BATCH)
        SubjectVersion.objects.bulk_create(
            [
                SubjectVersion(
                    subject=one, kind="account", unit=one.unit, valid_from=dt.date(2025, 1, 1), name=f"示例账号{number}", level="县级",
                    platform=PLATFORMS[number % len(PLATFORMS)], handle=f"h{number}", organiser=f"示例{number % 3000}局",
                )
                for number, one in enumerate(subjects)
            ],
            batch_size=_BATCH,
        )  # fmt: skip
        looks = [
            Look(subject=one, way="table", seen=seen, posts=9, complete_since=since, shown_name=f"示例账号{number}")
            for number, one in enumerate(subjects)
        ]  # fmt: skip
        Look.objects.bulk_create(looks, batch_size=_BATCH)
        return User.objects.create(username="bench", role="supervisor", unit=city, full_name="某")


def _fill_posts(posts: int) -> None:
    """Block by block, each of its own seed and committed at once; the counts by day follow when all are there."""
    from django.db import connection, transaction

    from xunwang.office.accounts.counting import recount
    from xunwang.office.accounts.models import Post, PublishedMonth
    from xunwang.office.registry.models import Subject

    there = Post.objects.count()
    if there >= posts and PublishedMonth.objects.exists():
        return
    keys = _prepared_keys()
    for start in range(there, posts, _BLOCK):
        with (
            told(f"filling: posts from {start:,}"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.executemany(_POST, _rows(keys, start, min(start + _BLOCK, posts)))
    with told("filling: counts by day"), transaction.atomic():
        recount(Subject.objects.values_list("pk", flat=True), [DAY - dt.timedelta(days=DAYS), DAY])


def _prepared_keys() -> list[Any]:
    """What the database calls the accounts; the last three of a hundred publish nothing."""
    from django.db import connection

    from xunwang.office.registry.models import SubjectVersion

    keys = SubjectVersion.objects.order_by("pk").values_list("subject_id", flat=True)
    field = SubjectVersion._meta.get_field("subject")  # noqa: SLF001  # the documented door to fields
    prepared = [field.get_db_prep_value(key, connection) for key in keys]
    return prepared[: len(prepared) * 97 // 100]


def _rows(keys: list[Any], start: int, end: int) -> Iterator[tuple[Any, ...]]:
    from django.db import connection

    from xunwang.inspector.model import SHANGHAI

    drawn, adapt = random.Random(start), connection.ops
    for number in range(start, end):
        day = DAY - dt.timedelta(days=drawn.randrange(DAYS))
        at = dt.datetime.combine(day, dt.time(drawn.randrange(8, 20), drawn.randrange(60)), SHANGHAI)
        key = keys[int(drawn.expovariate(2.3) % 1 * len(keys))]
        yield (
            key, str(number), f"工作动态第{number}号", adapt.adapt_datetimefield_value(at), adapt.adapt_datefield_value(day),
            False, False, None, f"https://weibo.example.com/{number}", f"工作动态第{number}号",
        )  # fmt: skip


# ── measuring ────────────────────────────────────────────────────────────────────────────────────


def _measure_evaluation() -> None:
    from xunwang.office.accounts.evaluating import evaluate
    from xunwang.office.accounts.models import Standing

    Standing.objects.all().delete()
    with told("nightly evaluation"):
        evaluate(DAY)
    with told("nothing left to evaluate"):
        evaluate(DAY)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory so far {peak} MB", flush=True)


def _busy_account() -> str:
    from xunwang.office.accounts.models import Standing

    busiest = Standing.objects.order_by("-quarter_posts", "pk").first()
    return f"/accounts/{busiest.subject_id}/" if busiest else "/accounts/standing/"


def visit(user: Any, path: str) -> None:
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(user)
    client.get(path)  # what is loaded once a process is not counted
    with told(f"page {path}"):
        answered = client.get(path)
    assert answered.status_code == 200, (path, answered.status_code)


def _measure_import(listed: Path, accounts: int, posts: int, user: Any) -> None:
    from xunwang.inspector import door
    from xunwang.office.accounts import materials
    from xunwang.office.accounts.models import Material

    _write_list(listed, accounts, posts, Material.objects.values("at").distinct().count())
    with told(f"import of {posts:,} posts"):
        listing = materials.take_list(door.PostList(listed), listed.name, user.unit, user=user)
    assert not listing.problems, listing.problems[:3]
    assert listing.posts == posts, listing.posts


def _write_list(path: Path, accounts: int, posts: int, turn: int) -> None:
    """Posts that no earlier turn brought, over the 90 days before."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["平台", "账号名称", "标题", "发布时间"])
        for number in range(posts):
            account = number % accounts
            day = DAY - dt.timedelta(days=number // accounts % 90)
            words = (PLATFORMS[account % len(PLATFORMS)], f"示例账号{account}", f"第{turn}批动态{number}")
            rows.writerow([*words, f"{day} 10:{number % 60:02d}"])


if __name__ == "__main__":
    main()
