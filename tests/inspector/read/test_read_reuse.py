"""What is kept between pages makes reading faster and changes nothing that is read."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin

import pytest
from reading import COLUMN_URL, FOOT, HOME, LONG, TODAY, article_of, page_of

from xunwang.inspector.read import read_page
from xunwang.inspector.read.blocks import Shelf
from xunwang.inspector.read.dom import Dom
from xunwang_demo.city import AS_OF, build

MENU = (
    '<div class="k1"><ul>'
    + "".join(f'<li><a href="/lm{n}/" title="第{n}个栏目">第{n}栏目</a></li>' for n in range(12))
    + "</ul></div>"
)
BOX = (
    '<div class="box"><h3>通知公告</h3><ul>'
    + "".join(
        f'<li><a href="./t2026031{n}_{n}.html">城区排水管网养护安排公示之{n}</a><span>03-1{n}</span></li>'
        for n in range(8)
    )
    + "</ul></div>"
)


def alone(source, url=COLUMN_URL, **settings):
    """The page as a thread reads it that has met no other page."""
    settings = {"home": HOME, "today": TODAY, **settings}
    with ThreadPoolExecutor(1) as fresh:
        return fresh.submit(read_page, source.encode(), url, **settings).result()


def whole(body, head=""):
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def test_the_order_of_reading_changes_nothing():
    sites = build(20260331).sites
    pages = [
        (site, path, answer)
        for site in sites[:2]
        for path, answer in list(site.pages.items())[:60]
        if answer.body
    ]

    def read(page):
        site, path, answer = page
        url = urljoin(site.home, path)
        return read_page(
            answer.body, url, status=answer.status, headers=dict(answer.headers), home=site.home, today=AS_OF
        )

    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        forward = one.submit(lambda: [read(page) for page in pages]).result()
        backward = other.submit(lambda: [read(page) for page in reversed(pages)]).result()
        again = other.submit(lambda: [read(page) for page in pages]).result()
    assert forward == backward[::-1] == again
    for page, known in list(zip(pages, forward, strict=True))[::9]:
        with ThreadPoolExecutor(1) as fresh:
            assert fresh.submit(read, page).result() == known


@pytest.mark.parametrize(
    "body",
    [
        MENU + BOX + FOOT,
        f"{MENU}{MENU}<p>县城</p>{BOX}{MENU}{BOX}{FOOT}",
        f'<div style="display:none">{MENU}{BOX}</div>{MENU}{FOOT}',
        f'<div class="nav">{MENU}</div><div class="sidebar">{BOX}</div><div class="footer">{MENU}</div>{BOX}',
        f"<form>{MENU}</form><div><div>{MENU}</div></div><table><tr><td>{BOX}</td></tr></table>{FOOT}",
        f"<main>{BOX}</main><p>{MENU}</p>{FOOT}",
        f"{BOX}{MENU}{LONG}",
        f'<div style="display:none">短语{MENU}短语<i>{BOX}</i></div>短语<i>短语</i>{BOX}{MENU}',
        f"<p>短语<p>{BOX}短语{BOX}",
    ],
)
def test_a_block_is_read_by_its_place(body):
    """The same blocks elsewhere, twice, hidden, in another zone, and again in the order in which other pages left them."""
    for source in (whole(body), whole(f"<b>短语</b>{body}"), whole(body, "<style>.k1{display:none}</style>")):
        first = alone(source)
        for _ in range(3):
            assert read_page(source.encode(), COLUMN_URL, home=HOME, today=TODAY) == first


def test_links_of_a_block_lead_where_the_page_stands():
    source = whole(MENU + BOX + FOOT)
    for folder in ("a/", "a/b/", "c/", "a/"):
        page = read_page(source.encode(), HOME + folder, home=HOME, today=TODAY)
        assert page == alone(source, HOME + folder)
        assert page.items[0].url == f"{HOME}{folder}t20260310_0.html"


def test_zones_told_for_one_page_are_not_told_for_the_next():
    inferred, told = (
        whole(MENU + LONG + FOOT),
        whole(f'<div class="nav"><a href="/">首页</a></div>{MENU}{LONG}{FOOT}'),
    )
    for source in (inferred, told, inferred, told):
        read = read_page(source.encode(), COLUMN_URL, home=HOME, today=TODAY)
        assert read == alone(source)
        zones = [link.zone for link in read.links if link.text == "第3栏目"]
        assert zones == ["nav" if source is inferred else "unknown"]


def test_scripts_of_a_block_write_into_every_page():
    script = "<script>document.write('<a href=\"/wz.html\">网站声明与帮助</a>');document.getElementById('k').innerHTML = '共建';</script>"
    block = f'<div class="foot-box">{MENU}{script}</div>'
    for words in ("甲", "乙", "丙"):
        page = page_of(f'<p id="k">{words}</p>{block}')
        assert page.links[-1].text == "网站声明与帮助"
        assert page.text.startswith(words)
        assert "共建" in page.text


def test_what_never_comes_again_is_hardly_noted_and_what_does_is_found_among_many():
    shelf, rest = Shelf(), f"<p>{'全市各地' * 400}</p>"

    def blocks(tag):
        kin = shelf.by_raw.get(f'<div class="{tag}">')
        return [block for alike in kin.by_sample.values() for block in alike] if kin else []

    for n in range(300):
        Dom(whole(f'<div class="once">{MENU.replace("栏目", f"栏目{n}")}</div>{rest}'), shelf).release()
    assert 0 < len(blocks("once")) < 100
    boxes = [f'<div class="site">{MENU.replace("栏目", f"专栏{n}")}</div>{rest}' for n in range(40)]
    for box in boxes * 3:
        Dom(whole(box), shelf).release()
    assert sum(block.walk is not None for block in blocks("site")) == len(boxes)


def test_what_is_kept_stays_within_its_room():
    shelf = Shelf(room_seen=20_000, room_built=10_000)
    for n in range(60):
        box = BOX.replace("排水", f"排水{n}")
        for _ in range(3):
            Dom(whole(MENU + box), shelf).release()
            assert shelf.size_seen <= 20_000
            assert shelf.size_built <= 10_000
    kept = [block for kin in shelf.by_raw.values() for blocks in kin.by_sample.values() for block in blocks]
    assert 0 < sum(len(block.source) for block in kept) <= 30_000
    assert any(block.walk is not None for block in kept)


def test_an_article_read_twice_is_read_alike():
    assert article_of(f"<div>{BOX}</div>") == article_of(f"<div>{BOX}</div>")
