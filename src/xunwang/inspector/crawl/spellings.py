"""One page under addresses that differ in capitals or doubled slashes only, as servers of Windows and careless templates make them."""

import hashlib
import re
from collections.abc import Iterable

_SLASHES = re.compile(r"/{2,}")
KEPT = 32_768
_MARK = 8  # bytes


class Spellings:
    """Knows the pages read last by what all spellings of their address share, in some 5 MB. `read` are keys and digests, oldest first.

    Only what is equal to the last byte is one page: on other servers each spelling is a page of its own.
    """

    def __init__(self, read: Iterable[tuple[str, bytes]] = ()) -> None:
        self._read: dict[bytes, tuple[bytes, bytes]] = {}
        for key, digest in read:
            self.is_known(key, digest)

    def is_known(self, key: str, digest: bytes) -> bool:
        """Whether a page that was read just now had been read under another spelling; one that had not been is remembered."""
        name = _mark(_SLASHES.sub("/", key).lower())
        this = _mark(key), digest[:_MARK]
        first = self._read.get(name)
        if first is None:
            if len(self._read) >= KEPT:
                del self._read[next(iter(self._read))]
            self._read[name] = this
            return False
        return first[0] != this[0] and first[1] == this[1]


def _mark(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_MARK).digest()
