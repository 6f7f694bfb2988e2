"""Numbers at the heads of lines: chapters, articles and headings of which one is left out or comes twice."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xunwang.inspector.model import FIGURES, chinese_number, in_chinese, late
from xunwang.inspector.proof.rules.shapes import Hit

_NUMERAL = rf"(?:[{FIGURES}]?十[{FIGURES}]?|[{FIGURES}])"
LEAST_ROW = 2  # numbers in their order before one is left out
LEAST_TWICE = 3  # before one is told twice: 二、 may go on in a document whose 一、 was not read


class _Level(NamedTuple):
    """`whole`: runs through the whole text; a higher heading begins no new row."""

    pattern: re.Pattern[str]
    whole: bool = False


# From the highest to the lowest.
_LEVELS = (
    _Level(re.compile(rf"第({_NUMERAL})章(?=[\s　]|$)")),
    _Level(re.compile(rf"第({_NUMERAL})条(?=[\s　])"), whole=True),
    _Level(late(rf"({_NUMERAL})、(?=[\u4e00-\u9fff“\d])(?!{_NUMERAL}[\u4e00-\u9fff]{{0,2}}[级类等期届])")),
    _Level(late(rf"（({_NUMERAL})）(?=[\u4e00-\u9fff])")),
)
_HEADS = frozenset("第（" + FIGURES + "十")


def out_of_order(lines: Sequence[str]) -> Iterator[tuple[int, Hit]]:
    """(number of the line, hit). A row begins with its first number; what follows on another row is no slip of this one."""
    rows: dict[int, list[int]] = {}
    for number, line in enumerate(lines):
        head = line.lstrip(" \t　")
        if head[:1] not in _HEADS:
            continue
        for level, form in enumerate(_LEVELS):
            if match := form.pattern.match(head):
                rows = {of: row for of, row in rows.items() if of <= level or _LEVELS[of].whole}
                offset = len(line) - len(head)
                yield from ((number, hit) for hit in _told(rows.setdefault(level, []), match, offset))
                break


def _told(row: list[int], match: re.Match[str], offset: int) -> Iterator[Hit]:
    """Takes the number into its row; a hit where it skips one or repeats the last. Another row, of which the beginning is not there, ends it."""
    value, last = chinese_number(match[1]), len(row)
    if row and row[-1] > last:  # the last number was told: mistyped, or the one behind what is left out
        row[:] = range(1, value) if value in {last + 1, last + 2} else ()
        last = len(row)
    is_twice = last >= LEAST_TWICE and value == last
    if is_twice or (last >= LEAST_ROW and value == last + 2):
        what = "之后又是" if is_twice else "之后是"
        told = match[0].replace(match[1], in_chinese(last))
        yield Hit(offset, offset + match.end(), (), f"“{told}”{what}“{match[0]}”")
        row += () if is_twice else (value,)
        return
    if value == 1 or value != last + 1:
        row.clear()
    if value == len(row) + 1:
        row.append(value)
