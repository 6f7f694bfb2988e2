"""Hosts whose names say what they are, wherever the source of a page writes them: what an intruder cannot do without is where to."""

import re
from collections.abc import Iterator

from xunwang.inspector.fetch.urls import key_of, resolve
from xunwang.inspector.model import SafetySign
from xunwang.inspector.safety.deep import DeepPage
from xunwang.inspector.safety.hidden import TOLD
from xunwang.inspector.safety.hosts import SAYS_ENOUGH, domain_of, is_stranger, name_weight
from xunwang.inspector.safety.scripts import script_sign

_HOST = re.compile(rb"//([a-z0-9][a-z0-9.-]{3,80})")
_CODED = re.compile(rb"%2f%2f([a-z0-9][a-z0-9.-]{3,80})")
_ADDRESS = re.compile(r"(?:https?:|wss?:)?//[a-z0-9][a-z0-9.-]{3,80}[^\s\"'<>\\)]*", re.IGNORECASE)
_UNSEEN = re.compile(
    r"<(script|style)\b.*?(?:</\1|\Z)|<!--.*?(?:-->|\Z)|<[a-z][^<>]*>?", re.DOTALL | re.IGNORECASE
)
_LINK = re.compile(r"<(?:a|area)\b", re.IGNORECASE)
_LINKED = re.compile(r"\bhref\s*=\s*[\"']?\s*\Z", re.IGNORECASE)
_FORWARDED = "%2f%2f"
_MOST = 6


def hosts_in(body: bytes) -> set[bytes]:
    """The hosts of all addresses in the bytes of a page in small letters."""
    found = set(_HOST.findall(body))
    return found | set(_CODED.findall(body)) if b"%2f%2f" in body else found


def says_enough(host: bytes, home: str) -> bool:
    """Whether the name of a host tells a betting or sex site without any word beside it."""
    url = f"http://{host.decode('ascii', 'replace')}/"
    return name_weight(url) >= SAYS_ENOUGH and is_stranger(url, home)


def named_signs(deep: DeepPage, known: set[str]) -> Iterator[SafetySign]:
    """Addresses with such names in what a page does not show: attributes, scripts, sheets, comments. `known`: domains that were told already; links are told by their words."""
    told = set(known)
    for piece in _UNSEEN.finditer(deep.source):
        text = piece[0]
        if "//" not in text and _FORWARDED not in text.lower():
            continue
        for found in _ADDRESS.finditer(
            text.replace("%2F%2F", "//").replace("%2f%2f", "//").replace("\\/", "/")
        ):
            url = resolve(found[0], deep.home)
            if url is None or name_weight(url) < SAYS_ENOUGH or not is_stranger(url, deep.home):
                continue
            domain = domain_of(url)
            if domain in told or (_LINK.match(text) and _LINKED.search(text[: found.start()])):
                continue
            told.add(domain)
            reasons = [f"页面源码里写着外部网站{domain}的地址，页面上看不见", "域名形似博彩、色情网站"]
            yield script_sign("named", key_of(url), url, reasons, TOLD, target=url, bad=True)
            if len(told) - len(known) >= _MOST:
                return
