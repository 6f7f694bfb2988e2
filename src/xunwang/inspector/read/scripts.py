"""What an inline script writes into its page, as far as it is written with fixed strings only."""

import re
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote

import msgspec

_STRING = r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"
_TOKEN = re.compile(
    rf"\s*(?:(?P<text>{_STRING})|(?P<name>[A-Za-z_$][\w$.]*)|(?P<mark>[+(),;=])|(?P<other>\\.|.))", re.DOTALL
)
# What is escaped outside of strings begins none, and what is not closed goes to the end: no place is tried anew for each that may begin there.
_STRINGS = re.compile(rf"{_STRING}|\\.", re.DOTALL)
_COMMENT = re.compile(rf"({_STRING}|\\.)|(?<!:)//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_SET = re.compile(r"(?:^|(?<=[;{}\s]))([A-Za-z_$][\w$]*)\s*(\+?=)(?!=)")
_WRITE = re.compile(r"document\s*\.\s*(write|writeln)\s*\(")
_FILL = re.compile(
    r"(?:\$|jQuery)\s*\(\s*[\"']#([\w-]+)[\"']\s*\)\s*\.\s*(?:html|append|prepend)\s*\("
    r"|getElementById\s*\(\s*[\"']([\w-]+)[\"']\s*\)\s*\.\s*(?:innerHTML|innerText|textContent)\s*\+?=(?!=)",
)
_BRACES = re.compile(r"[{}]")
_CASE = re.compile(r"\b(?:if\s*\(([^{};]*)\)|else)\s*\Z")
_COMPARES = re.compile(r"(?!.*\b(?:length|null|undefined|typeof)\b).*(?:[=!]=|[<>])", re.DOTALL)
_LONGEST_CONDITION = 200  # characters
_HEX = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})")
_PERCENT_U = re.compile(r"%u([0-9a-fA-F]{4})")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": "", "v": ""}
_DECODERS = frozenset({"unescape", "decodeURI", "decodeURIComponent"})
_PLAIN = re.compile(r"\\(.)", re.DOTALL)
_SHORT = 8_000  # characters of a script whose reading is kept
# Where a script has more, the rest is not looked at: what a page would show then is unknown, and no page may hold up the reading.
_MOST_WRITES = 300
_MOST_VARIABLES = 2_000
_MOST_TOKENS = 600  # of one expression
_ROUNDS = 4  # how many tokens of all its expressions together, for each character of a script
_MOST_TEXT = 4_000_000  # characters that all its expressions give together


class Written(msgspec.Struct, frozen=True):
    """Markup a script writes. `target` is the id it is written into, None where the script stands.

    `certain`: made of fixed strings alone and written whenever the page is opened; only then are its links links.
    """

    html: str
    target: str | None
    certain: bool


def written_by(code: str) -> list[Written]:
    """The markup an inline script writes with `document.write`, `innerHTML` and their like, in order."""
    return list(_known(code) if len(code) <= _SHORT else _read(code))


def uncommented(code: str) -> str:
    """The code of a script without its comments; its strings stay as they are."""
    return _COMMENT.sub(lambda found: found[1] or " ", code)


def _read(code: str) -> tuple[Written, ...]:
    code = (
        _HEX.sub(lambda found: chr(int(found[1] or found[2], 16)), code)
        if "\\x" in code or "\\u" in code
        else code
    )
    if not _WRITE.search(code) and not _FILL.search(code):
        return ()
    code = uncommented(code)
    bare = _STRINGS.sub(lambda found: "_" * len(found[0]), code)
    sums = _Sums(code)
    pieces = [*_writes(sums, bare, {}), *_fills(sums, bare, {})]
    if not all(piece.certain for piece in pieces):
        known = _variables(sums)
        pieces = [*_writes(sums, bare, known), *_fills(sums, bare, known)]
    return tuple(piece for piece in pieces if piece.html.strip())


_known = lru_cache(maxsize=256)(_read)  # the pages of a site carry the same scripts


def _writes(sums: "_Sums", bare: str, known: dict[str, str]) -> list[Written]:
    """Consecutive writes make one piece: an element may open in one and close in the next."""
    html, certain = [], True
    for found in islice(_WRITE.finditer(bare), _MOST_WRITES):
        text, whole = sums.value(found.end(), known)
        html.append(text + ("\n" if found[1] == "writeln" else ""))
        certain = certain and whole and _is_outermost(bare, found.start())
    return [Written("".join(html), None, certain)] if html else []


