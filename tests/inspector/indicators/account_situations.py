"""Situations of an account, written short in the test documents, as facts."""

import datetime as dt
from typing import Any

from xunwang.inspector.media.content import safety_of
from xunwang.inspector.model import (
    SHANGHAI,
    AccountFact,
    Fact,
    OnSite,
    PostFact,
    RepostOrderFact,
    Subject,
    SubjectKind,
)


def account_facts(short: dict[str, Any], as_of: dt.date) -> list[Fact]:
    """`account`: the register's words; `looks`: how it was looked at; `posts`: days, or title with time; `orders`: what to repost.

    A post may have its text and links; `app` says that it is an app and no account.
    """
    subject = Subject(
        **{"id": "a", "name": "示例发布", "home": "weibo:shili", "platform": "weibo"} | short["account"],
        kind=SubjectKind.APP if short.get("app") else SubjectKind.ACCOUNT,
    )
    found: list[Fact] = [_look(subject, one, as_of) for one in short.get("looks", [{}])]
    posts = [_post(one) for one in short.get("posts", [])]
    found += [*posts, *safety_of(posts)]
    return found + [_order(one) for one in short.get("orders", [])]


def _look(subject: Subject, short: dict[str, Any], as_of: dt.date) -> AccountFact:
    words = {"way": "table", "seen": dt.datetime.combine(as_of, dt.time(23, 59))} | short
    since = None if "unread" in words else words.pop("since", dt.date(2020, 1, 1))
    words["seen"] = _moment(words["seen"])
    return AccountFact(
        subject=subject,
        complete_since=None if since in {None, "unknown"} else _moment(since),
        **words | {"siblings": tuple(words.get("siblings", ())), "on_site": _entry(words.get("on_site"))},
    )


def _entry(short: dict[str, Any] | None) -> OnSite | None:
    return None if short is None else OnSite(**short)


def _post(short: Any) -> PostFact:
    words = short if isinstance(short, dict) else {"at": short}
    at = words["at"]
    return PostFact(
        key=f"{at} {words.get('title')}",
        title=words.get("title", f"{at}的消息"),
        text=words.get("text", ""),
        links=tuple(words.get("links", ())),
        published=_moment(at),
        day_only=not isinstance(at, dt.datetime),
    )


def _order(short: dict[str, Any]) -> RepostOrderFact:
    return RepostOrderFact(
        key=short["title"],
        title=short["title"],
        issued=_moment(short["issued"]),
        due=_moment(short["due"]),
    )


def _moment(day: Any) -> dt.datetime:
    """YAML gives days, and times without a zone."""
    if isinstance(day, dt.datetime):
        return day.replace(tzinfo=SHANGHAI)
    return dt.datetime.combine(day, dt.time(), SHANGHAI)
