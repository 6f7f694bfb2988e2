"""Numbered nodes; the body of a page holds a second whole document; dates in articles are cut up by spans."""

from __future__ import annotations

from datetime import date
from html import escape

from xunwang_demo.plan import Plan
from xunwang_demo.styles import metas
from xunwang_demo.styles.base import Slot, Style


class Nodes(Style):
    classes = (
        ("list", "n_list"),
        ("box", "n_box"),
        ("body", "pages_content"),
        ("info", "pages-date"),
        ("date", "n_date"),
    )
    list_date = "dots"
    article_date = "spans"
    date_label = "时间："
    source_label = "文章来源："
    meta = "single"

    def column_path(self, slot: Slot) -> str:
        return f"/n{10 + slot.number}/index.html"

    def page_path(self, column_path: str, page: int) -> str:
        return column_path.replace("index.html", f"index_{page}.html")

    def article_path(self, slot: Slot, number: int, day: date) -> str:
        del day
        return f"/n{10 + slot.number}/c{number}/content.html"

    def document(self, plan: Plan, here: str, title: str, tags: metas.Tags, body: str) -> str:
        css = plan.look.css
        return (
            f'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "xhtml1-transitional.dtd">\n<html>\n<head>\n'
            f'<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />\n<title>{escape(title)}</title>\n'
            f"{metas.render(plan, tags)}<link href='/css/site.css' rel='stylesheet' />\n</head>\n<body>\n"
            f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{self.header(plan, here)}</body></html>\n'
            f'<!-- <div class="old"><a href="/bak/old_menu.html">旧版导航 2019-01-01</a></div> -->\n'
            f'<div class="{css("wrap")}">{body}</div>\n'
            f'<div id="wx_pic" style="display:none"><img src="/images/logo.png"></div>\n{self.footer(plan, here)}\n</body>\n</html>\n'
        )
