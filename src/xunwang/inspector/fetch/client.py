"""One address -> bytes: guarded, polite, redirects by hand, every failure named."""

import asyncio
import copy
import datetime as dt
import math
from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Self

from xunwang.inspector.evidence.coding import CodingError, TooLargeError, decode
from xunwang.inspector.evidence.warc import Message
from xunwang.inspector.fetch.connections import Connections, Method, Way
from xunwang.inspector.fetch.cookies import Cookies
from xunwang.inspector.fetch.exchange import NOT_MODIFIED, Exchange, Validators
from xunwang.inspector.fetch.faults import ExchangeError, LeftAloneError, RedirectError, StrayAnswerError
from xunwang.inspector.fetch.forwarding import sends_on, stays_public
from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.fetch.identity import check_contact, user_agent
from xunwang.inspector.fetch.manners import Manners
from xunwang.inspector.fetch.politeness import Politeness
from xunwang.inspector.fetch.reach import asks_to_come_back, detail_of, is_challenge, is_login, reach_of
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.fetch.urls import key_of, resolve
from xunwang.inspector.fetch.wire import Received
from xunwang.inspector.model import Attempt, Clock, Reach, Record, is_starved

__all__ = ["Client", "Exchange", "FetchSettings", "Method", "Validators"]

_SEEN_ELSEWHERE = frozenset({301, 302, 303})  # after which the answer to a POST is fetched by GET
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OUR_CODINGS = "gzip, deflate"
_TEXTS = frozenset(
    {
        "",
        "application/octet-stream",
        "application/gzip",
        "application/x-gzip",
    }  # what maps of a site are sent as, too
)


class FetchSettings(Record, frozen=True):
    """How requests are made.

    `timeout` is in seconds, for all hops together; `page_bytes` bounds a page before and after decompression,
    `probe_bytes` what is read of an answer whose content is not wanted. `contact` is the address (URL or e-mail) under
    which owners of sites reach whoever runs this; ValueError in Chinese when it cannot stand in a header.
    """

    timeout: float = 15.0
    page_bytes: int = 20 << 20
    probe_bytes: int = 64 << 10
    max_hops: int = 5
    connections: int = 100
    contact: str | None = None
    manners: Manners = Manners()

    def __post_init__(self) -> None:
        if self.contact is not None:
            check_contact(self.contact)


