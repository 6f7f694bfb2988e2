"""Every address a page links to, with its words, its place and whether it is seen."""

import re

from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import Link, LinkKind
from xunwang.inspector.read.dom import Dom, Node

_SOURCES = {"a": "href", "area": "href", "img": "src", "iframe": "src", "frame": "src", "script": "src"}
_KINDS = {"img": LinkKind.IMAGE, "iframe": LinkKind.FRAME, "frame": LinkKind.FRAME, "script": LinkKind.SCRIPT}
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


class Found:
    """A link and the element it stands in."""

    __slots__ = ("link", "node")

    def __init__(self, node: Node, link: Link) -> None:
        self.node = node
        self.link = link


def base_of(dom: Dom, url: str) -> str:
    """The address against which the page's links are resolved: its own, or that of its first `<base href>`."""
    for node in dom.all("base"):
        if href := node.get("href"):
            return resolve(href, url) or url
    return url


def read_links(dom: Dom, base: str) -> list[Found]:
    """The links of the page in document order; what leads nowhere or is only guessed from a script is left out."""
    found = []
    for node in dom.nodes:
        attribute = _SOURCES.get(node.tag)
        if attribute is None and "onclick" not in node.attrs:
            continue
        if not node.certain:
            continue
        if (link := _link(dom, node, attribute, base)) is not None:
            found.append(Found(node, link))
    return found


def _link(dom: Dom, node: Node, attribute: str | None, base: str) -> Link | None:
    href = node.get(attribute) if attribute else ""
    if not href or _NOWHERE.match(href):
        href = _opened(node)
    if not href or (url := resolve(href, base)) is None:
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


def _opened(node: Node) -> str:
    """The fixed address that a click opens by script."""
    code = node.get("onclick") or node.get("href")
    found = _OPENS.search(code) if "open" in code or "location" in code else None
    href = next((part for part in found.groups() if part), "") if found else ""
    return "" if _NOWHERE.match(href) else href


def _kind(url: str) -> LinkKind:
    path = url.partition("#")[0].partition("?")[0]
    if _ATTACHMENT.search(path):
        return LinkKind.ATTACHMENT
    return LinkKind.IMAGE if _IMAGE.search(path) else LinkKind.PAGE


def _words(dom: Dom, node: Node) -> str:
    text = " ".join(dom.any_text_of(node).split()) or node.get("title") or node.get("alt")
    if text or node.tag not in {"a", "area"}:
        return text
    return next((words for inner in node.walk() if (words := inner.get("alt") or inner.get("title"))), "")
