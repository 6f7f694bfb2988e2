"""The net below every rule that guesses which figures belong together: what any figures in reach give is never named."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations, islice, pairwise

from xunwang.office.circulars.check.quantities import Quantity, Sentence
from xunwang.office.circulars.check.reading import ParagraphReading, Reading
from xunwang.office.circulars.check.rounding import Fit, fit, percent

_NEAR = 2  # paragraphs above
_MOST = 24  # figures of one unit; beyond that some pair gives nearly any rate


def paragraphs_before(reading: Reading, paragraph: ParagraphReading) -> Iterator[ParagraphReading]:
    """The paragraphs above one, nearest first."""
    place = next((at for at, one in enumerate(reading.paragraphs) if one is paragraph), 0)
    return (reading.paragraphs[at] for at in range(place - 1, -1, -1))


def wholes_near(reading: Reading, paragraph: ParagraphReading, unit: str) -> set[Decimal]:
    """What a part may be a share of: every count of the paragraph and of the two above it, and what those of a sentence that have a rate of their own make together."""
    blocks = [paragraph, *islice(paragraphs_before(reading, paragraph), _NEAR)]
    sentences = [one for block in blocks for one in block.sentences]
    together = (sum((q.value for q in _rated(one, unit)), Decimal(0)) for one in sentences)
    return {q.value for q in figures(sentences, unit)} | set(together)


def _rated(sentence: Sentence, unit: str) -> Iterator[Quantity]:
    """40件，占80%；10件，占20%: the counts with a rate right behind them."""
    for one, rate in pairwise(sentence.quantities):
        if one.unit == unit and rate.unit == "%":
            yield one


def shares_in(rate: Quantity, part: Decimal, wholes: Iterable[Decimal]) -> bool:
    """Whether the part, or what it leaves, is that share of one of the wholes."""
    larger = [whole for whole in wholes if whole > part]
    return any(
        fit(rate.value, rate.decimals, exact) is Fit.EXACT
        for whole in larger
        for exact in (percent(part, whole), 100 - percent(part, whole))
    )


def figures(sentences: Iterable[Sentence], unit: str) -> list[Quantity]:
    """All figures of one unit, those in brackets too."""
    return [q for one in sentences for q in _own(one) if q.unit == unit]


def _own(sentence: Sentence) -> Iterator[Quantity]:
    yield from sentence.quantities
    for aside in sentence.asides:
        yield from aside.quantities


def gives_rate(rate: Quantity, values: Iterable[Decimal], *, room: Decimal = Decimal(0)) -> bool:
    """Whether two of the values give a rate, or what it leaves of a hundred."""
    known = sorted({value for value in values if value > 0})
    return len(known) > _MOST or any(
        _near(rate, percent(part, whole), room) or _near(rate, 100 - percent(part, whole), room)
        for part, whole in combinations(known, 2)
    )


def _near(rate: Quantity, exact: Decimal, room: Decimal) -> bool:
    return abs(rate.value - exact) <= room or fit(rate.value, rate.decimals, exact) is not Fit.NONE
