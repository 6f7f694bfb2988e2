"""What every content system does alike; each style overrides what it writes differently."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from html import escape

from xunwang_demo import forms, interaction, marks, searching
from xunwang_demo.model import Article, Column, Guide, Message
from xunwang_demo.plan import Plan, PlantedLink
from xunwang_demo.specs import FRIENDS
from xunwang_demo.styles import metas

Crumb = tuple[str, str]


def led_elsewhere(plan: Plan) -> list[str]:
    """The links of the navigation to columns on the city's platform."""
    return [f'<a href="{escape(column.path)}">{column.name}</a>' for column in plan.elsewhere]


@dataclass(frozen=True)
class Slot:
    """Where a column stands when its address is made."""

    number: int
    slug: str
    parent: str | None


@dataclass(frozen=True)
class Item:
    """One line of a list."""

    title: str
    path: str
    day: date | None
    pinned: bool = False


class Style:
    """Renders a plan. Paths are request targets; `href` turns one into what stands in the page."""

    charset = "utf-8"
    declared = "utf-8"
    server_charset: str | None = "utf-8"
    per_page = 12
    classes: tuple[tuple[str, str], ...] = ()
    list_date = "dash"
    article_date = "dash"
    meta = "normal"
    date_label = "发布时间："
    source_label = "来源："
    sitemap = "/sitemap.html"
    separator = " &gt; "

    # addresses ---------------------------------------------------------------------------------------------

    def column_path(self, slot: Slot) -> str:
        raise NotImplementedError

    def page_path(self, column_path: str, page: int) -> str:
        raise NotImplementedError

    def article_path(self, slot: Slot, number: int, day: date) -> str:
        raise NotImplementedError

    def href(self, plan: Plan, path: str, here: str) -> str:
        del plan, here
        return path

    # pages -------------------------------------------------------------------------------------------------

    def home(self, plan: Plan) -> str:
        shown = [column for column in plan.columns if column.on_home]
        if plan.look.sections_reversed:
            shown.reverse()
        if plan.spec.home == "entries":
            main = self.entries(plan)
        else:
            main = "\n".join(
                self.section(plan, column, items_of(column.articles[:6]), "/") for column in shown
            )
        main += self.links_box(plan, plan.links_on("/")) + self.friends(plan)
        title = plan.spec.name if plan.spec.shows_name else "欢迎访问"
        return self.document(plan, "/", title, metas.site(plan), self.banner(plan) + main)

    def column(self, plan: Plan, column: Column, page: int, pages: int) -> str:
        here = self.page_path(column.path, page) if page > 1 else column.path
        start = (page - 1) * self.per_page
        items = items_of(column.articles[start : start + self.per_page])
        main = self.scripted(plan, column) if column.scripted else self.listing(plan, items, here)
        main += self.pager(plan, column.path, page, pages) if pages > 1 else ""
        main += self.links_box(plan, plan.links_on(here))
        return self.column_page(plan, column, here, main)

    def channel(self, plan: Plan, column: Column) -> str:
        children = plan.children(column)
        blocks = [
            self.section(plan, c, items_of(c.articles[:4]), column.path) for c in children if shows_items(c)
        ]
        links = "".join(
            self.item_link(plan, c.name, c.path, column.path) for c in children if not shows_items(c)
        )
        lead = f"<p>欢迎通过以下栏目了解{column.name}有关内容。</p>" if links else ""
        return self.column_page(plan, column, column.path, "\n".join(blocks) + lead + f"<p>{links}</p>")

    def static(self, plan: Plan, column: Column) -> str:
        text = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in column.texts)
        return self.column_page(plan, column, column.path, self.prose(plan, text))

    def messages(self, plan: Plan, column: Column) -> str:
        letters = [Item(letter.title, letter.path, letter.asked) for letter in column.messages]
        main = FORM + interaction.figures(plan, column)
        calm = (
            replace(plan, look=replace(plan.look, list_date="dash"))
            if plan.look.list_date == "until"
            else plan
        )
        main += self.listing(calm, letters, column.path) if letters else ""
        return self.column_page(plan, column, column.path, main)

    def petition(self, plan: Plan, column: Column) -> str:
        text = f"<p>{column.name}事项请到信访接待窗口反映，工作日上午九时至下午五时受理。</p><p>反映情况时请提供真实姓名和联系方式。</p>"
        return self.column_page(plan, column, column.path, self.prose(plan, text))

    def services(self, plan: Plan, column: Column) -> str:
        guides = [Item(guide.title, guide.path, None) for guide in column.guides]
        return self.column_page(plan, column, column.path, self.listing(plan, guides, column.path))

    def column_page(self, plan: Plan, column: Column, here: str, main: str) -> str:
        crumbs = self.crumbs(plan, [*ancestors(plan, column), (column.name, "")], here)
        side = self.side(plan, column, here)
        title = f"{column.name}_{plan.spec.name}" if plan.spec.shows_name else column.name
        heading = f"<h2>{column.name}</h2>"
        css = plan.look.css("main")
        body = f'{crumbs}{side}<div class="{css}">{heading}{main}</div>'
        return self.document(plan, here, title, metas.site(plan) + metas.column(plan, column), body)

    def article(self, plan: Plan, column: Column, index: int) -> str:
        article = column.articles[index]
        around = column.articles[max(0, index - 1) : index] + column.articles[index + 1 : index + 2]
        info = self.info(plan, article)
        main = self.article_main(plan, article.title, info, self.article_text(plan, article))
        main += self.around(plan, around, article.path) + self.hot(plan, article.path)
        tags = metas.site(plan) + metas.article(
            plan, column, article.title, article.published, article.source
        )
        return self.leaf(plan, column, article.path, article.title, tags=tags, main=main)

    def guide(self, plan: Plan, column: Column, guide: Guide) -> str:
        rows = "".join(f"<tr><th>{name}</th><td>{escape(text)}</td></tr>" for name, text in guide.elements)
        form = (
            f'<p>表格下载：<a href="{guide.form}">{escape(guide.title)}申请表.doc</a></p>'
            if guide.form
            else ""
        )
        main = self.article_main(
            plan, guide.title, "", f'<table border="1" width="100%">{rows}</table>{form}'
        )
        tags = metas.site(plan) + metas.article(plan, column, guide.title, None, plan.spec.organiser)
        return self.leaf(plan, column, guide.path, guide.title, tags=tags, main=main)

    def letter(self, plan: Plan, column: Column, letter: Message) -> str:
        answer = (
            f"<p>{plan.spec.organiser}回复（{letter.answered:%Y-%m-%d}）：{letter.answer}</p>"
            if letter.answered and plan.look.signed
            else f"<p>答复单位：{plan.spec.organiser}</p><p>答复时间：{letter.answered:%Y-%m-%d}</p><p>答复内容：{letter.answer}</p>"
            if letter.answered
            else "<p>办理状态：办理中</p>"
        )
        text = f"<p>留言时间：{letter.asked:%Y-%m-%d}</p><p>留言内容：{letter.question}</p>{answer}"
        look, shown = plan.look, datetime.combine(letter.answered or letter.asked, time(15))
        info = f"{look.date_label}{forms.article_date(look.article_date, shown)}"
        main = self.article_main(plan, letter.title, info, text)
        tags = metas.site(plan) + metas.article(plan, column, letter.title, shown, plan.spec.organiser)
        return self.leaf(plan, column, letter.path, letter.title, tags=tags, main=main)

    def leaf(self, plan: Plan, column: Column, here: str, title: str, *, tags: metas.Tags, main: str) -> str:
        trail = [*ancestors(plan, column), (column.name, column.path), ("正文", "")]
        body = self.crumbs(plan, trail, here) + main
        name = f"_{plan.spec.name}" if plan.spec.shows_name else ""
        return self.document(plan, here, f"{title}{name}", tags, body)

    def map_page(self, plan: Plan) -> str:
        rows = []
        for column in plan.navigation:
            children = "".join(
                f"<li>{self.item_link(plan, child.name, child.path, self.sitemap)}</li>"
                for child in plan.children(column)
            )
            link = self.item_link(plan, column.name, column.path, self.sitemap)
            rows.append(f"<li>{link}<ul>{children}</ul></li>" if children else f"<li>{link}</li>")
        main = f'<div class="{plan.look.css("box")}"><h2>网站地图</h2><ul>{"".join(rows)}</ul></div>'
        return self.document(plan, self.sitemap, "网站地图", metas.site(plan), main)

    def missing(self, plan: Plan) -> str:
        tags: metas.Tags = (("SiteName", plan.spec.name), ("SiteIDCode", plan.other_code))
        main = '<div class="err"><h3>404</h3><p>抱歉，您访问的页面不存在或已被移动。</p><a href="/">返回首页</a></div>'
        return self.document(plan, "/404", "页面不存在", tags, main)

    # the frame ---------------------------------------------------------------------------------------------

    def document(self, plan: Plan, here: str, title: str, tags: metas.Tags, body: str) -> str:
        css = plan.look.css
        return (
            f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="{self.declared}">\n'
            f"{self.head_extra(plan)}<title>{escape(title)}</title>\n{metas.render(plan, tags)}"
            f'<link rel="stylesheet" href="/css/site.css">\n</head>\n<body>\n<div class="{css("wrap")}">\n'
            f"{self.header(plan, here)}\n{body}\n</div>\n{self.footer(plan, here)}\n</body>\n</html>\n"
        )

    def head_extra(self, plan: Plan) -> str:
        del plan
        return ""

    def header(self, plan: Plan, here: str) -> str:
        css = plan.look.css
        return f'<div class="{css("head")}">{self.clock(plan)}{self.logo(plan)}{searching.form(plan)}</div>\n{self.menu(plan, here)}'

    def logo(self, plan: Plan) -> str:
        name = plan.spec.name if plan.spec.shows_name else ""
        return f'<a href="/"><img src="/images/logo.png" alt="{name}"></a><h1>{name or "欢迎您"}</h1>'

    def clock(self, plan: Plan) -> str:
        return f'<span class="today">{forms.today(plan.as_of)}</span>'

    def menu(self, plan: Plan, here: str) -> str:
        links = "".join(f"<li>{self.item_link(plan, c.name, c.path, here)}</li>" for c in plan.navigation)
        led = "".join(f"<li>{link}</li>" for link in led_elsewhere(plan))
        home = f'<li><a href="{self.href(plan, "/", here)}">首页</a></li>'
        return f'<div class="{plan.look.css("nav")}"><ul>{home}{links}{led}</ul></div>'

    def footer(self, plan: Plan, here: str) -> str:
        return marks.placed(plan, marks.foot(plan, self.href(plan, self.sitemap, here)))

    def banner(self, plan: Plan) -> str:
        del plan
        return (
            '<div class="banner"><img src="/images/banner.png" alt="城市风光" width="960" height="120"></div>'
        )

    def crumbs(self, plan: Plan, trail: list[Crumb], here: str) -> str:
        home = f'<a href="{self.href(plan, "/", here)}">首页</a>'
        steps = [
            self.item_link(plan, name, path, here) if path else f"<span>{name}</span>" for name, path in trail
        ]
        return f'<div class="{plan.look.css("crumb")}">当前位置：{self.separator.join([home, *steps])}</div>'

    def side(self, plan: Plan, column: Column, here: str) -> str:
        family = [
            c for c in plan.columns if c.parent is not None and c.parent in (column.parent, column.name)
        ]
        links = "".join(f"<li>{self.item_link(plan, c.name, c.path, here)}</li>" for c in family)
        return f'<div class="{plan.look.css("side")}"><ul>{links}</ul></div>' if links else ""

    # pieces ------------------------------------------------------------------------------------------------

    def item_link(self, plan: Plan, title: str, path: str, here: str) -> str:
        return f'<a href="{escape(self.href(plan, path, here))}">{escape(title)}</a>'

    def date_of(self, plan: Plan, item: Item) -> str:
        return forms.list_date(plan.look.list_date, item.day, plan.as_of) if item.day else ""

    def section(self, plan: Plan, column: Column, items: Sequence[Item], here: str) -> str:
        css = plan.look.css
        more = (
            f'<a class="{css("more")}" href="{escape(self.href(plan, column.path, here))}">更多&gt;&gt;</a>'
        )
        heading = f"<h3>{self.item_link(plan, column.name, column.path, here)}{more}</h3>"
        return f'<div class="{css("box")}">{heading}{self.listing(plan, items, here)}</div>'

    def listing(self, plan: Plan, items: Sequence[Item], here: str) -> str:
        rows = "\n".join(
            f"<li>{self.item_link(plan, pinned(item), item.path, here)}"
            f'<span class="{plan.look.css("date")}">{self.date_of(plan, item)}</span></li>'
            for item in items
        )
        return f'<ul class="{plan.look.css("list")}">\n{rows}\n</ul>'

    def pager(self, plan: Plan, column_path: str, page: int, pages: int) -> str:
        here = self.page_path(column_path, page) if page > 1 else column_path
        targets = [
            (str(n), column_path if n == 1 else self.page_path(column_path, n)) for n in range(1, pages + 1)
        ]
        links = [
            f"<b>{n}</b>" if n == str(page) else self.item_link(plan, n, path, here)
            for n, path in targets
            if abs(int(n) - page) < 6
        ]
        return f'<div class="{plan.look.css("page")}">共{pages}页 {" ".join(links)}</div>'

    def entries(self, plan: Plan) -> str:
        cells = "".join(
            f'<a class="entry" href="{self.href(plan, c.path, "/")}"><img src="/images/icon.png" alt="">{c.name}</a>'
            for c in plan.navigation
        )
        return f'<div class="{plan.look.css("box")} entries">{cells}</div>'

    def links_box(self, plan: Plan, links: Sequence[PlantedLink]) -> str:
        if not links:
            return ""
        anchors = " ".join(
            f'<a href="{escape(link.url)}" target="_blank">{link.spec.text}</a>' for link in links
        )
        return f'<div class="{plan.look.css("box")}"><h3>相关链接</h3>{anchors}</div>'

    def friends(self, plan: Plan) -> str:
        links = " | ".join(f'<a href="{url}">{name}</a>' for name, url in FRIENDS if url != plan.home)
        return f'<div class="friends">友情链接：{links}</div>'

    def prose(self, plan: Plan, html: str) -> str:
        return f'<div class="{plan.look.css("body")}">{html}</div>'

    def info(self, plan: Plan, article: Article) -> str:
        look = plan.look
        day = forms.article_date(look.article_date, article.published)
        return f"{look.date_label}{day}&nbsp;&nbsp;&nbsp;&nbsp;{look.source_label}{article.source}"

    def article_main(self, plan: Plan, title: str, info: str, text: str) -> str:
        css = plan.look.css
        line = f'<div class="{css("info")}">{info}</div>' if info else ""
        return f'<div class="{css("main")}"><h1>{escape(title)}</h1>{line}<div class="{css("body")}">{text}</div></div>'

    def article_text(self, plan: Plan, article: Article) -> str:
        text = article.html + "\n".join(f"<p>　　{escape(paragraph)}</p>" for paragraph in article.paragraphs)
        if article.image:
            text += f'<p align="center"><img src="{article.image}" alt=""></p>'
        files = "".join(f'<p>附件：<a href="{file.path}">{file.name}</a></p>' for file in article.attachments)
        return text + files + "".join(planted(link) for link in plan.links_on(article.path))

    def around(self, plan: Plan, articles: Sequence[Article], here: str) -> str:
        rows = "".join(f"<p>相关文章：{self.item_link(plan, a.title, a.path, here)}</p>" for a in articles)
        return f'<div class="around">{rows}</div>'

    def hot(self, plan: Plan, here: str) -> str:
        """A side box whose dates are newer than the article beside it: not what the article is dated by."""
        lead = next(column for column in plan.columns if column.kind == "news")
        items = items_of(lead.articles[:4])
        return (
            f'<div class="{plan.look.css("side")}"><h3>热点信息</h3>{self.listing(plan, items, here)}</div>'
        )

    def scripted(self, plan: Plan, column: Column) -> str:
        css = plan.look.css("list")
        return (
            f'<ul class="{css}" id="docs"></ul>\n<script>\nvar x=new XMLHttpRequest();x.open("GET","{data_path(column)}");\n'
            'x.onload=function(){var h="";JSON.parse(x.responseText).rows.forEach(function(r){'
            'h+=\'<li><a href="\'+r.url+\'">\'+r.title+"</a><span>"+r.date+"</span></li>";});'
            'document.getElementById("docs").innerHTML=h;};\nx.send();\n</script>'
        )


