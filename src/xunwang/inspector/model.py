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
    """One inspected thing. `id` is ours and survives renames and moves; it is never a host or a code.

    An account has a `platform` (id of the platforms' list) and, where known, its `handle` there; its `home` is its page, or
    `platform:handle` where it has none.
    """

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
    platform: str | None = None
    handle: str | None = None


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


class SafetyKind(StrEnum):
    """What a sign of danger is about; the advisory indicator of a kind is `S-<kind>`, that of WORDING is W-V1.1."""

    HIDDEN = "hidden"  # 暗链、隐藏文字
    SPAM = "spam"  # 博彩、色情等推广内容，堆砌关键词
    SCRIPT = "script"  # 植入的脚本、框架
    CLOAK = "cloak"  # 因访问者而异
    REDIRECT = "redirect"  # 跳转到别的域名，链接的域名易主
    TAMPER = "tamper"  # 与上次完好的页面相比被改
    MIRROR = "mirror"  # 别处的仿冒、镜像页面
    PRIVACY = "privacy"  # 个人信息
    SECRECY = "secrecy"  # 密级标志
    WORDING = "wording"  # 严重表述错误


class SafetySign(Record, frozen=True):
    """A suspicion about one place of a page. `found` is masked when it is made; `place` is its key within the site.

    `rule` names what found it, `why` says it to people, `suggest` what would be right. `target` is the foreign address it is about.
    `bad`: the content itself is forbidden (gambling, pornography), whoever put it there.
    """

    kind: SafetyKind
    rule: str
    place: str
    found: str
    why: str
    sure: bool = False
    target: str | None = None
    bad: bool = False
    suggest: str | None = None


