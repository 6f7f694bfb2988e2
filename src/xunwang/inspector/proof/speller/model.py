"""The language model: an interpolated Kneser-Ney 5-gram of characters, pruned, quantised, and asked in bulk.

Log probabilities are natural. `STEP` is their quantum; a backoff weight has its own.
"""

import json
import mmap
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from xunwang.inspector.proof.speller.alphabet import Alphabet
from xunwang.inspector.proof.speller.table import Table

FORMAT = 7
ORDER = 5
STEP = 1 / 16  # of a log probability, 8 bits: down to -15.94
BACKOFF_STEP = 1 / 10
BACKOFF_TOP = 0.3  # a backoff weight may exceed 1 after pruning
BACKOFF_BITS = 6
SAME_SOUND = 2  # the bit of closeness that says so
HOMOPHONES = 20
NAME_STEPS = 16  # of a log ratio of 1
ALONE_STEPS = 8  # of a nat
VECTOR_TOP = 127  # what stands for 1 in a word's vector
IDIOM = 4  # characters of a word that is known by any three of them
MAGIC = b"XUNWANG-SPELLER\n"

PAIR_P = (np.arange(256, dtype=np.float32) - 1) * np.float32(-STEP)  # of what a pair is packed as

Kind = TypeVar("Kind", bound=np.generic)
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]


class Grams(NamedTuple):
    """For each token: which n-grams ending there are known, their log probability and backoff weight, by order."""

    known: list[Flags]  # index 0 is order 2
    log_p: list[Floats]
    backoff: list[Floats]

    def each(self, cut: Callable[[NDArray[Any]], NDArray[Any]]) -> "Grams":
        """The same with something done to every array."""
        return Grams(list(map(cut, self.known)), list(map(cut, self.log_p)), list(map(cut, self.backoff)))


