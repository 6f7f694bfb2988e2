"""The words everything speaks: what is seen on a site, what is said about it.

Everything here is immutable, knows no norm, no network and no clock, and turns into JSON as it stands.
Dates and times are Asia/Shanghai unless a field says otherwise; `None` means unknown, never "".
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

SHANGHAI = ZoneInfo("Asia/Shanghai")
FACTS_FORMAT = 1

Clock = Callable[[], dt.datetime]  # returns an aware time; injected wherever the time is needed


class Record(msgspec.Struct, frozen=True):
    """Base of every value: frozen, compared by value; unknown fields of newer formats are ignored when read."""


# ── who is inspected ─────────────────────────────────────────────────────────────────────────────


class SubjectKind(StrEnum):
    WEBSITE = "website"
    CHANNEL = "channel"
    ACCOUNT = "account"
    APP = "app"
    SYSTEM = "system"


class SiteKind(StrEnum):
    """What a website is to the norm; the register's 类型 is mapped onto it."""

    PORTAL = "portal"
    DEPARTMENT = "department"
    SPECIAL = "special"


class Subject(Record, frozen=True):
    """One inspected thing. `id` is ours and survives renames and moves; it is never a host or a code."""

    id: str
    name: str
    home: str
    kind: SubjectKind = SubjectKind.WEBSITE
    site_kind: SiteKind | None = None
    level: str | None = None
    code: str | None = None
    organiser: str | None = None
    icp: str | None = None
    phone: str | None = None
    has_public_service: bool = True


# ── what one address answered ────────────────────────────────────────────────────────────────────


class Reach(StrEnum):
    """What became of one request. Only OK and HTTP are words of the site itself; the rest may be our own trouble."""

    OK = "ok"
    HTTP = "http"  # an answer with status 4xx or 5xx; the status says which
    TIMEOUT = "timeout"
    DNS = "dns"
    REFUSED = "refused"
    RESET = "reset"
    TLS = "tls"
    PROTOCOL = "protocol"  # broken framing, a redirect loop
    UNREADABLE = "unreadable"  # the content came, but in a coding or form that our readers cannot undo
    TOO_LARGE = "too_large"
    CHALLENGE = "challenge"  # an anti-robot page in place of the content
    FORBIDDEN = "forbidden"  # our own guard would not connect there
    ROBOTS = "robots"  # robots.txt asks us to stay out and the policy obeys
    SOFT_404 = "soft404"  # status 200, but the very answer that an invented address gets


class Attempt(Record, frozen=True):
    """One request and its end, redirects followed. `milliseconds` runs from the first connect to the last byte."""

    at: dt.datetime
    reach: Reach
    status: int | None = None
    milliseconds: float | None = None
    final_url: str | None = None
    detail: str | None = None


class Evidence(Record, frozen=True):
    """Where the bytes lie as they were received: a span of a file of the run and the SHA-256 of that span."""

    file: str
    offset: int
    length: int
    sha256: str


# ── what is read off one page ────────────────────────────────────────────────────────────────────


class PageKind(StrEnum):
    HOME = "home"
    COLUMN = "column"
    ARTICLE = "article"
    GUIDE = "guide"
    MESSAGE = "message"
    SEARCH = "search"
    ERROR = "error"
    CHALLENGE = "challenge"
    OTHER = "other"


class LinkKind(StrEnum):
    PAGE = "page"
    ATTACHMENT = "attachment"
    IMAGE = "image"
    FRAME = "frame"
    SCRIPT = "script"


class Zone(StrEnum):
    """The part of the page a link stands in, as far as markup and words tell."""

    HEADER = "header"
    NAV = "nav"
    MAIN = "main"
    SIDE = "side"
    FOOTER = "footer"
    UNKNOWN = "unknown"


class Link(Record, frozen=True):
    """A link as a browser resolves it (`url`) and as it was written (`href`, the evidence)."""

    url: str
    href: str
    text: str
    visible: bool = True
    rel: str | None = None
    kind: LinkKind = LinkKind.PAGE
    zone: Zone = Zone.UNKNOWN


class Item(Record, frozen=True):
    """One entry of a list: `date` is the day shown beside it, years supplied where the list leaves them out."""

    title: str
    url: str
    date: dt.date | None = None


class Crumb(Record, frozen=True):
    text: str
    url: str | None = None


class Form(Record, frozen=True):
    """A form: `purpose` is told from its fields and words; `fields` are the names of its visible inputs."""

    purpose: Literal["search", "message", "login", "other"]
    action: str
    method: str = "get"
    fields: tuple[str, ...] = ()