def _fills(sums: "_Sums", bare: str, known: dict[str, str]) -> list[Written]:
    pieces = []
    filling = islice(_FILL.finditer(sums.code), _MOST_WRITES)
    outside = [found for found in filling if bare[found.start()] != "_"]
    cases = _cases(bare) if outside else []
    for found in outside:
        text, whole = sums.value(found.end(), known)
        certain = whole and not _is_in_a_case(bare, found.start(), cases)
        pieces.append(Written(text, found[1] or found[2], certain))
    return pieces


def _cases(bare: str) -> list[tuple[int, int]]:
    """[start, end) of what is done in one case only: within the braces behind a comparison or an `else`."""
    opened: list[tuple[int, bool]] = []
    cases = []
    for brace in _BRACES.finditer(bare):
        if brace[0] == "{":
            opened.append((brace.start(), _begins_case(bare, brace.start())))
        elif opened:
            start, is_case = opened.pop()
            if is_case:
                cases.append((start, brace.start()))
    return [*cases, *((start, len(bare)) for start, is_case in opened if is_case)]


def _is_in_a_case(bare: str, place: int, cases: list[tuple[int, int]]) -> bool:
    return _begins_case(bare, place) or any(start < place < end for start, end in cases)


def _begins_case(bare: str, place: int) -> bool:
    """Whether an `else` or a comparison stands right before a place; that an element is there at all is no case."""
    found = _CASE.search(bare, max(0, place - _LONGEST_CONDITION), place)
    return found is not None and (found[1] is None or bool(_COMPARES.match(found[1])))


def _is_outermost(bare: str, place: int) -> bool:
    return bare.count("{", 0, place) == bare.count("}", 0, place)


def _variables(sums: "_Sums") -> dict[str, str]:
    known: dict[str, str] = {}
    for found in islice(_SET.finditer(sums.code), _MOST_VARIABLES):
        value, whole = sums.value(found.end(), known)
        if whole and value:
            known[found[1]] = (known.get(found[1], "") if found[2] == "+=" else "") + value
        else:
            known.pop(found[1], None)
    return known


class _Sums:
    """The expressions of one script. Some stand within others, and text doubles where one is added to itself, so there is an end to both."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._tokens, self._text = _ROUNDS * len(code), _MOST_TEXT

    def value(self, start: int, known: dict[str, str]) -> tuple[str, bool]:
        """The text of a sum of strings starting at `start`, and whether every part of it was fixed."""
        total = _Sum(known)
        for number, found in enumerate(_TOKEN.finditer(self.code, start)):
            self._tokens -= 1
            if number >= _MOST_TOKENS or self._tokens < 0 or total.length > self._text:
                total.whole = False
                break
            if not total.take(str(found.lastgroup), found[str(found.lastgroup)]):
                break
        self._text -= total.length
        return "".join(total.parts), total.whole


class _Sum:
    """Adds up the tokens of one expression; `take` says whether the expression may go on."""

    def __init__(self, known: dict[str, str]) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.whole = True
        self._known = known
        self._depth = 0
        self._decoding = False

    def take(self, kind: str, word: str) -> bool:
        if kind == "text":
            self._add(_decoded(_literal(word), self._decoding))
        elif kind == "name":
            self._name(word)
        elif kind == "mark":
            return self._mark(word)
        elif not word.isspace():
            self.whole = False
            return word not in "{}"
        return True

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _name(self, name: str) -> None:
        if name in _DECODERS:
            self._decoding = True
        elif name in self._known:
            self._add(self._known[name])
        else:
            self.whole = False

    def _mark(self, mark: str) -> bool:
        self._depth += {"(": 1, ")": -1}.get(mark, 0)
        if mark == ")" and self._depth <= 0:
            self._decoding = False
        return self._depth >= 0 and mark not in {";", ","}


def _literal(text: str) -> str:
    return _PLAIN.sub(lambda found: _ESCAPED.get(found[1], found[1]), text[1:-1])


def _decoded(text: str, decoding: bool) -> str:
    if not decoding or "%" not in text:
        return text
    return unquote(_PERCENT_U.sub(lambda found: chr(int(found[1], 16)), text))
