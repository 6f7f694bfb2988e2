"""The city as a whole: repeatable, large enough, varied, and in the states its specs ask for."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from demo_reading import pages_of, text_of

from xunwang_demo import marks
from xunwang_demo.city import build
from xunwang_demo.scaled import more_specs
from xunwang_demo.styles import ALL_STYLES, STYLES


def test_the_same_seed_gives_the_same_city_to_the_byte(city):
    again = build()
    assert again.truth == city.truth
    assert [site.pages for site in again.sites] == [site.pages for site in city.sites]


def test_another_seed_gives_other_texts_and_the_same_faults(city):
    other = build(1)
    assert other.sites[0].pages != city.sites[0].pages
    assert Counter(p.indicator for p in other.truth) == Counter(p.indicator for p in city.truth)


def test_a_mutated_city_looks_different_and_is_repeatable():
    one, same, other = (build(seed, mutate=True) for seed in (5, 5, 6))
    assert one.truth == same.truth
    assert one.sites[0].pages == same.sites[0].pages
    assert [site.style for site in one.sites] != [site.style for site in other.sites]


def test_monitoring_point_name_and_unchecked_site(city):
    assert (city.name, city.as_of) == ("示例市", date(2026, 3, 31))
    assert city.unchecked == ("http://yjj.shilishi.gov.cn/",)


def test_there_are_at_least_twelve_sites_of_every_kind_on_their_own_hosts(any_city):
    assert len(any_city.sites) >= 12
    assert {site.kind for site in any_city.sites} == {"门户网站", "部门网站", "专业系统", "开发区网站"}
    assert len({site.host for site in any_city.sites}) == len(any_city.sites)
    assert all(len(site.code) == 10 and site.code.isdigit() for site in any_city.sites)
    assert len({site.code for site in any_city.sites}) == len(any_city.sites)


def test_every_site_has_30_to_400_pages(any_city):
    sizes = {s.home: len(pages_of(s)) for s in any_city.sites if s.home not in any_city.unchecked}
    assert all(30 <= size <= 400 for size in sizes.values()), sizes


def test_every_style_is_in_use(any_city):
    assert set(STYLES) <= {site.style for site in any_city.sites} <= set(ALL_STYLES)


def test_a_city_of_forty_follows_its_seed_and_uses_every_style():
    city = build(7, mutate=True, sites=40)
    assert len({site.host for site in city.sites}) == len({site.code for site in city.sites}) == 40
    assert {site.style for site in city.sites} == set(ALL_STYLES)
    assert len({plant.indicator for plant in city.truth}) >= 20
    ordered = [list(more_specs(24, Random(seed))) for seed in (1, 1, 2)]
    assert ordered[0] == ordered[1] != ordered[2]
    with pytest.raises(ValueError, match="not for 400"):
        list(more_specs(400, Random(1)))


def test_the_known_city_stays_what_it_is_and_a_smaller_one_is_its_beginning(city):
    assert [site.host for site in build(sites=5).sites] == [site.host for site in city.sites[:5]]
    assert len(city.sites) == 16


def test_titles_never_repeat_within_a_site_and_bodies_have_a_real_length(any_city):
    for site in any_city.sites:
        articles = [article for column in site.columns for article in column.articles]
        repeats = {plant.indicator for plant in any_city.truth if plant.site == site.home} & {
            "L-10a",
            "L-10d",
        }
        assert (len({article.title for article in articles}) == len(articles)) is not bool(repeats)
        lengths = [len("".join(article.paragraphs)) for article in articles]
        assert min(lengths) >= 150
        assert max(lengths) <= 650


def test_scale_multiplies_the_articles(city):
    larger = build(scale=4)
    counts = [sum(len(c.articles) for s in one.sites for c in s.columns) for one in (city, larger)]
    assert counts[1] == 4 * counts[0]
    # A column of one item is none of four.
    first, second = (
        Counter(p.indicator for p in one.truth if p.indicator != "L-10b") for one in (city, larger)
    )
    assert first == second


def test_one_style_declares_gb2312_but_writes_more_than_gb2312_holds(city):
    site = next(site for site in city.sites if site.host == "www.shating.shilishi.gov.cn")
    assert "charset=gb2312" in text_of(site, "/")
    assert dict(site.pages["/"].headers)["Content-Type"] == "text/html"
    joined = "".join(text_of(site, target) for target in pages_of(site))
    with pytest.raises(UnicodeEncodeError):
        joined.encode("gb2312")


@pytest.mark.parametrize(
    ("host", "trait"),
    [
        ("www.qinghe.shilishi.gov.cn", '<base href="http://www.qinghe.shilishi.gov.cn/">'),
        ("www.qinghe.shilishi.gov.cn", "document.writeln("),
        ("www.wangqiao.shilishi.gov.cn", "var bottomHtml ="),
        ("www.wangqiao.shilishi.gov.cn", '<meta name="sitename"'),
        ("www.shating.shilishi.gov.cn", '<META NAME="SiteName"'),
        ("www.huaian.shilishi.gov.cn", '<script src="/js/footer.js">'),
        ("www.huaian.shilishi.gov.cn", '<html xmlns="http://www.w3.org/1999/xhtml"><body>'),
        ("mzj.shilishi.gov.cn", "/include/footer.html"),
        ("slj.shilishi.gov.cn", "<iframe"),
    ],
)
def test_pages_carry_the_habits_of_real_systems(city, host, trait):
    site = next(site for site in city.sites if site.host == host)
    assert trait in text_of(site, "/")


def test_a_script_written_foot_still_holds_every_mark(city):
    site = next(site for site in city.sites if site.host == "wjw.shilishi.gov.cn")
    home = text_of(site, "/")
    for sign in (
        site.code,
        site.icp.split("备")[1],
        site.organiser,
        site.phone,
        "公网安备",
        "conac.cn",
        marks.ERROR_HOST,
    ):
        assert sign in home
