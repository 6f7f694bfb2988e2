"""Words that people changed around the numbers: a paragraph keeps its slots, its wording becomes another.

An edit is kept under the key of the paragraph as the layout words it, so it holds for the next draft as well and falls
away where the paragraph no longer stands.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from xunwang.office.circulars.blocks import Block, Piece, Table
from xunwang.office.circulars.layout import SLOT

EDITABLE = frozenset({"mark", "title", "addressees", "h1", "h2", "body", "remark", "office", "contact"})
_NUMBERED = frozenset({"h1", "h2"})


def edited(blocks: Iterable[Block | Table], edits: Mapping[str, str]) -> Iterator[Block | Table]:
    """The blocks with the edits that still find their paragraph."""
    for block, key in keyed(blocks):
        wording = edits.get(key) if key else None
        if wording is None or isinstance(block, Table):
            yield block
        else:
            values = merged(block).values
            piece = Piece(wording, {name: values[name] for name in SLOT.findall(wording)})
            yield msgspec.structs.replace(block, pieces=(*_ordinal(block), piece))


def keyed(blocks: Iterable[Block | Table]) -> Iterator[tuple[Block | Table, str]]:
    """Every block with the key of its edit; "" where its words are not for changing."""
    met: dict[str, int] = {}
    for block in blocks:
        if isinstance(block, Table) or block.role not in EDITABLE:
            yield block, ""
            continue
        wording = merged(block).wording
        met[wording] = met.get(wording, 0) + 1
        yield block, hashlib.sha256(f"{met[wording]} {wording}".encode()).hexdigest()[:16]


def merged(block: Block) -> Piece:
    """The paragraph as one piece, without its ordinal; slots of one name and several values are told apart."""
    wording, values = "", dict[str, str]()
    for piece in block.pieces[len(_ordinal(block)) :]:
        names = {name: _name(name, piece.values[name], values) for name in SLOT.findall(piece.wording)}
        values |= {names[name]: piece.values[name] for name in names}
        wording += _renamed(piece.wording, names)
    return Piece(wording, values)


def _renamed(wording: str, names: Mapping[str, str]) -> str:
    return SLOT.sub(lambda match: f"{{{names[match[1]]}}}", wording)


def _name(name: str, value: str, taken: Mapping[str, str]) -> str:
    number, wanted = 1, name
    while taken.get(wanted, value) != value:
        number += 1
        wanted = f"{name}_{number}"
    return wanted


def _ordinal(block: Block) -> tuple[Piece, ...]:
    return block.pieces[:1] if block.role in _NUMBERED else ()
