"""What two places of one text say against each other: attachments, totals of tables, the year of a title."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit

Found = Iterator[tuple[int, Hit]]

_LIST = re.compile(r"[\s　]*附件\s?[：:]\s*1\s?[.．、]")
_ITEM = re.compile(r"[\s　]*(\d{1,2})\s?[.．、](?!\d)")
_SHEET = re.compile(r"[\s　]*附件\s?(\d{1,2})(?!\d)")
_REFERRED = re.compile(r"(?:见|填写|按照|参照|依据)(?:本通知|本方案)?附件\s?(\d{1,2})(?![\d.])")


def missing_attachments(lines: Sequence[str]) -> Found:
    """An attachment that the text refers to and its list of attachments does not reach."""
    start = next((number for number, line in enumerate(lines) if _LIST.match(line)), None)
    if start is None:
        return
    last = 1
    for line in lines[start + 1 :]:
        match = _ITEM.match(line)
        if match is None or int(match[1]) != last + 1:
            break
        last += 1
    there = {int(match[1]) for line in lines if (match := _SHEET.match(line))}
    for number, line in enumerate(lines):
        for match in _REFERRED.finditer(line) if "附件" in line else ():
            if int(match[1]) > max({last, *there}):
                yield number, Hit(*match.span(1), (), f"附件只列到{last}，没有附件{match[1]}")


_TOTAL = re.compile(r"(?:合\s*计|总\s*计|共\s*计)$")
_PART = re.compile(r"小计|合\s*计|总\s*计|共\s*计|其中|平均")
_NO_SUM = re.compile(r"率|比|占|均|单价|序号|编号|年|％|%|得分|名次|排名")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?$")
LEAST_ROWS = 2


def wrong_totals(lines: Sequence[str]) -> Found:
    """A row of totals under columns of numbers, cells parted by tabs, that another number would be right in."""
    head = 0
    for number, line in enumerate(lines):
        if "\t" not in line or line.count("\t") != lines[head].count("\t"):
            head = number
        elif _TOTAL.match(line.split("\t")[0].strip()):
            yield from (
                (number, hit) for hit in _totals([row.split("\t") for row in lines[head : number + 1]])
            )
            head = number + 1 if number + 1 < len(lines) else number


def _totals(table: list[list[str]]) -> Iterator[Hit]:
    if len(table) < LEAST_ROWS + 2:
        return
    titles, *rows, totals = table
    if any(_PART.search(row[0]) for row in rows):
        return
    at = 0
    for column, (title, said) in enumerate(zip(titles, totals, strict=True)):
        cells = [row[column].strip() for row in rows]
        if column and not _NO_SUM.search(title) and all(map(_NUMBER.match, [*cells, said.strip()])):
            right = sum(map(_value, cells), Decimal(0))
            if right != _value(said.strip()):
                yield Hit(
                    at, at + len(said), (), f"“{title.strip()}”一列之和是{right}，合计写作{said.strip()}"
                )
        at += len(said) + 1


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


_TITLE = re.compile(
    r"关于[^，。]{0,20}?(20\d\d)年度?([\u4e00-\u9fff]{4,20}?)(?:工作|活动)?(?:有关事项|事项)?的(?:通知|公告|通告|函|意见|公示)[\s　]*$"
)
_OPENING = (
    r"(?:为(?:切实|扎实|认真|进一步)?(?:做好|开展|推进|搞好)|现(?:将|就))[^，。；]{{0,8}}?(20\d\d)(?=年度?{})"
)


def other_years(lines: Sequence[str]) -> Found:
    """The matter of the title, under another year where the text says what it is for."""
    for at, line in enumerate(lines):
        if (title := _TITLE.search(line)) is None:
            continue
        opening = re.compile(_OPENING.format(re.escape(title[2])))
        for number, later in enumerate(lines[at + 1 :], at + 1):
            for match in opening.finditer(later):
                if match[1] != title[1]:
                    yield number, Hit(*match.span(1), (), f"标题里是{title[1]}年，这里是{match[1]}年")


_CLOSES = late(r"([\u4e00-\u9fff]{2})截止(?:时间|日期)?(?:为|是|：)?\s?(?:20\d\d年)?(\d{1,2}月\d{1,2}日)")
_UNTIL = late(r"(\d{1,2}月\d{1,2}日)前(?:完成|进行|办理)?(?:网上)?([\u4e00-\u9fff]{2})(?=[，。；])")


def other_deadlines(lines: Sequence[str]) -> Found:
    """Until when the same thing may be done, told twice with other days."""
    ends: dict[str, set[str]] = {}
    for line in lines:
        for match in _CLOSES.finditer(line) if "截止" in line else ():
            ends.setdefault(match[1], set()).add(match[2])
    for number, line in enumerate(lines) if ends else ():
        for match in _UNTIL.finditer(line):
            told = ends.get(match[2])
            if told and match[1] not in told:
                why = f"前后写的{match[2]}截止日期不同：{'、'.join(sorted(told))}"
                yield number, Hit(*match.span(1), (), why)
