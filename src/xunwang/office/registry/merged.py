"""Merged cells of a sheet: what stands in one is said of every line that it spans, and a header of two lines becomes one. Pure."""

import re
from collections.abc import Sequence
from typing import TypeVar

from xunwang.inspector.model import Record

T = TypeVar("T")
Rows = dict[int, dict[int, T]]
"""Line number -> column (from 1) -> cell."""
HEADER_WITHIN = 20  # lines from the top in which a header of two lines is looked for
_GENERAL = re.compile(r"(?:基本|相关|有关)?(?:信息|情况)$")
_WHOLE = 4
"""A lower header of so many characters tells by itself what its column holds."""


class Area(Record, frozen=True):
    """Merged cells; their text stands in the first column of the top line."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def tall(self) -> bool:
        return self.bottom > self.top

    @property
    def flat(self) -> bool:
        return self.bottom == self.top and self.right > self.left


def filled_down(rows: Rows[T], areas: Sequence[Area]) -> Rows[T]:
    """Every line that holds something of its own also holds what is merged over it from above, in the merged cells' first column."""
    filled = {number: dict(cells) for number, cells in rows.items()}
    for area in areas:
        said = rows.get(area.top, {}).get(area.left)
        if said is None:
            continue
        for number in range(area.top + 1, min(area.bottom, max(rows)) + 1):
            if number in filled:
                filled[number][area.left] = said
    return filled


def header_lines(texts: Rows[str], areas: Sequence[Area]) -> dict[int, dict[int, str]]:
    """The header of two lines, if there is one, as {number of its upper line: column -> text of both}.

    Its upper line holds nothing but cells merged over both lines and cells merged over several columns, which
    have headers of their own below; no line above it has as many columns.
    """
    widest = 0
    for number in sorted(texts)[:HEADER_WITHIN]:
        here = {area.left: area for area in areas if area.top == number}
        if _is_upper_line(texts[number], texts.get(number + 1, {}), here, number):
            both = _both(texts[number], texts[number + 1], here)
            return {number: both} if len(both) > widest else {}
        widest = max(widest, len(texts[number]))
    return {}


def _is_upper_line(upper: dict[int, str], lower: dict[int, str], here: dict[int, Area], number: int) -> bool:
    flat = [area for area in here.values() if area.flat]
    tall = [area for area in here.values() if area.tall]
    under = {column for area in flat for column in range(area.left, area.right + 1)}
    return (
        bool(flat and tall)
        and all(area.bottom == number + 1 for area in tall)
        and upper.keys() <= here.keys()
        and lower.keys() <= under
        and all(len(lower.keys() & set(range(area.left, area.right + 1))) > 1 for area in flat)
    )


def _both(upper: dict[int, str], lower: dict[int, str], here: dict[int, Area]) -> dict[int, str]:
    told = {column: text for column, text in upper.items() if here[column].tall}
    for column, text in lower.items():
        over = next(area for area in here.values() if area.flat and area.left <= column <= area.right)
        told[column] = _joined(upper.get(over.left, ""), text)
    return told


def _joined(upper: str, lower: str) -> str:
    """“答复情况” over “时间” is 答复时间; “公开事项” over “一级事项” is 一级事项."""
    head = _GENERAL.sub("", re.sub(r"\s+", "", upper))
    if len(lower) >= _WHOLE or (head and head[-2:] in lower):
        return lower
    return head + lower
