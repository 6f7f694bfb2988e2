"""One site over real sockets: order, scope, links and their ends, honest about what it did not see."""

import asyncio
import datetime as dt
from collections import Counter

import msgspec
from loopback import Loopback, answer
from walks import HOME, HOST, SUBJECT, begin, close, ends, html, inspect, link, paths, tree, walk

from xunwang.inspector.evidence import verify
from xunwang.inspector.model import EMPTY_FILE, LinkKind, PageKind, Reach


def test_every_page_is_visited_once_and_kept_with_its_bytes(tmp_path):
    with Loopback(tree(30)) as server:
        result, run = inspect(server, tmp_path)
    rows = list(run.pages())
    assert Counter(paths(rows)) == Counter(["/", *(f"/a/{n}.html" for n in range(30))])
    assert rows[0].page.kind is PageKind.HOME
    assert result.complete
    assert result.stats.pages == 31
    assert result.stats.requests == 31 + len(["robots.txt", "sitemap.xml", "an invented address"])
    assert max(server.asked.values()) == 1
    assert all(run.response(row.evidence).url == HOME + row.key.removeprefix(HOST + "/") for row in rows)
    assert verify(run.path) == []


def test_rows_tell_depth_parent_and_template(tmp_path):
    with Loopback(tree(5)) as server:
        _, run = inspect(server, tmp_path)
    rows = {row.key.removeprefix(HOST): row for row in run.pages()}
    assert (rows["/"].depth, rows["/"].parent) == (0, None)
    assert (rows["/a/0.html"].depth, rows["/a/0.html"].parent) == (1, HOME)
    assert (rows["/a/3.html"].depth, rows["/a/3.html"].parent) == (3, HOME + "a/1.html")
    assert rows["/a/3.html"].template == "/a/N.html"


def test_navigation_comes_before_articles(tmp_path):
    nav = '<div class="nav"><a href="/zwgk/">政务公开</a><a href="/hdjl/">互动交流</a></div>'
    items = "".join(
        f'<li><a href="/n/{n}.html">关于第{n}项工作的通知</a><span>2026-03-{n + 1:02d}</span></li>'
        for n in range(9)
    )
    home = answer(f"<html><title>首页</title><body>{nav}<ul>{items}</ul></body></html>")
    pages = {"/": home, "/zwgk/": html(title="公开"), "/hdjl/": html(title="互动")}
    pages |= {f"/n/{n}.html": html(title=f"通知{n}") for n in range(9)}
    with Loopback(pages) as server:
        _, run = inspect(server, tmp_path, concurrency=1)
    assert set(paths(run.pages())[1:3]) == {"/zwgk/", "/hdjl/"}


def test_a_dead_link_is_asked_twice_and_a_mended_one_is_seen(tmp_path):
    flaky = iter([answer("", "404 Not Found")])

    async def handle(request):
        pages = {"/": html("/dead.html", "/gone.doc", "/flaky.html")}
        if request.path == "/flaky.html":
            return await request.say(next(flaky, html(title="又好了")))
        return await request.say(pages.get(request.path, answer("", "404 Not Found")))

    with Loopback(handle) as server:
        result, run = inspect(server, tmp_path)
    assert ends(result, "/dead.html") == [("http", 404), ("http", 404)]
    assert ends(result, "/gone.doc") == [("http", 404), ("http", 404)]
    assert ends(result, "/flaky.html") == [("http", 404), ("ok", 200)]
    dead = link(result, "/dead.html")
    assert (dead.parent, dead.on_home, dead.text) == (HOME, True, "条目 /dead.html")
    assert run.response(dead.evidence).status == 404
    assert link(result, "/gone.doc").kind is LinkKind.ATTACHMENT
    assert "/flaky.html" in paths(run.pages())


def test_a_link_found_behind_a_mended_page_is_still_visited(tmp_path):
    flaky = iter([answer("", "503 Unavailable")])

    async def handle(request):
        pages = {"/": html("/flaky.html"), "/behind.html": html(title="后面")}
        if request.path == "/flaky.html":
            return await request.say(next(flaky, html("/behind.html")))
        return await request.say(pages.get(request.path, answer("", "404 Not Found")))

    with Loopback(handle) as server:
        _, run = inspect(server, tmp_path)
    assert set(paths(run.pages())) == {"/", "/flaky.html", "/behind.html"}