FORM = (
    '<form action="/letter/submit" method="post"><p>姓名：<input type="text" name="name"></p>'
    '<p>主题：<input type="text" name="title"></p><p>内容：<textarea name="content" rows="6" cols="60"></textarea></p>'
    '<p><input type="submit" value="提交留言"></p></form>'
)


def items_of(articles: Sequence[Article]) -> list[Item]:
    return [Item(article.title, article.path, article.day, article.pinned) for article in articles]


def shows_items(column: Column) -> bool:
    return column.is_list and not column.scripted and bool(column.articles)


def pinned(item: Item) -> str:
    return f"[置顶]{item.title}" if item.pinned else item.title


def ancestors(plan: Plan, column: Column) -> list[Crumb]:
    return [(c.name, c.path) for c in plan.columns if c.name == column.parent]


def data_path(column: Column) -> str:
    """Where the script of a column fetches its rows."""
    return f"/data/{re.sub(r'[^0-9A-Za-z]+', '_', column.path).strip('_')}.json"


def data(column: Column) -> bytes:
    rows = [{"title": a.title, "url": a.path, "date": f"{a.day:%Y-%m-%d}"} for a in column.articles]
    return json.dumps({"total": len(rows), "rows": rows}, ensure_ascii=False).encode()


def planted(link: PlantedLink) -> str:
    url, text = escape(link.url), link.spec.text
    if link.spec.place == "image":
        return f'<p><img src="{url}" alt="{text}" width="300"></p>'
    label = "附件：" if link.spec.place == "attachment" else "详见："
    return f'<p>{label}<a href="{url}">{text}</a></p>'
