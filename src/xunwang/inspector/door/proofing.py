"""The pages of a run proofread, once its crawl is over."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from xunwang.inspector.model import Fact, PageRow, ProofreadFact

if TYPE_CHECKING:
    from xunwang.inspector.proof.sites import SiteReader


async def proofread_between(
    rows: Callable[[], Iterable[PageRow]],
    settings: Mapping[str, object],
    *,
    day: dt.date,
    stopped: Callable[[], bool],
) -> list[Fact]:
    """As `proof_of`, some pages at a time between the work on other sites; breaks off when it is stopped."""
    if not settings.get("proof"):
        return []
    reader = _reader(settings, day)
    for _ in reader.take_all(rows()):
        await asyncio.sleep(0)
        if stopped():
            break
    return [ProofreadFact(day=day), *reader.facts()]


def proof_of(
    rows: Callable[[], Iterable[PageRow]], settings: Mapping[str, object], *, day: dt.date
) -> Iterator[Fact]:
    """What the proofreader says of the rows of a run; nothing where the run's settings leave it out, or come from before it."""
    if not settings.get("proof"):
        return
    reader = _reader(settings, day)
    for _ in reader.take_all(rows()):
        pass
    yield ProofreadFact(day=day)
    yield from reader.facts()


def _reader(settings: Mapping[str, object], day: dt.date) -> "SiteReader":
    """With the user's tables as the run keeps them; a run from before them has none."""
    from xunwang.inspector.proof import Proofreader, Terms  # noqa: PLC0415  # loads the speller
    from xunwang.inspector.proof.sites import SiteReader  # noqa: PLC0415

    kept = settings.get("terms")
    terms = msgspec.json.decode(kept, type=Terms) if isinstance(kept, str) else None
    return SiteReader(day, Proofreader(terms))
