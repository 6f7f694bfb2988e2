"""A list that the platform refutes proves nothing, and what refutes none."""

import msgspec
import pytest
from account_looks import days_before, look, outcome, post

# ── what a list says against what the platform shows ─────────────────────────────────────────────

TITLE = "义务植树基地春季开放公告"


def of(way, day, title=TITLE):
    return msgspec.structs.replace(post(day, title), key=f"{way}{day}{title}", way=way)


def test_a_list_that_the_platform_refutes_proves_neither_an_update_nor_silence():
    fresh, shown, old = days_before(5, 90, 120)
    listed = [look(way="table"), of("table", fresh), of("table", old, "森林防火期公告发布")]
    assert outcome(listed, "N-V2.1").outcome == "met"
    page = [look(way="wechat_article", since=None), of("wechat_article", shown)]
    told = outcome([*listed, *page], "N-V2.1")
    assert (told.outcome, "不一致" in told.reason) == ("unchecked", True)
    assert (
        outcome([*listed, *page, of("table", days_before(3)[0], "别的发文内容")], "N-V2.1").outcome == "met"
    )


@pytest.mark.parametrize(
    "also",
    [
        [of("table", days_before(90)[0])],
        [of("wechat_article", days_before(5)[0])],
        [of("table", days_before(34)[0])],
    ],
)
def test_a_title_that_comes_back_is_of_two_posts(also):
    listed = [
        look(way="table"),
        of("table", days_before(5)[0]),
        of("table", days_before(120)[0], "森林防火期公告发布"),
    ]
    page = [look(way="wechat_article", since=None), of("wechat_article", days_before(90)[0])]
    assert outcome([*listed, *page, *also], "N-V2.1").outcome == "met"


@pytest.mark.parametrize(("shown", "title"), [(200, TITLE), (6, TITLE), (90, "值班安排")])
def test_a_page_from_before_the_list_or_of_a_day_beside_it_or_of_a_common_title_refutes_nothing(shown, title):
    listed = [
        look(way="table"),
        of("table", days_before(5)[0], title),
        of("table", days_before(120)[0], "森林防火期公告发布"),
    ]
    page = [look(way="wechat_article", since=None), of("wechat_article", days_before(shown)[0], title)]
    assert outcome([*listed, *page], "N-V2.1").outcome == "met"
