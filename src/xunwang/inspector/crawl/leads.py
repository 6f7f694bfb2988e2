"""Where a page leads, in so few bytes that a later run takes an unchanged page apart only where it may hold news."""

from array import array
from collections.abc import Collection

import msgspec

from xunwang.inspector.model import Page, PageKind, Record


class Leads(Record, frozen=True, array_like=True):
    """As much of a page that was read as a crawl goes on from when it knows every one of its `marks`.

    `new`: whether its words said anything that had not been read before, None where nobody asked.
    """

    kind: PageKind
    status: int | None
    new: bool | None
    packed: bytes

    @classmethod
    def of(cls, page: Page, *, new: bool | None, marks: "array[int]") -> "Leads":
        return cls(page.kind, page.status, new, marks.tobytes())

    @property
    def marks(self) -> Collection[int]:
        """Those of its links, see `KnownAddresses`."""
        marks = array("Q")
        marks.frombytes(self.packed)
        return marks

    def page(self, url: str) -> Page:
        return Page(url=url, status=self.status, kind=self.kind)


encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(Leads).decode
