"""Small sites on loopback, and a crawl over them from the first request to the closed run."""

import asyncio
import datetime as dt

import msgspec
import steady
from loopback import EAGER, NOON, answer, clock, guard_for

from xunwang.inspector.crawl import CrawlSettings, crawl_site
from xunwang.inspector.evidence import Run, RunWriter
from xunwang.inspector.fetch.browser import Browser
from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.model import Subject

HOST = "www.shili.gov.cn"
HOME = f"http://{HOST}/"
SUBJECT = Subject(id="s-1", name="示例市人民政府", home=HOME)
SETTINGS = CrawlSettings(today=dt.date(2026, 3, 31), home_wait=0, unit_pages=5)

# A column whose list only a script fills.
LIST = """<html><head><title>通知公告</title></head><body><h1>通知公告</h1><div class="list"><ul id="list"></ul></div>
<script>fetch('/data.json').then(r => r.json()).then(rows => rows.forEach(row => {
  const li = document.createElement('li');
  li.innerHTML = '<a href="' + row.url + '">' + row.title + '</a><span>' + row.date + '</span>';
  document.getElementById('list').appendChild(li); }));</script>
<div class="footer">主办单位：示例市人民政府办公室 网站标识码：9900000001</div></body></html>"""


def html(*links, title="示例页", extra=""):
    body = "".join(f'<li><a href="{link}">条目 {link}</a></li>' for link in links)
    return answer(
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><ul>{body}</ul>{extra}"
        f"<p>{'本页介绍示例市有关工作情况。' * 8}{title}</p></body></html>"
    )


def tree(count):
    """A site of `count` articles below the home page; number n links to 2n + 1 and 2n + 2."""
    pages = {"/": html("/a/0.html", title="首页")}
    for n in range(count):
        below = [f"/a/{m}.html" for m in (2 * n + 1, 2 * n + 2) if m < count]
        pages[f"/a/{n}.html"] = html(*below, "/", title=f"第{n}篇")
    return pages


def begin(tmp_path, name="r1", subject=SUBJECT):
    return RunWriter.create(tmp_path, name, subject, {}, NOON)


def walk(
    server,
    writer,
    *,
    hosts=(HOST,),
    stop_after=None,
    with_browser=False,
    subject=SUBJECT,
    timeout=2.0,
    told=None,
    **changes,
):
    """Crawls with the given settings changed; `stop_after` pages the user presses Ctrl-C. `told` collects the progress."""
    settings = msgspec.structs.replace(SETTINGS, **changes)

    async def run():
        stop = asyncio.Event()

        def tell(progress):
            if told is not None:
                told.append(progress)
            if stop_after is not None and progress.pages >= stop_after:
                stop.set()

        guard = guard_for(server, *hosts)
        fetching = FetchSettings(timeout=timeout, manners=EAGER)
        async with Client(guard, clock, fetching) as client, Browser(guard) as browser:
            return await crawl_site(
                subject,
                writer,
                client,
                settings=settings,
                clock=clock,
                progress=tell,
                stop=stop,
                browser=browser if with_browser else None,
            )

    return steady.run(run())


def close(writer, result):
    writer.write_facts(result.links)
    writer.close(
        NOON, stats=result.stats, complete=result.complete, incomplete_reason=result.incomplete_reason
    )
    return Run.open(writer.path)


def inspect(server, tmp_path, name="r1", **more):
    """A whole crawl; gives the result and the closed run."""
    writer = begin(tmp_path, name, subject=more.get("subject", SUBJECT))
    result = walk(server, writer, **more)
    return result, close(writer, result)


def paths(rows):
    return [row.key.removeprefix(HOST) for row in rows]


def link(result, path):
    return next(fact for fact in result.links if fact.key == HOST + path or fact.key == path)


def ends(result, path):
    return [(attempt.reach.value, attempt.status) for attempt in link(result, path).attempts]
