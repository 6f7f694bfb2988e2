"""Drop-down menus that are built of plain blocks, and bars that only look like them."""

import pytest

from xunwang.inspector.model import Zone
from xunwang.inspector.read import read_page

HOME = "http://www.yungang.gov.cn/"
NAMES = ("xwzx", "zwgk", "hdjl", "bsfw")
BELOW = {f"{HOME}{name}/{part}.html" for name in NAMES for part in "ab"}


def submenu(bar):
    page = f"<html><head><title>云港</title></head><body><div class='nav'>{bar}</div><p>欢迎访问云港新区网站。</p></body></html>"
    return set(read_page(page.encode(), HOME, home=HOME).submenu)


def links(name):
    return "".join(f'<a href="/{name}/{part}.html">{name}{part}</a>' for part in "ab")


@pytest.mark.parametrize(
    "entry",
    [
        '<dl><dt><a href="/{0}/">{0}</a></dt><dd>{1}</dd></dl>',
        '<div class="item"><a href="/{0}/">{0}</a><div class="sub">{1}</div></div>',
        '<div class="item"><span class="t"><a href="/{0}/">{0}</a></span><div class="sub"><p>{1}</p></div></div>',
    ],
)
def test_links_below_an_entry_of_plain_blocks_are_its_menu(entry):
    assert submenu("".join(entry.format(name, links(name)) for name in NAMES)) == BELOW


@pytest.mark.parametrize(
    "bar",
    [
        "".join(f'<div class="c"><a href="/{name}/">{name}</a></div>' for name in NAMES),
        "".join(
            '<div class="row">'
            + "".join(
                f'<div class="c"><a href="/{name}/{part}.html">{name}{part}</a></div>' for part in "abc"
            )
            + "</div>"
            for name in NAMES
        ),
        "".join(f'<div class="line">{links(name)}</div>' for name in NAMES),
        "".join(
            f'<dl><dd><a href="/{name}/a.html">{name}</a></dd><dd><a href="/{name}/b.html">{name}b</a></dd></dl>'
            for name in NAMES
        ),
    ],
)
def test_rows_of_equal_entries_are_no_menus(bar):
    assert submenu(bar) == set()


GUIDES = "".join(
    f'<tr><td><a href="/bsfw/{n}.html">{name}</a></td></tr>'
    for n, name in enumerate(("渔船更名登记", "占用海域审批", "卫生许可", "船员证补发"))
)


@pytest.mark.parametrize(
    ("path", "is_menu"), [("bsfw/", False), ("bsfw/index.html", False), ("bsfw/2.html", True)]
)
def test_links_to_what_lies_below_the_page_are_no_menu(path, is_menu):
    page = read_page(
        f"<html><head><title>办事服务</title></head><body><table>{GUIDES}</table><p>欢迎访问。</p></body></html>".encode(),
        HOME + path,
        home=HOME,
    )
    assert {link.zone for link in page.links} == ({Zone.NAV} if is_menu else {Zone.UNKNOWN})
