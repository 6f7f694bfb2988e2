"""Where a page stands in its site: one place for all spellings and all pages of one list."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

from xunwang.inspector.fetch.urls import host_of, key_of, locator_of
from xunwang.inspector.model import LinkFact

_INDEX = re.compile(r"/(?:index|default)(?:[_-]?\d{1,4})?\.(?:s?html?|jspx?|aspx?|php|do)$", re.IGNORECASE)
_PAGED = re.compile(r"[_-]\d{1,4}(?=\.[a-z]{2,5}$)", re.IGNORECASE)
_PAGE_PARAMETERS = frozenset({"page", "pageno", "pagenum", "pageindex", "currentpage", "curpage", "page_no"})


def bare(host: str) -> str:
    """The host without its `www.`: a site answers under both."""
    return host.removeprefix("www.")


class Places:
    """Folds the addresses of one site. A place is the path below the home host, or host and path elsewhere."""

    def __init__(self, *homes: str) -> None:
        self.home = homes[-1]
        self._hosts = frozenset(bare(host_of(home)) for home in homes)
        self.root = self.of(self.home)

    def internal(self, url: str) -> bool:
        return bare(host_of(url)) in self._hosts

    def of(self, url: str) -> str:
        """The stable place of `url`: index file names, page numbers and the site's own host are folded away."""
        locator = locator_of(url, self.home)
        if not locator.startswith("/") and self.internal(url):
            locator = locator[len(key_of(url).partition("/")[0]) :]
        path, _, query = locator.partition("?")
        path = _INDEX.sub("/", path)
        if not query:
            return path
        kept = urlencode(
            [pair for pair in parse_qsl(query, keep_blank_values=True) if not _numbers_a_page(*pair)]
        )
        return f"{path}?{kept}" if kept else path


def redirects(links: Iterable[LinkFact], places: Places) -> dict[str, str]:
    """Where an asked place led: a redirect inside the site has a link fact but no page of its own."""
    finals = ((link.url, link.attempts[-1].final_url) for link in links if link.attempts and link.internal)
    pairs = ((places.of(url), places.of(final)) for url, final in finals if final)
    return {asked: answered for asked, answered in pairs if asked != answered}


def _numbers_a_page(name: str, value: str) -> bool:
    return name.lower() in _PAGE_PARAMETERS and value.isdigit()


def directory(place: str) -> str:
    """The folder of a place, with its closing slash."""
    return place.partition("?")[0].rpartition("/")[0] + "/"


def holds(outer: str, inner: str) -> bool:
    """Whether `inner` lies in the folder that `outer` is the index of; the top folder holds nothing by name."""
    return outer.endswith("/") and outer.strip("/") != "" and inner != outer and inner.startswith(outer)


def first_page(place: str) -> str | None:
    """`list_3.html` may be page 3 of `list.html`: the place that would then be the first page."""
    path, mark, query = place.partition("?")
    folded = _PAGED.sub("", path)
    return None if folded == path else f"{folded}{mark}{query}"
