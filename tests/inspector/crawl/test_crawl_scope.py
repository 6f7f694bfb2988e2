"""What belongs to a site: its own names, declared hosts, and sub-hosts that say so themselves; never another unit's website."""

import msgspec
import pytest

from xunwang.inspector.crawl.identity import Identity, identity_of, registered
from xunwang.inspector.crawl.neighbours import Neighbours, folder_of
from xunwang.inspector.crawl.scope import Place, Scope
from xunwang.inspector.model import Marks, Page, Subject

PORTAL = "http://www.shi.gov.cn/"
OFFICE = "http://rsj.shi.gov.cn/"
CHANNEL = "http://zwgk.shi.gov.cn/"
CODE, OTHER_CODE = "4300000001", "4300000022"
REGISTER = Neighbours([PORTAL, OFFICE])


def place(scope, url):
    return scope.place(url, 1)


def page(url, **marks):
    return Page(url=url, status=200, marks=Marks(**marks))


def portal(**more):
    return Scope(PORTAL, neighbours=REGISTER, identity=Identity(code=CODE), **more)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://www.shi.gov.cn/a.html", Place.INSIDE),
        ("https://www.shi.gov.cn/a.html", Place.INSIDE),
        ("http://shi.gov.cn/a.html", Place.INSIDE),
        ("http://www.shi.gov.cn:8080/a.html", Place.INSIDE),
        ("http://zwgk.shi.gov.cn/a.html", Place.CANDIDATE),
        ("http://a.b.shi.gov.cn/", Place.CANDIDATE),
        ("http://rsj.shi.gov.cn/a.html", Place.OUTSIDE),
        ("http://www.rsj.shi.gov.cn/", Place.OUTSIDE),
        ("http://zwgk.rsj.shi.gov.cn/", Place.OUTSIDE),
        ("http://rsj.shi.gov.cn:8080/", Place.OUTSIDE),
        ("http://www.other.gov.cn/", Place.OUTSIDE),
        ("http://www.gov.cn/", Place.OUTSIDE),
        ("http://notshi.gov.cn/", Place.OUTSIDE),
        ("http://10.0.0.1/", Place.OUTSIDE),
        ("http://[2001:db8::1]:80/", Place.OUTSIDE),
    ],
)
def test_a_portal_and_what_lies_around_it(url, expected):
    assert place(portal(), url) is expected


@pytest.mark.parametrize(
    "url",
    [PORTAL, "http://shi.gov.cn/", CHANNEL, "http://jyj.shi.gov.cn/"],
)
def test_an_office_on_a_sub_host_takes_in_neither_parent_nor_siblings(url):
    assert place(Scope(OFFICE, neighbours=REGISTER), url) is Place.OUTSIDE


def test_an_office_may_have_hosts_below_its_own():
    assert place(Scope(OFFICE, neighbours=REGISTER), "http://wb.rsj.shi.gov.cn/") is Place.CANDIDATE


def test_without_a_register_nothing_below_the_own_name_is_taken_in_unasked():
    scope = Scope(PORTAL)
    assert place(scope, OFFICE) is Place.CANDIDATE
    assert not scope.owns(OFFICE)


def test_the_site_of_the_state_council_does_not_own_every_government():
    assert place(Scope("http://www.gov.cn/"), "http://www.shi.gov.cn/") is Place.OUTSIDE
    assert place(Scope("http://www.gov.cn/"), "http://gov.cn/") is Place.OUTSIDE
    assert place(Scope("http://www.gov.cn/"), "http://sousuo.www.gov.cn/") is Place.CANDIDATE


def test_an_address_of_numbers_owns_its_own_port_only():
    scope = Scope("http://10.1.1.1:8081/", neighbours=Neighbours(["http://10.1.1.1:8082/"]))
    assert place(scope, "http://10.1.1.1:8081/a") is Place.INSIDE
    assert place(scope, "http://10.1.1.1:8082/a") is Place.OUTSIDE
    assert place(scope, "http://10.1.1.1/a") is Place.OUTSIDE


