"""What one way in showed of one account."""

import datetime as dt
from collections.abc import Sequence

from xunwang.inspector.model import PostFact, Record

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


def oldest(posts: tuple[PostFact, ...]) -> dt.datetime | None:
    """Since when a list that runs back without gaps is complete: its oldest post; None if one of them shows no time.

    Where only a day is shown, others of that day may be missing, so it is the next one. Pinned posts stand out of order and say
    nothing of how far the list reaches.
    """
    listed = [post for post in posts if not post.pinned]
    moments = [_surely_after(post) for post in listed if post.published is not None]
    return min(moments) if moments and len(moments) == len(listed) else None


def _surely_after(post: PostFact) -> dt.datetime:
    assert post.published is not None
    return post.published + dt.timedelta(days=1) if post.day_only else post.published


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
        complete_since=BEGINNING if whole else oldest(posts) if told else None,
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
