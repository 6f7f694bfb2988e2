"""What the head of a page says of its own address: search engines believe it, and list the address of somebody else instead."""

import html
import re
from collections.abc import Iterator

from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.safety.hosts import is_stranger

_TAG = re.compile(
    r"<link\b[^<>]*\brel\s*=\s*[\"']?canonical\b[^<>]*>|<meta\b[^<>]*\bname\s*=\s*[\"']?mobile-agent\b[^<>]*>",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\bhref\s*=\s*[\"']?([^\"'\s>]+)|\burl\s*=\s*[\"']?([^\"'\s>;]+)", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def foreign_identities(source: str, url: str, home: str) -> Iterator[str]:
    """The addresses of strangers that the page gives out for its own."""
    for tag in _TAG.findall(_COMMENT.sub("", source)):
        written = _ADDRESS.search(tag)
        address = resolve(html.unescape(written[1] or written[2]), url) if written else None
        if address is not None and is_stranger(address, home):
            yield address
