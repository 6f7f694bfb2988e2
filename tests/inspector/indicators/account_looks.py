"""An account, looks at it and its posts, held against a norm on one day."""

import datetime as dt

from xunwang.inspector.model import (
    SHANGHAI,
    AccountFact,
    PostFact,
    Subject,
    SubjectKind,
)
from xunwang.inspector.norms import load
from xunwang.inspector.score import judge

AS_OF = dt.date(2026, 3, 31)
BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
ACCOUNT = Subject(
    id="a",
    name="示例发布",
    home="weibo:shili",
    kind=SubjectKind.ACCOUNT,
    platform="weibo",
    organiser="示例市水利局",
)


def moment(day, hour=10):
    return dt.datetime.combine(day, dt.time(hour), SHANGHAI)


def days_before(*days):
    return [AS_OF - dt.timedelta(days=one) for one in days]


def post(day, title=None):
    return PostFact(key=f"{day}{title}", title=title or f"{day}发布", published=moment(day))


def look(*, since=BEGINNING, seen=None, **more):
    return AccountFact(
        subject=ACCOUNT,
        way=more.pop("way", "feed"),
        seen=seen or moment(AS_OF, 23),
        complete_since=since,
        **more,
    )


def judged(facts, norm="cn-2019", subject=ACCOUNT, as_of=AS_OF):
    return judge(subject, facts, load(norm), as_of)


def outcome(facts, rule, norm="cn-2019", subject=ACCOUNT):
    return next(one for one in judged(facts, norm, subject).outcomes if one.indicator == rule)
