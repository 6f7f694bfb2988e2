"""Where a page stands in its site: one place for all spellings and all pages of one list."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from xunwang.inspector.fetch.urls import host_of, key_of
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
        self._netloc = key_of(self.home).partition("/")[0]
        self.of_key = lru_cache(maxsize=8_192)(self._fold)
        self.internal = lru_cache(maxsize=8_192)(self._is_internal)
        self.root = self.of(self.home)

    def _is_internal(self, url: str) -> bool:
        return bare(host_of(url)) in self._hosts

    def of(self, url: str) -> str:
        """The stable place of `url`: index file names, page numbers and the site's own host are folded away."""
        return self.of_key(key_of(url))

    def _fold(self, key: str) -> str:
        netloc = key.partition("/")[0]
        is_own = netloc == self._netloc or self.internal(f"http://{key}")
        path, _, query = (key[len(netloc) :] if is_own else key).partition("?")
        path = _INDEX.sub("/", path)
        if not query:
            return path
        kept = "&".join(pair for pair in query.split("&") if not _numbers_a_page(pair))
        return f"{path}?{kept}" if kept else path


def redirects(links: Iterable[LinkFact], places: Places, wanted: Collection[str]) -> dict[str, str]:
    """Where those of the `wanted` places led that have a link fact but no page of their own: redirects inside the site."""
    pairs = (
        (places.of(link.url), link.attempts[-1].final_url)
        for link in links
        if link.internal and link.attempts and link.attempts[-1].final_url not in {None, link.url}
    )
    found = ((asked, places.of(final)) for asked, final in pairs if final and asked in wanted)
    return {asked: answered for asked, answered in found if asked != answered}


def _numbers_a_page(pair: str) -> bool:
    name, _, value = pair.partition("=")
    return name.lower() in _PAGE_PARAMETERS and value.isdigit()


def directory(place: str) -> str:
    """The folder of a place, with its closing slash."""
    return place.partition("?")[0].rpartition("/")[0] + "/"


def folders_of(place: str) -> Iterator[str]:
    """The folders that hold a place, the innermost first; the top folder holds nothing by name."""
    path = place.partition("?")[0]
    end = path.rfind("/", 0, len(path) - 1 if path == place else len(path))
    while end > 0 and path[:end].strip("/"):
        yield path[: end + 1]
        end = path.rfind("/", 0, end)


def holds(outer: str, inner: str) -> bool:
    """Whether `inner` lies in the folder that `outer` is the index of; the top folder holds nothing by name."""
    return outer.endswith("/") and outer.strip("/") != "" and inner != outer and inner.startswith(outer)


def first_page(place: str) -> str | None:
    """`list_3.html` may be page 3 of `list.html`: the place that would then be the first page."""
    path, mark, query = place.partition("?")
    folded = _PAGED.sub("", path)
    return None if folded == path else f"{folded}{mark}{query}"
