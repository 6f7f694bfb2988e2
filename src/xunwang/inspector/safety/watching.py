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
from xunwang.inspector.safety import (
    boasts,
    commands,
    costumes,
    hidden,
    makes,
    people,
    records,
    scripts,
    secrecy,
    selling,
    spam,
    wares,
    wording,
    words,
)
from xunwang.inspector.safety.claims import base_signs, identity_signs
from xunwang.inspector.safety.deep import DeepPage
from xunwang.inspector.safety.farms import farm_signs, may_sell
from xunwang.inspector.safety.forms import form_signs
from xunwang.inspector.safety.frames import frame_signs
from xunwang.inspector.safety.hosts import borrowed, domain_of, is_stranger, name_weight
from xunwang.inspector.safety.identity import foreign_identities
from xunwang.inspector.safety.inlays import foreign_base, inlays
from xunwang.inspector.safety.named import named_signs, says_enough
from xunwang.inspector.safety.phones import phone_signs
from xunwang.inspector.safety.programs import lies_among_files
from xunwang.inspector.safety.refreshing import refresh_sign, refresh_signs, refreshed_by, refreshes
from xunwang.inspector.safety.scan import Woken, wake
from xunwang.inspector.safety.scripts import code_signs
from xunwang.inspector.safety.started import started_signs
from xunwang.inspector.safety.stretches import Shared, Stretch
from xunwang.inspector.safety.unfolding import covered_by, framed, may_cover

