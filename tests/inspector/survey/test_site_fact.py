import pytest
from survey_sketch import HOME, STARTED, Sketch, attempt, day

from xunwang.inspector.model import PageFact, PageKind, Reach


def test_the_home_page_hands_over_its_days():
    items = [("甲", "/a.html", "2026-03-01"), ("乙", "/b.html", "2026-03-09"), ("丙", "/c.html", None)]
    site = Sketch().front(items=items).site()
    assert site.home_read
    assert site.home_dates == (day("2026-03-09"), day("2026-03-01"))
    assert (site.home_undated, site.entry_only, site.first_seen, site.pages) == (1, False, STARTED, 1)


def test_a_home_page_of_entrances_only():
    site = Sketch().front(("通知公告", "/tzgg/"), items=[]).site()
    assert site.entry_only
    assert site.home_read


@pytest.mark.parametrize(
    ("reach", "status", "kind", "reason"),
    [
        (Reach.TIMEOUT, None, PageKind.OTHER, "首页访问超时"),
        (Reach.REFUSED, None, PageKind.OTHER, "首页拒绝连接"),
        (Reach.CHALLENGE, 521, PageKind.CHALLENGE, "首页返回反爬验证页"),
        (Reach.OK, 200, PageKind.CHALLENGE, "首页返回反爬验证页"),
        (Reach.HTTP, 521, PageKind.CHALLENGE, "首页返回反爬验证页"),
        (Reach.HTTP, 503, PageKind.ERROR, "首页无法打开(503)"),
    ],
)
def test_a_home_page_that_could_not_be_read(reach, status, kind, reason):
    site = Sketch().page("/", kind, depth=0, reach=reach, status=status).site()
    assert (site.home_read, site.home_unread_reason, site.entry_only) == (False, reason, False)


@pytest.mark.parametrize("part", ["body", "list"])
def test_a_home_page_that_only_a_script_fills(part):
    sketch = Sketch().front(items=[], script_filled=(part,))
    assert not sketch.site().home_read
    # An application that shows nothing in a browser either was not seen, a list that holds nothing was.
    seen = Sketch().front(items=[], script_filled=(part,), rendered=True).site()
    assert seen.home_read == (part == "list")


def test_without_a_row_the_link_fact_says_why():
    site = Sketch().link("/", Reach.DNS).site()
    assert (site.home_read, site.home_unread_reason) == (False, "首页域名无法解析")
    assert site.home_attempts == (attempt(Reach.DNS, None),)


def test_every_attempt_at_the_home_page_is_kept():
    site = Sketch().front().link("/", Reach.TIMEOUT).site()
    assert [tried.reach for tried in site.home_attempts] == [Reach.TIMEOUT, Reach.OK]


def test_nothing_at_all_is_still_a_fact():
    [site] = Sketch().survey(complete=False)
    assert (site.home_read, site.home_url, site.complete, site.incomplete_reason) == (
        False,
        HOME,
        False,
        "达到页数上限",
    )


def test_page_facts_stand_for_pages_that_answered():
    sketch = Sketch().front().list("/tzgg/", "2026-01-01")
    sketch.page("/gone/", PageKind.ERROR, reach=Reach.HTTP, status=404).page("/soft/", PageKind.ERROR).page(
        "/c/", PageKind.CHALLENGE
    )
    pages = [fact for fact in sketch.survey() if isinstance(fact, PageFact)]
    assert [page.url for page in pages] == [HOME, HOME + "tzgg/"]
    assert sketch.site().pages == 2
