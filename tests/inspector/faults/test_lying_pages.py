"""Pages that are not what they say: wrong labels, walls, empty and near-equal pages, and how a whole site fares with them."""

import itertools

import pytest
from loopback import Loopback, answer
from prose import prose
from walks import HOME, HOST, ends, inspect, link, paths

from xunwang.inspector.fetch.reasons import Detail, reason_of
from xunwang.inspector.model import PageKind, Reach

HTML = "Content-Type: text/html"
TITLE = "关于示例市政务公开工作要点的通知"
LOGIN = "<html><title>统一身份认证</title><form action='/do'><input name=u><input type='password' name=p></form></html>"


def page(*links, title="示例页", body=None):
    items = "".join(f'<li><a href="{href}">条目 {href}</a></li>' for href in links)
    return f"<html><head><title>{title}</title></head><body><div class='content'><p>{body or prose(title)}</p></div><ul>{items}</ul></body></html>"


def look(tmp_path, pages, **more):
    """Walks a site of these pages (path to bytes); gives the result, the rows by path, and what was asked."""
    with Loopback(pages) as server:
        result, run = inspect(server, tmp_path, **more)
        return result, {row.key.removeprefix(HOST): row for row in run.pages()}, server.asked


@pytest.mark.parametrize(
    ("charset", "label"),
    [
        ("gb18030", "text/html; charset=utf-8"),
        ("gb18030", "text/html; charset=iso-8859-1"),
        ("utf-8", "text/html; charset=gb2312"),
        ("utf-8", "text/html; charset=no-such-charset"),
        ("utf-8", "text/html; charset="),
        ("gb18030", "text/html"),
    ],
)
def test_a_mislabelled_charset_is_read_as_what_it_is(tmp_path, charset, label):
    text = page(title=TITLE, body="本市各部门应当主动公开政府信息，方便群众办事。" * 5)
    pages = {
        "/": answer(page("/a.html", title="首页")),
        "/a.html": answer(text.encode(charset), headers=(f"Content-Type: {label}",)),
    }
    _, rows, _ = look(tmp_path, pages)
    assert rows["/a.html"].page.title == TITLE
    assert "主动公开政府信息" in rows["/a.html"].page.text


def test_a_charset_in_the_page_that_is_wrong_does_not_spoil_it_either(tmp_path):
    text = page(title=TITLE).replace("<head>", "<head><meta charset='gbk'>")
    pages = {"/": answer(page("/a.html", title="首页")), "/a.html": answer(text, headers=(HTML,))}
    _, rows, _ = look(tmp_path, pages)
    assert rows["/a.html"].page.title == TITLE


@pytest.mark.parametrize("data", [b"", b" \r\n\r\n "], ids=["0 bytes", "blanks"])
def test_a_page_without_a_byte_is_a_page_without_content(tmp_path, data):
    pages = {
        "/": answer(page("/empty.html", "/good.html", title="首页")),
        "/good.html": answer(page(title="好")),
    }
    result, rows, _ = look(tmp_path, pages | {"/empty.html": answer(data)})
    assert ends(result, "/empty.html") == [("ok", 200)]
    assert rows["/empty.html"].page.text == ""
    assert "/good.html" in rows
    assert result.complete


def test_an_empty_home_page_ends_the_walk_without_an_error(tmp_path):
    result, rows, _ = look(tmp_path, {"/": answer(b"")})
    assert list(rows) == ["/"]
    assert rows["/"].page.text == ""
    assert result.complete


def test_a_file_under_the_name_of_a_page_is_a_good_link(tmp_path):
    files = {
        "/pdf.html": answer(b"%PDF-1.7\n" + b"x" * 3000, headers=("Content-Type: application/pdf",)),
        "/image.html": answer(b"\x89PNG\r\n\x1a\n" + bytes(3000), headers=("Content-Type: image/png",)),
        "/download.html": answer(
            b"MZ\x90" + bytes(3000), headers=("Content-Type: application/octet-stream",)
        ),
    }
    result, rows, _ = look(tmp_path, {"/": answer(page(*files, title="首页")), **files})
    assert set(rows) == {"/"}
    assert all(ends(result, path) == [("ok", 200)] for path in files)


