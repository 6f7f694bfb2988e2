"""Div and ul; dated addresses; drop-down menus."""

from html import escape as h

from bench.stranger.model import Column, Guide, Item, Letter, Site
from bench.stranger.skins.base import Pairs, Skin, metas


class River(Skin):
    name = "river"

    def column_path(self, site: Site, c: Column) -> str:
        top = f"/{site.columns[c.parent].key}" if c.parent else ""
        return f"{top}/{c.key}/"

    def item_path(self, site: Site, c: Column, i: Item) -> str:
        d = i.addressed or i.when
        return f"{self.column_path(site, c)}{d:%Y%m}/t{d:%Y%m%d}_{i.id + 4000000}.html"

    def letter_path(self, site: Site, x: Letter) -> str:
        return f"/hd/xj/detail_{x.number}.html"

    def guide_path(self, site: Site, g: Guide) -> str:
        return f"/bs/zn/{g.number + 7000}.html"

    def frame(
        self, site: Site, title: str, tags: Pairs, crumbs: Pairs, main: str, head: str = "", after: str = ""
    ) -> str:
        nav = ""
        for c in site.first_level():
            kids = "".join(
                f'<li><a href="{self.column_href(site, k)}">{k.name}</a></li>' for k in site.children(c.key)
            )
            nav += (
                f'<li><a href="{self.column_href(site, c)}">{c.name}</a>'
                + (f'<ul class="sub" style="display:none">{kids}</ul>' if kids else "")
                + "</li>"
            )
        trail = " &gt; ".join(f'<a href="{a}">{t}</a>' for t, a in crumbs)
        return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{h(title)}</title>
{metas(tags)}
<link rel="stylesheet" href="/css/river.css">{head}</head><body>
<div class="top"><span id="clock">今天是<script>document.write(new Date().toLocaleDateString())</script></span> {self.access(site)}</div>
<div class="banner"><a href="/"><img src="/images/logo.png" alt="{site.flags.get("banner", site.name)}"></a>{self.search(site)}</div>
<ul class="nav"><li><a href="/">首页</a></li>{nav}</ul>
<div class="wrap">{f'<div class="pos">当前位置：{trail}</div>' if crumbs else ""}{main}</div>
<div class="footer"><div class="links">友情链接：{self.links(site)}</div>
<p>{self.map(site)} {self.organiser(site)} 承办单位：政务服务中心 {self.contact(site)}</p><p>{self.code(site)} {self.icp(site)} {self.police(site)}</p><p>{self.conac(site)} {self.jiucuo(site)}</p></div>
{self.leave(site)}</body></html>{after}"""

    def rows(self, site: Site, c: Column, items: list[Item]) -> str:
        return (
            '<ul class="list">'
            + "".join(
                f'<li><a href="{self.item_path(site, c, i)}" title="{h(i.title)}">{h(i.title)}</a><span>{i.shown or i.when:%Y-%m-%d}</span></li>'
                for i in items
            )
            + "</ul>"
        )

    def article(self, site: Site, c: Column, i: Item) -> str:
        source = f"<span>来源：{i.source}</span> " if i.source else ""
        return f'<div class="article"><h1>{h(i.title)}</h1><div class="info"><span>发布时间：{self.shown(i)}</span> {source}{self.tools(site)}</div><div class="TRS_Editor">{self.body(site, i)}</div></div>'

    def letter_rows(self, site: Site) -> str:
        rows = "".join(
            f'<tr><td>{x.number}</td><td><a href="{self.letter_path(site, x)}">{h(x.title)}</a></td><td>{x.asked:%Y-%m-%d}</td><td>{f"{x.answered:%Y-%m-%d}" if x.answered else ""}</td><td>{"已答复" if x.answered else "办理中"}</td></tr>'
            for x in site.letters
        )
        return f'<table class="mail"><tr><th>编号</th><th>信件标题</th><th>来信时间</th><th>答复时间</th><th>状态</th></tr>{rows}</table>'

    def letter(self, site: Site, x: Letter) -> str:
        reply = (
            f'<div class="reply"><p>答复单位：{x.unit or ""}</p><p>答复时间：{x.answered:%Y-%m-%d %H:%M}</p><p>答复内容：{x.answer}</p></div>'
            if x.answered and x.answer
            else ""
        )
        if reply and not x.unit:
            reply = reply.replace("<p>答复单位：</p>", "")
        return f'<div class="letter"><h2>{h(x.title)}</h2><p>留言时间：{x.asked:%Y-%m-%d %H:%M}</p><p>留言内容：{x.question}</p>{reply}</div>'

    def guide(self, site: Site, g: Guide) -> str:
        rows = "".join(f"<tr><th>{t}</th><td>{v}</td></tr>" for t, v in g.sections)
        form = f'<p>表格下载：<a href="{g.form}">{g.title}申请表</a></p>' if g.form else ""
        return f"<h1>{g.title}办事指南</h1><table class='guide'>{rows}</table>{form}"
