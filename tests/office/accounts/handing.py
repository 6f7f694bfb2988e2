"""Accounts of a city and lists of posts handed in for them."""

import csv
import datetime as dt
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from office_samples import JANUARY, POINT

from xunwang.inspector import model
from xunwang.office.accounts.counting import days_published
from xunwang.office.accounts.models import PublishedMonth
from xunwang.office.registry.service import open_subject


def account(office, name, platform="微博", unit=None, **fields):
    fields.setdefault("handle", name)
    return open_subject(
        model.SubjectKind.ACCOUNT, unit or office.county, JANUARY, user=None, name=name, platform=platform,
        **fields,
    )  # fmt: skip


def hand_list(
    client,
    rows,
    since="2025-12-01",
    header=("平台", "账号名称", "标题", "发布时间", "图片数", "是否原创"),
    **more,
):
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    file = SimpleUploadedFile("发文.csv", text.getvalue().encode())
    said = {"file": file, "since": since, "until": "2026-03-31", "covers_all": "1", **more}
    return client.post("/accounts/lists/", said).content.decode()


def rows_of(name, days, platform="微博", pictures=0):
    return [(platform, name, f"{name}{day}", f"{day} 09:30", pictures, "是") for day in days]


def days_back(*numbers):
    return [POINT - dt.timedelta(days=number) for number in numbers]


def published():
    """The days on which the only account with posts published."""
    (days,) = days_published(PublishedMonth.objects.all(), dt.date(2025, 1, 1), POINT).values()
    return set(days)


def posts_csv(*rows):
    text = io.StringIO()
    csv.writer(text).writerows([("平台", "账号名称", "标题", "发布时间"), *rows])
    return SimpleUploadedFile("发文.csv", text.getvalue().encode("gb18030"))


def hand_posts(client, *rows, since="2026-01-01", until="2026-03-31", **more):
    said = {"file": posts_csv(*rows), "since": since, "until": until, **more}
    return client.post("/accounts/lists/", said)
