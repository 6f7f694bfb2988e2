"""Pages as Chromium lays them out: what overlaps, stands out, or did not come."""

import asyncio

import pytest
from loopback import Loopback, answer

from xunwang.inspector.closer.layout import laid_out
from xunwang.inspector.fetch.browser import Browser
from xunwang.inspector.fetch.guard import ConnectTo, Guard
from xunwang.inspector.model import PageKind, SampleFact

HOST = "www.shili.gov.cn"
NO_BROWSER = Browser.available()
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "08d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def fact():
    return SampleFact(f"http://{HOST}/", f"{HOST}/", PageKind.HOME)


def layout(body, **files):
    """How a page with this body is laid out; `files` are served beside it, the others are 404."""
    page = f'<html><head><meta charset="utf-8">{files.pop("head", "")}</head><body style="margin:0">{body}</body></html>'
    served = {"/": answer(page)} | {
        f"/{name.replace('_', '.')}": answer(data, headers=(f"Content-Type: {kind}",))
        for name, (data, kind) in files.items()
    }

    async def run(port):
        guard = Guard(connect_to=[ConnectTo.parse(f"{HOST}:80:127.0.0.1:{port}")], closed=True)
        async with Browser(guard) as browser:
            return await laid_out(fact(), browser)

    with Loopback(served) as server:
        seen = asyncio.run(run(server.port))
    assert seen.layout_unread is None
    return seen.layout


def lines(style):
    words = ("网站公告更新中", "热线每日开通", "场馆开放安排", "来电办理情况", "道路养护计划", "水位每日播报")
    return "".join(f'<p style="{style.format(top=4 * n)}">{word}</p>' for n, word in enumerate(words))


@pytest.mark.browser
@pytest.mark.skipif(NO_BROWSER is not None, reason=f"GATE SKIPPED: {NO_BROWSER}")
class TestLayout:
    def test_a_page_in_order(self):
        seen = layout(
            '<link rel="stylesheet" href="/a.css"><img src="/a.png" width="50" height="50">' + lines(""),
            a_css=("p{color:#333}", "text/css"),
            a_png=(PNG, "image/png"),
        )
        assert (seen.overlaps, seen.overflow, seen.sheets_failed, seen.images_failed) == (0, 0, 0, 0)
        assert (seen.sheets, seen.images) == (1, 1)

    def test_texts_on_top_of_each_other(self):
        seen = layout(
            f'<div style="position:relative">{lines("position:absolute;margin:0;top:{top}px")}</div>'
        )
        assert seen.overlaps >= 4
        assert "网站公告更新中 / 热线每日开通" in seen.overlapping

    def test_the_slides_of_a_carousel_cover_each_other_and_are_in_order(self):
        style = "position:absolute;margin:0;top:0;left:0;width:300px;height:40px;background:#fff"
        assert layout(f'<div style="position:relative;height:50px">{lines(style)}</div>').overlaps == 0

    def test_hidden_menus_and_tabs_are_not_seen(self):
        hidden = lines("position:absolute;margin:0;top:0;visibility:hidden") + lines("display:none")
        clear = lines("position:absolute;margin:0;top:0;opacity:0")
        assert layout(f"{hidden}{clear}<p>正常显示的文字</p>").overlaps == 0

    def test_overlap_far_down_the_page(self):
        seen = layout(
            f'<div style="height:4000px"></div><div style="position:relative">{lines("position:absolute;margin:0;top:{top}px")}</div>'
        )
        assert seen.overlaps >= 4

    def test_what_stands_out_of_the_window(self):
        assert layout('<div style="width:2600px;height:20px">超宽</div>').overflow == 680
        cut = '<div style="overflow:hidden"><div style="width:2600px;height:20px">轮播</div></div>'
        assert layout(cut).overflow == 0

    def test_pictures_and_styles_that_do_not_come(self):
        seen = layout(
            '<link rel="stylesheet" href="/gone.css"><link rel="stylesheet" href="/a.css">'
            '<img src="/gone.png" width="50" height="50"><img src="/a.png" width="50" height="50">',
            a_css=("p{}", "text/css"),
            a_png=(PNG, "image/png"),
        )
        assert (seen.sheets, seen.sheets_failed) == (2, 1)
        assert (seen.images, seen.images_failed) == (2, 1)


def test_without_a_browser_nothing_is_said():
    seen = asyncio.run(laid_out(fact(), None))
    assert seen.layout is None
    assert "没有可用的浏览器" in seen.layout_unread


@pytest.mark.browser
@pytest.mark.skipif(NO_BROWSER is not None, reason=f"GATE SKIPPED: {NO_BROWSER}")
def test_a_page_that_does_not_open_says_why():
    async def run():
        async with Browser(Guard(closed=True)) as browser:
            return await laid_out(fact(), browser)

    seen = asyncio.run(run())
    assert seen.layout is None
    assert "未能打开" in seen.layout_unread
