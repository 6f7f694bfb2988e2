"""Links that only a style sheet of its own hides: which pages are worth the question, and which sheets answer it."""

from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from xunwang.inspector.fetch.urls import host_of, resolve, without_fragment
from xunwang.inspector.model import Link, LinkKind, PageRow, Reach, SafetySign
from xunwang.inspector.safety import hidden
from xunwang.inspector.safety.deep import DeepPage
from xunwang.inspector.safety.hosts import domain_of, is_stranger

_LOOKED_THROUGH = 5_000  # rows of a site among which pages are chosen
_CHOSEN = 40
_PAGE = LinkKind.PAGE  # looking a member up costs more than comparing it
_A_PAGE = 8  # sheets of one page


class Carriers:
    """Sees the rows of a site, the home page first, and chooses those that are the first to carry a seemingly visible link to a stranger.

    The frame of a site comes back on every page.
    """

    def __init__(self) -> None:
        self.chosen: list[PageRow] = []
        self.begun = False  # with the home page
        self._home = self._own = ""
        self._seen = 0
        self._met: set[tuple[str, str]] = set()

    def take(self, row: PageRow) -> None:
        if row.depth == 0 and not self._seen:
            self.begun, self._home = True, without_fragment(row.attempt.final_url or row.page.url)
            self._own = f"{'/'.join(self._home.split('/')[:3])}/"
        self._seen += 1
        if not self.begun or self._seen > _LOOKED_THROUGH or len(self.chosen) >= _CHOSEN:
            return
        fresh = {(link.url, link.text) for link in row.page.links if self._is_visible_stranger(link)}
        if not fresh <= self._met and row.evidence is not None and row.attempt.reach is Reach.OK:
            self._met |= fresh
            self.chosen.append(row)

    def _is_visible_stranger(self, link: Link) -> bool:
        if link.url.startswith(self._own) or not link.visible or link.kind is not _PAGE:
            return False
        return is_stranger(link.url, self._home)


def sheets_of(source: str, url: str, home: str) -> list[str]:
    """The addresses of the site's own style sheets for the screen that a page loads, in their order."""
    own = domain_of(home)
    found = []
    for node in LexborHTMLParser(source).css("link[href]"):
        told = {name: (node.attributes.get(name) or "").lower() for name in ("rel", "media")}
        address = resolve(node.attributes.get("href") or "", url)
        if "stylesheet" not in told["rel"] or "print" in told["media"] or address is None:
            continue
        if host_of(address) == host_of(home) or domain_of(address) == own:
            found.append(address)
    return list(dict.fromkeys(found))[:_A_PAGE]


def hidden_by(source: str, url: str, home: str, sheets: Sequence[str]) -> list[SafetySign]:
    """The links of a page that the texts of its `sheets` hide, which it does not hide by itself."""
    deep = DeepPage(source, url, home, sheets=sheets) if sheets else None
    found = _hidden(deep) if deep and deep.restyled else []
    known = {sign.place for sign in _hidden(DeepPage(source, url, home))} if found else set()
    return [sign for sign in found if sign.place not in known]


def _hidden(deep: DeepPage) -> list[SafetySign]:
    return list(hidden.hidden_links(deep, list(deep.links())))
