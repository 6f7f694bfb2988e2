"""Whether a short text sells what intruders sell, whatever words it finds for that: a weighted sum over pairs of its letters.

Lists know the names of yesterday. Here the weights were learnt from invented phrases of many trades, held against laws, news and
what offices say with the same words (tools/train_wares/train.py). It says so much of titles, links and lines that are no
sentences; alone it is a suspicion, beside another sign it tells.
"""

import re
import zlib
from functools import cache, lru_cache
from importlib import resources
from itertools import accumulate

import msgspec

DATA_FILE = "wares.bin"
BITS = 16  # of the number of a pair
SCALE = 16  # steps of a weight of 1
LEAST = 4  # Chinese characters of a text that says something
WINDOW = 18  # characters of a piece that is weighed
_NEVER = -9.0
_MOST = 200  # characters of a text that are read
LIKELY, SURE = 1.3, 4.0  # log odds from which a text sells, perhaps and without doubt
_PIECES = [slice(start, start + 3) for start in range(_MOST)]  # of a text from `plainly`, with its two marks
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FIGURES = re.compile(r"\d+")
_LATIN = re.compile(r"[a-z]{5,}|[a-z\d./:_@-]{6,}")
_BLANKS = re.compile(r"\s+")
_ONE, _TWO, _THREE = 0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35
_WORD = 0xFFFFFFFF


def plainly(text: str) -> str:
    """A text as it is read: in small letters, its figures, long Latin words and blanks alike, between two marks for its ends."""
    lowered = _FIGURES.sub("0", _LATIN.sub("a", text.strip().lower()))
    return f"^{_BLANKS.sub(' ', lowered)[:_MOST]}$"


def pieces_of(plain: str) -> list[str]:
    """For each letter of a text from `plainly` the piece of up to three letters that ends with it."""
    return [plain[:1], plain[:2], *map(plain.__getitem__, _PIECES[: len(plain) - 2])]


def numbers_of(piece: str) -> list[int]:
    """The numbers of the last letter of a piece, of the pair and of the three that end with it."""
    *before, last = map(ord, piece)
    found = [last * _ONE]
    if before:
        found.append((before[-1] * _ONE ^ last * _TWO) * _ONE)
    if len(before) > 1:
        found.append((before[0] * _ONE ^ before[1] * _TWO ^ last * _THREE) * _TWO)
    return [_mixed(number & _WORD) for number in found]


def _mixed(number: int) -> int:
    return ((number ^ number >> 15) * _THREE & _WORD) >> (32 - BITS)


class Taught(msgspec.Struct, frozen=True):
    """What the training wrote: of each number its weight, a signed byte in steps, the bias, and the words of `anchors`."""

    weights: bytes
    bias: float
    anchors: tuple[str, ...]


@cache
def _taught() -> Taught:
    kept = resources.files(__package__).joinpath(f"data/{DATA_FILE}").read_bytes()
    return msgspec.msgpack.decode(zlib.decompress(kept), type=Taught)


def anchors() -> tuple[str, ...]:
    """Words of the trades that laws, news and reports hardly know; the sentences that hold one are worth a look."""
    return _taught().anchors


@lru_cache(maxsize=8_192)
def odds(text: str) -> float:
    """The log odds that the piece of a text which sounds most like it sells what intruders sell; what says nothing in Chinese is very unlikely to."""
    if len(_HAN.findall(text, 0, _MOST)) < LEAST:
        return _NEVER
    told = list(map(_steps, pieces_of(plainly(text))))
    if len(told) > WINDOW:
        sums = list(accumulate(told))
        best = max(sums[WINDOW - 1], *map(int.__sub__, sums[WINDOW:], sums))
    else:
        best = sum(told)
    root: float = (3.0 * min(len(told), WINDOW)) ** 0.5
    return _taught().bias + best / SCALE / root


@lru_cache(maxsize=16_384)  # the titles and tags of one site share most of their pieces
def _steps(piece: str) -> int:
    """What the last letter of a piece says behind those before it."""
    weights = memoryview(_taught().weights).cast("b")
    return sum(weights[number] for number in numbers_of(piece))


def sells(text: str) -> bool:
    """Whether a text likely sells."""
    return odds(text) >= LIKELY


def surely_sells(text: str) -> bool:
    """Whether a text sells without doubt."""
    return odds(text) >= SURE
