"""What the name of a host says about who is behind it."""

import re
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from xunwang.inspector.fetch.urls import host_of, registered_domain
from xunwang.inspector.model import Record

_SHORT = 4  # letters of a piece that must stand alone in a name to say anything
_PARTS = re.compile(r"[a-z]+|\d+")
_NUMBERED = re.compile(r"(?:[a-z]{0,5}-?\d{3,6}[a-z]{0,4})\Z")


class Hosts(Record, frozen=True):
    """The shipped lists: `suffixes` and `trusted` of good faith, `cheap` endings, `gambling` pieces of names, `tools` of the trade, `mining` services that let visitors reckon."""

    suffixes: tuple[str, ...]
    trusted: frozenset[str]
    cheap: frozenset[str]
    gambling: tuple[str, ...]
    tools: tuple[str, ...]
    mining: tuple[str, ...]


def load(name: str) -> Any:
    """A data file of this wing."""
    text = resources.files(__package__).joinpath(f"data/{name}").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # a safe loader, in C where there is one


@cache
def shipped() -> Hosts:
    raw = load("hosts.yaml")
    return Hosts(
        suffixes=tuple(f".{suffix}" for suffix in raw["suffixes"]),
        trusted=frozenset(raw["media"] + raw["platforms"] + raw["services"]),
        cheap=frozenset(raw["cheap"]),
        gambling=tuple(raw["gambling"]),
        tools=tuple(raw["tools"]),
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
    weight = int(labels[-1] in known.cheap) + bool(_NUMBERED.match(own))
    parts = {part for label in labels[:-1] for part in [label, *_PARTS.findall(label)]}
    telling = any(piece in parts or (len(piece) > _SHORT and piece in host) for piece in known.gambling)
    return weight + 2 * (telling or is_miner(url))


def is_miner(url: str) -> bool:
    """Whether an address belongs to a service that makes the visitors' machines dig for coins."""
    return any(name in url for name in shipped().mining)


@lru_cache(maxsize=8_192)
def borrowed(url: str) -> str:
    """The well-known name that a host of another owner bears before its own, as in hm.baidu.com.other.cn; "" where it bears none."""
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
    return next((name for name in names if name in shipped().trusted), "")


def is_tool(url: str) -> bool:
    """Whether an address says by its own words that it counts, signs in or shares."""
    lowered = url.lower()
    return any(word in lowered for word in shipped().tools)