class Page(Record, frozen=True):
    """Everything read off one page, in one pass over its DOM.

    `published_from` names where the date was read (`label`, `meta`, `url`, …); `published_precision` is the finest part
    that was written. `script_filled` names the parts that only a script would fill and that stay empty in the bytes at hand
    (`list`, `footer`, `body`, or `frame` where another page shows its main part): what is missing there could not be checked. `submenu`
    are the addresses in the drop-down menus of a home page. `masthead` is the visible text of the header with
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
    messages: tuple["Message", ...] = ()
    mailbox_statistics: bool = False
    guide: "Guide | None" = None
    number: str | None = None
    signs: tuple[SafetySign, ...] = ()
    submenu: tuple[str, ...] = ()


class Message(Record, frozen=True):
    """A letter of the public as one page shows it. `status` is the word shown, `url` its own page where that is another one.

    `replied`: an answer is seen (True), is seen to be missing (False), or the page does not tell (None). `question` and `reply` are
    the beginnings of their texts and stand only where the letter has this page or this block for itself.
    """

    title: str
    asked: dt.date | None = None
    answered: dt.date | None = None
    unit: str | None = None
    status: str | None = None
    url: str | None = None
    replied: bool | None = None
    question: str | None = None
    reply: str | None = None


class FormFile(Record, frozen=True):
    """A form or a filled sample that a guide offers; `url` is None where nothing can be downloaded. `key` is that of its link fact."""

    name: str
    url: str | None = None
    sample: bool = False
    key: str | None = None


class Guide(Record, frozen=True):
    """A service guide: the text of each element class found, the classes missing, and those whose words are vague.

    The classes are the eight of rulebook W-V6.2 under their official names. `vague` gives class and phrase, `forms`
    what is offered for download, or asked for and not offered.
    """

    title: str
    elements: dict[str, str] = {}
    missing: tuple[str, ...] = ()
    vague: tuple[tuple[str, str], ...] = ()
    forms: tuple[FormFile, ...] = ()


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


class StandingTopic(StrEnum):
    """What a page of standing text is about."""

    OVERVIEW = "overview"  # 概况
    ORGANISATION = "organisation"  # 机构职能
    LEADERS = "leaders"  # 领导信息


class Particulars(Record, frozen=True, omit_defaults=True):
    """What single indicators ask of the words of a page.

    `time_shown`: how finely the time of publication is written where readers see it. `reprint`: the text says it was taken from
    elsewhere and no source stands above it. `text_key`: fingerprint of a long text. `later`: a day after the publication of which
    the text tells as past, with the sentence. Of a standing page `topic`, the `holds` of what it must show, and the newest year
    of its figures.
    """

    source: str | None = None
    time_shown: Literal["day", "minute", "second"] | None = None
    reprint: bool = False
    text_key: str | None = None
    later: dt.date | None = None
    later_words: str | None = None
    topic: StandingTopic | None = None
    holds: tuple[str, ...] = ()
    figures_year: int | None = None


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
    particulars: Particulars | None = None


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


class SafetyFact(Record, frozen=True, tag="safety", tag_field="fact"):
    """A sign of danger and the page that showed it first. `pages`: on how many it stands.

    `unlisted` counts further signs of this kind that are not told one by one.
    """

    sign: SafetySign
    url: str
    key: str
    on_home: bool = False
    pages: int = 1
    unlisted: int = 0
    evidence: Evidence | None = None


class ProofreadFact(Record, frozen=True, tag="proofread", tag_field="fact"):
    """The pages of the run were proofread; without it nobody looked for faults of language. `day` decided which terms held."""

    day: dt.date


class ProofFact(Record, frozen=True, tag="proof", tag_field="fact"):
    """A suspected fault of language: all places of the site where `found` stands for the first of `suggest`, with the page that showed it first.

    `kind` is one of the kinds of `proofread`; `sure`: meant for a circular. `excerpt` marks the place by 【】, long numbers are masked.
    `pages`: on how many it stands, `more` names some of them. `unlisted` counts further faults that are not told one by one.
    """

    kind: str
    rule: str
    found: str
    suggest: tuple[str, ...]
    sure: bool
    why: str
    excerpt: str
    url: str
    key: str
    on_home: bool = False
    pages: int = 1
    more: tuple[str, ...] = ()
    unlisted: int = 0
    evidence: Evidence | None = None


class PostFact(Record, frozen=True, tag="post", tag_field="fact"):
    """One thing that an account published. `key` is the platform's id, else the address, else title and time.

    `published` is None where the way in shows no time, and a midnight with `day_only` where it shows a day; `pinned`: kept on top, so its place says nothing of its age. `original` is None
    where nothing tells whether it was taken over from somebody else.
    """

    key: str
    title: str
    published: dt.datetime | None
    day_only: bool = False
    url: str | None = None
    pinned: bool = False
    original: bool | None = None
    links: tuple[str, ...] = ()
    text: str | None = None
    evidence: Evidence | None = None


class AccountFact(Record, frozen=True, tag="account", tag_field="fact"):
    """One look at an account through one way in; the posts that it showed are facts of their own.

    `unread` says why nothing could be read. `complete_since`: the way shows every post of the account from this moment on; None where it may
    leave some out, so that silence proves nothing. `shown_name` and `certified_body` are the platform's words, None where the way
    does not tell. `siblings` are other accounts of the same organiser on the same platform in the register.
    """

    subject: Subject
    way: str
    seen: dt.datetime
    unread: str | None = None
    complete_since: dt.datetime | None = None
    posts: int = 0
    shown_name: str | None = None
    certified_body: str | None = None
    siblings: tuple[str, ...] = ()
    evidence: Evidence | None = None


class MessageFact(Record, frozen=True, tag="message", tag_field="fact"):
    """A letter as one page showed it; a letter stands in lists and on a page of its own (`own_page`), once for each.

    `lacks`: what the own page of an answered letter leaves out, of `asked`, `answered`, `unit`, `reply`. `phrase` is the whole of an answer
    that says nothing. Days are those written on the page.
    """

    key: str
    title: str
    url: str
    parent: str | None
    asked: dt.date | None = None
    answered: dt.date | None = None
    unit: str | None = None
    status: str | None = None
    replied: bool | None = None
    own_page: bool = False
    lacks: tuple[str, ...] = ()
    phrase: str | None = None
    evidence: Evidence | None = None


class MailboxFact(Record, frozen=True, tag="mailbox", tag_field="fact"):
    """A page that lists letters or tells their numbers (`statistics`). `unread` says why its letters are not at hand."""

    key: str
    name: str
    url: str
    letters: int = 0
    statistics: bool = False
    unread: str | None = None
    evidence: Evidence | None = None


class GuideFact(Record, frozen=True, tag="guide", tag_field="fact"):
    """A service guide without the text of its elements; the fields are those of `Guide`.

    `scripted`: elements may be filled by a script that was not run, so that what is missing could not be checked.
    """

    key: str
    title: str
    url: str
    parent: str | None = None
    missing: tuple[str, ...] = ()
    vague: tuple[tuple[str, str], ...] = ()
    forms: tuple[FormFile, ...] = ()
    scripted: bool = False
    evidence: Evidence | None = None


class PolicyFact(Record, frozen=True, tag="policy", tag_field="fact"):
    """A policy document. `interpreted` gives the addresses of the interpretations found for it, by title, number or link."""

    key: str
    title: str
    url: str
    number: str | None = None
    published: dt.date | None = None
    interpreted: tuple[str, ...] = ()
    evidence: Evidence | None = None


class InterpretationFact(Record, frozen=True, tag="interpretation", tag_field="fact"):
    """An interpretation of a policy. `policy` is the address of the policy it belongs to, None where none was found on the site.

    `leads`: it links to its policy, `led_to`: the policy links back (None where there is no policy page to look at). `forms` are of
    `text`, `picture`, `video`, `questions`.
    """

    key: str
    title: str
    url: str
    published: dt.date | None = None
    forms: tuple[str, ...] = ()
    policy: str | None = None
    leads: bool = False
    led_to: bool | None = None
    evidence: Evidence | None = None


class ConsultationFact(Record, frozen=True, tag="consultation", tag_field="fact"):
    """A consultation or survey. `outcome` is the address where its result is told, which may be its own page; `adopted`: it says what was adopted."""

    key: str
    title: str
    url: str
    published: dt.date | None = None
    deadline: dt.date | None = None
    form: bool = False
    outcome: str | None = None
    adopted: bool = False
    evidence: Evidence | None = None


class SearchTry(Record, frozen=True):
    """One known item asked for. `found` is None, with the reason, where the answer could not be read."""

    title: str
    url: str
    found: bool | None = None
    reason: str | None = None
    evidence: Evidence | None = None


class SearchFact(Record, frozen=True, tag="search", tag_field="fact"):
    """The site's own search, asked for known items. `unasked` says why nothing was asked."""

    key: str
    url: str
    tries: tuple[SearchTry, ...] = ()
    unasked: str | None = None


