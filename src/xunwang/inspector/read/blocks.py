"""The blocks that the pages of a site share, such as menus and footers: built once, then put into page after page.

A block is the source of an element together with all that its reading hangs on besides: the zone, the visibility, the depth around it.
What is read from a page never depends on what is kept here; it only comes sooner.
"""

from collections import OrderedDict
from typing import Any

_EACH = 24  # blocks of one opening tag
_ROOM_SEEN, _ROOM_BUILT = 4_000_000, 1_500_000  # characters of source

Context = tuple[object, ...]


class Block:
    """An element by its source; `walk` holds its nodes and text once it was met a second time."""

    __slots__ = ("context", "page", "raw", "source", "walk")

    def __init__(self, raw: str, source: str, context: Context) -> None:
        self.raw = raw
        self.source = source
        self.context = context
        self.walk: Any = None
        self.page: object = None


class Shelf:
    """The blocks met so far, by their opening tag, within a number of characters; those not used for longest go first."""

    def __init__(self, room_seen: int = _ROOM_SEEN, room_built: int = _ROOM_BUILT) -> None:
        self.by_raw: dict[str, list[Block]] = {}
        self._seen: OrderedDict[Block, None] = OrderedDict()
        self._built: OrderedDict[Block, None] = OrderedDict()
        self._room_seen, self._room_built = room_seen, room_built
        self.size_seen = self.size_built = 0

    def find(self, raw: str, source: str, place: int, context: Context, page: object) -> Block | None:
        """The block that stands at a place of the source, built or only seen, and not yet in use in this page."""
        for block in self.by_raw[raw]:
            if source.startswith(block.source, place) and block.context == context and block.page is not page:
                return block
        return None

    def learn(self, raw: str, source: str, context: Context) -> None:
        """Note a block that was met for the first time."""
        block = Block(raw, source, context)
        known = self.by_raw.setdefault(raw, [])
        known.append(block)
        self._seen[block] = None
        self.size_seen += len(source)
        if len(known) > _EACH:
            fresh = [other for other in known if other.walk is None]
            self._forget(fresh[0] if len(fresh) * 2 > _EACH else known[len(known) - len(fresh) - 1])
        while self.size_seen > self._room_seen:
            self._forget(next(iter(self._seen)))

    def keep(self, block: Block) -> None:
        """A block that was met again and is built now."""
        del self._seen[block]
        self.size_seen -= len(block.source)
        self._built[block] = None
        self.size_built += len(block.source)
        while self.size_built > self._room_built:
            self._forget(next(iter(self._built)))

    def used(self, block: Block) -> None:
        """Built blocks stand before those only seen, the one used last in front."""
        known = self.by_raw.get(block.raw, [])
        if block in self._built:
            self._built.move_to_end(block)
            if known[0] is not block:
                known.remove(block)
                known.insert(0, block)

    def _forget(self, block: Block) -> None:
        if block in self._seen:
            del self._seen[block]
            self.size_seen -= len(block.source)
        else:
            del self._built[block]
            self.size_built -= len(block.source)
        known = self.by_raw[block.raw]
        known.remove(block)
        if not known:
            del self.by_raw[block.raw]
