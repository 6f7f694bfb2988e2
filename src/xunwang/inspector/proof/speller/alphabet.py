"""Text as a row of small numbers: what the language model counts."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

EDGE = 0  # a line break
UNKNOWN = 1
NUMBER = 2  # a run of digits
LATIN = 3  # a run of Latin letters
FIRST_CHARACTER = 4

_SKIPPED = 0xFFFF
FOLDED = {
    ",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）", "”": "“", '"': "“",
    "’": "‘", "'": "‘", "％": "%", "．": ".", "﹑": "、", "［": "[", "］": "]",
}  # fmt: skip
_BLANKS = " \t\u3000\xa0\u200b\ufeff\r"


class Tokens(NamedTuple):
    ids: NDArray[np.uint16]
    starts: NDArray[np.int64]  # character offset of each token


class Alphabet:
    """The characters a model knows, in a fixed order after the four classes."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        self.size = FIRST_CHARACTER + len(characters)
        ids = np.full(0x10000, UNKNOWN, np.uint16)
        for number, character in enumerate(characters, FIRST_CHARACTER):
            ids[ord(character)] = number
        for narrow, wide in FOLDED.items():
            ids[ord(narrow)] = ids[ord(wide)]
        for low, high, token in (
            ("0", "9", NUMBER),
            ("０", "９", NUMBER),
            ("a", "z", LATIN),
            ("A", "Z", LATIN),
        ):
            ids[ord(low) : ord(high) + 1] = token
        for blank in _BLANKS:
            ids[ord(blank)] = _SKIPPED
        ids[ord("\n")] = EDGE
        self._ids = ids

    def tokens(self, text: str) -> Tokens:
        """Blanks are left out; digits and letters in a row are one token each; lone surrogates are unknown."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        ids = self._ids.take(np.minimum(codes, 0xFFFF))
        keep = ids != _SKIPPED
        run = (ids[1:] == ids[:-1]) & ((ids[1:] == NUMBER) | (ids[1:] == LATIN))
        keep[1:] &= ~run
        starts = np.flatnonzero(keep)
        return Tokens(ids[starts], starts)

    def id_of(self, character: str) -> int:
        return int(self._ids[ord(character)]) if ord(character) < 0x10000 else UNKNOWN

    def character(self, token: int) -> str:
        return self.characters[token - FIRST_CHARACTER]
