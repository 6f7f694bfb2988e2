"""The words of the reader of foreign circulars: what a document is, and what it says that cannot be true."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, TypeAlias

import msgspec

Kind: TypeAlias = Literal[
    "rate", "sum", "total", "duplicate_row", "serial", "score", "impossible", "mismatch", "growth", "names",
    "rest", "mean", "rank", "attachment", "number", "date",
]  # fmt: skip
Severity: TypeAlias = Literal["certain", "suspected"]

Figures: TypeAlias = Mapping[str, Decimal]
"""Known aggregates by name, such as ``网站.抽查`` or ``新媒体.合格率`` (rates as printed, 94.3 for 94.3%)."""


class CheckInputError(ValueError):
    """The file cannot be read as a circular; the message is one Chinese sentence for the user."""


class Paragraph(msgspec.Struct, frozen=True):
    """One paragraph that is not blank; ``number`` counts such paragraphs from 1."""

    number: int
    text: str


class Table(msgspec.Struct, frozen=True):
    """One table; ``number`` counts tables from 1, ``attachment`` is ``"2"`` below a heading 附件2, else empty."""

    number: int
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    attachment: str = ""


class Document(msgspec.Struct, frozen=True):
    """A circular as its blocks, in reading order."""

    name: str
    blocks: tuple[Paragraph | Table, ...]

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))


class Contradiction(msgspec.Struct, frozen=True):
    """Two statements of a document, or of a document and arithmetic, that cannot both be true."""

    kind: Kind
    where: str
    excerpt: str
    stated: str
    computed: str
    message: str
    severity: Severity = "certain"
