"""Tables that people keep about accounts: what they saw, orders to repost, addresses of feeds. Lists of posts: `post_list`."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from msgspec import structs

from xunwang.inspector.media.entered import Entered
from xunwang.inspector.media.platforms import platform_named
from xunwang.inspector.media.sheets import Cells, Headers, TableRow, rows_under
from xunwang.inspector.media.times import PostTime, read_time
from xunwang.inspector.model import Record
from xunwang.inspector.tables import text_of

Of = TypeVar("Of")

ACCOUNT: Headers = {
    "account": (
        "账号名称",
        "帐号名称",
        "公众号",
        "公众号名称",
        "账号",
        "帐号",
        "名称",
        "昵称",
        "发布账号",
    ),
    "handle": ("账号标识", "帐号标识", "账号ID", "微信号", "UID"),
    "platform": ("平台", "平台名称", "所属平台", "开设平台", "发布平台", "账号平台"),
}
AUTHOR: Headers = {"author": ("作者",)}
"""Over a column that some platforms fill with the account and some with who wrote the text."""
_WRITER = re.compile(
    r".{0,3}|.*(?:科|处|股|室|办|办公室|中心|编辑|小编|部|组|队|站|员|记者|作者)|.*[\s、,，/;；].*"
)
_ENTERED: Headers = {
    "last": ("最近更新时间", "最后更新时间", "最新发布时间", "最近一次更新"),
    "seen": ("查看时间", "核查时间", "检查时间"),
    "by": ("查看人", "核查人", "检查人"),
    "title": ("最近更新内容", "最新内容标题", "标题"),
    "url": ("链接", "地址", "网址"),
    "shown": ("平台显示名称", "显示名称"),
    "certified": ("认证主体",),
    "proof": ("证明", "截图", "证明材料"),
    "opens": ("能否打开", "能否使用", "能否打开使用", "打开使用"),
    "downloads": ("能否下载", "下载"),
    "interacts": ("互动功能", "互动功能是否有效", "能否互动"),
    "certified_on": ("是否认证", "平台认证"),
    "remark": ("情况说明", "说明", "备注"),
    **ACCOUNT,
}
_ORDERS: Headers = {
    "title": ("标题", "信息标题", "转载内容", "重要信息"),
    "issued": ("下发时间", "布置时间", "发布时间", "通知时间"),
    "due": ("截止时间", "完成时限", "时限"),
    "url": ("链接", "原文链接", "地址", "网址"),
    "platform": ("平台", "转载平台"),
    "emergency": ("突发事件", "是否突发事件", "是否突发"),
}
_FEEDS: Headers = {"feed": ("订阅地址", "订阅源", "RSS地址", "采集地址"), **ACCOUNT}
_TRIED = ("opens", "downloads", "interacts", "certified_on")
_TO_DO = ("打开", "使用", "打开使用", "下载", "安装", "互动", "访问", "登录", "运行")
_YES = frozenset(
    {
        *(
            "是",
            "能",
            "可",
            "可以",
            "有",
            "有效",
            "正常",
            "一切正常",
            "良好",
            "通过",
            "合格",
            "已认证",
            "√",
            "✓",
            "✔",
            "y",
            "yes",
            "1",
        ),
        *(
            "未见异常",
            "无异常",
            "没有异常",
            "未发现异常",
            "未发现问题",
            "没问题",
            "没有问题",
            "无问题",
            "无故障",
            "功能正常",
        ),
        *(
            f"{can}{what}"
            for can in ("能", "可", "可以", "正常", "能正常", "可正常", "可以正常", "能够", "能够正常")
            for what in _TO_DO
        ),
        *(f"{what}{well}" for what in _TO_DO for well in ("正常", "功能正常", "功能有效", "成功")),
    }
)
_NO = frozenset(
    {
        *("否", "不", "不能", "不可", "不可以", "不行", "无", "没有", "无效", "失效", "异常", "不正常", "失败", "×", "✗", "✘", "x", "n", "no", "0"),
        *("下架", "已下架", "停用", "已停用", "停运", "已停运", "注销", "已注销", "白屏", "闪退", "报错", "卡死", "故障", "有故障", "有问题"),
        *("有异常", "不通过", "未通过", "不合格", "未认证", "没有认证", "没认证", "无认证", "功能异常", "功能失效", "功能无效"),
        *(f"{cannot}{what}" for cannot in ("不能", "不可", "不可以", "无法", "不能正常", "无法正常", "未能") for what in _TO_DO),
        *(f"{what}{badly}" for what in _TO_DO for badly in ("失败", "异常", "不正常", "不了", "无效", "功能无效", "功能失效", "报错")),
        *("打不开", "下不了", "下载不了", "用不了"),
    }
)  # fmt: skip
_NOTHING = frozenset({"无", "没有", "没有发布", "从未发布", "空白"})


class AccountNamed(Record, frozen=True):
    """Whose row it is: the platform's id, name and handle, each None where the table has no such column. `sheet`: on which it stands.

    `by_author`: the name is that of an author, who may be no account.
    """

    platform: str | None = None
    account: str | None = None
    handle: str | None = None
    sheet: str | None = None
    by_author: bool = False


class EnteredRow(Record, frozen=True):
    row: int
    whose: AccountNamed
    entered: Entered


class FeedRow(Record, frozen=True):
    row: int
    whose: AccountNamed
    feed: str


class OrderRow(Record, frozen=True):
    """An order to repost; `platforms` are families of platforms, none: all. `emergency` as in `RepostOrderFact`."""

    row: int
    title: str
    issued: dt.datetime
    due: dt.datetime
    url: str | None = None
    platforms: tuple[str, ...] = ()
    emergency: bool = False


class RowProblem(Record, frozen=True):
    """Why a row was left out; the others count. `whose` post it may be, None where it is none. Row 0 is the whole `sheet`.

    `unread`: the sheet may hold posts that nobody could read. `taken_back`: whose post it was that was out and is deleted.
    """

    row: int
    message: str
    whose: AccountNamed | None = None
    sheet: str | None = None
    unread: bool = False
    taken_back: AccountNamed | None = None

    def __str__(self) -> str:
        sheet = f"工作表“{self.sheet}”" if self.sheet else ""
        return f"{sheet}第 {self.row} 行：{self.message}" if self.row else f"{sheet}{self.message}"


def read_entered(path: Path, now: dt.datetime) -> Iterator[EnteredRow | RowProblem]:
    """The rows of a table that people filled in after looking at accounts. Raises TableError for what is no such table."""
    wanted = "表头应有“账号名称”“最近更新时间”“查看时间”“查看人”等列，客户端、小程序可用“能否打开”等列代替“最近更新时间”"
    yield from read_rows(
        rows_under(path, _ENTERED, _has_entries, wanted),
        lambda number, cells, named: _entered(number, cells, named, now),
    )


def read_orders(path: Path) -> Iterator[OrderRow | RowProblem]:
    """The rows of a table of orders to repost. The deadline is a time, or so many hours (2小时). Raises TableError."""
    wanted = "表头应有“标题”“下发时间”“截止时间”三列，可有“链接”“平台”列"
    for row in rows_under(path, _ORDERS, {"title", "issued", "due"}.issubset, wanted):
        yield at(row, _order(row.number, row.cells) if row.number else unread())


def read_feeds(path: Path) -> Iterator[FeedRow | RowProblem]:
    """The feeds that a register of accounts names. Raises TableError when it has no such column."""
    whose = Whose()
    for row in rows_under(path, _FEEDS, {"account", "feed"}.issubset, "应有“订阅地址”列"):
        named, feed = whose.of(row), text_of(row.cells.get("feed"))
        if feed is None or isinstance(named, RowProblem):
            continue
        if feed.startswith(("http://", "https://")):
            yield FeedRow(row.number, named, feed)
        else:
            problem = RowProblem(row.number, f"订阅地址“{feed}”应以 http:// 或 https:// 开头，未使用")
            yield at(row, problem)


def read_rows(
    rows: Iterable[TableRow], read: Callable[[int, Cells, AccountNamed], Of | RowProblem]
) -> Iterator[Of | RowProblem]:
    """What `read` makes of each row and its owner; rows whose owner cannot be told and sheets that were not read are problems."""
    whose = Whose()
    for row in rows:
        named = whose.of(row) if row.number else unread()
        yield at(row, named if isinstance(named, RowProblem) else read(row.number, row.cells, named))


def unread() -> RowProblem:
    return RowProblem(0, "里没有找到表头，未读取", unread=True)


def at(row: TableRow, read: Of | RowProblem) -> Of | RowProblem:
    """What was read of a row, a problem with the sheet on which it stands."""
    return structs.replace(read, sheet=row.sheet) if isinstance(read, RowProblem) else read


def _has_entries(fields: set[str]) -> bool:
    return {"account", "seen", "by"} <= fields and bool({"last", *_TRIED} & fields)


class Whose:
    """Whose a row is. Cells that were merged are written only once: a row that names no account means the one above it on its sheet."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}
        self._sheet: str | None = None

    def of(self, row: TableRow) -> AccountNamed | RowProblem:
        if row.of != self._sheet:
            self._sheet, self._above = row.of, {}
        here = {field: word for field in ACCOUNT if (word := text_of(row.cells.get(field)))}
        author = text_of(row.cells.get("author"))
        if author and "account" not in row.cells and not _WRITER.fullmatch(author):
            here["account"] = author
        if {"account", "handle"} & here.keys():
            self._above = {"platform": self._above.get("platform", "")} | here
        else:
            self._above |= here
        written = self._above.get("platform")
        platform = platform_named(written) if written else None
        if written and platform is None and not _are_platforms(written):
            return RowProblem(
                row.number,
                f"不认得平台“{written}”，应为微信公众号、微博、抖音等平台的名称，未计入",
                AccountNamed(
                    account=self._above.get("account"), handle=self._above.get("handle"), sheet=row.of
                ),
            )
        return AccountNamed(
            platform=platform.id if platform else None,
            account=self._above.get("account"),
            handle=self._above.get("handle"),
            sheet=row.of,
            by_author="account" not in row.cells and "account" in self._above,
        )


