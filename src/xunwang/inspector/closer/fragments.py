"""Links to a place within a page of the site (`page.html#chapter3`) that the page does not have: they open at its top instead."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from xunwang.inspector.evidence import RunError, RunWriter
from xunwang.inspector.fetch.urls import key_of, resolve
from xunwang.inspector.model import FragmentFact, PageRow, Reach
from xunwang.inspector.read.decode import decode

_MOST = 5_000  # places asked about
_TOLD = 500
_NO_PLACE = ("!", "/", ":~:")  # with which a script's state begins, or words to be found
_BY_SCRIPT = frozenset({"onclick", "data-toggle", "data-bs-toggle", "role", "data-target"})


class _Asked(NamedTuple):
    """The first link to a place, and how many there are."""

    parent: str
    text: str
    times: int


class _Page:
    """An archived page: the places it has, and what its scripts say, who may make further ones."""

    def __init__(self, row: PageRow, source: str) -> None:
        self._tree = LexborHTMLParser(source)
        self._row = row
        named = self._tree.css("[id], a[name], map[name]")
        told = (node.attributes.get(name) for node in named for name in ("id", "name"))
        self._places = frozenset(place for place in told if place)

    def lacks(self, fragment: str) -> bool:
        """Whether a place is surely missing: what a script may add is unknown."""
        if fragment in self._places or unquote(fragment) in self._places or self._row.page.script_filled:
            return False
        return not any(fragment in (node.text() or "") for node in self._tree.css("script"))

    def links(self) -> Iterator[tuple[str, str, str]]:
        """Address, fragment and words of the links to places that the browser itself would look for."""
        base = self._tree.css_first("base[href]")
        here = (base and resolve(base.attributes.get("href") or "", self._row.page.url)) or self._row.page.url
        for node in self._tree.css("a[href*='#'], area[href*='#']"):
            url = resolve(node.attributes.get("href") or "", here)
            if url is None or not _BY_SCRIPT.isdisjoint(node.attributes):
                continue
            address, _, fragment = url.partition("#")
            if (
                fragment
                and fragment.lower() != "top"
                and not fragment.startswith(_NO_PLACE)
                and "=" not in fragment
            ):
                yield address, fragment, " ".join((node.text() or "").split())


class FragmentCheck:
    """Walks the archived pages of a run twice: for the links, then for the places that they ask for on other pages."""

    def __init__(self, writer: RunWriter, stopped: Callable[[], bool]) -> None:
        self._writer = writer
        self._stopped = stopped
        self._wanted: dict[str, dict[str, _Asked]] = {}
        self._asked = 0

    def facts(self) -> Iterator[FragmentFact | None]:
        """What is missing, with None in between where other work may go on."""
        for page, row in self._pages(lambda _: True):
            yield None
            for address, fragment, text in page.links():
                self._want(key_of(address), fragment, row.page.url, text)
        found = (
            fact for page, row in self._pages(self._wanted.__contains__) for fact in self._missing(page, row)
        )
        for number, fact in enumerate(found):
            if number < _TOLD:
                yield fact

    def _want(self, key: str, fragment: str, parent: str, text: str) -> None:
        places = self._wanted.get(key)
        known = places.get(fragment) if places else None
        if places and known:
            places[fragment] = known._replace(times=known.times + 1)
        elif self._asked < _MOST:
            self._asked += 1
            self._wanted.setdefault(key, {})[fragment] = _Asked(parent, text, 1)

    def _missing(self, page: _Page, row: PageRow) -> Iterable[FragmentFact]:
        for fragment, asked in self._wanted[row.key].items():
            if page.lacks(fragment):
                yield FragmentFact(
                    url=row.page.url,
                    fragment=fragment,
                    parent=asked.parent,
                    text=asked.text,
                    times=asked.times,
                    evidence=row.evidence,
                )

    def _pages(self, wanted: Callable[[str], bool]) -> Iterator[tuple[_Page, PageRow]]:
        for row in self._writer.rows():
            if self._stopped():
                return
            if row.evidence is None or row.attempt.reach is not Reach.OK or not wanted(row.key):
                continue
            try:
                answer = self._writer.response(row.evidence)
                html = self._writer.rendered(row.evidence) if row.rendered else None
            except RunError:
                continue
            yield (
                _Page(
                    row, html.decode("utf-8", "replace") if html else decode(answer.body, answer.headers)[0]
                ),
                row,
            )
