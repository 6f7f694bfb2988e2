"""Which columns a site has, of what type and age, found from navigation, sections, site map, breadcrumbs and pages."""

import datetime as dt

import pytest
from menu_sites import NAV, plain
from survey_sketch import HOME, TEXT, Sketch, day

from xunwang.inspector.indicators.columns import blank_place, is_blank
from xunwang.inspector.model import SHANGHAI, ColumnType, Marks, PageKind, Reach


def test_lists_carry_the_days_of_their_items():
    columns = plain().columns()
    news = columns["/xw/yw/"]
    assert (news.name, news.type, news.items) == ("镇内要闻", ColumnType.NEWS, 2)
    assert news.dates == (day("2026-03-20"), day("2026-03-10"))
    assert (columns["/xw/bm/"].dates, columns["/xw/bm/"].undated) == ((day("2026-02-01"),), 1)


def test_a_channel_with_items_of_its_own_is_a_column():
    sketch = plain()
    sketch.list("/zwgk/", "2026-01-05", "2026-01-04")
    assert sketch.columns()["/zwgk/"].items == 2


def test_what_stands_in_the_navigation_is_of_the_first_level():
    columns = plain().columns()
    assert {key for key, column in columns.items() if column.first_level} == {"/tzgg/", "/gk/"}


def test_a_standing_text_is_neither_stale_nor_blank():
    columns = plain().columns()
    assert columns["/gk/"].static
    assert columns["/zwgk/zn/"].static
    assert columns["/gk/"].type is ColumnType.OVERVIEW


def test_the_parent_is_the_column_above_or_the_page_that_names_it():
    columns = plain().columns()
    assert columns["/xw/yw/"].parent == HOME + "xw/"
    assert columns["/tzgg/"].parent == HOME


def test_a_list_without_items_is_blank():
    sketch = (
        Sketch()
        .front(*NAV)
        .page("/tzgg/", PageKind.OTHER, text="暂无信息", crumbs=[("首页", "/"), ("通知公告", None)])
    )
    blank = sketch.columns()["/tzgg/"]
    assert (blank.items, blank.static, blank.unread) == (0, False, None)


def test_the_head_of_a_table_is_no_text_where_the_page_says_that_there_is_nothing():
    sketch = Sketch().front(*NAV)
    sketch.page(
        "/tzgg/",
        PageKind.OTHER,
        text="收费项目 收费标准 发布日期\n共有0条记录",
        crumbs=[("首页", "/"), ("通知公告", None)],
    )
    blank = sketch.columns()["/tzgg/"]
    assert (blank.items, blank.static, blank.unread) == (0, False, None)


def test_items_without_a_date_in_the_list_have_that_of_their_own_page():
    sketch = Sketch().front(*NAV).list("/xw/tp/", None, None, None, depth=1, metas={"ColumnName": "图片新闻"})
    for number, told in enumerate(("label", "meta")):
        published = dt.datetime(2026, 3, 20 + number, 9, tzinfo=SHANGHAI)
        sketch.page(
            f"/xw/tp/a{number}.html", PageKind.ARTICLE, depth=2, published=published, published_from=told,
            published_precision="day", column="图片新闻",
        )  # fmt: skip
    pictures = sketch.columns()["/xw/tp/"]
    assert (pictures.dates, pictures.undated) == ((dt.date(2026, 3, 20),), 2)


def test_a_column_of_the_state_council_is_not_the_sites_own():
    front = (*NAV, ("国务院要闻", "https://www.gov.cn/yaowen/"), ("市级公开", "https://xxgk.shi.gov.cn/lz/"))
    names = {column.name for column in Sketch().front(*front).columns().values()}
    assert "市级公开" in names
    assert "国务院要闻" not in names


