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
