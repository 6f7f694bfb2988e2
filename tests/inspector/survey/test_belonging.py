"""Articles know their day and their column: they say what a column holds where its page was not, or wrongly, made out."""

import datetime as dt

from survey_sketch import TEXT, Sketch, day

from xunwang.inspector.model import SHANGHAI, ColumnType, PageKind

NAV = (("首页", "/"), ("镇内要闻", "/yw/"), ("通知公告", "/gg/"), ("政策文件", "/wj/"), ("人事信息", "/rs/"), ("规划计划", "/gh/"))  # fmt: skip
COLUMNS = {path: name for name, path in NAV}


def town():
    return Sketch().front(*NAV)


def article(sketch, path, date, *, of=None):
    """An article that shows its day and, with `of`, in its way the column it counts itself to."""
    published = dt_of(date)
    crumbs = [("首页", "/"), (COLUMNS[of], of)] if of else []
    return sketch.page(
        path,
        PageKind.ARTICLE,
        depth=2,
        title=f"梨镇{path}",
        text=TEXT,
        crumbs=crumbs,
        published=published,
        published_from="label",
        published_precision="day",
    )


def dt_of(date):
    return dt.datetime.combine(day(date), dt.time(), SHANGHAI)


def test_a_page_that_is_no_list_holds_the_articles_that_count_themselves_to_it():
    sketch = town().page("/rs/", main=[("任免", "/a/1.html"), ("首页新闻", "/a/2.html")])
    article(sketch, "/a/1.html", "2025-02-18", of="/rs/")
    article(sketch, "/a/2.html", "2026-03-20", of="/yw/")
    assert sketch.columns()["/rs/"].dates == (day("2025-02-18"),)


def test_articles_that_tell_no_column_are_held_by_the_only_page_that_leads_to_them():
    sketch = town().page("/wj/", main=[("一", "/a/1.html"), ("二", "/a/2.html")])
    article(article(sketch, "/a/1.html", "2026-01-05"), "/a/2.html", "2025-12-01")
    assert sketch.columns()["/wj/"].dates == (day("2026-01-05"), day("2025-12-01"))


def test_one_article_named_by_a_text_makes_no_list_of_it():
    sketch = town().page("/gk/", PageKind.OTHER, text=TEXT, main=[("规划", "/a/1.html")])
    article(sketch, "/a/1.html", "2020-01-05")
    columns = sketch.columns()
    assert "/gk/" not in columns or columns["/gk/"].static


def test_a_column_that_shows_nothing_but_a_box_of_all_pages_is_unread():
    sketch = town()
    box = ("春耕会议", "/a/9.html", "2026-03-30")
    for path in ("/gg/", "/wj/", "/rs/", "/gh/"):
        sketch.page(path, items=[box] if path == "/gh/" else [box, ("公告", f"/a{path}1.html", "2026-01-05")])
    article(sketch, "/a/9.html", "2026-03-30", of="/yw/")
    columns = sketch.columns()
    assert (columns["/gh/"].items, columns["/gh/"].static) == (0, False)
    assert columns["/gh/"].unread
    assert columns["/rs/"].dates == (day("2026-01-05"),)


def test_a_box_on_many_pages_updates_only_the_column_of_its_articles():
    sketch = town()
    newest = ("春耕会议", "/a/9.html", "2026-03-30")
    for path, date in (("/yw/", "2026-03-12"), ("/gg/", "2025-03-28"), ("/wj/", "2025-11-11"), ("/rs/", "2025-10-09"), ("/gh/", "2024-09-01")):  # fmt: skip
        sketch.page(path, items=[newest, ("自己的", f"{path}1.html", date)])
        article(sketch, f"{path}1.html", date, of=path)
    article(sketch, "/a/9.html", "2026-03-30", of="/yw/")
    newest_of = {path: column.dates[0] for path, column in sketch.columns().items()}
    assert newest_of == {
        "/yw/": day("2026-03-30"),
        "/gg/": day("2025-03-28"),
        "/wj/": day("2025-11-11"),
        "/rs/": day("2025-10-09"),
        "/gh/": day("2024-09-01"),
    }


def test_an_item_of_another_column_updates_the_one_that_lists_it_too():
    sketch = town().page(
        "/gg/", items=[("招聘公告", "/rs/1.html", "2026-03-01"), ("旧通知", "/gg/1.html", "2025-01-01")]
    )
    article(sketch, "/rs/1.html", "2026-03-01", of="/rs/")
    article(sketch, "/gg/1.html", "2025-01-01", of="/gg/")
    assert sketch.columns()["/gg/"].dates[0] == day("2026-03-01")


def test_days_of_a_list_that_mostly_contradict_its_articles_were_read_wrongly():
    told = (("/gh/1.html", "2026-02-17", "2024-06-30"), ("/gh/2.html", "2025-08-01", "2023-05-04"), ("/gh/3.html", "2023-01-09", "2023-01-09"))  # fmt: skip
    sketch = town().page("/gh/", items=[(f"规划{path}", path, listed) for path, listed, _ in told])
    for path, _, shown in told:
        article(sketch, path, shown, of="/gh/")
    assert sketch.columns()["/gh/"].dates[0] == day("2024-06-30")


def test_one_day_that_contradicts_its_article_stays_but_for_a_guessed_year():
    sketch = town().page("/gh/", items=[("一", "/gh/1.html", "2026-02-17"), ("二", "/gh/2.html", "2025-08-01"), ("三", "/gh/3.html", "2025-07-01"), ("四", "/gh/4.html", "2025-01-01")])  # fmt: skip
    for path, shown in (("/gh/1.html", "2024-06-30"), ("/gh/2.html", "2024-08-01"), ("/gh/3.html", "2025-07-01"), ("/gh/4.html", "2025-01-01")):  # fmt: skip
        article(sketch, path, shown, of="/gh/")
    assert sketch.columns()["/gh/"].dates == (
        day("2026-02-17"),
        day("2025-07-01"),
        day("2025-01-01"),
        day("2024-08-01"),
    )


def test_a_menu_that_names_a_section_gives_way_to_the_name_its_first_column_tells_twice():
    metas = {"ColumnName": "通知公告", "ColumnType": "信息公开"}
    page = {"crumbs": [("首页", "/"), ("通知公告", None)], "metas": metas}
    column = (
        Sketch()
        .front(("首页", "/"), ("信息公开", "/gk/gg/"))
        .list("/gk/gg/", "2026-03-05", **page)
        .columns()["/gk/gg/"]
    )
    assert column.type is ColumnType.NOTICE
