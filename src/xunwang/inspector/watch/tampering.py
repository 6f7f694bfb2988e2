"""What a visit brings along: when the page of a target has changed, whether others have put something into it."""

import hashlib
from collections.abc import Callable

from xunwang.inspector.model import Page, Record, SafetyKind, SafetySign
from xunwang.inspector.read import read_page
from xunwang.inspector.safety import with_signs
from xunwang.inspector.safety.comparing import tampered
from xunwang.inspector.watch.model import Target

_PUT_IN = frozenset({SafetyKind.HIDDEN, SafetyKind.SPAM, SafetyKind.SCRIPT, SafetyKind.REDIRECT})


class Intrusion(Record, frozen=True):
    """Signs on the page of a target that were not there at the last visit."""

    target: Target
    address: str
    signs: tuple[SafetySign, ...]


class Guardian:
    """Reads a page only when its bytes are others than last time. Keeps, for each target, a hash and the last clean page."""

    def __init__(self, tell: Callable[[Intrusion], None]) -> None:
        self._tell = tell
        self._hashes: dict[str, bytes] = {}
        self._clean: dict[str, Page] = {}
        self._known: dict[str, frozenset[str]] = {}

    def __call__(self, target: Target, address: str, body: bytes) -> None:
        seen = hashlib.blake2b(body, digest_size=16).digest()
        if self._hashes.get(target.id) == seen:
            return
        self._hashes[target.id] = seen
        signs = self._signs(target, address, body)
        known = self._known.get(target.id, frozenset())
        self._known[target.id] = frozenset(sign.place for sign in signs)
        news = tuple(sign for sign in signs if sign.place not in known)
        if news:
            self._tell(Intrusion(target, address, news))

    def _signs(self, target: Target, address: str, body: bytes) -> tuple[SafetySign, ...]:
        page = with_signs(read_page(body, address, home=target.url), body, None, target.url)
        found = [sign for sign in page.signs if sign.kind in _PUT_IN]
        before = self._clean.get(target.id)
        changed = tampered(before, page, target.name, target.url) if before else None
        if changed:
            found.append(changed)
        if not found:
            self._clean[target.id] = page
        return tuple(found)
