"""The city: sites of some thousand pages each, and a neighbour that they link to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bench.city.frames import Frame, frame_of
from bench.city.plan import Broken, SitePlan, plan
from bench.city.words import Words

AS_OF = date(2026, 3, 31)
_PICTURE = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000") + b"\0" * 3000
_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".doc": "application/msword", ".css": "text/css", ".js": "text/javascript", ".txt": "text/plain"}  # fmt: skip
_COMMON = ("/images/logo.png", "/images/dot.png", "/images/banner.jpg", "/images/party.png", "/images/jiucuo.png", "/css/common.css", "/css/main.css",
           "/js/jquery.min.js", "/js/common.js", "/js/count.js")  # fmt: skip


@dataclass(frozen=True)
class BenchSite:
    """One site; `authority` is its host with the port it is served at."""

    plan: SitePlan
    number: int

    @property
    def home(self) -> str:
        return self.plan.home

    @property
    def name(self) -> str:
        return self.plan.name

    @property
    def authority(self) -> str:
        return self.plan.authority

    @property
    def broken(self) -> tuple[Broken, ...]:
        return self.plan.broken

    @cached_property
    def frame(self) -> Frame:
        return frame_of(self.plan, self.number)

    @property
    def urls(self) -> list[str]:
        """Every page, home page first."""
        return [self.home.rstrip("/") + path for path in self.plan.paths]

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """Path and bytes of every page."""
        for path, text in self._texts():
            yield path, text.encode(self.frame.charset, "xmlcharrefreplace")

    def _texts(self) -> Iterator[tuple[str, str]]:
        words, frame = Words(f"{self.authority} texts"), self.frame
        yield "/", frame.home()
        for name, path in self.plan.channels.items():
            yield path, frame.channel(name)
        for name, path in self.plan.standing.items():
            yield path, frame.standing(name, words.paragraphs(AS_OF))
        for column in self.plan.columns:
            for number in range(1, column.pages + 1):
                yield column.page_path(number), frame.listing(column, number)
            for index, entry in enumerate(column.entries):
                text = frame.article(column, index, words.paragraphs(entry.day), words.source())
                yield entry.path, text

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Path and bytes of what is no page."""
        yield "/robots.txt", b"User-agent: *\nDisallow: /admin/\n"
        yield "/search/", b"<html><head><title>search</title></head><body></body></html>"
        for path in (*_COMMON, *sorted(self.plan.files)):
            yield path, _PICTURE if path.endswith((".png", ".jpg", ".doc")) else b"/* */\n"


@dataclass(frozen=True)
class BenchCity:
    """`neighbour` and `dead` are authorities: one answers a few pages, the other refuses every connection."""

    sites: tuple[BenchSite, ...]
    neighbour: str
    dead: str

    @property
    def urls(self) -> list[str]:
        return [url for site in self.sites for url in site.urls]

    @property
    def broken(self) -> tuple[Broken, ...]:
        return tuple(one for site in self.sites for one in site.broken)

    @staticmethod
    def neighbour_files() -> Iterator[tuple[str, bytes]]:
        page = "<html><head><meta charset=utf-8><title>专题</title></head><body><h1>专题</h1></body></html>".encode()
        yield "/", page
        for number in range(20):
            yield f"/zt/{number}.html", page


def content_type(path: str, charset: str | None) -> str:
    """As a server would send it; the pages' charset stands in the pages, as on most servers."""
    kind = next((kind for ending, kind in _TYPES.items() if path.endswith(ending)), "text/html")
    return f"{kind}; charset={charset}" if charset and kind == "text/html" else kind


def build(pages: int, authorities: Sequence[str], *, neighbour: str, dead: str) -> BenchCity:
    """A city of about `pages` pages, the same number for each authority; the same arguments give the same bytes."""
    sites = tuple(
        BenchSite(
            plan(authority, f"示例市第{number + 1}政务网", pages // len(authorities), as_of=AS_OF, neighbour=neighbour, dead=dead),
            number,
        )
        for number, authority in enumerate(authorities)
    )  # fmt: skip
    return BenchCity(sites, neighbour, dead)
