"""From a document to its contradictions: every rule over one reading."""

import re
from collections.abc import Mapping
from decimal import Decimal

from xunwang.office.circulars.check.model import Contradiction, Document, Figures
from xunwang.office.circulars.check.reading import Reading, read
from xunwang.office.circulars.check.rules import ALL

from .rules.repeats import check_against, statements


def check_document(document: Document, *, against: Figures | None = None) -> list[Contradiction]:
    """What a document says that cannot be true, in reading order; ``against`` adds figures known from elsewhere."""
    reading = read(document)
    found = [one for rule in ALL for one in rule.check(reading)]
    if against is not None:
        found += check_against(reading, against)
    return sorted(_once(found), key=_place)


def left_out(document: Document) -> list[int]:
    """The paragraphs, from 1, of which some text without a full stop is too long to be held against anything."""
    return [one.number for one in read(document).paragraphs if one.left]


def _once(found: list[Contradiction]) -> list[Contradiction]:
    """Each place once: what the proofreader says of a figure or day that a rule of circulars refutes already is left out."""
    told = {(one.where, number) for one in found if one.kind != "number" for number in _figures(one)}
    first = {_said(one): one for one in reversed(found)}
    return [
        one
        for one in dict.fromkeys(found)
        if (one.kind != "number" or not any((one.where, number) in told for number in _figures(one)))
        and first[_said(one)] is one
    ]


def _said(one: Contradiction) -> tuple[str, ...]:
    """What a contradiction says, however two rules word it; of a day, that it cannot be, whatever it should be."""
    if one.kind == "date":
        return one.kind, one.where, one.stated
    figures = re.findall(r"\d+(?:\.\d+)?", one.stated)
    return one.kind, one.where, one.excerpt, one.computed, "".join(figures[:1]) or one.stated


def _figures(one: Contradiction) -> set[str]:
    words = one.stated if one.kind == "number" else one.stated + one.message
    return set(re.findall(r"\d+(?:\.\d+)?", words))


def figures_of(document: Document) -> Mapping[str, tuple[Decimal, ...]]:
    """The figures of the whole that a document states, by name (``网站.抽查``), with every value stated for each."""
    return _values(read(document))


def _values(reading: Reading) -> Mapping[str, tuple[Decimal, ...]]:
    return {
        key: tuple(dict.fromkeys(one.quantity.value for one in stated))
        for key, stated in statements(reading).items()
    }


def _place(one: Contradiction) -> tuple[bool, int, int]:
    numbers = [int(number) for number in re.findall(r"\d+", one.where)]
    return one.where.startswith("表"), numbers[0], numbers[1] if len(numbers) > 1 else 0
