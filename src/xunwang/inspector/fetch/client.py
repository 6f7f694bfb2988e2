"""One address -> bytes: guarded, polite, redirects by hand, every failure named."""

import asyncio
import contextvars
import datetime as dt
import http.cookies
import socket
import ssl
from types import TracebackType
from typing import Literal, Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from xunwang import __version__
from xunwang.inspector.evidence.coding import CodingError, TooLargeError, decode
from xunwang.inspector.evidence.warc import Message
from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.fetch.politeness import Manners, Politeness
from xunwang.inspector.fetch.reach import RedirectError, detail_of, is_challenge, reach_of
from xunwang.inspector.fetch.urls import host_of, resolve
from xunwang.inspector.fetch.wire import message_of, peer_of, read_body
from xunwang.inspector.model import Attempt, Clock, Reach, Record

USER_AGENT = f"Mozilla/5.0 (compatible; xunwang/{__version__}; +https://xunwang.example/about)"
Method = Literal["GET", "HEAD"]
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OUR_CODINGS = "gzip, deflate"


class _Way:
    """How one request gets there. Only on the way to a --connect-to target may a socket lead where the guard would not."""

    def __init__(self, *, mapped: bool) -> None:
        self.mapped = mapped
        self.address: str | None = None


_way: contextvars.ContextVar[_Way | None] = contextvars.ContextVar("way", default=None)


class FetchSettings(Record, frozen=True):
    """How requests are made.

    `timeout` is in seconds, for all hops together; `page_bytes` bounds a page before and after decompression,
    `probe_bytes` what is read of an answer whose content is not wanted.
    """

    timeout: float = 15.0
    page_bytes: int = 20 << 20
    probe_bytes: int = 64 << 10
    max_hops: int = 5
    connections: int = 100
    user_agent: str = USER_AGENT
    manners: Manners = Manners()


class Exchange(Record, frozen=True):
    """One address asked and its end. `hops` are all answers in order, the last one final; `body` is its decoded content."""

    url: str
    attempt: Attempt
    hops: tuple[Message, ...] = ()
    body: bytes = b""

    @property
    def answer(self) -> Message | None:
        return self.hops[-1] if self.hops and self.attempt.status is not None else None

    @property
    def headers(self) -> dict[str, str]:
        """Headers of the final answer with lower-case names, the first of each."""
        return {name.lower(): value for name, value in reversed(self.hops[-1].headers)} if self.hops else {}

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def truncated(self) -> bool:
        return bool(self.hops and self.hops[-1].truncated)


class _Resolver(AbstractResolver):
    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=to_port, family=family, proto=0, flags=0)
            for address, to_port in await self._guard.addresses(host, port)
        ]

    async def close(self) -> None:
        return


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
        self.politeness = politeness or Politeness(self.settings.manners)
        self._session: aiohttp.ClientSession | None = None
        self._addresses: dict[str, str] = {}

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            limit=self.settings.connections,
            resolver=_Resolver(self.guard),
            ttl_dns_cache=30,
            socket_factory=self._socket,
            ssl=_tls(),
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            auto_decompress=False,
            trust_env=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=self._own_headers(),
            max_line_size=16_384,
            max_field_size=65_536,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session:
            await self._session.close()

    def _own_headers(self) -> dict[str, str]:
        return {
            "User-Agent": self.settings.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9",
            "Accept-Encoding": _OUR_CODINGS,
        }

    def _socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, protocol, _, address = info
        way = _way.get()
        if way is None or not way.mapped:
            self.guard.check_port(int(address[1]))
            self.guard.check_address(str(address[0]))
        if way:
            way.address = str(address[0])
        return socket.socket(family=family, type=kind, proto=protocol)

    async def fetch(self, url: str, method: Method = "GET", *, whole: bool = True) -> Exchange:
        """Asks for one address, redirects followed; never raises for what the network does.

        With `whole` a page is read to its end and decoded; otherwise, and for what is no page, only its beginning.
        """
        walk = _Walk(self, url, method, whole=whole)
        started = self.clock()
        try:
            body = await walk.run()
        except TooLargeError as exc:
            return walk.exchange(started, Reach.TOO_LARGE, "内容超过大小上限", exc.head)
        except (aiohttp.ClientError, OSError, RedirectError, CodingError, ValueError) as exc:
            return walk.exchange(started, reach_of(exc), detail_of(exc))
        return walk.exchange(started, walk.reach(body), None, body)

    def reached(self, host: str, way: _Way, peer: str | None) -> str | None:
        """The address a host was reached at; an answer read at once has let go of its connection, so it is remembered."""
        address = peer or way.address or self._addresses.get(host)
        if address:
            self._addresses[host] = address
            if not way.mapped:
                self.politeness.seen_at(host, address)
        return address

    @property
    def session(self) -> aiohttp.ClientSession:
        assert self._session is not None, "the client is used outside its `async with`"
        return self._session


