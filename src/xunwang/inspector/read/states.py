"""The state that an application leaves in its page for its scripts to go on from, with every value back in its place.

Frameworks that build pages on the server write it small: a value that is needed often becomes the parameter of a function that is
called at once (`(function(a,b){return {day:a}}("2026-03-20",null))`), or all values stand in one array and records name their places
in it (`[{"title":1,"day":2},"…","2026-03-20"]`).
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from xunwang.inspector.model import UNDECODABLE
from xunwang.inspector.read.assigned import records_assigned

_CALLED = re.compile(r"\(\s*function\s*\(([\w$]+(?:\s*,\s*[\w$]+)*)\)\s*\{")
_CALL = "}("
_HEAD = 200  # characters of a script within which the function begins
_VALUE = re.compile(
    r"\s*(\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\{[^{}]*\}|\[[^\[\]]*\]|[\w.$+-]+(?:\s+0|\([^()]*\))?)\s*(?:,|(\)))"
)
_NAMED = re.compile(r"(?<=[\w\"']:)[A-Za-z_$][\w$]*(?=[,}\]])")
_FLAT = re.compile(r"\s*\[\s*[\[{]")
_LARGEST = 400_000  # characters


def whole(code: str) -> str:
    """A script with the values of such a state in their places, or with rows that it assigns piece by piece as records; any other script as it is."""
    if _FLAT.match(code):
        return _from_array(code) if len(code) <= _LARGEST else code
    if called := _CALLED.search(code, 0, _HEAD):
        return _with_arguments(code[:_LARGEST], called)
    return records_assigned(code[:_LARGEST]) or code


def _with_arguments(code: str, called: re.Match[str]) -> str:
    names = [name.strip() for name in called[1].split(",")]
    call = code.rfind(_CALL)
    values = list(_arguments(code, call + len(_CALL))) if call > called.end() else []
    if len(values) != len(names):
        return code
    known = dict(zip(names, values, strict=True))
    return _NAMED.sub(lambda found: known.get(found[0], found[0]), code[called.end() : call])


def _arguments(code: str, place: int) -> Iterator[str]:
    """The literals of a call up to its end; none where something else stands among them."""
    values = []
    while found := _VALUE.match(code, place):
        values.append(found[1])
        place = found.end()
        if found[2]:
            yield from values
            return


def _from_array(code: str) -> str:
    """The records of a flat array, each whole; the script as it is where it is no such array."""
    try:
        values = msgspec.json.decode(code)
    except UNDECODABLE:
        return code
    records = [_record(value, values) for value in values if isinstance(value, dict)]
    kept = [record for record in records if record]
    return msgspec.json.encode(kept).decode() if kept else code


def _record(places: dict[str, Any], values: list[Any]) -> dict[str, str | int]:
    """The plain values that a record names by their places; nothing where it holds values of its own."""
    if not all(type(place) is int for place in places.values()):
        return {}
    named = {name: values[place] for name, place in places.items() if 0 <= place < len(values)}
    return {name: value for name, value in named.items() if type(value) in {str, int}}
