"""Sitemaps for machines: which files there are, and the addresses in them. Hostile files are refused, large ones bounded.

An address that only a sitemap names is a guess like those of a pager's script: when it is not there, no page has a dead link.
"""

import datetime as dt
import re
import zlib
from collections import deque
from collections.abc import Iterator
from xml.parsers import expat  # every DOCTYPE ends the reading, so no entity is ever declared

from xunwang.inspector.crawl.scope import Place, Scope
from xunwang.inspector.crawl.targets import Found, Lane, Rank
from xunwang.inspector.fetch.urls import key_of, resolve, without_fragment
from xunwang.inspector.model import Record

LONGEST = 50 * 1024 * 1024  # bytes of one file when unpacked, as the protocol allows
ENTRIES = 50_000  # addresses of one file, as the protocol allows
_FILES = 200
_ADDRESSES = 200_000
_DEPTH = 2  # how far from the home page such an address counts, until a link says better
_LOC, _LASTMOD = "loc", "lastmod"
_WANTED = frozenset({_LOC, _LASTMOD})
_ENTRY = frozenset({"url", "sitemap"})
_LONGEST_VALUE = 4096
_CHINESE = re.compile(rb"""<\?xml[^>]{0,100}encoding=["']gb""", re.IGNORECASE)
# What writers of sitemaps by hand or by careless templates leave bare between the parts of a query.
_BARE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_MOST_BARE = 1_000_000  # which take about a second
_RAW = (b"<![CDATA[", b"\0")  # where `&` stands for itself; bytes of encodings of two bytes a character
_GZIP = b"\x1f\x8b"
_WELL_KNOWN = "/sitemap.xml"


class SitemapError(ValueError):
    """A file that is no sitemap or must not be read; the message says in Chinese why."""


class Entry(Record, frozen=True):
    """One address as it stands in the file, and the day of its last change when it is told."""

    loc: str
    lastmod: dt.date | None = None


class Sitemap(Record, frozen=True):
    """What one file holds: addresses of pages, or of further files when it is an index. `cut`: it holds more than is taken."""

    entries: tuple[Entry, ...] = ()
    files: tuple[str, ...] = ()
    cut: bool = False


def declared(robots: str) -> list[str]:
    """The addresses that `Sitemap:` lines of a robots.txt name, as written."""
    lines = (line.partition("#")[0].partition(":") for line in robots.splitlines())
    return [value.strip() for name, _, value in lines if name.strip().lower() == "sitemap" and value.strip()]


def read_sitemap(body: bytes, *, longest: int = LONGEST, most: int = ENTRIES) -> Sitemap:
    """Reads a sitemap, a sitemap index or a list of addresses as text, each also gzipped. Raises SitemapError."""
    body = _unpacked(body, longest)
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return _Reader(most).read(body.lstrip(b"\xef\xbb\xbf \t\r\n"))
    if start.startswith((b"http://", b"https://")):
        lines = [line.strip() for line in body.decode("utf-8-sig", "replace").splitlines() if line.strip()]
        return Sitemap(tuple(Entry(line[:_LONGEST_VALUE]) for line in lines[:most]), cut=len(lines) > most)
    raise SitemapError("站点地图既不是XML，也不是地址清单")


def _unpacked(body: bytes, longest: int) -> bytes:
    if not body.startswith(_GZIP):
        if len(body) > longest:
            raise SitemapError(f"站点地图超过{longest}字节")
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(body, longest + 1)
    except zlib.error as error:
        raise SitemapError("站点地图的压缩数据已损坏") from error
    if len(unpacked) > longest:
        raise SitemapError(f"站点地图解压后超过{longest}字节")
    if not unpacked:
        raise SitemapError("站点地图的压缩数据已损坏")
    return unpacked


class _FullError(Exception):
    """Enough was read."""