def test_faults_of_every_kind_end_in_their_reach(tmp_path):
    async def handle(request):
        if request.path == "/":
            await request.say(
                html(
                    "/hang.html", "/reset.html", "/loop.html", "/broken.html", "/challenge.html", "/500.html"
                )
            )
        elif request.path == "/hang.html":
            await asyncio.sleep(30)
        elif request.path == "/reset.html":
            request.reset()
        elif request.path == "/loop.html":
            await request.say(answer(status="302 Found", headers=("Location: /loop.html",)))
        elif request.path == "/broken.html":
            await request.say(answer("short", length=900))
        elif request.path == "/challenge.html":
            await request.say(answer("<script>document.cookie='a=1'</script>", "521 Down"))
        else:
            await request.say(answer("", "500 Error"))

    with Loopback(handle) as server:
        result, run = inspect(server, tmp_path, timeout=0.5)
    kinds = {
        path: ends(result, path)[-1]
        for path in [
            "/hang.html",
            "/reset.html",
            "/loop.html",
            "/broken.html",
            "/challenge.html",
            "/500.html",
        ]
    }
    assert kinds == {
        "/hang.html": ("timeout", None),
        "/reset.html": ("reset", None),
        "/loop.html": ("protocol", None),
        "/broken.html": ("protocol", None),
        "/challenge.html": ("challenge", 521),
        "/500.html": ("http", 500),
    }
    assert all(len(fact.attempts) == 2 for fact in result.links if fact.attempts[-1].reach is not Reach.OK)
    assert result.stats.unreachable == {"timeout": 1, "reset": 1, "protocol": 2, "challenge": 1}
    assert result.stats.pages == 1
    assert len(list(run.pages())) == 7


def test_files_and_foreign_links_are_tried_but_not_crawled(tmp_path):
    pages = {
        "/": html(
            "/f/a.pdf",
            "http://other.example.com/x",
            "/p.html",
            extra='<img src="/i/b.png"><script src="/s.js"></script>',
        ),
        "/p.html": html(title="页"),
        "/f/a.pdf": answer(b"%PDF", headers=("Content-Type: application/pdf",)),
        "/i/b.png": answer(b"png", headers=("Content-Type: image/png",)),
        "/x": html("/deeper.html", title="别处"),
    }
    with Loopback(pages) as server:
        result, run = inspect(server, tmp_path, hosts=(HOST, "other.example.com"))
    assert set(paths(run.pages())) == {"/", "/p.html"}
    assert {fact.key: fact.internal for fact in result.links} == {
        f"{HOST}/": True, f"{HOST}/f/a.pdf": True, f"{HOST}/p.html": True, f"{HOST}/i/b.png": True,
        "other.example.com/x": False,
    }  # fmt: skip
    assert ("HEAD", "/f/a.pdf") in server.requests
    assert ("GET", "/f/a.pdf") not in server.requests
    assert "/deeper.html" not in server.asked
    assert "/s.js" not in server.asked


def test_a_server_that_knows_no_head_is_asked_with_get(tmp_path):
    async def handle(request):
        if request.path == "/":
            await request.say(html("/f/a.pdf"))
        elif request.method == "HEAD":
            await request.say(answer("", "405 Method Not Allowed"))
        else:
            await request.say(answer(b"%PDF", headers=("Content-Type: application/pdf",)))

    with Loopback(handle) as server:
        result, _ = inspect(server, tmp_path)
    assert ends(result, "/f/a.pdf") == [("ok", 200)]


def test_a_file_of_no_byte_is_told_from_one_whose_head_says_nothing_of_its_length(tmp_path):
    """Some servers tell of no byte whatever file the head is asked of."""
    files = {"/f/empty.doc": b"", "/f/full.doc": b"words"}

    async def handle(request):
        body = files.get(request.path)
        if body is None:
            await request.say(html(*files))
        else:
            await request.say(
                answer(
                    b"" if request.method == "HEAD" else body, headers=("Content-Type: application/msword",)
                )
            )

    with Loopback(handle) as server:
        result, _ = inspect(server, tmp_path)
    details = {fact.key: fact.attempts[-1].detail for fact in result.links}
    assert (details[f"{HOST}/f/empty.doc"], details[f"{HOST}/f/full.doc"]) == (EMPTY_FILE, None)


def test_an_error_page_that_comes_for_a_file_is_gone_and_a_document_saved_as_a_page_is_not(tmp_path):
    shown = {
        "/f/error.doc": "<title>系统提示</title><h1>系统错误</h1><p>下载失败，请与管理员联系。</p>",
        "/f/later.doc": "<title>系统提示</title><h1>系统维护</h1><p>下载暂停，请稍后再试。</p>",
        "/f/saved.doc": f"<title>Word</title><p class=MsoNormal>{'关于报送材料的通知，请各单位按时报送。' * 9}</p>",
    }

    async def handle(request):
        if request.path == "/":
            await request.say(html(*shown))
        elif request.path in shown:
            await request.say(answer(shown[request.path]))
        else:
            await request.say(answer("", "404 Not Found"))

    with Loopback(handle) as server:
        result, _ = inspect(server, tmp_path)
    assert {end for end, _ in ends(result, "/f/error.doc")} == {"soft404"}
    assert {end for name in ("later", "saved") for end, _ in ends(result, f"/f/{name}.doc")} == {"ok"}


