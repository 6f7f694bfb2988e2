"""Which of the letters kept a row of a list speaks of, and which of them are one letter. Pure but for the letters it is given and changes."""

import itertools
from collections import Counter
from collections.abc import Iterable

from xunwang.office.letters.models import Letter, Source
from xunwang.office.people.models import Unit

_KEY = 280


def counted_once(letters: Iterable[Letter]) -> list[Letter]:
    """Without the second of two that are one letter: in the list of a platform, and on the website that shows it.

    They have the same day and title, and one's unit is the other's or stands above it. What is answered tells more,
    else the list does; letters of one list are never one.
    """
    every = list(letters)
    shown: dict[tuple[object, ...], list[Letter]] = {}
    for letter in every:
        if letter.source == Source.SITE:
            shown.setdefault(_day_and_title(letter), []).append(letter)
    left_out: set[int] = set()
    for letter in every:
        others = shown.get(_day_and_title(letter), []) if letter.source == Source.TABLE else []
        other = next((one for one in others if _in_line(one.unit, letter.unit)), None)
        if other is not None:
            others.remove(other)
            left_out.add(id(letter if other.replied and not letter.replied else other))
    return [letter for letter in every if id(letter) not in left_out]


def _day_and_title(letter: Letter) -> tuple[object, ...]:
    return letter.asked_on, "".join(letter.title.split())


def _in_line(one: Unit, other: Unit) -> bool:
    return one.holds(other) or other.holds(one)


class Shelf:
    """The letters kept below the unit `home` that imports, and what its list brought so far.

    A letter is known by its number where box, day and title agree, or the unit too; without a number by its box, day,
    title and text; where neither list nor shelf has another of that box, day and title, by these alone, since answers are
    written anew. A list that names no unit for a row speaks of a letter wherever it is kept below `home`, and one that names it
    takes the letter over from `home`.
    """

    def __init__(self, kept: Iterable[Letter], home: Unit, brought: Iterable[Letter] = ()) -> None:
        self._home = home
        self._brought = Counter(_words(letter) for letter in {_whole(one): one for one in brought}.values())
        self._kept: dict[tuple[object, ...], list[Letter]] = {}
        self._used: set[tuple[int, str, str]] = set()
        self._listed: dict[tuple[object, ...], Letter] = {}
        self._taken: set[int] = set()
        for letter in kept:
            self._kept.setdefault(_words(letter), []).append(letter)
            self._used.add(_place(letter))

    def numbered(self, letter: Letter, *, named: bool) -> Letter | None:
        """The kept letter of this number; `letter` carries it as its key."""
        alike = [one for one in self._kept.get(_words(letter), ()) if one.key == letter.key]
        return self._of_unit(alike, letter, named=named)

    def worded(self, letter: Letter, *, named: bool) -> Letter | None:
        """The kept letter of these words; gives `letter` a key, which only a repeated row shares with another."""
        base = f"{letter.asked_on}:{letter.title}"[:_KEY]
        twin = self._listed.setdefault(_whole(letter), letter)
        if twin is not letter:
            letter.key, letter.unit, letter.pk = twin.key, twin.unit, twin.pk
            letter.answerer, letter.replied = twin.answerer, twin.replied
            return None
        alike = self._alike(letter, base)
        alike.sort(key=lambda one: (one.question != letter.question, one.reply != letter.reply))
        kept = self._of_unit(alike, letter, named=named)
        if kept is not None:
            self._taken.add(kept.pk)
        if kept is None or (named and kept.unit_id != letter.unit_id):
            letter.key = self._free(letter, base)
        else:
            letter.key = kept.key
        return kept

    def _alike(self, letter: Letter, base: str) -> list[Letter]:
        worded = [one for one in self._kept.get(_words(letter), ()) if one.key.startswith(base)]
        alike = [one for one in worded if one.pk not in self._taken and not _differ(one, letter)]
        lone = len(worded) == 1 and self._brought[_words(letter)] == 1
        return worded if lone and not _asks_otherwise(worded[0], letter) else alike

    def _of_unit(self, alike: list[Letter], letter: Letter, *, named: bool) -> Letter | None:
        own = [one for one in alike if one.unit_id == letter.unit_id]
        others = [one for one in alike if not named or one.unit_id == self._home.pk]
        return next(iter(own or others), None)

    def _free(self, letter: Letter, base: str) -> str:
        further = (f"{base}#{count}" for count in itertools.count(2))
        for key in itertools.chain((base,), further):
            place = (letter.unit_id, letter.box, key)
            if place not in self._used:
                self._used.add(place)
                return key
        raise AssertionError


def _words(letter: Letter) -> tuple[object, ...]:
    return letter.box, letter.asked_on, letter.title


def _place(letter: Letter) -> tuple[int, str, str]:
    return letter.unit_id, letter.box, letter.key


def _whole(letter: Letter) -> tuple[object, ...]:
    told = (letter.question, letter.reply, letter.answered_on, letter.replied, letter.answerer, letter.url)
    return (letter.unit_id, *_words(letter), *told)


def _differ(one: Letter, other: Letter) -> bool:
    """Different questions; where one is unknown, different answers of different days."""
    if one.question and other.question:
        return _asks_otherwise(one, other)
    days = one.answered_on and other.answered_on and one.answered_on != other.answered_on
    return bool(days and one.reply and other.reply and one.reply != other.reply)


def _asks_otherwise(one: Letter, other: Letter) -> bool:
    return bool(one.question and other.question and one.question != other.question)
