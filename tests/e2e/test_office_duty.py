"""A day of duty in real browsers: roster, swap, handing over, a guided round whose finding becomes a ticket, and the month's papers."""

import io

import pytest
from office_walking import download, import_register, log_in, office, sent, settings_for, shot, write_register
from openpyxl import load_workbook

from xunwang_demo.city import build
from xunwang_demo.server import CityServer

pytestmark = pytest.mark.browser

HOSTS = ("jtj.shilishi.gov.cn", "mzj.shilishi.gov.cn")
UNIT = "示例市交通运输局"
PEOPLE = [("zhuguan", "supervisor", ""), ("jiancha", "inspector", ""), ("tianbao", "unit_clerk", UNIT)]
FOUND = "首页轮播图片显示不全"


def plan_the_month(page, address):
    page.goto(f"{address}duty/")
    page.fill("#first", "2026-04-01")
    page.fill("#last", "2026-04-04")
    page.fill("#phone", "0000-8123456")
    page.fill("#teams", "甲、乙 带班 丙\n丁、戊 带班 己")
    page.click("button:text-is('排班')")
    page.wait_for_selector("text=丁、戊")
    for field, value in (("one", "2026-04-02"), ("other", "2026-04-03"), ("reason", "丁外出培训")):
        page.fill(f"#{field}", value)
    page.click("text=对调值班人员")
    page.wait_for_selector("text=与04-03调班：丁外出培训")
    page.select_option("#rule", "twice-working-day")
    page.fill("#begins", "00:00")  # whatever time it is, the round is of today's shift
    sent(page, lambda: page.click("button:text-is('保存')"))
    page.fill("#handover", "交通局网站访问慢，请留意。")
    page.click("button:text-is('交班')")
    page.wait_for_selector("td >> text=交通局网站访问慢")
    shot(page, "20-duty")


def walk_a_round(page, address):
    """From the keyboard: the first website is in order, the second is not."""
    page.goto(f"{address}patrols/")
    page.click("text=开始巡查")
    page.wait_for_selector("text=已查看 0 个，共 2 个")
    page.wait_for_selector("text=没有截图：检查设置为不使用浏览器")
    shot(page, "21-patrol")
    faulty = page.inner_text("section >> h2 >> nth=0") == UNIT
    for _ in range(2):
        if faulty:
            page.fill("#note", FOUND)
            page.keyboard.press("Escape")
        page.keyboard.press("n" if faulty else "y")
        page.wait_for_selector("tbody >> text=有问题" if faulty else "tbody >> text=正常")
        faulty = not faulty
    page.wait_for_selector("text=全部网站都已查看")
    page.click("text=结束并记入台账")
    page.wait_for_selector(f"text={UNIT}：{FOUND}")


def take_it_to_the_unit(page, address):
    page.goto(f"{address}campaigns/")
    page.click("text=2026年4月巡查发现")
    campaign = page.url
    page.goto(f"{campaign}review/")
    assert FOUND in page.inner_text("main")
    page.keyboard.press("y")
    page.wait_for_selector("text=队列已清空")
    page.goto(campaign)
    page.click("summary:has-text('下发整改通知')")
    page.click("main >> button:text-is('下发整改通知')")
    page.wait_for_selector("text=个单位下发整改通知")


def cells(book, name):
    return [[cell.value or "" for cell in row] for row in book[name].iter_rows(min_row=3)]


def test_a_day_of_duty(browser, new_home, tmp_path):
    city = build()
    path = write_register(city, tmp_path / "register.xlsx", HOSTS)
    with (
        CityServer(city) as server,
        office(new_home, settings_for(server, tmp_path), PEOPLE) as address,
    ):
        boss = log_in(browser, address, "zhuguan", viewport={"width": 1366, "height": 768})
        import_register(boss, address, path)
        plan_the_month(boss, address)

        partner = log_in(browser, address, "jiancha", viewport={"width": 1366, "height": 768})
        partner.goto(f"{address}duty/")
        partner.click("button:text-is('接班')")
        partner.wait_for_selector("td:has-text('jiancha')")
        walk_a_round(partner, address)

        take_it_to_the_unit(boss, address)
        clerk = log_in(browser, address, "tianbao", viewport={"width": 390, "height": 844})
        clerk.goto(address)
        clerk.click("text=查看并回复")
        assert FOUND in clerk.inner_text("main")

        boss.goto(f"{address}duty/?month=2026-04")
        book = load_workbook(io.BytesIO(download(boss, lambda: boss.click("text=导出值班表"))))
    assert book.sheetnames == ["值班表", "值守日志", "巡网台账"]
    roster = {row[0]: row for row in cells(book, "值班表")}
    assert roster["2026-04-02"][2] == "甲、乙"
    assert roster["2026-04-03"][2] == "丁、戊"
    log = {row[0]: row for row in cells(book, "值守日志")}["2026-04-01"]
    assert "交通局网站访问慢，请留意。" in log
    assert "发现问题1个" in log[3]
    (patrol,) = [row for row in cells(book, "巡网台账") if row[3] == "2/2"]
    assert (patrol[2], patrol[4]) == ("jiancha", f"{UNIT}：{FOUND}")