def test_a_thousand_near_equal_pages_do_not_hide_the_rest_of_the_site(tmp_path):
    """The pages differ in a number and lead to each other; what else the site has is read all the same."""
    articles = [f"/art/{n}.html" for n in range(40)]

    async def handle(request):
        path, _, number = request.path.partition("=")
        if path == "/":
            await request.say(answer(page(*articles, "/v.jsp?id=1", title="首页")))
        elif path == "/v.jsp?id" and number.isdigit():
            links = [f"/v.jsp?id={int(number) + step}" for step in range(1, 60)]
            await request.say(answer(page(*links, title="详情", body=f"暂无内容，编号{number}。")))
        else:
            known = path in articles
            await request.say(answer(page(title=path)) if known else answer("", "404 Not Found"))

    with Loopback(handle) as server:
        result, run = inspect(server, tmp_path, concurrency=4)
        asked = sum(count for path, count in server.asked.items() if path.startswith("/v.jsp"))
    assert set(articles) <= set(paths(run.pages()))
    assert asked < 400
    assert result.complete
    assert sum(trap.left_out for trap in result.traps) > 0


def test_frames_within_frames_come_to_an_end(tmp_path):
    def frame(path):
        return answer(
            f"<html><title>框架</title><frameset><frame src='{path}'><frame src='/f/1.html'></frameset></html>"
        )

    pages = {
        "/": answer(page("/f/1.html", "/a.html", title="首页")),
        "/a.html": answer(page(title="甲")),
        "/f/1.html": frame("/f/2.html"),
        "/f/2.html": frame("/f/1.html"),
    }
    result, rows, asked = look(tmp_path, pages)
    assert set(rows) >= {"/", "/a.html", "/f/1.html", "/f/2.html"}
    assert result.complete
    assert asked["/f/1.html"] == 1


# ── walls in front of a whole site ───────────────────────────────────────────────────────────────


def test_a_site_that_only_wants_its_cookie_back_is_read(tmp_path):
    async def handle(request):
        wall = answer("<script>location.reload()</script>", "521 Down", (HTML, "Set-Cookie: pass=7; path=/"))
        pages = {"/": page("/a.html", title="首页"), "/a.html": page(title="甲")}
        if "pass=7" not in request.headers.get("cookie", ""):
            await request.say(wall)
        else:
            await request.say(
                answer(pages[request.path]) if request.path in pages else answer("", "404 None")
            )

    result, rows, _ = look(tmp_path, handle)
    assert set(rows) == {"/", "/a.html"}
    assert rows["/"].page.title == "首页"
    assert result.complete


@pytest.mark.parametrize(
    ("status", "wall"),
    [
        ("521 Down", "<script>document.cookie='k='+6*7;location.href=location.href</script>"),
        ("412 Precondition Failed", "<script src='/rs.js'></script><script>$_ts={}</script>"),
        ("202 Accepted", "<html><script>document.cookie='a=1';location.reload()</script></html>"),
    ],
)
def test_a_site_behind_a_script_could_not_be_checked(tmp_path, status, wall):
    result, rows, asked = look(tmp_path, lambda request: request.say(answer(wall, status)))
    assert not result.complete
    assert result.incomplete_reason == "首页未能读取：返回的是验证页面"
    assert rows["/"].attempt.reach is Reach.CHALLENGE
    assert asked["/"] <= 6


def test_a_site_behind_a_log_in_page_could_not_be_checked(tmp_path):
    async def handle(request):
        away = answer(status="302 Found", headers=(f"Location: /sso/login?back={request.path}",))
        await request.say(answer(LOGIN) if request.path.startswith("/sso/") else away)

    result, rows, _ = look(tmp_path, handle)
    assert not result.complete
    assert rows["/"].attempt.reach is Reach.CHALLENGE
    assert reason_of(rows["/"].attempt).detail is Detail.LOGIN


