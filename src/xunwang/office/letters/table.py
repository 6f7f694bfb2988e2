"""A list of letters under any header -> rows that can be used and problems by row. Pure."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import structs

from xunwang.inspector.model import Record
from xunwang.office.errors import OfficeError
from xunwang.office.registry.fields import Field
from xunwang.office.registry.headers import places_of
from xunwang.office.registry.sheet import Problem
from xunwang.office.registry.table import Line, Sheet, read_sheets
from xunwang.office.registry.values import RowError, parse_date, refuse_rounded

HEADER_WITHIN = 20
COLUMNS = (
    Field("title", ("标题", "留言标题", "来信标题", "主题", "留言主题", "信件标题", "咨询标题", "留言内容", "来信内容", "诉求标题", "工单标题", "问题标题", "诉求主题", "反映问题", "诉求内容", "来电内容"), required=True),
    Field("asked_on", ("留言时间", "留言日期", "来信时间", "写信时间", "提交时间", "咨询时间", "收到时间", "受理时间", "来信日期", "写信日期", "提交日期", "咨询日期", "收到日期", "受理日期", "来电时间", "来电日期", "诉求时间", "反映时间", "接收时间", "登记时间"), required=True),
    Field("question", ("留言内容", "来信内容", "问题内容", "咨询内容", "诉求内容", "内容", "来电内容", "反映内容", "网民留言")),
    Field("answered_on", ("答复时间", "答复日期", "回复时间", "回复日期", "办结时间", "办结日期")),
    Field("number", ("编号", "留言编号", "信件编号", "工单编号", "受理编号", "来信编号", "诉求编号", "工单号")),
    Field("box", ("信箱", "栏目", "来源", "平台", "渠道", "信箱名称", "留言渠道")),
    Field("unit", ("承办单位", "办理单位", "答复单位", "回复单位", "责任单位")),
    Field("status", ("状态", "办理状态", "答复状态", "是否答复")),
    Field("reply", ("答复内容", "回复内容", "办理结果", "办理情况", "处理结果", "处理情况", "答复情况", "回复情况")),
    Field("url", ("网址", "链接", "地址", "页面地址")),
)  # fmt: skip
"""What is understood; a person may name other columns for the same fields."""
_NOT_DONE = re.compile(
    r"未|^[否×✗✘N]$|待|没|正在|中$|^已?(?:受理|转办|交办|分办|派发|分发|转派|接收|签收|登记|立案|收到|提交)$"
)
_DONE = re.compile(
    r"^(?:已|按期|逾期)?(?:办理)?(?:完成|完毕|完结|结束|解决|办结|办理|处理|结案|反馈|答)|[答回]复|办结|结案|^[是√✓Y]$"
)
_REQUIRED = {field.name for field in COLUMNS if field.required}
_OTHER_COLUMNS = "也像留言清单，但列的排列与读入的工作表不同，没有读入；请另存为单独的文件再读入。"
Places = Mapping[str, int]


class LetterRow(Record, frozen=True):
    """One usable row; what the list leaves empty is empty or None: `replied` where it says nothing of an answer."""

    row: int
    title: str
    asked_on: dt.date
    answered_on: dt.date | None = None
    replied: bool | None = None
    number: str = ""
    box: str = ""
    unit: str = ""
    question: str = ""
    reply: str = ""
    url: str = ""
    sheet: str = ""

    @property
    def place(self) -> tuple[str, int]:
        """What tells the row from all others of the file."""
        return self.sheet, self.row


class Listed(Record, frozen=True):
    """The sheet with the header that fits best, before its rows are read.

    `alike` are further sheets with the same columns, which are read with it; `unread` names those that are lists of letters
    in other columns.
    """

    sheet: Sheet
    header: Line
    places: dict[str, int]
    alike: tuple[tuple[Sheet, Line], ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        return [cell.text or f"第 {place + 1} 列" for place, cell in enumerate(self.header.cells)]


def listed(path: Path) -> Listed:
    """Finds the header: of each sheet the line in which most fields are recognised. Raises OfficeError for a file of no use."""
    found = [
        max(lines, key=_fit)
        for sheet in read_sheets(path)
        if (lines := [Listed(sheet, line, places_of(line, COLUMNS)) for line in sheet.lines[:HEADER_WITHIN]])
    ]
    best = max(found, key=_fit, default=None)
    if best is None:
        raise OfficeError("表格里没有内容，应有标题和留言时间两列。")
    others = [one for one in found if one is not best]
    alike = [one for one in others if one.columns == best.columns]
    unread = [one.sheet.name for one in others if one not in alike and one.places.keys() >= _REQUIRED]
    return structs.replace(best, alike=tuple((one.sheet, one.header) for one in alike), unread=tuple(unread))


def _fit(one: Listed) -> tuple[int, int]:
    return len(one.places), len(one.header.cells)


def rows_of(found: Listed, places: Places) -> tuple[list[LetterRow], list[Problem]]:
    """Each row below the header is usable or has its problem. Raises OfficeError while a needed column is not named."""
    for field in COLUMNS:
        if field.required and field.name not in places:
            raise OfficeError(f"请选择哪一列是“{field.header}”。")
    rows, problems = [], [Problem(_OTHER_COLUMNS, "error", name) for name in found.unread]
    for sheet, header in ((found.sheet, found.header), *found.alike):
        for line in sheet.below(header):
            try:
                rows.append(structs.replace(_row(line, places), sheet=sheet.name))
            except RowError as error:
                problems.append(Problem(str(error), "error", sheet.name, line.number))
    return rows, problems


def _row(line: Line, places: Places) -> LetterRow:
    texts = {name: _text(line.cells, place) for name, place in places.items()}
    place = places.get("number", len(line.cells))
    refuse_rounded(
        texts.get("number", ""), "number", rounded=place < len(line.cells) and line.cells[place].rounded
    )
    if not texts["title"]:
        raise RowError("title", "标题是空的。")
    asked = _day(texts, "asked_on")
    if asked is None:
        raise RowError("asked_on", "留言时间是空的，应类似 2026-03-31。")
    answered = _day(texts, "answered_on")
    reply = texts.get("reply", "")
    return LetterRow(
        line.number,
        texts["title"][:300],
        asked,
        answered,
        replied=True if answered else _replied(texts.get("status", ""), reply),
        number=texts.get("number", "")[:100],
        box=texts.get("box", "")[:100],
        unit=texts.get("unit", "")[:200],
        question=texts.get("question", "")[:5000],
        reply=reply[:5000],
        url=texts.get("url", "")[:2000],
    )


def _replied(status: str, reply: str) -> bool | None:
    """Raises RowError where only an unknown word tells of it."""
    if not status:
        return True if reply else None
    if _NOT_DONE.search(status):
        return False
    if reply or _DONE.search(status):
        return True
    raise RowError("status", f"办理状态“{status}”不认识，不知道是否答复；应写“已答复”或“未答复”。")


def _text(cells: Sequence[object], place: int) -> str:
    return str(getattr(cells[place], "text", "")).strip() if place < len(cells) else ""


def _day(texts: Mapping[str, str], name: str) -> dt.date | None:
    written = texts.get(name, "")
    return parse_date(written, name) if written else None