# ── the website as a whole: what a few requests beside its pages, and its pages held together, tell ──


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
    """The home page over HTTPS, certificate checked. `redirects`: whether the address without S leads there; `hsts` in seconds."""

    attempt: Attempt
    certificate: Certificate | None = None
    redirects: bool | None = None
    hsts: int | None = None


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


class PinFact(Record, frozen=True, tag="pin", tag_field="fact"):
    """A correction of a column by a person, as it was applied; `result` says in Chinese what came of it."""

    url: str
    by: str
    on: dt.date
    result: str
    matched: bool
    name: str | None = None
    type: ColumnType | None = None
    items: str | None = None
    date: str | None = None
    reason: str | None = None


class RepostOrderFact(Record, frozen=True, tag="repost_order", tag_field="fact"):
    """Something that the account was ordered to repost (重要信息转载) between `issued` and `due`. `url`: the original, where it has an address."""

    key: str
    title: str
    issued: dt.datetime
    due: dt.datetime
    url: str | None = None


Fact = (
    SiteFact
    | MessageFact
    | MailboxFact
    | GuideFact
    | PolicyFact
    | InterpretationFact
    | ConsultationFact
    | SearchFact
    | PageFact
    | ColumnFact
    | LinkFact
    | ChannelFact
    | ProbeFact
    | TrapFact
    | PostFact
    | AccountFact
    | RepostOrderFact
    | SafetyFact
    | ProofreadFact
    | ProofFact
    | NetworkFact
    | SampleFact
    | SignFact
    | PinFact
)


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
    waived: str | None = None  # the indicator under which the same fault is punished already (§P9)

    @property
    def counts(self) -> bool:
        """Whether it may weigh against the subject: seen by the machine beyond doubt, or confirmed by a person."""
        if self.ruling is Ruling.DISMISSED or self.waived:
            return False
        return self.certainty is Certainty.AUTOMATIC or self.ruling is Ruling.CONFIRMED

    @property
    def waits(self) -> bool:
        return self.certainty is Certainty.CANDIDATE and self.ruling is None and not self.waived


