"""One visit: a page fetched and read once, or a link tried as gently as its server allows."""

import datetime as dt
import hashlib
import logging
from collections.abc import Mapping

import msgspec

from xunwang.inspector.evidence import Message
from xunwang.inspector.fetch.client import Client, Exchange
from xunwang.inspector.fetch.urls import without_fragment
from xunwang.inspector.model import Attempt, Page, PageKind, Reach, Record
from xunwang.inspector.read import read_page

_PAGE_TYPES = frozenset(
    {"", "text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml"}
)
# After these a GET would meet the same wall.
_HOPELESS = frozenset({Reach.DNS, Reach.REFUSED, Reach.TLS, Reach.FORBIDDEN})
_WHY = {
    Reach.TIMEOUT: "访问超时",
    Reach.DNS: "域名无法解析",
    Reach.REFUSED: "服务器拒绝连接",
    Reach.RESET: "连接被中断",
    Reach.TLS: "安全证书或加密连接异常",
    Reach.PROTOCOL: "服务器的应答不合规范",
    Reach.TOO_LARGE: "页面超过大小上限",
    Reach.CHALLENGE: "返回的是验证页面",
    Reach.FORBIDDEN: "该地址不允许连接",
    Reach.ROBOTS: "robots.txt 不允许访问",
}
_log = logging.getLogger(__name__)


class Visit(Record, frozen=True):
    """What one visit brought. `page` is None when the answer is no page; `rendered` is the DOM after scripts, as HTML."""

    attempt: Attempt
    messages: tuple[Message, ...] = ()
    page: Page | None = None
    digest: bytes = b""
    rendered: bytes | None = None


def is_page(exchange: Exchange) -> bool:
    return exchange.content_type in _PAGE_TYPES and (
        "html" in exchange.content_type or exchange.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    )


class Reading(Record, frozen=True):
    """What the reader must know besides the bytes: the site's home page and the monitoring day."""

    home: str
    today: dt.date

    def page(self, body: bytes, url: str, status: int, headers: Mapping[str, str]) -> Page | None:
        """The page in `body`; None when it breaks the reader, which must not end the crawl of a site."""
        try:
            return read_page(body, url, status=status, headers=headers, home=self.home, today=self.today)
        except Exception:  # noqa: BLE001  # foreign pages have no limits; the log says which one and why
            _log.exception("cannot read %s", url)
            return None


def read(exchange: Exchange, reading: Reading) -> Visit:
    """What a fetched address is; a page that cannot be read is one that could not be checked."""
    attempt = exchange.attempt
    if attempt.status is None or not is_page(exchange):
        return Visit(attempt=attempt, messages=exchange.hops)
    url = without_fragment(attempt.final_url or exchange.url)
    page = reading.page(exchange.body, url, attempt.status, exchange.headers)
    if page is None:
        failed = msgspec.structs.replace(attempt, reach=Reach.PROTOCOL, detail="页面内容无法解析")
        return Visit(attempt=failed, messages=exchange.hops)
    if page.kind is PageKind.CHALLENGE:
        attempt = msgspec.structs.replace(attempt, reach=Reach.CHALLENGE)
    return Visit(
        attempt=attempt, messages=exchange.hops, page=page, digest=hashlib.sha256(exchange.body).digest()
    )


async def check_link(client: Client, url: str, *, gently: bool = True) -> Visit:
    """Tries a link: HEAD, and GET where HEAD gets no good answer; only the beginning of a body is read."""
    asked: tuple[Message, ...] = ()
    if gently:
        head = await client.fetch(url, "HEAD", whole=False)
        if head.attempt.reach is Reach.OK or head.attempt.reach in _HOPELESS:
            return Visit(attempt=head.attempt, messages=head.hops)
        asked = head.hops
    got = await client.fetch(url, whole=False)
    return Visit(attempt=got.attempt, messages=asked + got.hops)


def why(attempt: Attempt) -> str:
    """In words for the user why an attempt brought no page."""
    return _WHY.get(attempt.reach) or f"服务器返回{attempt.status}"
