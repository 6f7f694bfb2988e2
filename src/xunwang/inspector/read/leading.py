"""Where a page that shows no way on takes its visitors by script: the welcome page of a picture, a timer and an address."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from xunwang.inspector.fetch.urls import host_of, key_of, registered_domain, resolve
from xunwang.inspector.model import BY_ITSELF, Link, LinkKind, Zone
from xunwang.inspector.read.dom import Dom
from xunwang.inspector.read.fillings import is_own_script
from xunwang.inspector.read.parts import Parts
from xunwang.inspector.read.shapes import attribute_sign

_LITTLE = 300  # characters: a page that says more is there to be read
_HARDLY = 60
_LARGEST = 20_000  # characters of script that are looked through
_SEVERAL = 2
_MOST = 8  # addresses: one for each kind of visitor
_WAYS = frozenset({LinkKind.PAGE, LinkKind.FRAME})
_COMMENTS = re.compile(r"/\*.*?(?:\*/|\Z)|(?<![:\"'\\\w])//[^\n]*", re.DOTALL)
_PLACE = r"(?<![\w$.])(?:(?:window|self|top|parent|document)\s*\.\s*){0,3}location"
_GOES = re.compile(
    rf"(?:{_PLACE}(?:\s*\.\s*href)?\s*=(?!=)|{_PLACE}\s*\.\s*(?:replace|assign)\s*\("
    rf"|(?<![\w$.])(?P<opens>window\s*\.\s*open)\s*\("
    r"|\$\(\s*(?:window\s*\.\s*|document\s*\.\s*)?location\s*\)\s*\.\s*(?:attr|prop)\s*\(\s*[\"']href[\"']\s*,)\s*",
    re.IGNORECASE,
)
_STRING = r"\\?(?P<quote>[\"'])(?P<address>(?:[^\"'\\\n<>]|\\/){0,500})\\?(?P=quote)(?!\s*\+)"
_FIXED = re.compile(_STRING)
_NAMED = re.compile(r"(?P<name>[A-Za-z_$][\w$]{0,40})\s*(?=[;,)}\n\"']|\Z)")
_ITSELF = re.compile(r"(?:(?:window|self|top|parent|document)\s*\.\s*)*location\b", re.IGNORECASE)
_NOWHERE = re.compile(r"\s*(?:#|\Z|javascript:|about:|data:|mailto:|tel:)", re.IGNORECASE)
_ONLOAD = attribute_sign("@onload", {"onload"}, lambda _: True)


class Onward(msgspec.Struct, frozen=True):
    """The links that stand as fixed addresses in scripts, and whether scripts lead on to what only a browser would find."""

    links: tuple[Link, ...] = ()
    unknown: bool = False


def led_on(dom: Dom, parts: Parts, url: str, others: Iterable[Link]) -> Onward:
    """Where scripts take the visitors of a page that holds hardly any text and no link into its own site but to the same place; `others` are links found elsewhere."""
    said = len(dom.text.strip())
    if said > _LITTLE or parts.forms:
        return Onward()
    ways = _ways((*(one.link for one in parts.found), *others), url)
    if len(ways) > 1:
        return Onward()
    leads = [*islice(_leads(_code(dom)), _MOST)]
    found = {
        target: Link(url=target, href=written, text="", rel=BY_ITSELF)
        for written in leads
        if written is not None
        and (target := resolve(written, parts.base)) is not None
        and _is_own(target, url)
        and key_of(target) != key_of(url)
        and (not ways or key_of(target) in ways)
    }
    if ways:
        return Onward(tuple(found.values()))
    hidden = said <= _HARDLY and any(map(is_own_script, dom.all("script")))
    return Onward(tuple(found.values()), unknown=not found and (None in leads or hidden))


def _ways(links: Iterable[Link], url: str) -> set[str]:
    """The keys of the pages of the site to which a page leads outside its foot; two where there are more."""
    ways: set[str] = set()
    for link in links:
        if len(ways) < _SEVERAL and _is_way(link, url):
            ways.add(key_of(link.url))
    return ways


def _is_way(link: Link, url: str) -> bool:
    return (
        link.kind in _WAYS
        and link.zone is not Zone.FOOTER
        and _is_own(link.url, url)
        and key_of(link.url) != key_of(url)
    )


def _is_own(target: str, url: str) -> bool:
    return registered_domain(host_of(target)) == registered_domain(host_of(url))


def _code(dom: Dom) -> str:
    written = [node.get("onload") for node in dom.all(_ONLOAD) if node.certain]
    return _COMMENTS.sub("", "\n".join((*(script.code for script in dom.scripts), *written))[:_LARGEST])


def _leads(code: str) -> Iterator[str | None]:
    """The addresses to which code leads, as written; None for one that it computes."""
    for goes in _GOES.finditer(code):
        address = _address(code, goes.end())
        if address is not None:
            if not _NOWHERE.match(address):
                yield address
        elif not goes["opens"] and not _ITSELF.match(code, goes.end()):
            yield None


def _address(code: str, at: int) -> str | None:
    """The address that stands at a place in code, or in the variable that is named there."""
    if named := _NAMED.match(code, at):
        kept = re.search(rf"(?<![\w$.]){re.escape(named['name'])}\s*=\s*{_STRING}", code)
    else:
        kept = _FIXED.match(code, at)
    return kept["address"].replace(r"\/", "/").strip() if kept else None
