"""The borders of zones that are looked for where paint can have moved them are those of all elements."""

import pytest
from reading import FOOT, HOME

from xunwang.inspector.read.dom import Dom
from xunwang.inspector.read.layout import infer_zones
from xunwang_demo.city import build

BAR = "".join(f'<a href="/lm{n}/">第{n}栏目</a>' for n in range(5))
ASIDE = '<div><h3>推荐阅读</h3><ul><li><a href="/a/1.html">城区排水管网养护安排公示</a></li></ul></div>'
WRITTEN = "<div id='w'></div><script>document.getElementById('w').innerHTML='<div class=\"foot\">主办：云港</div>'</script>"
PAGES = {
    "nothing is called anything": f"<html><body><p>云港</p><div>{BAR}</div>{ASIDE}<p>正文一段。</p>{FOOT}</body></html>",
    "zones within painted ones": f"<html><body><div><div class='logo'>云</div></div><div>{BAR}</div><div class='nav_list'>{BAR}<ul>"
    "<li><a href='/b/1.html'>关于城区供水管网改造的通告</a>2026-03-01</li><li><a href='/b/2.html'>关于老旧小区加装电梯的通告</a>2026-03-02</li>"
    f"</ul></div>{ASIDE}{FOOT}</body></html>",
    "written by a script": f"<html><body><div>{BAR}</div>{WRITTEN}{ASIDE}</body></html>",
    "an article": f"<html><body><h1>关于停水的公告</h1><article><p>正文一段。</p></article>{ASIDE}</body></html>",
    "nothing at all": "",
}


def borders(source, home=HOME):
    dom = Dom(source)
    infer_zones(dom, f"{HOME}a/b.html", home)
    told = [node for node in dom.nodes if node.parent is not None and node.zone is not node.parent.zone]
    return dom.turns, told


@pytest.mark.parametrize("source", PAGES.values(), ids=PAGES)
def test_every_border_of_a_zone_is_found(source):
    turns, told = borders(source)
    assert turns == told


def test_every_border_is_found_on_the_pages_of_the_city():
    pages = [
        (page.body if isinstance(page.body, bytes) else page.body()).decode("utf-8", "replace")
        for site in build().sites
        for page in list(site.pages.values())[::9]
    ]
    painted = 0
    for source in pages:
        turns, told = borders(source)
        assert turns == told
        painted += bool(told)
    assert painted
