"""Words of two characters written twice in a row, told by how much likelier the text is with one of them."""

import re
from collections.abc import Iterator

from xunwang.inspector.proof.speller.model import Model, window_keys

GAIN = 8.5  # nats; verbs and adjectives that people double in good faith reach it outside of official drafting only
_AROUND = 8  # characters that the model reads on each side
# 商量商量再定, 审阅审阅，: what is doubled on purpose closes its phrase.
_TWICE = re.compile(
    r"(?P<word>(?P<one>[\u4e00-\u9fff])(?!(?P=one))[\u4e00-\u9fff])(?P=word)(?![再才就吧嘛一下看呢这那，。；！？、…”’》）])(?=.)"
)
_BY_DEGREES = frozenset("一几很太好更越最真多大小如逐")  # 一桩一桩, 很高很高, 逐项逐项


def doubled(model: Model, line: str) -> Iterator[tuple[int, int]]:
    """[start, end) of both words together; titles keep what they quote."""
    for match in _TWICE.finditer(line):
        start, end = match.span()
        named = line.count("《", 0, start) > line.count("》", 0, start)
        if match["one"] not in _BY_DEGREES and not named and _is_word(model, match["word"]):
            head, tail = line[max(0, start - _AROUND) : start], line[end : end + _AROUND]
            once = _surprise(model, f"\n{head}{match['word']}{tail}\n")
            if _surprise(model, f"\n{head}{match[0]}{tail}\n") - once >= GAIN:
                yield start, end


def _is_word(model: Model, pair: str) -> bool:
    """Of the dictionary: a name may well double what is none (呷哺呷哺)."""
    keys = window_keys(model.alphabet.tokens(pair).ids[None], model.alphabet.size)
    return bool(model.words.look_up(keys[0][:, -1])[0][0])


def _surprise(model: Model, text: str) -> float:
    ids = model.alphabet.tokens(text).ids[None]
    return float(model.surprise(ids, model.grams(ids)).sum())