def test_a_dead_foreign_host_is_not_asked_for_every_link(tmp_path):
    pages = {"/": html(*(f"http://down.example.com/{n}" for n in range(20)))}

    async def handle(request):
        if request.path in pages:
            await request.say(pages[request.path])
        else:
            await asyncio.sleep(30)

    with Loopback(handle) as server:
        result, _ = inspect(server, tmp_path, hosts=(HOST, "down.example.com"), timeout=0.5, concurrency=2)
    asked = sum(count for path, count in server.asked.items() if path not in {"/", "/robots.txt"})
    assert asked <= 12
    assert all(ends(result, f"down.example.com/{n}")[-1] == ("timeout", None) for n in range(20))


def test_a_page_limit_is_kept_and_said(tmp_path):
    with Loopback(tree(30)) as server:
        result, run = inspect(server, tmp_path, max_pages=7)
    assert len(list(run.pages())) == 7
    assert not result.complete
    assert "上限(7)" in result.incomplete_reason
    assert all(fact.attempts for fact in result.links)


def test_include_and_exclude_bound_the_walk(tmp_path):
    pages = {"/": html("/a/1.html", "/b/2.html", "/a/x/3.html")}
    pages |= {path: html(title=path) for path in ("/a/1.html", "/b/2.html", "/a/x/3.html")}
    with Loopback(pages) as server:
        _, run = inspect(server, tmp_path, include=r"/a/", exclude=r"/x/")
    assert set(paths(run.pages())) == {"/", "/a/1.html"}
    assert "/b/2.html" not in server.asked


def test_robots_txt_is_obeyed_and_named(tmp_path):
    pages = {
        "/": html("/inner/1.html", "/open.html"),
        "/inner/1.html": html(),
        "/open.html": html(title="开放"),
    }
    pages["/robots.txt"] = answer("User-agent: *\nDisallow: /inner/", headers=("Content-Type: text/plain",))
    with Loopback(pages) as server:
        result, run = inspect(server, tmp_path)
        assert ends(result, "/inner/1.html") == [("robots", None)]
        assert "/inner/1.html" not in server.asked
        assert "/inner/1.html" in paths(run.pages())
        ignoring, _ = inspect(server, tmp_path, "r2", robots="ignore")
    assert ends(ignoring, "/inner/1.html") == [("ok", 200)]


def test_the_home_page_gets_several_chances(tmp_path):
    answers = iter([answer("", "503 Unavailable"), answer("", "502 Bad Gateway")])

    async def handle(request):
        if request.path == "/":
            return await request.say(next(answers, html("/a.html", title="首页")))
        return await request.say(html(title="页"))

    with Loopback(handle) as server:
        result, run = inspect(server, tmp_path)
    assert ends(result, "/") == [("http", 503), ("http", 502), ("ok", 200)]
    assert set(paths(run.pages())) == {"/", "/a.html"}


def test_a_home_page_that_never_answers_ends_the_walk_honestly(tmp_path):
    with Loopback({"/": None}) as server:
        result, run = inspect(server, tmp_path, timeout=0.3)
    assert ends(result, "/") == [("timeout", None)] * 3
    assert not result.complete
    assert "首页未能读取" in result.incomplete_reason
    (row,) = run.pages()
    assert row.attempt.reach is Reach.TIMEOUT


def test_a_home_page_that_moves_takes_its_host_along(tmp_path):
    async def handle(request):
        if request.headers["host"] == HOST and request.path == "/":
            await request.say(
                answer(status="301 Moved", headers=("Location: http://new.shili.gov.cn/index.html",))
            )
        elif request.path in {"/index.html", "/a.html"}:
            await request.say(html("/a.html", "/index.html", title=request.path))
        else:
            await request.say(answer("", "404 Not Found"))

    with Loopback(handle) as server:
        result, run = inspect(server, tmp_path, hosts=(HOST, "new.shili.gov.cn"))
    rows = list(run.pages())
    assert [row.page.url for row in rows] == [
        "http://new.shili.gov.cn/index.html",
        "http://new.shili.gov.cn/a.html",
    ]
    assert rows[0].page.kind is PageKind.HOME
    assert link(result, "new.shili.gov.cn/a.html").on_home
    assert server.asked["/index.html"] == 1


def test_the_home_page_under_a_second_name_is_no_page_of_its_own(tmp_path):
    home = html("/index.html", "/a.html", title="首页")
    with Loopback({"/": home, "/index.html": home, "/a.html": html(title="甲")}) as server:
        result, run = inspect(server, tmp_path)
    assert set(paths(run.pages())) == {"/", "/a.html"}
    assert ends(result, "/index.html") == [("ok", 200)]


