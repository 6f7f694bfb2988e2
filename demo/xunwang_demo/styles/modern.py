"""Semantic HTML: `<article>`, `<time>`, `<nav>`, short addresses with the page in the query."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from xunwang_demo.model import Article
from xunwang_demo.plan import Plan
from xunwang_demo.styles.base import Crumb, Item, Slot, Style, led_elsewhere, pinned


class Modern(Style):
    classes = (
        ("list", "post-list"),
        ("box", "card"),
        ("body", "post-body"),
        ("wrap", "container"),
        ("info", "post-meta"),
    )
    list_date = "chinese"
    article_date = "dots"
    date_label = "发布日期："
    sitemap = "/site-map"

    def column_path(self, slot: Slot) -> str:
        return f"/{slot.slug}"

    def page_path(self, column_path: str, page: int) -> str:
        return f"{column_path}?page={page}"

    def article_path(self, slot: Slot, number: int, day: date) -> str:
        del slot, day
        return f"/p/{number}"

    def menu(self, plan: Plan, here: str) -> str:
        links = "".join(self.item_link(plan, c.name, c.path, here) for c in plan.navigation)
        hidden = '<div class="mobile-menu" style="display:none"><a href="/">首页</a></div>'
        return f'<nav class="{plan.look.css("nav")}"><a href="/">首页</a>{links}{"".join(led_elsewhere(plan))}</nav>{hidden}'

    def crumbs(self, plan: Plan, trail: list[Crumb], here: str) -> str:
        steps = "".join(
            f"<li>{self.item_link(plan, name, path, here) if path else escape(name)}</li>"
            for name, path in trail
        )
        return f'<ol class="{plan.look.css("crumb")}"><li><a href="/">首页</a></li>{steps}</ol>'

    def listing(self, plan: Plan, items: Sequence[Item], here: str) -> str:
        css = plan.look.css
        rows = "\n".join(
            f'<article class="item">{self.item_link(plan, pinned(item), item.path, here)}'
            f"{self._time(plan, item)}</article>"
            for item in items
        )
        return f'<section class="{css("list")}">\n{rows}\n</section>'

    def _time(self, plan: Plan, item: Item) -> str:
        css = plan.look.css("date")
        return f'<time class="{css}">{self.date_of(plan, item)}</time>' if item.day else ""

    def info(self, plan: Plan, article: Article) -> str:
        line = super().info(plan, article)
        return f'<time datetime="{article.published:%Y-%m-%dT%H:%M}+08:00">{line}</time>'
