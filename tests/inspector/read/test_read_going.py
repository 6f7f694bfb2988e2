"""A column whose script leads on is none that holds nothing: its list stands at another address."""

import pytest
from reading import MENU

from xunwang.inspector.read import read_page

HOME = "http://www.heping.gov.cn/"


def parts(script: str) -> tuple[tuple[str, ...], set[str]]:
    source = f'<html><head><meta charset="utf-8"><title>检验检测</title></head><body>{MENU}<h2>检验检测</h2><script>{script}</script></body></html>'
    page = read_page(source.encode(), HOME + "jy/", home=HOME)
    return page.script_filled, {link.url for link in page.links}


@pytest.mark.parametrize(
    "script",
    [
        'location.href="/jy/all.html"',
        "window.location.replace('/jy/all.html');",
        "<!--\nlocation='all.html'\n//-->",
    ],
)
def test_a_script_that_only_leads_on_shows_its_list_elsewhere(script: str) -> None:
    filled, links = parts(script)
    assert "list" in filled
    assert HOME + "jy/all.html" in links


@pytest.mark.parametrize(
    "script",
    [
        "if (navigator.userAgent.match(/iPhone/)) location.href='/m/';",
        "function go(){location.href='/jy/all.html'}",
        "location.href='#top'",
        "var place = location.href;",
    ],
)
def test_a_script_that_may_stay_leads_nowhere(script: str) -> None:
    filled, links = parts(script)
    assert "list" not in filled
    assert HOME + "jy/all.html" not in links
