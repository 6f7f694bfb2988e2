"""The pages of a run proofread, once its crawl is over."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping

from xunwang.inspector.model import Fact, PageRow, ProofreadFact


async def proofread_between(
    rows: Callable[[], Iterable[PageRow]],
    settings: Mapping[str, object],
    *,
    day: dt.date,
    stopped: Callable[[], bool],
) -> list[Fact]:
    """As `proof_of`, page by page between the work on other sites; breaks off when it is stopped."""
    if not settings.get("proof"):
        return []
    from xunwang.inspector.proof.sites import SiteReader  # noqa: PLC0415  # loads the speller

    reader = SiteReader(day)
    for row in rows():
        reader.take(row)
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
    from xunwang.inspector.proof.sites import SiteReader  # noqa: PLC0415  # loads the speller

    reader = SiteReader(day)
    for row in rows():
        reader.take(row)
    yield ProofreadFact(day=day)
    yield from reader.facts()
