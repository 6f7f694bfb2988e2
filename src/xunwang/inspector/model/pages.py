"""What is read off one page."""

import datetime as dt
from enum import StrEnum
from typing import Literal

import msgspec

from xunwang.inspector.model.answers import Attempt, Evidence
from xunwang.inspector.model.base import Record

PICTURE = "\ufffc"
"""Stands in the text of a header where a picture shows what no words tell."""


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


BY_ITSELF = "refresh"


class Link(Record, frozen=True):
    """A link as a browser resolves it (`url`) and as it was written (`href`, the evidence). `rel` is BY_ITSELF where the page takes its visitors there without being asked."""

    url: str
    href: str
    text: str
    visible: bool = True
    rel: str | None = None
    kind: LinkKind = LinkKind.PAGE
    zone: Zone = Zone.UNKNOWN


class EmptyLink(Record, frozen=True):
    """A link or picture that promises something and leads nowhere, with its address as it was written."""

    text: str
    href: str


class FlawKind(StrEnum):
    """What any visitor of a page sees to be broken."""

    PROGRAM = "program"  # 程序出错信息
    TEMPLATE = "template"  # 没有替换的模板变量
    WAITING = "waiting"  # the same, where a script of the page may fill it
    VALUE = "value"  # undefined、null、NaN
    CODE = "code"  # 网页代码
    GARBLED = "garbled"  # 乱码
    CHARSET = "charset"  # 声明的字符编码不对，浏览器显示乱码
    TRIAL = "trial"  # 测试内容、占位文字
    BARE = "bare"  # 只有标题，没有正文
    TWICE = "twice"  # 正文重复
    PLAYS = "plays"  # 自动播放音视频
    TAGGED = "tagged"  # 同一标签写了两个不同的值


class Flaw(Record, frozen=True):
    """Something broken that a page shows, in its own `words`."""

    kind: FlawKind
    words: str


class Item(Record, frozen=True):
    """One entry of a list: `date` is the day shown beside it, years supplied where the list leaves them out."""

    title: str
    url: str
    date: dt.date | None = None


class Crumb(Record, frozen=True):
    text: str
    url: str | None = None


class Form(Record, frozen=True):
    """A form: `purpose` is told from its fields and words; `fields` are the names of its visible inputs. `framed`: it stands in the header, a menu or the foot."""

    purpose: Literal["search", "message", "login", "other"]
    action: str
    method: str = "get"
    fields: tuple[str, ...] = ()
    framed: bool = False


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


LATE = "打开后数据迟迟没有到齐"
"""What is said of pages whose `script_filled` holds `late`."""


class Page(Record, frozen=True):
    """Everything read off one page, in one pass over its DOM.

    `published_from` names where the date was read (`label`, `meta`, `url`, …); `published_precision` is the finest part
    that was written. `script_filled` names the parts that only a script would fill and that stay empty in the bytes at hand
    (`list`, with `unshown` where its rows lie in the page as data or are still waited for, `values` of a page of details, `footer`, `body`, or `frame` where another page shows its main part, `elsewhere` where the page only sends its
    visitors on to one that was not followed, `onward` where a home page shows no way on but what its scripts may lead to, `beyond` where a list begins with its oldest item and only a script opens its further pages, `late` where the browser stopped waiting for data that the page had asked for): what is missing there could not be checked. `unread_parts` are names of what its main part shows and nobody reads. `force` is the word for whether a document is in force. `submenu`
    are the addresses in the drop-down menus of a home page. `masthead` is the visible text of the header with
    the alt texts of its images, `PICTURE` for one without. `metas` holds the first non-empty value of each wanted tag under its official spelling; a tag that
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
    metas: dict[str, str] = msgspec.field(default_factory=dict)
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
    unread_parts: tuple[str, ...] = ()
    empty_links: tuple[EmptyLink, ...] = ()
    force: str | None = None
    flaws: tuple[Flaw, ...] = ()


class Message(Record, frozen=True):
    """A letter of the public as one page shows it. `status` is the word shown, `url` its own page where that is another one.

    `replied`: an answer is seen (True), is seen to be missing (False), or the page does not tell (None). `question` and `reply` are
    their texts (what is longer than 2,000 characters ends with "…") and stand only where the letter has this page or this block for itself.
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
    elements: dict[str, str] = msgspec.field(default_factory=dict)
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
