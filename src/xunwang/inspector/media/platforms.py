"""The platforms on which accounts are kept, as data: names, hosts, ways in, and what no way tells."""

import re
import unicodedata
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from xunwang.inspector.model import Record, read_yaml

Family = Literal["wechat", "weibo", "video", "news", "app"]


_ADDED = re.compile(r"^(?:政务|官方)|(?:官方|政务)?(?:号|账号|帐号|账户|平台|短视频|短视频号)$")
"""What people write before and behind the name of a platform."""


class Platform(Record, frozen=True, forbid_unknown_fields=True):
    """`names[0]` is what people read. `ways` are the ways in that exist; `blind` says what they cannot tell, in Chinese.

    `account`: what host, path and query of an account's own page look like, where the hosts carry much else; `codes` are hosts that
    stand only in codes to scan.
    """

    id: str
    names: tuple[str, ...]
    family: Family
    hosts: tuple[str, ...]
    ways: tuple[str, ...]
    blind: str
    account: str | None = None
    codes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.names[0]


@cache
def platforms() -> dict[str, Platform]:
    text = resources.files(__package__).joinpath("data/platforms.yaml").read_text(encoding="utf-8")
    written = read_yaml(text)
    return {
        name: msgspec.convert({"id": name, **fields}, Platform, strict=True)
        for name, fields in written.items()
    }


def platform_named(written: str) -> Platform | None:
    """The platform that people mean by `written` (or its id); None for a word nobody knows. Brackets tell more than what stands before them: 微信公众号（订阅号）."""
    known, word = _by_name(), _plain(written)
    if one := known.get(word) or known.get(_ADDED.sub("", word)):
        return one
    head, _, rest = word.partition("(")
    within = known.get(rest.rstrip(")"))
    one = known.get(head) or known.get(_ADDED.sub("", head)) or within
    return within if one and within and one.family == within.family == "wechat" else one


@cache
def _by_name() -> dict[str, Platform]:
    return {_plain(name): one for one in platforms().values() for name in (one.id, *one.names)}


def _plain(name: str) -> str:
    return re.sub(r"[\s“”\"]", "", unicodedata.normalize("NFKC", name)).casefold()
