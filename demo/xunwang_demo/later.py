"""Plants for indicators the software does not have yet: real faults, listed as not built."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from xunwang_demo import oddities
from xunwang_demo.model import Plant
from xunwang_demo.plan import Plan
from xunwang_demo.specs import Extra

Row = tuple[str, str, str, str]  # indicator, address, detail, note
_BUILT = frozenset({"P-spelling", "W-V1.5", "W-V5.2", "W-V6.2", "S-hidden", "W-V1.3", "S-privacy", "W-V1.1"})


def plants(plan: Plan) -> Iterator[Plant]:
    for extra in plan.spec.extras:
        for indicator, address, detail, note in _WRITERS[extra](plan) if extra in _WRITERS else ():
            yield Plant(plan.home, indicator, address, detail, built=indicator in _BUILT, note=note)


def _page(plan: Plan, kind: str, index: int) -> str:
    return plan.url(oddities.odd_article(plan, kind, index).path)


def _gambling_link(plan: Plan) -> Iterator[Row]:
    yield "S-hidden", plan.home, oddities.GAMBLING_URL, "页面结束标记之后藏有博彩链接"
    yield "W-V1.3", plan.home, oddities.GAMBLING_URL, "链接到博彩网页"


def _id_number(plan: Plan) -> Iterator[Row]:
    yield "S-privacy", _page(plan, "notice", 2), "citizen_number", "公示中泄露身份证号码"


def _wrong_words(plan: Plan) -> Iterator[Row]:
    for wrong, right in oddities.WRONG_WORDS:
        yield "P-spelling", _page(plan, "news", 1), wrong, f"“{wrong}”应为“{right}”"


def _wrong_expression(plan: Plan) -> Iterator[Row]:
    wrong, right = oddities.WRONG_EXPRESSION
    yield "W-V1.1", _page(plan, "policy", 1), wrong, f"“{wrong}”应为“{right}”"


def _backdated(plan: Plan) -> Iterator[Row]:
    yield "W-V1.5", _page(plan, "news", oddities.BACKDATED), "", "发稿日期早于文中已经发生的事"


def _unanswered(plan: Plan) -> Iterator[Row]:
    for column in plan.columns:
        if column.messages:
            yield "W-V5.2", plan.url(column.messages[-1].path), "", "有效留言超过3个月未回应"


def _thin_guides(plan: Plan) -> Iterator[Row]:
    for column in plan.columns:
        for guide in column.guides:
            yield "W-V6.2", plan.url(guide.path), "", "办事指南缺少4类及以上要素"


_WRITERS: dict[Extra, Callable[[Plan], Iterator[Row]]] = {
    "gambling_link": _gambling_link,
    "id_number": _id_number,
    "wrong_words": _wrong_words,
    "wrong_expression": _wrong_expression,
    "backdated": _backdated,
    "unanswered": _unanswered,
    "thin_guides": _thin_guides,
}
