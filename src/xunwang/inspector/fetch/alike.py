"""Whether an answer is to the letter one that was read before: then nobody needs to read it again."""

from typing import NamedTuple, Protocol, Self

from xunwang.inspector.evidence.closed import Response
from xunwang.inspector.fetch.client import Exchange
from xunwang.inspector.fetch.urls import without_fragment
from xunwang.inspector.model import Evidence, PageRow, Reach


class Archive(Protocol):
    """Where answers are read again."""

    def response(self, evidence: Evidence) -> Response: ...


class Wording(NamedTuple):
    """All of an answer that a reader goes by."""

    url: str
    reach: Reach
    status: int | None
    kind: str | None
    body: bytes

    @classmethod
    def of(cls, exchange: Exchange) -> Self:
        attempt = exchange.attempt
        url = without_fragment(attempt.final_url or exchange.url)
        return cls(url, attempt.reach, attempt.status, exchange.headers.get("content-type"), exchange.body)

    @classmethod
    def read_for(cls, row: PageRow, archive: Archive) -> Self | None:
        """The answer whose page stands in `row`; None where a browser filled the page. Raises RunError."""
        if row.rendered or row.evidence is None:
            return None
        kept, attempt = archive.response(row.evidence), row.attempt
        url = without_fragment(attempt.final_url or row.page.url)
        return cls(url, attempt.reach, attempt.status, kept.headers.get("content-type"), kept.body)
