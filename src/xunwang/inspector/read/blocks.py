"""The blocks that the pages of a site share, such as menus and footers: built once, then put into page after page.

A block is the source of an element together with all that its reading hangs on besides: the zone, the visibility, the depth around it.
What is read from a page never depends on what is kept here; it only comes sooner. The sites that one process reads take turns, so that
a block must be found among those of all of them without a search.
"""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from xunwang.inspector.read.shapes import Shape

_ALIKE = 8  # blocks of one opening tag and one sample
_ROOM_SEEN, _ROOM_BUILT = 4_000_000, 2_000_000  # characters of source
_SMALL = frozenset({"li", "tr", "p", "dl"})  # which hold none of their kind
_SMALLEST, _SMALL_SAMPLE = 40, 1_000
_SAMPLE, _STRIDE = 128, 2  # of a large block: so many characters behind its opening tag, of which each second
_PATIENCE, _SELDOM = (
    64,
    16,
)  # blocks of one opening tag that may go unused before only each sixteenth is noted

Context = tuple[object, ...]


class Block:
    """An element by its source; `walk` holds its nodes and text once it was met a second time."""

    __slots__ = ("context", "page", "place", "source", "walk")

    def __init__(self, place: tuple[str, str], source: str, context: Context) -> None:
        self.place = place
        self.source = source
        self.context = context
        self.walk: Any = None
        self.page: object = None


class Kin:
    """The blocks of one opening tag, by a sample of their source."""

    __slots__ = ("by_sample", "fruitless")

    def __init__(self) -> None:
        self.by_sample: dict[str, list[Block]] = {}
        self.fruitless = 0  # blocks noted since one was met again


def _sample(shape: Shape, source: str, place: int) -> str:
    """A part of the source behind an opening tag by which a block is found; "" where it is too short for one."""
    place += len(shape.raw)
    if shape.tag in _SMALL:
        end = source.find(shape.ends[shape.raw[1].isupper()], place, place + _SMALL_SAMPLE)
        return source[place:end] if end - place >= _SMALLEST else ""
    return source[place : place + _SAMPLE : _STRIDE]


class Shelf:
    """The blocks met so far, within a number of characters; those not used for longest go first."""

    def __init__(self, room_seen: int = _ROOM_SEEN, room_built: int = _ROOM_BUILT) -> None:
        self.by_raw: dict[str, Kin] = {}
        self._seen: OrderedDict[Block, None] = OrderedDict()
        self._built: OrderedDict[Block, None] = OrderedDict()
        self._room_seen, self._room_built = room_seen, room_built
        self.size_seen = self.size_built = 0

    def alike(self, shape: Shape, source: str, place: int) -> Sequence[Block]:
        """The blocks with this opening tag that begin as the source does at a place."""
        return self.by_raw[shape.raw].by_sample.get(_sample(shape, source, place), ())

    def learn(self, shape: Shape, source: str, begin: int, end: int, context: Context) -> None:
        """Note a block that was met for the first time."""
        kin = self.by_raw.get(shape.raw) or Kin()
        kin.fruitless += 1
        if kin.fruitless > _PATIENCE and kin.fruitless % _SELDOM:
            return
        sample = _sample(shape, source, begin)
        if not sample or (shape.tag not in _SMALL and end - begin < len(shape.raw) + _SAMPLE):
            return
        self.by_raw[shape.raw] = kin
        block = Block((shape.raw, sample), source[begin:end], context)
        known = kin.by_sample.setdefault(sample, [])
        known.append(block)
        self._seen[block] = None
        self.size_seen += end - begin
        if len(known) > _ALIKE:
            self._forget(next((other for other in known if other.walk is None), known[0]))
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
        """A block that has just been put into a page goes last."""
        if block in self._built:
            self._built.move_to_end(block)
            self.by_raw[block.place[0]].fruitless = 0

    def _forget(self, block: Block) -> None:
        if block in self._seen:
            del self._seen[block]
            self.size_seen -= len(block.source)
        else:
            del self._built[block]
            self.size_built -= len(block.source)
        raw, sample = block.place
        samples = self.by_raw[raw].by_sample
        samples[sample].remove(block)
        if not samples[sample]:
            del samples[sample]
        if not samples:
            del self.by_raw[raw]
