"""Faults of a website as a whole: what shows only when its pages are held against each other, or its host is asked beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Literal

from xunwang_demo import forms
from xunwang_demo.model import Article, Column, Plant, Resource, Six
from xunwang_demo.plan import Plan

Whole = Literal[
    "six_down", "overlapping", "sounding", "bare_404", "repeated", "misplaced", "same_items", "other_title",
    "wrong_name", "other_look", "burst",
]  # fmt: skip
FAULTS: dict[str, tuple[Whole, ...]] = {
    "www.huaian.shilishi.gov.cn": ("six_down",),
    "www.shating.shilishi.gov.cn": ("overlapping",),
    "www.shili-kfq.cn": ("burst",),
    "jyj.shilishi.gov.cn": ("repeated",),
    "czj.shilishi.gov.cn": ("misplaced",),
    "mzj.shilishi.gov.cn": ("sounding",),
    "jtj.shilishi.gov.cn": ("bare_404",),
    "slj.shilishi.gov.cn": ("same_items",),
    "tjj.shilishi.gov.cn": ("other_title",),
    "cgj.shilishi.gov.cn": ("wrong_name",),
    "ggzy.shilishi.gov.cn": ("other_look",),
}
SOUND = "/music/welcome.mp3"
OTHER_TITLE = "秋季学期社区老年书法课程报名须知"
_RECRUITED = ("公开招聘工作人员公告", "公开招聘工作人员面试公告")
_SERVER_404 = (
    b"<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n"
    b"<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)
_BURST_DAYS = (0, 0, 0, 1, 1, 1, 2, 2)
_SILENT_DAYS = 100


def faults_of(plan: Plan) -> tuple[Whole, ...]:
    return FAULTS.get(plan.spec.host, ())


# ── in the plan ──


def apply(plan: Plan) -> Plan:
    for fault in faults_of(plan):
        if fault == "repeated":
            plan = _changed(plan, _first(plan, "news"), _repeated(_first(plan, "news")))
        elif fault == "misplaced":
            plan = _changed(plan, _first(plan, "policy"), _misplaced(plan, _first(plan, "policy")))
        elif fault == "same_items":
            one, other = _twins(plan)
            plan = _changed(plan, other, replace(other, articles=one.articles))
        elif fault == "burst":
            plan = _changed(plan, _bursting(plan), _burst(plan, _bursting(plan)))
    return plan


def _changed(plan: Plan, column: Column, changed: Column) -> Plan:
    return replace(plan, columns=tuple(changed if one is column else one for one in plan.columns))


def _first(plan: Plan, kind: str) -> Column:
    return next(column for column in plan.columns if column.kind == kind and len(column.articles) > 4)


def _repeated(column: Column) -> Column:
    """The third article stands in the list twice, at two addresses."""
    articles = list(column.articles)
    articles[3] = replace(articles[2], path=articles[3].path, attachments=())
    return replace(column, articles=tuple(articles))


def _misplaced(plan: Plan, column: Column) -> Column:
    articles = list(column.articles)
    for place, words in zip((2, 4), _RECRUITED, strict=True):
        title = f"{plan.spec.organiser}{articles[place].day.year}年{words}"
        articles[place] = replace(articles[place], title=title)
    return replace(column, articles=tuple(articles))


def _twins(plan: Plan) -> tuple[Column, Column]:
    one, other = [column for column in plan.columns if column.kind == "news"][:2]
    return one, other


def _bursting(plan: Plan) -> Column:
    return _twins(plan)[1]


def _burst(plan: Plan, column: Column) -> Column:
    """Eight items of the last three days, and nothing for months before them."""
    articles = []
    for place, article in enumerate(column.articles):
        ago = (
            _BURST_DAYS[place]
            if place < len(_BURST_DAYS)
            else _SILENT_DAYS + 60 * (place - len(_BURST_DAYS) + 1)
        )
        shift = (plan.as_of - timedelta(days=ago)) - article.day
        articles.append(replace(article, published=article.published + shift))
    return replace(column, articles=tuple(articles))


# ── in what is served ──


def six(plan: Plan) -> Six:
    return "down" if "six_down" in faults_of(plan) else "same"


def missing(plan: Plan, usual: Resource) -> Resource:
    return (
        Resource(_SERVER_404, 404, (("Content-Type", "text/html"),), role="error")
        if "bare_404" in faults_of(plan)
        else usual
    )


def on_home(plan: Plan) -> str:
    """What stands behind the end of the home page's own parts."""
    faults = faults_of(plan)
    return "".join(
        (
            _overlapping() if "overlapping" in faults else "",
            f'<bgsound src="{SOUND}">' if "sounding" in faults else "",
            _wrong_link(plan) if "wrong_name" in faults else "",
        )
    )


