"""Soft 404: only the very answer that an invented address gets counts, and nothing that says nothing."""

import datetime as dt
import re

import pytest

from xunwang.inspector.crawl.soft404 import BROKEN_WORDS, OWN_WORDS, SoftErrors
from xunwang.inspector.model import SHANGHAI, Attempt, Form, Item, Link, Page, PageKind, Reach, Zone

HOME = "http://www.shi.gov.cn/"
NOON = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
SORRY = "您访问的页面不存在或已被删除，请返回首页继续浏览"
DEAD, LIVE = f"{HOME}zwgk/t1.html", f"{HOME}zwgk/t2.html"


def ok(url, final=None):
    return Attempt(at=NOON, reach=Reach.OK, status=200, final_url=final or url)


def page(url, text=SORRY, **more):
    return Page(url=url, status=200, text=text, **{"title": "提示", **more})


def learnt(answer, url=DEAD, final=None):
    """A site that gives `answer` for an invented neighbour of `url`."""
    soft = SoftErrors("run-1")
    probe = soft.invented(url)
    soft.learn(probe, ok(probe, final), answer and answer(probe))
    return soft


def gone(soft, url, text=SORRY, final=None, **more):
    return soft.is_gone(url, ok(url, final), page(final or url, text, **more))


def test_an_equal_answer_is_gone_and_another_is_not():
    soft = learnt(page)
    assert gone(soft, DEAD)
    assert gone(soft, DEAD, SORRY + " 12:05:09 a8f3")
    assert not gone(soft, LIVE, "示例市今年的重点工作已经安排完毕，各部门按职责分工落实")


def test_an_honest_server_is_believed():
    soft = SoftErrors("run-1")
    probe = soft.invented(DEAD)
    soft.learn(probe, Attempt(at=NOON, reach=Reach.HTTP, status=404), page(probe))
    assert not gone(soft, DEAD)
    assert soft.probe_for(DEAD, ok(DEAD), page(DEAD, kind=PageKind.ERROR)) is None


def test_what_was_never_probed_is_believed():
    assert not gone(SoftErrors("run-1"), DEAD)
    assert not gone(learnt(page), f"{HOME}zwgk/t1.pdf")


def test_a_redirect_to_the_same_error_page_is_gone():
    error = f"{HOME}error.html"
    soft = learnt(page, final=f"{error}?from=abc")
    assert gone(soft, DEAD, final=f"{error}?from=t1")
    assert not gone(soft, DEAD, final=LIVE)
    assert not gone(soft, LIVE)


def test_the_way_to_https_or_to_the_other_name_is_no_redirect():
    soft = SoftErrors("run-1")
    probe = soft.invented(DEAD)
    soft.learn(probe, ok(probe, probe.replace("http://www.", "https://")), page(probe))
    assert gone(soft, DEAD, final=DEAD.replace("http://www.", "https://"))


@pytest.mark.parametrize(
    "wall",
    [
        {"kind": PageKind.CHALLENGE},
        {"script_filled": ("body",)},
        {"forms": (Form(purpose="login", action="/login"),)},
        {"text": "  "},
    ],
)
def test_walls_and_shells_say_nothing(wall):
    text = wall.pop("text", SORRY)
    soft = learnt(lambda url: page(url, text, **wall))
    assert not gone(soft, DEAD, text, **wall)
    assert not gone(soft, DEAD, text)


def test_no_answer_says_nothing():
    soft = SoftErrors("run-1")
    probe = soft.invented(DEAD)
    soft.learn(probe, Attempt(at=NOON, reach=Reach.TIMEOUT), None)
    assert not gone(soft, DEAD)
    assert soft.probe_for(DEAD, ok(DEAD), page(DEAD, kind=PageKind.ERROR)) is not None


def test_a_site_that_answers_with_its_home_page_keeps_its_home_page():
    soft = learnt(
        lambda url: page(url, "首页的新闻和公告都在这里，欢迎访问本市门户网站"), url=f"{HOME}x.html"
    )
    for alias in ("", "index.html", "default.html", "main.html"):
        assert not gone(soft, HOME + alias, "首页的新闻和公告都在这里，欢迎访问本市门户网站")
    assert gone(soft, f"{HOME}t9.html", "首页的新闻和公告都在这里，欢迎访问本市门户网站")


def test_a_failed_visit_is_never_soft():
    soft = learnt(page)
    assert not soft.is_gone(DEAD, Attempt(at=NOON, reach=Reach.HTTP, status=404), page(DEAD))
    assert not soft.is_gone(DEAD, Attempt(at=NOON, reach=Reach.TIMEOUT), None)


def test_probes_are_sent_where_an_answer_is_doubtful():
    soft = SoftErrors("run-1")
    assert soft.probe_for(LIVE, ok(LIVE), page(LIVE, "正文", title="工作安排")) is None
    assert soft.probe_for(LIVE, ok(LIVE), page(LIVE, "正文", title="工作安排")) is None
    assert soft.probe_for(DEAD, ok(DEAD), page(DEAD, "正文", title="工作安排")) is not None
    assert (
        soft.probe_for(f"{HOME}a/1.html", ok(f"{HOME}a/1.html", HOME), page(HOME, "正文", title="首页"))
        is not None
    )
    assert (
        soft.probe_for(f"{HOME}b/1.html", ok(f"{HOME}b/1.html"), page(HOME, kind=PageKind.ERROR)) is not None
    )


