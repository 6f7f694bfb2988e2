"""Links."""

from urllib.parse import quote

from bench.stranger.model import Answer, Site
from bench.stranger.planting.kinds import QUIET, Truth, address, fault, near, no, pick, yes


@fault("deadhome", ways=4)
def dead_on_home(site: Site, n: int) -> list[Truth]:
    path = ("/zhuanti/2019/index.html", "/app/download.jsp", "/old/list.asp", "/banner/2020.jpg")[n]
    words = ("网上展厅", "掌上政务", "往期回顾", f'<img src="{path}" alt="主题活动">')[n]
    site.home_html += f'<p><a href="{path if n < 3 else "/"}">{words}</a></p>'
    return [yes("D-4.3", path, "dead link on the home page")]


@fault("deadin", ways=4)
def dead_inside(site: Site, n: int) -> list[Truth]:
    _, i = pick(site, *QUIET)
    if n == 0:
        i.files.append(("申报表.docx", f"/files/{i.number}.docx"))
        where = f"/files/{i.number}.docx"
    elif n == 1:
        where = f"/pic/{i.number}.jpg"
        i.raw += f'<p><img src="{where}" alt="活动现场"></p>'
    elif n == 2:
        where = f"/gone/{i.number}.html"
        i.links.append(("相关报道", where))
    else:
        where = f"/video/{i.number}.mp4"
        i.raw += f'<video src="{where}" controls width="600"></video>'
    return [yes("D-4.3", where, ("attachment", "image", "link", "film")[n] + " dead in an article")]


@fault("wronglink")
def wrong_link(site: Site, n: int) -> list[Truth]:
    """A title on the home page that opens another article."""
    (_, there), (_, here) = pick(site, "bm"), pick(site, "bm")
    wrong = f'<a href="@item:bm:{there.number}">{here.title}</a>'
    others = [pick(site, "bd")[1] for _ in range(2)]
    rows = [f'<a href="@item:bd:{i.number}">{i.title}</a>' for i in others]
    site.home_html += (
        f"<p>{wrong}</p>"
        if n == 0
        else "<h3>推荐阅读</h3><ul>" + "".join(f"<li>{row}</li>" for row in [*rows, wrong]) + "</ul>"
    )
    return [yes("D-4.3a D-4.3", None, "a title that leads to another article")]


@near("wronglink")
def cut_title(site: Site, n: int) -> list[Truth]:
    """The right article, its title cut short, or words of another kind."""
    _, one = pick(site, "bm")
    words = (one.title[:8] + "…", "[详细]", "【图文】" + one.title)[n]
    site.home_html += f'<p><a href="@item:bm:{one.number}">{words}</a></p>'
    return [no("D-4.3a", None, "a title cut short")]


@fault("deadout")
def dead_outside(site: Site, n: int) -> list[Truth]:
    host = f"www.{site.host.split('.')[1]}-old{site.rng.randint(10, 99)}.org.cn"
    site.others[f"http://{host}/*"] = Answer(b"gone", "text/html", status=(404, 410, 404)[n])
    _, i = pick(site, *QUIET)
    i.links.append(("活动网站", f"http://{host}/huodong.html"))
    return [yes("D-4.3", host, "dead link to another website")]


@near("deadhome")
def flaky(site: Site, n: int) -> list[Truth]:
    site.home_html += '<p><a href="/wsbs/dating.html">网上大厅</a></p>'
    site.extra["/wsbs/dating.html"] = Answer(
        "<html><head><title>网上大厅</title></head><body><h1>网上大厅</h1><p>请选择事项。</p></body></html>".encode(),
        fail_first=1,
    )
    return [no("D-4.3", "/wsbs/dating.html", "up at the second ask")]


@near("deadin", ways=4)
def alive_oddly(site: Site, n: int) -> list[Truth]:
    _, i = pick(site, *QUIET)
    path = f"/jump/{i.number}" if n < 3 else f"/报道/{i.number}.html"
    i.links.append(("相关报道", path))
    page = Answer(
        "<html><head><title>相关报道</title></head><body><h1>相关报道</h1><p>近日，有关工作顺利完成。</p></body></html>".encode()
    )
    site.extra[quote(path)] = (
        Answer(b"", status=301, headers={"Location": "/jump/to.html"}),
        Answer(page.body, no_head=True),
        Answer(page.body, delay=4.0),
        page,
    )[n]
    site.extra["/jump/to.html"] = page
    words = ("moved", "refuses HEAD", "slow", "Chinese letters in its address")[n]
    return [no("D-4.3", quote(path), words)]


@near("deadout", ways=4)
def forbidden(site: Site, n: int) -> list[Truth]:
    host = f"www.{site.host.split('.')[1]}-club.org.cn"
    site.others[f"http://{host}/*"] = Answer(b"Forbidden", "text/html", status=(403, 401, 429, 412)[n])
    _, i = pick(site, *QUIET)
    i.links.append(("协会网站", f"http://{host}/"))
    return [no("D-4.3", host, "refuses us, which says nothing")]


@near("words404")
def about_404(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    i.title = (
        "网站推出404公益页面 助力寻找走失儿童",
        "数据中心排查“页面不存在”问题",
        "政务网站开展错误页面清理",
    )[n]
    i.body.insert(
        0, "有市民点击旧网址时看到“您访问的页面不存在”的提示，网站管理人员随后逐一核对，已全部更正。"
    )
    return [no("D-4.3 D-4.3b", address(site, key, i), "an article about pages that do not exist")]
