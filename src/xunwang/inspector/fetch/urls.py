"""Addresses as browsers see them, and the key under which two spellings of one address meet."""

import re
from functools import cache, lru_cache

import ada_url
from publicsuffixlist import PublicSuffixList

# Addresses that the parser gives back unchanged, and that hold nothing which the key drops: most are of these forms.
_BYTE = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_NAME = rf"(?:(?:[a-z0-9-]+\.)+[a-z]{{2,}}|{_BYTE}(?:\.{_BYTE}){{3}})"
_AUTHORITY = rf"{_NAME}(?::(?!(?:80|443)(?!\d))[1-9]\d{{1,3}})?"
_PLAIN = re.compile(rf"https?://({_AUTHORITY}(?:/[A-Za-z0-9_/.-]*)?)", re.ASCII)
_PLAIN_ORIGIN = re.compile(rf"https?://{_AUTHORITY}(?=/|$)", re.ASCII)
_PLAIN_HREF = re.compile(r"/(?!/)[A-Za-z0-9_/.-]*|[A-Za-z0-9_][A-Za-z0-9_/.-]*")
_PLAIN_HOST = re.compile(rf"https?://({_NAME})(?=(?::\d{{1,4}})?(?:[/?#]|$))", re.ASCII)
_STEP = "/."  # a way up or down the folders, or a name with a dot in front
_PUNYCODE = "xn--"  # a name that the parser must check

_SESSION_BEHIND = re.compile(r";(?:jsessionid|phpsessid|sessionid|sid)=[^/;]*", re.IGNORECASE)
_SESSION_FOLDER = re.compile(r"/\((?:[A-Z]\([^/()]*\))+\)(?=/)", re.IGNORECASE)
_ALWAYS_NOISE = frozenset(
    {"jsessionid", "phpsessid", "asp.net_sessionid", "spm", "isappinstalled"}
    | {f"utm_{part}" for part in ("source", "medium", "campaign", "term", "content", "id")}
)
_SESSIONS = frozenset({"sid", "sessionid", "session_id", "sessid", "session"})
_CLOCKS = frozenset({"_", "_t", "t", "ts", "time", "timestamp", "rand", "random", "rnd", "r", "nocache", "v"})
_SHARED_BY = frozenset({"singlemessage", "groupmessage", "timeline"})  # what WeChat adds to a shared address
_TOKEN = re.compile(r"(?=[^=]*\d)(?=[^=]*[A-Za-z])[\w.!%-]{16,}")
_MOMENT = re.compile(r"1\d{9}(?:\d{3})?|0\.\d{5,}")  # seconds or milliseconds since 1970, or Math.random()
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_IP = re.compile(r"\[|\d+(?:\.\d+){3}(?::\d+)?$")
# Addresses of menus and lists come back from page to page; the rest of a large site would fill the memory and are not met again soon.
_REMEMBERED = 8_192
_ANY_BASE = "http://any.invalid/"  # for addresses that name their host themselves


def resolve(href: str, base: str) -> str | None:
    """The http(s) address that a browser would open for `href` on a page at `base`; None for anything else."""
    href = href.strip()
    return _resolve(href, _shared(href, base))


def _shared(href: str, base: str) -> str:
    """As much of the base as `href` needs: what many pages carry is resolved once for all of them."""
    if not href or href[0] in "?#":
        return base
    if href.startswith(("http://", "https://")):
        return _ANY_BASE
    return _origin(base) if href[0] == "/" else _folder(base)


@lru_cache(maxsize=4_096)
def _folder(base: str) -> str:
    path = re.split(r"[?#]", base, maxsplit=1)[0]
    end = path.rfind("/") + 1
    return path[:end] if end > len("https://") else base


@lru_cache(maxsize=4_096)
def _origin(base: str) -> str:
    plain = _PLAIN_ORIGIN.match(base)
    return f"{plain[0]}/" if plain else _folder(base)


