"""The pages as they are served: every planted state can be seen there, and nothing else is broken."""

import io
import re
import zipfile
from urllib.parse import quote, urlsplit

import pytest
from demo_reading import Seen, pages_of, read, target_of, text_of
from openpyxl import load_workbook

from xunwang_demo import marks, oddities, render
from xunwang_demo.model import Resource
from xunwang_demo.styles.metas import MIGRATED

COLUMN_TAGS = {"columnname", "columndescription", "columnkeywords", "columntype"}
ARTICLE_TAGS = {"articletitle", "pubdate", "contentsource"}
SITE_TAGS = {"sitename", "sitedomain", "siteidcode"}
MARK_SIGNS = {
    "site_code": lambda site: f"标识码{{}}{site.code}",
    "icp": lambda site: site.icp.split("备")[1],
    "police": lambda _: "公网安备",
    "organiser": lambda site: f"主办{site.organiser}",
    "contact": lambda site: site.phone,
    "sitemap": lambda _: "地图</a>",
    "conac": lambda _: "conac.cn",
}


def plants(city, indicator):
    return [plant for plant in city.truth if plant.indicator == indicator]


def site_of(city, plant):
    return next(site for site in city.sites if site.home == plant.site)


def answer(city, url, day=0):
    """What the address answers on that day, the way the server looks it up."""
    parts = urlsplit(url)
    target = quote(parts.path) + (f"?{parts.query}" if parts.query else "")
    for site in (*city.sites, *city.neighbours):
        if site.host == parts.netloc:
            found = site.pages.get(target) or site.pages.get(parts.path or "/", site.missing)
            return found.later if found.later and day else found
    return Resource(status=404)


def broken(city, url, day):
    found = answer(city, url, day)
    if found.role == "challenge":
        return False
    return found.behaviour != "answer" or found.status >= 400


def foot(site):
    """Everything the foot can be made of: the page itself and what its scripts bring in."""
    brought = [
        site.pages[t].body.decode() for t in ("/js/footer.js", "/include/footer.html") if t in site.pages
    ]
    page = re.sub("<!--.*?-->", "", text_of(site, "/"), flags=re.DOTALL)
    return (page + "".join(brought)).replace('\\"', '"').replace("<\\/", "</")


def has_mark(site, mark):
    html = foot(site)
    if mark == "organiser":
        name = site.organiser
        return any(
            form in html for form in (f"主办单位：{name}", f"主办：{name}", f"{name}主办", f"主办单位:{name}")
        )
    if mark == "site_code":
        return "标识码" in html and site.code in html.split("标识码", 1)[1][:40]
    return MARK_SIGNS[mark](site) in html


def test_the_dead_links_of_the_pages_are_exactly_the_planted_ones(any_city):
    """A link still broken a day later is planted; one that recovered, or that asks for a script, is not."""
    dead = set()
    for site in any_city.sites:
        for target in pages_of(site):
            for url in read(site, target).links:
                if url.startswith("http") and broken(any_city, url, day=0) and broken(any_city, url, day=1):
                    dead.add((site.home, url))
    assert dead == {(p.site, p.address) for p in plants(any_city, "D-4.3") if p.built}


def test_every_kind_of_dead_link_is_there(city):
    answers = {answer(city, plant.address).status for plant in plants(city, "D-4.3")}
    assert {404, 410, 503} <= answers
    assert "reset" in {answer(city, plant.address).behaviour for plant in plants(city, "D-4.3")}
    assert {plant.detail for plant in plants(city, "D-4.3")} >= {
        "home",
        "column",
        "article",
        "attachment",
        "image",
    }


def test_recovering_links_are_broken_on_the_day_and_healthy_the_day_after(city):
    recovering = [s for s in city.lookalikes if s.indicator == "D-4.3" and "恢复" in s.note]
    assert len(recovering) == 3
    for seen in recovering:
        assert broken(city, seen.address, day=0)
        assert not broken(city, seen.address, day=1)


def test_column_plants_lead_to_pages_that_show_the_newest_date_or_nothing(any_city):
    for plant in any_city.truth:
        if plant.indicator not in {"W-V4.1", "W-V4.2", "W-V4.3", "D-1.4", "D-1.5"}:
            continue
        site = site_of(any_city, plant)
        target = target_of(site, plant.address)
        column = next(column for column in site.columns if column.path == target)
        assert column.name == plant.detail
        html = text_of(site, target)
        assert column.name in html
        if not column.scripted:
            linked = read(site, target).links
            shown = [site.home + article.path.removeprefix("/") in linked for article in column.articles[:12]]
            assert all(shown)


