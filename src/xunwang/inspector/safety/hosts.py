"""What the name of a host says about who is behind it."""

import re
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from xunwang.inspector.fetch.urls import host_of, registered_domain
from xunwang.inspector.model import Record, read_yaml

SAYS_ENOUGH = 3  # weight of a name that needs no word beside it
_SHORT = 4  # letters of a piece that must stand alone in a name to say anything
_PARTS = re.compile(r"[a-z]+|\d+")
_MIXED, _LONG_MIX = 4, 6  # runs of letters and figures, and characters, of a name that nobody could say
_NUMBERED = re.compile(r"(?:[a-z]{0,5}-?\d{3,6}[a-z]{0,4})\Z")
# Numbers that are bought for luck: 88, 777, 5566, 365.
_LUCKY = re.compile(r"(\d)\1+\Z|(\d)\2(\d)\3\Z|(?:365|168|518|668|688|889|988)\Z")
_NUMBERS = re.compile(r"([a-z]*)-?(\d+)")
# The trade in short beside any number, and what is the beginning of honest names, too, before a lucky one.
_TRADE_BY_NUMBER = re.compile(
    r"(?:bet|porn|sex|xxx)\d|(?<![a-z])(?:av|ag|qp|cp|bc|apk)\d|\d(?:bet|av|qp|cp|porn|sex)(?![a-z])"
)
# What an address carries of whoever is paid for the visitors that it brings; houses of betting and of lending pay so.
_PAID = re.compile(
    r"[?&](?:aff(?:_?(?:id|code))?|btag|i_code|agent_?code|yqm|tgcode)=\w",
    re.IGNORECASE,
)
_MINES = re.compile(
    r"(?<![a-z])(?:xmr(?![a-z])|xmrig|monero|cryptonight|webmine)|(?<![a-z])miner(?:\.min)?\.js\b",
    re.IGNORECASE,
)
# Letters that pass for others at a glance.
_PLAIN = "static"  # in names of houses, and what anybody calls a part of a host
_ALIKE = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("5", "s"))
_TRADES = ("slot", "casino", "togel", "judi", "bocai", "caipiao", "baccarat")
_TRADE_BY_LUCK = ("ty", "yl", "yule", "kj", "lh", "pj", "hg", "vip")


class Hosts(Record, frozen=True):
    """The shipped lists: `suffixes` and `trusted` of good faith, `cheap` endings, `gambling` pieces of names, `tools` of the trade, houses of scripts whose names are `imitated`, `mining` services that let visitors reckon."""

    suffixes: tuple[str, ...]
    trusted: frozenset[str]
    cheap: frozenset[str]
    gambling: tuple[str, ...]
    tools: tuple[str, ...]
    imitated: tuple[str, ...]
    mining: tuple[str, ...]


def load(name: str) -> Any:
    """A data file of this wing."""
    text = resources.files(__package__).joinpath(f"data/{name}").read_text(encoding="utf-8")
    return read_yaml(text)


@cache
def shipped() -> Hosts:
    """The lists of hosts that come with the software (`hosts.yaml`)."""
    raw = load("hosts.yaml")
    return Hosts(
        suffixes=tuple(f".{suffix}" for suffix in raw["suffixes"]),
        trusted=frozenset(raw["media"] + raw["platforms"] + raw["services"]),
        cheap=frozenset(raw["cheap"]),
        gambling=tuple(raw["gambling"]),
        tools=tuple(raw["tools"]),
        imitated=tuple(raw["imitated"]),
        mining=tuple(raw["mining"]),
    )


@lru_cache(maxsize=8_192)
def domain_of(url: str) -> str:
    """The registered domain that an address leads to; "" where it is no address."""
    try:
        return registered_domain(host_of(url))
    except ValueError:
        return ""


@lru_cache(maxsize=8_192)
def is_trusted(url: str) -> bool:
    """Whether an address leads to the public sector or to what government pages commonly use."""
    try:
        host = host_of(url)
    except ValueError:
        return True  # leads nowhere
    known = shipped()
    return (
        f".{host}".endswith(known.suffixes)
        or registered_domain(host) in known.trusted
        or host in known.trusted
    )


@lru_cache(maxsize=8_192)
def is_stranger(url: str, home: str) -> bool:
    """Whether an address leads to another owner than the site's, and to one of whom nothing good is known."""
    return not is_trusted(url) and domain_of(url) != domain_of(home)


