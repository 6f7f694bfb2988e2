"""Lines that tell who wrote what follows and when, without a label: `网友 张** 2026-03-16 07:55`, `来信于 2026-03-16`, `县交通运输局 回复 2026-03-19`, `综合科 答复于 2026-03-19`."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from xunwang.inspector.model import late
from xunwang.inspector.read.dates import FULL
from xunwang.inspector.read.dom import Dom
from xunwang.inspector.read.labels import Labelled, body_ends
from xunwang.inspector.read.letter_words import IS_UNIT

_DAY = rf"[（(]?\s*(?P<day>{FULL.pattern})\s*[)）]?"
_WRITE = r"(?:来信|留言|提问|咨询|写信|来件)"
_WHO = r"(?:网友|网民|市民|群众|来信人|留言人|写信人|提问人)[ \u3000：:]*[^\n，。？！]{0,12}?\s*(?:[提留][问言]|来信)?"
_BY = r"[^\n，。？！]{0,24}?"
_ASKER = late(
    rf"(?:^|\n)[ \t]*(?:(?P<told>(?:{_BY}[ \u3000])?{_WRITE}于|{_BY}于(?=[^\n]{{10,20}}{_WRITE}\s*[:：]?[ \t]*\n))|{_WHO})\s*{_DAY}\s*(?:{_WRITE})?\s*[:：]?[ \t]*(?=\n)"
)
_ANSWERER = late(
    rf"(?:^|\n)[ \t]*(?:(?P<unit>{IS_UNIT.pattern})\s*(?:回复|答复)于?|(?P<told>(?:回复|答复)于))\s*[:：]?\s*{_DAY}\s*[:：]?[ \t]*(?P<same>\S)?"
)
# 【城建科】2026-03-19回复：… and 城建科 2026年3月19日 答复：…
_ANSWERER_BEFORE = re.compile(
    rf"(?:^|\n)[ \t]*(?:[【\[]\s*(?P<unit>{IS_UNIT.pattern})\s*[】\]]|(?P<bare>{IS_UNIT.pattern})(?=\s))?\s*{_DAY}\s*(?:回复|答复)\s*[:：][ \t]*(?P<same>\S)?"
)


_ASKING, _ANSWERING = (
    (
        "网友",
        "网民",
        "市民",
        "群众",
        "来信人",
        "留言人",
        "写信人",
        "提问人",
        "信于",
        "言于",
        "问于",
        "询于",
        "件于",
    ),
    ("回复", "答复"),
)


_TELLS_ANSWER = frozenset(
    {"answered", "unit", "status", "reply"}
)  # under labels of their own, below a line that asks


def holds_lines(text: str) -> bool:
    """Whether somebody asks and an office answers in such lines."""
    if not (any(word in text for word in _ANSWERING) and any(word in text for word in _ASKING)):
        return False
    return _ASKER.search(text) is not None and _ANSWERER.search(text) is not None


def with_lines(dom: Dom, labels: Sequence[Labelled], *, is_box: bool) -> list[Labelled]:
    """The labels of a page with what such lines say in their place; the text below a line is that of its writer."""
    answers = [line for pattern in (_ANSWERER, _ANSWERER_BEFORE) for line in pattern.finditer(dom.text)]
    lines = list(_ASKER.finditer(dom.text))
    told = sorted(
        [*_told(dom, lines, "asked", "question"), *_told(dom, answers, "answered", "reply")],
        key=lambda one: one.start,
    )
    roles = {one.role for one in told}
    waits = is_box and not any(one.role in _TELLS_ANSWER for one in labels)
    sure = len(lines) == 1 and (waits or lines[0]["told"])  # of several letters each is a row of its own
    asked = sum(one.role == "asked" for one in labels)  # under a label of its own
    if not (sure or {"asked", "answered"} <= roles or (len(answers) == asked == 1)):
        return list(labels)
    spans = [(one.start, one.stop) for one in told]
    ends = frozenset() if "answered" in roles else _TELLS_ANSWER
    kept = [
        one
        for one in labels
        if one.role in ends or not any(start <= one.start < stop for start, stop in spans)
    ]
    found = sorted([*kept, *told], key=lambda one: one.start)
    stops = [*(one.start for one in found[1:]), len(dom.text)]
    return [
        msgspec.structs.replace(one, stop=min(one.stop, max(stop, one.end)))
        for one, stop in zip(found, stops, strict=True)
    ]


def _told(dom: Dom, lines: Sequence[re.Match[str]], when: str, what: str) -> Iterator[Labelled]:
    for line in lines:
        name = next((one for one in ("unit", "bare") if line.groupdict().get(one)), None)
        if name is not None:
            unit, start = line[name], line.start(name)
            yield Labelled("unit", "回复单位", start, start, start + len(unit))
        first = line.start("told") if line.groupdict().get("told") else line.start("day")
        yield Labelled(when, when, first, line.start("day"), line.end("day"))
        end = line.start("same") if line.groupdict().get("same") else line.end()
        edge = next(stop for stop in body_ends(dom) if stop >= end)
        yield Labelled(what, what, end, end, edge)
