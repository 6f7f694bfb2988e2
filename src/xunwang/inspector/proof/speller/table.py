"""A static map from 64-bit keys to small numbers: three places XORed together, no key stored.

The layout is a binary fuse filter that carries values (Graf and Lemire 2022). A key that was never put in answers
"absent" except by chance, once in 2^fingerprint bits.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
SEGMENT_BITS = 12
SEGMENT = 1 << SEGMENT_BITS
BLOCK = 1 << 14  # keys looked up at a time: their numbers stay in the cache

_MASK = np.uint64(SEGMENT - 1)
_HALF = np.uint64(32)
_STEP = np.uint64(SEGMENT_BITS)
_MIX1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX2 = np.uint64(0x94D049BB133111EB)


class Places(NamedTuple):
    """Where a key's value stands: three slots, and the fingerprint it must show."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    third: NDArray[np.int64]
    fingerprint: NDArray[np.uint32]


def places(keys: Keys, seed: int, segments: int, fingerprint_bits: int) -> Places:
    """Where each key's three cells lie in a table of so many segments, and the fingerprint that they give together. Works in place: `mixed` is the only copy."""
    mixed = keys ^ np.uint64(seed)
    mixed *= _MIX1
    spare = mixed >> _HALF
    mixed ^= spare
    mixed *= _MIX2
    mixed ^= np.right_shift(mixed, np.uint64(29), out=spare)
    base = mixed >> _HALF
    base *= np.uint64(segments - 2)
    base >>= _HALF
    base <<= _STEP
    first = np.bitwise_and(mixed, _MASK, out=spare)
    first |= base
    mixed ^= mixed >> np.uint64(17)
    sign = (mixed >> np.uint64(40)).astype(np.uint32)
    sign &= np.uint32((1 << fingerprint_bits) - 1)
    base += np.uint64(SEGMENT)
    second = mixed >> _STEP
    second &= _MASK
    second |= base
    base += np.uint64(SEGMENT)
    mixed &= _MASK
    mixed |= base
    return Places(first.view(np.int64), second.view(np.int64), mixed.view(np.int64), sign)


class Table(NamedTuple):
    """Slots hold value | fingerprint << value_bits."""

    slots: NDArray[np.uint32] | NDArray[np.uint16]
    seed: int
    value_bits: int
    fingerprint_bits: int

    def look_up(self, keys: Keys) -> tuple[NDArray[np.bool_], NDArray[np.uint32]]:
        """(present, value) for each key; the value of an absent key is 0."""
        flat = keys.reshape(-1)
        present = np.empty(flat.shape, np.bool_)
        value = np.empty(flat.shape, np.uint32)
        for start in range(0, len(flat), BLOCK):
            block = slice(start, start + BLOCK)
            present[block], value[block] = self._look_up(flat[block])
        return present.reshape(keys.shape), value.reshape(keys.shape)

    def _look_up(self, keys: Keys) -> tuple[NDArray[np.bool_], NDArray[np.uint32]]:
        at = places(keys, self.seed, len(self.slots) >> SEGMENT_BITS, self.fingerprint_bits)
        word = self.slots.take(at.first)
        word ^= self.slots.take(at.second)
        word ^= self.slots.take(at.third)
        present = (word >> self.value_bits) == at.fingerprint
        value = (word & ((1 << self.value_bits) - 1)).astype(np.uint32)
        return present, value * present


def build(keys: Keys, values: NDArray[np.uint32], value_bits: int, fingerprint_bits: int) -> Table:
    """The table of distinct `keys`; deterministic. Tries seeds in order until the keys peel."""
    wide = value_bits + fingerprint_bits
    segments = max(3, int(len(keys) * 1.14) // SEGMENT + 3)
    for seed in range(1, 100):
        at = places(keys, seed, segments, fingerprint_bits)
        rounds = _peel(at, segments * SEGMENT)
        if rounds is not None:
            break
    else:
        raise ValueError("keys are not distinct")
    kind: type[np.uint16 | np.uint32] = np.uint16 if wide <= 16 else np.uint32
    slots: NDArray[Any] = np.zeros(segments * SEGMENT, kind)
    words = (values | (at.fingerprint << np.uint32(value_bits))).astype(slots.dtype)
    corners = np.stack([at.first, at.second, at.third])
    for owned, slot in reversed(rounds):
        three = corners[:, owned]
        slots[slot] = 0
        slots[slot] = words[owned] ^ slots[three[0]] ^ slots[three[1]] ^ slots[three[2]]
    return Table(slots, seed, value_bits, fingerprint_bits)


Round = tuple[NDArray[np.int64], NDArray[np.int64]]


def _peel(at: Places, size: int) -> list[Round] | None:
    """The keys in the order they can be taken off, each with the slot that is its own; None where a core stays."""
    corners = np.stack([at.first, at.second, at.third])
    count = np.bincount(corners.ravel(), minlength=size).astype(np.int32)
    hidden = np.zeros(size, np.int64)
    for row in corners:
        np.bitwise_xor.at(hidden, row, np.arange(len(row)))
    rounds: list[Round] = []
    front = np.flatnonzero(count == 1)
    peeled = 0
    while len(front):
        owned, where = np.unique(hidden[front], return_index=True)
        rounds.append((owned, front[where]))
        peeled += len(owned)
        touched = corners[:, owned]
        for row in touched:
            np.subtract.at(count, row, 1)
            np.bitwise_xor.at(hidden, row, owned)
        around = np.unique(touched)
        front = around[count[around] == 1]
    return rounds if peeled == len(at.first) else None
