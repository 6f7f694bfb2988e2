"""What is read off a sampled page, and which pages make the sample."""

import datetime as dt

import pytest

from xunwang.inspector.closer.pages import read_sample
from xunwang.inspector.closer.sampling import Sample, Sampler
from xunwang.inspector.indicators.kinds.page_templates import likeness
from xunwang.inspector.model import SHANGHAI, Attempt, Evidence, Page, PageKind, PageRow, Reach

AT = dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI)
EVIDENCE = Evidence("archive-00001.warc.gz", 0, 1, "00")


def seen(body, kind=PageKind.ARTICLE):
    sample = Sample("http://www.shili.gov.cn/a", "www.shili.gov.cn/a", kind, 1, None, None, None)
    html = f'<html lang="zh-CN"><head><meta charset="utf-8"></head><body>{body}</body></html>'
    return read_sample(sample, html.encode(), {})


@pytest.mark.parametrize(
    ("body", "functions"),
    [
        ('<a href="javascript:window.print()">打印</a>', {"print"}),
        ("<span onclick='doPrint()'>【打印本页】</span>", {"print"}),
        ('<div class="bdsharebuttonbox"></div>', {"share"}),
        ('<div class="social-share" data-sites="wechat"></div>', {"share"}),
        ("<span>分享到：</span>", {"share"}),
        ('<i class="sh" title="扫一扫分享本页"></i>', {"share"}),
        ('<script src="/js/jiathis.js"></script>', {"share"}),
        ("<p>【字体：<a>大</a> <a>中</a> <a>小</a>】</p>", {"font"}),
        ('<a href="/map.html">网站地图</a>', {"sitemap"}),
        ('<a href="/wza/">无障碍浏览</a><a href="/zz/">长者版</a>', {"accessible", "elderly"}),
        (
            '<form action="/so"><input type="text" name="q"><input type="submit" value="搜索"></form>',
            {"search"},
        ),
        (
            "<p>会议交流分享了各地的工作经验，打印机采购项目同时完成，字体设计大赛圆满落幕，请大家继续努力</p>",
            set(),
        ),
        ("<h1>关于印发共享单车管理办法的通知</h1>", set()),
        ('<img src="/p.png" alt="打印">', {"print"}),
    ],
)
def test_functions(body, functions):
    assert set(seen(body).functions) == functions


@pytest.mark.parametrize(
    ("body", "media"),
    [
        ('<video autoplay src="/v/a.mp4"></video>', ("/v/a.mp4",)),
        ('<audio autoplay><source src="/m/a.mp3"></audio>', ("/m/a.mp3",)),
        ('<bgsound src="/m/b.mp3">', ("/m/b.mp3",)),
        ('<embed src="/f.swf" autostart="true">', ("/f.swf",)),
        ('<iframe src="http://v.example.com/x?autoplay=1"></iframe>', ("http://v.example.com/x?autoplay=1",)),
        ('<video autoplay muted loop src="/v/banner.mp4"></video>', ()),
        ('<video controls src="/v/a.mp4"></video>', ()),
        ('<embed src="/f.swf" autostart="false">', ()),
    ],
)
def test_what_plays_by_itself(body, media):
    assert seen(body).auto_media == media


def test_names_for_pictures_and_fields():
    fact = seen(
        '<img src="a.png"><img src="b.png" alt=""><img src="c.png" alt="照片"><img src="d.gif" width="1" height="1">'
        '<label for="q">关键词</label><input id="q"><input placeholder="请输入"><input><label>姓名<input></label>'
        '<input type="hidden"><input type="submit"><select title="年份"></select><textarea></textarea>'
    )
    assert (fact.images, fact.images_unnamed) == (3, 1)
    assert (fact.inputs, fact.inputs_unnamed) == (6, 2)
    assert fact.language == "zh-CN"


def article(text, name="con"):
    parts = "".join(f'<div class="{name}{n}"><p class="{name}-p{n}">栏目{n}</p></div>' for n in "abcdefgh")
    return seen(f'<div id="{name}">{parts}<div class="text">{text}</div></div>').skeleton


def test_a_button_names_the_one_field_beside_it_and_the_mark_of_the_state_is_not_the_sites_own():
    page = seen(
        '<form><input name="q"><input type="submit" value="搜索"></form><form><input name="q"><input type="image" alt="搜索"></form>'
        '<form><input name="xm"><input name="dh"><button>提交</button></form><form><input name="z"></form>'
        '<img src="https://dcs.conac.cn/image/red.png">'
    )
    assert (page.inputs, page.inputs_unnamed) == (5, 3)
    assert page.images == 0


def test_pages_of_one_template_are_alike_whatever_they_say():
    one = article("<p>甲</p>" * 3)
    other = article("<p>乙</p><table><tr><td>丙</td></tr></table>" * 9)
    assert likeness(one, other) == 100
    assert likeness(one, article("<p>甲</p>", name="zt")) <= 10


def row(number, column, depth=2, kind=PageKind.ARTICLE, reach=Reach.OK):
    url = f"http://www.shili.gov.cn/{column}/{number}.html"
    page = Page(url=url, kind=kind, column=column)
    attempt = Attempt(AT, reach, 200)
    return PageRow(page, url.removeprefix("http://"), depth, None, attempt, EVIDENCE, template="/N.html")


def test_a_sample_is_small_and_has_every_column():
    sampler = Sampler()
    for number in range(3_000):
        sampler.take(row(number, f"c{number % 10}"))
    chosen = sampler.pages(PageKind.ARTICLE, 12)
    assert len(chosen) == 12
    assert {sample.column for sample in chosen} == {f"c{n}" for n in range(10)}
    assert len(sampler.links(10)) == 10
    assert {level for level, _ in sampler.links(10)} == {3}


@pytest.mark.parametrize("columns", [1, 150])
def test_the_sample_does_not_depend_on_the_order(columns):
    rows = [row(number, f"c{number % columns}") for number in range(900)]
    one, other = Sampler(), Sampler()
    for each in rows:
        one.take(each)
    for each in reversed(rows):
        other.take(each)
    assert one.pages(PageKind.ARTICLE, 200) == other.pages(PageKind.ARTICLE, 200)
    assert sorted(one.links(7)) == sorted(other.links(7))


def test_pages_that_did_not_come_are_not_sampled():
    sampler = Sampler()
    sampler.take(row(1, "c", reach=Reach.HTTP))
    sampler.take(row(2, "c", kind=PageKind.ERROR))
    assert sampler.pages(PageKind.ARTICLE, 5) == []
    assert sampler.pages(PageKind.HOME, 1) == []
