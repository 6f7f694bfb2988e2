"""Shows where on an archived page a finding lies. Pure: bytes in, bytes with marks out; the archive itself is never touched."""

import html
import re
from urllib.parse import urlsplit

SPOT = "xunwang-spot"
_STYLE = "background:#ffe27a;outline:3px solid #d9480f;scroll-margin:80px"
_NAMED = f'<mark id="{SPOT}" style="scroll-margin:80px"></mark>'
_ENDS = re.compile(r"[…\s]+$|^[…\s]+")
_LEAST = 2


def spotted(page: str, *, excerpt: str, url: str) -> str | None:
    """The page with the excerpt, else the link to the address, marked and named `SPOT`; none when neither stands in it."""
    return _mark_text(page, _ENDS.sub("", excerpt)) or _mark_link(page, url)


def _mark_text(page: str, wanted: str) -> str | None:
    """Marks the first place outside a tag, a script or a style where the text stands, blanks aside."""
    if len(wanted) < _LEAST:
        return None
    pattern = r"\s*".join(re.escape(html.escape(part, quote=False)) for part in wanted.split())
    start = page.lower().find("<body")
    for found in re.finditer(pattern, page):
        if found.start() > start and _is_text(page, found.start()):
            return _wrap(page, found.start(), found.end())
    return None


def _is_text(page: str, place: int) -> bool:
    before = page[:place]
    if before.rfind("<") > before.rfind(">"):
        return False
    lower = before.lower()
    return all(lower.rfind(f"<{name}") <= lower.rfind(f"</{name}") for name in ("script", "style", "title"))


def _wrap(page: str, start: int, end: int) -> str:
    return f'{page[:start]}<mark id="{SPOT}" style="{_STYLE}">{page[start:end]}</mark>{page[end:]}'


def _mark_link(page: str, url: str) -> str | None:
    """Marks the element that names the address, whole or from its path on.

    The name stands before it: a link that is gone to by its name takes the focus, and with it what the reviewer is typing.
    """
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    tail = path.rsplit("/", 1)[-1]
    for wanted in filter(None, (url, path if len(path) > 1 else "", tail)):
        named = re.search(
            rf"(<(?:a|img|area|iframe))\b[^<>]*?(?:href|src)\s*=\s*[\"']?[^\"'<>]*?{re.escape(html.escape(wanted))}[\"'\s>]",
            page,
            re.IGNORECASE,
        )
        if named:
            start, inside = named.span(1)
            return f'{page[:start]}{_NAMED}{page[start:inside]} style="{_STYLE}"{page[inside:]}'
    return None
