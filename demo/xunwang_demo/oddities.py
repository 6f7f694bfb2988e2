"""Faults of content that stand in single pages: an ID number, wrong words, a hidden link, letters nobody answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from xunwang_demo.model import Article, Column
from xunwang_demo.plan import Plan

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
GAMBLING_HOST = "www.yl-888.example"
GAMBLING_URL = f"http://{GAMBLING_HOST}/vip/index.html"
HIDDEN_BLOCK = (
    f'<marquee width="1" height="5" scrollamount="9999"><a href="{GAMBLING_URL}">博彩娱乐城开户</a>'
    f'<a href="{GAMBLING_URL}">老虎机在线</a></marquee>'
)
BACKDATED = 6
WRONG_WORDS = (("按装", "安装"), ("部暑", "部署"))
WRONG_EXPRESSION = ("中华人名共和国", "中华人民共和国")


def citizen_number(rng: Random) -> str:
    """A number whose checksum holds and whose region, 990101, was never given out: it can belong to nobody."""
    body = f"990101{rng.randint(1950, 1999)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{rng.randint(0, 999):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def apply(plan: Plan) -> Plan:
    for extra in plan.spec.extras:
        if extra == "id_number":
            text = f"入选人员名单：王某某，身份证号码{plan.citizen_number}，公示期内接受监督。"
            plan = _with_paragraph(plan, "notice", 2, text)
        elif extra == "wrong_words":
            text = "下一步将继续按装便民设施，并对重点任务作出部暑。"
            plan = _with_paragraph(plan, "news", 1, text)
        elif extra == "wrong_expression":
            plan = _with_paragraph(
                plan, "policy", 1, f"为庆祝{WRONG_EXPRESSION[0]}成立周年，举办群众性文化活动。"
            )
        elif extra == "backdated":
            plan = _with_paragraph(plan, "news", BACKDATED, _later_event(plan))
        elif extra == "unanswered":
            plan = _unanswered(plan)
    return plan


def odd_article(plan: Plan, kind: str, index: int) -> Article:
    """The article an oddity stands in; the truth asks for the same one."""
    return next(column for column in plan.columns if column.kind == kind).articles[index]


def _later_event(plan: Plan) -> str:
    day = odd_article(plan, "news", BACKDATED).day + timedelta(days=5)
    return f"{day.year}年{day.month}月{day.day}日，相关工作已经全部完成并通过了验收。"


def _with_paragraph(plan: Plan, kind: str, index: int, text: str) -> Plan:
    article = odd_article(plan, kind, index)
    column = plan.column_of(article)
    changed = replace(article, paragraphs=(*article.paragraphs, text))
    articles = tuple(changed if other is article else other for other in column.articles)
    return _with_column(plan, column, replace(column, articles=articles))


def _unanswered(plan: Plan) -> Plan:
    column = next(column for column in plan.columns if column.kind == "messages")
    old = replace(column.messages[-1], asked=plan.as_of - timedelta(days=130), answered=None, answer="")
    return _with_column(plan, column, replace(column, messages=(*column.messages[:-1], old)))


def _with_column(plan: Plan, column: Column, changed: Column) -> Plan:
    return replace(plan, columns=tuple(changed if other is column else other for other in plan.columns))
