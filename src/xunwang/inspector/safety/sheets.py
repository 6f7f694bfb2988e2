"""Links that only a style sheet of its own hides: which pages are worth the question, and which sheets answer it."""

from collections.abc import Iterable, Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser

from xunwang.inspector.fetch.urls import host_of, resolve
from xunwang.inspector.model import Link, LinkKind, PageRow, Reach, SafetySign
from xunwang.inspector.safety import hidden
from xunwang.inspector.safety.deep import DeepPage
from xunwang.inspector.safety.hosts import domain_of, is_stranger

_LOOKED_THROUGH = 5_000  # rows of a site among which pages are chosen
_A_PAGE = 8  # sheets of one page


def carriers(rows: Iterable[PageRow], home: str, most: int) -> list[PageRow]:
    """The pages that first carry a seemingly visible link to a stranger, one page for each; the frame of a site comes back on every page."""
    met: set[tuple[str, str]] = set()
    chosen: list[PageRow] = []
    for row, _ in zip(rows, range(_LOOKED_THROUGH), strict=False):
        fresh = {(link.url, link.text) for link in row.page.links if _is_visible_stranger(link, home)} - met
        if fresh and row.evidence is not None and row.attempt.reach is Reach.OK:
            met |= fresh
            chosen.append(row)
            if len(chosen) >= most:
                break
    return chosen


def _is_visible_stranger(link: Link, home: str) -> bool:
    return link.visible and link.kind is LinkKind.PAGE and is_stranger(link.url, home)


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


def hidden_by(source: str, url: str, home: str, sheets: Mapping[str, str]) -> Iterator[SafetySign]:
    """The links of a page that its sheets hide, which it does not hide by itself; `sheets` are texts by address."""
    asked = [sheets[address] for address in sheets_of(source, url, home) if address in sheets]
    if not asked:
        return
    without = DeepPage(source, url, home)
    known = {sign.place for sign in hidden.hidden_links(without, list(without.links()))}
    deep = DeepPage(source, url, home, sheets=asked)
    yield from (sign for sign in hidden.hidden_links(deep, list(deep.links())) if sign.place not in known)
