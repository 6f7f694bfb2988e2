"""Whether a page says anything that was not read before, in bounded memory."""

import zlib
from collections.abc import Iterable

_REMEMBERED = 65_536  # sentences of one generation
_KEPT = 400  # sentences that outlive the process
_BEGINNING = 1200  # characters of a text that are looked at
_MANY = 8  # new sentences that need not be measured
_ASCII = bytes(range(1, 128)).replace(b"\n", b"")
_DIGITS = b"0123456789"
_STOP = "。".encode()
_MOSTLY = 0.1  # below this share of other letters a text counts as Latin
_SAYS_SOMETHING = 24  # bytes that were not read before: eight Chinese characters


def essence(text: str) -> bytes:
    """What a text says, without what counters, clocks, dates and session ids write into it.

    Of a Chinese text the Chinese characters and line breaks remain; of a Latin one all but its digits.
    """
    raw = text[:_BEGINNING].encode("utf-8", "replace")
    chinese = raw.translate(None, _ASCII)
    return chinese if len(chinese) >= len(raw) * _MOSTLY else raw.translate(None, _DIGITS)


def mark_of(said: bytes) -> int:
    """One number for one essence."""
    return zlib.crc32(said) << 24 | len(said) & 0xFFFFFF


class Novelty:
    """Remembers the sentences read lately, some 10 MB however large the site. What was long ago counts as new again.

    `repeated` are those of pages that said nothing new, as another process of the run left them.
    """

    def __init__(self, repeated: Iterable[int] = ()) -> None:
        self._repeated = dict.fromkeys(repeated)
        self._young = set(self._repeated)
        self._old: set[int] = set()

    def is_new(self, said: bytes) -> bool:
        """Whether an essence holds enough that was not read lately; it counts as read from now on."""
        lines = said.replace(_STOP, b"\n").split(b"\n")
        marks = list(map(zlib.crc32, lines))
        fresh = set(marks) - self._young - self._old
        is_new = len(fresh) >= _MANY or (
            bool(fresh)
            and sum(len(line) for line, mark in zip(lines, marks, strict=True) if mark in fresh)
            >= _SAYS_SOMETHING
        )
        if fresh and len(self._young) >= _REMEMBERED:
            self._old, self._young = self._young, set()
        self._young |= fresh
        if not is_new:
            self._keep(marks)
        return is_new

    def _keep(self, marks: Iterable[int]) -> None:
        for mark in marks:
            self._repeated.pop(mark, None)
            self._repeated[mark] = None
        while len(self._repeated) > _KEPT:
            del self._repeated[next(iter(self._repeated))]

    def repeated(self) -> tuple[int, ...]:
        """The sentences that came again last: what a trap goes on saying after a restart."""
        return tuple(self._repeated)
