"""What a reader sees of a broken word: how the text around a place divides into words, and what is left over.

A character may be a word by itself (的, 在) or hardly ever (祥, 募): where such a one stands alone beside others, something
is broken, and the more so when another character makes the place whole.
"""

from typing import NamedTuple

import numpy as np

from xunwang.inspector.proof.speller.model import Floats, Model, window_keys
from xunwang.inspector.proof.speller.segment import LONGEST, WORD
from xunwang.inspector.proof.speller.trials import BEFORE, Ids

RAREST = np.float32(-18.9)  # nats of a word of step 0, on the scale of single characters
NO_WORD = np.float32(-99)


class Division(NamedTuple):
    """Of each window, in its likeliest division into words."""

    score: Floats  # log probability
    strays: Floats  # how unlike words the characters are that stand alone, summed
    length: Floats  # of the word that holds the place
    word: Floats  # its log probability


def division_of(model: Model, old: Ids, new: Ids) -> list[Floats]:
    """Ten numbers a trial: both divisions, their differences, how unlike a word each character is by itself."""
    before, after = divided(model, old), divided(model, new)
    gains = [after.score - before.score, after.strays - before.strays]
    alone = [model.stray[side[:, BEFORE]] for side in (old, new)]
    return [*gains, before.strays, before.length, after.length, before.word, after.word, *alone]


def divided(model: Model, windows: Ids) -> Division:
    rows, width = windows.shape
    alone, stray = model.alone[windows], model.stray[windows]
    words = [_words(model, windows, length) for length in range(2, LONGEST + 1)]
    nothing = np.zeros(rows, np.float32)
    best = [Division(nothing, nothing, nothing, nothing)]
    for end in range(width):
        score, strays, length, word = best[end]
        word_here = end == BEFORE
        one = Division(
            score + alone[:, end],
            strays + stray[:, end],
            np.ones(rows, np.float32) if word_here else length,
            alone[:, end] if word_here else word,
        )
        for size in range(2, min(LONGEST, end + 1) + 1):
            start = end + 1 - size
            score, strays, length, word = best[start]
            value = words[size - 2][:, end]
            holds = start <= BEFORE <= end
            better = score + value > one.score
            one = Division(
                np.where(better, score + value, one.score),
                np.where(better, strays, one.strays),
                np.where(better, np.float32(size) if holds else length, one.length),
                np.where(better, value if holds else word, one.word),
            )
        best.append(one)
    return best[-1]


def _words(model: Model, windows: Ids, length: int) -> Floats:
    """The log probability of the word that ends at each token."""
    keys = window_keys(windows, model.alphabet.size)[length - 2]
    known, often = model.words.look_up(keys)
    known[:, : length - 1] = False
    return np.where(known, RAREST + WORD * often.astype(np.float32), NO_WORD)
