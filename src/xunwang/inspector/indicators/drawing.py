"""A sample of pages that anyone can draw again: the same for the same seed, whatever the order in which pages come."""

import hashlib
import heapq
from collections import defaultdict

from xunwang.inspector.model import PageFact, PageKind


class Draw:
    """Keeps `size` pages of each kind: those whose keys, hashed with the seed, come first."""

    def __init__(self, size: int, seed: str) -> None:
        self._size = size
        self._seed = seed
        self._drawn: dict[PageKind, list[tuple[int, str, PageFact]]] = defaultdict(list)

    def see(self, page: PageFact) -> None:
        if not self._size:
            return
        digest = hashlib.sha256(f"{self._seed}/{page.kind}/{page.key}".encode()).digest()
        ticket = (-int.from_bytes(digest[:8], "big"), page.key, page)
        heap = self._drawn[page.kind]
        if len(heap) < self._size:
            heapq.heappush(heap, ticket)
        elif ticket[0] > heap[0][0]:
            heapq.heapreplace(heap, ticket)

    def pages(self, kind: PageKind) -> list[PageFact]:
        """The drawn pages of a kind, by key."""
        return [page for _, _, page in sorted(self._drawn[kind], key=lambda one: one[1])]