class Outcome(Record, frozen=True):
    """One indicator's end on one subject. `points` are the points lost (or earned), None while unknown."""

    indicator: str
    outcome: OutcomeKind
    reason: str | None = None
    value: int | str | None = None
    threshold: int | str | None = None
    points: Decimal | None = None


class Entry(Record, frozen=True):
    """What a person entered for an indicator on a subject: its end, the points lost (or earned), on whose word, with what proof."""

    subject: str
    indicator: str
    outcome: OutcomeKind
    by: str
    at: dt.date
    points: Decimal | None = None
    reason: str | None = None
    proof: str | None = None


class Entered(Record, frozen=True):
    """An entry and what became of it; `remark` says why it was not taken, or what it stands beside."""

    entry: Entry
    taken: bool
    remark: str | None = None


class Nearing(Record, frozen=True):
    """A line of the norm that is near and not crossed: `percent` of the way to it is gone, `due` is the day on which time alone crosses it."""

    indicator: str
    message: str
    percent: int
    value: int | str | None = None
    threshold: int | str | None = None
    url: str | None = None
    due: dt.date | None = None


class SheetRow(Record, frozen=True):
    """One indicator on the score sheet.

    `points` are what it takes (or gives), None while nobody knows; `formula` says in words how they come about. `findings` are
    the ids of those that count, `waived` of those punished elsewhere, `waiting` of those a person has yet to rule on.
    """

    indicator: str
    name: str
    kind: str
    outcome: OutcomeKind
    formula: str
    level1: str | None = None
    cap: Decimal | None = None
    points: Decimal | None = None
    findings: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


class ScoreSheet(Record, frozen=True):
    """How the score comes about: a row for each indicator that takes or gives points, then the steps in words.

    `deducted` is the score before any bonus, `bonus` what counts of it; None where they cannot be told. `unscored`: the
    indicators whose points nobody has confirmed.
    """

    rows: tuple[SheetRow, ...]
    steps: tuple[str, ...]
    deducted: Decimal | None = None
    bonus: Decimal | None = None
    unscored: tuple[str, ...] = ()


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
    warnings: tuple[Nearing, ...] = ()
    sheet: ScoreSheet | None = None
    entries: tuple[Entered, ...] = ()


def finding_id(subject: str, indicator: str, locator: str) -> str:
    """The identity of a finding: 20 hexadecimal digits of SHA-256 over the three parts."""
    joined = f"{subject}\x1f{indicator}\x1f{locator}"
    return hashlib.sha256(joined.encode()).hexdigest()[:20]


def newest_until(dates: Iterable[dt.date], day: dt.date) -> dt.date | None:
    """The newest of `dates` that is not after `day`: what lies in the future is no update."""
    return max((date for date in dates if date <= day), default=None)
