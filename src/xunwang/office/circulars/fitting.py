"""How much room text takes in a cell: not every reader fits the rows of a file that it opens. Pure."""

from math import ceil

_CHINESE = 2.1


def room_of(text: str) -> float:
    """How many figures stand in the place of a text without line breaks."""
    return sum(1.0 if sign.isascii() else _CHINESE for sign in text)


def lines_of(text: str, width: float) -> int:
    """The lines that a text takes in a column of so many figures; at least one."""
    return sum(max(1, ceil(room_of(part) / width)) for part in text.splitlines() or [""])
