"""The watch over the pages of one site: a cheap pass over each, a closer look where that gives reason."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import structs
from selectolax.lexbor import LexborHTMLParser

from xunwang.inspector.fetch.urls import locator_of, resolve
from xunwang.inspector.model import LinkKind, Page, PageKind, SafetySign, is_starved
from xunwang.inspector.privacy import masked, may_hold_any
from xunwang.inspector.read.decode import decode, in_utf8
from xunwang.inspector.safety import hidden, makes, people, scripts, secrecy, spam, wording, words
from xunwang.inspector.safety.deep import DeepPage
from xunwang.inspector.safety.frames import frame_signs
from xunwang.inspector.safety.hosts import borrowed, is_stranger, name_weight
from xunwang.inspector.safety.identity import foreign_identities
from xunwang.inspector.safety.inlays import foreign_base, inlays
from xunwang.inspector.safety.scan import Woken, wake
from xunwang.inspector.safety.scripts import code_signs
from xunwang.inspector.safety.started import started_signs

_log = logging.getLogger(__name__)
_KEPT = 20_000  # links and tails that were found harmless; beyond that they are looked at again
_TAIL = 12  # bytes behind the end of a page that say nothing
_REACH = 20_000  # bytes behind a sign in which its script ends
_SHORT = 200  # characters of an article that may not be all of it
_LINES = "p, div, li, tr, td, th, br, h1, h2, h3, h4, h5, table, section"
_NOSCRIPT = re.compile(rb"<noscript\b[^>]*>(.*?)</noscript", re.DOTALL | re.IGNORECASE)
_TITLE = re.compile(rb"<title[^>]*>([^<]{1,600})", re.IGNORECASE)
_EMBEDDED = re.compile(rb"<(?:object|embed)\b[^>]*>", re.IGNORECASE)
# One character of a word in an element of its own, and another behind it: advertisers part their words so.
_PARTED = re.compile(
    rb"<(?:b|i|u|em|font|span|strong|a|s)\b[^>]{0,80}>[\xe4-\xe9][\x80-\xbf]{2}</\w{1,6}><(?:b|i|u|em|font|span|strong|a|s)\b[^>]{0,80}>[\xe4-\xe9][\x80-\xbf]{2}</"
)
_UNSEEN_KINDS = frozenset({PageKind.CHALLENGE})
_WATCHED = frozenset({LinkKind.PAGE, LinkKind.FRAME, LinkKind.ATTACHMENT})


class Watcher:
    """Keeps what it found harmless: the frame of a site comes back on every page."""

    def __init__(self, home: str) -> None:
        self.home = home
        authority = home.partition("://")[2].partition("/")[0]
        self._own = (f"http://{authority}/", f"https://{authority}/")
        self._harmless: set[object] = set()

    def signs(
        self, body: bytes, page: Page, headers: Mapping[str, str] | None = None
    ) -> tuple[SafetySign, ...]:
        """Everything about a page that looks wrong; `body` are the bytes that `page` was read from."""
        if page.kind in _UNSEEN_KINDS:
            return ()
        plain = body if page.charset == "utf-8" else _in_utf8(body, page.charset, headers)
        woken = wake(plain.lower())
        found = [*self._foreign(plain, page, woken), *_of_text(plain, page, self.home, woken)]
        return tuple(dict.fromkeys(structs.replace(sign, found=masked(sign.found)) for sign in found))

    def _foreign(self, body: bytes, page: Page, woken: Woken) -> list[SafetySign]:
        """What others put in, or are suspected to have: only what was not found harmless before calls for a parse."""
        news = self._news(body, page, woken)
        parted = woken.parted and _PARTED.search(body) is not None and words.weigh(page.text).weight > 0
        if not (
            woken.words
            or news
            or (woken.refresh and self._is_sent_away(body))
            or (woken.scripts and self._scripts_speak(body, woken.scripts))
            or (woken.inlays and self._inlays_speak(body, page.url))
            or parted
            or _is_stuffed(page, body)
            or (woken.identity and self._is_another(body, page.url))
        ):
            return []
        deep = DeepPage(body.decode("utf-8", "replace"), page.url, self.home)
        found = list(_closely(deep, woken, page.text, parted=page.text if parted else ""))
        if not found:
            if len(self._harmless) > _KEPT:
                self._harmless.clear()
            self._harmless.update(news)
        return found

    def _news(self, body: bytes, page: Page, woken: Woken) -> list[object]:
        own, home, harmless = self._own, self.home, self._harmless
        strangers = [
            link for link in page.links if not link.url.startswith(own) and is_stranger(link.url, home)
        ]
        news: list[object] = [
            (link.url, link.text, link.visible)
            for link in strangers
            if link.kind in _WATCHED
            or (link.kind is LinkKind.SCRIPT and (name_weight(link.url) or borrowed(link.url)))
        ]
        news += [form.action for form in page.forms if is_stranger(form.action, home)]
        if len(woken.tail) > _TAIL:
            news.append(woken.tail)
        if woken.noscript:
            news += [block for block in _NOSCRIPT.findall(body) if b"<a" in block.lower()]
        if woken.embedded:
            news += [tag for tag in _EMBEDDED.findall(body) if b"//" in tag]
        return [one for one in news if one not in harmless]

    def _scripts_speak(self, body: bytes, signs: Sequence[int]) -> bool:
        """Whether a script of the page says something by itself; the same scripts stand on every page."""
        for piece in _pieces(body, signs):
            if piece not in self._harmless:
                code = piece.decode("utf-8", "replace").partition(">")[2]
                if code.strip() and code_signs(code, self.home):
                    return True
                self._harmless.add(piece)
        return False

    def _inlays_speak(self, body: bytes, url: str) -> bool:
        """Whether code outside of script elements says something by itself, or all links are led elsewhere."""
        source = body.decode("utf-8", "replace")
        if foreign_base(source, url, self.home) is not None:
            return True
        for inlay in inlays(source):
            if inlay not in self._harmless:
                if any(scripts.inlay_signs(inlay, self.home)):
                    return True
                self._harmless.add(inlay)
        return False

    def _is_another(self, body: bytes, url: str) -> bool:
        return any(foreign_identities(body.decode("utf-8", "replace"), url, self.home))

    def _is_sent_away(self, body: bytes) -> bool:
        written = scripts.refreshes(body.decode("utf-8", "replace"))
        addresses = (resolve(address, self.home) for address in written)
        return any(is_stranger(url, self.home) for url in addresses if url)


def _pieces(body: bytes, signs: Sequence[int]) -> Iterator[bytes]:
    """The scripts in which these places lie, from their attributes to their end."""
    end = 0
    for place in signs:
        if place < end:
            continue
        start = max(body.rfind(b"<script", end, place), body.rfind(b"<SCRIPT", end, place))
        if start >= 0:
            end = min(_find(body, b"</script", place), _find(body, b"</SCRIPT", place))
            yield body[start:end]


def _is_stuffed(page: Page, body: bytes) -> bool:
    """Whether title, tags or text of a page advertise in letters that the pass over its bytes does not know."""
    title = _TITLE.search(body)
    told = (
        title and title[1].decode("utf-8", "replace"),
        page.metas.get("Keywords"),
        page.metas.get("Description"),
    )
    return any(_advertises(text) for text in told if text) or (
        words.is_disguised(page.text) and words.weigh(words.plain(page.text)).weight > 0
    )


@lru_cache(maxsize=4_096)
def _advertises(text: str) -> bool:
    return (
        words.weigh(words.plain(text)).weight > 0
        or makes.is_in_another_tongue(text)
        or len(makes.lures(text)) > 1
    )


def _find(body: bytes, tag: bytes, place: int) -> int:
    """Where a tag stands within reach of a place; else the end of that reach."""
    reach = min(len(body), place + _REACH)
    found = body.find(tag, place, reach)
    return found if found >= 0 else reach


def _in_utf8(body: bytes, charset: str | None, headers: Mapping[str, str] | None) -> bytes:
    if charset is None:
        return decode(body, headers)[0].encode()
    return in_utf8(body, charset)


@lru_cache(maxsize=32)
def _watcher(home: str) -> Watcher:
    return Watcher(home)


def with_signs(page: Page, body: bytes, headers: Mapping[str, str] | None, home: str) -> Page:
    """The page with what looks wrong about it; `body` are the bytes that it was read from, `home` the home page of its site."""
    try:
        signs = _watcher(home).signs(body, page, headers)
    except Exception as error:  # foreign pages have no limits; a page that breaks the watch is still a page
        if is_starved(error):
            raise
        _log.exception("cannot watch %s", page.url)
        return page
    return structs.replace(page, signs=signs) if signs else page


def _closely(deep: DeepPage, woken: Woken, text: str, *, parted: str) -> Iterator[SafetySign]:
    links = list(deep.links())
    astray = list(hidden.hidden_links(deep, links))
    yield from astray
    yield from spam.bad_links(deep, links)
    yield from scripts.script_signs(deep)
    yield from started_signs(deep)
    yield from frame_signs(deep)
    yield from scripts.refresh_signs(deep)
    yield from scripts.base_signs(deep)
    yield from scripts.identity_signs(deep)
    known = " ".join(sign.found for sign in astray)
    yield from hidden.text_in_a_dot(deep, known)
    if len(woken.tail) > _TAIL:
        yield from hidden.after_the_end(deep, known)
    lured = len(makes.lures(deep.title)) > 1
    shown, unseen = deep.texts() if woken.words or lured or words.is_disguised(deep.source) else ("", "")
    yield from hidden.hidden_text(unseen, known)
    stuffed = list(spam.stuffing(deep, f"{shown}\n{parted}"))
    yield from stuffed or spam.of_something_else(deep, text, shown if lured else "")


def _of_text(body: bytes, page: Page, home: str, woken: Woken) -> Iterator[SafetySign]:
    """What the text of a page gives away, whoever wrote it."""
    key = locator_of(page.url, home)
    is_short = page.kind is PageKind.ARTICLE and len(page.text) < _SHORT
    text = _whole_text(body) if woken.secrecy or is_short else page.text
    if may_hold_any(text, woken.people):
        yield from people.signs(text, key)
    if woken.secrecy:
        yield from secrecy.signs(text, key)
    if woken.wording:
        yield from wording.signs(f"{page.title or ''}\n{text}", key, woken.wording)


def _whole_text(body: bytes) -> str:
    """All visible text, a line for each element: the head of a document does not stand in what is read as its body."""
    tree = LexborHTMLParser(body.decode("utf-8", "replace"))
    tree.strip_tags(["script", "style", "head", "noscript", "template"])
    for node in tree.css(_LINES):
        node.insert_before("\n")
    return tree.body.text() if tree.body else ""