def test_an_excuse_of_two_lines_is_no_text():
    excuse = "您好，本栏目暂无相关信息。请您浏览网站的其他栏目，谢谢您的关注和支持。"
    note = "上访事项请到镇政府一楼接待窗口反映。工作日上午九时至下午五时受理，请带身份证。"
    sketch = (
        Sketch()
        .front(*NAV)
        .page("/tzgg/", PageKind.OTHER, text=excuse)
        .page("/gk/", PageKind.OTHER, text=note)
    )
    columns = sketch.columns()
    assert not columns["/tzgg/"].static
    assert columns["/gk/"].static


def test_a_form_or_entrances_of_its_own_are_content():
    sketch = Sketch().front(*NAV).page("/gk/", PageKind.OTHER, forms=["message"])
    sketch.page("/tzgg/", PageKind.OTHER, main=[(f"入口{number}", f"/app/{number}") for number in range(3)])
    columns = sketch.columns()
    assert columns["/gk/"].static
    assert columns["/tzgg/"].static


def test_all_pages_of_a_list_are_one_column_and_items_count_once():
    sketch = Sketch().front(*NAV)
    items = [("置顶", "/tzgg/a0.html", "2025-01-02"), ("甲", "/tzgg/a1.html", "2026-02-02")]
    sketch.page("/tzgg/", items=items, next_pages=["/tzgg/index_1.html"])
    sketch.page("/tzgg/index_1.html", items=[items[0], ("乙", "/tzgg/a2.html", "2026-01-01")], depth=2)
    columns = sketch.columns()
    assert [key for key in columns if key.startswith("/tzgg/")] == ["/tzgg/"]
    assert columns["/tzgg/"].dates == (day("2026-02-02"), day("2026-01-01"), day("2025-01-02"))
    assert [page.rpartition("/")[2] for page in columns["/tzgg/"].pages] == ["", "index_1.html"]


@pytest.mark.parametrize("second", ["/channels/tzgg_2.html", "/channels/page/b.html"])
def test_pages_meet_by_file_name_or_by_their_links_within_a_folder(second):
    sketch = Sketch().front(*NAV[:2], ("通知公告", "/channels/tzgg.html"), *NAV[3:])
    sketch.list("/channels/tzgg.html", "2026-02-02", next_pages=[second])
    sketch.list(second, "2025-02-02", prefix="/old/", depth=2)
    assert (second in sketch.columns()) is not second.endswith("_2.html")


def test_numbered_files_without_a_first_page_are_columns_of_their_own():
    sketch = (
        Sketch()
        .front(*NAV)
        .list("/list_3.html", "2026-02-02", prefix="/a/")
        .list("/list_4.html", "2026-02-03", prefix="/b/")
    )
    assert {"/list_3.html", "/list_4.html"} <= set(sketch.columns())


def test_the_navigation_names_a_column_with_two_names():
    sketch = Sketch().front(*NAV, main=[("公示公告专区", "/tzgg/")])
    sketch.list(
        "/tzgg/index.html",
        "2026-02-02",
        crumbs=[("首页", "/"), ("公告", None)],
        metas={"ColumnName": "公告发布"},
    )
    assert sketch.columns()["/tzgg/"].name == "通知公告"


def test_a_column_of_a_home_section_takes_its_name_from_its_own_page():
    sketch = Sketch().front(*NAV, main=[("更多>>", "/zwgk/jd/")])
    sketch.page("/zwgk/jd/", PageKind.OTHER, title="政策解读_梨镇人民政府", depth=1)
    column = sketch.columns()["/zwgk/jd/"]
    assert (column.name, column.type, column.first_level) == ("政策解读", ColumnType.INTERPRETATION, False)


def test_the_site_map_names_columns_that_nothing_else_does():
    sketch = Sketch().front(*NAV, marks=Marks(sitemap=HOME + "map.html"))
    sketch.page("/map.html", PageKind.COLUMN, items=[("人事信息", "/rs/", None)], main=[("人事信息", "/rs/")])
    sketch.page("/rs/", PageKind.OTHER, depth=2)
    columns = sketch.columns()
    assert columns["/rs/"].type is ColumnType.PERSONNEL
    assert "/map.html" not in columns


