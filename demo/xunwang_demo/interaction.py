"""Letters, their figures, and the columns that no other indicator asks for: what the pages show of them and what is planted."""

from __future__ import annotations

from collections.abc import Iterator

from xunwang_demo import searching
from xunwang_demo.model import Column, Plant
from xunwang_demo.plan import Plan, is_over, months_back

ANSWER_MONTHS = 2


def figures(plan: Plan, column: Column) -> str:
    """The line that tells how many letters came in and were answered."""
    letters = column.messages
    if not letters or "uncounted" in plan.spec.extras:
        return ""
    answered = sum(letter.answered is not None for letter in letters)
    return (
        f"<p>来信总数：{len(letters)}封　已办结：{answered}封　办结率：{100 * answered // len(letters)}%</p>"
    )


def plants(plan: Plan) -> Iterator[Plant]:
    if "blind_search" in plan.spec.extras:
        yield Plant(plan.home, "D-4.5", plan.url(searching.PATH), note="站内搜索找不到已发布的信息")
    for column in (*plan.columns, *plan.elsewhere):
        note = _other_column(column, plan)
        if note:
            yield Plant(plan.home, "D-1.9", plan.url(column.path), column.name, column.scripted, note=note)
        if column.kind == "messages":
            yield from (
                Plant(plan.home, "D-3.3", plan.url(column.path), detail, note=said)
                for detail, said in _closed(column, plan)
            )


def _other_column(column: Column, plan: Plan) -> str | None:
    if column.is_blank:
        return "其它栏目空白"
    watched = column.kind in {"notice", "personnel", "planning"} or (
        column.kind == "policy" and column.parent is not None
    )
    return "其它栏目超期未更新" if watched and is_over(column, plan.as_of) else None


def _closed(column: Column, plan: Plan) -> Iterator[tuple[str, str]]:
    """What the letter box keeps to itself."""
    if not column.messages:
        yield "published", "没有公开留言及答复"
        return
    answered = [
        letter.answered for letter in column.messages if letter.answered and letter.answered <= plan.as_of
    ]
    if answered and max(answered) < months_back(plan.as_of, ANSWER_MONTHS):
        yield "newest", "2个月内没有新公开的答复"
    if "uncounted" in plan.spec.extras:
        yield "statistics", "没有公布留言统计数据"
