"""A page in the browser is read once what it asked for has come and its scripts have shown it, and tells where that was not so."""

import asyncio

import pytest
from loopback import Loopback, answer, guard_for

from xunwang.inspector.fetch.browser import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(Browser.available() is not None, reason=Browser.available() or ""),
]
HOST = "www.example.gov.cn"
SAID = "本月共受理来信二十三件"
ANSWERED = set()
ENDLESS = 86_400.0  # seconds that no test lasts


def page(script):
    return answer(
        f"<html><title>来信统计</title><p id='said'></p><script>const show = said => document.getElementById('said').textContent = said; {script}</script></html>"
    )


def asks(path="/data"):
    return f"fetch('{path}').then(answer => answer.text()).then(show)"


# Five turns of three tenths of a second in which the page can do nothing else.
SLOW = "fetch('/data').then(answer => answer.text()).then(said => { let turns = 0; const turn = () => { const until = Date.now() + 300; while (Date.now() < until); if (++turns < 5) setTimeout(turn, 0); else show(said) }; turn() })"
PAGES = {
    "/asks": page(asks()),
    "/held": page(asks("/held-back")),
    "/slow": page(SLOW),
    "/chained": page(f"fetch('/data').then(() => setTimeout(() => {asks('/data?of=2')}, 150))"),
    "/polls": page(f"{asks()}; setInterval(() => fetch('/data'), 60)"),
    "/counts": page(f"{asks()}; let times = 0; setInterval(() => fetch('/data?times=' + times++), 60)"),
    "/waits": page(f"show('{SAID}'); fetch('/never?since=1')"),
    "/waits-too": page(f"show('{SAID}'); fetch('/never?since=2')"),
    "/streams": page(f"show('{SAID}'); new EventSource('/never'); navigator.sendBeacon('/never', '1')"),
    "/transport": page(f"show('{SAID}'); fetch('/socket.io/?EIO=4&transport=polling')"),
    "/leaves": page("fetch('/never'); setTimeout(() => { location.href = '/asks' }, 50)"),
    "/framed": page(
        f"{asks()}; const frame = document.createElement('iframe'); frame.srcdoc = '<script>fetch(`/never`)</' + 'script>'; document.body.append(frame); setTimeout(() => frame.remove(), 300)"
    ),
    "/broken": page(asks("/breaks")),
    "/failing": page(asks("/fails")),
    "/goes-on": page("fetch('/fails').then(() => { location.href = '/asks' })"),
    "/refused": page(asks("/refuses")),
    "/again": page(f"fetch('/twice').then(() => {asks('/twice')})"),
    "/counted": page(f"{asks()}; fetch('http://counter.example.com/').catch(() => 0)"),
    "/odd": page(
        f"{asks()}; for (const host of ['a%20b.cn', 'a%7Cb.cn', '1.2.3.4.5']) fetch('http://' + host + '/').catch(() => 0)"
    ),
    "/left": page(
        f"{asks()}; const stop = new AbortController(); fetch('/never', {{signal: stop.signal}}).catch(() => 0); stop.abort()"
    ),
    "/leads-to-nothing": page(f"{asks()}; location.href = '/no-content'"),
    "/saves": page(f"{asks()}; location.href = '/file'"),
    "/sends": page(
        f"{asks()}; const form = document.createElement('form'); form.action = '/no-content'; document.documentElement.append(form); form.submit()"
    ),
    "/file": answer(
        "PK", headers=("Content-Type: application/zip", "Content-Disposition: attachment; filename=a.zip")
    ),
    "/no-content": answer("", "204 No Content", ()),
    "/marked": page(f"{asks('/held-back')}; setTimeout(() => {{ location.hash = 'part' }}, 50)"),
}
ERRORS = {"/fails": "503 Service Unavailable", "/refuses": "403 Forbidden"}
HELD = 4.0  # seconds, more than a page that keeps asking gets


async def serve(request):
    path = request.path.partition("?")[0]
    if path in {"/never", "/socket.io/"}:
        await asyncio.sleep(ENDLESS)
    if path == "/breaks":
        request.reset()
        return
    if path == "/held-back":
        await asyncio.sleep(HELD)
    fails_once = path == "/twice" and path not in ANSWERED
    ANSWERED.add(path)
    status = "503 Service Unavailable" if fails_once else ERRORS.get(path)
    await request.say(answer("", status) if status else PAGES.get(path, answer(SAID)))


def seen(*paths, **waits):
    """For each page, opened one after the other in one browser: whether it shows what its data says, and whether it had come to rest."""

    async def run(server):
        limits = {"timeout": 1_800.0, "data": 900.0, **waits}
        async with Browser(guard_for(server, HOST), **limits) as browser:
            shown = [await browser.render(f"http://{HOST}{path}") for path in paths]
        return [(f'"said">{SAID}' in one.html.decode(), one.rested) for one in shown]

    with Loopback(serve) as server:
        return asyncio.run(run(server))


@pytest.mark.parametrize(
    "path",
    ["/asks", "/held", "/slow", "/chained", "/polls", "/counts", "/leaves", "/goes-on", "/framed", "/marked"],
)
def test_what_a_page_asked_for_is_waited_for(path):
    assert seen(path) == [(True, True)]


@pytest.mark.parametrize("path", ["/leads-to-nothing", "/saves", "/sends"])
def test_a_page_that_leads_to_what_shows_nothing_while_it_loads_stays_what_it_is(path):
    """It is never said to have loaded: only who waits for more than that comes to an end."""
    assert seen(path) == [(True, True)]


@pytest.mark.parametrize("path", ["/streams", "/transport"])
def test_what_is_made_never_to_end_is_not_waited_for(path):
    assert seen(path, data=ENDLESS, timeout=2 * ENDLESS) == [(True, True)]


@pytest.mark.parametrize("path", ["/broken", "/failing", "/refused"])
def test_a_page_whose_data_did_not_come_says_so(path):
    assert seen(path) == [(False, False)]


def test_data_that_came_at_the_second_time_is_not_missed():
    ANSWERED.clear()
    assert seen("/again") == [(True, True)]


@pytest.mark.parametrize("path", ["/counted", "/left", "/odd"])
def test_what_is_no_data_of_the_site_is_not_missed(path):
    assert seen(path) == [(True, True)]


def test_a_page_whose_data_never_comes_says_so():
    assert seen("/waits", settle=0.5, data=1.0) == [(True, False)]


def test_data_that_never_comes_is_waited_for_only_once():
    """The second page ends although its own patience would last for ever."""
    waits = {"timeout": 4 * ENDLESS, "data": 5.0}

    async def run(server):
        async with Browser(guard_for(server, HOST), **waits) as browser:
            first = await browser.render(f"http://{HOST}/waits")
            browser._data = ENDLESS
            second = await browser.render(f"http://{HOST}/waits-too")
            return first.rested, second.rested

    with Loopback(serve) as server:
        assert asyncio.run(run(server)) == (False, False)