def _are_platforms(written: str) -> bool:
    """Whether a cell names several platforms at once (“微信、微博”): the row is of each."""
    words = [word for word in re.split(r"[、,，/;；+和与\s]+", written) if word]
    return len(words) > 1 and all(platform_named(word) for word in words)


def _entered(number: int, cells: Cells, whose: AccountNamed, now: dt.datetime) -> EnteredRow | RowProblem:
    seen, by = read_time(cells["seen"], None), text_of(cells["by"])
    words = {field: text_of(cells.get(field)) for field in _TRIED}
    wrong = _wrong_in(cells, seen, by, words, now)
    if wrong or seen is None or by is None:
        return RowProblem(number, f"{wrong}，未计入")
    until = seen.at + dt.timedelta(days=1, seconds=-1) if seen.day_only else seen.at
    tried = {field: _yes_or_no(word) for field, word in words.items()}
    written = text_of(cells.get("last"))
    only_tried = written is None and any(word is not None for word in tried.values())
    last = read_time(cells.get("last"), until)
    if last is None and not only_tried and written not in _NOTHING:
        said = unreadable("最近更新时间", cells.get("last"))
        return RowProblem(number, f"{said}（没有内容的写“无”），未计入")
    if last is not None and last.at > until:
        return RowProblem(number, "最近更新时间晚于查看时间，未计入")
    entered = Entered(
        seen=until,
        last=last,
        by=by,
        title=text_of(cells.get("title")),
        url=text_of(cells.get("url")),
        shown_name=text_of(cells.get("shown")),
        certified_body=text_of(cells.get("certified")),
        proof=text_of(cells.get("proof")),
        opens=tried["opens"],
        downloads=tried["downloads"],
        interacts=tried["interacts"],
        certified=tried["certified_on"],
        remark=text_of(cells.get("remark")),
        tried=only_tried,
    )
    return EnteredRow(number, whose, entered)


