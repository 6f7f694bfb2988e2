"""What a website of the invented city consists of."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bench.stranger.words import Words


def months_before(day: datetime, months: int) -> datetime:
    """The same day of an earlier month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = datetime(year, month + 1, 1)  # noqa: DTZ001
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


@dataclass
class Answer:
    """One response of the server."""

    body: bytes = b""
    ctype: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    fail_first: int = 0  # so many 503 before the page itself
    delay: float = 0.0
    no_head: bool = False
    variants: list[tuple[str, "Answer"]] = field(default_factory=list)  # "ua:baiduspider", "referer:baidu"


@dataclass
class Item:
    title: str
    when: datetime
    number: int
    body: list[str] = field(default_factory=list)
    source: str | None = None
    files: list[tuple[str, str]] = field(default_factory=list)  # text, address
    links: list[tuple[str, str]] = field(default_factory=list)
    shown: datetime | None = None  # what the page says where it lies about the date
    tagged: datetime | None = None
    addressed: datetime | None = None
    until: datetime | None = None  # of a consultation: its last day
    precise: bool = True  # hour and minute shown
    seconds: bool = False
    raw: str = ""  # HTML appended to the body
    after: str = ""  # HTML appended after </html>
    odd: bool = False  # another template than its neighbours
    title_tag: str | None = None
    head: str = ""
    tags: bool = True
    id: int = 0  # in addresses; grows with the day


@dataclass
class Letter:
    title: str
    number: int
    asked: datetime
    answered: datetime | None
    question: str
    answer: str
    unit: str | None


@dataclass
class Guide:
    title: str
    number: int
    sections: list[tuple[str, str]]
    form: str | None  # address of the form


@dataclass
class Column:
    key: str
    name: str
    kind: str  # landing news notice policy interpretation personnel plan data other stats standing letters guides form apply consult interview topic
    parent: str | None = None
    items: list[Item] = field(default_factory=list)
    text: str = ""  # HTML of a standing page
    number: int = 0
    lead: str = ""  # HTML above the list
    off: str | None = None  # lies at this address instead


@dataclass
class Site:
    name: str
    host: str
    code: str
    kind: str  # 门户网站 | 部门网站
    place: str
    organiser: str
    skin: str
    rng: random.Random
    asof: datetime
    icp: str = ""
    police: str = ""
    phone: str = ""
    columns: dict[str, Column] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)
    guides: list[Guide] = field(default_factory=list)
    flags: dict = field(default_factory=dict)
    extra: dict[str, Answer] = field(default_factory=dict)  # path -> answer
    others: dict[str, Answer] = field(default_factory=dict)  # whole address on other hosts -> answer
    home_html: str = ""  # put at the end of the home page's middle part
    home_head: str = ""
    home_after: str = ""
    taken: set[str] = field(default_factory=set)
    edits: list[Callable[[str, str], str]] = field(
        default_factory=list
    )  # of a path and its page: the page as served
    serial: int = 0

    def __post_init__(self) -> None:
        self.words = Words(self.rng, self.place)

    @property
    def home(self) -> str:
        return f"http://{self.host}/"

    @property
    def portal(self) -> bool:
        return self.kind == "门户网站"

    def next(self) -> int:
        self.serial += self.rng.randint(1, 9)
        return self.serial

    def at(self, days: float) -> datetime:
        """A working moment so many days before the monitoring point."""
        return (self.asof - timedelta(days=days)).replace(
            hour=self.rng.randint(8, 17), minute=self.rng.randint(0, 59), second=self.rng.randint(0, 59)
        )

    def children(self, key: str) -> list[Column]:
        return [c for c in self.columns.values() if c.parent == key]

    def first_level(self) -> list[Column]:
        return [c for c in self.columns.values() if c.parent is None]
