"""One link around title and day, addresses told from where the page lies, head tables over policies, cards over letters."""

from datetime import timedelta
from html import escape as h
from posixpath import relpath

from bench.stranger.model import Column, Guide, Item, Letter, Site
from bench.stranger.skins.base import Pairs, Skin, metas


class Mill(Skin):
    name = "mill"
    search_name, search_path = "searchWord", "/igs/front/search/list.html"
    map_path, write_path, apply_path = "/dzdt.html", "/hd/write", "/zwfw/sqsl"

    def column_path(self, site: Site, c: Column) -> str:
        return f"/{c.parent}/{c.key}/index.html" if c.parent else f"/{c.key}/index.html"

    def item_path(self, site: Site, c: Column, i: Item) -> str:
        folder = self.column_path(site, c).removesuffix("index.html")
        return f"{folder}content/post_{i.id + 1100000}.html"

    def letter_path(self, site: Site, x: Letter) -> str:
        return f"/hd/xj/{x.number:06d}"

    def guide_path(self, site: Site, g: Guide) -> str:
        return f"/zwfw/guide/{g.number}.html"

    def frame(
        self, site: Site, title: str, tags: Pairs, crumbs: Pairs, main: str, head: str = "", after: str = ""
    ) -> str:
        nav = "".join(
            f'<li class="nav-item"><a class="nav-link" href="{self.column_href(site, c)}">{c.name}</a></li>'
            for c in site.first_level()
        )
        trail = "".join(f'<a href="{a}">{t}</a><i class="fa fa-angle-right"></i>' for t, a in crumbs[:-1])
        last = "".join(f"<span>{t}</span>" for t, _ in crumbs[-1:])
        here = f'<div class="container breadcrumb"><i class="fa fa-home"></i>{trail}{last}</div>'
        return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="X-UA-Compatible" content="IE=edge"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{h(title)}</title>
{metas(tags)}{head}</head><body>
<header class="container"><div class="row"><div class="col-md-6 site-title"><a href="/"><strong>{site.flags.get("banner", site.name)}</strong></a></div><div class="col-md-6">{self.access(site)}{self.search(site)}</div></div></header>
<nav class="navbar"><ul class="navbar-nav"><li class="nav-item"><a class="nav-link" href="/">首页</a></li>{nav}</ul></nav>
{here if crumbs else ""}<div class="container main">{main}</div>
<footer class="container-fluid"><div class="container friend">{self.links(site)}</div><ul class="list-inline"><li>{self.organiser(site)}</li><li>{self.contact(site)}</li><li>{self.map(site)}</li></ul>
<ul class="list-inline"><li>{self.code(site).replace("政府网站标识码：", "网站标识码 ")}</li><li>{self.icp(site)}</li><li>{self.police(site)}</li></ul><p>{self.conac(site)}{self.jiucuo(site)}</p><p>版权所有：{site.name}　建议使用1366×768以上分辨率浏览</p></footer>
{self.leave(site)}</body></html>{after}"""

    def conac(self, site: Site) -> str:
        if not self.has(site, "conac"):
            return ""
        mark = site.serial * 104729
        return f"<a href='https://bszs.conac.cn/sitename?method=show&id={mark:032X}' target='_blank'><img id='imgConac' vspace='0' hspace='0' border='0' src='https://dcs.conac.cn/image/red.png' data-bd-imgshare-binded='1'></a>"

    def entry(self, site: Site, code: str) -> str:
        return f'<a href="javascript:void(0)" onclick="Link(\'{code}\')" title="政府网站找错"><img src="https://zfwzgl.www.gov.cn/exposure/images/jiucuo.png?v={code}" alt="政府网站找错"></a>'

    def search(self, site: Site) -> str:
        if site.flags.get("search") == "none":
            return ""
        return f'<form class="navbar-form" role="search" action="{self.search_path}"><div class="input-group"><input type="search" class="form-control" name="{self.search_name}" placeholder="请输入要搜索的内容"><span class="input-group-btn"><button class="btn" type="submit"><i class="fa fa-search"></i></button></span></div></form>'

    def box(self, site: Site, c: Column, inner: str) -> str:
        url = self.column_href(site, c)
        return f'<div class="col-md-6"><div class="panel"><div class="panel-heading"><span class="panel-title">{c.name}</span><a class="pull-right" href="{url}">MORE+</a></div><div class="panel-body">{inner}</div></div></div>'

    def section(self, site: Site, c: Column, inner: str) -> str:
        return f'<section class="channel"><header><a href="{self.column_href(site, c)}">{c.name}</a></header>{inner}</section>'

    def rows(self, site: Site, c: Column, items: list[Item]) -> str:
        return self._group("".join(self._row(i, self.item_path(site, c, i)) for i in items))

    def full_rows(self, site: Site, c: Column, items: list[Item]) -> str:
        """On the column's own page addresses are told from there."""
        if c.kind == "consult":
            return self._consultations(site, c)
        folder = self.column_path(site, c).removesuffix("index.html")
        return self._group(
            "".join(self._row(i, "./" + relpath(self.item_path(site, c, i), folder)) for i in items)
        )

    def _group(self, rows: str) -> str:
        return f'<div class="list-group">{rows}</div>' if rows else ""

    def _row(self, i: Item, url: str) -> str:
        return f'<a class="list-group-item" href="{url}"><span class="badge pull-right">{i.shown or i.when:%Y-%m-%d}</span><span class="text">{h(i.title)}</span></a>'

    def _consultations(self, site: Site, c: Column) -> str:
        """Those who ask stand in a table with their days and state; outcomes below it."""
        asked = "".join(
            f'<tr><td><a href="{self.item_path(site, c, i)}">{h(i.title)}</a></td><td>{i.when:%Y-%m-%d}</td><td>{i.until:%Y-%m-%d}</td><td>{"征集中" if i.until > site.asof else "已结束"}</td></tr>'
            for i in c.items
            if i.until
        )
        told = "".join(self._row(i, self.item_path(site, c, i)) for i in c.items if not i.until)
        head = "<tr><th>征集主题</th><th>开始日期</th><th>截止日期</th><th>状态</th></tr>"
        return f'<table class="table">{head}{asked}</table><h4>结果反馈</h4>{self._group(told)}'

    def article(self, site: Site, c: Column, i: Item) -> str:
        source = f"<span>来源：{i.source}</span>" if i.source else ""
        head = self._policy_head(site, i) if c.kind == "policy" else ""
        return f'{head}<div class="content"><h2 class="text-center">{h(i.title)}</h2><div class="text-center property"><span>{self.shown(i)}</span>{source}{self.tools(site)}</div><div class="view">{self.body(site, i)}</div></div>'

    def _policy_head(self, site: Site, i: Item) -> str:
        made = i.when - timedelta(days=5)
        rows = (
            ("索引号", f"{site.code[:8]}/2026-{i.number:05d}", "主题分类", "综合政务"),
            ("发文机关", site.organiser, "成文日期", f"{made:%Y年%m月%d日}"),
            ("发文字号", i.body[0] if "〔" in i.body[0] else "", "发布日期", self.shown(i)),
        )
        return (
            '<table class="table table-bordered">'
            + "".join(f"<tr><th>{a}：</th><td>{b}</td><th>{x}：</th><td>{y}</td></tr>" for a, b, x, y in rows)
            + "</table>"
        )

    def body(self, site: Site, i: Item, tag: str = "p") -> str:
        """Related pages stand in boxes of their own."""
        text = "".join(f"<{tag}>{h(p)}</{tag}>" for p in i.body)
        files = "".join(
            f'<li><i class="fa fa-paperclip"></i><a href="{a}" download>{h(t)}</a></li>' for t, a in i.files
        )
        links = ""
        for t, a in i.links:
            head, _, words = t.rpartition("：")
            links += f'<div class="panel related"><div class="panel-heading">{h(head or "相关链接")}</div><div class="panel-body"><a href="{self.href(site, a)}">{h(words)}</a></div></div>'
        return text + (f"<ul class='files'>{files}</ul>" if files else "") + links + i.raw

    def letter_rows(self, site: Site) -> str:
        return "".join(self._card(site, x) for x in site.letters)

    def _card(self, site: Site, x: Letter) -> str:
        state = f"{x.answered:%Y-%m-%d} 已回复" if x.answered else "受理中"
        return f'<div class="card"><a class="card-title" href="{self.letter_path(site, x)}">{h(x.title)}</a><div class="card-text"><span>{x.asked:%Y-%m-%d} 提交</span><span>{state}</span></div></div>'

    def letter(self, site: Site, x: Letter) -> str:
        out = f'<div class="media ask"><h4>{h(x.title)}</h4><p class="small">网友 提交于 {x.asked:%Y-%m-%d %H:%M}</p><div class="well">{x.question}</div></div>'
        if x.answered and x.answer:
            unit = f"{x.unit} " if x.unit else ""
            out += f'<div class="media answer"><p class="small">{unit}回复于 {x.answered:%Y-%m-%d %H:%M}</p><div class="well">{x.answer}</div></div>'
        return out

    def guide_rows(self, site: Site) -> str:
        rows = "".join(
            f'<tr><td>{n}</td><td>{g.title}</td><td><a href="{self.guide_path(site, g)}">办事指南</a>{self._apply(site, g)}</td></tr>'
            for n, g in enumerate(site.guides, 1)
        )
        return f'<table class="table"><tr><th>序号</th><th>事项名称</th><th>操作</th></tr>{rows}</table>'

    def _apply(self, site: Site, g: Guide) -> str:
        able = "zx" in site.columns and not site.flags.get("apply")
        return f' <a href="{self.apply_path}?sx={g.number}">在线办理</a>' if able else ""

    def guide(self, site: Site, g: Guide) -> str:
        form = [("表格及样表", f'<a href="{g.form}">{g.title}申请表</a>')] if g.form else []
        panels = "".join(
            f'<div class="panel panel-default"><div class="panel-heading">{t}</div><div class="panel-body">{v}</div></div>'
            for t, v in [*g.sections, *form]
        )
        return f'<h2 class="text-center">{g.title}</h2>{panels}'
