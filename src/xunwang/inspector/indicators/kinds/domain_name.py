"""域名名称: a domain of the state, and the site's own name shown on its home page."""

import datetime as dt
import ipaddress
import re
from urllib.parse import urlsplit

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.model import PageFact, Record

_TAIL = re.compile(r"(?:门户|官方)?(?:网站|网)$")
_GOVERNMENT = re.compile(r"(?:人民)?政府$")
_SPACE = re.compile(r"\s+")


class Params(Record, frozen=True, forbid_unknown_fields=True):
    suffixes: tuple[str, ...]


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    if book.home_unread or book.home is None:
        return unchecked(book.home_unread or "首页未能读取")
    places = (_domain(params, book), unnamed(book, book.home))
    return counted(tuple(place for place in places if place), unknown=NAMELESS if nameless(book) else None)


def _domain(params: Params, book: FactBook) -> Place | None:
    host = (urlsplit(book.home_url).hostname or "").rstrip(".")
    if is_address(host):
        fault = f"网站没有域名，以IP地址{host}访问"
    elif any(unicode_host(host).endswith(suffix) for suffix in params.suffixes):
        return None
    else:
        fault = f"域名{host}不以{'或'.join(params.suffixes)}结尾"
    return Place(
        "domain", book.home_url, fault, value=host, evidence=book.site.evidence if book.site else None
    )


def is_address(host: str) -> bool:
    """Whether a host is a number and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def unicode_host(host: str) -> str:
    """A Chinese host as it is read, from the punycode it travels in."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


NAMELESS = "没有登记网站名称，未核对首页是否显示名称"


def nameless(book: FactBook) -> bool:
    """Whether nobody said what the site is called: one that was given by its address alone bears its host for a name."""
    name = book.subject.name if book.subject else ""
    return name in {"", urlsplit(book.home_url).hostname, urlsplit(book.home_url).netloc}


def unnamed(book: FactBook, home: PageFact) -> Place | None:
    """A home page whose header has no words may show its name in a picture: that is left to a person."""
    if nameless(book) or "elsewhere" in home.script_filled:
        return None
    name = book.subject.name if book.subject else ""
    shown = _SPACE.sub("", f"{home.title or ''} {home.masthead or ''}")
    if core(name) in shown:
        return None
    return Place(
        locator="name",
        url=home.url,
        message=f"首页标题和头部没有显示网站名称“{name}”",
        excerpt=home.title,
        value=home.title,
        evidence=home.evidence,
        seen=home.attempt.at,
        certain=bool(home.masthead),
    )


def core(name: str) -> str:
    """The part of a site's name that every way of writing it keeps: 示例市人民政府门户网站 is 示例市."""
    bare = _TAIL.sub("", _SPACE.sub("", name))
    return _GOVERNMENT.sub("", bare) or bare