def test_a_port_that_is_another_websites_home_is_outside():
    scope = Scope(PORTAL, neighbours=Neighbours([PORTAL, "http://www.shi.gov.cn:8080/"]))
    assert place(scope, "http://www.shi.gov.cn:8080/a") is Place.OUTSIDE
    assert place(scope, "http://www.shi.gov.cn:9090/a") is Place.INSIDE
    other = Scope(
        "http://www.shi.gov.cn:8080/", neighbours=Neighbours([PORTAL, "http://www.shi.gov.cn:8080/"])
    )
    assert place(other, "http://www.shi.gov.cn:8080/a") is Place.INSIDE
    assert place(other, PORTAL) is Place.OUTSIDE


def test_websites_in_folders_of_one_host_keep_apart():
    register = Neighbours([PORTAL, "http://www.shi.gov.cn/rsj/index.html", "http://www.shi.gov.cn/jyj/"])
    whole, office = (
        Scope(PORTAL, neighbours=register),
        Scope("http://www.shi.gov.cn/rsj/", neighbours=register),
    )
    assert place(whole, "http://www.shi.gov.cn/zwgk/a.html") is Place.INSIDE
    assert place(whole, "http://www.shi.gov.cn/rsj/a.html") is Place.OUTSIDE
    assert place(office, "http://www.shi.gov.cn/rsj/a.html") is Place.INSIDE
    assert place(office, "http://www.shi.gov.cn/zwgk/a.html") is Place.OUTSIDE
    assert place(office, "http://www.shi.gov.cn/jyj/a.html") is Place.OUTSIDE
    assert place(office, CHANNEL) is Place.OUTSIDE


def test_a_home_in_a_folder_that_nobody_shares_owns_the_host():
    scope = Scope(
        "http://www.shi.gov.cn/web/index.html",
        neighbours=Neighbours(["http://www.shi.gov.cn/web/index.html"]),
    )
    assert place(scope, "http://www.shi.gov.cn/zwgk/a.html") is Place.INSIDE


@pytest.mark.parametrize(
    ("home", "folder"),
    [(PORTAL, "/"), ("http://x.cn/index.html", "/"), ("http://x.cn/rsj", "/rsj/"), ("http://x.cn/rsj/index.html", "/rsj/"), ("http://x.cn/a/b/", "/a/b/")],
)  # fmt: skip
def test_a_home_stands_in_a_folder(home, folder):
    assert folder_of(home) == folder


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ({"site_code": CODE}, Place.INSIDE),
        ({"site_code": OTHER_CODE}, Place.OUTSIDE),
        ({"organiser": "示例市人民政府"}, Place.INSIDE),
        ({"organiser": "示例市人力资源和社会保障局"}, Place.OUTSIDE),
        ({"site_code": OTHER_CODE, "organiser": "示例市人民政府"}, Place.OUTSIDE),
        ({"icp": "示ICP备05000001号-3"}, Place.INSIDE),
        ({"icp": "示ICP备05000099号"}, Place.OUTSIDE),
        ({}, Place.CANDIDATE),
    ],
)
def test_the_marks_of_a_sub_host_decide(marks, expected):
    scope = portal()
    scope.know_home(page(PORTAL, organiser="示例市人民政府办公室", icp="示ICP备05000001号-1"))
    admitted = scope.hear(CHANNEL, page(CHANNEL, **marks))
    assert place(scope, CHANNEL + "a.html") is expected
    assert admitted == ("zwgk.shi.gov.cn" if expected is Place.INSIDE else None)


def test_the_name_of_the_site_may_speak_for_a_sub_host_but_not_against_it():
    home = Page(url=PORTAL, metas={"SiteName": "示例市人民政府门户网站"})
    for name, expected in (("示例市人民政府门户网站", Place.INSIDE), ("示例市政务公开", Place.CANDIDATE)):
        scope = Scope(PORTAL)
        scope.know_home(home)
        scope.hear(CHANNEL, Page(url=CHANNEL, metas={"SiteName": name}))
        assert place(scope, CHANNEL) is expected


