"""Lists of posts that people export from platforms or keep by hand."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from msgspec import structs

from xunwang.inspector.media.post_words import (
    LIKELY,
    Headline,
    answers_of,
    counted,
    headline_of,
    is_foot,
    is_taken_back,
    is_unpublished,
    says_nothing_came,
    tells_more,
    why_not_out,
)
from xunwang.inspector.media.sheets import Cells, Headers, TableRow, rows_under
from xunwang.inspector.media.table import (
    ACCOUNT,
    AUTHOR,
    AccountNamed,
    RowProblem,
    Whose,
    at,
    unread,
    unreadable,
)
from xunwang.inspector.media.times import (
    HALF_DAYS,
    PostTime,
    has_zone,
    is_by_the_clock,
    read_day_of,
    read_time,
)
from xunwang.inspector.model import SHANGHAI, Record
from xunwang.inspector.tables import Row, text_of

_POSTS: Headers = {
    "title": (
        "标题",
        "内容标题",
        "文章标题",
        "作品标题",
        "作品名称",
        "微博内容",
        "内容",
        "正文",
        "文案",
        "发布内容",
        "博文",
    ),
    "time": (
        "发布时间",
        "发表时间",
        "推送时间",
        "发文时间",
        "创建时间",
        "时间",
    ),
    "day": ("发布日期", "发表日期", "发文日期", "推送日期", "日期", "日"),
    "url": ("链接", "文章链接", "内容链接", "作品链接", "地址", "网址", "原文链接", "URL"),
    "pictures": ("图片数", "图片数量", "配图数", "是否配图", "配图"),
    "original": ("是否原创", "原创", "原创/转载", "文章类型"),
    "exported": ("导出时间", "导出日期", "采集时间", "抓取时间", "数据时间"),
    "remark": ("备注", "备注说明", "说明", "情况说明"),
    **ACCOUNT,
    **AUTHOR,
}
COLUMN_NAMES = {
    "标题": "title",
    "发布时间": "time",
    "链接": "url",
    "账号名称": "account",
    "账号标识": "handle",
    "平台": "platform",
    "配图数": "pictures",
    "是否原创": "original",
    "导出时间": "exported",
}
"""What a column of a list of posts may be said to hold -> its field."""
_EXPORTED = re.compile(r"(?:数据)?(?:导出|采集|抓取|生成|填报|填表|制表)(?:时间|日期)[:：\s]*(.*)")
_PERIOD = re.compile(
    r"(?:(?:统计|数据|导出|查询|采集|起止)(?:区间|周期|范围|时段|时间段?|日期|期间)|(?:时间|日期)(?:范围|区间|段))\s*[:：]?\s*"
    r"((20\d{2})\s*[-/.年]\s*(\d{1,2})[^至到~—]{0,18}?)\s*(?:至|到|~|—+|--|\s-\s)\s*([^\s)(]{2,12})"
)
_CLOCK_ALONE = re.compile(
    rf"(?:{HALF_DAYS})?\s*(?:\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?|\d{{1,2}}[时点](?:\d{{1,2}}分?|整)?)|{HALF_DAYS}"
)
_LAST = dt.time(23, 59, 59)
_ANY_MOMENT = dt.datetime(2020, 1, 1, tzinfo=SHANGHAI)


class PostRow(Record, frozen=True):
    """`exported`: when the row was taken down, where its table has such a column."""

    row: int
    title: str
    time: PostTime
    whose: AccountNamed
    url: str | None = None
    original: bool | None = None
    pictures: int | None = None
    exported: dt.datetime | None = None


class ExportTime:
    """When a list was exported, so that “昨天” can be read: as somebody states, else as the lines above the header of its sheet say.

    `sheets`: the names of those that were read. `ends`: the last day that each says its posts are of (“统计区间：…至2026-10-31”), None where
    it says none.
    """

    def __init__(self, said: PostTime | None = None) -> None:
        self._said = said
        self.sheets: list[str] = []
        self.ends: list[dt.datetime | None] = []
        self._above: list[PostTime | None] = []

    @property
    def ended(self) -> dt.datetime | None:
        """Up to when the sheets say together that their posts are; None where one does not say."""
        told = [end for end in self.ends if end]
        return max(told, default=None) if len(told) == len(self.ends) else None

    @property
    def stated(self) -> PostTime | None:
        """Of the sheet that is being read."""
        return self._said or (self._above[-1] if self._above else None)

    @property
    def of_all(self) -> PostTime | None:
        """Of every sheet that was read: the first moment at which one of them was exported; None where one does not say."""
        told = [time for time in self._above if time]
        whole = min(told, key=lambda time: time.at, default=None) if len(told) == len(self._above) else None
        return self._said or whole

    def read_above(self, rows: Sequence[Row]) -> None:
        """“导出时间：2026-03-31 10:00” in one cell, or in two beside each other."""
        texts = [text for row in rows for cell in row if (text := text_of(cell))]
        told = (
            read_time(found[1] or following, None)
            for text, following in zip_longest(texts, texts[1:])
            if (found := _EXPORTED.match(text))
        )
        self._above.append(next(filter(None, told), None))
        self.ends.append(next(filter(None, map(_end_of, texts)), None))


def _end_of(text: str) -> dt.datetime | None:
    """The end of the period that a line above a header names; its last day may leave out year and month."""
    found = _PERIOD.search(unicodedata.normalize("NFKC", text))
    if found is None:
        return None
    last, year, month = found[4], found[2], found[3]
    days = (read_time(one, None) for one in (last, f"{year}年{last}", f"{year}年{month}月{last}"))
    day = next(filter(None, days), None)
    return dt.datetime.combine(day.at.astimezone(SHANGHAI).date(), _LAST, SHANGHAI) if day else None


def read_posts(
    path: Path,
    exported: ExportTime | None = None,
    columns: Mapping[str, str] | None = None,
    now: dt.datetime | None = None,
) -> Iterator[PostRow | RowProblem]:
    """The rows of a list of posts. `columns`: field -> the header of its column, where it is none that is known. What is dated after `now` is a problem.

    Raises TableError for what is no such list.
    """
    wanted = "表头应有“标题”（或“链接”）和“发布时间”两列，有多个账号时还应有“账号名称”列；只写各月条数的统计表、留言表、粉丝数表不是发文清单"
    headers = {**_POSTS, **{field: (header,) for field, header in (columns or {}).items()}}
    reader = _Reader(exported or ExportTime(), now)
    likely = {field: pattern for field, pattern in LIKELY.items() if field not in (columns or {})}
    for row in rows_under(path, headers, _has_posts, wanted, above=reader.begin_sheet, likely=likely):
        yield from (at(row, told) for told in reader.read(row))


class _Reader:
    """Reads row after row with what the sheet and the rows above say of each."""

    def __init__(self, exported: ExportTime, now: dt.datetime | None) -> None:
        self._exported, self._now = exported, now
        self._whose = Whose()
        self._headline = Headline()
        self._day: object = None
        self._month: tuple[int | None, int] | None = None
        self._passed_over: str | None = None
        self._is_new = self._is_twice = False
        self._seen = 0

    def begin_sheet(self, name: str, rows: Sequence[Row], own: Sequence[Row], is_twice: bool) -> None:
        self._exported.read_above(rows)
        self._exported.sheets.append(name)
        self._is_twice = is_twice
        self._headline, self._day, self._is_new = headline_of(name, rows, own), None, True
        self._month = None

    def read(self, row: TableRow) -> Iterator[PostRow | RowProblem]:
        if is_unpublished(row.of):
            if row.of != self._passed_over:
                yield RowProblem(0, "里是没有发布的内容，未计入", sheet=row.of)
            self._passed_over = row.of
            return
        if not row.number:
            yield unread()
            return
        if row.month:
            self._month = row.month
            return
        named = self._named(row)
        if self._is_new and self._headline.part:
            said = "表头上方写明清单不全（只是其中一页或一部分），不能据此认定没有更新"
            yield RowProblem(row.number, said, _whoever(named))
        if self._is_new and self._is_twice:
            said = "表头并排有两组“标题”“发布时间”，只读了左边一组，不能据此认定没有更新；请把右边一组移到左边一组的下面"
            yield RowProblem(row.number, said, _whoever(named))
        if self._is_new and (end := self._exported.ends[-1]):
            yield RowProblem(
                0, f"表头上方写明统计到 {end:%Y-%m-%d} 为止，此后有没有更新不能由它证明", sheet=row.of
            )
        self._is_new = False
        if row.is_sum:
            yield self._sum(row)
        elif self._goes_on(row):
            yield RowProblem(row.number, "写明还有没有列出的发文，清单不全，未计入", _whoever(named))
        else:
            self._seen += 1
            yield named if isinstance(named, RowProblem) else self._post(row, named)

    def _sum(self, row: TableRow) -> RowProblem:
        """A line that counts more posts than there are rows says that some are missing, and not whose."""
        stated = max((counted(text) for text in _texts(row)), default=0)
        if stated <= self._seen:
            return RowProblem(row.number, "是合计行，未计入")
        said = f"是合计行，写明 {stated} 条，清单里只有 {self._seen} 条，不能据此认定没有更新"
        return RowProblem(row.number, said, AccountNamed(sheet=row.of))

    def _goes_on(self, row: TableRow) -> bool:
        """A row without a time that says in any cell that there is more, or counts more (“共37条”) than there are rows."""
        undated = text_of(row.cells.get("time")) is None and text_of(row.cells.get("day")) is None
        return undated and any(
            tells_more(text) or (is_foot(text) and counted(text) > self._seen) for text in _texts(row)
        )

    def _named(self, row: TableRow) -> AccountNamed | RowProblem:
        named = self._whose.of(row)
        if isinstance(named, RowProblem) or named.account or named.handle:
            return named
        return structs.replace(named, account=self._headline.account)

    def _post(self, row: TableRow, whose: AccountNamed) -> PostRow | RowProblem:
        number, cells = row.number, row.cells
        title, url = text_of(cells.get("title")), text_of(cells.get("url"))
        made = read_time(cells.get("exported"), None)
        written = self._written_time(cells)
        time = _in_zone(self._posted(written, made), written, row.zone)
        is_to_come = time is not None and self._now is not None and time.at > self._now
        states = [text for field in ("state", "remark") if (text := text_of(cells.get(field)))]
        states += answers_of(text_of(cells.get("gone")), self._gone_at(cells), text_of(cells.get("out")))
        speaks_of_time = time is not None or read_time(written, _ANY_MOMENT) is not None
        if title is None and url is None and not speaks_of_time:
            return RowProblem(number, "没有标题、链接和时间，未计入")
        if none := _why_no_post(title, url, states, written, time, is_to_come=is_to_come):
            return RowProblem(number, f"{none}，未计入", taken_back=whose if is_taken_back(states) else None)
        if title is None and url is None:
            return RowProblem(number, "没有标题，也没有链接，未计入", whose)
        if time is None:
            return RowProblem(number, f"{_why_undated(written)}，未计入", whose)
        if is_to_come:
            said = f"发布时间“{text_of(written)}”（{time.at.astimezone(SHANGHAI):%Y-%m-%d}）还没有到，未计入"
            return RowProblem(number, said, whose)
        return PostRow(
            row=number,
            title=title or str(url),
            time=time,
            whose=whose,
            url=url,
            original=_original(text_of(cells.get("original"))),
            pictures=_pictures(text_of(cells.get("pictures"))),
            exported=made.at if made else None,
        )

    def _gone_at(self, cells: Cells) -> str | None:
        """When a post was taken back; None where that is only planned."""
        time = read_time(cells.get("gone_at"), None)
        is_planned = time is not None and self._now is not None and time.at > self._now
        return None if is_planned else text_of(cells.get("gone_at"))

    def _written_time(self, cells: Cells) -> object:
        """What the row says of its time; day and clock may stand in two columns, the day once for several rows."""
        time, day = cells.get("time"), cells.get("day")
        said = text_of(time)
        self._day = day if text_of(day) else self._day
        if said is None:
            return day
        if text_of(self._day) and _CLOCK_ALONE.fullmatch(said):
            return f"{text_of(self._day)} {said}"
        is_time = read_time(said, _ANY_MOMENT) is not None
        return day if text_of(day) and not is_time else time

    def _posted(self, written: object, made: PostTime | None) -> PostTime | None:
        told_year, month = self._month or (None, self._headline.month)
        year = told_year or self._headline.year
        if year and (time := read_day_of(text_of(written), year, month)):
            return time
        return _posted(written, made or self._exported.stated)


def _in_zone(time: PostTime | None, written: object, zone: dt.tzinfo | None) -> PostTime | None:
    """A time with a clock but no zone of its own is one of the zone that stands over its column."""
    if time is None or zone is None or time.day_only or has_zone(written):
        return time
    return PostTime(time.at.astimezone(SHANGHAI).replace(tzinfo=zone).astimezone(SHANGHAI))


def _texts(row: TableRow) -> list[str]:
    return [text for cell in row.cells.values() if (text := text_of(cell))]


def _whoever(named: AccountNamed | RowProblem) -> AccountNamed:
    return AccountNamed(sheet=named.sheet) if isinstance(named, AccountNamed) else AccountNamed()


def _why_no_post(
    title: str | None,
    url: str | None,
    states: Sequence[str],
    written: object,
    time: PostTime | None,
    *,
    is_to_come: bool,
) -> str | None:
    """Why a row is surely none of a post that people can see."""
    if (title or url) and (state := why_not_out(states, is_to_come=is_to_come)):
        return f"写明“{state}”"
    if url is not None:
        return None
    if title is None:
        return None
    if says_nothing_came(title, dated=time is not None):
        return "写明没有发布"
    said = text_of(written)
    return "是表下的说明" if is_foot(title) and (said is None or is_foot(said)) else None


def _has_posts(fields: set[str]) -> bool:
    return bool({"time", "day"} & fields) and bool({"title", "url"} & fields)


def _posted(cell: object, exported: PostTime | None) -> PostTime | None:
    """When a row was published. Hours counted back from a day without a clock give the day, as late as it can be."""
    if exported is None or not exported.day_only:
        return read_time(cell, exported.at if exported else None)
    time = read_time(cell, exported.at + dt.timedelta(days=1, seconds=-1))
    if time is None or not is_by_the_clock(text_of(cell) or ""):
        return time
    return PostTime(dt.datetime.combine(time.at.date(), dt.time(), time.at.tzinfo), day_only=True)


def _why_undated(cell: object) -> str:
    if read_time(cell, _ANY_MOMENT) is None:
        return unreadable("发布时间", cell)
    return (
        f"发布时间“{text_of(cell)}”要从导出的那一刻算起，而清单没有写明导出时间"
        "（可填写导出日期，或在清单里加“导出时间”列，或在表头上方写“导出时间：2026-03-31 09:30”）"
    )


def _pictures(written: str | None) -> int | None:
    """A number, or yes and no: yes is at least one."""
    if written is not None and written.isascii() and written.isdigit():
        return int(written)
    return {"是": 1, "有": 1, "否": 0, "无": 0}.get(written or "")


def _original(written: str | None) -> bool | None:
    if written in {"是", "原创", "Y", "1"}:
        return True
    return False if written in {"否", "转载", "转发", "N", "0"} else None
