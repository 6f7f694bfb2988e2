"""What an office with many accounts costs: the nightly evaluation, the pages over all of them, the import of a long list.

Run: python bench/accounts.py [ACCOUNTS [POSTS [IMPORTED]]]. Everything lies in a folder that goes with the process. Posts lie evenly
over 400 days. Times are wall and CPU seconds of one process on whatever else the machine does.
"""

import csv
import datetime as dt
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DAYS, UNITS = 400, 120
_BATCH = 20_000
DAY = dt.date(2026, 3, 31)


def main() -> None:
    given = [int(one) for one in sys.argv[1:]]
    accounts, posts, imported = (*given, *(10_000, 2_000_000, 100_000)[len(given) :])
    with tempfile.TemporaryDirectory(prefix="xunwang-bench-") as folder:
        os.environ |= {
            "XUNWANG_HOME": folder,
            "DJANGO_SETTINGS_MODULE": "xunwang.office.settings",
            "XUNWANG_TODAY": DAY.isoformat(),
        }
        import django  # the folder must be known first

        django.setup()
        measure(accounts, posts, imported, Path(folder))


def measure(accounts: int, posts: int, imported: int, folder: Path) -> None:
    from xunwang.office.accounts.evaluating import evaluate

    with told(f"filling: {accounts:,} accounts, {posts:,} posts"):
        user = fill(accounts, posts)
    with told("nightly evaluation"):
        evaluate(DAY)
    with told("nothing left to evaluate"):
        evaluate(DAY)
    for path in (
        "/accounts/standing/",
        "/accounts/standing/?state=silent",
        "/accounts/figures/",
        "/accounts/figures/?start=2026-01-01&end=2026-03-31",
        "/registry/accounts/",
        account_page(),
    ):
        visit(user, path)
    listed = folder / "posts.csv"
    write_list(listed, accounts, imported)
    with told(f"import of {imported:,} posts"):
        take(listed, user)


@contextmanager
def told(what: str) -> Iterator[None]:
    begun, used = time.monotonic(), cpu()
    yield
    print(f"{what:60} {time.monotonic() - begun:8.2f} s   CPU {cpu() - used:8.2f} s", flush=True)


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def fill(accounts: int, posts: int) -> Any:
    from django.core.management import call_command

    from xunwang.office.people.models import UnitLevel, User, add_unit
    from xunwang.office.registry.models import Subject, SubjectVersion

    call_command("migrate", verbosity=0)
    city = add_unit("示例市", UnitLevel.CITY)
    units = [add_unit(f"示例{number}县", UnitLevel.COUNTY, parent=city) for number in range(UNITS)]
    platforms = ("微博", "抖音", "快手", "今日头条", "微信公众号", "人民号", "百家号", "视频号")
    subjects = [Subject(kind="account", unit=units[number % UNITS]) for number in range(accounts)]
    Subject.objects.bulk_create(subjects, batch_size=_BATCH)
    SubjectVersion.objects.bulk_create(
        [
            SubjectVersion(
                subject=one, unit=one.unit, valid_from=dt.date(2025, 1, 1), name=f"示例账号{number}", level="县级",
                platform=platforms[number % len(platforms)], handle=f"h{number}", organiser=f"示例{number % 3000}局",
            )
            for number, one in enumerate(subjects)
        ],
        batch_size=_BATCH,
    )  # fmt: skip
    fill_posts([one.pk for one in subjects], posts)
    return User.objects.create(username="bench", role="supervisor", unit=city, full_name="某")


def fill_posts(subjects: list[Any], posts: int) -> None:
    from xunwang.inspector.model import SHANGHAI
    from xunwang.office.accounts.keeping import recount
    from xunwang.office.accounts.models import Look, Post

    drawn = random.Random(7)
    seen = dt.datetime.combine(DAY, dt.time(22), SHANGHAI)
    since = seen - dt.timedelta(days=DAYS)
    looks = [Look(subject_id=key, way="table", seen=seen, posts=9, complete_since=since) for key in subjects]
    Look.objects.bulk_create(looks, batch_size=_BATCH)
    rows: list[Post] = []
    for number in range(posts):
        day = DAY - dt.timedelta(days=drawn.randrange(DAYS))
        at = dt.datetime.combine(day, dt.time(drawn.randrange(8, 20), drawn.randrange(60)), SHANGHAI)
        key = subjects[min(int(drawn.expovariate(3) * len(subjects)), len(subjects) - 1)]
        rows.append(
            Post(subject_id=key, key=str(number), title=f"工作动态第{number}号", published=at, day=day)
        )
        if len(rows) == _BATCH:
            Post.objects.bulk_create(rows)
            rows.clear()
    Post.objects.bulk_create(rows)
    for start in range(0, len(subjects), 1000):
        recount(subjects[start : start + 1000], [DAY - dt.timedelta(days=DAYS), DAY])


def account_page() -> str:
    from xunwang.office.accounts.models import PublishedDay

    first = PublishedDay.objects.order_by("-day", "pk").first()
    return f"/accounts/{first.subject_id}/" if first else "/accounts/standing/"


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


def write_list(path: Path, accounts: int, posts: int) -> None:
    platforms: tuple[str, ...] = (
        "微博",
        "抖音",
        "快手",
        "今日头条",
        "微信公众号",
        "人民号",
        "百家号",
        "视频号",
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["平台", "账号名称", "标题", "发布时间"])
        for number in range(posts):
            account = number % accounts
            day = DAY - dt.timedelta(days=number // accounts % 90)
            rows.writerow(
                [
                    platforms[account % 8],
                    f"示例账号{account}",
                    f"新增动态{number}",
                    f"{day} 10:{number % 60:02d}",
                ]
            )


def take(path: Path, user: Any) -> None:
    from xunwang.inspector import door
    from xunwang.office.accounts import materials

    listing = materials.take_list(door.PostList(path), path.name, user.unit, user=user)
    assert not listing.problems, listing.problems[:3]


if __name__ == "__main__":
    main()
