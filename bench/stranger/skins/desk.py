"""English folders; the day before the title; dots."""

from html import escape as h

from bench.stranger.model import Column, Guide, Item, Letter, Site
from bench.stranger.skins.base import Pairs, Skin


class Desk(Skin):
    name = "desk"
    search_name, search_path = "keywords", "/search/result.jsp"
    map_path, write_path, apply_path = "/about/map.jsp", "/mail/write.jsp", "/online/index.jsp"

    def column_path(self, site: Site, c: Column) -> str:
        return f"/channels/{c.number}.jsp"

    def item_path(self, site: Site, c: Column, i: Item) -> str:
        return f"/contents/{c.number}/{i.id}.jsp"

    def letter_path(self, site: Site, x: Letter) -> str:
        return f"/mail/view.jsp?mid={x.number}"

    def guide_path(self, site: Site, g: Guide) -> str:
        return f"/online/guide.jsp?gid={g.number}"

    def frame(
        self, site: Site, title: str, tags: Pairs, crumbs: Pairs, main: str, head: str = "", after: str = ""
    ) -> str:
        nav = " | ".join(f'<a href="{self.column_href(site, c)}">{c.name}</a>' for c in site.first_level())
        trail = "&raquo;".join(f'<a href="{a}">{t}</a>' for t, a in crumbs)
        tagged = "\n".join(f"<META content='{h(v)}' name='{n.lower()}'>" for n, v in tags)
        return f"""<html lang="zh-CN">
<head>
<meta http-equiv="content-type" content="text/html;charset=utf-8">
{tagged}
<title>{h(title)}</title>{head}
</head>
<body>
<div id="hd"><h1><a href="/">{site.flags.get("banner", site.name)}</a></h1><p>{self.access(site)}</p>{self.search(site)}</div>
<div id="nv"><a href="/">首页</a> | {nav}</div>
<div id="bd">{f'<div class="path">所在位置 {trail}</div>' if crumbs else ""}{main}</div>
<div id="ft"><p>{self.links(site)}</p><p>{self.organiser(site)}&nbsp;&nbsp;{self.contact(site)}&nbsp;&nbsp;{self.map(site)}</p><p>{self.code(site)}&nbsp;{self.icp(site)}&nbsp;{self.police(site)}</p><p>{self.conac(site)}&nbsp;{self.jiucuo(site)}</p></div>
{self.leave(site)}
</body></html>{after}"""

    def entry(self, site: Site, code: str) -> str:
        return f"<script>document.write(\"<a target='_blank' href='https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={code}&url=\"+encodeURIComponent(location.href)+\"'>我为政府网站找错</a>\")</script>"

    def rows(self, site: Site, c: Column, items: list[Item]) -> str:
        return "".join(
            f'<p class="row"><em>{i.shown or i.when:%Y.%m.%d}</em> <a href="{self.item_path(site, c, i)}">{h(i.title)}</a></p>'
            for i in items
        )

    def article(self, site: Site, c: Column, i: Item) -> str:
        source = f"来源：{i.source}&nbsp;&nbsp;" if i.source else ""
        return f'<h3 align="center">{h(i.title)}</h3><p align="center">{source}时间：{self.shown(i)}&nbsp;&nbsp;{self.tools(site)}</p><div id="zoom">{self.body(site, i)}</div>'

    def letter_rows(self, site: Site) -> str:
        return "".join(
            f'<div class="m"><a href="{self.letter_path(site, x)}">{h(x.title)}</a><br>咨询时间：{x.asked:%Y-%m-%d}　{f"办结时间：{x.answered:%Y-%m-%d}" if x.answered else "待答复"}</div>'
            for x in site.letters
        )

    def letter(self, site: Site, x: Letter) -> str:
        ans = (
            (f"<p><strong>答复机构：</strong>{x.unit}</p>" if x.unit else "")
            + f"<p><strong>答复时间：</strong>{x.answered:%Y-%m-%d %H:%M}</p><p><strong>答复意见：</strong>{x.answer}</p>"
            if x.answered and x.answer
            else ""
        )
        return f"<h3>{h(x.title)}</h3><p><strong>咨询时间：</strong>{x.asked:%Y-%m-%d %H:%M}</p><p><strong>咨询内容：</strong>{x.question}</p>{ans}"

    def guide(self, site: Site, g: Guide) -> str:
        rows = "".join(f"<p><strong>【{t}】</strong>{v}</p>" for t, v in g.sections)
        form = f'<p><strong>【表格】</strong><a href="{g.form}">点击下载申请表</a></p>' if g.form else ""
        return f"<h3>{g.title}</h3>{rows}{form}"
