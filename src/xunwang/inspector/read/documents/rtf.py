"""Rich text: what many a file called .doc really is. Its words between control words, in the code page that it names."""

import re

from xunwang.inspector.read.documents.markup import tidy
from xunwang.inspector.read.documents.model import UnreadableError

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_SILENT = frozenset({b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer", b"listtable", b"listoverridetable", b"themedata", b"datastore", b"rsidtbl", b"generator", b"fldinst", b"xmlnstbl", b"latentstyles"})  # fmt: skip
_BREAKS = {
    b"par": "\n",
    b"line": "\n",
    b"sect": "\n",
    b"page": "\n",
    b"row": "\n",
    b"tab": "\t",
    b"cell": "\t",
}
_SIGNS = {b"~": " ", b"-": "", b"_": "-"}
_DEEPEST = 500


class _State:
    """What holds within one group: whether it is read, and how many characters follow in place of one of Unicode."""

    __slots__ = ("fallback", "silent")

    def __init__(self, *, silent: bool, fallback: int) -> None:
        self.silent = silent
        self.fallback = fallback


class _Words:
    """The text as it comes; bytes of a code page wait until they are complete."""

    def __init__(self) -> None:
        self.charset = "gb18030"
        self._text: list[str] = []
        self._bytes = bytearray()

    def say(self, text: str) -> None:
        self.flush()
        self._text.append(text)

    def take(self, raw: bytes) -> None:
        self._bytes += raw

    def flush(self) -> None:
        if self._bytes:
            self._text.append(self._bytes.decode(self.charset, "replace"))
            self._bytes.clear()

    def text(self) -> str:
        self.flush()
        return "".join(self._text)


def read_rtf(body: bytes) -> str:
    """The text of a rich text file."""
    words, groups = _Words(), [_State(silent=False, fallback=1)]
    skip = 0
    for token in _TOKEN.finditer(body):
        word, number, code, sign, brace, plain = token.groups()
        state = groups[-1]
        if brace == b"{":
            if len(groups) > _DEEPEST:
                raise UnreadableError("RTF 文件嵌套过深，无法读取")
            groups.append(_State(silent=state.silent, fallback=state.fallback))
        elif brace == b"}":
            groups.pop()
            groups = groups or [_State(silent=True, fallback=1)]
        elif word is not None:
            skip = _controlled(word, int(number or 0), state, words)
        elif sign == b"*":
            state.silent = True
        elif not state.silent:
            skip = _said(code, sign, plain, skip, words)
    return tidy(words.text())


def _controlled(word: bytes, number: int, state: _State, words: _Words) -> int:
    """Obeys a control word; how many characters of a fallback follow it."""
    if word in _SILENT:
        state.silent = True
    elif word == b"ansicpg":
        words.charset = (
            "gb18030" if number in {936, 54936} else f"cp{number}" if number in {950, 1252} else "gb18030"
        )
    elif word == b"uc":
        state.fallback = max(0, min(number, 8))
    elif not state.silent and word == b"u":
        words.say(chr(number & 0xFFFF) if not 0xD800 <= number & 0xFFFF <= 0xDFFF else "")
        return state.fallback
    elif not state.silent and word in _BREAKS:
        words.say(_BREAKS[word])
    return 0


def _said(code: bytes | None, sign: bytes | None, plain: bytes | None, skip: int, words: _Words) -> int:
    """Takes characters; how many of a fallback are still to be left out."""
    if code is not None:
        if not skip:
            words.take(bytes.fromhex(code.decode()))
        return max(0, skip - 1)
    if sign is not None:
        words.say(_SIGNS.get(sign, sign.decode("latin-1")))
    elif plain is not None:
        words.take(plain[skip:])
        return max(0, skip - len(plain))
    return 0