def _wrong_in(
    cells: Cells, seen: PostTime | None, by: str | None, words: dict[str, str | None], now: dt.datetime
) -> str | None:
    """Why nobody can say when and by whom the account was looked at, or what was tried."""
    if seen is None:
        return unreadable("查看时间", cells["seen"])
    if by is None:
        return "没有写明查看人"
    if seen.at > now:
        return f"查看时间“{text_of(cells['seen'])}”还没有到"
    strange = next((word for word in words.values() if word and _yes_or_no(word) is None), None)
    return f"“{strange}”看不懂，应为“是”或“否”，没有核查的留空" if strange else None


def _yes_or_no(word: str | None) -> bool | None:
    """Only whole known words count: a beginning says nothing (“能打开，但白屏”, “未核查”)."""
    said = re.sub(r"[\s。.!！]+", "", unicodedata.normalize("NFKC", word or "")).casefold()
    return False if said in _NO else True if said in _YES else None


def _order(number: int, cells: Cells) -> OrderRow | RowProblem:
    title, issued = text_of(cells["title"]), read_time(cells["issued"], None)
    if title is None or issued is None:
        return RowProblem(
            number, f"{'没有标题' if title is None else unreadable('下发时间', cells['issued'])}，未计入"
        )
    due = _due(cells["due"], issued.at)
    if due is None or due < issued.at:
        return RowProblem(
            number, f"{unreadable('截止时间', cells['due'])}或“2小时”，且不早于下发时间，未计入"
        )
    written = [word for word in re.split(r"[、,，;；/\s]+", text_of(cells.get("platform")) or "") if word]
    platforms = [platform_named(word) for word in written]
    if None in platforms:
        return RowProblem(number, f"不认得平台“{written[platforms.index(None)]}”，未计入")
    urgent = text_of(cells.get("emergency"))
    emergency = _yes_or_no(urgent) if urgent else False
    if emergency is None:
        return RowProblem(number, f"“{urgent}”看不懂，“是否突发事件”应为“是”或“否”，未计入")
    return OrderRow(
        row=number,
        title=title,
        issued=issued.at,
        due=due,
        url=text_of(cells.get("url")),
        platforms=tuple(one.id for one in platforms if one),
        emergency=emergency,
    )


def _due(cell: object, issued: dt.datetime) -> dt.datetime | None:
    hours = re.fullmatch(r"(\d+)\s*个?小时(?:内|以内)?", text_of(cell) or "")
    if hours:
        return issued + dt.timedelta(hours=int(hours[1]))
    time = read_time(cell, None)
    if time is None:
        return None
    return time.at + dt.timedelta(days=1, seconds=-1) if time.day_only else time.at


def unreadable(header: str, cell: object) -> str:
    written = text_of(cell)
    return f"没有{header}" if written is None else f"{header}“{written}”看不懂，应类似 2026-03-31 09:30"
