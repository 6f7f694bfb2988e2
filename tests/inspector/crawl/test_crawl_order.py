"""What decides is looked at first, and a crawl that runs out of time judges from what it saw."""

import asyncio

from loopback import Loopback, answer
from walks import HOST, begin, close, html, inspect, paths, walk

from xunwang.inspector.evidence import verify


def entry(path, day):
    return f'<li><a href="{path}">关于{path}的工作通知</a><span>{day}</span></li>'


def column(entries):
    rows = "".join(entry(path, day) for path, day in entries)
    return answer(f"<html><title>通知公告</title><body><h1>通知公告</h1><ul>{rows}</ul></body></html>")


def test_of_the_articles_the_newest_come_first_whatever_column_they_stand_in(tmp_path):
    old = [(f"/gg/{n}.html", f"2024-05-{n + 1:02d}") for n in range(8)]
    new = [(f"/dt/{n}.html", f"2026-03-{n + 1:02d}") for n in range(8)]
    nav = '<div class="nav"><a href="/gg/">公告</a><a href="/dt/">动态</a></div>'
    pages = {"/": answer(f"<html><title>首页</title><body>{nav}</body></html>")}
    pages |= {"/gg/": column(old), "/dt/": column(new)}
    pages |= {path: html("/rest.html", title=path) for path, _ in old + new}
    pages["/rest.html"] = html(title="其余")
    with Loopback(pages) as server:
        _, run = inspect(server, tmp_path, concurrency=1)
    newest_first = [path for path, _ in reversed(new)] + [path for path, _ in reversed(old)]
    assert paths(run.pages()) == ["/", "/gg/", "/dt/", *newest_first, "/rest.html"]


async def endless(request):
    """A site without end whose every page takes a moment."""
    if request.path == "/robots.txt":
        return await request.say(answer("", "404 Not Found"))
    await asyncio.sleep(0.02)
    number = (
        int(request.path.strip("/").removesuffix(".html") or 0)
        if request.path.strip("/")[:1].isdigit()
        else 0
    )
    words = "".join(chr(0x4E00 + (number * 7919 + n * 104_729) % 3000) for n in range(40))
    return await request.say(html(f"/{2 * number + 1}.html", f"/{2 * number + 2}.html", title=words))


def test_a_crawl_out_of_time_ends_with_what_it_saw_and_says_so(tmp_path):
    with Loopback(endless) as server:
        writer = begin(tmp_path)
        told = []
        result = walk(server, writer, max_seconds=4.0, told=told)
        run = close(writer, result)
    assert sorted((one.time_left for one in told), reverse=True) == [one.time_left for one in told]
    assert told[0].time_left <= 4.0
    assert not result.complete
    assert not result.stopped
    assert "已到规定的检查时间(4秒)" in result.incomplete_reason
    assert run.manifest.incomplete_reason == result.incomplete_reason
    assert len(paths(run.pages())) > 1
    assert verify(run.path) == []


def test_the_time_of_earlier_processes_counts(tmp_path):
    with Loopback(endless) as server:
        writer = begin(tmp_path)
        stopped = walk(server, writer, max_seconds=3600.0, stop_after=20)
        assert stopped.stopped
        writer.abandon()
        spent = stopped.stats.seconds
        seen = len(server.requests)
        again = type(writer).resume(writer.path)
        result = walk(server, again, max_seconds=spent / 2)
    assert "已到规定的检查时间" in result.incomplete_reason
    assert len(server.requests) == seen


def test_a_crawl_that_ends_in_time_is_complete(tmp_path):
    with Loopback({"/": html("/a.html"), "/a.html": html(title="甲")}) as server:
        result, run = inspect(server, tmp_path, max_seconds=600.0)
    assert result.complete
    assert paths(run.pages()) == ["/", "/a.html"]
    assert HOST in next(iter(run.pages())).key
