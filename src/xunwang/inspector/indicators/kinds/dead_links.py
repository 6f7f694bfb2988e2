"""可用性: links that lead nowhere, once that is beyond doubt."""

import datetime as dt
from enum import Enum, auto
from urllib.parse import urlsplit

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import LinkTally, Place, Report, Tally, counted, unchecked, with_gap
from xunwang.inspector.model import EMPTY_FILE, UNKNOWN_ISSUER, Attempt, LinkFact, LinkKind, Reach, Record

_GONE = frozenset({404, 410})
_TROUBLE = frozenset({Reach.DNS, Reach.TLS, Reach.TIMEOUT, Reach.REFUSED, Reach.RESET, Reach.PROTOCOL})
_WORDS = {
    Reach.DNS: "域名无法解析",
    Reach.TLS: "证书或加密连接有误",
    Reach.TIMEOUT: "访问超时",
    Reach.REFUSED: "连接被拒绝",
    Reach.RESET: "连接被中断",
    Reach.PROTOCOL: "应答不合协议",
    Reach.SOFT_404: "应答与不存在的地址相同（软404）",
}
_SOFT = "软404："
_KINDS = {LinkKind.ATTACHMENT: "附件", LinkKind.IMAGE: "图片"}


class Params(Record, frozen=True, forbid_unknown_fields=True):
    confirmations: int
    retest_hours: int


class Fate(Enum):
    ALIVE = auto()
    DEAD = auto()
    LIKELY_DEAD = (
        auto()
    )  # it would be dead if the answers that look like "not found" are that: a person decides
    PENDING = auto()


class Answer(Enum):
    GONE = auto()
    LIKE_GONE = auto()
    TROUBLE = auto()
    ALIVE = auto()
    SILENT = auto()  # our own trouble, or a door that is not open to us: says nothing about the link


_FAILURES = frozenset({Answer.GONE, Answer.LIKE_GONE, Answer.TROUBLE})


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:  # noqa: ARG001  # every kind takes the same
    """Counts confirmed dead links; those that wait for a re-test are named in the reason."""
    return unchecked(book.home_unread) if book.home_unread else _Tally(params, book)


class _Tally(LinkTally):
    def __init__(self, params: Params, book: FactBook) -> None:
        self._params = params
        self._gap = book.gap
        self._host = urlsplit(book.home_url).netloc
        self._dead: list[Place] = []
        self._on_home = 0
        self._likely = 0
        self._pending = 0

    def see(self, link: LinkFact) -> None:
        fate = fate_of(link.attempts, self._params)
        if fate in {Fate.DEAD, Fate.LIKELY_DEAD}:
            self._dead.append(_place(link, self._host, certain=fate is Fate.DEAD))
            self._on_home += link.on_home
        elif is_empty_file(link):
            self._dead.append(_empty(link, self._host))
        self._likely += fate is Fate.LIKELY_DEAD
        self._pending += fate is Fate.PENDING

    def report(self) -> Report:
        parts = [
            f"其中首页{self._on_home}条" if self._dead else None,
            f"{self._likely}条疑似，待人工核实" if self._likely else None,
            f"{self._pending}条待{self._params.retest_hours}小时后复测" if self._pending else None,
        ]
        reason = "；".join(filter(None, parts)) or None
        return with_gap(counted(tuple(self._dead), reason=reason), self._gap)


def is_empty_file(link: LinkFact) -> bool:
    """Whether a file came whole when it was last asked for, and held nothing."""
    return bool(link.attempts) and link.attempts[-1].detail == EMPTY_FILE


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
    if _is_final([attempt for attempt in failures if _answer(attempt) is not Answer.LIKE_GONE], params):
        return Fate.DEAD
    return Fate.LIKELY_DEAD if _is_final(failures, params) else Fate.PENDING


def _is_final(failures: list[Attempt], params: Params) -> bool:
    """Whether these failures suffice: gone often enough, or still failing after the wait."""
    gone = sum(_answer(attempt) is not Answer.TROUBLE for attempt in failures)
    wait = dt.timedelta(hours=params.retest_hours)
    return gone >= params.confirmations or (bool(failures) and failures[-1].at - failures[0].at >= wait)


def _answer(attempt: Attempt) -> Answer:
    if attempt.reach is Reach.OK:
        return Answer.ALIVE
    if attempt.reach in _TROUBLE:
        # Browsers fetch what a server leaves out of its chain, and the list of this machine may be the short one.
        return Answer.SILENT if attempt.detail == UNKNOWN_ISSUER else Answer.TROUBLE
    if attempt.reach is Reach.SOFT_404:
        return Answer.LIKE_GONE
    status = attempt.status or 200
    if attempt.reach is Reach.HTTP and status in _GONE:
        return Answer.GONE
    if attempt.reach is Reach.HTTP and status >= 500:
        return Answer.TROUBLE
    return Answer.ALIVE if attempt.reach is Reach.TOO_LARGE else Answer.SILENT


def _words(attempt: Attempt) -> str:
    """How an attempt ended; an answer that is none is told as the crawl told it."""
    if attempt.reach is Reach.SOFT_404 and attempt.detail:
        words = attempt.detail.removeprefix(_SOFT)
        return words if words == attempt.detail else f"{words}（软404）"
    return _WORDS.get(attempt.reach, f"返回{attempt.status}")


def _empty(link: LinkFact, host: str) -> Place:
    """An empty file may be one that holds its place for a while: a person looks."""
    name = f"“{link.text}”" if link.text else ""
    return Place(
        locator=link.key.removeprefix(host),
        url=link.url,
        parent=link.parent,
        message=f"{'首页' if link.on_home else '页面'}上的{_KINDS.get(link.kind, '链接')}{name}是{EMPTY_FILE}",
        excerpt=link.text,
        value="0",
        evidence=link.evidence,
        seen=link.attempts[-1].at,
        certain=False,
    )


def _place(link: LinkFact, host: str, *, certain: bool) -> Place:
    failures = [attempt for attempt in link.attempts if _answer(attempt) in _FAILURES]
    last = failures[-1]
    where = "首页" if link.on_home else "页面"
    name = f"“{link.text}”" if link.text else ""
    words = _words(last)
    return Place(
        locator=link.key.removeprefix(host),  # the site's own host is no part of it: a domain may move
        url=link.url,
        parent=link.parent,
        message=f"{where}上的{_KINDS.get(link.kind, '链接')}{name}打不开：{words}，{len(failures)}次访问均如此",
        excerpt=link.text,
        value=str(last.status) if last.reach is Reach.HTTP else last.reach.value,
        evidence=link.evidence,
        seen=failures[0].at,
        certain=certain,
    )
