"""Whether a later run saw the places of earlier faults again: of what it could not see it says neither "mended" nor "still there"."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from xunwang.inspector.evidence import Run
from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import (
    Attempt,
    ChannelFact,
    ColumnFact,
    ConsultationFact,
    Fact,
    GuideFact,
    InterpretationFact,
    LinkFact,
    MailboxFact,
    MessageFact,
    OtherSystemFact,
    PageFact,
    PolicyFact,
    Reach,
    Record,
)
from xunwang.inspector.norms import Norm

_CAME = frozenset({Reach.OK, Reach.TOO_LARGE})
_GONE = frozenset({404, 410})
_LINKS = "dead_links"
"""The kind whose faults are links: there an answer "not found" is the fault, elsewhere it ends it."""


_LISTS = frozenset(
    {
        "stale_columns",
        "long_stale_columns",
        "blank_columns",
        "column_freshness",
        "other_columns",
        "thin_columns",
    }
)
"""The kinds whose faults are lists: a page that opens shows none where its list could not be read."""


_READ = MessageFact | GuideFact | PolicyFact | InterpretationFact | ConsultationFact


class Spot(Record, frozen=True):
    """The place of an earlier fault: its address, and the page that led there. `id` is the finding's."""

    id: str
    indicator: str
    url: str
    parent: str = ""


def unseen(
    runs: Sequence[Path], norm: Norm, spots: Collection[Spot], ask: Callable[[str], Attempt]
) -> frozenset[str]:
    """The ids of those spots that the runs (an inspection of a website and its rechecks) could not see. Raises RunError.

    A spot was seen when its address answered with its content, or said that it is gone. Where the run did not ask for a page, nothing
    may lead there any more while it still opens: `ask` asks once, and only an answer that it is gone ends the fault. A link was seen
    as well when nothing leads there any more: the run came to its end and read the page that led there, or found that page gone. A list
    was seen where it was read: that its page opens is not enough.
    """
    opened = [Run.open(run) for run in runs]
    ends = _ends(opened, {key_of(url) for spot in spots for url in (spot.url, spot.parent) if url})
    whole = opened[0].manifest.complete
    links = {rule.id for rule in norm.rules if rule.how == _LINKS}
    lists = {rule.id for rule in norm.rules if rule.how in _LISTS}
    unread = _unread_lists(opened) if any(spot.indicator in lists for spot in spots) else set()
    hidden = set()
    for spot in spots:
        end = ends.get(key_of(spot.url))
        if spot.indicator in links:
            saw = _came(end) if end else whole and _leads_nowhere(spot, ends)
        else:
            end = end or ask(spot.url)
            read = key_of(spot.url) in ends and not (spot.indicator in lists and key_of(spot.url) in unread)
            saw = _is_gone(end) or (_came(end) and read)
        if not saw:
            hidden.add(spot.id)
    return frozenset(hidden)


def _leads_nowhere(spot: Spot, ends: dict[str, Attempt]) -> bool:
    """Whether the page that led there was read, or is gone, and so would have led there again."""
    led = ends.get(key_of(spot.parent)) if spot.parent else None
    return led is None or _came(led) or _is_gone(led)


def _came(end: Attempt) -> bool:
    return end.reach in _CAME


def _is_gone(end: Attempt) -> bool:
    return end.reach is Reach.SOFT_404 or (end.reach is Reach.HTTP and end.status in _GONE)


def _ends(runs: Iterable[Run], keys: Collection[str]) -> dict[str, Attempt]:
    """The last attempt at each of the addresses; what was read without one of its own (another system, a rendered list) came as well."""
    ends: dict[str, Attempt] = {}
    came: dict[str, Attempt] = {}
    for key, attempt in (told for run in runs for fact in run.each_fact() for told in _attempts(fact)):
        if key in keys and (key not in ends or ends[key].at <= attempt.at):
            ends[key] = attempt
    for run in runs:
        read = Attempt(run.manifest.started, Reach.OK)
        came |= {key: read for fact in run.each_fact() if (key := _read_at(fact)) in keys}
    return came | ends


def _unread_lists(runs: Iterable[Run]) -> set[str]:
    """The keys of the columns whose lists the last run that knows of them could not read."""
    told = {
        key_of(fact.url): fact.unread
        for run in runs
        for fact in run.each_fact()
        if isinstance(fact, ColumnFact)
    }
    return {key for key, why in told.items() if why}


def _read_at(fact: Fact) -> str:
    """The key of the page that the fact was read off; "" for one that tells of none."""
    if isinstance(fact, ColumnFact | MailboxFact):
        return "" if fact.unread else key_of(fact.url)
    if isinstance(fact, ChannelFact):
        return key_of(fact.url) if fact.opens else ""
    return key_of(fact.url) if isinstance(fact, _READ) else ""


def _attempts(fact: Fact) -> Iterator[tuple[str, Attempt]]:
    if isinstance(fact, PageFact | OtherSystemFact):
        yield fact.key, fact.attempt
    elif isinstance(fact, LinkFact) and fact.attempts:
        yield fact.key, fact.attempts[-1]
