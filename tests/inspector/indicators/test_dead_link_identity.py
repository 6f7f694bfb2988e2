"""The identity of a dead link survives the move of its site to another domain."""

import datetime as dt

import pytest

from xunwang.inspector.model import SHANGHAI, Attempt, Judgement, LinkFact, LinkKind, Reach, SiteFact, Subject
from xunwang.inspector.norms import load
from xunwang.inspector.score import judge

MORNING = dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI)


def judged(host: str, target: str) -> Judgement:
    subject = Subject(id="one-and-the-same", name="示例县", home=f"http://{host}/")
    gone = tuple(
        Attempt(at=MORNING + dt.timedelta(minutes=minute), reach=Reach.HTTP, status=404) for minute in (0, 5)
    )
    site = SiteFact(
        subject=subject, home_url=subject.home, home_attempts=gone[:0], home_read=True, first_seen=MORNING
    )
    link = LinkFact(
        key=target,
        url=f"http://{target}",
        parent=subject.home,
        text="附件下载",
        kind=LinkKind.ATTACHMENT,
        on_home=True,
        internal=target.startswith(host),
        attempts=gone,
    )
    return judge(subject, [site, link], load("cn-2019"), MORNING.date())


def dead_links(judgement: Judgement) -> list[str]:
    return [finding.id for finding in judgement.findings if finding.indicator == "D-4.3"]


@pytest.mark.parametrize("path", ["/fj/1.doc", "/?id=7"])
def test_a_link_of_the_site_itself_keeps_its_identity_when_the_domain_moves(path: str) -> None:
    before, after = (
        judged("old.example.gov.cn", f"old.example.gov.cn{path}"),
        judged("new.example.gov.cn", f"new.example.gov.cn{path}"),
    )
    assert dead_links(before) == dead_links(after)
    assert len(dead_links(before)) == 1


def test_a_link_elsewhere_is_known_by_its_whole_address() -> None:
    assert dead_links(judged("a.example.gov.cn", "b.example.cn/x")) != dead_links(
        judged("a.example.gov.cn", "c.example.cn/x")
    )
