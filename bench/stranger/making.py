"""A city from one seed: its websites, what is planted in them, and what the rulebook says of their columns."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from bench.stranger.building import build
from bench.stranger.columns import said_of_columns
from bench.stranger.dealing import deal
from bench.stranger.model import Site
from bench.stranger.planting import Truth, resolve
from bench.stranger.rendering import Rendered
from bench.stranger.skins import SKINS
from bench.stranger.words import place_name

BUREAUS = {
    "水利局": "slj",
    "林业局": "lyj",
    "交通运输局": "jtj",
    "民政局": "mzj",
    "统计局": "tjj",
    "文化广电旅游局": "wlj",
    "市场监督管理局": "scj",
    "体育局": "tyj",
}
FRIENDS = [("中国政府网", "http://www.gov.cn/"), ("中国新闻在线", "http://www.zgxinwen.cn/")]


@dataclass(frozen=True)
class Planted:
    """A truth of a website whose addresses are known by now."""

    home: str
    skin: str
    where: str | None
    truth: Truth

    def __str__(self) -> str:
        return f"{' '.join(self.truth.indicators)} {self.skin} {self.where or self.home} {self.truth.what}"


class City:
    """Websites of one seed; `times`: how often each fault and each look-alike is dealt; `others`: what other authors would plant, instead."""

    def __init__(
        self, seed: int, *, portals: int = 24, departments: int = 8, times: int = 3, others: bool = False
    ) -> None:
        self.rng = random.Random(seed)
        self.as_of = datetime(2026, 11, 20, 23, 59, 59) - timedelta(days=self.rng.randint(0, 60))  # noqa: DTZ001
        self.sites = [build(site) for site in self._begin(portals, departments)]
        self.crowded, truths = deal(self.rng, self.sites, times, others=others)
        for site in self.sites:
            truths += [(site, truth) for truth in (*said_of_columns(site), *_of_all(site))]
            _number(site)
        self.rendered = [Rendered(site) for site in self.sites]
        self.planted = [Planted(s.home, s.skin, resolve(s, t.where), t) for s, t in truths]

    def _begin(self, portals: int, departments: int) -> list[Site]:
        used: set[str] = set()
        city, spelling = place_name(self.rng, used)
        sites = []
        for number in range(portals):
            name, letters = place_name(self.rng, used)
            place = name + self.rng.choice("县县区")
            sites.append(self._site(number, f"{place}人民政府", place, f"www.{letters}.gov.cn", "门户网站"))
        for number, bureau in enumerate(self.rng.sample(list(BUREAUS), departments)):
            name = f"{city}市{bureau}"
            sites.append(
                self._site(number + portals, name, name, f"{BUREAUS[bureau]}.{spelling}.gov.cn", "部门网站")
            )
        return sites

    def _site(self, number: int, name: str, place: str, host: str, kind: str) -> Site:
        makes = list(SKINS)
        organiser = f"{place}人民政府办公室" if kind == "门户网站" else name
        code = f"{3612000001 + number * 17 + self.rng.randint(0, 9):010d}"
        rng = random.Random(self.rng.random())
        site = Site(name, host, code, kind, place, organiser, makes[number % len(makes)], rng, self.as_of)
        site.flags["friends"] = list(FRIENDS)
        return site


def _of_all(site: Site) -> list[Truth]:
    """What may be said of every website of the city, and what departments need not have."""
    may = ["D-1.7a"] if site.portal else ["D-1.7a", "D-1.1", "L-9"]
    return [Truth((indicator,), None, "may be said", optional=True) for indicator in may]


def _number(site: Site) -> None:
    """Numbers in addresses grow with the day, as they do where nobody puts a day back."""
    number = 1000
    for item in sorted((i for c in site.columns.values() for i in c.items), key=lambda i: i.when):
        number += site.rng.randint(1, 6)
        item.id = number