def test_a_part_behind_a_log_in_page_is_no_page_of_the_site_and_no_dead_link(tmp_path):
    async def handle(request):
        away = answer(status="302 Found", headers=(f"Location: /login?back={request.path}",))
        pages = {
            "/": page("/user/1.html", "/user/2.html", "/a.html", title="首页"),
            "/a.html": page(title="甲"),
        }
        if request.path in pages:
            await request.say(answer(pages[request.path]))
        else:
            await request.say(answer(LOGIN) if request.path.startswith("/login") else away)

    result, rows, _ = look(tmp_path, handle)
    assert result.complete
    assert rows["/a.html"].attempt.reach is Reach.OK
    for path in ("/user/1.html", "/user/2.html"):
        last = link(result, path).attempts[-1]
        assert (last.reach, last.status, last.detail) == (Reach.CHALLENGE, 200, Detail.LOGIN)


def test_a_site_that_throws_us_out_after_some_pages_is_not_a_bad_site(tmp_path):
    counter = itertools.count()

    async def handle(request):
        if next(counter) > 4:
            return await request.say(answer("", "429 Too Many Requests", (HTML, "Retry-After: 60")))
        return await request.say(answer(page(*(f"/a/{n}.html" for n in range(7)), title=request.path)))

    result, rows, _ = look(tmp_path, handle, concurrency=2)
    thrown_out = [row for row in rows.values() if row.attempt.status == 429]
    assert thrown_out
    assert all(row.attempt.reach is Reach.HTTP and row.page.text == "" for row in thrown_out)
    assert {fact.attempts[-1].status for fact in result.links} == {200, 429}


@pytest.mark.parametrize("redirects", [False, True])
def test_a_missing_page_under_200_is_told_from_a_page(tmp_path, redirects):
    sorry = page(title="提示", body="您访问的页面不存在或已被删除，请返回首页继续浏览其他内容。")
    pages = {f"/art/{n}.html": page("/", title=f"第{n}篇") for n in range(10)}
    pages["/"] = page(*pages, "/zwgk/gone.html", "/zwgk/lost.html", title="首页")

    async def handle(request):
        if request.path in pages:
            await request.say(answer(pages[request.path]))
        elif request.path == "/error.html" or not redirects:
            await request.say(answer(sorry))
        else:
            await request.say(answer(status="302 Found", headers=("Location: /error.html",)))

    result, rows, _ = look(tmp_path, handle)
    for path in ("/zwgk/gone.html", "/zwgk/lost.html"):
        assert rows[path].page.kind is PageKind.ERROR if path in rows else link(result, path)
    assert all(rows[path].page.kind is not PageKind.ERROR for path in pages)
    assert not any("xunwang-" in path for path in rows)


def test_the_home_page_is_never_taken_for_a_missing_one(tmp_path):
    """A server that answers every address with its home page says nothing about any of them."""
    home = page("/", "/a.html", "/b.html", title="首页")
    result, rows, _ = look(tmp_path, lambda request: request.say(answer(home)))
    assert rows["/"].page.kind is PageKind.HOME
    assert result.complete
    assert HOME.endswith("/")


def test_the_first_bytes_decide_what_is_read_whatever_the_label_says(tmp_path):
    unknown, labelled = ("Content-Type: application/octet-stream",), (HTML,)
    pages = {
        "/": answer(page("/hidden.html", "/pdf.html", title="首页")),
        "/hidden.html": answer("<!doctype html>" + page(title=TITLE), headers=unknown),
        "/pdf.html": answer(b"%PDF-1.7\n" + b"x" * 3000, headers=labelled),
    }
    result, rows, _ = look(tmp_path, pages)
    assert rows["/hidden.html"].page.title == TITLE
    assert "/pdf.html" not in rows
    assert ends(result, "/pdf.html") == [("ok", 200)]
