"""Drafts and attachments: what a plain text should not show, by line and place."""

import re
from typing import NamedTuple

from xunwang.inspector import privacy
from xunwang.inspector.model import SafetyKind, SafetySign
from xunwang.inspector.safety import secrecy, wording, words
from xunwang.inspector.safety.hidden import SURE, TOLD


class TextSign(NamedTuple):
    """A sign in a text: `line` counts from 1, [`start`, `end`) are characters of that line. `sign.found` is masked."""

    line: int
    start: int
    end: int
    sign: SafetySign


_HALVES = re.compile("[\ud800-\udfff]")  # of surrogate pairs, which what looks for words refuses


def text_signs(text: str) -> list[TextSign]:
    """Personal data, advertising, marks of secrecy and serious wording of a text, by place."""
    text = _HALVES.sub("\ufffd", text)
    found = [*_privacy(text), *_secrecy(text), *_wording(text), *_spam(text)]
    places = _Lines(text)
    told = [TextSign(*places.of(start, end), sign) for start, end, sign in found]
    return sorted(told, key=lambda one: (one.line, one.start, one.end))


class _Lines:
    def __init__(self, text: str) -> None:
        self._text = text

    def of(self, start: int, end: int) -> tuple[int, int, int]:
        begin = self._text.rfind("\n", 0, start) + 1
        stop = self._text.find("\n", start)
        last = min(end, stop) if stop >= 0 else end
        return self._text.count("\n", 0, start) + 1, start - begin, last - begin


_Placed = tuple[int, int, SafetySign]


def _privacy(text: str) -> list[_Placed]:
    if not privacy.may_hold_any(text):
        return []
    return [
        (
            leak.start,
            leak.end,
            SafetySign(
                kind=SafetyKind.PRIVACY,
                rule=leak.rule,
                place=leak.rule,
                found=privacy.mask(text[leak.start : leak.end]),
                why=f"疑似未遮挡的{privacy.LABELS[leak.rule]}",
                sure=leak.sure,
                suggest="遮挡后公开",
            ),
        )
        for leak in privacy.leaks(text)
    ]


def _secrecy(text: str) -> list[_Placed]:
    return [
        (
            start,
            end,
            SafetySign(
                kind=SafetyKind.SECRECY,
                rule=rule,
                place=rule,
                found=text[start:end].strip(),
                why="带有密级或内部资料标志，公开前须核实",
                sure=rule == "star",
            ),
        )
        for rule, start, end in secrecy.marks(text)
    ]


def _wording(text: str) -> list[_Placed]:
    return [
        (
            slip.start,
            slip.end,
            SafetySign(
                kind=SafetyKind.WORDING,
                rule=slip.rule,
                place=slip.rule,
                found=text[slip.start : slip.end],
                why=slip.why,
                suggest=slip.right,
            ),
        )
        for slip in wording.slips(text)
    ]


def _spam(text: str) -> list[_Placed]:
    said = words.weigh(text)
    if said.weight < TOLD:
        return []
    return [
        (
            hit.start,
            hit.end,
            SafetySign(
                kind=SafetyKind.SPAM,
                rule=hit.word.group,
                place=hit.word.text,
                found=text[hit.start : hit.end],
                why=f"{words.groups()[hit.word.group]}，疑似植入的推广内容",
                sure=said.weight >= SURE,
                bad=hit.word.bad,
            ),
        )
        for hit in words.hits_in(text)
        if hit.word.text in said.words
    ]