_log = logging.getLogger(__name__)
_KEPT = 20_000  # links and tails that were found harmless; beyond that they are looked at again
_TAIL = 12  # bytes behind the end of a page that say nothing
_REACH = 20_000  # bytes behind a sign in which its script ends
_SHORT = 200  # characters of an article that may not be all of it
_LINES = re.compile(
    rb"<(?=(?:(?:p|div|li|t[rdh]|br|h[1-5]|table|section)[\s/>])|/(?:p|div|table|section|ul)>)", re.IGNORECASE
)
_ALTERNATIVE = re.compile(
    rb"<(?:noscript|noframes|noembed|template)\b[^<>]*>((?:(?!<(?:no(?:script|frames|embed)|template)\b).)*?)</(?:no(?:script|frames|embed)|template)",
    re.DOTALL | re.IGNORECASE,
)
_OPTION = re.compile(rb"<option\b[^>]*?\bvalue\s*=\s*[\"']?((?:https?:)?//[^\"'\s>]+)", re.IGNORECASE)
_TITLE = re.compile(rb"<title[^>]*>([^<]{1,600})", re.IGNORECASE)
_RELATED = re.compile(rb"<link\b[^>]*\brel\s*=[^>]*>", re.IGNORECASE)
_EMBEDDED = re.compile(
    rb"<(?:object|embed)\b[^>]*>|<script\b[^>]*\btype\s*=\s*[\"']?importmap[^>]*>[^<]*", re.IGNORECASE
)
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
        self._silent: set[bytes] = set()  # hosts whose names say nothing
        self._shared = Shared()

    def signs(
        self, body: bytes, page: Page, headers: Mapping[str, str] | None = None
    ) -> tuple[SafetySign, ...]:
        """Everything about a page that looks wrong; `body` are the bytes that `page` was read from."""
        if page.kind in _UNSEEN_KINDS:
            return ()
        plain = body if page.charset == "utf-8" else _in_utf8(body, page.charset, headers)
        lowered = plain.lower()
        parts = self._shared.cut(lowered)
        hits = [(key, start + at, end + at) for at, part in parts for key, start, end in part.finds]
        woken = wake(lowered, hits)
        found = [
            *self._foreign(plain, [part for _, part in parts], page, woken),
            *_sent_away(page, headers, self.home),
            *_of_text(plain, page, self.home, woken),
        ]
        return tuple(dict.fromkeys(structs.replace(sign, found=masked(sign.found)) for sign in found))

    def _foreign(self, body: bytes, parts: Sequence[Stretch], page: Page, woken: Woken) -> list[SafetySign]:
        """What others put in, or are suspected to have: only what was not found harmless before calls for a parse."""
        news = self._news(body, page, woken)
        named = self._names_speak(parts)
        lone = woken.parted and any(part.has_lone_letters for part in parts)
        parted = lone and _PARTED.search(body) is not None and words.weigh(page.text).weight > 0
        if not (
            woken.words
            or (woken.wares and any(selling.sold(page.text, woken.wares)))
            or news
            or (woken.refresh and self._is_sent_away(body))
            or (woken.scripts and self._scripts_speak(body, woken.scripts))
            or (woken.inlays and self._inlays_speak(body, page.url))
            or (woken.wares and may_sell(page.links, self._own, woken.wares))
            or parted
            or woken.led
            or named
            or _is_stuffed(
                page, body, disguised=woken.disguised or (woken.secrecy and words.is_starred(page.text))
            )
            or (woken.identity and self._is_another(body, page.url))
        ):
            return []
        deep = DeepPage(body.decode("utf-8", "replace"), page.url, self.home)
        found = list(_closely(deep, woken, page.text, parted=page.text if parted else ""))
        if named:
            found += named_signs(deep, {domain_of(sign.target) for sign in found if sign.target})
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
        news += woken.located
        news += [
            link.url for link in page.links if link.kind is LinkKind.SCRIPT and lies_among_files(link.url)
        ]
        news += [form.action for form in page.forms if is_stranger(form.action, home)]
        news += [
            inner
            for link in page.links
            if may_cover(link.url) and (inner := covered_by(link.url)) and is_stranger(inner, home)
        ]
        news += selling.unseen(page.text, body, woken.wares)
        if woken.options:
            news += self._chosen(body)
        if woken.inlays:
            news += [inner for inner in framed(body.decode("utf-8", "replace")) if "<a" in inner.lower()]
        if woken.relations:
            news += [tag for tag in _RELATED.findall(body) if b"//" in tag]
        if len(woken.tail) > _TAIL:
            news.append(woken.tail)
        if woken.noscript:
            news += [block for block in _ALTERNATIVE.findall(body) if b"<a" in block.lower()]
        if woken.embedded:
            news += [tag for tag in _EMBEDDED.findall(body) if b"//" in tag]
        return [one for one in news if one not in harmless]

    def _chosen(self, body: bytes) -> list[object]:
        """The lists to choose from that hold a stranger whose name says something; words say it by themselves."""
        lists = body[body.find(b"<option") : body.rfind(b"</option")]
        if lists in self._harmless:
            return []
        urls = {url.decode("ascii", "replace") for url in _OPTION.findall(lists)}
        if any(name_weight(url) > 1 and is_stranger(url, self.home) for url in urls):
            return [lists]
        self._harmless.add(lists)
        return []

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

    def _names_speak(self, parts: Sequence[Stretch]) -> bool:
        """Whether the name of any host that the source writes says enough; most hosts stand on every page."""
        met = frozenset[bytes]().union(*(part.hosts for part in parts)) - self._silent
        spoken = {host for host in met if says_enough(host, self.home)}
        if len(self._silent) > _KEPT:
            self._silent.clear()
        self._silent |= met - spoken
        return bool(spoken)

    def _is_another(self, body: bytes, url: str) -> bool:
        return any(foreign_identities(body.decode("utf-8", "replace"), url, self.home))

    def _is_sent_away(self, body: bytes) -> bool:
        written = refreshes(body.decode("utf-8", "replace"))
        return any(
            address.lower().startswith("data:text/")
            or ((url := resolve(address, self.home)) is not None and is_stranger(url, self.home))
            for address in written
        )


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


def _is_stuffed(page: Page, body: bytes, *, disguised: bool) -> bool:
    """Whether title, tags or text of a page advertise in letters that the pass over its bytes does not know."""
    title = _TITLE.search(body)
    told = (
        title and title[1].decode("utf-8", "replace"),
        page.metas.get("Keywords"),
        page.metas.get("Description"),
    )
    return any(_advertises(text) for text in told if text) or (
        _is_disguised(page.text, body, disguised=disguised)
        and (
            words.weigh(words.plain(page.text)).weight > 0
            or bool(words.parted(body.decode("utf-8", "replace")))
        )
    )


def _is_disguised(text: str, body: bytes, *, disguised: bool) -> bool:
    """Whether words may be hidden in a text by pictures, lines of one letter, or, where the page has any, signs and letters; readers of the text may have left these out."""
    return disguised or words.has_pictures(body) or words.is_in_lines(text)