def test_a_page_in_the_place_of_a_file_is_doubtful():
    soft = SoftErrors("run-1")
    url = f"{HOME}f/2026.PDF"
    assert soft.probe_for(url, ok(url), page(url, "正文", title="通知")) is not None


def test_a_shape_is_probed_once():
    soft = learnt(page)
    assert soft.probe_for(DEAD, ok(DEAD), page(DEAD, kind=PageKind.ERROR)) is None
    other = f"{HOME}hdjl/1.html"
    assert soft.probe_for(other, ok(other), page(other, kind=PageKind.ERROR)) is not None


def test_a_server_without_end_of_shapes_is_not_probed_without_end():
    soft = SoftErrors("run-1")
    probed = 0
    for n in range(2000):
        url = f"{HOME}{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}/1.html"
        probe = soft.probe_for(url, ok(url), page(url, kind=PageKind.ERROR))
        if probe:
            probed += 1
            soft.learn(probe, ok(probe), page(probe))
    assert probed == 200
    assert len(soft.state()) < 40_000


@pytest.mark.parametrize(
    ("url", "shape"),
    [
        (f"{HOME}zwgk/t1.html", r"http://www\.shi\.gov\.cn/zwgk/xunwang-[0-9a-f]{12}\.html"),
        (f"{HOME}zwgk/", r"http://www\.shi\.gov\.cn/zwgk/xunwang-[0-9a-f]{12}\.html"),
        (f"{HOME}f/a.pdf", r"http://www\.shi\.gov\.cn/f/xunwang-[0-9a-f]{12}\.pdf"),
        (f"{HOME}show.jsp?id=7&c=2", r"http://www\.shi\.gov\.cn/show\.jsp\?id=xunwang-[0-9a-f]{12}&c=xunwang-[0-9a-f]{12}"),
    ],
)  # fmt: skip
def test_invented_addresses_say_who_asks_and_differ_by_run(url, shape):
    one, other = SoftErrors("run-1").invented(url), SoftErrors("run-2").invented(url)
    assert re.fullmatch(shape, one)
    assert one != other
    assert one == SoftErrors("run-1").invented(url)


def test_what_was_learnt_survives_the_process():
    again = SoftErrors("run-1")
    again.restore(learnt(page).state())
    assert gone(again, DEAD)
    assert not gone(again, LIVE, "示例市今年的重点工作已经安排完毕")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("抱歉，您访问的内容不存在或已被删除 返回首页", OWN_WORDS),
        ("404 Not Found", OWN_WORDS),
        ("水文化\n数据库连接失败", BROKEN_WORDS),
        ("数据库连接失败，请稍后再试", None),
        ("系统维护中，您访问的页面暂时无法访问", None),
        ("您没有权限访问该页面，请先登录", None),
    ],
)
def test_a_page_that_says_itself_that_it_is_gone_needs_no_probe(text, why):
    soft = SoftErrors("run-1")
    assert soft.why_gone(DEAD, ok(DEAD), page(DEAD, text, kind=PageKind.ERROR)) == why
    assert soft.why_gone(DEAD, ok(DEAD), page(DEAD, text, kind=PageKind.ARTICLE)) is None


def test_a_list_that_takes_no_notice_of_its_parameters_is_no_answer_to_what_does_not_exist():
    rows = (Item(title="关于停水检修的公告", url=LIVE, date=dt.date(2026, 3, 20)),)
    list_url = f"{HOME}zwgk/list?y=2025"
    soft = learnt(lambda probe: page(probe, "公告列表", items=rows), list_url)
    assert not gone(soft, list_url, "公告列表", items=rows)


@pytest.mark.parametrize(("zone", "expected"), [(Zone.MAIN, False), (Zone.UNKNOWN, False), (Zone.NAV, True)])
def test_a_page_that_filters_what_it_shows_is_no_answer_to_what_does_not_exist(zone, expected):
    """A menu that leads to such addresses stands on every page, on that of an error, too."""
    list_url = f"{HOME}fw/list?theme=3"
    links = tuple(Link(url=f"{HOME}fw/list?theme={n}", href="", text="主题", zone=zone) for n in range(9))
    soft = learnt(lambda probe: page(probe, "办事服务 按主题 按部门", links=links), list_url)
    assert gone(soft, list_url, "办事服务 按主题 按部门", links=links) is expected


CHOICES = {"theme": 5, "year": 5, "kind": 5}


def filters(*names):
    """The choices of a filter, each of which changes one parameter and leaves the others as they are."""
    for name in names:
        for value in range(CHOICES[name]):
            chosen = dict.fromkeys(names, "0") | {name: str(value)}
            yield f"{HOME}fw/list?" + "&".join(f"{one}={chosen[one]}" for one in names)


@pytest.mark.parametrize(
    ("urls", "expected"),
    [
        ([*filters("theme", "year", "kind")], False),
        ([f"{HOME}fw/list?{name}={n}" for name in CHOICES for n in range(4)], False),
        ([*filters("theme")], True),
        ([f"{HOME}fw/list?theme={n}&year={n}&kind={n}" for n in range(9)], True),
        ([f"{HOME}fw/list?theme={n // 3}&year={n}&kind=0" for n in range(9)], True),
    ],
)  # fmt: skip
def test_what_changes_one_of_several_parameters_is_a_filter_though_it_looks_like_a_menu(urls, expected):
    links = tuple(Link(url=url, href="", text="选项", zone=Zone.NAV) for url in urls)
    soft = learnt(lambda probe: page(probe, "办事服务 按主题 按年份", links=links), urls[0])
    assert gone(soft, urls[0], "办事服务 按主题 按年份", links=links) is expected
