"""Sketches of a site with a menu."""

from survey_sketch import TEXT, Sketch

from xunwang.inspector.model import PageKind

NAV = (
    ("首页", "/"),
    ("新闻中心", "/xw/"),
    ("通知公告", "/tzgg/"),
    ("政务公开", "/zwgk/"),
    ("梨镇概况", "/gk/"),
)


def plain():
    """Four entries in the navigation: a channel with two lists below, a list, a disclosure channel, a standing text."""
    return (
        Sketch()
        .front(*NAV)
        .list(
            "/xw/yw/",
            "2026-03-20",
            "2026-03-10",
            depth=2,
            crumbs=[("首页", "/"), ("新闻中心", "/xw/"), ("镇内要闻", None)],
        )
        .list(
            "/xw/bm/",
            "2026-02-01",
            None,
            depth=2,
            crumbs=[("首页", "/"), ("新闻中心", "/xw/"), ("部门动态", None)],
        )
        .page(
            "/xw/",
            items=[("第0条", "/xw/yw/a0.html", "2026-03-20"), ("第0条", "/xw/bm/a0.html", "2026-02-01")],
            crumbs=[("首页", "/"), ("新闻中心", None)],
        )
        .list("/tzgg/", "2025-12-01", crumbs=[("首页", "/"), ("通知公告", None)])
        .page("/zwgk/", PageKind.OTHER, main=[("公开指南", "/zwgk/zn/"), ("机构职能", "/zwgk/zn2/")])
        .page(
            "/zwgk/zn/",
            PageKind.OTHER,
            depth=2,
            text=TEXT,
            crumbs=[("首页", "/"), ("政务公开", "/zwgk/"), ("公开指南", None)],
        )
        .page("/gk/", PageKind.ARTICLE, text=TEXT)
    )