class Marks(Record, frozen=True):
    """The marks a government site must carry (rulebook 6.2). `error_entry_code` is the site code inside 找错's link.

    `site_code_from` says where the code was read: printed on the page (`text`), inside 找错 (`entry`) or only in the meta tag (`meta`).
    """

    site_code: str | None = None
    site_code_from: Literal["text", "entry", "meta"] | None = None
    icp: str | None = None
    police: str | None = None
    organiser: str | None = None
    contact: str | None = None
    sitemap: str | None = None
    error_entry: str | None = None
    error_entry_code: str | None = None
    conac: bool = False


class Page(Record, frozen=True):
    """Everything read off one page, in one pass over its DOM.

    `published_from` names where the date was read (`label`, `meta`, `url`, …); `published_precision` is the finest part
    that was written. `script_filled` names the parts that only a script would fill and that stay empty in the bytes at hand
    (`list`, `footer`, `body`): what is missing there could not be checked. `masthead` is the visible text of the header with
    the alt texts of its images. `metas` holds the first non-empty value of each wanted tag under its official spelling; a tag that
    is written but empty is present with "".
    """

    url: str
    status: int | None = None
    kind: PageKind = PageKind.OTHER
    charset: str | None = None
    title: str | None = None
    published: dt.datetime | None = None
    published_from: str | None = None
    published_precision: Literal["day", "minute", "second"] | None = None
    source: str | None = None
    column: str | None = None
    breadcrumb: tuple[Crumb, ...] = ()
    masthead: str | None = None
    items: tuple[Item, ...] = ()
    newest: dt.date | None = None
    next_pages: tuple[str, ...] = ()
    marks: Marks = Marks()
    metas: dict[str, str] = {}
    links: tuple[Link, ...] = ()
    forms: tuple[Form, ...] = ()
    text: str = ""
    script_filled: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    guide: str | None = None


class PageRow(Record, frozen=True):
    """A row of the run's page table: the page, how it was reached and where its bytes lie."""

    page: Page
    key: str
    depth: int
    parent: str | None
    attempt: Attempt
    evidence: Evidence | None
    rendered: bool = False
    template: str | None = None


# ── facts: what a run found out, before any norm ─────────────────────────────────────────────────


class SiteFact(Record, frozen=True, tag="site", tag_field="fact"):
    """The site as a whole. `entry_only`: the home page is only an entrance without items of its own."""

    subject: Subject
    home_url: str
    home_attempts: tuple[Attempt, ...]
    home_read: bool
    first_seen: dt.datetime
    home_unread_reason: str | None = None
    entry_only: bool = False
    home_dates: tuple[dt.date, ...] = ()
    home_undated: int = 0
    pages: int = 0
    complete: bool = True
    incomplete_reason: str | None = None
    browser: bool = False
    evidence: Evidence | None = None


class PageFact(Record, frozen=True, tag="page", tag_field="fact"):
    """What the page indicators need of one page; `template` groups pages made by one template."""

    url: str
    key: str
    kind: PageKind
    depth: int
    title: str | None
    attempt: Attempt
    evidence: Evidence | None
    masthead: str | None = None
    published: dt.datetime | None = None
    column: str | None = None
    marks: Marks = Marks()
    metas: dict[str, str] = {}
    script_filled: tuple[str, ...] = ()
    rendered: bool = False
    template: str | None = None


class ColumnType(StrEnum):
    NEWS = "news"  # 动态、要闻
    NOTICE = "notice"  # 通知公告
    POLICY = "policy"  # 政策文件
    INTERPRETATION = "interpretation"  # 政策解读
    PERSONNEL = "personnel"  # 人事
    PLAN = "plan"  # 规划计划
    DATA = "data"  # 数据发布
    SERVICE_STATISTICS = "service_statistics"  # 办事统计
    ORGANISATION = "organisation"  # 机构职能
    LEADERS = "leaders"  # 领导信息
    OVERVIEW = "overview"  # 概况
    DISCLOSURE = "disclosure"  # 公开目录、指南、年报
    MESSAGES = "messages"  # 留言、信箱、咨询
    SURVEY = "survey"  # 征集、调查
    INTERVIEW = "interview"  # 在线访谈
    SERVICE = "service"  # 办事
    TOPIC = "topic"  # 专题
    OTHER = "other"


class ColumnFact(Record, frozen=True, tag="column", tag_field="fact"):
    """One column. `dates` are the days of its items, newest first; `undated` counts items without one.

    `static`: a page of standing text, which can be neither stale nor blank. `unread` says why its list could not be
    read (then it is neither). `first_level`: stands in the site's main navigation.
    """

    key: str
    name: str
    type: ColumnType
    type_reason: str
    first_level: bool
    url: str
    parent: str | None = None
    items: int = 0
    dates: tuple[dt.date, ...] = ()
    undated: int = 0
    static: bool = False
    unread: str | None = None
    evidence: Evidence | None = None


