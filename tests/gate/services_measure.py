"""Reads the invented pages of services and counts what was read rightly, wrongly and not at all."""

import datetime as dt
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from xunwang.inspector.model import Message, Page
from xunwang.inspector.read import read_page

FOLDER = Path(__file__).parent / "services"
DAY = dt.date(2026, 3, 31)
_FOOT = '<div class="footer"><p>主办单位：示例单位办公室　联系电话：0600-2200000　地址：示例路1号</p><p>冀ICP备99000001号 政府网站标识码：9900000001</p></div>'
_MENU = '<div class="nav"><a href="/">首页</a><a href="/xw/">新闻动态</a><a href="/zwgk/">政务公开</a><a href="/bsfw/">办事服务</a><a href="/hd/">互动交流</a></div>'
Truth = dict[str, Any]


def truths(name: str) -> list[Truth]:
    with (FOLDER / f"{name}.toml").open("rb") as lines:
        return list(tomllib.load(lines)["page"])


def read_one(truth: Truth) -> Page:
    source = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{truth["title"]}</title></head>'
        f'<body><div class="header"><img src="/logo.png" alt="示例"></div>{_MENU}{truth["html"]}{_FOOT}</body></html>'
    )
    home = "/".join(truth["url"].split("/")[:3]) + "/"
    return read_page(source.encode(), truth["url"], home=home, today=DAY)


class Tally:
    """True, false and missed readings by what was read; `wrong` says which."""

    def __init__(self) -> None:
        self.hits: Counter[str] = Counter()
        self.false: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        self.wrong: list[str] = []

    def take(self, what: str, page: str, wanted: set[Any], seen: set[Any]) -> None:
        self.hits[what] += len(wanted & seen)
        self.false[what] += len(seen - wanted)
        self.missed[what] += len(wanted - seen)
        if wanted != seen:
            self.wrong.append(f"{page}: {what} missed {wanted - seen or '-'} false {seen - wanted or '-'}")

    def precision(self, what: str) -> float:
        told = self.hits[what] + self.false[what]
        return self.hits[what] / told if told else 1.0

    def recall(self, what: str) -> float:
        wanted = self.hits[what] + self.missed[what]
        return self.hits[what] / wanted if wanted else 1.0


def state(message: Message) -> str:
    return {True: "answered", False: "open", None: "unknown"}[message.replied]


def measure(name: str) -> Tally:
    tally = Tally()
    for truth in truths(name):
        page = read_one(truth)
        tally.take("letters", truth["name"], _letters(truth), _letters_read(page))
        tally.take(
            "statistics",
            truth["name"],
            {True} & {truth.get("statistics", False)},
            {True} & {page.mailbox_statistics},
        )
        _take_guide(tally, truth, page)
        if "number" in truth:
            tally.take("numbers", truth["name"], {truth["number"]} - {""}, {page.number} - {None})
    return tally


def _letters(truth: Truth) -> set[tuple[str, str, str]]:
    names = ("asked", "answered", "unit", "state")
    return {
        (row[0], name, value)
        for row in truth.get("messages", [])
        for name, value in zip(names, row[1:], strict=True)
        if value
    }


def _letters_read(page: Page) -> set[tuple[str, str, str]]:
    found = set()
    for one in page.messages:
        values = (one.asked, one.answered, one.unit, state(one))
        found |= {
            (one.title, name, str(value))
            for name, value in zip(("asked", "answered", "unit", "state"), values, strict=True)
            if value
        }
    return found


def _take_guide(tally: Tally, truth: Truth, page: Page) -> None:
    is_guide = "guide_missing" in truth
    tally.take("guides", truth["name"], {True} if is_guide else set(), {True} if page.guide else set())
    if not is_guide:
        return
    guide = page.guide
    tally.take("missing", truth["name"], set(truth["guide_missing"]), set(guide.missing) if guide else set())
    tally.take(
        "vague",
        truth["name"],
        set(truth.get("guide_vague", [])),
        {name for name, _ in guide.vague} if guide else set(),
    )
    if "guide_forms" in truth:
        files = {one.url for one in guide.forms if one.url} if guide else set()
        tally.take("forms", truth["name"], set(range(truth["guide_forms"])), set(range(len(files))))
