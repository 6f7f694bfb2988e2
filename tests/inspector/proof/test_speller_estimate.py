"""The estimates of the training script: a language model whose probabilities add up."""

import sys
from pathlib import Path

import numpy as np
import pytest

from xunwang.inspector.proof.speller import model, table
from xunwang.inspector.proof.speller.alphabet import Alphabet

sys.path.insert(0, str(Path(__file__).parents[3] / "tools" / "train_speller"))

import grams
import screening

CHARACTERS = "上下县政府开会议人民的是在"
EVERYTHING = {2: 1, 3: 1, 4: 1, 5: 1}


def a_text():
    random = np.random.default_rng(3)
    words = ["县政府", "人民", "政府", "开会", "会议", "的", "是", "在", "上下", "县人民政府"]
    return "\n".join("".join(random.choice(words, 6)) for _ in range(600))


def built(least):
    alphabet = Alphabet(CHARACTERS)
    estimates = grams.estimate(alphabet.tokens(a_text()).ids, alphabet.size, least)
    head = {"characters": CHARACTERS, "tables": {}}
    arrays = {
        "name_parts": np.zeros((3, alphabet.size), np.int8),
        "unigram": quantised(-estimates[0].log_p / model.STEP, 255),
        "unigram_backoff": weight(estimates[0].backoff),
        "candidates": np.zeros((alphabet.size, 4), np.uint16),
        "closeness": np.zeros((alphabet.size, 4), np.uint8),
        "alone": np.zeros(alphabet.size, np.uint8),
        "stray": np.zeros(alphabet.size, np.uint8),
    }
    for order, part in enumerate(estimates[1:], 2):
        values = quantised(-part.log_p / model.STEP, 255).astype(np.uint32)
        if order < model.ORDER:
            values |= weight(part.backoff).astype(np.uint32) << np.uint32(8)
            made = table.build(part.keys, values, 14, 10)
            arrays[f"grams{order}"] = (made.slots >> np.uint32(8)).astype(np.uint16)
            arrays[f"grams{order}_low"] = (made.slots & np.uint32(255)).astype(np.uint8)
        else:
            made = table.build(part.keys, values, 8, 8)
            arrays[f"grams{order}"] = made.slots
        head["tables"][str(order)] = [made.seed, made.value_bits, made.fingerprint_bits]
    first, second = np.divmod(estimates[1].keys, np.uint64(alphabet.size))
    arrays["pair_starts"] = np.searchsorted(first, np.arange(alphabet.size + 1)).astype(np.uint32)
    arrays["pair_seconds"] = second.astype(np.uint16)
    arrays["pair_p"] = quantised(-estimates[1].log_p / model.STEP, 255)
    words = table.build(np.array([1], np.uint64), np.array([1], np.uint32), 4, 12)
    arrays["screen"] = screening.OPEN
    arrays["company_vectors"] = np.zeros((1, 2), np.int8)
    arrays["company_weight"] = np.zeros(1, np.float32)
    for name in ("words", "idioms", "company"):
        arrays[name] = words.slots
        head["tables"][name] = [words.seed, 4, 12]
    return model.Model(head, arrays)


def quantised(values, top):
    return np.clip(np.rint(values), 0, top).astype(np.uint8)


def weight(backoff):
    return quantised((model.BACKOFF_TOP - backoff) / model.BACKOFF_STEP, 63)


@pytest.mark.parametrize("least", [EVERYTHING, {2: 1, 3: 1, 4: 2, 5: 3}])
@pytest.mark.parametrize("history", ["县人民政", "开会的是", "在在上下", "人民会议"])
def test_what_may_follow_adds_up_to_one(least, history):
    made = built(least)
    size = made.alphabet.size
    rows = np.tile(np.append(made.alphabet.tokens(history).ids, np.uint16(0)), (size, 1))
    rows[:, -1] = np.arange(size)

    surprise = made.surprise(rows, made.grams(rows))[:, -1]

    assert np.exp(-surprise).sum() == pytest.approx(1, abs=0.06)  # quantised to a sixteenth of a nat


def test_what_was_seen_is_less_surprising_than_what_was_not():
    made = built(EVERYTHING)

    def total(text):
        ids = made.alphabet.tokens(text).ids
        return float(made.surprise(ids, made.grams(ids)).sum())

    assert total("县人民政府开会\n") < total("县政人府民开会\n") - 5


def test_n_grams_across_a_line_break_are_not_counted():
    alphabet = Alphabet(CHARACTERS)
    counts = grams.count(alphabet.tokens("上下\n县政").ids, alphabet.size, 3)

    assert len(counts.keys) == 2  # 上下⏎ and ⏎县政, nothing with the break in the middle


def test_the_square_of_pairs_says_what_the_table_says():
    made = built(EVERYTHING)
    size = made.alphabet.size
    left, right = np.divmod(np.arange(size * size, dtype=np.uint64), np.uint64(size))

    known, log_p = made.pairs(left, right)
    present, listed, _ = made.look_up(2, left * np.uint64(size) + right)

    assert present[known].all()
    assert (log_p[known] == listed[known]).all()
    assert 20 < known.sum() <= present.sum()
