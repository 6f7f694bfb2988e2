"""Attachments: those announced under the text against those that follow it, where any follow."""

import re
from collections.abc import Iterator

from xunwang.office.circulars.check.model import Contradiction, Paragraph
from xunwang.office.circulars.check.numerals import normalise, parse_chinese
from xunwang.office.circulars.check.reading import Reading
from xunwang.office.circulars.check.rules.common import excerpt

_FIRST = re.compile(r"\s*附件\s?[：:]\s?1\s?[.．、]\s?(?P<title>\S.*)")
_NEXT = re.compile(r"\s*(?P<number>\d{1,2})\s?[.．、]\s?(?P<title>\S.*)")
_HEADING = re.compile(
    r"\s*(?P<word>附件|附表)\s?(?P<number>\d{1,2}|[一二三四五六七八九十])(?:[\s：:.、]\s?.{0,40}|(?=\Z))"
)
_ELSEWHERE = re.compile("另[发附行见]|单独|略|下载")
_SEEN = re.compile(r"见(?P<word>附表)\s?(?P<number>\d{1,2})")


def check(reading: Reading) -> Iterator[Contradiction]:
    """An attachment or annexed table that is announced and not there, while others are; and one that is there and was not announced."""
    paragraphs = reading.document.paragraphs
    lists = _announced(paragraphs)
    for word, told in (("附件", lists), ("附表", _referred(paragraphs))):
        there = _there(paragraphs, word)
        if not there or not told:
            continue
        for number, paragraph in told.items():
            if number not in there and not _ELSEWHERE.search(paragraph.text):
                message = f"写有{word}{number}，后面只有{'、'.join(f'{word}{one}' for one in sorted(there))}"
                yield _told(paragraph, message, f"{word}{number}")
        for number, paragraph in there.items():
            if number not in told and len(told) > 1:
                message = (
                    f"后面有{word}{number}，前面写的是{'、'.join(f'{word}{one}' for one in sorted(told))}"
                )
                yield _told(paragraph, message, f"{word}{number}")


def _announced(paragraphs: tuple[Paragraph, ...]) -> dict[int, Paragraph]:
    """附件：1.… and the numbered lines right behind it; none where there are several such lists."""
    found: dict[int, Paragraph] = {}
    starts = [at for at, one in enumerate(paragraphs) if _FIRST.fullmatch(normalise(one.text))]
    if len(starts) != 1:
        return found
    found[1] = paragraphs[starts[0]]
    for paragraph in paragraphs[starts[0] + 1 :]:
        match = _NEXT.fullmatch(normalise(paragraph.text))
        if match is None or int(match["number"]) != len(found) + 1:
            break
        found[len(found) + 1] = paragraph
    return found


def _there(paragraphs: tuple[Paragraph, ...], word: str) -> dict[int, Paragraph]:
    """The headings 附件1, 附表2 …, each on a line of its own."""
    found: dict[int, Paragraph] = {}
    for paragraph in paragraphs:
        match = _HEADING.fullmatch(normalise(paragraph.text))
        if match and match["word"] == word and "。" not in paragraph.text:
            number = match["number"]
            value = int(number) if number.isdecimal() else int(parse_chinese(number) or 0)
            found.setdefault(value, paragraph)
    return found


def _referred(paragraphs: tuple[Paragraph, ...]) -> dict[int, Paragraph]:
    return {
        int(match["number"]): paragraph
        for paragraph in paragraphs
        for match in _SEEN.finditer(normalise(paragraph.text))
    }


def _told(paragraph: Paragraph, message: str, stated: str) -> Contradiction:
    return Contradiction(
        "attachment", f"第{paragraph.number}段", excerpt(paragraph.text), stated, "", message, "suspected"
    )