def test_breadcrumbs_of_articles_name_columns():
    sketch = Sketch().front(*NAV)
    sketch.page(
        "/a/1.html", PageKind.ARTICLE, depth=2, crumbs=[("首页", "/"), ("规划计划", "/gh/"), ("正文", None)]
    )
    sketch.page("/gh/", PageKind.OTHER, depth=3)
    assert sketch.columns()["/gh/"].type is ColumnType.PLAN


def test_articles_side_links_and_service_links_are_no_columns():
    sketch = Sketch().front(
        *NAV, ("登录", "/login/"), side=[("示例日报动态", "/yl/")], footer=[("联系我们", "/lx/")]
    )
    sketch.page("/a/1.html", PageKind.ARTICLE, text=TEXT).page("/login/", PageKind.OTHER).page(
        "/yl/", PageKind.OTHER
    )
    sketch.page("/lx/", PageKind.OTHER, text=TEXT)
    assert not {"/a/1.html", "/login/", "/yl/", "/lx/"} & set(sketch.columns())


def test_entries_of_a_drop_down_menu_are_not_of_the_first_level():
    nav = (
        ("政务公开", "/zwgk/"),
        ("通知公告", "/zwgk/tz/"),
        ("政策文件", "/c/12/"),
        ("部门动态\u200b", "/c/13/"),
        ("图片新闻", "/tp/"),
        ("概况", "/gk/"),
    )
    sketch = Sketch().front(*nav)
    sketch.list("/zwgk/tz/", "2026-01-01").list("/c/13/", "2026-01-01").list("/tp/", "2026-01-01")
    sketch.list("/c/12/", "2026-01-01", crumbs=[("首页", "/"), ("政务公开", "/zwgk/"), ("政策文件", None)])
    columns = sketch.columns()
    assert {key for key, column in columns.items() if column.first_level} == {"/tp/", "/zwgk/", "/gk/"}


def test_without_a_navigation_depth_one_is_the_first_level():
    sketch = Sketch().front(unknown=[("通知公告", "/tzgg/")])
    sketch.list("/tzgg/", "2026-01-01", depth=1).list("/zwgk/wj/", "2026-01-01", depth=2)
    columns = sketch.columns()
    assert (columns["/tzgg/"].first_level, columns["/zwgk/wj/"].first_level) == (True, False)


def test_one_list_under_two_addresses_counts_once():
    sketch = Sketch().front(*NAV)
    dates = ("2026-03-01", "2026-02-01", "2026-01-01")
    sketch.list("/tzgg/", *dates, prefix="/n/").list(
        "/col/8/", *dates, prefix="/n/", depth=2, crumbs=[("首页", "/"), ("通知公告", None)]
    )
    assert [key for key, column in sketch.columns().items() if column.name == "通知公告"] == ["/tzgg/"]


def test_an_item_in_several_columns_is_repeated_in_all_but_the_one_in_whose_folder_it_lies():
    sketch = Sketch().front(*NAV, ("专题专栏", "/zt/"))
    shared = [
        ("第0条", "/zzz/a0.html", "2026-03-20"),
        ("第1条", "/zzz/a1.html", "2026-03-01"),
        ("第2条", "/zzz/a2.html", None),
    ]
    own = [("别的", "/xw/b.html", "2026-02-01")]
    sketch.page("/xw/", items=[*shared, *own], crumbs=[("首页", "/"), ("新闻中心", None)])
    sketch.page("/zzz/", items=shared, depth=2, crumbs=[("首页", "/"), ("镇内要闻", None)])
    sketch.page(
        "/zt/",
        items=[shared[0], ("专题", "/zt/c.html", "2026-01-01")],
        crumbs=[("首页", "/"), ("专题专栏", None)],
    )
    columns = sketch.columns()
    assert columns["/zzz/"].repeated == ()
    assert columns["/xw/"].repeated == (day("2026-03-20"), day("2026-03-01"))
    assert columns["/zt/"].repeated == (day("2026-03-20"),)
    items = sum(len(column.dates) - len(column.repeated) for column in columns.values())
    assert items == 4