@pytest.mark.parametrize("mark", marks.MARKS)
def test_a_mark_is_missing_where_planted_and_present_everywhere_else(any_city, mark):
    missing = {plant.site for plant in plants(any_city, "D-4.2") if plant.detail == mark}
    assert missing
    for site in any_city.sites:
        if site.home not in any_city.unchecked:
            assert has_mark(site, mark) is (site.home not in missing), (site.home, mark)


def test_error_entries_are_right_everywhere_but_where_planted(any_city):
    wrong = {plant.site: plant.detail for plant in plants(any_city, "D-4.4")}
    assert sorted(wrong.values()) == ["missing", "old_host", "wrong_code"]
    for site in any_city.sites:
        if site.home in any_city.unchecked:
            continue
        html = foot(site)
        state = wrong.get(site.home, "right")
        assert (marks.ERROR_HOST in html) is (state in {"right", "wrong_code"})
        assert (marks.OLD_ERROR_HOST in html) is (state == "old_host")
        if marks.ERROR_HOST in html:
            assert any(f"{key}{site.code}" in html for key in ("site_code=", 'sitecode="', "sitecode='")) is (
                state == "right"
            )


def tags_expected(role):
    return {
        "home": SITE_TAGS,
        "column": SITE_TAGS | COLUMN_TAGS,
        "article": SITE_TAGS | COLUMN_TAGS | ARTICLE_TAGS,
    }[role]


def test_pages_carry_every_tag_but_the_planted_ones(any_city):
    planted = {(p.site, p.detail.lower()) for p in plants(any_city, "D-4.7")}
    lacking = set()
    for site in any_city.sites:
        if site.home in any_city.unchecked:
            continue
        for target, resource in pages_of(site).items():
            metas = read(site, target).metas
            lacking |= {(site.home, tag) for tag in tags_expected(resource.role) if not metas.get(tag)}
            if metas.get("siteidcode", site.code) not in {site.code, ""}:
                lacking.add((site.home, "siteidcode"))
            if metas.get("sitedomain", site.host) != site.host:
                lacking.add((site.home, "sitedomain"))
    assert lacking == planted - {("http://mzj.shilishi.gov.cn/", "pubdate")}


def test_article_pages_show_the_day_their_tag_states_except_on_the_migrated_site(any_city):
    for site in any_city.sites:
        if site.home in {"http://www.shili-kfq.cn/", *any_city.unchecked}:
            continue
        migrated = site.home == "http://mzj.shilishi.gov.cn/"
        for column in site.columns:
            for article in column.articles:
                if migrated and article.day.isoformat() == MIGRATED[:10]:
                    continue
                page = read(site, article.path)
                assert (page.metas["pubdate"][:10] == article.day.isoformat()) is not migrated
                flat = page.text.replace("月", "-").replace("年", "-").replace("/", "-").replace(".", "-")
                assert article.day.isoformat() in flat


def test_blank_columns_hold_no_item_and_static_ones_hold_text(any_city):
    for site in any_city.sites:
        if site.home in any_city.unchecked:
            continue
        articles = {site.home + a.path.removeprefix("/") for column in site.columns for a in column.articles}
        for column in site.columns:
            page = read(site, column.path)
            if column.is_blank:
                assert not articles & set(page.links)
            if column.kind == "static":
                assert column.texts[0] in page.text


def test_script_filled_columns_look_empty_and_their_data_is_served(any_city):
    scripted = [(s, c) for s in any_city.sites for c in s.columns if c.scripted]
    assert any(column.articles for _, column in scripted)
    assert any(not column.articles for _, column in scripted)
    for site, column in scripted:
        html = text_of(site, column.path)
        data = next(
            t for t, r in site.pages.items() if r.role == "script" and t in html and t.startswith("/data/")
        )
        served = site.pages[data].body.decode()
        assert all(article.title not in html and article.title in served for article in column.articles)
        assert served.count('"url"') == len(column.articles)


