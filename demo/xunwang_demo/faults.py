"""The truth of one site, drawn from its plan and never from its pages: every real fault, every innocent look-alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from xunwang_demo import documents, interaction, later, whole
from xunwang_demo.marks import EXTERNAL_FOOTERS
from xunwang_demo.model import Column, Plant
from xunwang_demo.plan import Plan, edge, is_over
from xunwang_demo.styles.metas import ARTICLE_TAGS, COLUMN_TAGS

NEWS_AND_NOTICES_LIMIT = 5
OVERDUE_LIMIT = 10
BLANK_LIMIT = 5
_CONFIRMED = frozenset({"W-V1.1", "W-V1.3", "W-V1.5", "W-V4.2", "W-V5.1", "W-V5.2", "W-V6.1", "W-V6.2"})
REVIEWER = "示例市政务公开办公室 核查员"


@dataclass(frozen=True)
class Count:
    """Columns that count together towards one veto, and the number at which it strikes."""

    indicator: str
    limit: int
    columns: tuple[Column, ...]
    note: str

    def plants(self, plan: Plan) -> Iterator[Plant]:
        """One plant per column. Where the limit is only reached with script-filled columns, all need a browser."""
        if len(self.columns) < self.limit:
            return
        plain = sum(not column.scripted for column in self.columns) >= self.limit
        for column in self.columns:
            yield _plant(
                plan,
                self.indicator,
                plan.url(column.path),
                column.name,
                self.note,
                browser=column.scripted or not plain,
            )


def truth(plan: Plan) -> tuple[Plant, ...]:
    if plan.spec.challenge:
        return ()
    found = [
        *home(plan),
        *(plant for count in counts(plan) for plant in count.plants(plan)),
        *_services(plan),
        *_publishing(plan),
        *_naming(plan),
        *_marks(plan),
        *_metas(plan),
        *_links(plan),
        *interaction.plants(plan),
        *later.plants(plan),
        *whole.plants(plan),
        *documents.plants(plan),
    ]
    return tuple(_decided(plant) for plant in found)


def counts(plan: Plan) -> tuple[Count, ...]:
    columns = (*plan.columns, *plan.elsewhere)
    over = [column for column in columns if is_over(column, plan.as_of)]
    blank = tuple(column for column in columns if column.is_blank)
    slow = tuple(c for c in over if c.kind == "news" or (c.kind in {"notice", "policy"} and c.parent is None))
    overdue = tuple(column for column in over if column.kind != "interpretation")
    return (
        Count("W-V4.1", NEWS_AND_NOTICES_LIMIT, slow, "栏目不更新"),
        Count("W-V4.2", OVERDUE_LIMIT, overdue + blank, "应更新但长期未更新"),
        Count("W-V4.3", BLANK_LIMIT, blank, "空白栏目"),
    )


def _plant(
    plan: Plan,
    indicator: str,
    address: str,
    detail: str,
    note: str,
    *,
    browser: bool = False,
    built: bool = True,
) -> Plant:
    return Plant(plan.home, indicator, address, detail, browser, built, note)


def _decided(plant: Plant) -> Plant:
    if plant.indicator not in _CONFIRMED:
        return plant
    return replace(plant, decision="confirmed", by=REVIEWER, reason="人工核查属实")


def home(plan: Plan) -> Iterator[Plant]:
    oldest = edge("news", plan.as_of)
    days = [day for column in columns_shown(plan) if (day := shown_newest(plan, column))]
    if oldest and max(days) < oldest:
        yield _plant(plan, "W-V3", plan.home, f"{max(days):%Y-%m-%d}", "首页2周未更新")


def columns_shown(plan: Plan) -> tuple[Column, ...]:
    """What W-V3 looks at: the home page's own lists, or every page it leads to where it only leads on."""
    entries = plan.spec.home == "entries"
    return tuple(column for column in plan.columns if column.articles and (entries or column.on_home))


def shown_newest(plan: Plan, column: Column) -> date | None:
    days = [article.day for article in column.articles[:6] if article.day <= plan.as_of]
    return max(days, default=None)


def _services(plan: Plan) -> Iterator[Plant]:
    kinds = {column.kind for column in plan.columns}
    if "messages" not in kinds:
        yield _plant(plan, "W-V5.1", plan.home, "", "未提供网上有效咨询建言渠道")
    if "services" not in kinds:
        yield _plant(plan, "W-V6.1", plan.home, "", "未提供办事服务")


def _publishing(plan: Plan) -> Iterator[Plant]:
    for column in (*plan.columns, *plan.elsewhere):
        if is_over(column, plan.as_of):
            indicator = deduction(column)
            if indicator:
                note = f"{column.name}超期未更新"
                yield _plant(
                    plan, indicator, plan.url(column.path), column.name, note, browser=column.scripted
                )
    if not any(column.kind == "interpretation" for column in plan.columns):
        yield _plant(plan, "D-1.6", plan.home, "", "未开设政策解读栏目")


def deduction(column: Column) -> Literal["D-1.4", "D-1.5", "D-1.6"] | None:
    if column.kind == "news":
        return "D-1.4"
    if column.kind == "policy" and column.parent is None:
        return "D-1.5"
    return "D-1.6" if column.kind == "interpretation" else None


def _naming(plan: Plan) -> Iterator[Plant]:
    if not plan.spec.host.endswith(".gov.cn"):
        yield _plant(plan, "D-4.1", plan.home, "domain", "域名不以.gov.cn结尾")
    if not plan.spec.shows_name:
        yield _plant(plan, "D-4.1", plan.home, "name", "首页未显示网站名称")


def _marks(plan: Plan) -> Iterator[Plant]:
    browser = plan.spec.footer in EXTERNAL_FOOTERS
    for mark in plan.spec.no_marks:
        yield _plant(plan, "D-4.2", plan.home, mark, "页脚缺少规定标识", browser=browser)
    notes = {
        "missing": "缺少找错入口",
        "wrong_code": "找错入口的标识码是别的网站的",
        "old_host": "找错入口仍指向旧地址",
    }
    state = plan.spec.error_entry
    if state != "right":
        yield _plant(plan, "D-4.4", plan.home, state, notes[state], browser=browser)


def _metas(plan: Plan) -> Iterator[Plant]:
    spec = plan.spec
    for tag in (*spec.no_metas, *spec.empty_metas, *spec.wrong_metas):
        yield _plant(plan, "D-4.7", _tag_address(plan, tag), tag, "页面标签缺失、为空或者错误")


def _tag_address(plan: Plan, tag: str) -> str:
    """The home page, the first column of the navigation, or the first article of the first list."""
    if tag in COLUMN_TAGS:
        return plan.url(plan.navigation[0].path)
    if tag in ARTICLE_TAGS:
        return plan.url(next(c for c in plan.columns if c.articles and not c.scripted).articles[0].path)
    return plan.home


def _links(plan: Plan) -> Iterator[Plant]:
    notes = {"gone": "链接404", "removed": "链接410", "down": "24小时后仍为503", "resets": "24小时后仍被重置"}
    for link in plan.links:
        if link.spec.fate in notes:
            yield _plant(plan, "D-4.3", link.url, link.spec.place, notes[link.spec.fate])
        elif link.spec.fate == "soft":
            yield _plant(plan, "D-4.3", link.url, "soft", "错误页以200回答", built=False)