class _Walk:
    """One fetch on its way through the redirects."""

    def __init__(self, client: Client, url: str, method: Method, *, whole: bool) -> None:
        self._client = client
        self._url = url
        self._method = method
        self._whole = whole
        self._at = url
        self._spent = 0.0
        self._ended = False
        self._hops: list[Message] = []
        self._cookies: dict[str, dict[str, str]] = {}

    async def run(self) -> bytes:
        seen = set()
        while True:
            state = (self._at, tuple(self._sent_cookies().items()))
            if state in seen:
                raise RedirectError("循环跳转")
            seen.add(state)
            message = await self._hop()
            self._hops.append(message)
            if message.status not in _REDIRECTS or not message.header("location"):
                self._ended = True
                return self._content(message)
            if len(self._hops) > self._client.settings.max_hops:
                raise RedirectError(f"跳转超过{self._client.settings.max_hops}次")
            self._keep_cookies(message)
            self._at = _next_address(message)

    async def _hop(self) -> Message:
        host = host_of(self._at)
        loop = asyncio.get_running_loop()
        async with self._client.politeness.turn(host):
            begun = loop.time()
            try:
                message = await self._request()
            finally:
                self._spent += loop.time() - begun
        self._client.politeness.answered(host, message.status, message.header("retry-after"))
        return message

    async def _request(self) -> Message:
        url = URL(self._at, encoded=True)
        host, port = host_of(self._at), url.port or 80
        way = _Way(mapped=self._client.guard.mapped(host, port) is not None)
        token = _way.set(way)
        left = max(self._client.settings.timeout - self._spent, 0.001)
        try:
            async with self._client.session.request(
                self._method,
                url,
                allow_redirects=False,
                headers=self._cookie_header(),
                timeout=aiohttp.ClientTimeout(total=left),
            ) as response:
                address = self._client.reached(host, way, peer_of(response))
                body = await read_body(response, self._limit(response), address)
                return message_of(self._at, self._client.clock(), response, body)
        finally:
            _way.reset(token)

    def _limit(self, response: aiohttp.ClientResponse) -> int:
        settings = self._client.settings
        return (
            settings.page_bytes if self._whole and _is_page(response.content_type) else settings.probe_bytes
        )

    def _content(self, message: Message) -> bytes:
        limit = self._client.settings.page_bytes
        if not self._whole or not _is_page(message.header("content-type") or "text/html"):
            return b""
        if message.truncated:
            raise TooLargeError(message.body)
        return decode(message.body, message.header("content-encoding"), limit)

    def _keep_cookies(self, message: Message) -> None:
        """A redirect that sets a cookie wants to see it again; nothing is kept beyond this one fetch."""
        jar = self._cookies.setdefault(host_of(message.url), {})
        for name, value in message.headers:
            if name.lower() == "set-cookie":
                jar.update(_cookies_of(value))

    def _sent_cookies(self) -> dict[str, str]:
        return self._cookies.get(host_of(self._at), {})

    def _cookie_header(self) -> dict[str, str]:
        cookies = self._sent_cookies()
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}

    def reach(self, body: bytes) -> Reach:
        status = self._hops[-1].status
        if is_challenge(status, body or self._hops[-1].body):
            return Reach.CHALLENGE
        return Reach.HTTP if status >= 400 else Reach.OK

    def exchange(self, started: dt.datetime, reach: Reach, detail: str | None, body: bytes = b"") -> Exchange:
        attempt = Attempt(
            at=started,
            reach=reach,
            status=self._hops[-1].status if self._ended else None,
            milliseconds=round(self._spent * 1000, 1),
            final_url=self._at,
            detail=detail,
        )
        return Exchange(url=self._url, attempt=attempt, hops=tuple(self._hops), body=body)


def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    # Browsers still talk to servers without secure renegotiation; many old government servers are such.
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    return context


def _is_page(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return (
        not kind
        or kind.startswith("text/")
        or kind.endswith(("xml", "json"))
        or kind == "application/octet-stream"
    )


def _next_address(message: Message) -> str:
    location = message.header("location") or ""
    target = resolve(location, message.url)
    if target is None:
        raise RedirectError(f"跳转到无法打开的地址：{location[:100]}")
    return target


def _cookies_of(header: str) -> dict[str, str]:
    try:
        morsels = http.cookies.SimpleCookie(header)
    except http.cookies.CookieError:
        return {}
    return {name: morsel.value for name, morsel in morsels.items()}
