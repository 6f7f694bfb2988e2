"""What crosses the interface. Field names are those of the glossary; times carry their offset, days are ISO 8601."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Generic, Literal, TypeVar
from uuid import UUID

from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict, StringConstraints

from xunwang.office.campaigns.models import FindingState

T = TypeVar("T")
Text = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]
"""Something to search for."""
Perhaps = Annotated[str | None, BeforeValidator(lambda said: said or None)]
"""What may be unknown: the tables keep an empty text for it, others get null."""


class Problem(Schema):
    type: str
    title: str
    status: int
    detail: str
    errors: list["FieldProblem"] = Field([])


class FieldProblem(Schema):
    field: str
    message: str


class Paging(Schema):
    page: int = Field(1, ge=1, le=100_000, description="第几页，从 1 起")
    size: int = Field(50, ge=1, le=200, description="每页条数")


class FindingsAsked(Schema):
    campaign: int | None = Field(None, ge=1, le=2**53)
    verdict: int | None = Field(None, ge=1, le=2**53)
    indicator: Text = ""
    state: FindingState | None = None


class Paged(Schema, Generic[T]):
    total: int
    page: int
    size: int
    items: list[T]


class UnitOut(Schema):
    id: int
    name: str
    level: Perhaps


class SubjectOut(Schema):
    """A row of the register on a day."""

    id: UUID
    kind: str
    name: str
    home: Perhaps
    code: Perhaps
    type: Perhaps
    site_kind: Perhaps
    level: Perhaps
    organiser: Perhaps
    icp: Perhaps
    police: Perhaps
    phone: Perhaps
    division: Perhaps
    hosts: Perhaps
    platform: Perhaps
    handle: Perhaps
    filed_on: dt.date | None
    valid_from: dt.date
    valid_to: dt.date | None
    parent: UUID | None
    unit: UnitOut


class AccountOut(SubjectOut):
    last_post: dt.date | None = Field(None, description="最近一次发布的日期；没有数据时为空")
    last_seen: dt.datetime | None = Field(None, description="最近一次取得数据的时间")


Cell = Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00-\x1f\x7f\ufffe\uffff]*$")]
"""A text that a spreadsheet can hold."""


class SummaryOut(Schema):
    total: int
    passed: int
    failed: int
    undecided: int
    unjudged: int
    pass_rate: Decimal | None = Field(None, description="合格率，百分数，两位小数；合格与不合格都为 0 时为空")


class CampaignOut(Schema):
    id: int
    name: str
    unit: UnitOut
    period_start: dt.date
    period_end: dt.date
    norm: str
    as_of: dt.date
    closing_on: dt.date | None
    released: bool
    point_closed_at: dt.datetime | None


class CampaignDetail(CampaignOut):
    at_point: SummaryOut
    at_closing: SummaryOut


class VerdictOut(Schema):
    """`pass`, `fail`, `undecided`, or null before anything was judged."""

    id: int
    campaign: int
    subject: UUID
    name: str
    home: Perhaps
    unit: UnitOut
    verdict_at_point: Perhaps
    verdict_at_closing: Perhaps
    score_at_point: Decimal | None
    score_at_closing: Decimal | None
    score_complete: bool
    sample_points: bool
    judged_as_of: dt.date | None
    notes: list[str]


class OutcomeOut(Schema):
    when: str
    indicator: str
    outcome: str
    reason: Perhaps
    value: Perhaps
    threshold: Perhaps
    points: Decimal | None


class VerdictDetail(VerdictOut):
    outcomes: list[OutcomeOut]


class FindingOut(Schema):
    """`finding` names the same fault at the same place in every campaign; those with `weighed` are what its circular counts."""

    id: int
    finding: str
    campaign: int
    verdict: int
    subject: UUID
    subject_name: str
    indicator: str
    url: Perhaps
    parent: Perhaps
    message: str
    excerpt: Perhaps
    value: Perhaps
    threshold: Perhaps
    certainty: str
    state: str
    weighed: bool
    first_seen: dt.datetime
    last_seen: dt.datetime
    evidence_sha256: Perhaps


class TicketOut(Schema):
    id: int
    code: UUID
    campaign: int
    unit: UnitOut
    state: str
    issued_on: dt.date
    due_on: dt.date
    due_provisional: bool
    overdue: bool
    demand: Perhaps
    answered_at: dt.datetime | None
    closed_at: dt.datetime | None


class ItemOut(Schema):
    id: int
    state: str
    answer: Perhaps
    repeated: bool
    finding: FindingOut


class EventOut(Schema):
    at: dt.datetime
    kind: str
    who: Perhaps
    text: Perhaps


class TicketDetail(TicketOut):
    items: list[ItemOut]
    events: list[EventOut]


class Given(Schema):
    """What others send: a field that does not exist is refused."""

    model_config = ConfigDict(extra="forbid")


class SubjectIn(Given):
    """A row as the spreadsheet has it; what is empty stays as it was."""

    name: Cell = Field(min_length=1)
    home: Cell = ""
    code: Cell = ""
    type: Cell = ""
    level: Cell = ""
    organiser: Cell = ""
    icp: Cell = ""
    police: Cell = ""
    phone: Cell = ""
    division: Cell = ""
    hosts: Cell = ""
    robots_authorised: Cell = ""
    rates: Cell = ""
    platform: Cell = ""
    handle: Cell = ""
    filed_on: dt.date | None = None
    remark: Cell = ""


class RegisterIn(Given):
    kind: Literal["website", "account"]
    on: dt.date = Field(description="生效日期")
    check_only: bool = Field(True, description="只看结果，不写入")
    create_units: bool = Field(False, description="主办单位没有登记的，在本单位之下新建")
    rows: list[SubjectIn] = Field(min_length=1, max_length=5000)


class RowProblem(Schema):
    row: int | None = Field(description="行号；第 1 行是表头，rows 的第一项是第 2 行")
    column: Perhaps
    severity: str
    message: str


class RegisterOut(Schema):
    written: bool
    read: int
    created: int
    changed: int
    unchanged: int
    rejected: int
    problems: list[RowProblem]


class CircularOut(Schema):
    """A version of a campaign's circular; with a `seal` it is final."""

    id: int
    campaign: int
    number: int
    layout: str
    returned: bool
    made_at: dt.datetime
    sealed_at: dt.datetime | None
    seal: Perhaps


