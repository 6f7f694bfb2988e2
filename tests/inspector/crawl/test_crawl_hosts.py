"""A column on a host of its own: read as a part of the site when it says that it is one, and only then."""

import pytest
from loopback import Loopback, answer
from walks import HOST, begin, close, inspect, paths, walk

OWN, OTHER = "zwgk.shili.gov.cn", "rsj.shili.gov.cn"


def page(title, body="", code="9900000001"):
    return answer(
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1>{body}"
        f"<p>{title}的有关情况说明，供查阅。</p><div class='footer'>网站标识码：{code}</div></body></html>"
    )


NAV = f'<div class="nav"><a href="http://{OWN}/">政务公开</a><a href="http://{OTHER}/">人社局</a></div>'
SITES = {
    HOST: {"/": page("首页", NAV + f'<a href="http://{OWN}/early.html">早见</a>')},
    OWN: {
        "/": page("政务公开", '<a href="/a.html">甲</a><a href="/b.pdf">乙</a>'),
        "/early.html": page("早见"),
        "/a.html": page("甲", '<a href="/gone.html">丙</a>'),
        "/b.pdf": answer(b"%PDF", headers=("Content-Type: application/pdf",)),
    },
    OTHER: {"/": page("人社局", '<a href="/inner.html">内页</a>', code="9900000002")},
}


async def serve(request):
    pages = SITES.get(request.headers["host"], {})
    await request.say(pages.get(request.path, answer("没有这一页", "404 Not Found")))


def test_a_host_of_the_same_unit_is_walked_and_a_neighbour_is_not(tmp_path):
    with Loopback(serve) as server:
        result, run = inspect(server, tmp_path, hosts=(HOST, OWN, OTHER))
    links = {fact.key: fact for fact in result.links}
    assert set(paths(run.pages())) == {
        "/",
        f"{OWN}/",
        f"{OWN}/a.html",
        f"{OWN}/early.html",
        f"{OWN}/gone.html",
    }
    assert links[f"{OWN}/a.html"].internal
    assert not links[f"{OTHER}/"].internal
    assert f"{OTHER}/inner.html" not in links
    assert links[f"{OWN}/b.pdf"].internal
    assert [attempt.status for attempt in links[f"{OWN}/gone.html"].attempts] == [404, 404]
    assert result.stats.links == len(links)


def test_what_a_stopped_crawl_had_learnt_of_hosts_is_not_forgotten(tmp_path):
    with Loopback(serve) as server:
        writer = begin(tmp_path)
        stopped = walk(server, writer, hosts=(HOST, OWN, OTHER), stop_after=2, concurrency=1)
        assert stopped.stopped
        writer.abandon()
        again = type(writer).resume(writer.path)
        result = walk(server, again, hosts=(HOST, OWN, OTHER))
        run = close(again, result)
    assert {f"{OWN}/a.html", f"{OWN}/early.html"} <= set(paths(run.pages()))
    assert not any(key.startswith(OTHER) for key in paths(run.pages()))


PIECES = {
    "/zw/1.html": "春季防汛准备工作的通知",
    "/zw/2.html": "调整三条公交线路的公告",
    "/zw/3.html": "举办专场招聘会的通知",
    "/zw/4.html": "公布办事窗口电话的公告",
}


def spelt(request):
    """A server that takes no notice of capitals, and of slashes that stand twice: each list leads on under its own spelling."""
    path = request.path.lower().replace("//", "/")
    if path == "/":
        return page(
            "首页", '<a href="/zw/">公开</a><a href="/ZW/">公开</a><a href="//' + HOST + '//zw/">公开</a>'
        )
    if path == "/zw/":
        rows = (
            f"<li><a href='{name[4:]}'>{title}</a><span>2026-03-1{name[4]}</span></li>"
            for name, title in PIECES.items()
        )
        return page("公开", f"<ul>{''.join(rows)}</ul>")
    return page(PIECES[path]) if path in PIECES else answer("没有这一页", "404 Not Found")


@pytest.mark.parametrize("stop_after", [None, 3])
def test_a_page_under_several_spellings_is_counted_once_and_leads_on_once(tmp_path, stop_after):
    async def serve_spelt(request):
        await request.say(spelt(request))

    with Loopback(serve_spelt) as server:
        writer = begin(tmp_path)
        if stop_after:
            walk(server, writer, stop_after=stop_after, concurrency=1)
            writer.abandon()
            writer = type(writer).resume(writer.path)
        result = walk(server, writer, concurrency=1)
        run = close(writer, result)
    read = paths(run.pages())
    assert sorted(path.lower().replace("//", "/") for path in read if path.endswith("html")) == sorted(PIECES)
    assert {"/", "/zw/", "/ZW/", "//zw/"} <= set(read)
    assert (
        max(server.asked[path] for path in server.asked if path.endswith("html") and "xunwang" not in path)
        == 1
    )
    assert len([path for path in server.asked if path.lower().endswith(("1.html", "2.html"))]) == 2


def test_a_server_that_tells_spellings_apart_is_read_under_each(tmp_path):
    sites = {
        "/": page("首页", '<a href="/a/n.html">小</a><a href="/A/n.html">大</a>'),
        "/a/n.html": page("小写的"),
        "/A/n.html": page("大写的"),
    }
    with Loopback(sites) as server:
        _, run = inspect(server, tmp_path)
    assert set(paths(run.pages())) == set(sites)
