"""The meta tags of the page design norm (rulebook 6.3): which a page carries and how a system writes them."""

from __future__ import annotations

from datetime import datetime
from html import escape

from xunwang_demo.model import Column, ColumnKind
from xunwang_demo.plan import Plan

Tags = tuple[tuple[str, str], ...]
SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE_TAGS = ("ArticleTitle", "PubDate", "ContentSource")
MIGRATED = "2025-12-06 02:17"

_TYPES: dict[ColumnKind, str] = {
    "news": "政务动态",
    "notice": "通知公告",
    "policy": "政策文件",
    "interpretation": "政策解读",
    "personnel": "人事信息",
    "planning": "规划计划",
    "data": "数据发布",
    "static": "概况信息",
    "messages": "互动交流",
    "petition": "互动交流",
    "services": "办事服务",
}


def site(plan: Plan) -> Tags:
    code = plan.other_code if "SiteIDCode" in plan.spec.wrong_metas else plan.code
    host = f"old.{plan.spec.host}" if "SiteDomain" in plan.spec.wrong_metas else plan.spec.host
    return (("SiteName", plan.spec.name), ("SiteDomain", host), ("SiteIDCode", code))


def column(plan: Plan, shown: Column) -> Tags:
    return (
        ("ColumnName", shown.name),
        ("ColumnDescription", f"{plan.spec.name}{shown.name}栏目"),
        ("ColumnKeywords", f"{shown.name},{_TYPES.get(shown.kind, '信息公开')}"),
        ("ColumnType", _TYPES.get(shown.kind, "信息公开")),
    )


def article(plan: Plan, shown: Column, title: str, published: datetime | None, source: str) -> Tags:
    """A page without a visible date (a guide) carries the time it was put in."""
    stamp = f"{published:%Y-%m-%d %H:%M}" if published else "2025-06-18 10:00"
    wrong = "PubDate" in plan.spec.wrong_metas
    tags = (("ArticleTitle", title), ("PubDate", MIGRATED if wrong else stamp), ("ContentSource", source))
    return column(plan, shown) + tags


def render(plan: Plan, tags: Tags) -> str:
    emptied, dropped = plan.spec.empty_metas, plan.spec.no_metas
    kept = [(name, "" if name in emptied else value) for name, value in tags if name not in dropped]
    return "".join(_written(plan.look.meta, name, escape(value)) for name, value in kept)


def _written(form: str, name: str, value: str) -> str:
    forms = {
        "normal": f'<meta name="{name}" content="{value}" />\n',
        "lower": f'<meta name="{name.lower()}" content="{value}">\n',
        "content_first": f'<meta content="{value}" name="{name}"/>\n',
        "single": f"<meta name='{name}' content='{value}'>\n",
        "upper": f'<META NAME="{name}" CONTENT="{value}">\n',
    }
    return forms[form]
