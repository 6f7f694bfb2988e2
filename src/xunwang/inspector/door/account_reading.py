"""What was handed in about one account -> its facts, at once and without a run: for showing what was understood."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from xunwang.inspector.evidence import Run
from xunwang.inspector.indicators.accounts import Told as ToldPost
from xunwang.inspector.indicators.accounts import counted_once, folded
from xunwang.inspector.media.entered import Entered
from xunwang.inspector.media.recording import (
    AccountFacts,
    Listed,
    facts_of,
    look_at_entry,
    look_at_list,
    told_by,
)
from xunwang.inspector.media.ways import WAY_NAMES, read_saved, saved_at
from xunwang.inspector.model import AccountFact, PostFact, Subject

__all__ = [
    "WAY_NAMES",
    "ToldPost",
    "account_facts_of_run",
    "counted_once",
    "facts_of_entry",
    "facts_of_list",
    "facts_of_saved",
    "folded",
    "saved_at",
]


def facts_of_saved(subject: Subject, body: bytes, stated: dt.datetime, now: dt.datetime) -> AccountFacts:
    """A platform's answer, a feed, an article page or a capture, saved at the moment that a person states.

    What nobody can read gives one fact that says so.
    """
    way, look = read_saved(body, stated, now, subject)
    return facts_of(subject, way, look, stated, None)


def facts_of_list(subject: Subject, listed: Listed) -> AccountFacts:
    return facts_of(subject, "table", look_at_list(listed), listed.until, None)


def facts_of_entry(subject: Subject, entered: Entered) -> AccountFacts:
    return told_by(entered, facts_of(subject, "entered", look_at_entry(entered), entered.seen, None))


def account_facts_of_run(run: Path) -> Iterator[AccountFact | PostFact]:
    """The looks and posts that a run over an account holds. Raises RunError."""
    return (fact for fact in Run.open(run).each_fact() if isinstance(fact, AccountFact | PostFact))
