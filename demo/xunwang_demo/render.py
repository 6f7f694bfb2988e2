"""A plan becomes what the site serves: every page, file, script and planted link, by request target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import quote, urlsplit

from xunwang_demo import assets, documents, marks, oddities, whole
from xunwang_demo.model import Article, Column, Resource, Role, Site
from xunwang_demo.plan import Plan, PlantedLink
from xunwang_demo.styles import ALL_STYLES, base, metas
from xunwang_demo.styles.base import Style
from xunwang_demo.styles.sheet import sheet

PICTURES = assets.pictures()
CHALLENGE = (
    "<html><head><script>(function(){var k=String(Math.floor(new Date().getTime()/1000)%997);"
    'document.cookie="gate_pass="+k+";path=/";window.setTimeout(function(){location.reload();},1500);})();</script>'
    "</head><body></body></html>"
)


def render(plan: Plan) -> Site:
    style = ALL_STYLES[plan.spec.style]
    pages = {"/": challenge()} if plan.spec.challenge else dict(_pages(plan, style))
    missing = challenge() if plan.spec.challenge else html(style, style.missing(plan), "error", 404)
    return Site(
        name=plan.spec.name,
        home=plan.home,
        code=plan.code,
        kind=plan.spec.kind,
        level=plan.spec.level,
        organiser=plan.spec.organiser,
        icp=plan.icp,
        phone=plan.phone,
        style=plan.spec.style,
        columns=plan.columns,
        pages=pages,
        missing=whole.missing(plan, missing),
        six=whole.six(plan),
        charset=style.charset,
        blind="blind_search" in plan.spec.extras,
    )


def challenge() -> Resource:
    """Answers every visitor with a script that sets a cookie and asks again, for ever."""
    headers = (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Set-Cookie", "gate_id=1; path=/"),
        ("Cache-Control", "no-store"),
    )
    return Resource(CHALLENGE.encode(), 521, headers, role="challenge")


def html(style: Style, text: str, role: Role, status: int = 200) -> Resource:
    charset = f"; charset={style.server_charset}" if style.server_charset else ""
    return Resource(text.encode(style.charset), status, (("Content-Type", f"text/html{charset}"),), role=role)


def _pages(plan: Plan, style: Style) -> Iterator[tuple[str, Resource]]:
    yield "/", html(style, style.home(plan) + _after_the_end(plan), "home")
    for column in plan.columns:
        yield from _column_pages(plan, style, column)
    yield style.sitemap, html(style, style.map_page(plan), "other")
    yield (
        "/letter/submit",
        html(
            style,
            style.document(plan, "/letter/submit", "提交成功", metas.site(plan), "<p>提交成功</p>"),
            "other",
        ),
    )
    yield from _files(plan, style)
    for link in plan.links:
        yield from _fate(plan, style, link)


def _after_the_end(plan: Plan) -> str:
    return whole.on_home(plan) + (oddities.HIDDEN_BLOCK if "gambling_link" in plan.spec.extras else "")


def _column_pages(plan: Plan, style: Style, column: Column) -> Iterator[tuple[str, Resource]]:
    if column.is_list:
        yield from _list_pages(plan, style, column)
    else:
        writer = {
            "channel": style.channel,
            "static": style.static,
            "messages": style.messages,
            "petition": style.petition,
            "services": style.services,
        }[column.kind]
        yield column.path, html(style, writer(plan, column), "column")
    lost = documents.lost_forms(plan)
    for guide in column.guides:
        yield guide.path, html(style, style.guide(plan, column, guide), "article")
        if guide.form and guide not in lost:
            yield guide.form, assets.file(assets.document("doc", guide.title), "doc")
    for letter in column.messages:
        yield letter.path, html(style, style.letter(plan, column, letter), "article")


def _list_pages(plan: Plan, style: Style, column: Column) -> Iterator[tuple[str, Resource]]:
    pages = 1 if column.scripted else max(1, -(-len(column.articles) // style.per_page))
    for page in range(1, pages + 1):
        path = column.path if page == 1 else style.page_path(column.path, page)
        yield path, html(style, style.column(plan, column, page, pages), "column")
    if column.scripted:
        yield base.data_path(column), assets.file(base.data(column), "json")
    for index, article in enumerate(column.articles):
        told = _retold(plan, column, index, article)
        yield article.path, html(style, style.article(whole.look(plan, column), told, index), "article")
        for attachment in article.attachments:
            suffix = attachment.path.rpartition(".")[2]
            yield quote(attachment.path), assets.file(assets.document(suffix, article.title), suffix)


def _retold(plan: Plan, column: Column, index: int, article: Article) -> Column:
    """The column with one article as its own page tells it."""
    told = whole.retold(plan, article)
    if told is article:
        return column
    return replace(column, articles=(*column.articles[:index], told, *column.articles[index + 1 :]))


def _files(plan: Plan, style: Style) -> Iterator[tuple[str, Resource]]:
    for path, body in PICTURES.items():
        yield path, assets.file(body, "png")
    yield "/favicon.ico", assets.file(PICTURES["/images/icon.png"], "png")
    yield whole.SOUND, Resource(b"ID3", headers=(("Content-Type", "audio/mpeg"),), role="file")
    yield "/css/site.css", assets.file(sheet(plan.look).encode(), "css")
    yield "/robots.txt", assets.file(b"User-agent: *\nDisallow: /letter/submit\n", "txt")
    # One footer for pages at every depth: only an address from the root leads to the same place from all of them.
    foot = marks.foot(plan, style.sitemap)
    if plan.spec.footer == "external":
        yield "/js/footer.js", assets.file(marks.as_script(foot).encode(), "js")
    if plan.spec.footer in {"injected", "frame"}:
        page = (
            f'<html><head><meta charset="utf-8"></head><body>{foot}</body></html>'
            if plan.spec.footer == "frame"
            else foot
        )
        yield "/include/footer.html", Resource(page.encode(), role="other")


def _fate(plan: Plan, style: Style, link: PlantedLink) -> Iterator[tuple[str, Resource]]:
    """What the planted link answers, if it leads to this very site."""
    if not link.url.startswith(plan.home):
        return
    target = urlsplit(link.url).path
    page = html(
        style,
        style.document(plan, target, link.spec.text, metas.site(plan), f"<p>{link.spec.text}</p>"),
        "other",
    )
    yield target, fate(plan, style, link, page)


def fate(plan: Plan, style: Style, link: PlantedLink, healthy: Resource) -> Resource:
    down = Resource(
        "服务暂时不可用".encode(), 503, (("Content-Type", "text/plain; charset=utf-8"),), role="error"
    )
    soft = style.document(
        plan, "/404", "提示信息", metas.site(plan), "<p>您访问的页面不存在或者已经删除。</p>"
    )
    answers = {
        "gone": html(style, style.missing(plan), "error", 404),
        "removed": Resource(b"410 Gone", 410, (("Content-Type", "text/plain"),), role="error"),
        "down": down,
        "recovers": Resource(down.body, down.status, down.headers, role="error", later=healthy),
        "slow_day": Resource(behaviour="hang", role="error", later=healthy),
        "resets": Resource(behaviour="reset", role="error"),
        "moved": Resource(status=302, headers=(("Location", "/"),), role="other"),
        "soft": html(style, soft, "other"),
        "inert": healthy,
        "challenged": challenge(),
    }
    return answers[link.spec.fate]


def outward(plans: Iterable[Plan]) -> Iterator[tuple[str, str, Resource]]:
    """Host, path and answer of every planted link that leads to a host outside the register."""
    for plan in plans:
        style = ALL_STYLES[plan.spec.style]
        for link in plan.links:
            parts = urlsplit(link.url)
            if link.spec.fate not in {"inert", "challenged"} and not link.url.startswith(plan.home):
                yield parts.netloc, parts.path, fate(plan, style, link, Resource("<p>示例市</p>".encode()))
