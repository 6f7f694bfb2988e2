"""A synthetic site of any size, surveyed and judged in a process of its own, which prints what memory that took.

Usage: large_site.py FOLDER PAGES LINKS [COLUMNS]. Rows and links are made up as they are asked for, as a run would read them from its files.
"""

import datetime as dt
import json
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from msgspec import structs

from xunwang.inspector import norms
from xunwang.inspector.door.judging import judge
from xunwang.inspector.evidence import RunWriter, Stats
from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import (
    SHANGHAI,
    Attempt,
    Crumb,
    Evidence,
    Item,
    Link,
    LinkFact,
    LinkKind,
    Marks,
    Page,
    PageKind,
    PageRow,
    Reach,
    SiteKind,
    Subject,
    Zone,
)
from xunwang.inspector.survey import survey

HOME = "http://www.lizhen.gov.cn/"
NOON = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
SUBJECT = Subject(id="lizhen", name="梨镇人民政府", home=HOME, code="9900000001", site_kind=SiteKind.PORTAL)
COLUMNS = 20
ON_A_LIST = 20
MARKS = Marks(
    site_code="9900000001", site_code_from="text", icp="示ICP备12345678号", organiser="梨镇人民政府办公室"
)
TEXT = "梨镇召开春耕生产会议，研究部署今年的工作。\n" * 12
NAMES = ("工作动态", "通知公告", "政策文件", "政策解读", "人事信息")


def column(number: int) -> tuple[str, str]:
    return f"{NAMES[number % len(NAMES)]}{number or ''}", f"{HOME}c{number}/"


def article(number: int, columns: int = COLUMNS) -> str:
    return f"{HOME}c{number % columns}/2026/t20260331_{1000000 + number}.html"


NAVIGATION = tuple(
    Link(url=url, href=url, text=name, zone=Zone.NAV) for name, url in map(column, range(COLUMNS))
)


def row(url: str, kind: PageKind, depth: int, **parts: object) -> PageRow:
    number = hash(url) % 10_000_000
    page = Page(
        url=url,
        status=200,
        kind=kind,
        title=f"{url[-16:]}_梨镇人民政府",
        marks=MARKS,
        text=TEXT,
        metas={"SiteName": "梨镇人民政府", "SiteDomain": "www.lizhen.gov.cn", "SiteIDCode": "9900000001"},
        **parts,
    )
    evidence = Evidence(
        file="archive-00001.warc.gz", offset=number * 9000, length=8999, sha256=f"{number:064x}"
    )
    attempt = Attempt(at=NOON, reach=Reach.OK, status=200, milliseconds=12.5, final_url=url)
    template = "/cN/N.html" if kind is PageKind.ARTICLE else "/cN/"
    return PageRow(
        page=page,
        key=key_of(url),
        depth=depth,
        parent=None if depth == 0 else HOME,
        attempt=attempt,
        evidence=evidence,
        template=template,
    )


def listed(numbers: range, columns: int = COLUMNS) -> tuple[Item, ...]:
    day = dt.date(2026, 3, 31)
    return tuple(
        Item(f"梨镇第{number}号文", article(number, columns), day - dt.timedelta(days=number % 900))
        for number in numbers
    )


def rows(pages: int, columns: int = COLUMNS) -> Iterator[PageRow]:
    yield row(HOME, PageKind.HOME, 0, links=NAVIGATION, items=listed(range(12), columns))
    articles = (pages - 1) * ON_A_LIST // (ON_A_LIST + 1)
    for number in range(pages - 1 - articles):
        name, url = column(number % columns)
        leaf = number // columns
        first = number % columns + leaf * ON_A_LIST * columns
        items = listed(range(first, articles, columns)[:ON_A_LIST], columns)
        links = tuple(Link(item.url, item.url, item.title, zone=Zone.MAIN) for item in items)
        yield row(
            url if leaf == 0 else f"{url}index_{leaf}.html",
            PageKind.COLUMN,
            1,
            items=items,
            links=NAVIGATION + links,
            breadcrumb=(Crumb("首页", HOME), Crumb(name, url)),
            next_pages=(f"{url}index_{leaf + 1}.html",),
        )
    for number in range(articles):
        name, url = column(number % columns)
        crumbs = (Crumb("首页", HOME), Crumb(name, url))
        yield row(article(number, columns), PageKind.ARTICLE, 2, links=NAVIGATION, breadcrumb=crumbs)


def links(count: int) -> Iterator[LinkFact]:
    for number in range(count):
        url = article(number) if number % 2 else f"http://www.example.org/{number}/index.html"
        dead = number % 5000 == 7
        reach, status = (Reach.HTTP, 404) if dead else (Reach.OK, 200)
        attempt = Attempt(at=NOON, reach=reach, status=status, milliseconds=8.5, final_url=url)
        yield LinkFact(
            key=key_of(url),
            url=url,
            parent=HOME,
            text=f"梨镇第{number}号文",
            kind=LinkKind.PAGE,
            on_home=False,
            internal=number % 2 == 1,
            attempts=(attempt, structs.replace(attempt, at=NOON + dt.timedelta(minutes=9)))[: 1 + dead],
        )


class Again:
    """Links that can be walked again and again."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __iter__(self) -> Iterator[LinkFact]:
        return links(self._count)


def peak() -> int:
    """The most memory that this process has held, in MB."""
    # Not ru_maxrss: a child inherits that of the process it was forked from.
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def main(folder: Path, pages: int, count: int, columns: int = COLUMNS) -> None:
    before = peak()
    writer = RunWriter.create(folder, "lizhen", SUBJECT, {}, NOON)
    facts = survey(
        SUBJECT,
        lambda: rows(pages, columns),
        Again(count),
        started=NOON,
        browser=False,
        complete=True,
        incomplete_reason=None,
    )
    writer.write_facts(chain(facts, Again(count)))
    writer.close(NOON, stats=Stats(pages=pages))
    surveyed = peak()
    (judged,) = judge([writer.path], norms.load("cn-2019"), as_of=NOON.date())
    outcomes = {one.indicator: [one.outcome, one.value] for one in judged.judgement.outcomes}
    print(json.dumps({"before": before, "surveyed": surveyed, "judged": peak(), "outcomes": outcomes}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
