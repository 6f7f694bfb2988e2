"""Pages that show nothing and only send a visitor on: a redirect written in HTML or in a line of script."""

import html
import re

from xunwang.inspector.fetch.urls import host_of, registered_domain
from xunwang.inspector.model import late

_SMALL = 8_000  # bytes: a page with something to say is seldom smaller, one that only leads on never bigger
_FEW = 60  # bytes of visible text: "正在跳转，请稍候"
_AT_ONCE = 5  # seconds after which a visitor has read what stands there
_REFRESH = re.compile(rb"<meta\b[^>]*\bhttp-equiv\s*=\s*[\"']?\s*refresh\b[^>]*>", re.IGNORECASE)
_CONTENT = re.compile(rb"\bcontent\s*=\s*(?:\"([^\"]*)|'([^']*)|([^\s\"'>][^\s>]*))", re.IGNORECASE)
# As browsers read it: neither the name nor the quotes are needed, and a comma or a blank parts as well as a semicolon.
_REFRESHES = re.compile(
    r"\s*(\d{1,9}+)[\d.]*+(?:\s*[;,]\s*|\s+)(?:url\s*=\s*)?(?:\"([^\"]+)|'([^']+)|(?!url\s*=)([^\s\"']\S*))",
    re.IGNORECASE,
)
_SCRIPTS = re.compile(rb"<script\b([^>]*)>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
_GOES = late(
    rb"\s*(?:<!--\s*)?(?:(?:window|self|top|parent|document)\s*\.\s*)*location(?:\s*\.\s*href)?\s*"
    rb"(?:=\s*(?:\"([^\"]+)\"|'([^']+)')|\.\s*(?:replace|assign)\s*\(\s*(?:\"([^\"]+)\"|'([^']+)')\s*\))"
    rb"\s*;?\s*(?://\s*)?(?:-->)?\s*",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    rb"<!--.*?-->|<(script|style|title|noscript)\b.*?</\1\s*>|<[^>]*>|&nbsp;|\s+", re.IGNORECASE | re.DOTALL
)
_COMMENTED = re.compile(rb"<!--.*?-->|<noscript\b.*?</noscript\s*>", re.IGNORECASE | re.DOTALL)
_FRAMED = re.compile(rb"<(?:i?frame|frameset|form|img)\b", re.IGNORECASE)


def sends_on(body: bytes) -> str | None:
    """The address, as written, to which a page without content leads at once; None for every page that shows something."""
    if len(body) > _SMALL or _FRAMED.search(body) or len(_UNSEEN.sub(b"", body)) > _FEW:
        return None
    return _refreshed(_COMMENTED.sub(b"", body)) or _scripted(body)


def refresh_of(content: str) -> tuple[int, str] | None:
    """After how many seconds the `content` of a refresh leads where, as written; None when it only loads its page again."""
    found = _REFRESHES.match(content)
    return (int(found[1]), found[2] or found[3] or found[4]) if found else None


def stays_public(url: str, target: str) -> bool:
    """Whether a page leads to its own domain or to another of the public sector.

    The page that sends its visitors to a stranger may be the work of an intruder: it is kept and read, since it is all the evidence there is.
    """
    host = host_of(target)
    return host.endswith((".gov.cn", ".政务", ".xn--zfr164b")) or registered_domain(
        host
    ) == registered_domain(host_of(url))


def _refreshed(body: bytes) -> str | None:
    for tag in _REFRESH.findall(body):
        if found := _CONTENT.search(tag):
            leads = refresh_of(_text(found[1] or found[2] or found[3] or b""))
            if leads and leads[0] <= _AT_ONCE:
                return leads[1]
    return None


def _text(written: bytes) -> str:
    return html.unescape(written.decode("utf-8", "replace"))


def _scripted(body: bytes) -> str | None:
    """Only a script that does nothing else is believed: any other may lead its visitors to different places."""
    scripts = _SCRIPTS.findall(body)
    if len(scripts) != 1 or b"src" in scripts[0][0].lower():
        return None
    return gone_to(scripts[0][1])


def gone_to(code: bytes) -> str | None:
    """The address, as written, to which a script that does nothing else leads at once."""
    found = _GOES.fullmatch(code)
    return next(filter(None, found.groups())).decode("utf-8", "replace") if found else None
