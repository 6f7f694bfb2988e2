"""A second look at a site once it was walked: through other visitors' eyes, at what it links to, into its attachments.

Everything is bounded: a few key pages, some foreign owners, some attachments; one call for a site, through the same guarded client.
"""

import asyncio
import datetime as dt
import heapq
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from msgspec import structs

from xunwang.inspector.evidence import Run, RunWriter
from xunwang.inspector.evidence.table import LazyRow
from xunwang.inspector.fetch.alike import Wording
from xunwang.inspector.fetch.client import Client, Exchange
from xunwang.inspector.fetch.robots import Robots, RobotsStance
from xunwang.inspector.fetch.urls import key_of, locator_of, without_fragment
from xunwang.inspector.model import (
    Evidence,
    LinkFact,
    LinkKind,
    Page,
    PageKind,
    PageRow,
    Reach,
    Record,
    SafetyFact,
    SafetySign,
    Subject,
    is_starved,
)
from xunwang.inspector.privacy import masked, may_hold_any
from xunwang.inspector.read import read_page
from xunwang.inspector.read.decode import decode
from xunwang.inspector.read.documents import DocumentReader
from xunwang.inspector.safety import comparing, outside, people, secrecy, spam, wording
from xunwang.inspector.safety.apart import sign_of
from xunwang.inspector.safety.comparing import Sight
from xunwang.inspector.safety.sheets import hidden_by, sheets_of
from xunwang.inspector.safety.siblings import Kin, Lone
from xunwang.inspector.safety.watching import with_signs

_FIRST_ROWS = 200  # rows of an earlier run in which its home page and the pages next to it stand
_DOCUMENT = re.compile(r"\.(?:docx?|xlsx?|wps|et|pdf|ofd|pptx?|csv|txt)\Z", re.IGNORECASE)
_TELLING = re.compile(
    r"名单|公示|花名册|汇总|明细|录[用取]|补贴|补助|低保|救助|成绩|体检|资格|人员|登记|发放|认定|申请|报名|户|学生|考生"
)
_TITLES = 4  # how much likelier a telling name makes an attachment worth reading


class Visitor(NamedTuple):
    """Somebody else through whose eyes a page is seen; `may_differ`: honest sites give it a layout of its own.

    `at_home`: sent to the home page alone, and only where nobody before was shown another page; cloaks mostly serve all of their kind.
    """

    name: str
    headers: Mapping[str, str]
    may_differ: bool = False
    at_home: bool = False


VISITORS = (
    Visitor("从搜索引擎来的访问者", {"Referer": "https://www.baidu.com/s?wd=site"}),
    Visitor(
        "搜索引擎爬虫",
        {"User-Agent": "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"},
    ),
    Visitor(
        "手机访问者",
        {
            "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
            "Referer": "https://m.baidu.com/",
        },
        may_differ=True,
    ),
    Visitor("从搜狗搜索来的访问者", {"Referer": "https://www.sogou.com/web?query=site"}, at_home=True),
    Visitor("从360搜索来的访问者", {"Referer": "https://www.so.com/s?q=site"}, at_home=True),
    Visitor("从必应搜索来的访问者", {"Referer": "https://cn.bing.com/search?q=site"}, at_home=True),
    Visitor(
        "谷歌搜索的爬虫",
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        at_home=True,
    ),
    Visitor(
        "搜狗搜索的爬虫",
        {"User-Agent": "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)"},
        at_home=True,
    ),
)


class Bounds(Record, frozen=True):
    """How much is asked again of one site: `pages` by every visitor, `outside` foreign owners, `attachments`, `sheets` of style."""

    pages: int = 4
    sheets: int = 12
    outside: int = 24
    attachments: int = 24


class Site(Record, frozen=True):
    """The site that is looked at; `home` is where its home page really is. `lost` are domains that the user's list names."""

    subject: Subject
    home: str
    today: dt.date
    robots: RobotsStance = RobotsStance()
    lost: frozenset[str] = frozenset()
    bounds: Bounds = Bounds()


