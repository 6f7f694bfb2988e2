"""How much room text takes in a cell: not every reader fits the rows of a file that it opens. Pure."""

from math import ceil

_CHINESE = 2.1


def lines_of(text: str, width: float) -> int:
    """The lines that a text takes in a column of so many figures; at least one."""
    parts = text.splitlines() or [""]
    return sum(
        max(1, ceil(sum(1.0 if sign.isascii() else _CHINESE for sign in one) / width)) for one in parts
    )
