"""Meta tags that are written again with another value."""

import pytest

from xunwang.inspector.model import FlawKind
from xunwang.inspector.read import read_page

HOST = "http://www.shili.gov.cn/a.html"


def told(*tags: tuple[str, str]) -> list[str]:
    head = "".join(f'<meta name="{name}" content="{value}">' for name, value in tags)
    html = f"<html><head><title>示例</title>{head}</head><body><p>正文</p></body></html>"
    page = read_page(html.encode(), url=HOST)
    return [flaw.words for flaw in page.flaws if flaw.kind is FlawKind.TAGGED]


def test_another_value_is_told_once_with_both() -> None:
    tags = [("SiteIDCode", "9900000001"), ("siteidcode", "9900000002"), ("SiteIDCode", "9900000003")]
    assert told(*tags) == ["SiteIDCode“9900000001”“9900000002”"]


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("SiteIDCode", "9900000001", "9900000001"),
        ("SiteIDCode", "bm14000099", "BM14000099"),
        ("SiteIDCode", "9900000001", ""),
        ("SiteIDCode", "", "9900000001"),
        ("SiteName", "示例县", "示例县人民政府"),
        ("SiteDomain", "www.shili.gov.cn", "http://www.shili.gov.cn/"),
        ("PubDate", "2026-03-05 10:20", "2026-03-05"),
        ("PubDate", "2026-03-05 10:20:31", "2026-03-05 10:20"),
        ("PubDate", "2026-03-05 09:05", "2026/3/5 9:05"),
        ("PubDate", "2026-03-05 10:20", "2026年3月5日"),
        ("ArticleTitle", "关于开展检查的通知", "关于开展检查的通知_示例县"),
        ("ContentSource", "示例县 融媒体中心", "示例县融媒体中心"),
        ("Keywords", "公开", "政策"),
        ("Description", "示例县", "通知"),
        ("ColumnType", "政策文件", "信息公开"),
        ("ColumnKeywords", "政策", "文件"),
        ("viewport", "width=device-width", "initial-scale=1"),
    ],
)
def test_what_says_the_same_or_may_stand_twice_is_not_told(name: str, one: str, other: str) -> None:
    assert told((name, one), (name, other)) == []


def test_another_day_or_time_is_told_in_any_form() -> None:
    assert told(("PubDate", "2026-03-05"), ("PubDate", "2026年3月6日"))
    assert told(("PubDate", "2026-03-05 10:20"), ("PubDate", "2026/3/5 11:20"))
