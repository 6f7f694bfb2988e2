"""Facts of a finished run for counting: letters, columns and what columns list."""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import structs

from xunwang.inspector.evidence import Run
from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import ColumnFact, LinkKind, MessageFact, Page, Record, Zone

__all__ = ["ListedItem", "columns_of_run", "items_of_run", "letters_of_run"]

_BODY_ZONES = frozenset({Zone.MAIN, Zone.UNKNOWN})


class ListedItem(Record, frozen=True):
    """An item of columns (by their keys) with all that it is called: in lists, on its own page, and by the documents attached there.

    `text` is what its own page says; empty where the run did not read that.
    """

    columns: frozenset[str]
    url: str
    day: dt.date | None
    names: tuple[str, ...]
    text: str = ""


def letters_of_run(run: Path) -> Iterator[MessageFact]:
    """A letter stands once for its list and once for its own page. Raises RunError."""
    return (fact for fact in Run.open(run).each_fact() if isinstance(fact, MessageFact))


def columns_of_run(run: Path) -> Iterator[ColumnFact]:
    """The columns with the days of their items. Raises RunError."""
    return (fact for fact in Run.open(run).each_fact() if isinstance(fact, ColumnFact))


def items_of_run(run: Path, columns: Iterable[ColumnFact]) -> Iterator[ListedItem]:
    """The items of these columns, each once; a column of standing text is an item of its own. Raises RunError."""
    opened = Run.open(run)
    found = _listed(opened, list(columns))
    for row in opened.pages():
        item = found.pop(row.key, None)
        if item is not None:
            yield _with_page(item, row.page)
    yield from found.values()


def _listed(run: Run, columns: list[ColumnFact]) -> dict[str, ListedItem]:
    found = {
        key_of(one.url): ListedItem(frozenset({one.key}), one.url, None, (one.name,))
        for one in columns
        if one.static
    }
    lists: dict[str, set[str]] = {}
    for one in columns:
        for url in one.pages or (one.url,):
            lists.setdefault(url, set()).add(one.key)
    for row in run.pages() if lists else ():
        for item in row.page.items if row.page.url in lists else ():
            key = _key(row.page.url, item.url, item.title)
            known = found.get(key) or ListedItem(frozenset(), item.url, None, ())
            found[key] = structs.replace(
                known,
                columns=known.columns | lists[row.page.url],
                day=known.day or item.date,
                names=tuple(dict.fromkeys((*known.names, item.title))),
            )
    return found


def _key(page: str, url: str, title: str) -> str:
    """A row that opens by a script has the address of its list."""
    return f"{key_of(url)}#{title}" if url == page else key_of(url)


def _with_page(item: ListedItem, page: Page) -> ListedItem:
    attached = (
        link.text for link in page.links if link.kind is LinkKind.ATTACHMENT and link.zone in _BODY_ZONES
    )
    names = (*item.names, page.title or "", *attached)
    day = item.day or (page.published.date() if page.published else None)
    return structs.replace(item, day=day, names=tuple(dict.fromkeys(filter(None, names))), text=page.text)
