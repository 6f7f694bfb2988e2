"""Facts of a website: itself, its pages, columns, links, entrances and probes."""

import datetime as dt
from enum import StrEnum
from typing import Literal

import msgspec

from xunwang.inspector.model.answers import Attempt, Evidence
from xunwang.inspector.model.base import Record
from xunwang.inspector.model.pages import EmptyLink, Flaw, LinkKind, Marks, PageKind
from xunwang.inspector.model.subjects import Subject


class SiteFact(Record, frozen=True, tag="site", tag_field="fact"):
    """The site as a whole. `entry_only`: the home page is only an entrance without items of its own.

    `home_leads`: the keys of the pages to which the home page leads without telling their day; `home_titles` those of them that it
    calls by a title, and the frames that it shows. `ways_in`: those of the pages to which it only asks to come in.
    """

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
    home_leads: tuple[str, ...] = ()
    home_titles: tuple[str, ...] = ()
    ways_in: tuple[str, ...] = ()


class StandingTopic(StrEnum):
    """What a page of standing text is about."""

    OVERVIEW = "overview"  # 概况
    ORGANISATION = "organisation"  # 机构职能
    LEADERS = "leaders"  # 领导信息


class Particulars(Record, frozen=True, omit_defaults=True):
    """What single indicators ask of the words of a page.

    `time_shown`: how finely the time of publication is written where readers see it. `reprint`: the text says it was taken from
    elsewhere and no source stands above it. `text_key`: fingerprint of a long text. `later`: a day after the publication of which
    the text tells as past, with the sentence. Of a standing page `topic`, the `holds` of what it must show, what one of
    the several units or leaders on it `lacks`, and the newest year of its figures. `unmarked_map`: what a map is called beside which no number of approval stands.
    `stands_in`: the column in which the page says it stands, where its tag does not name one on the way there.
    `in_force_until`: the last day of a document by its own text, beside which `force` is what the page says of that.
    `flaws`: what of it any visitor sees to be broken. `repeals`: titles and numbers of documents that it says are repealed; `void`: it says of itself that it is,
    `number` is that of its document.
    """

    source: str | None = None
    time_shown: Literal["day", "minute", "second"] | None = None
    reprint: bool = False
    text_key: str | None = None
    later: dt.date | None = None
    later_words: str | None = None
    topic: StandingTopic | None = None
    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    figures_year: int | None = None
    unmarked_map: str | None = None
    empty_links: tuple[EmptyLink, ...] = ()
    stands_in: str | None = None
    force: str | None = None
    in_force_until: dt.date | None = None
    flaws: tuple[Flaw, ...] = ()
    repeals: tuple[str, ...] = ()
    void: bool = False
    number: str | None = None


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
    metas: dict[str, str] = msgspec.field(default_factory=dict)
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

    `undated_elsewhere`: how many of those lie on other hosts, whose pages nobody read; `part_filled`: something beside the list stayed
    empty, since nobody ran the script that fills it, or, without items, the list itself, though its script ran in a browser.
    `repeated` are those of `dates` whose items another column holds as its own, so that a website's items can be counted once.
    `static`: a page of standing text, which can be neither stale nor blank. `unread` says why its list could not be
    read, or read to its end (then it is neither, and what was read shows but that it may be fresh). `first_level`: stands in the site's main navigation. `pages` are the addresses of the pages that
    its items were read from; older runs tell none. `archived`: its page says that nothing more is added to it. `cycle_months`: how often its page says that it is brought up to date.
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
    repeated: tuple[dt.date, ...] = ()
    pages: tuple[str, ...] = ()
    archived: bool = False
    undated_elsewhere: int = 0
    part_filled: bool = False
    cycle_months: int | None = None


class OtherSystemFact(Record, frozen=True, tag="other_system", tag_field="fact"):
    """A page of another system that was read for a column of the site which lies there; such systems are never walked.

    `key` is that of the address asked for. What the page shows stands with the column; this fact finds its bytes again.
    `late`: the browser held them so before all data of the page had come.
    """

    key: str
    url: str
    parent: str
    attempt: Attempt
    evidence: Evidence | None = None
    rendered: bool = False
    late: bool = False


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
    """An entrance that a visitor uses. `opens` is None when it could not be tried; `form`: something can be sent there; `refers`: its page only says that nothing can be done on it."""

    key: str
    purpose: ChannelPurpose
    name: str
    url: str
    parent: str | None
    opens: bool | None
    form: bool = False
    refers: bool = False
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


class FragmentFact(Record, frozen=True, tag="fragment", tag_field="fact"):
    """A link to a place within a page of the site that the page does not have. A hint: no norm counts it, no indicator reads it.

    `parent` is the first page that carries it, `text` its words, `times` how many links lead there.
    """

    url: str
    fragment: str
    parent: str
    text: str
    times: int
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
