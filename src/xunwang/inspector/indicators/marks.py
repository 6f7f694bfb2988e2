"""Where something that every page must carry is missing: on the home page, or on all pages made by one template."""

from collections.abc import Callable, Sequence

from xunwang.inspector.indicators.facts import is_read
from xunwang.inspector.model import PageFact, PageKind, Record

Good = Callable[[PageFact], bool]

INNER = frozenset({PageKind.COLUMN, PageKind.ARTICLE, PageKind.GUIDE, PageKind.MESSAGE})


class Spot(Record, frozen=True):
    """The page to point at; `inner` when the home page is good."""

    page: PageFact
    inner: bool


def foot_unread(page: PageFact) -> bool:
    """The foot is put there by script and nobody ran it: what is missing there could not be checked."""
    return not page.rendered and bool({"footer", "body"}.intersection(page.script_filled))


class Feet:
    """The feet of a site's pages, held against several wants at once. A single page proves nothing about its template."""

    def __init__(self, wants: Sequence[Good], *, home: PageFact | None, min_pages: int) -> None:
        self._wants = wants
        self._home = home
        self._min_pages = min_pages
        self._templates: dict[tuple[PageKind, str], _Template] = {}

    def see(self, page: PageFact) -> None:
        if page.kind not in INNER or not is_read(page) or foot_unread(page):
            return
        name = (page.kind, page.template or "")
        template = self._templates.get(name)
        if template is None:
            template = self._templates[name] = _Template(range(len(self._wants)))
        template.see(page, self._wants)

    def spot(self, number: int) -> Spot | None:
        """The page that shows best that the want of that number is not met; None if there is none."""
        home = self._home
        if home is not None and not foot_unread(home) and not self._wants[number](home):
            return Spot(home, inner=False)
        firsts = (
            template.nearest
            for _, template in sorted(self._templates.items(), key=lambda named: named[0])
            if number in template.unmet and template.pages >= self._min_pages
        )
        first = min((page for page in firsts if page), key=lambda page: page.depth, default=None)
        return Spot(first, inner=True) if first else None


class _Template:
    """The pages of one template: how many, the one nearest to the home page, and the wants that none of them meets."""

    __slots__ = ("nearest", "pages", "unmet")

    def __init__(self, wants: Sequence[int]) -> None:
        self.pages = 0
        self.nearest: PageFact | None = None
        self.unmet = tuple(wants)

    def see(self, page: PageFact, wants: Sequence[Good]) -> None:
        self.pages += 1
        if not self.unmet:
            return
        self.unmet = tuple(number for number in self.unmet if not wants[number](page))
        if not self.unmet:
            self.nearest = None
        elif self.nearest is None or page.depth < self.nearest.depth:
            self.nearest = page
