"""A vendor's table of findings -> rows that can be used and problems by row; personal data in it is masked. Pure."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import field, structs

from xunwang.inspector.door.privacy import masked
from xunwang.inspector.model import Record
from xunwang.office.errors import OfficeError
from xunwang.office.registry.fields import Field
from xunwang.office.registry.headers import places_of
from xunwang.office.registry.sheet import Problem
from xunwang.office.registry.table import Line, Sheet, read_sheets
from xunwang.office.registry.values import CELL_ERRORS, RowError, parse_date

HEADER_WITHIN = 20
_LONGEST = {"message": 2000, "excerpt": 2000, "url": 2000, "parent": 2000}

COLUMNS = (
    Field("site", ("网站名称", "站点名称", "网站", "站点", "账号名称", "对象名称", "检查对象")),
    Field("code", ("网站标识码", "标识码", "站点标识码")),
    Field("home", ("首页网址", "网站地址", "首页地址", "网站域名", "域名", "网站网址")),
    Field("kind", ("问题类型", "问题分类", "检测项", "检查项", "检测指标", "指标", "错误类型", "类型", "二级指标")),
    Field("message", ("问题描述", "问题内容", "问题说明", "检测结果", "描述", "说明", "问题详情", "问题", "具体问题")),
    Field("url", ("问题页面", "问题网址", "问题链接", "页面地址", "问题URL", "网页地址", "链接地址", "错误链接", "URL", "网址", "链接")),
    Field("parent", ("所在页面", "来源页面", "父页面", "父级页面", "来源地址", "所在网页")),
    Field("excerpt", ("错误内容", "原文", "摘录", "错误词", "错误词语", "疑似错误", "错误文字", "快照内容")),
    Field("suggestion", ("建议", "建议修改", "修改建议", "推荐修改", "正确写法", "建议词", "正确词语")),
    Field("found_on", ("发现时间", "检测时间", "检查时间", "发现日期", "检测日期", "检查日期")),
)  # fmt: skip
"""What is understood; `headers[0]` stands in our own description of the form."""
_PLACES_OF_SITE = ("site", "code", "home", "url")
_WORDS_OF_FAULT = ("message", "kind")


class VendorRow(Record, frozen=True):
    """One usable row; `said` is all of it as it was written, header to cell."""

    row: int
    said: dict[str, str]
    kind: str
    message: str
    url: str = ""
    parent: str = ""
    excerpt: str = ""
    site: str = ""
    code: str = ""
    home: str = ""
    found_on: dt.date | None = None


class VendorTable(Record, frozen=True):
    """`columns` says which header was taken for which field; `read` counts the rows below the header."""

    rows: tuple[VendorRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    read: int = 0


def read_table(path: Path, named: Mapping[str, str]) -> VendorTable:
    """Reads an xlsx or csv table. `named` maps fields to the table's own headers. Raises OfficeError when nothing of it can be used."""
    sheets = read_sheets(path)
    sheet, header, places = _header(sheets, named)
    rows: list[VendorRow] = []
    problems: list[Problem] = []
    lines = [line for line in sheet.lines if line.number > header.number]
    for line in lines:
        reader = _RowReader(header, line, places)
        try:
            rows.append(reader.row())
        except RowError as error:
            column = header.cells[places[error.field]].text if error.field in places else None
            problems.append(Problem(str(error), "error", sheet.name, line.number, column))
            continue
        problems += [Problem(text, "warning", sheet.name, line.number) for text in reader.notes]
    texts = tuple(cell.text for cell in header.cells)
    columns = {name: texts[place] for name, place in places.items()}
    return VendorTable(tuple(rows), tuple(problems), columns, tuple(filter(None, texts)), len(lines))


def _header(sheets: Sequence[Sheet], named: Mapping[str, str]) -> tuple[Sheet, Line, dict[str, int]]:
    best: tuple[Sheet, Line, dict[str, int]] | None = None
    fields = [_called(field, named) for field in COLUMNS]
    for sheet in sheets:
        for line in sheet.lines[:HEADER_WITHIN]:
            places = places_of(line, fields)
            if _is_enough(places) and (best is None or len(places) > len(best[2])):
                best = sheet, line, places
    if best is None:
        looked = "、".join(sheet.name for sheet in sheets)
        raise OfficeError(
            f"没有找到表头（看过：{looked}）。至少要有说明是哪个网站的一列（网站名称、标识码、首页网址或问题页面），和说明是什么问题的一列"
            "（问题类型或问题描述）；列名不同的，请在“列名对应”中填写表里的列名。"
        )
    missing = [text for name, text in named.items() if text and name not in best[2]]
    if missing:
        raise OfficeError(f"表头里没有“{'”“'.join(missing)}”这一列，请照表里的列名填写。")
    return best


def _is_enough(places: Mapping[str, int]) -> bool:
    return any(name in places for name in _PLACES_OF_SITE) and any(name in places for name in _WORDS_OF_FAULT)


def _called(field: Field, named: Mapping[str, str]) -> Field:
    """A field whose column a person named goes by that name alone."""
    own = named.get(field.name, "").strip()
    return structs.replace(field, headers=(own,)) if own else field


class _RowReader:
    """Reads one line; `notes` collects what was left aside."""

    def __init__(self, header: Line, line: Line, places: Mapping[str, int]) -> None:
        self.header, self.line, self.places = header, line, places
        self.notes: list[str] = []

    def row(self) -> VendorRow:
        kind, message = self.text("kind"), self.text("message")
        if not (kind or message):
            raise RowError("message", "没有写明是什么问题，应填问题类型或问题描述。")
        excerpt, better = self.text("excerpt"), self.text("suggestion")
        told = f"{message or kind}（建议：{better}）" if better else message or kind
        names = {name: self.text(name) for name in ("site", "code", "home")}
        return VendorRow(
            self.line.number,
            self.said(),
            kind,
            masked(told),
            url=self.address("url"),
            parent=self.address("parent"),
            excerpt=masked(excerpt),
            found_on=self.day(),
            **names,
        )

    def said(self) -> dict[str, str]:
        pairs = zip(self.header.cells, self.line.cells, strict=False)
        return {head.text: masked(cell.text) for head, cell in pairs if head.text and cell.text}

    def text(self, field: str) -> str:
        place = self.places.get(field)
        value = (
            self.line.cells[place].text.strip() if place is not None and place < len(self.line.cells) else ""
        )
        if value.startswith("#") and value.upper() in CELL_ERRORS:
            raise RowError(field, f"单元格的公式出错（{value}），应填写文字。")
        longest = _LONGEST.get(field, 200)
        if len(value) > longest:
            raise RowError(field, f"内容有 {len(value)} 个字，超过 {longest} 个字的上限，请精简。")
        return value

    def address(self, field: str) -> str:
        """An address as it is written or linked; one without http:// is completed, what is none is left aside."""
        place = self.places.get(field)
        if place is None or place >= len(self.line.cells):
            return ""
        text, link = self.text(field), self.line.cells[place].link or ""
        for one in (text, link):
            if one.startswith(("http://", "https://")):
                return one
        if re.fullmatch(r"[\w.-]+\.[A-Za-z]{2,}(?::\d+)?(?:/\S*)?", text, re.ASCII):
            return f"http://{text}"
        if text:
            self.notes.append(f"“{text[:40]}”不是网址，没有作为地址读入。")
        return ""

    def day(self) -> dt.date | None:
        written = self.text("found_on")
        try:
            return parse_date(written, "found_on") if written else None
        except RowError as error:
            self.notes.append(f"{error}这一格没有读入。")
            return None
