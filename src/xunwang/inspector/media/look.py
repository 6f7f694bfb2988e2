"""What one way in showed of one account."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import structs

from xunwang.inspector.model import SHANGHAI, PostFact, Record

BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""`complete_since` of a list that reaches back to the account's first post."""


class Look(Record, frozen=True):
    """`unread`: why nothing could be read, in Chinese. `complete_since` as in `AccountFact`. `more`: where the list goes on, None at its end.

    `note`: what limits a look that read something, in Chinese. `total`: how many posts the platform counts in all. `seen` is set where the
    payload itself says when it was taken.
    """

    posts: tuple[PostFact, ...] = ()
    unread: str | None = None
    complete_since: dt.datetime | None = None
    shown_name: str | None = None
    certified_body: str | None = None
    more: str | None = None
    note: str | None = None
    total: int | None = None
    seen: dt.datetime | None = None


def reach(posts: Sequence[PostFact]) -> dt.datetime | None:
    """Since when a list that runs back from its newest post without gaps is complete: the oldest post of that run.

    None if a post shows no time, or if the list is in no such order. Where only a day is shown, others of that day may be missing,
    so it is the next one. Pinned posts stand out of order and say nothing of how far the list reaches.
    """
    listed = [post for post in posts if not post.pinned]
    if any(post.published is None for post in listed):
        return None
    return min(map(_surely_after, _run(listed)), default=None)


def _run(listed: Sequence[PostFact]) -> Sequence[PostFact]:
    """From the newest downwards as far as no later entry is newer.

    Before the newest may stand a few that are kept on top unmarked. A list that has more of them than of the run is sorted by
    something else, and proves nothing.
    """
    misplaced = _misplaced(listed)
    first = next((place for place, wrong in enumerate(misplaced) if not wrong), len(listed))
    last = next((place for place in range(first, len(listed)) if misplaced[place]), len(listed))
    return listed[first:last] if last - first > first else ()


def _misplaced(listed: Sequence[PostFact]) -> list[bool]:
    """For each dated post whether a later one is newer beyond doubt: by the day where one of the two shows no clock."""
    wrong, latest_day, latest = list[bool](), dt.date.min, BEGINNING
    for post in reversed(listed):
        at = _published(post)
        day = at.astimezone(SHANGHAI).date()
        wrong.append(latest_day > day or (not post.day_only and latest > at))
        latest_day = max(latest_day, day)
        latest = latest if post.day_only else max(latest, at)
    return wrong[::-1]


def _published(post: PostFact) -> dt.datetime:
    assert post.published is not None
    return post.published


def _surely_after(post: PostFact) -> dt.datetime:
    return _published(post) + dt.timedelta(days=1) if post.day_only else _published(post)


def told_apart(posts: Sequence[PostFact]) -> tuple[PostFact, ...]:
    """The posts, each under a key of its own: some lists give the address of the account for all, so title and time join it."""
    sharing: dict[str, set[tuple[str, dt.datetime | None]]] = defaultdict(set)
    for post in posts:
        sharing[post.key].add((post.title, post.published))
    return tuple(
        structs.replace(post, key=f"{post.key} {post.title} {post.published}")
        if len(sharing[post.key]) > 1
        else post
        for post in posts
    )


def surely_until(moments: Iterable[dt.datetime]) -> dt.datetime | None:
    """Up to when a list is complete of which nobody says when it was made: the end of the day before its newest post.

    It was made after that post, and others may have followed on the same day.
    """
    newest = max(moments, default=None)
    if newest is None:
        return None
    day = newest.astimezone(SHANGHAI).date()
    return dt.datetime.combine(day, dt.time(), SHANGHAI) - dt.timedelta(seconds=1)


def joined(pages: Sequence[Look]) -> Look:
    """The pages of one list, newest first and without gaps between them. A page that tells nothing of its reach leaves the whole without one."""
    posts = tuple({post.key: post for page in reversed(pages) for post in reversed(page.posts)}.values())[
        ::-1
    ]
    total = pages[-1].total
    whole = pages[-1].complete_since == BEGINNING or (total is not None and total == len(posts))
    told = all(page.complete_since is not None for page in pages)
    return Look(
        posts=posts,
        complete_since=BEGINNING if whole else reach(posts) if told else None,
        shown_name=next((page.shown_name for page in pages if page.shown_name), None),
        certified_body=next((page.certified_body for page in pages if page.certified_body), None),
        more=pages[-1].more,
        seen=pages[0].seen,
        total=total,
    )


def reaches(look: Look, since: dt.datetime) -> bool:
    """Whether the list has come back to `since`: its last post that is not kept on top is older."""
    listed = [post.published for post in look.posts if post.published is not None and not post.pinned]
    return bool(listed) and listed[-1] < since
