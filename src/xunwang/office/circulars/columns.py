"""The columns of tables of figures, as people choose them: which figures, in which order, under which heads. The figures stay bound.

A choice is kept under the key of its table, so it falls away where the layout no longer has the table.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from xunwang.inspector.model import Record
from xunwang.office.circulars.data import CircularRefused, Column
from xunwang.office.circulars.layout import LayoutBlock

MOST = 9
"""Columns of a table beside the names of its rows: what fits a page."""
LONGEST = 12
"""Characters of a head."""
_HEADS = {
    "registered": "登记数", "checked": "检查数", "checked_share": "检查比例", "passed": "合格", "failed": "不合格",
    "undecided": "暂不作结论", "pass_rate": "合格率", "fail_rate": "不合格率", "troubled": "存在问题",
    "troubled_rate": "存在问题比例", "places": "问题处数", "sites": "网站数", "share": "占比",
}  # fmt: skip
"""Every figure that a row may show, in the order in which they are offered."""


class Choice(Record, frozen=True):
    """A figure that a table could show: its head as the table has it (else as it is usually called), and its place from 1 (0: not shown)."""

    figure: str
    name: str
    head: str
    place: int


class Choosable(Record, frozen=True):
    """A table whose columns can be chosen."""

    key: str
    caption: str
    choices: tuple[Choice, ...]

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that the table has."""
        placed = sorted((one for one in self.choices if one.place), key=lambda one: one.place)
        return tuple(Column(one.head, one.figure) for one in placed)


def key_of(block: LayoutBlock) -> str:
    return hashlib.sha256(f"{block.table} {block.caption}".encode()).hexdigest()[:16]


def on_offer(rows: Iterable[str], figures: Mapping[str, str]) -> list[str]:
    """The figures that every row of a table has; `rows` are the keys under which each row's figures stand."""
    keys = list(rows)
    return [figure for figure in _HEADS if keys and all(f"{key}_{figure}" in figures for key in keys)]


def choosable(key: str, caption: str, offered: Sequence[str], shown: Sequence[Column]) -> Choosable:
    heads = {column.figure: column.head for column in shown}
    places = {column.figure: place for place, column in enumerate(shown, 1)}
    choices = (Choice(one, _HEADS[one], heads.get(one, _HEADS[one]), places.get(one, 0)) for one in offered)
    return Choosable(key, caption, tuple(choices))


def chosen(table: Choosable, given: Iterable[tuple[int, Column]]) -> tuple[Column, ...]:
    """The columns by the places that people gave them, 0 for none. Raises CircularRefused."""
    columns = tuple(column for place, column in sorted(given, key=lambda one: one[0]) if place > 0)
    if not 1 <= len(columns) <= MOST:
        raise CircularRefused(f"表格“{table.caption}”应有 1 至 {MOST} 列，实际选了 {len(columns)} 列")
    heads = [column.head for column in columns]
    for column in columns:
        _refuse_head(table, column, heads)
    return columns


def _refuse_head(table: Choosable, column: Column, heads: Sequence[str]) -> None:
    named = f"表格“{table.caption}”的表头“{column.head}”"
    if not 1 <= len(column.head) <= LONGEST or re.search(r"[\d{}【】\s]", column.head):
        raise CircularRefused(f"{named}应为 1 至 {LONGEST} 个字，不含数字、空格和括号占位符")
    if heads.count(column.head) > 1:
        raise CircularRefused(f"{named}用了两次，每一列应有自己的表头")
    plain = column.head.split("（")[0]
    if plain in {_HEADS[one.figure] for one in table.choices if one.figure != column.figure}:
        raise CircularRefused(f"{named}是另一项数字的名称，请换一个不会混淆的表头")
