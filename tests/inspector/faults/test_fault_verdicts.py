"""From the door to the verdict: what could not be checked never makes a site bad, and the inspection ends by itself."""

import asyncio
import gzip

import pytest
from loopback import NOON, Loopback, answer, clock
from prose import prose

from xunwang.inspector import door
from xunwang.inspector.model import Subject, Verdict

HOST = "www.shili.gov.cn"
SUBJECT = Subject(id="s-1", name="示例市人民政府", home=f"http://{HOST}/")
HTML = "Content-Type: text/html"
LOGIN = "<html><form action='/do'><input name=u><input type='password' name=p></form></html>"
NORM = door.norm("cn-2019")


def says(data):
    async def behave(request):
        await request.say(data)

    return behave


async def hangs(request):
    await asyncio.sleep(60)


async def drips(request):
    await request.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n")
    while True:
        await request.say(b".")
        await asyncio.sleep(0.05)


async def resets(request):
    request.reset()


async def endless(request):
    await request.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
    while True:
        await request.say(b"a" * 65_536)


async def members_only(request):
    away = answer(status="302 Found", headers=("Location: /sso/login",))
    await request.say(answer(LOGIN) if request.path == "/sso/login" else away)


HOME_FAULTS = {
    "silence": hangs,
    "drip": drips,
    "reset": resets,
    "endless": endless,
    "bomb": says(answer(gzip.compress(bytes(30 << 20), 1), headers=(HTML, "Content-Encoding: gzip"))),
    "loop": says(answer(status="302 Found", headers=("Location: /",))),
    "short": says(answer("short", length=4000)),
    "no http": says(b"220 mail ready\r\n\r\n"),
    "challenge": says(answer("<script>document.cookie='k='+6*7;location.reload()</script>", "521 Down")),
    "log-in page": members_only,
    "401": says(answer("", "401 Unauthorized")),
    "403": says(answer("", "403 Forbidden")),
    "429": says(answer("", "429 Too Many")),
    "500": says(answer("", "500 Error")),
}


def judged(tmp_path, handler, *, timeout):
    """The judgement of a site served by `handler`, looked at through the door."""
    with Loopback(handler) as server:
        settings = door.InspectSettings(
            delay=0,
            timeout=timeout,
            retry_wait=0,
            browser="never",
            closed=True,
            connect_to=(f"{HOST}:80:127.0.0.1:{server.port}",),
        )
        runs = door.inspect_sites(
            [door.Inspection(subject=SUBJECT)],
            tmp_path,
            settings,
            reading_day=NOON.date(),
            clock=clock,
            tell=lambda *_: None,
        )
    assert door.verify(runs[0]) == []
    (one,) = door.judge(runs, NORM, as_of=NOON.date())
    return one.judgement


@pytest.mark.parametrize("fault", HOME_FAULTS)
def test_a_site_whose_home_page_cannot_be_read_is_undecided(tmp_path, fault):
    judgement = judged(tmp_path, HOME_FAULTS[fault], timeout=2.0)
    assert judgement.verdict is Verdict.UNDECIDED
    assert judgement.findings == ()


def test_links_that_could_not_be_checked_are_not_dead_links(tmp_path):
    walls = {
        "/challenge.html": HOME_FAULTS["challenge"],
        "/members/": says(answer(status="302 Found", headers=("Location: /sso/login",))),
        "/sso/login": says(answer(LOGIN)),
        "/401.html": HOME_FAULTS["401"],
        "/403.html": HOME_FAULTS["403"],
        "/429.html": HOME_FAULTS["429"],
        "/bomb.html": HOME_FAULTS["bomb"],
        "/inner.html": says(answer(status="302 Found", headers=("Location: http://10.0.0.1/",))),
    }
    troubles = {"/500.html": HOME_FAULTS["500"], "/short.html": HOME_FAULTS["short"]}
    links = [*walls, *troubles, "/gone.html"]
    items = "".join(f'<li><a href="{path}">条目{path}</a></li>' for path in links)
    home = answer(f"<html><title>首页</title><body><p>{prose('home')}</p><ul>{items}</ul></body></html>")

    async def handle(request):
        if request.path == "/":
            await request.say(home)
        else:
            missing = says(answer("没有这一页", "404 Not Found"))
            await (walls | troubles).get(request.path, missing)(request)

    judgement = judged(tmp_path, handle, timeout=20.0)
    dead = {
        finding.url.removeprefix(f"http://{HOST}")
        for finding in judgement.findings
        if "打不开" in finding.message
    }
    assert dead == {"/gone.html"}
