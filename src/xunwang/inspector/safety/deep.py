"""A closer look at a page that gave reason for it: every foreign link with the means that hide it, every text with its place."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.safety import styles, words
from xunwang.inspector.safety.colours import same_colour
from xunwang.inspector.safety.dressing import DressedPage
from xunwang.inspector.safety.elements import (
    alternatives,
    innermost,
    is_missed,
    is_speck,
    odd_relations,
    own_sheets,
    said_in_attributes,
    words_of,
)
from xunwang.inspector.safety.furniture import is_furniture
from xunwang.inspector.safety.hosts import domain_of, is_stranger, is_trusted
from xunwang.inspector.safety.identity import names_in
from xunwang.inspector.safety.styles import Means
from xunwang.inspector.safety.unfolding import covered_by

_PLACE = re.compile(r"(?:中国[·\s]?)?([\u4e00-\u9fff]{2,5}?)(?:省|市|县|区|自治|州|旗|镇|乡|街道)")
_PICTURE = re.compile("[\U0001d400-\U0001d7ff\U0001f000-\U0001faff]")
_SUBJECT = re.compile(r"(?:(?:og|twitter):)?(?:title|keywords|description)\Z", re.IGNORECASE)
_BLOCK = 3  # foreign owners in one hidden place that make a block of links
_STRONG = 3
_LINKS = "a[href], area[href], svg a, option[value*='//']"
_LEADING = ("href", "xlink:href", "value")  # where a link says whereto
_MOST = 100  # things of one kind that are looked at in one page
_MOST_LINKS = 3_000
_SAID_BY_STYLE = re.compile(r"\bcontent\s*:\s*[\"']([^\"'\\]{4,200})[\"']")
_NOT_TEXT = frozenset({"script", "style", "title", "template", "head"})


class Strange(NamedTuple):
    """A link as it stands in the page: `means` hide it; `container` is the outermost hidden element around it."""

    node: LexborNode
    url: str
    text: str
    means: tuple[Means, ...]
    container: LexborNode | None
    is_part: bool  # of the page's furniture: a menu, a dialog, something that a click or the pointer shows


class Company(NamedTuple):
    """The links of one container: how many there are, to how many foreign owners, which share to the site itself or good hosts."""

    links: int
    strangers: int
    good: float


class DeepPage(DressedPage):
    """A page whose links and texts are told with what hides them."""

    @cached_property
    def _companies(self) -> dict[int, Company]:
        return {}

    # ── links ──

    def links(self) -> Iterator[Strange]:
        """Every link of the page, those within noscript too; whether one is hidden is only asked where it would matter."""
        base = self._base()
        nodes = self.tree.css(_LINKS)[:_MOST_LINKS]
        written = (
            (node, next((told for name in _LEADING if (told := node.attributes.get(name))), ""))
            for node in nodes
        )
        resolved = ((node, resolve(address, base)) for node, address in written)
        found = [(node, self._led_on(url)) for node, url in resolved if url is not None]
        strangers = {domain_of(url) for _, url in found if is_stranger(url, self.home)}
        for node, address in found:
            text = words_of(node)
            if domain_of(address) in strangers or words.weigh(f"{text} ", sober=False).weight:
                yield self._told(node, address, text)
            else:
                yield Strange(node, address, text, (), None, is_part=False)
        for node in odd_relations(self.tree):
            url = resolve(node.attributes.get("href") or "", base)
            if url is not None and is_stranger(url, self.home):
                text = node.attributes.get("title") or ""
                yield Strange(node, url, text, (Means.HEAD,), None, is_part=False)
        for holder, inner in alternatives(self.tree):
            for node in inner.css("a[href]"):
                if url := resolve(node.attributes.get("href") or "", base):
                    yield Strange(node, url, words_of(node), (Means.NOSCRIPT,), holder, is_part=False)

    def _led_on(self, url: str) -> str:
        """Where an address of the site's own, or of a good host, leads on to."""
        inner = None if is_stranger(url, self.home) else covered_by(url)
        return inner if inner and is_stranger(inner, self.home) else url

    def _base(self) -> str:
        node = self.tree.css_first("base[href]")
        return (node and resolve(node.attributes.get("href") or "", self.url)) or self.url

    def _told(self, node: LexborNode, url: str, text: str) -> Strange:
        means, container, is_part = self.hidden(node)
        return Strange(node, url, text, means, container, is_part)

    def frames(self) -> Iterator[Strange]:
        base = self._base()
        for node in self.tree.css("iframe[src], frame[src], embed[src], object[data]"):
            url = resolve(node.attributes.get("src") or node.attributes.get("data") or "", base)
            if url is not None:
                yield self._told(node, url, words_of(node))

    # ── hiding ──

    def hidden(self, node: LexborNode) -> tuple[tuple[Means, ...], LexborNode | None, bool]:
        """How an element is hidden by itself or by what is around it, the outermost that hides, and whether it is furniture."""
        means: list[Means] = []
        outermost: LexborNode | None = None
        is_part = False
        at: LexborNode | None = innermost(node)
        if is_missed(node):
            means, outermost = [Means.TINY_BOX], node
        sized = node.css_first("img") is not None
        while at is not None and at.tag not in {"html", "-document", "#document"}:
            own = self._means_of(at)
            if sized:
                own = [one for one in own if one is not Means.TINY_TEXT]
            sized = sized or styles.sizes_letters(self._style(at))
            if own:
                means += own
                outermost = at
                is_part = is_part or at.mem_id in self._toggled
            at = at.parent
        colour = same_colour(innermost(node), self._style)
        if colour is not None:
            means.append(colour[0])
            outermost = outermost or colour[1]
        place = self._place(node) if self._written or self.tail else None
        if place is not None and any(start <= place < stop for start, stop in self._written):
            means.append(Means.WRITTEN)
        if place is not None and place >= self.end:
            means.append(Means.AFTER_END)
        if outermost is not None:
            strongly = any(one.strength >= _STRONG for one in means)
            alone = self.is_foreign_block(self.block_around(node, outermost))
            is_part = is_part or is_furniture(outermost, strongly=strongly, alone=alone)
        return tuple(dict.fromkeys(means)), outermost, is_part

    def company(self, container: LexborNode) -> "Company":
        """What the links of a container lead to; told once for each container."""
        known = self._companies.get(container.mem_id)
        if known is None:
            base = self._base()
            urls = [
                url
                for node in container.css("a[href]")
                if (url := resolve(node.attributes.get("href") or "", base))
            ]
            strangers = {domain_of(url) for url in urls if is_stranger(url, self.home)}
            good = sum(is_trusted(url) or domain_of(url) == domain_of(self.home) for url in urls)
            known = self._companies[container.mem_id] = Company(
                len(urls), len(strangers), good / len(urls) if urls else 0.0
            )
        return known

    def block_around(self, node: LexborNode, container: LexborNode) -> LexborNode:
        """The hidden container of a link, or what is around it where every link is hidden by itself."""
        if container.parent is None or (
            container.mem_id != node.mem_id and self.company(container).links > 1
        ):
            return container
        return container.parent

    def is_block(self, container: LexborNode) -> bool:
        """Whether a container leads to several foreign owners."""
        return self.company(container).strangers >= _BLOCK

    def is_foreign_block(self, container: LexborNode) -> bool:
        """Whether a container leads to foreign owners only."""
        return self.is_block(container) and not self.company(container).good

    def leads_to_strangers_only(self, container: LexborNode) -> bool:
        """Whether a container leads to more than one foreign owner, and to nobody else."""
        return self.company(container).strangers > 1 and not self.company(container).good

    def is_dot(self, marquee: LexborNode) -> bool:
        """Whether a scrolling box is too small, or too fast, to be read."""
        return is_speck(marquee, self._style(marquee))

    @property
    def has_pictures(self) -> bool:
        """Whether its text holds pictures that are letters."""
        return _PICTURE.search(self.source) is not None

    @cached_property
    def place(self) -> str:
        """The place whose site it is, as the page's own tag names it; "" where that names none."""
        node = self.tree.css_first('meta[name="SiteName" i]')
        found = _PLACE.match((node.attributes.get("content") or "").strip()) if node is not None else None
        return found[1] if found else ""

    # ── texts ──

    @cached_property
    def title(self) -> str:
        return " ".join(
            words_of(node)
            for node in self.tree.css("title")
            if node.parent is None or node.parent.tag != "svg"
        )

    @cached_property
    def raw_title(self) -> str:
        found = re.search(r"<title[^>]*>(.*?)</title", self.source, re.DOTALL | re.IGNORECASE)
        return found[1] if found else ""

    @cached_property
    def metas(self) -> str:
        """What the head tells search engines and those who share the page; there too nobody sees it."""
        told = [
            node.attributes.get("content") or ""
            for node in self.tree.css("meta[content]")
            if _SUBJECT.match(node.attributes.get("name") or node.attributes.get("property") or "")
        ]
        return "\n".join(dict.fromkeys([*told, *names_in(self.source)]))

    def texts(self) -> tuple[str, str]:
        """The visible and the hidden text of the body, one line for each element that holds some of its own, and for each attribute that says something else."""
        shown: list[str] = []
        unseen: list[str] = []
        hidden: set[int] = set()
        for node in self.tree.css("body *") if self.tree.body else []:
            if node.tag in _NOT_TEXT:
                continue
            if (node.parent is not None and node.parent.mem_id in hidden) or self._means_of(node):
                hidden.add(node.mem_id)
            text = (node.text(deep=False) or "").strip()
            unseen += said_in_attributes(node, text)
            if text:
                (unseen if node.mem_id in hidden else shown).append(" ".join(text.split()))
        unseen += [said for sheet in own_sheets(self.tree) for said in _SAID_BY_STYLE.findall(sheet)[:_MOST]]
        return "\n".join(shown), "\n".join(unseen)