def test_names_are_shown_in_the_head_except_on_the_planted_site(any_city):
    nameless = {plant.site for plant in plants(any_city, "D-4.1") if plant.detail == "name"}
    for site in any_city.sites:
        if site.home in any_city.unchecked:
            continue
        head = re.sub(
            "<meta[^>]*>", "", text_of(site, "/").partition('class="banner"')[0], flags=re.IGNORECASE
        )
        assert (site.name in head) is (site.home not in nameless)
    suffixes = {plant.site for plant in plants(any_city, "D-4.1") if plant.detail == "domain"}
    assert suffixes == {site.home for site in any_city.sites if not site.host.endswith(".gov.cn")}


def test_the_stale_home_page_shows_today_but_no_fresh_item(city):
    site = next(site for site in city.sites if site.host == "www.qinghe.shilishi.gov.cn")
    html = text_of(site, "/")
    assert "今天是2026年3月31日 星期二" in html
    assert "报名截止2026年4月30日" in html


def test_no_page_of_the_site_without_consultation_has_a_form_to_write_in(city):
    site = next(site for site in city.sites if site.host == "wjw.shilishi.gov.cn")
    assert not [target for target in pages_of(site) if "<textarea" in text_of(site, target)]
    other = next(site for site in city.sites if site.host == "jyj.shilishi.gov.cn")
    assert [target for target in pages_of(other) if "<textarea" in text_of(other, target)]


def test_the_hidden_link_stands_after_the_end_of_the_page(city):
    (plant,) = plants(city, "S-hidden")
    tail = text_of(site_of(city, plant), "/").lower().rpartition("</html>")[2]
    assert oddities.GAMBLING_URL in tail
    assert plant.detail == oddities.GAMBLING_URL


def test_the_leaked_number_has_a_right_check_digit_and_a_region_nobody_has(city):
    (plant,) = plants(city, "S-privacy")
    site = site_of(city, plant)
    text = read(site, target_of(site, plant.address)).text
    number = text.split("身份证号码")[1][:18]
    total = sum(
        pow(2, 17 - place, 11) * (10 if digit == "X" else int(digit)) for place, digit in enumerate(number)
    )
    assert total % 11 == 1
    assert number.startswith("990101")


def test_wrong_words_stand_on_their_planted_pages(city):
    for plant in (*plants(city, "P-spelling"), *plants(city, "W-V1.1")):
        site = site_of(city, plant)
        assert plant.detail in read(site, target_of(site, plant.address)).text


def test_guides_and_letters_of_the_later_plants(city):
    thin = plants(city, "W-V6.2")
    assert len(thin) >= 5
    for plant in thin:
        site = site_of(city, plant)
        assert "办理流程" not in read(site, target_of(site, plant.address)).text
    (letter,) = plants(city, "W-V5.2")
    site = site_of(city, letter)
    assert "办理中" in read(site, target_of(site, letter.address)).text


def test_attachments_are_real_files_of_their_kind(city):
    files = {t: r.body for s in city.sites for t, r in s.pages.items() if t.startswith("/attachments/")}
    kinds = {target.rpartition(".")[2]: body for target, body in files.items()}
    assert set(kinds) == {"pdf", "doc", "xls", "docx", "xlsx"}
    assert kinds["pdf"].startswith(b"%PDF-")
    assert kinds["doc"].startswith(b"{\\rtf1")
    assert b"<table>" in kinds["xls"]
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(kinds["docx"])).namelist()
    assert load_workbook(io.BytesIO(kinds["xlsx"])).sheetnames == ["清单"]


def test_a_page_names_its_neighbour_boxes_newer_than_itself(city):
    site = city.sites[0]
    column = next(column for column in site.columns if column.kind == "notice" and column.articles)
    oldest = min(column.articles, key=lambda article: article.day)
    seen = Seen(site.home, text_of(site, oldest.path))
    newest_news = next(c for c in site.columns if c.kind == "news").articles[0]
    assert newest_news.title in seen.text
    assert newest_news.day > oldest.day


def test_the_challenge_is_all_the_unchecked_site_ever_answers(city):
    site = next(site for site in city.sites if site.home in city.unchecked)
    assert {resource.role for resource in (*site.pages.values(), site.missing)} == {"challenge"}
    assert site.missing.status == 521
    assert "document.cookie" in render.CHALLENGE