def test_a_sub_host_that_says_nothing_is_asked_three_times_and_stays_outside():
    scope = portal()
    for _ in range(3):
        assert scope.curious(CHANNEL)
        assert scope.hear(CHANNEL, page(CHANNEL)) is None
    assert not scope.curious(CHANNEL)
    assert not scope.owns(CHANNEL)


def test_a_server_with_a_name_for_everything_is_not_asked_without_end():
    scope, asked = portal(), 0
    for n in range(1000):
        url = f"http://h{n}.shi.gov.cn/"
        if scope.curious(url):
            asked += 1
            scope.hear(url, page(url, site_code=CODE))
    assert asked == 300


def test_a_redirect_or_a_missing_page_says_nothing_about_a_sub_host():
    scope = portal()
    assert scope.hear(CHANNEL, page(PORTAL + "zwgk/", site_code=CODE)) is None
    assert scope.hear(CHANNEL, None) is None
    assert place(scope, CHANNEL) is Place.CANDIDATE


def test_declared_hosts_always_belong():
    scope = portal(also=("RSJ.shi.gov.cn", "http://12345.example.com:8080/x"))
    assert place(scope, OFFICE + "a") is Place.INSIDE
    assert place(scope, "http://12345.example.com:8080/a") is Place.INSIDE


def test_a_redirected_home_takes_its_host_along_but_no_other_website():
    scope = Scope(OFFICE, neighbours=Neighbours([OFFICE, PORTAL]))
    scope.adopt("http://new.shi.gov.cn/index.html")
    assert scope.owns("http://new.shi.gov.cn/a")
    scope.adopt(PORTAL)
    assert not scope.owns(PORTAL)
    scope.adopt("http://www.shi.gov.cn/rsj/index.html")
    assert scope.owns("http://www.shi.gov.cn/rsj/a.html")
    assert not scope.owns("http://www.shi.gov.cn/zwgk/a.html")
    assert place(scope, CHANNEL) is Place.OUTSIDE


def test_what_was_learnt_survives_the_process():
    scope = portal()
    scope.know_home(page(PORTAL, organiser="示例市人民政府"))
    scope.adopt("http://portal.shi.gov.cn/")
    scope.hear(CHANNEL, page(CHANNEL, site_code=CODE))
    scope.hear("http://jd.shi.gov.cn/", page("http://jd.shi.gov.cn/", site_code=OTHER_CODE))
    again = portal()
    again.restore(scope.state())
    for url in (
        CHANNEL,
        "http://portal.shi.gov.cn/x",
        "http://jd.shi.gov.cn/",
        OFFICE,
        "http://hd.shi.gov.cn/",
    ):
        assert place(again, url) is place(scope, url)
    assert (
        again.hear("http://hd.shi.gov.cn/", page("http://hd.shi.gov.cn/", organiser="示例市人民政府"))
        == "hd.shi.gov.cn"
    )
    with pytest.raises(msgspec.DecodeError):
        again.restore(b"[")


def test_include_and_exclude_bound_the_site_but_not_the_links_elsewhere():
    scope = portal(include=r"/a/", exclude=r"/x/")
    assert place(scope, PORTAL + "a/1.html") is Place.INSIDE
    assert place(scope, PORTAL + "b/1.html") is Place.EXCLUDED
    assert place(scope, PORTAL + "a/x/1.html") is Place.EXCLUDED
    assert place(scope, "http://other.example.com/") is Place.OUTSIDE
    assert place(scope, CHANNEL) is Place.OUTSIDE


def test_the_register_goes_before_the_home_page():
    subject = Subject(
        id="s",
        name="示例市",
        home=PORTAL,
        code=CODE,
        organiser="示例市人民政府办公厅",
        icp="示ICP备05000001号",
    )
    home = identity_of(page(PORTAL, site_code=OTHER_CODE, organiser="别处", icp="示ICP备05000002号"))
    assert registered(subject).or_else(home) == Identity(
        code=CODE, organiser="示例市人民政府", icp="05000001"
    )
