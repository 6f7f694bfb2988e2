"""A certificate whose issuer this machine does not know says as much of the machine as of the site: no link is dead by it."""

import datetime as dt

import pytest

from xunwang.inspector.model import (
    SHANGHAI,
    UNKNOWN_ISSUER,
    Attempt,
    LinkFact,
    LinkKind,
    Reach,
    SiteFact,
    Subject,
)
from xunwang.inspector.norms import load
from xunwang.inspector.score import judge

MORNING = dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI)
HOME = "http://www.shili.gov.cn/"


@pytest.mark.parametrize(("detail", "dead"), [(UNKNOWN_ISSUER, 0), ("证书已过期", 1)])
def test_only_what_every_visitor_meets_counts_two_days_later(detail: str, dead: int) -> None:
    subject = Subject(id="s", name="示例县", home=HOME)
    site = SiteFact(subject=subject, home_url=HOME, home_attempts=(), home_read=True, first_seen=MORNING)
    failures = tuple(
        Attempt(at=MORNING + dt.timedelta(days=day), reach=Reach.TLS, detail=detail) for day in (0, 2)
    )
    link = LinkFact(
        key="www.linxian.gov.cn/",
        url="https://www.linxian.gov.cn/",
        parent=HOME,
        text="邻县人民政府",
        kind=LinkKind.PAGE,
        on_home=True,
        internal=False,
        attempts=failures,
    )
    judged = judge(subject, [site, link], load("cn-2019"), MORNING.date())
    assert sum(one.indicator == "D-4.3" for one in judged.findings) == dead
