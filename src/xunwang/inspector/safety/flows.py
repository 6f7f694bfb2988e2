"""What a script puts together only when it runs, followed to where it goes.

Whatever the trick, its make is the same: a text that nobody can read in the script is decoded, picked out of a table or taken from a place
where no text is looked for, and then it is run, loaded or gone to. What is decoded is followed through the names of the script to the start
of what such an act is given: behind the beginning of an address that the script writes out, anything may be reckoned.
"""

import re
from collections.abc import Iterator
from enum import Enum
from itertools import islice
from typing import NamedTuple

from xunwang.inspector.safety.anywhere import waits_for_anything
from xunwang.inspector.safety.running import runs_by_itself


class Act(Enum):
    """What becomes of a text that was put together."""

    GOES = "goes"
    LOADS = "loads"
    RUNS = "runs"


# How a text comes out of what does not read like it.
_MAKES = re.compile(
    r"fromC(?:harCode|odePoint)\b|\bTextDecoder\b|\batob\s*\(|\bBase64\s*\.\s*decode\s*\(|\bBigInt\s*\("
    r"|\.\s*toString\s*\(\s*(?:1[1-57-9]|2\d|3[0-6]|0x[\da-f]{1,2})\s*\)|\.\s*reverse\s*\(\s*\)\s*\.\s*join\s*\("
    r"|getPropertyValue\s*\(|getComputedStyle\s*\([^()]{1,120}(?:\([^()]{0,80}\)[^()]{0,40})?\)\s*\.\s*content\b"
    r"|/[^/\s]{4,80}/[a-z]{0,3}\s*\.\s*source\b|Object\s*\.\s*keys\s*\([^()]{1,80}\)\s*\.\s*join\s*\("
    r"|\.\s*toString\s*\(\s*\)\s*\.\s*(?:slice|substr|substring|match|split)\s*\("
    r"|[\w$]\s*\[\s*[\w$]{1,40}\s*\[[^\[\]]{1,60}\]\s*\]|\[\s*[\w$]{1,40}\s*[-+^]\s*0x[\da-f]{1,6}\s*\]",
)
_JOINS = re.compile(r"\.\s*join\s*\(")
# What the visitor or the address of the page itself brings in is no secret of the script.
_OF_VISITOR = re.compile(
    r"location\s*\.\s*(?:search|href|hash|pathname|host)|\.cookie\b|\bget\w{0,12}(?:Query|Param|Url)|[Ss]earchParams|\.value\b|\.val\s*\(|document\s*\.\s*URL\b",
)
_ASSIGNS = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]{0,40})\s{0,9}\+?=(?![=>])")
_DECLARES = re.compile(r"\bfunction\s{1,9}([A-Za-z_$][\w$]{0,40})\s{0,9}\(")
_NAME = re.compile(r"(?<![\w$.])[A-Za-z_$][\w$]{0,40}")
_ACTS = (
    (
        Act.GOES,
        re.compile(
            r"(?<![\w$])location(?:\s*\.\s*href)?\s*=(?![=>])|(?<![\w$])location\s*\.\s*(?:replace|assign)\s*\(|(?<![\w$.])(?:(?:window|self|top)\s*\.\s*)?open\s*\(|\bnavigation\s*\.\s*navigate\s*\(|\.\s*action\s*=(?!=)"
        ),
    ),
    (
        Act.LOADS,
        re.compile(
            r"(?<![\w$.])import\s*\(|\bimportScripts\s*\(|\bgetScript\s*\(|\bnew\s+(?:Shared)?Worker\s*\("
        ),
    ),
    (
        Act.RUNS,
        re.compile(
            r"(?<![\w$.])(?:(?:window|self)\s*\.\s*)?eval\s*\)?\s*\(|(?<![\w$.])Function\s*\(|\.\s*constructor\s*\("
        ),
    ),
)
# Made elements by which an address is gone to or loaded, and what of them is given it.
_MADE = re.compile(r"createElement\s*\(\s*[\"'](script|i?frame|embed|base|meta)[\"']", re.IGNORECASE)
_GIVEN = re.compile(
    r"\.\s*(?:src|href|content)\s*=(?!=)|setAttribute\s*\(\s*[\"'](?:src|href|content)[\"']\s*,"
)
_MEMBERS = re.compile(
    r"(?<![\w$.])(?:window|self|top|document|globalThis)\s*\[([^\[\]\n]{1,80})\]\s*\[([^\[\]\n]{1,80})\]\s*\("
)
# What addresses of post are kept from gatherers by, and how libraries begin.
_HONEST = re.compile(r"mailto:|define\s*\.\s*amd\b|typeof\s+exports\b")
_PACKED = re.compile(r"function\s*\(\s*p\s*,\s*a\s*,\s*c\s*,\s*k")  # is unpacked and read as it runs
_QUOTES = "\"'`"
# The beginning of an address, or of what a refresh is given, in which the name of the host is not whole.
_BEGINS = re.compile(
    r"(?:\d{1,3}\s{0,9}[;,]\s{0,9}(?:url\s{0,9}=\s{0,9})?)?(?:h|ht|htt|(?:https?:?/?)|(?:(?:https?:)?//[\w.-]{0,60}))?\Z",
    re.IGNORECASE,
)
_ENDS = ";,\n"
_LONGEST = 20_000  # characters of a script that an intruder writes into a page
_FAR = 800  # characters of an expression; what is longer is a library, not a text
_HEADER = 200  # characters of the parameters of a function
_ROUNDS = 3  # names through which a text goes
_MOST = 60  # of each thing that is looked at


