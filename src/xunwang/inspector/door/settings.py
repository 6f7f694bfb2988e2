"""How looking is done: one set of settings for every way in, free of norms."""

from collections.abc import Callable, Iterable
from typing import Literal
from urllib.parse import urlsplit

from xunwang.inspector.fetch.client import FetchSettings
from xunwang.inspector.fetch.guard import ConnectTo, Guard
from xunwang.inspector.fetch.politeness import Manners
from xunwang.inspector.model import Record


class SettingsError(Exception):
    """One sentence: which setting is wrong and what would be right."""


class InspectSettings(Record, frozen=True):
    """`concurrency` sites side by side, `per_host` connections to each host with `delay` seconds between two starts.

    `closed`: nothing but the targets of `connect_to` is ever contacted (示例市 on loopback).
    """

    max_pages: int = 5000
    concurrency: int = 4
    per_host: int = 1
    delay: float = 1.0
    timeout: float = 15.0
    include: str | None = None
    exclude: str | None = None
    robots: Literal["obey", "ignore"] = "obey"
    browser: Literal["auto", "never"] = "auto"
    connect_to: tuple[str, ...] = ()
    allow_private: bool = False
    closed: bool = False
    retry_wait: float = 5.0

    def guard(self, named: Iterable[str] = ()) -> Guard:
        """The one gate for everything this inspection connects to. Raises SettingsError.

        The ports of `named`, addresses that the operator gave, are open besides those of the web.
        """
        try:
            targets = [ConnectTo.parse(text) for text in self.connect_to]
        except ValueError as error:
            raise SettingsError(str(error)) from error
        ports = {port for address in named if (port := urlsplit(address).port)}
        return Guard(allow_private=self.allow_private, ports=ports, connect_to=targets, closed=self.closed)

    def fetching(self) -> FetchSettings:
        manners = Manners(
            per_host=self.per_host, per_address=self.per_host * self.concurrency, delay=self.delay
        )
        return FetchSettings(timeout=self.timeout, manners=manners)


Settings = dict[str, str | int | float | bool | list[str] | None]
Telling = Callable[[str, int, int | None], None]
"""Takes the stage (a site's name), what is done and what there is to do (None: not known yet)."""
