"""Every address a page links to, with its words, its place and whether it is seen."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from xunwang.inspector.fetch.forwarding import refresh_of
from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import BY_ITSELF, Link, LinkKind
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.shapes import Shape, attribute_sign

_PLAYED = {
    "embed": "src",
    "object": "data",
    "video": "src",
    "audio": "src",
    "source": "src",
}  # documents, films and sounds in the page
_SOURCES = {"a": "href", "area": "href", "img": "src", "iframe": "src", "frame": "src", "script": "src", **_PLAYED}  # fmt: skip
_LATER = ("data-src", "data-original", "data-lazy-src", "data-lazy")
# What a picture is called that stands for one to come.
_WAITING = re.compile(
    r"load|lazy|blank|place|holder|gr[ae]y|space|default|pixel|none|null|empty|trans|white|wait|1x1|\.gif\Z",
    re.IGNORECASE,
)
_SHOWN = frozenset({"a", "area", "img"})
_KINDS = {
    "img": LinkKind.IMAGE,
    "iframe": LinkKind.FRAME,
    "frame": LinkKind.FRAME,
    "script": LinkKind.SCRIPT,
    **dict.fromkeys(_PLAYED, LinkKind.ATTACHMENT),
}
_ATTACHMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|wpt|et|dps|ofd|ceb|zip|rar|7z|tar|gz|txt|csv|rtf|mp4|mp3|wmv|avi|flv)\Z",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|svg)\Z", re.IGNORECASE)
_NOWHERE = re.compile(
    r"\s*(?:#|javascript:|mailto:|tel:|sms:|data:|about:|void\(|chrome-extension:|file:)", re.IGNORECASE
)
_OPENS = re.compile(
    r"(?:window\s*\.\s*open|location\.(?:assign|replace))\s*\(\s*(?:'([^'\"+]+)'|\"([^'\"+]+)\")\s*[,)]"
    r"|location(?:\.href)?\s*=\s*(?:'([^'\"+]+)'|\"([^'\"+]+)\")\s*(?:;|$|\Z)"
)
# A function of the site's own whose name says that it opens what stands there: nothing else is known to be safe to ask for.
_OPENS_BY_NAME = re.compile(
    r"\b(?![A-Za-z]*(?i:vote|save|del|submit|zan|like|praise|log))(?:(?:open|view|show|jump|goto|popup)[A-Za-z]{0,12}|[A-Za-z]{1,8}(?:Open|Jump|Url|URL|Link|Href))\s*\("
    r"\s*(?:'((?:https?:/|\.{0,2})/[^'\"+\s]+)'|\"((?:https?:/|\.{0,2})/[^'\"+\s]+)\")\s*[,)]"
)
_STEP = re.compile(r"\./[A-Za-z0-9_][A-Za-z0-9_/.-]*")
_ANYWHERE = "*"
_Told = tuple[str, Callable[[str, Link], bool]]
_told: list[_Told] = []
_told_by_first: dict[str, list[_Told]] = {}
_told_by_last: dict[str, list[_Told]] = {}
_NO_SIGNS: frozenset[str] = frozenset()


class Found:
    """A link and the element it stands in.

    An element that many pages share keeps it, with the title that the reader of lists gives it.
    """

    __slots__ = ("link", "node", "signs", "title")

    def __init__(self, node: Node, link: Link) -> None:
        self.node = node
        self.link = link
        self.signs = _signs_of(node.tag, link)
        self.title: str | None = None


def link_sign(
    sign: str, told: Callable[[str, Link], bool], *, begins: Iterable[str] = "", ends: Iterable[str] = ""
) -> str:
    """Register a sign of links that is told from the tag and the link alone.

    `begins`, `ends`: only links whose words begin, or end, with one of these characters can carry it.
    """
    for character in begins:
        _told_by_first.setdefault(character, []).append((sign, told))
    for character in ends:
        _told_by_last.setdefault(character, []).append((sign, told))
    if not begins and not ends:
        _told.append((sign, told))
    return sign


def _signs_of(tag: str, link: Link) -> frozenset[str]:
    words = link.text
    candidates = (_told_by_first.get(words[:1], ()), _told_by_last.get(words[-1:], ()), _told)
    signs = [sign for told_ones in candidates for sign, told in told_ones if told(tag, link)]
    return frozenset(signs) if signs else _NO_SIGNS


class Links(list[Found]):
    """The links of a page in document order; `nowhere` are the elements like them whose address leads nowhere."""

    def __init__(self, found: Iterable[Found], nowhere: Sequence[Node] = ()) -> None:
        super().__init__(found)
        self.nowhere = nowhere
        self._signed = [one for one in self if one.signs]

    def signed(self, *signs: str) -> list[Found]:
        """The links that carry one of these signs."""
        return [one for one in self._signed if not one.signs.isdisjoint(signs)]


def _may_lead(shape: Shape) -> bool:
    if shape.tag == "img" and any(name in shape.attrs for name in _LATER):
        return True
    return "onclick" in shape.attrs or _SOURCES.get(shape.tag) in shape.attrs


_LINKS = attribute_sign("@link", {"href", "src", "data", "onclick", *_LATER}, _may_lead)


_REFRESHES = attribute_sign(
    "@refresh",
    {"content"},
    lambda shape: shape.tag == "meta" and shape.get("http-equiv").strip().lower() == "refresh",
)


def base_of(dom: Dom, url: str) -> str:
    """The address against which the page's links are resolved: its own, or that of its first `<base href>`."""
    for node in dom.all("base"):
        if href := node.get("href"):
            return resolve(href, url) or url
    return url


