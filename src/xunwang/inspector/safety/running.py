"""Whether a piece of a script runs without a visitor's doing."""

import re

_FAR = 4_000  # characters before a place in which its function begins
_HEADER = re.compile(r"function\s*([\w$]*)\s*\([^)]*\)\s*\Z|=>\s*()\Z")
_ON_CLICK = re.compile(
    r"click|onchange|onsubmit|submit|\.on\(|hover|mouse|addEventListener(?!\(\s*[\"'](?:popstate|load|DOMContentLoaded|pageshow|visibilitychange|readystatechange|(?:before)?unload)[\"'])|key(?:up|down)|:\s*\Z"
)


def runs_by_itself(text: str, place: int) -> bool:
    """Whether what stands at a place of a script runs without a visitor's doing: outside functions, or in one that something calls."""
    depth = 0
    for at in range(place - 1, max(-1, place - _FAR), -1):
        letter = text[at]
        if letter == "}":
            depth += 1
        elif letter == "{" and depth:
            depth -= 1
        elif letter == "{" and (header := _HEADER.search(text, max(0, at - 80), at)):
            return _is_called(text, header[1], text[max(0, header.start() - 40) : header.start()])
    return True


def _is_called(text: str, name: str | None, before: str) -> bool:
    if name:
        calls = re.findall(rf"(function\s+)?\b{re.escape(name)}\b(?=\s*[(,;\"')])", text)
        return any(not call for call in calls)
    return not _ON_CLICK.search(before)
