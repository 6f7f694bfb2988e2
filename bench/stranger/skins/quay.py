"""Lists in islands of XML that a script turns over, tabs over guides, footers that scripts write piece by piece."""

from html import escape as h
from types import MappingProxyType

from bench.stranger.model import Column, Guide, Item, Letter, Site
from bench.stranger.skins.base import Pairs, Skin, metas

ASIDE = [("办件类型", "承诺件"), ("法定办结时限", "20个工作日"), ("是否收费", "不收费"), ("到场次数", "1次")]
SHORT = 32  # characters of a value that has room in a table of four cells


class Quay(Skin):
    name = "quay"
    search_name, search_path = "q", "/jsearch/search.do"
    files = MappingProxyType(
        {
            "/script/0/jquery.js": "application/javascript",
            "/script/jquery.jpage.js": "application/javascript",
            "/module/visitcount/articlehits.jsp": "application/javascript",
            "/module/web/jpage/dataproxy.jsp": "text/xml",
            "/images/so.png": "image/png",
            "/images/more.png": "image/png",
        }
    )
    map_path, write_path, apply_path = "/col/wzdt/index.html", "/jact/front/mailnew.do", "/jszw/apply.do"

    def column_path(self, site: Site, c: Column) -> str:
        return f"/col/col{c.number + 1200}/index.html"

    def item_path(self, site: Site, c: Column, i: Item) -> str:
        d = i.addressed or i.when
        return f"/art/{d.year}/{d.month}/{d.day}/art_{c.number + 1200}_{i.id + 30000}.html"

    def letter_path(self, site: Site, x: Letter) -> str:
        return f"/jact/front/mailpubdetail.do?transactId={x.number}"

    def guide_path(self, site: Site, g: Guide) -> str:
        return f"/jszw/item/{g.number + 500}.html"

    def frame(
        self, site: Site, title: str, tags: Pairs, crumbs: Pairs, main: str, head: str = "", after: str = ""
    ) -> str:
        nav = "".join(
            f'<td><a href="{self.column_href(site, c)}" target="_self" title="{c.name}">{c.name}</a></td>'
            for c in site.first_level()
        )
        trail = "".join(
            f'<td nowrap><a href="{a}">{t}</a></td><td>{">" if n < len(crumbs) else ""}</td>'
            for n, (t, a) in enumerate(crumbs, 1)
        )
        name = site.flags.get("banner", site.name)
        return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{h(title)}</title>
{metas(tags)}
<script src="/script/0/jquery.js"></script>{head}</head><body><div id="barrierfree_container">
<div class="toplink">{self.access(site)}</div>
<div class="logo"><img src="/images/logo.png" alt="{name}" title="{name}"></div>{self.search(site)}
<table class="daohang"><tr><td><a href="/">首页</a></td>{nav}</tr></table>
<div class="bgcolor">{f'<table class="weizhi"><tr><td>您当前所在的位置：</td>{trail}</tr></table>' if crumbs else ""}{main}</div>
<div class="yqlj"><select title="友情链接" onchange="window.open(this.value)"><option>——友情链接——</option></select><p>{self.links(site)}</p></div>
<div class="foot"><ul><li>{self.map(site)}</li><li>{self.organiser(site)}</li><li>{self.contact(site)}</li></ul>
<ul><li>{self.icp(site)}</li><li>{self.police(site)}</li><li>{self.code(site)}</li></ul>{self.conac(site)}{self.jiucuo(site)}</div>
</div>{self.leave(site)}</body></html>{after}"""

    def organiser(self, site: Site) -> str:
        return super().organiser(site).replace("主办单位", "主办")

    def contact(self, site: Site) -> str:
        return super().contact(site).replace("联系电话", "电话")

    def conac(self, site: Site) -> str:
        if not self.has(site, "conac"):
            return ""
        number = f"40{site.serial:06d}"
        return (
            '<script type="text/javascript">document.write(unescape("%3Cspan id=\'_ideConac\' %3E%3C/span%3E%3Cscript '
            f"src='https://dcs.conac.cn/js/15/222/0000/{number}/CA152220000{number}0001.js' type='text/javascript'%3E%3C/script%3E\"));</script>"
        )

    def entry(self, site: Site, code: str) -> str:
        return f'<script id="_jiucuo_" sitecode={code} src=https://zfwzgl.www.gov.cn/exposure/jiucuo.js></script>'

    def search(self, site: Site) -> str:
        if site.flags.get("search") == "none":
            return ""
        hidden = "".join(
            f'<input type="hidden" name="{n}" value="{v}">'
            for n, v in (("webid", site.serial % 90 + 1), ("pg", 10), ("tpl", 35), ("pos", "title,content"))
        )
        return f'<form name="sh" action="{self.search_path}" method="get" target="_blank">{hidden}<input name="{self.search_name}" value="" maxlength="50"><input type="image" src="/images/so.png" alt="搜索"></form>'

    def box(self, site: Site, c: Column, inner: str) -> str:
        url = self.column_href(site, c)
        return f'<table width="100%"><tr><td class="bt"><a href="{url}">{c.name}</a></td><td align="right"><a href="{url}"><img src="/images/more.png" alt="更多"></a></td></tr><tr><td colspan="2">{inner}</td></tr></table>'

    def rows(self, site: Site, c: Column, items: list[Item]) -> str:
        return "<table>" + "".join(self._row(site, c, i, self._short(site, i)) for i in items) + "</table>"

    def full_rows(self, site: Site, c: Column, items: list[Item]) -> str:
        if not items:
            return ""
        records = "".join(
            f"<record><![CDATA[<li>{self._line(site, c, i, f'{i.shown or i.when:%Y-%m-%d}')}</li>]]></record>"
            for i in items
        )
        return (
            f'<div id="{c.number}" class="default_pgContainer"><script type="text/xml"><datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1"></a>]]></nextgroup>'
            f"<recordset>{records}</recordset></datastore></script></div><script src='/script/jquery.jpage.js'></script>"
        )

    def _row(self, site: Site, c: Column, i: Item, day: str) -> str:
        return f"<tr><td>{self._line(site, c, i, day)}</td></tr>"

    def _line(self, site: Site, c: Column, i: Item, day: str) -> str:
        path = self.item_path(site, c, i)
        return f'<a href="{path}" target="_blank" title="{h(i.title)}">{h(i.title)}</a><b>{day}</b>'

    def _short(self, site: Site, i: Item) -> str:
        day = i.shown or i.when
        return f"[{day:%m-%d}]" if day.year == site.asof.year else f"[{day:%Y-%m-%d}]"

    def article(self, site: Site, c: Column, i: Item) -> str:
        source = f"信息来源：{i.source}　" if i.source else ""
        return f"""<table id="article" width="100%"><tr><td class="title"><!--<$[标题名称]>begin-->{h(i.title)}<!--<$[标题名称]>end--></td></tr>
