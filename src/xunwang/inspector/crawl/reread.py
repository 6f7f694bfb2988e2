"""The archived pages of a run read again with today's readers, without the network."""

import datetime as dt
from collections.abc import Callable, Iterator

import msgspec

from xunwang.inspector.crawl.visit import Reading
from xunwang.inspector.evidence import Run, RunWriter
from xunwang.inspector.model import LinkFact, Page, PageKind, PageRow, Reach

_RENDERED = {"content-type": "text/html; charset=utf-8"}
_SEEN = frozenset({"late", "unfound"})  # what only the browser knew of a page


class LinksOf:
    """The link facts of a closed run, read anew each time they are iterated."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def __iter__(self) -> Iterator[LinkFact]:
        return (fact for fact in self._run.each_fact() if isinstance(fact, LinkFact))


def reread(
    run: Run, writer: RunWriter, *, today: dt.date, progress: Callable[[int], None] = lambda _: None
) -> LinksOf:
    """Writes the rows of `run` anew into `writer` and returns its links as they were; `progress` hears how many rows are done.

    The archives are taken over under their names, so that every piece of evidence stays valid. `RunError` when an
    archived page is not what was hashed.
    """
    writer.adopt_archives(run)
    reading = reading_of(run, today)
    for done, row in enumerate(_again(run, reading), start=1):
        writer.append_page(row)
        progress(done)
    return LinksOf(run)


def reading_of(run: Run, today: dt.date) -> Reading:
    """How pages of `run` are read: its home page is where the redirects of the subject's home had led."""
    home = next((row.page.url for row in run.pages() if row.depth == 0), run.manifest.subject.home)
    return Reading(home=home, today=today)


def _again(run: Run, reading: Reading) -> Iterator[PageRow]:
    for row in run.pages():
        page = _page(run, row, reading)
        yield msgspec.structs.replace(row, page=page) if page else row


def _page(run: Run, row: PageRow, reading: Reading) -> Page | None:
    if row.evidence is None or row.attempt.status is None:
        return None
    if row.rendered:
        html = run.rendered(row.evidence)
        seen = [part for part in row.page.script_filled if part in _SEEN]
        page = reading.page(html, row.page.url, 200, _RENDERED) if html else None
        return msgspec.structs.replace(page, script_filled=(*page.script_filled, *seen)) if page else None
    if row.attempt.reach is Reach.OK or row.page.kind in {PageKind.ERROR, PageKind.CHALLENGE}:
        answer = run.response(row.evidence)
        return reading.page(answer.body, row.page.url, answer.status, answer.headers)
    return None
