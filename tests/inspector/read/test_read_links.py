"""Links of a page: where they lead, what kind they are, who sees them and in which part of the page they stand."""

import pytest
from reading import COLUMN_URL, HOME, LONG, page_of

from xunwang.inspector.model import LinkKind, Zone

# ── links ──


def links_of(body, head="", **settings):
    return {link.text or link.href: link for link in page_of(body, head, **settings).links}


def test_links_are_resolved_as_a_browser_does():
    links = links_of(
        '<a href="../b.html">甲</a><a href="//h.gov.cn/c">乙</a><a href=" /d.html ">丙</a><a href="?p=2">丁</a>'
        '<a href="#top">戊</a><a href="javascript:void(0)">己</a><a href="mailto:a@b.cn">庚</a><a href="tel:1">辛</a>'
    )
    assert {text: link.url for text, link in links.items()} == {
        "甲": HOME + "zw/b.html", "乙": "http://h.gov.cn/c", "丙": HOME + "d.html", "丁": COLUMN_URL + "?p=2",
    }  # fmt: skip
    assert links["甲"].href == "../b.html"


def test_a_base_changes_what_addresses_mean():
    assert links_of('<a href="b.html">甲</a>', '<base href="/other/">')["甲"].url == HOME + "other/b.html"


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ('<a href="/f.PDF">甲</a>', LinkKind.ATTACHMENT),
        ('<a href="/f.ofd?x=1">甲</a>', LinkKind.ATTACHMENT),
        ('<a href="/f.html">甲</a>', LinkKind.PAGE),
        ('<a href="/f.jpg">甲</a>', LinkKind.IMAGE),
        ('<img src="/f" alt="甲">', LinkKind.IMAGE),
        ('<iframe src="/f" title="甲"></iframe>', LinkKind.FRAME),
        ('<map><area href="/f" alt="甲"></map>', LinkKind.PAGE),
        ("<a onclick=\"window.open('/f.html')\">甲</a>", LinkKind.PAGE),
        ("<div onclick=\"location.href='/f.html'\">甲</div>", LinkKind.PAGE),
    ],
)
def test_kinds_of_links(html, kind):
    (link,) = links_of(html).values()
    assert link.kind is kind


def test_scripts_are_links_too_and_comments_are_not():
    links = links_of('<script src="/a.js"></script><!-- <a href="/old.html">旧</a> -->')
    assert [(link.url, link.kind) for link in links.values()] == [(HOME + "a.js", LinkKind.SCRIPT)]


@pytest.mark.parametrize(
    "html",
    [
        '<a style="display:none" href="/x">甲</a>', '<div style="DISPLAY: NONE;"><p><a href="/x">甲</a></p></div>',
        '<a style="visibility:hidden" href="/x">甲</a>', '<a style="font-size:0" href="/x">甲</a>', '<a style="font-size:1px" href="/x">甲</a>',
        '<div style="position:absolute;left:-2000px"><a href="/x">甲</a></div>', '<a style="text-indent:-999px" href="/x">甲</a>',
        '<a hidden href="/x">甲</a>', '<marquee width="1" height="6" scrollAmount=10000><a href="/x">甲</a></marquee>',
        '<div style="width:0;height:0;overflow:hidden"><a href="/x">甲</a></div>', '<p class="q"><a href="/x">甲</a></p>', '<p id="r"><a href="/x">甲</a></p>',
        '<a style="opacity:0" href="/x">甲</a>',
    ],
)  # fmt: skip
def test_hidden_links_are_known(html):
    css = "<style>.z{color:red} .q{display:none} #r{visibility:hidden}</style>"
    assert links_of(html, css)["甲"].visible is False


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/x">甲</a>', '<a style="font-size:12px" href="/x">甲</a>', '<a style="opacity:0.8" href="/x">甲</a>',
        '<a style="width:100px;height:10px;overflow:hidden" href="/x">甲</a>', '<div style="left:-20px"><a href="/x">甲</a></div>',
        '<p class="m"><a href="/x">甲</a></p>', '<ul class="n"><li><a href="/x">甲</a></li></ul>',
    ],
)  # fmt: skip
def test_plain_links_are_seen(html):
    css = "<style>@media print{.m{display:none}} .n:hover ul{display:none} .n li.on{display:none}</style>"
    assert links_of(html, css)["甲"].visible is True


def test_links_know_the_part_of_the_page_they_stand_in():
    links = links_of(
        '<div class="header"><a href="/h">头</a></div><div id="mainNav"><a href="/n">导航</a></div><div class="main"><a href="/m">主</a>'
        '<div class="sidebar"><a href="/s">侧</a></div></div><div class="foot"><a href="/f">脚</a></div>'
    )
    assert [link.zone for link in links.values()] == [
        Zone.HEADER,
        Zone.NAV,
        Zone.MAIN,
        Zone.SIDE,
        Zone.FOOTER,
    ]


def test_zones_of_a_page_whose_classes_say_nothing():
    links = links_of(
        '<div class="a1"><a href="/h">和平县人民政府</a></div><div class="a2"><a href="/">首页</a><a href="/x/">政务公开</a><a href="/y/">办事服务</a></div>'
        f'<div class="a3"><h1>甲</h1><p>{LONG}</p><a href="/m">附件</a></div><div class="a4"><a href="/f">声明</a> 标识码：1399000001</div>'
    )
    assert links["和平县人民政府"].zone is Zone.HEADER
    assert links["政务公开"].zone is Zone.NAV
    assert links["声明"].zone is Zone.FOOTER


def test_a_footer_of_a_card_is_no_footer_of_the_page():
    assert links_of('<div class="card-footer"><a href="/x">甲</a></div>')["甲"].zone is Zone.UNKNOWN


@pytest.mark.parametrize(
    "code", ["openwin('/xj/7.html');return false;", 'showDetail("/xj/7.html", 2)', "goUrl( '/xj/7.html' )"]
)
def test_a_function_whose_name_says_that_it_opens_leads_to_its_address(code):
    quote = "'" if '"' in code else '"'
    found = links_of(f'<a href="#" onclick={quote}{code}{quote}>信</a>')
    assert found["信"].url == HOME + "xj/7.html"


@pytest.mark.parametrize(
    "code",
    [
        "vote('/vote.do?id=3')",
        "openVote('/vote.do?id=3')",
        "del('/xj/7.html')",
        "praise('/zan?id=3')",
        "openwin('7')",
        "openwin('/xj/'+id)",
        "reopenAll()",
    ],
)
def test_nothing_is_asked_for_that_a_function_may_do(code):
    assert not links_of(f'<a href="#" onclick="{code}">办</a>')
