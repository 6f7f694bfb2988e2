"""Folders of static pages with relative addresses, lists of `<li>` with the date in a `<span>`."""

from __future__ import annotations

import posixpath
from datetime import date

from xunwang_demo.plan import Plan
from xunwang_demo.styles.base import Slot, Style


class Folders(Style):
    classes = (
        ("list", "gl-list"),
        ("main", "TRS_Main"),
        ("body", "TRS_Editor"),
        ("info", "xl-info"),
        ("crumb", "dqwz"),
    )
    sitemap = "/wzdt/"
    separator = "&gt;"

    def column_path(self, slot: Slot) -> str:
        return f"/{slot.parent}/{slot.slug}/" if slot.parent else f"/{slot.slug}/"

    def page_path(self, column_path: str, page: int) -> str:
        return f"{column_path}index_{page - 1}.html"

    def article_path(self, slot: Slot, number: int, day: date) -> str:
        return f"{self.column_path(slot)}{day:%Y%m}/t{day:%Y%m%d}_{number}.html"

    def href(self, plan: Plan, path: str, here: str) -> str:
        del plan
        folder = here.rpartition("/")[0] or "/"
        relative = posixpath.relpath(path, folder)
        if relative == ".":
            return "./"
        lead = "" if relative.startswith("..") else "./"
        return f"{lead}{relative}" + ("/" if path.endswith("/") else "")

    def head_extra(self, plan: Plan) -> str:
        return f'<meta http-equiv="X-UA-Compatible" content="IE=edge">\n<!-- publishdate:{plan.as_of:%Y/%m/%d} -->\n'

    def pager(self, plan: Plan, column_path: str, page: int, pages: int) -> str:
        """The pager is a script that is told how many pages there are and which one this is, counted from 0."""
        del column_path
        return (
            f'<div class="{plan.look.css("page")}"><script>function createPageHTML(n,i,f,e){{for(var p=0;p<n;p++)'
            'document.write("<a href=\'"+f+(p?"_"+p:"")+"."+e+"\'>"+(p+1)+"</a> ");}'
            f'createPageHTML({pages}, {page - 1}, "index", "html");</script></div>'
        )
