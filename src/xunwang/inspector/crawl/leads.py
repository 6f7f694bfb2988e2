"""Where a page leads, in so few bytes that a later run takes an unchanged page apart only where it may hold news."""

from array import array
from collections.abc import Collection

import msgspec

from xunwang.inspector.model import Item, Link, Page, PageKind, Record


class Shown(Record, frozen=True, array_like=True):
    """Where a page leads, and by which words."""

    links: tuple[Link, ...]
    items: tuple[Item, ...]
    next_pages: tuple[str, ...]


_NOTHING = Shown((), (), ())


class Leads(Record, frozen=True, array_like=True):
    """As much of a page that was read as a crawl goes on from when it knows every one of its `marks`.

    `new`: whether its words said anything that had not been read before, None where nobody asked. `shown`: its links, kept of a page that held
    news: most probably it does so in the next run, too, which then need not unpack its row.
    """

    kind: PageKind
    status: int | None
    new: bool | None
    packed: bytes
    shown: Shown | None = None

    @classmethod
    def of(cls, page: Page, *, new: bool | None, marks: "array[int]", with_links: bool) -> "Leads":
        shown = Shown(page.links, page.items, page.next_pages) if with_links else None
        return cls(page.kind, page.status, new, marks.tobytes(), shown)

    @property
    def marks(self) -> Collection[int]:
        """Those of its links, see `KnownAddresses`."""
        marks = array("Q")
        marks.frombytes(self.packed)
        return marks

    def page(self, url: str) -> Page:
        """The page, with its links where these were kept."""
        shown = self.shown or _NOTHING
        return Page(
            url=url,
            status=self.status,
            kind=self.kind,
            items=shown.items,
            next_pages=shown.next_pages,
            links=shown.links,
        )


encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(Leads).decode
