"""Servers without end and servers that lie about what exists, over real sockets: each walk ends and says what it left out."""

import hashlib
import itertools
import re

import msgspec
import pytest
from loopback import Loopback, answer
from prose import prose
from walks import HOST, SUBJECT, ends, inspect, link, paths

from xunwang.inspector.crawl.traps import Snag

ARTICLES = [f"/art/{n}.html" for n in range(30)]
CODE, OTHER_CODE = "4300000001", "4300000022"
MISSING = answer("没有这一页", "404 Not Found")
SORRY = "<h1>提示</h1><p>您访问的页面不存在或已被删除，请返回首页继续浏览其他内容</p>"


def html(*links, title="示例页", body=""):
    items = "".join(f'<li><a href="{href}">条目 {href}</a></li>' for href in links)
    return answer(
        f"<html><head><title>{title}</title></head><body><div class='content'><p>{body or prose(title)}</p></div><ul>{items}</ul></body></html>"
    )


def endless(serve, *entries):
    """A site of thirty articles and an endless part: `serve(path)` answers for it, `entries` lead there."""

    async def handle(request):
        path = request.path
        if path == "/":
            await request.say(html(*ARTICLES, *entries, title="首页"))
        elif path in ARTICLES:
            await request.say(html("/", title=f"第{path}篇"))
        else:
            await request.say(serve(path) or MISSING)

    return handle


def left_out(result):
    return {trap.snag: trap.left_out for trap in result.traps}


def walk_endless(tmp_path, serve, *entries, **more):
    with Loopback(endless(serve, *entries)) as server:
        result, run = inspect(server, tmp_path, concurrency=4, **more)
        asked = server.asked.copy()
    assert set(ARTICLES) <= set(paths(run.pages()))
    assert result.complete
    return result, run, asked


def test_an_endless_calendar(tmp_path):
    def month(path):
        found = re.fullmatch(r"/rili\?m=(\d+)", path)
        if not found:
            return None
        number = int(found[1])
        return html(
            *(f"/rili?m={number + step}" for step in range(-40, 41)), title="日程", body="本月没有安排"
        )

    result, _, asked = walk_endless(tmp_path, month, "/rili?m=5000")
    assert sum(count for path, count in asked.items() if path.startswith("/rili")) < 300
    assert left_out(result)[Snag.REPEATS] > 50
    assert not any(fact.attempts[-1].status == 404 for fact in result.links)


def test_session_ids_in_paths_that_change_at_every_fetch(tmp_path):
    counter = itertools.count()

    def session(path):
        page = path.split("/", 2)[2] if path.count("/") > 1 else ""
        if not re.fullmatch(r"p/\d+\.html", page):
            return None
        fresh = [hashlib.md5(str(next(counter)).encode()).hexdigest() for _ in range(20)]
        return html(*(f"/{token}/p/{n}.html" for n, token in enumerate(fresh)), title=f"会话页{page}")

    entry = f"/{hashlib.md5(b'first').hexdigest()}/p/0.html"
    result, run, asked = walk_endless(tmp_path, session, entry)
    pages = {path.split("/", 2)[2] for path in paths(run.pages()) if "/p/" in path}
    assert pages == {f"p/{n}.html" for n in range(20)}
    assert sum(count for path, count in asked.items() if "/p/" in path) < 150
    assert left_out(result)[Snag.DOUBLES] > 0


def test_a_list_that_never_ends(tmp_path):
    def leaf(path):
        found = re.fullmatch(r"/list\.jsp\?page=(\d+)", path)
        if not found:
            return None
        number = int(found[1])
        return html(
            *(f"/list.jsp?page={number + step}" for step in range(1, 60)),
            title="列表",
            body=f"第{number}页，没有更多信息",
        )

    result, _, asked = walk_endless(tmp_path, leaf, "/list.jsp?page=1")
    assert sum(count for path, count in asked.items() if path.startswith("/list")) < 300
    assert Snag.REPEATS in left_out(result)


def test_frames_that_hold_themselves_and_links_that_snowball(tmp_path):
    def deeper(path):
        if path.startswith("/frame"):
            return answer(
                f'<html><title>框架</title><body><p>{prose(path)}</p><iframe src="{path}x"></iframe></body></html>'
            )
        if path.startswith("/xx/"):
            return html("zwgk/xxgk/", title=f"栏目{path}")
        return None

    result, _, asked = walk_endless(tmp_path, deeper, "/frame", "/xx/")
    assert sum(asked.values()) < 100
    assert {Snag.DEEP, Snag.CIRCLES} <= set(left_out(result))


