"""The list of error reports that the national platform gives out -> rows that can be used and problems by row. Pure."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from xunwang.inspector.model import Record
from xunwang.office.errors import OfficeError
from xunwang.office.feedback.models import ErrorKind, Truth
from xunwang.office.feedback.moments import parse_moment
from xunwang.office.registry.fields import Field
from xunwang.office.registry.headers import places_of
from xunwang.office.registry.sheet import Problem
from xunwang.office.registry.table import CellText, Line, Sheet, read_sheets
from xunwang.office.registry.values import CELL_ERRORS, RowError, refuse_rounded

HEADER_WITHIN = 20
LONGEST = {"description": 5000, "reply": 5000, "page_url": 2000, "site_name": 200, "number": 60}


COLUMNS = (
    Field("number", ("编号", "留言编号", "工单号", "工单编号", "留言ID", "问题编号", "受理编号", "来信编号", "纠错编号", "找错编号"), width=18),
    Field("site_name", ("网站名称", "被纠错网站", "网站", "站点名称", "问题网站"), width=26),
    Field("site_code", ("网站标识码", "标识码", "站点标识码"), width=14),
    Field("page_url", ("页面地址", "问题页面", "问题网址", "错误页面地址", "页面链接", "网址", "问题页面地址", "网页地址", "问题链接", "错误网址", "出错网址", "问题网页", "错误页面"), width=40),
    Field("kind", ("问题类型", "类型", "错误类型", "纠错类型", "留言类型"), width=14),
    Field("description", ("问题描述", "留言内容", "问题内容", "描述", "内容", "纠错内容", "网民留言", "问题详情", "反映内容", "反映问题", "找错内容", "问题说明"), required=True, width=50),
    Field("contact", ("联系方式", "网民联系方式", "联系电话", "邮箱", "电子邮箱", "手机号"), width=18),
    Field("received_at", ("提交时间", "留言时间", "收到时间", "接收时间", "受理时间", "提交日期", "收到日期", "分发时间", "来信时间", "来信日期", "留言日期", "接收日期", "受理日期", "反映时间", "登记时间"), required=True, width=18),
    Field("reply", ("答复内容", "回复内容", "处理结果", "办理结果", "处理情况", "办理情况", "答复情况", "回复情况", "整改情况"), width=50),
    Field("answered_at", ("答复时间", "全国平台答复时间", "回复时间", "办结时间", "处理时间", "办理时间", "答复日期", "回复日期", "办结日期", "处理日期"), width=18),
    Field("truth", ("核实结果", "是否属实", "属实情况", "核查结果"), width=10),
    Field("unit", ("承办单位", "主办单位", "办理单位", "责任单位", "处理单位"), width=24),
)  # fmt: skip
"""What is understood; `headers[0]` is the header of our own export."""

_KIND_WORDS = (
    ("错别字", ErrorKind.TYPO), ("错字", ErrorKind.TYPO), ("无法访问", ErrorKind.UNREACHABLE), ("打不开", ErrorKind.UNREACHABLE),
    ("不更新", ErrorKind.STALE), ("不及时", ErrorKind.STALE), ("不回复", ErrorKind.UNANSWERED), ("虚假", ErrorKind.FALSE),
    ("伪造", ErrorKind.FALSE), ("不准确", ErrorKind.INACCURATE), ("有误", ErrorKind.INACCURATE), ("其他", ErrorKind.OTHER), ("其它", ErrorKind.OTHER),
)  # fmt: skip
BARE = {"received_at": dt.time(), "answered_at": dt.time(23, 59)}
"""What counts where a list names the day only: its midnight for receipt, its last minute for an answer."""
_UNTRUE, _TRUE = {"不属实", "否", "不实"}, {"属实", "是", "基本属实", "部分属实"}


class ReportRow(Record, frozen=True):
    """One usable row; moments are in Asia/Shanghai. What the list leaves empty is empty or None."""

    row: int
    description: str
    received_at: dt.datetime
    kind: ErrorKind
    number: str = ""
    site_name: str = ""
    site_code: str = ""
    page_url: str = ""
    contact: str = ""
    reply: str = ""
    answered_at: dt.datetime | None = None
    truth: Truth | None = None
    unit: str = ""
    sheet: str = ""


class Header(Record, frozen=True):
    """A sheet of the list with its header and field name -> column index."""

    sheet: Sheet
    line: Line
    places: dict[str, int]

    @property
    def below(self) -> list[Line]:
        return self.sheet.below(self.line)


class ReportList(Record, frozen=True):
    """`read` counts the rows below the header: each is in `rows` or has an error in `problems`."""

    rows: tuple[ReportRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    read: int = 0


def read_list(path: Path) -> ReportList:
    """Reads an xlsx or csv list, all of its sheets. Raises OfficeError when nothing of the file can be used."""
    seen: dict[str, ReportRow] = {}
    read = [_rows(header, seen) for header in headers_of(read_sheets(path))]
    return ReportList(
        tuple(row for one in read for row in one.rows),
        tuple(problem for one in read for problem in one.problems),
        sum(one.read for one in read),
    )


def headers_of(sheets: Sequence[Sheet]) -> list[Header]:
    """The sheets of the list, one a month or a platform, each with its header. Raises OfficeError when there is none."""
    found = [header for sheet in sheets if (header := _header_of(sheet)) is not None]
    if found:
        return found
    wanted = "、".join(
        f"{field.header}（或{'、'.join(field.headers[1:3])}）" for field in COLUMNS if field.required
    )
    raise OfficeError(
        f"没有找到找错清单的表头（看过：{'、'.join(sheet.name for sheet in sheets)}），表头应有“{wanted}”列。"
    )


def _header_of(sheet: Sheet) -> Header | None:
    for line in sheet.lines[:HEADER_WITHIN]:
        places = places_of(line, COLUMNS)
        if all(field.name in places for field in COLUMNS if field.required):
            return Header(sheet, line, places)
    return None


def _rows(header: Header, seen: dict[str, ReportRow]) -> ReportList:
    rows: list[ReportRow] = []
    problems: list[Problem] = []
    for line in header.below:
        reader = _RowReader(line, header)
        try:
            row = reader.row()
            _note_double(row, seen)
        except RowError as error:
            place = header.places.get(error.field)
            column = None if place is None else header.line.cells[place].text
            problems.append(Problem(str(error), "error", header.sheet.name, line.number, column))
            continue
        rows.append(row)
        problems += [Problem(text, "warning", header.sheet.name, line.number) for text in reader.notes]
    return ReportList(tuple(rows), tuple(problems), len(header.below))


def _note_double(row: ReportRow, seen: dict[str, ReportRow]) -> None:
    if row.number in seen:
        first = seen[row.number]
        sheet = f"工作表“{first.sheet}”" if first.sheet != row.sheet else ""
        raise RowError("number", f"编号 {row.number} 与{sheet}第 {first.row} 行相同，请只留一行。")
    if row.number:
        seen[row.number] = row


class _RowReader:
    """Reads one line; `notes` collects what was mended or left aside."""

    def __init__(self, line: Line, header: Header) -> None:
        self.line, self.places, self.sheet = line, header.places, header.sheet.name
        self.notes: list[str] = []

    def row(self) -> ReportRow:
        description = self.text("description")
        if not description:
            raise RowError("description", "问题描述是空的，应写明网民反映的问题。")
        received = self.moment("received_at")
        if received is None:
            raise RowError("received_at", "提交时间是空的，应类似 2026-03-31 09:30。")
        answered = self.moment("answered_at")
        if answered and answered < received:
            raise RowError("answered_at", f"答复时间 {answered:%Y-%m-%d %H:%M} 早于提交时间，请核对。")
        plain = {
            name: self.text(name) for name in ("number", "site_name", "page_url", "contact", "reply", "unit")
        }
        return ReportRow(
            self.line.number,
            description,
            received,
            self.kind(),
            site_code=self.code(),
            answered_at=answered,
            truth=self.truth(),
            sheet=self.sheet,
            **plain,
        )

    def text(self, field: str) -> str:
        column = self.places.get(field)
        inside = column is not None and column < len(self.line.cells)
        cell = self.line.cells[column] if inside and column is not None else CellText()
        value = cell.text.strip()
        if field == "number":
            refuse_rounded(value, field, rounded=cell.rounded)
        if value.startswith("#") and value.upper() in CELL_ERRORS:
            raise RowError(field, f"单元格的公式出错（{value}），应填写文字。")
        longest = LONGEST.get(field, 200)
        if len(value) > longest:
            raise RowError(field, f"内容有 {len(value)} 个字，超过 {longest} 个字的上限，请精简。")
        return value

    def moment(self, field: str) -> dt.datetime | None:
        written = self.text(field)
        if not written:
            return None
        return parse_moment(written, field, BARE[field])

    def kind(self) -> ErrorKind:
        written = self.text("kind")
        found = next((kind for word, kind in _KIND_WORDS if word in written), None)
        if written and found is None:
            self.notes.append(f"不认识问题类型“{written}”，按“其他”读入。")
        return found or ErrorKind.OTHER

    def truth(self) -> Truth | None:
        written = self.text("truth")
        if written in _UNTRUE:
            return Truth.UNTRUE
        if written and written not in _TRUE:
            self.notes.append(f"核实结果“{written}”应为“属实”或“不属实”；这一格没有读入。")
        return Truth.TRUE if written in _TRUE else None

    def code(self) -> str:
        return self.text("site_code").lower()[:20]
