"""The text against its tables: who is highest, how many reach a mark, what one row says, what the mean is."""

import re
from collections.abc import Iterator
from decimal import Decimal

from xunwang.office.circulars.check.columns import Column, Grid, Row
from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.numerals import normalise
from xunwang.office.circulars.check.quantities import Sentence
from xunwang.office.circulars.check.reading import Reading
from xunwang.office.circulars.check.rounding import Fit, fit, half_up
from xunwang.office.circulars.check.rules.common import in_text

_N = r"\d+(?:\.\d+)?"
_HIGH, _LOW = "高多长大快", "低少短小慢"
_MOST = re.compile(
    rf"(?P<what>[^，。；、]{{0,12}}?)最(?P<way>[{_HIGH}{_LOW}])(?P<mark>得?分)?的?(?:单位|部门|地区)?(?:是|为)(?P<who>[^，。；、（）]{{2,12}}?)(?=[，。；（]|\Z)"
)
_EXTREME = re.compile(
    rf"(?P<what>(?:[^，。；、]{{2,14}}?(?=最[高多低少]的?为))?)最(?P<way>[高多低少])(?:的?为|(?P<mark>得?分)(?:为|是)?)(?P<value>{_N})[个处家条件分%]"
)
_VALUE = re.compile(rf"（(?P<value>{_N})[分%个处家条件]）")
_REACH = re.compile(
    rf"(?P<value>{_N})[分处个条件%](?:（含）)?(?P<way>及以上|以上|及以下|以下)的(?:单位|部门|网站|地区|县区|市|乡镇)(?:共|有)*(?P<many>\d+)[个家]"
)
_REACHED = re.compile(
    rf"(?P<what>[^，。；、\d]{{2,12}}?)(?:达到|达|在|为|高于|超过)?(?P<value>{_N})[%分个条处](?:（含）)?(?P<way>及以上|以上|及以下|以下)的(?:[^，。；、\d]{{0,6}}?)(?:共|只|仅)?有?\d+[家个][^，。；、\d]{{0,4}}，(?:分别)?(?:为|是)(?P<names>[^，。；]{{2,80}})(?=[。；，]|\Z)"
)
_JOINT = re.compile("[、和及]")
_YES, _NO = frozenset({"是", "√", "按时", "及时"}), frozenset({"否", "×", "逾期", "超期", "超时"})
_KEPT = re.compile("(?P<late>逾期|超期|超时|未按[时期])|按[时期]|及时|如期|(?:限期|时限|规定时间)内")
_MEAN = re.compile(rf"(?P<many>\d+)[个家][^，。；\d]{{1,6}}平均(?:得分|分|成绩)(?:为)?(?P<mean>{_N})分")
_HEADER_NOISE = re.compile("[（(][^）)]*[）)]|数量?|情况|合计|小计|总计|率")


def check(reading: Reading) -> Iterator[Contradiction]:
    """What running text says of a table that no column of it bears out."""
    grids = [grid for grid in reading.grids if len(grid.rows) > 2 and _names(grid)]
    for _, sentence in reading.sentences() if grids else ():
        for match in _MOST.finditer(sentence.text):
            yield from _who(grids, sentence, match)
        for match in _EXTREME.finditer(sentence.text):
            yield from _extreme(grids, sentence, match)
        for match in _REACH.finditer(sentence.text):
            yield from _reaching(grids, sentence, match)
        for match in _REACHED.finditer(sentence.text):
            yield from _reached(grids, sentence, match)
        for match in _MEAN.finditer(sentence.text):
            yield from _mean(grids, sentence, match)
        yield from _kept(grids, sentence)


def _names(grid: Grid) -> Column | None:
    """The column that says whose row it is: the first that holds another word in every row."""
    for column in grid.columns:
        cells = [row.cell(column) for row in grid.rows]
        if len(set(cells)) == len(cells) and all(re.search("[一-龥]{2}", cell) for cell in cells):
            return column
    return None


