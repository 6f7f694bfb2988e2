"""What a circular is made of: the letterhead facts and one result per website. No figure is stored that can be counted."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from msgspec import field

from xunwang.inspector.model import Record, SiteKind, Subject, Verdict

KIND_NAMES: dict[SiteKind | None, str] = {
    SiteKind.PORTAL: "政府门户网站",
    SiteKind.DEPARTMENT: "部门网站",
    SiteKind.SPECIAL: "专业系统",
    None: "其他网站",
}
LEVEL_UNKNOWN = "层级未登记"
REGION_UNKNOWN = "地区未登记"
LEVEL_ORDER = ("国家", "省级", "市级", "县级", "部门", "园区", "乡镇街道", "村社区")
VERDICT_NAMES = {Verdict.PASS: "合格", Verdict.FAIL: "不合格", Verdict.UNDECIDED: "暂不作结论"}
SAMPLE_NOTE = "示例分值"


class CircularRefused(Exception):
    """A circular that must not be handed out; the message is one Chinese sentence for the user."""


class Problem(Record, frozen=True):
    """One indicator that weighs against a website.

    `wording` is the norm's short text with its slots, `text` the same filled in; `count` the findings behind it;
    `points` the points lost, None while nobody has confirmed them.
    """

    indicator: str
    name: str
    wording: str
    text: str
    count: int = 1
    points: Decimal | None = None


class Checked(Record, frozen=True):
    """One indicator of the norm as it was looked at on one website; `state` is one of `CHECK_STATES`."""

    indicator: str
    name: str
    criterion: str
    state: str
    level1: str | None = None
    told: str = ""


CHECK_STATES = {"met": "是", "found": "否", "unchecked": "未能检查", "not_applicable": "不适用"}


class SiteResult(Record, frozen=True):
    """One website's row. `verdict` is the one at the monitoring point, `verdict_now` the one at the closing date."""

    subject: str
    name: str
    home: str
    verdict: Verdict
    organiser: str | None = None
    site_kind: SiteKind | None = None
    level: str | None = None
    region: str | None = None
    verdict_now: Verdict | None = None
    score: Decimal | None = None
    score_complete: bool = False
    vetoes: tuple[Problem, ...] = ()
    faults: tuple[Problem, ...] = ()
    undecided_because: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    checks: tuple[Checked, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.vetoes + self.faults


class AccountResult(Record, frozen=True):
    """One inspected new-media account's row. `type` is what the platform calls its kind: 订阅号, 服务号."""

    subject: str
    name: str
    platform: str
    verdict: Verdict
    type: str | None = None
    organiser: str | None = None
    level: str | None = None
    region: str | None = None
    verdict_now: Verdict | None = None
    score: Decimal | None = None
    problems: tuple[Problem, ...] = ()
    undecided_because: tuple[str, ...] = ()


class GivenTable(Record, frozen=True):
    """A table that other parts of the office hand to a circular: error reports, messages, duty, reports received.

    It becomes an attachment of its own, or a table in the text where the layout has a block `table: given` with its
    `key`. `key` is a plain word (letters, digits, underscore). `rows` stand under `columns`, without a running number;
    None prints as a dash. `sums` are the columns with a total; `rates` are columns of percentages as
    (column, part, whole): they hold None in the rows and are worked out here from the two columns named, in the
    circular's precision. Layouts can say the figures `{<key>_rows}`, `{<key>_<column>}` for a sum or a total rate.
    """

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | Decimal | None, ...], ...]
    sums: tuple[str, ...] = ()
    rates: tuple[tuple[str, str, str], ...] = ()
    note: str = ""


class Document(Record, frozen=True):
    """A document the circular rests on, such as 《…》 with its number."""

    title: str
    number: str | None = None


class Basis(Record, frozen=True):
    """The norm the verdicts were made under and the documents it rests on."""

    norm: str
    documents: tuple[Document, ...]
    sample_points: bool = False


class AccountTotal(Record, frozen=True):
    """Registered accounts of one platform at one level of one region.

    `inspected` is None where none was inspected this time, or where the circular has a row for each inspected account.
    """

    platform: str
    registered: int
    level: str | None = None
    inspected: int | None = None
    failed: int = 0
    undecided: int = 0
    region: str | None = None


class Notices(Record, frozen=True):
    """Rectification notices sent for the inspection: how many, to how many units, how many are closed, counted on the day `on`."""

    sent: int
    units: int
    closed: int
    on: dt.date | None = None


