"""Answers about short texts that come back on page after page, such as names of columns, titles of side lists and days."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

Answer = TypeVar("Answer")
_MOST = 4_096  # texts of one question: at most some 2 MB
_LONGEST = 120  # characters; a longer text is answered anew, so that no page can fill the memory


def remembered(told: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """The function with its answers kept, which must hang on the text alone."""
    known = lru_cache(maxsize=_MOST)(told)

    @wraps(told)
    def answer(text: str) -> Answer:
        return known(text) if len(text) <= _LONGEST else told(text)

    return answer
