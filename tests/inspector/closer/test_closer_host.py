"""The home host beside its pages: HTTPS and its certificate, the other name, what does not exist, and the way out of the site."""

import asyncio
import datetime as dt
import socket

import certificates
import pytest
from loopback import EAGER, Loopback, answer, clock

from xunwang.inspector.closer.host import (
    leave_prompt,
    leaves_to,
    missing_answer,
    secure_state,
    twin_answer,
    twin_url,
)
from xunwang.inspector.crawl.visit import Reading
from xunwang.inspector.fetch.certificates import certificate_of, read_certificate
from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.fetch.guard import ConnectTo, Guard, GuardRefusedError
from xunwang.inspector.model import Reach

HOST = "www.shili.gov.cn"
HOME = f"http://{HOST}/"
PAGE = (
    '<html><head><meta charset="utf-8"><title>示例县人民政府</title></head><body><a href="/yw/">要闻</a>'
    "<p>欢迎访问示例县人民政府网站，这里发布本县的政务信息。</p>{extra}</body></html>"
)


def run(work, *targets):
    """Runs `work(client, ask)` with a guard that reaches nothing but these targets."""

    async def inner():
        guard = Guard(connect_to=[ConnectTo.parse(text) for text in targets], closed=True)
        settings = FetchSettings(timeout=20.0, manners=EAGER)
        async with Client(guard, clock, settings) as client:

            async def ask(url):
                return await client.fetch(url)

            return await work(client, ask)

    return asyncio.run(inner())


def page_of(exchange):
    if exchange.attempt.status is None or not exchange.is_page:
        return None
    url = exchange.attempt.final_url or exchange.url
    reading = Reading(home=HOME, today=dt.date(2026, 3, 31))
    return reading.page(exchange.body, url, exchange.attempt.status, exchange.headers)


def home_page(extra=""):
    return Reading(home=HOME, today=dt.date(2026, 3, 31)).page(
        PAGE.format(extra=extra).encode(), HOME, 200, {"content-type": "text/html; charset=utf-8"}
    )


# ── what does not exist ──


@pytest.mark.parametrize(
    ("body", "status", "own"),
    [
        ("<html><title>404 Not Found</title><body><center><h1>404 Not Found</h1></center><hr>nginx</body></html>", "404 Not Found", False),
        ("<html><title>Apache Tomcat/8.5 - Error report</title><body><h1>HTTP Status 404</h1></body></html>", "404 Not Found", False),
        ('<html><body><h3>404</h3><p>抱歉，您访问的页面不存在。</p><a href="/">返回首页</a></body></html>', "404 Not Found", True),
        ("<html><body><p>您访问的页面不存在或者已经被移动，请核对网址。</p></body></html>", "404 Not Found", True),
        (PAGE.format(extra=""), "200 OK", True),
    ],
)  # fmt: skip
def test_the_page_for_what_does_not_exist(body, status, own):
    async def handler(request):
        await request.say(answer(body, status))

    with Loopback(handler) as server:
        seen = run(
            lambda _, ask: missing_answer(HOME, home_page(), "seed", ask, page_of),
            f"{HOST}:80:127.0.0.1:{server.port}",
        )
    assert seen.own is own
    assert str(seen.attempt.status) == status[:3]
    assert "xunwang-" in seen.url


def test_no_answer_says_nothing_of_the_page():
    async def handler(request):
        request.reset()

    with Loopback(handler) as server:
        seen = run(
            lambda _, ask: missing_answer(HOME, home_page(), "seed", ask, page_of),
            f"{HOST}:80:127.0.0.1:{server.port}",
        )
    assert (seen.own, seen.attempt.status) == (None, None)


# ── the other name ──