class Previous(Record, frozen=True):
    """Websites that had notices in the period before: all of them, and those found mended. Who never answered belongs to the base."""

    told: int = field(name="rechecked")
    mended: int


class Earlier(Record, frozen=True):
    """Verdicts of an earlier period to compare with; `name` as it is printed: 上季度, 去年同期."""

    name: str
    passed: int
    failed: int


class Requirement(Record, frozen=True):
    heading: str
    text: str


class CircularHeader(Record, frozen=True):
    """Everything but the results. `decimals` is the norm's precision of percentages, `activity` what was done: 检查, 抽查, 普查.

    `highlights` are the paragraphs of 工作亮点, in people's own words; the section stands only where there are any.

    `registered_by_kind` and `registered_by_level` come from the register at `as_of`; empty means unknown. Websites whose
    level the register does not know stand there under `LEVEL_UNKNOWN`, those of no known kind under None. `filled` holds
    what people enter for the fields of a form layout, by the field's slot.
    """

    issuer: str
    region: str
    year: int
    period: str
    addressees: tuple[str, ...]
    basis: Basis
    window: tuple[dt.date, dt.date]
    as_of: dt.date
    issued: dt.date
    number: str | None = None
    closing: dt.date | None = None
    registered_by_kind: dict[SiteKind | None, int] = field(default_factory=dict)
    registered_by_level: dict[str, int] = field(default_factory=dict)
    registered_by_region: dict[str, int] = field(default_factory=dict)
    accounts: tuple[AccountTotal, ...] = ()
    previous: Previous | None = None
    notices: Notices | None = None
    before: Earlier | None = None
    last_year: Earlier | None = None
    activity: str = "检查"
    played: bool = False
    decimals: int = 2
    deadline: dt.date | None = None
    report_to: str | None = None
    contact: str | None = None
    requirements: tuple[Requirement, ...] = ()
    copied_to: tuple[str, ...] = ()
    highlights: tuple[str, ...] = ()
    filled: dict[str, str] = field(default_factory=dict)


class Column(Record, frozen=True, forbid_unknown_fields=True):
    """A column of a table of figures: what its head says and which figure of each row stands in it."""

    head: str
    figure: str


class CircularData(Record, frozen=True):
    """A circular before it is written: the header and the rows every figure is counted from.

    `edits` are paragraphs whose words people changed (see `edits`), `columns` tables whose columns they chose (see `columns`).
    """

    header: CircularHeader
    sites: tuple[SiteResult, ...]
    accounts: tuple[AccountResult, ...] = ()
    tables: tuple[GivenTable, ...] = ()
    edits: dict[str, str] = field(default_factory=dict)
    columns: dict[str, tuple[Column, ...]] = field(default_factory=dict)

    @property
    def period_name(self) -> str:
        return f"{self.header.year}年{self.header.period}"


class Words(Record, frozen=True):
    """What a norm says about one indicator: official name, short text with slots, and what its points are worth.

    `kind` is the norm's (`veto`, `deduct`, …), `automatic` whether the machine alone can tell, `verified` whether
    somebody has held the entry against the official text.
    """

    name: str
    kind: str
    short_text: str | None = None
    text: str | None = None
    level1: str | None = None
    points: Decimal | None = None
    automatic: bool = True
    verified: bool = True


def chinese_date(day: dt.date) -> str:
    """`2026年3月31日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def by_level(counts: Mapping[str, int]) -> dict[str, int]:
    return {level: counts[level] for level in sorted(counts, key=level_rank)}


def level_rank(level: str) -> tuple[int, str]:
    """Sorts levels from the highest down; names of one's own follow, the unknown level is last."""
    if level in LEVEL_ORDER:
        return LEVEL_ORDER.index(level), level
    return len(LEVEL_ORDER) + (level == LEVEL_UNKNOWN), level


def register_order(subject: Subject) -> tuple[bool, str, int, str, str, str, str, str]:
    """Sorts subjects as a register does, and the same every time: by code (which begins with the place), without one by level, platform and name.

    Ids are drawn at random and times differ from one inspection to the next, so that neither has a say.
    """
    rank, level = level_rank(subject.level or LEVEL_UNKNOWN)
    names = (subject.platform or "", subject.name, subject.home, subject.handle or "")
    return not subject.code, subject.code or "", rank, level, *names


def site_label(site: SiteResult) -> str:
    """The 填报单位 of a website: its organiser, or its own name while the register has none."""
    return site.organiser or site.name
