"""Columns that could not be read or lead elsewhere, and pages that only lead on to columns."""

import pytest
from menu_sites import NAV, plain
from survey_sketch import HOME, Sketch

from xunwang.inspector.model import ColumnType, PageKind, Reach


def test_a_landing_page_that_only_repeats_its_columns_is_none():
    columns = plain().columns()
    assert "/xw/" not in columns
    assert "/zwgk/" not in columns


def test_siblings_beside_a_blank_list_make_it_no_landing_page():
    siblings = [("部门动态", "/xw/bm/"), ("图片新闻", "/xw/tp/"), ("视频", "/xw/sp/")]
    sketch = Sketch().front(("新闻中心", "/xw/"), ("通知公告", "/tzgg/"), ("概况", "/gk/"))
    sketch.page(
        "/xw/zt/", PageKind.OTHER, metas={"ColumnName": "专项工作"}, main=siblings, side=siblings, depth=1
    )
    for _, path in siblings:
        sketch.list(path, "2026-03-01", depth=2, parent="/xw/zt/")
    blank = sketch.columns()["/xw/zt/"]
    assert (blank.items, blank.static, blank.unread) == (0, False, None)


def test_a_page_that_leads_to_columns_of_the_home_page_is_a_landing_page():
    below = [("政策文件", "/zwgk/wj.htm"), ("人事信息", "/zwgk/rs.htm"), ("规划计划", "/zwgk/gh.htm")]
    sketch = Sketch().front(("政务公开", "/zwgk.htm"), ("通知公告", "/tzgg/"), ("概况", "/gk/"), main=below)
    sketch.page("/zwgk.htm", PageKind.COLUMN, column="政务公开", main=below, depth=1)
    for _, path in below:
        sketch.list(path, "2026-03-01", depth=1, parent="/")
    assert "/zwgk.htm" not in sketch.columns()


def test_a_dead_column_page_is_unread_not_blank():
    sketch = Sketch().front(*NAV).page("/tzgg/", PageKind.ERROR, reach=Reach.HTTP, status=404)
    sketch.link("/xw/", Reach.TIMEOUT)
    columns = sketch.columns()
    assert columns["/tzgg/"].unread == "栏目页无法打开(404)"
    assert columns["/xw/"].unread == "栏目页访问超时"
    assert columns["/gk/"].unread == "栏目页未读取"


def test_a_challenge_hides_a_column():
    sketch = Sketch().front(*NAV).page("/tzgg/", PageKind.CHALLENGE)
    assert sketch.columns()["/tzgg/"].unread == "栏目页返回反爬验证页"


def test_a_list_that_only_a_script_fills_could_not_be_read():
    sketch = Sketch().front(*NAV).page("/tzgg/", PageKind.OTHER, script_filled=("list",))
    assert sketch.columns()["/tzgg/"].unread == "栏目列表由脚本生成，未经浏览器渲染"


@pytest.mark.parametrize("rendered", [False, True])
def test_what_a_column_leads_to_elsewhere_could_not_be_read(rendered):
    sketch = Sketch().front(*NAV)
    sketch.page("/tzgg/", PageKind.OTHER, script_filled=("elsewhere", "footer"), rendered=rendered)
    assert sketch.columns()["/tzgg/"].unread == "栏目页面只把访问者带往别处，那里未读取"


def test_after_rendering_an_empty_list_is_blank():
    sketch = Sketch().front(*NAV).page("/tzgg/", PageKind.OTHER, script_filled=("list",), rendered=True)
    assert sketch.columns()["/tzgg/"].unread is None


def test_a_column_on_another_system_is_unread():
    sketch = Sketch().front(*NAV[:3], ("政务服务", "http://zwfw.shilishi.gov.cn/lz/"), NAV[4])
    column = sketch.columns()["zwfw.shilishi.gov.cn/lz/"]
    assert column.unread == "栏目在其他系统(zwfw.shilishi.gov.cn)上，未读取"
    assert column.type is ColumnType.SERVICE


def test_a_redirected_column_is_counted_where_it_leads():
    sketch = Sketch().front(*NAV, ("公告公示", "/gg/"))
    sketch.list("/tzgg/", "2026-02-02").page(
        "/gg/", items=[("第0条", "/tzgg/a0.html", "2026-02-02")], final=HOME + "tzgg/"
    )
    columns = sketch.columns()
    assert "/gg/" not in columns
    assert columns["/tzgg/"].items == 1


def test_a_redirect_that_only_a_link_fact_remembers():
    sketch = Sketch().front(*NAV, ("公告公示", "/gg/"), ("走进梨镇", "/zj/")).list("/tzgg/", "2026-02-02")
    sketch.link("/gg/", Reach.OK, 200, HOME + "tzgg/index.html").link("/zj/", Reach.OK, 200, HOME)
    columns = sketch.columns()
    assert not {"/gg/", "/zj/"} & set(columns)
    assert columns["/tzgg/"].name == "通知公告"


def test_a_landing_page_without_folders_or_breadcrumbs():
    sketch = Sketch().front(*NAV[:4], ("互动交流", "/hd"))
    sketch.page(
        "/hd", main=[("调查征集", "/dc")], side=[("调查征集", "/dc")], text="欢迎通过以下栏目参与交流。" * 3
    )
    sketch.list("/dc", "2026-01-01", depth=2, parent="/hd")
    assert "/hd" not in sketch.columns()
    assert sketch.columns()["/dc"].type is ColumnType.SURVEY


def test_a_landing_page_counts_no_items_of_columns_it_points_to():
    sketch = Sketch().front(("新闻中心", "/xw"), *NAV[2:], main=[("镇内要闻", "/yw")])
    sketch.list("/yw", "2026-03-20", "2026-03-19", prefix="/p/1")
    sketch.list("/bm", "2026-03-18", "2026-03-17", prefix="/p/2", depth=2, parent="/map")
    items = [("第0条", "/p/1a0.html", "2026-03-20"), ("第0条", "/p/2a0.html", "2026-03-18")]
    sketch.page("/xw", items=items, main=[("镇内要闻", "/yw"), ("部门动态", "/bm")])
    columns = sketch.columns()
    assert "/xw" not in columns
    assert (columns["/yw"].items, columns["/bm"].items) == (2, 2)


def test_a_column_whose_items_another_gathers_is_no_landing_page():
    site = Sketch().front(("政务公开", "/zw/"))
    site.list("/zw/", "2026-03-01", main=[("村镇动态", "/c1/"), ("东村动态", "/c2/")])
    east = [("东村修渠", "/n/1.html", "2026-03-20"), ("东村植树", "/n/2.html", "2026-03-12")]
    west = [("西村办学", "/n/3.html", "2026-02-02")]
    menu = [("村镇动态", "/c1/"), ("东村动态", "/c2/"), ("西村动态", "/c3/")]
    site.page("/c1/", items=east + west, main=menu, column="村镇动态")
    site.page("/c2/", items=east, main=menu, column="东村动态")
    site.page("/c3/", items=west, main=menu, column="西村动态")
    found = {fact.name: fact.items for fact in site.columns().values()}
    assert (found.get("东村动态"), found.get("西村动态")) == (2, 1)