def test_two_lists_of_one_name_with_other_items_both_count():
    sketch = Sketch().front(*NAV)
    dates = ("2026-03-01", "2026-02-01", "2026-01-01")
    for unit in ("jyj", "czj"):
        crumbs = [("首页", "/"), ("部门预算", None)]
        sketch.list(f"/{unit}/ys/", *dates, depth=2, crumbs=crumbs)
    assert {"/jyj/ys/", "/czj/ys/"} <= set(sketch.columns())


def test_a_blank_list_behind_a_more_link_is_a_column_whatever_its_name():
    sketch = Sketch().front(*NAV, main=[("更多", "/nc/")]).page("/nc/", PageKind.OTHER, title="农产品价格")
    assert sketch.columns()["/nc/"].name == "农产品价格"


def test_guides_are_no_columns_although_they_carry_column_tags():
    sketch = (
        Sketch().front(*NAV).page("/bs/1.html", PageKind.GUIDE, text=TEXT, metas={"ColumnName": "办事服务"})
    )
    sketch.page(
        "/bs/2.html", PageKind.OTHER, metas={"ColumnName": "办事服务", "ArticleTitle": "老年人优待证办理"}
    )
    assert not {"/bs/1.html", "/bs/2.html"} & set(sketch.columns())


def test_dead_links_to_other_sites_are_no_unread_columns():
    sketch = Sketch().front(
        *NAV, ("示例市公路局", "http://glj.shilishi.gov.cn/"), main=[("公路服务网", "/glfw/")]
    )
    sketch.page("/glfw/", PageKind.ERROR, reach=Reach.HTTP, status=404)
    assert not {"/glfw/", "glj.shilishi.gov.cn/"} & set(sketch.columns())


def test_a_page_that_links_home_or_to_itself_has_no_item_there():
    sketch = Sketch().front(*NAV)
    sketch.page(
        "/tzgg/", items=[("梨镇人民政府", "/", "2026-03-31"), ("通知公告", "/tzgg/index.html", "2026-03-31")]
    )
    assert sketch.columns()["/tzgg/"].items == 0


def test_the_facts_do_not_hang_on_the_order_of_the_rows():
    sketch = plain()
    forward = sketch.survey()
    sketch.rows[1:] = reversed(sketch.rows[1:])
    backward = sketch.survey()
    assert sorted(map(repr, forward)) == sorted(map(repr, backward))


def test_further_pages_in_a_folder_of_their_own_belong_to_their_list():
    site = Sketch().front(("要闻", "/news/"))
    site.list("/news/", "2026-03-28", "2026-03-20", next_pages=["/news/page/2/"])
    site.list("/news/page/2/", "2026-01-15", prefix="/old/", next_pages=["/news/"])
    assert [fact.url for fact in site.columns().values() if fact.items] == [HOME + "news/"]


def test_further_pages_in_the_folder_that_bears_their_list_s_name_belong_to_it():
    site = Sketch().front(("要闻", "/news.htm"), ("要闻回顾", "/newsback.htm"))
    site.list("/news.htm", "2026-03-28", next_pages=["/news/2.htm", "/news/1.htm"])
    site.list("/news/2.htm", "2026-02-15", prefix="/older/", next_pages=["/news.htm", "/news/1.htm"])
    site.list("/news/1.htm", "2026-01-15", prefix="/old/", next_pages=["/news.htm", "/news/2.htm"])
    site.list("/newsback.htm", "2026-03-01", prefix="/back/", next_pages=["/news/1.htm", "/news/town.htm"])
    site.list("/news/town.htm", "2026-03-02", prefix="/town/")
    listed = {fact.url: fact.items for fact in site.columns().values() if fact.items}
    assert listed == {HOME + "news.htm": 3, HOME + "newsback.htm": 1, HOME + "news/town.htm": 1}