class Model:
    """All that the speller knows; made by the training script, read from one file."""

    def __init__(self, head: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
        self.head = head
        self.arrays = arrays
        self.alphabet = Alphabet(head["characters"])
        self.unigram: Floats = arrays["unigram"].astype(np.float32) * np.float32(-STEP)
        self.unigram_backoff: Floats = _backoff(arrays["unigram_backoff"].astype(np.uint32))
        self.tables = [_table(head, arrays, order) for order in range(2, ORDER + 1)]
        self.words = _small_table(head, arrays, "words")
        self.idioms = _small_table(head, arrays, "idioms")
        self._pairs = _pairs(arrays, self.alphabet.size)
        self.candidates: NDArray[np.uint16] = arrays["candidates"]
        self.closeness: NDArray[np.uint8] = arrays["closeness"]
        self.homophones = _homophones(self.candidates, self.closeness)
        self.company = _small_table(head, arrays, "company")
        self.company_vectors: Floats = arrays["company_vectors"].astype(np.float32) / np.float32(VECTOR_TOP)
        self.company_weight: Floats = arrays["company_weight"]
        self.name_parts: Floats = arrays["name_parts"].astype(np.float32) / np.float32(NAME_STEPS)
        # Of each token: its log probability as a word by itself, and how seldom it is one where it stands.
        self.alone, self.stray = (_eighths(arrays[name]) for name in ("alone", "stray"))
        self.screen: Floats = arrays["screen"]

    def keys(self, ids: NDArray[np.uint16]) -> list[NDArray[np.uint64]]:
        """The keys of the 2-, 3-, 4- and 5-grams that end at each token (a row is one text); short ones wrap into 0."""
        return window_keys(ids, self.alphabet.size)

    def are_alike(self, one: str, other: str) -> bool:
        """Whether one of two characters sounds or looks so that it is taken for the other."""
        a, b = self.alphabet.id_of(one), self.alphabet.id_of(other)
        return bool((self.candidates[a] == b).any() or (self.candidates[b] == a).any())

    def pairs(self, left: NDArray[np.uint64], right: NDArray[np.uint64]) -> tuple[Flags, Floats]:
        """Which pairs of tokens are known, and their log probability; much quicker than `look_up`."""
        value = self.pair_values(left.view(np.int64), right.view(np.int64))
        return value > 0, PAIR_P.take(value)

    def pair_values(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.uint8]:
        """The same still packed: what `PAIR_P` makes a log probability of, 0 for an unknown pair."""
        return self._pairs.take(left * self.alphabet.size + right)

    def look_up(self, order: int, keys: NDArray[np.uint64]) -> tuple[Flags, Floats, Floats]:
        known, value = self.tables[order - 2].look_up(keys)
        log_p = (value & 0xFF).astype(np.float32)
        log_p *= np.float32(-STEP)
        return known, log_p, _backoff(value >> np.uint32(8)) if order < ORDER else log_p

    def grams(self, ids: NDArray[np.uint16]) -> Grams:
        found = Grams([], [], [])
        for order, keys in enumerate(self.keys(ids), 2):
            able = _able(found.known[-1]) if found.known else np.ones(keys.shape, np.bool_)
            _add(found, self._look_up_some(order, keys, able))
        return found

    def changed(self, grams: Grams, windows: NDArray[np.uint16], place: int) -> Grams:
        """Those of windows in which the token at `place`, and maybe the one after it, is another than in `grams`, which begin with the token before it."""
        found = Grams([], [], [])
        wide = windows.astype(np.uint64)
        key, power = wide[:, place:], 1
        for order in range(2, ORDER + 1):
            power *= self.alphabet.size
            key = key + wide[:, place + 1 - order : 1 - order] * np.uint64(power)
            asked = slice(1, order + 2)
            keys = key[:, : order + 1]
            able = _able(found.known[-1])[:, asked] if found.known else np.ones(keys.shape, np.bool_)
            parts = self._look_up_some(order, keys, able)
            old = grams.known[order - 2], grams.log_p[order - 2], grams.backoff[order - 2]
            wholes = old[0].copy(), old[1].copy(), old[2].copy()
            for whole, part in zip(wholes, parts, strict=True):
                whole[:, asked] = part
            _add(found, wholes)
        return found

    def _look_up_some(
        self, order: int, keys: NDArray[np.uint64], able: Flags
    ) -> tuple[Flags, Floats, Floats]:
        """`look_up` of those alone that are able to be known."""
        some = np.flatnonzero(able)
        known, log_p, backoff = self.look_up(order, keys.reshape(-1)[some])
        return (
            _spread(known, some, keys.shape),
            _spread(log_p, some, keys.shape),
            _spread(backoff, some, keys.shape),
        )

    def surprise(self, ids: NDArray[np.uint16], grams: Grams) -> Floats:
        """-log p of each token after the four before it."""
        log_p = self.unigram.take(ids)
        weight = self.unigram_backoff.take(ids)
        for index in range(ORDER - 1):
            log_p[..., 1:] += weight[..., :-1]
            known = grams.known[index]
            np.copyto(log_p, grams.log_p[index], where=known)
            weight = np.where(known, grams.backoff[index], np.float32(0))
        return np.negative(log_p, out=log_p)


def _add(grams: Grams, longer: tuple[Flags, Floats, Floats]) -> None:
    """Puts in the n-grams of the next order."""
    grams.known.append(longer[0])
    grams.log_p.append(longer[1])
    grams.backoff.append(longer[2])


def _able(shorter: Flags) -> Flags:
    """Which n-grams have two parts that are known: no other n-gram exists."""
    able = shorter.copy()
    able[..., 1:] &= shorter[..., :-1]
    return able


def _spread(part: NDArray[Kind], places: NDArray[np.int64], shape: tuple[int, ...]) -> NDArray[Kind]:
    """An array of nothing but these values at these places."""
    whole = np.zeros(shape, part.dtype)
    whole.reshape(-1)[places] = part
    return whole


def window_keys(ids: NDArray[np.uint16], base: int) -> list[NDArray[np.uint64]]:
    """For every place of `ids` (… × length) the keys of the windows of 2 to ORDER characters that end there: the last character weighs 1, the one before it `base`."""
    wide = ids.astype(np.uint64)
    keys = []
    key = wide
    power = 1
    for back in range(1, ORDER):
        power *= base
        key = key.copy()
        key[..., back:] += wide[..., :-back] * np.uint64(power)
        keys.append(key)
    return keys


def _backoff(quantised: NDArray[np.uint32]) -> Floats:
    weight = quantised.astype(np.float32)
    weight *= np.float32(-BACKOFF_STEP)
    weight += np.float32(BACKOFF_TOP)
    return weight


def _eighths(steps: NDArray[np.uint8]) -> Floats:
    return np.asarray(steps.astype(np.float32) / np.float32(-ALONE_STEPS), np.float32)


def _table(head: dict[str, Any], arrays: dict[str, NDArray[Any]], order: int) -> Table:
    seed, value_bits, fingerprint_bits = head["tables"][str(order)]
    slots = arrays[f"grams{order}"]
    if order < ORDER:
        slots = slots.astype(np.uint32) << np.uint32(8)
        slots |= arrays[f"grams{order}_low"]
    return Table(slots, seed, value_bits, fingerprint_bits)


def _pairs(arrays: dict[str, NDArray[Any]], size: int) -> NDArray[np.uint8]:
    """A square of all pairs: 0 where unknown, else 1 + the quantised log probability."""
    square = np.zeros(size * size, np.uint8)
    starts = arrays["pair_starts"].astype(np.int64)
    first = np.repeat(np.arange(size, dtype=np.int64), np.diff(starts))
    square[first * size + arrays["pair_seconds"]] = np.minimum(arrays["pair_p"], 254) + 1
    return square


def _small_table(head: dict[str, Any], arrays: dict[str, NDArray[Any]], name: str) -> Table:
    seed, value_bits, fingerprint_bits = head["tables"][name]
    return Table(arrays[name], seed, value_bits, fingerprint_bits)


def _homophones(candidates: NDArray[np.uint16], closeness: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """For each token the most frequent characters of its sound, itself left out, 0 filling up."""
    own = np.where(closeness & SAME_SOUND, candidates, np.uint16(0))
    order = np.argsort(own == 0, axis=1, kind="stable")[:, :HOMOPHONES]
    return np.take_along_axis(own, order, axis=1)


def save(path: Path, head: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
    """One file: the magic, the length of the head, the head as JSON, the arrays, each at a multiple of 64 bytes."""
    layout = {}
    offset = 0
    ordered = sorted(arrays.items())
    for name, array in ordered:
        layout[name] = [array.dtype.str, list(array.shape), offset]
        offset += -(-array.nbytes // 64) * 64
    text = json.dumps(
        {**head, "format": FORMAT, "arrays": layout}, ensure_ascii=False, sort_keys=True
    ).encode()
    with path.open("wb") as file:
        file.write(MAGIC + len(text).to_bytes(8, "little") + text)
        file.write(bytes(-file.tell() % 64))
        for _, array in ordered:
            file.write(array.tobytes())
            file.write(bytes(-array.nbytes % 64))


def load(path: Path) -> Model:
    """Reads what `save` wrote, memory-mapped; `ValueError` for anything else."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if data[: len(MAGIC)] != MAGIC:
        raise ValueError(f"{path} is no speller model")
    start = len(MAGIC) + 8
    length = int.from_bytes(data[len(MAGIC) : start], "little")
    head = json.loads(data[start : start + length])
    if head["format"] != FORMAT:
        raise ValueError(f"{path} has model format {head['format']}, this version reads {FORMAT}")
    body = -(-(start + length) // 64) * 64
    arrays = {}
    for name, (kind, shape, offset) in head["arrays"].items():
        count = int(np.prod(shape))
        arrays[name] = np.frombuffer(data, np.dtype(kind), count, body + offset).reshape(shape)
    return Model(head, arrays)
