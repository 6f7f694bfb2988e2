"""Cards: a definition list whose date is split into day and month; lower-case tags; the name only as the logo's text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xunwang_demo.model import Article
from xunwang_demo.plan import Plan
from xunwang_demo.styles.base import Item, Slot, Style, pinned


class Cards(Style):
    classes = (
        ("list", "card-list"),
        ("box", "panel"),
        ("main", "detail"),
        ("body", "detail-con"),
        ("nav", "topnav"),
    )
    list_date = "split"
    article_date = "slash"
    date_label = "日期："
    meta = "lower"
    separator = " » "

    def column_path(self, slot: Slot) -> str:
        return f"/channels/{slot.slug}.html"

    def page_path(self, column_path: str, page: int) -> str:
        return column_path.replace(".html", f"_{page}.html")

    def article_path(self, slot: Slot, number: int, day: date) -> str:
        del slot
        return f"/content/{day:%Y-%m}/{day:%d}/{number}.html"

    def href(self, plan: Plan, path: str, here: str) -> str:
        del here
        return f"//{plan.spec.host}{path}"

    def logo(self, plan: Plan) -> str:
        name = plan.spec.name if plan.spec.shows_name else ""
        return f'<a href="//{plan.spec.host}/"><img src="/images/logo.png" alt="{name}" title="{name}"></a>'

    def info(self, plan: Plan, article: Article) -> str:
        return super().info(plan, article) + '<span style="display:none">来源：未填写</span>'

    def listing(self, plan: Plan, items: Sequence[Item], here: str) -> str:
        css = plan.look.css
        rows = "\n".join(
            f'<dl><dt class="{css("date")}">{self.date_of(plan, item)}</dt>'
            f"<dd>{self.item_link(plan, pinned(item), item.path, here)}</dd></dl>"
            for item in items
        )
        return f'<div class="{css("list")}">\n{rows}\n</div>'
