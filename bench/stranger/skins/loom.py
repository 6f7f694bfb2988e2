"""Tables of records with head rows; footers by script; letters read where they are listed; a search that is sent by POST."""

from html import escape as h

from bench.stranger.model import Column, Guide, Item, Letter, Site
from bench.stranger.skins.base import Pairs, Skin, metas


class Loom(Skin):
    name = "loom"
    search_name, search_path = "qt", "/s"
    map_path, write_path, apply_path = "/dt.htm", "/wyly.htm", "/zxsb.htm"

    def column_path(self, site: Site, c: Column) -> str:
        top = f"/{c.parent}" if c.parent else ""
        return f"{top}/{c.key}.htm"

    def item_path(self, site: Site, c: Column, i: Item) -> str:
        return f"/info/{c.number}/{i.id}.htm"

    def guide_path(self, site: Site, g: Guide) -> str:
        return f"/bszn/{g.number}.htm"

    def frame(
        self, site: Site, title: str, tags: Pairs, crumbs: Pairs, main: str, head: str = "", after: str = ""
    ) -> str:
        nav = "".join(
            f'<a href="{self.column_href(site, c)}"><span>{c.name}</span></a>' for c in site.first_level()
        )
        side = self._side(site, crumbs)
        trail = " &gt;&gt; ".join(f'<a href="{a}">{t}</a>' for t, a in crumbs)
        foot = f"<p>{self.organiser(site)} {self.contact(site)} {self.map(site)}</p><p>{self.code(site)} {self.icp(site)} {self.police(site)}</p>".replace(
            "'", "\\'"
        ).replace("</", "<\\/")
        hot = (
            "".join(
                f'<li><a href="{self.item_path(site, site.columns["bd"], i)}">{h(i.title)}</a></li>'
                for i in site.columns["bd"].items[:3]
            )
            if crumbs
            else ""
        )
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="zh-CN"><head><title>{h(title)}</title><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
{metas(tags)}{head}</head><body><div class="t1">{self.access(site)}{self.search(site)}</div>
<div class="logo"><a href="/" title="{site.flags.get("banner", site.name)}"><img alt="{site.flags.get("banner", site.name)}" src="/images/lg.png"/></a></div><div class="dh"><a href="/"><span>首页</span></a>{nav}</div>
<div class="main">{f'<div class="wz">当前位置: {trail}</div>' if crumbs else ""}{side}<div class="left">{main}</div>{f'<div class="right"><h4>热点新闻</h4><ul>{hot}</ul></div>' if hot else ""}</div>
<div class="bottom"><div>{self.links(site)}</div><script type="text/javascript">document.writeln('{foot}');</script><div>{self.conac(site)}{self.jiucuo(site)}</div></div>
{self.leave(site)}</body></html>{after}"""

    def _side(self, site: Site, crumbs: Pairs) -> str:
        """The columns beside the one that is open."""
        top = next((c for c in site.first_level() for t, _ in crumbs[1:2] if c.name == t), None)
        beside = site.children(top.key) if top else []
        links = "".join(f'<li><a href="{self.column_href(site, c)}">{c.name}</a></li>' for c in beside)
        return f'<div class="cbl"><h4>{top.name}</h4><ul>{links}</ul></div>' if top and links else ""

    def rows(self, site: Site, c: Column, items: list[Item]) -> str:
        return (
            '<table class="tb"><thead><tr><th>序号</th><th>标题</th><th>发布日期</th></tr></thead><tbody>'
            + "".join(
                f'<tr><td>{n}</td><td><a href="{self.item_path(site, c, i)}">{h(i.title)}</a></td><td>{(i.shown or i.when).year}/{(i.shown or i.when).month}/{(i.shown or i.when).day}</td></tr>'
                for n, i in enumerate(items, 1)
            )
            + "</tbody></table>"
        )

    def article(self, site: Site, c: Column, i: Item) -> str:
        source = f"【来源：{i.source}】" if i.source else ""
        return f'<form name="_f"><div class="bt">{h(i.title)}</div><div class="xx">【发布时间：{self.shown(i)}】{source}{self.tools(site)}</div><div class="v_news_content">{self.body(site, i)}</div></form>'

    def letter_path(self, site: Site, x: Letter) -> str:
        return f"{self.column_path(site, site.columns['xj'])}#ly{x.number}"

    def letter_rows(self, site: Site) -> str:
        """Letters are read where they are listed."""
        return '<div class="lylist">' + "".join(self.letter(site, x) for x in site.letters) + "</div>"

    def letter(self, site: Site, x: Letter) -> str:
        unit = f"<em>答复单位：{x.unit}</em>" if x.unit else ""
        text = f'<div class="hfn">{x.answer}</div>' if x.answer else ""
        ans = (
            f'<div class="hf"><div class="hft">{unit}<em>答复时间：{x.answered:%Y-%m-%d %H:%M}</em></div>{text}</div>'
            if x.answered
            else '<div class="hf">尚未答复</div>'
        )
        return f'<div class="lyone" id="ly{x.number}"><div class="lyt">{h(x.title)}</div><div class="lyx">留言时间：{x.asked:%Y-%m-%d %H:%M}</div><div class="lyn">{x.question}</div>{ans}</div>'

    def guide_rows(self, site: Site) -> str:
        return (
            "<p>"
            + "　".join(f'<a href="{self.guide_path(site, g)}">[{g.title}]</a>' for g in site.guides)
            + "</p>"
        )

    def guide(self, site: Site, g: Guide) -> str:
        """One text, as somebody typed it into an editor."""
        lines = "<br>".join(f"{t}：{v}" for t, v in g.sections)
        form = f'<p>下载：<a href="{g.form}">{g.title}申请表.docx</a></p>' if g.form else ""
        return (
            f'<div class="bt">{g.title}办事指南</div><div class="v_news_content"><p>{lines}</p>{form}</div>'
        )

    def search(self, site: Site) -> str:
        if site.flags.get("search") == "none":
            return ""
        return f'<form action="{self.search_path}" method="post" name="au1a"><input name="{self.search_name}" type="text" value=""><input type="submit" value="搜索" class="btn"></form>'

    def box(self, site: Site, c: Column, inner: str) -> str:
        """A tab over each list; the tab leads to the column."""
        return f'<div class="tab"><span class="on"><a href="{self.column_href(site, c)}">{c.name}</a></span></div><div class="tabc">{inner}</div>'
