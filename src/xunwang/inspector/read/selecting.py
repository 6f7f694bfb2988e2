"""A list read by the selectors that a person gave, where the page is not understood without."""

import datetime as dt
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import Item, Record
from xunwang.inspector.read.dates import Stamp, date_in_url, read_stamp, supply_years
from xunwang.inspector.read.decode import decode
from xunwang.inspector.read.entries import date_of_pieces
from xunwang.inspector.read.titles import clean

_MOST = 500


class SelectorError(ValueError):
    """One sentence: which selector cannot be read, and what would be right."""


class Picked(Record, frozen=True):
    """What the selectors found. `matched` counts elements, `unlinked` those without a link, `unread` the texts that gave no date."""

    matched: int
    items: tuple[Item, ...] = ()
    unlinked: int = 0
    unread: tuple[str, ...] = ()

    @property
    def newest(self) -> dt.date | None:
        return max((item.date for item in self.items if item.date), default=None)


def check_selector(selector: str, *, name: str) -> None:
    """Raises SelectorError when `selector`, which stands for `name` in Chinese, is no CSS selector."""
    try:
        LexborHTMLParser("<p></p>").css(selector)
    except SelectolaxError as error:
        raise SelectorError(
            f"{name}选择器“{selector}”有误，应为CSS选择器，例如 ul.list li 或 span.date"
        ) from error


def pick(
    body: bytes,
    url: str,
    *,
    items: str,
    date: str | None = None,
    headers: Mapping[str, str] | None = None,
    today: dt.date | None = None,
) -> Picked:
    """The entries of a list: every element that `items` selects is one, `date` selects the text of its day inside or beside it.

    Without `date` the day is looked for in the text around the link. Raises SelectorError.
    """
    check_selector(items, name="条目")
    if date is not None:
        check_selector(date, name="日期")
    tree = LexborHTMLParser(decode(body, headers)[0])
    chosen = tree.css(items)[:_MOST]
    rows = [_row(node, url, date) for node in chosen]
    days = supply_years([(row.stamp, date_in_url(row.url), False) for row in rows], today)
    return Picked(
        matched=len(chosen),
        items=tuple(Item(row.title, row.url, day) for row, day in zip(rows, days, strict=True) if row.title),
        unlinked=sum(not row.linked for row in rows),
        unread=tuple(row.shown for row in rows if row.stamp is None and row.shown)[:5],
    )


class _Row(Record, frozen=True):
    title: str
    url: str
    linked: bool
    stamp: Stamp | None
    shown: str


def _row(node: LexborNode, url: str, date: str | None) -> _Row:
    link = node if node.tag == "a" else node.css_first("a[href]")
    address = resolve(link.attributes.get("href") or "", url) if link is not None else None
    words = (
        (link.attributes.get("title") or link.text(strip=True)) if link is not None else node.text(strip=True)
    )
    shown = _shown(node, date)
    stamp = read_stamp(shown) if date is not None else date_of_pieces(list(_pieces(node, link)))
    return _Row(
        title=clean(" ".join((words or "").split())),
        url=address or url,
        linked=address is not None,
        stamp=stamp,
        shown=shown,
    )


def _shown(node: LexborNode, date: str | None) -> str:
    """The text in which the day is looked for; where the element is but the link, its parent is searched as well."""
    if date is None:
        return ""
    parent = node.parent
    found = node.css_first(date) or (
        parent.css_first(date) if node.tag == "a" and parent is not None else None
    )
    return " ".join(found.text(separator=" ").split()) if found is not None else ""


def _pieces(node: LexborNode, link: LexborNode | None) -> Iterator[str]:
    """The texts of an entry beside its link; the parts of the link itself where nothing stands beside it."""
    inside = link.html if link is not None and node.tag != "a" else None
    for part in node.traverse(include_text=True):
        text = (part.text(deep=False) or "").strip() if part.tag == "-text" else ""
        if text and not (inside and _is_in(part, link)):
            yield text


def _is_in(part: LexborNode, link: LexborNode | None) -> bool:
    above = part.parent
    while above is not None and link is not None:
        if above.mem_id == link.mem_id:
            return True
        above = above.parent
    return False
