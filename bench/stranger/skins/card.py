"""Cards with time elements; the day split from year and month."""

from html import escape as h

from bench.stranger.model import Column, Guide, Item, Letter, Site
from bench.stranger.skins.base import Pairs, Skin, metas


class Card(Skin):
    name = "card"
    search_name, search_path = "searchWord", "/jsearch/query.do"
    map_path, write_path, apply_path = "/site/map", "/interact/new", "/service/apply"

    def column_path(self, site: Site, c: Column) -> str:
        return f"/channel/{c.key}"

    def item_path(self, site: Site, c: Column, i: Item) -> str:
        return f"/channel/{c.key}/{i.id + 90000}"

    def letter_path(self, site: Site, x: Letter) -> str:
        return f"/interact/{x.number}"

    def guide_path(self, site: Site, g: Guide) -> str:
        return f"/service/guide/{g.number}"

    def frame(
        self, site: Site, title: str, tags: Pairs, crumbs: Pairs, main: str, head: str = "", after: str = ""
    ) -> str:
        nav = "".join(
            f'<div class="mega"><a class="m" href="{self.column_href(site, c)}">{c.name}</a><div class="panel">'
            + "".join(f'<a href="{self.column_href(site, k)}">{k.name}</a>' for k in site.children(c.key))
            + "</div></div>"
            for c in site.first_level()
        )
        trail = "".join(f'<li><a href="{a}">{t}</a></li>' for t, a in crumbs)
        return f"""<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{h(title)}</title>{metas(tags)}
<meta name="generator" content="CMS 5.2"><meta name="createtime" content="{site.asof:%Y-%m-%d} 03:00:12">{head}</head><body class="c">
<div class="head"><div class="brand">{site.flags.get("banner", site.name)}</div><div class="acc">{self.access(site)}</div>{self.search(site)}</div>
<div class="menu"><a href="/">首 页</a>{nav}</div>
{f'<ol class="crumb">{trail}</ol>' if crumbs else ""}<div class="content">{main}</div>
<div class="foot"><div class="f1">{self.links(site)}</div><div class="f2"><span>{self.map(site)}</span><span>{self.organiser(site)}</span><span>{self.contact(site)}</span></div>
<div class="f3"><span>{self.code(site).replace("政府网站标识码：", "网站标识码 ")}</span><span>{self.icp(site)}</span><span>{self.police(site)}</span></div><div class="f4">{self.conac(site)}{self.jiucuo(site)}</div></div>
{self.leave(site)}</body></html>{after}"""

    def rows(self, site: Site, c: Column, items: list[Item]) -> str:
        out = ""
        for i in items:
            d = i.shown or i.when
            out += f'<article class="card"><div class="date"><b>{d:%d}</b><span>{d:%Y-%m}</span></div><h3><a href="{self.item_path(site, c, i)}">{h(i.title)}</a></h3></article>'
        return f'<div class="cards">{out}</div>'

    def article(self, site: Site, c: Column, i: Item) -> str:
        d = i.shown or i.when
        source = f'<span class="src">来源：{i.source}</span>' if i.source else ""
        return f'<div class="detail"><h2 class="title">{h(i.title)}</h2><div class="meta"><time datetime="{d:%Y-%m-%dT%H:%M}">{self.shown(i)}</time>{source}{self.tools(site)}</div><div class="rich">{self.body(site, i, "p")}</div></div>'

    def letter_rows(self, site: Site) -> str:
        return "".join(
            f'<section class="card"><h3><a href="{self.letter_path(site, x)}">{h(x.title)}</a></h3><p>来信日期：{x.asked:%Y-%m-%d}　办理状态：{"已办结" if x.answered else "办理中"}{f"　回复日期：{x.answered:%Y-%m-%d}" if x.answered else ""}</p></section>'
            for x in site.letters
        )

    def letter(self, site: Site, x: Letter) -> str:
        ans = (
            '<div class="a"><h3>回复</h3>'
            + (f"<p>回复单位：{x.unit}</p>" if x.unit else "")
            + f"<p>回复日期：{x.answered:%Y-%m-%d %H:%M}</p><p>回复内容：{x.answer}</p></div>"
            if x.answered and x.answer
            else ""
        )
        return f'<h2>{h(x.title)}</h2><div class="q"><p>来信日期：{x.asked:%Y-%m-%d %H:%M}</p><p>来信内容：{x.question}</p></div>{ans}'

    def guide(self, site: Site, g: Guide) -> str:
        rows = "".join(f'<div class="box"><h4>{t}</h4><div>{v}</div></div>' for t, v in g.sections)
        form = (
            f'<div class="box"><h4>表格下载</h4><div><a href="{g.form}">{g.title}申请表.docx</a></div></div>'
            if g.form
            else ""
        )
        return f"<h2>{g.title}</h2>{rows}{form}"