class StatementOut(Schema):
    """A paragraph or table as it is printed: `look` is title, h1, h2, centre, right, text or table."""

    look: str
    text: Perhaps
    rows: list[list[str]]


class FigureOut(Schema):
    name: str
    value: str


class CircularFileOut(Schema):
    kind: str
    name: str
    sha256: str


class CircularDetail(CircularOut):
    statements: list[StatementOut]
    figures: list[FigureOut]
    files: list[CircularFileOut]


class AnswerIn(Given):
    item: int = Field(ge=1, le=2**53)
    answer: str = Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")


class FileIn(Given):
    name: str = Field(min_length=1, max_length=200)
    content: str = Field(max_length=28_000_000, description="文件内容，Base64")


class ReplyIn(Given):
    items: list[AnswerIn] = Field(max_length=2000)
    text: str = Field("", max_length=5000, pattern=r"^[^\x00]*$")
    files: list[FileIn] = Field([], max_length=10)


class ReceiptIn(Given):
    person: str = Field(min_length=1, max_length=60, pattern=r"^[^\x00]*$", description="签收人")


class DraftIn(Given):
    text: str = Field(min_length=1, max_length=100_000, description="文稿，纯文本")
    published: dt.date | None = Field(None, description="发布日期，已知时填")


class MarkOut(Schema):
    """As `xunwang proofread --format jsonl` writes them: `line` from 1, `start` and `end` in characters of the line, end exclusive."""

    line: int
    start: int
    end: int
    found: str
    suggest: list[str]
    kind: str
    tier: str
    rule: str
    why: str


class ProofOut(Schema):
    sure: int
    suspected: int
    marks: list[MarkOut]


Problem.model_rebuild()
