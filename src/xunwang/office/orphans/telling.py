"""Whose an unknown host probably is, told from its name and from the words that lead to it. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from xunwang.inspector import door
from xunwang.inspector.model import Record
from xunwang.office.registry.identity import bare

_GOVERNMENT = (".gov.cn", ".xn--zfr164b", ".政务")
_NATIONAL = ("gov.cn", "beian.gov.cn", "beian.mps.gov.cn", "beian.miit.gov.cn")
"""The websites that every government website has to link to: the central government's, with its platforms, and those of the records in the footer."""
_BEFORE = re.compile(r"^(?:欢迎)?(?:进入|访问|前往|点击)+")
_BEHIND = re.compile(r"(?:官方|门户|政务|政府)?(?:网站|网页|官网|主页|首页|平台|系统|网)$")
_ORGAN = re.compile(r"(?:局|委|办|厅|院|署|站|中心|委员会|办公室|人民政府|管委会|街道|镇|乡)$")
_ROOM = 8
"""Signs that may stand around a unit's name before the words are a headline that only mentions it."""
_SHORTEST = 3


class Known(Record, frozen=True):
    """What the register knows: units by number (name and path in the tree), and the unit of every registered host."""

    units: Mapping[int, tuple[str, str]]
    hosts: Mapping[str, int]

    def domains(self) -> dict[str, int]:
        """Registered domain -> the highest unit that has a website below it."""
        highest: dict[str, int] = {}
        for host, unit in self.hosts.items():
            domain = door.registered_domain(host)
            other = highest.get(domain)
            if other is None or self._depth(unit) < self._depth(other):
                highest[domain] = unit
        return highest

    def _depth(self, unit: int) -> int:
        return self.units[unit][1].count("/")


class Guess(Record, frozen=True):
    """`unit` and why."""

    unit: int
    why: str


def national(host: str) -> bool:
    """Whether everybody links there, so that it can be nobody's here."""
    return bare(host) in _NATIONAL or host.endswith(".www.gov.cn")


def governmental(host: str) -> bool:
    return host.endswith(_GOVERNMENT)


def guess(
    host: str, words: Iterable[str], near: str, known: Known, domains: Mapping[str, int]
) -> Guess | None:
    """Whose the host is, if anything says so: a unit that the words name, else the owner of its domain.

    `near` is the path of the unit whose website links there: short names ("教育局") are looked for in its branch only.
    """
    for text in words:
        named = _named(text, near, known)
        if named is not None and (governmental(host) or _is_name(text, known.units[named][0])):
            return Guess(named, f"链接或标题写作“{text[:40]}”")
    owner = domains.get(door.registered_domain(host)) if not door.is_ip(host) else None
    if owner is None:
        return None
    return Guess(owner, f"与“{known.units[owner][0]}”的网站同属 {door.registered_domain(host)}")


def _named(text: str, near: str, known: Known) -> int | None:
    cleaned = _cleaned(text)
    if len(cleaned) < _SHORTEST:
        return None
    inside = [
        (len(name), unit)
        for unit, (name, _) in known.units.items()
        if name in text and len(text) <= len(name) + _ROOM
    ]
    if inside:
        return max(inside)[1]
    if not _ORGAN.search(cleaned):
        return None
    branch = near.partition("/")[0]
    short = [
        unit
        for unit, (name, path) in known.units.items()
        if name.endswith(cleaned) and path.startswith(branch)
    ]
    return short[0] if len(short) == 1 else None


def _is_name(text: str, name: str) -> bool:
    """Whether the words are the name of the unit's website and not a headline: beyond government domains anything else may be meant."""
    cleaned = _cleaned(text)
    return cleaned == name or name.endswith(cleaned)


def _cleaned(text: str) -> str:
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return _BEHIND.sub("", _BEFORE.sub("", plain)).strip("·|-—_【】[]()")
