"""The home host beside its pages: secure or not, with and without `www.`, and what it says of what does not exist."""

import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit

from xunwang.inspector.crawl.neighbours import twin_of
from xunwang.inspector.crawl.soft404 import SoftErrors
from xunwang.inspector.evidence.coding import CodingError, TooLargeError, decode
from xunwang.inspector.fetch.certificates import certificate_of
from xunwang.inspector.fetch.client import Exchange
from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.fetch.urls import host_of, is_ip, registered_domain
from xunwang.inspector.model import Answer, LinkKind, Page, Reach, SecureState

Ask = Callable[[str], Awaitable[Exchange]]

_MAX_AGE = re.compile(r"max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_BARE = re.compile(
    r"nginx|apache|tomcat|tengine|openresty|iis|internet information services|http status \d{3}|weblogic|not found on this server",
    re.IGNORECASE,
)
_FEW_LETTERS = 12
_CHINESE = re.compile(r"[一-鿿]")
PROMPT = re.compile(
    "(?:即将|将要|您将|正在|确定|确认|是否)(?:要)?(?:离开|跳转|退出|(?:访问|打开|前往|进入)(?:外部|其他网站|第三方|非本(?:网)?站|非政府))"
)
_MOST_SCRIPTS = 6
_LONGEST_SCRIPT = 2 << 20
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


async def secure_state(
    guard: Guard, url: str, ask: Ask, *, plain: Exchange | None, seconds: float
) -> SecureState:
    """The home page over HTTPS. `plain` is the answer to the address without S, where that is another."""
    parts = urlsplit(url)
    exchange = await ask(urlunsplit(parts._replace(scheme="https")))
    port = parts.port or 443
    try:
        shown = await certificate_of(guard, (parts.hostname or "").rstrip("."), port, seconds=seconds)
    except OSError:
        shown = None
    answered = exchange.attempt.status is not None
    policy = _MAX_AGE.search(exchange.headers.get("strict-transport-security", "")) if answered else None
    led = plain is not None and plain.attempt.status is not None
    return SecureState(
        attempt=exchange.attempt,
        certificate=shown,
        redirects=(plain.attempt.final_url or "").startswith("https://") if plain and led else None,
        hsts=int(policy[1]) if policy else None,
    )


def twin_url(url: str) -> str | None:
    """The home page under its name with or without `www.`; None where only one of them is to be expected."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if not host.startswith("www.") and host != registered_domain(host):
        return None
    other = twin_of(host)
    if "." not in other or is_ip(host_of(url)):
        return None
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit(parts._replace(netloc=f"{other}{port}"))


async def twin_answer(
    url: str, home: Page | None, ask: Ask, read: Callable[[Exchange], Page | None]
) -> Answer:
    """What the other name answers; `own` whether it is this site's home page, or leads there."""
    exchange = await ask(url)
    attempt = exchange.attempt
    if attempt.reach is not Reach.OK:
        return Answer(url=url, attempt=attempt)
    if home and host_of(attempt.final_url or url) == host_of(home.url):
        return Answer(url=url, attempt=attempt, own=True)
    page = read(exchange)
    same = None if page is None or home is None else page.title == home.title
    return Answer(url=url, attempt=attempt, own=same)


async def missing_answer(
    url: str, home: Page | None, seed: str, ask: Ask, read: Callable[[Exchange], Page | None]
) -> Answer:
    """What an address that cannot exist answers; `own`: with a page that a visitor knows as one of the site."""
    invented = SoftErrors(seed).invented(url)
    exchange = await ask(invented)
    attempt = exchange.attempt
    if attempt.status is None:
        return Answer(url=invented, attempt=attempt)
    page = read(exchange)
    return Answer(url=invented, attempt=attempt, own=_is_own(page, home) if page else False)


def _is_own(page: Page, home: Page | None) -> bool | None:
    """A page of the site leads back into it or says more than a server says by itself; None where a script fills it."""
    if page.script_filled:
        return None
    host = host_of(page.url)
    leads_on = any(link.kind is LinkKind.PAGE and host_of(link.url) == host for link in page.links)
    said = len(_CHINESE.findall(page.text))
    if _BARE.search(f"{page.title or ''} {page.text[:200]}") and not leads_on:
        return False
    named = bool(home and home.title and home.title in (page.title or ""))
    return leads_on or named or said >= _FEW_LETTERS


async def leave_prompt(home: Page, source: str, ask: Ask) -> bool | None:
    """Whether the home page or the scripts it takes from its own host hold words that warn whoever leaves the site."""
    if PROMPT.search(source):
        return True
    own = [
        link.url
        for link in home.links
        if link.kind is LinkKind.SCRIPT and host_of(link.url) == host_of(home.url)
    ]
    addresses = list(dict.fromkeys(own))
    for url in addresses[:_MOST_SCRIPTS]:
        exchange = await ask(url)
        if exchange.attempt.reach is not Reach.OK:
            return None
        if PROMPT.search(_script(exchange)):
            return True
    return None if len(addresses) > _MOST_SCRIPTS else False


def _script(exchange: Exchange) -> str:
    """The text of a script, with characters that it writes as numbers."""
    raw = exchange.body
    if not raw and exchange.hops:
        with suppress(CodingError, TooLargeError):
            raw = decode(exchange.hops[-1].body, exchange.headers.get("content-encoding"), _LONGEST_SCRIPT)
    text = raw.decode("utf-8", "replace")
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "\\u" in text else text


def leaves_to(home: Page) -> tuple[str, ...]:
    """Some links of the home page that lead to hosts which are none of the government's."""
    own = registered_domain(host_of(home.url))
    outside = {
        host_of(link.url): link.url
        for link in home.links
        if link.kind is LinkKind.PAGE and link.visible and link.url.startswith("http")
        and registered_domain(host_of(link.url)) != own and not _is_of_state(host_of(link.url))
        and link.url != home.marks.error_entry  # also where it still stands at an old address without a name
    }  # fmt: skip
    return tuple(outside.values())[:3]


def _is_of_state(host: str) -> bool:
    plain = host.partition(":")[0]
    return plain.endswith((".gov.cn", ".政务", ".xn--zfr164b", "conac.cn", "mps.gov.cn")) or plain == "gov.cn"
