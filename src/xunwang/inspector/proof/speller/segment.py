"""How well a window of tokens divides into words of the dictionary."""

import numpy as np
from numpy.typing import NDArray

from xunwang.inspector.proof.speller.model import Floats, Model, window_keys

LONGEST = 4
AROUND = 5  # characters on each side that words at the edge may reach
WORD = np.float32(2 * np.log(2))  # nats of a step of a word's frequency
RAREST = np.float32(-16)  # nats of a word of the lowest step
CLEAR = 1.0  # nats by which one division must be likelier to be the right one
LOOSE = np.float32(-3)  # nats for a character that is no part of a word


def segmented(model: Model, windows: NDArray[np.uint16]) -> Floats:
    """The log probability of the likeliest division of each window into words, single characters counting as rare ones."""
    rows, width = windows.shape
    alone = model.unigram.take(windows) + LOOSE
    words = [_word_scores(model, keys) for keys in window_keys(windows, model.alphabet.size)[: LONGEST - 1]]
    best = [np.zeros(rows, np.float32)]
    for end in range(width):
        score = best[end] + alone[:, end]
        for length in range(2, min(LONGEST, end + 1) + 1):
            score = np.maximum(score, best[end + 1 - length] + words[length - 2][:, end])
        best.append(score)
    return best[-1]


def divides_as_well(model: Model, line: str, start: int, end: int, right: str) -> bool:
    """Whether a line divides into words at least as well with `right` in [start, end): else what stands there is the end of one word and the beginning of another."""
    head, tail = _sides(line, start, end)
    return _score(model, head + right + tail) >= _score(model, head + line[start:end] + tail)


def divides_there(model: Model, line: str, start: int, end: int) -> bool:
    """Whether [start, end) is clearly a word: in 各单位于五月 a word runs over its edge just as well."""
    head, tail = _sides(line, start, end)
    around, word = head + line[start:end] + tail, line[start:end]
    alone = sum(_score(model, part) for part in (head, word, tail))
    return all(
        _score(model, around[: edge - 1])
        + _score(model, around[edge - 1 : edge + 1])
        + _score(model, around[edge + 1 :])
        < alone - CLEAR
        for edge in (len(head), len(head) + len(word))
        if 0 < edge < len(around)
    )


def _sides(line: str, start: int, end: int) -> tuple[str, str]:
    return line[max(0, start - AROUND) : start], line[end : end + AROUND]


def _score(model: Model, text: str) -> float:
    return float(segmented(model, model.alphabet.tokens(text).ids[None])[0])


def _word_scores(model: Model, keys: NDArray[np.uint64]) -> Floats:
    known, often = model.words.look_up(keys)
    return np.where(known, RAREST + WORD * often.astype(np.float32), np.float32(-99))