def _row(grid: Grid, name: str) -> Row | None:
    found = [row for row in grid.rows if row.cell(_names(grid)) == name]
    return found[0] if len(found) == 1 else None


def _values(grid: Grid, column: Column) -> dict[int, Decimal]:
    return {row.number: value.value for row in grid.rows if (value := row.value(column)) is not None}


def _numeric(grid: Grid) -> list[Column]:
    return [one for one in grid.columns if one.role != "serial" and len(_values(grid, one)) > 1]


def _who(grids: list[Grid], sentence: Sentence, match: re.Match[str]) -> Iterator[Contradiction]:
    """得分最高的为甲局（95.4分）: some column has its highest there, and the row holds the figure."""
    found = [(grid, row) for grid in grids if (row := _row(grid, match["who"]))]
    if len(found) != 1:
        return
    grid, row = found[0]
    leads = [one for one in _numeric(grid) if _leads(_values(grid, one), row, match["way"])]
    what = match["what"] + ("得分" if match["mark"] else "")
    named = [one for one in _numeric(grid) if _is_meant(one, what)]
    if not leads or (named and not any(one in leads for one in named)):
        column = named[0] if named else None
        right = _leaders(grid, column, match["way"]) if column else ""
        message = f"“{match.group()}”与表{grid.table.number}不符" + (f"，表中为{right}" if right else "")
        yield in_text(
            "mismatch", sentence, message, stated=match["who"], computed=right, sure=len(named) == 1
        )
    elif value := _VALUE.match(sentence.text, match.end()):
        cells = [cell.value for one in grid.columns if (cell := row.value(one)) is not None]
        if Decimal(value["value"]) not in cells:
            message = (
                f"“{match['who']}{value.group()}”与表{grid.table.number}第{row.number}行不符：{row.text}"
            )
            yield in_text("mismatch", sentence, message, stated=value["value"], computed=row.text)


def _leads(values: dict[int, Decimal], row: Row, way: str) -> bool:
    if row.number not in values:
        return way in _LOW and bool(values)  # an empty cell is nought
    return values[row.number] == (max if way in _HIGH else min)(values.values())


def _leaders(grid: Grid, column: Column, way: str) -> str:
    values = _values(grid, column)
    best = (max if way in _HIGH else min)(values.values())
    return "、".join(row.cell(_names(grid)) for row in grid.rows if values.get(row.number) == best)


def _is_meant(column: Column, words: str) -> bool:
    """Whether the header of a column is what the words speak of: all of it, or two characters in a row of it."""
    header = normalise(_HEADER_NOISE.sub("", column.header))
    return any(header[at : at + 2] in words for at in range(len(header) - 1))


def _extreme(grids: list[Grid], sentence: Sentence, match: re.Match[str]) -> Iterator[Contradiction]:
    """高危隐患数最多为4个."""
    value = Decimal(match["value"])
    what = match["what"] + ("得分" if match["mark"] else "")
    columns = [(grid, one) for grid in grids for one in _numeric(grid) if _is_meant(one, what)]
    ends = [(max if match["way"] in _HIGH else min)(_values(grid, one).values()) for grid, one in columns]
    if len({grid.table.number for grid, _ in columns}) == 1 and value not in ends:
        grid, column = columns[0]
        message = f"“{match.group()}”与表{grid.table.number}“{column.header}”列不符，表中为{ends[0]}"
        yield in_text("mismatch", sentence, message, stated=match["value"], computed=str(ends[0]), sure=False)


