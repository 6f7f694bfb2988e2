"""Addresses resolve as browsers resolve them, whatever is remembered on the way, and keys drop noise only."""

import ada_url
import pytest

from xunwang.inspector.fetch.urls import key_of, locator_of, registered_domain, resolve

BASES = [
    "http://www.x.gov.cn", "http://www.x.gov.cn/", "http://www.x.gov.cn/a/b.html", "https://www.x.gov.cn/a/b/?p=1/2",
    "http://www.x.gov.cn:8080/a/b.html#c/d", "http://www.x.gov.cn?q=/a/",
]  # fmt: skip
HREFS = [
    "", "c.html", "./c.html", "../c.html", "../../../c.html", "/c.html", "//y.gov.cn/c.html", "?p=2", "#top", "c d.html",
    "\\c.html", "http:c.html", "https://y.gov.cn", "中文/文件.html", "  /c.html\n", "c.html?u=http://z/", ".", "..", "/",
]  # fmt: skip


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("href", HREFS)
def test_an_address_is_what_a_browser_makes_of_it(href, base):
    assert resolve(href, base) == ada_url.URL(href.strip(), base=base).href


@pytest.mark.parametrize(
    "href", ["javascript:void(0)", "mailto:a@x.gov.cn", "tel:12345", "file:///etc/passwd", "http://"]
)
def test_what_is_no_web_address_is_none(href):
    assert resolve(href, BASES[2]) is None


def test_a_base_that_is_no_address_gives_none():
    assert resolve("c.html", "nowhere") is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("http://x.gov.cn/a?b=1&a=2", "https://x.gov.cn/a?a=2&b=1#c"),
        ("http://x.gov.cn/a;jsessionid=9F?p=1", "http://x.gov.cn/a?p=1&utm_source=w"),
    ],
)
def test_two_spellings_of_one_address_share_a_key(first, second):
    assert key_of(first) == key_of(second)


def test_different_pages_keep_different_keys():
    urls = [
        "http://x.gov.cn/a",
        "http://x.gov.cn/a/",
        "http://x.gov.cn/A",
        "http://x.gov.cn/a?p=1",
        "http://y.gov.cn/a",
    ]
    assert len({key_of(url) for url in urls}) == len(urls)


def test_the_registered_domain_knows_gov_cn():
    assert registered_domain("www.x.gov.cn") == "x.gov.cn"
    assert registered_domain("192.0.2.1") == "192.0.2.1"


def test_a_locator_survives_a_moved_domain():
    assert locator_of("http://old.gov.cn/a", "http://old.gov.cn/") == locator_of(
        "http://new.gov.cn/a", "http://new.gov.cn/"
    )
