"""Titles in costume: letters, pictures and ways to be reached that nobody's own office puts into a title."""

import re
from functools import lru_cache

_HAN = re.compile("[\u4e00-\u9fff]")
_PICTURE = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")
_REACHED = re.compile(
    r"[+＋加➕]\s?[vVｖＶ微薇徽威]|(?<![A-Za-z])[vV](?:信|[xX❤♥])|[qQ扣][群裙]|[沟溝][通][群裙]|(?<![\u4e00-\u9fff])[加进進][群裙]|(?:电报|飞机|[tT][gG])[@：:]"
)
_LEADING = re.compile(r"\A\s*[【\[〖『].{2,16}?[】\]〗』]\s*[_\-|]")
_BETWEEN = re.compile(r"[_|｜—-]+")
_LETTERS = 2  # of the other script in a title that is written in this one


@lru_cache(maxsize=4_096)
def pieces(title: str) -> int:
    """How many pieces of such a costume a title wears: letters of the other script, pictures, a way to be reached, brackets around its first word."""
    if title.isascii():
        return 0
    return (
        _mixes_scripts(title)
        + (_PICTURE.search(title) is not None)
        + (_REACHED.search(title) is not None)
        + (_LEADING.match(title) is not None)
    )


def strange_parts(title: str) -> list[str]:
    """The parts of a title that wear some of it."""
    return [part for part in _BETWEEN.split(title) if pieces(f"{part}_")]


def _mixes_scripts(title: str) -> bool:
    """Whether letters that only traditional writing knows stand among others that only the simplified one knows."""
    if _is_in(title, "gb2312"):  # nearly always, and quicker by far than letter by letter
        return False
    letters = "".join(_HAN.findall(title))
    if _is_in(letters, "gb2312"):
        return False
    strange = sum(_is_only_in(letter, "big5", "gb2312") for letter in letters)
    return strange >= _LETTERS and any(_is_only_in(letter, "gb2312", "big5") for letter in letters)


def _is_only_in(letter: str, known: str, unknown: str) -> bool:
    return _is_in(letter, known) and not _is_in(letter, unknown)


def _is_in(letters: str, script: str) -> bool:
    try:
        letters.encode(script)
    except UnicodeEncodeError:
        return False
    return True
