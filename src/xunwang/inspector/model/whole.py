"""Facts of the website as a whole: what a few requests beside its pages, and its pages held together, tell."""

import datetime as dt
from enum import StrEnum

from xunwang.inspector.model.answers import Attempt, Evidence
from xunwang.inspector.model.base import Record
from xunwang.inspector.model.pages import PageKind


class V6Look(Record, frozen=True):
    """A link of the site tried over IPv6; `level` 2 and 3 are links of the home page and of the pages behind them."""

    url: str
    level: int
    attempt: Attempt


class V6State(Record, frozen=True):
    """The site over IPv6. `addresses` are those of its AAAA records; `unasked`: why they could not be asked for.

    `blocked`: why our own machine cannot tell (no IPv6 route, say). `home` are the visits of the home page over IPv6, `likeness` says
    in percent how much of its text is that which IPv4 shows (None: not compared).
    """

    addresses: tuple[str, ...] = ()
    unasked: str | None = None
    blocked: str | None = None
    home: tuple[Attempt, ...] = ()
    likeness: int | None = None
    links: tuple[V6Look, ...] = ()


class Certificate(Record, frozen=True):
    """What a server shows when asked for a secure connection, trusted or not."""

    valid_from: dt.datetime | None = None
    valid_until: dt.datetime | None = None
    names: tuple[str, ...] = ()
    issuer: str | None = None


class SecureState(Record, frozen=True):
    """The home page over HTTPS, certificate checked. `redirects`: whether the address without S leads there; `hsts` in seconds.

    `issuers_at`: where certificates lie that the server ought to send along and did not, fetched there instead.
    """

    attempt: Attempt
    certificate: Certificate | None = None
    redirects: bool | None = None
    hsts: int | None = None
    issuers_at: tuple[str, ...] = ()


class Answer(Record, frozen=True):
    """What one address beside the pages answered; `own` whether it was with a page of the site (None: cannot be told)."""

    url: str
    attempt: Attempt
    own: bool | None = None
    evidence: Evidence | None = None


class NetworkFact(Record, frozen=True, tag="network", tag_field="fact"):
    """The site as a host, asked once per inspection after the crawl; what is None was not asked.

    `loads` are further visits of the home page. `twin` is the name with or without `www.`, `missing` an address that cannot exist.
    `leave_prompt`: whether the home page or its own scripts hold a prompt for leaving the site (None: could not be told).
    """

    at: dt.datetime
    home_url: str
    loads: tuple[Attempt, ...] = ()
    v6: V6State | None = None
    secure: SecureState | None = None
    twin: Answer | None = None
    missing: Answer | None = None
    leave_prompt: bool | None = None
    leaves_to: tuple[str, ...] = ()


class LayoutState(Record, frozen=True):
    """A page as a browser laid it out. `overflow`: pixels it is wider than the window; `overlaps`: pairs of texts that cover each other.

    `sheets`, `sheets_failed`: its style sheets and those that could not be had; `images`, `images_failed`: those that visitors see.
    """

    width: int
    overflow: int = 0
    overlaps: int = 0
    overlapping: tuple[str, ...] = ()
    sheets: int = 0
    sheets_failed: int = 0
    images: int = 0
    images_failed: int = 0
    violations: tuple[str, ...] = ()
    shot: str | None = None


class SampleFact(Record, frozen=True, tag="sample", tag_field="fact"):
    """One page of the small sample that is looked at more closely.

    `functions` are those found of `search`, `sitemap`, `share`, `print`, `font`, `accessible`, `elderly`; `auto_media` what plays by itself.
    `skeleton` are hashes of how its parts are nested, to be held against pages of its kind. `layout` is None where no browser looked,
    and `layout_unread` says why.
    """

    url: str
    key: str
    kind: PageKind
    column: str | None = None
    template: str | None = None
    functions: tuple[str, ...] = ()
    scripts: int = 0
    auto_media: tuple[str, ...] = ()
    images: int = 0
    images_unnamed: int = 0
    inputs: int = 0
    inputs_unnamed: int = 0
    language: str | None = None
    skeleton: tuple[int, ...] = ()
    layout: LayoutState | None = None
    layout_unread: str | None = None
    evidence: Evidence | None = None
    rendered: bool = False


class SiteSign(StrEnum):
    """What looks wrong when the pages of a site are held against each other; a person rules."""

    WRONG_NAME = "wrong_name"  # a link says one column and leads to another
    TITLE_DIFFERS = "title_differs"  # a list calls an article by another title than its page
    DATE_DIFFERS = "date_differs"  # a list gives an article another day than its page
    SAME_ITEMS = "same_items"  # two columns show the same items
    MISPLACED = "misplaced"  # items that belong into another column
    REPEATED = "repeated"  # one article at several addresses
    REPEALED = "repealed"  # a document that another page says is repealed, its own page not


class SignFact(Record, frozen=True, tag="sign", tag_field="fact"):
    """One sign: `value` of `out_of` (percent, or counts), with the words and addresses that show it."""

    sign: SiteSign
    key: str
    url: str
    name: str
    parent: str | None = None
    other: str | None = None
    other_url: str | None = None
    value: int = 0
    out_of: int = 0
    examples: tuple[str, ...] = ()
    evidence: Evidence | None = None
