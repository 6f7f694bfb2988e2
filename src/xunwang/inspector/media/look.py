"""What one way in showed of one account."""

import datetime as dt

from xunwang.inspector.model import PostFact, Record

BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""`complete_since` of a list that reaches back to the account's first post."""


class Look(Record, frozen=True):
    """`unread`: why nothing could be read, in Chinese. `complete_since` as in `AccountFact`. `more`: where the list goes on, None at its end.

    `seen` is set where the payload itself says when it was taken.
    """

    posts: tuple[PostFact, ...] = ()
    unread: str | None = None
    complete_since: dt.datetime | None = None
    shown_name: str | None = None
    certified_body: str | None = None
    more: str | None = None
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
