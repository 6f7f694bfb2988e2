"""An error report from a citizen's phone to the circular's table, in real browsers."""

import io
import re

import pytest
from docx import Document
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
from openpyxl import load_workbook

from xunwang_demo.city import build
from xunwang_demo.server import CityServer

pytestmark = [pytest.mark.browser, pytest.mark.long]

HOSTS = ("jtj.shilishi.gov.cn", "mzj.shilishi.gov.cn")
UNIT = "示例市交通运输局"
PEOPLE = [("zhuguan", "supervisor", ""), ("tianbao", "unit_clerk", UNIT)]
NUMBERS = "零一二三四五六七八九十"
EMPTY = "我们高度重视，将尽快处理，请谅解。"
REPLY = "经核实，附件确实不能下载，已于2026年4月1日重新上传，现在可以正常下载，感谢您的监督。"


def solved(question):
    left, sign, right = re.search(rf"([{NUMBERS}])([加减])([{NUMBERS}])等于几", question).groups()
    pair = NUMBERS.index(left), NUMBERS.index(right)
    return str(sum(pair) if sign == "加" else pair[0] - pair[1])


def report(browser, address, site):
    """On a phone, without an account; gives the number to ask with."""
    page = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{address}jiucuo/?site_code={site.code}&url={site.home}&words=1")
    page.select_option("#kind", label="内容无法访问")
    page.fill("#description", "办事指南里的申请表下载不了，点了没有反应")
    page.fill("#contact", "duzhe@shili.example")
    page.fill("#answer", solved(page.inner_text("form")))
    shot(page, "30-report-phone")
    page.click("button:text-is('提交')")
    page.wait_for_selector("text=谢谢，已收到")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return page, page.inner_text(".lookup")


def told(page, address, number):
    page.goto(f"{address}jiucuo/state/")
    page.fill("#number", number)
    sent(page, lambda: page.click("main button"))
    return page.inner_text("main")


def hand_over(page, address):
    page.goto(f"{address}reports/")
    page.click("tbody a")
    where = page.locator("#unit option", has_text=UNIT).get_attribute("value")
    page.select_option("#unit", where)
    page.click("button:text-is('转办')")
    page.wait_for_selector("button:text-is('改派')")
    return page.url


def reply(page, place):
    """The first answer says nothing, and the page says so."""
    page.goto(place)
    page.fill("#reply", EMPTY)
    page.click("text=保存答复")
    page.wait_for_selector("text=没有写明核实和处理结果")
    shot(page, "31-reply-phone")
    page.fill("#reply", REPLY)
    page.click("text=保存答复")
    page.locator("text=没有写明核实和处理结果").wait_for(state="detached")


def close(page, place):
    page.goto(place)
    page.check("input[name=truth][value=true]")
    page.check("input[name=machine][value=not_looked]")
    page.click("button:text-is('办结')")
    page.wait_for_selector("text=按时办结")
    assert "duzhe@shili.example" not in page.inner_text("main")


def inspected(page, address):
    """A campaign whose period holds the report, looked at and settled."""
    page.goto(f"{address}campaigns/new/")
    for field in ("start", "end", "as_of"):
        page.fill(f"#{field}", "2026-04-01")
    page.select_option("#norm", "example-points")
    page.check("input[name=cover-website][value=all]")
    page.click("main .end button")
    page.wait_for_selector("text=开始检查")
    campaign = page.url
    page.click("text=开始检查")
    until(page, "已检查 2 / 2")
    page.goto(campaign)
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("button:text-is('定稿')")
    page.wait_for_selector("text=结果已定稿")
    return campaign


def the_circular_says_so(page, campaign):
    page.goto(campaign)
    page.click("summary:text-is('起草通报')")
    page.click("text=生成通报和附件")
    page.wait_for_selector("text=数字已自动核对一致")
    files = page.locator("section:has-text('通报与附件') >> a")
    circular = download(page, files.first.click)
    words = "\n".join(one.text for one in Document(io.BytesIO(circular)).paragraphs)
    assert "共收到“我为政府网站找错”网民留言1条，按期办结1条" in words
    table = download(page, files.filter(has_text="网民找错").first.click)
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(table)).worksheets[0]]
    assert [UNIT, 1, 0, 1, 1] in [row[1:6] for row in rows]


def test_a_report_goes_from_a_phone_to_the_circular(browser, new_home, tmp_path):
    city = build()
    site = next(one for one in city.sites if one.host == HOSTS[0])
    path = write_register(city, tmp_path / "register.xlsx", HOSTS)
    with (
        CityServer(city) as server,
        office(new_home, settings_for(server, tmp_path), PEOPLE) as address,
    ):
        boss = log_in(browser, address, "zhuguan", viewport={"width": 1366, "height": 768})
        import_register(boss, address, path)
        boss.goto(f"{address}reports/form/")
        boss.click("text=开通入口")
        citizen, number = report(browser, address, site)
        assert "等待转办" in told(citizen, address, number)
        place = hand_over(boss, address)
        reply(log_in(browser, address, "tianbao", viewport={"width": 390, "height": 844}), place)
        close(boss, place)
        answered = told(citizen, address, number)
        assert "属实" in answered
        assert REPLY in answered

        boss.goto(f"{address}reports/figures/")
        assert "收到网民找错留言1件，按时办结1件，100%。" in boss.inner_text("main")
        the_circular_says_so(boss, inspected(boss, address))
