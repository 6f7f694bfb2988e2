"""Words of two to four characters out of jieba's dictionary (MIT)."""

# ruff: noqa: INP001  # a folder of scripts, not a package

from collections.abc import Iterator
from pathlib import Path

import jieba
import numpy as np
from numpy.typing import NDArray

from xunwang.inspector.proof.speller.alphabet import FIRST_CHARACTER, UNKNOWN, Alphabet
from xunwang.inspector.proof.speller.model import ALONE_STEPS, IDIOM

VALUE_BITS = 4  # 1 + half the binary logarithm of the frequency
CHARACTER_BITS = 13
LEAST_FREQUENCY = 3
COPIES = 2  # of each word, so that its n-grams pass for known


def word_keys(alphabet: Alphabet) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Keys as those of n-grams, and how frequent each word is."""
    found: dict[int, int] = {}
    for tokens, often in words(alphabet):
        key = 0
        for token in tokens:
            key = key * alphabet.size + token
        found[key] = max(found.get(key, 0), often)
    keys = np.array(sorted(found), np.uint64)
    values = [min(15, 1 + found[int(key)].bit_length() // 2) for key in keys]
    return keys, np.array(values, np.uint32)


def idiom_keys(alphabet: Alphabet) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Words of four characters with one left open: keys with UNKNOWN at its place, and the character of the commonest word."""
    found: dict[int, tuple[int, int]] = {}
    for tokens, often in words(alphabet):
        if len(tokens) != IDIOM:
            continue
        for hole, missing in enumerate(tokens):
            key = 0
            for place, token in enumerate(tokens):
                key = key * alphabet.size + (UNKNOWN if place == hole else token)
            found[key] = max(found.get(key, (0, 0)), (often, missing))
    keys = np.array(sorted(found), np.uint64)
    return keys, np.array([found[int(key)][1] for key in keys], np.uint32)


def as_text(alphabet: Alphabet) -> NDArray[np.uint16]:
    """The words as a text in which each stands alone: they lend the model the vocabulary of general Chinese."""
    row: list[int] = []
    for tokens, often in words(alphabet):
        if often >= LEAST_FREQUENCY:
            row += [UNKNOWN, *tokens] * COPIES
    return np.array(row, np.uint16)


def words(alphabet: Alphabet) -> Iterator[tuple[list[int], int]]:
    for word, often in entries():
        tokens = [alphabet.id_of(character) for character in word]
        if 2 <= len(word) <= 4 and min(tokens) >= FIRST_CHARACTER:
            yield tokens, often


def alone(alphabet: Alphabet) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Of each token, in steps of `ALONE_STEPS` below 0: its log probability as a word by itself, and how seldom it is one where it stands."""
    single = np.full(alphabet.size, 0.5)
    every = np.full(alphabet.size, 0.5)
    total = 0
    for word, often in entries():
        total += often
        tokens = [alphabet.id_of(character) for character in word]
        np.add.at(every, tokens, often)
        if len(tokens) == 1:
            single[tokens[0]] += often
    of_class = np.arange(alphabet.size) < FIRST_CHARACTER
    usual = np.where(of_class, np.exp(-3.0), single / total)
    share = np.where(of_class, 1.0, single / every)
    steps = [np.clip(np.rint(-ALONE_STEPS * np.log(values)), 0, 255) for values in (usual, share)]
    return steps[0].astype(np.uint8), steps[1].astype(np.uint8)


def entries() -> Iterator[tuple[str, int]]:
    for line in Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines():
        word, often, *_ = line.split(" ")
        yield word, int(often)
