"""Pages that only send their visitors on, where nobody followed: what stands behind them is unread, not blank."""

import pytest

from xunwang.inspector.model import LinkKind
from xunwang.inspector.read import read_page

HOME = "http://www.shili.gov.cn/"
LIST = "<ul><li><a href='/b/1.html'>关于道路施工的通告</a><span>2026-01-05</span></li></ul>" * 3


@pytest.mark.parametrize(
    ("source", "leads_on"),
    [
        ("<meta http-equiv='refresh' content='0;url=http://10.1.2.3/tzgg/'>", True),
        ("<title>通知公告</title><script>location.href='http://www.bie.example/tzgg/'</script>", True),
        ("<div class='crumb'>当前位置：首页 &gt; 通知公告</div><ul class='list'></ul>", False),
        (f"<meta http-equiv='refresh' content='600;url=/tzgg/'>{LIST}", False),
    ],
)
def test_a_page_that_only_sends_on_holds_nothing_itself(source: str, leads_on: bool) -> None:
    page = read_page(f"<html><body>{source}</body></html>".encode(), f"{HOME}tzgg/", home=HOME)
    assert ("elsewhere" in page.script_filled) is leads_on


@pytest.mark.parametrize(
    ("source", "leads"),
    [
        ("<meta http-equiv='refresh' content='3;url=index.html'><img src='/hy.jpg' alt='欢迎'>", [f"{HOME}tzgg/index.html"]),
        (f"<META HTTP-EQUIV=Refresh CONTENT=600;URL=/tzgg/>{LIST}", [f"{HOME}tzgg/"]),
        ("<meta http-equiv='refresh' content='30'>", []),
        ("<meta http-equiv='refresh' content='0;url=javascript:history.back()'>", []),
        ("<noscript><meta http-equiv='refresh' content='0;url=/no.html'></noscript>", []),
        ("<meta name='refresh' content='0;url=/no.html'>", []),
    ],
)  # fmt: skip
def test_where_a_page_takes_its_visitors_after_a_while_is_one_of_its_links(source, leads) -> None:
    page = read_page(f"<html><body>{source}</body></html>".encode(), f"{HOME}tzgg/", home=HOME)
    seen = {item.url for item in page.items}
    assert [link.url for link in page.links if link.url not in seen and link.kind is LinkKind.PAGE] == leads


WELCOME = "<title>欢迎</title><img src='/hy.jpg' alt='欢迎访问'>"


def welcome(extra, body=WELCOME, url=HOME):
    page = read_page(f"<html><body>{body}{extra}</body></html>".encode(), url, home=HOME)
    return [link.url for link in page.links if link.kind is LinkKind.PAGE], page.script_filled


@pytest.mark.parametrize(
    "script",
    [
        "setTimeout(\"location.href='/in.html'\", 3000)",
        "setTimeout('location.href=\\'/in.html\\'', 3000)",
        "window.location.replace( 'in.html' );",
        "function go() { window.location.assign('\\/in.html') } setInterval(go, 1000)",
        "self.location='/in.html'",
        "$(function () { $(location).attr('href', '/in.html') })",
        "var at = '/in.html'; setTimeout(function () { top.location.href = at }, 5000)",
        "window.open('/in.html', '_self')",
        "// location.href = '/old.html'\n/* location = '/older.html' */ location = '/in.html'",
        "if (location == '/x') {} location.href = '/in.html'; location.href = ''; location = '#top'",
    ],
)
def test_where_the_script_of_a_page_without_links_leads_is_its_link(script) -> None:
    assert welcome(f"<script>{script}</script>") == ([f"{HOME}in.html"], ())
    assert welcome(f"<script>{script}</script>", url=f"{HOME}zw/a.html")[0]


def test_a_script_that_runs_once_the_page_has_loaded_leads_on_as_well() -> None:
    assert welcome("<div onload=\"location='/in.html'\"></div>")[0] == [f"{HOME}in.html"]


@pytest.mark.parametrize(
    "extra",
    [
        "<script>var n = 'zw'; location.href = '/' + n + '/index.html'</script>",
        "<script>location.href = '/zw/' + n</script>",
        "<script>location.replace(where())</script>",
        "<script src='/js/go.js'></script>",
    ],
)
def test_where_only_a_computed_address_leads_on_the_home_page_is_unread(extra) -> None:
    assert welcome(extra) == ([], ("onward",))
    assert welcome(extra, url=f"{HOME}zw/a.html") == ([], ())


@pytest.mark.parametrize(
    "extra",
    [
        "<script>location.href = location.href.replace('http:', 'https:')</script>",
        "<script>if (top != self) top.location = self.location</script>",
        "<script>location.reload(); var mylocation = '/x.html'; a.location = '/y.html'</script>",
        "<script>if (location.href == '/x.html') {} location.href = '?'</script>",
        "<script>location.href = 'http://www.bie.example/'</script>",  # the work of an intruder, perhaps: that page is all there is
        "<script src='/js/jquery.min.js'></script>",
        "<noscript><script>location = '/x.html'</script></noscript>",
        "<script>location='/x.html'</script><form action='/s'><input name='q'></form>",
        f"<script>location='/x.html'</script><p>{'本单位职责说明。' * 50}</p>",
    ],
)
def test_what_leads_nowhere_new_or_stands_beside_something_to_read_is_no_lead(extra) -> None:
    assert welcome(extra) == ([], ())


def test_beside_a_link_of_the_page_its_scripts_are_not_asked() -> None:
    extra = "<a href='/index.html'>进入</a><script>location='/x.html'; location.href='/'+n</script>"
    assert welcome(extra) == ([f"{HOME}index.html"], ())


@pytest.mark.parametrize(
    "script",
    [
        "/*" * 50_000,
        "//" * 50_000,
        "location=" * 50_000,
        "location=a;" * 50_000,
        "$(location" * 50_000,
        "\\'\"" * 50_000,
    ],
)
def test_odd_scripts_raise_nothing(script) -> None:
    welcome(f"<script>{script}</script>")
