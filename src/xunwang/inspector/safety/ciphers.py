"""Addresses that a script holds but does not write: in pieces, back to front, in numbers, by another alphabet.

Whatever the way, the pieces stand in the script as texts and numbers. Every usual way is tried on them; what comes out as an address
was hidden, as nothing else yields one.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

# What scripts put texts together with; one without any of these writes its addresses as they are.
_BUILDS = re.compile(
    r"fromC(?:har|ode)|TextDecoder|charAt\(|charCodeAt|codePointAt|reverse\(|\batob\b|\.join\(|parseInt\(|replace\(|\.map\(|\.split\(|[\w$]\[[\w$]+\["
)
_TEXT = re.compile(r"([\"'`])((?:(?!\1)[^\\\n]|\\.){0,2000})\1")
_BETWEEN = re.compile(r"\s*[,+]\s*")
_NUMBERS = re.compile(
    r"\[\s*((?:0x[\da-fA-F]{1,4}|\d{1,5})(?:\s*,\s*(?:0x[\da-fA-F]{1,4}|\d{1,5})){9,400})\s*,?\s*\]"
)
_ADDRESS = re.compile(
    r"(?:(?:http|ws)s?:)?//(?P<host>(?:[a-z0-9](?:[\w-]{0,40}[a-z0-9])?\.){1,4}[a-z]{2,12})(?![\w.-])[\x21-\x7e]*\Z",
    re.IGNORECASE,
)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{14,2000}={0,2}\Z")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){10,400}\Z")
_SHIFTED = re.compile(r"([a-z])([a-z])\2([a-z])[a-z]?://", re.IGNORECASE)  # http, each letter by another
_SPACED = re.compile(r"h([^a-z]{1,4})t\1t\1p\1", re.IGNORECASE)
_LEAST = 10  # characters of an address
_TABLE = 12  # letters of a text that others are picked from
_MOST = 120  # texts of a script that are tried
_LONGEST = 60_000  # characters of a script that is read


class _Piece(NamedTuple):
    """A text of a script and where it ends; `joins`: only a comma or a plus parts it from the one before."""

    text: str
    joins: bool


def hidden_addresses(code: str) -> tuple[str, ...]:
    """The addresses that come out of the texts and numbers of a script in any usual way, and whose hosts it does not write."""
    if len(code) > _LONGEST or not _BUILDS.search(code):
        return ()
    written = code.lower()
    pieces = list(islice(_pieces(code), _MOST))
    found: dict[str, None] = {}
    for text in (*_of_texts(pieces), *_of_numbers(code, pieces)):
        address = _ADDRESS.match(text) if len(text) >= _LEAST else None
        if address and address["host"].lower() not in written:
            found[text] = None
    return tuple(found)


def _pieces(code: str) -> Iterator[_Piece]:
    end = -1
    for found in _TEXT.finditer(code):
        yield _Piece(found[2], end >= 0 and _BETWEEN.fullmatch(code, end, found.start()) is not None)
        end = found.end()


def _of_texts(pieces: Iterable[_Piece]) -> Iterator[str]:
    """What the texts of a script, one by one and those beside each other as one, may stand for."""
    run: list[str] = []
    for piece in (*pieces, _Piece("", joins=False)):
        if not piece.joins:
            if len(run) > 1:
                yield from _turned("".join(run))
                yield from _turned("".join(reversed(run)))
            run = []
        run.append(piece.text)
        yield from _turned(piece.text)


def _turned(text: str) -> Iterator[str]:
    """A text, and what it was before each usual way to disguise it."""
    if len(text) < _LEAST:
        return
    for way in (text, text[::-1]):
        # Back to front, any path behind a host reads like a host behind two slashes.
        if way is text or "://" in way:
            yield way
        if _BASE64.match(way):
            yield from_base64(way)
        if _HEX.match(way):
            yield bytes.fromhex(way).decode("utf-8", "replace")
        if spaced := _SPACED.match(way):
            yield way.replace(spaced[1], "")
        if shifted := _SHIFTED.match(way):
            yield _moved(way, (ord("h") - ord(shifted[1].lower())) % 26)


def from_base64(text: str) -> str:
    """What a text in Base64 of either alphabet says; "" where it is none."""
    plain = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4)).decode()
    except (binascii.Error, ValueError):
        return ""


def _moved(text: str, by: int) -> str:
    """A text with each letter so many places further in the alphabet."""
    return "".join(
        chr((ord(letter) - base + by) % 26 + base)
        if letter.isascii() and letter.isalpha() and (base := ord("a" if letter.islower() else "A"))
        else letter
        for letter in text
    )


def _of_numbers(code: str, pieces: Iterable[_Piece]) -> Iterator[str]:
    """What lists of numbers may stand for: letters by their number, or by their place in one of the texts."""
    tables = [piece.text for piece in pieces if len(set(piece.text)) >= _TABLE]
    for found in islice(_NUMBERS.finditer(code), _MOST):
        numbers = [int(part, 0) for part in found[1].split(",")]
        for told in (numbers, numbers[::-1]):
            yield "".join(map(chr, told)) if max(told) < 0x80 else ""
            for table in tables:
                yield "".join(table[number] for number in told) if max(told) < len(table) else ""
