"""The site over IPv6: its AAAA records, its home page, the likeness of what comes, and a sample of its links."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence

from xunwang.inspector.fetch.client import Client, Exchange
from xunwang.inspector.fetch.guard import GuardRefusedError
from xunwang.inspector.fetch.six import has_no_records, why_no_way
from xunwang.inspector.model import Attempt, Page, Reach, V6Look, V6State, late

Ask = Callable[[Client, str], Awaitable[Exchange]]
Reader = Callable[[Exchange], Page | None]

_TRIES = 2
_PATIENCE = 3
_FEWEST_LINES = 5
_CHANGING = late(r"[\d\s:：年月日时分秒/.-]+")


async def over_six(
    client: Client,
    home: Exchange,
    links: Sequence[tuple[int, str]],
    *,
    ask: Ask,
    read: Reader,
    mapped: bool,
    pause: float,
) -> V6State:
    """The state of a site over IPv6. `client` connects over IPv6 alone, `home` is its home page as it came the usual way.

    `mapped`: the operator sends requests for this host elsewhere, to what is no IPv6 address. `pause` in seconds lies between two visits
    of the home page; links are only tried where the home page opened.
    """
    url = home.attempt.final_url or home.url
    addresses, trouble = ([], None) if mapped else await _addresses(client, url)
    if mapped:
        return V6State(blocked="到该网站的连接已改到指定的IPv4地址")
    if trouble:
        return V6State(unasked=trouble)
    if blocked := why_no_way(addresses[0]) if addresses else why_no_way():
        return V6State(addresses=tuple(addresses), blocked=blocked)
    if not addresses:
        return V6State()
    attempts, there = await _visits(client, url, ask, pause)
    state = V6State(addresses=tuple(addresses), home=tuple(attempts))
    if there is None:
        return state
    return V6State(
        addresses=state.addresses,
        home=state.home,
        likeness=_likeness(read(home), read(there)),
        links=tuple(await _looks(client, links, ask)),
    )


async def _addresses(client: Client, url: str) -> tuple[list[str], str | None]:
    """The IPv6 addresses of the home host, and why they could not be had; both empty when there are none."""
    way = client.connections.way(url)
    try:
        found = await client.guard.addresses(way.host, way.port)
    except GuardRefusedError as refused:
        return [], str(refused)
    except socket.gaierror as error:
        return [], None if has_no_records(error) else "域名解析暂时失败"
    return [address for address, _ in found], None


async def _visits(client: Client, url: str, ask: Ask, pause: float) -> tuple[list[Attempt], Exchange | None]:
    attempts: list[Attempt] = []
    for number in range(_TRIES):
        if number:
            await asyncio.sleep(pause)
        exchange = await ask(client, url)
        attempts.append(exchange.attempt)
        if exchange.attempt.reach is Reach.OK:
            return attempts, exchange
    return attempts, None


async def _looks(client: Client, links: Iterable[tuple[int, str]], ask: Ask) -> list[V6Look]:
    """The links tried one by one; after a few in a row that nobody answered the rest is left alone."""
    looks: list[V6Look] = []
    silent = 0
    for level, url in links:
        if silent < _PATIENCE:
            exchange = await ask(client, url)
            looks.append(V6Look(url=url, level=level, attempt=exchange.attempt))
            silent = silent + 1 if exchange.attempt.reach is Reach.TIMEOUT else 0
    return looks


def _likeness(one: Page | None, other: Page | None) -> int | None:
    """Percent of lines that two pages share, whatever their clocks and counters say; None when there is too little to compare."""
    lines = [_lines(page.text.splitlines()) if page else frozenset() for page in (one, other)]
    if min(map(len, lines)) < _FEWEST_LINES:
        return None
    return round(100 * len(lines[0] & lines[1]) / len(lines[0] | lines[1]))


def _lines(lines: Iterable[str]) -> frozenset[str]:
    plain = (_CHANGING.sub("", line) for line in lines)
    return frozenset(line for line in plain if len(line) > 1)


def is_mapped_away(plain: Client, six: Client, url: str) -> bool:
    """Whether --connect-to sends a host to an IPv4 address and names no IPv6 one for it."""
    host, port = plain.connections.way(url).host, plain.connections.way(url).port
    return plain.guard.mapped(host, port) is not None and six.guard.mapped(host, port) is None
