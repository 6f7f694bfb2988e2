"""Eight makes of website, each with its own addresses, markup and ways of writing days."""

from collections.abc import Mapping
from html import escape as h
from types import MappingProxyType
from urllib.parse import quote

from bench.stranger.model import Column, Guide, Item, Letter, Site

Pairs = list[tuple[str, str]]

COLUMN_TYPES = {
    "news": "工作动态",
    "notice": "通知公告",
    "policy": "政策文件",
    "interpretation": "政策解读",
    "personnel": "人事信息",
    "plan": "规划计划",
    "data": "数据发布",
    "stats": "办事统计",
    "letters": "留言咨询",
    "guides": "办事指南",
    "consult": "意见征集",
    "interview": "在线访谈",
    "topic": "专题专栏",
}


def metas(pairs: Pairs) -> str:
    return "\n".join(f'<meta name="{n}" content="{h(v)}">' for n, v in pairs if v is not None)


class Skin:
    name = ""
    charset = "utf-8"
    ext = "html"
    search_name, search_path = "q", "/search"
    files: Mapping[str, str] = MappingProxyType({})  # what its pages ask for beside: path and type

    # addresses -----------------------------------------------------------------
    def column_path(self, site: Site, c: Column) -> str: ...
    def item_path(self, site: Site, c: Column, i: Item) -> str: ...
    def letter_path(self, site: Site, x: Letter) -> str: ...
    def guide_path(self, site: Site, g: Guide) -> str: ...

    map_path, write_path, apply_path = "/map.html", "/write.html", "/apply.html"

    def href(self, site: Site, ref: str) -> str:
        if ref.startswith("item:"):
            _, key, number = ref.split(":")
            c = site.columns[key]
            return self.item_path(site, c, next(i for i in c.items if i.number == int(number)))
        if ref.startswith("column:"):
            return self.column_href(site, site.columns[ref.removeprefix("column:")])
        return ref

    def column_href(self, site: Site, c: Column) -> str:
        return c.off or self.column_path(site, c)

    # tags ----------------------------------------------------------------------
    def site_tags(self, site: Site) -> list[tuple[str, str]]:
        f = site.flags
        out = [
            ("SiteName", site.name),
            ("SiteDomain", f.get("tag_host", site.host)),
            ("SiteIDCode", f.get("tag_code", site.code)),
        ]
        return [] if f.get("no_site_tags") else out

    def column_tags(self, site: Site, c: Column) -> list[tuple[str, str]]:
        if site.flags.get("no_column_tags"):
            return []
        return [
            ("ColumnName", c.name),
            ("ColumnDescription", f"{site.name}{c.name}栏目，发布{c.name}有关信息"),
            ("ColumnKeywords", f"{c.name},{site.place}"),
            ("ColumnType", COLUMN_TYPES.get(c.kind, c.name)),
        ]

    def item_tags(self, site: Site, c: Column, i: Item) -> list[tuple[str, str]]:
        if site.flags.get("no_item_tags"):
            return []
        day = i.tagged or i.when
        out = [
            ("ArticleTitle", i.title),
            ("PubDate", f"{day:%Y-%m-%d %H:%M}"),
            ("ContentSource", i.source or site.organiser),
        ]
        return [*out, ("ColumnName", c.name), ("ColumnType", COLUMN_TYPES.get(c.kind, c.name))]

    # marks ---------------------------------------------------------------------
    def jiucuo(self, site: Site) -> str:
        f, code = site.flags, site.flags.get("entry_code", site.code)
        if f.get("no_entry"):
            return ""
        if f.get("old_entry"):
            return f'<a href="http://121.43.68.40/exposure/jiucuo.html?site_code={code}&url={quote(site.home)}" target="_blank"><img src="/images/jiucuo.png" alt="我为政府网站找错"></a>'
        entry = self.entry(site, code)
        return f"<!-- {entry} -->" if f.get("commented") == "entry" else entry

    def entry(self, site: Site, code: str) -> str:
        return f'<a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={code}&amp;url={quote(site.home, safe="")}" target="_blank"><img src="https://zfwzgl.www.gov.cn/exposure/images/jiucuo.png?v={code}" alt="政府网站找错"></a>'

    def has(self, site: Site, mark: str) -> bool:
        return mark not in site.flags.get("no_marks", ())

    def conac(self, site: Site) -> str:
        if not self.has(site, "conac"):
            return ""
        number = f"40{site.serial:06d}"
        return f'<span id="_ideConac"></span><script src="https://dcs.conac.cn/js/15/222/0000/{number}/CA152220000{number}0001.js"></script>'

    def code(self, site: Site) -> str:
        return f"政府网站标识码：{site.flags.get('shown_code', site.code)}" if self.has(site, "code") else ""

    def icp(self, site: Site) -> str:
        if not self.has(site, "icp"):
            return ""
        if site.flags.get("plain"):
            return f"备案序号：{site.icp}"
        return f'<a href="https://beian.miit.gov.cn/" target="_blank">{site.icp}</a>'

    def police(self, site: Site) -> str:
        if not self.has(site, "police"):
            return ""
        words = f"赣公网安备 {site.police}号"
        plain = site.flags.get("plain")
        if plain:
            return words if plain == "text" else f'<img src="/images/logo.png" alt="{words}">'
        mark = f'<a href="https://www.beian.gov.cn/portal/registerSystemInfo?recordcode={site.police}" target="_blank">{words}</a>'
        return f"<!-- {mark} -->" if site.flags.get("commented") == "police" else mark

    def organiser(self, site: Site) -> str:
        return f"主办单位：{site.organiser}" if self.has(site, "organiser") else ""

    def contact(self, site: Site) -> str:
        return f"联系电话：{site.phone}" if self.has(site, "contact") else ""

    def map(self, site: Site) -> str:
        return f'<a href="{self.map_path}">网站地图</a>' if self.has(site, "map") else ""

    def links(self, site: Site) -> str:
        return "".join(f'<a href="{a}" target="_blank">{t}</a> ' for t, a in site.flags["friends"])

    def leave(self, site: Site) -> str:
        if not site.flags.get("leave", True):
            return ""
        if site.flags.get("leave") == "file":
            return '<script src="/js/lk.js"></script>'
        return (
            "<script>document.addEventListener('click',function(e){var a=e.target.closest&&e.target.closest('a');"
            "if(a&&a.host!==location.host&&a.host.indexOf('.gov.cn')<0)"
            f"{{if(!confirm('您访问的链接即将离开“{site.name}”，是否继续？'))e.preventDefault();}}}});</script>"
        )

    def access(self, site: Site) -> str:
        how = site.flags.get("access", True)
        if how == "picture":
            return '<a href="javascript:wza()"><img src="/images/logo.png" alt="无障碍浏览"></a>'
        if how == "aged":
            return '<a id="slh" href="javascript:void(0)" onclick="slh()">适老化版</a>'
        return (
            '<a href="javascript:void(0)" onclick="wza.open()">无障碍阅读</a> <a href="javascript:void(0)" onclick="elder.open()">长者模式</a>'
            if site.flags.get("access", True)
            else ""
        )

    def tools(self, site: Site) -> str:
        how = site.flags.get("tools", True)
        if not how:
            return ""
        if how == "icons":
            return '<span class="ico"><a href="#" title="放大字号" onclick="big()"></a><a href="#" title="打印本页" onclick="window.print()"></a><a href="#" title="分享到微信" onclick="wx()"></a></span>'
        if how == "plugin":
            return '<span>【字体：<a href="javascript:zoom(16)">大</a> <a href="javascript:zoom(14)">小</a>】</span><a href="javascript:print()">打印本页</a><div class="bdsharebuttonbox"><a class="bds_weixin" data-cmd="weixin" href="#" title="分享到微信"></a></div>'
        return '<span class="tools">字号：<a href="javascript:doZoom(18)">大</a> <a href="javascript:doZoom(16)">中</a> <a href="javascript:doZoom(14)">小</a> <a href="javascript:window.print()">打印</a> 分享到：<a href="javascript:share(\'weixin\')" title="分享到微信">微信</a> <a href="javascript:share(\'weibo\')">微博</a></span>'

    # parts of lists ------------------------------------------------------------
    def box(self, site: Site, c: Column, inner: str) -> str:
        """A column on the home page."""
        url = self.column_href(site, c)
        return f'<div class="box"><h2><a href="{url}">{c.name}</a> <a class="more" href="{url}">更多&gt;&gt;</a></h2>{inner}</div>'

    def section(self, site: Site, c: Column, inner: str) -> str:
        """A column on the page of the one above it."""
        return f"<div class='sec'><h4><a href=\"{self.column_href(site, c)}\">{c.name}</a></h4>{inner}</div>"

    def full_rows(self, site: Site, c: Column, items: list[Item]) -> str:
        """The list of a column's own page."""
        return self.rows(site, c, items)

    def guide_rows(self, site: Site) -> str:
        half = len(site.guides) // 2
        parts = (("个人办事", site.guides[:half]), ("法人办事", site.guides[half:]))
        return "".join(
            f"<h4>{t}</h4><ul class='zn'>"
            + "".join(f'<li><a href="{self.guide_path(site, g)}">{g.title}</a></li>' for g in part)
            + "</ul>"
            for t, part in parts
            if part
        )

    def search(self, site: Site) -> str:
        if site.flags.get("search") == "none":
            return ""
        return f'<form action="{self.search_path}" method="get" class="so"><input type="text" name="{self.search_name}" placeholder="请输入关键词"><button type="submit">搜索</button></form>'

    # pages ---------------------------------------------------------------------
    def frame(
        self,
        site: Site,
        title: str,
        tags: Pairs,
        crumbs: Pairs,
        main: str,
        head: str = "",
        after: str = "",
    ) -> str: ...
    def rows(self, site: Site, c: Column, items: list[Item]) -> str: ...
    def article(self, site: Site, c: Column, i: Item) -> str: ...
    def letter_rows(self, site: Site) -> str: ...
    def letter(self, site: Site, x: Letter) -> str: ...
    def guide(self, site: Site, g: Guide) -> str: ...

    def crumbs(self, site: Site, c: Column) -> list[tuple[str, str]]:
        out = [("首页", "/")]
        if c.parent:
            p = site.columns[c.parent]
            out.append((p.name, self.column_path(site, p)))
        return [*out, (c.name, self.column_path(site, c))]

    def shown(self, i: Item) -> str:
        day = i.shown or i.when
        return (
            f"{day:%Y-%m-%d %H:%M:%S}"
            if i.seconds
            else f"{day:%Y-%m-%d %H:%M}"
            if i.precise
            else f"{day:%Y-%m-%d}"
        )

    def body(self, site: Site, i: Item, tag: str = "p") -> str:
        out = "".join(f"<{tag}>　　{h(p)}</{tag}>" for p in i.body)
        if i.files:
            out += "<p>附件：" + "<br>".join(f'<a href="{a}">{h(t)}</a>' for t, a in i.files) + "</p>"
        out += "".join(f'<p><a href="{self.href(site, a)}">{h(t)}</a></p>' for t, a in i.links)
        return out + i.raw

    def form(self, site: Site) -> str:
        return (
            '<form action="/message/save" method="post" class="write"><p>姓名 <input name="xm"></p><p>联系电话 <input name="dh"></p><p>标题 <input name="bt"></p>'
            '<p>内容 <textarea name="nr" rows="8" cols="60"></textarea></p><p>验证码 <input name="yzm"><img src="/images/code.png" alt="验证码"></p><button type="submit">提交留言</button></form>'
        )

    def page(self, html: str) -> bytes:
        return html.encode("gb18030" if self.charset.startswith("gb") else "utf-8")