@pytest.mark.parametrize(
    ("home", "other"),
    [
        ("http://www.shili.gov.cn/", "http://shili.gov.cn/"),
        ("https://shili.gov.cn/index.html", "https://www.shili.gov.cn/index.html"),
        ("http://jyj.shili.gov.cn/", None),
        ("http://10.2.3.4:8080/", None),
        ("http://[2408:8000::1]:8080/", None),
        ("http://www.shili.gov.cn:8080/", "http://shili.gov.cn:8080/"),
    ],
)
def test_which_sites_have_another_name(home, other):
    assert twin_url(home) == other


@pytest.mark.parametrize(
    ("reply", "own"),
    [
        (answer("", "301 Moved", (f"Location: {HOME}",)), True),
        (answer(PAGE.format(extra="")), True),
        (answer("<html><title>域名停靠</title><body>本域名出售</body></html>"), False),
        (answer("无", "403 Forbidden"), None),
    ],
)
def test_what_the_other_name_answers(reply, own):
    with Loopback({"/": reply}) as other, Loopback({"/": answer(PAGE.format(extra=""))}) as server:
        seen = run(
            lambda _, ask: twin_answer("http://shili.gov.cn/", home_page(), ask, page_of),
            f"shili.gov.cn:80:127.0.0.1:{other.port}",
            f"{HOST}:80:127.0.0.1:{server.port}",
        )
    assert seen.own is own


# ── the way out ──


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("function out(){return confirm('您即将离开本网站，是否继续？')}", True),
        ('var t="\\u60a8\\u5373\\u5c06\\u79bb\\u5f00\\u672c\\u7f51\\u7ad9";', True),
        ("confirm('您将前往非本网站页面，请确认是否继续浏览')", True),
        ("var t='即将跳转至第三方网站，是否继续？'", True),
        ("var t='企业将退出市场，群众前往外地务工'", False),
        ("function menu(){}", False),
    ],
)
def test_a_prompt_is_looked_for_in_own_scripts(script, told):
    page = home_page('<script src="/js/all.js"></script><script src="http://cdn.example.com/x.js"></script>')
    reply = answer(script, headers=("Content-Type: application/javascript",))
    with Loopback({"/js/all.js": reply}) as server:
        seen = run(
            lambda _, ask: leave_prompt(page, PAGE.format(extra=""), ask),
            f"{HOST}:80:127.0.0.1:{server.port}",
        )
        assert dict(server.asked) == {"/js/all.js": 1}
    assert seen is told


def test_a_script_that_does_not_come_leaves_it_open():
    page = home_page('<script src="/js/all.js"></script>')
    with Loopback({}) as server:
        seen = run(lambda _, ask: leave_prompt(page, "", ask), f"{HOST}:80:127.0.0.1:{server.port}")
    assert seen is None


def test_links_of_the_state_are_no_way_out():
    page = home_page(
        '<a href="http://www.gov.cn/">中国政府网</a><a href="https://zfwzgl.www.gov.cn/x">找错</a>'
        '<a href="http://bszs.conac.cn/sitename">标识</a><a href="http://www.example.com/">示例公司</a>'
    )
    assert leaves_to(page) == ("http://www.example.com/",)


def test_the_entrance_to_report_errors_at_its_old_address_is_no_way_out():
    entry = "http://121.43.68.40/exposure/jiucuo.html?site_code=9900000001"
    page = home_page(f'<div class="footer"><a href="{entry}"><img src="/i/jc.gif" alt="找错"></a></div>')
    assert leaves_to(page) == ()


# ── HTTPS ──

needs_openssl = pytest.mark.skipif(bool(certificates.MISSING), reason=certificates.MISSING)


@needs_openssl
def test_a_certificate_is_read_though_nobody_vouches_for_it(tmp_path):
    context = certificates.self_signed(tmp_path, HOST)
    with Loopback({"/": answer(PAGE.format(extra=""))}, tls=context) as server:

        async def work(client, ask):
            return await secure_state(client.guard, f"https://{HOST}/", ask, plain=None, seconds=20.0)

        seen = run(work, f"{HOST}:443:127.0.0.1:{server.port}")
    assert (seen.attempt.reach, seen.attempt.detail) == (Reach.TLS, "自签名证书")
    assert seen.certificate.names == (HOST,)
    assert seen.certificate.issuer == HOST
    days = (seen.certificate.valid_until - seen.certificate.valid_from).days
    assert days == 30
    assert (seen.redirects, seen.hsts) == (None, None)


