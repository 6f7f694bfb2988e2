"""Facts of looks -> rows: the looks themselves and the posts that nobody has shown before."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast

from xunwang.inspector.model import SHANGHAI, AccountFact, PostFact
from xunwang.office.accounts.models import Look, Material, Post, PublishedDay, Standing
from xunwang.office.registry.models import Subject

_BATCH = 2_000
_TEXT = 5_000  # characters of a post's text that are kept for matching


def keep_facts(
    facts: Iterable[tuple[Subject, AccountFact | PostFact]],
    *,
    materials: dict[object, Material] | None = None,
) -> int:
    """Keeps looks and posts; what is known already stays as it is. `materials`: by subject id. Gives the number of posts told."""
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
        Post.objects.bulk_create(posts, batch_size=_BATCH, ignore_conflicts=True)
        if materials is None:
            _seen_by_the_office(posts)
        recount({post.subject_id for post in posts}, [post.day for post in posts if post.day])
        Standing.objects.filter(subject__in={look.subject_id for look in looks}).delete()
    return len(posts)


def _seen_by_the_office(posts: list[Post]) -> None:
    """What an inspection fetched no longer rests on what was handed in alone."""
    for start in range(0, len(posts), _BATCH):
        some = posts[start : start + _BATCH]
        shown = Post.objects.filter(
            subject__in={post.subject_id for post in some}, key__in=[post.key for post in some]
        )
        shown.exclude(material=None).update(material=None)


def recount(subjects: Collection[object], days: Collection[dt.date]) -> None:
    """Counts the posts of these accounts anew, from the first to the last of the days."""
    if not subjects or not days:
        return
    within = {"subject__in": subjects, "day__gte": min(days), "day__lte": max(days)}
    PublishedDay.objects.filter(**within).delete()
    titles = Post.objects.filter(**within).order_by().values_list("subject_id", "day", "title")
    known = titles.annotate(pictured=Max("pictures"), own=Max(Cast("original", IntegerField())))
    counted: dict[tuple[object, dt.date], PublishedDay] = {}
    for subject, day, _, pictured, own in known.iterator(chunk_size=_BATCH):
        row = counted.setdefault((subject, day), PublishedDay(subject_id=subject, day=day, posts=0))
        row.posts += 1
        row.with_pictures += bool(pictured)
        row.original += own == 1
        row.told_original += own is not None
    PublishedDay.objects.bulk_create(counted.values(), batch_size=_BATCH)


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
    )


def _post(subject: Subject, fact: PostFact, material: Material | None) -> Post:
    return Post(
        subject=subject,
        material=material,
        pictures=fact.pictures,
        key=key_of(fact),
        title=fact.title[:300],
        published=fact.published,
        day=day_of(fact.published),
        day_only=fact.day_only,
        pinned=fact.pinned,
        original=fact.original,
        url=(fact.url or "")[:1000],
        text=(fact.text or "")[:_TEXT],
    )


def key_of(fact: PostFact) -> str:
    return fact.key if len(fact.key) <= 60 else hashlib.sha256(fact.key.encode()).hexdigest()


def day_of(moment: dt.datetime | None) -> dt.date | None:
    return moment.astimezone(SHANGHAI).date() if moment else None
