"""How a site of the city is ordered: its columns and how old they are, its faults, its innocent oddities."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from xunwang_demo.model import ColumnKind

State = Literal["fresh", "edge", "slow", "late", "stale", "blank"]
Fate = Literal[
    "gone", "removed", "down", "recovers", "slow_day", "resets", "moved", "soft", "inert", "challenged"
]
Place = Literal["home", "column", "article", "attachment", "image"]
FooterMode = Literal["html", "write", "string", "external", "injected", "frame"]
ErrorEntry = Literal["right", "missing", "wrong_code", "old_host"]
Extra = Literal[
    "gambling_link",
    "id_number",
    "wrong_words",
    "wrong_expression",
    "backdated",
    "unanswered",
    "thin_guides",
    "uncounted",
    "blind_search",
    "old_answers",
    "paired",
    "one_way",
    "formless",
    "lost_form",
    "no_outcome",
]

FRIENDS = (("中国政府网", "http://www.gov.cn/"), ("示例市人民政府", "http://www.shilishi.gov.cn/"))
SLUGS = {
    "新闻中心": "xwzx",
    "政务公开": "zwgk",
    "信息公开": "xxgk",
    "互动交流": "hdjl",
    "通知公告": "tzgg",
    "政策文件": "zcwj",
    "政策解读": "zcjd",
    "政务服务": "zwfw",
    "办事服务": "bsfw",
    "网上办事": "wsbs",
    "市长信箱": "szxx",
    "县长信箱": "xzxx",
    "区长信箱": "qzxx",
    "局长信箱": "jzxx",
    "咨询留言": "zxly",
    "网上信访": "wsxf",
    "纪检举报": "jjjb",
    "人事信息": "rsxx",
    "规划计划": "ghjh",
    "统计数据": "tjsj",
    "机构职能": "jgzn",
    "工作动态": "gzdt",
    "部门动态": "bmdt",
    "公开指南": "gkzn",
    "民意征集": "myzj",
}


@dataclass(frozen=True)
class ColumnSpec:
    """A column as it is ordered.

    `state` says how old the newest item is: inside its period (fresh), on the last day of it (edge), inside it but
    older than two weeks (slow), one day over (late), well over (stale), or no item ever (blank).
    """

    name: str
    kind: ColumnKind
    state: State = "fresh"
    count: int = 8
    parent: str | None = None
    home: bool = False
    scripted: bool = False
    pinned: bool = False
    future: bool = False
    deadline: bool = False


@dataclass(frozen=True)
class LinkSpec:
    """A link worth planting: where it stands, what it says, where it leads, what becomes of it."""

    place: Place
    text: str
    target: str
    fate: Fate


@dataclass(frozen=True)
class SiteSpec:
    name: str
    host: str
    kind: str
    level: str
    organiser: str
    style: str
    columns: tuple[ColumnSpec, ...]
    elsewhere: tuple[ColumnSpec, ...] = ()  # columns that lie on the city's platform
    home: Literal["lists", "entries"] = "lists"
    footer: FooterMode = "html"
    no_marks: tuple[str, ...] = ()
    no_metas: tuple[str, ...] = ()
    empty_metas: tuple[str, ...] = ()
    wrong_metas: tuple[str, ...] = ()
    error_entry: ErrorEntry = "right"
    shows_name: bool = True
    letters: bool = True
    links: tuple[LinkSpec, ...] = ()
    extras: tuple[Extra, ...] = ()
    challenge: bool = False


def news(
    name: str, state: State = "fresh", count: int = 10, parent: str | None = None, *, home: bool = False
) -> ColumnSpec:
    return ColumnSpec(name, "news", state, count, parent, home)


def under(parent: str, *columns: ColumnSpec) -> tuple[ColumnSpec, ...]:
    """A channel of the main navigation with its second-level columns."""
    children = tuple(replace(column, parent=parent) for column in columns)
    return (ColumnSpec(parent, "channel"), *children)


def consultations() -> ColumnSpec:
    """The column of consultations: some are over, one is open."""
    return ColumnSpec("民意征集", "other", count=10)


def blank(name: str, *, scripted: bool = False) -> ColumnSpec:
    return ColumnSpec(name, "other", "blank", 0, scripted=scripted)


def static(name: str) -> ColumnSpec:
    return ColumnSpec(name, "static")
