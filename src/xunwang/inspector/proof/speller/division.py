"""What a reader sees of a broken word: how the text around a place divides into words, and what is left over.

A character may be a word by itself (的, 在) or hardly ever (祥, 募): where such a one stands alone beside others, something
is broken, and the more so when another character makes the place whole.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xunwang.inspector.proof.speller.alphabet import UNKNOWN
from xunwang.inspector.proof.speller.model import IDIOM, Flags, Floats, Model, window_keys
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
    """Nine numbers a trial: how much likelier and less full of strays the division would be; strays, length and word before and after; how unlike a word each character is by itself."""
    words = words_of(model, old)
    before, after = divided(model, old, words), divided(model, new, _changed(model, new, words))
    gains = [after.score - before.score, after.strays - before.strays]
    alone = [model.stray[side[:, BEFORE]] for side in (old, new)]
    return [*gains, before.strays, before.length, after.length, before.word, after.word, *alone]


def holds_a_phrase(model: Model, windows: Ids) -> Flags:
    """Whether a word of four characters holds the place: what only chance finds among the words is hardly found among the phrases, too."""
    holds = np.zeros(len(windows), bool)
    base = np.uint64(model.alphabet.size)
    for hole in range(IDIOM):
        span = windows[:, BEFORE - hole : BEFORE - hole + IDIOM].astype(np.uint64)
        span[:, hole] = UNKNOWN
        key = np.zeros(len(windows), np.uint64)
        for column in range(IDIOM):
            key = key * base + span[:, column]
        known, value = model.idioms.look_up(key)
        holds |= known & (value == windows[:, BEFORE])
    return holds


def words_of(model: Model, windows: Ids) -> list[Floats]:
    """For 2 to 4 characters the log probability of the word that ends at each token."""
    keys = window_keys(windows, model.alphabet.size)
    words = [_values(model, key) for key in keys[: LONGEST - 1]]
    for size, value in enumerate(words, 2):
        value[:, : size - 1] = NO_WORD
    return words


def _changed(model: Model, windows: Ids, words: list[Floats]) -> list[Floats]:
    """The same where the place, and maybe the one after it, is another."""
    keys = window_keys(windows[:, BEFORE + 1 - LONGEST : BEFORE + LONGEST + 1], model.alphabet.size)
    changed = []
    for size, (value, key) in enumerate(zip(words, keys, strict=False), 2):
        changed.append(value.copy())
        changed[-1][:, BEFORE : BEFORE + size + 1] = _values(model, key[:, LONGEST - 1 : LONGEST + size])
    return changed


def _values(model: Model, keys: NDArray[np.uint64]) -> Floats:
    known, often = model.words.look_up(keys)
    return np.where(known, RAREST + WORD * often.astype(np.float32), NO_WORD)


def divided(model: Model, windows: Ids, words: list[Floats]) -> Division:
    """The likeliest division of each window, whose words are known."""
    rows, width = windows.shape
    alone, stray = model.alone[windows], model.stray[windows]
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