def read_links(dom: Dom, base: str) -> Links:
    """The links of the page in document order; what leads nowhere or is only guessed from a script is left out."""
    found, nowhere, places = [], [], _places(base)
    for node in dom.all(_LINKS):
        one = node.found
        if node.found_at not in places or (one is not None and one.link.zone is not node.zone):
            one = _found_anew(dom, node, base, places)
        if one is not None:
            found.append(one)
        elif node.tag in _SHOWN:
            nowhere.append(node)
    return Links(found, nowhere)


def refreshed_to(dom: Dom, base: str) -> tuple[Link, ...]:
    """Where the page takes its visitors by itself after a while: often all that a page of welcome holds."""
    written = (refresh_of(node.get("content")) for node in dom.all(_REFRESHES) if node.certain)
    leads = ((to[1], resolve(to[1], base)) for to in written if to)
    return tuple(Link(url=url, href=href, text="", rel=BY_ITSELF) for href, url in leads if url is not None)


@lru_cache(maxsize=4_096)
def _places(base: str) -> tuple[str, str, str]:
    """From where a link leads to the same address as from this base: from anywhere, from its host, from its folder."""
    path = base.partition("#")[0].partition("?")[0]
    end = path.rfind("/") + 1
    folder = path[:end] if end > len("https://") else base
    return _ANYWHERE, "/".join(folder.split("/", 3)[:3]), folder


def _place(href: str, places: tuple[str, str, str]) -> str | None:
    if href.startswith(("http://", "https://")):
        return places[0]
    if href[0] == "/":
        return places[1]
    return None if href[0] == "?" else places[2]


def _found_anew(dom: Dom, node: Node, base: str, places: tuple[str, str, str]) -> Found | None:
    """The link of an element that was not met before, or not from this folder."""
    if not node.certain:
        return None
    known: Found | None = node.found
    if (
        known is not None
        and known.link.zone is node.zone
        and _resolved(known.link.href, base) == known.link.url
    ):
        node.found_at = _place(known.link.href, places)
        return known
    link = _link(dom, node, base)
    found = node.found = Found(node, link) if link is not None else None
    node.found_at = _place(link.href, places) if link is not None else places[2]
    return found


def _resolved(href: str, base: str) -> str | None:
    """The address of a link; one with a needless `./` before a plain name is resolved as that name, which is known sooner."""
    return resolve(href[2:] if href[0] == "." and _STEP.fullmatch(href) else href, base)


def _link(dom: Dom, node: Node, base: str) -> Link | None:
    attribute = _SOURCES.get(node.tag)
    href = (node.tag == "img" and _shown_later(node)) or (node.get(attribute) if attribute else "")
    if not href or _NOWHERE.match(href):
        href = _opened(node)
    if not href or (url := _resolved(href, base)) is None:
        return None
    return Link(
        url=url,
        href=href,
        text=_words(dom, node),
        visible=node.visible,
        rel=node.get("rel") or None,
        kind=_KINDS.get(node.tag) or _kind(url),
        zone=node.zone,
    )


def _shown_later(node: Node) -> str:
    """The picture that takes the place of a sign that one is to come, once it is scrolled to. Beside another picture the address may be left over from the page it was copied from."""
    first = node.get("src").strip().partition("?")[0]
    if _IMAGE.search(first) and "lazy" not in node.names and not _WAITING.search(first.rpartition("/")[2]):
        return ""
    told = (node.get(name).strip() for name in _LATER)
    return next((one for one in told if _IMAGE.search(one.partition("?")[0])), "")


def _opened(node: Node) -> str:
    """The fixed address that a click opens by script."""
    code = node.get("onclick") or node.get("href")
    found = _OPENS.search(code) if "open" in code or "location" in code else None
    if found is None and node.tag == "a" and "/" in code:
        found = _OPENS_BY_NAME.search(code)
    href = next((part for part in found.groups() if part), "") if found else ""
    return "" if _NOWHERE.match(href) else href


@lru_cache(maxsize=8_192)
def _kind(url: str) -> LinkKind:
    path = url.partition("#")[0].partition("?")[0]
    if _ATTACHMENT.search(path):
        return LinkKind.ATTACHMENT
    return LinkKind.IMAGE if _IMAGE.search(path) else LinkKind.PAGE


def _words(dom: Dom, node: Node) -> str:
    text = " ".join(dom.any_text_of(node).split()) or node.get("title") or node.get("alt")
    if text or node.tag not in {"a", "area"}:
        return text
    return next(
        (words for inner in dom.inside(node) if (words := inner.get("alt") or inner.get("title"))), ""
    )
