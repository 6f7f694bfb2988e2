"""Teaches the judges of words that are taken for each other, the same bytes every time.

    OPENBLAS_NUM_THREADS=1 PYTHONPATH=src nice python tools/train_contexts/train.py CORPORA OUT

CORPORA holds the texts named in tools/train_speller/corpora.json, of the last of which only the first half is read; OUT is
the file of the judges, beside which the SHA-256 of it and of every text it was built from is written. Needs the versions in tools/train_speller/requirements.txt.
"""

# ruff: noqa: INP001  # a folder of scripts, not a package

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import jieba
import numpy as np
import pypinyin
from ahocorasick_rs import AhoCorasick
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from xunwang.inspector.proof.contexts import BITS, SCALE, clues, number_of, plain, salt_of

CORPORA = Path(__file__).parents[1] / "train_speller" / "corpora.json"
LEAST = 60  # times a word must stand in the corpora
MOST = 4000  # of its surroundings that are read
FOLDS = 4
RIDGE = 0.5
SEEN = 2  # surroundings that must hold a clue
LEAST_BAR = 3.7  # of the log odds: lower ones doubt more words of texts of other kinds
DOUBTED = 0.0015  # of the surroundings never read in which a right word may be
ROOM = 0.5  # of the log odds, beyond those
ENOUGH = 0.15  # of the surroundings never read in which the wrong word must be found, for a pair to be kept


Place = tuple[int, int]  # line, character


class Pair(NamedTuple):
    first: str
    second: str


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    lines = list(read(options.corpora))
    pairs, found = likely_pairs(lines)
    say(f"{len(pairs)} pairs, {len(found)} words")
    kept: list[str] = []
    bars: list[float] = []
    weights = np.zeros(1 << BITS, np.int8)
    for pair in pairs:
        learnt, (forth, back), text = taught(
            pair, [[clues(plain(lines[at]), start, start + 2) for at, start in found[word]] for word in pair]
        )
        say(text)
        for written, other, bar in ((pair.first, pair.second, forth), (pair.second, pair.first, back)):
            if bar:
                kept.append(written + other)
                bars.append(bar)
        if forth or back:
            weights = np.where(learnt != 0, learnt, weights)
    places = np.flatnonzero(weights)
    np.savez_compressed(
        options.out,
        pairs=np.array(kept),
        bars=np.array(bars, np.float32),
        places=places.astype(np.uint32),
        weights=weights[places],
    )
    note_origin(options.out, options.corpora)
    say(f"{len(kept)} directions, {len(places)} clues, {options.out.stat().st_size} bytes")


def note_origin(out: Path, folder: Path) -> None:
    names = json.loads(CORPORA.read_text(encoding="utf-8"))
    origin = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    manifest = {"sha256": hashlib.sha256(out.read_bytes()).hexdigest(), "built_from": origin}
    out.with_suffix(".json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def read(folder: Path) -> Iterator[str]:
    *texts, official = json.loads(CORPORA.read_text(encoding="utf-8"))
    for name in texts:
        yield from (folder / name).read_text(encoding="utf-8").split("\n")
    lines = (folder / official).read_text(encoding="utf-8").split("\n")
    yield from lines[: len(lines) // 2]


def likely_pairs(lines: Sequence[str]) -> tuple[list[Pair], dict[str, list[Place]]]:
    """Words of two characters that sound alike and share one, both of them seen often enough; and where they stand."""
    rows = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    words = sorted({row.split(" ")[0] for row in rows if len(row.split(" ")[0]) == 2})
    by_sound: dict[tuple[str, ...], list[str]] = {}
    for word in words:
        by_sound.setdefault(tuple(pypinyin.lazy_pinyin(word)), []).append(word)
    close = [
        Pair(*sorted(two))
        for alike in by_sound.values()
        for two in combinations(alike, 2)
        if two[0][0] == two[1][0] or two[0][1] == two[1][1]
    ]
    found = places_of(lines, sorted({word for pair in close for word in pair}))
    pairs = [pair for pair in close if min(len(found[word]) for word in pair) >= LEAST]
    return sorted(pairs), found


def places_of(lines: Sequence[str], words: list[str]) -> dict[str, list[Place]]:
    """Where each word stands, in order, surroundings that come again left out, thinned where there are too many."""
    finder = AhoCorasick(words)
    places: list[list[Place]] = [[] for _ in words]
    seen: set[int] = set()
    for number, line in enumerate(lines):
        for word, start, end in finder.find_matches_as_indexes(line, overlapping=True):
            mark = crc32(line[max(0, start - 8) : end + 8].encode()) * len(words) + word
            if mark not in seen:
                seen.add(mark)
                places[word].append((number, start))
    return {word: at[:: max(1, -(-len(at) // MOST))] for word, at in zip(words, places, strict=True)}


def taught(pair: Pair, seen: Sequence[Sequence[list[bytes]]]) -> tuple[NDArray[np.int8], list[float], str]:
    """The weights of a pair, its bars to both sides (0: not worth asking), and a line about it; `seen` holds the clues of each place of both words."""
    sizes = [len(rows) for rows in seen]
    rows = [*seen[0], *seen[1]]
    truth = np.repeat([0.0, 1.0], sizes)
    table, columns = clue_table(pair, rows)
    fold = np.concatenate([np.arange(size) * FOLDS // size for size in sizes])
    odds = np.zeros(len(rows))
    for nth in range(FOLDS):
        odds[fold == nth] = table[fold == nth] @ learn(table[fold != nth], truth[fold != nth])
    bars = [barred(odds[truth == 0], odds[truth == 1]), barred(-odds[truth == 1], -odds[truth == 0])]
    whole = np.zeros(1 << BITS, np.int8)
    whole[columns] = np.clip(np.rint(learn(table, truth) * SCALE), -127, 127)
    return whole, bars, f"{pair.first} {pair.second} {sizes[0]} {sizes[1]} {bars[0]:.1f} {bars[1]:.1f}"


def clue_table(pair: Pair, rows: Sequence[Sequence[bytes]]) -> tuple[csr_matrix, NDArray[np.int64]]:
    """Which row holds which clue, of those that several rows hold; and the number of each column."""
    salt = salt_of(*pair)
    marks = [[number_of(clue, salt) for clue in row] for row in rows]
    ends = np.cumsum([0, *map(len, marks)])
    flat = np.concatenate([np.array(row, np.int64) for row in marks])
    column, at, often = np.unique(flat, return_inverse=True, return_counts=True)
    table = csr_matrix((np.ones(len(flat)), at, ends), (len(rows), len(column)))
    enough = often >= SEEN
    return table[:, enough], column[enough]


def learn(table: csr_matrix, truth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logistic regression with a ridge, both words weighing as much."""
    weight = np.where(truth == 1, 0.5 / max(truth.mean(), 1e-9), 0.5 / max(1 - truth.mean(), 1e-9))

    def loss(beta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = table @ beta
        off = weight * (1 / (1 + np.exp(-odds)) - truth)
        cost = weight @ (np.logaddexp(0, odds) - truth * odds) + RIDGE * beta @ beta
        return cost, table.T @ off + 2 * RIDGE * beta

    start = np.zeros(table.shape[1])
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 40}).x


def barred(right: NDArray[np.float64], wrong: NDArray[np.float64]) -> float:
    """From which odds on a word is suspected to be the other; 0 where that would find too few slips."""
    bar = max(LEAST_BAR, float(np.sort(right)[::-1][int(DOUBTED * len(right))]) + ROOM)
    return bar if (wrong >= bar).mean() >= ENOUGH else 0.0


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main()
