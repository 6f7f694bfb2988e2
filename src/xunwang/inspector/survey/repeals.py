"""Documents that another page of the site says are repealed, while their own page does not."""

from collections.abc import Iterator

from xunwang.inspector.fetch.urls import locator_of
from xunwang.inspector.model import SHANGHAI, PageKind, Record, SignFact, SiteSign
from xunwang.inspector.survey.notes import Note
from xunwang.inspector.survey.places import Places
from xunwang.inspector.survey.repealing import ABOUT, DOCUMENT, NAMED

_MOST, _SHOWN = 2_000, 20
_APART = 14  # days by which a document is older than what repeals it


class _Repeal(Record, frozen=True):
    url: str
    title: str
    day: int


class Repeals:
    """`meet` sees every note first, `compare` sees them all again, `facts` says what was found; holds a bounded number of names."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._known: dict[str, _Repeal] = {}
        self._found: dict[str, SignFact] = {}

    def meet(self, note: Note) -> None:
        fact = note.fact
        told = fact.particulars.repeals if fact and fact.particulars else ()
        if not fact or not told or fact.published is None:
            return
        day = fact.published.astimezone(SHANGHAI).toordinal()
        for name in told:
            if len(self._known) < _MOST:
                self._known.setdefault(name, _Repeal(fact.url, fact.title or "", day))

    def compare(self, note: Note) -> None:
        fact, digest = note.fact, note.digest
        if not self._known or fact is None or fact.kind is not PageKind.ARTICLE or fact.published is None:
            return
        title = (fact.title or "").strip()
        if not title or ABOUT.search(title) or not DOCUMENT.search(title) or len(self._found) >= _SHOWN:
            return
        if fact.particulars is not None and fact.particulars.void:
            return
        repeal = self._repeal_of(title, fact.particulars.number if fact.particulars else None)
        day = fact.published.astimezone(SHANGHAI).toordinal()
        if repeal is None or repeal.url == fact.url or repeal.day - day < _APART:
            return
        self._found.setdefault(
            title,
            SignFact(
                sign=SiteSign.REPEALED,
                key=locator_of(fact.url, self._places.home),
                url=fact.url,
                parent=digest.parent,
                name=title,
                other=repeal.title,
                other_url=repeal.url,
                evidence=digest.evidence,
            ),
        )

    def _repeal_of(self, title: str, number: str | None) -> _Repeal | None:
        names = (title, *NAMED.findall(title), number or "")
        return next((self._known[name] for name in names if name in self._known), None)

    def facts(self) -> Iterator[SignFact]:
        yield from self._found.values()
