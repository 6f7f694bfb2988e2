"""Addresses as browsers see them, and the key under which two spellings of one address meet."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

import ada_url
from publicsuffixlist import PublicSuffixList

SESSION_PARAMETERS = frozenset(
    {"jsessionid", "phpsessid", "aspsessionid", "sessionid", "sid", "_", "t", "timestamp", "spm", "from"}
    | {f"utm_{part}" for part in ("source", "medium", "campaign", "term", "content")}
)
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid)=[^/?#]*", re.IGNORECASE)
_IP = re.compile(r"\[|\d+(?:\.\d+){3}$")
_SUFFIXES = PublicSuffixList()


def resolve(href: str, base: str) -> str | None:
    """The http(s) address that a browser would open for `href` on a page at `base`; None for anything else."""
    href = href.strip()
    return _resolve(href, _share(base) if href and href[0] not in "?#" else base)


@lru_cache(maxsize=4_096)
def _share(base: str) -> str:
    """The part of a base that its neighbours have too: the same links on all pages of a folder are resolved once."""
    path = re.split(r"[?#]", base, maxsplit=1)[0]
    end = path.rfind("/") + 1
    return path[:end] if end > len("https://") else base


@lru_cache(maxsize=65_536)
def _resolve(href: str, base: str) -> str | None:
    try:
        address = ada_url.URL(href, base=base)
    except ValueError:
        return None
    return address.href if address.protocol in {"http:", "https:"} and address.hostname else None


def without_fragment(url: str) -> str:
    return url.partition("#")[0]


@lru_cache(maxsize=65_536)
def key_of(url: str) -> str:
    """The identity of an address: no scheme, fragment or session noise, query sorted, directory index kept."""
    address = ada_url.URL(url)
    path = _SESSION_IN_PATH.sub("", address.pathname)
    pairs = [
        (name, value)
        for name, value in parse_qsl(address.search[1:], keep_blank_values=True)
        if name.lower() not in SESSION_PARAMETERS
    ]
    query = f"?{urlencode(sorted(pairs))}" if pairs else ""
    return f"{address.host}{path}{query}"


@lru_cache(maxsize=16_384)
def host_of(url: str) -> str:
    """The host without its port, lower case, as punycode where the name is Chinese."""
    return str(ada_url.URL(url).hostname)


@lru_cache(maxsize=16_384)
def registered_domain(host: str) -> str:
    """The part of a host name that its owner registered (`www.x.gov.cn` gives `x.gov.cn`); an IP address is its own."""
    if _IP.match(host):
        return host
    return _SUFFIXES.privatesuffix(host) or host


def locator_of(url: str, home: str) -> str:
    """The address as part of a finding's identity: on the site's own host only its path, so that a moved domain changes nothing."""
    key = key_of(url)
    host = key.partition("/")[0]
    return key[len(host) :] if host == key_of(home).partition("/")[0] else key
