"""robots.txt: read once per origin, obeyed or knowingly not, its Crawl-delay always kept."""

import asyncio
from typing import Literal

from protego import Protego

from xunwang.inspector.fetch.client import Client, Exchange
from xunwang.inspector.fetch.urls import host_of, resolve
from xunwang.inspector.model import Reach

RobotsPolicy = Literal["obey", "ignore"]
AGENT = "xunwang"
_LONGEST = 500_000


class Robots:
    """Answers whether an address may be crawled. A robots.txt that cannot be had forbids nothing."""

    def __init__(self, client: Client, policy: RobotsPolicy = "obey") -> None:
        self._client = client
        self._policy = policy
        self._rules: dict[str, asyncio.Task[Protego | None]] = {}
        self._fetched: list[Exchange] = []

    async def allows(self, url: str) -> bool:
        origin = resolve("/robots.txt", url)
        if origin is None:
            return True
        # One request per origin: all who ask meanwhile wait for the same task.
        task = self._rules.get(origin)
        if task is None:
            task = self._rules[origin] = asyncio.create_task(self._load(origin))
        rules = await asyncio.shield(task)
        return self._policy == "ignore" or rules is None or bool(rules.can_fetch(url, AGENT))

    def take(self) -> list[Exchange]:
        """What was fetched since the last call, for the archive."""
        fetched, self._fetched = self._fetched, []
        return fetched

    async def _load(self, address: str) -> Protego | None:
        exchange = await self._client.fetch(address)
        self._fetched.append(exchange)
        if exchange.attempt.reach is not Reach.OK or exchange.attempt.status != 200:
            return None
        rules = Protego.parse(exchange.body[:_LONGEST].decode("utf-8", "replace"))
        delay = rules.crawl_delay(AGENT)
        if delay:
            self._client.politeness.keep_apart(host_of(address), float(delay))
        return rules
