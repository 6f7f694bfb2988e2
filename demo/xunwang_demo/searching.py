"""The search of a site: a form in its header, and an answer that lists what bears the words in its title."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs

from xunwang_demo.model import Resource, Site
from xunwang_demo.plan import Plan

PATH, FIELD = "/search", "q"
_MOST = 20


def form(plan: Plan) -> str:
    del plan
    return (
        f'<form class="search" action="{PATH}" method="get"><input type="text" name="{FIELD}" placeholder="请输入关键字">'
        '<input type="hidden" name="scope" value="all"><input type="submit" value="搜索"></form>'
    )


def answer(site: Site, query: str, charset: str) -> Resource:
    """The results for a query string; of a site whose search is blind there are none."""
    words = parse_qs(query, encoding=charset, errors="replace").get(FIELD, [""])[0]
    articles = [article for column in site.columns for article in column.articles]
    hits = [] if site.blind else [article for article in articles if words and words in article.title][:_MOST]
    rows = "".join(
        f'<li><a href="{escape(hit.path)}">{escape(hit.title)}</a><span>{hit.day}</span></li>' for hit in hits
    )
    found = f"<ul>{rows}</ul><p>共找到{len(hits)}条结果</p>" if hits else "<p>没有找到相关信息。</p>"
    page = f"<html><head><title>站内搜索_{site.name}</title></head><body><h3>搜索“{escape(words)}”</h3>{found}</body></html>"
    headers = (("Content-Type", f"text/html; charset={charset}"),)
    return Resource(page.encode(charset, "replace"), headers=headers)
