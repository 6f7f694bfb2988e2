"""One page under many names: session ids in its address, or a host that answers with and without `www.`."""

from typing import TypeVar

from xunwang.inspector.crawl.neighbours import twin_of
from xunwang.inspector.crawl.shapes import folded, numberless
from xunwang.inspector.fetch.urls import key_of

Kept = TypeVar("Kept")
_PAGES_KEPT = 8192
_SHAPES_KEPT = 512
_HOSTS_KEPT = 256
_PROOFS = 3  # times that one page came under another name before such names count as one
_CLEARLY = 4  # times as often as a different one


class Doubles:
    """Compares pages whose addresses differ in nothing but a token or the `www.`. Only what proves equal is one page.

    So articles that are numbered by long tokens stay articles: behind each token stands another text.
    """

    def __init__(self, proven: tuple[str, ...] = ()) -> None:
        self._proven: dict[str, bool] = dict.fromkeys(proven, True)
        self._read: dict[str, tuple[str, int]] = {}
        self._tries: dict[str, tuple[int, int]] = {}
        self._hosts: dict[str, bool] = {}

    def is_double(self, url: str) -> bool:
        """Whether the page was read under another name."""
        key = key_of(url)
        name = self._name(key)
        read = self._read.get(name) if name else None
        return bool(name and read and read[0] != key and numberless(name) in self._proven)

    def concerns(self, url: str) -> bool:
        """Whether an address may be one of many names; `saw` needs the marks of such pages only."""
        key = key_of(url)
        self._meet(key.partition("/")[0])
        return self._name(key) is not None

    def saw(self, url: str, mark: int) -> None:
        """Learns from the mark of what a page says; addresses that cannot be one of many names are ignored."""
        key = key_of(url)
        name = self._name(key)
        if name is None:
            return
        known = self._read.get(name)
        if known is None:
            _make_room(self._read, _PAGES_KEPT)
            self._read[name] = (key, mark)
        elif known[0] != key:
            self._compare(numberless(name), equal=known[1] == mark)

    def proven(self) -> tuple[str, ...]:
        """The shapes of addresses whose names are many."""
        return tuple(self._proven)

    def _name(self, key: str) -> str | None:
        """What the names of one page have in common; None when the address has nothing that could be left out."""
        host, _, rest = key.partition("/")
        if not self._hosts.get(host):
            return folded(key)
        common = f"{host.removeprefix('www.')}/{rest}"
        return folded(common) or common

    def _meet(self, host: str) -> None:
        """Notes that pages come from a host: from then on that its twin is there as well counts."""
        if host not in self._hosts:
            _make_room(self._hosts, _HOSTS_KEPT)
            both = twin_of(host) in self._hosts
            self._hosts[host] = both
            if both:
                self._hosts[twin_of(host)] = True

    def _compare(self, shape: str, *, equal: bool) -> None:
        same, other = self._tries.pop(shape, (0, 0))
        same, other = same + equal, other + (not equal)
        _make_room(self._tries, _SHAPES_KEPT)
        self._tries[shape] = (same, other)
        if same >= _PROOFS and same > _CLEARLY * other:
            _make_room(self._proven, _SHAPES_KEPT)
            self._proven[shape] = True


def _make_room(memory: dict[str, Kept], limit: int) -> None:
    """Forgets the oldest entry of a full memory."""
    if len(memory) >= limit:
        del memory[next(iter(memory))]
