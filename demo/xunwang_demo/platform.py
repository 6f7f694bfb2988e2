"""The city's platform of disclosure: columns of its units that lie there, each a list in the platform's own hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape

from xunwang_demo.model import Article, Column, Resource
from xunwang_demo.plan import Plan

HOST = "gkpt.shilishi.gov.cn"


def placed(plan: Plan, column: Column) -> Column:
    """The column under its address on the platform, number by number as the unit's columns there were opened."""
    number = [spec.name for spec in plan.spec.elsewhere].index(column.name) + 1
    return replace(column, path=f"http://{HOST}/gk{plan.number:02d}/{number}/")


def pages(plans: Iterable[Plan]) -> Iterator[tuple[str, str, Resource]]:
    """Host, path and answer of the columns there; what they list is answered by the platform's stand-in."""
    for plan in plans:
        for column in plan.elsewhere:
            path = column.path.removeprefix(f"http://{HOST}")
            yield HOST, path, Resource(_page(plan, column).encode())


def _page(plan: Plan, column: Column) -> str:
    rows = "".join(
        _row(f"{column.path}{number}.html", article) for number, article in enumerate(column.articles, 1)
    )
    shown = f'<table class="gklist">{rows}</table>' if rows else '<p class="none">暂无信息</p>'
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{column.name}_示例市政务公开平台</title></head><body>'
        f'<div class="header"><h1>示例市政务公开平台</h1></div><div class="crumb">当前位置：{escape(plan.spec.organiser)} &gt; {column.name}</div>'
        f'<div class="main"><h2>{column.name}</h2>{shown}</div><div class="footer">示例市人民政府办公室主办</div></body></html>'
    )


def _row(address: str, article: Article) -> str:
    """The day with dots, as no style of the units writes it."""
    return f'<tr><td><a href="{address}">{escape(article.title)}</a></td><td>{article.day:%Y.%m.%d}</td></tr>'
