"""Which registered website a report speaks of. Pure but for the rows of the register that it is given."""

import re
from collections.abc import Iterable, Sequence

from xunwang.inspector.door import host_of
from xunwang.inspector.model import Record
from xunwang.office.registry.models import SubjectVersion


class Found(Record, frozen=True):
    """`doubt` says what of code and address contradicts each other or is not in the register."""

    site: SubjectVersion | None
    doubt: str = ""


class Sites:
    """Websites by their code and by the hosts that they answer under, with or without www."""

    def __init__(self, rows: Iterable[SubjectVersion]) -> None:
        self._by_code: dict[str, SubjectVersion] = {}
        self._by_host: dict[str, list[SubjectVersion]] = {}
        for row in rows:
            if row.code:
                self._by_code[row.code.lower()] = row
            for host in _hosts(row):
                self._by_host.setdefault(host, []).append(row)

    def find(self, code: str, url: str) -> Found:
        """The page tells more than the code: a page of another registered website is that website's."""
        coded, host = self._by_code.get(code.lower()), bare_host(url)
        paged = _nearest(self._by_host.get(host, ()), url)
        if coded is None:
            return _by_page(paged, code, url)
        if not host or any(host == own or host.endswith(f".{own}") for own in _hosts(coded)):
            return Found(coded)
        if paged is None:
            return Found(coded, f"页面不在“{coded.name}”登记的地址下，请核对网站标识码和页面地址。")
        return Found(
            paged,
            f"网站标识码 {code} 是“{coded.name}”的，页面却属于“{paged.name}”；按页面登记，请核对。",
        )


def _by_page(paged: SubjectVersion | None, code: str, url: str) -> Found:
    if paged is None and (code or url):
        return Found(None, "名录里没有这个网站，找错已登记，不与网站关联；请核对网站标识码和页面地址。")
    if paged is not None and code and paged.code:
        return Found(paged, f"名录里没有网站标识码 {code}，按页面地址登记为“{paged.name}”，请核对。")
    return Found(paged)


def bare_host(url: str) -> str:
    """The host without www; empty for what is no address."""
    try:
        return host_of(url).removeprefix("www.") if url else ""
    except ValueError:
        return ""


def _hosts(row: SubjectVersion) -> set[str]:
    others = re.split(r"[\s,，;；、]+", row.hosts.lower())
    return {host for host in (bare_host(row.home), *(one.removeprefix("www.") for one in others)) if host}


def _nearest(rows: Sequence[SubjectVersion], url: str) -> SubjectVersion | None:
    """Of several websites on one host that whose folder the page lies in, else the one nearest to the root."""
    inside = [row for row in rows if _path(url).startswith(_path(row.home))]
    if inside:
        return max(inside, key=lambda row: len(_path(row.home)))
    return min(rows, key=lambda row: len(_path(row.home)), default=None)


def _path(url: str) -> str:
    """With its folder only: /donghe/index.html and /donghe/ lie in the same one."""
    path = re.sub(r"^https?://[^/?#]*", "", re.split(r"[?#]", url, maxsplit=1)[0], flags=re.IGNORECASE)
    return path[: path.rfind("/") + 1] or "/"
