"""Documents that belong together, and forms: policies with their interpretations, consultations with their outcomes, guides with what they ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from xunwang_demo.model import Article, Column, Guide, Lookalike, Plant
from xunwang_demo.plan import Plan, months_back

CONSULTATIONS = "民意征集"
_MONTHS = 12
_INTERPRETED = ("《{}》政策解读", "一图读懂《{}》", "关于《{}》的起草说明", "《{}》政策问答")
_DRAFTS = ("公共停车场管理办法", "社区食堂运营补助细则", "城市绿地养护标准")
_OPEN_FOR = 20  # days from the monitoring point
_ASKED_FOR = 3  # days
_LOST = 2  # of six guides, of which five are looked at
_FEWEST = 8  # articles, so that the oldest is over for more than a month


def apply(plan: Plan) -> Plan:
    if _is_paired(plan):
        plan = _paired(plan)
    columns = (
        _consulting(plan, one) if one.name == CONSULTATIONS else _offering(plan, one) for one in plan.columns
    )
    return replace(plan, columns=tuple(columns))


def _is_paired(plan: Plan) -> bool:
    return not {"paired", "one_way"}.isdisjoint(plan.spec.extras)


# ── policies and interpretations ──


def _paired(plan: Plan) -> Plan:
    """Every interpretation is one of a policy and leads there; the newest policies come first."""
    policies = sorted(_of_kind(plan, "policy"), key=lambda one: one.day, reverse=True)
    read_by: dict[str, list[Article]] = {}
    columns = []
    for column in plan.columns:
        if column.kind != "interpretation" or column.scripted:
            columns.append(column)
            continue
        articles = []
        for number, article in enumerate(column.articles):
            policy = policies[number % len(policies)]
            one = _interpreting(article, policy, number)
            articles.append(one)
            read_by.setdefault(policy.path, []).append(one)
        columns.append(replace(column, articles=tuple(articles)))
    if "one_way" not in plan.spec.extras:
        columns = [_leading_to(column, read_by) for column in columns]
    return replace(plan, columns=tuple(columns))


def _of_kind(plan: Plan, kind: str) -> list[Article]:
    return [
        one
        for column in plan.columns
        if column.kind == kind and not column.scripted
        for one in column.articles
    ]


def _interpreting(article: Article, policy: Article, number: int) -> Article:
    title = _INTERPRETED[number % len(_INTERPRETED)].format(policy.title)
    return replace(article, title=title, html=f'<p>政策原文：<a href="{policy.path}">{policy.title}</a></p>')


def _leading_to(column: Column, read_by: dict[str, list[Article]]) -> Column:
    articles = []
    for article in column.articles:
        links = "".join(
            f'<p>相关解读：<a href="{one.path}">{one.title}</a></p>' for one in read_by.get(article.path, ())
        )
        articles.append(replace(article, html=article.html + links))
    return replace(column, articles=tuple(articles))


def _recent(plan: Plan, kind: str) -> list[Article]:
    first = months_back(plan.as_of, _MONTHS)
    return [one for one in _of_kind(plan, kind) if first <= one.day <= plan.as_of]


# ── forms ──


def _offering(plan: Plan, column: Column) -> Column:
    """A guide that offers no form asks for one all the same."""
    if "formless" not in plan.spec.extras or not column.guides:
        return column
    return replace(column, guides=tuple(replace(guide, form="") for guide in column.guides))


def lost_forms(plan: Plan) -> tuple[Guide, ...]:
    """The guides whose form cannot be downloaded: so many that any sample of the guides meets one."""
    guides = [guide for column in plan.columns for guide in column.guides if guide.form]
    return tuple(guides[:_LOST]) if "lost_form" in plan.spec.extras else ()


# ── consultations ──


def _consulting(plan: Plan, column: Column) -> Column:
    """The newest is open, the two oldest are over; of these one has an outcome, and the other where none is planted."""
    articles = list(column.articles)
    if len(articles) < _FEWEST:
        raise ValueError(f"{column.name} needs {_FEWEST} articles")
    articles[0] = _asking(articles[0], _DRAFTS[0], plan.as_of + timedelta(days=_OPEN_FOR))
    for place, draft, answer in ((-1, _DRAFTS[1], 2), (-2, _DRAFTS[2], 3)):
        articles[place] = _asking(articles[place], draft, articles[place].day + timedelta(days=_ASKED_FOR))
        if place == -2 or "no_outcome" not in plan.spec.extras:  # the second oldest
            articles[answer] = _answering(articles[answer], draft)
    return replace(column, articles=tuple(articles))


def _asking(article: Article, draft: str, end: date) -> Article:
    day = article.day
    words = (
        f"现就《{draft}（征求意见稿）》向社会公开征求意见，征求意见时间自{_said(day)}起至{_said(end)}止。",
        "有关单位和个人可以通过本网站或者来信提出意见建议，来信请在信封上注明“征求意见”字样。来信请寄至承办科室，邮寄地址可以在本网站的机构职能栏目中查询。",
        "提出意见的，请写明所针对的条款和修改理由，便于研究采纳。所提意见只用于文稿修改，不对外公开提出人的身份信息。",
    )
    return replace(article, title=f"关于《{draft}（征求意见稿）》公开征求意见的公告", paragraphs=words)


def _answering(article: Article, draft: str) -> Article:
    words = (
        f"《{draft}（征求意见稿）》公开征求意见期间，共收到意见建议9条，采纳6条，未采纳的3条已向提出人说明理由。",
        "采纳的意见主要涉及适用范围、申请条件和办理时限，已经在文稿的相应条款中作了修改；未采纳的意见主要超出本文件的适用范围，将在今后的工作中研究。",
        "感谢社会各界的关心和支持，修改完善后的文稿将按程序印发。",
    )
    return replace(article, title=f"关于《{draft}（征求意见稿）》征求意见采纳情况的反馈", paragraphs=words)


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


# ── the truth ──


def plants(plan: Plan) -> Iterator[Plant]:
    paired = _is_paired(plan)
    if not paired and _recent(plan, "policy"):
        yield Plant(plan.home, "D-1.7", plan.home, note="抽查的政策文件没有解读")
    if (not paired or "one_way" in plan.spec.extras) and _recent(plan, "interpretation"):
        yield Plant(plan.home, "D-1.8", plan.home, note="解读与政策原文没有双向关联")
    lost = lost_forms(plan)
    has_guides = any(column.guides for column in plan.columns)
    if lost or ("formless" in plan.spec.extras and has_guides):
        yield Plant(plan.home, "D-2.6", plan.home, note="办事指南没有提供所要的申请表，或者不能下载")
    yield from (
        Plant(plan.home, "D-4.3", plan.url(guide.form), "attachment", note="附件404") for guide in lost
    )
    for column in plan.columns:
        if column.name == CONSULTATIONS and "no_outcome" in plan.spec.extras:
            yield Plant(plan.home, "B-2a", plan.url(column.articles[-1].path), note="征集结束后没有公布结果")


def lookalikes(plan: Plan) -> Iterator[Lookalike]:
    if "paired" in plan.spec.extras:
        yield Lookalike(plan.home, "D-1.7", plan.home, "每件政策文件都有解读")
        yield Lookalike(plan.home, "D-1.8", plan.home, "解读与政策原文双向关联")
    for column in plan.columns:
        if column.name == CONSULTATIONS:
            yield Lookalike(plan.home, "B-2a", plan.url(column.articles[0].path), "征集尚未结束")
            yield Lookalike(plan.home, "B-2a", plan.url(column.articles[-2].path), "另一篇公布了采纳情况")
