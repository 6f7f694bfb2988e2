"""One pass over the bytes of a page for everything that could make it worth a closer look."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import ahocorasick_rs as aho

from xunwang.inspector import privacy
from xunwang.inspector.safety import (
    boasts,
    commands,
    makes,
    people,
    records,
    secrecy,
    wares,
    wording,
    words,
)
from xunwang.inspector.safety.ending import behind

_END = "</html"
_BEGINS = (b"<!doctype", b"<html")
_LEAD = 4_000  # bytes in which a page begins
# What injected scripts are made of; each stands in honest scripts too, so they only wake the reader of scripts.
_SCRIPT_SIGNS = (
    "document.referrer", "document['referrer']", 'document["referrer"]', "fromcharcode", "unescape(", "atob(", "eval(function(p", "\\x64\\x6f\\x63", "\\x77\\x72\\x69",
    "\\x6c\\x6f\\x63", "\\x68\\x74\\x74\\x70", "\\u0064\\u006f\\u0063", "\\u0068\\u0074\\u0074\\u0070", "spider", "iplookup", "ip.ws.126", "cityjson", "remote_ip_info", "returncitysn", "createelement('iframe", 'createelement("iframe',
    "location.replace(", "location.assign(", "location.href", "'location'", '"location"', "window['", 'window["', "document['", 'document["', "location=", "location =", ".innerhtml", ".insertadjacenthtml", ".href='http", '.href="http', ".href='//", '.href="//', "window.open(", ".click()", ".submit()", "document.write", ".join('.')", '.join(".")', "document.title=", "document.title =", "serviceworker", "('href'", '("href"', "('submit'", '("submit"', ".onsubmit", "'+'", '"+"', "new function(", "eval(", ".then(eval", "coinhive", ".reverse()", "(![]+[])", ".cookie", "onkey", "sendbeacon", "'keydown'", "'keyup'", "'keypress'", ".href=d", ".remove()", "new worker(", "wss://", "constructor(",
    "import(", ",eval)(", ", eval)(", "getscript(", "'input'", '"input"', "createelement('script", 'createelement("script', "new websocket(", "new eventsource(", ".concat(", "`",
    "textdecoder", "charat(", "parsefromstring", "with(location", "with(window.location", "navigation.navigate", "reflect.set(", "object.assign(", "httpequiv", "popstate", "fromcodepoint", '.join("")', ".join('')",
    "window.location", "top.location", "self.location", "document.location",
)  # fmt: skip
_OTHER_SIGNS = {
    "<marquee": "words",
    'equiv="refresh': "refresh",
    "equiv='refresh": "refresh",
    "equiv=refresh": "refresh",
    'equiv="&#': "refresh",
    "equiv='&#": "refresh",
    '= "refresh': "refresh",
    "= 'refresh": "refresh",
    "<base": "inlays",
    "srcdoc": "inlays",
    "data:text/": "inlays",
    "data:application/": "inlays",
    "onload=": "inlays",
    "onerror=": "inlays",
    "onpageshow=": "inlays",
    "ontoggle=": "inlays",
    **dict.fromkeys(
        ("onpointer", "onmousemove=", "ontouchstart=", "onanimation", 'src="javascript:', "src='javascript:"),
        "inlays",
    ),
    "autofocus": "inlays",
    "canonical": "identity",
    "mobile-agent": "identity",
    "og:url": "identity",
    "hreflang": "identity",
    "only screen": "identity",
    "ld+json": "identity",
    **dict.fromkeys(("<noscript", "<noframes", "<noembed"), "noscript"),
    **dict.fromkeys(
        ("</b><", "</i><", "</u><", "</em><", "</font><", "</strong><", "</span><span"), "parted"
    ),
    **dict.fromkeys((*people.FIELDS, *people.MASKED), "people"),
    **dict.fromkeys(records.KEYS, "records"),
    **dict.fromkeys(words.DISGUISES, "disguised"),
    **dict.fromkeys(("//ip.ws.126.net", "//int.dpool.sina", "//fw.qq.com/ipaddress"), "located"),
    "<option": "options",
    **dict.fromkeys(
        (
            f"rel={quote}{name}"
            for quote in ("", "'", '"')
            for name in (
                "alternate",
                "friend",
                "related",
                "external",
                "dofollow",
                "sponsored",
                "partner",
                "me",
            )
        ),
        "relations",
    ),
    **dict.fromkeys(commands.ANCHORS, "commands"),
    "<template": "noscript",
    "<object": "embedded",
    "<embed": "embedded",
    "importmap": "embedded",
    _END: "end",
}
_ENTITIES = 4  # character references in a title from which it is decoded


class Woken(NamedTuple):
    """What stands in a page that is worth a look.

    `parted`: whether words may be split by elements; `scripts`: where signs of scripts stand; `inlays`: whether code may stand outside of script elements; `records`: whether data of people may stand in its scripts; `identity`: whether it says which address is its own; `wording`: the anchors met; `located`: the services asked where visitors sit; `relations`: whether its head may lead to other pages; `wares`: the words of trades met; `disguised`: whether signs and letters stand there that hide words;
    `led`: whether a script stands before its beginning; `tail`: what follows its end.
    """

    words: bool
    scripts: tuple[int, ...]
    secrecy: bool
    people: bool
    records: bool
    refresh: bool
    inlays: bool
    noscript: bool
    identity: bool
    embedded: bool
    options: bool
    relations: bool
    parted: bool
    wording: frozenset[str]
    located: tuple[str, ...]
    disguised: bool
    boasts: bool
    commands: bool
    wares: frozenset[str]
    led: bool
    tail: bytes


Found = tuple[int, int, int]  # the number of a key, and the bytes [start, end)


class _Key(NamedTuple):
    what: str
    text: str


@cache
def _keys() -> tuple[_Key, ...]:
    keys: dict[str, _Key] = {}
    for what, texts in (
        ("neutral", wording.neutral()),
        ("wording", wording.anchors()),
        ("secrecy", secrecy.ANCHORS),
        ("people", privacy.ANNOUNCING),
        ("boasts", boasts.ANCHORS),
    ):
        for text in texts:
            keys.setdefault(text, _Key(what, text))
    for word in words.words():
        if word.group == "innocent":
            keys.setdefault(word.text, _Key("neutral", word.text))
        elif word.weight > 1:
            keys.setdefault(word.text, _Key("words", word.text))
    for text in makes.anchors():
        keys.setdefault(text, _Key("words", text))
    for text in _SCRIPT_SIGNS:
        keys[text] = _Key("scripts", text)
    for text, what in _OTHER_SIGNS.items():
        keys[text] = _Key(what, text)
    return (*keys.values(), *_of_trades(keys))


def _of_trades(keys: Mapping[str, _Key]) -> Iterator[_Key]:
    """The words of trades beside these keys. One that lies over the beginning of a key, which is not seen then, stands for it."""
    begun: dict[str, set[str]] = {}
    for key in keys.values():
        for size in range(2, len(key.text)):
            begun.setdefault(key.text[:size], set()).add(key.what)
    for text in wares.anchors():
        if text in keys:
            continue
        parts = (text[start:end] for start in range(len(text)) for end in range(start + 1, len(text) + 1))
        lost = {keys[part].what for part in parts if part in keys}
        for start in range(1, len(text) - 1):
            lost |= begun.get(text[start:], set())
        lost -= {"neutral"}
        if not lost:
            yield _Key("wares", text)
        elif lost == {"words"}:
            yield _Key("words", text)


@cache
def _automaton() -> aho.BytesAhoCorasick:
    return aho.BytesAhoCorasick(
        [key.text.encode() for key in _keys()],
        matchkind=aho.MatchKind.LeftmostLongest,
        # A table (DFA) is twice as fast where nothing else is done, but its 15 MB come from far away on each page of a crawl.
        implementation=aho.Implementation.ContiguousNFA,
    )


def finds(body: bytes) -> list[Found]:
    """What is looked for in bytes in UTF-8, letters in lower case. None of it holds the end of a line, so lines may be looked over one by one."""
    return _automaton().find_matches_as_indexes(body)


def wake(body: bytes, hits: Sequence[Found] | None = None) -> Woken:
    """What of a page in UTF-8, letters in lower case, calls for a closer look; `hits` are its `finds`, if they are known."""
    keys = _keys()
    hits = finds(body) if hits is None else hits
    met = [keys[number] for number in {number for number, _, _ in hits}]
    kinds = {key.what for key in met}
    return Woken(
        words="words" in kinds or _is_coded(body),
        scripts=tuple(start for number, start, _ in hits if keys[number].what == "scripts")
        if "scripts" in kinds
        else (),
        secrecy="secrecy" in kinds,
        people="people" in kinds,
        records="records" in kinds,
        refresh="refresh" in kinds,
        inlays="inlays" in kinds,
        noscript="noscript" in kinds,
        identity="identity" in kinds,
        embedded="embedded" in kinds,
        options="options" in kinds,
        relations="relations" in kinds,
        parted="parted" in kinds,
        wording=frozenset(key.text for key in met if key.what == "wording"),
        located=tuple(key.text for key in met if key.what == "located") if "located" in kinds else (),
        disguised="disguised" in kinds,
        boasts="boasts" in kinds,
        commands="commands" in kinds,
        wares=frozenset(key.text for key in met if key.what == "wares"),
        led=_is_led(body),
        tail=_tail(body, [start for number, start, _ in hits if keys[number].what == "end"]),
    )


def _is_coded(body: bytes) -> bool:
    """Whether the title is written in character references."""
    start = body.find(b"<title")
    return start >= 0 and body.count(b"&#", start, body.find(b"</title", start)) >= _ENTITIES


def _is_led(body: bytes) -> bool:
    """Whether a script stands before the beginning of the page."""
    begins = [place for tag in _BEGINS if (place := body.find(tag, 0, _LEAD)) >= 0]
    return bool(begins) and body.find(b"<script", 0, min(begins)) >= 0


def _tail(body: bytes, ends: Sequence[int]) -> bytes:
    """What stands behind the end of the page, comments left out; `ends`: where ends of a page are written."""
    if not ends:
        return b""
    rest = body[ends[0] :] if len(ends) == 1 else body
    return behind(rest.decode("utf-8", "replace")).encode()
