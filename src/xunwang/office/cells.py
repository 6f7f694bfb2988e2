"""Text of others in a file without types (csv): what a spreadsheet would run as a formula is kept from being one."""

from typing import Final

_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""The wide forms run where the program follows an input method; the mark itself is marked, so that it can be taken away again."""


def harmless(text: str) -> str:
    """With a mark before what would run; blanks and signs without width before it hide it from nobody."""
    return f"'{text}" if _bare(text).startswith(_STARTS) else text


def unmarked(cell: str) -> str:
    """The text that `harmless` wrote."""
    return cell[1:] if cell.startswith("'") and _bare(cell[1:]).startswith(_STARTS) else cell


def _bare(text: str) -> str:
    return text.lstrip(" \u00a0\u3000\u200b\u2060\ufeff")
