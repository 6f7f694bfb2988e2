"""The pages of a run proofread, once its crawl is over."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from xunwang.inspector.evidence import Run, RunWriter
from xunwang.inspector.evidence.table import LazyRow
from xunwang.inspector.model import Fact, PageRow, ProofreadFact

if TYPE_CHECKING:
    from xunwang.inspector.proof.said import Said
    from xunwang.inspector.proof.sites import SiteReader


async def proofread_between(
    writer: RunWriter, *, day: dt.date, since: Run | None, stopped: Callable[[], bool]
) -> list[Fact]:
    """As `proof_of`, some pages at a time between the work on other sites; breaks off when it is stopped.

    Texts that the run `since` held too are not looked at again; what is said of all of them is kept for a run that rests on this one.
    """
    settings = writer.opening.settings
    if not settings.get("proof"):
        return []
    from xunwang.inspector.proof.said import Said, basis_of  # noqa: PLC0415  # with the speller

    said = Said(basis_of(_terms(settings) or "", day.isoformat()), since.path if since else None)
    reader = _reader(settings, day, said)
    for _ in reader.take_all(writer.lazy_rows()):
        await asyncio.sleep(0)
        if stopped():
            return []
    said.write(writer.path)
    return [ProofreadFact(day=day, failed=reader.failed), *reader.facts()]


def proof_of(
    rows: Callable[[], Iterable[PageRow]], settings: Mapping[str, object], *, day: dt.date
) -> Iterator[Fact]:
    """What the proofreader says of the rows of a run; nothing where the run's settings leave it out, or come from before it."""
    if not settings.get("proof"):
        return
    reader = _reader(settings, day)
    for _ in reader.take_all(map(LazyRow.of, rows())):
        pass
    yield ProofreadFact(day=day, failed=reader.failed)
    yield from reader.facts()


def _terms(settings: Mapping[str, object]) -> str | None:
    """The user's tables as the run keeps them; a run from before them has none."""
    kept = settings.get("terms")
    return kept if isinstance(kept, str) else None


def _reader(settings: Mapping[str, object], day: dt.date, said: "Said | None" = None) -> "SiteReader":
    from xunwang.inspector.proof import Proofreader, Terms  # noqa: PLC0415  # loads the speller
    from xunwang.inspector.proof.sites import SiteReader  # noqa: PLC0415

    kept = _terms(settings)
    terms = msgspec.json.decode(kept, type=Terms) if kept is not None else None
    return SiteReader(day, Proofreader(terms), said=said)
