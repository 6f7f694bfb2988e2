"""A long list of posts is taken in by some accounts after the other, so that others can write meanwhile; what broke off is completed by the same list."""

import csv
import datetime as dt

import pytest
from django.db import OperationalError, connection
from office_samples import JANUARY, POINT

from xunwang.inspector import door, model
from xunwang.office import clock
from xunwang.office.accounts import materials
from xunwang.office.accounts.models import Look, Material, Post, PublishedMonth
from xunwang.office.people.audit import broken_entries
from xunwang.office.people.models import AuditEntry
from xunwang.office.registry.service import open_subject

NAMES = ("东河发布", "南山发布", "西河发布")


@pytest.fixture
def take(office, settings, tmp_path, monkeypatch):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    settings.CLOCK_SHIFT = dt.timedelta(days=(POINT - clock.today()).days)
    person = office.user(office.city, "supervisor")
    for name in NAMES:
        open_subject(model.SubjectKind.ACCOUNT, office.county, JANUARY, user=None, name=name, platform="微博")
    listed = tmp_path / "发文.csv"
    with listed.open("w", encoding="utf-8") as file:
        rows = [
            ("微博", name, f"第{day}篇", f"2026-01-{day:02} 09:30") for day in range(1, 4) for name in NAMES
        ]
        csv.writer(file).writerows([("平台", "账号名称", "标题", "发布时间"), *rows])

    def run(group):
        monkeypatch.setattr(materials, "_POSTS", group)
        return materials.take_list(door.PostList(listed), listed.name, office.city, user=person)

    return run


def kept():
    posts = Post.objects.values_list("subject_id", "title", "day")
    looks = Look.objects.values_list("subject_id", "seen", "posts")
    months = PublishedMonth.objects.values_list("subject_id", "month", "counts")
    return [sorted(map(str, rows)) for rows in (posts, looks, months)]


def forget():
    for model_ in (Post, Look, PublishedMonth, Material):
        model_.objects.all().delete()


def acts():
    entries = AuditEntry.objects.filter(action="media.list").order_by("pk")
    return [(one.data["subjects"], one.data["entries"]) for one in entries]


def test_in_groups_it_is_what_it_is_at_once(take):
    at_once, whole = take(1000), kept()
    assert acts() == [(3, 9)]
    forget()

    assert take(4) == at_once
    assert kept() == whole
    assert acts()[1:] == [(1, 3)] * 3
    assert broken_entries() == []


def test_the_same_list_again_completes_what_broke_off(take):
    take(1000)
    whole = kept()
    forget()
    begun = []

    def full(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "accounts_post"'):
            begun.append(sql)
            if len(begun) == 2:
                raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(full), pytest.raises(OperationalError):
        take(4)
    assert (Material.objects.count(), Look.objects.count(), Post.objects.count()) == (1, 1, 3)
    assert acts()[1:] == [(1, 3)]

    assert take(4).posts == 9
    assert kept()[0] == whole[0]
    assert kept()[2] == whole[2]
    assert broken_entries() == []
