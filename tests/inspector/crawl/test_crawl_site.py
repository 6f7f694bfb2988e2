"""One site over real sockets: order, scope, links, honest about what it did not see."""

import datetime as dt
from collections import Counter

import msgspec
from loopback import Loopback, answer
from walks import HOME, HOST, SUBJECT, begin, close, ends, html, inspect, link, paths, tree, walk

from xunwang.inspector.evidence import verify
from xunwang.inspector.model import PageKind, Reach


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
