"""A column on a host of its own: read as a part of the site when it says that it is one, and only then."""

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
