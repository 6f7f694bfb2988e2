"""Definition lists with the date in its own cell, addresses by year and day, the line under the title made of list items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xunwang_demo import forms
from xunwang_demo.model import Article
from xunwang_demo.plan import Plan
from xunwang_demo.styles.base import Crumb, Item, Slot, Style, pinned


class Panels(Style):
    classes = (("list", "gl_dl"), ("date", "gl_rq"), ("body", "xl_txt"), ("info", "xl_tit"), ("crumb", "wz"))
    list_date = "slash"
    article_date = "chinese"
    date_label = "发布时间："
    source_label = "来源："
    sitemap = "/site/map"
    separator = " » "

    def column_path(self, slot: Slot) -> str:
        return f"/{slot.parent}/{slot.slug}/list.shtml" if slot.parent else f"/{slot.slug}/list.shtml"

    def page_path(self, column_path: str, page: int) -> str:
        return column_path.replace("list.shtml", f"list_{page}.shtml")

    def article_path(self, slot: Slot, number: int, day: date) -> str:
        return f"/{slot.slug}/{day:%Y-%m}/{day:%d}/content_{number}.shtml"

    def crumbs(self, plan: Plan, trail: list[Crumb], here: str) -> str:
        steps = [
            self.item_link(plan, name, path, here) if path else f"<em>{name}</em>" for name, path in trail
        ]
        home = f'<a href="/">{plan.spec.name if plan.spec.shows_name else "网站首页"}</a>'
        return f'<p class="{plan.look.css("crumb")}">您的位置：{self.separator.join([home, *steps])}</p>'

    def listing(self, plan: Plan, items: Sequence[Item], here: str) -> str:
        rows = "\n".join(
            f"<dt>{self.item_link(plan, pinned(item), item.path, here)}</dt>"
            f'<dd class="{plan.look.css("date")}">{self.date_of(plan, item)}</dd>'
            for item in items
        )
        return f'<dl class="{plan.look.css("list")}">\n{rows}\n</dl>'

    def info(self, plan: Plan, article: Article) -> str:
        look = plan.look
        day = forms.article_date(look.article_date, article.published)
        return f"<ul><li>{look.source_label}{article.source}</li><li>{look.date_label}{day}</li><li>字号：大 中 小</li></ul>"