class _Reader:
    """One pass over the elements; nothing is kept but the values that are wanted."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._prefix: str | None = None
        self._into: str | None = None
        self._value = ""
        self._loc = self._lastmod = ""
        self._entries: list[Entry] = []
        self._files: list[str] = []

    def read(self, body: bytes) -> Sitemap:
        parser = expat.ParserCreate("utf-8" if _CHINESE.match(body) else None)
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(_mended(_in_utf8(body)), True)  # expat takes no keywords
        except SitemapError:
            raise
        except _FullError:
            return self._taken(cut=True)
        except (expat.ExpatError, ValueError) as error:  # the latter for encodings that the parser lacks
            if not (self._entries or self._files):
                raise SitemapError(f"站点地图不是合格的XML{_line(error)}") from error
            return self._taken(cut=True)
        return self._taken(cut=False)

    def _taken(self, *, cut: bool) -> Sitemap:
        return Sitemap(tuple(self._entries), tuple(self._files), cut=cut)

    def _refuse(self, *_: object) -> None:
        raise SitemapError("站点地图带有DOCTYPE声明，出于安全不予读取")

    def _start(self, tag: str, _attributes: dict[str, str]) -> None:
        prefix, _, name = tag.lower().rpartition(":")
        if self._prefix is None:
            self._prefix = prefix
            if name not in {"urlset", "sitemapindex"}:
                raise SitemapError(f"站点地图的根元素应为urlset或sitemapindex，实际为“{name[:40]}”")
        ours = prefix == self._prefix  # image:loc is an address of something else
        if ours and name in _ENTRY:
            self._loc = self._lastmod = ""
        self._into = name if ours and name in _WANTED else None
        self._value = ""

    def _text(self, text: str) -> None:
        if self._into and len(self._value) < _LONGEST_VALUE:
            self._value += text

    def _end(self, tag: str) -> None:
        prefix, _, name = tag.lower().rpartition(":")
        if self._into == _LOC:
            self._loc = self._value.strip()
        elif self._into == _LASTMOD:
            self._lastmod = self._value.strip()
        self._into = None
        if prefix == self._prefix and name in _ENTRY and self._loc:
            self._take(name)

    def _take(self, name: str) -> None:
        if len(self._entries) + len(self._files) >= self._most:
            raise _FullError
        if name == "sitemap":
            self._files.append(self._loc)
        else:
            self._entries.append(Entry(self._loc, _day(self._lastmod)))


def _in_utf8(body: bytes) -> bytes:
    return body.decode("gb18030", "replace").encode() if _CHINESE.match(body) else body


def _mended(body: bytes) -> bytes:
    """With `&amp;` where a bare `&` would end the reading, as search engines take it."""
    return body if any(raw in body for raw in _RAW) else _BARE.sub(b"&amp;", body, count=_MOST_BARE)


def _line(error: Exception) -> str:
    return f"（第{error.lineno}行）" if isinstance(error, expat.ExpatError) else ""


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written[:10])
    except ValueError:
        return None


class SitemapWalk:
    """The sitemaps of one site, file after file: ask `next_file`, fetch it, and hand what came back to `take`.

    Only files and addresses within the site's scope count. At most 200 files and 200,000 addresses are taken; `notes` says in
    Chinese what was refused or cut.
    """

    def __init__(self, home: str, scope: Scope, declared_files: list[str] | None = None) -> None:
        self._home = home
        self._scope = scope
        self._waiting: deque[str] = deque()
        self._known: set[str] = set()
        self._taken = 0
        self.notes: list[str] = []
        for written in [*(declared_files or ()), _WELL_KNOWN]:
            self._await(written, home)

    def _await(self, written: str, base: str) -> None:
        url = resolve(written, base)
        if url is None or key_of(url) in self._known or not self._scope.owns(url):
            return
        if len(self._known) >= _FILES:
            self._note(f"站点地图文件超过{_FILES}个，其余未读")
            return
        self._known.add(key_of(url))
        self._waiting.append(url)

    def next_file(self) -> str | None:
        return self._waiting.popleft() if self._waiting and self._taken < _ADDRESSES else None

    def take(self, url: str, body: bytes) -> Iterator[Found]:
        """The addresses of a file that was answered with status 200; a file that is no sitemap gives none."""
        try:
            sitemap = read_sitemap(body)
        except SitemapError as error:
            self._note(f"{url}：{error}")
            return
        if sitemap.cut:
            self._note(f"{url}：只读到一部分")
        for written in sitemap.files:
            self._await(written, url)
        for entry in sitemap.entries:
            found = self._found(entry, url)
            if found and self._taken < _ADDRESSES:
                self._taken += 1
                yield found

    def _found(self, entry: Entry, file: str) -> Found | None:
        resolved = resolve(entry.loc, file)
        url = without_fragment(resolved) if resolved else None
        if url is None or self._scope.place(url, _DEPTH) is not Place.INSIDE:
            return None
        return Found(
            key=key_of(url),
            url=url,
            lane=Lane.PAGES,
            rank=Rank.REST,
            depth=_DEPTH,
            parent=file,
            guessed=True,
            day=entry.lastmod.toordinal() if entry.lastmod else 0,
        )

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)
