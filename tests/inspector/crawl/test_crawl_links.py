"""Where the links of a site end: dead, mended, files, hosts of others."""

import asyncio

from loopback import Loopback, answer
from walks import HOME, HOST, ends, html, inspect, link, paths

from xunwang.inspector.model import EMPTY_FILE, LinkKind, PageKind, Reach


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
