"""Domains by 国办函〔2018〕55号: suffix, structure, lower-level domains of columns, access by number, and the name of the site."""

import datetime as dt
import ipaddress
import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.kinds import domain_name
from xunwang.inspector.indicators.letters import is_petition
from xunwang.inspector.indicators.report import (
    LinkTally,
    Place,
    Report,
    Tally,
    counted,
    not_applicable,
    unchecked,
)
from xunwang.inspector.model import ColumnFact, LinkFact, LinkKind, Record, SiteKind

_PORTAL = re.compile(r"www\.[a-z0-9-]+(?:\.[a-z0-9-]+)*\.gov\.cn")
_DEPARTMENT = re.compile(r"(?:www\.)?(?!www\.)[a-z0-9-]+\.[a-z0-9-]+(?:\.[a-z0-9-]+)*\.gov\.cn")
_CENTRAL = "bm"  # how codes of State Council departments begin: no portal stands above theirs
_LONGEST_NAME = 8  # characters of the name of a column
_NAMED = re.compile(
    r"政府|委员会|[局厅部委办署院会室]|中心|街道|[省市县区旗州盟镇乡]|总队|支队|大队|[司处站所社]$"
)
_OPENED = frozenset({LinkKind.PAGE, LinkKind.ATTACHMENT})
_ERROR_ENTRY = re.compile(
    "/exposure/|/check_web/"
)  # 找错, whose old address is a number, has an indicator of its own
_INSIDE = tuple(
    map(
        ipaddress.ip_network,
        ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "fc00::/7", "::1"),
    )
)
_MOST_ADDRESSES = 30


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """`aspects` are those to look at. `column_names`: what links to columns are called, for those that only a page below the home page leads to."""

    aspects: tuple[str, ...]
    suffixes: tuple[str, ...] = ()
    column_names: tuple[str, ...] = ()


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:  # noqa: ARG001  # every kind takes the same
    if book.home_unread or book.home is None:
        return unchecked(book.home_unread or "首页未能读取")
    if params.aspects == ("structure",) and not _asks_structure(book):
        return not_applicable("登记的类型不是门户网站或部门网站")
    if params.column_names and not domain_name.is_address(_host(book.home_url)):
        return _Tally(params, book)
    if params.aspects == ("address",):
        return _Addresses(params, book)
    places = tuple(place for aspect in params.aspects for place in _ASPECTS[aspect](params, book))
    untold = "name" in params.aspects and domain_name.nameless(book)
    return counted(places, unknown=domain_name.NAMELESS if untold else None)


class _Tally(LinkTally):
    """Beside the columns that were found: links below the home page that bear the name of one and lead to a stranger."""

    def __init__(self, params: Params, book: FactBook) -> None:
        self._params = params
        self._own = _host(book.home_url).removeprefix("www.")
        self._places = {_host(place.url): place for place in _columns(params, book)}

    def see(self, link: LinkFact) -> None:
        host, name = _host(link.url), "".join((link.text or "").split())
        if link.internal or link.kind is not LinkKind.PAGE or not name.endswith(self._params.column_names):
            return
        is_state = domain_name.unicode_host(host).endswith(self._params.suffixes)
        is_own = host == self._own or host.endswith(f".{self._own}")
        if len(name) <= _LONGEST_NAME and not is_state and not is_own and host not in self._places:
            self._places[host] = _linked(link, name, host)

    def report(self) -> Report:
        return counted(tuple(self._places.values()))


class _Addresses(LinkTally):
    """Beside the site itself: what it links to by number. The first link to each number is shown; whose system that is, a person knows."""

    def __init__(self, params: Params, book: FactBook) -> None:
        self._own = _host(book.home_url)
        self._site = tuple(_address(params, book))
        self._links: dict[str, LinkFact] = {}
        self._counts: Counter[str] = Counter()

    def see(self, link: LinkFact) -> None:
        host = _host(link.url)
        if (
            host != self._own
            and link.kind in _OPENED
            and domain_name.is_address(host)
            and not _ERROR_ENTRY.search(link.url)
        ):
            self._counts[host] += 1
            if host in self._links or len(self._links) < _MOST_ADDRESSES:
                known = self._links.setdefault(host, link)
                self._links[host] = link if link.on_home and not known.on_home else known

    def report(self) -> Report:
        linked = (_by_number(link, host, self._counts[host]) for host, link in self._links.items())
        return counted((*self._site, *linked))


def _is_inside(host: str) -> bool:
    address = ipaddress.ip_address(host)
    return any(address in network for network in _INSIDE if network.version == address.version)


