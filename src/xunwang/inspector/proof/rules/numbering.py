"""Headings that were announced by their number, tables and figures by theirs."""

import re
from collections.abc import Iterator, Sequence

from xunwang.inspector.model import FIGURES, chinese_number, late
from xunwang.inspector.proof.rules.shapes import Hit

Found = Iterator[tuple[int, Hit]]

_ANNOUNCED = late(
    rf"(?:以下|如下|下列|下述)(?P<many>[{FIGURES}两十]|\d{{1,2}})(?:个方面|方面|项|个|点|条|类|种|件)(?![或以及之])[^，。；：:\d]{{0,10}}[：:]\s*$"
)
_OTHER = late(r"\s*(?:附则|联系|其他|办理|申[请报]|咨询|监督|注意|说明|备注|工作要求|有关要求|附件|流程)")
_ENDS = ("：", ":")
_ROWS = (
    late(rf"[\s　]*(?P<number>[{FIGURES}]?十[{FIGURES}]?|[{FIGURES}])、"),
    late(rf"[\s　]*（(?P<number>[{FIGURES}]?十[{FIGURES}]?|[{FIGURES}])）"),
    late(r"[\s　]*(?P<number>\d{1,2})[.．、](?!\d)"),
    late(r"[\s　]*[（(](?P<number>\d{1,2})[）)]"),
    late(rf"[\s　]*(?P<number>[{FIGURES}])是"),
)


def miscounted_headings(lines: Sequence[str]) -> Found:
    """重点做好以下五项工作：, and four headings below it, numbered from the first without a gap."""
    for at, line in enumerate(lines):
        match = _ANNOUNCED.search(line) if line.rstrip().endswith(_ENDS) and "下" in line else None
        if match is None:
            continue
        told = _value(match["many"])
        last = _last_below(lines, at, told)
        if last > 1 and told > 1 and last != told:
            yield at, Hit(*match.span("many"), (), f"前面说有{told}项，后面列了{last}项")


def _last_below(lines: Sequence[str], at: int, told: int) -> int:
    """How far the row of headings goes that begins right below a line; 0 where none does. Right behind the `told` ones something else may be numbered on."""
    below = [line for line in lines[at + 1 :] if line.strip()]
    form = next(
        (row for row in _ROWS if below and (first := row.match(below[0])) and _value(first["number"]) == 1),
        None,
    )
    if form is None:
        return 0
    last, rows = 0, 0
    for place, line in enumerate(below):
        if match := form.match(line):
            if last == told and (place > rows == told or _OTHER.match(line, match.end())):
                return last
            rows += place == rows
            if _value(match["number"]) != last + 1:
                return last if _value(match["number"]) == 1 else 0  # a gap is told elsewhere
            last += 1
    return last


def _value(number: str) -> int:
    return int(number) if number.isdigit() else chinese_number(number)


_CAPTION = late(r"^[\s　]*(?P<what>[表图])\s?(?P<number>\d{1,2})(?![\d.\-—年月:：]|\s?[、，。个张])[\s　]+\S")
_REFERRED = late(r"(?:见|如|按)(?P<what>[表图])\s?(?P<number>\d{1,2})(?![\d.\-—])")
_OF_OTHERS = late("[《〔]|GB|DB|附件")  # a table of another text
LEAST = 2  # captions, from which on a row is one


def captions(lines: Sequence[str]) -> Found:
    """Tables and figures of which one is left out, or that the text refers to and that are not there."""
    rows: dict[str, list[tuple[int, re.Match[str]]]] = {}
    for number, line in enumerate(lines):
        if (match := _CAPTION.match(line)) and not _REFERRED.search(line):
            rows.setdefault(match["what"], []).append((number, match))
    for what, row in rows.items():
        numbers = [int(match["number"]) for _, match in row]
        if numbers[0] != 1 or len(row) < LEAST:
            continue
        for (number, match), before, value in zip(row[1:], numbers, numbers[1:], strict=False):
            if (value == before > 1 and "续" not in lines[number]) or value == before + 2:
                yield (
                    number,
                    Hit(
                        match.start("what"), match.end("number"), (), f"“{what}{before}”之后是“{what}{value}”"
                    ),
                )
        for number, line in enumerate(lines):
            for match in _REFERRED.finditer(line) if what in line and not _OF_OTHERS.search(line) else ():
                if match["what"] == what and int(match["number"]) > max(numbers):
                    yield (
                        number,
                        Hit(
                            match.start("what"), match.end("number"), (), f"只有{what}1至{what}{max(numbers)}"
                        ),
                    )
