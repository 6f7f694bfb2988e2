"""What the proofreader says of a place in a text."""

from enum import StrEnum

from xunwang.inspector.model import Record


class Kind(StrEnum):
    """The kinds of `proofread` in the contract; the last four come from the wing of safety."""

    SPELLING = "spelling"
    WORD = "word"
    SET_PHRASE = "set_phrase"
    TITLE = "title"
    NUMBER = "number"
    DATE = "date"
    PUNCTUATION = "punctuation"
    PRIVACY = "privacy"
    SPAM = "spam"
    SECRECY = "secrecy"
    HIDDEN = "hidden"


class Tier(StrEnum):
    SURE = "sure"  # meant for a circular
    SUSPECTED = "suspected"  # for a person to look at


class Suspicion(Record, frozen=True):
    """One suspicion: `line` counts from 1, [`start`, `end`) are characters of that line, `rule` names what found it."""

    line: int
    start: int
    end: int
    found: str
    suggest: tuple[str, ...]
    kind: Kind
    tier: Tier
    rule: str
    why: str