class Flow(NamedTuple):
    """An act of a script upon a text that nobody reads in it."""

    act: Act
    given: str


def flows(code: str) -> list[Flow]:
    """What a script without its disguises goes to, loads or runs that it puts together only then; nothing for a library."""
    if len(code) > _LONGEST or not (_MAKES.search(code) or _JOINS.search(code)) or _HONEST.search(code):
        return []
    made = _made_names(code)
    found = [Flow(act, given) for act, given in _acts(code) if _is_unread(given, made, runs=act is Act.RUNS)]
    members = (
        Flow(Act.RUNS, call[0])
        for call in islice(_MEMBERS.finditer(code), _MOST)
        if all(_is_made(name, made) for name in call.groups())
    )
    return [*found, *members]


def _acts(code: str) -> Iterator[tuple[Act, str]]:
    """Every act of the code, and the expression that decides what is done."""
    for act, pattern in _ACTS:
        for found in islice(pattern.finditer(code), _MOST):
            if act is Act.GOES and not _goes_unasked(code, found):
                continue
            yield act, _given(code, found.end(), last="Function" in found[0])
    kinds = {name.lower() for name in _MADE.findall(code)[:_MOST]}
    if kinds:
        act = Act.GOES if kinds <= {"base", "meta"} else Act.LOADS
        for found in islice(_GIVEN.finditer(code), _MOST):
            if "src" in found[0] or kinds & {"base", "meta"}:
                yield act, _given(code, found.end())


def _goes_unasked(code: str, found: re.Match[str]) -> bool:
    """Whether a visitor is led without having chosen this link; where a form is sent, nobody chooses."""
    return (
        "action" in found[0] or runs_by_itself(code, found.start()) or waits_for_anything(code, found.start())
    )


def _made_names(code: str) -> frozenset[str]:
    """The names under which the script keeps what it puts together, and of its functions that do so."""
    told = [
        (found[1], _expression(code, found.end())) for found in islice(_ASSIGNS.finditer(code), _MOST * 3)
    ]
    told += [(found[1], _body(code, found.end())) for found in islice(_DECLARES.finditer(code), _MOST)]
    made: set[str] = set()
    for _ in range(_ROUNDS):
        more = {name for name, text in told if name not in made and _is_made(text, made)}
        if not more:
            break
        made |= more
    return frozenset(made)


def _is_made(text: str, made: set[str] | frozenset[str]) -> bool:
    if _OF_VISITOR.search(text):
        return False
    return _MAKES.search(text) is not None or any(name in made for name in _NAME.findall(text))


def _is_unread(given: str, made: frozenset[str], *, runs: bool) -> bool:
    """Whether an expression begins with what is put together, or goes on so before the name of a host is whole."""
    rest = given.lstrip(" \t\r\n(")
    if _PACKED.match(rest):
        return False
    for _ in range(_ROUNDS):
        if rest[:1] == "`":
            text, place, rest = rest[1:].partition("${")
            if not place or not _is_open(text, runs=runs):
                return False
            return _is_made(rest.partition("}")[0], made)
        operand = _expression(rest, 0, ends=f"{_ENDS}+")
        literal = operand.strip()
        if not literal or literal[0] not in _QUOTES or _length_of_text(literal) != len(literal):
            return _is_made(operand, made) or (runs and _is_joined(operand))
        if not _is_open(literal[1:-1], runs=runs):
            return False
        rest = rest[len(operand) + 1 :].lstrip()
    return False


def _is_open(text: str, *, runs: bool) -> bool:
    """Whether what a text writes out leaves open to which host it goes, or what is run."""
    if runs:
        return not text.strip()
    return not text or _BEGINS.match(text) is not None


def _is_joined(operand: str) -> bool:
    return (
        _JOINS.search(operand) is not None
        and operand.lstrip()[:1] in {"[", "("}
        and not _OF_VISITOR.search(operand)
    )


def _given(code: str, start: int, *, last: bool = False) -> str:
    """The expression behind an assignment or within a call; the last of several where that is what is run."""
    one = _expression(code, start)
    end = start + len(one)
    while last and code[end : end + 1] == ",":
        one = _expression(code, end + 1)
        end += 1 + len(one)
    return one


def _body(code: str, start: int) -> str:
    """The body of a function whose parameters begin here, if it gives something back."""
    opened = code.find("{", start, start + _HEADER)
    text = _expression(code, opened + 1, ends="") if opened >= 0 else ""
    return text if "return" in text else ""


def _expression(code: str, start: int, *, ends: str = _ENDS) -> str:
    """The code from here to the bracket that closes around it, or to one of these signs outside of brackets; "" where it is too long."""
    depth, place, far = 0, start, start + _FAR
    while place < min(len(code), far):
        sign = code[place]
        if sign in _QUOTES:
            place += _length_of_text(code[place:far])
            continue
        if sign in "([{":
            depth += 1
        elif depth == 0 and (sign in ")]}" or (sign in ends and code[start:place].strip())):
            break
        elif sign in ")]}":
            depth -= 1
        place += 1
    return code[start:place] if place < far else ""


def _length_of_text(code: str) -> int:
    """How many characters the text takes that begins here, with its quotes."""
    place = 1
    while place < len(code) and code[place] != code[0]:
        place += 2 if code[place] == "\\" else 1
    return min(place + 1, len(code))
