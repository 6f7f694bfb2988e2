"""The words the city is described with: what a site serves, what is wrong with it, and what only looks wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

ColumnKind = Literal[
    "news",
    "notice",
    "policy",
    "interpretation",
    "personnel",
    "planning",
    "data",
    "other",
    "static",
    "channel",
    "messages",
    "petition",
    "services",
]
Behaviour = Literal["answer", "hang", "reset"]
Six = Literal["same", "down"]
Role = Literal["home", "column", "article", "file", "script", "error", "challenge", "other"]


@dataclass(frozen=True)
class Resource:
    """What one address answers. `later` takes over from day 1 on, when the link has recovered (or not)."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    behaviour: Behaviour = "answer"
    role: Role = "other"
    later: Resource | None = None


@dataclass(frozen=True)
class Attachment:
    name: str
    path: str


@dataclass(frozen=True)
class Article:
    """One article; `published` is what its page and its list say, in local time; `html` stands before the text."""

    title: str
    published: datetime
    source: str
    paragraphs: tuple[str, ...]
    path: str
    attachments: tuple[Attachment, ...] = ()
    image: str | None = None
    html: str = ""
    pinned: bool = False

    @property
    def day(self) -> date:
        return self.published.date()


@dataclass(frozen=True)
class Message:
    """A letter from the public with its answer, if there is one."""

    title: str
    asked: date
    path: str
    question: str
    answered: date | None = None
    answer: str = ""


@dataclass(frozen=True)
class Guide:
    """A service guide: its elements in the order shown, as (heading, text), and the form that it offers."""

    title: str
    path: str
    elements: tuple[tuple[str, str], ...]
    form: str


@dataclass(frozen=True)
class Column:
    """One column. `parent` is the name of its channel, None for a first-level column of the main navigation."""

    name: str
    kind: ColumnKind
    path: str
    parent: str | None = None
    articles: tuple[Article, ...] = ()
    texts: tuple[str, ...] = ()
    messages: tuple[Message, ...] = ()
    guides: tuple[Guide, ...] = ()
    scripted: bool = False
    on_home: bool = False

    @property
    def is_list(self) -> bool:
        return self.kind not in {"static", "channel", "messages", "petition", "services"}

    @property
    def is_blank(self) -> bool:
        return self.is_list and not self.articles

    def newest(self, as_of: date) -> date | None:
        """The newest date not after the monitoring point; None for a blank column."""
        return max((article.day for article in self.articles if article.day <= as_of), default=None)


@dataclass(frozen=True)
class Site:
    """One website of the register and everything it serves; `pages` maps a request target to its answer."""

    name: str
    home: str
    code: str
    kind: str
    level: str
    organiser: str
    icp: str
    phone: str
    style: str
    columns: tuple[Column, ...]
    pages: Mapping[str, Resource] = field(repr=False)
    missing: Resource = field(repr=False, default=Resource(b"404 Not Found", 404))
    six: Six = "same"
    charset: str = "utf-8"
    blind: bool = False

    @property
    def host(self) -> str:
        return self.home.split("/")[2]


@dataclass(frozen=True)
class Account:
    name: str
    platform: str
    kind: str
    handle: str
    organiser: str
    filed: date


@dataclass(frozen=True)
class Unit:
    name: str
    level: str
    parent: str | None


@dataclass(frozen=True)
class Plant:
    """A real fault; one that `needs_six` shows only where the machine has IPv6. `decision` is the answer planted for a candidate only a person can confirm."""

    site: str
    indicator: str
    address: str
    detail: str = ""
    needs_browser: bool = False
    built: bool = True
    note: str = ""
    decision: Literal["confirmed", "dismissed"] | None = None
    by: str = ""
    reason: str = ""
    needs_six: bool = False


@dataclass(frozen=True)
class Lookalike:
    """Something innocent that must not be found."""

    site: str
    indicator: str
    address: str
    note: str


@dataclass(frozen=True)
class City:
    """The whole city at its monitoring point. `neighbours` are hosts that are linked to but not inspected."""

    name: str
    as_of: date
    seed: int
    sites: tuple[Site, ...]
    neighbours: tuple[Site, ...]
    accounts: tuple[Account, ...]
    units: tuple[Unit, ...]
    truth: tuple[Plant, ...]
    lookalikes: tuple[Lookalike, ...]
    unchecked: tuple[str, ...]
    outage: str
    near_outage: str