def _overlapping() -> str:
    lines = (
        "网站维护公告内容更新中",
        "便民服务热线每日开通",
        "公共文化场馆开放安排",
        "市民热线来电办理情况",
        "城市道路养护计划",
        "河道水位每日播报",
    )
    rows = "".join(
        f'<p style="position:absolute;left:20px;top:{10 + 3 * place}px;margin:0">{line}</p>'
        for place, line in enumerate(lines)
    )
    return f'<div style="position:relative;height:60px">{rows}</div>'


def _wrong_link(plan: Plan) -> str:
    notice, policy = _by_kind(plan, "notice"), _by_kind(plan, "policy")
    return f'<div class="quick"><a href="{policy.path}">{notice.name}</a></div>'


def _by_kind(plan: Plan, kind: str) -> Column:
    return next(column for column in plan.columns if column.kind == kind)


def retold(plan: Plan, article: Article) -> Article:
    """The article as its own page tells it."""
    odd = "other_title" in faults_of(plan) and article is _odd(plan)
    return replace(article, title=OTHER_TITLE) if odd else article


def _odd(plan: Plan) -> Article:
    return _by_kind(plan, "notice").articles[3]


def look(plan: Plan, column: Column) -> Plan:
    """The plan in whose handwriting the articles of a column are written."""
    if "other_look" not in faults_of(plan) or column is not _strange(plan):
        return plan
    other = forms.random_look(Random(f"{plan.spec.host}/other"))
    classes = tuple((word, f"zt-{name}") for word, name in other.classes)
    return replace(plan, look=replace(plan.look, classes=classes))


def _strange(plan: Plan) -> Column:
    lists = [column for column in plan.columns if len(column.articles) > 3 and not column.scripted]
    return lists[-1]


# ── the truth ──


def plants(plan: Plan) -> Iterator[Plant]:
    for fault in faults_of(plan):
        indicator, address, note = _TRUTH[fault]
        yield Plant(
            plan.home,
            indicator,
            address(plan),
            note=note,
            needs_browser=fault == "overlapping",
            needs_six=fault == "six_down",
        )
    yield from _of_columns(plan)


def _at_home(plan: Plan) -> str:
    return plan.home


def _second_of_two(plan: Plan) -> str:
    articles = _first(plan, "news").articles
    return plan.url(max(articles[2].path, articles[3].path))


_TRUTH: dict[Whole, tuple[str, Callable[[Plan], str], str]] = {
    "six_down": ("D-4.9", _at_home, "经IPv6打不开首页"),
    "overlapping": ("D-4.8", _at_home, "首页文字相互重叠"),
    "sounding": ("L-12", _at_home, "首页自动播放声音"),
    "bare_404": ("D-4.3b", _at_home, "不存在的地址只显示服务器的出错提示"),
    "repeated": ("L-10d", _second_of_two, "同一篇信息发布两次"),
    "misplaced": ("L-10c", lambda plan: plan.url(_first(plan, "policy").path), "政策文件栏目中有招聘公告"),
    "same_items": ("L-10a", lambda plan: plan.url(max(c.path for c in _twins(plan))), "两个栏目内容相同"),
    "other_title": ("D-4.3a", lambda plan: plan.url(_odd(plan).path), "列表标题与页面标题不符"),
    "wrong_name": (
        "D-4.3a",
        lambda plan: plan.url(_by_kind(plan, "policy").path),
        "链接文字与打开的栏目不符",
    ),
    "other_look": ("L-2", _at_home, "一个栏目的内容页模板与其余的不同"),
    "burst": ("L-4a", lambda plan: plan.url(_bursting(plan).path), "监测时间点前集中发布"),
}


def _of_columns(plan: Plan) -> Iterator[Plant]:
    for column in plan.columns:
        url = plan.url(column.path)
        if any(article.day > plan.as_of for article in column.articles):
            yield Plant(plan.home, "L-4b", url, note="信息日期晚于检查当天", needs_browser=column.scripted)
        if column.is_list and len(column.articles) == 1:
            yield Plant(plan.home, "L-10b", url, note="栏目只有一条信息")
        newest = column.newest(plan.as_of)
        if "专题" in column.name and newest and newest < plan.as_of - timedelta(days=366):
            yield Plant(plan.home, "L-10", url, note="失效专题没有归档")
