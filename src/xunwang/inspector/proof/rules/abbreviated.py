"""A short form used before the text says what it stands for (以下简称)."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit

Found = Iterator[tuple[int, Hit]]

_INTRODUCED = late(
    r"[（(]以下(?:均)?简称(?:为|：)?\s?(?P<open>[“《])(?P<short>[^“”《》（）()，。；、\s]{2,12})[”》][）)]"
)
_BODY = late(r".{30}.*。[\s　]*$")  # no heading, no entry of a summary
_ANEW = late(  # another document or chapter of the same page begins
    r"^[\s　]*(?:附件|附\s|第[一二三四五六七八九十]+[章编]|[^。；]{4,60}(?:通知|方案|办法|细则|规定|意见|规划|条例|预案|指南|公告|说明|解读)[\s　]*$)"
)
_LONGEST = 60  # characters of a full name
_LEAST_BARE = 4  # characters of a short form that is no common word without its marks


class _Short(NamedTuple):
    line: int
    start: int
    full: str
    written: str  # with its marks


def used_too_soon(lines: Sequence[str]) -> Found:
    """The first place at which the short form stands before it is introduced, within one document."""
    first: dict[str, _Short] = {}
    for number, line in enumerate(lines):
        for match in _INTRODUCED.finditer(line) if "简称" in line else ():
            short, is_title = match["short"], match["open"] == "《"
            if is_title or len(short) >= _LEAST_BARE:
                full = line[max(0, match.start() - _LONGEST) : match.start()]
                one = _Short(number, match.start(), full, f"《{short}》" if is_title else short)
                first.setdefault(short, one)
    for short, one in first.items():
        yield from _told(lines, short, one)


def _told(lines: Sequence[str], short: str, one: _Short) -> Found:
    for number in range(one.line + 1):
        line = lines[number]
        if one.written not in line or (number < one.line and not _BODY.search(line)):
            continue
        if any(_ANEW.search(later) for later in lines[number : one.line + 1]):
            continue
        before = line[: one.start] if number == one.line else line
        at = before.find(one.written)
        while at != -1:
            end = at + len(one.written)
            if not _is_of_more(before, at, end, one) and not before[end:].startswith("（以下"):
                yield number, Hit(at, end, (), f"“{short}”在后面才说明是什么的简称")
                return
            at = before.find(one.written, end)


def _is_of_more(line: str, start: int, end: int, one: _Short) -> bool:
    """Part of the full name or of a longer one: what stands beside it stands there in the full name, too, or goes on as a name does."""
    if one.written.startswith("《"):
        return False
    left, right = line[max(0, start - 1) : end], line[start : end + 1]
    return (
        (len(left) > len(one.written) and left in one.full)
        or (len(right) > len(one.written) and right in one.full)
        or one.written in one.full
        or line[end : end + 2] in {"有限", "股份", "集团", "公司", "总公", "分公"}
    )