class SecondLook:
    """What it asks lies in the archive of the run; facts come back. `stopped` ends it early."""

    def __init__(
        self,
        site: Site,
        writer: RunWriter,
        client: Client,
        documents: DocumentReader,
        stopped: Callable[[], bool],
    ) -> None:
        self._site = site
        self._writer = writer
        self._client = client
        self._documents = documents
        self._robots = Robots(client, site.robots)
        self._stopped = stopped
        self._last: tuple[Wording, Page | None] | None = None

    async def facts(
        self,
        rows: Iterable[LazyRow],
        links: Iterable[LinkFact],
        since: Run | None,
        *,
        carriers: Iterable[PageRow] = (),
        lone: Iterable[Lone] = (),
    ) -> list[SafetyFact]:
        """Everything that a second look brings. `links` are walked several times, `rows` once, from the home page on.

        `carriers` are the pages whose links to strangers are held against the style sheets, `lone` those that stand apart from their siblings.
        """
        first = [one for one in islice(rows, _FIRST_ROWS) if one.stored.attempt.reach is Reach.OK]
        near = [one for one in first if _is_near(one)]
        found = list(self._since(first, since)) if since else []
        found += self._of_links(links)
        for row in _key_pages(near, self._site.bounds.pages):
            found += await self._through_other_eyes(row)
        for link in outside.strangers(links, self._site.home, self._site.bounds.outside):
            found += await self._abroad(link)
        found += await self._attachments(links)
        found += await self._by_sheets(carriers)
        found += self._apart(lone)
        return found

    # ── style sheets of their own ──

    async def _by_sheets(self, carriers: Iterable[PageRow]) -> list[SafetyFact]:
        """What is hidden by sheets that pages load: each sheet is asked for once, the pages lie in the archive."""
        texts: dict[str, str] = {}
        found: dict[str, SafetyFact] = {}
        for row in carriers:
            if self._stopped():
                break
            source = self._archived(row)
            loaded = sheets_of(source, row.page.url, self._site.home)
            for address in loaded:
                if address not in texts and len(texts) < self._site.bounds.sheets:
                    texts[address] = await self._sheet(address)
            asked = [texts[address] for address in loaded if address in texts]
            signs = hidden_by(source, row.page.url, self._site.home, asked)
            found |= {sign.place: _fact(sign, row.page.url, row) for sign in signs if sign.place not in found}
        return list(found.values())

    async def _sheet(self, url: str) -> str:
        """The text of a style sheet, archived; "" where it cannot be had."""
        if not await self._robots.allows(url):
            return ""
        exchange = await self._client.fetch(url, files=True)
        self._writer.append_exchange(exchange.hops)
        is_sheet = "css" in exchange.headers.get("content-type", "")
        return (
            exchange.body.decode("utf-8", "replace")
            if is_sheet and exchange.attempt.reach is Reach.OK
            else ""
        )

    # ── among siblings ──

    def _apart(self, lone: Iterable[Lone]) -> Iterator[SafetyFact]:
        """Pages that stand apart from those of their template, all of which lie in the archive."""
        for one in lone:
            if self._stopped():
                return
            siblings = [self._archived(sibling) for sibling in one.siblings]
            sign = sign_of(one, self._archived(one.page), siblings, self._site.home)
            if sign is not None:
                sign = structs.replace(sign, found=masked(sign.found))
                page = one.page
                yield SafetyFact(sign=sign, url=page.url, key=page.key, on_home=False, evidence=page.evidence)

    def _archived(self, row: PageRow | Kin) -> str:
        assert row.evidence is not None
        html = self._writer.rendered(row.evidence) if row.rendered else None
        if html is not None:
            return html.decode("utf-8", "replace")
        answer = self._writer.response(row.evidence)
        return decode(answer.body, answer.headers)[0]

    # ── against the last good copy ──

    def _since(self, first: list[LazyRow], since: Run) -> Iterable[SafetyFact]:
        changed = {one.stored.key: one.stored for one in first if isinstance(one.stored, PageRow)}
        for known in since.lazy_rows_with(changed, among=_FIRST_ROWS) if changed else ():
            row = changed.pop(known.stored.key, None) if known.stored.attempt.reach is Reach.OK else None
            if row is not None:
                before, key = known.whole().page, locator_of(row.page.url, self._site.home)
                turned = (
                    comparing.tampered(before, row.page, self._site.subject.name, key)
                    if _is_near(known)
                    else None
                )
                sign = turned or comparing.slipped_in(before, row.page, self._site.home, key)
                if sign:
                    yield _fact(sign, row.page.url, row)
            if not changed:
                return

    # ── what the crawl's own visits say ──

    def _of_links(self, links: Iterable[LinkFact]) -> list[SafetyFact]:
        told = [*outside.moved_away(links, self._site.home), *outside.listed(links, self._site.lost)]
        facts = {sign.place: _at_link(sign, link) for link, sign in told}
        return list(facts.values())

    # ── other visitors ──

    async def _through_other_eyes(self, row: PageRow) -> list[SafetyFact]:
        url = row.page.url
        if self._stopped() or not await self._robots.allows(url):
            return []
        crawled = Wording.read_for(row, self._writer)
        self._last = (crawled, row.page) if crawled else None
        again = await self._look(url, {})
        if again is None:
            return []
        base = Sight(without_fragment(row.attempt.final_url or url), row.page)
        found: list[SafetyFact] = []
        for visitor in VISITORS:
            if visitor.at_home and (found or row.depth):
                continue
            other = await self._look(url, visitor.headers)
            sign = other and comparing.cloaked(
                base, again.sight, other.sight, visitor.name, self._site.home, may_differ=visitor.may_differ
            )
            if other and sign:
                place = f"{locator_of(url, self._site.home)}#{sign.place}"
                found.append(_seen(structs.replace(sign, place=place), url, row, other))
        return found

    async def _look(self, url: str, headers: Mapping[str, str]) -> "_Came | None":
        if self._stopped():
            return None
        exchange = await self._client.fetch(url, headers=headers)
        evidence = self._writer.append_exchange(exchange.hops)
        if exchange.attempt.status is None:
            return None
        final = without_fragment(exchange.attempt.final_url or url)
        return _Came(Sight(final, self._read_once(exchange, final)), evidence)

    def _read_once(self, exchange: Exchange, final: str) -> Page | None:
        """An answer that is to the letter the one before is not read again: honest sites show everybody the same page."""
        answer = Wording.of(exchange)
        if self._last is None or self._last[0] != answer:
            self._last = answer, self._read(exchange, final, self._site.home)
        return self._last[1]

    def _read(self, exchange: Exchange, url: str, home: str) -> Page | None:
        if not exchange.is_page or exchange.attempt.reach is not Reach.OK:
            return None
        try:
            page = read_page(
                exchange.body,
                url,
                status=exchange.attempt.status,
                headers=exchange.headers,
                home=home,
                today=self._site.today,
            )
            return with_signs(page, exchange.body, exchange.headers, home)
        except Exception as error:  # foreign pages have no limits; what cannot be read says nothing
            if is_starved(error):
                raise
            return None

    # ── other places ──

    async def _abroad(self, link: LinkFact) -> list[SafetyFact]:
        if self._stopped() or not await self._robots.allows(link.url):
            return []
        exchange = await self._client.fetch(link.url)
        evidence = self._writer.append_exchange(exchange.hops)
        final = without_fragment(exchange.attempt.final_url or link.url)
        page = self._read(exchange, final, final)
        sign = page and outside.turned(link, page, self._site.subject)
        return [structs.replace(_at_link(sign, link), evidence=evidence)] if sign else []

    async def _attachments(self, links: Iterable[LinkFact]) -> list[SafetyFact]:
        chosen = _worth_reading(links, self._site.bounds.attachments)
        found: list[SafetyFact] = []
        for link in chosen:
            if self._stopped() or not await self._robots.allows(link.url):
                continue
            exchange = await self._client.fetch(link.url, files=True)
            evidence = self._writer.append_exchange(exchange.hops)
            if exchange.attempt.reach is not Reach.OK or not exchange.body:
                continue
            document = await asyncio.to_thread(self._documents.read, exchange.body)
            key = locator_of(link.url, self._site.home)
            found += [
                structs.replace(_at_link(sign, link), url=link.url, evidence=evidence)
                for sign in signs_of_text(f"{link.text or ''}\n{document.text}", key)
            ]
        return found


