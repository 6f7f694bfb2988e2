import pytest

from xunwang.inspector.survey.places import Places, first_page, holds

PLACES = Places("http://www.lizhen.gov.cn/")


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("http://www.lizhen.gov.cn/", "/"),
        ("http://www.lizhen.gov.cn/index.html", "/"),
        ("https://lizhen.gov.cn/zwgk/index.htm", "/zwgk/"),
        ("http://www.lizhen.gov.cn/zwgk/index_2.html", "/zwgk/"),
        ("http://www.lizhen.gov.cn/zwgk/default.aspx?pageNo=3", "/zwgk/"),
        ("http://www.lizhen.gov.cn/zwgk?page=2", "/zwgk"),
        ("http://www.lizhen.gov.cn/list.asp?classid=11&page=2", "/list.asp?classid=11"),
        ("http://www.lizhen.gov.cn/show?page=about", "/show?page=about"),
        ("http://www.lizhen.gov.cn/list_3.html", "/list_3.html"),
        ("http://zhengwu.shilishi.gov.cn/index.html", "zhengwu.shilishi.gov.cn/"),
    ],
)
def test_one_column_has_one_place(url, place):
    assert PLACES.of(url) == place


def test_a_moved_domain_changes_no_place():
    moved = Places("http://www.lizhen.gov.cn/", "https://www.lzz.shili.gov.cn/index.html")
    assert moved.of("https://www.lzz.shili.gov.cn/zwgk/") == PLACES.of("http://www.lizhen.gov.cn/zwgk/")
    assert moved.of("http://www.lizhen.gov.cn/zwgk/") == "/zwgk/"
    assert moved.root == "/"


def test_a_port_belongs_to_the_host_not_to_the_place():
    local = Places("http://www.lizhen.gov.cn:8080/")
    assert local.of("http://www.lizhen.gov.cn:8080/zwgk/") == "/zwgk/"


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("http://lizhen.gov.cn/a", True),
        ("https://www.lizhen.gov.cn/a", True),
        ("http://xinxiang.lizhen.gov.cn/a", False),
        ("http://www.shilishi.gov.cn/", False),
    ],
)
def test_the_site_is_its_host_with_and_without_www(url, inside):
    assert PLACES.internal(url) is inside


@pytest.mark.parametrize(
    ("outer", "inner", "held"),
    [
        ("/zwgk/", "/zwgk/tzgg/", True),
        ("/zwgk/", "/zwgk/", False),
        ("/", "/zwgk/", False),
        ("/zwgk", "/zwgk/a", False),
    ],
)
def test_a_folder_holds_what_lies_below_it(outer, inner, held):
    assert holds(outer, inner) is held


@pytest.mark.parametrize(
    ("place", "first"),
    [
        ("/xw_2.html", "/xw.html"),
        ("/xw-12.shtml", "/xw.shtml"),
        ("/xw.html", None),
        ("/list_3_2.html", "/list_3.html"),
    ],
)
def test_the_first_page_of_a_numbered_file(place, first):
    assert first_page(place) == first
