"""How letters were answered: counts, rates, days of work, what is late. Pure."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from msgspec import structs

from xunwang.inspector.model import Record
from xunwang.office.deadlines.workdays import Calendar, deadline
from xunwang.office.feedback.figures import percent
from xunwang.office.letters.models import Letter
from xunwang.office.people.models import Unit
from xunwang.office.ranks import ranks

LIMIT, CLASSES = 7, (1, 5, 7, 15)
"""Working days where no place has set its own: 国办 names 7, complex matters 15, simple questions 1."""


def day_of_answer(letter: Letter, today: dt.date) -> dt.date | None:
    """None where nobody knows it: a day before that of the letter, or one that has not come yet, is a slip."""
    day = letter.answered_on
    return None if day is None or not letter.asked_on <= day <= today else day


class Rules(Record, frozen=True):
    """The limits that hold for some letters; `today` is the day on which they are counted."""

    calendar: Calendar
    today: dt.date
    limit: int = LIMIT
    classes: tuple[int, ...] = CLASSES

    def due(self, letter: Letter, days: int) -> dt.date:
        """The last day of `days` working days after the day of the letter, which does not count."""
        return deadline(letter.asked_on, days, self.calendar, first_day_counts=False)

    def late(self, letter: Letter) -> bool:
        """Answered after the limit, or open beyond it; one whose day of answer nobody knows is not."""
        answered = day_of_answer(letter, self.today)
        if answered is None and letter.replied:
            return False
        return (answered or self.today) > self.due(letter, self.limit)


RulesOf = Callable[[Unit], Rules]


class Figures(Record, frozen=True):
    """`within` counts the letters answered within each class of working days; `undated` were answered on an unknown day.

    `rank`: the place by the share answered among those shown together; none where there are no others.
    """

    name: str
    received: int
    answered: int
    undated: int
    within: tuple[int, ...]
    late: int
    doubtful: int
    rank: int | None = None

    @property
    def rate(self) -> str:
        return percent(self.answered, self.received)

    def told(self, decimals: int = 1) -> str:
        """As circulars print it."""
        if not self.received:
            return "未收到网民留言。"
        rate = percent(self.answered, self.received, decimals)
        return f"收到网民留言{self.received}条，答复{self.answered}条，答复率{rate}。"


def figures(
    letters: Sequence[Letter], rules_of: RulesOf, classes: Sequence[int], name: str = "合计"
) -> Figures:
    """`classes` are the same for all that are shown together, limits those of each unit. Test letters are counted apart."""
    return Figures(
        name,
        received=len(letters),
        answered=sum(one.replied for one in letters),
        undated=sum(one.replied and day_of_answer(one, rules_of(one.unit).today) is None for one in letters),
        within=tuple(sum(_within(one, days, rules_of(one.unit)) for one in letters) for days in classes),
        late=sum(rules_of(one.unit).late(one) for one in letters),
        doubtful=sum(bool(one.doubts) for one in letters),
    )


def _within(letter: Letter, days: int, rules: Rules) -> bool:
    answered = day_of_answer(letter, rules.today)
    return answered is not None and answered <= rules.due(letter, days)


def grouped(
    letters: Iterable[Letter], rules_of: RulesOf, classes: Sequence[int], name: Callable[[Letter], str]
) -> list[Figures]:
    """A row a name; ranked by the share answered, and in their order by the number of letters."""
    groups: dict[str, list[Letter]] = {}
    for letter in letters:
        groups.setdefault(name(letter), []).append(letter)
    rows = [figures(group, rules_of, classes, key) for key, group in groups.items()]
    rows.sort(key=lambda row: (-_share(row), -row.received, row.name))
    places = ranks([_share(row) for row in rows])
    return [structs.replace(row, rank=rank) for row, rank in zip(rows, places, strict=True)]


def _share(row: Figures) -> Fraction:
    return Fraction(row.answered, row.received)
