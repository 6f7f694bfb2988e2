"""A table that somebody without a login fills in: written with one open column, read back by the numbers of its rows."""

import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import xlsxwriter

from xunwang.inspector.model import Record
from xunwang.office.errors import OfficeError
from xunwang.office.registry.table import read_sheets

_TITLES = 10
"""Lines in which the number of the form is looked for."""
_BETWEEN = 4
"""Lines below it in which the heads of the columns are looked for."""


class ReplyForm(Record, frozen=True):
    """One kind of form. `columns` are names with widths, of which the last is the open one; `number` names what the form belongs to."""

    name: str
    number: str
    belongs: str
    columns: tuple[tuple[str, int], ...]

    def written(self, code: str, rows: Iterable[Sequence[str]]) -> bytes:
        """The form as xlsx, everything as text; a row gives a cell for each column, the first being its own number."""
        kept = io.BytesIO()
        with xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False}) as book:
            sheet = book.add_worksheet(self.name)
            head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
            look = {"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"}
            fixed, free = book.add_format(look), book.add_format({**look, "bg_color": "#FFFBE6"})
            sheet.write_string(0, 0, self.number)
            sheet.write_string(0, 1, code)
            for column, (title, width) in enumerate(self.columns):
                sheet.set_column(column, column, width)
                sheet.write_string(1, column, title, head)
            for row, values in enumerate(rows, start=2):
                for column, text in enumerate(values):
                    sheet.write_string(row, column, text, free if column + 1 == len(values) else fixed)
            sheet.freeze_panes(2, 0)
        return kept.getvalue()

    def read(self, path: Path, code: str, called: str = "") -> Iterator[tuple[int, str, str]]:
        """The filled rows: number of the line, number of the row, what stands in the open column. Raises OfficeError for another's form.

        Offices put a title above the form, columns of their own between its columns and lines for who filled it in below it: it begins
        where its number stands, its columns are told by their heads, its rows by their numbers. A row that was copied is one row, unless
        its copies say different things.
        """
        lines = next((sheet.lines for sheet in read_sheets(path, called)), ())
        rows = [[cell.text.strip() for cell in line.cells] for line in lines]
        top, number = next(
            (
                (at, said)
                for at, row in enumerate(rows[:_TITLES])
                if (said := self._number_in(row)) is not None
            ),
            (0, ""),
        )
        if not number:
            raise OfficeError(f"这不是{self.name}：表头上面应有{self.number}，请使用系统下载的表格填写。")
        if number != code:
            raise OfficeError(f"这份{self.name}属于另一{self.belongs}，请核对单位后再读入。")
        heads = [[_bare(cell) for cell in row] for row in rows[top + 1 : top + 1 + _BETWEEN]]
        below = next((at for at, row in enumerate(heads) if set(self._told_by) <= {*row}), 0)
        key, place = self._places(heads[below] if heads else [])
        top += below
        filled: dict[str, tuple[int, str]] = {}
        for line, row in zip(lines[top + 2 :], rows[top + 2 :], strict=True):
            named, text = unicodedata.normalize("NFKC", _at(row, key)), _at(row, place)
            if _is_aside(named, text):
                continue
            before, said = filled.get(named, (line.number, ""))
            if text and said not in ("", text):
                raise OfficeError(
                    f"{self.name}第 {before} 行和第 {line.number} 行的{self.columns[0][0]}同为“{named}”，"
                    f"{self.columns[-1][0]}却不同，请只留一行。"
                )
            filled[named] = (before, text or said)
        for named, (number_of_line, text) in filled.items():
            yield number_of_line, named, text

    def _number_in(self, row: list[str]) -> str | None:
        """The number of the form that a line tells, in the cell of its name or the next that holds anything; None for any other line."""
        told = [*filter(None, row)]
        if not told or not _bare(told[0]).startswith(self.number):
            return None
        name, colon, said = _bare(told[0]).partition(":")
        if name != self.number:
            return None
        return said if colon and said else next(iter(told[1:]), "")

    @property
    def _told_by(self) -> tuple[str, str]:
        """The heads of the columns that are read: the number of a row and the open one."""
        return self.columns[0][0], self.columns[-1][0]

    def _places(self, head: list[str]) -> list[int]:
        """Where the number of a row and the open column stand."""
        places = []
        for name in self._told_by:
            if name not in head:
                raise OfficeError(
                    f"{self.name}{self.number}的下一行没有“{name}”这一列，请照系统下载的表格恢复列名。"
                )
            places.append(head.index(name))
        return places


def _is_aside(named: str, text: str) -> bool:
    """A line below the rows that says who filled the form in: it has no number, and nothing of its own in the open column."""
    return not named.isdecimal() and text in ("", named)


def _bare(cell: str) -> str:
    return "".join(unicodedata.normalize("NFKC", cell).split())


def _at(row: list[str], place: int) -> str:
    return row[place] if place < len(row) else ""