@lru_cache(maxsize=_REMEMBERED)
def _resolve(href: str, base: str) -> str | None:
    if _STEP not in href and _PLAIN_HREF.fullmatch(href) and _is_plain_folder(base):
        return f"{base}{href}" if href[0] != "/" else f"{base}{href[1:]}"
    try:
        address = ada_url.URL(href, base=base)
    except ValueError:
        return None
    return address.href if address.protocol in {"http:", "https:"} and address.hostname else None


@lru_cache(maxsize=4_096)
def _is_plain_folder(url: str) -> bool:
    return url.endswith("/") and bool(_PLAIN.fullmatch(url)) and _STEP not in url and _PUNYCODE not in url


def without_fragment(url: str) -> str:
    return url.partition("#")[0]


@lru_cache(maxsize=_REMEMBERED)
def key_of(url: str) -> str:
    """The identity of an address: host (with a port that is not the scheme's own), path and sorted query.

    Scheme, fragment, session ids, time stamps against caches, and the spelling of escapes are left out; a directory
    index is kept. Two keys that differ may still be one page; two pages never share a key. ValueError when `url` is no
    address.
    """
    plain = _PLAIN.fullmatch(url)
    if plain and _STEP not in url and _PUNYCODE not in url:
        key = plain[1]
        return key if "/" in key else f"{key}/"
    return _parsed_key(url)


def _parsed_key(url: str) -> str:
    address = ada_url.URL(url)
    path, search = _plain_escapes(address.pathname), _plain_escapes(address.search)
    if ";" in path or "(" in path:
        path = _SESSION_FOLDER.sub("", _SESSION_BEHIND.sub("", path)) or "/"
    host = f"{_name_of(address)}:{address.port}" if address.port else _name_of(address)
    return f"{host}{path}{_query_key(search) if search else ''}"


def _name_of(address: ada_url.URL) -> str:
    """The host without the dot of the root, which names no other host."""
    return str(address.hostname).removesuffix(".")


def _query_key(search: str) -> str:
    """The query without noise, sorted by name; values of one name keep their order, for it may matter."""
    named = [(pair.partition("="), pair) for pair in search[1:].split("&") if pair]
    kept = [(name, pair) for (name, _, value), pair in named if not _noise(name.lower(), value)]
    kept.sort(key=lambda item: item[0])
    return "?" + "&".join(pair for _, pair in kept) if kept else ""


def _noise(name: str, value: str) -> bool:
    """Whether a parameter says nothing about the page: by its name alone, or by name and form of its value together."""
    if name in _ALWAYS_NOISE or name.startswith("aspsessionid"):
        return True
    if name in _SESSIONS:
        return bool(_TOKEN.fullmatch(value))
    if name in _CLOCKS:
        return bool(_MOMENT.fullmatch(value))
    return name == "from" and value in _SHARED_BY


def _plain_escapes(part: str) -> str:
    return _ESCAPE.sub(_spelled, part) if "%" in part else part


def _spelled(escape: re.Match[str]) -> str:
    """An escape in capitals; a letter that needs none is written as itself."""
    letter = chr(int(escape[1], 16))
    return letter if _UNRESERVED.fullmatch(letter) else escape[0].upper()


@lru_cache(maxsize=_REMEMBERED)
def host_of(url: str) -> str:
    """The host without its port, lower case, as punycode where the name is Chinese."""
    plain = _PLAIN_HOST.match(url)
    if plain and _PUNYCODE not in url:
        return plain[1]
    return _name_of(ada_url.URL(url))


def is_ip(host: str) -> bool:
    """Whether a host, with or without a port, is an address instead of a name."""
    return bool(_IP.match(host))


@lru_cache(maxsize=16_384)
def registered_domain(host: str) -> str:
    """The part of a host name that its owner registered (`www.x.gov.cn` gives `x.gov.cn`); an IP address is its own."""
    if is_ip(host):
        return host
    return _suffixes().privatesuffix(host) or host


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def locator_of(url: str, home: str) -> str:
    """The address as part of a finding's identity: on the site's own host only its path, so that a moved domain changes nothing."""
    key = key_of(url)
    host = key.partition("/")[0]
    return key[len(host) :] if host == key_of(home).partition("/")[0] else key
