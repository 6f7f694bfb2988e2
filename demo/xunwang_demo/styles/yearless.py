"""Lists whose dates have no year, addresses under `/col` and `/art`, every page with a `<base href>`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xunwang_demo.plan import Plan
from xunwang_demo.styles.base import Item, Slot, Style, pinned


class Yearless(Style):
    classes = (("list", "news_list"), ("info", "art_info"), ("body", "article-content"), ("side", "leftnav"))
    list_date = "yearless"
    article_date = "dash"
    date_label = "时间发布："
    source_label = "来源:"
    meta = "content_first"
    separator = " / "

    def column_path(self, slot: Slot) -> str:
        return f"/col/col{1200 + slot.number}/index.html"

    def page_path(self, column_path: str, page: int) -> str:
        return column_path.replace("index.html", f"index_{page}.html")

    def article_path(self, slot: Slot, number: int, day: date) -> str:
        return f"/art/{day.year}/{day.month}/{day.day}/art_{1200 + slot.number}_{number}.html"

    def head_extra(self, plan: Plan) -> str:
        return f'<base href="{plan.home}">\n'

    def href(self, plan: Plan, path: str, here: str) -> str:
        del here
        return path.removeprefix("/") or plan.home

    def listing(self, plan: Plan, items: Sequence[Item], here: str) -> str:
        css = plan.look.css
        rows = "\n".join(
            f'<li><span class="{css("date")}">{self.date_of(plan, item)}</span>'
            f"{self.item_link(plan, pinned(item), item.path, here)}</li>"
            for item in items
        )
        return f'<div class="{css("list")}"><ul>\n{rows}\n</ul></div>'
