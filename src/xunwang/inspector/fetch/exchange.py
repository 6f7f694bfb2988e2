"""One address asked, and its end."""

import re
from functools import cached_property

from xunwang.inspector.evidence.warc import Message
from xunwang.inspector.model import Attempt, Record

NOT_MODIFIED = 304
_LONGEST_VALIDATOR = 512

_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_MAYBE_PAGE = frozenset({"", "text/plain", "text/xml", "application/xml"})
_UNKNOWN = "application/octet-stream"
# How files begin that are no text: PDF, PNG, GIF, JPEG, WebP and other RIFF, ZIP and OOXML, OLE, RAR, 7z, gzip.
_FILE = re.compile(
    rb"%PDF-|\x89PNG|GIF8|\xff\xd8\xff|RIFF|PK\x03\x04|\xd0\xcf\x11\xe0|Rar!|7z\xbc\xaf|\x1f\x8b"
)
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|script|!--)", re.IGNORECASE)
_START = 512


class Validators(Record, frozen=True):
    """What a server gave with a page to ask later whether it has changed: the values of ETag and Last-Modified."""

    etag: str | None = None
    last_modified: str | None = None

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)

    @property
    def headers(self) -> dict[str, str]:
        """As they are sent with the next request."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}


class Exchange(Record, frozen=True, dict=True, gc=True):
    """One address asked and its end. `hops` are all answers in order, the last one final; `body` is its decoded content."""

    url: str
    attempt: Attempt
    hops: tuple[Message, ...] = ()
    body: bytes = b""

    @property
    def answer(self) -> Message | None:
        return self.hops[-1] if self.hops and self.attempt.status is not None else None

    @cached_property
    def headers(self) -> dict[str, str]:
        """Headers of the final answer with lower-case names, the first of each."""
        return {name.lower(): value for name, value in reversed(self.hops[-1].headers)} if self.hops else {}

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_page(self) -> bool:
        """Whether the content is a page to read: by its label, unless the first bytes give the label the lie."""
        start = self.body[:_START].lstrip(b"\xef\xbb\xbf \t\r\n")
        if _FILE.match(start):
            return False
        kind = self.content_type
        if kind in _MAYBE_PAGE:
            return start.startswith(b"<")
        return kind in _PAGE_TYPES or (kind == _UNKNOWN and bool(_MARKUP.match(start)))

    @property
    def validators(self) -> Validators:
        """What to ask with the next time; both None where the final answer gave none."""
        return Validators(
            etag=_sendable(self.headers.get("etag")),
            last_modified=_sendable(self.headers.get("last-modified")),
        )

    @property
    def not_modified(self) -> bool:
        """The server says that the page is still the one its validators were given with; there is no body."""
        return self.attempt.status == NOT_MODIFIED

    @property
    def truncated(self) -> bool:
        return bool(self.hops and self.hops[-1].truncated)


def _sendable(value: str | None) -> str | None:
    """A validator goes back into a request: what could break one is no validator."""
    fits = value is not None and len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable()
    return value if fits else None