@needs_openssl
def test_validity_and_issuer_of_a_signed_certificate(tmp_path):
    authority = certificates.Authority(tmp_path / "ca", "示例证书中心")
    context = authority.server(HOST, start="20240101000000Z", end="20491231235959Z")
    with Loopback({}, tls=context) as server:
        target = ConnectTo.parse(f"{HOST}:443:127.0.0.1:{server.port}")
        shown = asyncio.run(certificate_of(Guard(connect_to=[target], closed=True), HOST, 443, seconds=20.0))
    assert shown.issuer == "示例证书中心"
    assert shown.valid_from == dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    assert shown.valid_until == dt.datetime(2049, 12, 31, 23, 59, 59, tzinfo=dt.UTC)


@needs_openssl
def test_a_year_beyond_2049_is_read_too(tmp_path):
    context = certificates.Authority(tmp_path / "ca").server(HOST, end="21000101000000Z")
    with Loopback({}, tls=context) as server:
        target = ConnectTo.parse(f"{HOST}:443:127.0.0.1:{server.port}")
        shown = asyncio.run(certificate_of(Guard(connect_to=[target], closed=True), HOST, 443, seconds=20.0))
    assert shown.valid_until.year == 2100


def test_a_server_without_tls_shows_none():
    """It hears a request without end and, like any other silent server, costs no more than the time given."""
    with Loopback({}) as server:
        target = ConnectTo.parse(f"{HOST}:443:127.0.0.1:{server.port}")
        assert (
            asyncio.run(certificate_of(Guard(connect_to=[target], closed=True), HOST, 443, seconds=0.5))
            is None
        )


def test_the_guard_is_asked_before_the_handshake():
    with pytest.raises(GuardRefusedError):
        asyncio.run(certificate_of(Guard(), "127.0.0.1", 443, seconds=20.0))


def test_the_way_from_http_to_https():
    with Loopback({"/": answer("", "301 Moved", (f"Location: https://{HOST}/",))}) as server:

        async def work(client, ask):
            plain = await client.fetch(HOME)
            return await secure_state(client.guard, f"https://{HOST}/", ask, plain=plain, seconds=20.0)

        seen = run(work, f"{HOST}:80:127.0.0.1:{server.port}")
    assert seen.redirects is None  # the answer came from nowhere: nobody knows where the way ends
    assert seen.attempt.reach is Reach.FORBIDDEN


@pytest.mark.parametrize("junk", [b"", b"\x30", b"\x30\x82\xff\xff", b"\x04\x02ab", b"\x30\x03\x30\x01\x00"])
def test_what_is_no_certificate_is_none(junk):
    assert read_certificate(junk) is None


def der(kind, *parts):
    return bytes([kind, sum(map(len, parts))]) + b"".join(parts)


def test_a_certificate_whose_names_lack_their_content_is_none():
    times = der(0x30, *[der(0x17, b"260301000000Z")] * 2)
    names = der(0xA3, der(0x30, der(0x30, der(0x06, b"\x55\x1d\x11"))))
    fields = [der(0x02, b"\x07"), der(0x30), der(0x30), times]

    assert read_certificate(der(0x30, der(0x30, *fields))).names == ()
    assert read_certificate(der(0x30, der(0x30, *fields, names))) is None


def test_a_port_nobody_listens_at():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        target = ConnectTo.parse(f"{HOST}:443:127.0.0.1:{taken.getsockname()[1]}")
        assert (
            asyncio.run(certificate_of(Guard(connect_to=[target], closed=True), HOST, 443, seconds=20.0))
            is None
        )
