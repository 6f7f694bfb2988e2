"""Keys of addresses: noise goes, everything else stays, and the fast ways give what the parser gives."""

import ada_url
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xunwang.inspector.fetch.urls import (
    _parsed_key,
    host_of,
    is_ip,
    key_of,
    registered_domain,
    resolve,
)

HOST = "http://www.x.gov.cn"
LETTERS = "abZ09-_.~/%;()=?&#:@ S中jsessionid\\"
PIECES = st.sampled_from(
    ["/", "//", "/./", "/../", "a", "B9", ".html", "%e4%bd", "%7E", "%zz", "%", "?", "&", "=", "#", ";jsessionid=1F", "/(S(x1))", "t=1690000000",
     "t=3", "sid=8f3a9c27d1e04b56", "utm_source=w", "中文", ":", "@", ";", "%3B", "%2525", "+", " ", "_=0.123456", "%74=1690000000"]
)  # fmt: skip
TAILS = st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(LETTERS, max_size=40))


@settings(deadline=None)
@given(TAILS)
@example("/(S(a))/(S(b))/x;sid=1;jsessionid=2")
@example("/(S(x1));jsessionid=1F/")
@example("?%74=1690000000")
@example("/a%2541")
def test_a_key_is_its_own_key(tail):
    url = resolve(f"{HOST}/{tail}", HOST)
    key = key_of(url)
    assert key_of(f"http://{key}") == key


@settings(deadline=None)
@given(TAILS)
def test_the_fast_way_to_a_key_is_the_parsers(tail):
    url = resolve(f"{HOST}/{tail}", HOST)
    assert key_of(url) == _parsed_key(url)


@settings(deadline=None)
@given(
    TAILS,
    st.sampled_from(
        ["http://www.x.gov.cn/", f"{HOST}/a/b/c.html", f"{HOST}/a/?p=/q/", "https://10.0.0.1:8443/x/y"]
    ),
)
def test_the_fast_way_to_an_address_is_the_parsers(href, base):
    try:
        expected = ada_url.URL(href.strip(), base=base).href
    except ValueError:
        expected = None
    if expected is not None and not expected.startswith(("http://", "https://")):
        expected = None
    assert resolve(href, base) == expected


@settings(deadline=None)
@given(TAILS)
def test_the_fast_way_to_a_host_is_the_parsers(tail):
    url = resolve(f"{HOST}:8080/{tail}", HOST)
    assert host_of(url) == ada_url.URL(url).hostname.removesuffix(".")


@pytest.mark.parametrize(
    "noisy",
    [
        "/a/b.html;jsessionid=9F2C?p=1", "/a/b.html;JSESSIONID=9F2C!-12?p=1", "/(S(lit3py55t21z5v55vlm25s55))/a/b.html?p=1",
        "/a/b.html?p=1&PHPSESSID=u7", "/a/b.html?ASPSESSIONIDQQ=AB&p=1", "/a/b.html?sid=8f3a9c27d1e04b56&p=1", "/a/b.html?p=1&_=1690000000123",
        "/a/b.html?t=1690000000&p=1", "/a/b.html?p=1&rand=0.8273645", "/a/b.html?p=1&utm_source=x&utm_medium=y", "/a/b.html?p=1&spm=a2c.1",
        "/a/b.html?p=1&from=timeline&isappinstalled=0", "/a/b.html?p=1#top", "/a/b.html?&p=1&", "/a/%62.html?p=1",
    ],
)  # fmt: skip
def test_noise_does_not_make_another_page(noisy):
    assert key_of(HOST + noisy) == "www.x.gov.cn/a/b.html?p=1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/a?t=1", "/a?t=2"), ("/a?sid=12", "/a?sid=13"), ("/a?from=2020", "/a"), ("/a?time=20260301", "/a?time=20260302"), ("/a?v=2", "/a"),
        ("/a?sessionid=7", "/a?sessionid=8"), ("/a?q=%B9%AB%B8%E6", "/a?q=%CD%A8%D6%AA"), ("/a?id=1&id=2", "/a?id=2&id=1"), ("/a/", "/a"), ("/A", "/a"),
        ("/a%2Fb", "/a/b"), ("/a?b", "/a?b=1"), ("/x(S)/a", "/a"), ("/a;type=1", "/a;type=2"),
    ],
)  # fmt: skip
def test_what_may_be_another_page_keeps_another_key(one, other):
    assert key_of(HOST + one) != key_of(HOST + other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.x.gov.cn:80/a", "http://www.x.gov.cn/a"),
        ("https://www.x.gov.cn:443/a", "http://www.x.gov.cn/a"),
        ("http://www.x.gov.cn/%e4%bd%a0", "http://www.x.gov.cn/%E4%BD%A0"),
        ("http://WWW.X.gov.cn/a", "http://www.x.gov.cn/a"),
        ("http://www.x.gov.cn", "http://www.x.gov.cn/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://www.x.gov.cn./a", "http://www.x.gov.cn/a"),
        ("http://www.x.gov.cn.:8080/a", "http://www.x.gov.cn:8080/a"),
        ("http://www.x.gov.cn/a?b=1&a=2", "http://www.x.gov.cn/a?a=2&b=1"),
    ],
)
def test_spellings_of_one_address_meet(one, other):
    assert key_of(one) == key_of(other)


def test_another_port_is_another_place():
    assert key_of("http://x.gov.cn:8080/") == "x.gov.cn:8080/"
    assert key_of("http://x.gov.cn:443/") == "x.gov.cn:443/"


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.changsha.gov.cn", "changsha.gov.cn"), ("rsj.changsha.gov.cn", "changsha.gov.cn"), ("www.gov.cn", "www.gov.cn"), ("gov.cn", "gov.cn"),
        ("zwgk.hunan.gov.cn", "hunan.gov.cn"), ("www.x.com.cn", "x.com.cn"), ("a.b.example.com", "example.com"), ("[2001:db8::1]", "[2001:db8::1]"),
    ],
)  # fmt: skip
def test_the_registered_domain_follows_the_public_suffixes(host, domain):
    assert registered_domain(host) == domain


def test_an_address_of_numbers_is_told_from_a_name():
    assert all(is_ip(host) for host in ["192.0.2.1", "192.0.2.1:8080", "[2001:db8::1]", "[2001:db8::1]:80"])
    assert not any(is_ip(host) for host in ["x.gov.cn", "1.2.3.gov.cn", "x.gov.cn:8080", "192.0.2.1.gov.cn"])
