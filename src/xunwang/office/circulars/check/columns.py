"""What the columns and rows of a table mean: header synonyms, serial numbers, total rows."""

import re
from decimal import Decimal
from typing import Literal, TypeAlias

import msgspec

from xunwang.office.circulars.check.model import Table
from xunwang.office.circulars.check.numerals import normalise, parse_chinese
from xunwang.office.circulars.check.vocabulary import rate_kind

Role: TypeAlias = Literal[
    "serial", "name", "platform", "address", "score", "base", "deduct", "bonus", "faults", "result", "rate",
    "total", "sampled", "passed", "failed", "undecided", "received", "closed", "ontime", "replied", "sum", "other",
]  # fmt: skip

_HEADERS: tuple[tuple[Role, str], ...] = (
    ("serial", "序号|编号|No\\.?"),
    ("address", ".*(?:地址|网址|域名|链接)"),
    (
        "faults",
        ".*(?:存在(?:的)?(?:主要|突出)?问题|突出问题|问题描述|扣分(?:情况|原因|说明|项)|发现问题|主要问题|被通报问题|问题)",
    ),
    ("result", "(?:检查|抽查|监测|评估)?(?:结果|结论)|是否合格|合格情况"),
    ("deduct", "(?:合计|累计|共)?扣分(?:值|数|合计)?|扣(?:除)?分数?"),
    ("bonus", "加分(?:值|数|合计)?"),
    ("base", "(?:基础|基本|原始|初始|起始)(?:得分|总分|分值|分)(?:（.*）)?"),
    ("score", "(?:最终|总|检查|综合|考核|实际)?(?:得分|分数|总分|成绩|评分)(?:（.*）)?"),
    (
        "undecided",
        ".*(?:[暂未]不?作(?:出)?结论|暂未(?:作出)?结论|待定)(?:网站|账号|新媒体|单位)?(?:数|数量|家数|个数)?",
    ),
    ("failed", ".*不合格(?:网站|账号|新媒体|单位)?(?:数|数量|家数|个数|（[家个]）)?"),
    ("passed", "(?:.*[^不])?合格(?:网站|账号|新媒体|单位)?(?:数|数量|家数|个数|（[家个]）)?"),
    (
        "sampled",
        ".*(?:抽查|检查|监测|抽检)(?:网站|账号|新媒体|单位)?(?:总)?(?:数|数量|家数|个数|（[家个]）)?",
    ),
    ("ontime", ".*(?:按期|按时)(?:办结|答复|回复)(?:数|数量|件数)?(?:（.）)?"),
    ("closed", ".*(?:办结|办理)(?:数|数量|件数)?(?:（.）)?"),
    ("replied", ".*(?:答复|回复)(?:数|数量|件数)?(?:（.）)?"),
    ("received", ".*(?:留言|收到|受理|接收|转办)(?:总)?(?:数|数量|件数|量)?(?:（.）)?"),
    ("sum", "合计|总计|小计|共计"),
    ("total", "(?:.*(?:网站|账号|新媒体|运行|在线|开设|备案))?(?:总数|总量|数量|数)(?:（.）)?"),
    ("platform", ".*(?:类型|平台|类别|渠道)"),
    ("name", ".*(?:名称|单位|主体|账号|网站|地区|部门|市州|县区|对象|设区市|县（市、区）)"),
)
_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in _HEADERS)
_HEADER_UNIT = re.compile("（[^（）]{0,6}）\\Z")
_TOTAL_LABEL = re.compile("(?:全[市省县区州])?(?:合计|总计|共计)|总数")
_SUBTOTAL_LABEL = re.compile(".*小计|[^全总]{1,6}(?:合计|共计)")
_NUMBER_CELL = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_UNIT_TAIL = re.compile(r"\s*(?:家|个|条|件|分|处|次|篇)\Z")
EMPTY_CELLS = frozenset({"", "-", "—", "－", "/", "——", "无", "--"})


class Value(msgspec.Struct, frozen=True):
    """A cell that is a number; ``decimals`` as printed, ``mark`` is ``%`` when one is printed."""

    value: Decimal
    decimals: int
    mark: str = ""


