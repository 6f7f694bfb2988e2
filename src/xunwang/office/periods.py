"""For how long the office keeps what: the one table that settings, workers, page and command go by. Needs nothing of Django but `kept`."""

from django.conf import settings

from xunwang.inspector.model import Record

FOR_GOOD = 0
"""The value of a period without end, where there may be one."""


class Period(Record, frozen=True):
    """`usual` many of the `unit` unless `variable` says otherwise, from `least` on, `because` of what rests on it.

    `endless`: 0 keeps it for good. `by_act`: it goes by the act of a person only, never by itself.
    """

    key: str
    variable: str
    what: str
    usual: int
    least: int
    most: int
    because: str
    since: str = ""
    unit: str = "天"
    endless: bool = False
    by_act: bool = False

    def shown(self, number: int) -> str:
        return "永久" if self.endless and number == FOR_GOOD else f"{number} {self.unit}"

    @property
    def now(self) -> int:
        return kept(self.key)

    @property
    def shown_now(self) -> str:
        return self.shown(self.now)

    @property
    def bounds(self) -> str:
        return f"{self.least} 到 {self.most}" + ("，0 为永久" if self.endless else "")


RUNS, CIRCULARS, LEFTOVERS = "runs", "circulars", "leftovers"
SELF_CHECKS, PATROL, VISITS, VISIT_PARTS, PICTURES = (
    "self_checks",
    "patrol",
    "visits",
    "visit_parts",
    "pictures",
)
PERIODS = {
    period.key: period
    for period in (
        Period(
            RUNS,
            "XUNWANG_KEEP_RUNS",
            "检查归档",
            1095,
            365,
            36_500,
            "当年的考核、申诉和审计要查它",
            since="从定稿、最后一件整改办结和最后一次申诉处理算起",
            by_act=True,
        ),
        Period(
            CIRCULARS,
            "XUNWANG_KEEP_CIRCULARS",
            "封存的通报所依据的检查归档",
            FOR_GOOD,
            10,
            100,
            "文书档案的定期保管期限最短 10 年",
            since="从封存算起",
            unit="年",
            endless=True,
            by_act=True,
        ),
        Period(
            LEFTOVERS,
            "XUNWANG_KEEP_LEFTOVERS",
            "没有结论引用的检查归档（重查以前的、中断的）",
            30,
            7,
            3650,
            "中断的检查从这里接着做",
            since="从最后写入算起",
            by_act=True,
        ),
        Period(
            SELF_CHECKS,
            "XUNWANG_KEEP_SELF_CHECKS",
            "单位自查的归档（每个网站或账号最近的）",
            2,
            1,
            100,
            "填报人员要看得到最近一次自查的存档页面",
            unit="次",
        ),
        Period(
            PATROL,
            "XUNWANG_KEEP_PATROL",
            "机器巡查的归档",
            7,
            3,
            365,
            "检查可以采用最近 2 天的巡查，次日的巡查也从它接着做",
        ),
        Period(
            VISITS,
            "XUNWANG_KEEP_VISITS",
            "可用性监测的逐次访问（每天的次数永久保留）",
            400,
            100,
            3650,
            "检查的结论要用此前 30 天的访问，申诉和整改期间还要能重新评判",
        ),
        Period(
            VISIT_PARTS,
            "XUNWANG_KEEP_VISIT_PARTS",
            "逐次访问的分段用时",
            60,
            7,
            3650,
            "网站的监测页面列出最近两天的分段用时",
        ),
        Period(
            PICTURES,
            "XUNWANG_KEEP_PICTURES",
            "网民找错的图片",
            180,
            30,
            3650,
            "办结后网民还可能再问，复核时要看图片",
            since="从办结算起",
        ),
    )
}


def kept(key: str) -> int:
    """The number that holds in this office."""
    number: int = settings.KEEP[key]
    return number


def rule(key: str) -> str:
    """The rule in words, as whoever misses something hears it."""
    period = PERIODS[key]
    if period.now == FOR_GOOD:
        return f"{period.what}永久保留"
    return f"{period.what}保留 {period.shown_now}" + (f"，{period.since}" if period.since else "")
