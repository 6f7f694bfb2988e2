"""One page, read at once: saved or live."""

import asyncio
import datetime as dt
from collections.abc import Mapping

from xunwang.inspector.door.settings import InspectSettings
from xunwang.inspector.fetch.client import Client, Exchange
from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import Attempt, Clock, Page, Record
from xunwang.inspector.read import read_page


class FetchError(Exception):
    """One sentence: which address gave no page, and why."""


def read_saved(body: bytes, url: str, *, home: str | None, today: dt.date | None) -> Page:
    return read_page(body, url, home=home, today=today)


def read_address(
    url: str, *, home: str | None, today: dt.date, settings: InspectSettings, clock: Clock
) -> Page:
    """Fetch one address and read it. Raises FetchError when there is no answer to read."""
    exchange, final = _got(url, settings, clock)
    return read_page(
        exchange.body, final, status=exchange.attempt.status, headers=exchange.headers, home=home, today=today
    )


class Glance(Record, frozen=True):
    """What one look at an address showed: how it ended, and the page where something readable came."""

    attempt: Attempt
    page: Page | None


def glance(url: str, settings: InspectSettings, clock: Clock) -> Glance:
    """One look at an address, whatever comes of it. Raises FetchError when it is no address."""
    address = resolve(url, url)
    if address is None:
        raise FetchError(f"“{url}”不是可以访问的网址，应以 http:// 或 https:// 开头")
    exchange = asyncio.run(_fetch(address, settings, clock))
    page = None
    if exchange.answer is not None:
        final, today = exchange.attempt.final_url or address, clock().date()
        page = read_page(
            exchange.body,
            final,
            status=exchange.attempt.status,
            headers=exchange.headers,
            home=final,
            today=today,
        )
    return Glance(exchange.attempt, page)


def fetch_page(url: str, settings: InspectSettings, clock: Clock) -> tuple[bytes, str, Mapping[str, str]]:
    """The body of one address, where it came from and its headers. Raises FetchError when there is no answer to read."""
    exchange, final = _got(url, settings, clock)
    return exchange.body, final, exchange.headers


def _got(url: str, settings: InspectSettings, clock: Clock) -> tuple[Exchange, str]:
    address = resolve(url, url)
    if address is None:
        raise FetchError(f"“{url}”不是可以访问的网址，应以 http:// 或 https:// 开头")
    exchange = asyncio.run(_fetch(address, settings, clock))
    if exchange.answer is None:
        detail = exchange.attempt.detail or exchange.attempt.reach.value
        raise FetchError(f"未能读取 {url}：{detail}")
    return exchange, exchange.attempt.final_url or address


async def _fetch(url: str, settings: InspectSettings, clock: Clock) -> Exchange:
    async with Client(settings.guard([url]), clock, settings.fetching()) as client:
        return await client.fetch(url)