class LinkFact(Record, frozen=True, tag="link", tag_field="fact"):
    """A link of the site and what became of it, over every attempt so far; the parent is the first page that carried it."""

    key: str
    url: str
    parent: str | None
    text: str | None
    kind: LinkKind
    on_home: bool
    internal: bool
    attempts: tuple[Attempt, ...]
    evidence: Evidence | None = None


class ChannelPurpose(StrEnum):
    CONSULTATION = "consultation"  # 咨询建言: 信箱, 咨询, 留言
    PETITION = "petition"  # 网上信访, 纪检举报: never counts as consultation
    SERVICE = "service"  # 办事服务
    SEARCH = "search"


class ChannelFact(Record, frozen=True, tag="channel", tag_field="fact"):
    """An entrance that a visitor uses. `opens` is None when it could not be tried; `form`: something can be sent there."""

    key: str
    purpose: ChannelPurpose
    name: str
    url: str
    parent: str | None
    opens: bool | None
    form: bool = False
    reason: str | None = None
    evidence: Evidence | None = None


class ProbeFact(Record, frozen=True, tag="probe", tag_field="fact"):
    """One visit of a home page from a probe series; exactly one of `milliseconds` and `error` is set."""

    at: dt.datetime
    home: str
    milliseconds: float | None = None
    error: str | None = None


class TrapFact(Record, frozen=True, tag="trap", tag_field="fact"):
    """A branch of endless addresses that was closed; what was left out there is unknown, never bad.

    `reason` is in Chinese, for people; no indicator reads this fact.
    """

    branch: str
    reason: str
    left_out: int
    example: str


Fact = SiteFact | PageFact | ColumnFact | LinkFact | ChannelFact | ProbeFact | TrapFact


# ── what is said about it ────────────────────────────────────────────────────────────────────────


class OutcomeKind(StrEnum):
    MET = "met"
    FOUND = "found"
    UNCHECKED = "unchecked"
    NOT_APPLICABLE = "not_applicable"


class Certainty(StrEnum):
    AUTOMATIC = "automatic"
    CANDIDATE = "candidate"


class Ruling(StrEnum):
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class Decision(Record, frozen=True):
    """What a person ruled about one finding; `reason` stands in the record with the name."""

    finding: str
    ruling: Ruling
    by: str
    at: dt.datetime
    reason: str | None = None


class Finding(Record, frozen=True):
    """One fault at one place. Excerpts are masked when they are made.

    `id` is `finding_id(subject, indicator, locator)`: it survives a new run, a moved domain and a re-typed column.
    """

    id: str
    indicator: str
    subject: str
    locator: str
    url: str
    message: str
    certainty: Certainty
    first_seen: dt.datetime
    parent: str | None = None
    excerpt: str | None = None
    value: str | None = None
    threshold: str | None = None
    evidence: Evidence | None = None
    ruling: Ruling | None = None

    @property
    def counts(self) -> bool:
        """Whether it may weigh against the subject: seen by the machine beyond doubt, or confirmed by a person."""
        if self.ruling is Ruling.DISMISSED:
            return False
        return self.certainty is Certainty.AUTOMATIC or self.ruling is Ruling.CONFIRMED

    @property
    def waits(self) -> bool:
        return self.certainty is Certainty.CANDIDATE and self.ruling is None


class Outcome(Record, frozen=True):
    """One indicator's end on one subject. `points` are the points lost (or earned), None while unknown."""

    indicator: str
    outcome: OutcomeKind
    reason: str | None = None
    value: int | str | None = None
    threshold: int | str | None = None
    points: Decimal | None = None


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105  # a verdict, not a password
    FAIL = "fail"
    UNDECIDED = "undecided"


class Judgement(Record, frozen=True):
    """Facts + norm + monitoring point + people's decisions, for one subject. Pure and repeatable to the letter."""

    subject: Subject
    norm: str
    as_of: dt.date
    verdict: Verdict
    score: Decimal | None
    score_complete: bool
    verdict_notes: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    sample_points: bool = False


def finding_id(subject: str, indicator: str, locator: str) -> str:
    """The identity of a finding: 20 hexadecimal digits of SHA-256 over the three parts."""
    joined = f"{subject}\x1f{indicator}\x1f{locator}"
    return hashlib.sha256(joined.encode()).hexdigest()[:20]


def newest_until(dates: Iterable[dt.date], day: dt.date) -> dt.date | None:
    """The newest of `dates` that is not after `day`: what lies in the future is no update."""
    return max((date for date in dates if date <= day), default=None)
