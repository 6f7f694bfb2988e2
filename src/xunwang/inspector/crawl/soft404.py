"""Soft 404: what a server says instead of 404, learnt by asking for addresses that cannot exist.

An answer is only called gone when it is the same that the server gave for an invented neighbour of that address. Login walls,
challenges, pages that only a script fills and the home page under its usual names say nothing either way. What says of itself that it
does not exist needs no such proof.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

import msgspec

from xunwang.inspector.crawl.neighbours import netloc_of, path_of
from xunwang.inspector.crawl.novelty import essence, mark_of
from xunwang.inspector.crawl.shapes import numberless, parameters
from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Attempt, Page, PageKind, Reach, Record, Zone
from xunwang.inspector.read.failing import failure_in
from xunwang.inspector.read.instead import is_for_now, says_gone

WORDS = "软404：应答与不存在的地址相同"
OWN_WORDS = "软404：页面自称内容不存在"
BROKEN_WORDS = "页面只显示程序出错的信息"
NO_FILE_WORDS = "软404：打开的是出错提示页，不是文件"
_INVENTED = "xunwang-"  # an operator who reads his log sees who asked
_PROBES = 200  # shapes of addresses that are probed on one site
_TRIES = 2
_TITLES = 2048
_CHOICES = 3
_LOOKED_AT = 500  # links
_PARAMETERS = 12
_FRAME = frozenset({Zone.NAV, Zone.HEADER, Zone.FOOTER})
_SUFFIX = re.compile(r"\.[A-Za-z]{2,5}$")
_FILE = re.compile(
    r"\.(?:pdf|ofd|docx?|wps|xlsx?|et|pptx?|dps|zip|rar|7z|png|jpe?g|gif|bmp|webp|svg|ico|mp[34]|flv|avi)$",
    re.IGNORECASE,
)
_HOMELIKE = re.compile(r"(?:/|/(?:index|default|main|home|sy)[^/]*)$", re.IGNORECASE)


class Verdict(StrEnum):
    """What one shape of addresses does with an invented one."""

    HONEST = "honest"  # an error status
    SOFT = "soft"  # an ordinary page: equal answers lead nowhere
    SILENT = "silent"  # no answer, or one that says nothing


class Habit(Record, frozen=True):
    """The verdict on a shape. Of a soft answer `mark` is what its page says, `final` the key it was redirected to."""

    verdict: Verdict
    tries: int = 1
    mark: int = 0
    final: str | None = None


class SoftErrors:
    """Knows of one site how it answers for what does not exist; `seed` makes the invented names, one per run."""

    def __init__(self, seed: str) -> None:
        self._name = _INVENTED + hashlib.sha256(seed.encode()).hexdigest()[:12]
        self._habits: dict[str, Habit] = {}
        self._titles: dict[tuple[str, str], str] = {}

    def probe_for(self, url: str, attempt: Attempt, page: Page | None) -> str | None:
        """An invented neighbour of an address to be asked for first, when its answer is worth a doubt; None mostly.

        Doubtful are error pages and redirects under status 200, a page in the place of a file, and a second page with the
        title of another one.
        """
        if attempt.reach is not Reach.OK or page is None or _says_nothing(page):
            return None
        shape = _shape(url)
        known = self._habits.get(shape)
        if known and (known.verdict is not Verdict.SILENT or known.tries >= _TRIES):
            return None
        if not known and len(self._habits) >= _PROBES:
            return None
        return self.invented(url) if self._doubtful(shape, url, attempt, page) else None

    def _doubtful(self, shape: str, url: str, attempt: Attempt, page: Page) -> bool:
        if page.kind is PageKind.ERROR or _redirected(url, attempt) or _FILE.search(url.partition("?")[0]):
            return True
        if len(self._titles) >= _TITLES:
            self._titles.clear()
        key = key_of(url)
        return self._titles.setdefault((shape, page.title or ""), key) != key

    def invented(self, url: str) -> str:
        """An address beside `url` that cannot exist: another file name, or other values of its parameters."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if parts.query:
            return f"{origin}{parts.path}?" + "&".join(f"{name}={self._name}" for name, _ in parameters(url))
        folder, _, last = parts.path.rpartition("/")
        suffix = _SUFFIX.search(last)
        return f"{origin}{folder}/{self._name}{suffix[0] if suffix else '.html'}"

    def learn(self, probe: str, attempt: Attempt, page: Page | None) -> None:
        """What came back for an invented address."""
        shape = _shape(probe)
        before = self._habits.get(shape)
        self._habits[shape] = _judge(probe, attempt, page, tries=before.tries + 1 if before else 1)

    def is_gone(self, url: str, attempt: Attempt, page: Page | None) -> bool:
        """Whether the answer under status 200 is the one that invented addresses get."""
        found = self._habits.get(_shape(url))
        if found is None or found.verdict is not Verdict.SOFT or attempt.reach is not Reach.OK:
            return False
        if page is None or _says_nothing(page) or _HOMELIKE.search(urlsplit(url).path or "/"):
            return False
        if found.final is not None:
            return _redirected(url, attempt) and _final_path(url, attempt) == found.final
        return not _redirected(url, attempt) and mark_of(essence(page.text)) == found.mark

    def why_gone(self, url: str, attempt: Attempt, page: Page | None) -> str | None:
        """In what way an answer under status 200 is none: there is no such page, or a program failed; None for any other."""
        if self.is_gone(url, attempt, page):
            return WORDS
        if attempt.reach is not Reach.OK or page is None or page.kind is not PageKind.ERROR:
            return None
        words = f"{page.title or ''}\n{page.text}".strip()
        if says_gone(words):
            return OWN_WORDS
        return BROKEN_WORDS if failure_in(words) and not is_for_now(words) else None

    def state(self) -> bytes:
        return msgspec.json.encode(self._habits)

    def restore(self, state: bytes) -> None:
        """Goes on with what an earlier process had learnt. `msgspec.DecodeError` when the bytes are no state."""
        self._habits = msgspec.json.decode(state, type=dict[str, Habit])


