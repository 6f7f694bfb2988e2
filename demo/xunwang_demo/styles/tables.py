"""An old script-page system: tables for everything, upper-case tags, GBK declared as gb2312."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from xunwang_demo.model import Column
from xunwang_demo.plan import Plan
from xunwang_demo.styles import metas
from xunwang_demo.styles.base import Crumb, Item, Slot, Style, led_elsewhere, pinned


class Tables(Style):
    charset = "gb18030"
    declared = "gb2312"
    server_charset = None
    classes = (("list", "list_tb"), ("date", "riqi"), ("body", "zoom"), ("info", "laiyuan"))
    list_date = "bracket"
    article_date = "chinese"
    meta = "upper"
    date_label = "发布日期："
    source_label = "信息来源："
    sitemap = "/map.asp"
    separator = " → "

    def column_path(self, slot: Slot) -> str:
        return f"/list.asp?classid={slot.number + 10}"

    def page_path(self, column_path: str, page: int) -> str:
        return f"{column_path}&page={page}"

    def article_path(self, slot: Slot, number: int, day: date) -> str:
        del day
        return f"/show.asp?id={number}&classid={slot.number + 10}"

    def document(self, plan: Plan, here: str, title: str, tags: metas.Tags, body: str) -> str:
        return (
            '<HTML>\n<HEAD>\n<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gb2312">\n'
            f"<TITLE>{escape(title)}</TITLE>\n{metas.render(plan, tags)}"
            '<LINK REL="stylesheet" HREF="/css/site.css">\n</HEAD>\n<BODY BGCOLOR="#FFFFFF">\n'
            f'{self.header(plan, here)}\n<TABLE WIDTH="960" ALIGN="center"><TR><TD>{body}</TD></TR></TABLE>\n'
            f'<TABLE WIDTH="960" ALIGN="center"><TR><TD ALIGN="center">{self.footer(plan, here)}</TD></TR></TABLE>\n'
            "</BODY>\n</HTML>\n"
        )

    def menu(self, plan: Plan, here: str) -> str:
        cells = "".join(f"<TD>{self.item_link(plan, c.name, c.path, here)}</TD>" for c in plan.navigation)
        led = "".join(f"<TD>{link}</TD>" for link in led_elsewhere(plan))
        return f'<TABLE WIDTH="960" ALIGN="center"><TR><TD><A HREF="/">首页</A></TD>{cells}{led}</TR></TABLE>'

    def crumbs(self, plan: Plan, trail: list[Crumb], here: str) -> str:
        steps = [self.item_link(plan, name, path, here) if path else name for name, path in trail]
        return f"<TABLE><TR><TD>您现在的位置：{self.separator.join(['<A HREF=/>首页</A>', *steps])}</TD></TR></TABLE>"

    def listing(self, plan: Plan, items: Sequence[Item], here: str) -> str:
        css = plan.look.css
        rows = "\n".join(
            f"<TR><TD>·{self.item_link(plan, pinned(item), item.path, here)}</TD>"
            f'<TD WIDTH="110" CLASS="{css("date")}">{self.date_of(plan, item)}</TD></TR>'
            for item in items
        )
        return f'<TABLE WIDTH="100%" CLASS="{css("list")}">\n{rows}\n</TABLE>'

    def side(self, plan: Plan, column: Column, here: str) -> str:
        family = [
            c for c in plan.columns if c.parent is not None and c.parent in (column.parent, column.name)
        ]
        rows = "".join(f"<TR><TD>{self.item_link(plan, c.name, c.path, here)}</TD></TR>" for c in family)
        return f'<TABLE CLASS="{plan.look.css("side")}">{rows}</TABLE>' if rows else ""

    def clock(self, plan: Plan) -> str:
        del plan
        return (
            '<script language="javascript">var d=new Date();'
            'document.write(d.getFullYear()+"年"+(d.getMonth()+1)+"月"+d.getDate()+"日");</script>'
        )

    def article_main(self, plan: Plan, title: str, info: str, text: str) -> str:
        css = plan.look.css
        line = (
            f'<TR><TD ALIGN="center" CLASS="{css("info")}">{info} 点击数：<SPAN>128</SPAN></TD></TR>'
            if info
            else ""
        )
        return (
            f'<TABLE WIDTH="100%"><TR><TD ALIGN="center"><B><FONT SIZE="5">{escape(title)}</FONT></B></TD></TR>{line}'
            f'<TR><TD CLASS="{css("body")}">{text}</TD></TR></TABLE>'
        )