def _reaching(grids: list[Grid], sentence: Sentence, match: re.Match[str]) -> Iterator[Contradiction]:
    """85分及以上的部门3个: as many rows as some column has at or beyond the mark."""
    mark, many = Decimal(match["value"]), int(match["many"])
    counts = [
        _beyond(list(_values(grid, one).values()), mark, match["way"])
        for grid in grids
        for one in _numeric(grid)
    ]
    likely = [
        _beyond(list(values.values()), mark, match["way"])
        for grid in grids
        for one in _numeric(grid)
        if min((values := _values(grid, one)).values()) < mark <= max(values.values())
    ]
    if likely and len(grids) == 1 and many not in counts and many <= len(grids[0].rows):
        message = f"“{match.group()}”与表{grids[0].table.number}不符，表中为{likely[-1] if len(likely) == 1 else likely[0]}"
        yield in_text(
            "mismatch",
            sentence,
            message,
            stated=match["many"],
            computed=str(likely[0]),
            sure=len(likely) == 1,
        )


def _beyond(values: list[Decimal], mark: Decimal, way: str) -> int:
    if way.endswith("上"):
        return sum(value >= mark for value in values)
    return sum(value <= mark for value in values)


def _mean(grids: list[Grid], sentence: Sentence, match: re.Match[str]) -> Iterator[Contradiction]:
    """7个部门平均得分78.37分: the mean of a column of a table of as many rows."""
    mean, many = Decimal(match["mean"]), int(match["many"])
    decimals = -int(mean.as_tuple().exponent)
    means = [
        sum(values.values(), Decimal(0)) / many
        for grid in grids
        if len(grid.rows) == many
        for one in _numeric(grid)
        if len(values := _values(grid, one)) == many and "分" in one.header
    ]
    if means and all(fit(mean, decimals, one) is Fit.NONE for one in means):
        right = half_up(means[-1], decimals)
        message = f"“{match.group()}”与表中各行不符，平均应为{right}"
        yield in_text("mean", sentence, message, stated=match["mean"], computed=str(right), sure=False)


def _reached(grids: list[Grid], sentence: Sentence, match: re.Match[str]) -> Iterator[Contradiction]:
    """失败率达到5%以上的有1家，为甲局: every row named reaches the mark in the column that is meant."""
    names, mark = _JOINT.split(match["names"]), Decimal(match["value"])
    for grid in grids:
        rows = [_row(grid, name.strip()) for name in names]
        meant = [one for one in _numeric(grid) if _is_meant(one, match["what"])]
        columns = [one for one in meant if one.header in match["what"]] or meant
        if not all(rows) or len(columns) != 1:
            continue
        values = _values(grid, columns[0])
        for row in rows:
            value = values.get(row.number) if row else None
            if row and value is not None and not _beyond([value], mark, match["way"]):
                reaching = [
                    one for one in grid.rows if _beyond([values.get(one.number, value)], mark, match["way"])
                ]
                right = "、".join(one.cell(_names(grid)) for one in reaching[:3])
                message = f"“{match.group()}”与表{grid.table.number}第{row.number}行不符：{row.text}"
                yield in_text("mismatch", sentence, message, stated=match["names"], computed=right)


def _kept(grids: list[Grid], sentence: Sentence) -> Iterator[Contradiction]:
    """按时答复6条、逾期0条, of a table with as many rows whose column 按时答复 says 是 five times."""
    for grid in grids:
        for column in grid.columns:
            cells = [row.cell(column) for row in grid.rows]
            yes, no = (sum(cell in words for cell in cells) for words in (_YES, _NO))
            if not yes or yes + no != len(cells):
                continue
            told = [(q, match) for q in sentence.quantities if q.counts and (match := _KEPT.search(q.before))]
            same = [(q, match) for q, match in told if q.before[match.end() :][:2] in column.header]
            if len(same) != 2 or same[0][0].value + same[1][0].value != len(cells):
                continue
            for q, match in same[:1]:
                right = no if match["late"] else yes
                if q.value != right:
                    message = (
                        f"“{q.before}{q.text}”与表{grid.table.number}“{column.header}”列不符，表中为{right}"
                    )
                    yield in_text("mismatch", sentence, message, stated=q.text, computed=str(right))