@lru_cache(maxsize=8_192)
def name_weight(url: str) -> int:
    """How much the name of a host sounds like a betting or sex site: 2 for its own words or those of a coin digger, 1 each for a cheap ending and for numbers."""
    try:
        host = host_of(url)
    except ValueError:
        return 0
    known = shipped()
    labels = host.split(".")
    own = registered_domain(host).split(".")[0]
    lucky = [letters for letters, number in _NUMBERS.findall(own) if _LUCKY.match(number)]
    is_mixed = len(own) >= _LONG_MIX and len(_PARTS.findall(own)) >= _MIXED
    weight = int(labels[-1] in known.cheap) + bool(_NUMBERED.match(own) or lucky or is_mixed)
    parts = {part for label in labels[:-1] for part in [label, *_PARTS.findall(label)]}
    telling = (
        any(piece in parts or (len(piece) > _SHORT and piece in host) for piece in known.gambling)
        or any(part.startswith(_TRADES) for part in parts)
        or _TRADE_BY_NUMBER.search(own) is not None
        or any(letters.endswith(_TRADE_BY_LUCK) for letters in lucky)
    )
    return weight + 2 * (telling or is_miner(url))


def is_cheap(url: str) -> bool:
    """Whether the name of a host ends as those do that are registered to be thrown away."""
    return domain_of(url).rpartition(".")[2] in shipped().cheap


def is_miner(url: str) -> bool:
    """Whether an address belongs to a service that makes the visitors' machines dig for coins."""
    return any(name in url for name in shipped().mining) or _MINES.search(url) is not None


def is_paid_for(url: str) -> bool:
    """Whether an address says who is paid for the visitors that it brings."""
    return _PAID.search(url) is not None


@lru_cache(maxsize=8_192)
def borrowed(url: str) -> str:
    """The well-known name that a host of another owner bears before its own, as in hm.baidu.com.other.cn, or that its own is made to look like; "" where it bears none."""
    try:
        labels = host_of(url).split(".")
    except ValueError:
        return ""
    own = len(domain_of(url).split("."))
    before = labels[:-own]
    names = (
        ".".join(before[start:stop])
        for start in range(len(before))
        for stop in range(start + 2, len(before) + 1)
    )
    return (
        next((name for name in names if name in shipped().trusted), "")
        or _looks_like(labels[-own], labels[-1])
        or _looks_as(labels[-own])
        or next((house for label in before if _PLAIN not in label and (house := _nearly(label))), "")
    )


def _looks_like(label: str, ending: str) -> str:
    """The house that pages load scripts from and that a name of somebody else's is made to look like: with words hung on, a cheap ending, or a letter off."""
    parts, is_cheap = label.split("-"), ending in shipped().cheap
    for house in shipped().imitated:
        if house in parts and (len(parts) > 1 or is_cheap):
            return house
        if (
            len(parts) > 1
            and len(house) > _SHORT + 1
            and any(_is_a_letter_off(part, house) for part in parts)
        ):
            return house
    return _nearly(label)


def _looks_as(label: str) -> str:
    """The house whose name a part of a label shows at a glance, and is not: baldu for baidu."""
    for part in label.split("-"):
        house = _at_a_glance().get(_glance(part)) if len(part) > _SHORT else None
        if house is not None and part != house:
            return house
    return ""


@cache
def _at_a_glance() -> dict[str, str]:
    known = shipped()
    names = {name.split(".")[0] for name in known.trusted} | set(known.imitated)
    return {_glance(name): name for name in sorted(names) if len(name) > _SHORT and name.isalpha()}


def _glance(name: str) -> str:
    """A name in which letters that pass for others are one letter."""
    for shown, meant in (*_ALIKE, ("i", "l"), ("q", "g")):
        name = name.replace(shown, meant)
    return name


def _nearly(label: str) -> str:
    """The house whose name a label is but for a letter, or for letters that look alike; "" where it is none."""
    read = label
    for shown, meant in _ALIKE:
        read = read.replace(shown, meant)
    return next(
        (
            house
            for house in shipped().imitated
            if len(house) > _SHORT + 2
            and (_is_a_letter_off(label, house) or (read == house and label != house))
        ),
        "",
    )


def _is_a_letter_off(one: str, other: str) -> bool:
    """Whether one letter more, less or other, or two that changed places, tell two words apart."""
    short, long = sorted((one, other), key=len)
    if one == other or len(long) - len(short) > 1:
        return False
    at = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    swapped = len(short) == len(long) and short[at : at + 2] == long[at : at + 2][::-1]
    return (
        short[at:] == long[at + 1 :]
        or short[at + 1 :] == long[at + 1 :]
        or (swapped and short[at + 2 :] == long[at + 2 :])
    )


def is_tool(url: str) -> bool:
    """Whether an address says by its own words that it counts, signs in or shares."""
    lowered = url.lower()
    return any(word in lowered for word in shipped().tools)