def _by_number(link: LinkFact, host: str, times: int) -> Place:
    name = f"“{link.text}”" if link.text else ""
    where = "首页" if link.on_home else "页面"
    inside = "（内部网络的地址，公众打不开）" if _is_inside(host) else ""
    others = f"，共{times}个这样的链接" if times > 1 else ""
    return Place(
        locator=f"address:{host}",
        url=link.url,
        parent=link.parent,
        message=f"{where}上的链接{name}以IP地址{host}访问{inside}，没有使用域名{others}",
        excerpt=link.text,
        value=host,
        evidence=link.evidence,
        certain=False,
    )


def _linked(link: LinkFact, name: str, host: str) -> Place:
    """Whose column it is nobody knows: a friend's link may bear such a name."""
    message = f"栏目“{name}”使用{host}，不是本网站的下级域名或目录"
    return Place(link.key, link.url, message, link.parent, value=host, evidence=link.evidence, certain=False)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").rstrip(".").lower()


def _at_home(book: FactBook, locator: str, words: str, *, certain: bool = True) -> Place:
    evidence = book.site.evidence if book.site else None
    host = _host(book.home_url)
    return Place(locator, book.home_url, words, value=host, evidence=evidence, certain=certain)


def _suffix(params: Params, book: FactBook) -> Iterator[Place]:
    host = _host(book.home_url)
    shown = domain_name.unicode_host(host)
    if not domain_name.is_address(host) and not shown.endswith(params.suffixes):
        yield _at_home(book, "suffix", f"域名{shown}不以{'或'.join(params.suffixes)}结尾")


def _address(params: Params, book: FactBook) -> Iterator[Place]:  # noqa: ARG001  # every aspect takes the same
    host = _host(book.home_url)
    if domain_name.is_address(host):
        yield _at_home(book, "address", f"网站没有域名，以IP地址{host}访问")


def _asks_structure(book: FactBook) -> bool:
    return book.subject is not None and book.subject.site_kind in {SiteKind.PORTAL, SiteKind.DEPARTMENT}


def _structure(params: Params, book: FactBook) -> Iterator[Place]:  # noqa: ARG001
    """Only domains of the state have this structure; what ends otherwise is the affair of the suffix."""
    host = _host(book.home_url)
    if not host.endswith(".gov.cn") or not _asks_structure(book):
        return
    assert book.subject is not None
    is_portal = book.subject.site_kind is SiteKind.PORTAL
    if is_portal and not _PORTAL.fullmatch(host):
        yield _at_home(book, "structure", f"门户网站域名{host}不是“www.□□□.gov.cn”的形式")
    is_central = (book.subject.code or "").startswith(_CENTRAL)
    if not is_portal and not is_central and not _DEPARTMENT.fullmatch(host):
        yield _at_home(book, "structure", f"部门网站域名{host}不是本级政府门户网站的下级域名", certain=False)


def _columns(params: Params, book: FactBook) -> Iterator[Place]:
    """Columns on hosts that are not the site's own; on a host of the state they may lawfully be shared, and petitions have systems of theirs."""
    own = _host(book.home_url).removeprefix("www.")
    for column in book.columns:
        host = _host(column.url)
        if host and host != own and not host.endswith(f".{own}") and not domain_name.is_address(own):
            is_state = domain_name.unicode_host(host).endswith(params.suffixes)
            if not (is_state and is_petition(column.name)):
                yield _column(column, host, is_state=is_state)


def _column(column: ColumnFact, host: str, *, is_state: bool) -> Place:
    return Place(
        locator=column.key,
        url=column.url,
        parent=column.parent,
        message=f"栏目“{column.name}”使用{host}，不是本网站的下级域名或目录",
        value=host,
        evidence=column.evidence,
        certain=not is_state,
    )


def _name(params: Params, book: FactBook) -> Iterator[Place]:  # noqa: ARG001
    assert book.home is not None
    place = domain_name.unnamed(book, book.home)
    if place:
        yield place
    name = book.subject.name if book.subject and not domain_name.nameless(book) else ""
    if name and not _NAMED.search(domain_name.core(name)):
        yield _at_home(book, "named", f"网站名称“{name}”没有使用地区或部门名称", certain=False)


_ASPECTS: dict[str, Callable[[Params, FactBook], Iterator[Place]]] = {
    "suffix": _suffix,
    "address": _address,
    "structure": _structure,
    "columns": _columns,
    "name": _name,
}
