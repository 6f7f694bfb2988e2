"""What belongs to a post: the pictures and attachments that its page names."""

import re
from collections.abc import Iterator
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

from xunwang.inspector.fetch.urls import resolve

FileKind = Literal["page", "picture", "attachment"]
MOST = 8
_ATTACHED = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|txt)(?:$|[?#])", re.IGNORECASE)
_BODY = ("#js_content", "article", ".article", ".content", "body")
_SOURCES = ("data-src", "data-original", "src")  # pages that load pictures late put a blank into `src`


def attached_to(html: str, url: str) -> list[tuple[str, FileKind]]:
    """Addresses and kinds, in the order of the page and no more than `MOST`; of a page with a body of its own only what stands in it."""
    return list(dict.fromkeys(_named(html, url)))[:MOST]


def _named(html: str, url: str) -> Iterator[tuple[str, FileKind]]:
    tree = LexborHTMLParser(html)
    body = next((node for place in _BODY if (node := tree.css_first(place))), None)
    for node in body.css("img, a[href]") if body else ():
        if node.tag == "a":
            href = node.attributes.get("href") or ""
            if _ATTACHED.search(href) and (found := resolve(href, url)):
                yield found, "attachment"
            continue
        source = next((word for name in _SOURCES if (word := node.attributes.get(name))), "")
        if source and not source.startswith("data:") and (found := resolve(source, url)):
            yield found, "picture"
