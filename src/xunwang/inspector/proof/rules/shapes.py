"""The shape of a rule and of what it finds."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

import msgspec

from xunwang.inspector.model import Record
from xunwang.inspector.proof.suspicion import Kind, Tier


class Check(StrEnum):
    """How a rule looks. REPLACE and PATTERN are told what to look for; the others are functions in `checks`."""

    REPLACE = "replace"  # each key of `pairs` is wrong, its value is right
    PATTERN = "pattern"  # a regular expression, with what to write instead
    SEQUENCE = "sequence"  # an enumeration that has one right wording
    SHUFFLED = "shuffled"  # an enumeration that has one right order
    PHRASE = "phrase"  # a fixed phrase with one character wrong, missing or too many
    SAYING = "saying"  # a phrase of which the last character may be the wrong one as well
    IDIOM = "idiom"  # four characters that are an idiom but for one
    COINED = "coined"  # a short form in quotation marks that begins with a number, with one other character
    RENAMED = "renamed"  # a name that is no longer valid from a day on
    CALENDAR = "calendar"  # days and hours that do not exist
    WEEKDAY = "weekday"
    WEEKDAY_NEAR = "weekday_near"  # the same where no year stands there: of the year nearest to publication
    RANGE = "range"  # from a later day to an earlier one
    LIMITS = "limits"  # from a later year or hour, a larger amount or age to a smaller one
    FUTURE = "future"  # tells of a day before its publication as still to come
    AHEAD = "ahead"  # tells of a day after its publication as gone by
    SPAN = "span"  # how long something lasts, beside the days it runs from and to
    AMOUNT = "amount"  # an amount in words and in figures that differ
    SUM = "sum"  # parts and the total they are said to make
    MEASURE = "measure"  # a unit that what is measured does not have
    CHANGED = "changed"  # from an amount of one kind to one of another
    MULTIPLIED = "multiplied"  # so many of each, which do not make so many in all
    VITAL = "vital"  # births and deaths, and a growth of the other sign
    PARTED = "parted"  # so many points in so many chapters, and a list with others
    RATE = "rate"  # a share that the numbers beside it contradict
    MOST = "most"  # more than the whole, where nothing can be
    TREND = "trend"  # a rise or fall that its own numbers contradict
    MEAN = "mean"  # so much each, which the total and the number of things do not give
    POINTS = "points"  # the change of a percentage told in percent
    PORTION = "portion"  # a part, and a share that is not that of its whole
    REST = "rest"  # what is left over, which whole and parts do not leave
    BREAKDOWN = "breakdown"  # a whole and its parts with asides between them
    GROWTH = "growth"  # a number now and one before, and a rate or difference that is not theirs
    DIFFERENCE = "difference"  # what lies between two numbers, which they do not give
    WITHIN = "within"  # parts among a whole that are more than it, and shares of it
    STAGES = "stages"  # so many stages of a whole, which do not make it
    LISTED = "listed"  # how many there are, beside a list of them
    CLOCK = "clock"  # hours that do not exist, minutes that two hours do not lie apart
    HOTLINE = "hotline"  # a public service number that is not that of the service beside it
    BORN = "born"  # an age and the days of birth that do not give it
    BY = "by"  # by how much something grew, which the numbers before and now do not give
    LAW = "law"  # a law by a title that none has, or cited as one in force after it was replaced
    IN_FORCE = "in_force"  # a law in force since another day than its own
    JUMBLED = "jumbled"  # a name with its characters in another order
    PLACE = "place"  # a place in a province that has none of its name
    CONVERSION = "conversion"  # one amount in two units that do not agree
    ORDER = "order"  # a number left out, or told twice, in a row that is numbered within a line
    PAIRED = "paired"  # brackets and quotation marks
    NESTED = "nested"  # equal quotation marks within each other
    AGAIN = "again"  # a paragraph that comes twice in a row; this and the next four look at all lines at once
    HEADINGS = "headings"  # chapters and headings of which one is left out or comes twice
    ATTACHED = "attached"  # an attachment referred to that is not listed
    TOTALS = "totals"  # totals of a table
    YEAR = "year"  # another year in the title than in the text
    DEADLINE = "deadline"  # two last days of one thing
    VARIANT = "variant"  # one name written in two ways in one text
    CLOSING = "closing"  # how a paper ends, against its kind
    UNCLOSED = "unclosed"  # a quotation that no later paragraph goes on with or closes
    WORDS_TWICE = "words_twice"  # a word written twice before a mark
    THINGS = "things"  # the name of a company, a school, a village written in two ways
    TOO_SOON = "too_soon"  # a short form before it is introduced
    TWOFOLD = "twofold"  # one figure of one thing with two values in one text
    HEADED = "headed"  # another title in the text than over it
    ANNOUNCED = "announced"  # more or fewer headings than were announced
    CAPTIONS = (
        "captions"  # tables and figures of which one is left out, or that are referred to and not there
    )
    PADDED = "padded"  # a nought before the month or day of signing
    NUMBER_YEAR = "number_year"  # a document number of another year than the day of signing
    OVERDUE = "overdue"  # due before the day of signing
    COUNTED = "counted"  # more or fewer points than were announced
    ORDINAL = "ordinal"  # first, second, fourth
    TOLD_TWICE = "told_twice"  # the same thing with the same figures in another order
    FORM = "form"  # a traditional, foreign or look-alike form of a character
    DOUBLED = "doubled"  # a run of characters or a sentence written twice


class Rename(Record, frozen=True):
    """From `since` on, `old` is called `new`; without a new name there is no such thing any more."""

    old: str
    since: dt.date
    new: str = ""
    confirmed: bool = False  # the day was held against a public source


class Rule(Record, frozen=True):
    """One rule. `bad` and `good` are examples that run as tests; `budget` is how often it may hit clean official text."""

    id: str
    kind: Kind
    check: Check
    basis: str
    why: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    tier: Tier = Tier.SURE
    confirmed: bool = True  # the clauses that `basis` names were held against a public source
    budget: float = 0.1  # hits per 10,000 characters
    pairs: Mapping[str, str] = msgspec.field(default_factory=dict)
    unless: Mapping[str, tuple[str, ...]] = msgspec.field(
        default_factory=dict
    )  # words that hold a key of `pairs`, or look like one of `phrases`, and are right
    pattern: str | None = None
    suggest: str | None = None  # may use \\1, \\g<name> of the pattern
    triggers: tuple[str, ...] = ()  # the pattern is tried only on lines that hold one of them; # is any digit
    silent: str | None = None  # a regular expression of lines on which the pattern says nothing
    items: tuple[tuple[str, ...], ...] = ()  # of sequences
    phrases: tuple[
        str, ...
    ] = ()  # of PHRASE, SAYING, IDIOM and COINED; the names of JUMBLED, the titles of LAW
    renames: tuple[Rename, ...] = ()


class Hit(NamedTuple):
    start: int
    end: int
    suggest: tuple[str, ...]
    why: str | None = None  # where the rule's own reason is not enough
