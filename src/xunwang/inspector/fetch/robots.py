"""robots.txt: read once per origin, obeyed or knowingly not, the pauses it asks for always kept."""

import asyncio
import codecs
from typing import Literal

from protego import Protego

from xunwang.inspector.fetch.client import Client, Exchange
from xunwang.inspector.fetch.urls import host_of, resolve
from xunwang.inspector.model import Reach, Record

RobotsPolicy = Literal["obey", "ignore"]
AGENT = "xunwang"
_LONGEST = 500_000  # bytes; RFC 9309 asks for at least 500 KiB
_DAY = 86_400


class RobotsStance(Record, frozen=True):
    """How robots.txt of one site is treated. Who ignores it says who authorised that, in free words, for the record."""

    policy: RobotsPolicy = "obey"
    authorised: str | None = None

    def __post_init__(self) -> None:
        if self.policy == "obey" and self.authorised is not None:
            raise ValueError("遵守 robots.txt 无须授权说明；不遵守的，应写明 ignore 和授权")

    def __str__(self) -> str:
        if self.policy == "obey":
            return "遵守 robots.txt"
        return f"不遵守 robots.txt（{self.authorised or '未注明授权'}）"


class Robots:
    """Answers whether an address may be crawled. A robots.txt that cannot be had forbids nothing.

    `overridden` counts the addresses that robots.txt disallows and that were allowed all the same.
    """

    def __init__(self, client: Client, policy: RobotsPolicy | RobotsStance = "obey") -> None:
        self._client = client
        self.stance = policy if isinstance(policy, RobotsStance) else RobotsStance(policy=policy)
        self.overridden = 0
        self._rules: dict[str, asyncio.Task[Protego | None]] = {}
        self._fetched: list[Exchange] = []

    async def allows(self, url: str) -> bool:
        rules = await self._rules_for(url)
        if rules is None or rules.can_fetch(url, AGENT):
            return True
        self.overridden += self.stance.policy == "ignore"
        return self.stance.policy == "ignore"

    def take(self) -> list[Exchange]:
        """What was fetched since the last call, for the archive."""
        fetched, self._fetched = self._fetched, []
        return fetched

    async def _rules_for(self, url: str) -> Protego | None:
        origin = resolve("/robots.txt", url)
        if origin is None:
            return None
        # One request per origin: all who ask meanwhile wait for the same task.
        task = self._rules.get(origin)
        if task is None:
            task = self._rules[origin] = asyncio.create_task(self._load(origin))
        return await asyncio.shield(task)

    async def _load(self, address: str) -> Protego | None:
        exchange = await self._client.fetch(address)
        self._fetched.append(exchange)
        if exchange.attempt.reach is not Reach.OK or exchange.attempt.status != 200:
            return None
        rules = rules_of(exchange.body)
        pause = pause_of(rules)
        if pause:
            self._client.politeness.keep_apart(host_of(address), pause)
        return rules


def rules_of(body: bytes) -> Protego:
    start = body[:_LONGEST]
    is_wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return Protego.parse(start.decode("utf-16" if is_wide else "utf-8-sig", "replace"))


def pause_of(rules: Protego) -> float:
    """The seconds between two requests that Crawl-delay or Request-rate ask for; a rate for some hours is kept at all hours.

    More than a day is a day: a rate may be written with so many digits that they divide into no number.
    """
    rate = rules.request_rate(AGENT)
    spread = min(rate.seconds, _DAY) / rate.requests if rate and rate.requests > 0 else 0.0
    return max(float(rules.crawl_delay(AGENT) or 0.0), spread)
