"""Definition lists, days in Chinese, numbered folders."""

from html import escape as h

from bench.stranger.model import Column, Guide, Item, Letter, Site
from bench.stranger.skins.base import Pairs, Skin, metas


class Sail(Skin):
    name = "sail"
    search_name, search_path = "wd", "/so/s"
    map_path, write_path, apply_path = "/wzdt/index.shtml", "/hdjl/wyxx.shtml", "/bsfw/sb.shtml"

    def column_path(self, site: Site, c: Column) -> str:
        return f"/lm/{c.number}/index.shtml"

    def item_path(self, site: Site, c: Column, i: Item) -> str:
        d = i.addressed or i.when
        return f"/nr/{d.year}/{d.month}/{d.day}/{c.number}_{i.id}.shtml"

    def letter_path(self, site: Site, x: Letter) -> str:
        return f"/hdjl/x{x.number}.shtml"

    def guide_path(self, site: Site, g: Guide) -> str:
        return f"/bsfw/g{g.number}.shtml"

    def frame(
        self, site: Site, title: str, tags: Pairs, crumbs: Pairs, main: str, head: str = "", after: str = ""
    ) -> str:
        nav = "".join(
            f'<dd><a href="{self.column_href(site, c)}">{c.name}</a></dd>' for c in site.first_level()
        )
        trail = " / ".join(f'<a href="{a}">{t}</a>' for t, a in crumbs)
        return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="UTF-8"/><meta name="viewport" content="width=device-width"/>
{metas(tags)}<title>{h(title)}</title><style>.hide{{display:none}}</style>{head}</head><body>
<header><h2 class="sitename">{site.flags.get("banner", site.name)}</h2><div>{self.access(site)}</div>{self.search(site)}</header>
<dl class="menu"><dt><a href="/">首页</a></dt>{nav}</dl>
<main>{f'<nav class="bread">{trail}</nav>' if crumbs else ""}{main}</main>
<footer><section>{self.links(site)}</section><section>{self.organiser(site)} | {self.contact(site)} | {self.map(site)}</section>
<section>{self.icp(site)} | {self.police(site)} | {self.code(site)}</section><section>{self.conac(site)}{self.jiucuo(site)}</section><section>版权所有 © 2016-2026 {site.name}</section></footer>
{self.leave(site)}</body></html>{after}"""

    def entry(self, site: Site, code: str) -> str:
        return f'<script type="text/javascript" id="_jiucuo_" sitecode="{code}" src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script>'

    def rows(self, site: Site, c: Column, items: list[Item]) -> str:
        return (
            '<dl class="items">'
            + "".join(
                f'<dt><a href="{self.item_path(site, c, i)}">{h(i.title)}</a></dt><dd>{(i.shown or i.when).year}年{(i.shown or i.when).month}月{(i.shown or i.when).day}日</dd>'
                for i in items
            )
            + "</dl>"
        )

    def article(self, site: Site, c: Column, i: Item) -> str:
        source = f"<i>来源：{i.source}</i>" if i.source else ""
        return f'<article><h1 class="bt">{h(i.title)}</h1><aside>{source}<i>发布日期：{self.shown(i)}</i>{self.tools(site)}</aside><section class="zw">{self.body(site, i)}</section></article>'

    def letter_rows(self, site: Site) -> str:
        return "".join(
            f'<dl class="xj"><dt><a href="{self.letter_path(site, x)}">{h(x.title)}</a></dt><dd>提问时间：{x.asked:%Y-%m-%d}</dd><dd>{f"答复时间：{x.answered:%Y-%m-%d}" if x.answered else "状态：处理中"}</dd></dl>'
            for x in site.letters
        )

    def letter(self, site: Site, x: Letter) -> str:
        ans = (
            "<h4>答复</h4><dl>"
            + (f"<dt>答复部门</dt><dd>{x.unit}</dd>" if x.unit else "")
            + f"<dt>答复时间</dt><dd>{x.answered:%Y-%m-%d %H:%M}</dd><dt>答复内容</dt><dd>{x.answer}</dd></dl>"
            if x.answered and x.answer
            else ""
        )
        return f"<h1>{h(x.title)}</h1><dl><dt>提问时间</dt><dd>{x.asked:%Y-%m-%d %H:%M}</dd><dt>提问内容</dt><dd>{x.question}</dd></dl>{ans}"

    def guide(self, site: Site, g: Guide) -> str:
        rows = "".join(f"<dt>{t}</dt><dd>{v}</dd>" for t, v in g.sections)
        form = f'<dt>相关表格</dt><dd><a href="{g.form}">申请表</a></dd>' if g.form else ""
        return f"<h1>{g.title}</h1><dl class='bszn'>{rows}{form}</dl>"
