"""Teaches what it sounds like to sell what intruders sell, the same bytes every time.

    OPENBLAS_NUM_THREADS=1 PYTHONPATH=src nice python tools/train_wares/train.py CORPORA src/xunwang/inspector/safety/data/wares.bin

CORPORA holds the texts named in tools/train_speller/corpora.json, of which every other line is read, for statistics only. What is
sold is invented (phrases.py). Beside the file the SHA-256 of it and of every text it was built from is written.
"""

# ruff: noqa: INP001  # a folder of scripts, not a package

import argparse
import hashlib
import json
import re
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from random import Random

import msgspec
import numpy as np
from numpy.typing import NDArray
from phrases import honest, pitches, words_of_offices, words_of_trades

from xunwang.inspector.safety.wares import BITS, LEAST, SCALE, WINDOW, Taught, numbers_of, pieces_of, plainly

CORPORA = Path(__file__).parents[1] / "train_speller" / "corpora.json"
PITCHES, HONEST, CLAUSES = 90_000, 70_000, 140_000
ROUNDS = 300
RIDGE = 1e-6
PACE = 0.6
GENTLE = 1.5  # how much more a phrase of an office counts than one of a seller
LEAST_STEPS = 2  # of a weight that is kept
RARE = 12  # times that a word stands in the corpora, at most, by which a page is worth a look
HAN = re.compile(r"[\u4e00-\u9fff]")
PIECE = re.compile(r"[。；！？\n：]")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    random = Random(20)  # noqa: S311  # the same phrases every time
    sold = [cut(text, random) for text in pitches(random, PITCHES)]
    said = [*(cut(text, random) for text in honest(random, HONEST)), *clauses(options.corpora, random)]
    weights, bias = taught([*sold, *said], np.repeat([1.0, 0.0], [len(sold), len(said)]).astype(np.float32))
    steps = np.clip(np.rint(weights * SCALE), -127, 127).astype(np.int8)
    steps[abs(steps) < LEAST_STEPS] = 0
    kept = Taught(steps.tobytes(), round(bias, 3), tuple(rare_words(options.corpora)))
    options.out.write_bytes(zlib.compress(msgspec.msgpack.encode(kept), 9))
    note_origin(options.out, options.corpora)
    sys.stderr.write(f"{np.count_nonzero(steps)} weights, {options.out.stat().st_size} bytes\n")


def rare_words(folder: Path) -> list[str]:
    """The words of the trades that the corpora hardly know."""
    corpora = ((folder / name).read_text(encoding="utf-8") for name in names_of_corpora())
    text = "".join((*corpora, words_of_offices() * (RARE + 1)))
    told = sorted({word for word in words_of_trades() if len(word) > 1 and HAN.search(word)})
    return [word for word in told if text.count(word) <= RARE]


def names_of_corpora() -> list[str]:
    names: list[str] = json.loads(CORPORA.read_text(encoding="utf-8"))
    return names


def cut(text: str, random: Random) -> str:
    """A piece of a text as long as those that are weighed, or shorter."""
    size = random.randrange(WINDOW - 4, WINDOW + 3)
    start = random.randrange(max(1, len(text) - size + 1))
    return text[start : start + size]


def clauses(folder: Path, random: Random) -> list[str]:
    """Pieces of law, news and reports."""
    pieces = [
        cut(piece, random)
        for name in names_of_corpora()
        for line in (folder / name).read_text(encoding="utf-8").split("\n")[::2]
        for piece in PIECE.split(line)
        if len(piece.strip()) >= LEAST
    ]
    return random.sample(pieces, CLAUSES)


def taught(texts: Sequence[str], truth: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
    """Weights and bias of a logistic regression, by gradients whose steps grow smaller where many were made."""
    rows = [[number for piece in pieces_of(plainly(text)) for number in numbers_of(piece)] for text in texts]
    sizes = np.array([len(row) for row in rows])
    numbers, starts = np.concatenate(rows).astype(np.int64), np.concatenate(([0], np.cumsum(sizes)[:-1]))
    root = np.sqrt(3 * np.array([len(plainly(text)) for text in texts])).astype(np.float32)
    counts = np.where(truth > 0, 1.0, GENTLE).astype(np.float32)
    weights, made = np.zeros(1 << BITS, np.float32), np.full(1 << BITS, 1e-8, np.float32)
    bias = 0.0
    for _ in range(ROUNDS):
        odds = bias + np.add.reduceat(weights[numbers], starts) / root
        wrong = (1 / (1 + np.exp(-odds)) - truth) * counts / len(rows)
        slope = np.bincount(numbers, np.repeat(wrong / root, sizes), 1 << BITS).astype(np.float32)
        slope += RIDGE * weights
        made += slope * slope
        weights -= PACE * slope / np.sqrt(made)
        bias -= float(wrong.sum())
    return weights, bias


def note_origin(out: Path, folder: Path) -> None:
    origin = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names_of_corpora()}
    manifest = {"sha256": hashlib.sha256(out.read_bytes()).hexdigest(), "built_from": origin}
    out.with_suffix(".json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
