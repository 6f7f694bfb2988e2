"""Letters from a platform's list to the figures, and publishing statistics from an inspection, in a real browser."""

import io
from contextlib import contextmanager
from datetime import date

import pytest
from office_walking import (
    download,
    import_register,
    log_in,
    office,
    sent,
    settings_for,
    shot,
    until,
    write_register,
)
from openpyxl import Workbook, load_workbook

from xunwang_demo import fortnight
from xunwang_demo.city import build
from xunwang_demo.server import CityServer

pytestmark = [pytest.mark.browser, pytest.mark.long]

PEOPLE = [("zhuguan", "supervisor", "")]
HOST = "slj.shilishi.gov.cn"
"""Two of its columns show the same items."""
FIRST, LAST = date(2026, 1, 1), date(2026, 4, 1)
GOOD = "您好，经核实，路灯已于当日修复。感谢您的来信。"
LETTERS = (
    ("A1", "居民医保个人缴费标准是多少", "2026-03-02", "2026-03-04", "您好，今年居民医保个人缴费标准为每人400元。感谢您的来信。"),
    ("A2", "请问居民医保的个人缴费标准", "2026-03-03", "2026-03-05", "您好，今年居民医保个人缴费标准为每人380元。感谢您的来信。"),
    ("A3", "路灯不亮", "2026-03-04", "2026-03-06", GOOD),
    ("A4", "路灯不亮", "2026-03-09", "2026-03-10", GOOD),
    ("A5", "停车难", "2026-03-05", "2026-03-20", "您好，已增设车位30个，可以停放。感谢您的来信。"),
    ("A6", "道路坑洼", "2026-03-05", "2026-03-06", "经核实,路面已于XX月XX日修补"),
    ("A7", "噪音", "2026-03-06", None, None),
    ("A8", "日期不对", "3月初", None, None),
)  # fmt: skip


@contextmanager
def walked(browser, new_home, tmp_path):
    """An office with one website of the city, and its supervisor at the screen."""
    city = build()
    with (
        CityServer(city) as server,
        office(new_home, settings_for(server, tmp_path), PEOPLE) as address,
    ):
        page = log_in(browser, address, "zhuguan", viewport={"width": 1366, "height": 768})
        import_register(page, address, write_register(city, tmp_path / "register.xlsx", (HOST,)), count=1)
        page.set_default_timeout(120_000)
        yield page, address, city


def table(path, *rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def take_letters(page, address, path):
    page.goto(f"{address}letters/")
    page.click("a:text-is('读入留言')")
    page.set_input_files("#file", path)
    page.click("button:text-is('下一步')")
    shot(page, "40-letter-columns")
    page.fill("#box", "市长信箱")
    page.click("button:text-is('读入')")
    page.wait_for_selector("text=新增 7 条")
    assert "“3月初”不是真实的日期" in page.inner_text("main")
    shot(page, "41-letters")


def the_figures_say(page, address):
    page.goto(f"{address}letters/figures/?first=2026-03-01&last=2026-03-31")
    told = page.inner_text("main")
    assert "收到网民留言7条，答复6条，答复率85.7%。" in told
    (row,) = page.locator("section:has(h2:text-is('同一问题答复不一致')) tbody tr").all_inner_texts()
    assert "金额或期限" in row
    assert "每人400元" in row
    assert "每人380元" in row
    late = page.locator("section:has(h2:text-is('逾期的留言')) tbody tr").all_inner_texts()
    assert [one.split("\t")[0].strip() for one in late] == ["停车难", "噪音"]
    shot(page, "42-letter-figures")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, "43-letter-figures-phone")
    page.set_viewport_size({"width": 1366, "height": 768})


def a_question_is_tried(page, address):
    page.goto(f"{address}letters/")
    page.fill("#box", "县长信箱")
    page.fill("#title", "怎样办理落户")
    page.fill("#asked_on", "2026-03-30")
    sent(page, lambda: page.click("button:text-is('登记')"))
    page.goto(f"{address}letters/?list=test")
    page.fill("input[name=answered_on]", "2026-04-01")
    page.fill("input[name=reply]", GOOD)
    page.click("tbody button:text-is('登记')")
    page.wait_for_selector("text=答复已登记")
    page.goto(f"{address}letters/figures/?first=2026-03-01&last=2026-03-31")
    assert "收到网民留言7条" in page.inner_text("main")


def inspected(page, address):
    page.goto(f"{address}campaigns/new/")
    for field, day in (("start", FIRST), ("end", LAST), ("as_of", LAST)):
        page.fill(f"#{field}", day.isoformat())
    page.select_option("#norm", "cn-2019")
    page.check("input[name=cover-website][value=all]")
    page.click("main .end button")
    page.click("text=开始检查")
    until(page, "已检查 1 / 1")


def counted(page, address, city):
    page.goto(f"{address}publishing/")
    page.click("button:text-is('读取检查结果')")
    until(page, "发布条数")
    shot(page, "44-publishing")
    row = page.locator("section:has(h2:text-is('各网站')) tbody tr").inner_text().split("\t")
    assert int(row[3]) == fortnight.published(city, HOST, FIRST, LAST)
    assert int(row[-1]) > 0
    return int(row[3])


def stated(page, total):
    page.fill("#stated-number", str(total + 5))
    page.fill("#stated-source", "一季度报表")
    page.click("button:text-is('登记')")
    page.wait_for_selector("#stated tbody tr")
    assert "在其他栏目重复出现" in page.inner_text("#stated")


def held_against_a_catalogue(page, path):
    page.set_input_files("section:has(h2:text-is('对照公开目录')) #file", path)
    page.click("button:text-is('存入并对照')")
    page.wait_for_selector("h1:has-text('公开目录对照')")
    assert "没有这个栏目" in page.locator("tbody tr", has_text="不存在的栏目").inner_text()
    shot(page, "45-catalogue")


def test_letters_and_publishing_are_counted_from_a_new_office_on(browser, new_home, tmp_path):
    head = ("编号", "标题", "留言时间", "答复时间", "答复内容")
    letters = table(tmp_path / "letters.xlsx", ("市长信箱一季度来信",), head, *LETTERS)
    catalogue = table(
        tmp_path / "catalogue.xlsx", ("栏目", "事项"), ("通知公告", "公告"), ("不存在的栏目", "无")
    )
    with walked(browser, new_home, tmp_path) as (page, address, city):
        take_letters(page, address, letters)
        the_figures_say(page, address)
        a_question_is_tried(page, address)
        inspected(page, address)
        total = counted(page, address, city)
        stated(page, total)
        book = load_workbook(io.BytesIO(download(page, page.locator("a:has-text('导出 xlsx')").click)))
        (_, row) = book["各网站"].iter_rows(values_only=True)
        assert row[2] == total
        held_against_a_catalogue(page, catalogue)
