"""What looks wrong on a site and is not: every planted fault has an innocent neighbour."""

from __future__ import annotations

from collections.abc import Iterator

from xunwang_demo import documents, faults
from xunwang_demo.model import Lookalike
from xunwang_demo.plan import Plan, edge, is_over


def lookalikes(plan: Plan) -> tuple[Lookalike, ...]:
    if plan.spec.challenge:
        return (Lookalike(plan.home, "W-V2", plan.home, "对检查程序返回验证页面，不等于站点无法访问"),)
    return (
        *_near_limits(plan),
        *_innocent_columns(plan),
        *_innocent_links(plan),
        *_innocent_pages(plan),
        *documents.lookalikes(plan),
    )


def _near_limits(plan: Plan) -> Iterator[Lookalike]:
    for count in faults.counts(plan):
        if len(count.columns) == count.limit - 1:
            yield Lookalike(
                plan.home,
                count.indicator,
                plan.home,
                f"{count.note}{len(count.columns)}个，未达到{count.limit}个",
            )


def _innocent_columns(plan: Plan) -> Iterator[Lookalike]:
    for column in (*plan.columns, *plan.elsewhere):
        url, oldest = plan.url(column.path), edge(column.kind, plan.as_of)
        if oldest and column.newest(plan.as_of) == oldest:
            indicator = faults.deduction(column) or "W-V4.2"
            yield Lookalike(plan.home, indicator, url, "最新一条恰在期限最后一天，仍算已更新")
        if column.kind == "static":
            yield Lookalike(plan.home, "W-V4.3", url, "长期有效的文字页面，不是空白栏目")
        if column.kind == "petition" and any(other.kind == "messages" for other in plan.columns):
            yield Lookalike(plan.home, "W-V5.1", url, "专门渠道之外另有咨询建言渠道")
        if column.kind == "services":
            yield Lookalike(plan.home, "W-V6.1", url, f"办事入口名为“{column.name}”，可以打开")
        if column.scripted and column.articles:
            yield Lookalike(plan.home, "W-V4.3", url, "由脚本填充，有内容")
        if column.parent and column.kind in {"notice", "policy"} and is_over(column, plan.as_of):
            yield Lookalike(plan.home, "W-V4.1", url, "二级栏目，不计入")


def _innocent_links(plan: Plan) -> Iterator[Lookalike]:
    notes = {
        "recovers": "次日恢复",
        "slow_day": "当日无应答，次日恢复",
        "moved": "跳转到正常页面",
        "inert": "不是网页链接",
    }
    for link in plan.links:
        if link.spec.fate in notes:
            yield Lookalike(plan.home, "D-4.3", link.url, notes[link.spec.fate])


def _innocent_pages(plan: Plan) -> Iterator[Lookalike]:
    days = [day for column in faults.columns_shown(plan) if (day := faults.shown_newest(plan, column))]
    if plan.spec.home == "lists" and max(days) == edge("news", plan.as_of):
        yield Lookalike(plan.home, "W-V3", plan.home, "首页最新信息恰为14天前，仍算已更新")
    if plan.spec.home == "entries" and not list(faults.home(plan)):
        yield Lookalike(plan.home, "W-V3", plan.home, "首页只有导航入口，二级页面正常更新")
    if plan.spec.footer != "html" and not plan.spec.no_marks:
        yield Lookalike(plan.home, "D-4.2", plan.home, "页脚由脚本写出，标识齐全")
