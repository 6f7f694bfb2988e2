"""A large site worked out but not written: its columns, their entries, what is broken and where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from math import ceil
from typing import Literal

from bench.city.words import Words

PER_LIST = 25
_HOT = range(12, 19)
_COLUMNS = {
    "新闻中心": ("政务要闻", "部门动态", "县区动态", "图片新闻", "媒体聚焦"),
    "政务公开": ("通知公告", "政策文件", "政策解读", "人事信息", "规划计划", "统计数据", "财政预决算"),
    "重点领域": ("公共资源交易", "生态环境", "食品药品监管", "社会救助", "安全生产"),
    "互动交流": ("民意征集", "征集反馈", "热点回应", "在线访谈"),
    "走进示例": ("城市风光", "历史文化", "投资指南"),
}
_STANDING = ("机构职能", "领导信息", "政府工作机构", "公开指南", "公开制度", "依申请公开", "年度报告", "网站声明",
             "联系我们", "地理位置", "行政区划", "气候资源", "网站地图", "无障碍说明", "隐私保护", "服务指引")  # fmt: skip
BrokenKind = Literal["page", "image", "attachment", "outside_missing", "outside_dead"]
BROKEN_KINDS: tuple[BrokenKind, ...] = ("page", "image", "attachment", "outside_missing", "outside_dead")


@dataclass(frozen=True)
class Broken:
    """A planted link that no visitor can open."""

    url: str
    kind: BrokenKind
    parent: str


@dataclass(frozen=True)
class Entry:
    """An article as its list shows it."""

    title: str
    path: str
    day: date
    number: int

    @property
    def clock(self) -> str:
        return f"0{self.number % 10}:{self.number % 50 + 10}"


@dataclass
class Column:
    name: str
    path: str
    channel: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def pages(self) -> int:
        return max(1, ceil(len(self.entries) / PER_LIST))

    def page_path(self, number: int) -> str:
        return self.path if number == 1 else f"{self.path}index_{number}.html"

    def shown(self, number: int) -> list[Entry]:
        return self.entries[(number - 1) * PER_LIST : number * PER_LIST]

    @property
    def hot(self) -> list[Entry]:
        """What its side box lists: other articles, and another number of them, in every column."""
        count = _HOT[sum(map(ord, self.name)) % len(_HOT)]
        return self.entries[3::5][:count] or self.entries[:count]


@dataclass(frozen=True)
class Extra:
    """What one article carries besides its text."""

    images: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class SitePlan:
    authority: str
    name: str
    columns: tuple[Column, ...]
    channels: dict[str, str]
    standing: dict[str, str]
    extras: dict[int, Extra]
    broken: tuple[Broken, ...]
    files: frozenset[str]

    @property
    def home(self) -> str:
        return f"http://{self.authority}/"

    @property
    def paths(self) -> Iterator[str]:
        """Every page of the site, in the order a visitor comes by them."""
        lists = (column.page_path(n) for column in self.columns for n in range(1, column.pages + 1))
        articles = (entry.path for column in self.columns for entry in column.entries)
        return chain(["/"], self.channels.values(), self.standing.values(), lists, articles)


def plan(authority: str, name: str, pages: int, *, as_of: date, neighbour: str, dead: str) -> SitePlan:
    """A site of at most `pages` pages (a handful fewer at most); at least 40."""
    columns, channels = _columns(pages)
    standing = {word: f"/zwgk/jg/{n}/" for n, word in enumerate(_STANDING, start=1)}
    _fill(columns, pages - 1 - len(channels) - len(standing), Words(f"{authority} titles"), as_of)
    entries = [entry for column in columns for entry in column.entries]
    broken = tuple(_broken(entries, f"http://{authority}", max(5, pages // 50), neighbour, dead))
    extras, files = _extras(entries, broken, f"http://{authority}", neighbour)
    return SitePlan(authority, name, tuple(columns), channels, standing, extras, broken, files)


def _columns(pages: int) -> tuple[list[Column], dict[str, str]]:
    wanted = max(3, min(24, pages // 12))
    named = [(channel, name) for channel, names in _COLUMNS.items() for name in names][:wanted]
    columns = [
        Column(name, f"/zwgk/{n // 8 + 1}0{n % 8}/", channel) for n, (channel, name) in enumerate(named)
    ]
    used = dict.fromkeys(channel for channel, _ in named)
    return columns, {channel: f"/channel/{n}/" for n, channel in enumerate(used, start=1)}


def _fill(columns: Sequence[Column], room: int, words: Words, as_of: date) -> None:
    """Articles for as long as they and their list pages have room, the columns in turn, then each list newest first."""
    number = 0
    while sum(column.pages + len(column.entries) for column in columns) + 2 <= room:
        column = columns[number % len(columns)]
        number += 1
        day = as_of - timedelta(days=number * 5 // len(columns))
        path = f"{column.path}{day:%Y%m}/t{day:%Y%m%d}_{1_200_000 + number}.html"
        column.entries.append(Entry(words.title(day, number), path, day, number))


def _broken(entries: Sequence[Entry], root: str, count: int, neighbour: str, dead: str) -> Iterator[Broken]:
    tag = root.rpartition(":")[0].rpartition(".")[2]
    for n in range(count):
        entry = entries[(n * len(entries) // count + 3) % len(entries)]
        kind = BROKEN_KINDS[n % len(BROKEN_KINDS)]
        target = {
            "page": f"{root}/zwgk/old/201{n % 10}/t201{n % 10}0605_{880_000 + n}.html",
            "image": f"{root}/images/lost/W0202{n:05d}.jpg",
            "attachment": f"{root}/zwgk/files/P0202{n:05d}.doc",
            "outside_missing": f"http://{neighbour}/zt/lost/{tag}-{n}.html",
            "outside_dead": f"http://{dead}/{tag}/{n}.html",
        }[kind]
        yield Broken(target, kind, root + entry.path)


def _extras(
    entries: Sequence[Entry], broken: Sequence[Broken], root: str, neighbour: str
) -> tuple[dict[int, Extra], frozenset[str]]:
    """Every fiftieth article has a picture, another fiftieth a file, another a link elsewhere, all of which open."""
    lost: dict[str, list[Broken]] = {}
    for one in broken:
        lost.setdefault(one.parent.removeprefix(root), []).append(one)
    extras: dict[int, Extra] = {}
    files: set[str] = set()
    for entry in entries:
        images, attachments, links = _good(entry, neighbour)
        files.update((*images, *attachments))
        for one in lost.get(entry.path, ()):
            {"image": images, "attachment": attachments}.get(one.kind, links).append(one.url)
        if images or attachments or links:
            extras[entry.number] = Extra(tuple(images), tuple(attachments), tuple(links))
    return extras, frozenset(files)


def _good(entry: Entry, neighbour: str) -> tuple[list[str], list[str], list[str]]:
    number = entry.number
    image, attachment = f"/images/{entry.day:%Y}/W0{number:06d}.jpg", f"/zwgk/files/P0{number:06d}.doc"
    link = f"http://{neighbour}/zt/{number % 20}.html"
    turn = number % 50
    return [image] * (turn == 7), [attachment] * (turn == 21), [link] * (turn == 33)
