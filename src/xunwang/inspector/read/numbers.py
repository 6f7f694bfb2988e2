"""Document numbers such as 南政发〔2026〕3号."""

import re
from collections.abc import Iterator

from xunwang.inspector.read.dom import Dom
from xunwang.inspector.read.near import Near

_TAIL = re.compile(
    r"[〔\[（(【﹝]\s*(?P<year>(?:19|20)\d\d)\s*[〕\]）)】﹞]\s*(?:第\s*)?(?P<number>\d{1,5})\s*号"
)
_TAILS = Near(_TAIL, "〔[（(【﹝", r"[〔\[（(【﹝]\s*(?:19|20)\d\d", 0)
_BODY = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,14}\Z")
_LABEL = re.compile(r"(?:字|文)\s*号\s*[:：]?\s*|文\s*件\s*(?:编\s*)?号\s*[:：]?\s*")
_BEFORE = re.compile(r"^.*(?:^号|字号|文号|编号|印发|根据|按照|依据|转发|贯彻|落实|见|为)")
_SIGNS = ("〔", "﹝", "号：", "号:", "字号")
_REACH = 4_000
_LONGEST = 18  # characters before the year


def read_number(dom: Dom, start: int) -> str | None:
    """The number of the document that a page is or speaks of first: the labelled one, else the first in title or body."""
    text = dom.text[: start + _REACH]
    if not any(sign in text for sign in _SIGNS):
        return None
    found = list(_numbers(text))
    labelled = (number for place, number in found if _follows_label(text, place))
    return next(labelled, None) or next((number for place, number in found if place >= start), None)


def numbers_in(text: str) -> list[str]:
    """All the numbers in a text."""
    return [number for _, number in _numbers(text)]


def _numbers(text: str) -> Iterator[tuple[int, str]]:
    """Numbers in their official spelling, with the places where they begin."""
    for tail in _TAILS.finditer(text):
        before = text[max(0, tail.start() - _LONGEST) : tail.start()].rstrip()
        body = _BODY.search(before)
        if body is None:
            continue
        name = _BEFORE.sub("", body[0])
        if name:
            yield tail.start() - len(name), f"{name}〔{tail['year']}〕{tail['number']}号"


def _follows_label(text: str, place: int) -> bool:
    before = text[max(0, place - _LONGEST) : place]
    return any(label.end() == len(before) for label in _LABEL.finditer(before))
