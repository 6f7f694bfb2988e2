"""One visit: a page fetched and read once, or a link tried as gently as its server allows."""

import datetime as dt
import hashlib
import logging
from collections.abc import Mapping

import msgspec

from xunwang.inspector.crawl.leads import Leads
from xunwang.inspector.crawl.places import RowPlace
from xunwang.inspector.crawl.targets import Content
from xunwang.inspector.evidence import Message
from xunwang.inspector.evidence.warc import Origin
from xunwang.inspector.fetch.client import Client, Exchange
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.fetch.urls import without_fragment
from xunwang.inspector.model import Attempt, Page, PageKind, Reach, Record, is_starved
from xunwang.inspector.read import read_page
from xunwang.inspector.safety import with_signs

# After these a GET would meet the same wall.
_HOPELESS = frozenset({Reach.DNS, Reach.REFUSED, Reach.TLS, Reach.FORBIDDEN})
NEVER_AGAIN = frozenset({Reach.OK, Reach.ROBOTS, Reach.FORBIDDEN, Reach.TOO_LARGE})
OTHERS_PATIENCE = (
    60.0  # seconds for which hosts are waited for that are not the site's own: too many links may lead there
)
_ASKED_TO_WAIT = frozenset({429, 503})
_log = logging.getLogger(__name__)


class Carried(Record, frozen=True):
    """A page that has not changed since an earlier run: where that run wrote its row, and the answer in which its content came.

    `leads`: all that the visit knows of the page, with the `line` in which they stand; None when its row was taken apart.
    `note`: what that run noted of it for the survey, empty where it noted nothing.
    """

    place: RowPlace
    origin: Origin
    leads: Leads | None = None
    line: bytes = b""
    note: bytes = b""


class Visit(Record, frozen=True):
    """What one visit brought. `page` is None when the answer is no page; `rendered` is the DOM after scripts, as HTML.

    `carried`: the page has not changed since an earlier run; then `page` holds only what the crawl goes on from.
    """

    attempt: Attempt
    messages: tuple[Message, ...] = ()
    page: Page | None = None
    content: Content | None = None
    rendered: bytes | None = None
    carried: Carried | None = None

    @property
    def digest(self) -> bytes:
        return self.content.digest if self.content else b""


class Reading(Record, frozen=True):
    """What the reader must know besides the bytes: the site's home page and the monitoring day."""

    home: str
    today: dt.date

    def page(
        self, body: bytes, url: str, status: int, headers: Mapping[str, str], *, late: bool = False
    ) -> Page | None:
        """The page in `body`; None when it breaks the reader: foreign pages have no limits, and none must end the crawl of a site.

        `late`: the browser held it so before all its data had come.
        """
        try:
            page = read_page(body, url, status=status, headers=headers, home=self.home, today=self.today)
            page = with_signs(page, body, headers, self.home)
            # What carries signs of an intruder is judged by them, wherever its script may lead.
            filled = tuple(part for part in page.script_filled if part != "onward" or not page.signs)
            return msgspec.structs.replace(page, script_filled=(*filled, "late") if late else filled)
        except Exception as error:
            if is_starved(error):
                raise
            _log.exception("cannot read %s", url)
            return None


def read(exchange: Exchange, reading: Reading) -> Visit:
    """What a fetched address is; a page that cannot be read is one that could not be checked."""
    attempt = exchange.attempt
    # Of what is too large only a beginning came: it tells nothing of the page, and taking megabytes apart keeps all others waiting.
    if attempt.status is None or attempt.reach is Reach.TOO_LARGE or not exchange.is_page:
        return Visit(attempt=attempt, messages=exchange.hops)
    url = without_fragment(attempt.final_url or exchange.url)
    page = reading.page(exchange.body, url, attempt.status, exchange.headers)
    if page is None:
        failed = msgspec.structs.replace(attempt, reach=Reach.UNREADABLE, detail=Detail.UNREADABLE)
        return Visit(attempt=failed, messages=exchange.hops)
    if page.kind is PageKind.CHALLENGE:
        attempt = msgspec.structs.replace(attempt, reach=Reach.CHALLENGE)
    digest = hashlib.sha256(exchange.body).digest()
    content = Content(digest=digest, validators=exchange.validators, row=not page.script_filled)
    return Visit(attempt=attempt, messages=exchange.hops, page=page, content=content)


async def check_link(client: Client, url: str, *, gently: bool = True) -> Visit:
    """Tries a link: HEAD, and GET where HEAD gets no good answer; only the beginning of a body is read."""
    asked: tuple[Message, ...] = ()
    if gently:
        head = await client.fetch(url, "HEAD", whole=False)
        if head.attempt.reach is Reach.OK or head.attempt.reach in _HOPELESS:
            return Visit(attempt=head.attempt, messages=head.hops)
        asked = head.hops
    got = await client.fetch(url, whole=False)
    return Visit(attempt=got.attempt, messages=asked + got.hops)


def asks_again(attempts: tuple[Attempt, ...]) -> bool:
    """Whether the last attempt asks for another: everything but a good answer is tried twice, 429 and 503 three times."""
    last = attempts[-1]
    if last.reach in NEVER_AGAIN:
        return False
    return len(attempts) < (3 if last.status in _ASKED_TO_WAIT else 2)
