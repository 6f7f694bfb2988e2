"""The order of days: a circular asks for nothing before it is signed, an answer follows its question, what lasts from one day to another lasts so many days."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import islice

from xunwang.office.circulars.check.columns import Column, Grid, Row
from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.numerals import normalise
from xunwang.office.circulars.check.quantities import Sentence
from xunwang.office.circulars.check.reading import Reading
from xunwang.office.circulars.check.rules.common import in_row, in_text
from xunwang.office.circulars.check.rules.reckoned import in_figures

_DAY = r"(?:(?P<{0}y>20\d\d)年)?(?P<{0}m>\d{{1,2}})月(?P<{0}d>\d{{1,2}})日"
_BY = re.compile(
    rf"{_DAY.format('')}(?:（[^（）]{{1,8}}）)?(?:[上下]午)?(?:下班)?(?:\d{{1,2}}[时点：:]\d{{0,2}})?(?:之前|以前|前)(?P<what>[^，。；]{{0,24}})"
)
_ASKED = re.compile("请|须|应|务必|要(?!求)|责令|限期|限于|确保|督促")
_TO_DO = re.compile("整改|报送|上报|反馈|恢复|提交|完成|落实|到位|报|办结|回复|关停|迁移")
_PAST = re.compile(
    "已|曾|原定|原要求|要求[^。；]{0,20}的|逾期|未按|仍|当时|去年|上季度|此前|未能|前完成的|完成了"
)
_DUE = re.compile("[^，。；]{0,12}的")
_STANDING = re.compile(
    "(?:根据|按照?|依照|依据)[^。；]*(?:规定|要求|办法|指引|规范)[^。；]{0,4}，[^。；]{0,16}[应须]"
)
_LASTED = re.compile(
    rf"(?:自|从){_DAY.format('a')}起?\s?[至到—～~-]+\s?(?:(?P<by>20\d\d)年)?(?:(?P<bm>\d{{1,2}})月)?(?P<bd>\d{{1,2}})日(?:[^。；\d]{{0,14}}，)?[^。；，\d]{{0,6}}(?:共|共计|累计|长达|历时|持续|为期)(?:计|达|了)?(?P<many>\d{{1,3}})天"
)
_CELL = re.compile(r"(?:(20\d\d)[年./-])?(\d{1,2})[月./-](\d{1,2})日?")
_ASKS = re.compile("提交|提出|收到|受理|来信|留言|转办|交办|下发|发现|接收")
_ANSWERS = re.compile("答复|回复|办结|反馈|处理|完成|整改")
_DATE_HEADER = re.compile("日期|时间|日$")
_SEEN = re.compile("(?:最[后新近]|末次|上次)[^计预]{0,4}(?:更新|发布)|(?:更新|发布)(?:日期|时间)")
_WITHIN = re.compile(r"(?P<days>\d{1,2})个工作日(?:内|以内|之内)")
_YES = frozenset({"是", "√", "按时", "达标", "符合"})
_NO = frozenset({"否", "×", "逾期", "超时", "未达标", "不符合"})
_RECENT = 120  # days before the signing; a day without a year farther off may be of the year to come
_FRIDAY = 4
_COMMON_YEAR = 2027  # where none is told
_MOST = 20


def check(reading: Reading) -> Iterator[Contradiction]:
    """Days that cannot follow each other as told."""
    signed = _signed(reading)
    for _, sentence in reading.sentences():
        yield from _lasted(sentence)
        if signed:
            yield from _asked_before(sentence, min(signed))
    for grid in reading.grids:
        yield from _answered(grid, min(signed).year if signed else 0)
        if signed:
            yield from _seen_later(grid, max(signed))


def _signed(reading: Reading) -> list[dt.date]:
    """The days that stand on lines of their own; an attachment may have one too."""
    from xunwang.inspector.door.reckoning import signed_on  # noqa: PLC0415  # its rules take a while to load

    lines = (in_figures(normalise(one.text)) for one in reading.document.paragraphs)
    return [day for line in lines if (day := signed_on(line, dt.date.max))]


def _date(year: int | str, month: str | int, day: str | int) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _asked_before(sentence: Sentence, signed: dt.date) -> Iterator[Contradiction]:
    """请于9月2日前整改到位, signed on 9月7日."""
    for match in islice(_BY.finditer(sentence.text), _MOST):
        day = _date(match["y"] or signed.year, match["m"], match["d"])
        clauses = re.split("[；。]", sentence.text[: match.start()])[-1] + match["what"]
        if day is None or day >= signed or _PAST.search(clauses):
            continue
        if _DUE.match(match["what"]) or _STANDING.search(clauses):  # 8月15日前应更新的栏目
            continue
        near = bool(match["y"]) or (signed - day).days <= _RECENT
        if near and _ASKED.search(clauses) and _TO_DO.search(match["what"]):
            told = re.split("（|日", match.group())[0] + "日"
            message = f"要求{told}前完成，而本文落款为{signed.year}年{signed.month}月{signed.day}日"
            yield in_text("date", sentence, message, stated=told, computed="", sure=bool(match["y"]))


def _lasted(sentence: Sentence) -> Iterator[Contradiction]:
    """自8月5日至8月24日未更新，停更共32天: as many days, the first or the last counted or not."""
    for match in islice(_LASTED.finditer(sentence.text), _MOST):
        first = _date(match["ay"] or _COMMON_YEAR, match["am"], match["ad"])
        last = _date(match["by"] or match["ay"] or _COMMON_YEAR, match["bm"] or match["am"], match["bd"])
        if first is None or last is None or last < first:
            continue
        days, told = (last - first).days + 1, int(match["many"])
        if told not in {days - 1, days, days + 1}:
            message = f"{first.month}月{first.day}日至{last.month}月{last.day}日为{days}天，表述为{told}天"
            yield in_text("date", sentence, message, stated=f"{told}天", computed=f"{days}天")


def _days(grid: Grid, column: Column, year: int) -> dict[int, dt.date]:
    found = {}
    for row in grid.rows:
        match = _CELL.fullmatch(row.cell(column))
        day = _date(match[1] or year, match[2], match[3]) if match else None
        if day:
            found[row.number] = day
    return found


def _answered(grid: Grid, year: int) -> Iterator[Contradiction]:
    """An answer before its question; 是 under 3个工作日内答复 behind eleven working days."""
    dated = [one for one in grid.columns if _DATE_HEADER.search(one.header)]
    asks = [one for one in dated if _ASKS.search(one.header) and not _ANSWERS.search(one.header)]
    answers = [one for one in dated if _ANSWERS.search(one.header)]
    if len(asks) != 1 or len(answers) != 1:
        return
    asked, answered = (_days(grid, one[0], year or _COMMON_YEAR) for one in (asks, answers))
    both = [row for row in grid.rows if row.number in asked and row.number in answered]
    limits = [(one, match) for one in grid.columns if (match := _WITHIN.search(one.header))]
    for row in both:
        first, last = asked[row.number], answered[row.number]
        written = bool(re.search("20", row.cell(asks[0]) + row.cell(answers[0])))
        if last < first and (written or (first - last).days <= _RECENT):
            message = f"“{answers[0].header}”{row.cell(answers[0])}早于“{asks[0].header}”{row.cell(asks[0])}"
            yield in_row("date", grid, row, message, stated=row.cell(answers[0]), computed="")
        elif last >= first and (year or written):
            for column, match in limits:
                yield from _in_time(grid, row, column, int(match["days"]), (first, last))


def _in_time(
    grid: Grid, row: Row, column: Column, limit: int, span: tuple[dt.date, dt.date]
) -> Iterator[Contradiction]:
    """Counted from Monday to Friday: holidays make it fewer, moved working days more, so that a reader has to judge."""
    length = min((span[1] - span[0]).days, 366)
    days = sum((span[0] + dt.timedelta(days=n)).weekday() <= _FRIDAY for n in range(1, length + 1))
    told = row.cell(column)
    if (told in _YES and days > limit) or (told in _NO and days <= limit):
        message = f"自{span[0].month}月{span[0].day}日至{span[1].month}月{span[1].day}日为{days}个工作日（未扣除节假日），“{column.header}”写为“{told}”"
        yield in_row("date", grid, row, message, stated=told, computed=f"{days}个工作日", sure=False)


def _seen_later(grid: Grid, signed: dt.date) -> Iterator[Contradiction]:
    """最后更新日期 behind the day of signing."""
    for column in (one for one in grid.columns if _SEEN.search(one.header)):
        for row in grid.rows:
            match = _CELL.fullmatch(row.cell(column))
            day = _date(match[1], match[2], match[3]) if match and match[1] else None
            if day and day > signed:
                message = f"“{column.header}”{row.cell(column)}晚于本文落款的{signed.year}年{signed.month}月{signed.day}日"
                yield in_row("date", grid, row, message, stated=row.cell(column), computed="")
