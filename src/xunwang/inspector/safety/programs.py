"""The programs that a page names: its scripts, its map of imports, what its code loads; and which of them lie where only files belong."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

_SRC = re.compile(r"\bsrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_IS_MAP = re.compile(r"\btype\s*=\s*[\"']?importmap\b", re.IGNORECASE)
_MAPPED = re.compile(r":\s*\"((?:https?:)?//[^\"\s]{4,400})\"")
_LOADS = re.compile(
    r"(?:serviceWorker\s*\.\s*register|(?<![\w$.])import|importScripts|new\s+(?:Shared)?Worker)\s*\(\s*[\"'`]([^\"'`\s]{4,400})[\"'`]"
)
# Folders that systems keep uploaded files in by the day or the month: what is written into one itself, nobody who builds a site put
# there as a program. Folders below are those of something handed in as a whole, such as a topic with its scripts.
_BY_DAY = re.compile(
    r"/(?:upload\w{0,8}|upfiles?|ueditor|kindeditor|attach\w{0,8}|userfiles?)/(?:[\w-]{1,40}/){0,3}(?:(?:19|20)\d{2}[-/]?[01]\d(?:[-/]?[0-3]\d)?)/[^/]*\Z",
    re.IGNORECASE,
)
# Pictures, papers and films, which no browser runs; a page that loads one as its program means to hide it.
_NO_PROGRAM = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|ico|webp|txt|docx?|xlsx?|pdf|zip|rar|mp[34]|flv|swf|woff2?|ttf)\Z",
    re.IGNORECASE,
)
# Who looks, from where and when: an honest page is another by none of these.
_SENSES = re.compile(
    r"navigator\s*\.\s*(?:webdriver|plugins)|resolvedOptions\s*\(\s*\)\s*\.\s*timeZone|document\s*\.\s*referrer|\.\s*getHours\s*\("
)
_FETCHES = re.compile(r"\bfetch\s*\(|XMLHttpRequest")
# Of what was asked for; what is printed, or written where it stands, is of the page itself.
_PUTS = re.compile(
    r"(?:\.\s*then\s*\(|onload|onreadystatechange)[^;]{0,160}document\s*\.\s*(?:(?:body|documentElement)\s*\.\s*(?:inner|outer)HTML\s*=(?!=)|open\s*\(|write(?:ln)?\s*\()"
    r"|document\s*\.\s*(?:(?:body|documentElement)\s*\.\s*(?:inner|outer)HTML\s*=|write(?:ln)?\s*\()\s*\w{1,20}\s*\.\s*response"
)
_MOST = 60


def scripts_of(source: str) -> Iterator[tuple[int, str, str]]:
    """Place, address and code of every script of the source."""
    lowered = source.lower() if len(source.lower()) == len(source) else source
    place = lowered.find("<script")
    while place >= 0:
        begin = source.find(">", place) + 1
        end = lowered.find("</script", begin) if begin else -1
        stop = end if end >= 0 else len(source)
        src = _SRC.search(source, place, begin) if begin else None
        yield place, src[1] if src else "", source[begin:stop] if begin else ""
        place = lowered.find("<script", stop)


def imported(source: str, place: int, code: str) -> list[str]:
    """The foreign addresses that a script at this place of the source, if it is a map of imports, puts behind the names of modules."""
    is_map = _IS_MAP.search(source, place, source.find(">", place) + 1) is not None
    return _MAPPED.findall(code)[:_MOST] if is_map else []


def loaded(code: str) -> list[str]:
    """The addresses of the modules and workers that code loads, as written."""
    return [found[1] for found in islice(_LOADS.finditer(code), _MOST)]


def exchanges(code: str) -> bool:
    """Whether code puts something fetched in the place of the page, by who looks at it."""
    return all(sign.search(code) for sign in (_FETCHES, _SENSES, _PUTS))


@lru_cache(maxsize=8_192)
def lies_among_files(url: str) -> bool:
    """Whether the address of a program is one of an uploaded file, or of a picture or paper."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return False
    return _NO_PROGRAM.search(path) is not None or _BY_DAY.search(path) is not None
