"""One walk over all notes: which places may be columns or entrances, and who calls them so."""

from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, TypeVar

from xunwang.inspector.model import ChannelPurpose, PageKind
from xunwang.inspector.survey.channels import Entrance
from xunwang.inspector.survey.dangers import Dangers
from xunwang.inspector.survey.digest import Digest, Step
from xunwang.inspector.survey.mentions import Mention, Source
from xunwang.inspector.survey.naming import names_column
from xunwang.inspector.survey.notes import Basis, Note
from xunwang.inspector.survey.signs import Signs

_LEAVES = frozenset({PageKind.ARTICLE, PageKind.GUIDE})
# A site of a million articles has 50,000 list pages of twenty; whatever goes far beyond that is spun by a trap.
MOST_LISTS = 60_000
_REMEMBERED_PATHS = 20_000

What = TypeVar("What", bound=Hashable)
Saying = TypeVar("Saying")
_Rank = tuple[bool, int, str]
_AT_HOME: _Rank = (False, -1, "")


def _rank(digest: Digest, *, of_itself: bool = False) -> _Rank:
    """`of_itself`: the page says it of itself, which tells least of where visitors come from."""
    return of_itself, digest.depth, digest.key


class _Nearest(Generic[What, Saying]):
    """Of all that say the same the one on the page nearest to the home page: the order in which pages came decides nothing."""

    def __init__(self) -> None:
        self._held: dict[What, tuple[_Rank, Saying]] = {}

    def take(self, what: What, saying: Saying, rank: _Rank) -> None:
        held = self._held.get(what)
        if held is None or rank < held[0]:
            self._held[what] = rank, saying

    def items(self) -> Iterator[tuple[What, Saying]]:
        return ((what, saying) for what, (_, saying) in self._held.items())

    def all(self) -> Iterator[Saying]:
        return (saying for _, saying in self._held.values())


class Gathered:
    """What grows with columns and entrances, not with pages.

    `told` counts the pages with a fact, `bodies` the read pages that are no articles, `frames` are the keys of pages shown in others.
    """

    def __init__(self, basis: Basis) -> None:
        self.told = 0
        self.bodies = 0
        self.frames: set[str] = set()
        self.sitemaps: set[str] = set()
        self.signs = Signs(basis)
        self.dangers = Dangers()
        self._places = basis.places
        self._lists: set[str] = set()
        self._moves: set[tuple[str, str]] = set()
        self._mentions: _Nearest[tuple[str, str | None, Source], Mention] = _Nearest()
        self._entrances: _Nearest[tuple[ChannelPurpose, str, bool], Entrance] = _Nearest()
        self._steps: _Nearest[tuple[str, str], tuple[str, str]] = _Nearest()
        self._mention(basis.mentions, _AT_HOME)

    def take(self, note: Note) -> None:
        digest = note.digest
        self.signs.meet(note)
        self.told += note.fact is not None
        self.frames.update(note.frames)
        if note.signs:
            self.dangers.take(
                note.signs, url=digest.url, key=digest.key, kind=digest.kind, evidence=digest.evidence
            )
        if digest.asked != digest.place:
            self._moves.add((digest.asked, digest.place))
        if digest.path:
            self._take_path(digest)
        if _may_be_a_column(digest) and len(self._lists) < MOST_LISTS:
            self._lists.add(digest.place)
        self._lists.update(digest.framed)
        if digest.read:
            self._take_names(note)

    def _take_path(self, digest: Digest) -> None:
        for step in digest.path:
            if step.place and step.url and step.place != digest.place and names_column(step.name):
                self._steps.take((step.place, step.name), (step.url, digest.url), _rank(digest))

    def _take_names(self, note: Note) -> None:
        digest = note.digest
        self.bodies += digest.kind is not PageKind.ARTICLE
        if note.is_sitemap:
            self.sitemaps.add(self._places.of(digest.url))
        self._mention((*note.sitemap, *note.landing), _rank(digest))
        for entrance in note.entrances:
            what = entrance.purpose, entrance.place, entrance.in_bar
            self._entrances.take(what, entrance, _rank(digest, of_itself=entrance.place == digest.place))

    def _mention(self, mentions: Iterable[Mention], rank: _Rank) -> None:
        for mention in mentions:
            self._mentions.take((mention.place, mention.name, mention.source), mention, rank)

    @property
    def mentions(self) -> list[Mention]:
        trails = (
            Mention(place, url, Source.BREADCRUMB, name, found_on=found_on)
            for (place, name), (url, found_on) in self._steps.items()
        )
        return [*self._mentions.all(), *trails]

    @property
    def entrances(self) -> list[Entrance]:
        return list(self._entrances.all())

    def named(self) -> set[str]:
        """The places that somebody calls a column or an entrance."""
        said = {mention.place for mention in self.mentions}
        return said | {entrance.place for entrance in self.entrances}

    def addresses(self) -> Iterator[str]:
        """The addresses under which somebody calls a place a column or an entrance."""
        yield from (mention.url for mention in self.mentions)
        yield from (entrance.url for entrance in self.entrances)

    def wanted(self, redirected: Iterable[str]) -> frozenset[str]:
        """The places whose pages are needed, `redirected` being where named places led to."""
        wanted = {*self.named(), *redirected, *self._lists}
        wanted |= {place for asked, place in self._moves if asked in wanted}
        return frozenset(wanted)


def _may_be_a_column(digest: Digest) -> bool:
    """Whether a page may be a column or an entrance although nobody calls it so."""
    return (
        digest.kind is PageKind.COLUMN
        or digest.message_form
        or (digest.column_meta is not None and digest.kind not in _LEAVES)
    )


class Trails:
    """The steps above each of the `wanted` places, as the breadcrumbs of its own page and of the pages below it tell."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self._wanted = wanted
        self._said: dict[str, tuple[Step, ...]] = {}
        self._by_articles: dict[str, tuple[Step, ...]] = {}
        self._known: set[tuple[Step, ...]] = set()

    def take(self, digest: Digest) -> None:
        if digest.kind is not PageKind.ARTICLE:
            self._take_own(digest)
            self._take_steps(self._said, digest.path)
        elif digest.path not in self._known:
            if len(self._known) < _REMEMBERED_PATHS:
                self._known.add(digest.path)
            self._take_steps(self._by_articles, digest.path)

    def _take_own(self, digest: Digest) -> None:
        if digest.place in self._wanted:
            steps = digest.path
            is_last = steps and steps[-1].place in {None, digest.place}
            self._said.setdefault(digest.place, steps[:-1] if is_last else steps)

    def _take_steps(self, trails: dict[str, tuple[Step, ...]], steps: tuple[Step, ...]) -> None:
        for depth, step in enumerate(steps):
            if step.place and step.place in self._wanted:
                trails.setdefault(step.place, steps[:depth])

    def all(self) -> dict[str, tuple[Step, ...]]:
        """Pages that are no articles speak first."""
        return self._by_articles | self._said
