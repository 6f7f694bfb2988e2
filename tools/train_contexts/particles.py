"""Teaches the judge of 的, 地 and 得, the same bytes every time.

    OPENBLAS_NUM_THREADS=1 PYTHONPATH=src nice python tools/train_contexts/particles.py CORPORA OUT

CORPORA and OUT as train.py has them, and the versions too; reads the alphabet of the shipped speller.
"""

# ruff: noqa: INP001  # a folder of scripts, not a package

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jieba
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from train import learn, note_origin, read, say  # beside this script

from xunwang.inspector.proof.speller.alphabet import FIRST_CHARACTER, Alphabet
from xunwang.inspector.proof.speller.particles import (
    BITS,
    KIND_BITS,
    KIND_FINGERPRINT,
    LY,
    OF,
    SCALE,
    SO,
    Judge,
    sides_of,
)
from xunwang.inspector.proof.speller.spell import shipped
from xunwang.inspector.proof.speller.table import build

NEAR = 5  # tokens to each side that must differ for a place to count anew
THINNED = 3  # of the laws' 的 one is read: their sentences are much alike
SEEN = 2  # surroundings that must hold a clue
NAMES = frozenset(["nr", "ns", "nt", "nz"])  # kinds of words that are names: no kind of their own
LONGEST = 4
COUNTING = frozenset("多各两二三四五六七八九十几等此该某")  # words behind which 地 is a place: 多地, 两地
_RUN = re.compile(rf"[\u4e00-\u9fff]*[{LY}{SO}][\u4e00-\u9fff]*")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    alphabet = shipped().model.alphabet
    arrays = kinds_of_words(alphabet)
    table = build(arrays.pop("keys"), arrays.pop("values"), KIND_BITS, KIND_FINGERPRINT)
    arrays |= {"kinds": table.slots, "seed": np.array(table.seed)}
    judge = Judge(np.zeros((2, 1 << BITS), np.int8), table, arrays["alone"])
    seen = surroundings("\n".join(read(options.corpora)), alphabet, judge)
    say(", ".join(f"{particle} {len(rows)}" for particle, rows in seen.items()))
    for row, particle in enumerate((LY, SO)):
        weights = taught(seen[OF], seen[particle])
        places = np.flatnonzero(weights)
        arrays |= {f"places{row}": places.astype(np.uint32), f"weights{row}": weights[places]}
    np.savez_compressed(options.out, **arrays)
    note_origin(options.out, options.corpora)
    say(f"{options.out.stat().st_size} bytes")


def kinds_of_words(alphabet: Alphabet) -> dict[str, NDArray[Any]]:
    """What jieba's dictionary (MIT) calls each word: keys and values of words of two to four characters, and of each token."""
    rows = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    words = [(word, kind) for word, _, kind in (row.split(" ") for row in rows) if kind[:2] not in NAMES]
    often = Counter(kind for _, kind in words)
    numbers = {kind: number for number, (kind, _) in enumerate(often.most_common(31), 1)}
    alone = np.zeros(alphabet.size, np.uint8)
    keys: dict[int, int] = {}
    for word, kind in words:
        tokens = [alphabet.id_of(character) for character in word]
        if kind not in numbers or len(word) > LONGEST or min(tokens) < FIRST_CHARACTER:
            continue
        if len(word) == 1:
            alone[tokens[0]] = numbers[kind]
            continue
        key = 0
        for token in tokens:
            key = key * alphabet.size + token
        keys[key] = numbers[kind]
    ordered = sorted(keys)
    return {
        "keys": np.array(ordered, np.uint64),
        "values": np.array([keys[key] for key in ordered], np.uint32),
        "alone": alone,
    }


def surroundings(text: str, alphabet: Alphabet, judge: Judge) -> dict[str, NDArray[np.int64]]:
    """The clues of each place of each particle, those that come again left out."""
    tokens = alphabet.tokens(text)
    free = np.searchsorted(tokens.starts, np.array(list(standing_alone(text)), np.int64))
    every = np.flatnonzero(tokens.ids == alphabet.id_of(OF))
    at = {OF: every[::THINNED], LY: free, SO: free}
    found = {}
    for particle, places in at.items():
        own = places[tokens.ids[places] == alphabet.id_of(particle)]
        left, right = sides_of(alphabet, tokens.ids, own)
        near = np.concatenate([left[:, :NEAR], right[:, :NEAR]], axis=1)
        fresh = np.sort(np.unique(near, axis=0, return_index=True)[1])
        found[particle] = np.concatenate(
            [judge.clues(alphabet, (left[some], right[some])) for some in np.array_split(fresh, 20)]
        )
    return found


def standing_alone(text: str) -> Iterator[int]:
    """Where 地 or 得 is no part of a word and joins two, in order."""
    for run in _RUN.finditer(text):
        at = run.start()
        before = ""
        for word in jieba.cut(run[0], HMM=False):
            place = word == LY and before in COUNTING
            if word in {LY, SO} and not place and run.start() < at < run.end() - 1:
                yield at
            at, before = at + len(word), word


def taught(usual: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int8]:
    """The weights that tell another particle from the usual one, in steps."""
    rows = np.concatenate([usual, other])
    truth = np.repeat([0.0, 1.0], [len(usual), len(other)])
    number, width = rows.shape
    table = csr_matrix(
        (np.ones(rows.size), rows.ravel(), np.arange(0, rows.size + 1, width)), (number, 1 << BITS)
    )
    columns = np.flatnonzero(np.bincount(rows.ravel(), minlength=1 << BITS) >= SEEN)
    weights = np.zeros(1 << BITS, np.int8)
    weights[columns] = np.clip(np.rint(learn(table[:, columns], truth) * SCALE), -127, 127)
    return weights


if __name__ == "__main__":
    main()
