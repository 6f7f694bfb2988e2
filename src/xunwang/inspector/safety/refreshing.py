"""Pages that browsers leave by themselves: by a tag in their head, or by a header that came with them."""

import html
import re
from collections.abc import Iterator

from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import SafetySign
from xunwang.inspector.safety.deep import DeepPage
from xunwang.inspector.safety.hidden import TOLD
from xunwang.inspector.safety.hosts import is_stranger, name_weight
from xunwang.inspector.safety.scripts import script_sign

_TAG = re.compile(r"<meta[^<>]+>", re.IGNORECASE)
_REFRESHES = re.compile(r"http-equiv\s*=\s*[\"']?\s*refresh", re.IGNORECASE)
_CONTENT = re.compile(r"content\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
# Browsers need neither the name nor the quotes.
_TARGET = re.compile(
    r"\s*[\d.]*\s*[;,\s]\s*(?:url\s*=\s*)?[\"']?(data:[^\"'>\s]+|[^\"'>\s;]+)", re.IGNORECASE
)


def refreshes(source: str) -> Iterator[str]:
    """Where the refreshes of a page lead, as written."""
    for tag in map(html.unescape, _TAG.findall(source)):
        content = _CONTENT.search(tag) if _REFRESHES.search(tag) else None
        yield from _target(content[1] or content[2] or content[3] or "") if content else ()


def refreshed_by(header: str) -> str | None:
    """Where a header sends the visitor, as written."""
    return next(_target(header), None)


def _target(content: str) -> Iterator[str]:
    if found := _TARGET.match(content):
        yield found[1]


def refresh_signs(deep: DeepPage) -> Iterator[SafetySign]:
    """A refresh that leads to a stranger."""
    for written in refreshes(deep.source):
        yield from refresh_sign(written, deep.url, deep.home)


def refresh_sign(written: str, url: str, home: str) -> Iterator[SafetySign]:
    """The sign of a refresh to an address, if that is a stranger's."""
    if written.lower().startswith("data:text/"):
        yield script_sign(
            "refresh", written[:60], written[:60], ["页面自动转到写在地址里的内容"], TOLD, redirects=True
        )
    target = resolve(written, url)
    if target is not None and is_stranger(target, home):
        yield script_sign(
            "refresh",
            target,
            target,
            ["页面自动转到外部网站"],
            TOLD + name_weight(target),
            target=target,
            redirects=True,
            bad=name_weight(target) > 1,
        )
