"""Rows of people that a page keeps as data for its scripts, read as the table that these would draw."""

import re
from collections.abc import Iterator

from xunwang.inspector.illnesses import NAME
from xunwang.inspector.mobiles import MOBILE
from xunwang.inspector.model import late

# Under what such data is commonly kept; any of these calls for a look.
KEYS = (
    *(f"{quote}{name}{quote}" for quote in "'\"" for name in ("xm", "姓名", "mobile", "phone", "tel")),
    *(f"{quote}name{quote}:" for quote in "'\""),
    *(f"name:{quote}" for quote in "'\""),
    *(f"xm:{quote}" for quote in "'\""),
    "sjh",
    "lxdh",
)
_RECORD = re.compile(r"\{[^{}]{20,600}\}|\[[^][{}]{20,400}\]")
_PAIR = re.compile(
    r"(?:[\"']?([^\s\"':,{}]{1,24})[\"']?\s*:\s*)?(?:\"([^\"\n]{1,60})\"|'([^'\n]{1,60})'|(\d{6,20}))"
)
_FULL_NAME = late(rf"{NAME}\Z")
_HOME = re.compile(r"\d+\s?[号室户](?![楼库])")
_ILL = re.compile(r"[^种\s]病\Z|癌|瘤|炎\Z|症|阳性|结核|乙肝|残疾|高血压|骨折|障碍")
_HEADS = (("手机号", MOBILE), ("家庭住址", _HOME), ("诊断结果", _ILL))
_FEW = 3  # rows that make a table
_MOST = 400  # rows that are read
_SHARE = 0.6  # of the cells of a column that say what it holds


def tables(source: str, title: str) -> str:
    """The rows of people of a page with this source and title, with a head over them; "" where names stand beside nothing private."""
    rows = [cells for record in _records(source) if (cells := _cells(record))]
    columns = {key: _head_of([row[key] for row in rows if key in row]) for key in _keys(rows)}
    heads = set(columns.values())
    if "姓名" not in heads or not heads & {"家庭住址", "诊断结果"}:
        return ""
    told = {key: head for key, head in columns.items() if head}
    lines = ("\t".join(row.get(key, "") for key in told) for row in rows)
    return "\n".join((title, "\t".join(told.values()), *lines, ""))


def _records(source: str) -> Iterator[str]:
    for found in _RECORD.finditer(source):
        if MOBILE.search(found[0]):
            yield found[0]


def _cells(record: str) -> dict[str, str]:
    """The cells of a row by their key, or by their place where it has none."""
    return {
        found[1] or str(number): found[2] or found[3] or found[4]
        for number, found in enumerate(_PAIR.finditer(record))
    }


def _keys(rows: list[dict[str, str]]) -> list[str]:
    return list(dict.fromkeys(key for row in rows[:_MOST] for key in row)) if len(rows) >= _FEW else []


def _head_of(cells: list[str]) -> str:
    """What a column holds, as most of its cells tell; "" where they do not."""
    if len(cells) < _FEW:
        return ""
    least = _SHARE * len(cells)
    if sum(_FULL_NAME.match(cell) is not None for cell in cells) >= least:
        return "姓名"
    return next(
        (head for head, form in _HEADS if sum(form.search(cell) is not None for cell in cells) >= least), ""
    )