class _Came(NamedTuple):
    sight: Sight
    evidence: Evidence | None


def signs_of_text(text: str, key: str) -> list[SafetySign]:
    """What the text of an attachment with this key should not show."""
    signs = [*secrecy.signs(text, key), *wording.signs(text, key), *spam.of_a_file(text)]
    if may_hold_any(text):
        signs += people.signs(text, key)
    return [structs.replace(sign, found=masked(sign.found), why=f"附件：{sign.why}") for sign in signs]


def _is_near(one: LazyRow) -> bool:
    """The home page, or one next to it."""
    return one.stored.depth <= 1


def _key_pages(near: Iterable[LazyRow], most: int) -> list[PageRow]:
    """The home page, then columns and articles in turn, then what is neither; only those are read whole."""
    home: list[LazyRow] = []
    columns: list[LazyRow] = []
    articles: list[LazyRow] = []
    rest: list[LazyRow] = []
    kinds = {PageKind.COLUMN: columns, PageKind.ARTICLE: articles, PageKind.OTHER: rest}
    for one in near:
        kept = home if one.stored.depth == 0 else kinds.get(one.kind)
        if kept is not None:
            kept.append(one)
        if 2 * min(len(columns), len(articles)) >= most:
            break
    others = [one for pair in zip(columns, articles, strict=False) for one in pair] or columns or articles
    return [one.whole() for one in (home[:1] + others + rest)[:most]]


def _worth_reading(links: Iterable[LinkFact], most: int) -> list[LinkFact]:
    """Documents of the site that open, lists of people first."""
    documents = (
        (_TITLES * bool(_TELLING.search(link.text or "")) + link.on_home, link)
        for link in links
        if link.internal
        and link.kind is LinkKind.ATTACHMENT
        and _DOCUMENT.search(link.url.partition("?")[0])
        and link.attempts
        and link.attempts[-1].reach is Reach.OK
    )
    return [link for _, link in heapq.nlargest(most, documents, key=lambda pair: pair[0])]


def _fact(sign: SafetySign, url: str, row: PageRow) -> SafetyFact:
    return SafetyFact(sign=sign, url=url, key=row.key, on_home=row.depth == 0, evidence=row.evidence)


def _seen(sign: SafetySign, url: str, row: PageRow, came: _Came) -> SafetyFact:
    return structs.replace(_fact(sign, url, row), evidence=came.evidence)


def _at_link(sign: SafetySign, link: LinkFact) -> SafetyFact:
    """At the page that carries the link."""
    url = link.parent or link.url
    return SafetyFact(sign=sign, url=url, key=key_of(url), on_home=link.on_home, evidence=link.evidence)