class Client:
    """Fetches addresses. Use as an async context manager; one for a whole process is best."""

    def __init__(
        self,
        guard: Guard,
        clock: Clock,
        settings: FetchSettings | None = None,
        politeness: Politeness | None = None,
    ) -> None:
        self.settings = settings or FetchSettings()
        self.guard = guard
        self.clock = clock
        self.politeness = politeness or Politeness(self.settings.manners, clock)
        self._connections: Connections | None = None
        self.patience: Callable[[str], float] | None = None

    async def __aenter__(self) -> Self:
        self._connections = Connections(
            self.guard,
            self.clock,
            headers=self._own_headers(),
            limit=self.settings.connections,
            met=self.politeness.seen_at,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connections:
            await self._connections.close()

    def hurried(self, patience: Callable[[str], float]) -> Self:
        """The same client for work that may be left out: a host that wants to be left alone for longer than `patience` says, in seconds, is not asked."""
        other = copy.copy(self)
        other.patience = patience
        return other

    def spares(self, host: str) -> bool:
        """Whether a host is left alone beyond what this client has time for."""
        return self.patience is not None and self.politeness.held_for(host) > self.patience(host)

    def patience_with(self, host: str) -> float:
        """The seconds for which a host that wants to be left alone is waited for."""
        return math.inf if self.patience is None else self.patience(host)

    def _own_headers(self) -> dict[str, str]:
        contact = self.settings.contact
        headers = {
            "User-Agent": user_agent(contact),
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9",
            "Accept-Encoding": _OUR_CODINGS,
        }
        return headers | {"From": contact} if contact and "@" in contact else headers

    async def fetch(
        self,
        url: str,
        method: Method = "GET",
        *,
        whole: bool = True,
        files: bool = False,
        validators: Validators | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        follow: bool = True,
    ) -> Exchange:
        """Asks for one address, redirects followed; never raises for what the network does, only where our own process is short of memory or open files.

        `body` goes with a POST. What carries a secret is asked with `follow` False: the answer that leads elsewhere is then the last.

        With `whole` a page is read to its end and decoded; otherwise, and for what is no page, only its beginning. With `files` that
        holds for whatever comes. `headers` stand in the place of our own, for a look through another visitor's eyes.
        `validators` of an earlier answer of this very address (no redirects in between) ask for it only if it has changed:
        an exchange with `not_modified` is the answer that it has not.
        """
        walk = _Walk(self, url, method, whole=whole, files=files, validators=validators, headers=headers)
        walk.sends(body, follow=follow)
        started = self.clock()
        try:
            content = await walk.run()
        except TooLargeError as exc:
            return walk.exchange(started, Reach.TOO_LARGE, Detail.TOO_LARGE, exc.head)
        except (
            ExchangeError,
            OSError,
            LeftAloneError,
            RedirectError,
            StrayAnswerError,
            CodingError,
            ValueError,
        ) as exc:
            if is_starved(exc):
                raise  # the site has nothing to do with it
            return walk.exchange(started, reach_of(exc), detail_of(exc))
        return walk.exchange(started, *walk.outcome(content), content)

    @property
    def connections(self) -> Connections:
        assert self._connections is not None, "the client is used outside its `async with`"
        return self._connections


class _Walk:
    """One fetch on its way through the redirects."""

    def __init__(
        self,
        client: Client,
        url: str,
        method: Method,
        *,
        whole: bool,
        files: bool,
        validators: Validators | None,
        headers: Mapping[str, str] | None,
    ) -> None:
        self._client = client
        self._url = url
        self._method = method
        self._validators = validators or None
        self._whole = whole
        self._files = files
        self._other_headers = dict(headers or {})
        self._at = url
        self._spent = 0.0
        self._ended = False
        self._returned = False
        self._hops: list[Message] = []
        self._last: Received | None = None
        self._cookies = Cookies()
        self._body: bytes | None = None
        self._follow = True

    def sends(self, body: bytes | None, *, follow: bool) -> None:
        self._body, self._follow = body, follow

    async def run(self) -> bytes:
        seen = set()
        while True:
            state = (self._at, self._cookies.header(self._at))
            if state in seen:
                raise RedirectError(Detail.LOOP)
            seen.add(state)
            answer = await self._hop()
            message = answer.message
            self._last = answer
            self._hops.append(message)
            leads = message.status in _REDIRECTS and "location" in answer.headers
            if not (leads and self._follow):
                body = self._end(answer)
                if self._comes_back(answer, body):
                    continue
                target = self._sent_on(answer, body)
                if target is None:
                    return body
            else:
                target = _next_address(answer)
            self._go(answer, target)

    def _go(self, answer: Received, target: str) -> None:
        if len(self._hops) > self._client.settings.max_hops:
            raise RedirectError(f"{Detail.TOO_MANY_HOPS}：{self._client.settings.max_hops}次以上")
        self._cookies.keep(answer.message)
        self._at = target
        self._ended = False
        if self._method == "POST" and answer.message.status in _SEEN_ELSEWHERE:
            self._method, self._body = "GET", None

    def _sent_on(self, answer: Received, body: bytes) -> str | None:
        """Where a page leads that shows nothing itself: a redirect for its visitors as good as any other."""
        if not self._follow or self._method != "GET" or answer.message.status != HTTPStatus.OK:
            return None
        written = sends_on(body)
        target = resolve(written, answer.message.url) if written else None
        if target is None or key_of(target) == key_of(self._at):
            return None
        return target if stays_public(self._at, target) else None

    def _end(self, answer: Received) -> bytes:
        if answer.message.status == NOT_MODIFIED and not (self._validators and len(self._hops) == 1):
            raise StrayAnswerError(Detail.STRAY_304)
        self._ended = True
        return self._content(answer)

    def _comes_back(self, answer: Received, body: bytes) -> bool:
        """A page that only sets a cookie and wants to see it again is asked once more; nothing else is."""
        if self._returned or "set-cookie" not in answer.headers or not asks_to_come_back(body):
            return False
        self._cookies.keep(answer.message)
        self._returned = True
        self._ended = False
        return True

    async def _hop(self) -> Received:
        client, politeness = self._client, self._client.politeness
        loop = asyncio.get_running_loop()
        way = client.connections.way(self._at)
        if way.shares and not politeness.located(way.host):
            await self._locate(way)
        if client.spares(way.host):
            raise LeftAloneError(Detail.LEFT_ALONE)
        # Whoever is asked before us may be told to stay away while we wait.
        async with politeness.turn(way.host, client.patience_with(way.host)):
            begun = loop.time()
            try:
                answer = await client.connections.ask(
                    self._method,
                    way,
                    headers=self._headers(),
                    within=self._time_left(),
                    limit=self._limit,
                    body=self._body,
                )
            except (OSError, ExchangeError) as exc:
                politeness.failed(way.host, reach_of(exc))
                raise
            finally:
                self._spent += loop.time() - begun
        of_others = client.patience_with(way.host) < math.inf
        politeness.answered(
            way.host, answer.message.status, answer.headers.get("retry-after"), of_others=of_others
        )
        return answer

    async def _locate(self, way: Way) -> None:
        """Finds the address before the first request, so that the hosts it carries do not all start at once."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            await self._client.connections.locate(way, within=self._time_left())
        finally:
            self._spent += loop.time() - begun

    def _time_left(self) -> float:
        return max(self._client.settings.timeout - self._spent, 0.001)

    def _headers(self) -> dict[str, str] | None:
        """The validators belong to the address that was asked, not to where it may lead."""
        cookie = self._cookies.header(self._at)
        headers = {"Cookie": cookie} if cookie else {}
        headers |= self._other_headers
        if self._validators and not self._hops:
            headers |= self._validators.headers
        return headers or None

    def _limit(self, content_type: str) -> int:
        settings = self._client.settings
        wanted = self._whole and (self._files or _is_page(content_type))
        return settings.page_bytes if wanted else settings.probe_bytes

    def _content(self, answer: Received) -> bytes:
        message = answer.message
        wanted = self._files or _is_page(answer.headers.get("content-type", ""))
        if not self._whole or not wanted:
            return b""
        if message.truncated:
            raise TooLargeError(message.body)
        return decode(message.body, answer.headers.get("content-encoding"), self._client.settings.page_bytes)

    def outcome(self, body: bytes) -> tuple[Reach, str | None]:
        """What the final answer is, and why when that is not plain."""
        message = self._hops[-1]
        if is_challenge(message.status, body or message.body):
            return Reach.CHALLENGE, None
        if message.status >= 400:
            return Reach.HTTP, None
        if len(self._hops) > 1 and is_login(self._at, body) and not is_login(self._url, body):
            return Reach.CHALLENGE, Detail.LOGIN
        return Reach.OK, None

    def exchange(self, started: dt.datetime, reach: Reach, detail: str | None, body: bytes = b"") -> Exchange:
        attempt = Attempt(
            at=started,
            reach=reach,
            status=self._hops[-1].status if self._ended else None,
            milliseconds=round(self._spent * 1000, 1),
            final_url=self._at,
            detail=None if detail is None else str(detail),
        )
        return Exchange(url=self._url, attempt=attempt, hops=tuple(self._hops), body=body)


def _is_page(content_type: str) -> bool:
    """Whether what comes is text that somebody reads, or may be although it is not said."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind in _TEXTS or kind.startswith("text/") or kind.endswith(("xml", "json"))


def _next_address(answer: Received) -> str:
    location = answer.headers.get("location", "")
    target = resolve(location, answer.message.url)
    if target is None:
        raise RedirectError(f"{Detail.NOWHERE}：{location[:100]}")
    return target
