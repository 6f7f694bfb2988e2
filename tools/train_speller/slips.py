"""Slips made on purpose in clean text, so that the verifier learns from errors nobody's test set holds."""

# ruff: noqa: INP001  # a folder of scripts, not a package

import numpy as np
from numpy.typing import NDArray

from xunwang.inspector.proof.speller.alphabet import FIRST_CHARACTER
from xunwang.inspector.proof.speller.model import Model
from xunwang.inspector.proof.speller.trials import NEAR_SOUND, SAME_SOUND, SAME_TONE, SHAPE_SHIFT

Ids = NDArray[np.uint16]


WORDS, SWAPS = 0.24, 0.26  # shares, adding up, of the ways to go wrong
SOUNDS, NEAR_SOUNDS, SHAPES = 0.70, 0.74, 0.95
OFTEN, TONE, LIKE = (
    0.5,
    0.7,
    0.12,
)  # how much each draws: a frequent character, the same tone, each step of likeness


def spoil(model: Model, ids: Ids, every: int, random: np.random.Generator) -> Ids:
    """The text with a slip in every so many tokens, on the average: same sounds most, words of the same sounds, shapes."""
    spoilt = ids.copy()
    count = len(ids) // every
    for place in random.integers(0, len(ids) - 1, count):
        kind = random.random()
        if ids[place] < FIRST_CHARACTER or (kind < SWAPS and ids[place + 1] < FIRST_CHARACTER):
            continue
        if kind < WORDS:
            _spoil_word(model, ids, spoilt, int(place), random)
        elif kind < SWAPS:
            spoilt[place], spoilt[place + 1] = ids[place + 1], ids[place]
        else:
            spoilt[place] = _other(model, int(ids[place]), kind, random)
    return spoilt


def _other(model: Model, token: int, kind: float, random: np.random.Generator) -> int:
    """A character taken for this one; the last few are any character, as no table foresees everything."""
    candidates, closeness = model.candidates[token], model.closeness[token]
    if kind < SOUNDS:
        fits = closeness & SAME_SOUND > 0
    elif kind < NEAR_SOUNDS:
        fits = closeness & NEAR_SOUND > 0
    elif kind < SHAPES:
        fits = closeness >> SHAPE_SHIFT >= 5
    else:
        return int(random.integers(FIRST_CHARACTER, model.alphabet.size))
    fits &= candidates > 0
    chosen, close = candidates[fits], closeness[fits]
    if not len(chosen):
        return token
    pull = OFTEN * model.unigram[chosen].astype(np.float64)
    weight = np.exp(pull + TONE * (close & SAME_TONE) + LIKE * (close >> SHAPE_SHIFT))
    return int(random.choice(chosen, p=weight / weight.sum()))


def _spoil_word(model: Model, ids: Ids, spoilt: Ids, place: int, random: np.random.Generator) -> None:
    """Another pair of the same sounds that is itself well known: what an input method offers."""
    pairs = []
    for token in (int(ids[place]), int(ids[place + 1])):
        fits = model.closeness[token] & SAME_SOUND > 0
        pairs.append(np.append(model.candidates[token][fits], np.uint16(token)))
    keys = pairs[0].astype(np.uint64)[:, None] * np.uint64(model.alphabet.size) + pairs[1].astype(np.uint64)
    known, log_p, _ = model.look_up(2, keys.ravel())
    score = np.where(known, log_p + np.repeat(model.unigram[pairs[0]], len(pairs[1])), -99.0)
    score[-1] = -99.0  # the pair as it stands
    best = np.argsort(-score, kind="stable")[:8]
    best = best[score[best] > -14]
    if len(best):
        first, second = divmod(int(random.choice(best)), len(pairs[1]))
        spoilt[place], spoilt[place + 1] = pairs[0][first], pairs[1][second]