def test_a_redirect_leads_to_one_row_under_the_right_name(tmp_path):
    pages = {"/": html("/old.html", "/new.html"), "/new.html": html(title="新")}
    pages["/old.html"] = answer(status="302 Found", headers=("Location: /new.html",))
    with Loopback(pages) as server:
        result, run = inspect(server, tmp_path)
    assert sorted(paths(run.pages())) == ["/", "/new.html"]
    assert ends(result, "/old.html") == [("ok", 200)]
    assert link(result, "/old.html").attempts[0].final_url == HOME + "new.html"


def test_an_endless_calendar_and_a_widening_path_come_to_an_end(tmp_path):
    async def handle(request):
        if request.path == "/robots.txt":
            return await request.say(answer("", "404 Not Found"))
        return await request.say(html(f"{request.path.rstrip('/')}/zwgk/", title=request.path))

    with Loopback(handle) as server:
        result, run = inspect(server, tmp_path)
    assert result.complete
    assert len(list(run.pages())) == 4


def test_session_noise_does_not_double_a_page(tmp_path):
    pages = {
        "/": html("/a.html;jsessionid=1F", "/a.html;jsessionid=2E", "/a.html#top"),
        "/a.html": html(title="甲"),
    }
    pages["/a.html;jsessionid=1F"] = pages["/a.html"]
    with Loopback(pages) as server:
        _, run = inspect(server, tmp_path)
    assert paths(run.pages()) == ["/", "/a.html"]


def test_ctrl_c_leaves_a_run_that_can_be_continued(tmp_path):
    with Loopback(tree(40)) as server:
        writer = begin(tmp_path)
        stopped = walk(server, writer, stop_after=12)
        assert stopped.stopped
        assert not stopped.complete
        writer.abandon()
        again = type(writer).resume(writer.path)
        result = walk(server, again)
        run = close(again, result)
    assert result.complete
    assert not result.stopped
    assert Counter(paths(run.pages())) == Counter(["/", *(f"/a/{n}.html" for n in range(40))])
    assert result.stats.pages == 41
    assert verify(run.path) == []


def test_the_day_of_the_inspection_supplies_the_years(tmp_path):
    items = "".join(
        f'<li><a href="/n/{n}.html">关于第{n}项工作安排的通知</a><span>03-{20 - n:02d}</span></li>'
        for n in range(6)
    )
    pages = {
        "/": answer(f"<html><title>首页</title><body><div class='list'><ul>{items}</ul></div></body></html>")
    }
    with Loopback(pages) as server:
        _, run = inspect(server, tmp_path)
    home = next(iter(run.pages()))
    assert home.page.newest == dt.date(2026, 3, 20)


def test_a_subject_without_a_slash_is_the_same_site(tmp_path):
    subject = msgspec.structs.replace(SUBJECT, home="HTTP://WWW.Shili.gov.cn")
    with Loopback(tree(3)) as server:
        _, run = inspect(server, tmp_path, subject=subject)
    assert next(iter(run.pages())).page.kind is PageKind.HOME


def test_a_page_that_only_a_pager_promises_is_no_dead_link(tmp_path):
    items = "".join(
        f'<li><a href="/n/{n}.html">关于第{n}项工作的通知</a><span>2026-03-{n + 1:02d}</span></li>'
        for n in range(9)
    )
    column = f"<html><title>通知公告</title><body><ul>{items}</ul><script>createPageHTML(3, 0, 'index', 'html');</script></body></html>"
    pages = {
        "/": html("/tzgg/", title="首页"),
        "/tzgg/": answer(column),
        "/tzgg/index_1.html": html("/n/20.html", title="第二页"),
    }
    pages |= {f"/n/{n}.html": html(title=f"通知{n}") for n in range(21)}
    with Loopback(pages) as server:
        result, run = inspect(server, tmp_path)
    assert server.asked["/tzgg/index_2.html"] > 0
    assert f"{HOST}/tzgg/index_2.html" not in {fact.key for fact in result.links}
    assert "/tzgg/index_2.html" not in paths(run.pages())
    assert {"/tzgg/index_1.html", "/n/20.html"} <= set(paths(run.pages()))


def test_links_of_a_page_that_says_not_found_lead_nowhere(tmp_path):
    soft = answer(
        "<html><title>404 页面不存在</title><h1>404</h1><p>您访问的页面不存在</p><a href='xwzx/'>新闻中心</a></html>"
    )
    with Loopback({"/": html("/zt/2023/gone.html", title="首页"), "/zt/2023/gone.html": soft}) as server:
        _, run = inspect(server, tmp_path)
    assert {row.page.kind for row in run.pages()} == {PageKind.HOME, PageKind.ERROR}
    assert "/zt/2023/xwzx/" not in server.asked
