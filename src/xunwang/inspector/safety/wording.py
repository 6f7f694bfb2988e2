"""严重表述错误 (W-V1.1): rules as data, each with what it must and what it must not find; candidates only."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import msgspec

from xunwang.inspector.model import Record, SafetyKind, SafetySign
from xunwang.inspector.safety.hosts import load

_AROUND = 14


class Phrase(Record, frozen=True, forbid_unknown_fields=True):
    """A phrase that must be letter-perfect. `fragments` are pieces of which any single slip leaves one whole; `allowed` also stands."""

    right: str
    fragments: tuple[str, ...]
    bad: tuple[str, ...]
    good: tuple[str, ...]
    allowed: tuple[str, ...] = ()


class Rule(Record, frozen=True, forbid_unknown_fields=True):
    """A pattern that is wrong wherever `unless` does not stand around it. `anchors`: one of them is in every text that it finds."""

    id: str
    pattern: str
    right: str
    why: str
    basis: str
    anchors: tuple[str, ...]
    bad: tuple[str, ...]
    good: tuple[str, ...]
    unless: str | None = None


class Book(Record, frozen=True, forbid_unknown_fields=True):
    phrases: tuple[Phrase, ...]
    rules: tuple[Rule, ...]
    plain: tuple[str, ...]


class Slip(NamedTuple):
    rule: str
    start: int
    end: int
    right: str
    why: str


@cache
def book() -> Book:
    return msgspec.convert(load("wording.yaml"), Book)


@cache
def _patterns() -> tuple[tuple[Rule, re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple(
        (rule, re.compile(rule.pattern), re.compile(rule.unless) if rule.unless else None)
        for rule in book().rules
    )


def anchors() -> list[str]:
    """Words of which one stands in every text worth a look."""
    told = [fragment for phrase in book().phrases for fragment in phrase.fragments]
    return list(dict.fromkeys([*told, *(anchor for rule in book().rules for anchor in rule.anchors)]))


def neutral() -> list[str]:
    """Words that hold an anchor and say nothing: the phrases themselves and their everyday relatives."""
    return (
        [phrase.right for phrase in book().phrases]
        + [word for phrase in book().phrases for word in phrase.allowed]
        + list(book().plain)
    )


def slips(text: str, woken: frozenset[str] | None = None) -> Iterator[Slip]:
    """Everything in a text that may be a serious slip; `woken`: the anchors that are known to stand in it, None where nobody looked."""
    seen: set[tuple[int, str]] = set()
    for phrase in book().phrases:
        if woken is not None and woken.isdisjoint(phrase.fragments):
            continue
        for start, end in _near(text, phrase):
            if (start, phrase.right) not in seen:
                seen.add((start, phrase.right))
                yield Slip("phrase", start, end, phrase.right, f"“{text[start:end]}”应为“{phrase.right}”")
    for rule, pattern, unless in _patterns():
        if (
            not woken.isdisjoint(rule.anchors)
            if woken is not None
            else any(one in text for one in rule.anchors)
        ):
            for found in pattern.finditer(text):
                around = text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
                if not (unless and unless.search(around)):
                    yield Slip(rule.id, found.start(), found.end(), rule.right, rule.why)


def _near(text: str, phrase: Phrase) -> Iterator[tuple[int, int]]:
    """Where something stands that is one letter away from the phrase."""
    told: set[int] = set()
    for fragment in phrase.fragments:
        offset = phrase.right.find(fragment)
        place = text.find(fragment)
        while place >= 0:
            begin = place - offset
            if begin >= -1 and begin not in told and not text.startswith(phrase.right, max(begin, 0)):
                span = _one_away(text, max(begin, 0), phrase)
                if span is not None and span[0] not in told:
                    told.update((begin, span[0]))
                    yield span
            place = text.find(fragment, place + 1)


def _one_away(text: str, begin: int, phrase: Phrase) -> tuple[int, int] | None:
    right = phrase.right
    size = len(right)
    for start, length in (
        (begin, size),
        (begin, size + 1),
        (begin, size - 1),
        (begin + 1, size - 1),
        (begin - 1, size + 1),
    ):
        if start < 0:
            continue
        found = text[start : start + length]
        if len(found) == length and _is_slip(found, right) and not _is_allowed(text, start, length, phrase):
            return start, start + length
    return None


def _is_slip(found: str, right: str) -> bool:
    """One letter replaced, added within or left out within; both ends must be of the phrase, else a neighbour was taken in."""
    if len(found) == len(right):
        wrong = [number for number, (a, b) in enumerate(zip(found, right, strict=True)) if a != b]
        return len(wrong) == 1 and _is_word(found[wrong[0]])
    longer, shorter = (found, right) if len(found) > len(right) else (right, found)
    cut = next(
        (number for number, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter)
    )
    if longer[:cut] + longer[cut + 1 :] != shorter:
        return False
    inside = 0 < cut < len(longer) - 1
    return inside and _is_word(longer[cut])


def _is_word(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _is_allowed(text: str, start: int, length: int, phrase: Phrase) -> bool:
    around = text[max(0, start - 6) : start + length + 6]
    return any(word in around for word in (*phrase.allowed, phrase.right))


def signs(text: str, key: str, woken: frozenset[str] | None = None) -> Iterator[SafetySign]:
    """What a text says wrongly of the country, each with the words around it; `key` is that of its page."""
    for slip in slips(text, woken):
        found = text[slip.start : slip.end]
        yield SafetySign(
            kind=SafetyKind.WORDING,
            rule=slip.rule,
            place=f"{key}#{found}",
            found=" ".join(text[max(0, slip.start - _AROUND) : slip.end + _AROUND].split()),
            why=slip.why,
            suggest=slip.right,
        )
