"""Tables in GBK, query addresses, days without a year."""

from html import escape as h

from bench.stranger.model import Column, Guide, Item, Letter, Site
from bench.stranger.skins.base import Pairs, Skin, metas


class Brick(Skin):
    name = "brick"
    charset = "gb2312"
    search_name, search_path = "keyword", "/search.asp"
    map_path, write_path, apply_path = "/sitemap.asp", "/gbook_add.asp", "/wsbs.asp"

    def column_path(self, site: Site, c: Column) -> str:
        return f"/class.asp?id={c.number}"

    def item_path(self, site: Site, c: Column, i: Item) -> str:
        return f"/show.asp?id={i.id}"

    def letter_path(self, site: Site, x: Letter) -> str:
        return f"/gbook_show.asp?id={x.number}"

    def guide_path(self, site: Site, g: Guide) -> str:
        return f"/guide.asp?id={g.number}"

    def entry(self, site: Site, code: str) -> str:
        return f"<script id='_jiucuo_' sitecode='{code}' src='https://zfwzgl.www.gov.cn/exposure/jiucuo.js'></script>"

    def frame(
        self, site: Site, title: str, tags: Pairs, crumbs: Pairs, main: str, head: str = "", after: str = ""
    ) -> str:
        nav = "".join(
            f'<td align=center><a href="{self.column_href(site, c)}"><b>{c.name}</b></a></td>'
            for c in site.first_level()
        )
        top = None
        for t, _ in crumbs[1:2]:
            top = next((c for c in site.first_level() if c.name == t), None)
        side = "".join(
            f'<tr><td>· <a href="{self.column_href(site, k)}">{k.name}</a></td></tr>'
            for k in (site.children(top.key) if top else [])
        )
        trail = " → ".join(f'<a href="{a}">{t}</a>' for t, a in crumbs)
        return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html lang="zh-CN"><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{h(title)}</title>
{metas(tags)}{head}</head><body bgcolor="#FFFFFF">
<table width="980" align="center"><tr><td><img src="/images/top.jpg" alt="{site.flags.get("banner", site.name)}" width="980"></td></tr><tr><td align=right>{self.access(site)} {self.search(site)}</td></tr></table>
<table width="980" align="center" bgcolor="#eeeeee"><tr><td><a href="/">网站首页</a></td>{nav}</tr></table>
<table width="980" align="center"><tr><td width="200" valign="top"><table>{side}</table></td><td valign="top">{f"您现在的位置：{trail}<hr>" if crumbs else ""}{main}</td></tr></table>
<table width="980" align="center"><tr><td align="center">{self.links(site)}<br>{self.map(site)}　{self.organiser(site)}　{self.contact(site)}<br>{self.icp(site)}　{self.code(site)}<br>{self.police(site)}<br>{self.conac(site)}{self.jiucuo(site)}</td></tr></table>
{self.leave(site)}</body></html>{after}"""

    def conac(self, site: Site) -> str:
        if not self.has(site, "conac"):
            return ""
        return (
            '<a href="https://bszs.conac.cn/sitename?method=show&amp;id=%032X" target="_blank"><img src="/images/red.png" alt="党政机关"></a>'
            % (site.serial * 7919)
        )

    def rows(self, site: Site, c: Column, items: list[Item]) -> str:
        def day(d: str) -> str:
            return f"{d:%m-%d}" if d.year == site.asof.year else f"{d:%Y-%m-%d}"

        return (
            '<table width="100%">'
            + "".join(
                f'<tr><td width="80%">·<a href="{self.item_path(site, c, i)}">{h(i.title)}</a></td><td><font color="#999999">[{day(i.shown or i.when)}]</font></td></tr>'
                for i in items
            )
            + "</table>"
        )

    def article(self, site: Site, c: Column, i: Item) -> str:
        source = f"信息来源：{i.source}　" if i.source else ""
        return f'<table width="100%"><tr><td align="center"><font size="5"><b>{h(i.title)}</b></font></td></tr><tr><td align="center">{source}日期：{self.shown(i)}　{self.tools(site)}</td></tr><tr><td>{self.body(site, i, "p")}</td></tr></table>'

    def letter_rows(self, site: Site) -> str:
        out = ""
        for x in site.letters:
            out += f'<tr><td><a href="{self.letter_path(site, x)}">{h(x.title)}</a></td><td>{x.asked:%Y-%m-%d}</td><td>{"已回复" if x.answered else "未回复"}</td><td>{f"{x.answered:%Y-%m-%d}" if x.answered else "—"}</td></tr>'
        return f"<table border=1 width='100%'><tr><td>主题</td><td>写信日期</td><td>处理状态</td><td>回复日期</td></tr>{out}</table>"

    def letter(self, site: Site, x: Letter) -> str:
        out = f"<tr><td>主题</td><td>{h(x.title)}</td></tr><tr><td>写信时间</td><td>{x.asked:%Y-%m-%d %H:%M}</td></tr><tr><td>信件内容</td><td>{x.question}</td></tr>"
        if x.answered and x.answer:
            out += (
                (f"<tr><td>回复单位</td><td>{x.unit}</td></tr>" if x.unit else "")
                + f"<tr><td>回复时间</td><td>{x.answered:%Y-%m-%d %H:%M}</td></tr><tr><td>回复内容</td><td>{x.answer}</td></tr>"
            )
        return f"<table border=1 width='100%'>{out}</table>"

    def guide(self, site: Site, g: Guide) -> str:
        rows = "".join(
            f"<p><b>{n}、{t}</b></p><p>{v}</p>"
            for n, (t, v) in zip("一二三四五六七八九十", g.sections, strict=False)
        )
        form = f'<p><b>附：</b><a href="{g.form}">{g.title}申请表（下载）</a></p>' if g.form else ""
        return f"<center><b>{g.title}</b></center>{rows}{form}"
