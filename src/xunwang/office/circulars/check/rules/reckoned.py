"""What the proofreader knows of numbers and days, over the paragraphs of a circular: days that do not exist, terms, growth, points, what is announced."""

import re
from collections.abc import Iterator

from xunwang.office.circulars.check.model import Contradiction, Kind
from xunwang.office.circulars.check.numerals import normalise, parse_chinese
from xunwang.office.circulars.check.reading import MOST, Reading
from xunwang.office.circulars.check.rules.common import excerpt

_BASIS = re.compile(r"（[^（）]*(?:（[^（）]*）[^（）]*)*）\Z")
_SENTENCE = re.compile(r"[^。！？]*[。！？]?")
_SHORT = 3
_REACH = 12
_BEFORE = re.compile(r"[^，。；：、！？]*\Z")
_BEHIND = re.compile(r"[^，。；：、！？（]{0,8}")
_SIGNED = re.compile(
    r"\s*([零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日\s*"
)


def check(reading: Reading) -> Iterator[Contradiction]:
    """Every number or day of a paragraph that the proofreader refutes."""
    from xunwang.inspector.door.reckoning import Tier, reckoned  # noqa: PLC0415  # its rules take a while to load

    lines = [in_figures(_without_too_long(normalise(one.text))) for one in reading.document.paragraphs]
    for one in reckoned(lines):
        line = lines[one.line - 1]
        kind: Kind = "date" if one.kind.value == "date" else "number"
        right = "、".join(one.suggest)
        told = f"应为“{right}”" if right else _BASIS.sub("", one.why)
        yield Contradiction(
            kind,
            f"第{reading.document.paragraphs[one.line - 1].number}段",
            excerpt(_around(line, one.start)),
            one.found,
            right,
            f"“{_shown(line, one.start, one.end)}”处：{told}",
            "certain" if one.tier is Tier.SURE else "suspected",
        )


def _without_too_long(line: str) -> str:
    """Blanks for what is too long for a sentence: all else keeps its place."""
    return line if len(line) <= MOST else _SENTENCE.sub(_blank_if_too_long, line)


def _blank_if_too_long(sentence: re.Match[str]) -> str:
    length = len(sentence.group())
    return " " * length if length > MOST else sentence.group()


def in_figures(line: str) -> str:
    """The day of signing, which older offices write in words, as the proofreader reads it."""
    match = _SIGNED.fullmatch(line)
    year, month, day = (parse_chinese(match[part]) for part in (1, 2, 3)) if match else (None, None, None)
    return line if year is None or month is None or day is None else f"{year}年{month}月{day}日"


def _shown(line: str, start: int, end: int) -> str:
    """What was found, with the words before it and the bracket it stands in where it is a sign or two."""
    if end - start > _SHORT:
        return line[start:end]
    before = _BEFORE.search(line[max(0, start - _REACH) : start])
    behind = _BEHIND.match(line, end)
    return f"{before.group() if before else ''}{line[start:end]}{behind.group() if behind else ''}"


def _around(line: str, place: int) -> str:
    """The sentence of a line that holds a place."""
    found = (match for match in _SENTENCE.finditer(line) if match.end() > place)
    return next((match.group().strip() for match in found), line)
