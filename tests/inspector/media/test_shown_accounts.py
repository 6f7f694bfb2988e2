"""Accounts that a website leads to, read from its inspection: links on any page, codes to scan in pictures; held against a register."""

import base64
import contextlib
import datetime as dt
import http.server
import io
import threading

import numpy as np
import pytest
from PIL import Image

from xunwang.inspector import door
from xunwang.inspector.media.shown import entry_of, shown_code, shown_link, strangers
from xunwang.inspector.model import SHANGHAI, ShownAccount, ShownAccountsFact, Subject
from xunwang.inspector.read.documents import DocumentReader

zxingcpp = pytest.importorskip("zxingcpp")


def code(text, scale=4):
    """A picture of a code to scan, as PNG."""
    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=scale)
    kept = io.BytesIO()
    Image.fromarray(np.array(drawn)).save(kept, "PNG")
    return kept.getvalue()


WECHAT, APP = "http://weixin.qq.com/r/abcDEF123", "https://app.donghe.example/down"
HOME = """<html><head><title>东河县人民政府</title></head><body><h1>东河县人民政府</h1>
<a href="/list.html">新媒体矩阵</a> <a href="/a.html">关于做好春耕工作的通知</a>
<div class="footer"><div class="ewm"><img src="/images/wx.png"><p>东河发布微信公众号</p></div>
<div><img src="data:image/png;base64,{app}" alt="客户端"></div><img src="/images/gone_qr.png"></div></body></html>"""
LIST = """<html><head><title>新媒体矩阵</title></head><body><ul>
<li><a href="https://weibo.com/u/1234567">东河发布微博</a></li>
<li><a href="https://weibo.com/1234567/AbCdE">一条微博</a></li>
<li><a href="https://mp.weixin.qq.com/s/abc">一篇文章</a></li></ul></body></html>"""


class Pages(http.server.BaseHTTPRequestHandler):
    pages: dict[str, tuple[str, bytes]]

    def do_GET(self):
        kind, body = self.pages.get(self.path, ("text/html; charset=utf-8", b""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def served(pages):
    handler = type("Served", (Pages,), {"pages": pages})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def html(text):
    return "text/html; charset=utf-8", text.encode()


def test_links_and_codes_of_a_site_are_kept_with_their_run(tmp_path):
    pages = {
        "/": html(HOME.replace("{app}", base64.b64encode(code(APP)).decode())),
        "/list.html": html(LIST),
        "/a.html": html(
            "<html><title>通知</title><body><h1>通知</h1><p>各乡镇：请做好春耕工作。</p></body></html>"
        ),
        "/images/wx.png": ("image/png", code(WECHAT)),
    }
    with served(pages) as home:
        subject = Subject(id="s", name="东河县人民政府", home=f"{home}/")
        settings = door.InspectSettings(
            allow_private=True,
            delay=0,
            browser="never",
            retry_wait=0,
            proof=False,
            second_look=False,
            timeout=20,
        )
        (run,) = door.inspect_sites(
            [door.Inspection(subject=subject)], tmp_path, settings, reading_day=dt.date(2026, 3, 31),
            clock=lambda: dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI), tell=lambda _: None,
        )  # fmt: skip
    fact = door.shown_accounts_of_run(run)
    found = {(one.platform, one.code, one.url) for one in fact.accounts}
    assert found == {
        ("wechat", True, WECHAT), ("app", True, APP), ("weibo", False, "https://weibo.com/u/1234567"),
    }  # fmt: skip
    (wechat,) = [one for one in fact.accounts if one.platform == "wechat"]
    assert "东河发布" in wechat.words
    assert door.Run.open(run).response(wechat.evidence).body == code(WECHAT)
    assert fact.unread == "1张可能是二维码的图片没有取到"
    assert not list(door.verify(run))


DRAWN = """<html><head><title>东河县人民政府</title><style>.qrcode {{ width: 200px; height: 200px;
background: url(data:image/png;base64,{style}) no-repeat }}</style></head><body><h1>东河县人民政府</h1>
<div><div class="qrcode"></div></div><p id="erweima"></p><p>东河县人民政府办公室主办</p>
<script>setTimeout(function () {{ var i = new Image(); i.src = 'data:image/png;base64,{script}';
document.getElementById('erweima').appendChild(i) }}, 10)</script></body></html>"""


def looked_at(home, folder, browser):
    subject = Subject(id="s", name="东河县人民政府", home=f"{home}/")
    settings = door.InspectSettings(
        allow_private=True, delay=0, browser=browser, retry_wait=0, proof=False, second_look=False, timeout=30
    )
    (run,) = door.inspect_sites(
        [door.Inspection(subject=subject)], folder, settings, reading_day=dt.date(2026, 3, 31),
        clock=lambda: dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI), tell=lambda _: None,
    )  # fmt: skip
    return door.shown_accounts_of_run(run)


