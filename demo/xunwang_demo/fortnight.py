"""What happens in 示例市 in the fortnight before the monitoring point, between two inspections: visits, duty, what the public says.

Plain facts with the figures that follow from them (`TRUTH`), counted by hand here so that an office can be held against them.
March 2026 has no holidays after the 18th but Saturdays and Sundays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from xunwang_demo import probes
from xunwang_demo.model import City

ZONE = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2026, 3, 18), date(2026, 3, 31)
DAYS = 14
PLATFORM = ("mzj.shilishi.gov.cn", "tjj.shilishi.gov.cn", "wjw.shilishi.gov.cn")
"""Hosts that one server carries."""
PLATFORM_ADDRESS = "192.0.2.10"
CLOSED_HOST = "cgj.shilishi.gov.cn"
_PLATFORM_DOWN, _NO_NETWORK, _CLOSED = range(-90, -87), -115, range(-60, -54)
"""Visits of the week before, by number (see `probes`)."""


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


CLOSURE = (at(22, 0), at(22, 7))


@dataclass(frozen=True)
class Visit:
    """`error` empty: it opened. `own`: the watcher itself had no network, so that the visit says nothing."""

    at: datetime
    home: str
    milliseconds: float | None
    error: str
    address: str
    own: bool = False


def visits(city: City, until: datetime) -> list[Visit]:
    """Every visit of the fortnight and of what of the following day has passed, in the order of time."""
    made = [visit for site in city.sites for visit in _of_site(city, site.home, site.host)]
    return sorted((visit for visit in made if visit.at < until), key=lambda visit: (visit.at, visit.home))


def _of_site(city: City, home: str, host: str) -> Iterator[Visit]:
    shared = host in PLATFORM
    address = (
        PLATFORM_ADDRESS if shared else f"192.0.2.{100 + [site.host for site in city.sites].index(host)}"
    )
    judged = dict(probes.week(city, home))
    for number in range(-7 * probes.PER_DAY, 8 * probes.PER_DAY):
        milliseconds, error = judged.get(number, ("180", ""))
        failed = bool(error) or float(milliseconds) >= 15_000
        failed |= (shared and number in _PLATFORM_DOWN) or (host == CLOSED_HOST and number in _CLOSED)
        yield Visit(
            probes.moment(city, number),
            home,
            None if failed else float(milliseconds),
            (error or "timeout") if failed else "",
            address,
            own=number == _NO_NETWORK,
        )


TEAMS = (
    ("值班员甲、值班员乙", "带班领导丙"),
    ("值班员丁、值班员戊", "带班领导己"),
    ("值班员庚、值班员辛", "带班领导壬"),
)
SWAP = (date(2026, 3, 21), date(2026, 3, 23), "值班员乙外出参加培训")
NOT_TAKEN = date(2026, 3, 26)
"""The shift whose handing over nobody signed for."""
_WORKING = (18, 19, 20, 23, 24, 25, 26, 27, 30, 31)
_OFF = (21, 22, 28, 29)
_MISSED = (at(24, 15), at(29, 10))
"""Rounds that were asked for (one in the morning and one in the afternoon of a working day, one on a day off) and not made."""
FOUND = {
    at(27, 9): ("http://www.shili-kfq.cn/", "首页打不开"),
    at(30, 9): ("http://jtj.shilishi.gov.cn/", "首页轮播图片显示不全"),
}
"""What rounds found, by the hour they began."""


def rounds() -> list[datetime]:
    """When the rounds that were made began."""
    asked = [at(day, hour) for day in _WORKING for hour in (9, 15)] + [at(day, 10) for day in _OFF]
    return sorted(moment for moment in asked if moment not in _MISSED)


@dataclass(frozen=True)
class Report:
    """One error report. `closed` None: still open; `true` None then. `machine`: what inspections had made of it before."""

    number: str
    host: str
    kind: str
    text: str
    received: datetime
    handed_over: datetime
    answered: datetime | None = None
    closed: datetime | None = None
    true: bool | None = None
    machine: str = ""
    public: bool = False


REPORTS = (
    Report("ZC20260318001", "czj.shilishi.gov.cn", "内容不准确", "首页公布的办公地址与实际不符，单位已经搬迁", at(18, 9, 10), at(18, 16), at(20, 10), at(20, 11), True, "missed"),
    Report("ZC20260318002", "cgj.shilishi.gov.cn", "错别字", "首页有错别字，请核对后更正", at(18, 14, 30), at(19, 9), at(20, 15), at(23, 9), True, "found"),
    Report("ZC20260319001", "jtj.shilishi.gov.cn", "内容无法访问", "办事指南里的附件下载不了", at(19, 11), at(19, 15), at(23, 10), at(24, 10), True, "not_looked"),
    Report("ZC20260319002", "tjj.shilishi.gov.cn", "其他", "首页颜色太浅，看不清楚", at(19, 16), at(20, 9), at(20, 11), at(20, 12), False),
    Report("ZC20260320001", "wjw.shilishi.gov.cn", "信息不更新", "基层动态很久没有更新", at(20, 9), at(20, 15), at(26, 10), at(27, 10), True, "not_looked"),
    Report("ZC20260323001", "slj.shilishi.gov.cn", "咨询留言不回复", "三月提交的留言没有答复", at(23, 8, 40), at(23, 11), at(24, 9), at(24, 10), False),
    Report("ZC20260323002", "ggzy.shilishi.gov.cn", "内容无法访问", "首页有一个链接打不开", at(23, 17), at(24, 9), at(26, 9), at(26, 15), True, "found"),
    Report("ZC20260324001", "www.shilishi.gov.cn", "错别字", "一篇要闻的标题有错字", at(24, 10), at(24, 11), at(25, 9), at(25, 10), True, "not_looked"),
    Report("ZC20260325001", "jyj.shilishi.gov.cn", "其他", "希望增加招生政策的解读", at(25, 9), at(25, 10), at(27, 9), at(30, 9), False),
    Report("ZC20260325002", "mzj.shilishi.gov.cn", "内容不准确", "咨询电话已经停机", at(25, 10), at(25, 16)),
    Report("ZC20260326001", "www.qinghe.shilishi.gov.cn", "信息不更新", "统计数据还是前年的", at(26, 9), at(26, 10), at(30, 16), at(31, 9), True, "not_looked"),
    Report("", "jtj.shilishi.gov.cn", "错别字", "通知公告里把“部署”写成了“布署”", at(30, 20, 15), at(31, 9), public=True),
)  # fmt: skip

BOXES = ("市长信箱", "网络问政平台")
ANSWERERS = ("示例市教育局", "示例市财政局", "示例市民政局", "示例市水利局", "示例市统计局")
_TOOK = (1,) * 21 + (4,) * 33 + (7,) * 14 + (13,) * 9 + (16,) * 3 + (None,) * 3
_LATEST = {1: 26, 4: 24, 7: 18, 13: 11, 16: 6, None: 6}
"""The last day of March on which a letter may have come that took so many working days."""
_SUBSIDY = "您好，来信收悉。经核实，每部电梯的补贴标准为{}万元，由所在社区受理申请，感谢您的来信。"
_EMPTY_ANSWER = "我们高度重视，将尽快处理。"


@dataclass(frozen=True)
class Letter:
    """One letter; `took` working days, None while nobody answered."""

    number: str
    box: str
    title: str
    asked: date
    answered: date | None
    answerer: str
    reply: str
    took: int | None


def letters() -> list[Letter]:
    """83 letters of which 80 were answered; two answers say nothing, one names nobody, two contradict each other."""
    mixed = [_TOOK[number * 37 % len(_TOOK)] for number in range(len(_TOOK))]
    return [_letter(number, took) for number, took in enumerate(mixed)]


def _letter(number: int, took: int | None) -> Letter:
    days = [day for day in range(2, _LATEST[took] + 1) if date(2026, 3, day).weekday() < 5]
    asked = date(2026, 3, days[number % len(days)])
    answered = None if took is None else _working_days_after(asked, took)
    same = number in {10, 20}
    title = (
        "老旧小区加装电梯补贴怎样申请"
        if same
        else f"关于{('供水', '入学', '医保', '道路', '公交')[number % 5]}问题的咨询（第{number + 1}件）"
    )
    reply = ""
    if answered:
        reply = f"您好，来信收悉。经核实，您反映的问题已于{answered:%Y年}{answered.month}月{answered.day}日办理完毕，联系人为第{number}科室。"
        reply = _EMPTY_ANSWER if number in {30, 31} else reply
        reply = _SUBSIDY.format(20 if number == 10 else 15) if same else reply
    answerer = ANSWERERS[number % len(ANSWERERS)] if number != 40 else ""
    return Letter(f"LY{number:03}", BOXES[number >= 60], title, asked, answered, answerer, reply, took)


def _working_days_after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


PATROLLED = "cgj.shilishi.gov.cn"
PATROLS = (at(30, 4), at(31, 4))
"""When the machine looks at that website; on the first day it has none of its faults."""
CATALOGUE_HOST = "czj.shilishi.gov.cn"
CATALOGUE = (
    ("财政要闻", "", 14),
    ("通知公告", "通知公告", 30),
    ("公开指南", "政府信息公开指南", None),
    ("资产管理", "国有资产管理情况", 180),
    ("政府采购目录", "集中采购目录", 365),
)
"""Column, item, and every how many days it has to be renewed."""
STATED_HOST = "www.shilishi.gov.cn"
STATED_MORE, STATED_REASON = 3, "上报数含已下线专题的 3 条信息"


def catalogue_truth(city: City) -> dict[str, int]:
    """How many lines of the catalogue are published, late, missing and empty, told from the columns as they were made."""
    site = next(site for site in city.sites if site.host == CATALOGUE_HOST)
    columns = {column.name: column for column in site.columns}
    found = {"已公开": 0, "逾期": 0, "没有这个栏目": 0, "没有内容": 0}
    for name, _, every in CATALOGUE:
        column = columns.get(name)
        newest = column.newest(city.as_of) if column else None
        if column is None:
            found["没有这个栏目"] += 1
        elif column.is_blank:
            found["没有内容"] += 1
        elif every and newest and (city.as_of - newest).days > every:
            found["逾期"] += 1
        else:
            found["已公开"] += 1
    return found


def published(city: City, host: str, first: date, last: date) -> int:
    """How many articles the lists of a website hold of the days from the first to the last; one in two lists is one."""
    site = next(site for site in city.sites if site.host == host)
    lists = [column for column in site.columns if column.is_list]
    days = {article.path: article.day for column in lists for article in column.articles}
    return sum(first <= day <= last for day in days.values())


@dataclass(frozen=True)
class Truth:
    """What has to come out. Pairs are (counted visits, failed visits) of the week before the monitoring point."""

    outage: tuple[int, int] = (140, 7)
    near_outage: tuple[int, int] = (140, 6)
    calm: tuple[int, int] = (140, 0)
    untold: int = 1
    closed: int = 6
    outages: tuple[str, ...] = (
        "同一平台（192.0.2.10）上的3个网站同时打不开",
        "示例市水利局打不开",
        "示例经济开发区管理委员会打不开",
    )
    shifts: int = 14
    rounds: int = 22
    rounds_missed: int = 2
    rounds_found: int = 2
    reports: tuple[int, ...] = (12, 9, 1, 1, 1)
    """Received, closed in time, closed late, open and late, within the time."""
    true: int = 7
    untrue: int = 3
    inspected_before: int = 3
    missed: int = 1
    oldest_open: date = date(2026, 3, 25)
    letters: tuple[int, int] = (83, 80)
    classes: tuple[int, ...] = (21, 54, 68, 77)
    """Answered within 1, 5, 7 and 15 working days."""
    letters_late: int = 15
    doubtful: int = 3
    contradictory: int = 1


TRUTH = Truth()
