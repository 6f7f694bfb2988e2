"""Pages of one template held against each other: what one names outside its content box and its siblings do not.

A crawl sees sites whole, and pages of one template differ in their content alone. Rows stream by; what is kept is bounded.
"""

from collections.abc import Iterator
from typing import NamedTuple

from xunwang.inspector.fetch.urls import without_fragment
from xunwang.inspector.model import Evidence, Link, LinkKind, Page, PageKind, PageRow, Reach, Zone
from xunwang.inspector.safety.hosts import domain_of, is_stranger, is_tool

FEW = 3  # siblings that say what a template holds
_RARE = 20  # one page in so many that may stand apart, and one in any case
_SHOWN = 3  # siblings that are named, and looked at
_TEMPLATES, _HOSTS, _DOMAINS = 400, 60, 4_000  # that are kept
_MOST = 24  # pages of a site that are held against their siblings
_TOLD = 400  # characters of a description
_LEAST = 8  # characters of a description that says something
_LISTS = 12  # foreign domains that no sibling names, from which a page is a list of links
_OUTSIDE = frozenset({Zone.HEADER, Zone.NAV, Zone.SIDE, Zone.FOOTER, Zone.UNKNOWN})
_LOADED = frozenset({LinkKind.SCRIPT, LinkKind.FRAME})
_PAGES = frozenset({PageKind.ARTICLE, PageKind.COLUMN, PageKind.GUIDE, PageKind.MESSAGE, PageKind.OTHER})


class Kin(NamedTuple):
    """A page as far as it is kept; `told` is what its head tells of it."""

    url: str
    key: str
    depth: int
    evidence: Evidence
    rendered: bool
    told: str


class Lone(NamedTuple):
    """A page that stands apart from `siblings`, of which its template has `many`.

    `url`: what it alone names outside of its content; None where its description speaks of something else. `unnamed`: nothing else of the site names that domain.
    """

    page: Kin
    siblings: tuple[Kin, ...]
    many: int
    url: str | None
    unnamed: bool


class _Template:
    def __init__(self) -> None:
        self.pages = 0
        self.shown: list[Kin] = []
        self.hosts: dict[str, list[tuple[Kin, str]]] = {}
        self.carriers: dict[str, int] = {}
        self.speaking = 0
        self.astray: list[Kin] = []

    def meet(self, domain: str, url: str, kin: Kin) -> None:
        self.carriers[domain] = self.carriers.get(domain, 0) + 1
        first = self.hosts.setdefault(domain, [])
        if len(first) < _SHOWN:
            first.append((kin, url))

    def listen(self, kin: Kin, text: str) -> None:
        """Whether what the head tells of a page is what the page speaks of."""
        if speaks_of(kin.told, text):
            self.speaking += 1
        elif len(self.astray) <= _SHOWN:
            self.astray.append(kin)

    def is_rare(self, number: int) -> bool:
        return self.pages > FEW and number <= max(1, self.pages // _RARE)


class Siblings:
    """Sees the rows of a site, the home page first."""

    def __init__(self) -> None:
        self._home = self._own = ""
        self._templates: dict[tuple[str, PageKind], _Template] = {}
        self._named: dict[str, int] = {}  # pages that name a foreign domain anywhere

    def take(self, row: PageRow) -> None:
        if not self._home and row.depth == 0:
            self._home = without_fragment(row.attempt.final_url or row.page.url)
            self._own = f"{'/'.join(self._home.split('/')[:3])}/"
        if not self._home or row.evidence is None or row.attempt.reach is not Reach.OK:
            return
        page = row.page
        domains = self._count(page)
        is_sibling = page.kind in _PAGES and row.depth > 0
        template = self._template((row.template or "", page.kind)) if is_sibling else None
        if template is None:
            return
        told = (page.metas.get("Description") or "")[:_TOLD]
        kin = Kin(page.url, row.key, row.depth, row.evidence, row.rendered, told)
        template.pages += 1
        if len(template.shown) <= _SHOWN:
            template.shown.append(kin)
        for domain, url in domains.items():
            if domain in template.hosts or len(template.hosts) < _HOSTS:
                template.meet(domain, url, kin)
        if len(told) >= _LEAST and len(page.text) >= _TOLD // 4:
            template.listen(kin, f"{page.title or ''}\n{page.text}")

    def lone(self) -> list[Lone]:
        """The pages that stand apart, those of the largest templates first."""
        found: list[Lone] = []
        for template in sorted(self._templates.values(), key=lambda one: -one.pages):
            found += self._apart(template)
        return found[:_MOST]

    def _template(self, key: tuple[str, PageKind]) -> _Template | None:
        known = self._templates.get(key)
        if known is None and len(self._templates) < _TEMPLATES:
            known = self._templates[key] = _Template()
        return known

    def _count(self, page: Page) -> dict[str, str]:
        """The foreign domains that a page names outside of its content and of which nothing is told yet, each with an address; all that it names are counted."""
        outside: dict[str, str] = {}
        everywhere = set()
        for url, is_outside in _named(page, self._own):
            if is_stranger(url, self._home) and not is_tool(url):
                domain = domain_of(url)
                everywhere.add(domain)
                if is_outside:
                    outside.setdefault(domain, url)
        for domain in everywhere:
            if domain in self._named or len(self._named) < _DOMAINS:
                self._named[domain] = self._named.get(domain, 0) + 1
        for sign in page.signs:
            outside.pop(domain_of(sign.target), None) if sign.target else None
        return outside

    def _apart(self, template: _Template) -> Iterator[Lone]:
        alone: dict[str, list[tuple[Kin, str, str]]] = {}
        for domain, first in template.hosts.items():
            if template.is_rare(template.carriers[domain]):
                for kin, url in first:
                    alone.setdefault(kin.key, []).append((kin, url, domain))
        for found in alone.values():
            if len(found) < _LISTS:
                yield from (
                    self._of(template, kin, url, unnamed=self._named[domain] <= 1)
                    for kin, url, domain in found
                    if domain in self._named
                )
        if template.speaking >= FEW and len(template.astray) <= max(1, template.speaking // _RARE):
            yield from (self._of(template, kin, None, unnamed=False) for kin in template.astray)

    def _of(self, template: _Template, kin: Kin, url: str | None, *, unnamed: bool) -> Lone:
        others = tuple(one for one in template.shown if one.key != kin.key)[:_SHOWN]
        return Lone(kin, others, template.pages - 1, url, unnamed)


def _named(page: Page, own: str) -> Iterator[tuple[str, bool]]:
    """Every address not beginning with `own` that a page leads to, loads or hands something to, and whether that is outside of its content."""
    for link in page.links:
        if not link.url.startswith(own):
            yield link.url, _is_outside(link)
    for form in page.forms:
        yield form.action, True


def _is_outside(link: Link) -> bool:
    return link.kind in _LOADED or (link.kind is LinkKind.PAGE and link.zone in _OUTSIDE)


def speaks_of(told: str, text: str) -> bool:
    """Whether a text holds any three letters in a row of what is told of it; figures and signs say nothing."""
    return any(
        (piece := told[start : start + 3]) in text and all("\u4e00" <= letter <= "\u9fff" for letter in piece)
        for start in range(len(told) - 2)
    )