@pytest.mark.parametrize("redirects", [False, True])
def test_a_server_that_answers_everything_with_200(tmp_path, redirects):
    """Its missing pages are told by an invented neighbour; a page that is there stays one."""

    def serve(path):
        if path == "/error.html" or (not redirects and path != "/robots.txt"):
            return answer(f"<html><title>提示</title><body>{SORRY}</body></html>")
        return answer(status="302 Found", headers=("Location: /error.html",))

    result, run, asked = walk_endless(tmp_path, serve, "/zwgk/gone1.html", "/zwgk/gone2.html")
    invented = [path for path in asked if "xunwang-" in path]
    assert 1 <= len(invented) <= 3
    for path in ("/zwgk/gone1.html", "/zwgk/gone2.html"):
        (fact,) = [fact for fact in result.links if fact.key == HOST + path]
        assert "软404" in fact.attempts[-1].detail
        assert fact.attempts[-1].status == 200
    assert all("软404" not in (link(result, path).attempts[-1].detail or "") for path in ARTICLES)
    assert not any("xunwang-" in path for path in paths(run.pages()))


def test_an_honest_server_is_probed_little_and_believed(tmp_path):
    result, _, asked = walk_endless(tmp_path, lambda path: None, "/gone.html")
    assert sum("xunwang-" in path for path in asked) == 1
    assert ends(result, "/gone.html") == [("http", 404), ("http", 404)]


def test_a_sitemap_brings_pages_that_nothing_links_to_and_its_dead_ones_are_no_dead_links(tmp_path):
    def serve(path):
        if path == "/robots.txt":
            return answer(
                f"User-agent: *\nSitemap: http://{HOST}/maps/all.xml\n", headers=("Content-Type: text/plain",)
            )
        if path == "/maps/all.xml":
            urls = "".join(
                f"<url><loc>http://{HOST}{one}</loc></url>" for one in ("/hidden.html", "/vanished.html")
            )
            return answer(f"<urlset>{urls}</urlset>", headers=("Content-Type: application/xml",))
        return html(title="只在地图里的页面") if path == "/hidden.html" else None

    result, run, asked = walk_endless(tmp_path, serve)
    assert "/hidden.html" in paths(run.pages())
    assert asked["/vanished.html"] >= 1
    assert f"{HOST}/vanished.html" not in {fact.key for fact in result.links}


def test_sub_hosts_of_the_same_unit_are_walked_and_those_of_others_only_checked(tmp_path):
    mine, other, silent = "zwgk.shili.gov.cn", "rsj.shili.gov.cn", "hd.shili.gov.cn"

    def footer(code):
        return f'<div class="footer"><p>网站标识码：{code}</p></div>' if code else ""

    def page(host, code, path):
        links = "".join(
            f'<a href="{href}">{href}</a>' for href in (f"http://{host}/", f"http://{host}/inner.html")
        )
        return answer(
            f"<html><title>{host}{path}</title><body><p>{prose(host + path)}</p>{links}{footer(code)}</body></html>"
        )

    async def handle(request):
        host = request.headers["host"]
        code = {HOST: CODE, mine: CODE, other: OTHER_CODE, silent: None}[host]
        if request.path == "/" and host == HOST:
            bar = "".join(f'<a href="http://{one}/">{one}</a>' for one in (mine, other, silent))
            await request.say(
                answer(
                    f"<html><title>首页</title><body><div class='nav'>{bar}</div><p>{prose('home')}</p>{footer(CODE)}</body></html>"
                )
            )
        elif request.path in {"/", "/inner.html"}:
            await request.say(page(host, code, request.path))
        else:
            await request.say(MISSING)

    with Loopback(handle) as server:
        result, run = inspect(
            server,
            tmp_path,
            hosts=(HOST, mine, other, silent),
            subject=msgspec.structs.replace(SUBJECT, code=CODE),
        )
    assert {row.key for row in run.pages()} == {f"{HOST}/", f"{mine}/", f"{mine}/inner.html"}
    internal = {fact.key: fact.internal for fact in result.links}
    assert internal[f"{mine}/"]
    assert internal[f"{mine}/inner.html"]
    assert not internal[f"{other}/"]
    assert not internal[f"{silent}/"]
    assert f"{other}/inner.html" not in internal


def test_many_dead_links_in_a_row_close_nothing(tmp_path):
    """Error pages are all alike; the pages behind them in the same column are not."""
    dead = [f"/show.jsp?id={n}" for n in range(230)]
    alive = [f"/show.jsp?id={n}" for n in range(230, 260)]

    def serve(path):
        if path in dead:
            return answer(
                "<html><title>404</title><body><h1>404</h1><p>没有找到这一页</p></body></html>",
                "404 Not Found",
            )
        return html(title=f"正文{path}") if path in alive else None

    result, run, _ = walk_endless(tmp_path, serve, *dead, *alive)
    assert set(alive) <= set(paths(run.pages()))
    assert all(ends(result, path) == [("http", 404), ("http", 404)] for path in dead)
    assert result.traps == ()
