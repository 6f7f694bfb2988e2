"""Rows that a script assigns piece by piece, as older publishing systems write them: `urls[i]='…';headers[i]="<a …>…</a>";year[i]='2026';…;i++`."""

import html
import re
from collections.abc import Iterator

import msgspec

_ELEMENT = re.compile(
    r"\b([A-Za-z_$][\w$]*)\s*\[\s*[\w$]+\s*\]\s*=\s*(?:\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\])*)'|(\d+))"
)
_SIGN = re.compile(r"\w\]\s*=\s*[\"'\d]")
_LINK = re.compile(r"<a\b[^>]*?href\s*=\s*\\?[\"']?([^\"'\s>\\]+)[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_DAY_IN_PARTS = ("year", "month", "day")
Row = dict[str, str]


def records_assigned(code: str) -> str:
    """The rows of such a script as an array of records, titles and addresses of links taken apart; empty where it assigns none."""
    if _SIGN.search(code) is None:
        return ""
    rows = [_record(row) for row in _rows(code)]
    return msgspec.json.encode(rows).decode() if len(rows) > 1 else ""


def _rows(code: str) -> Iterator[Row]:
    """What is assigned up to the place where the first name comes again."""
    row: Row = {}
    for found in _ELEMENT.finditer(code):
        if found[1] in row:
            yield row
            row = {}
        row[found[1]] = found[2] or found[3] or found[4] or ""
    if row:
        yield row


def _record(row: Row) -> Row:
    record = {name.removesuffix("s"): value for name, value in row.items()}
    for value in row.values():
        if link := _LINK.search(value):
            record |= {"url": link[1], "title": html.unescape(_TAG.sub("", link[2])).strip()}
    if all(record.get(part, "").isdigit() for part in _DAY_IN_PARTS):
        record["date"] = "-".join(record[part] for part in _DAY_IN_PARTS)
    return {name: value for name, value in record.items() if "<" not in value}