<tr><td><table width="100%"><tr><td>发布日期：{self.shown(i)}</td><td>{source}</td><td>浏览次数：<script src="/module/visitcount/articlehits.jsp?i={i.id}"></script>次</td><td>{self.tools(site)}</td></tr></table></td></tr>
<tr><td class="bt_content"><div id="zoom"><!--ZJEG_RSS.content.begin-->{self.body(site, i)}<!--ZJEG_RSS.content.end--></div></td></tr></table>"""

    def letter_rows(self, site: Site) -> str:
        return '<ul class="xinjian">' + "".join(self._letter_row(site, x) for x in site.letters) + "</ul>"

    def _letter_row(self, site: Site, x: Letter) -> str:
        state = f"[已回复]　回复时间：{x.answered:%Y-%m-%d}" if x.answered else "[处理中]"
        return f'<li><i>{x.number}</i><a href="{self.letter_path(site, x)}">{h(x.title)}</a><span>来信时间：{x.asked:%Y-%m-%d}</span><span>{state}</span></li>'

    def letter(self, site: Site, x: Letter) -> str:
        asked = f'<div class="tt">来信内容</div><ul><li><label>来信标题</label><span>{h(x.title)}</span></li><li><label>来信时间</label><span>{x.asked:%Y-%m-%d %H:%M}</span></li><li><label>内容</label><span>{x.question}</span></li></ul>'
        if not (x.answered and x.answer):
            return asked
        unit = f"<li><label>回复部门</label><span>{x.unit}</span></li>" if x.unit else ""
        return f'{asked}<div class="tt">回复情况</div><ul>{unit}<li><label>回复时间</label><span>{x.answered:%Y-%m-%d %H:%M}</span></li><li><label>回复内容</label><span>{x.answer}</span></li></ul>'

    def guide(self, site: Site, g: Guide) -> str:
        form = [("表格下载", f'<a href="{g.form}">{g.title}申请表</a>')] if g.form else []
        short = [one for one in g.sections if len(one[1]) < SHORT]
        long = [one for one in g.sections if one not in short] + form
        pairs = [*short, *ASIDE]
        rows = "".join(
            "<tr>" + "".join(f"<td class='l'>{t}</td><td>{v}</td>" for t, v in pairs[n : n + 2]) + "</tr>"
            for n in range(0, len(pairs), 2)
        )
        heads = "".join(f'<li><a href="#sx{n}">{t}</a></li>' for n, (t, _) in enumerate(long))
        panes = "".join(f'<div class="pane" id="sx{n}">{v}</div>' for n, (_, v) in enumerate(long))
        return f'<h2>{g.title}</h2><table class="jbxx">{rows}</table><ul class="tabs">{heads}</ul>{panes}'
