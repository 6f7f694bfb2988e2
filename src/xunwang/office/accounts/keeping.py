"""Facts of looks -> rows: the looks themselves and the posts that nobody has shown before."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, AccountFact, PostFact
from xunwang.office import clock
from xunwang.office.accounts.counting import recount
from xunwang.office.accounts.models import Look, Material, Post, Standing
from xunwang.office.bulk import insert_rows
from xunwang.office.registry.models import Subject

_BATCH = 2_000
_KEPT = """WITH asked(account, name) AS (VALUES {pairs})
SELECT id FROM asked JOIN accounts_post ON subject_id = account AND key = name"""
_TEXT = 5_000  # characters of a post's text that are kept for matching


class _Row(NamedTuple):
    """A post as its table wants it."""

    subject: Any
    material: Any
    key: str
    title: str
    published: dt.datetime | None
    day: dt.date | None
    day_only: bool
    pinned: bool
    original: bool | None
    url: str
    text: str
    pictures: int | None
    way: str
    folded: str
    links: str


def keep_facts(
    facts: Iterable[tuple[Subject, AccountFact | PostFact]],
    *,
    materials: dict[object, Material] | None = None,
) -> int:
    """Keeps looks and posts; what is known already stays as it is, but for a rough time that a more exact one replaces.

    `materials`: by subject id. Gives the number of posts told.
    """
    looks, posts = [], []
    for subject, fact in facts:
        material = (materials or {}).get(subject.pk)
        if isinstance(fact, AccountFact):
            looks.append(_look(subject, fact, material))
        else:
            posts.append(_post(subject, fact, material))
    if materials is None:
        looks = _unknown(looks)
    with transaction.atomic():
        Look.objects.bulk_create(looks, batch_size=_BATCH, ignore_conflicts=True)
        before = _sharpened(posts)
        insert_rows(Post, _Row._fields, posts)
        if materials is None:
            _seen_by_the_office(posts)
        recount({post.subject for post in posts}, {post.day for post in posts if post.day} | before)
        reckon_anew({look.subject_id for look in looks})
    return len(posts)


def reckon_anew(subjects: Collection[Any]) -> None:
    """Their standings are of yesterday from now on: shown until the next round of the evaluation, which takes up what came."""
    today = clock.today()
    of_today = Standing.objects.filter(subject__in=subjects, day__gte=today)
    of_today.update(day=today - dt.timedelta(days=1))


def _sharpened(posts: list[_Row]) -> set[dt.date]:
    """Gives posts that were kept with no time or a rough one the more exact time that is told now. Gives the days they stood on."""
    days = set[dt.date]()
    told = {(post.subject, post.key): post for post in posts if post.published}
    sharp = list(told.values())
    for start in range(0, len(sharp), _BATCH):
        rough = _kept(sharp[start : start + _BATCH]).filter(Q(published=None) | Q(day_only=True))
        better = [
            (row, post)
            for row in rough
            if (post := told.get((row.subject_id, row.key))) and _is_sharper(post, row)
        ]
        days |= {row.day for row, _ in better if row.day}
        for row, post in better:
            row.published, row.day, row.day_only = post.published, post.day, post.day_only
        Post.objects.bulk_update([row for row, _ in better], ["published", "day", "day_only"])
    return days


def _is_sharper(new: _Row, old: Post) -> bool:
    """A clock beats a day, and of two days the earlier is meant: a rough time is taken as late as it can be."""
    if old.published is None or new.published is None:
        return old.published is None
    return not new.day_only or new.published < old.published


def _seen_by_the_office(posts: list[_Row]) -> None:
    """What an inspection fetched no longer rests on what was handed in alone."""
    for start in range(0, len(posts), _BATCH):
        _kept(posts[start : start + _BATCH]).exclude(material=None).update(material=None)


def _kept(posts: Sequence[_Row]) -> QuerySet[Post]:
    """The rows of these posts that are there already. Joined pair by pair: where two lists are asked, SQLite reads the whole index."""
    field = Post._meta.get_field("subject")  # noqa: SLF001  # the documented door to fields
    pairs = [(field.get_db_prep_value(post.subject, connection), post.key) for post in posts]
    marks = ", ".join(["(%s, %s)"] * len(pairs))
    with connection.cursor() as cursor:
        cursor.execute(_KEPT.format(pairs=marks), [word for pair in pairs for word in pair])
        found = [key for (key,) in cursor.fetchall()]
    return Post.objects.filter(pk__in=found)


def _unknown(looks: list[Look]) -> list[Look]:
    """Without those that an inspection only repeats from what was handed in."""
    subjects = {look.subject_id for look in looks}
    rows = Look.objects.filter(subject__in=subjects).exclude(material=None)
    known = set(rows.values_list("subject_id", "way", "seen"))
    return [look for look in looks if (look.subject_id, look.way, look.seen) not in known]


def _look(subject: Subject, fact: AccountFact, material: Material | None) -> Look:
    return Look(
        subject=subject,
        material=material,
        way=fact.way,
        seen=fact.seen,
        unread=fact.unread or "",
        note=fact.note or "",
        complete_since=fact.complete_since,
        posts=fact.posts,
        shown_name=(fact.shown_name or "")[:300],
        certified_body=(fact.certified_body or "")[:300],
        opens=fact.opens,
        downloads=fact.downloads,
        interacts=fact.interacts,
        certified=fact.certified,
        remark=(fact.remark or "")[:1000],
    )


def _post(subject: Subject, fact: PostFact, material: Material | None) -> _Row:
    return _Row(
        subject=subject.pk,
        material=material.pk if material else None,
        key=key_of(fact),
        title=fact.title[:300],
        published=fact.published,
        day=day_of(fact.published),
        day_only=fact.day_only,
        pinned=fact.pinned,
        original=fact.original,
        url=(fact.url or "")[:1000],
        text=(fact.text or "")[:_TEXT],
        pictures=fact.pictures,
        way=fact.way or "",
        folded=door.folded(fact.title)[:300],
        links="\n".join(fact.links)[:_TEXT],
    )


def key_of(fact: PostFact) -> str:
    return fact.key if len(fact.key) <= 60 else hashlib.sha256(fact.key.encode()).hexdigest()


def day_of(moment: dt.datetime | None) -> dt.date | None:
    return moment.astimezone(SHANGHAI).date() if moment else None
