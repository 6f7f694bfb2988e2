"""A website's pages, as a server answers them."""

import csv
import io
import re
import zipfile
from html import escape as h
from urllib.parse import quote

from bench.stranger.model import Answer, Column, Item, Site
from bench.stranger.skins import SKINS
from bench.stranger.skins.base import Pairs

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def plain_page(title: str, body: str, *, head: str = "") -> Answer:
    """A page outside the website's own make."""
    return Answer(
        f"<html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{body}</body></html>".encode()
    )


def docx(*paragraphs: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr(
            "[Content_Types].xml",
            '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        z.writestr(
            "_rels/.rels",
            '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        z.writestr(
            "word/document.xml",
            '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
            + "".join(f"<w:p><w:r><w:t>{h(p)}</w:t></w:r></w:p>" for p in paragraphs)
            + "</w:body></w:document>",
        )
    return out.getvalue()


_PLACES = re.compile(r"@(item:\w+:\d+)")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def table(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


class Rendered:
    """Every answer of one website, and its search."""

    def __init__(self, site: Site) -> None:
        self.site, self.skin = site, SKINS[site.skin]
        self.ctype = f"text/html; charset={self.skin.charset}"
        self.pages: dict[str, Answer] = {}
        self.render()

    def add(
        self, path: str, title: str, tags: Pairs, crumbs: Pairs, main: str, head: str = "", after: str = ""
    ) -> None:
        html = self.skin.frame(self.site, title, tags, crumbs, main, head, after)
        for edit in self.site.edits:
            html = edit(path, html)
        self.pages[path] = Answer(self.skin.page(html), self.ctype)

    def render(self) -> None:
        s = self.site
        self.files()
        self.home()
        for c in s.columns.values():
            if not c.off:
                self.column(c)
            for i in c.items:
                self.article(c, i)
        if letters := s.columns.get("xj"):
            self.letters(letters)
        if guides := s.columns.get("zn"):
            self.guides(guides)
        if s.flags.get("write", True) and letters:
            self.writing(letters)
        if "map" not in s.flags.get("no_marks", ()):
            self.map()
        self.pages.update(s.extra)

    def letters(self, c: Column) -> None:
        s, k = self.site, self.skin
        for x in s.letters if "#" not in k.letter_path(s, s.letters[0]) else []:
            self.add(
                k.letter_path(s, x),
                f"{x.title}_{c.name}_{s.name}",
                k.site_tags(s),
                k.crumbs(s, c),
                k.letter(s, x),
            )

    def guides(self, c: Column) -> None:
        s, k = self.site, self.skin
        for g in s.guides:
            if g.form is None:
                g.form = f"/upload/form{g.number}.docx"
                self.pages[g.form] = Answer(
                    docx(f"{g.title}申请表", "申请人", "联系电话", "申请事项", "申请日期"), DOCX
                )
            self.add(
                k.guide_path(s, g),
                f"{g.title}_{c.name}_{s.name}",
                k.site_tags(s),
                k.crumbs(s, c),
                k.guide(s, g),
            )

    def writing(self, c: Column) -> None:
        s, k = self.site, self.skin
        self.add(
            k.write_path,
            f"我要写信_{s.name}",
            k.site_tags(s),
            [*k.crumbs(s, c), ("我要写信", k.write_path)],
            s.flags.get("write_page") or "<h3>我要写信</h3>" + k.form(s),
        )

    def map(self) -> None:
        s, k = self.site, self.skin
        rows = "".join(
            f'<p><b><a href="{k.column_href(s, c)}">{c.name}</a></b> '
            + " ".join(f'<a href="{k.column_href(s, x)}">{x.name}</a>' for x in s.children(c.key))
            + "</p>"
            for c in s.first_level()
        )
        self.add(
            k.map_path,
            f"网站地图_{s.name}",
            k.site_tags(s),
            [("首页", "/"), ("网站地图", k.map_path)],
            f"<h3>网站地图</h3>{rows}",
        )

    def files(self) -> None:
        """Pictures, styles and scripts of its make."""
        k = self.skin
        for path in (
            "/images/logo.png",
            "/images/top.jpg",
            "/images/lg.png",
            "/images/red.png",
            "/images/jiucuo.png",
            "/images/code.png",
        ):
            self.pages[path] = Answer(PNG, "image/png")
        self.pages["/css/river.css"] = Answer(
            b"body{font:14px/1.8 serif}.footer{text-align:center}", "text/css"
        )
        for path, kind in k.files.items():
            self.pages[path] = Answer(PNG if kind == "image/png" else b"", kind)

    def home(self) -> None:
        s, k = self.site, self.skin
        boxes = ""
        for key in ("bd", "bm", "tz", "zc", "zn"):
            c = s.columns.get(key)
            if not c:
                continue
            inner = (
                k.rows(s, c, c.items[:6])
                if key != "zn"
                else "".join(f'<a href="{k.guide_path(s, g)}">{g.title}</a> ' for g in s.guides[:4])
            )
            boxes += k.box(s, c, inner)
        xj = s.columns.get("xj")
        if xj:
            write = f' <a href="{k.write_path}">我要写信</a>' if s.flags.get("write", True) else ""
            boxes += k.box(s, s.columns["hd"], f'<a href="{k.column_href(s, xj)}">{xj.name}</a>{write}')
        self.add(
            "/",
            s.flags.get("title", s.name),
            k.site_tags(s),
            [],
            boxes + _PLACES.sub(lambda found: k.href(s, found[1]), s.home_html),
            head=s.home_head,
            after=s.home_after,
        )
        home = self.pages["/"]
        home.delay = s.flags.get("home_delay", 0.0)
        if "home_variants" in s.flags:
            home.variants = s.flags["home_variants"]

    def column(self, c: Column) -> None:
        s, k = self.site, self.skin
        tags = k.site_tags(s) + k.column_tags(s, c)
        main = f"<h3>{c.name}</h3>{c.lead}"
        if c.kind == "landing":
            for child in s.children(c.key):
                inner = k.rows(s, child, child.items[:4]) if child.items else ""
                if child.kind == "guides":
                    inner = "".join(f'<a href="{k.guide_path(s, g)}">{g.title}</a> ' for g in s.guides)
                if child.kind == "letters" and "#" not in k.letter_path(s, s.letters[0]):
                    inner = k.letter_rows(s)
                main += k.section(s, child, inner)
        elif c.kind == "standing":
            main += f"<div class='text'>{c.text}</div>"
        elif c.kind == "letters":
            main += (
                f'<p><a href="{k.write_path}">我要写信</a></p>' if s.flags.get("write", True) else ""
            ) + k.letter_rows(s)
        elif c.kind == "guides":
            main += k.guide_rows(s)
        elif c.kind == "apply":
            main += self._applied_for(c)
            self.add(
                k.apply_path,
                f"在线申请_{s.name}",
                k.site_tags(s),
                k.crumbs(s, c),
                '<h3>在线申请</h3><form method="post" action="/login"><p>用户名 <input name="u"></p><p>密码 <input type="password" name="p"></p><button>登录</button></form>',
            )
        else:
            main += k.full_rows(s, c, c.items)
        self.add(k.column_path(s, c), f"{c.name}_{s.name}", tags, k.crumbs(s, c), main)

    def _applied_for(self, c: Column) -> str:
        s, k = self.site, self.skin
        if "apply_words" in s.flags:
            return str(s.flags["apply_words"])
        away = s.flags.get("apply")
        if away == "window":
            return "<p>本单位事项请申请人携带材料到政务服务大厅窗口办理，暂不提供网上申请。</p>"
        where = away or k.apply_path
        rows = "".join(f'<li>{g.title} <a href="{where}?sx={g.number}">在线申请</a></li>' for g in s.guides)
        return f"<p>用户登录后可在线申请下列事项：</p><ul>{rows}</ul>"

    def article(self, c: Column, i: Item) -> None:
        s, k = self.site, self.skin
        tags = k.site_tags(s) + (k.item_tags(s, c, i) if i.tags else [])
        main = k.article(s, c, i)
        if i.odd:
            main = (
                f'<table bgcolor="#ffeecc" width="500"><tr><td><marquee>{h(i.title)}</marquee></td></tr><tr><td><small>{k.shown(i)}</small></td></tr><tr><td><pre>'
                + "\n".join(i.body)
                + f"</pre></td></tr><tr><td>{k.tools(s)}</td></tr></table>"
            )
        self.add(
            k.item_path(s, c, i),
            i.title_tag or f"{i.title}_{c.name}_{s.name}",
            tags,
            k.crumbs(s, c),
            main,
            head=i.head,
            after=i.after,
        )

    def missing(self) -> Answer:
        s, k = self.site, self.skin
        html = k.frame(
            s,
            f"页面不存在_{s.name}",
            [],
            [],
            '<h3>抱歉，您访问的页面不存在或已被删除。</h3><p><a href="/">返回首页</a></p>',
        )
        return Answer(k.page(html), self.ctype, status=404)

    def found(self, query: str) -> Answer:
        s, k = self.site, self.skin
        if s.flags.get("search") == "broken":
            return Answer(b"HTTP 500 Internal Server Error", "text/html", status=500)
        hits = self._hits(query.strip())
        rows = "".join(self._hit(c, i, query) for c, i in hits[:20])
        html = k.frame(
            s,
            f"搜索结果_{s.name}",
            k.site_tags(s),
            [("首页", "/"), ("站内搜索", k.search_path)],
            f"<p>搜索“{h(query)}”，共找到相关结果{len(hits)}条</p>{rows or '<p>没有找到相关内容</p>'}",
        )
        return Answer(k.page(html), self.ctype)

    def _hits(self, query: str) -> list[tuple[Column, Item]]:
        items = [(c, i) for c in self.site.columns.values() if not c.off for i in c.items]
        how = self.site.flags.get("search")
        if how == "empty" or not query:
            return []
        if how == "deaf":  # shows the same, whatever is asked
            return sorted(items, key=lambda one: one[1].when)[:5]
        return [(c, i) for c, i in items if query in i.title or i.title in query]

    def _hit(self, c: Column, i: Item, query: str) -> str:
        """A result; some searches lead to it over an address that counts visits."""
        path = self.skin.item_path(self.site, c, i)
        if self.site.flags.get("search") == "counted":
            self.pages[f"/so/visit?to={quote(path, safe='')}"] = Answer(
                b"", status=302, headers={"Location": path}
            )
            path = f"/so/visit?to={quote(path, safe='')}"
        title = h(i.title).replace(h(query), "<em>" + h(query) + "</em>")
        return f'<div class="hit"><a href="{path}">{title}</a><p>{i.body[0][:60]}…</p><span>{i.when:%Y-%m-%d}</span></div>'