def test_a_list_that_its_script_left_empty_in_a_browser_is_blank_for_a_person_to_see():
    nav = (
        ("首页", "/"),
        ("通知公告", "/tzgg/"),
        ("工作动态", "/dt/"),
        ("规划计划", "/gh/"),
        ("人事信息", "/rs/"),
    )
    site = Sketch().front(*nav)
    for path, parts in (("/tzgg/", ("list",)), ("/dt/", ("unfound",)), ("/gh/", ("body",)), ("/rs/", ())):
        site.list(path, script_filled=parts, rendered=True)
    columns = site.columns()
    blank = {key: blank_place(column).certain for key, column in columns.items() if is_blank(column)}
    assert blank == {"/tzgg/": False, "/dt/": False, "/rs/": True}
    assert columns["/gh/"].unread == "栏目页内容由脚本生成，在浏览器中也未能显示"


def test_a_list_whose_newest_items_nobody_saw_is_unread_unless_it_is_fresh_already():
    nav = (("首页", "/"), ("通知公告", "/tzgg/"), ("工作动态", "/dt/"))
    columns = (
        Sketch()
        .front(*nav)
        .list("/tzgg/", "2021-01-05", "2022-02-06", script_filled=("beyond",))
        .list("/dt/", "2021-01-05", "2022-02-06")
        .columns()
    )
    assert "后面各页" in columns["/tzgg/"].unread
    assert columns["/tzgg/"].dates == (day("2022-02-06"), day("2021-01-05"))
    assert columns["/dt/"].unread is None


BLOG = (("首页", "/"), ("镇内新闻", "/news/"), ("农业", "/tags/nongye/"), ("文旅", "/tags/wenlv/"))


@pytest.mark.parametrize(
    "views",
    [
        ("/tags/nongye/", "/tags/wenlv/"),
        ("/archives/2026/", "/archives/2025/"),
        ("/index.php?c=tag&tag=1", "/index.php?c=tag&tag=2"),
    ],
)
def test_what_tags_and_years_gather_is_held_by_its_column_alone(views):
    items = [(f"第{n}场春耕培训", f"/2026/0{n}/px/", f"2026-03-0{n}") for n in range(1, 5)]
    sketch = Sketch().front(*BLOG[:2], *zip(("农业", "文旅"), views, strict=True)).page("/news/", items=items)
    columns = sketch.page(views[0], items=items[:2]).page(views[1], items=items[2:]).columns()
    assert "/news/" in columns
    assert not columns.keys() & set(views)


def test_a_column_that_lies_under_tags_and_whose_items_nothing_else_lists_stays():
    columns = (
        Sketch()
        .front(("首页", "/"), ("镇内新闻", "/news/"), ("公示公告", "/tag/gongshi/"))
        .list("/news/", "2026-03-01", "2026-03-02")
        .list("/tag/gongshi/", "2025-01-02", "2025-01-03")
        .columns()
    )
    assert columns["/tag/gongshi/"].items == 2


def test_further_pages_in_folders_of_bare_numbers_are_of_the_same_list():
    site = Sketch().front(("要闻", "/news/"))
    site.list("/news/", "2026-03-28", "2026-03-20", next_pages=["/news/2/"])
    site.list("/news/2/", "2026-01-15", prefix="/old/", next_pages=["/news/"])
    assert [fact.url for fact in site.columns().values() if fact.items] == [HOME + "news/"]


def test_a_month_of_an_archive_is_no_column():
    site = Sketch().front(("要闻", "/news/"))
    site.list("/news/", "2026-03-28", "2026-02-20")
    site.list("/2025/10/", "2025-10-20", prefix="/a/", crumbs=[("首页", "/"), ("2025年10月", None)])
    assert [fact.url for fact in site.columns().values() if fact.items] == [HOME + "news/"]
