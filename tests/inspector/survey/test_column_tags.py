"""The column that a page shows against the one that its tag names."""

import pytest

from xunwang.inspector.model import Crumb, Page, PageKind
from xunwang.inspector.survey.particulars import stands_in

ABOVE = (Crumb("首页", "/"), Crumb("政务公开", "/zw/"), Crumb("政策文件", "/zw/zc/"))


def told(tag: str, *, kind: PageKind = PageKind.ARTICLE, title: str = "县城道路养护计划公布") -> str | None:
    return stands_in(
        Page(
            url="http://www.heping.gov.cn/zw/zc/1.html",
            kind=kind,
            title=title,
            breadcrumb=ABOVE,
            metas={"ColumnName": tag},
        )
    )


@pytest.mark.parametrize("tag", ["2026", "首页", "人事任免", "col1021"])
def test_a_tag_that_names_nothing_on_the_way_is_told(tag: str) -> None:
    assert told(tag) == "政策文件"


@pytest.mark.parametrize("tag", ["政策文件", "政务公开", "县政策文件", "政策", "规范性文件", ""])
def test_names_of_the_way_and_other_words_for_them_are_not(tag: str) -> None:
    assert told(tag) is None


def test_a_page_of_a_column_may_name_itself_where_the_way_ends_above_it() -> None:
    assert told("宜居县城建设年", kind=PageKind.COLUMN, title="宜居县城建设年-和平县人民政府") is None
    assert told("宜居县城建设年", title="宜居县城建设年-和平县人民政府") == "政策文件"
