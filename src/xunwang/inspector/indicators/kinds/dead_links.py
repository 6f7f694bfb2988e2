"""可用性: links that lead nowhere, once that is beyond doubt."""

import datetime as dt
from enum import Enum, auto
from urllib.parse import urlsplit

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked, with_gap
from xunwang.inspector.model import Attempt, LinkFact, LinkKind, Reach, Record

_GONE = frozenset({404, 410})
_TROUBLE = frozenset({Reach.DNS, Reach.TLS, Reach.TIMEOUT, Reach.REFUSED, Reach.RESET, Reach.PROTOCOL})
_WORDS = {
    Reach.DNS: "域名无法解析",
    Reach.TLS: "证书或加密连接有误",
    Reach.TIMEOUT: "访问超时",
    Reach.REFUSED: "连接被拒绝",
    Reach.RESET: "连接被中断",
    Reach.PROTOCOL: "应答不合协议",
}
_KINDS = {LinkKind.ATTACHMENT: "附件", LinkKind.IMAGE: "图片"}


class Params(Record, frozen=True, forbid_unknown_fields=True):
    confirmations: int
    retest_hours: int


class Fate(Enum):
    ALIVE = auto()
    DEAD = auto()
    PENDING = auto()


class Answer(Enum):
    GONE = auto()
    TROUBLE = auto()
    ALIVE = auto()
    SILENT = auto()  # our own trouble, or a door that is not open to us: says nothing about the link


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001
    """Counts confirmed dead links; those that wait for a re-test are named in the reason."""
    if book.home_unread:
        return unchecked(book.home_unread)
    fates = [(link, fate_of(link.attempts, params)) for link in book.links]
    host = urlsplit(book.home_url).netloc
    dead = tuple(_place(link, host) for link, fate in fates if fate is Fate.DEAD)
    on_home = sum(link.on_home for link, fate in fates if fate is Fate.DEAD)
    pending = sum(fate is Fate.PENDING for _, fate in fates)
    parts = [
        f"其中首页{on_home}条" if dead else None,
        f"{pending}条待{params.retest_hours}小时后复测" if pending else None,
    ]
    return with_gap(counted(dead, reason="；".join(filter(None, parts)) or None), book.gap)


def fate_of(attempts: tuple[Attempt, ...], params: Params) -> Fate:
    """Judged on the unbroken series of failures at the end: one answer in between clears what was before."""
    failures: list[Attempt] = []
    for attempt in attempts:
        answer = _answer(attempt)
        if answer is Answer.ALIVE:
            failures.clear()
        elif answer is not Answer.SILENT:
            failures.append(attempt)
    if not failures:
        return Fate.ALIVE
    gone = sum(_answer(attempt) is Answer.GONE for attempt in failures)
    waited = failures[-1].at - failures[0].at >= dt.timedelta(hours=params.retest_hours)
    return Fate.DEAD if gone >= params.confirmations or waited else Fate.PENDING


def _answer(attempt: Attempt) -> Answer:
    if attempt.reach in _TROUBLE:
        return Answer.TROUBLE
    status = attempt.status or 200
    if attempt.reach is Reach.HTTP and status in _GONE:
        return Answer.GONE
    if attempt.reach is Reach.HTTP and status >= 500:
        return Answer.TROUBLE
    return Answer.ALIVE if attempt.reach in {Reach.OK, Reach.TOO_LARGE} else Answer.SILENT


def _place(link: LinkFact, host: str) -> Place:
    failures = [attempt for attempt in link.attempts if _answer(attempt) in {Answer.GONE, Answer.TROUBLE}]
    last = failures[-1]
    where = "首页" if link.on_home else "页面"
    name = f"“{link.text}”" if link.text else ""
    words = _WORDS.get(last.reach, f"返回{last.status}")
    return Place(
        locator=link.key.removeprefix(host),  # the site's own host is no part of it: a domain may move
        url=link.url,
        parent=link.parent,
        message=f"{where}上的{_KINDS.get(link.kind, '链接')}{name}打不开：{words}，{len(failures)}次访问均如此",
        excerpt=link.text,
        value=str(last.status) if last.reach is Reach.HTTP else last.reach.value,
        evidence=link.evidence,
        seen=failures[0].at,
    )
