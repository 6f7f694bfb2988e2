"""What plays sound or pictures as soon as a page is open, without being asked."""

import re
from collections.abc import Iterator

from xunwang.inspector.read.dom import Dom, Node

_ASKED_TO = re.compile(r"[?&](?:autoplay|auto)=(?:1|true)", re.IGNORECASE)
_YES = frozenset({"true", "1", "-1"})
_STARTS = ("autostart", "autoplay")


def plays(dom: Dom) -> Iterator[str]:
    """The address of each where there is one, else its tag. A film without sound that only moves, or that nobody sees, is none."""
    for node in dom.all("video", "audio"):
        seen = node.visible or node.tag == "audio"
        if "autoplay" in node.attrs and "muted" not in node.attrs and seen and node.certain:
            yield node.get("src") or next((kid.get("src") for kid in node.kids if kid.get("src")), node.tag)
    for node in dom.all("bgsound", "embed"):
        if node.tag == "bgsound" or _starts(node):
            yield node.get("src") or node.tag
    for node in dom.all("iframe"):
        if _ASKED_TO.search(node.get("src")):
            yield node.get("src")


def _starts(node: Node) -> bool:
    return any(node.get(name).lower() in _YES for name in _STARTS)