def _judge(probe: str, attempt: Attempt, page: Page | None, *, tries: int) -> Habit:
    if attempt.reach is Reach.HTTP and attempt.status is not None and 400 <= attempt.status < 500:
        return Habit(verdict=Verdict.HONEST, tries=tries)
    if attempt.reach is not Reach.OK or page is None or _says_nothing(page):
        return Habit(verdict=Verdict.SILENT, tries=tries)
    if urlsplit(probe).query and (any(item.date for item in page.items) or _offers_choices(probe, page)):
        return Habit(verdict=Verdict.SILENT, tries=tries)  # a list that takes no notice of such parameters
    if _redirected(probe, attempt):
        return Habit(verdict=Verdict.SOFT, tries=tries, final=_final_path(probe, attempt))
    said = essence(page.text)
    if not said.strip():
        return Habit(verdict=Verdict.SILENT, tries=tries)
    return Habit(verdict=Verdict.SOFT, tries=tries, mark=mark_of(said))


def _offers_choices(probe: str, page: Page) -> bool:
    """Whether the answer offers other values of its own parameters: it filters or turns leaves, with whatever it is asked.

    Beside its menus any will do; in what may be a menu only those of a filter, which changes one of several parameters at a time.
    """
    path = key_of(probe).partition("?")[0]
    own = {
        key_of(link.url): link.zone
        for link in page.links
        if "?" in link.url and key_of(link.url).partition("?")[0] == path
    }
    beside = sum(zone not in _FRAME for zone in own.values())
    return beside >= _CHOICES or _is_filter(own)


def _is_filter(urls: Iterable[str]) -> bool:
    """Whether for several parameters there are choices that leave all others as they are."""
    choices: Counter[tuple[str, frozenset[tuple[str, str]]]] = Counter()
    for url in islice(urls, _LOOKED_AT):
        values = dict(parameters(url)[:_PARAMETERS])
        choices.update((name, frozenset(values.items() - {(name, values[name])})) for name in values)
    return len({name for (name, _), number in choices.items() if number >= _CHOICES}) >= _CHOICES


def _says_nothing(page: Page) -> bool:
    """A wall in front of everything, or a shell that holds any page: equal answers do not tell addresses apart."""
    return (
        page.kind is PageKind.CHALLENGE
        or bool(page.script_filled)
        or any(form.purpose == "login" for form in page.forms)
    )


def _redirected(url: str, attempt: Attempt) -> bool:
    """Whether the answer stands at another path; the way to `https` or to the `www.` name is no redirect here."""
    return path_of(attempt.final_url or url) != path_of(url)


def _final_path(url: str, attempt: Attempt) -> str:
    """Where a redirect ended; error pages like to carry the address that was asked for in their query."""
    return key_of(attempt.final_url or url).partition("?")[0]


@lru_cache(maxsize=64)  # asked twice of each page
def _shape(url: str) -> str:
    """Host, first folder, kind of file and names of parameters: what decides which program answers."""
    path, _, query = numberless(key_of(url)).partition("?")
    folders = path.split("/")
    suffix = _SUFFIX.search(folders[-1])
    first = folders[1] if len(folders) > 2 else ""
    program = path if query else ""
    return f"{netloc_of(url)}/{first}{program}{suffix[0] if suffix else ''}?{query}"
