"""域名名称: a domain of the state, and the site's own name shown on its home page."""

import datetime as dt
import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.marks import good_inside
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.model import PICTURE, PageFact, Record

_TAIL = re.compile(r"(?:门户|官方)?(?:网站|网)$")
_GOVERNMENT = re.compile(r"(?:人民)?政府$|(?<=区)(?:管理委员会|管委会)$|(?<=街道)办事处$")
_KIND = r"(?:[\u4e00-\u9fff]{1,6}族)?自治[区州县旗]|特别行政区|[省市州盟区县旗镇乡]|街道"
_REGION = re.compile(rf"[\u4e00-\u9fff]{{2,6}}?(?:{_KIND})|[\u4e00-\u9fff][县旗区]")
_BARE = re.compile(
    r"(?:(?<=[\u4e00-\u9fff]{2})[\u4e00-\u9fff]*自治[区州县旗]|特别行政区|[省市州盟区县旗镇乡]|街道)$"
)
_OFFICE = re.compile(r"(?:委员会|办公室|[局厅委部署院])$")
_TELLING = 2  # characters of a name that may be met by chance no more
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
    if _names(name, home):
        return None
    doubt = _doubt(book, name, home)
    return Place(
        locator="name",
        url=home.url,
        message=f"首页标题和头部没有显示网站名称“{name}”{doubt or ''}",
        excerpt=home.title,
        value=home.title,
        evidence=home.evidence,
        seen=home.attempt.at,
        certain=bool(home.masthead) and PICTURE not in (home.masthead or "") and doubt is None,
    )


def _doubt(book: FactBook, name: str, home: PageFact) -> str | None:
    """Why a name that is not shown is left to a person: a part of it is, or the page behind a welcome shows it."""
    if behind := good_inside(book, lambda page: _names(name, page)):
        return behind
    shown = _shown(home)
    part = next((part for part in _parts(core(name)) if part in shown), None)
    return f"，只显示了“{part}”字样" if part else None


def _names(name: str, page: PageFact) -> bool:
    """Whether a page shows the name of its site, be it without the regions above its own."""
    shown = _shown(page)
    regions, rest = _regions(core(name))
    return core(name) in shown or "".join((*regions[-1:], rest)) in shown


def _shown(page: PageFact) -> str:
    return _SPACE.sub("", f"{page.title or ''} {page.masthead or ''}")


def _regions(name: str) -> tuple[list[str], str]:
    """The regions that a name begins with, the widest first, and what follows them."""
    regions: list[str] = []
    at = 0
    while found := _REGION.match(name, at):
        regions.append(found[0])
        at = found.end()
    return regions, name[at:]


def _parts(name: str) -> Iterator[str]:
    """What tells whose site it is where it is not called by its whole name: its region without 县 or 市, its office without 局 or 委."""
    regions, rest = _regions(name)
    parts = (_BARE.sub("", regions[-1]) if regions else "", _OFFICE.sub("", rest))
    return (part for part in parts if len(part) >= _TELLING)


def core(name: str) -> str:
    """The part of a site's name that every way of writing it keeps: 示例市人民政府门户网站 is 示例市."""
    bare = _TAIL.sub("", _SPACE.sub("", name))
    return _GOVERNMENT.sub("", bare) or bare
