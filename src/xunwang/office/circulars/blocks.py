"""What a circular is printed from: paragraphs of wording that still know their slots, and tables of figures."""

from msgspec import field

from xunwang.inspector.model import Record
from xunwang.office.circulars.columns import Choosable
from xunwang.office.circulars.layout import SLOT, Role


class Piece(Record, frozen=True):
    """Wording with slots and the values that fill them."""

    wording: str
    values: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return SLOT.sub(lambda match: self.values[match[1]], self.wording)


class Block(Record, frozen=True):
    """One paragraph to print."""

    role: Role
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


class Cell(Record, frozen=True):
    """A cell of a table: what stands in it and the key of the figure it shows (None: a label)."""

    text: str
    figure: str | None = None


class Table(Record, frozen=True):
    """A table of figures: header, then rows; the first cell of each row names it. `choosable`: where people may choose its columns."""

    caption: Piece
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    choosable: Choosable | None = None