def drawn_home():
    coded = {
        name: base64.b64encode(code(text, 5)).decode()
        for name, text in (("style", WECHAT), ("script", WEIBO))
    }
    return {"/": html(DRAWN.format(**coded))}


WEIBO = "https://weibo.com/u/7654321"


def test_codes_that_only_a_browser_shows_are_not_missing_where_there_is_none(tmp_path):
    with served(drawn_home()) as home:
        fact = looked_at(home, tmp_path, "never")
    assert fact.accounts == ()
    assert "由脚本或样式显示的二维码" in fact.unread


@pytest.mark.browser
def test_codes_that_a_script_or_a_style_sheet_shows_are_read_off_the_page_as_a_browser_shows_it(tmp_path):
    with served(drawn_home()) as home:
        fact = looked_at(home, tmp_path, "auto")
    assert {(one.platform, one.url) for one in fact.accounts if one.code} == {
        ("wechat", WECHAT),
        ("weibo", WEIBO),
    }
    assert fact.unread is None


@pytest.mark.parametrize(
    ("url", "platform"),
    [
        ("https://weibo.com/donghefabu", "weibo"),
        ("https://weibo.com/u/7654321?from=page", "weibo"),
        ("https://weibo.com/", None),
        ("https://service.weibo.com/share/share.php?url=x", None),
        ("https://weibo.com/7654321/NxYz12", None),
        ("https://www.douyin.com/user/MS4wLjAB", "douyin"),
        ("https://www.douyin.com/video/73", None),
        ("https://mp.weixin.qq.com/s?__biz=Mz", None),
        ("https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz=Mz", "wechat"),
        ("https://www.163.com/news/article/1.html", None),
        ("https://space.bilibili.com/123", "bilibili"),
        ("https://www.gov.cn/", None),
        ("javascript:void(0)", None),
        ("http://[", None),
    ],
)
def test_only_an_accounts_own_page_is_an_entry(url, platform):
    found = shown_link(url, "", None)
    assert (found.platform if found else None) == platform


@pytest.mark.parametrize(
    ("text", "words", "platform"),
    [
        (WECHAT, "", "wechat"),
        (WECHAT, "东河发布视频号", "wechat_channels"),
        ("https://x.example/d", "扫码下载客户端", "app"),
        ("https://x.example/d", "关注官方微博", "weibo"),
        ("https://mp.weixin.qq.com/s/abc", "", None),
        ("https://www.donghe.example/m", "手机版", None),
        ("WIFI:S:东河;", "", None),
    ],
)
def test_a_code_is_told_by_its_host_or_the_words_at_it(text, words, platform):
    found = shown_code(text, words, "p", "i", None)
    assert (found.platform if found else None) == platform


def account(name, platform="weibo", handle=None):
    return Subject(id=name, name=name, home=f"{platform}:{name}", platform=platform, handle=handle)


def site(*shown, unread=None):
    return "东河县政府", ShownAccountsFact(accounts=shown, unread=unread)


LINK = ShownAccount(url="https://weibo.com/DongHe", platform="weibo", words="官方微博", page="http://d/")


def test_an_entry_is_found_by_name_by_handle_or_because_it_is_the_only_one():
    assert entry_of(account("东河发布", handle="donghe"), [site(LINK)], alone=False).url == LINK.url
    assert entry_of(account("东河发布"), [site(LINK)], alone=False).url is None
    assert entry_of(account("东河发布"), [site(LINK)], alone=True).url == LINK.url
    kind = account("东河发布", "wechat_subscription")
    scanned = shown_code(WECHAT, "扫一扫 东河 发布", "p", "i", None)
    assert entry_of(kind, [site(scanned)], alone=False).code


def test_silence_proves_nothing_where_not_all_was_read():
    lone = account("东河发布")
    assert entry_of(lone, [site()], alone=True).unread is None
    assert entry_of(lone, [site(unread="图片没有取到")], alone=True).unread == "图片没有取到"
    assert "没有检查过" in entry_of(lone, [], alone=True).unread
    assert "重新检查" in entry_of(lone, [("东河县政府", None)], alone=True).unread


def test_what_is_in_no_register_is_told():
    video = ShownAccount(url="https://v.douyin.com/x/", platform="douyin", words="抖音", page=None)
    two = [account("东河发布", handle="donghe"), account("东河水利")]
    assert list(strangers([LINK, video], two)) == [(video, True)]
    other = ShownAccount(url="https://weibo.com/other", platform="weibo", words="某局微博", page=None)
    assert list(strangers([other], two)) == [(other, False)]


def test_pictures_that_hold_nothing_or_break_are_unread_in_a_sentence():
    plain = io.BytesIO()
    Image.new("RGB", (60, 60), "white").save(plain, "JPEG")
    with DocumentReader() as reader:
        assert [part.text for part in reader.read(code("东河")).parts] == ["东河"]
        for body in (plain.getvalue(), code("东河")[:60], b"GIF89a"):
            assert reader.read(body).unread == "图片文件，未读取文字"