class Column(msgspec.Struct, frozen=True):
    """A column: its header, its role, and for a rate which rate."""

    index: int
    header: str
    role: Role
    rate: str = ""


class Row(msgspec.Struct, frozen=True):
    """A row of data; ``number`` is its place in the table, from 1, header included."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: Column | None) -> str:
        return self.cells[column.index] if column is not None and column.index < len(self.cells) else ""

    def value(self, column: Column | None) -> Value | None:
        return number_cell(self.cell(column))

    @property
    def text(self) -> str:
        return "｜".join(cell for cell in self.cells if cell)


class Grid(msgspec.Struct, frozen=True):
    """A table with its header understood; ``rows`` are the data rows, total and subtotal rows left out."""

    table: Table
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None
    caption: str
    subtotals: tuple[Row, ...] = ()

    def find(self, *roles: Role) -> Column | None:
        """The one column with this role; ``None`` when there is none or more than one."""
        for role in roles:
            found = [column for column in self.columns if column.role == role]
            if len(found) == 1:
                return found[0]
        return None


def grid_of(table: Table) -> Grid:
    """A table with header rows found and joined, columns given their roles, total and subtotal rows set apart."""
    rows = [
        Row(number, tuple(normalise(cell).strip() for cell in row))
        for number, row in enumerate(table.rows, start=1)
    ]
    caption = normalise(table.caption)
    while rows and _is_title(rows[0]):
        caption = f"{caption} {rows.pop(0).cells[0]}"
    height = _header_height(rows)
    body = [row for row in rows[height:] if not _is_title(row)]
    total = next((row for row in body if _label(row, _TOTAL_LABEL)), None)
    others = [row for row in body if not _label(row, _TOTAL_LABEL)]
    data = tuple(row for row in others if not _label(row, _SUBTOTAL_LABEL))
    subtotals = tuple(row for row in others if _label(row, _SUBTOTAL_LABEL))
    return Grid(table, _columns([row.cells for row in rows[:height]]), data, total, caption, subtotals)


def _is_title(row: Row) -> bool:
    return len(row.cells) > 1 and len(set(row.cells)) == 1 and not number_cell(row.cells[0])


def _header_height(rows: list[Row]) -> int:
    if len(rows) < 3 or any(number_cell(cell) for cell in rows[1].cells):
        return min(1, len(rows))
    first, second = rows[0].cells, rows[1].cells
    merged = len(set(first)) < len(first) and any(a == b for a, b in zip(first, second, strict=False))
    return 2 if merged else 1


def _columns(headers: list[tuple[str, ...]]) -> tuple[Column, ...]:
    if not headers:
        return ()
    texts = ["".join(dict.fromkeys(cells)) for cells in zip(*headers, strict=False)]
    return tuple(_column(index, re.sub(r"\s", "", text)) for index, text in enumerate(texts))


def _column(index: int, header: str) -> Column:
    if re.search("[率]|占比|比例", header):
        return Column(index, header, "rate", rate_kind(header))
    name = _HEADER_UNIT.sub("", header) or header
    role: Role = next((role for role, pattern in _PATTERNS if pattern.fullmatch(name)), "other")
    return Column(index, header, role)


def _label(row: Row, pattern: re.Pattern[str]) -> bool:
    return any(pattern.fullmatch(re.sub(r"\s", "", cell)) for cell in row.cells[:2])


def number_cell(cell: str) -> Value | None:
    """The number a cell holds, with a unit or a per cent sign; ``None`` when it holds words."""
    plain = _UNIT_TAIL.sub("", cell.strip())
    mark = "%" if plain.endswith("%") else ""
    plain = plain.rstrip("% ")
    if _NUMBER_CELL.fullmatch(plain):
        _, _, fraction = plain.partition(".")
        return Value(Decimal(plain.replace(",", "")), len(fraction), mark)
    chinese = parse_chinese(plain) if plain and cell != plain else None
    return None if chinese is None else Value(chinese, 0)