@lru_cache(maxsize=4_096)
def _advertises(text: str) -> bool:
    plain = words.plain(text)
    return (
        words.weigh(plain).weight > 0
        or makes.is_in_another_tongue(text)
        or makes.is_latin_pitch(text)
        or len(makes.lures(text)) > 1
        or costumes.pieces(text) > 1
        or wares.sells(plain)
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
    linked = list(spam.bad_links(deep, links))
    yield from linked
    yield from farm_signs(deep, links)
    yield from scripts.script_signs(deep)
    yield from started_signs(deep)
    yield from phone_signs(deep)
    yield from frame_signs(deep)
    yield from form_signs(deep)
    yield from refresh_signs(deep)
    yield from base_signs(deep)
    yield from identity_signs(deep)
    known = " ".join(sign.found for sign in astray)
    yield from hidden.text_in_a_dot(deep, known)
    if len(woken.tail) > _TAIL:
        yield from hidden.after_the_end(deep, known)
    sells = wares.sells(words.plain(deep.title)) or wares.sells(words.plain(deep.metas))
    lured = (
        sells
        or bool(selling.echoed(deep.title))
        or max(len(makes.lures(deep.title)), len(makes.lures(deep.metas)), costumes.pieces(deep.title)) > 1
        or spam.is_coded(deep)
    )
    is_disguised = woken.disguised or words.is_disguised(text) or deep.has_pictures
    shown, unseen = deep.texts() if woken.words or woken.wares or lured or is_disguised else ("", "")
    unread = [*hidden.hidden_text(unseen, known)]
    yield from unread or (
        selling.line_signs(unseen, _trades(woken), known, hidden=True) if unseen and not astray else ()
    )
    stuffed = list(spam.stuffing(deep, f"{shown}\n{parted}"))
    known = f"{known} {' '.join(sign.found for sign in linked)}"
    yield from stuffed or _not_its_own(deep, woken, text, shown, known, lured=lured)


def _not_its_own(
    deep: DeepPage, woken: Woken, text: str, shown: str, known: str, *, lured: bool
) -> Iterator[SafetySign]:
    """What a page sells, or is titled, beside its own matter, in words that no list knows."""
    found = [*selling.title_signs(deep, shown)] if lured else []
    known = words.plain(f"{known}\n{deep.tail}")
    found = found or [*selling.parted_signs(shown)]
    found = found or [*selling.line_signs(shown, _trades(woken), known, hidden=False)]
    yield from found or spam.of_something_else(deep, text, shown if lured else "")


def _trades(woken: Woken) -> frozenset[str]:
    """The words of trades that a text may hold; those that lists know as well were not told apart."""
    return frozenset(wares.anchors()) if woken.words else woken.wares


def _sent_away(page: Page, headers: Mapping[str, str] | None, home: str) -> Iterator[SafetySign]:
    """Where a header that came with the page sends its visitors, if that is to a stranger."""
    written = refreshed_by(headers["refresh"]) if headers and "refresh" in headers else None
    if written is not None:
        yield from refresh_sign(written, page.url, home)


def _of_text(body: bytes, page: Page, home: str, woken: Woken) -> Iterator[SafetySign]:
    """What the text of a page gives away, whoever wrote it."""
    key = locator_of(page.url, home)
    is_short = page.kind is PageKind.ARTICLE and len(page.text) < _SHORT
    text = _whole_text(body) if woken.secrecy or woken.boasts or is_short else page.text
    if may_hold_any(text, woken.people):
        yield from people.signs(text, key)
    if woken.people and (kept := people.unseen_numbers(body, text)):
        yield from people.signs(
            kept, f"{key}#source", where="在页面源码里（隐藏的字段、属性、注释或脚本数据）"
        )
    if woken.records and (kept := records.tables(body.decode("utf-8", "replace"), page.title or "")):
        yield from people.signs(kept, f"{key}#data", where="在页面脚本的数据里")
    if kept := people.numbers_in_names(page.links, text):
        yield from people.signs(kept, f"{key}#files", where="在文件的名称里")
    if woken.commands:
        yield from commands.signs(body.lower().decode("utf-8", "replace"), lambda: _whole_text(body), key)
    if woken.boasts:
        titles = dict.fromkeys((page.title or "", _title_of(body)))
        yield from boasts.signs("\n".join(titles), text, key)
    if woken.secrecy:
        yield from secrecy.signs(text, key, page.title or "")
    if woken.wording:
        yield from wording.signs(f"{page.title or ''}\n{text}", key, woken.wording)


def _title_of(body: bytes) -> str:
    """The title that the window bears, which may be another than the heading of the page."""
    found = _TITLE.search(body)
    return found[1].decode("utf-8", "replace") if found else ""


def _whole_text(body: bytes) -> str:
    """All visible text, a line for each element: the head of a document does not stand in what is read as its body."""
    tree = LexborHTMLParser(_LINES.sub(b"\n<", body).decode("utf-8", "replace"))
    tree.strip_tags(["script", "style", "head", "noscript", "template"])
    return tree.body.text() if tree.body else ""
