"""What a site shows on many pages, so that what one page shows of its own can be told."""

from collections import Counter
from collections.abc import Callable, Iterable

from xunwang.inspector.survey.digest import Digest

_OFTEN = 3  # pages on which the same thing stands before it is furniture of the site
_LONG_LINE = 24


class Furniture:
    """What stands on many pages of a site. Built once from all its pages that are no articles."""

    def __init__(self, digests: Iterable[Digest]) -> None:
        pages = [digest for digest in digests if digest.read]
        self._links = Counter(link for digest in pages for link in digest.shown)
        self._lines = Counter(line for digest in pages for line in digest.lines)
        self._often = min(_OFTEN, max(2, (len(pages) + 1) // 2))

    def has_own(self, digest: Digest, is_known: Callable[[str], bool], names: Iterable[str]) -> bool:
        """Whether the page shows a link, picture, frame or line that is neither furniture nor the way to a known column."""
        own = (link for link in digest.shown if self._links[link] < self._often)
        return any(not is_known(link) for link in own) or any(self._own_lines(digest, set(names)))

    def _own_lines(self, digest: Digest, names: set[str]) -> Iterable[str]:
        for line in digest.lines:
            repeats_name = len(line) <= _LONG_LINE and any(name and name in line for name in names)
            if self._lines[line] < self._often and not repeats_name:
                yield line
