"""The signature under a text and its day, against how a day is written, the number over the text and the days in it."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit

Found = Iterator[tuple[int, Hit]]

_DAY = late(r"^[\s　]*(?P<year>20\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日[\s　]*$")
_SIGNER = late(
    r"^[\s　]*[\u4e00-\u9fff（）]{4,40}(?:局|委员会|办公室|政府|委|院|厅|部|中心|会|队|处|公司|社|组|校|学|行|所|站|办)[\s　]*$"
)
_BODY = late(r"[。；）)][\s　]*$")
_NUMBER = late(r"^[\s　]*[\u4e00-\u9fff]{2,14}〔(?P<year>20\d\d)〕\d{1,4}号[\s　]*$")
_DUE = late(
    r"(?P<must>请|务必|[必需]?须|应当?|务)?[于在](?P<year>20\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:[（(][^（）()]{1,8}[）)])?(?:[上下]午)?(?:\d{1,2}[时点:：]\d{0,2})?(?:之前|以前|前)[，,]?(?:[^，。；]{0,24}?)(?:报送|报至|报[^告]|上报|提交|反馈|(?P<done>完成)|送达|送交|发送|寄送)"
)
_DONE = late(r"[已曾原]|未|逾期|没有|要求|[对凡]|截至|根据|按照")
_TOLD = late(r"[^，。；]*?[的者了毕已未](?!通知)")  # who did so, or that it was done


_REACH = 24  # characters before a day, in which it may be told of
# Of a case that was opened in one year and decided in the next.
_OF_A_CASE = late("[罚复诉裁仲决案字赔许认]")


class _Signature(NamedTuple):
    line: int
    day: dt.date
    match: re.Match[str]


def _signature(lines: Sequence[str]) -> _Signature | None:
    """The last line that is nothing but a day, right below an office that signs and text above it; none where several texts are signed."""
    found = []
    for number, line in enumerate(lines):
        match = _DAY.match(line) if "年" in line else None
        if match is None or (day := _date(match)) is None:
            continue
        above = [text for text in lines[max(0, number - 6) : number] if text.strip()]
        if len(above) > 1 and _SIGNER.match(above[-1]) and any(map(_BODY.search, above[:-1])):
            found.append(_Signature(number, day, match))
    return found[0] if len(found) == 1 else None


def padded_days(lines: Sequence[str]) -> Found:
    """2026年03月05日 under a signature."""
    signature = _signature(lines)
    if signature is None:
        return
    match = signature.match
    if match["month"].startswith("0") or match["day"].startswith("0"):
        right = f"{int(match['year'])}年{int(match['month'])}月{int(match['day'])}日"
        yield signature.line, Hit(match.start("year"), match.end("day") + 1, (right,))


def other_number_years(lines: Sequence[str]) -> Found:
    """A document number of another year than the day of signing; numbers of December may be given in January."""
    signature = _signature(lines)
    if signature is None:
        return
    for number, line in enumerate(lines[: signature.line]):
        if (match := _NUMBER.match(line)) is None:
            continue
        year = int(match["year"])
        if year > signature.day.year or (
            year < signature.day.year and signature.day.month > 1 and not _OF_A_CASE.search(line)
        ):
            yield number, Hit(*match.span("year"), (), f"成文日期是{signature.day.year}年")
        return


def due_before_signed(lines: Sequence[str]) -> Found:
    """What has to be handed in before the day on which the text was signed."""
    signature = _signature(lines)
    if signature is None:
        return
    for number, line in enumerate(lines[: signature.line]):
        for match in _DUE.finditer(line) if "前" in line else ():
            day = _date(match)
            if day and day < signature.day and not _is_told(line, match):
                told = f"{signature.day.year}年{signature.day.month}月{signature.day.day}日"
                yield (
                    number,
                    Hit(match.start("year"), match.end("day") + 1, (), f"成文日期是{told}，这一天已经过去"),
                )


def _is_told(line: str, due: re.Match[str]) -> bool:
    """Whether a day is told of instead of being set: of those who did so by then, of what was done."""
    if due["must"] in ("请", "务必"):
        return False
    since = max(line.rfind(mark, 0, due.start()) for mark in "。；") + 1
    return bool(
        (due["done"] and not due["must"])
        or _DONE.search(line, max(since, due.start() - _REACH), due.start())
        or _DONE.search(due[0])
        or _TOLD.match(line, due.end())
    )


def _date(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
