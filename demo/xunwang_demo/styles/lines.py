"""One block for each entry with the day in front and a summary behind, columns by number, articles under one flat folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from xunwang_demo.plan import Plan
from xunwang_demo.styles.base import Item, Slot, Style, pinned


class Lines(Style):
    classes = (
        ("list", "newsbox"),
        ("date", "sj"),
        ("body", "TRS_Editor"),
        ("info", "explain"),
        ("nav", "menu-wrap"),
    )
    list_date = "dash"
    article_date = "dash"
    date_label = "日期："
    source_label = "信息来源："
    sitemap = "/wzdt/"
    separator = ">"

    def column_path(self, slot: Slot) -> str:
        return f"/channel/{3000 + slot.number}/"

    def page_path(self, column_path: str, page: int) -> str:
        return f"{column_path}page{page}.html"

    def article_path(self, slot: Slot, number: int, day: date) -> str:
        del slot, day
        return f"/detail/{number}.html"

    def listing(self, plan: Plan, items: Sequence[Item], here: str) -> str:
        css = plan.look.css
        rows = "\n".join(
            f'<div class="it"><em class="{css("date")}">{self.date_of(plan, item)}</em>'
            f"<p>{self.item_link(plan, pinned(item), item.path, here)}</p></div>"
            for item in items
        )
        return f'<div class="{css("list")}">\n{rows}\n</div>'

    def article_main(self, plan: Plan, title: str, info: str, text: str) -> str:
        css = plan.look.css
        line = f'<p class="{css("info")}">{info}</p>' if info else ""
        return (
            f'<div class="{css("main")}"><h2 class="tt">{escape(title)}</h2>{line}'
            f'<div class="{css("body")}">{text}</div></div>'
        )
