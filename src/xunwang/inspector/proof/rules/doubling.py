"""A word or a phrase written twice before a mark: 问题清单清单，"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit

_LENGTHS = (2, 3, 4, 5, 6)
_ENDS = frozenset("，。；、）")  # not the end of a line, where links of a page stand side by side
_WORD = re.compile(r"[\u4e00-\u9fff]+")
# Said twice on purpose: 一件一件, 很高很高, 研究研究, 如何如何, sounds; 对 in 企业对企业、企业对个人.
_ON_PURPOSE = late(
    r"[一两几半千万无多少不没有大小各每又边越很太好真对与和到比跟挨].*"
    r"|(?:研究|商量|考虑|讨论|分析|了解|打听|休息|锻炼|收拾|体验|感受|交流|琢磨|打扫|活动|指点|比划|咨询|参谋|合计|如何|怎样|等等|哗啦|咕噜|叮当|扑通|乐呵)"
)
_ASKED = re.compile("[请帮咱您]|大家|给我")  # 请各位审阅审阅
_CLAUSE = 12  # characters in which somebody is asked
_FROM_ABROAD = tuple("·—-–/")  # stand before names such as 比奥比奥


def words_twice(lines: Sequence[str]) -> Iterator[tuple[int, Hit]]:
    """All lines are compared with themselves at once, moved by the length of a word."""
    text = "\n".join(lines) + "\n"
    firsts = list(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    for length in _LENGTHS:
        for start in _starts(codes, length):
            word, end = text[start : start + length], start + 2 * length
            if _is_slip(word, text[max(0, start - _CLAUSE) : start]) and text[end] in _ENDS:
                number = bisect_right(firsts, start) - 1
                at = start - firsts[number]
                yield number, Hit(at, at + 2 * length, (word,))


def _starts(codes: np.ndarray, length: int) -> list[int]:
    """Where as many characters as make a word are the same again behind it."""
    same = codes[length:] == codes[:-length]
    runs = same
    for shift in range(1, length):
        runs = runs[:-1] & same[shift:]
    return np.flatnonzero(runs).tolist()


def _is_slip(word: str, before: str) -> bool:
    """Whether a word that comes twice is one; what comes three times was pasted, and is told elsewhere if at all."""
    return (
        _WORD.fullmatch(word) is not None
        and len(set(word)) > 1
        and word != word[len(word) // 2 :] * 2
        and not before.endswith((word, *_FROM_ABROAD))
        and not _ON_PURPOSE.fullmatch(word)
        and not _ASKED.search(before)
    )
