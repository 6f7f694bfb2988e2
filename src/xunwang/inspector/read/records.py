"""Lists that lie in a script of the page as data: arrays of records with a title, an address and a day."""

import re

from xunwang.inspector.read.nodes import Script

_RECORD = re.compile(r"\{[^{}]{12,1500}\}")
_TITLE = re.compile(
    r"[\"']?(?:\w*title|\w*subject|topic|headline|biaoti|bt|name|mc)[\"']?\s*:\s*[\"'][^\"']{4,}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[\"']?(?:\w*url|\w*link|href|path|\w*id|linkto)[\"']?\s*:\s*[\"']?[\w/.:?=&%-]+", re.IGNORECASE
)
_DAY = re.compile(
    r"[:,]\s*[\"']?(?:(?:19[89]|20[0-4])\d[-/.年](?:0?[1-9]|1[0-2])[-/.月]\d|1[4-9]\d{8}(?:\d{3})?\b)"
)
_SIGN = re.compile(r"\[\s*\{|\}\s*,\s*\{")
_LARGEST = 400_000  # characters of a script that are looked through
_ENOUGH = 2


def holds_records(scripts: list[Script]) -> bool:
    """Whether inline scripts hold the rows of a list: a column whose page shows none is then no blank one."""
    return any(_holds(script.code) for script in scripts if len(script.code) > _FEWEST)


_FEWEST = 60  # characters in which no such list fits


def _holds(code: str) -> bool:
    first = _SIGN.search(code)
    if first is None:
        return False
    rows = 0
    for found in _RECORD.finditer(code, max(0, first.start() - 1), _LARGEST):
        row = found[0]
        rows += bool(_DAY.search(row) and _TITLE.search(row) and _ADDRESS.search(row))
        if rows >= _ENOUGH or (rows and _is_alone(code, found)):
            return True
    return False


def _is_alone(code: str, found: re.Match[str]) -> bool:
    """Whether a record is the only one of its array."""
    return code[: found.start()].rstrip().endswith("[") and code[found.end() :].lstrip().startswith("]")
