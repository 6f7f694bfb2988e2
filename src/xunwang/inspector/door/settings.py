"""How looking is done: one set of settings for every way in, free of norms."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Literal
from urllib.parse import urlsplit

from xunwang.inspector.crawl.settings import Progress
from xunwang.inspector.fetch.client import FetchSettings
from xunwang.inspector.fetch.guard import ConnectTo, Guard, Lookup
from xunwang.inspector.fetch.manners import Agreement, Manners, quiet_hours
from xunwang.inspector.fetch.robots import RobotsStance
from xunwang.inspector.fetch.six import six_lookup
from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import Record
from xunwang.inspector.safety.opinion import OpinionSettings

_HOST = re.compile(r"[^\W_]([\w-]*\w)?(\.[^\W_]([\w-]*\w)?)*(:\d{1,5})?")


class SettingsError(Exception):
    """One sentence: which setting is wrong and what would be right."""


class InspectSettings(Record, frozen=True):
    """`concurrency` sites side by side, `per_host` connections to each host with `delay` seconds between two starts.

    `per_address_delay` is the same for each IP address, which may carry many sites; None: as `delay`. After `max_seconds` of
    work on it a site is judged from what was seen. `also` are further hosts of the site's unit. `closed`: nothing but the
    targets of `connect_to` is ever contacted (示例市 on loopback).

    `contact` is where owners of sites reach whoever inspects; no request starts in `quiet_hours` (08:30-11:30);
    `agreements` are rates that owners agreed to, as `Agreement.parse` reads them; `robots_authorised` says who allowed
    that robots.txt is ignored. `second_look`: key pages are asked once more as other visitors, and what they link to; `fragments`: links to places within pages are held against the pages; `lost_domains` are known to have
    changed owner. `opinion_server`, a model server that speaks the OpenAI protocol, is asked about suspicions that are not sure; None: nobody is. `proof`: the text of every page is proofread after the crawl, with `terms`, the user's tables of offices, words and decisions (`Terms` of the proofreader, as JSON). With `allow_private` the given sites may lie inside, nothing else. `posts_archived`: of an account's newest
    posts so many are archived with pictures and attachments, besides those that answer an order.
    """

    max_pages: int = 5000
    max_seconds: float | None = None
    concurrency: int = 4
    per_host: int = 1
    delay: float = 1.0
    per_address_delay: float | None = None
    timeout: float = 15.0
    include: str | None = None
    exclude: str | None = None
    also: tuple[str, ...] = ()
    robots: Literal["obey", "ignore"] = "obey"
    robots_authorised: str | None = None
    contact: str | None = None
    quiet_hours: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    browser: Literal["auto", "never"] = "auto"
    proof: bool = True
    terms: str | None = None
    second_look: bool = True
    fragments: bool = False
    lost_domains: tuple[str, ...] = ()
    opinion_server: str | None = None
    opinion_model: str | None = None
    connect_to: tuple[str, ...] = ()
    allow_private: bool = False
    closed: bool = False
    retry_wait: float = 5.0
    posts_archived: int = 5

    def guard(self, named: Iterable[str] = ()) -> Guard:
        """The one gate for everything this inspection connects to. Raises SettingsError.

        The ports of `named`, addresses that the operator gave, are open besides those of the web.
        """
        return self._guard(named, self._targets())

    def six_guard(self, named: Iterable[str] = ()) -> Guard:
        """The same gate for what is asked over IPv6 alone: of the targets of `connect_to` those that can be reached so. Raises SettingsError."""
        reachable = [target for target in self._targets() if not _is_v4(target.to_host)]
        return self._guard(named, reachable, lookup=six_lookup)

    def _targets(self) -> list[ConnectTo]:
        with _sentences():
            return [ConnectTo.parse(text) for text in self.connect_to]

    def _guard(self, named: Iterable[str], targets: list[ConnectTo], lookup: Lookup | None = None) -> Guard:
        sites = [*named, *self.also_at()]
        return Guard(
            private_sites=sites if self.allow_private else (),
            ports={port for address in sites if (port := urlsplit(address).port)},
            connect_to=targets,
            closed=self.closed,
            lookup=lookup,
        )

    def also_at(self) -> list[str]:
        """The further hosts as addresses. Raises SettingsError."""
        places = {host: f"http://{host}/" for host in self.also}
        for host, place in places.items():
            if not _HOST.fullmatch(host) or resolve(place, place) is None:
                raise SettingsError(f"--also 应为主机名，例如 zwgk.example.gov.cn，实际为“{host}”")
        return list(places.values())

    def fetching(self) -> FetchSettings:
        """How requests are made. Raises SettingsError."""
        with _sentences():
            return FetchSettings(timeout=self.timeout, contact=self.contact, manners=self.manners())

    def manners(self) -> Manners:
        """How hard hosts and addresses are pressed. Raises SettingsError."""
        with _sentences():
            return Manners(
                per_host=self.per_host,
                per_address=self.per_host * self.concurrency,
                delay=self.delay,
                per_address_delay=self.delay if self.per_address_delay is None else self.per_address_delay,
                quiet=quiet_hours(self.quiet_hours),
                agreements=tuple(Agreement.parse(text) for text in self.agreements),
            )

    def stance(self) -> RobotsStance:
        """How robots.txt is treated. Raises SettingsError."""
        with _sentences():
            return RobotsStance(policy=self.robots, authorised=self.robots_authorised)

    def check(self) -> None:
        """Raises SettingsError when one of the settings cannot be read."""
        self.guard()
        self.fetching()
        self.stance()
        if self.opinion_server is not None:
            with _sentences():
                OpinionSettings(address=self.opinion_server, model=self.opinion_model or "default")


def _is_v4(host: str | None) -> bool:
    return host is not None and host.replace(".", "").isdigit()


@contextmanager
def _sentences() -> Iterator[None]:
    """What the parsers of settings refuse, said as a SettingsError."""
    try:
        yield
    except ValueError as error:
        raise SettingsError(str(error)) from error


class Told(Record, frozen=True):
    """Where one stage of long work stands. `stage`: a site's name, or what is done to many (复查).

    `total`: None while it is not known. `crawl`: the figures of a site that is being walked, None for other work.
    """

    stage: str
    done: int
    total: int | None = None
    finished: bool = False
    crawl: Progress | None = None


Telling = Callable[[Told], None]
